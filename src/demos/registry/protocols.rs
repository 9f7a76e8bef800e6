//! Demos of protocols, ports and flow control.

use super::super::{
    Demo, Kind, Knob, Transport, babel, broken_trio, daytime, demux, slow_reader, which_address,
};
use super::{BASE, choice, number, patient, text, visitors};

pub const DAYTIME: Demo = Demo {
    slug: "daytime",
    file: "daytime.rs",
    source: include_str!("../daytime.rs"),
    actors: &["server", "client"],
    knobs: &[
        choice("style", &["new", "old"]),
        number("read_size", 1, 65_536, 1024),
    ],
    visitors: Some(Transport::Tcp),
    sockets: |_| 5,
    run: |knobs| {
        daytime::run(
            knobs.text("style"),
            knobs.number("read_size"),
            knobs.keep_open,
        )
    },
    ..BASE
};

pub const BABEL: Demo = Demo {
    slug: "babel",
    file: "babel.rs",
    source: include_str!("../babel.rs"),
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
    sockets: |knobs| {
        let houses = knobs.number("houses");
        houses + houses * houses.saturating_sub(1) / 2
    },
    run: |knobs| babel::run(knobs.number("houses"), knobs.text("word")),
    ..BASE
};

pub const BROKEN_TRIO: Demo = Demo {
    slug: "broken-trio",
    file: "broken_trio.rs",
    source: include_str!("../broken_trio.rs"),
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
    run: |knobs| {
        broken_trio::run(
            knobs.text("round"),
            knobs.text("server"),
            knobs.number("secret"),
            knobs.number("patience"),
            knobs.keep_open,
        )
    },
    ..BASE
};

pub const SLOW_READER: Demo = Demo {
    slug: "slow-reader",
    file: "slow_reader.rs",
    source: include_str!("../slow_reader.rs"),
    actors: &["reader", "writer"],
    knobs: &[
        number("amount", 1, 1 << 26, 1 << 23),
        number("sip", 1, 65_536, 1000),
        number("sips", 1, 100, 3),
        number("patience", 100, 60_000, 200),
    ],
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
    ..BASE
};

pub const DEMUX: Demo = Demo {
    slug: "demux",
    file: "demux.rs",
    source: include_str!("../demux.rs"),
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
    sockets: |knobs| 2 * knobs.number("clients") + 4,
    run: |knobs| demux::run(knobs.number("clients")),
    ..BASE
};

pub const WHICH_ADDRESS: Demo = Demo {
    slug: "which-address",
    file: "which_address.rs",
    source: include_str!("../which_address.rs"),
    actors: &["server", "client"],
    knobs: &[choice(
        "server",
        &["127.0.0.1", "::1", "every-ipv4-address", "every-address"],
    )],
    sockets: |_| 8,
    run: |knobs| which_address::run(knobs.text("server")),
    ..BASE
};
