//! A datagram's way through three routers, and what can become of it there.
//!
//! Shows each hop with its TTL, a table that changes while packets pass, traceroute, a loop, a
//! router that dies, a destination nobody knows, and a link that is too narrow. Does not show how
//! routers tell each other the way: here a person sets the tables. Nor IPv6.
//!
//! ```text
//!   A ──── R1 ──── R2 ──── R3 ──── B
//!           └────── R4 ─────┘
//! ```

use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::lab::{Cable, HostOptions, Network, Seen, Verdict, lose, pass};

const B: &str = "10.0.3.9:7";
/// Whoever waits longer waits in vain.
const SECOND: Duration = Duration::from_secs(1);

/// A sends to B; `scene` is one of the seven, or `all`.
///
/// The datagrams begin with `ttl`. From R2 to R3 it takes `slow` milliseconds, and no packet there
/// is larger than `mtu` bytes; `cut` says whether routers may cut what is too large.
pub fn run(
    scene: &str,
    ttl: usize,
    slow: usize,
    mtu: usize,
    cut: &str,
    seed: u64,
) -> io::Result<()> {
    let mut network = Network::new(seed);
    let may_cut = cut == "yes";
    let behind = |gateway| HostOptions {
        gateway: Some(Ipv4Addr::from(gateway)),
        dont_fragment: !may_cut,
        ..HostOptions::default()
    };
    let a = network.host("A", "10.0.0.1/24", behind([10, 0, 0, 254]))?;
    let b = network.host("B", "10.0.3.9/24", behind([10, 0, 3, 254]))?;
    let r1 = network.router("R1", &["10.0.0.254/24", "10.0.12.1/24", "10.0.14.1/24"])?;
    let r2 = network.router("R2", &["10.0.12.2/24", "10.0.23.2/24"])?;
    let r3 = network.router("R3", &["10.0.23.3/24", "10.0.43.3/24", "10.0.3.254/24"])?;
    let r4 = network.router("R4", &["10.0.14.4/24", "10.0.43.4/24"])?;
    for (router, prefix, gateway) in [
        (&r1, "10.0.3.0/24", "10.0.12.2"),
        (&r1, "10.0.0.0/8", "10.0.14.4"),
        (&r1, "0.0.0.0/0", "10.0.14.4"),
        (&r2, "10.0.3.0/24", "10.0.23.3"),
        (&r2, "10.0.0.0/24", "10.0.12.1"),
        (&r3, "10.0.0.0/24", "10.0.23.2"),
        (&r4, "10.0.3.0/24", "10.0.43.3"),
        (&r4, "10.0.0.0/24", "10.0.14.1"),
    ] {
        router.set_route(prefix, gateway)?;
    }
    r2.set_mtu(1, mtu);

    let quick = Cable::of_delay(Duration::from_millis(5));
    let slow = Cable::of_delay(Duration::from_millis(slow as u64));
    let dead = Arc::new(AtomicBool::new(false));
    let r4_is_dead = Arc::clone(&dead);
    let mut large = 0;
    network.join(a, r1.card(0), quick, fate);
    network.join(r1.card(1), r2.card(0), quick, fate);
    network.join(r2.card(1), r3.card(0), slow, move |frame| {
        narrow(frame, &mut large)
    });
    network.join(r3.card(2), b, quick, fate);
    network.join(r1.card(2), r4.card(0), quick, move |frame| {
        mortal(frame, &r4_is_dead)
    });
    network.join(r4.card(1), r3.card(1), quick, fate);
    network.introduce_all();

    network.program(b, |host| {
        // step: receive
        let socket = host.udp(7)?;
        while socket.receive_within(10 * SECOND).is_ok() {}
        Ok(())
    });

    let ttl = u8::try_from(ttl).unwrap_or(u8::MAX);
    let scene = scene.to_string();
    network.program(a, move |host| {
        let shown = |name: &str| scene == name || scene == "all";
        // step: open
        let socket = host.udp(50_000)?;

        if shown("deliver") {
            // step: send
            socket.send_with_ttl(b"one", B, ttl)?;
            host.wait(SECOND)?;
        }
        if shown("detour") {
            // step: table-changes
            socket.send_with_ttl(b"two", B, ttl)?;
            host.wait(Duration::from_millis(6))?;
            host.set_route(&r1, "10.0.3.0/24", "10.0.14.4")?;
            socket.send_with_ttl(b"three", B, ttl)?;
            host.wait(SECOND)?;
            host.set_route(&r1, "10.0.3.0/24", "10.0.12.2")?;
        }
        if shown("traceroute") {
            // step: traceroute
            for ttl in 1..=8 {
                socket.send_with_ttl(b"who?", "10.0.3.9:49999", ttl)?;
                let answer = socket.error_within(SECOND);
                // Type 3, unreachable: the host itself says that nobody has this port.
                if answer.is_ok_and(|(message, _)| message.first() == Some(&3)) {
                    break;
                }
            }
        }
        if shown("no-route") {
            // step: nobody-knows
            socket.send_with_ttl(b"hello?", "10.0.9.9:7", ttl)?;
            socket.error_within(SECOND).ok();
        }
        if shown("loop") {
            // step: loop
            host.set_route(&r2, "10.0.3.0/24", "10.0.12.1")?;
            socket.send_with_ttl(b"round", B, ttl)?;
            socket.error_within(SECOND).ok();
            host.set_route(&r2, "10.0.3.0/24", "10.0.23.3")?;
        }
        if shown("silence") {
            // step: silence
            host.set_route(&r1, "10.0.3.0/24", "10.0.14.4")?;
            dead.store(true, Ordering::SeqCst);
            socket.send_with_ttl(b"anybody?", B, ttl)?;
            socket.error_within(SECOND).ok();
            host.set_route(&r1, "10.0.3.0/24", "10.0.12.2")?;
        }
        if shown("mtu") {
            // step: large
            socket.send_with_ttl(&[b'x'; 1000], B, ttl)?;
            socket.error_within(SECOND).ok();
        }
        if shown("mtu") && may_cut {
            // step: one-piece-lost
            socket.send_with_ttl(&[b'y'; 1000], B, ttl)?;
            socket.error_within(SECOND).ok();
        }
        Ok(())
    });
    network.run()
}

