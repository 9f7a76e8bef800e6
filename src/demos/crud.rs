//! A notebook in the browser: create, read, update and delete, each a request one can see.
//!
//! Shows an HTTP/1.1 server made of plain socket calls: which method does what, several requests
//! on one connection, and that nobody is waited for without end. Does not show encryption. What
//! HTTP looks like as text stands in `http.rs`; the page and its program are in `crud/`.
//! A client of our own plays the browser's part; with `keep_open` true browsers can come.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::http::{self, Answer, Request};
use crate::net::{TcpListener, TcpStream, drop, thread};

/// More strangers than this at once are turned away.
pub const MOST_VISITORS: usize = 32;
/// The longest note, in bytes.
pub const LONGEST_NOTE: usize = 512;
const MOST_NOTES: usize = 50;

/// What is kept, as long as the server runs.
#[derive(Default)]
struct Notes {
    /// No number is given twice, not even that of a note that is gone.
    last: u32,
    texts: BTreeMap<u32, String>,
}

/// The server runs on this thread, the browser's stand-in on one of its own.
///
/// The stand-in creates `note` and makes it `change`. Nobody is waited for longer than `patience`
/// milliseconds. With `keep_open` the server stays for browsers until it is stopped.
pub fn run(note: &str, change: &str, patience: usize, keep_open: bool) -> io::Result<()> {
    // step: listen
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;

    let (note, change) = (note.to_string(), change.to_string());
    let thread = thread::Builder::new().name("stand-in".to_string());
    let stand_in = thread.spawn(move || stand_in(address, &note, &change))?;

    let patience = Duration::from_millis(patience as u64);
    let notes = Arc::new(Mutex::new(Notes::default()));
    // step: accept
    let (stream, _) = listener.accept()?;
    serve(stream, address.port(), patience, &notes)?;

    let mut visits = Vec::new();
    for number in 1.. {
        if !keep_open {
            break;
        }
        // step: visitor
        let (stream, _) = listener.accept()?;
        visits.retain(|visit: &thread::JoinHandle<()>| !visit.is_finished());
        if visits.len() < MOST_VISITORS {
            let notes = Arc::clone(&notes);
            let thread = thread::Builder::new().name(format!("visitor-{number}"));
            visits.push(thread.spawn(move || {
                // A visitor who breaks off ends only the visit.
                let _ = serve(stream, address.port(), patience, &notes);
            })?);
        }
    }

    // step: stop
    drop(listener);

    let result = stand_in.join();
    result.map_err(|_| io::Error::other("the stand-in panicked"))?
}

/// Answers the requests of one connection, one after the other.
fn serve(
    mut stream: TcpStream,
    port: u16,
    patience: Duration,
    notes: &Mutex<Notes>,
) -> io::Result<()> {
    // step: patience
    stream.set_read_timeout(Some(patience))?;
    stream.set_write_timeout(Some(patience))?;
    let mut received = Vec::new();
    loop {
        let (answer, is_last) = match receive(&mut stream, &mut received, port, patience) {
            Ok(None) => break,
            Ok(Some(request)) => {
                let mut notes = notes.lock().unwrap_or_else(PoisonError::into_inner);
                http::compose(&respond(&request, &mut notes), Some(&request), false)
            }
            Err(status) => http::compose(&http::refuse(status), None, true),
        };
        let started = Instant::now();
        let mut rest = answer.as_bytes();
        while !rest.is_empty() {
            // step: answer
            let count = stream.write(rest)?;
            rest = &rest[count..];
            if started.elapsed() > patience {
                return Err(ErrorKind::TimedOut.into());
            }
        }
        if is_last {
            last_words(&mut stream, started, patience)?;
            break;
        }
    }
    // step: server-closes
    drop(stream);
    Ok(())
}

