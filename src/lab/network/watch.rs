//! What the connections of the hosts are like: each value is written down when it has changed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use smoltcp::iface::SocketHandle;
use smoltcp::socket::tcp::State;

use super::super::backend::{Backend, Port, Time};
use super::super::nat::{Mapping, Nat, Protocol, Refusal};
use super::super::router::{Deed, Why};
use super::super::sim::Inside;
use super::Network;
use crate::event::Value;
use crate::net::pen::Pen;

/// The values written down last.
#[derive(Default)]
pub struct Watch {
    /// The hosts of which more is measured than the states.
    pub numbers: BTreeSet<usize>,
    known: BTreeMap<(usize, SocketHandle), Known>,
    boxes: BTreeMap<usize, KnownBox>,
    /// Cards of which it is measured what leaves by them, and what was written down last.
    pub cables: BTreeMap<Port, KnownCable>,
}

#[derive(Default, Clone)]
struct Known {
    state: &'static str,
    inside: Inside,
    /// The host's traffic when `inside` was read.
    traffic: Option<u64>,
}

/// What was written down of a router.
#[derive(Default)]
struct KnownBox {
    /// Frames that had come in.
    frames: u64,
    mappings: Vec<Mapping>,
}

/// What was written down of a cable.
#[derive(Default)]
pub struct KnownCable {
    waiting: i64,
    utilization: i64,
}

impl Network {
    /// Writes down what has changed since the last time.
    pub(super) fn measure(&mut self, pen: &Pen) {
        self.measure_boxes(pen);
        self.measure_cables(pen);
        for (number, side) in self.sides.iter().enumerate() {
            let host = &self.lab.hosts.hosts[number];
            let actor = &self.wiring.names[&Port(number)];
            for connection in side.connections() {
                let socket = host
                    .sockets
                    .get::<smoltcp::socket::tcp::Socket>(connection.handle);
                let known = self
                    .watch
                    .known
                    .entry((number, connection.handle))
                    .or_default();
                let state = name(socket.state());
                // That a socket listens or is not used yet is no connection's state.
                let begins = known.state.is_empty();
                if state != known.state && !(begins && matches!(state, "LISTEN" | "CLOSED")) {
                    let value = Value::from(state);
                    pen.gauge(actor, &connection.label, "state", "", value);
                    known.state = state;
                }
                let traffic = Some(host.traffic());
                let still = traffic == known.traffic;
                if still || known.state.is_empty() || !self.watch.numbers.contains(&number) {
                    continue;
                }
                known.traffic = traffic;
                let now = host.inside(connection.handle);
                let changed = std::mem::replace(&mut known.inside, now);
                tell(pen, actor, &connection.label, &changed, &now);
            }
        }
    }

    /// When the first NAT forgets a mapping, as long as nothing more comes from inside.
    pub(super) fn next_forgotten(&self) -> Option<Time> {
        let mappings = self.watch.boxes.values().flat_map(|known| &known.mappings);
        mappings.filter_map(|mapping| mapping.expires).min()
    }

    /// Why a router has thrown a packet away, and what a NAT has in its table.
    fn measure_boxes(&mut self, pen: &Pen) {
        let now = self.lab.hosts.now();
        for (number, one) in self.boxes.iter().enumerate() {
            let known = self.watch.boxes.entry(number).or_default();
            let router = one.lock();
            let is_new = router.frames() != known.frames;
            known.frames = router.frames();
            if let Some(nat) = router.nat() {
                let mappings = nat.mappings(now);
                tell_table(pen, one.name(), nat, (&known.mappings, &mappings), now);
                known.mappings = mappings;
            }
            if let Some(Deed::Dropped { why, .. }) = router.last().filter(|_| is_new) {
                pen.gauge_of(one.name(), "dropped", "", Value::from(reason(why)));
            }
        }
    }

    /// How many packets wait before a cable, and how much of the time it was sending.
    fn measure_cables(&mut self, pen: &Pen) {
        let now = self.lab.hosts.now();
        for (port, known) in &mut self.watch.cables {
            let actor = &self.wiring.names[port];
            let Some(meter) = self.lab.link(*port).and_then(|link| link.measured(now)) else {
                continue;
            };
            while let Some(part) = meter.take_past() {
                if std::mem::replace(&mut known.utilization, part) != part {
                    pen.gauge_of(actor, "utilization", "percent", Value::Number(part));
                }
            }
            let waiting = i64::try_from(meter.waiting()).unwrap_or(i64::MAX);
            if std::mem::replace(&mut known.waiting, waiting) != waiting {
                pen.gauge_of(actor, "queue", "packets", Value::Number(waiting));
            }
        }
    }
}

