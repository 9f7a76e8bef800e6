//! The first demos: two programs, and what a socket is.

use super::super::{
    Demo, Kind, Knob, Transport, anatomy, both_wait, hello_two, stream_merge, tcp_echo, udp_echo,
};
use super::{BASE, choice, number, patient, text, visitors};

pub const HELLO_TWO: Demo = Demo {
    slug: "hello-two",
    file: "hello_two.rs",
    source: include_str!("../hello_two.rs"),
    actors: &["server", "client"],
    knobs: &[
        text("message", "你好\n", 1024),
        text("reply", "收到\n", 1024),
        number("read_size", 1, 65_536, 1024),
    ],
    visitors: Some(Transport::Tcp),
    sockets: |knobs| 3 + visitors(knobs),
    run: |knobs| {
        hello_two::run(
            knobs.text("message"),
            knobs.text("reply"),
            knobs.number("read_size"),
            knobs.keep_open,
        )
    },
    ..BASE
};

pub const BOTH_WAIT: Demo = Demo {
    slug: "both-wait",
    file: "both_wait.rs",
    source: include_str!("../both_wait.rs"),
    actors: &["server", "client"],
    knobs: &[
        choice("first", &["nobody", "client", "server"]),
        Knob {
            name: "patience",
            kind: Kind::Number {
                // A stall is told after 300 to 400 ms; a busy machine needs some more.
                least: 1_000,
                most: 3_600_000,
                default: 1_500,
                stepped: 1_800_000,
            },
        },
    ],
    sockets: |_| 3,
    quiet: patient,
    run: |knobs| both_wait::run(knobs.text("first"), knobs.number("patience")),
    ..BASE
};

pub const STREAM_MERGE: Demo = Demo {
    slug: "stream-merge",
    file: "stream_merge.rs",
    source: include_str!("../stream_merge.rs"),
    actors: &["receiver", "sender"],
    knobs: &[
        text("words", "LOGIN GET QUIT", 1024),
        number("read_size", 1, 65_536, 1024),
        text("text", "你好", 1024),
        number("piece", 1, 65_536, 4),
        choice("nodelay", &["off", "on"]),
    ],
    sockets: |_| 3,
    run: |knobs| {
        stream_merge::run(
            knobs.text("words"),
            knobs.number("read_size"),
            knobs.text("text"),
            knobs.number("piece"),
            knobs.text("nodelay"),
        )
    },
    ..BASE
};

pub const TCP_ECHO: Demo = Demo {
    slug: "tcp-echo",
    file: "tcp_echo.rs",
    source: include_str!("../tcp_echo.rs"),
    actors: &["server", "client"],
    knobs: &[
        text("message", "hello", 4096),
        number("clients", 1, 50, 1),
        number("rounds", 1, 100, 1),
        number("read_size", 1, 65_536, 1024),
    ],
    visitors: Some(Transport::Tcp),
    sockets: |knobs| 2 * knobs.number("clients") + 1 + visitors(knobs),
    run: |knobs| {
        tcp_echo::run(
            knobs.text("message"),
            knobs.number("clients"),
            knobs.number("rounds"),
            knobs.number("read_size"),
            knobs.keep_open,
        )
    },
    ..BASE
};

pub const UDP_ECHO: Demo = Demo {
    slug: "udp-echo",
    file: "udp_echo.rs",
    source: include_str!("../udp_echo.rs"),
    actors: &["server", "client"],
    knobs: &[
        text("message", "0123456789", 4096),
        number("rounds", 1, 100, 1),
        number("small", 1, 65_507, 4),
    ],
    visitors: Some(Transport::Udp),
    sockets: |_| 2,
    run: |knobs| {
        udp_echo::run(
            knobs.text("message"),
            knobs.number("rounds"),
            knobs.number("small"),
            knobs.keep_open,
        )
    },
    ..BASE
};

pub const ANATOMY: Demo = Demo {
    slug: "anatomy",
    file: "anatomy.rs",
    source: include_str!("../anatomy.rs"),
    actors: &["program"],
    knobs: &[
        choice("host", &["127.0.0.1", "::1"]),
        text("message", "hello", 4096),
    ],
    sockets: |_| 5,
    run: |knobs| anatomy::run(knobs.text("host"), knobs.text("message")),
    ..BASE
};
