//! Which of a machine's addresses a server is reached at.
//!
//! Shows that a listener is bound to an address as well as to a port: a knock at another address of
//! the same machine is refused, by IPv4 and by IPv6, unless the listener asked for every address;
//! and that an accepted socket always has the one address that was called. Does not show calls from
//! other machines, nor how a name such as `localhost` becomes an address.

use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use crate::net::{TcpListener, TcpStream, UdpSocket, drop, thread};

const FIRST: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const SECOND: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
const SIX: IpAddr = IpAddr::V6(Ipv6Addr::LOCALHOST);

/// `server` is the address the server binds, or in words: `every-ipv4-address`, `every-address`.
pub fn run(server: &str) -> io::Result<()> {
    let bound = match server {
        "::1" => SIX,
        "every-ipv4-address" => IpAddr::V4(Ipv4Addr::UNSPECIFIED),
        "every-address" => IpAddr::V6(Ipv6Addr::UNSPECIFIED),
        _ => FIRST,
    };
    // step: bind
    let listener = match TcpListener::bind((bound, 0)) {
        Ok(listener) => listener,
        // A system without IPv6, and this refusal is what there is to see.
        Err(_) if bound.is_ipv6() => return Ok(()),
        Err(error) => return Err(error),
    };
    let port = listener.local_addr()?.port();

    let thread = thread::Builder::new().name("client".to_string());
    let client = thread.spawn(move || client(bound, port))?;

    // step: accept
    let (mut stream, _) = listener.accept()?;
    let reached = stream.local_addr()?;

    // step: how-many
    let mut others = [0];
    stream.read_exact(&mut others)?;
    stream.write_all(reached.ip().to_string().as_bytes())?;
    drop(stream);

    for _ in 0..others[0] {
        // step: the-others
        let (mut stream, _) = listener.accept()?;
        let reached = stream.local_addr()?;
        stream.write_all(reached.ip().to_string().as_bytes())?;
    }

    let result = client.join();
    result.map_err(|_| io::Error::other("the client panicked"))??;

    // step: close
    drop(listener);
    Ok(())
}

/// Knocks at three addresses of this machine, always at the same port number.
fn client(bound: IpAddr, port: u16) -> io::Result<()> {
    let mut inside = Vec::new();
    let mut keep = |address, knock: io::Result<TcpStream>| {
        if is_ours(bound, address) {
            inside.push(knock?);
        }
        io::Result::Ok(())
    };

    // step: first
    keep(FIRST, TcpStream::connect(SocketAddr::new(FIRST, port)))?;

    // step: second-is-mine
    if UdpSocket::bind((SECOND, 0)).is_ok() {
        // step: second
        keep(SECOND, TcpStream::connect(SocketAddr::new(SECOND, port)))?;
    }

    // step: six-is-mine
    if UdpSocket::bind((SIX, 0)).is_ok() {
        // step: six
        keep(SIX, TcpStream::connect(SocketAddr::new(SIX, port)))?;
    }

    let others = inside.len().saturating_sub(1) as u8;
    if let Some(stream) = inside.first_mut() {
        // step: tell
        stream.write_all(&[others])?;
    }
    for mut stream in inside {
        // step: answer
        let mut buffer = [0; 64];
        while stream.read(&mut buffer)? > 0 {}
    }
    Ok(())
}

/// Whether a listener at `bound` is the one who answers at `address`. By a rare chance another
/// program has our number at an address that we have not bound; it is not kept waiting.
fn is_ours(bound: IpAddr, address: IpAddr) -> bool {
    bound == address || bound.is_unspecified() && (bound.is_ipv6() || address.is_ipv4())
}
