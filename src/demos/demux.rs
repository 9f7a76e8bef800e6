//! One port number, many sockets: how the kernel knows who gets the bytes.
//!
//! Shows that every accepted connection has the server's port, that each client has a port of its
//! own, that bytes arrive only at the socket whose two addresses match, and that TCP and UDP have
//! separate port numbers. Does not show client ports chosen by hand: std has no call for that.

use std::io::{self, Read, Write};
use std::net::SocketAddr;

use crate::net::{TcpListener, TcpStream, UdpSocket, drop, thread};

/// How many bytes each client sends: its own number, as text.
const NUMBER_WIDTH: usize = 4;

/// So often a port number is asked for that is free for TCP and UDP alike.
const TRIES: usize = 100;

/// The server runs on this thread; one more thread holds all `clients`.
pub fn run(clients: usize) -> io::Result<()> {
    let (listener, datagrams, address) = one_number()?;

    let thread = thread::Builder::new().name("client".to_string());
    let client = thread.spawn(move || client(address, clients))?;

    let mut connections = Vec::new();
    for _ in 0..clients {
        // step: accept
        let (mut stream, peer) = listener.accept()?;
        stream.write_all(&format!("{:05}", peer.port()).into_bytes())?;
        connections.push(stream);
    }

    let mut number = [0; NUMBER_WIDTH];
    for stream in connections.iter_mut().rev() {
        // step: who-gets-it
        stream.read_exact(&mut number)?;
    }

    // step: datagram-arrives
    let mut buffer = [0; 64];
    let (count, from) = datagrams.recv_from(&mut buffer)?;

    // step: stop-listening
    drop(listener);
    datagrams.send_to(&buffer[..count], from)?;

    // step: connections-live
    for stream in &mut connections {
        stream.write_all(b"bye")?;
    }

    let result = client.join();
    result.map_err(|_| io::Error::other("the client panicked"))??;

    // step: close
    drop(connections);
    drop(datagrams);
    Ok(())
}

/// A TCP listener and a UDP socket with the same port number.
fn one_number() -> io::Result<(TcpListener, UdpSocket, SocketAddr)> {
    for _ in 0..TRIES {
        // step: listen
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;

        // step: same-number
        match UdpSocket::bind(address) {
            Ok(datagrams) => return Ok((listener, datagrams, address)),
            // Another program has the number for UDP: ask for another one.
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
            Err(error) => return Err(error),
        }
    }
    // As good as certain, somebody takes them all.
    let what = "the number of every TCP port is taken for UDP";
    Err(io::Error::new(io::ErrorKind::AddrInUse, what))
}

fn client(address: SocketAddr, clients: usize) -> io::Result<()> {
    let mut connections = Vec::new();
    for _ in 0..clients {
        // step: connect
        let mut stream = TcpStream::connect(address)?;
        let mut my_port = [0; 5];
        stream.read_exact(&mut my_port)?;
        connections.push(stream);
    }

    for (number, stream) in (1..).zip(&mut connections) {
        // step: send
        stream.write_all(format!("{number:0NUMBER_WIDTH$}").as_bytes())?;
    }

    // step: datagram
    let datagrams = UdpSocket::bind("127.0.0.1:0")?;
    datagrams.send_to(b"same number, other protocol", address)?;
    let mut buffer = [0; 64];
    datagrams.recv_from(&mut buffer)?;

    if let Some(stream) = connections.first() {
        // step: nobody-listens
        let address = stream.local_addr()?;
        while TcpStream::connect(address).is_ok() {
            // By a rare chance the kernel gives the new socket the very port that it is to call:
            // it reaches itself. Nobody else can take this call.
        }
    }

    for stream in &mut connections {
        // step: last-words
        stream.read_exact(&mut buffer[..3])?;
    }
    Ok(())
}