/// What has changed in the table of a NAT. A line of it goes by its public end, in the place of a
/// socket.
fn tell_table(
    pen: &Pen,
    actor: &Arc<str>,
    nat: &Nat,
    (before, now): (&[Mapping], &[Mapping]),
    time: Time,
) {
    let same =
        |a: &Mapping, b: &Mapping| (a.protocol, a.inside, a.port) == (b.protocol, b.inside, b.port);
    for gone in before {
        if !now.iter().any(|other| same(gone, other)) {
            let inside = Value::from(gone.inside.to_string());
            pen.gauge(actor, &outside(nat, gone), "unmapped", "", inside);
        }
    }
    for mapping in now {
        let known = before.iter().find(|other| same(mapping, other));
        let line = outside(nat, mapping);
        if known.is_none() {
            let inside = Value::from(mapping.inside.to_string());
            pen.gauge(actor, &line, "mapped", "", inside);
        }
        if known.is_some_and(|known| known.expires == mapping.expires) {
            continue;
        }
        // A port that was opened by hand is kept for ever.
        if let Some(expires) = mapping.expires {
            let left = expires.saturating_sub(time).as_secs_f64().ceil();
            // Whole, and far below what a float says exactly.
            pen.gauge(
                actor,
                &line,
                "kept_for",
                "seconds",
                Value::Number(left as i64),
            );
        }
    }
}

/// `udp 203.0.113.5:40001`: the public end of a mapping, the same in every language.
fn outside(nat: &Nat, mapping: &Mapping) -> Arc<str> {
    let protocol = match mapping.protocol {
        Protocol::Tcp => "tcp",
        Protocol::Udp => "udp",
        Protocol::Ping => "ping",
    };
    Arc::from(format!("{protocol} {}:{}", nat.public(), mapping.port))
}

/// A word for each reason, the same in every language.
fn reason(why: Why) -> &'static str {
    match why {
        Why::Malformed => "malformed",
        Why::BadChecksum => "bad-checksum",
        Why::Martian => "martian-address",
        Why::Broadcast => "broadcast",
        Why::TtlExceeded => "ttl-exceeded",
        Why::NoRoute => "no-route",
        Why::TooBig => "too-big",
        Why::NoNeighbour => "no-neighbour",
        Why::NoService => "no-service",
        Why::PastNat => "past-nat",
        Why::Nat(refusal) => match refusal {
            Refusal::Malformed => "malformed",
            Refusal::Unknown => "unknown-protocol",
            Refusal::Fragment => "fragment",
            Refusal::NoMapping => "no-mapping",
            Refusal::Stranger => "stranger",
            Refusal::TableFull => "table-full",
        },
    }
}

fn tell(pen: &Pen, actor: &Arc<str>, socket: &Arc<str>, before: &Inside, now: &Inside) {
    let milliseconds = |value: Option<i64>| value.map(|value| value * 1000);
    let values = [
        (
            "congestion_window",
            "bytes",
            before.congestion_window,
            now.congestion_window,
        ),
        (
            "slow_start_threshold",
            "bytes",
            before.slow_start_threshold,
            now.slow_start_threshold,
        ),
        ("in_flight", "bytes", before.in_flight, now.in_flight),
        ("send_window", "bytes", before.send_window, now.send_window),
        (
            "round_trip_time",
            "microseconds",
            milliseconds(before.round_trip_time),
            milliseconds(now.round_trip_time),
        ),
        (
            "retransmission_timeout",
            "microseconds",
            milliseconds(before.retransmission_timeout),
            milliseconds(now.retransmission_timeout),
        ),
    ];
    for (name, unit, before, now) in values {
        if let Some(value) = now.filter(|_| now != before) {
            pen.gauge(actor, socket, name, unit, Value::Number(value));
        }
    }
}

/// The states under the names of RFC 9293 §3.3.2.
fn name(state: State) -> &'static str {
    match state {
        State::Closed => "CLOSED",
        State::Listen => "LISTEN",
        State::SynSent => "SYN-SENT",
        State::SynReceived => "SYN-RECEIVED",
        State::Established => "ESTABLISHED",
        State::FinWait1 => "FIN-WAIT-1",
        State::FinWait2 => "FIN-WAIT-2",
        State::CloseWait => "CLOSE-WAIT",
        State::Closing => "CLOSING",
        State::LastAck => "LAST-ACK",
        State::TimeWait => "TIME-WAIT",
    }
}
