//! A writer that is faster than its reader, and what stops it.
//!
//! Shows flow control with real sockets: bytes that nobody reads fill the reader's kernel, then the
//! writer's, and then `write` waits. Nothing is lost, and reading frees the writer again. It does
//! not show the segments in between; on one machine there is no network to fill.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr};
use std::time::Duration;

use crate::net::{TcpListener, TcpStream, drop, thread};

/// The reader runs on this thread, the writer on one of its own.
///
/// The writer has `amount` bytes. While it finds out how many of them fit into the two kernels, it
/// waits at most `patience` milliseconds for room. The reader then takes `sips` times `sip` bytes,
/// and after that whatever there is.
pub fn run(amount: usize, sip: usize, sips: usize, patience: usize) -> io::Result<()> {
    // step: listen
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;

    let patience = Duration::from_millis(patience as u64);
    let thread = thread::Builder::new().name("writer".to_string());
    let writer = thread.spawn(move || writer(address, amount, patience))?;

    // step: accept
    let (mut data, _) = listener.accept()?;
    let (mut note, _) = listener.accept()?;

    // step: busy
    // It has not asked for its data yet, and will not before the writer's note has come.
    note.read_exact(&mut [0; 4])?;

    // step: sip
    let mut total = 0;
    let mut cup = vec![0; sip];
    for _ in 0..sips {
        total += data.read(&mut cup)?;
    }

    // step: gulp
    let mut pail = vec![0; 1 << 22];
    loop {
        let count = data.read(&mut pail)?;
        if count == 0 {
            break;
        }
        total += count;
    }

    // step: count
    note.write_all(format!("{total:>12}").as_bytes())?;
    drop(data);
    drop(note);
    drop(listener);

    let result = writer.join();
    result.map_err(|_| io::Error::other("the writer panicked"))?
}

fn writer(address: SocketAddr, amount: usize, patience: Duration) -> io::Result<()> {
    // step: connect
    let mut data = TcpStream::connect(address)?;
    let mut note = TcpStream::connect(address)?;

    // step: limit
    data.set_write_timeout(Some(patience))?;

    // step: fill
    let bytes = vec![b'.'; amount];
    let mut taken = 0;
    while taken < amount {
        match data.write(&bytes[taken..]) {
            Ok(count) => taken += count,
            // The time is over and not one byte more found room.
            Err(error) if gave_up(&error) => break,
            Err(error) => return Err(error),
        }
    }

    // step: tell
    note.write_all(b"full")?;

    // step: stuck
    data.set_write_timeout(None)?;
    data.write_all(&bytes[taken..])?;

    // step: finish
    data.shutdown(Shutdown::Write)?;
    let mut answer = [0; 12];
    note.read_exact(&mut answer)?;
    if answer != format!("{amount:>12}").as_bytes() {
        return Err(io::ErrorKind::InvalidData.into()); // the reader has counted other bytes
    }
    drop(data);
    drop(note);
    Ok(())
}

/// Unix says "would block", Windows "timed out".
fn gave_up(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
    )
}
