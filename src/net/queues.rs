//! What waits in the kernel's queues of our sockets, where the system lets anybody read it.
//!
//! Linux lists every socket with the bytes in its queues in `/proc/self/net`; no call on the socket
//! itself is needed, so looking disturbs nothing.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// The queues of one socket, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Queues {
    pub local: SocketAddr,
    /// Port 0 for a socket without a peer.
    pub peer: SocketAddr,
    /// Come, and not read yet. For a socket that listens: connections not accepted yet.
    pub receive: u64,
    /// Sent, and not acknowledged by the peer's kernel.
    pub send: u64,
}

/// A longer list is not read: a screen waits for this.
const LONGEST: u64 = 1 << 20;

/// The queues of all sockets on the loopback addresses; `None` where the system does not tell.
pub fn queues() -> Option<Vec<Queues>> {
    let mut all = Vec::new();
    let mut told = false;
    for table in ["tcp", "tcp6", "udp", "udp6"] {
        let Some(text) = read(&format!("/proc/self/net/{table}")) else {
            continue;
        };
        told = true;
        all.extend(text.lines().skip(1).filter_map(line));
    }
    told.then_some(all)
}

fn read(path: &str) -> Option<String> {
    use std::io::Read;

    let file = std::fs::File::open(path).ok()?;
    // The kernel looks through all its sockets at every read, which takes milliseconds: few reads.
    let mut text = String::with_capacity(1 << 16);
    file.take(LONGEST).read_to_string(&mut text).ok()?;
    Some(text)
}

/// Reads `sl local_address rem_address st tx_queue:rx_queue …` (proc_pid_net(5)).
fn line(line: &str) -> Option<Queues> {
    let mut fields = line.split_whitespace().skip(1);
    let local = address(fields.next()?)?;
    let peer = address(fields.next()?)?;
    let _state = fields.next()?;
    let (send, receive) = fields.next()?.split_once(':')?;
    local.ip().is_loopback().then_some(())?;
    Some(Queues {
        local,
        peer,
        receive: u64::from_str_radix(receive, 16).ok()?,
        send: u64::from_str_radix(send, 16).ok()?,
    })
}

/// `0100007F:1F90`: words in the byte order of the machine, the port as a number.
fn address(text: &str) -> Option<SocketAddr> {
    let (ip, port) = text.split_once(':')?;
    let port = u16::from_str_radix(port, 16).ok()?;
    let word = |at: usize| {
        let word = ip.get(at * 8..at * 8 + 8)?;
        Some(u32::from_str_radix(word, 16).ok()?.to_ne_bytes())
    };
    let ip = match ip.len() {
        8 => IpAddr::V4(Ipv4Addr::from(word(0)?)),
        32 => {
            let mut bytes = [0; 16];
            for (at, four) in bytes.chunks_mut(4).enumerate() {
                four.copy_from_slice(&word(at)?);
            }
            IpAddr::V6(Ipv6Addr::from(bytes))
        }
        _ => return None,
    };
    Some(SocketAddr::new(ip, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_endian = "little")]
    #[test]
    fn a_line_of_the_table_is_read() {
        let text = "   1: 0100007F:9C41 0100007F:C4EC 01 00000002:00000005 00:00000000 00000000 0";
        let read = line(text).unwrap();
        assert_eq!(read.local, "127.0.0.1:40001".parse().unwrap());
        assert_eq!(read.peer, "127.0.0.1:50412".parse().unwrap());
        assert_eq!((read.receive, read.send), (5, 2));
        let six = "0: 00000000000000000000000001000000:0050 00000000000000000000000000000000:0000 0A 00000000:00000000";
        assert_eq!(line(six).unwrap().local, "[::1]:80".parse().unwrap());
    }

    #[test]
    fn damaged_lines_are_left_out() {
        for text in [
            "",
            "x",
            "0: 1:2 3:4 5 6:7",
            "0: 0100007F:zz 0100007F:1 01 0:0",
            "0: 中中00:1",
        ] {
            assert_eq!(line(text), None, "{text}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn bytes_not_read_yet_are_seen() {
        use std::io::Write;

        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let mut client = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (server, _) = listener.accept().unwrap();
        client.write_all(b"hello").unwrap();
        let (local, peer) = (server.local_addr().unwrap(), server.peer_addr().unwrap());
        let all = queues().unwrap();
        let found = all
            .iter()
            .find(|one| one.local == local && one.peer == peer);
        assert_eq!(found.unwrap().receive, 5);
    }
}
