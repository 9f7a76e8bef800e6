//! Packets through the box: both addresses, both ports, both checksums.

use proptest::prelude::{any, prop, prop_assert, prop_assert_eq, proptest};

use super::rewrite::corrected;
use super::*;
use crate::lab::samples::{checksum, ipv4, with_ttl};

const SERVER: &str = "198.51.100.7:80";

/// What leaves differs from what came in address, port, TTL and two checksums; and what comes back
/// is for the host that asked.
#[test]
fn two_hosts_with_one_port_share_an_address() {
    for make in [tcp, udp] {
        let mut home = home(Rules::default());
        for (host, public) in [
            ("192.168.1.10:5000", "203.0.113.5:40001"),
            ("192.168.1.11:5000", "203.0.113.5:40002"),
        ] {
            let sent = out(&mut home, &make(host, SERVER, b"hello"));
            assert_eq!(sent, with_ttl(&make(public, SERVER, b"hello"), 63));
            let answer = back(&mut home, &make(SERVER, public, b"hi"));
            assert_eq!(answer, Ok(with_ttl(&make(SERVER, host, b"hi"), 63)));
        }
        let mappings = home.nat().unwrap().mappings(Time::ZERO);
        let seen: Vec<_> = mappings.iter().map(|one| (one.inside, one.port)).collect();
        let hosts = ["192.168.1.10:5000", "192.168.1.11:5000"].map(at);
        assert_eq!(seen, [(hosts[0], 40_001), (hosts[1], 40_002)]);
        assert_eq!(mappings[0].peers, [at(SERVER)]);
    }
}

/// Two pings with one identifier get two; the answers find their way by it.
#[test]
fn pings_are_told_apart_by_identifier() {
    let mut home = home(Rules::default());
    for (host, ident) in [("192.168.1.10", 40_001), ("192.168.1.11", 40_002)] {
        let sent = out(&mut home, &ping(host, "198.51.100.7", 8, 77));
        let expected = ping("203.0.113.5", "198.51.100.7", 8, ident);
        assert_eq!(sent, with_ttl(&expected, 63));
        let answer = back(&mut home, &ping("198.51.100.7", "203.0.113.5", 0, ident));
        let expected = ping("198.51.100.7", host, 0, 77);
        assert_eq!(answer, Ok(with_ttl(&expected, 63)));
    }
    // An answer by somebody who was not asked; and an answer to nobody's question.
    let stranger = back(&mut home, &ping("198.51.100.8", "203.0.113.5", 0, 40_001));
    assert_eq!(stranger, refused(Refusal::Stranger));
    let unasked = pass(&mut home, 0, &ping("192.168.1.10", "198.51.100.7", 0, 5));
    assert_eq!(
        unasked.map(|(_, packet)| packet),
        refused(Refusal::NoMapping)
    );
    // A ping to the public address is answered by the box itself.
    let (port, answer) = pass(&mut home, 1, &ping("198.51.100.7", "203.0.113.5", 8, 5)).unwrap();
    assert_eq!((port, home.last()), (1, Some(Deed::Answered)));
    assert_eq!(
        answer[20..],
        ping("203.0.113.5", "198.51.100.7", 0, 5)[20..]
    );
}

#[test]
fn strangers_stay_outside() {
    let mut home = home(Rules::default());
    out(&mut home, &udp("192.168.1.10:5000", SERVER, b"x"));
    let stranger = udp("198.51.100.99:80", "203.0.113.5:40001", b"x");
    assert_eq!(back(&mut home, &stranger), refused(Refusal::Stranger));
    let nobody = udp(SERVER, "203.0.113.5:40777", b"x");
    assert_eq!(back(&mut home, &nobody), refused(Refusal::NoMapping));
    // The answer to TCP at the same number: another protocol.
    let tcp = tcp(SERVER, "203.0.113.5:40001", b"x");
    assert_eq!(back(&mut home, &tcp), refused(Refusal::NoMapping));
    // Past the NAT, straight to the private address.
    let past = udp(SERVER, "192.168.1.10:5000", b"x");
    let why = Why::PastNat;
    assert_eq!(
        back(&mut home, &past),
        Err(Deed::Dropped { why, told: false })
    );
    // Through a door somebody has opened.
    let web = at("192.168.1.10:8000");
    let nat = home.nat_mut().unwrap();
    nat.open(Time::ZERO, Protocol::Udp, 80, web).unwrap();
    let knock = udp("198.51.100.99:5", "203.0.113.5:80", b"x");
    let inside = udp("198.51.100.99:5", "192.168.1.10:8000", b"x");
    assert_eq!(back(&mut home, &knock), Ok(with_ttl(&inside, 63)));
    let answer = udp("192.168.1.10:8000", "198.51.100.99:5", b"y");
    let expected = udp("203.0.113.5:80", "198.51.100.99:5", b"y");
    assert_eq!(out(&mut home, &answer), with_ttl(&expected, 63));
}