/// The next request; what comes after it stays in `received`. `None` when there is no more.
fn receive(
    stream: &mut TcpStream,
    received: &mut Vec<u8>,
    port: u16,
    patience: Duration,
) -> Result<Option<Request>, http::Status> {
    let mut buffer = [0; 4096];
    let mut begun = None;
    loop {
        if let Some(request) = http::take(received, port, LONGEST_NOTE)? {
            return Ok(Some(request));
        }
        // step: receive
        match stream.read(&mut buffer) {
            Ok(0) => return Ok(None),
            Ok(count) => received.extend_from_slice(&buffer[..count]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            // Who is silent between two requests has none; who stops within one is told.
            Err(_) if received.is_empty() => return Ok(None),
            Err(_) => return Err(http::LATE),
        }
        let begun = begun.get_or_insert_with(Instant::now);
        if begun.elapsed() > patience {
            return Err(http::LATE);
        }
    }
}

/// Says that no more will come, and lets the client finish: closing while bytes are unread would
/// tear the answer away from it.
fn last_words(stream: &mut TcpStream, started: Instant, patience: Duration) -> io::Result<()> {
    // step: last-words
    stream.shutdown(Shutdown::Write)?;
    let mut buffer = [0; 4096];
    for _ in 0..64 {
        if stream.read(&mut buffer)? == 0 || started.elapsed() > patience {
            break;
        }
    }
    Ok(())
}

/// Does what a request asks for.
fn respond(request: &Request, notes: &mut Notes) -> Answer {
    let (method, path, text) = (&*request.method, &*request.path, &*request.body);
    let mut numbers = notes.texts.keys().copied();
    let known = numbers.find(|number| path == format!("/notes/{number}"));
    match (method, path, known) {
        ("GET" | "HEAD", "/", _) => found(PAGE, page(notes, request.chinese)),
        ("GET" | "HEAD", "/page.js", _) => found(SCRIPT, include_str!("crud/page.js").into()),
        ("POST", "/notes", _) | ("PUT", _, Some(_)) if text.is_empty() => http::refuse(http::BAD),
        ("POST", "/notes", _) if notes.texts.len() >= MOST_NOTES => {
            http::refuse("507 Insufficient Storage")
        }
        ("POST", "/notes", _) => {
            notes.last += 1;
            notes.texts.insert(notes.last, text.to_string());
            done(
                "201 Created",
                format!("Location: /notes/{}\r\n", notes.last),
            )
        }
        ("PUT", _, Some(number)) => {
            notes.texts.insert(number, text.to_string());
            done(http::NO_CONTENT, String::new())
        }
        ("DELETE", _, Some(number)) => {
            notes.texts.remove(&number);
            done(http::NO_CONTENT, String::new())
        }
        (_, "/" | "/page.js", _) => http::refuse_method("GET, HEAD"),
        (_, "/notes", _) => http::refuse_method("POST"),
        (_, _, Some(_)) => http::refuse_method("PUT, DELETE"),
        _ => http::refuse(http::NOT_FOUND),
    }
}

const SCRIPT: &str = "text/javascript; charset=utf-8";
/// No script runs in the page but our own, whatever a note may hold.
const PAGE: &str = "text/html; charset=utf-8\r\nContent-Security-Policy: default-src 'none'; \
    script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; img-src data:";

fn found(kind: &str, body: String) -> Answer {
    let rules = "X-Content-Type-Options: nosniff\r\nCache-Control: no-store";
    let fields = format!("Content-Type: {kind}\r\n{rules}\r\n");
    Answer {
        status: "200 OK",
        fields,
        body,
    }
}

fn done(status: http::Status, fields: String) -> Answer {
    Answer {
        status,
        fields,
        body: String::new(),
    }
}

/// The words of the page: their places in it, in English, in Chinese.
const WORDS: [[&str; 3]; 9] = [
    ["{lang}", "en", "zh-CN"],
    ["{title}", "Notebook", "记事本"],
    ["{new}", "A new note", "写一条新的"],
    ["{add}", "Add", "添加"],
    ["{edit}", "Edit", "修改"],
    ["{save}", "Save", "保存"],
    ["{delete}", "Delete", "删除"],
    ["{empty}", "Nothing here yet.", "还什么都没有。"],
    ["{log}", "Asked and answered", "一问一答"],
];

const ITEM: &str = "<li data-path=\"/notes/{number}\"><span>{text}</span>\
    <button name=\"edit\">{edit}</button><button name=\"delete\">{delete}</button></li>";

fn page(notes: &Notes, chinese: bool) -> String {
    let (mut page, mut item) = (include_str!("crud/page.html").to_string(), ITEM.to_string());
    for [place, english, its_chinese] in WORDS {
        let word = if chinese { its_chinese } else { english };
        (page, item) = (page.replace(place, word), item.replace(place, word));
    }
    let items = notes.texts.iter().map(|(number, text)| {
        let item = item.replace("{number}", &number.to_string());
        item.replace("{text}", &http::escape(text))
    });
    // Last, so that nothing in a note is taken for a place.
    page.replace("{notes}", &items.collect::<String>())
}

/// Asks for the same as a browser with that page.
fn stand_in(address: SocketAddr, note: &str, change: &str) -> io::Result<()> {
    let bare = |line: &str| format!("{line} HTTP/1.1\r\nHost: {address}\r\n");
    let with_text = |line: &str, text: &str| {
        let head = bare(line);
        format!("{head}Content-Length: {}\r\n\r\n{text}", text.len())
    };
    // step: connect
    let mut stream = TcpStream::connect(address)?;

    // step: create
    stream.write_all(with_text("POST /notes", note).as_bytes())?;
    read_answer(&mut stream)?;

    // step: read
    stream.write_all((bare("GET /") + "\r\n").as_bytes())?;
    read_answer(&mut stream)?;

    // step: update
    stream.write_all(with_text("PUT /notes/1", change).as_bytes())?;
    read_answer(&mut stream)?;

    // step: delete
    stream.write_all((bare("DELETE /notes/1") + "\r\n").as_bytes())?;
    read_answer(&mut stream)?;

    // step: delete-again
    stream.write_all((bare("DELETE /notes/1") + "Connection: close\r\n\r\n").as_bytes())?;
    read_answer(&mut stream)?;

    // step: client-closes
    while stream.read(&mut [0; 64])? > 0 {}
    drop(stream);
    Ok(())
}

/// Reads until an answer has come as a whole.
fn read_answer(stream: &mut TcpStream) -> io::Result<()> {
    let (mut received, mut buffer) = (Vec::new(), [0; 16_384]);
    while !http::is_whole(&received) {
        // step: get-answer
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        received.extend_from_slice(&buffer[..count]);
    }
    Ok(())
}
