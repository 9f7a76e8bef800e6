//! What an IP packet carries.

use std::net::IpAddr;

use super::checksum::Checksum;
use super::field::Layer;
use super::walk::Walk;
use super::{icmp, icmpv6, tcp};

/// What the headers above ask of the IP header.
pub struct Packet {
    pub source: IpAddr,
    pub destination: IpAddr,
    pub protocol: u8,
    /// Whether the payload begins here, and is not a later fragment.
    pub first: bool,
    /// Whether it is no fragment at all.
    pub whole: bool,
}

impl Packet {
    /// Judges a checksum that stands at `at` in the message and covers the pseudo-header too
    /// (RFC 9293 §3.1, RFC 768, RFC 8200 §8.1).
    pub fn judge(&self, walk: &Walk, message: &[u8], at: usize) -> Checksum {
        if !self.whole || !walk.complete {
            return Checksum::Unknown;
        }
        let mut pseudo = Vec::with_capacity(40);
        for address in [self.source, self.destination] {
            match address {
                IpAddr::V4(ip) => pseudo.extend(ip.octets()),
                IpAddr::V6(ip) => pseudo.extend(ip.octets()),
            }
        }
        // In IPv4 there are two bytes less, zeros, which the sum does not see.
        pseudo.extend((message.len() as u32).to_be_bytes());
        pseudo.extend([0, 0, 0, self.protocol]);
        Checksum::judge(&[&pseudo, message], at)
    }
}

pub fn read(walk: &mut Walk, packet: &Packet) -> Option<()> {
    if !packet.first {
        walk.payload("payload.fragment");
        return Some(());
    }
    match packet.protocol {
        1 if packet.source.is_ipv4() => icmp::read(walk, packet),
        6 => tcp::read(walk, packet),
        17 => udp(walk, packet),
        58 if packet.source.is_ipv6() => icmpv6::read(walk, packet),
        _ => {
            walk.payload("payload.data");
            Some(())
        }
    }
}

/// RFC 768.
fn udp(walk: &mut Walk, packet: &Packet) -> Option<()> {
    walk.layer = Layer::Udp;
    let datagram = walk.rest();
    walk.number("udp.source_port", 2)?;
    walk.number("udp.destination_port", 2)?;
    let length = usize::try_from(walk.number("udp.length", 2)?).ok()?;
    let verdict = match (walk.peek(2)?, datagram.get(..length)) {
        (0, _) if packet.source.is_ipv4() => Checksum::Absent,
        (_, Some(message)) => packet.judge(walk, message, 6),
        (_, None) => Checksum::Unknown,
    };
    walk.checksum("udp.checksum", verdict)?;
    // Longer than it is: a fragment, a quotation or a lie. Shorter than its own header: a lie.
    let payload = length.checked_sub(8)?.min(walk.rest().len());
    walk.layer = Layer::Payload;
    walk.bytes("payload.data", payload)?;
    walk.layer = Layer::Udp;
    let surplus = walk.rest().len();
    walk.bytes("udp.surplus", surplus)
}
