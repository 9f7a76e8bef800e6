//! ICMP errors: what they say, whom they quote, and when there are none.

use super::*;
use crate::lab::samples::{icmp, ipv4, is_sound, ping};

/// The packet that went wrong, and the error A gets for it: type, code, and the last four bytes of
/// the ICMP header.
fn complained(router: &mut Router, packet: &[u8]) -> (u8, u8, [u8; 4]) {
    let result = from_a(router, packet);
    assert!(
        matches!(result.1, Deed::Dropped { told: true, .. }),
        "{:?}",
        result.1
    );
    let (port, mac, error) = only(result);
    assert_eq!((port, mac), (0, A));
    assert!(is_sound(&error), "{error:x?}");
    // It speaks with the address of the leg it speaks from.
    assert_eq!(error[12..20], [10, 0, 0, 254, 10, 0, 0, 1]);
    // What it quotes is what came in, as much as fits into 576 bytes in all.
    let quoted = &packet[..packet.len().min(576 - 28)];
    assert_eq!(&error[28..], quoted);
    (error[20], error[21], error[24..28].try_into().unwrap())
}

#[test]
fn each_error_has_its_type_and_code() {
    let small = udp("10.0.0.1:5000", "10.0.3.9:7", b"hi");
    let large = udp("10.0.0.1:5000", "10.0.3.9:7", &[7; 1000]);
    let mut uncut = ipv4(ip("10.0.0.1"), ip("10.0.3.9"), 17, 9, 0x4000, &large[20..]);
    let mut narrow = router();
    narrow.legs[1].mtu = 600;

    let exceeded = complained(&mut router(), &with_ttl(&small, 1));
    assert_eq!(exceeded, (11, 0, [0; 4]));
    let exceeded = complained(&mut router(), &with_ttl(&large, 0));
    assert_eq!(exceeded, (11, 0, [0; 4]));
    // RFC 1191 §4: the MTU of the next hop, 600 = 0x258.
    assert_eq!(complained(&mut narrow, &uncut), (3, 4, [0, 0, 2, 0x58]));
    uncut[16..20].copy_from_slice(&[10, 0, 9, 9]);
    samples::reseal(&mut uncut);
    assert_eq!(complained(&mut router(), &uncut), (3, 0, [0; 4]));
    let to_itself = udp("10.0.0.1:5000", "10.0.1.1:33434", b"");
    assert_eq!(complained(&mut router(), &to_itself), (3, 3, [0; 4]));
    // A ping may be complained about: it is no error.
    let request = with_ttl(&ping("10.0.0.1", "10.0.3.9", 8, 1), 1);
    assert_eq!(complained(&mut router(), &request), (11, 0, [0; 4]));
}

/// The error to the curriculum's datagram, byte for byte, its checksums worked out apart: TTL 3
/// has become 1 two hops before.
#[test]
fn a_traceroute_s_answer_byte_for_byte() {
    let mut router = router();
    let probe = hex("4500 001e 1c46 0000 01 11 8680 0a000001 0a000309 c350 1b59 000a 0000 6869");
    let (_, _, error) = only(from_a(&mut router, &probe));
    let expected = "4500 003a 0001 0000 40 01 65c4 0a0000fe 0a000001 0b00 ade2 00000000";
    assert_eq!(error, [hex(expected), probe].concat());
    assert!(is_sound(&error));
}

/// The last TTL with which one can go on, and the last size: a byte or a hop less is too little.
#[test]
fn the_limits_are_exact() {
    let large = udp("10.0.0.1:5000", "10.0.3.9:7", &[7; 572]);
    let uncut = ipv4(ip("10.0.0.1"), ip("10.0.3.9"), 17, 2, 0x4000, &large[20..]);
    let mut router = router();
    router.set_mtu(1, 600);
    let (port, _, forwarded) = only(from_a(&mut router, &uncut));
    assert_eq!((port, forwarded), (1, with_ttl(&uncut, 1)));
    router.set_mtu(1, 599);
    assert_eq!(complained(&mut router, &uncut).1, 4);
}

/// RFC 1122 §3.2.2: no error about an error, a later fragment, or a sender that is not one host.
#[test]
fn some_packets_are_dropped_without_a_word() {
    let small = udp("10.0.0.1:5000", "10.0.3.9:7", b"hi");
    let about = [&[0; 4][..], &small].concat();
    let error = |kind, code| with_ttl(&icmp("10.0.0.1", "10.0.3.9", kind, code, &about), 1);
    let body = &small[20..];
    let cases = [
        error(3, 3),
        error(11, 0),
        error(12, 0),
        error(4, 0),
        error(5, 0),
        // A kind of ICMP not known may be an error.
        error(77, 0),
        // A whole header and no ICMP type behind it.
        ipv4(ip("10.0.0.1"), ip("10.0.3.9"), 1, 1, 0, b""),
        // The second part of a datagram, last or not.
        ipv4(ip("10.0.0.1"), ip("10.0.3.9"), 17, 1, 0x2001, body),
        ipv4(ip("10.0.0.1"), ip("10.0.3.9"), 17, 1, 0x0001, body),
    ];
    for packet in cases {
        let (out, deed) = from_a(&mut router(), &packet);
        assert_eq!(
            (out, deed),
            (vec![], silently(Why::TtlExceeded)),
            "{packet:x?}"
        );
    }
    // The first part is complained about.
    let first = ipv4(ip("10.0.0.1"), ip("10.0.3.9"), 17, 1, 0x2000, body);
    assert_eq!(complained(&mut router(), &first).0, 11);
    // The router itself answers no TCP and no ICMP but a ping.
    for packet in [
        samples::tcp("10.0.0.1:5000", "10.0.1.1:80", b""),
        ping("10.0.0.1", "10.0.1.1", 0, 1),
        icmp("10.0.0.1", "10.0.1.1", 8, 0, b""),
    ] {
        let result = from_a(&mut router(), &packet);
        assert_eq!(result, (vec![], silently(Why::NoService)), "{packet:x?}");
    }
}

/// A sender that no route leads back to is not told, and nobody else is.
#[test]
fn there_must_be_a_way_back() {
    let packet = with_ttl(&udp("192.0.2.7:5000", "10.0.3.9:7", b"hi"), 1);
    let result = from_a(&mut router(), &packet);
    assert_eq!(result, (vec![], silently(Why::TtlExceeded)));
}

/// Each packet of its own has a number of its own: they may be cut on their way.
#[test]
fn its_own_packets_are_told_apart() {
    let mut router = router();
    let probe = with_ttl(&udp("10.0.0.1:5000", "10.0.3.9:7", b"hi"), 1);
    let idents = [(); 3].map(|()| only(from_a(&mut router, &probe)).2[5]);
    assert_eq!(idents, [1, 2, 3]);
    let request = ping("10.0.0.1", "10.0.0.254", 8, 1);
    let idents = [(); 2].map(|()| only(from_a(&mut router, &request)).2[5]);
    assert_eq!(idents, [4, 5]);
}
