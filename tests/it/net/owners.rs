//! Who closes a socket and when; iteration, steps, source lines, and use outside a session.

use std::io::{Read, Write};
use std::sync::mpsc;

use sockets_tutor::event::Event;
use sockets_tutor::net::{Steps, TcpListener, TcpStream, UdpSocket, drop, thread};

use super::{record_of, with_both, without_listening};
use crate::live::{Notes, calls, lines, observe};

with_both!(twins, |notes: &mut Notes| {
    let listener = TcpListener::bind("127.0.0.1:0").expect("bind");
    let twin = listener.try_clone().expect("a descriptor");
    std::mem::drop(listener);
    let address = twin.local_addr().expect("bound");
    let client = TcpStream::connect(address).expect("connect");
    let mut incoming = twin.incoming();
    let server = incoming.next().expect("for ever").expect("accept");
    let second = server.try_clone().expect("a descriptor");
    std::mem::drop(server);
    notes.note("the twin writes", &(&second).write(b"still here"));
    std::mem::drop(second);
    let mut text = String::new();
    notes.note("until the end", &(&client).read_to_string(&mut text));
    notes.note("text", &Ok(text));
});

#[test]
fn each_descriptor_is_closed_once_and_the_last_one_ends_the_connection() {
    let record = record_of!(twins);
    // `read_to_string` is std's, and how it reads is std's affair.
    let record: Vec<_> = record
        .iter()
        .filter(|line| !line.contains("read("))
        .collect();
    let expected = [
        "main/1 socket(domain=AF_INET type=SOCK_STREAM) = fd",
        "main/1 setsockopt(option=SO_REUSEADDR value=1) = 0",
        "main/1 bind(address=127.0.0.1:0) = 0 [127.0.0.1:A]",
        "main/1 listen(backlog=128) = 0 [127.0.0.1:A]",
        "main/1 fcntl(command=F_DUPFD_CLOEXEC) = fd socket=main/2 [127.0.0.1:A]",
        "main/1 close() = 0 [127.0.0.1:A]",
        "main/2 getsockname() = 0 address=127.0.0.1:A [127.0.0.1:A]",
        "main/3 socket(domain=AF_INET type=SOCK_STREAM) = fd",
        "main/3 connect(address=127.0.0.1:A) = 0 [127.0.0.1:B > 127.0.0.1:A]",
        "main/2 accept() = fd socket=main/4 [127.0.0.1:A > 127.0.0.1:B]",
        "main/4 fcntl(command=F_DUPFD_CLOEXEC) = fd socket=main/5 [127.0.0.1:A > 127.0.0.1:B]",
        "main/4 close() = 0 [127.0.0.1:A > 127.0.0.1:B]",
        "main/5 write(len=10) = 10 \"still here\" [127.0.0.1:A > 127.0.0.1:B]",
        "main/5 close() = 0 [127.0.0.1:A > 127.0.0.1:B]",
        "main/3 close() = 0 [127.0.0.1:B > 127.0.0.1:A]",
        "main/2 close() = 0 [127.0.0.1:A]",
    ];
    assert_eq!(record, expected);
}

#[test]
fn a_socket_of_socket2_comes_and_goes_without_a_close() {
    let (socket, events) = observe(Steps::default(), || {
        let (made, _) = without_listening();
        made.listen(1).expect("listen");
        let listener = TcpListener::from(made);
        let address = listener.local_addr().expect("bound");
        let client = TcpStream::connect(address).expect("connect");
        let socket: socket2::Socket = client.into();
        let (server, _) = listener.accept().expect("accept");
        let server = TcpStream::from(socket2::Socket::from(server));
        (&server).write_all(b"open").expect("written");
        let udp = UdpSocket::bind("127.0.0.1:0").expect("bind");
        let _still_open: socket2::Socket = udp.into();
        socket
    });
    let mut text = [0; 8];
    assert_eq!((&socket).read(&mut text).expect("still open"), 4);
    let expected = [
        "main/1 getsockname() = 0 address=127.0.0.1:A [127.0.0.1:A]",
        "main/2 socket(domain=AF_INET type=SOCK_STREAM) = fd",
        "main/2 connect(address=127.0.0.1:A) = 0 [127.0.0.1:B > 127.0.0.1:A]",
        "main/1 accept() = fd socket=main/3 [127.0.0.1:A > 127.0.0.1:B]",
        // Given away and taken back, it is a socket the record has not seen.
        "main/4 write(len=4) = 4 \"open\" [127.0.0.1:A > 127.0.0.1:B]",
        "main/5 socket(domain=AF_INET type=SOCK_DGRAM) = fd",
        "main/5 bind(address=127.0.0.1:0) = 0 [127.0.0.1:C]",
        "main/4 close() = 0 [127.0.0.1:A > 127.0.0.1:B]",
        "main/1 close() = 0 [127.0.0.1:A]",
    ];
    assert_eq!(lines(&events), expected);
}

#[test]
fn a_call_knows_its_step_and_its_line() {
    let steps = Steps::read("owners.rs", include_str!("owners.rs"));
    let (first, events) = observe(steps, stepped_code);
    let placed = calls(&events).into_iter().map(|done| {
        let call = done.call;
        assert_eq!(call.source.file, "owners.rs");
        let step = call.step.as_deref().unwrap_or("-");
        format!("{} {} +{}", call.name, step, call.source.line - first)
    });
    let expected = [
        "socket - +1",
        "bind - +1",
        "getsockname here +3",
        "close the-end +6",
    ];
    assert_eq!(placed.collect::<Vec<_>>(), expected);
}

fn stepped_code() -> u32 {
    let first = line!();
    let socket = UdpSocket::bind("127.0.0.1:0").expect("bind");
    // step: here
    socket.local_addr().expect("bound");

    // step: the-end
    drop(socket);
    first
}

#[test]
fn a_thread_of_an_actor_is_an_actor_and_a_thread_of_std_is_none() {
    let (_, events) = observe(Steps::default(), || {
        let builder = thread::Builder::new().name("helper".to_string());
        let helper = builder.spawn(|| UdpSocket::bind("127.0.0.1:0").map(drop));
        helper
            .expect("a thread")
            .join()
            .expect("no panic")
            .expect("bound");
        let stranger = std::thread::spawn(|| UdpSocket::bind("127.0.0.1:0").map(drop));
        stranger.join().expect("no panic").expect("bound");
    });
    let expected = [
        "helper/1 socket(domain=AF_INET type=SOCK_DGRAM) = fd",
        "helper/1 bind(address=127.0.0.1:0) = 0 [127.0.0.1:A]",
        "helper/1 close() = 0 [127.0.0.1:A]",
    ];
    assert_eq!(lines(&events), expected);
}

/// The result of a thread belongs to the run even if nobody joins the thread.
#[test]
fn a_socket_that_nobody_takes_is_closed_in_the_record() {
    let (go, gone) = mpsc::channel::<()>();
    let (_, events) = observe(Steps::default(), || {
        let builder = thread::Builder::new().name("helper".to_string());
        let helper = builder.spawn(move || {
            let socket = UdpSocket::bind("127.0.0.1:0");
            // Ends when the other side is dropped: nobody can take the result any more.
            assert!(gone.recv().is_err());
            socket
        });
        drop(helper.expect("a thread"));
        drop(go);
    });
    let record = lines(&events);
    let close = "helper/1 close() = 0 [127.0.0.1:A]";
    assert_eq!(record.last().map(String::as_str), Some(close));
    assert!(matches!(events.last(), Some(Event::End(_))));
}
