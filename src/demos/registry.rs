//! The list of demos. Everything a user sees of them is made from it.

use std::time::Duration;

use super::{
    Demo, Kind, Knob, Knobs, Transport, anatomy, both_wait, demux, handshake, hello_two,
    hop_by_hop, nat_box, stream_merge, tcp_echo, udp_echo,
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
            Knob {
                name: "first",
                kind: Kind::Choice(&["nobody", "client", "server"]),
            },
            Knob {
                name: "patience",
                kind: Kind::Number {
                    least: 400,
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
            Knob {
                name: "nodelay",
                kind: Kind::Choice(&["off", "on"]),
            },
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
            Knob {
                name: "host",
                kind: Kind::Choice(&["127.0.0.1", "::1"]),
            },
            text("message", "hello", 4096),
        ],
        visitors: None,
        sockets: |_| 5,
        quiet: |_| QUIET,
        run: |knobs| anatomy::run(knobs.text("host"), knobs.text("message")),
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
    Demo {
        slug: "handshake",
        evidence: Evidence::Lab,
        file: "handshake.rs",
        source: include_str!("handshake.rs"),
        actors: &["client", "server"],
        knobs: &[
            text("message", "hello", 1024),
            number("delay", 0, 2_000, 50),
            Knob {
                name: "lost",
                kind: Kind::Choice(&["nothing", "syn", "syn-ack", "ack"]),
            },
            Knob {
                name: "listener",
                kind: Kind::Choice(&["open", "closed"]),
            },
        ],
        visitors: None,
        sockets: |_| 0,
        quiet: |_| QUIET,
        run: |knobs| {
            handshake::run(
                knobs.text("message"),
                knobs.number("delay"),
                knobs.text("lost"),
                knobs.text("listener"),
                knobs.seed,
            )
        },
    },
    Demo {
        slug: "hop-by-hop",
        evidence: Evidence::Lab,
        file: "hop_by_hop.rs",
        source: include_str!("hop_by_hop.rs"),
        actors: &["A", "R1", "R2", "R3", "R4", "B"],
        knobs: &[
            Knob {
                name: "scene",
                kind: Kind::Choice(&[
                    "all",
                    "deliver",
                    "detour",
                    "traceroute",
                    "no-route",
                    "loop",
                    "silence",
                    "mtu",
                ]),
            },
            number("ttl", 1, 64, 8),
            number("slow", 0, 900, 100),
            number("mtu", 68, 1500, 600),
            Knob {
                name: "fragments",
                kind: Kind::Choice(&["forbidden", "allowed"]),
            },
        ],
        visitors: None,
        sockets: |_| 0,
        quiet: |_| QUIET,
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
    },
    Demo {
        slug: "nat-box",
        evidence: Evidence::Lab,
        file: "nat_box.rs",
        source: include_str!("nat_box.rs"),
        actors: &["H1", "H2", "NAT", "ISP", "server", "stranger"],
        knobs: &[
            number("idle", 1, 3000, 130),
            number("heartbeat", 0, 3000, 0),
            Knob {
                name: "filter",
                kind: Kind::Choice(&["exact", "address", "anybody"]),
            },
            number("ports", 1, 999, 999),
        ],
        visitors: None,
        sockets: |_| 0,
        quiet: |_| QUIET,
        run: |knobs| {
            nat_box::run(
                knobs.number("idle"),
                knobs.number("heartbeat"),
                knobs.text("filter"),
                knobs.number("ports"),
                knobs.seed,
            )
        },
    },
];

/// Sockets of strangers who stay, and of one who is turned away.
fn visitors(knobs: &Knobs) -> usize {
    match knobs.keep_open {
        true => tcp_echo::MOST_VISITORS.max(hello_two::MOST_VISITORS) + 1,
        false => 0,
    }
}

const fn text(name: &'static str, default: &'static str, longest: usize) -> Knob {
    Knob {
        name,
        kind: Kind::Text { default, longest },
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
