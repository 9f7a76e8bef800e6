//! Cutting packets, and what their receiver makes of the pieces.

use proptest::prelude::{any, prop, prop_assert, prop_assert_eq, proptest};

use super::*;
use crate::lab::samples::{header_is_sound, ipv4, is_sound};

fn word(packet: &[u8], at: usize) -> usize {
    usize::from(u16::from_be_bytes([packet[at], packet[at + 1]]))
}

/// Length, "more" flag and offset in bytes.
fn place(packet: &[u8]) -> (usize, bool, usize) {
    let flags = word(packet, 6);
    (word(packet, 2), flags & 0x2000 != 0, (flags & 0x1fff) * 8)
}

/// Puts the pieces where they say they belong.
fn reassembled(pieces: &[Vec<u8>]) -> Vec<u8> {
    let mut body = vec![];
    for piece in pieces {
        let data = &piece[usize::from(piece[0] & 15) * 4..];
        let at = place(piece).2;
        body.resize(body.len().max(at + data.len()), 0);
        body[at..at + data.len()].copy_from_slice(data);
    }
    body
}

#[test]
fn a_datagram_is_cut_at_multiples_of_eight() {
    let mut router = router();
    router.legs[1].mtu = 600;
    let data: Vec<u8> = (0..1400).map(|n| n as u8).collect();
    let packet = udp("10.0.0.1:5000", "10.0.3.9:7", &data);
    let (out, deed) = from_a(&mut router, &packet);
    let next = ip("10.0.1.2");
    assert_eq!(deed, Deed::Forwarded { leg: 1, next });
    let pieces: Vec<Vec<u8>> = out.iter().map(|(_, frame)| frame[14..].to_vec()).collect();
    // 600 - 20 = 580, of which 576 is a multiple of eight; 1408 = 576 + 576 + 256.
    let places: Vec<_> = pieces.iter().map(|piece| place(piece)).collect();
    assert_eq!(
        places,
        [(596, true, 0), (596, true, 576), (276, false, 1152)]
    );
    assert!(
        pieces
            .iter()
            .all(|piece| header_is_sound(piece) && piece[8] == 63)
    );
    let whole = [&with_ttl(&packet, 63)[..20], &reassembled(&pieces)].concat();
    assert!(is_sound(&whole) && whole == with_ttl(&packet, 63));
}

/// Three routers with ever smaller links: a piece is cut again, and the offsets still count from
/// the first datagram.
#[test]
fn a_fragment_is_cut_again() {
    let packet = udp("10.0.0.1:5000", "10.0.3.9:7", &[5; 1200]);
    let mut pieces = vec![packet.clone()];
    for mtu in [1000, 400, 68] {
        let cut = pieces
            .into_iter()
            .flat_map(|piece| fragment::cut(piece, mtu));
        pieces = cut.collect();
        assert!(pieces.iter().all(|piece| piece.len() <= mtu));
    }
    assert_eq!(reassembled(&pieces), packet[20..]);
    let more: Vec<bool> = pieces.iter().map(|piece| place(piece).1).collect();
    let (last, others) = more.split_last().unwrap();
    assert!(!last && others.iter().all(|more| *more));
}

/// Record route (7) stands in the first piece only; a security option (130, "copied") in each.
#[test]
fn options_go_where_they_belong() {
    let mut packet = ipv4(ip("10.0.0.1"), ip("10.0.3.9"), 17, 9, 0, &[1; 300]);
    let options = hex("01 0707 0400000000 8204abcd 0000000000000000");
    packet.splice(20..20, options.clone());
    packet[0] = 0x4a;
    packet[3] += 20;
    samples::reseal(&mut packet);
    let pieces = fragment::cut(packet.clone(), 168);
    assert_eq!(pieces[0][20..40], options);
    for piece in &pieces[1..] {
        assert_eq!(piece[0], 0x46);
        assert_eq!(piece[20..24], hex("8204abcd"));
        assert!(header_is_sound(piece));
    }
    assert_eq!(reassembled(&pieces), packet[40..]);
}

proptest! {
    /// Any options, even nonsense, and any size: the pieces fit, and hold the whole.
    #[test]
    fn pieces_fit_and_hold_the_whole(
        options in prop::collection::vec(any::<u8>(), 0..=40),
        size in 0_usize..3000,
        mtu in LEAST_MTU..1500,
        place_bits in 0_u16..0x1000,
        more in any::<bool>(),
    ) {
        let body: Vec<u8> = (0..size).map(|n| (n % 251) as u8).collect();
        let flags = place_bits | u16::from(more) << 13;
        let mut packet = ipv4(ip("10.0.0.1"), ip("10.0.3.9"), 17, 9, flags, &body);
        let mut options = options;
        options.resize(options.len().next_multiple_of(4), 0);
        packet[0] = 0x45 + (options.len() / 4) as u8;
        let length = (packet.len() + options.len()) as u16;
        packet[2..4].copy_from_slice(&length.to_be_bytes());
        packet.splice(20..20, options);
        samples::reseal(&mut packet);
        let pieces = fragment::cut(packet.clone(), mtu);
        for piece in &pieces {
            prop_assert!(piece.len() <= mtu || packet.len() <= mtu);
            prop_assert!(header_is_sound(piece) && word(piece, 2) == piece.len());
        }
        let start = usize::from(place_bits) * 8;
        prop_assert_eq!(&reassembled(&pieces)[start..], &body[..]);
        prop_assert_eq!(place(pieces.last().unwrap()).1, more);
    }
}
