//! The demos of the packet laboratory.

use super::super::{
    Demo, checksum, circuit_vs_packet, drop_two, handshake, hop_by_hop, matryoshka, nat_box,
    sawtooth, segments, teardown, zero_window,
};
use super::{BASE, choice, number, text};
use crate::demos::Knob;
use crate::event::{ENGINE, Evidence};

/// What the demos of the laboratory have in common: they open no socket of the system.
const LAB: Demo = Demo {
    evidence: Evidence::Lab,
    sockets: |_| 0,
    ..BASE
};

/// On whose TCP/IP a demo runs.
const ENGINE_KNOB: Knob = choice(ENGINE, &["sim", "kernel"]);

/// The shortest MTU with which a Linux can be sent segments that fit: it never announces an MSS
/// below 256 (`net.ipv4.route.min_adv_mss`), since every host must take in 576 bytes (RFC 1122
/// §3.3.2).
const SHORTEST_MTU: usize = 256 + 40;

/// Seconds: with the sips and the end, less than the five minutes that a run may take.
const LONGEST_BUSY: usize = 240;

pub const CIRCUIT_VS_PACKET: Demo = Demo {
    slug: "circuit-vs-packet",
    file: "circuit_vs_packet.rs",
    source: include_str!("../circuit_vs_packet.rs"),
    actors: &["A1", "A2", "A3", "X", "Y", "B1", "B2", "B3"],
    knobs: &[
        choice("scene", &["all", "circuit", "no-address", "packets"]),
        number("callers", 1, 3, 3),
        number("talk", 1, 10, 4),
        number("seconds", 1, 60, 3),
        number("queue", 0, 40, 8),
    ],
    run: |knobs| {
        circuit_vs_packet::run(
            knobs.text("scene"),
            knobs.number("callers"),
            knobs.number("talk"),
            knobs.number("seconds"),
            knobs.number("queue"),
            knobs.seed,
        )
    },
    ..LAB
};

pub const HANDSHAKE: Demo = Demo {
    slug: "handshake",
    file: "handshake.rs",
    source: include_str!("../handshake.rs"),
    actors: &["client", "server"],
    knobs: &[
        text("message", "hello", 1024),
        number("delay", 0, 2_000, 50),
        choice("lost", &["nothing", "syn", "syn-ack", "ack"]),
        choice("listener", &["open", "closed"]),
        choice("old_syn", &["no", "yes"]),
        ENGINE_KNOB,
    ],
    // It takes two minutes, which do not pass faster there; and in the first of them the client is
    // still in TIME-WAIT.
    needs_sim: |knobs| (knobs.text("old_syn") == "yes").then_some("old_syn"),
    run: |knobs| {
        handshake::run(
            knobs.text("message"),
            knobs.number("delay"),
            knobs.text("lost"),
            knobs.text("listener"),
            knobs.text("old_syn"),
            knobs.text(ENGINE),
            knobs.seed,
        )
    },
    ..LAB
};

pub const DROP_TWO: Demo = Demo {
    slug: "drop-two",
    file: "drop_two.rs",
    source: include_str!("../drop_two.rs"),
    actors: &["client", "server"],
    knobs: &[
        text("text", "ABCDEFGHIJKLMNOPQRST", 200),
        number("piece", 1, 200, 4),
        number("victim", 0, 200, 2),
        choice("fate", &["lose", "lose-ack", "delay", "twice"]),
        number("times", 1, 5, 1),
        ENGINE_KNOB,
    ],
    run: |knobs| {
        drop_two::run(
            knobs.text("text"),
            knobs.number("piece"),
            knobs.number("victim"),
            knobs.text("fate"),
            knobs.number("times"),
            knobs.text(ENGINE),
            knobs.seed,
        )
    },
    ..LAB
};

pub const CHECKSUM: Demo = Demo {
    slug: "checksum",
    file: "checksum.rs",
    source: include_str!("../checksum.rs"),
    actors: &["client", "server"],
    knobs: &[
        text("order", "PAY 1200 YUAN\n", 1024),
        choice("damage", &["both", "bit", "swap", "nothing"]),
        ENGINE_KNOB,
    ],
    run: |knobs| {
        checksum::run(
            knobs.text("order"),
            knobs.text("damage"),
            knobs.text(ENGINE),
            knobs.seed,
        )
    },
    ..LAB
};

pub const TEARDOWN: Demo = Demo {
    slug: "teardown",
    file: "teardown.rs",
    source: include_str!("../teardown.rs"),
    actors: &["client", "server"],
    knobs: &[
        choice("first", &["client", "server", "both", "reset"]),
        number("delay", 0, 2_000, 50),
        choice("lost", &["nothing", "first-fin", "last-ack"]),
        ENGINE_KNOB,
    ],
    run: |knobs| {
        teardown::run(
            knobs.text("first"),
            knobs.number("delay"),
            knobs.text("lost"),
            knobs.text(ENGINE),
            knobs.seed,
        )
    },
    ..LAB
};

