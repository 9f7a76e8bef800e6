//! Two hosts inside, on cables of their own, and a world outside.

use smoltcp::wire::{EthernetAddress, Ipv4Cidr};

use super::*;
use crate::lab::nat::Rules;
use crate::lab::router::Leg;
use crate::lab::samples::{arp, ethernet, ip, udp, with_ttl};

const INSIDE: [u8; 6] = [2, 0, 0, 1, 0, 0];
const OUTSIDE: [u8; 6] = [2, 0, 0, 1, 0, 1];
const H1: [u8; 6] = [2, 0, 0, 0, 0, 1];
const H2: [u8; 6] = [2, 0, 0, 0, 0, 2];
const WORLD: [u8; 6] = [2, 0, 0, 0, 0, 9];

fn home() -> Home {
    let leg = |port, mac, address| Leg {
        port: Port(port),
        mac: EthernetAddress(mac),
        address: Ipv4Cidr::new(ip(address), 24),
        mtu: 1500,
    };
    let legs = vec![
        leg(9, INSIDE, "192.168.1.1"),
        leg(3, OUTSIDE, "203.0.113.5"),
    ];
    let mut router = Router::new(legs);
    let everywhere = Ipv4Cidr::new(ip("0.0.0.0"), 0);
    router.set_route(everywhere, ip("203.0.113.1")).unwrap();
    router.translate(1, Rules::default());
    Home::new(
        vec![Port(1), Port(2)],
        Port(9),
        Arc::new(Mutex::new(router)),
    )
}

fn feed(home: &mut Home, port: usize, frame: &[u8]) -> Vec<(Port, Vec<u8>)> {
    let mut out = Vec::new();
    home.frame(Time::from_secs(400), Port(port), frame, &mut out);
    out
}

/// The soldered card is none of its own; a frame for the router is nobody else's, and what comes
/// back goes to its host alone.
#[test]
fn a_host_inside_reaches_the_world_and_no_other_host_hears_it() {
    let mut home = home();
    assert_eq!(home.ports(), [Port(1), Port(2), Port(3)]);
    let question = arp(1, (H1, "192.168.1.10"), ([0; 6], "192.168.1.1"));
    let out = feed(&mut home, 1, &ethernet([0xff; 6], H1, 0x0806, &question));
    let to: Vec<Port> = out.iter().map(|(port, _)| *port).collect();
    // To everybody inside; and the router's answer.
    assert_eq!(to, [Port(2), Port(1)]);
    let world = arp(2, (WORLD, "203.0.113.1"), (OUTSIDE, "203.0.113.5"));
    assert_eq!(
        feed(&mut home, 3, &ethernet(OUTSIDE, WORLD, 0x0806, &world)),
        []
    );
    let packet = udp("192.168.1.10:5000", "198.51.100.7:7", b"x");
    let out = feed(&mut home, 1, &ethernet(INSIDE, H1, 0x0800, &packet));
    let public = with_ttl(&udp("203.0.113.5:40001", "198.51.100.7:7", b"x"), 63);
    assert_eq!(out, [(Port(3), ethernet(WORLD, OUTSIDE, 0x0800, &public))]);
    let answer = udp("198.51.100.7:7", "203.0.113.5:40001", b"y");
    let out = feed(&mut home, 3, &ethernet(OUTSIDE, WORLD, 0x0800, &answer));
    let inside = with_ttl(&udp("198.51.100.7:7", "192.168.1.10:5000", b"y"), 63);
    assert_eq!(out, [(Port(1), ethernet(H1, INSIDE, 0x0800, &inside))]);
}

/// Hosts inside speak with each other without the router.
#[test]
fn hosts_inside_are_neighbours() {
    let mut home = home();
    let packet = udp("192.168.1.10:5000", "192.168.1.11:5000", b"x");
    let frame = ethernet(H2, H1, 0x0800, &packet);
    // H2 has not spoken yet: everywhere but back, and the router ignores it.
    assert_eq!(feed(&mut home, 1, &frame), [(Port(2), frame)]);
    let frame = ethernet(H1, H2, 0x0800, &packet);
    assert_eq!(feed(&mut home, 2, &frame), [(Port(1), frame)]);
    assert_eq!(home.router.lock().unwrap().frames(), 1);
}
