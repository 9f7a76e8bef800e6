//! One notebook in three shapes: a server and its own clients, a server and a browser, peers.
//!
//! Shows that client and server are roles in one connection: the web server in the middle is both,
//! and of the peers each one listens and connects. Shows what stops when a server or a peer goes.
//! A client of our own plays the browser's part; with `keep_open` true browsers can come, and
//! then neither the server goes nor the peers meet.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr};
use std::time::{Duration, Instant};

use super::http::{self, Answer, Request};
use crate::net::{TcpListener, TcpStream, drop, thread};

/// More strangers than this at once are turned away.
pub const MOST_VISITORS: usize = 32;
/// The longest question to the notebook, and the longest form from a browser, in bytes.
const LONGEST: usize = 1024;
const MOST_NOTES: usize = 50;
/// How many digits a port is told with.
const PORT_WIDTH: usize = 5;

/// The notebook's server, later the peers' meeting place, runs on this thread; each client, the
/// web server and each of the `peers` on one of its own.
///
/// `shape` is `all`, `centre` or `peers`. The peer number `gone` leaves early, if there is one.
/// No stranger is waited for longer than `patience` milliseconds.
pub fn run(
    shape: &str,
    note: &str,
    peers: usize,
    gone: usize,
    patience: usize,
    keep_open: bool,
) -> Done {
    // A note is one line.
    let note = note.replace(['\n', '\r'], " ");
    let patience = Duration::from_millis(patience as u64);
    if shape != "peers" || keep_open {
        centre(&note, patience, keep_open)?;
    }
    if shape != "centre" {
        meeting_place(&note, peers, gone)?;
    }
    Ok(())
}

type Done = io::Result<()>;
type Actor = thread::JoinHandle<Done>;

fn start(name: String, work: impl FnOnce() -> Done + Send + 'static) -> io::Result<Actor> {
    thread::Builder::new().name(name).spawn(work)
}

fn join(actor: Actor) -> Done {
    let result = actor.join();
    result.map_err(|_| io::Error::other("an actor panicked"))?
}

/// The first two shapes have one server: its own clients ask it, and for the browser a web server.
fn centre(note: &str, patience: Duration, keep_open: bool) -> Done {
    // step: server-listens
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let mut notes = Vec::new();

    for (name, question) in [
        ("client-1", format!("add {note}\n")),
        ("client-2", "list\n".into()),
    ] {
        let client = start(name.to_string(), move || {
            ask(address, &question).map(|_| ())
        })?;
        // step: server-accepts
        let (stream, _) = listener.accept()?;
        answer(stream, &mut notes, patience)?;
        join(client)?;
    }

    let web = start("web".to_string(), move || web(address, patience, keep_open))?;
    // step: server-and-web
    let (stream, _) = listener.accept()?;
    answer(stream, &mut notes, patience)?;
    loop {
        if !keep_open {
            break;
        }
        // step: visitor
        let (stream, _) = listener.accept()?;
        // Who breaks off ends only the visit.
        let _ = answer(stream, &mut notes, patience);
    }

    // step: server-goes
    let (mut stream, _) = listener.accept()?;
    question(&mut stream, patience)?;
    drop(stream);
    drop(listener);
    join(web)
}

/// Reads a question, `list` or `add` and a note, and answers with the whole notebook.
fn answer(mut stream: TcpStream, notes: &mut Vec<String>, patience: Duration) -> Done {
    let question = question(&mut stream, patience)?;
    if let Some(note) = question.strip_prefix("add ")
        && !note.trim().is_empty()
        && notes.len() < MOST_NOTES
    {
        notes.push(note.to_string());
    }
    let mut text = format!("{} in the notebook\n", notes.len());
    for note in notes {
        text = text + note + "\n";
    }
    // step: server-answers
    stream.write_all(text.as_bytes())?;
    drop(stream);
    Ok(())
}

/// One line, without its end.
fn question(stream: &mut TcpStream, patience: Duration) -> io::Result<String> {
    // step: server-reads
    stream.set_read_timeout(Some(patience))?;
    let (mut received, mut buffer) = (Vec::new(), [0; LONGEST]);
    let started = Instant::now();
    while !received.contains(&b'\n') {
        let count = stream.read(&mut buffer)?;
        received.extend_from_slice(&buffer[..count]);
        if count == 0 || received.len() > LONGEST || started.elapsed() > patience {
            return Err(ErrorKind::InvalidData.into());
        }
    }
    let text = String::from_utf8_lossy(&received);
    Ok(text.lines().next().unwrap_or("").to_string())
}

