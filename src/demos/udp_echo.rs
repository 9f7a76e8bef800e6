//! Datagrams there and back: one with text, an empty one, and one too long for the reader.
//!
//! Shows that UDP keeps the boundaries of messages, that an empty datagram is a message, and that
//! what does not fit into the reader's buffer is gone. Does not show loss: on the loopback
//! interface a datagram is lost only when the receiver's buffer is full.

use std::io;
use std::net::SocketAddr;

use crate::net::{UdpSocket, drop, thread};

/// Large enough for every UDP payload over IPv4.
const LARGEST: usize = 65_507;

/// The server runs on this thread, the client on one of its own.
///
/// The client sends `message` `rounds` times, then an empty datagram, then `message` once more,
/// whose echo it reads into only `small` bytes. With `keep_open` the server stays for strangers
/// until it is stopped.
pub fn run(message: &str, rounds: usize, small: usize, keep_open: bool) -> io::Result<()> {
    // step: bind
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    let address = socket.local_addr()?;

    let text = message.as_bytes().to_vec();
    let thread = thread::Builder::new().name("client".to_string());
    let client = thread.spawn(move || client(address, &text, rounds, small))?;

    let mut buffer = vec![0; LARGEST];
    let mut left = rounds + 2;
    while left > 0 || keep_open {
        // step: echo
        let (count, from) = socket.recv_from(&mut buffer)?;
        socket.send_to(&buffer[..count], from)?;
        left = left.saturating_sub(1);
    }

    let result = client.join();
    result.map_err(|_| io::Error::other("the client panicked"))??;

    // step: stop
    drop(socket);
    Ok(())
}

fn client(address: SocketAddr, message: &[u8], rounds: usize, small: usize) -> io::Result<()> {
    // step: client-socket
    let socket = UdpSocket::bind("127.0.0.1:0")?;

    let mut buffer = vec![0; LARGEST];
    for _ in 0..rounds {
        // step: send
        socket.send_to(message, address)?;
        // step: receive
        socket.recv_from(&mut buffer)?;
    }

    // step: empty
    socket.send_to(&[], address)?;
    socket.recv_from(&mut buffer)?;

    // step: too-small
    socket.send_to(message, address)?;
    let cut = socket.recv_from(&mut buffer[..small]);
    // Windows calls the cut an error (WSAEMSGSIZE); elsewhere it happens in silence.
    if cfg!(not(windows)) {
        cut?;
    }

    // step: close
    drop(socket);
    Ok(())
}
