//! The demos that serve browsers, and what is not a browser: everything comes over true sockets.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use sockets_tutor::demos::{Demo, Running};
use sockets_tutor::event::{Event, Status};
use sockets_tutor::net::gate::Pace;

use crate::live::{LONG, demo, knobs, to_the_end};

mod requests;

/// A demo that stays open, and the address its page is at.
struct Open {
    running: Running,
    door: SocketAddr,
    /// Of the first socket that was bound.
    first: SocketAddr,
}

impl Open {
    /// Starts it, and waits until its own client has been served.
    fn new(slug: &str, settings: &[&str]) -> Open {
        let demo: &'static Demo = demo(slug);
        let mut knobs = knobs(demo, false, settings);
        knobs.keep_open = true;
        let mut running = demo.start(knobs, Pace::Free, 0).expect("started");
        let transport = demo.visitors.expect("it has a server");
        let (mut door, mut first) = (None, None);
        loop {
            let event = running.next(LONG).expect("it goes on");
            door = transport.door(door, &event);
            first = first.or(door);
            let its_end = |event: &Event| matches!(event, Event::Call(call) if &*call.actor == "stand-in" && call.name == "close");
            if its_end(&event) {
                break;
            }
        }
        let (door, first) = (door.expect("it listens"), first.expect("it is bound"));
        Open {
            running,
            door,
            first,
        }
    }

    /// Everything that is answered to `bytes`, after which the client says no more.
    fn answer(&self, bytes: &[u8]) -> String {
        let mut stream = connect(self.door);
        stream.write_all(bytes).expect("the server reads");
        stream.shutdown(Shutdown::Write).expect("a socket");
        read_all(&mut stream)
    }

    /// A request with a right `Host`: what stands before and after it.
    fn ask(&self, line: &str, rest: &str) -> String {
        self.answer(format!("{line}\r\nHost: {}\r\n{rest}", self.door).as_bytes())
    }

    /// Reads what has happened: a full record makes the server wait.
    fn drain(&mut self) {
        while self.running.next(Duration::ZERO).is_some() {}
    }

    /// Leaves; nothing has failed.
    fn leave(mut self) {
        self.running.leave();
        let events = to_the_end(&mut self.running);
        let Some(Event::End(end)) = events.last() else {
            panic!("no end");
        };
        assert_eq!((end.status, &end.error), (Status::Stopped, &None));
    }
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).expect("the server stays");
    stream.set_read_timeout(Some(LONG)).expect("a socket");
    stream.set_write_timeout(Some(LONG)).expect("a socket");
    stream
}

fn read_all(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an orderly end");
    String::from_utf8(answer).expect("text")
}

/// The statuses of the answers, in order.
fn statuses(answers: &str) -> Vec<&str> {
    let lines = answers.lines().filter(|line| line.starts_with("HTTP/1.1 "));
    lines.map(|line| &line["HTTP/1.1 ".len()..][..3]).collect()
}

#[test]
fn a_slow_sender_is_told_and_a_silent_one_is_not_waited_for() {
    for slug in ["crud", "three-shapes"] {
        let open = Open::new(slug, &["patience=1000"]);
        // One byte at a time, each well within the patience: all of them together are not.
        let mut slow = connect(open.door);
        slow.set_read_timeout(Some(Duration::from_millis(50)))
            .expect("a socket");
        let mut answer = [0; 12];
        let started = Instant::now();
        for byte in b"GET / HTTP/1.1\r\n".iter().cycle() {
            assert!(started.elapsed() < LONG, "{slug} waits for ever");
            slow.write_all(&[*byte]).expect("the server reads");
            match slow.read_exact(&mut answer) {
                Ok(()) => break,
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => panic!("{slug}: {error}"),
            }
        }
        assert_eq!(&answer, b"HTTP/1.1 408");
        assert_eq!(read_all(&mut connect(open.door)), "", "{slug}: silence");
        assert_eq!(statuses(&open.ask("GET / HTTP/1.1", "\r\n")), ["200"]);
        open.leave();
    }
}

#[test]
fn who_never_reads_is_not_written_to_for_ever() {
    let open = Open::new("crud", &["patience=1000"]);
    let mut deaf = connect(open.door);
    let request = format!("GET / HTTP/1.1\r\nHost: {}\r\n\r\n", open.door).repeat(100);
    let error = loop {
        if let Err(error) = deaf.write_all(request.as_bytes()) {
            break error;
        }
    };
    let closed = [ErrorKind::ConnectionReset, ErrorKind::BrokenPipe];
    assert!(closed.contains(&error.kind()), "{error}");
    assert_eq!(statuses(&open.ask("GET / HTTP/1.1", "\r\n")), ["200"]);
    open.leave();
}

