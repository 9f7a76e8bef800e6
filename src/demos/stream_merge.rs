//! Several sends, one receive; and a Chinese character cut in half.
//!
//! Shows that TCP carries bytes and no messages: what was written in pieces is read in one, and
//! what was written in one is read in pieces. How many reads it takes is the kernel's affair;
//! this demo makes the reader late, so that everything is there when it looks.

use std::io::{self, Read, Write};
use std::net::SocketAddr;

use crate::net::{TcpListener, TcpStream, drop, thread};

/// The receiver runs on this thread, the sender on one of its own.
///
/// Each of the `words` is written by a call of its own and read with room for `read_size` bytes;
/// `text` is written in one call and read `piece` bytes at a time. `nodelay` is `on` or `off`.
pub fn run(
    words: &str,
    read_size: usize,
    text: &str,
    piece: usize,
    nodelay: &str,
) -> io::Result<()> {
    // step: listen
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;

    let list: Vec<String> = words.split_whitespace().map(str::to_string).collect();
    let total = list.iter().map(String::len).sum();
    let no_delay = nodelay == "on";
    let thread = thread::Builder::new().name("sender".to_string());
    let sender = thread.spawn(move || send_words(address, &list, no_delay))?;

    // step: accept
    let (mut receiver, _) = listener.accept()?;

    // Only when the sender has sent everything does the receiver look.
    let result = sender.join();
    let sender = result.map_err(|_| io::Error::other("the sender panicked"))??;
    let mut buffer = vec![0; read_size];
    let mut received = 0;
    while received < total {
        // step: one-receive
        let count = receiver.read(&mut buffer)?;
        received += some(count)?;
    }

    let text = text.to_string();
    let total = text.len();
    let thread = thread::Builder::new().name("sender".to_string());
    let sender = thread.spawn(move || send_text(sender, &text))?;
    let result = sender.join();
    let sender = result.map_err(|_| io::Error::other("the sender panicked"))??;
    let mut buffer = vec![0; piece];
    let mut received = 0;
    while received < total {
        // step: cut
        let count = receiver.read(&mut buffer)?;
        received += some(count)?;
    }

    // step: close
    drop(sender);
    drop(receiver);
    drop(listener);
    Ok(())
}

fn send_words(address: SocketAddr, words: &[String], nodelay: bool) -> io::Result<TcpStream> {
    // step: connect
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(nodelay)?;
    for word in words {
        // step: three-sends
        stream.write_all(word.as_bytes())?;
    }
    Ok(stream)
}

fn send_text(mut stream: TcpStream, text: &str) -> io::Result<TcpStream> {
    // step: one-send
    stream.write_all(text.as_bytes())?;
    Ok(stream)
}

/// Zero bytes would be the end of the stream, before everything has come.
fn some(count: usize) -> io::Result<usize> {
    match count {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        count => Ok(count),
    }
}
