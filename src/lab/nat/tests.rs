//! The home's box: two hosts behind 203.0.113.5, and what the world outside sees of them.

mod memory;
mod packets;

use std::net::SocketAddrV4;

use smoltcp::wire::{EthernetAddress, Ipv4Cidr};

use super::*;
use crate::lab::backend::{Middlebox, Port};
use crate::lab::router::{Deed, Leg, Router, Why};
use crate::lab::samples::{self, at, ethernet, icmp, ip, is_sound, ping, tcp, udp};

const INSIDE: [u8; 6] = [2, 0, 0, 0, 1, 0];
const OUTSIDE: [u8; 6] = [2, 0, 0, 0, 1, 1];
const HOST: [u8; 6] = [2, 0, 0, 0, 0, 0xa];
const WORLD: [u8; 6] = [2, 0, 0, 0, 0, 0xf];

/// Inside 192.168.1.1/24 (port 0), outside 203.0.113.5/24 (port 1), the world behind 203.0.113.1;
/// the neighbours are known.
fn home(rules: Rules) -> Router {
    let leg = |port, mac, address, length| Leg {
        port: Port(port),
        mac: EthernetAddress(mac),
        address: Ipv4Cidr::new(ip(address), length),
        mtu: 1500,
    };
    let mut home = Router::new(vec![
        leg(0, INSIDE, "192.168.1.1", 24),
        leg(1, OUTSIDE, "203.0.113.5", 24),
    ]);
    let everywhere = Ipv4Cidr::new(ip("0.0.0.0"), 0);
    home.set_route(everywhere, ip("203.0.113.1")).unwrap();
    home.translate(1, rules);
    let mut out = Vec::new();
    for (port, own, own_ip, mac, from) in [
        (0, INSIDE, "192.168.1.1", HOST, "192.168.1.10"),
        (0, INSIDE, "192.168.1.1", HOST, "192.168.1.11"),
        (1, OUTSIDE, "203.0.113.5", WORLD, "203.0.113.1"),
    ] {
        let reply = samples::arp(2, (mac, from), (own, own_ip));
        let frame = ethernet(own, mac, 0x0806, &reply);
        home.frame(Time::ZERO, Port(port), &frame, &mut out);
    }
    assert_eq!(out, []);
    home
}

/// The only packet that leaves, and by which port; or what the box says it did instead.
fn pass(home: &mut Router, port: usize, packet: &[u8]) -> Result<(usize, Vec<u8>), Deed> {
    let mac = if port == 0 { INSIDE } else { OUTSIDE };
    let mut out = Vec::new();
    let frame = ethernet(mac, HOST, 0x0800, packet);
    home.frame(Time::ZERO, Port(port), &frame, &mut out);
    match &out[..] {
        [(Port(port), frame)] => Ok((*port, frame[14..].to_vec())),
        [] => Err(home.last().unwrap()),
        more => panic!("{more:?}"),
    }
}

fn out(home: &mut Router, packet: &[u8]) -> Vec<u8> {
    let (port, packet) = pass(home, 0, packet).unwrap();
    assert_eq!(port, 1);
    packet
}

fn back(home: &mut Router, packet: &[u8]) -> Result<Vec<u8>, Deed> {
    let (port, packet) = pass(home, 1, packet)?;
    assert_eq!(port, 0);
    Ok(packet)
}

fn refused(refusal: Refusal) -> Result<Vec<u8>, Deed> {
    Err(Deed::Dropped {
        why: Why::Nat(refusal),
        told: false,
    })
}
