//! The TCP connections of a host: also those that nobody has accepted yet, and those whose program
//! has let go. Of these no descriptor tells; the host's `/proc/net/tcp` does (proc_net_tcp of the
//! kernel's documentation), and whoever has opened it may read it from outside.

use std::fs::File;
use std::io;
use std::net::{Ipv4Addr, SocketAddrV4};
use std::os::unix::fs::FileExt;

/// As the helper opens it: of the network its thread is in.
pub const PATH: &str = "/proc/thread-self/net/tcp";

/// More than this is not read: some thousand connections.
const LONGEST: usize = 1 << 20;

/// The kernel gives no more at a time.
const PAGE: usize = 4096;

/// A TCP socket of a host, whether or not somebody holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    pub local: SocketAddrV4,
    /// 0.0.0.0:0 where it listens.
    pub peer: SocketAddrV4,
    /// As RFC 9293 §3.3.2 writes it.
    pub state: &'static str,
    /// A timer runs that will send something again, or knock at a closed window.
    pub sends_again: bool,
}

/// What stands in the table now.
pub fn read(table: &File) -> io::Result<Vec<Connection>> {
    let mut text = Vec::new();
    let mut page = [0; PAGE];
    while text.len() < LONGEST {
        match table.read_at(&mut page, text.len() as u64)? {
            0 => break,
            count => text.extend_from_slice(&page[..count]),
        }
    }
    let text = String::from_utf8_lossy(&text);
    Ok(text.lines().filter_map(line).collect())
}

/// `0: 0100000A:0007 0200000A:C000 01 00000000:00000000 00:00000000 …`
fn line(line: &str) -> Option<Connection> {
    let mut fields = line.split_whitespace().skip(1);
    let local = address(fields.next()?)?;
    let peer = address(fields.next()?)?;
    let state = state(u8::from_str_radix(fields.next()?, 16).ok()?)?;
    let (timer, _) = fields.nth(1)?.split_once(':')?;
    Some(Connection {
        local,
        peer,
        state,
        // 1 a retransmission, 4 a window probe; 2 and 3 only end what is over.
        sends_again: matches!(timer, "01" | "04"),
    })
}

/// The four bytes as this machine reads a number, and the port as one.
fn address(text: &str) -> Option<SocketAddrV4> {
    let (ip, port) = text.split_once(':')?;
    let ip = u32::from_str_radix(ip, 16).ok()?.to_ne_bytes();
    let port = u16::from_str_radix(port, 16).ok()?;
    Some(SocketAddrV4::new(Ipv4Addr::from(ip), port))
}

/// The numbers of `include/net/tcp_states.h`.
fn state(number: u8) -> Option<&'static str> {
    Some(match number {
        1 => "ESTABLISHED",
        2 => "SYN-SENT",
        3 | 12 => "SYN-RECEIVED",
        4 => "FIN-WAIT-1",
        5 => "FIN-WAIT-2",
        6 => "TIME-WAIT",
        7 => "CLOSED",
        8 => "CLOSE-WAIT",
        9 => "LAST-ACK",
        10 => "LISTEN",
        11 => "CLOSING",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use super::*;
    use crate::net::{TcpListener, TcpStream};

    /// The kernel itself is asked: what it writes is what we read.
    #[test]
    fn a_connection_is_found_under_its_addresses_and_after_its_end() {
        let v4 = |address: SocketAddr| match address {
            SocketAddr::V4(address) => address,
            SocketAddr::V6(_) => panic!("{address}"),
        };
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = v4(listener.local_addr().unwrap());
        let stream = TcpStream::connect(server).unwrap();
        let client = v4(stream.local_addr().unwrap());
        let table = File::open(PATH).unwrap();
        let state = |local, peer| {
            let all = read(&table).unwrap();
            let mut all = all.into_iter();
            let found = all.find(|one| (one.local, one.peer) == (local, peer));
            found.map(|one| (one.state, one.sends_again))
        };
        let nobody = SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, 0);
        assert_eq!(state(server, nobody), Some(("LISTEN", false)));
        // Nobody has accepted it.
        assert_eq!(state(server, client), Some(("ESTABLISHED", false)));
        assert_eq!(state(client, server), Some(("ESTABLISHED", false)));
        drop(stream);
        let (accepted, _) = listener.accept().unwrap();
        drop(accepted);
        assert_eq!(state(client, server), Some(("TIME-WAIT", false)));
        assert_eq!(state(server, client), None);
    }

    #[test]
    fn a_line_says_addresses_state_and_timer() {
        let of = |timer: &str, state: &str| {
            let numbers = u32::from_ne_bytes([10, 0, 0, 1]);
            line(&format!(
                " 0: {numbers:08X}:0007 00000000:C000 {state} 00000001:00000000 {timer}:0000001C 0"
            ))
        };
        let (local, peer) = ("10.0.0.1:7", "0.0.0.0:49152");
        for (timer, sends_again) in [("00", false), ("01", true), ("03", false), ("04", true)] {
            let expected = Connection {
                local: local.parse().unwrap(),
                peer: peer.parse().unwrap(),
                state: "LAST-ACK",
                sends_again,
            };
            assert_eq!(of(timer, "09"), Some(expected));
        }
        assert_eq!(of("00", "FF"), None);
        let head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when";
        for other in ["", "0:", head, "0: 0100000A:0007 0100000A 01 0:0 00:0"] {
            assert_eq!(line(other), None, "{other}");
        }
    }
}
