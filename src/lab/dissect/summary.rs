//! What a rule or a ladder asks about a frame: who, to whom, which flags, which numbers.
//!
//! Numbers are absolute, as they stand in the frame; [`super::relative`] counts from the SYN.

mod segment;

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use super::read;

pub use segment::{Flags, Segment};

/// Bytes of an Ethernet header.
const ETHERNET: usize = 14;
/// Bytes of the fixed part of an IPv6 header.
const IPV6: usize = 40;

/// What one frame says, in short. Reads at most the headers; any bytes may be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    pub destination: Mac,
    pub source: Mac,
    /// What follows the Ethernet header: 0x0800 IPv4, 0x0806 ARP, 0x86dd IPv6.
    pub ethertype: u16,
    pub ip: Option<Ip>,
    pub body: Body,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mac(pub [u8; 6]);

impl fmt::Display for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, g] = self.0;
        write!(f, "{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{g:02x}")
    }
}

impl fmt::Debug for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The IP header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ip {
    pub source: IpAddr,
    pub destination: IpAddr,
    /// TTL; in IPv6 the hop limit.
    pub ttl: u8,
    /// What the packet carries: 1 ICMP, 6 TCP, 17 UDP, 58 ICMPv6.
    pub protocol: u8,
    /// The identification, by which fragments of one packet are known; in IPv6 only fragments have one.
    pub id: Option<u32>,
    pub dont_fragment: bool,
    pub more_fragments: bool,
    /// Where this fragment's payload belongs, in bytes.
    pub fragment_offset: usize,
    /// Bytes of payload that are really in the frame.
    pub len: usize,
}

impl Ip {
    pub fn is_fragment(&self) -> bool {
        self.more_fragments || self.fragment_offset > 0
    }
}

/// What the packet carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    Arp(Arp),
    Tcp(Segment),
    Udp(Datagram),
    Icmp(Icmp),
    /// Something else, a later fragment, or a header cut short.
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arp {
    /// 1 asks, 2 answers.
    pub operation: u16,
    pub sender_mac: Mac,
    pub sender: Ipv4Addr,
    pub target_mac: Mac,
    pub target: Ipv4Addr,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Datagram {
    pub source: u16,
    pub destination: u16,
    /// Bytes of payload that are really in the frame.
    pub len: usize,
}

/// ICMP, or ICMPv6 when the addresses are IPv6.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Icmp {
    /// The type: in ICMP 0 and 8 are echo, 3 unreachable, 11 time exceeded.
    pub kind: u8,
    pub code: u8,
    /// Identifier and sequence number of an echo.
    pub echo: Option<(u16, u16)>,
    /// The next hop's MTU, of "fragmentation needed" and "packet too big".
    pub mtu: Option<u32>,
    /// Bytes after the first eight that are really in the frame.
    pub len: usize,
}

impl Summary {
    /// Reads the headers of a frame; `None` when it is shorter than an Ethernet header.
    pub fn of(frame: &[u8]) -> Option<Summary> {
        let ethertype = read::be16(frame, 12)?;
        let mut summary = Summary {
            destination: Mac(read::array(frame, 0)?),
            source: Mac(read::array(frame, 6)?),
            ethertype,
            ip: None,
            body: Body::Other,
        };
        let packet = &frame[ETHERNET..];
        let found = match ethertype {
            0x0806 => {
                summary.body = arp(packet).map_or(Body::Other, Body::Arp);
                None
            }
            0x0800 => ipv4(packet),
            0x86dd => ipv6(packet),
            _ => None,
        };
        if let Some((ip, payload)) = found {
            summary.body = body(&ip, payload).unwrap_or(Body::Other);
            summary.ip = Some(ip);
        }
        Some(summary)
    }

    pub fn tcp(&self) -> Option<&Segment> {
        match &self.body {
            Body::Tcp(segment) => Some(segment),
            _ => None,
        }
    }

    pub fn udp(&self) -> Option<&Datagram> {
        match &self.body {
            Body::Udp(datagram) => Some(datagram),
            _ => None,
        }
    }

    pub fn icmp(&self) -> Option<&Icmp> {
        match &self.body {
            Body::Icmp(icmp) => Some(icmp),
            _ => None,
        }
    }

    pub fn arp(&self) -> Option<&Arp> {
        match &self.body {
            Body::Arp(arp) => Some(arp),
            _ => None,
        }
    }

    /// Addresses and ports, source first, of TCP and UDP.
    pub fn ends(&self) -> Option<(SocketAddr, SocketAddr)> {
        let ip = self.ip?;
        let (source, destination) = match &self.body {
            Body::Tcp(segment) => (segment.source, segment.destination),
            Body::Udp(datagram) => (datagram.source, datagram.destination),
            _ => return None,
        };
        let source = SocketAddr::new(ip.source, source);
        Some((source, SocketAddr::new(ip.destination, destination)))
    }
}

