//! The list of demos. Everything a user sees of them is made from it.

mod lab;

use std::time::Duration;

use super::{
    Demo, Kind, Knob, Knobs, Transport, anatomy, babel, both_wait, broken_trio, daytime, demux,
    hello_two, stream_merge, tcp_echo, udp_echo,
};
use crate::event::Evidence;

/// A run in which nothing happens for so long has gone wrong.
const QUIET: Duration = Duration::from_secs(20);

/// Every demo, in the order in which a learner meets them.
pub static DEMOS: &[Demo] = &[
    Demo {
        slug: "hello-two",
        evidence: Evidence::Kernel,
        file: "hello_two.rs",
        source: include_str!("hello_two.rs"),
        actors: &["server", "client"],
        knobs: &[
            text("message", "你好\n", 1024),
            text("reply", "收到\n", 1024),
            number("read_size", 1, 65_536, 1024),
        ],
        visitors: Some(Transport::Tcp),
        sockets: |knobs| 3 + visitors(knobs),
        quiet: |_| QUIET,
        run: |knobs| {
            hello_two::run(
                knobs.text("message"),
                knobs.text("reply"),
                knobs.number("read_size"),
                knobs.keep_open,
            )
        },
    },
    Demo {
        slug: "both-wait",
        evidence: Evidence::Kernel,
        file: "both_wait.rs",
        source: include_str!("both_wait.rs"),
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
        visitors: None,
        sockets: |_| 3,
        quiet: |knobs| QUIET + Duration::from_millis(knobs.number("patience") as u64),
        run: |knobs| both_wait::run(knobs.text("first"), knobs.number("patience")),
    },
    Demo {
        slug: "stream-merge",
        evidence: Evidence::Kernel,
        file: "stream_merge.rs",
        source: include_str!("stream_merge.rs"),
        actors: &["receiver", "sender"],
        knobs: &[
            text("words", "LOGIN GET QUIT", 1024),
            number("read_size", 1, 65_536, 1024),
            text("text", "你好", 1024),
            number("piece", 1, 65_536, 4),
            choice("nodelay", &["off", "on"]),
        ],
        visitors: None,
        sockets: |_| 3,
        quiet: |_| QUIET,
        run: |knobs| {
            stream_merge::run(
                knobs.text("words"),
                knobs.number("read_size"),
                knobs.text("text"),
                knobs.number("piece"),
                knobs.text("nodelay"),
            )
        },
    },
    Demo {
        slug: "daytime",
        evidence: Evidence::Kernel,
        file: "daytime.rs",
        source: include_str!("daytime.rs"),
        actors: &["server", "client"],
        knobs: &[
            choice("style", &["new", "old"]),
            number("read_size", 1, 65_536, 1024),
        ],
        visitors: Some(Transport::Tcp),
        sockets: |_| 5,
        quiet: |_| QUIET,
        run: |knobs| {
            daytime::run(
                knobs.text("style"),
                knobs.number("read_size"),
                knobs.keep_open,
            )
        },
    },
    Demo {
        slug: "babel",
        evidence: Evidence::Kernel,
        file: "babel.rs",
        source: include_str!("babel.rs"),
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
        run: |knobs| babel::run(knobs.number("houses"), knobs.text("word")),
    },
    Demo {
        slug: "tcp-echo",
        evidence: Evidence::Kernel,
        file: "tcp_echo.rs",
        source: include_str!("tcp_echo.rs"),
        actors: &["server", "client"],
        knobs: &[
            text("message", "hello", 4096),
            number("clients", 1, 50, 1),
            number("rounds", 1, 100, 1),
            number("read_size", 1, 65_536, 1024),
        ],
        visitors: Some(Transport::Tcp),
        sockets: |knobs| 2 * knobs.number("clients") + 1 + visitors(knobs),
        quiet: |_| QUIET,
        run: |knobs| {
            tcp_echo::run(
                knobs.text("message"),
                knobs.number("clients"),
                knobs.number("rounds"),
                knobs.number("read_size"),
                knobs.keep_open,
            )
        },
    },
    Demo {
        slug: "udp-echo",
        evidence: Evidence::Kernel,
        file: "udp_echo.rs",
        source: include_str!("udp_echo.rs"),
        actors: &["server", "client"],
        knobs: &[
            text("message", "0123456789", 4096),
            number("rounds", 1, 100, 1),
            number("small", 1, 65_507, 4),
        ],
        visitors: Some(Transport::Udp),
        sockets: |_| 2,
        quiet: |_| QUIET,
        run: |knobs| {
            udp_echo::run(
                knobs.text("message"),
                knobs.number("rounds"),
                knobs.number("small"),
                knobs.keep_open,
            )
        },
    },
    Demo {
        slug: "anatomy",
        evidence: Evidence::Kernel,
        file: "anatomy.rs",
        source: include_str!("anatomy.rs"),
        actors: &["program"],
        knobs: &[
            choice("host", &["127.0.0.1", "::1"]),
            text("message", "hello", 4096),
        ],
        visitors: None,
        sockets: |_| 5,
        quiet: |_| QUIET,
        run: |knobs| anatomy::run(knobs.text("host"), knobs.text("message")),
    },
    Demo {
        slug: "broken-trio",
        evidence: Evidence::Kernel,
        file: "broken_trio.rs",
        source: include_str!("broken_trio.rs"),
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
        quiet: |knobs| QUIET + Duration::from_millis(knobs.number("patience") as u64),
        run: |knobs| {
            broken_trio::run(
                knobs.text("round"),
                knobs.text("server"),
                knobs.number("secret"),
                knobs.number("patience"),
                knobs.keep_open,
            )
        },
    },
    Demo {
        slug: "demux",
        evidence: Evidence::Kernel,
        file: "demux.rs",
        source: include_str!("demux.rs"),
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
        run: |knobs| demux::run(knobs.number("clients")),
    },
    lab::HANDSHAKE,
    lab::HOP_BY_HOP,
    lab::NAT_BOX,
];

/// Sockets of strangers who stay, and of one who is turned away.
fn visitors(knobs: &Knobs) -> usize {
    match knobs.keep_open {
        true => {
            let most = tcp_echo::MOST_VISITORS.max(hello_two::MOST_VISITORS);
            most.max(broken_trio::MOST_VISITORS) + 1
        }
        false => 0,
    }
}

const fn text(name: &'static str, default: &'static str, longest: usize) -> Knob {
    Knob {
        name,
        kind: Kind::Text { default, longest },
    }
}

const fn choice(name: &'static str, words: &'static [&'static str]) -> Knob {
    Knob {
        name,
        kind: Kind::Choice(words),
    }
}

const fn number(name: &'static str, least: usize, most: usize, default: usize) -> Knob {
    Knob {
        name,
        kind: Kind::Number {
            least,
            most,
            default,
            stepped: default,
        },
    }
}
