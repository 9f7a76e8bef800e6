//! Sockets of a host are sockets like all others: each call is recorded, and leaving wakes it.

use std::io::{Read, Write};
use std::net::SocketAddr;
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::{Duration, Instant};

use sockets_tutor::event::{Event, Fate, Phase, Status};
use sockets_tutor::net::gate::Pace;
use sockets_tutor::net::{Session, Steps};

use super::{address, host, kernel, serve, two};
use crate::live::{LONG, lines, observe, start, until_the_end};

#[test]
fn every_call_is_recorded() {
    let Some(mut lab) = two(&[host(1), host(2)]) else {
        return;
    };
    let sockets = lab.hosts.sockets();
    let recorded = thread::spawn(move || {
        observe(Steps::default(), move || {
            let listener = sockets.listen(1, address(2, 80)).expect("a listener");
            listener
                .set_congestion("reno")
                .expect("every kernel has it");
            let local = Some(address(1, 4000));
            let mut client = sockets
                .connect(0, local, address(2, 80))
                .expect("connected");
            let (mut server, _) = listener.accept().expect("accepted");
            client.write_all(b"hello").expect("written");
            let mut buffer = [0; 9];
            let count = server.read(&mut buffer).expect("read");
            assert_eq!(&buffer[..count], b"hello");
            let here = sockets.udp(0, address(1, 53)).expect("bound");
            here.send_to(b"x", address(2, 80)).expect("sent");
            let gone = sockets.udp(2, address(3, 53)).map_err(|error| error.kind());
            assert_eq!(gone.err(), Some(std::io::ErrorKind::InvalidInput));
            let sixth: SocketAddr = "[::1]:1".parse().expect("an address");
            assert!(sockets.listen(0, sixth).is_err());
        })
    });
    serve(&mut lab, |_| Fate::Deliver, |_| recorded.is_finished());
    let ((), events) = recorded.join().expect("no panic");
    let expected = [
        "main/1 socket(domain=AF_INET type=SOCK_STREAM) = fd",
        "main/1 setsockopt(option=SO_REUSEADDR value=1) = 0",
        "main/1 bind(address=10.0.0.2:A) = 0 [10.0.0.2:A]",
        "main/1 listen(backlog=128) = 0 [10.0.0.2:A]",
        "main/1 setsockopt(option=TCP_CONGESTION value=reno) = 0 [10.0.0.2:A]",
        "main/2 socket(domain=AF_INET type=SOCK_STREAM) = fd",
        "main/2 bind(address=10.0.0.1:B) = 0 [10.0.0.1:B]",
        "main/2 connect(address=10.0.0.2:A) = 0 [10.0.0.1:B > 10.0.0.2:A]",
        "main/1 accept() = fd socket=main/3 [10.0.0.2:A > 10.0.0.1:B]",
        "main/2 write(len=5) = 5 \"hello\" [10.0.0.1:B > 10.0.0.2:A]",
        "main/3 read(len=9) = 5 \"hello\" [10.0.0.2:A > 10.0.0.1:B]",
        "main/4 socket(domain=AF_INET type=SOCK_DGRAM) = fd",
        "main/4 bind(address=10.0.0.1:C) = 0 [10.0.0.1:C]",
        "main/4 sendto(len=1 to=10.0.0.2:A) = 1 \"x\" [10.0.0.1:C > 10.0.0.2:A]",
        "main/5 socket(domain=AF_INET type=SOCK_DGRAM) = EINVAL InvalidInput",
        "main/6 socket(domain=AF_INET6 type=SOCK_STREAM) = EAFNOSUPPORT Uncategorized",
    ];
    let all = lines(&events);
    assert_eq!(all[..expected.len()], expected);
    let closed = |line: &String| line.contains(" close() = 0");
    assert!(all[expected.len()..].iter().all(closed) && all.len() == expected.len() + 4);
}

/// Nobody serves the cable: a connect waits for an answer that does not come, and an accept for it.
#[test]
fn leaving_wakes_what_waits_inside_a_host() {
    let Some(kernel) = kernel(&[host(1), host(2)]) else {
        return;
    };
    let (sender, receiver) = sync_channel(1024);
    let session = Session::begin(start(), Pace::Free, Steps::default(), &[], sender);
    let (to_listen, to_connect) = (kernel.sockets(), kernel.sockets());
    let server = session.spawn("server", move || {
        let listener = to_listen.listen(1, address(2, 80)).expect("a listener");
        listener.accept().map(|_| ())
    });
    let client = session.spawn("client", move || {
        to_connect.connect(0, None, address(2, 80)).map(|_| ())
    });
    let (server, client) = (server.expect("a thread"), client.expect("a thread"));
    let run = session.clone();
    thread::spawn(move || run.oversee(None, false));
    let mut waiting = Vec::new();
    while waiting.len() < 2 {
        let event = receiver.recv_timeout(LONG).expect("both begin to wait");
        let Event::Call(call) = event else { continue };
        let waits = matches!(&*call.name, "accept" | "connect");
        if waits && matches!(call.phase, Phase::Begin(_)) {
            waiting.push(call.name);
        }
    }
    let left = Instant::now();
    session.leave();
    let events = until_the_end(&receiver);
    // One second is promised; the rest is for a busy machine.
    assert!(
        left.elapsed() < Duration::from_secs(4),
        "{:?}",
        left.elapsed()
    );
    let Some(Event::End(end)) = events.last() else {
        panic!("no end");
    };
    assert_eq!((end.status, &end.error), (Status::Stopped, &None));
    assert!(server.join().expect("no panic").is_err());
    assert!(client.join().expect("no panic").is_err());
}
