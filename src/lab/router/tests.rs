//! A router between two networks, and a third one behind another router: frames in, frames out.

mod arp;
mod complaints;
mod fragments;
mod hostile;
mod routes;

use smoltcp::wire::{EthernetAddress, Ipv4Cidr};

use super::*;
use crate::lab::samples::{self, ethernet, hex, ip, udp, with_ttl};

type Mac = [u8; 6];

/// The router's cards, and its neighbours A (10.0.0.1), R2 (10.0.1.2) and B (10.0.1.9).
const LEFT: Mac = [2, 0, 0, 0, 1, 0];
const RIGHT: Mac = [2, 0, 0, 0, 1, 1];
const A: Mac = [2, 0, 0, 0, 0, 0xa];
const R2: Mac = [2, 0, 0, 0, 2, 0];
const B: Mac = [2, 0, 0, 0, 0, 0xb];

fn cidr(text: &str) -> Ipv4Cidr {
    let (address, length) = text.split_once('/').unwrap();
    Ipv4Cidr::new(ip(address), length.parse().unwrap())
}

/// Legs 10.0.0.254/24 (port 0) and 10.0.1.1/24 (port 1); 10.0.3.0/24 behind R2.
fn strange_router() -> Router {
    let leg = |port, mac, address| Leg {
        port: Port(port),
        mac: EthernetAddress(mac),
        address: cidr(address),
        mtu: 1500,
    };
    let legs = vec![leg(0, LEFT, "10.0.0.254/24"), leg(1, RIGHT, "10.0.1.1/24")];
    let mut router = Router::new(legs);
    router
        .set_route(cidr("10.0.3.0/24"), ip("10.0.1.2"))
        .unwrap();
    router
}

/// The same, and its neighbours have spoken to it.
fn router() -> Router {
    let mut router = strange_router();
    for (port, own, mac, from) in [
        (0, (LEFT, "10.0.0.254"), A, "10.0.0.1"),
        (1, (RIGHT, "10.0.1.1"), R2, "10.0.1.2"),
        (1, (RIGHT, "10.0.1.1"), B, "10.0.1.9"),
    ] {
        let reply = samples::arp(2, (mac, from), own);
        let out = feed(&mut router, 0, port, &ethernet(own.0, mac, 0x0806, &reply));
        assert_eq!((out, router.last()), (vec![], Some(Deed::Noted)));
    }
    router
}

fn feed(router: &mut Router, seconds: u64, port: usize, frame: &[u8]) -> Vec<(Port, Vec<u8>)> {
    let mut out = Vec::new();
    router.frame(Time::from_secs(seconds), Port(port), frame, &mut out);
    out
}

/// What the router does with a packet from A: the frames, and its own account of it.
fn from_a(router: &mut Router, packet: &[u8]) -> (Vec<(Port, Vec<u8>)>, Deed) {
    let out = feed(router, 0, 0, &ethernet(LEFT, A, 0x0800, packet));
    (out, router.last().unwrap())
}

/// The only packet that left: by which port, to whom, and what.
fn only((out, _): (Vec<(Port, Vec<u8>)>, Deed)) -> (usize, Mac, Vec<u8>) {
    let [(Port(port), frame)] = &out[..] else {
        panic!("{out:?}");
    };
    assert_eq!(frame[12..14], [8, 0]);
    (*port, frame[..6].try_into().unwrap(), frame[14..].to_vec())
}

/// The header of the curriculum, before and after one hop: TTL 8 becomes 7, checksum 7f80 becomes
/// 8080, and nothing else changes.
#[test]
fn a_hop_changes_ttl_and_checksum_only() {
    let mut router = router();
    let data = hex("c350 1b59 000a 0000 6869");
    let before = "4500 001e 1c46 0000 08 11 7f80 0a000001 0a000309";
    let after = "4500 001e 1c46 0000 07 11 8080 0a000001 0a000309";
    let result = from_a(&mut router, &[hex(before), data.clone()].concat());
    let next = ip("10.0.1.2");
    assert_eq!(result.1, Deed::Forwarded { leg: 1, next });
    let frame = [hex("020000000200 020000000101 0800"), hex(after), data].concat();
    assert_eq!(result.0, [(Port(1), frame)]);
}

/// To a neighbour the frame goes straight, and what Ethernet added behind the packet is gone.
#[test]
fn a_neighbour_is_reached_without_a_gateway() {
    let mut router = router();
    let packet = udp("10.0.0.1:5000", "10.0.1.9:7", b"");
    let padded = [&packet[..], &[0xee; 18]].concat();
    let (port, mac, forwarded) = only(from_a(&mut router, &padded));
    assert_eq!((port, mac), (1, B));
    assert_eq!(forwarded, with_ttl(&packet, 63));
}

/// A packet that goes back to where it came from is forwarded all the same.
#[test]
fn two_routers_may_play_ping_pong() {
    let mut router = router();
    router.set_route(cidr("0.0.0.0/0"), ip("10.0.0.1")).unwrap();
    let packet = udp("10.0.0.1:5000", "192.0.2.7:7", b"x");
    assert_eq!(
        only(from_a(&mut router, &packet)),
        (0, A, with_ttl(&packet, 63))
    );
}

