//! The list of demos. Everything a user sees of them is made from it.

mod first;
mod lab;
mod protocols;
mod web;

use std::time::Duration;

use crate::event::Evidence;

use super::{Demo, Kind, Knob, Knobs, broken_trio, crud, hello_two, tcp_echo, three_shapes};

/// A run in which nothing happens for so long has gone wrong.
const QUIET: Duration = Duration::from_secs(20);

/// What a demo is unless its entry says otherwise. What every entry has to say is such here that no
/// demo starts or passes a test with it: no name, no file, more sockets than there are.
const BASE: Demo = Demo {
    slug: "",
    evidence: Evidence::Kernel,
    file: "",
    source: "",
    beside: &[],
    actors: &[],
    knobs: &[],
    visitors: None,
    sockets: |_| 1 << 30,
    quiet: |_| QUIET,
    gauges: &[],
    needs_sim: |_| None,
    run: |_| Err(std::io::ErrorKind::Unsupported.into()),
};

/// Every demo, in the order in which a learner meets them.
pub static DEMOS: &[Demo] = &[
    first::HELLO_TWO,
    first::BOTH_WAIT,
    first::STREAM_MERGE,
    lab::CIRCUIT_VS_PACKET,
    protocols::DAYTIME,
    protocols::BABEL,
    first::TCP_ECHO,
    first::UDP_ECHO,
    first::ANATOMY,
    protocols::BROKEN_TRIO,
    protocols::SLOW_READER,
    protocols::DEMUX,
    protocols::WHICH_ADDRESS,
    web::THREE_SHAPES,
    web::CRUD,
    lab::MATRYOSHKA,
    lab::SEGMENTS,
    lab::HANDSHAKE,
    lab::DROP_TWO,
    lab::CHECKSUM,
    lab::TEARDOWN,
    lab::ZERO_WINDOW,
    lab::SAWTOOTH,
    lab::HOP_BY_HOP,
    lab::NAT_BOX,
];

/// HTTP as text, for the demos that serve browsers.
const HTTP: (&str, &str) = ("http.rs", include_str!("http.rs"));

/// How long a stranger is waited for, in milliseconds; whoever steps has time.
const PATIENCE: Knob = Knob {
    name: "patience",
    kind: Kind::Number {
        least: 1_000,
        most: 3_600_000,
        default: 10_000,
        stepped: 1_800_000,
    },
};

/// Quiet that patience allows.
fn patient(knobs: &Knobs) -> Duration {
    QUIET + Duration::from_millis(knobs.number("patience") as u64)
}

/// Sockets of strangers who stay, and of one who is turned away.
fn visitors(knobs: &Knobs) -> usize {
    match knobs.keep_open {
        true => {
            let most = tcp_echo::MOST_VISITORS.max(hello_two::MOST_VISITORS);
            most.max(broken_trio::MOST_VISITORS)
                .max(crud::MOST_VISITORS)
                .max(three_shapes::MOST_VISITORS)
                + 1
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
