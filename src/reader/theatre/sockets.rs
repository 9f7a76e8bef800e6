//! The sockets of a run and their states, as far as the calls tell.

use std::net::SocketAddr;
use std::sync::Arc;

use crate::event::{Gauge, Value};
use crate::render::peers::plain;

use super::scene::CallSeen;

/// The sockets in the order in which they were made.
#[derive(Debug, Clone, Default)]
pub struct Sockets {
    pub all: Vec<Socket>,
    /// Whether they belong to hosts of the laboratory.
    pub in_laboratory: bool,
}

/// One socket as far as it is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Socket {
    /// `client/1`.
    pub label: Arc<str>,
    pub descriptor: Option<i64>,
    pub transport: Transport,
    pub local: Option<SocketAddr>,
    pub peer: Option<SocketAddr>,
    pub state: State,
    /// `shutdown` has ended sending.
    pub finished_sending: bool,
    /// A read of zero bytes has told that the peer will send no more.
    pub peer_finished: bool,
    /// What was measured of it, each value the latest of its name.
    pub gauges: Vec<Gauge>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    Tcp,
    Udp,
    Unknown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Made, without an address.
    Open,
    Bound,
    Listening,
    Connected,
    /// The kernel refused to connect it.
    Failed,
    Closed,
}

impl Transport {
    /// The word for it, the same in every language.
    pub fn name(self) -> &'static str {
        match self {
            Transport::Tcp => "TCP",
            Transport::Udp => "UDP",
            Transport::Unknown => "?",
        }
    }
}

impl Sockets {
    fn find(&mut self, label: &str) -> Option<&mut Socket> {
        // The latest first: a label may come again in a record of another version.
        self.all
            .iter_mut()
            .rev()
            .find(|socket| *socket.label == *label)
    }

    /// The descriptor of a socket that is known.
    pub fn descriptor(&self, label: &str) -> Option<i64> {
        let known = self
            .all
            .iter()
            .rev()
            .find(|socket| *socket.label == *label)?;
        known.descriptor
    }

    /// Whether the other end of a connection is one of ours and not closed.
    pub fn has_open_peer(&self, local: Option<SocketAddr>, peer: Option<SocketAddr>) -> bool {
        let (local, peer) = (local.map(plain), peer.map(plain));
        local.is_some()
            && peer.is_some()
            && (self.all.iter()).any(|socket| {
                let ends = (socket.peer.map(plain), socket.local.map(plain));
                ends == (local, peer) && socket.state != State::Closed
            })
    }

    /// Takes in that a call begins.
    pub fn begins(&mut self, call: &CallSeen) {
        if !self.in_laboratory || call.name != "connect" {
            return;
        }
        // Its connection is measured while the call waits.
        self.ensure(&call.socket, Transport::Tcp);
        let to = argument(call, "address").and_then(|to| to.parse().ok());
        if let Some(socket) = self.find(&call.socket) {
            socket.peer = to;
        }
    }

    /// The state of TCP on an actor's side: that of the connection whose state changed last.
    pub fn tcp_state(&self, actor: &str) -> Option<String> {
        let gauges = self.all.iter().flat_map(|socket| &socket.gauges);
        let states = gauges.filter(|gauge| gauge.name == "state" && *gauge.actor == *actor);
        let latest = states.max_by_key(|gauge| gauge.seq);
        latest.map(|gauge| gauge.value.to_string())
    }

    fn ensure(&mut self, label: &Arc<str>, transport: Transport) {
        if self.find(label).is_none() {
            self.add(label, None, transport, State::Open);
        }
    }

    /// Takes in what a call that has returned tells.
    pub fn learn(&mut self, call: &CallSeen) {
        let Some(outcome) = &call.outcome else {
            return;
        };
        let Ok(success) = &outcome.result else {
            // A connection under way is none yet, but no failure either.
            let failed = outcome.result.as_ref().err();
            let under_way = failed.is_some_and(|failure| failure.name == "EINPROGRESS");
            if let Some(socket) = self.find(&call.socket).filter(|_| call.name == "connect")
                && !under_way
            {
                socket.state = State::Failed;
            }
            return;
        };
        let laboratory = self.in_laboratory;
        match &*call.name {
            // A host of the laboratory makes a socket by the first call on it.
            "listen" if laboratory => self.ensure(&call.socket, Transport::Tcp),
            "bind" if laboratory => self.ensure(&call.socket, Transport::Udp),
            "socket" => {
                let transport = match argument(call, "type") {
                    Some(kind) if kind.starts_with("SOCK_STREAM") => Transport::Tcp,
                    Some(kind) if kind.starts_with("SOCK_DGRAM") => Transport::Udp,
                    _ => Transport::Unknown,
                };
                self.add(&call.socket, Some(success.value), transport, State::Open);
            }
            "accept" => {
                let label = success.fields.iter().find(|(name, _)| name == "socket");
                if let Some((_, Value::Text(label))) = label {
                    let label: Arc<str> = Arc::from(&**label);
                    // The laboratory measures a connection under its listener's name until now.
                    let listener = self.find(&call.socket).filter(|_| laboratory);
                    let gauges = listener.map(|socket| std::mem::take(&mut socket.gauges));
                    self.add(
                        &label,
                        Some(success.value),
                        Transport::Tcp,
                        State::Connected,
                    );
                    if let Some(socket) = self.find(&label) {
                        (socket.local, socket.peer) = (outcome.local, outcome.peer);
                        socket.gauges = gauges.unwrap_or_default();
                    }
                }
                return;
            }
            _ => {}
        }
        let Some(socket) = self.find(&call.socket) else {
            return;
        };
        socket.local = outcome.local.or(socket.local);
        // A datagram's peer is that of the datagram alone.
        if !matches!(&*call.name, "sendto" | "recvfrom") {
            socket.peer = outcome.peer.or(socket.peer);
        }
        let nothing = outcome.bytes.as_ref().is_some_and(|bytes| bytes.total == 0);
        match &*call.name {
            "bind" => socket.state = State::Bound,
            "listen" => socket.state = State::Listening,
            "connect" => socket.state = State::Connected,
            "close" => socket.state = State::Closed,
            "shutdown" => {
                let how = argument(call, "how").unwrap_or_default();
                socket.finished_sending |= how != "SHUT_RD";
            }
            "read" | "recv" => {
                socket.peer_finished |= nothing && socket.transport != Transport::Udp;
            }
            _ => {}
        }
        if socket.state == State::Open && socket.local.is_some() {
            socket.state = State::Bound;
        }
    }

    /// Takes in a measured value; one of a connection that no call has told of is left out.
    pub fn measured(&mut self, gauge: &Gauge) {
        let Some(socket) = gauge.socket.as_ref().and_then(|label| self.find(label)) else {
            return;
        };
        match socket
            .gauges
            .iter_mut()
            .find(|known| known.name == gauge.name)
        {
            Some(known) => *known = gauge.clone(),
            None => socket.gauges.push(gauge.clone()),
        }
    }

    fn add(&mut self, label: &Arc<str>, number: Option<i64>, transport: Transport, state: State) {
        self.all.push(Socket {
            label: Arc::clone(label),
            descriptor: number,
            transport,
            local: None,
            peer: None,
            state,
            finished_sending: false,
            peer_finished: false,
            gauges: Vec::new(),
        });
    }
}

/// The text of an argument.
pub fn argument<'c>(call: &'c CallSeen, name: &str) -> Option<&'c str> {
    let found = call.arguments.iter().find(|(field, _)| field == name)?;
    match &found.1 {
        Value::Text(text) => Some(text),
        Value::Number(_) => None,
    }
}
