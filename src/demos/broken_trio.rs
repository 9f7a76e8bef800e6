//! A guessing game, and three clients that each take one of its rules in another way.
//!
//! Shows that two programs without a fault in themselves cannot talk unless form, meaning and order
//! are agreed. The server is the same in every round; the first client agrees with it, and the
//! others differ in the form of a line, in the meaning of an answer, or in whose turn it is.

use std::cmp::Ordering;
use std::io::{self, ErrorKind, Read, Write};
use std::net::SocketAddr;
use std::time::Duration;

use crate::net::{TcpListener, TcpStream, drop, thread};

/// The secret number is between 1 and this.
const HIGHEST: usize = 15;

/// A line has at most so many bytes, its end included.
const LONGEST: usize = 64;

/// How often the second client says its line.
const ATTEMPTS: usize = 2;

/// More strangers than this at once are turned away.
pub const MOST_VISITORS: usize = 32;

const ROUNDS: [&str; 4] = ["agreed", "syntax", "semantics", "timing"];

/// The server runs on this thread, the clients one after the other on one of their own.
///
/// `round` is one of [`ROUNDS`] or `all`. The `server` is `strict` or `lenient` about line ends.
/// In the round `timing` it waits at most `patience` milliseconds for a line. With `keep_open` it
/// stays for strangers until it is stopped.
pub fn run(
    round: &str,
    server: &str,
    secret: usize,
    patience: usize,
    keep_open: bool,
) -> io::Result<()> {
    let rounds = ROUNDS
        .into_iter()
        .filter(|name| [name, "all"].contains(&round));
    let rounds: Vec<&str> = rounds.collect();
    let lenient = server == "lenient";

    // step: listen
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;

    let played = rounds.clone();
    let thread = thread::Builder::new().name("client".to_string());
    let client = thread.spawn(move || clients(address, &played))?;

    for name in rounds {
        // step: accept
        let (stream, _) = listener.accept()?;
        if name == "timing" {
            // step: limit
            stream.set_read_timeout(Some(Duration::from_millis(patience as u64)))?;
        }
        serve(stream, secret, lenient)?;
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
                let _ = serve(stream, secret, lenient);
            })?);
        }
    }

    // step: stop
    drop(listener);

    let result = client.join();
    result.map_err(|_| io::Error::other("the client panicked"))?
}

/// The server's side of a game, always by the same rules.
fn serve(mut stream: TcpStream, secret: usize, lenient: bool) -> io::Result<()> {
    let mut waiting = Vec::new();
    let mut tries = None;
    // step: hello
    stream.write_all(b"HELLO GUESS/1\n")?;
    loop {
        // step: server-hears
        let line = match hear(&mut stream, &mut waiting) {
            Ok(Some(line)) => line,
            Ok(None) => break,
            Err(error) => {
                let word = match error.kind() {
                    // Unix says "would block" when the time is over, Windows "timed out".
                    ErrorKind::WouldBlock | ErrorKind::TimedOut => "ERR timeout\n",
                    ErrorKind::InvalidData => "ERR syntax\n",
                    _ => return Err(error),
                };
                // step: server-gives-up
                stream.write_all(word.as_bytes())?;
                break;
            }
        };
        let line = match lenient {
            true => line.strip_suffix('\r').unwrap_or(&line),
            false => &line,
        };
        let answer = answer(line, secret, &mut tries);
        // step: server-answers
        stream.write_all(answer.as_bytes())?;
    }
    // step: server-closes
    drop(stream);
    Ok(())
}

/// What the server answers to a line; `tries` counts the guesses of a game that has begun.
fn answer(line: &str, secret: usize, tries: &mut Option<usize>) -> String {
    let words: Vec<&str> = line.split(' ').collect();
    match (&words[..], *tries) {
        (["START"], None) => {
            *tries = Some(0);
            format!("READY 1 {HIGHEST}\n")
        }
        (["GUESS", digits], Some(before)) => match number(digits) {
            Some(guess @ 1..=HIGHEST) => {
                *tries = Some(before + 1);
                match guess.cmp(&secret) {
                    Ordering::Less => "LOW\n".to_string(),
                    Ordering::Greater => "HIGH\n".to_string(),
                    Ordering::Equal => {
                        *tries = None;
                        format!("HIT {}\n", before + 1)
                    }
                }
            }
            Some(_) => "ERR range\n".to_string(),
            None => "ERR syntax\n".to_string(),
        },
        (["START"] | ["GUESS", _], _) => "ERR order\n".to_string(),
        _ => "ERR syntax\n".to_string(),
    }
}

