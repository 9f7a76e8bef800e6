//! An echo server and its clients: every byte goes there and comes back.
//!
//! Shows the calls of the smallest useful TCP exchange, and that the server serves one connection
//! after the other while further clients are already connected. Does not show what happens when
//! bytes are lost, and promises nothing about how many reads a message takes.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr};

use crate::net::{TcpListener, TcpStream, drop, thread};

/// More strangers than this at once are turned away.
pub const MOST_VISITORS: usize = 32;

/// The server runs on this thread, each client on one of its own.
///
/// `message` is sent `rounds` times by each of the `clients`; the server reads at most
/// `read_size` bytes at once. With `keep_open` it stays for strangers until it is stopped.
pub fn run(
    message: &str,
    clients: usize,
    rounds: usize,
    read_size: usize,
    keep_open: bool,
) -> io::Result<()> {
    // step: listen
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;

    let mut threads = Vec::new();
    for number in 1..=clients {
        let name = match number {
            1 => "client".to_string(),
            _ => format!("client-{number}"),
        };
        let message = message.as_bytes().to_vec();
        let thread = thread::Builder::new().name(name);
        threads.push(thread.spawn(move || client(address, &message, rounds))?);
    }

    for _ in 0..clients {
        // step: accept
        let (stream, _) = listener.accept()?;
        echo(stream, read_size)?;
    }
    let mut visits = Vec::new();
    for number in 1.. {
        if !keep_open {
            break;
        }
        // step: visitor
        let (stream, _) = listener.accept()?;
        visits.retain(|visit: &thread::JoinHandle<()>| !visit.is_finished());
        if visits.len() < MOST_VISITORS {
            let thread = thread::Builder::new().name(format!("visitor-{number}"));
            visits.push(thread.spawn(move || {
                // A visitor who breaks off ends only the visit.
                let _ = echo(stream, read_size);
            })?);
        }
    }

    for thread in threads {
        let result = thread.join();
        result.map_err(|_| io::Error::other("a client panicked"))??;
    }

    // step: stop
    drop(listener);
    Ok(())
}

/// Sends back what comes, until the peer has finished sending.
fn echo(mut stream: TcpStream, read_size: usize) -> io::Result<()> {
    let mut buffer = vec![0; read_size];
    loop {
        // step: echo
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        stream.write_all(&buffer[..count])?;
    }
    // step: server-closes
    drop(stream);
    Ok(())
}

fn client(address: SocketAddr, message: &[u8], rounds: usize) -> io::Result<()> {
    // step: connect
    let mut stream = TcpStream::connect(address)?;

    let mut answer = vec![0; message.len()];
    for _ in 0..rounds {
        // step: send
        stream.write_all(message)?;
        // step: receive
        stream.read_exact(&mut answer)?;
    }

    // step: finish
    stream.shutdown(Shutdown::Write)?;
    let rest = stream.read(&mut answer)?;
    if rest != 0 {
        return Err(io::ErrorKind::InvalidData.into()); // more came back than was sent
    }

    // step: client-closes
    drop(stream);
    Ok(())
}
