//! The demos of the packet laboratory.

use super::super::{Demo, handshake};
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