#[test]
fn too_many_at_once_are_turned_away() {
    for slug in ["crud", "three-shapes"] {
        let open = Open::new(slug, &["patience=3600000"]);
        let silent: Vec<TcpStream> = (0..32).map(|_| connect(open.door)).collect();
        assert_eq!(read_all(&mut connect(open.door)), "", "{slug}");
        drop(silent);
        open.leave();
    }
}

#[test]
fn what_a_page_holds_is_text_and_nothing_else() {
    let hostile = "<script>alert(1)</script>\"'&{notes}{title}";
    let escaped = "&lt;script&gt;alert(1)&lt;/script&gt;\"'&amp;{notes}{title}";
    let length = hostile.len();
    for (slug, path, body) in [
        ("crud", "/notes", hostile.to_string()),
        ("three-shapes", "/", format!("note={hostile}\r\n")),
    ] {
        let open = Open::new(slug, &[]);
        let head = format!("Content-Length: {}\r\n\r\n", body.len());
        let made = open.ask(&format!("POST {path} HTTP/1.1"), &(head + &body));
        let expected = if slug == "crud" { "201" } else { "303" };
        assert_eq!(statuses(&made), [expected], "{slug} {length}");
        for (language, word) in [("en", "Add"), ("zh-CN,zh;q=0.9,en;q=0.8", "添加")] {
            let fields = format!("Accept-Language: {language}\r\n\r\n");
            let page = open.ask("GET / HTTP/1.1", &fields);
            assert!(page.contains(escaped), "{slug}: {page}");
            assert!(!page.contains("<script>"), "{slug}: {page}");
            assert!(page.contains(&format!("<button>{word}</button>")), "{page}");
            assert!(page.contains("Content-Security-Policy: default-src 'none';"));
            let begins_elsewhere = page.contains("http:") || page.contains("https:");
            // The one name of the web is that of SVG, and nothing is fetched from there.
            let names = page.matches("http://www.w3.org/2000/svg").count();
            assert!(!begins_elsewhere || names == page.matches("http").count());
        }
        open.leave();
    }
}

#[test]
fn the_four_letters_of_crud() {
    let open = Open::new("crud", &[]);
    let with = |text: &str| format!("Content-Length: {}\r\n\r\n{text}", text.len());
    let mut place = String::new();
    for text in ["one", "two"] {
        let made = open.ask("POST /notes HTTP/1.1", &with(text));
        let line = made.lines().find(|line| line.starts_with("Location: "));
        place = line.expect("where it is")["Location: ".len()..].to_string();
    }
    // The stand-in's note was the first, and its number is not given again.
    assert_eq!(place, "/notes/3");
    let line = |method: &str| format!("{method} {place} HTTP/1.1");
    assert_eq!(statuses(&open.ask(&line("PUT"), &with("zwei"))), ["204"]);
    let page = open.ask("GET / HTTP/1.1", "\r\n");
    let texts = ["<span>one</span>", "<span>zwei</span>"];
    assert!(texts.iter().all(|text| page.contains(text)), "{page}");
    assert_eq!(statuses(&open.ask(&line("DELETE"), "\r\n")), ["204"]);
    assert_eq!(statuses(&open.ask(&line("DELETE"), "\r\n")), ["404"]);
    assert_eq!(statuses(&open.ask(&line("PUT"), &with("x"))), ["404"]);
    let full: Vec<String> = (0..50)
        .map(|_| open.ask("POST /notes HTTP/1.1", &with("x")))
        .collect();
    let statuses: Vec<&str> = full.iter().flat_map(|answer| statuses(answer)).collect();
    assert_eq!((&statuses[..49], statuses[49]), (&["201"; 49][..], "507"));
    open.leave();
}

/// The notebook's own protocol is a line; its server takes one client after the other.
#[test]
fn own_clients_share_the_notebook_with_browsers() {
    let open = Open::new("three-shapes", &["patience=1000", "note=first"]);
    let ask = |bytes: &[u8]| {
        let mut stream = connect(open.first);
        stream.write_all(bytes).expect("the server reads");
        read_all(&mut stream)
    };
    assert_ne!(open.first, open.door);
    assert_eq!(ask(b"add second\n"), "2 in the notebook\nfirst\nsecond\n");
    assert_eq!(ask(b"what?\r\n"), "2 in the notebook\nfirst\nsecond\n");
    assert_eq!(ask(b"add  \n"), "2 in the notebook\nfirst\nsecond\n");
    // Neither a line without end nor silence keeps the others waiting.
    let mut endless = connect(open.first);
    endless.write_all(&[b'x'; 1025]).expect("sent");
    let _ = endless.read(&mut [0; 8]);
    let _silent = connect(open.first);
    let page = open.ask("GET / HTTP/1.1", "\r\n");
    assert!(page.contains("<li>first</li><li>second</li>"), "{page}");
    open.leave();
}
