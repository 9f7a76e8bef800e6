//! TCP through `sockets_tutor::net`: the same results as `std::net`, and the right record.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr};
use std::time::Duration;

use sockets_tutor::net::Steps;

use crate::live::{Notes, lines, observe, skipped};

mod flood;
mod measure;
mod owners;
mod udp;

/// The same code twice: with the sockets of std and with the observed ones.
macro_rules! with_both {
    ($name:ident, $body:expr) => {
        mod $name {
            pub mod by_std {
                #[allow(unused_imports)]
                use super::super::*;
                #[allow(unused_imports)]
                use std::net::{TcpListener, TcpStream, UdpSocket};
                pub fn run() -> Vec<String> {
                    let mut notes = Notes::default();
                    $body(&mut notes);
                    notes.into_lines()
                }
            }
            pub mod observed {
                #[allow(unused_imports)]
                use super::super::*;
                #[allow(unused_imports)]
                use sockets_tutor::net::{TcpListener, TcpStream, UdpSocket};
                pub fn run() -> Vec<String> {
                    let mut notes = Notes::default();
                    $body(&mut notes);
                    notes.into_lines()
                }
            }
        }
    };
}
pub(crate) use with_both;

/// Runs the observed code outside and inside a session: both see what std's code sees. The record.
macro_rules! record_of {
    ($name:ident) => {{
        let expected = $name::by_std::run();
        assert!(!expected.is_empty());
        assert_eq!($name::observed::run(), expected, "outside a session");
        let (seen, events) = observe(Steps::default(), $name::observed::run);
        assert_eq!(seen, expected, "inside a session");
        lines(&events)
    }};
}
pub(crate) use record_of;

with_both!(conversation, |notes: &mut Notes| {
    let listener = TcpListener::bind("127.0.0.1:0").expect("bind");
    let address = listener.local_addr();
    notes.address("listener", listener.local_addr());
    let mut client = TcpStream::connect(address.expect("bound")).expect("connect");
    let (mut server, peer) = listener.accept().expect("accept");
    notes.address("peer", Ok(peer));
    notes.address("client's peer", client.peer_addr());
    notes.address("client's own", client.local_addr());
    notes.address("server's peer", server.peer_addr());
    notes.note("nodelay", &client.set_nodelay(true));
    let mut buffer = [0; 8];
    notes.note("write", &client.write(b"hello!"));
    notes.note("peek", &server.peek(&mut buffer[..2]));
    notes.note("read", &server.read(&mut buffer[..3]));
    notes.note("read_exact", &server.read_exact(&mut buffer[..3]));
    notes.note("buffer", &Ok(buffer));
    notes.note("write_all nothing", &client.write_all(b""));
    notes.note("flush", &client.flush());
    notes.note("write_all", &client.write_all("你".as_bytes()));
    notes.note("shutdown", &client.shutdown(Shutdown::Write));
    notes.note("write after shutdown", &client.write(b"x"));
    notes.note("cut read_exact", &server.read_exact(&mut buffer));
    notes.note("end", &server.read(&mut buffer));
    notes.note("read with no room", &server.read(&mut []));
    drop(server);
    notes.note("end of client", &client.read(&mut buffer));
});

