//! Datagrams through `sockets_tutor::net`.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::Duration;

use super::{record_of, with_both};
use crate::live::{Notes, lines, observe};
use sockets_tutor::net::Steps;

with_both!(datagrams, |notes: &mut Notes| {
    let server = UdpSocket::bind("127.0.0.1:0").expect("bind");
    let address = server.local_addr().expect("bound");
    let client = UdpSocket::bind("127.0.0.1:0").expect("bind");
    notes.address("server", Ok(address));
    notes.note("no peer yet", &client.send(b"x"));
    notes.note("no peer's address", &client.peer_addr());
    notes.note("send_to", &client.send_to(b"hello", address));
    let none: [SocketAddr; 0] = [];
    notes.note("to nobody", &client.send_to(b"x", &none[..]));
    let mut buffer = [0; 8];
    let received = server.recv_from(&mut buffer);
    notes.note("recv_from", &received.map(|(count, _)| count));
    notes.note("empty", &client.send_to(b"", address));
    let received = server.recv_from(&mut buffer);
    notes.note("recv_from empty", &received.map(|(count, _)| count));
    notes.note("connect", &client.connect(address));
    notes.address("peer", client.peer_addr());
    notes.note("send", &client.send(b"truncated"));
    let received = server.recv_from(&mut buffer[..4]);
    let from = received.as_ref().ok().map(|(_, from)| *from);
    notes.note("the beginning", &received.map(|(count, _)| count));
    let from = from.expect("an address");
    notes.note("answer", &server.send_to(b"yes", from));
    notes.note("recv", &client.recv(&mut buffer));
    let twin = client.try_clone().expect("a descriptor");
    drop(client);
    notes.note("the twin sends", &twin.send(b"2"));
    notes.note("zero limit", &twin.set_read_timeout(Some(Duration::ZERO)));
    let limit = Some(Duration::from_millis(30));
    notes.note("limit", &twin.set_read_timeout(limit));
    notes.note("late", &twin.recv(&mut buffer));
    notes.note("too long", &twin.send(&[0; 65_508]));
});

#[test]
fn datagrams_are_as_with_std_and_keep_their_boundaries_in_the_record() {
    let expected = "\
main/1 socket(domain=AF_INET type=SOCK_DGRAM) = fd
main/1 bind(address=127.0.0.1:0) = 0 [127.0.0.1:A]
main/1 getsockname() = 0 address=127.0.0.1:A [127.0.0.1:A]
main/2 socket(domain=AF_INET type=SOCK_DGRAM) = fd
main/2 bind(address=127.0.0.1:0) = 0 [127.0.0.1:B]
main/2 sendto(len=1) = EDESTADDRREQ Uncategorized [127.0.0.1:B]
main/2 getpeername() = ENOTCONN NotConnected [127.0.0.1:B]
main/2 sendto(len=5 to=127.0.0.1:A) = 5 \"hello\" [127.0.0.1:B > 127.0.0.1:A]
main/1 recvfrom(len=8) = 5 from=127.0.0.1:B \"hello\" [127.0.0.1:A > 127.0.0.1:B]
main/2 sendto(len=0 to=127.0.0.1:A) = 0 \"\" [127.0.0.1:B > 127.0.0.1:A]
main/1 recvfrom(len=8) = 0 from=127.0.0.1:B \"\" [127.0.0.1:A > 127.0.0.1:B]
main/2 connect(address=127.0.0.1:A) = 0 [127.0.0.1:B > 127.0.0.1:A]
main/2 getpeername() = 0 address=127.0.0.1:A [127.0.0.1:B > 127.0.0.1:A]
main/2 sendto(len=9) = 9 \"truncated\" [127.0.0.1:B > 127.0.0.1:A]
main/1 recvfrom(len=4) = 4 from=127.0.0.1:B \"trun\" [127.0.0.1:A > 127.0.0.1:B]
main/1 sendto(len=3 to=127.0.0.1:B) = 3 \"yes\" [127.0.0.1:A > 127.0.0.1:B]
main/2 recvfrom(len=8) = 3 \"yes\" [127.0.0.1:B > 127.0.0.1:A]
main/2 fcntl(command=F_DUPFD_CLOEXEC) = fd socket=main/3 [127.0.0.1:B > 127.0.0.1:A]
main/2 close() = 0 [127.0.0.1:B > 127.0.0.1:A]
main/3 sendto(len=1) = 1 \"2\" [127.0.0.1:B > 127.0.0.1:A]
main/3 setsockopt(option=SO_RCVTIMEO value=30) = 0 [127.0.0.1:B > 127.0.0.1:A]
main/3 recvfrom(len=8) = EAGAIN WouldBlock [127.0.0.1:B > 127.0.0.1:A]
main/3 sendto(len=65508) = EMSGSIZE Uncategorized [127.0.0.1:B > 127.0.0.1:A]
main/3 close() = 0 [127.0.0.1:B > 127.0.0.1:A]
main/1 close() = 0 [127.0.0.1:A]";
    assert_eq!(record_of!(datagrams).join("\n"), expected);
}

with_both!(connected_again, |notes: &mut Notes| {
    let first = UdpSocket::bind("127.0.0.1:0").expect("bind");
    let second = UdpSocket::bind("127.0.0.1:0").expect("bind");
    let client = UdpSocket::bind("127.0.0.1:0").expect("bind");
    for server in [&first, &second] {
        let address = server.local_addr().expect("bound");
        client.connect(address).expect("connect");
        notes.address("peer", client.peer_addr());
        notes.note("send", &client.send(b"x"));
        notes.note("recv", &server.recv(&mut [0; 4]));
    }
});

/// The record says where the bytes went: after a second `connect`, to the second peer.
#[test]
fn a_second_connect_changes_the_peer() {
    let record = record_of!(connected_again);
    let sent = record.iter().filter(|line| line.contains("sendto"));
    let expected = [
        "main/3 sendto(len=1) = 1 \"x\" [127.0.0.1:C > 127.0.0.1:A]",
        "main/3 sendto(len=1) = 1 \"x\" [127.0.0.1:C > 127.0.0.1:B]",
    ];
    assert_eq!(sent.collect::<Vec<_>>(), expected);
}

#[test]
fn a_refused_datagram_is_an_error_of_the_next_call() {
    let (seen, events) = observe(Steps::default(), || {
        // discard (RFC 863), which nobody serves today. A socket that is closed here could live
        // on for a moment in a program that another test starts.
        let nobody = SocketAddr::from(([127, 0, 0, 1], 9));
        let client = sockets_tutor::net::UdpSocket::bind("127.0.0.1:0").expect("bind");
        client.connect(nobody).expect("connect");
        client.send(b"anybody there?").expect("sent");
        client.recv(&mut [0; 4]).map_err(|error| error.kind())
    });
    assert_eq!(seen, Err(ErrorKind::ConnectionRefused));
    let record = lines(&events);
    let refused =
        "main/1 recvfrom(len=4) = ECONNREFUSED ConnectionRefused [127.0.0.1:A > 127.0.0.1:B]";
    assert!(record.contains(&refused.to_string()), "{record:#?}");
}
