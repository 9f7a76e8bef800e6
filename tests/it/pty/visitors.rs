//! A server that stays: strangers are invited, served and shown, and cannot write on the screen.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream, UdpSocket};
use std::path::Path;
use std::time::Duration;

use rustix::process::Signal;
use sockets_tutor::progress::Day;

use super::terminal::{CTRL_C, ESC, Terminal};
use super::theatre::step_until;
use crate::support::World;

/// What a hostile stranger sends: clear the screen, change the title, ring, turn the line round.
const HOSTILE: &[u8] = b"\x1b[2J\x1b]0;evil\x07\x9b2J\xe2\x80\xaeabc\r\n";

/// What must never reach the terminal of it.
const FORBIDDEN: [&[u8]; 5] = [b"\x1b[2J", b"\x1b]0;", b"\x07", b"\x9b2J", b"\xe2\x80\xae"];

/// A demo that stays open, and the address it invites to.
fn open(home: &Path, slug: &str) -> (Terminal, SocketAddr) {
    let arguments = ["run-demo", slug, "--keep-open"];
    let mut terminal = Terminal::open(80, 24, home, "en", &arguments);
    terminal.wait_for("The server stays at");
    let address = terminal.wait_for(". Join it from another terminal");
    let address: SocketAddr = address.parse().expect("an address");
    terminal.wait_for(&format!("{} {}", address.ip(), address.port()));
    terminal.wait_for("Ctrl-C ends it.");
    assert!(terminal.is_raw());
    (terminal, address)
}

fn shown_and_harmless(terminal: &mut Terminal) {
    terminal.wait_for(r"\u{1b}[2J\u{1b}]0;evil\u{7}\x9b2J\u{202e}abc\r\n");
    for bytes in FORBIDDEN {
        let found = terminal
            .raw
            .windows(bytes.len())
            .any(|window| window == bytes);
        assert!(!found, "{bytes:?} has reached the terminal");
    }
}

#[test]
fn a_stranger_on_tcp_is_served_and_shown() {
    let world = World::new();
    for (slug, key) in [("tcp-echo", "q"), ("hello-two", CTRL_C)] {
        let (mut terminal, address) = open(world.root(), slug);
        for _ in 0..2 {
            let mut stranger = TcpStream::connect(address).expect("the server stays");
            stranger
                .set_read_timeout(Some(Duration::from_secs(15)))
                .expect("a socket");
            stranger.write_all(HOSTILE).expect("the server reads");
            stranger.shutdown(Shutdown::Write).expect("a socket");
            let mut answer = Vec::new();
            stranger
                .read_to_end(&mut answer)
                .expect("the server answers");
            match slug {
                "tcp-echo" => assert_eq!(answer, HOSTILE),
                _ => assert_eq!(answer, "收到\n".as_bytes()),
            }
            shown_and_harmless(&mut terminal);
        }
        terminal.press(key);
        assert_eq!(terminal.left(), 0, "{slug}");
        assert!(
            terminal.rest().contains("Therunwasleftafter"),
            "{}",
            terminal.rest()
        );
        assert!(
            TcpStream::connect(address).is_err(),
            "nobody listens any more"
        );
    }
}

/// What a stranger hears who says something, or nothing, and then listens to the end.
fn heard(address: SocketAddr, said: &str) -> String {
    let mut stranger = TcpStream::connect(address).expect("the server stays");
    stranger
        .set_read_timeout(Some(Duration::from_secs(15)))
        .expect("a socket");
    stranger.write_all(said.as_bytes()).expect("sent");
    stranger.shutdown(Shutdown::Write).expect("a socket");
    let mut answer = String::new();
    stranger.read_to_string(&mut answer).expect("the end comes");
    answer
}

#[test]
fn a_stranger_is_told_the_time_without_asking() {
    let world = World::new();
    let (mut terminal, address) = open(world.root(), "daytime");
    for _ in 0..2 {
        let before = Day::today();
        let line = heard(address, "");
        let days = [before, Day::today()].map(|day| day.to_string());
        assert!(
            days.iter().any(|day| line.starts_with(day)),
            "{line:?} {days:?}"
        );
        let form: String = (line.chars())
            .map(|c| if c.is_ascii_digit() { '9' } else { c })
            .collect();
        assert_eq!(form, "9999-99-99 99:99:99 UTC\r\n");
    }
    terminal.press("q");
    assert_eq!(terminal.left(), 0);
}

/// The whole page of rules, by hand: order, form, range, a game, and a line without an end.
#[test]
fn a_stranger_plays_by_the_rules_of_the_page() {
    let world = World::new();
    let (mut terminal, address) = open(world.root(), "broken-trio");
    let said = "GUESS 8\nSTART\r\nSTART\nSTART\nGUESS 16\nGUESS +6\n\
                GUESS 8\nGUESS 4\nGUESS 6\nstart\nSTART\n";
    let expected = "HELLO GUESS/1\nERR order\nERR syntax\nREADY 1 15\nERR order\n\
                    ERR range\nERR syntax\nHIGH\nLOW\nHIT 3\nERR syntax\nREADY 1 15\n";
    assert_eq!(heard(address, said), expected);
    let endless = "x".repeat(64);
    assert_eq!(heard(address, &endless), "HELLO GUESS/1\nERR syntax\n");
    terminal.press("q");
    assert_eq!(terminal.left(), 0);
}

