//! What the connections of kernels' hosts are like: each value is written down when it has changed.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::net::{SocketAddr, SocketAddrV4};
use std::sync::Arc;

use super::super::super::kernel::{Connection, Kernel};
use crate::event::Value;
use crate::net::info::Measured;
use crate::net::pen::Pen;

/// Besides the state, the values that the engine `sim` tells as well.
const NUMBERS: [&str; 6] = [
    "congestion_window",
    "slow_start_threshold",
    "in_flight",
    "send_window",
    "round_trip_time",
    "retransmission_timeout",
];

/// A connection's own address and its peer's.
type Ends = (SocketAddrV4, SocketAddrV4);

/// The values written down last.
pub struct Connections {
    /// Whether more is measured than the states.
    numbers: bool,
    states: BTreeMap<Ends, Known>,
    /// The sockets that were closed, by their ends.
    closed: BTreeMap<Ends, Arc<str>>,
    values: BTreeMap<(Arc<str>, &'static str), Value>,
    sends_again: bool,
}

struct Known {
    /// Under which name it is known: before `accept`, that of the listener.
    label: Arc<str>,
    state: &'static str,
}

impl Connections {
    pub fn new(numbers: bool) -> Connections {
        Connections {
            numbers,
            states: BTreeMap::new(),
            closed: BTreeMap::new(),
            values: BTreeMap::new(),
            sends_again: false,
        }
    }

    /// Whether, when it was last looked, a timer ran that would send something again.
    pub fn sends_again(&self) -> bool {
        self.sends_again
    }

    /// Writes down what has changed since the last time.
    ///
    /// # Errors
    /// When the kernel does not tell.
    pub fn write(&mut self, hosts: &Kernel, pen: &Pen) -> io::Result<()> {
        let measured = pen.measure();
        let all = hosts.connections()?;
        for (label, addresses) in pen.closed() {
            if let (Some(SocketAddr::V4(local)), Some(SocketAddr::V4(peer))) = addresses {
                self.closed.insert((local, peer), label);
            }
        }
        self.sends_again = all.iter().any(|one| one.sends_again);
        self.write_states(&all, &measured, pen);
        if self.numbers {
            self.write_numbers(&measured, pen);
        }
        Ok(())
    }

    fn write_states(&mut self, all: &[Connection], measured: &[Measured], pen: &Pen) {
        let mut there = BTreeSet::new();
        // That a socket listens or is not used yet is no connection's state.
        let used = |one: &&Connection| !matches!(one.state, "LISTEN" | "CLOSED");
        for one in all.iter().filter(used) {
            let ends = (one.local, one.peer);
            there.insert(ends);
            let known = self.states.get(&ends);
            let label = label(measured, ends)
                .or_else(|| self.closed.get(&ends).map(Arc::clone))
                .or_else(|| Some(Arc::clone(&known?.label)))
                .or_else(|| listener(measured, one.local));
            // A socket that nobody has named yet will have its name next time.
            let Some(label) = label else { continue };
            let before = known.map(|known| known.state);
            if before != Some(one.state) {
                tell(pen, &label, one.state);
            }
            let state = one.state;
            self.states.insert(ends, Known { label, state });
        }
        self.states.retain(|ends, known| {
            let is_there = there.contains(ends);
            if !is_there {
                let listens = |one: &Connection| one.state == "LISTEN" && one.local == ends.0;
                // RFC 9293 §3.10.7.4: who was called goes back to listening.
                let goes_back = known.state == "SYN-RECEIVED" && all.iter().any(listens);
                tell(
                    pen,
                    &known.label,
                    if goes_back { "LISTEN" } else { "CLOSED" },
                );
            }
            is_there
        });
    }

    fn write_numbers(&mut self, measured: &[Measured], pen: &Pen) {
        for one in measured {
            let readings = one.readings.iter();
            for reading in readings.filter(|reading| NUMBERS.contains(&reading.name)) {
                let key = (Arc::clone(&one.socket), reading.name);
                if self.values.get(&key) == Some(&reading.value) {
                    continue;
                }
                let (name, unit, value) = (reading.name, reading.unit, reading.value.clone());
                pen.gauge(&actor(&one.socket), &one.socket, name, unit, value.clone());
                self.values.insert(key, value);
            }
        }
    }
}

fn tell(pen: &Pen, label: &Arc<str>, state: &'static str) {
    pen.gauge(&actor(label), label, "state", "", state.into());
}

/// `client` of `client/1`.
fn actor(label: &str) -> Arc<str> {
    Arc::from(label.split_once('/').map_or(label, |(actor, _)| actor))
}

/// The socket with these two ends; of one that connects only the own end is known.
fn label(measured: &[Measured], (local, peer): Ends) -> Option<Arc<str>> {
    let found = measured.iter().find(|one| {
        let connects = one.peer.is_none() && state_of(one) != Some("LISTEN");
        one.local == Some(local.into()) && (connects || one.peer == Some(peer.into()))
    });
    found.map(|one| Arc::clone(&one.socket))
}

/// The socket that listens at this address.
fn listener(measured: &[Measured], local: SocketAddrV4) -> Option<Arc<str>> {
    let local = SocketAddr::from(local);
    let found = measured.iter();
    let mut found = found.filter(|one| one.local == Some(local) && state_of(one) == Some("LISTEN"));
    found.next().map(|one| Arc::clone(&one.socket))
}

fn state_of(one: &Measured) -> Option<&str> {
    let state = one.readings.iter().find(|it| it.name == "state")?;
    match &state.value {
        Value::Text(state) => Some(state),
        _ => None,
    }
}
