//! The demos: live exchanges, one file each, and the registry.
//!
//! A demo's file is plain socket code with one function `run`, whose parameters are the demo's
//! knobs in their order. Everything else that is known of it stands in [`registry`].

mod anatomy;
mod babel;
mod both_wait;
mod broken_trio;
mod checksum;
mod circuit_vs_packet;
mod crud;
mod daytime;
mod demux;
mod drop_two;
mod handshake;
mod hello_two;
mod hop_by_hop;
mod http;
mod knobs;
mod matryoshka;
mod nat_box;
pub mod project;
pub mod records;
mod registry;
mod run;
mod sawtooth;
mod segments;
mod slow_reader;
mod stream_merge;
mod tcp_echo;
mod teardown;
mod three_shapes;
mod udp_echo;
mod which_address;
mod zero_window;

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use crate::event::{Event, Evidence, Phase};
use crate::net::Steps;
use crate::net::info::Probe;

pub use knobs::{Fault, Kind, Knob, Knobs};
pub use registry::DEMOS;
pub use run::{Control, Running, Shortage};

/// What is known of a demo before it runs.
pub struct Demo {
    /// Its name on the command line and in links.
    pub slug: &'static str,
    pub evidence: Evidence,
    /// File name and text of the demo's source.
    pub file: &'static str,
    pub source: &'static str,
    /// Files the source needs beside it, with their texts: what is no socket code.
    pub beside: &'static [(&'static str, &'static str)],
    /// The actors known before the run; the first one's thread runs `run`. In the laboratory: the
    /// hosts and boxes, in the order in which they stand on the cable.
    pub actors: &'static [&'static str],
    /// The parameters of `run`, in their order.
    pub knobs: &'static [Knob],
    /// Whether strangers can join, and how; such a demo's `run` has a last parameter `keep_open`.
    pub visitors: Option<Transport>,
    /// How many sockets are open at once, at most, with these knobs.
    pub sockets: fn(&Knobs) -> usize,
    /// How long a free run may be quiet before it is taken for hung.
    pub quiet: fn(&Knobs) -> Duration,
    /// What is measured, and on which sockets.
    pub gauges: &'static [Probe],
    /// In the laboratory: the knob that has a value which no kernel can honour, if there is one.
    pub needs_sim: fn(&Knobs) -> Option<&'static str>,
    pub run: fn(&Knobs) -> io::Result<()>,
}

/// The step in which a server that stays waits for strangers.
pub const VISITOR_STEP: &str = "visitor";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    Tcp,
    Udp,
    /// TCP, and a browser will do: the newest listener is the door.
    Http,
}

impl Transport {
    /// The address at which strangers find the server, as far as the calls up to `event` tell;
    /// `before` is what the calls before it told.
    pub fn door(self, before: Option<SocketAddr>, event: &Event) -> Option<SocketAddr> {
        let Event::Call(call) = event else {
            return before;
        };
        let Phase::End(outcome) = &call.phase else {
            return before;
        };
        match &*call.name {
            // The first one that is bound is a server's.
            "bind" => before.or(outcome.local),
            "listen" if self == Transport::Http => outcome.local.or(before),
            _ => before,
        }
    }
}

impl Demo {
    /// Whether the demo's code needs nothing but std: the laboratory is no part of it.
    pub fn can_be_ejected(&self) -> bool {
        self.evidence == Evidence::Kernel
    }

    /// The demo of this name.
    pub fn find(slug: &str) -> Option<&'static Demo> {
        DEMOS.iter().find(|demo| demo.slug == slug)
    }

    /// The steps named in the demo's source.
    pub fn steps(&self) -> Steps {
        Steps::read(self.file, self.source)
    }
}