#[test]
fn a_stranger_on_udp_is_served_and_shown() {
    let world = World::new();
    let (mut terminal, address) = open(world.root(), "udp-echo");
    let stranger = UdpSocket::bind("127.0.0.1:0").expect("a socket");
    stranger
        .set_read_timeout(Some(Duration::from_secs(15)))
        .expect("a socket");
    let mut answer = [0; 100];
    for datagram in [HOSTILE, b""] {
        stranger.send_to(datagram, address).expect("sent");
        let (count, from) = stranger.recv_from(&mut answer).expect("the server answers");
        assert_eq!((&answer[..count], from), (datagram, address));
    }
    shown_and_harmless(&mut terminal);
    terminal.wait_for("an empty datagram");
    terminal.press(ESC);
    assert_eq!(terminal.left(), 0);
}

/// A request of a browser for the page at this address.
fn ask_for_the_page(address: SocketAddr) -> TcpStream {
    let mut browser = TcpStream::connect(address).expect("the server stays");
    browser
        .set_read_timeout(Some(Duration::from_secs(15)))
        .expect("a socket");
    let request = format!("GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    browser
        .write_all(request.as_bytes())
        .expect("the server reads");
    browser
}

#[test]
fn a_browser_is_invited_to_the_page_and_shown() {
    let world = World::new();
    for slug in ["crud", "three-shapes"] {
        let arguments = ["run-demo", slug, "--keep-open"];
        let mut terminal = Terminal::open(80, 24, world.root(), "en", &arguments);
        terminal.wait_for("The page is at http://");
        let address = terminal.wait_for("/ .").replace("/ .", "");
        let address: SocketAddr = address.parse().expect("an address");
        terminal.wait_for("Ctrl-C ends it.");
        let mut page = String::new();
        let mut browser = ask_for_the_page(address);
        browser.read_to_string(&mut page).expect("a page");
        assert!(page.starts_with("HTTP/1.1 200 OK\r\n"), "{slug}: {page}");
        terminal.wait_for("visitor-1: read on ");
        let mut hostile = TcpStream::connect(address).expect("the server stays");
        hostile.write_all(HOSTILE).expect("the server reads");
        hostile.write_all(b"\n").expect("the server reads");
        shown_and_harmless(&mut terminal);
        terminal.press(CTRL_C);
        assert_eq!(terminal.left(), 0, "{slug}");
    }
}

#[test]
fn the_theatre_tells_where_the_server_stays_and_steps_its_visitors() {
    let world = World::new();
    for (slug, said) in [
        ("crud", "The server stays: open http://127.0.0.1:"),
        ("tcp-echo", "The server stays: join it at 127.0.0.1:"),
    ] {
        let arguments = ["run-demo", slug, "--step", "--keep-open"];
        let mut terminal = Terminal::open(80, 24, world.root(), "en", &arguments);
        terminal.shows("Next: server calls socket on server/1.");
        terminal.press("p");
        step_until(&mut terminal, said);
        let text = terminal.screen.screen().contents();
        let (_, port) = text.split_once(said).expect("it is shown");
        let digits: String = port.chars().take_while(char::is_ascii_digit).collect();
        let port: u16 = digits.parse().expect("a port");
        let _browser = ask_for_the_page(SocketAddr::from(([127, 0, 0, 1], port)));
        step_until(&mut terminal, "visitor-1");
        terminal.press("q");
        assert_eq!(terminal.left(), 0, "{slug}");
    }
}

/// A stranger who keeps the line open does not keep the program.
#[test]
fn a_server_with_a_silent_stranger_can_be_left() {
    let world = World::new();
    let (mut terminal, address) = open(world.root(), "tcp-echo");
    let _stranger = TcpStream::connect(address).expect("the server stays");
    terminal.wait_for("connected to 127.0.0.1");
    terminal.press(CTRL_C);
    assert_eq!(terminal.left(), 0);
}

/// A stranger who sends without end floods the record faster than anybody can read it.
#[test]
fn a_server_flooded_by_a_stranger_can_be_left() {
    let world = World::new();
    let (mut terminal, address) = open(world.root(), "tcp-echo");
    let flood = std::thread::spawn(move || {
        let mut stranger = TcpStream::connect(address).expect("the server stays");
        let echo = stranger.try_clone().expect("a descriptor");
        let reader = std::thread::spawn(move || std::io::copy(&mut &echo, &mut std::io::sink()));
        while stranger.write_all(&[b'x'; 4096]).is_ok() {}
        reader.join().expect("no panic")
    });
    terminal.wait_for("xxxx");
    terminal.press(CTRL_C);
    assert_eq!(terminal.left(), 0);
    let _ = flood.join().expect("no panic");
}

#[test]
fn a_server_that_stays_ends_with_its_terminal_and_by_signals() {
    let world = World::new();
    let (mut terminal, _) = open(world.root(), "tcp-echo");
    terminal.close_window();
    assert!(terminal.is_gone(), "the program stays without a window");
    for (signal, status) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 0)] {
        let (mut terminal, _) = open(world.root(), "hello-two");
        terminal.signal(signal);
        assert_eq!(terminal.left(), status, "{signal:?}");
    }
}