/// Names what passes; every frame arrives.
fn fate(frame: &Seen) -> Verdict {
    match (frame.icmp(), frame.from, frame.to) {
        (Some((11, _)), _, _) => {
            // step: time-exceeded
            pass()
        }
        (Some((3, 0)), _, _) => {
            // step: no-network
            pass()
        }
        (Some((3, 3)), _, _) => {
            // step: no-port
            pass()
        }
        (Some((3, 4)), _, _) => {
            // step: too-big
            pass()
        }
        (_, "A", _) => {
            // step: gateway
            pass()
        }
        (_, "R1", "R2") => {
            // step: longest-prefix
            pass()
        }
        (_, "R2", "R1") => {
            // step: back-again
            pass()
        }
        (_, "R2", "R3") => {
            // step: next-router
            pass()
        }
        (_, "R3", "B") => {
            // step: last-hop
            pass()
        }
        _ => {
            // step: other-way
            pass()
        }
    }
}

/// The narrow link. Of the second datagram in pieces, the piece after the first is lost.
fn narrow(frame: &Seen, large: &mut usize) -> Verdict {
    // step: fragments
    match frame.fragment() {
        None => return fate(frame),
        Some(0) => *large += 1,
        Some(_) if *large == 2 => {
            *large += 1;
            return lose();
        }
        Some(_) => {}
    }
    pass()
}

/// The link to a router that may be dead.
fn mortal(frame: &Seen, dead: &AtomicBool) -> Verdict {
    if dead.load(Ordering::SeqCst) {
        // step: dead-router
        return lose();
    }
    fate(frame)
}
