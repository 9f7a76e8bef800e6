//! The demos of the packet laboratory.

use super::super::{Demo, handshake, hop_by_hop, nat_box};
use super::{QUIET, choice, number, text};
use crate::event::Evidence;

pub const HANDSHAKE: Demo = Demo {
    slug: "handshake",
    evidence: Evidence::Lab,
    file: "handshake.rs",
    source: include_str!("../handshake.rs"),
    beside: &[],
    actors: &["client", "server"],
    knobs: &[
        text("message", "hello", 1024),
        number("delay", 0, 2_000, 50),
        choice("lost", &["nothing", "syn", "syn-ack", "ack"]),
        choice("listener", &["open", "closed"]),
    ],
    visitors: None,
    sockets: |_| 0,
    quiet: |_| QUIET,
    gauges: &[],
    run: |knobs| {
        handshake::run(
            knobs.text("message"),
            knobs.number("delay"),
            knobs.text("lost"),
            knobs.text("listener"),
            knobs.seed,
        )
    },
};

pub const HOP_BY_HOP: Demo = Demo {
    slug: "hop-by-hop",
    evidence: Evidence::Lab,
    file: "hop_by_hop.rs",
    source: include_str!("../hop_by_hop.rs"),
    beside: &[],
    actors: &["A", "R1", "R2", "R3", "R4", "B"],
    knobs: &[
        choice(
            "scene",
            &[
                "all",
                "deliver",
                "detour",
                "traceroute",
                "no-route",
                "loop",
                "silence",
                "mtu",
            ],
        ),
        number("ttl", 1, 64, 8),
        number("slow", 0, 400, 100),
        number("mtu", 68, 1500, 600),
        choice("fragments", &["forbidden", "allowed"]),
    ],
    visitors: None,
    sockets: |_| 0,
    quiet: |_| QUIET,
    gauges: &[],
    run: |knobs| {
        hop_by_hop::run(
            knobs.text("scene"),
            knobs.number("ttl"),
            knobs.number("slow"),
            knobs.number("mtu"),
            knobs.text("fragments"),
            knobs.seed,
        )
    },
};

pub const NAT_BOX: Demo = Demo {
    slug: "nat-box",
    evidence: Evidence::Lab,
    file: "nat_box.rs",
    source: include_str!("../nat_box.rs"),
    beside: &[],
    actors: &["H1", "H2", "NAT", "ISP", "server", "stranger"],
    knobs: &[
        number("idle", 1, 3000, 130),
        number("heartbeat", 0, 3000, 0),
        choice("filter", &["exact", "address", "anybody"]),
        number("ports", 1, 999, 999),
    ],
    visitors: None,
    sockets: |_| 0,
    quiet: |_| QUIET,
    gauges: &[],
    run: |knobs| {
        nat_box::run(
            knobs.number("idle"),
            knobs.number("heartbeat"),
            knobs.text("filter"),
            knobs.number("ports"),
            knobs.seed,
        )
    },
};