#[test]
fn a_conversation_is_as_with_std_and_recorded_call_by_call() {
    let expected = "\
main/1 socket(domain=AF_INET type=SOCK_STREAM) = fd
main/1 setsockopt(option=SO_REUSEADDR value=1) = 0
main/1 bind(address=127.0.0.1:0) = 0 [127.0.0.1:A]
main/1 listen(backlog=128) = 0 [127.0.0.1:A]
main/1 getsockname() = 0 address=127.0.0.1:A [127.0.0.1:A]
main/1 getsockname() = 0 address=127.0.0.1:A [127.0.0.1:A]
main/2 socket(domain=AF_INET type=SOCK_STREAM) = fd
main/2 connect(address=127.0.0.1:A) = 0 [127.0.0.1:B > 127.0.0.1:A]
main/1 accept() = fd socket=main/3 [127.0.0.1:A > 127.0.0.1:B]
main/2 getpeername() = 0 address=127.0.0.1:A [127.0.0.1:B > 127.0.0.1:A]
main/2 getsockname() = 0 address=127.0.0.1:B [127.0.0.1:B > 127.0.0.1:A]
main/3 getpeername() = 0 address=127.0.0.1:B [127.0.0.1:A > 127.0.0.1:B]
main/2 setsockopt(option=TCP_NODELAY value=1) = 0 [127.0.0.1:B > 127.0.0.1:A]
main/2 write(len=6) = 6 \"hello!\" [127.0.0.1:B > 127.0.0.1:A]
main/3 recvfrom(len=2 flags=MSG_PEEK) = 2 \"he\" [127.0.0.1:A > 127.0.0.1:B]
main/3 read(len=3) = 3 \"hel\" [127.0.0.1:A > 127.0.0.1:B]
main/3 read(len=3) = 3 \"lo!\" [127.0.0.1:A > 127.0.0.1:B]
main/2 write(len=3) = 3 \"你\" [127.0.0.1:B > 127.0.0.1:A]
main/2 shutdown(how=SHUT_WR) = 0 [127.0.0.1:B > 127.0.0.1:A]
main/2 write(len=1) = EPIPE BrokenPipe [127.0.0.1:B > 127.0.0.1:A]
main/3 read(len=8) = 3 \"你\" [127.0.0.1:A > 127.0.0.1:B]
main/3 read(len=5) = 0 \"\" [127.0.0.1:A > 127.0.0.1:B]
main/3 read(len=8) = 0 \"\" [127.0.0.1:A > 127.0.0.1:B]
main/3 read(len=0) = 0 \"\" [127.0.0.1:A > 127.0.0.1:B]
main/3 close() = 0 [127.0.0.1:A > 127.0.0.1:B]
main/2 read(len=8) = 0 \"\" [127.0.0.1:B > 127.0.0.1:A]
main/2 close() = 0 [127.0.0.1:B > 127.0.0.1:A]
main/1 close() = 0 [127.0.0.1:A]";
    assert_eq!(record_of!(conversation).join("\n"), expected);
}

with_both!(refusals, |notes: &mut Notes| {
    let taken = TcpListener::bind("127.0.0.1:0").expect("bind");
    let address = taken.local_addr().expect("bound");
    let second = TcpListener::bind(address).map(drop);
    notes.note("the address is taken", &second);
    // Bound and not listening: nobody else gets the port, and nobody answers there.
    let (_silent, nobody) = without_listening();
    notes.note("nobody", &TcpStream::connect(nobody).map(drop));
    let second = Duration::from_secs(5);
    let refused = TcpStream::connect_timeout(&nobody, second);
    notes.note("nobody in time", &refused.map(drop));
    let zero = TcpStream::connect_timeout(&address, Duration::ZERO);
    notes.note("zero time", &zero.map(drop));
    let several = [nobody, address];
    notes.note("the second", &TcpStream::connect(&several[..]).map(drop));
    let none: [SocketAddr; 0] = [];
    notes.note("no address", &TcpStream::connect(&none[..]).map(drop));
    notes.note("no name", &TcpStream::connect("127.0.0.1").map(drop));
    notes.note("not ours", &TcpListener::bind("192.0.2.1:0").map(drop));
    let in_time = TcpStream::connect_timeout(&address, second).expect("somebody listens");
    notes.note(
        "zero limit",
        &in_time.set_read_timeout(Some(Duration::ZERO)),
    );
    let limit = Some(Duration::from_millis(30));
    notes.note("limit", &in_time.set_read_timeout(limit));
    notes.note("late", &(&in_time).read(&mut [0]));
    notes.note("no limit", &in_time.set_read_timeout(None));
    notes.note("zero", &in_time.set_write_timeout(Some(Duration::ZERO)));
    notes.note("write limit", &in_time.set_write_timeout(limit));
});

/// A TCP socket that is bound and does not listen, and its address.
pub(crate) fn without_listening() -> (socket2::Socket, SocketAddr) {
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None);
    let socket = socket.expect("socket");
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    socket.bind(&any.into()).expect("bind");
    let address = socket.local_addr().expect("bound");
    let address = address.as_socket().expect("an internet address");
    (socket, address)
}