#[test]
fn a_ping_to_any_of_its_addresses_is_answered() {
    for own in ["10.0.0.254", "10.0.1.1"] {
        let mut router = router();
        let request = samples::ping("10.0.0.1", own, 8, 77);
        let result = from_a(&mut router, &request);
        assert_eq!(result.1, Deed::Answered);
        let (port, mac, reply) = only(result);
        assert_eq!((port, mac), (0, A));
        let expected = samples::ping(own, "10.0.0.1", 0, 77);
        assert_eq!(reply[12..], expected[12..]);
        assert!(samples::is_sound(&reply));
    }
    // With the last TTL too: it has arrived. But not with a wrong checksum.
    let mut router = router();
    let request = with_ttl(&samples::ping("10.0.0.1", "10.0.0.254", 8, 77), 1);
    assert_eq!(from_a(&mut router, &request).1, Deed::Answered);
    let mut damaged = request;
    *damaged.last_mut().unwrap() ^= 1;
    assert_eq!(from_a(&mut router, &damaged).1, silently(Why::NoService));
}

fn silently(why: Why) -> Deed {
    Deed::Dropped { why, told: false }
}

#[test]
fn what_is_not_for_it_is_left_alone() {
    let packet = udp("10.0.0.1:5000", "10.0.3.9:7", b"x");
    let arp = samples::arp(1, (A, "10.0.0.1"), ([0; 6], "10.0.0.254"));
    let cases = [
        (0, ethernet(B, A, 0x0800, &packet)),
        // To everybody on the link: not forwarded (RFC 1812 §5.3.4).
        (0, ethernet([0xff; 6], A, 0x0800, &packet)),
        (0, ethernet(LEFT, A, 0x86dd, &packet)),
        (0, ethernet(B, A, 0x0806, &arp)),
        (7, ethernet(LEFT, A, 0x0800, &packet)),
        (0, packet[..10].to_vec()),
        (0, vec![]),
    ];
    for (port, frame) in cases {
        let mut router = router();
        assert_eq!(feed(&mut router, 0, port, &frame), []);
        assert_eq!(router.last(), Some(Deed::Ignored), "{frame:x?}");
    }
}

#[test]
fn a_damaged_packet_is_dropped_in_silence() {
    let packet = udp("10.0.0.1:5000", "10.0.3.9:7", b"x");
    // No single bit of the header may be wrong.
    for bit in 0..160 {
        let mut damaged = packet.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        let (out, deed) = from_a(&mut router(), &damaged);
        let why = match deed {
            Deed::Dropped { why, told: false } => why,
            other => panic!("bit {bit}: {other:?}"),
        };
        assert!(matches!(why, Why::BadChecksum | Why::Malformed), "{why:?}");
        assert_eq!(out, []);
    }
    // With a checksum that is right: another version, and a part that lies beyond the largest
    // datagram there is.
    let mut version = packet.clone();
    version[0] = 0x65;
    samples::reseal(&mut version);
    let beyond = samples::ipv4(ip("10.0.0.1"), ip("10.0.3.9"), 17, 9, 0x1fff, &[0; 8]);
    for packet in [version, beyond] {
        let result = from_a(&mut router(), &packet);
        assert_eq!(result, (vec![], silently(Why::Malformed)), "{packet:x?}");
    }
    for length in 0..packet.len() {
        let (out, deed) = from_a(&mut router(), &packet[..length]);
        assert_eq!((out, deed), (vec![], silently(Why::Malformed)));
    }
}

#[test]
fn addresses_that_may_not_travel_do_not() {
    let cases = [
        ("127.0.0.1:1", "10.0.3.9:7", Why::Martian),
        ("0.0.0.0:1", "10.0.3.9:7", Why::Martian),
        ("224.0.0.5:1", "10.0.3.9:7", Why::Martian),
        ("255.255.255.255:1", "10.0.3.9:7", Why::Martian),
        // The router itself, and everybody in its network, as senders.
        ("10.0.1.1:1", "10.0.3.9:7", Why::Martian),
        ("10.0.0.255:1", "10.0.3.9:7", Why::Martian),
        ("10.0.0.1:1", "127.0.0.1:7", Why::Martian),
        ("10.0.0.1:1", "0.1.2.3:7", Why::Martian),
        ("10.0.0.1:1", "224.0.0.251:7", Why::Martian),
        ("10.0.0.1:1", "255.255.255.255:7", Why::Martian),
        ("10.0.0.1:1", "10.0.1.255:7", Why::Broadcast),
    ];
    for (from, to, why) in cases {
        let mut router = router();
        router.set_route(cidr("0.0.0.0/0"), ip("10.0.1.2")).unwrap();
        let result = from_a(&mut router, &udp(from, to, b"x"));
        assert_eq!(result, (vec![], silently(why)), "{from} {to}");
    }
}