/// A number written in digits and nothing else.
fn number(digits: &str) -> Option<usize> {
    let all = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| all)
}

/// The next line, without its end; `None` when the peer has finished. What has come of the line
/// after it stays in `waiting`.
///
/// Every wait for a line is the caller's: its place in the program counts, not this one.
#[track_caller]
fn hear(stream: &mut TcpStream, waiting: &mut Vec<u8>) -> io::Result<Option<String>> {
    let mut piece = [0; LONGEST];
    loop {
        let end = waiting.iter().position(|byte| *byte == b'\n');
        if end.unwrap_or(waiting.len()) >= LONGEST {
            return Err(ErrorKind::InvalidData.into());
        }
        if let Some(end) = end {
            let line: Vec<u8> = waiting.drain(..=end).collect();
            return Ok(Some(String::from_utf8_lossy(&line[..end]).into_owned()));
        }
        let count = stream.read(&mut piece)?;
        if count == 0 {
            return Ok(None);
        }
        waiting.extend_from_slice(&piece[..count]);
    }
}

fn clients(address: SocketAddr, rounds: &[&str]) -> io::Result<()> {
    for round in rounds {
        match *round {
            "syntax" => other_form(address)?,
            "semantics" => other_meaning(address)?,
            "timing" => other_order(address)?,
            _ => agreed(address)?,
        }
    }
    Ok(())
}

/// Keeps to the agreement.
fn agreed(address: SocketAddr) -> io::Result<()> {
    let mut waiting = Vec::new();
    // step: agreed
    let mut stream = TcpStream::connect(address)?;
    hear(&mut stream, &mut waiting)?;

    // step: start
    stream.write_all(b"START\n")?;
    hear(&mut stream, &mut waiting)?;

    let (mut low, mut high) = (1, HIGHEST);
    while low <= high {
        let middle = (low + high) / 2;
        // step: guess
        stream.write_all(format!("GUESS {middle}\n").as_bytes())?;
        match hear(&mut stream, &mut waiting)?.as_deref() {
            Some("LOW") => low = middle + 1,
            Some("HIGH") => high = middle - 1,
            _ => break,
        }
    }
    // step: found
    drop(stream);
    Ok(())
}

/// Ends its lines with two bytes where the agreement has one.
fn other_form(address: SocketAddr) -> io::Result<()> {
    let mut waiting = Vec::new();
    // step: other-form
    let mut stream = TcpStream::connect(address)?;
    hear(&mut stream, &mut waiting)?;

    for _ in 0..ATTEMPTS {
        // step: other-line-end
        stream.write_all(b"START\r\n")?;
        match hear(&mut stream, &mut waiting)?.as_deref() {
            Some("ERR syntax") => {}
            _ => break,
        }
    }
    // step: form-given-up
    drop(stream);
    Ok(())
}

/// Takes LOW and HIGH for advice where they are judgements.
fn other_meaning(address: SocketAddr) -> io::Result<()> {
    let mut waiting = Vec::new();
    // step: other-meaning
    let mut stream = TcpStream::connect(address)?;
    hear(&mut stream, &mut waiting)?;
    stream.write_all(b"START\n")?;
    hear(&mut stream, &mut waiting)?;

    let (mut low, mut high) = (1, HIGHEST);
    while low <= high {
        let middle = (low + high) / 2;
        // step: wrong-way
        stream.write_all(format!("GUESS {middle}\n").as_bytes())?;
        match hear(&mut stream, &mut waiting)?.as_deref() {
            Some("LOW") => high = middle - 1,
            Some("HIGH") => low = middle + 1,
            _ => break,
        }
    }
    // step: nothing-left
    drop(stream);
    Ok(())
}

/// Waits for READY before it says START.
fn other_order(address: SocketAddr) -> io::Result<()> {
    let mut waiting = Vec::new();
    // step: other-order
    let mut stream = TcpStream::connect(address)?;
    hear(&mut stream, &mut waiting)?;

    // step: client-waits
    let word = hear(&mut stream, &mut waiting)?;
    if word.is_some_and(|word| word.starts_with("READY")) {
        stream.write_all(b"START\n")?;
    }
    // step: silence-over
    drop(stream);
    Ok(())
}