/// RFC 5508 REQ-8: no port left is told, with code 13; the sender is the one inside.
#[test]
fn a_full_table_is_told() {
    let mut home = home(Rules {
        ports: 40_001..=40_001,
        ..Rules::default()
    });
    out(&mut home, &udp("192.168.1.10:5000", SERVER, b"x"));
    let second = udp("192.168.1.11:5000", SERVER, b"x");
    let (port, error) = pass(&mut home, 0, &second).unwrap();
    assert_eq!(
        (port, &error[20..22], &error[28..]),
        (0, &[3, 13][..], &second[..])
    );
    let told = Deed::Dropped {
        why: Why::Nat(Refusal::TableFull),
        told: true,
    };
    assert_eq!(home.last(), Some(told));
}

/// What the box itself complains about, it complains about to the host inside, with the packet as
/// that host sent it.
#[test]
fn errors_of_the_box_speak_of_the_inside() {
    let mut home = home(Rules::default());
    let probe = with_ttl(&udp("192.168.1.10:5000", SERVER, b"x"), 1);
    let (port, error) = pass(&mut home, 0, &probe).unwrap();
    assert_eq!((port, &error[28..]), (0, &probe[..]));
    assert_eq!(error[12..20], [192, 168, 1, 1, 192, 168, 1, 10]);
}

/// An error from a router on the way, about a packet of each protocol, whole and with no more than
/// the 64 bits RFC 792 asks for: outside it speaks of the public address, inside of the host's.
#[test]
fn errors_are_translated_with_what_they_quote() {
    for make in [
        |from: &str, to: &str| tcp(from, to, b"hello"),
        |from: &str, to: &str| udp(from, to, b"hello"),
        |from: &str, to: &str| {
            let (from, to) = (at(from), at(to));
            ping(&from.ip().to_string(), &to.ip().to_string(), 8, from.port())
        },
    ] {
        let mut home = home(Rules::default());
        let sent = make("192.168.1.10:5000", SERVER);
        out(&mut home, &sent);
        for (kind, code, keep) in [(11, 0, usize::MAX), (3, 1, 28), (3, 4, 30), (12, 0, 44)] {
            let error = |to: &str, quoted: Vec<u8>| {
                let quoted = &quoted[..quoted.len().min(keep)];
                let rest = [&[0, 0, 5, 0xdc][..], quoted].concat();
                icmp("192.0.2.33", to, kind, code, &rest)
            };
            let outside = error("203.0.113.5", make("203.0.113.5:40001", SERVER));
            let inside = error("192.168.1.10", make("192.168.1.10:5000", SERVER));
            let came = back(&mut home, &outside).unwrap();
            assert_eq!(came, with_ttl(&inside, 63), "{kind} {code} {keep}");
            assert!(is_sound(&came));
        }
    }
}