fn arp(packet: &[u8]) -> Option<Arp> {
    // Ethernet and IPv4; there is no other pair in use.
    if packet.get(..6)? != [0, 1, 8, 0, 6, 4] {
        return None;
    }
    Some(Arp {
        operation: read::be16(packet, 6)?,
        sender_mac: Mac(read::array(packet, 8)?),
        sender: read::ipv4(packet, 14)?,
        target_mac: Mac(read::array(packet, 18)?),
        target: read::ipv4(packet, 24)?,
    })
}

/// The header and what it carries, as far as it is there and not longer than the header says.
fn ipv4(packet: &[u8]) -> Option<(Ip, &[u8])> {
    let first = read::byte(packet, 0)?;
    let header = usize::from(first & 0x0f) * 4;
    if first >> 4 != 4 || header < 20 {
        return None;
    }
    let total = usize::from(read::be16(packet, 2)?).min(packet.len());
    let fragment = read::be16(packet, 6)?;
    let payload = packet.get(header..total)?;
    let ip = Ip {
        source: read::ipv4(packet, 12)?.into(),
        destination: read::ipv4(packet, 16)?.into(),
        ttl: read::byte(packet, 8)?,
        protocol: read::byte(packet, 9)?,
        id: Some(read::be16(packet, 4)?.into()),
        dont_fragment: fragment & 0x4000 != 0,
        more_fragments: fragment & 0x2000 != 0,
        fragment_offset: usize::from(fragment & 0x1fff) * 8,
        len: payload.len(),
    };
    Some((ip, payload))
}

/// The same of IPv6, past its extension headers.
fn ipv6(packet: &[u8]) -> Option<(Ip, &[u8])> {
    if read::byte(packet, 0)? >> 4 != 6 {
        return None;
    }
    let len = usize::from(read::be16(packet, 4)?);
    let mut payload = packet.get(IPV6..)?;
    payload = &payload[..len.min(payload.len())];
    let mut ip = Ip {
        source: read::ipv6(packet, 8)?.into(),
        destination: read::ipv6(packet, 24)?.into(),
        ttl: read::byte(packet, 7)?,
        protocol: read::byte(packet, 6)?,
        id: None,
        // In IPv6 only the sender takes a packet apart (RFC 8200 §5).
        dont_fragment: true,
        more_fragments: false,
        fragment_offset: 0,
        len: 0,
    };
    while let 0 | 43 | 44 | 60 = ip.protocol {
        // What follows a later fragment's header is no header any more.
        if ip.fragment_offset > 0 {
            break;
        }
        let Some(next) = read::byte(payload, 0) else {
            break;
        };
        let size = match ip.protocol {
            44 => 8,
            _ => 8 + 8 * usize::from(read::byte(payload, 1)?),
        };
        if ip.protocol == 44 {
            let offset = read::be16(payload, 2)?;
            ip.fragment_offset = usize::from(offset & 0xfff8);
            ip.more_fragments = offset & 1 != 0;
            ip.id = read::be32(payload, 4);
        }
        payload = payload.get(size..)?;
        ip.protocol = next;
    }
    ip.len = payload.len();
    Some((ip, payload))
}

fn body(ip: &Ip, payload: &[u8]) -> Option<Body> {
    if ip.fragment_offset > 0 {
        return None;
    }
    Some(match ip.protocol {
        6 => Body::Tcp(Segment::read(payload)?),
        17 => Body::Udp(Datagram {
            source: read::be16(payload, 0)?,
            destination: read::be16(payload, 2)?,
            len: usize::from(read::be16(payload, 4)?)
                .min(payload.len())
                .checked_sub(8)?,
        }),
        protocol @ (1 | 58) => Body::Icmp(icmp(protocol == 58, payload)?),
        _ => return None,
    })
}

fn icmp(six: bool, bytes: &[u8]) -> Option<Icmp> {
    let (kind, code) = (read::byte(bytes, 0)?, read::byte(bytes, 1)?);
    let is_echo = matches!((six, kind), (false, 0 | 8) | (true, 128 | 129));
    let (id, number) = (read::be16(bytes, 4)?, read::be16(bytes, 6)?);
    let mtu = match (six, kind, code) {
        (false, 3, 4) => Some(u32::from(number)),
        (true, 2, _) => read::be32(bytes, 4),
        _ => None,
    };
    Some(Icmp {
        kind,
        code,
        echo: is_echo.then_some((id, number)),
        mtu,
        len: bytes.len() - 8,
    })
}

#[cfg(test)]
mod tests;
