//! The life of a socket: every call, what it is given and what it returns.
//!
//! One program plays both ends, so that nothing is hidden behind a second thread: the kernel
//! completes a connection before anybody has called `accept`. Does not show what travels between
//! the kernels.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr};

use crate::net::{TcpListener, TcpStream, UdpSocket, drop};

/// So often a port number is asked for that is free for TCP and UDP alike.
const TRIES: usize = 100;

/// `host` is the loopback address to use, `message` what goes through the connection.
pub fn run(host: &str, message: &str) -> io::Result<()> {
    let any_port = match host {
        "::1" => "[::1]:0".to_string(),
        host => format!("{host}:0"),
    };
    let mut buffer = vec![0; message.len()];

    let (listener, datagrams, address) = one_number(&any_port)?;

    // step: taken
    let refused = TcpListener::bind(address);
    expect_error(refused)?;

    // step: connect
    let mut client = TcpStream::connect(address)?;

    // step: two-names
    let client_address = client.local_addr()?;
    client.peer_addr()?;

    // step: accept
    let (mut server, _) = listener.accept()?;
    server.local_addr()?;

    // step: options
    client.set_nodelay(true)?;

    // step: write
    client.write_all(message.as_bytes())?;

    // step: peek
    server.peek(&mut buffer)?;

    // step: read
    server.read_exact(&mut buffer)?;

    // step: half-close
    client.shutdown(Shutdown::Write)?;
    let end = server.read(&mut buffer)?;
    if end != 0 {
        return Err(io::ErrorKind::InvalidData.into()); // bytes after the end of the stream
    }

    // step: close-listener
    drop(listener);

    // step: still-open
    server.write_all(message.as_bytes())?;
    client.read_exact(&mut buffer)?;

    // step: no-door
    while TcpStream::connect(client_address).is_ok() {
        // By a rare chance the kernel gives the new socket the very port that it is to call: it
        // reaches itself. Nobody else can take this call.
    }

    // step: number-again
    drop(datagrams);
    let another = UdpSocket::bind(&*any_port)?;

    // step: close-all
    drop(another);
    drop(server);
    drop(client);
    Ok(())
}

/// A TCP listener and a UDP socket with the same port number.
fn one_number(any_port: &str) -> io::Result<(TcpListener, UdpSocket, SocketAddr)> {
    for _ in 0..TRIES {
        // step: listen
        let listener = TcpListener::bind(any_port)?;

        // step: port
        let address = listener.local_addr()?;

        // step: udp-too
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

/// The kernel is expected to say no; a yes would make the next steps untrue.
fn expect_error<T>(result: io::Result<T>) -> io::Result<()> {
    match result {
        Err(_) => Ok(()),
        Ok(_) => Err(io::ErrorKind::Unsupported.into()), // the kernel allowed it
    }
}