/// Puts a question to the notebook's server; the notes.
fn ask(server: SocketAddr, question: &str) -> io::Result<Vec<String>> {
    // step: ask
    let mut stream = TcpStream::connect(server)?;
    stream.write_all(question.as_bytes())?;
    let text = read_all(&mut stream)?;
    drop(stream);
    let text = String::from_utf8_lossy(&text);
    let mut lines = text.lines();
    match lines.next() {
        Some(_) => Ok(lines.map(str::to_string).collect()),
        // The end, and no answer: the server is gone.
        None => Err(ErrorKind::UnexpectedEof.into()),
    }
}

fn read_all(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let (mut received, mut buffer) = (Vec::new(), [0; 16_384]);
    loop {
        // step: hear
        match stream.read(&mut buffer)? {
            0 => return Ok(received),
            count => received.extend_from_slice(&buffer[..count]),
        }
    }
}

/// Server to the browser, client of the notebook's server.
fn web(notebook: SocketAddr, patience: Duration, keep_open: bool) -> Done {
    // step: web-listens
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;

    let requests = if keep_open { 1 } else { 2 };
    let stand_in = start("stand-in".to_string(), move || stand_in(address, requests))?;
    for _ in 0..requests {
        // step: web-accepts
        let (stream, _) = listener.accept()?;
        serve(stream, address.port(), notebook, patience)?;
    }
    let mut visits = Vec::new();
    for number in 1.. {
        if !keep_open {
            break;
        }
        // step: visitor
        let (stream, _) = listener.accept()?;
        visits.retain(|visit: &Actor| !visit.is_finished());
        if visits.len() < MOST_VISITORS {
            visits.push(start(format!("visitor-{number}"), move || {
                let _ = serve(stream, address.port(), notebook, patience);
                Ok(())
            })?);
        }
    }
    // step: web-stops
    drop(listener);
    join(stand_in)
}

/// Answers one request of a browser.
fn serve(mut stream: TcpStream, port: u16, notebook: SocketAddr, patience: Duration) -> Done {
    // step: web-reads
    stream.set_read_timeout(Some(patience))?;
    stream.set_write_timeout(Some(patience))?;
    let (mut received, mut buffer) = (Vec::new(), [0; 4096]);
    let started = Instant::now();
    let request = loop {
        match http::take(&mut received, port, LONGEST).transpose() {
            Some(request) => break request,
            None if started.elapsed() > patience => break Err(http::LATE),
            None => {}
        }
        match stream.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(count) => received.extend_from_slice(&buffer[..count]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) if received.is_empty() => return Ok(()),
            Err(_) => break Err(http::LATE),
        }
    };
    let answer = match &request {
        Ok(request) => respond(request, notebook),
        Err(status) => http::refuse(status),
    };
    let (text, _) = http::compose(&answer, request.as_ref().ok(), true);
    let started = Instant::now();
    let mut rest = text.as_bytes();
    while !rest.is_empty() && started.elapsed() <= patience {
        // step: web-answers
        let count = stream.write(rest)?;
        rest = &rest[count..];
    }
    stream.shutdown(Shutdown::Write)?;
    // Closing with bytes unread would tear the answer away from the browser.
    for _ in 0..64 {
        if stream.read(&mut buffer)? == 0 || started.elapsed() > patience {
            break;
        }
    }
    drop(stream);
    Ok(())
}

/// What the browser asks for is put to the notebook's server.
fn respond(request: &Request, notebook: SocketAddr) -> Answer {
    let question = match (&*request.method, &*request.path) {
        ("GET" | "HEAD", "/") => "list\n".to_string(),
        ("POST", "/") => {
            let note = request.body.strip_prefix("note=").unwrap_or("");
            format!("add {}\n", note.lines().next().unwrap_or(""))
        }
        (_, "/") => return http::refuse_method("GET, HEAD, POST"),
        _ => return http::refuse(http::NOT_FOUND),
    };
    match ask(notebook, &question) {
        Err(_) => http::refuse("502 Bad Gateway"),
        // The browser goes and reads the page again.
        Ok(_) if request.method == "POST" => Answer {
            fields: "Location: /\r\n".to_string(),
            ..http::refuse("303 See Other")
        },
        Ok(notes) => Answer {
            status: "200 OK",
            fields: "Content-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n\
                     Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; \
                     img-src data:; form-action 'self'\r\n"
                .to_string(),
            body: page(&notes, request.chinese),
        },
    }
}