/// A host inside complains about a packet from outside: what it quotes is ours to hide again.
#[test]
fn errors_from_inside_are_translated_too() {
    let mut home = home(Rules::default());
    out(&mut home, &udp("192.168.1.10:5000", SERVER, b"x"));
    let error = |from: &str, quoted: Vec<u8>| {
        let rest = [&[0; 4][..], &quoted].concat();
        icmp(from, "198.51.100.7", 3, 3, &rest)
    };
    let inside = error("192.168.1.10", udp(SERVER, "192.168.1.10:5000", b"late"));
    let outside = error("203.0.113.5", udp(SERVER, "203.0.113.5:40001", b"late"));
    assert_eq!(out(&mut home, &inside), with_ttl(&outside, 63));
    let unknown = error("192.168.1.10", udp(SERVER, "192.168.1.10:9", b"late"));
    let dropped = pass(&mut home, 0, &unknown).map(|(_, packet)| packet);
    assert_eq!(dropped, refused(Refusal::NoMapping));
}

/// An error can be forged by anybody: it must be about something the box has let out.
#[test]
fn doubtful_errors_are_dropped() {
    let mut home = home(Rules::default());
    out(&mut home, &udp("192.168.1.10:5000", SERVER, b"x"));
    let error = |quoted: &[u8]| {
        let rest = [&[0; 4][..], quoted].concat();
        icmp("192.0.2.33", "203.0.113.5", 3, 1, &rest)
    };
    let good = udp("203.0.113.5:40001", SERVER, b"x");
    assert!(back(&mut home, &error(&good)).is_ok());
    out(&mut home, &ping("192.168.1.10", "198.51.100.7", 8, 9));
    let mut bad_header = good.clone();
    bad_header[8] ^= 1;
    // Right in everything but the version; and a header of 16 bytes, so that the destination's
    // first half, 0x9c41, would be the port.
    let mut version = good.clone();
    version[0] = 0x65;
    samples::reseal(&mut version);
    let mut too_short = udp("203.0.113.5:1", "156.65.0.80:80", b"x");
    too_short[0] = 0x44;
    samples::reseal(&mut too_short);
    let cases = [
        (udp("203.0.113.5:40002", SERVER, b"x"), Refusal::NoMapping),
        (udp("203.0.113.9:40001", SERVER, b"x"), Refusal::NoMapping),
        (
            udp("203.0.113.5:40001", "198.51.100.8:80", b"x"),
            Refusal::Stranger,
        ),
        (bad_header, Refusal::NoMapping),
        (version, Refusal::NoMapping),
        (too_short, Refusal::NoMapping),
        (good[..27].to_vec(), Refusal::NoMapping),
        (vec![], Refusal::NoMapping),
        // A quoted error, and a quoted later fragment: neither has a port to go by.
        (
            icmp("203.0.113.5", "198.51.100.7", 3, 1, &[0x9c, 0x41, 0, 0]),
            Refusal::NoMapping,
        ),
        (
            ipv4(ip("203.0.113.5"), ip("198.51.100.7"), 17, 9, 3, &good[20..]),
            Refusal::NoMapping,
        ),
        (
            ipv4(ip("203.0.113.5"), ip("198.51.100.7"), 47, 9, 0, &good[20..]),
            Refusal::NoMapping,
        ),
    ];
    for (quoted, refusal) in cases {
        assert_eq!(
            back(&mut home, &error(&quoted)),
            refused(refusal),
            "{quoted:x?}"
        );
    }
    let mut damaged = error(&good);
    *damaged.last_mut().unwrap() ^= 1;
    assert_eq!(back(&mut home, &damaged), refused(Refusal::Malformed));
}

/// A checksum is corrected, not made: damage from before is still damage behind the box. And UDP
/// without a checksum stays without one.
#[test]
fn damage_is_not_repaired() {
    let mut home = home(Rules::default());
    for make in [tcp, udp] {
        let mut damaged = make("192.168.1.10:5000", SERVER, b"hello");
        *damaged.last_mut().unwrap() ^= 4;
        assert!(!is_sound(&out(&mut home, &damaged)));
    }
    let mut unsummed = udp("192.168.1.10:5000", SERVER, b"hello");
    unsummed[26..28].copy_from_slice(&[0, 0]);
    let mut expected = udp("203.0.113.5:40001", SERVER, b"hello");
    expected[26..28].copy_from_slice(&[0, 0]);
    assert_eq!(out(&mut home, &unsummed), with_ttl(&expected, 63));
}

