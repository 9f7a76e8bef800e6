//! Reading and changing one end of a packet: address, port, and the checksums over them.

use std::net::{Ipv4Addr, SocketAddrV4};

use smoltcp::wire::{IPV4_HEADER_LEN, checksum};

use super::Protocol;

/// Which end of a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Source,
    Destination,
}

/// Where things stand in an IPv4 header (RFC 791 §3.1).
const PROTOCOL: usize = 9;
const HEADER_CHECKSUM: usize = 10;

/// Bytes of the transport header that every quote holds: RFC 792 asks for the first 64 bits.
const QUOTED: usize = 8;

impl Side {
    fn address_at(self) -> usize {
        match self {
            Side::Source => 12,
            Side::Destination => 16,
        }
    }

    /// Where the port stands, from the beginning of the transport header.
    fn port_at(self, protocol: Protocol) -> usize {
        match (protocol, self) {
            // A ping's identifier belongs to its sender; the answer repeats it.
            (Protocol::Ping, _) => 4,
            (_, Side::Source) => 0,
            (_, Side::Destination) => 2,
        }
    }
}

/// One end of a packet of which address and port are known to be there.
pub(super) fn endpoint(packet: &[u8], side: Side) -> SocketAddrV4 {
    let port = header_length(packet) + side.port_at(protocol(packet));
    let address = <[u8; 4]>::try_from(&packet[side.address_at()..][..4]);
    let address = Ipv4Addr::from(address.unwrap_or_default());
    SocketAddrV4::new(address, word(packet, port))
}

/// One end of a packet quoted by an ICMP error, and its protocol; `None` unless it is an IPv4
/// header with the right checksum (RFC 5508 REQ-3) and enough of TCP, UDP or a ping behind it.
pub(super) fn endpoint_of_quote(quote: &[u8], side: Side) -> Option<(Protocol, SocketAddrV4)> {
    let first = *quote.first()?;
    let length = header_length(quote);
    if first >> 4 != 4 || length < IPV4_HEADER_LEN || quote.len() < length + QUOTED {
        return None;
    }
    let is_first_part = word(quote, 6) & 0x1fff == 0;
    let is_ping = matches!(quote[length], 0 | 8);
    let known = match quote[PROTOCOL] {
        6 | 17 => true,
        1 => is_ping,
        _ => false,
    };
    let is_sound = checksum::data(&quote[..length]) == u16::MAX;
    (known && is_first_part && is_sound).then(|| (protocol(quote), endpoint(quote, side)))
}

/// Puts another address and port at one end of a packet, or of the beginning of one: a checksum
/// that is not there is not corrected.
pub(super) fn replace(packet: &mut [u8], side: Side, to: SocketAddrV4) {
    let (protocol, header) = (protocol(packet), header_length(packet));
    let port_at = header + side.port_at(protocol);
    let address_at = side.address_at();
    let mut old = word(packet, port_at).to_be_bytes().to_vec();
    let mut new = to.port().to_be_bytes().to_vec();
    // ICMP's checksum does not cover the addresses; those of TCP and UDP do.
    if protocol != Protocol::Ping {
        old.extend_from_slice(&packet[address_at..address_at + 4]);
        new.extend_from_slice(&to.ip().octets());
    }
    packet[port_at..port_at + 2].copy_from_slice(&new[..2]);
    let checksum_at = header
        + match protocol {
            Protocol::Tcp => 16,
            Protocol::Udp => 6,
            Protocol::Ping => 2,
        };
    let sum = packet.get(checksum_at..checksum_at + 2).is_some();
    // UDP may go without a checksum, which is written as zero (RFC 768).
    let has_none = protocol == Protocol::Udp && sum && word(packet, checksum_at) == 0;
    if sum && !has_none {
        let sum = match corrected(word(packet, checksum_at), &old, &new) {
            0 if protocol == Protocol::Udp => 0xffff,
            sum => sum,
        };
        packet[checksum_at..checksum_at + 2].copy_from_slice(&sum.to_be_bytes());
    }
    replace_address(packet, side, *to.ip());
}

/// Puts another address at one end of a packet and corrects the header's checksum.
pub(super) fn replace_address(packet: &mut [u8], side: Side, to: Ipv4Addr) {
    let place = side.address_at()..side.address_at() + 4;
    let sum = corrected(
        word(packet, HEADER_CHECKSUM),
        &packet[place.clone()],
        &to.octets(),
    );
    packet[place].copy_from_slice(&to.octets());
    packet[HEADER_CHECKSUM..HEADER_CHECKSUM + 2].copy_from_slice(&sum.to_be_bytes());
}

/// A checksum after some of the 16-bit words under it have changed (RFC 1624 §3, equation 3).
pub(super) fn corrected(sum: u16, old: &[u8], new: &[u8]) -> u16 {
    let words = |bytes: &[u8]| -> Vec<u16> {
        let pairs = bytes.chunks_exact(2);
        pairs
            .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
            .collect()
    };
    let gone = words(old).into_iter().map(|word| u32::from(!word));
    let come = words(new).into_iter().map(u32::from);
    let mut total = u32::from(!sum) + gone.sum::<u32>() + come.sum::<u32>();
    while total > 0xffff {
        total = (total & 0xffff) + (total >> 16);
    }
    !(total as u16)
}

fn protocol(packet: &[u8]) -> Protocol {
    match packet[PROTOCOL] {
        6 => Protocol::Tcp,
        17 => Protocol::Udp,
        _ => Protocol::Ping,
    }
}

fn header_length(packet: &[u8]) -> usize {
    usize::from(packet[0] & 15) * 4
}

fn word(packet: &[u8], at: usize) -> u16 {
    u16::from_be_bytes([packet[at], packet[at + 1]])
}