/// The words of the page: their places in it, in English, in Chinese.
const WORDS: [[&str; 3]; 5] = [
    ["{lang}", "en", "zh-CN"],
    ["{title}", "The shared notebook", "大家的记事本"],
    ["{new}", "A new note", "写一条新的"],
    ["{add}", "Add", "添加"],
    ["{empty}", "Nothing here yet.", "还什么都没有。"],
];

fn page(notes: &[String], chinese: bool) -> String {
    let mut page = include_str!("three_shapes/page.html").to_string();
    for [place, english, its_chinese] in WORDS {
        page = page.replace(place, if chinese { its_chinese } else { english });
    }
    let items = notes
        .iter()
        .map(|note| format!("<li>{}</li>", http::escape(note)));
    page.replace("{notes}", &items.collect::<String>())
}

/// Asks for the page, as a browser would.
fn stand_in(address: SocketAddr, requests: usize) -> Done {
    for _ in 0..requests {
        // step: browser-asks
        let mut stream = TcpStream::connect(address)?;
        let request = format!("GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes())?;
        let received = read_all(&mut stream)?;
        drop(stream);
        if !http::is_whole(&received) {
            return Err(ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(())
}

/// Tells each newcomer which peers are there already, and goes home.
fn meeting_place(note: &str, peers: usize, gone: usize) -> Done {
    // step: meeting-place
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let mut known = Vec::new();
    let mut actors = Vec::new();
    for number in 1..=peers {
        let note = note.to_string();
        let work = move || peer(number, peers, gone, address, &note);
        actors.push(start(format!("peer-{number}"), work)?);
        // step: newcomer
        let (mut stream, _) = listener.accept()?;
        let mut port = [0; PORT_WIDTH];
        stream.read_exact(&mut port)?;
        stream.write_all(&known)?;
        drop(stream);
        known.extend_from_slice(&port);
    }
    // step: meeting-place-closes
    drop(listener);
    actors.into_iter().try_for_each(join)
}

/// Calls those who were there before, is called by those who come later, tells everybody.
fn peer(number: usize, peers: usize, gone: usize, meeting_place: SocketAddr, note: &str) -> Done {
    // step: peer-listens
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();

    // step: peer-registers
    let mut stream = TcpStream::connect(meeting_place)?;
    stream.write_all(format!("{port:0PORT_WIDTH$}").as_bytes())?;
    let known = read_all(&mut stream)?;
    drop(stream);

    let mut links = Vec::new();
    for port in known.chunks_exact(PORT_WIDTH) {
        let port = String::from_utf8_lossy(port)
            .parse()
            .map_err(|_| io::ErrorKind::InvalidData)?;
        // step: peer-connects
        links.push(TcpStream::connect(SocketAddr::from((
            [127, 0, 0, 1],
            port,
        )))?);
    }
    for _ in number..peers {
        // step: peer-accepts
        let (stream, _) = listener.accept()?;
        links.push(stream);
    }

    let mut line = format!("{number} {note}\n").into_bytes();
    for link in &mut links {
        // step: peer-tells
        link.write_all(&line)?;
    }
    let mut others = Vec::new();
    for mut link in links {
        // step: peer-hears
        link.read_exact(&mut line)?;
        let other = char::from(line[0]).to_digit(10).unwrap_or(0);
        others.push((other as usize, link));
    }

    if number == gone {
        // step: peer-goes
        drop(others);
        drop(listener);
        return Ok(());
    }
    if let Some(place) = others.iter().position(|(other, _)| *other == gone) {
        let (_, mut link) = others.remove(place);
        // step: peer-is-missed
        while link.read(&mut line)? > 0 {}
        drop(link);
    }
    let line = format!("{number} goes on\n");
    for (_, link) in &mut others {
        // step: others-go-on
        link.write_all(line.as_bytes())?;
    }
    for (_, link) in &mut others {
        link.read_exact(&mut vec![0; line.len()])?;
    }
    // step: others-part
    drop(others);
    drop(listener);
    Ok(())
}
