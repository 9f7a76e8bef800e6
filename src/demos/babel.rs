//! Houses that write each in a way of their own, translators between them, and a common writing.
//!
//! Shows that bytes can arrive whole and mean nothing, that translating needs one translator for
//! each pair of houses, and that one common writing needs one adapter for each house. The houses'
//! ways of writing are made up: each shifts its letters by its own number. What networks of
//! different makers did differently was far more than their letters.

use std::io;
use std::net::SocketAddr;

use crate::net::{UdpSocket, drop, thread};

/// Room for a word.
const LONGEST: usize = 64;

/// This thread opens the translators' office; each of the `houses` has a thread of its own.
///
/// The first house says `word` to the second, as it is written at home. After that each house says
/// it to every house that came after it, through translators and then in a common writing.
pub fn run(houses: usize, word: &str) -> io::Result<()> {
    let mut sockets = Vec::new();
    let mut addresses = Vec::new();
    for me in 0..houses {
        let thread = thread::Builder::new().name(name(me));
        let opened = thread.spawn(open)?.join();
        let (socket, address) = opened.map_err(|_| panicked())??;
        sockets.push(socket);
        addresses.push(address);
    }

    let mut threads = Vec::new();
    for (me, socket) in sockets.drain(..2).enumerate() {
        let (word, second) = (word.to_string(), addresses[1]);
        let thread = thread::Builder::new().name(name(me));
        threads.push(thread.spawn(move || speak_directly(me, socket, second, &word))?);
    }
    sockets.splice(..0, all(threads)?);

    let mut office = Vec::new();
    for from in 0..houses {
        for to in from + 1..houses {
            // step: translator
            let socket = UdpSocket::bind("127.0.0.1:0")?;
            let address = socket.local_addr()?;
            office.push(Translator {
                from,
                to,
                socket,
                address,
            });
        }
    }
    let mut threads = Vec::new();
    for (me, socket) in (0..).zip(sockets) {
        let mine = office.iter().filter(|translator| translator.from == me);
        let mine = mine.map(|translator| translator.address).collect();
        let word = word.to_string();
        let thread = thread::Builder::new().name(name(me));
        threads.push(thread.spawn(move || speak_translated(me, socket, mine, &word))?);
    }
    let mut buffer = [0; LONGEST];
    for translator in &office {
        // step: translate
        let (count, _) = translator.socket.recv_from(&mut buffer)?;
        let text = read(translator.from, &buffer[..count]);
        let translated = write(translator.to, &text);
        (translator.socket).send_to(&translated, addresses[translator.to])?;
    }
    let sockets = all(threads)?;

    // step: office-closes
    drop(office);

    let mut threads = Vec::new();
    for (me, socket) in (0..).zip(sockets) {
        let (word, newer) = (word.to_string(), addresses[me + 1..].to_vec());
        let thread = thread::Builder::new().name(name(me));
        threads.push(thread.spawn(move || speak_common(me, socket, newer, &word))?);
    }
    for thread in threads {
        thread.join().map_err(|_| panicked())??;
    }
    Ok(())
}

/// Waits for the houses and takes their sockets back.
fn all(threads: Vec<thread::JoinHandle<io::Result<UdpSocket>>>) -> io::Result<Vec<UdpSocket>> {
    let joined = threads.into_iter().map(|thread| thread.join());
    joined
        .map(|socket| socket.map_err(|_| panicked())?)
        .collect()
}

/// Knows two ways of writing: that of house `from` and that of house `to`.
struct Translator {
    from: usize,
    to: usize,
    socket: UdpSocket,
    address: SocketAddr,
}

fn open() -> io::Result<(UdpSocket, SocketAddr)> {
    // step: house
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    let address = socket.local_addr()?;
    Ok((socket, address))
}

/// House 1 writes to house 2, and each of them as at home.
fn speak_directly(
    me: usize,
    socket: UdpSocket,
    second: SocketAddr,
    word: &str,
) -> io::Result<UdpSocket> {
    let mut buffer = [0; LONGEST];
    if me == 0 {
        // step: own-writing
        socket.send_to(&write(me, word), second)?;
        // step: pardon-arrives
        socket.recv_from(&mut buffer)?;
    } else {
        // step: foreign-writing
        let (count, from) = socket.recv_from(&mut buffer)?;
        let answer = match read(me, &buffer[..count]) == word {
            true => "THANKS!",
            false => "PARDON?",
        };
        // step: pardon
        socket.send_to(&write(me, answer), from)?;
    }
    Ok(socket)
}

/// House `me` speaks as at home; its `translators` lead to the houses that came after it.
fn speak_translated(
    me: usize,
    socket: UdpSocket,
    translators: Vec<SocketAddr>,
    word: &str,
) -> io::Result<UdpSocket> {
    let mut buffer = [0; LONGEST];
    for _ in 0..me {
        // step: translated
        let (count, _) = socket.recv_from(&mut buffer)?;
        understood(word, &read(me, &buffer[..count]))?;
    }
    for translator in translators {
        // step: to-translator
        socket.send_to(&write(me, word), translator)?;
    }
    Ok(socket)
}

/// House `me` speaks in the common writing, to every house that came after it.
fn speak_common(
    me: usize,
    socket: UdpSocket,
    newer: Vec<SocketAddr>,
    word: &str,
) -> io::Result<()> {
    let mut buffer = [0; LONGEST];
    for _ in 0..me {
        // step: common-arrives
        let (count, _) = socket.recv_from(&mut buffer)?;
        understood(word, &common_read(&buffer[..count]))?;
    }
    for house in newer {
        // step: common
        socket.send_to(common_write(word), house)?;
    }
    // step: close
    drop(socket);
    Ok(())
}

/// A text in the writing of a house: every byte shifted by its number.
fn write(house: usize, text: &str) -> Vec<u8> {
    let shift = house as u8 + 1;
    text.bytes().map(|byte| byte.wrapping_add(shift)).collect()
}

/// The way back. What is no text becomes question marks.
fn read(house: usize, bytes: &[u8]) -> String {
    let shift = house as u8 + 1;
    let text: Vec<u8> = bytes.iter().map(|byte| byte.wrapping_sub(shift)).collect();
    String::from_utf8_lossy(&text).into_owned()
}

/// The common writing is plain UTF-8. Each house has these two lines, and they are its adapter.
fn common_write(text: &str) -> &[u8] {
    text.as_bytes()
}

fn common_read(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn understood(said: &str, heard: &str) -> io::Result<()> {
    match said == heard {
        true => Ok(()),
        false => Err(io::ErrorKind::InvalidData.into()), // a word was not understood
    }
}

fn name(house: usize) -> String {
    format!("house-{}", house + 1)
}

fn panicked() -> io::Error {
    io::Error::other("a house panicked")
}