/// Zero means "no checksum" in UDP, so a sum that comes out as zero is written as 0xffff (RFC 768).
#[test]
fn a_sum_of_zero_is_written_the_other_way() {
    let public = |data: u16| udp("203.0.113.5:40001", SERVER, &data.to_be_bytes());
    let data = (0..=u16::MAX).find(|data| public(*data)[26..28] == [0, 0]);
    let data = data.unwrap().to_be_bytes();
    let mut home = home(Rules::default());
    let sent = out(&mut home, &udp("192.168.1.10:5000", SERVER, &data));
    assert_eq!(sent[26..28], [0xff, 0xff]);
    assert!(is_sound(&sent));
}

#[test]
fn what_a_nat_cannot_tell_apart_it_drops() {
    let (from, to) = (ip("192.168.1.10"), ip("198.51.100.7"));
    let whole = udp("192.168.1.10:5000", SERVER, b"hello, world");
    let cases = [
        (
            ipv4(from, to, 17, 9, 0x2000, &whole[20..]),
            Refusal::Fragment,
        ),
        (
            ipv4(from, to, 17, 9, 0x0002, &whole[20..]),
            Refusal::Fragment,
        ),
        (ipv4(from, to, 47, 9, 0, &whole[20..]), Refusal::Unknown),
        (
            icmp("192.168.1.10", "198.51.100.7", 13, 0, &[0; 16]),
            Refusal::Unknown,
        ),
        (ipv4(from, to, 17, 9, 0, &whole[20..27]), Refusal::Malformed),
        (ipv4(from, to, 6, 9, 0, &[0; 19]), Refusal::Malformed),
        (ipv4(from, to, 1, 9, 0, &[8; 7]), Refusal::Malformed),
    ];
    for (packet, refusal) in cases {
        let mut home = home(Rules::default());
        let result = pass(&mut home, 0, &packet).map(|(_, packet)| packet);
        assert_eq!(result, refused(refusal), "{packet:x?}");
        assert_eq!(home.nat().unwrap().mappings(Time::ZERO), []);
    }
}

proptest! {
    /// Whatever the data, ports and addresses: out and back again, every checksum right by a sum
    /// made anew, the data untouched.
    #[test]
    fn there_and_back(
        data in prop::collection::vec(any::<u8>(), 0..100),
        port in 1_u16..,
        peer in any::<(u8, u16)>(),
        is_tcp in any::<bool>(),
    ) {
        let make = if is_tcp { tcp } else { udp };
        let mut home = home(Rules::default());
        let host = format!("192.168.1.10:{port}");
        let peer = format!("198.51.100.{}:{}", peer.0, peer.1);
        let sent = out(&mut home, &make(&host, &peer, &data));
        prop_assert!(is_sound(&sent));
        prop_assert!(sent.ends_with(&data));
        let came = back(&mut home, &make(&peer, "203.0.113.5:40001", &data)).unwrap();
        prop_assert!(is_sound(&came));
        let expected = with_ttl(&make(&peer, &host, &data), 63);
        // All but the transport checksum, which has two ways to write zero.
        let sum = if is_tcp { 36..38 } else { 26..28 };
        let without_sum = |mut packet: Vec<u8>| {
            packet[sum.clone()].fill(0);
            packet
        };
        prop_assert_eq!(without_sum(came), without_sum(expected));
    }

    /// RFC 1624: the corrected checksum is the one of the new bytes.
    #[test]
    fn a_corrected_checksum_is_the_new_one(
        before in prop::collection::vec(any::<u16>(), 1..20),
        place in any::<prop::sample::Index>(),
        word in any::<u16>(),
    ) {
        let bytes = |words: &[u16]| -> Vec<u8> {
            words.iter().flat_map(|word| word.to_be_bytes()).collect()
        };
        let place = place.index(before.len());
        let mut after = before.clone();
        after[place] = word;
        let sum = checksum(&[&bytes(&before)]);
        let sum = corrected(sum, &bytes(&before[place..=place]), &bytes(&[word]));
        let all = [bytes(&after), sum.to_be_bytes().to_vec()].concat();
        prop_assert!(checksum(&[&all]) == 0 || after.iter().all(|word| *word == 0));
    }
}
