//! A switch with three cables.

use proptest::prelude::{any, prop, prop_assert, proptest};

use super::*;
use crate::lab::samples::ethernet;

const A: [u8; 6] = [2, 0, 0, 0, 0, 0xa];
const B: [u8; 6] = [2, 0, 0, 0, 0, 0xb];
const NOWHERE: [usize; 0] = [];
const EVERYBODY: [u8; 6] = [0xff; 6];

fn switch() -> Switch {
    Switch::new(vec![Port(1), Port(2), Port(3)])
}

/// The ports a frame leaves by; whatever leaves is what came in.
fn feed(switch: &mut Switch, seconds: u64, port: usize, frame: &[u8]) -> Vec<usize> {
    let mut out = Vec::new();
    switch.frame(Time::from_secs(seconds), Port(port), frame, &mut out);
    assert!(out.iter().all(|(_, bytes)| bytes == frame));
    out.into_iter().map(|(Port(port), _)| port).collect()
}

fn frame(from: [u8; 6], to: [u8; 6]) -> Vec<u8> {
    ethernet(to, from, 0x0800, b"payload")
}

#[test]
fn it_learns_where_everybody_is() {
    let mut switch = switch();
    // Nobody knows B: everywhere but back. A is known from then on.
    assert_eq!(feed(&mut switch, 0, 1, &frame(A, B)), [2, 3]);
    assert_eq!(switch.last(), Some(Switched::Flooded));
    assert_eq!(feed(&mut switch, 0, 2, &frame(B, A)), [1]);
    assert_eq!(switch.last(), Some(Switched::To(Port(1))));
    assert_eq!(feed(&mut switch, 5, 1, &frame(A, B)), [2]);
    // To everybody is to everybody, every time.
    assert_eq!(feed(&mut switch, 5, 2, &frame(B, EVERYBODY)), [1, 3]);
    let known = switch.addresses(Time::from_secs(5));
    let places: Vec<_> = known.iter().map(|one| (one.address.0, one.port)).collect();
    assert_eq!(places, [(A, Port(1)), (B, Port(2))]);
}

#[test]
fn who_moves_is_found_again() {
    let mut switch = switch();
    feed(&mut switch, 0, 1, &frame(A, B));
    feed(&mut switch, 1, 3, &frame(A, EVERYBODY));
    assert_eq!(feed(&mut switch, 1, 2, &frame(B, A)), [3]);
    // Both behind one cable: a hub there has delivered it already.
    feed(&mut switch, 2, 3, &frame(B, EVERYBODY));
    assert_eq!(feed(&mut switch, 2, 3, &frame(A, B)), NOWHERE);
    assert_eq!(switch.last(), Some(Switched::Kept));
}

#[test]
fn who_is_silent_is_forgotten() {
    let mut switch = switch();
    feed(&mut switch, 0, 1, &frame(A, B));
    assert_eq!(feed(&mut switch, 299, 2, &frame(B, A)), [1]);
    assert_eq!(feed(&mut switch, 300, 2, &frame(B, A)), [1, 3]);
    assert_eq!(switch.addresses(Time::from_secs(599)).len(), 1);
    assert_eq!(switch.addresses(Time::from_secs(600)), []);
}

#[test]
fn what_is_no_frame_for_it_stays() {
    let mut switch = switch();
    let spanning_tree = [0x01, 0x80, 0xc2, 0, 0, 0];
    assert_eq!(feed(&mut switch, 0, 1, &frame(A, spanning_tree)), NOWHERE);
    assert_eq!(feed(&mut switch, 0, 9, &frame(A, B)), NOWHERE);
    assert_eq!(feed(&mut switch, 0, 1, &frame(A, B)[..13]), NOWHERE);
    // The header alone is a frame.
    assert_eq!(feed(&mut switch, 0, 1, &frame(A, B)[..14]), [2, 3]);
    // A group is no sender to learn.
    let mut other = self::switch();
    feed(&mut other, 0, 1, &frame(EVERYBODY, A));
    assert_eq!(other.addresses(Time::ZERO), []);
}

/// Too many senders: the table keeps its size, and strangers' frames go everywhere.
#[test]
fn a_flood_of_senders_makes_it_a_hub() {
    let mut switch = switch();
    let sender = |n: usize| [2, 0, 0, 1, (n / 256) as u8, (n % 256) as u8];
    for n in 0..MOST_ADDRESSES + 10 {
        feed(&mut switch, 0, 1, &frame(sender(n), EVERYBODY));
    }
    assert_eq!(switch.addresses(Time::ZERO).len(), MOST_ADDRESSES);
    assert_eq!(feed(&mut switch, 0, 2, &frame(A, sender(0))), [1]);
    assert_eq!(feed(&mut switch, 0, 1, &frame(sender(0), A)), [2, 3]);
    // When the old ones have aged, there is room again.
    feed(&mut switch, 300, 2, &frame(A, EVERYBODY));
    assert_eq!(feed(&mut switch, 300, 1, &frame(sender(0), A)), [2]);
    assert_eq!(switch.table.len(), 2);
}

proptest! {
    /// Any bytes: nothing but the frame itself leaves, never where it came from, never twice.
    #[test]
    fn any_frames_may_come(
        frames in prop::collection::vec((prop::collection::vec(0_u8..4, 0..20), 0_usize..5), 1..40),
        time in any::<u32>(),
    ) {
        let mut switch = switch();
        for (frame, port) in frames {
            let mut ports = feed(&mut switch, u64::from(time), port, &frame);
            let count = ports.len();
            ports.dedup();
            prop_assert!(count == ports.len() && !ports.contains(&port));
        }
    }
}
