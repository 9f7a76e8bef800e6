//! Packets for the tests of the boxes, made and checked byte by byte, without the code under test.

use std::net::{Ipv4Addr, SocketAddrV4};

/// A socket written as text: `10.0.0.1:80`.
pub fn at(socket: &str) -> SocketAddrV4 {
    socket.parse().unwrap()
}

/// An address written as text.
pub fn ip(address: &str) -> Ipv4Addr {
    address.parse().unwrap()
}

/// Bytes written as hex digits with blanks.
pub fn hex(digits: &str) -> Vec<u8> {
    let digits: Vec<u8> = digits
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    let text = |pair: &[u8]| String::from_utf8(pair.to_vec()).unwrap();
    let pairs = digits.chunks(2).map(text);
    pairs
        .map(|pair| u8::from_str_radix(&pair, 16).unwrap())
        .collect()
}

/// The Internet checksum as RFC 1071 §1 says it: sum the words, fold once at the end, complement.
pub fn checksum(parts: &[&[u8]]) -> u16 {
    let bytes = parts.concat();
    let mut sum: u64 = 0;
    for (place, byte) in bytes.iter().enumerate() {
        sum += u64::from(*byte) << (8 * (1 - place % 2));
    }
    while sum >> 16 > 0 {
        sum = (sum >> 16) + (sum & 0xffff);
    }
    !u16::try_from(sum).unwrap()
}

fn put(bytes: &mut [u8], place: usize, word: u16) {
    bytes[place..place + 2].copy_from_slice(&word.to_be_bytes());
}

/// An IPv4 packet without options. `flags` are the sixteen bits of flags and fragment offset.
pub fn ipv4(
    from: Ipv4Addr,
    to: Ipv4Addr,
    protocol: u8,
    ttl: u8,
    flags: u16,
    body: &[u8],
) -> Vec<u8> {
    let mut packet = hex("45 00 0000 1c46 0000 00 00 0000");
    packet.extend(from.octets());
    packet.extend(to.octets());
    put(&mut packet, 2, (20 + body.len()) as u16);
    put(&mut packet, 6, flags);
    packet[8] = ttl;
    packet[9] = protocol;
    let sum = checksum(&[&packet]);
    put(&mut packet, 10, sum);
    packet.extend(body);
    packet
}

/// Addresses, protocol and length: what TCP and UDP also sum (RFC 9293 §3.1).
fn pseudo(packet: &[u8], body: &[u8]) -> Vec<u8> {
    let length = (body.len() as u16).to_be_bytes();
    [&packet[12..20], &[0, packet[9]], &length].concat()
}

fn with_transport(
    (from, to): (SocketAddrV4, SocketAddrV4),
    protocol: u8,
    sum_at: usize,
    mut body: Vec<u8>,
) -> Vec<u8> {
    put(&mut body, 0, from.port());
    put(&mut body, 2, to.port());
    let packet = ipv4(*from.ip(), *to.ip(), protocol, 64, 0, &body);
    let sum = checksum(&[&pseudo(&packet, &body), &body]);
    put(&mut body, sum_at, sum);
    ipv4(*from.ip(), *to.ip(), protocol, 64, 0, &body)
}

pub fn udp(from: &str, to: &str, data: &[u8]) -> Vec<u8> {
    let mut body = vec![0; 8];
    put(&mut body, 4, (8 + data.len()) as u16);
    body.extend(data);
    with_transport((at(from), at(to)), 17, 6, body)
}

pub fn tcp(from: &str, to: &str, data: &[u8]) -> Vec<u8> {
    let mut body = hex("0000 0000 00000065 0000012d 5018 1000 0000 0000");
    body.extend(data);
    with_transport((at(from), at(to)), 6, 16, body)
}

/// An ICMP message: type, code and what follows the checksum.
pub fn icmp(from: &str, to: &str, kind: u8, code: u8, rest: &[u8]) -> Vec<u8> {
    let mut body = vec![kind, code, 0, 0];
    body.extend(rest);
    let sum = checksum(&[&body]);
    put(&mut body, 2, sum);
    ipv4(ip(from), ip(to), 1, 64, 0, &body)
}

/// An echo request (8) or reply (0).
pub fn ping(from: &str, to: &str, kind: u8, ident: u16) -> Vec<u8> {
    let rest = [&ident.to_be_bytes()[..], &[0, 7], b"abc"].concat();
    icmp(from, to, kind, 0, &rest)
}

/// The packet with another TTL and the checksum that belongs to it.
pub fn with_ttl(packet: &[u8], ttl: u8) -> Vec<u8> {
    let mut packet = packet.to_vec();
    packet[8] = ttl;
    reseal(&mut packet);
    packet
}

/// Makes the header's checksum right.
pub fn reseal(packet: &mut [u8]) {
    let header = usize::from(packet[0] & 15) * 4;
    put(packet, 10, 0);
    let sum = checksum(&[&packet[..header]]);
    put(packet, 10, sum);
}

/// Whether the header's checksum is right.
pub fn header_is_sound(packet: &[u8]) -> bool {
    checksum(&[&packet[..usize::from(packet[0] & 15) * 4]]) == 0
}

/// Whether every checksum of a whole packet is right: the header's, and TCP's, UDP's or ICMP's.
pub fn is_sound(packet: &[u8]) -> bool {
    let header = usize::from(packet[0] & 15) * 4;
    let body = &packet[header..];
    let carries = match packet[9] {
        1 => checksum(&[body]) == 0,
        17 if body[6..8] == [0, 0] => true,
        _ => checksum(&[&pseudo(packet, body), body]) == 0,
    };
    header_is_sound(packet) && carries
}

pub fn ethernet(to: [u8; 6], from: [u8; 6], kind: u16, payload: &[u8]) -> Vec<u8> {
    [&to[..], &from, &kind.to_be_bytes(), payload].concat()
}

/// An ARP message (RFC 826): operation 1 asks, 2 answers.
pub fn arp(
    operation: u8,
    (mac, from): ([u8; 6], &str),
    (target_mac, to): ([u8; 6], &str),
) -> Vec<u8> {
    [
        &[0, 1, 8, 0, 6, 4, 0, operation][..],
        &mac,
        &ip(from).octets(),
        &target_mac,
        &ip(to).octets(),
    ]
    .concat()
}
