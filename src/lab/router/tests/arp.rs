//! Who has the next hop's address, and what becomes of packets until it answers.

use super::neighbours::{MOST_KNOWN, MOST_SOUGHT, MOST_WAITING};
use super::*;

/// The request for R2 as RFC 826 writes it, to everybody.
fn request_for(address: &str) -> (Port, Vec<u8>) {
    let message = samples::arp(1, (RIGHT, "10.0.1.1"), ([0; 6], address));
    (Port(1), ethernet([0xff; 6], RIGHT, 0x0806, &message))
}

fn reply_of(mac: Mac, address: &str) -> Vec<u8> {
    let message = samples::arp(2, (mac, address), (RIGHT, "10.0.1.1"));
    ethernet(RIGHT, mac, 0x0806, &message)
}

fn packet(data: &[u8]) -> Vec<u8> {
    udp("10.0.0.1:5000", "10.0.3.9:7", data)
}

fn framed(packet: &[u8]) -> Vec<u8> {
    ethernet(LEFT, A, 0x0800, packet)
}

#[test]
fn who_asks_for_it_is_answered() {
    let mut router = strange_router();
    let question = samples::arp(1, (A, "10.0.0.1"), ([0; 6], "10.0.0.254"));
    let out = feed(
        &mut router,
        0,
        0,
        &ethernet([0xff; 6], A, 0x0806, &question),
    );
    let answer = samples::arp(2, (LEFT, "10.0.0.254"), (A, "10.0.0.1"));
    assert_eq!(out, [(Port(0), ethernet(A, LEFT, 0x0806, &answer))]);
    // Who asks is known from then on: what comes back finds A without a question.
    let back = udp("10.0.3.9:7", "10.0.0.1:5000", b"");
    let out = feed(&mut router, 0, 1, &ethernet(RIGHT, R2, 0x0800, &back));
    assert_eq!(
        out,
        [(Port(0), ethernet(A, LEFT, 0x0800, &with_ttl(&back, 63)))]
    );
    // A question for somebody else is nobody's business.
    let question = samples::arp(1, (A, "10.0.0.1"), ([0; 6], "10.0.0.7"));
    assert_eq!(
        feed(
            &mut router,
            0,
            0,
            &ethernet([0xff; 6], A, 0x0806, &question)
        ),
        []
    );
    assert_eq!(router.last(), Some(Deed::Noted));
}

#[test]
fn packets_wait_for_the_answer_and_keep_their_order() {
    let mut router = strange_router();
    let out = feed(&mut router, 0, 0, &framed(&packet(b"one")));
    assert_eq!(out, [request_for("10.0.1.2")]);
    let next = ip("10.0.1.2");
    assert_eq!(router.last(), Some(Deed::Waiting { leg: 1, next }));
    // Not asked again within a second.
    assert_eq!(feed(&mut router, 0, 0, &framed(&packet(b"two"))), []);
    let again = feed(&mut router, 1, 0, &framed(&packet(b"three")));
    assert_eq!(again, [request_for("10.0.1.2")]);
    assert_eq!(feed(&mut router, 1, 0, &framed(&packet(b"four"))), []);
    let out = feed(&mut router, 1, 1, &reply_of(R2, "10.0.1.2"));
    let sent = ["one", "two", "three", "four"].map(|data| {
        let packet = with_ttl(&packet(data.as_bytes()), 63);
        (Port(1), ethernet(R2, RIGHT, 0x0800, &packet))
    });
    assert_eq!(out, sent);
    // They are sent once.
    assert_eq!(feed(&mut router, 1, 1, &reply_of(R2, "10.0.1.2")), []);
}

/// After three seconds their sender hears that there is no such host; with the next frame, for the
/// router has no clock.
#[test]
fn a_neighbour_that_never_answers_is_given_up() {
    let mut router = router();
    let lost = udp("10.0.0.1:5000", "10.0.1.77:7", b"anybody?");
    assert_eq!(from_a(&mut router, &lost).0, [request_for("10.0.1.77")]);
    assert_eq!(feed(&mut router, 2, 1, &[]), []);
    let out = feed(&mut router, 3, 1, &[]);
    let [(Port(0), error)] = &out[..] else {
        panic!("{out:?}");
    };
    assert_eq!(
        (error[..6].to_vec(), &error[34..36]),
        (A.to_vec(), &[3, 1][..])
    );
    assert_eq!(error[42..], lost);
    assert!(samples::is_sound(&error[14..]));
    assert_eq!(feed(&mut router, 4, 1, &[]), []);
    assert_eq!(router.neighbours.sizes().1, 0);
}

/// What was learnt is asked anew after a minute.
#[test]
fn an_old_answer_is_not_believed_for_ever() {
    let mut router = router();
    assert_eq!(
        feed(&mut router, 59, 0, &framed(&packet(b"x")))[0].1[..6],
        R2
    );
    assert_eq!(
        feed(&mut router, 60, 0, &framed(&packet(b"x"))),
        [request_for("10.0.1.2")]
    );
}

/// A group, a host of another network, and the router itself cannot be learnt.
#[test]
fn nonsense_is_not_believed() {
    for (mac, address) in [
        ([0xff; 6], "10.0.1.2"),
        ([1, 0, 0, 0, 0, 1], "10.0.1.2"),
        (A, "10.0.0.1"),
        (A, "192.0.2.1"),
        (A, "10.0.1.1"),
    ] {
        let mut router = strange_router();
        assert_eq!(feed(&mut router, 0, 1, &reply_of(mac, address)), []);
        assert_eq!(router.last(), Some(Deed::Ignored), "{address}");
        assert_eq!(router.neighbours.sizes(), (0, 0, 0));
    }
}

/// However many neighbours there are, sought or known, and however many packets wait: the memory
/// has an end, and the newest packets are the ones kept.
#[test]
fn memory_is_bounded() {
    let mut router = strange_router();
    router.legs[1].address = cidr("10.64.0.1/10");
    let legs = router.legs.clone();
    let mut router = Router::new(legs);
    let address = |n: usize| format!("10.65.{}.{}", n / 256, n % 256);
    for n in 0..2 * MOST_SOUGHT {
        let to = format!("{}:7", address(n));
        for turn in 0..8 {
            let packet = udp("10.0.0.1:5000", &to, &[turn; 30_000]);
            feed(&mut router, 0, 0, &framed(&packet));
        }
        let why = Why::NoNeighbour;
        let full = Deed::Dropped { why, told: false };
        assert_eq!(router.last() == Some(full), n >= MOST_SOUGHT, "{n}");
    }
    let (_, sought, waiting) = router.neighbours.sizes();
    assert_eq!(sought, MOST_SOUGHT);
    assert!(waiting > MOST_SOUGHT * MOST_WAITING / 2 && waiting <= MOST_SOUGHT * MOST_WAITING);
    // The newest of the large ones, each in pieces, have found room.
    let message = samples::arp(2, (A, &address(0)), (RIGHT, "10.64.0.1"));
    let out = feed(&mut router, 1, 1, &ethernet(RIGHT, A, 0x0806, &message));
    let (first, last) = (&out[0].1, &out.last().unwrap().1);
    assert!(out.len() > 60 && last.ends_with(&[7; 100]) && first.ends_with(&[4; 100]));
    for n in 0..2 * MOST_KNOWN {
        let message = samples::arp(2, (A, &address(n)), (RIGHT, "10.64.0.1"));
        feed(&mut router, 1, 1, &ethernet(RIGHT, A, 0x0806, &message));
    }
    assert_eq!(router.neighbours.sizes(), (MOST_KNOWN, 0, 0));
}
