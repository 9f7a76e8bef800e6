//! Demos of protocols, ports and flow control.

use super::super::{
    Demo, Kind, Knob, Transport, babel, broken_trio, daytime, demux, slow_reader, which_address,
};
use super::{QUIET, choice, number, patient, text, visitors};
use crate::event::Evidence;

pub const DAYTIME: Demo = Demo {
    slug: "daytime",
    evidence: Evidence::Kernel,
    file: "daytime.rs",
    source: include_str!("../daytime.rs"),
    beside: &[],
    actors: &["server", "client"],
    knobs: &[
        choice("style", &["new", "old"]),
        number("read_size", 1, 65_536, 1024),
    ],
    visitors: Some(Transport::Tcp),
    sockets: |_| 5,
    quiet: |_| QUIET,
    gauges: &[],
    run: |knobs| {
        daytime::run(
            knobs.text("style"),
            knobs.number("read_size"),
            knobs.keep_open,
        )
    },
};

pub const BABEL: Demo = Demo {
    slug: "babel",
    evidence: Evidence::Kernel,
    file: "babel.rs",
    source: include_str!("../babel.rs"),
    beside: &[],
    actors: &["translators", "house-1"],
    knobs: &[
        Knob {
            name: "houses",
            kind: Kind::Number {
                least: 2,
                most: 12,
                default: 4,
                stepped: 3,
            },
        },
        text("word", "HELLO", 64),
    ],
    visitors: None,
    sockets: |knobs| {
        let houses = knobs.number("houses");
        houses + houses * houses.saturating_sub(1) / 2
    },
    quiet: |_| QUIET,
    gauges: &[],
    run: |knobs| babel::run(knobs.number("houses"), knobs.text("word")),
};

pub const BROKEN_TRIO: Demo = Demo {
    slug: "broken-trio",
    evidence: Evidence::Kernel,
    file: "broken_trio.rs",
    source: include_str!("../broken_trio.rs"),
    beside: &[],
    actors: &["server", "client"],
    knobs: &[
        choice("round", &["all", "agreed", "syntax", "semantics", "timing"]),
        choice("server", &["strict", "lenient"]),
        number("secret", 1, 15, 6),
        Knob {
            name: "patience",
            kind: Kind::Number {
                least: 400,
                most: 3_600_000,
                default: 1_500,
                stepped: 20_000,
            },
        },
    ],
    visitors: Some(Transport::Tcp),
    sockets: |knobs| 3 + visitors(knobs),
    quiet: patient,
    gauges: &[],
    run: |knobs| {
        broken_trio::run(
            knobs.text("round"),
            knobs.text("server"),
            knobs.number("secret"),
            knobs.number("patience"),
            knobs.keep_open,
        )
    },
};

pub const SLOW_READER: Demo = Demo {
    slug: "slow-reader",
    evidence: Evidence::Kernel,
    file: "slow_reader.rs",
    source: include_str!("../slow_reader.rs"),
    beside: &[],
    actors: &["reader", "writer"],
    knobs: &[
        number("amount", 1, 1 << 26, 1 << 23),
        number("sip", 1, 65_536, 1000),
        number("sips", 1, 100, 3),
        number("patience", 100, 60_000, 200),
    ],
    visitors: None,
    sockets: |_| 5,
    // The writer's patience is tried at least twice.
    quiet: patient,
    gauges: &[
        ("writer/1", "send_window"),
        ("writer/1", "not_sent"),
        ("reader/2", "unread"),
        ("reader/2", "receive_window"),
    ],
    run: |knobs| {
        slow_reader::run(
            knobs.number("amount"),
            knobs.number("sip"),
            knobs.number("sips"),
            knobs.number("patience"),
        )
    },
};

pub const DEMUX: Demo = Demo {
    slug: "demux",
    evidence: Evidence::Kernel,
    file: "demux.rs",
    source: include_str!("../demux.rs"),
    beside: &[],
    actors: &["server", "client"],
    knobs: &[Knob {
        name: "clients",
        kind: Kind::Number {
            least: 1,
            most: 1000,
            default: 200,
            stepped: 3,
        },
    }],
    visitors: None,
    sockets: |knobs| 2 * knobs.number("clients") + 4,
    quiet: |_| QUIET,
    gauges: &[],
    run: |knobs| demux::run(knobs.number("clients")),
};

pub const WHICH_ADDRESS: Demo = Demo {
    slug: "which-address",
    evidence: Evidence::Kernel,
    file: "which_address.rs",
    source: include_str!("../which_address.rs"),
    beside: &[],
    actors: &["server", "client"],
    knobs: &[choice(
        "server",
        &["127.0.0.1", "::1", "every-ipv4-address", "every-address"],
    )],
    visitors: None,
    sockets: |_| 8,
    quiet: |_| QUIET,
    gauges: &[],
    run: |knobs| which_address::run(knobs.text("server")),
};