#[test]
fn refusals_are_as_with_std_and_recorded_with_their_names() {
    let expected = "\
main/1 socket(domain=AF_INET type=SOCK_STREAM) = fd
main/1 setsockopt(option=SO_REUSEADDR value=1) = 0
main/1 bind(address=127.0.0.1:0) = 0 [127.0.0.1:A]
main/1 listen(backlog=128) = 0 [127.0.0.1:A]
main/1 getsockname() = 0 address=127.0.0.1:A [127.0.0.1:A]
main/2 socket(domain=AF_INET type=SOCK_STREAM) = fd
main/2 setsockopt(option=SO_REUSEADDR value=1) = 0
main/2 bind(address=127.0.0.1:A) = EADDRINUSE AddrInUse
main/2 close() = 0
main/3 socket(domain=AF_INET type=SOCK_STREAM) = fd
main/3 connect(address=127.0.0.1:B) = ECONNREFUSED ConnectionRefused
main/3 close() = 0
main/4 socket(domain=AF_INET type=SOCK_STREAM) = fd
main/4 fcntl(flag=O_NONBLOCK value=1) = 0
main/4 connect(address=127.0.0.1:B) = EINPROGRESS InProgress
main/4 poll(events=POLLOUT timeout_ms=5000) = 1
main/4 getsockopt(option=SO_ERROR) = 0 value=111
main/4 close() = 0
main/5 socket(domain=AF_INET type=SOCK_STREAM) = fd
main/5 connect(address=127.0.0.1:B) = ECONNREFUSED ConnectionRefused
main/5 close() = 0
main/6 socket(domain=AF_INET type=SOCK_STREAM) = fd
main/6 connect(address=127.0.0.1:A) = 0 [127.0.0.1:C > 127.0.0.1:A]
main/6 close() = 0 [127.0.0.1:C > 127.0.0.1:A]
main/7 socket(domain=AF_INET type=SOCK_STREAM) = fd
main/7 setsockopt(option=SO_REUSEADDR value=1) = 0
main/7 bind(address=192.0.2.1:0) = EADDRNOTAVAIL AddrNotAvailable
main/7 close() = 0
main/8 socket(domain=AF_INET type=SOCK_STREAM) = fd
main/8 fcntl(flag=O_NONBLOCK value=1) = 0
main/8 connect(address=127.0.0.1:A) = EINPROGRESS InProgress
main/8 poll(events=POLLOUT timeout_ms=5000) = 1
main/8 getsockopt(option=SO_ERROR) = 0 value=0
main/8 fcntl(flag=O_NONBLOCK value=0) = 0 [127.0.0.1:D > 127.0.0.1:A]
main/8 setsockopt(option=SO_RCVTIMEO value=30) = 0 [127.0.0.1:D > 127.0.0.1:A]
main/8 read(len=1) = EAGAIN WouldBlock [127.0.0.1:D > 127.0.0.1:A]
main/8 setsockopt(option=SO_RCVTIMEO value=0) = 0 [127.0.0.1:D > 127.0.0.1:A]
main/8 setsockopt(option=SO_SNDTIMEO value=30) = 0 [127.0.0.1:D > 127.0.0.1:A]
main/8 close() = 0 [127.0.0.1:D > 127.0.0.1:A]
main/1 close() = 0 [127.0.0.1:A]";
    assert_eq!(record_of!(refusals).join("\n"), expected);
}

with_both!(sixth_version, |notes: &mut Notes| {
    let listener = TcpListener::bind("[::1]:0").expect("there is ::1");
    let address = listener.local_addr().expect("bound");
    let mut client = TcpStream::connect(address).expect("connect");
    let (mut server, _) = listener.accept().expect("accept");
    notes.note("write", &client.write(b"6"));
    notes.note("read", &server.read(&mut [0; 4]));
    let datagrams = UdpSocket::bind(address).expect("the same number for UDP");
    notes.note("to itself", &datagrams.send_to(b"6", address));
});

#[test]
fn the_sixth_version_is_as_with_std() {
    if let Err(error) = std::net::TcpListener::bind("[::1]:0") {
        return skipped(&format!("no ::1 on this machine: {error}"));
    }
    let expected = "\
main/1 socket(domain=AF_INET6 type=SOCK_STREAM) = fd
main/1 setsockopt(option=SO_REUSEADDR value=1) = 0
main/1 bind(address=[::1]:0) = 0 [[::1]:A]
main/1 listen(backlog=128) = 0 [[::1]:A]
main/1 getsockname() = 0 address=[::1]:A [[::1]:A]
main/2 socket(domain=AF_INET6 type=SOCK_STREAM) = fd
main/2 connect(address=[::1]:A) = 0 [[::1]:B > [::1]:A]
main/1 accept() = fd socket=main/3 [[::1]:A > [::1]:B]
main/2 write(len=1) = 1 \"6\" [[::1]:B > [::1]:A]
main/3 read(len=4) = 1 \"6\" [[::1]:A > [::1]:B]
main/4 socket(domain=AF_INET6 type=SOCK_DGRAM) = fd
main/4 bind(address=[::1]:A) = 0 [[::1]:A]
main/4 sendto(len=1 to=[::1]:A) = 1 \"6\" [[::1]:A > [::1]:A]
main/4 close() = 0 [[::1]:A]
main/3 close() = 0 [[::1]:A > [::1]:B]
main/2 close() = 0 [[::1]:B > [::1]:A]
main/1 close() = 0 [[::1]:A]";
    assert_eq!(record_of!(sixth_version).join("\n"), expected);
}
