//! The time of day by a protocol of 1983: who comes is told, and need not ask.
//!
//! Shows a whole protocol on one page (RFC 867): over TCP the connection itself is the question and
//! its end the end of the answer; over UDP a datagram without a byte asks. Does not show port 13,
//! which belongs to the protocol and is often closed to ordinary users, and tells the time of
//! Greenwich: std knows no other.

use std::io::{self, Read, Write};
use std::net::SocketAddr;
use std::time::SystemTime;

use crate::net::{TcpListener, TcpStream, UdpSocket, drop, thread};

const MONTHS: [&str; 12] = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
];

/// The server runs on this thread, the client on one of its own.
///
/// `style` is `new` or `old`: how the server writes the time. The client reads at most `read_size`
/// bytes at once. With `keep_open` the server stays for strangers until it is stopped.
pub fn run(style: &str, read_size: usize, keep_open: bool) -> io::Result<()> {
    // step: listen
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;

    // step: udp-too
    let datagrams = UdpSocket::bind("127.0.0.1:0")?;
    let letter_box = datagrams.local_addr()?;

    let thread = thread::Builder::new().name("client".to_string());
    let client = thread.spawn(move || client(address, letter_box, read_size))?;

    // step: accept
    let (stream, _) = listener.accept()?;
    tell(stream, style)?;

    // step: asked
    let mut question = [0; 64];
    let (_, from) = datagrams.recv_from(&mut question)?;

    // step: answer
    datagrams.send_to(time(style).as_bytes(), from)?;

    if keep_open {
        loop {
            // step: visitor
            let (stream, _) = listener.accept()?;
            // A visitor who breaks off ends only the visit.
            let _ = tell(stream, style);
        }
    }

    let result = client.join();
    result.map_err(|_| io::Error::other("the client panicked"))??;

    // step: stop
    drop(datagrams);
    drop(listener);
    Ok(())
}

/// Says the time without being asked, and that is all.
fn tell(mut stream: TcpStream, style: &str) -> io::Result<()> {
    // step: tell
    stream.write_all(time(style).as_bytes())?;

    // step: server-closes
    drop(stream);
    Ok(())
}

fn client(address: SocketAddr, letter_box: SocketAddr, read_size: usize) -> io::Result<()> {
    // step: connect
    let mut stream = TcpStream::connect(address)?;

    let mut buffer = vec![0; read_size];
    loop {
        // step: read-to-the-end
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            break;
        }
    }

    // step: client-closes
    drop(stream);

    // step: ask
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    socket.send_to(&[], letter_box)?;

    // step: hear
    let mut answer = [0; 64];
    socket.recv_from(&mut answer)?;

    // step: close
    drop(socket);
    Ok(())
}

/// The time as a line of text, always of the same length.
fn time(style: &str) -> String {
    let since_1970 = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    let seconds = since_1970.as_secs();
    let (year, month, day) = date(seconds / 86_400);
    let clock = seconds % 86_400;
    let (hour, minute, second) = (clock / 3600, clock / 60 % 60, clock % 60);
    let clock = format!("{hour:02}:{minute:02}:{second:02} UTC\r\n");
    match style {
        "old" => {
            let (month, year) = (MONTHS[month - 1], year % 100);
            format!("{day:02} {month} {year:02} {clock}")
        }
        _ => format!("{year}-{month:02}-{day:02} {clock}"),
    }
}

/// Year, month and day, so many days after 1 January 1970.
fn date(mut days: u64) -> (u64, usize, u64) {
    let mut year = 1970;
    while days >= 365 + leap(year) {
        days -= 365 + leap(year);
        year += 1;
    }
    let mut month = 1;
    for length in [31, 28 + leap(year), 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    (year, month, days + 1)
}

/// One more day, in years that have it.
fn leap(year: u64) -> u64 {
    let has = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    u64::from(has)
}
