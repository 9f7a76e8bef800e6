//! Any bytes at all: the router stays alive, small, and truthful.

use proptest::prelude::{Just, Strategy, any, prop, prop_assert, prop_oneof, proptest};

use super::neighbours::{MOST_KNOWN, MOST_SOUGHT, MOST_WAITING};
use super::*;
use crate::lab::nat::Rules;
use crate::lab::samples::{header_is_sound, icmp, ipv4, ping, tcp};

/// A frame that is nearly right: a good one with some bytes changed, some cut off or added, and the
/// header's checksum often made right again, so that the damage gets past the first door.
fn nearly() -> impl Strategy<Value = Vec<u8>> {
    let whole = udp("10.0.0.1:5000", "10.0.3.9:7", &[7; 700]);
    let quoted = [&[0; 4][..], &tcp("203.0.113.5:40001", "10.0.0.1:80", b"x")].concat();
    let good = prop_oneof![
        Just(whole.clone()),
        Just(with_ttl(&whole, 1)),
        Just(ipv4(
            ip("10.0.0.1"),
            ip("10.0.3.9"),
            17,
            9,
            0x2005,
            &[1; 900]
        )),
        Just(tcp("10.0.0.1:5000", "10.0.1.9:80", b"hello")),
        Just(udp("10.0.0.1:80", "203.0.113.5:40001", b"back")),
        Just(ping("10.0.0.1", "10.0.0.254", 8, 9)),
        Just(ping("10.0.1.9", "203.0.113.5", 0, 40_001)),
        Just(icmp("10.0.1.9", "203.0.113.5", 3, 1, &quoted)),
    ];
    let changes = prop::collection::vec((0_usize..120, any::<u8>()), 0..4);
    let kind = prop_oneof![4 => Just(0x0800_u16), 1 => Just(0x0806), 1 => any::<u16>()];
    let length = prop_oneof![3 => Just(None), 1 => (0_usize..900).prop_map(Some)];
    (good, changes, kind, length, any::<bool>(), any::<bool>()).prop_map(
        |(mut packet, changes, kind, length, sealed, left)| {
            for (at, byte) in changes {
                if let Some(old) = packet.get_mut(at) {
                    *old = byte;
                }
            }
            if sealed && packet.len() >= usize::from(packet[0] & 15) * 4 {
                samples::reseal(&mut packet);
            }
            packet.resize(length.unwrap_or(packet.len()), 0);
            ethernet(if left { LEFT } else { RIGHT }, A, kind, &packet)
        },
    )
}

fn arp_message() -> impl Strategy<Value = Vec<u8>> {
    (any::<bool>(), any::<[u8; 2]>(), any::<u8>(), 0_u8..4).prop_map(|(left, last, mac, what)| {
        let network = if left { "10.0.0" } else { "10.0.1" };
        let from = format!("{network}.{}", last[0]);
        let to = if last[1] < 128 {
            "10.0.1.1"
        } else {
            "10.0.0.254"
        };
        let message = samples::arp(what, ([2, 0, 0, 0, 9, mac], &from), ([0; 6], to));
        ethernet([0xff; 6], [2, 0, 0, 0, 9, mac], 0x0806, &message)
    })
}

fn frame() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        1 => prop::collection::vec(any::<u8>(), 0..200),
        6 => nearly(),
        2 => arp_message(),
    ]
}

proptest! {
    /// With and without NAT: no panic, nothing too large leaves, each header that leaves has the
    /// right checksum, one frame makes few, and the memory stays within its bounds.
    #[test]
    fn any_frames_may_come(
        frames in prop::collection::vec((frame(), 0_usize..3, 0_u64..100), 1..60),
        translates in any::<bool>(),
    ) {
        let mut router = router();
        router.legs[1].mtu = 300;
        if translates {
            router.legs[1].address = cidr("203.0.113.5/24");
            router = Router::new(router.legs.clone());
            router.set_route(cidr("0.0.0.0/0"), ip("203.0.113.1")).unwrap();
            router.translate(1, Rules { ports: 40_001..=40_004, ..Rules::default() });
        }
        let mut now = 0;
        for (frame, port, later) in frames {
            now += later;
            let out = feed(&mut router, now, port, &frame);
            prop_assert!(out.len() <= 8 + frame.len() / 40 + 2 * MOST_WAITING / 34);
            for (Port(port), sent) in out {
                let mtu = if port == 1 { 300 } else { 1500 };
                prop_assert!(sent.len() <= 14 + mtu);
                if sent[12..14] == [8, 0] {
                    prop_assert!(header_is_sound(&sent[14..]));
                }
            }
            let (known, sought, waiting) = router.neighbours.sizes();
            prop_assert!(known <= MOST_KNOWN && sought <= MOST_SOUGHT);
            prop_assert!(waiting <= MOST_SOUGHT * MOST_WAITING);
            let mapped = router.nat().map_or(0, |nat| nat.mappings(Time::ZERO).len());
            prop_assert!(mapped <= 3 * 4);
        }
    }
}
