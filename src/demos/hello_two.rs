//! Two programs and one short conversation, call by call.
//!
//! Shows who waits for whom, that each side has an address, that text travels as bytes, and how
//! the end of a conversation looks. The two programs are two threads of this process, so that one
//! key can step both; to the kernel their sockets are no different from those of two processes,
//! and with `keep_open` a true second process can come.

use std::io::{self, Read, Write};
use std::net::SocketAddr;

use crate::net::{TcpListener, TcpStream, drop, thread};

/// More strangers than this at once are turned away.
pub const MOST_VISITORS: usize = 32;

/// The server runs on this thread, the client on one of its own.
///
/// The client says `message`, the server `reply`; both read at most `read_size` bytes at once.
/// With `keep_open` the server stays for strangers until it is stopped.
pub fn run(message: &str, reply: &str, read_size: usize, keep_open: bool) -> io::Result<()> {
    // step: listen
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;

    let (greeting, answer) = (message.to_string(), reply.to_string());
    let thread = thread::Builder::new().name("client".to_string());
    let client = thread.spawn(move || client(address, &greeting, &answer, read_size))?;

    // step: accept
    let (stream, _) = listener.accept()?;
    answer_once(stream, message.len(), reply, read_size)?;

    let mut visits = Vec::new();
    for number in 1.. {
        if !keep_open {
            break;
        }
        // step: visitor
        let (stream, _) = listener.accept()?;
        visits.retain(|visit: &thread::JoinHandle<()>| !visit.is_finished());
        if visits.len() < MOST_VISITORS {
            let reply = reply.to_string();
            let thread = thread::Builder::new().name(format!("visitor-{number}"));
            visits.push(thread.spawn(move || {
                // A visitor who breaks off ends only the visit.
                let _ = answer_once(stream, 1, &reply, read_size);
            })?);
        }
    }

    // step: stop
    drop(listener);

    let result = client.join();
    result.map_err(|_| io::Error::other("the client panicked"))?
}

/// Waits for `expected` bytes, replies, and waits for the end.
fn answer_once(
    mut stream: TcpStream,
    expected: usize,
    reply: &str,
    read_size: usize,
) -> io::Result<()> {
    let mut buffer = vec![0; read_size];
    let mut received = 0;
    while received < expected {
        // step: server-receives
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        received += count;
    }

    // step: server-replies
    stream.write_all(reply.as_bytes())?;

    // step: end
    while stream.read(&mut buffer)? > 0 {}

    // step: server-closes
    drop(stream);
    Ok(())
}

fn client(address: SocketAddr, message: &str, reply: &str, read_size: usize) -> io::Result<()> {
    // step: connect
    let mut stream = TcpStream::connect(address)?;

    // step: addresses
    stream.local_addr()?;
    stream.peer_addr()?;

    // step: client-sends
    stream.write_all(message.as_bytes())?;

    let mut buffer = vec![0; read_size];
    let mut received = 0;
    while received < reply.len() {
        // step: client-receives
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        received += count;
    }

    // step: client-closes
    drop(stream);
    Ok(())
}
