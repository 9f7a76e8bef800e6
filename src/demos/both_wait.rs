//! Both sides wait for the other's first word.
//!
//! Shows that nothing in TCP says who speaks first: two correct calls make a conversation that
//! never begins. Only the client's patience ends it; the server has none set and is freed by the
//! client's leaving.

use std::io::{self, Read, Write};
use std::net::SocketAddr;
use std::time::Duration;

use crate::net::{TcpListener, TcpStream, drop, thread};

/// The server runs on this thread, the client on one of its own.
///
/// `first` says who speaks first: `nobody`, `client` or `server`. The client waits at most
/// `patience` milliseconds for an answer.
pub fn run(first: &str, patience: usize) -> io::Result<()> {
    // step: listen
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;

    let client_begins = first == "client";
    let patience = Duration::from_millis(patience as u64);
    let thread = thread::Builder::new().name("client".to_string());
    let client = thread.spawn(move || client(address, client_begins, patience))?;

    // step: accept
    let (mut stream, _) = listener.accept()?;
    let mut buffer = [0; 64];
    if first == "server" {
        // step: server-begins
        stream.write_all(b"welcome")?;
    }
    loop {
        // step: server-waits
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        stream.write_all(&buffer[..count])?;
    }

    // step: server-leaves
    drop(stream);
    drop(listener);

    let result = client.join();
    result.map_err(|_| io::Error::other("the client panicked"))?
}

fn client(address: SocketAddr, begin: bool, patience: Duration) -> io::Result<()> {
    // step: connect
    let mut stream = TcpStream::connect(address)?;

    // step: patience
    stream.set_read_timeout(Some(patience))?;
    if begin {
        // step: client-begins
        stream.write_all(b"hello")?;
    }

    // step: client-waits
    let mut buffer = [0; 64];
    match stream.read(&mut buffer) {
        Ok(_) => {}
        // No word came in time: not a fault of the connection, which is as good as before.
        Err(error) if gave_up(&error) => {}
        Err(error) => return Err(error),
    }

    // step: client-leaves
    drop(stream);
    Ok(())
}

/// Unix says "would block", Windows "timed out".
fn gave_up(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
    )
}