pub const HOP_BY_HOP: Demo = Demo {
    slug: "hop-by-hop",
    file: "hop_by_hop.rs",
    source: include_str!("../hop_by_hop.rs"),
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
        choice("cut", &["no", "yes"]),
    ],
    run: |knobs| {
        hop_by_hop::run(
            knobs.text("scene"),
            knobs.number("ttl"),
            knobs.number("slow"),
            knobs.number("mtu"),
            knobs.text("cut"),
            knobs.seed,
        )
    },
    ..LAB
};

pub const NAT_BOX: Demo = Demo {
    slug: "nat-box",
    file: "nat_box.rs",
    source: include_str!("../nat_box.rs"),
    actors: &["H1", "H2", "NAT", "ISP", "server", "stranger"],
    knobs: &[
        number("idle", 1, 3000, 130),
        number("heartbeat", 0, 3000, 0),
        choice("filter", &["exact", "address", "anybody"]),
        number("ports", 1, 999, 999),
    ],
    run: |knobs| {
        nat_box::run(
            knobs.number("idle"),
            knobs.number("heartbeat"),
            knobs.text("filter"),
            knobs.number("ports"),
            knobs.seed,
        )
    },
    ..LAB
};

pub const ZERO_WINDOW: Demo = Demo {
    slug: "zero-window",
    file: "zero_window.rs",
    source: include_str!("../zero_window.rs"),
    actors: &["sender", "receiver"],
    knobs: &[
        number("amount", 1, 50_000, 6_000),
        number("buffer", 100, 50_000, 3_000),
        number("busy", 0, 600, 8),
        number("sip", 1, 50_000, 100),
        number("sips", 0, 20, 2),
        choice("lost", &["nothing", "update"]),
        ENGINE_KNOB,
    ],
    // It would take longer than a run may.
    needs_sim: |knobs| (knobs.number("busy") > LONGEST_BUSY).then_some("busy"),
    run: |knobs| {
        zero_window::run(
            knobs.number("amount"),
            knobs.number("buffer"),
            knobs.number("busy"),
            knobs.number("sip"),
            knobs.number("sips"),
            knobs.text("lost"),
            knobs.text(ENGINE),
            knobs.seed,
        )
    },
    ..LAB
};

pub const SAWTOOTH: Demo = Demo {
    slug: "sawtooth",
    file: "sawtooth.rs",
    source: include_str!("../sawtooth.rs"),
    actors: &["sender", "receiver"],
    knobs: &[
        number("segments", 1, 400, 120),
        choice("congestion", &["reno", "cubic", "none"]),
        number("queue", 0, 40, 5),
        number("window", 2, 40, 16),
        number("loss", 0, 20, 0),
        choice("udp", &["off", "on"]),
        ENGINE_KNOB,
    ],
    // Every kernel has a rule for congestion.
    needs_sim: |knobs| (knobs.text("congestion") == "none").then_some("congestion"),
    run: |knobs| {
        sawtooth::run(
            knobs.number("segments"),
            knobs.text("congestion"),
            knobs.number("queue"),
            knobs.number("window"),
            knobs.number("loss"),
            knobs.text("udp"),
            knobs.text(ENGINE),
            knobs.seed,
        )
    },
    ..LAB
};

pub const MATRYOSHKA: Demo = Demo {
    slug: "matryoshka",
    file: "matryoshka.rs",
    source: include_str!("../matryoshka.rs"),
    actors: &["client", "switch", "server"],
    knobs: &[
        text("text", "你好\n", 1024),
        number("length", 0, 3000, 7),
        choice(
            "damage",
            &[
                "nothing", "address", "type", "version", "ttl", "protocol", "port", "data",
            ],
        ),
        ENGINE_KNOB,
    ],
    run: |knobs| {
        matryoshka::run(
            knobs.text("text"),
            knobs.number("length"),
            knobs.text("damage"),
            knobs.text(ENGINE),
            knobs.seed,
        )
    },
    ..LAB
};

pub const SEGMENTS: Demo = Demo {
    slug: "segments",
    file: "segments.rs",
    source: include_str!("../segments.rs"),
    actors: &["client", "server"],
    knobs: &[
        number("client_mtu", 68, 9000, 1500),
        number("server_mtu", 68, 9000, 1500),
        number("small", 0, 10_000, 1460),
        number("large", 0, 10_000, 1461),
        ENGINE_KNOB,
    ],
    needs_sim: |knobs| (knobs.number("server_mtu") < SHORTEST_MTU).then_some("server_mtu"),
    run: |knobs| {
        segments::run(
            knobs.number("client_mtu"),
            knobs.number("server_mtu"),
            knobs.number("small"),
            knobs.number("large"),
            knobs.text(ENGINE),
            knobs.seed,
        )
    },
    ..LAB
};
