//! The sockets of a run and their states, as far as the calls tell.

use std::net::SocketAddr;
use std::sync::Arc;

use crate::event::{Gauge, Value};
use crate::render::peers::plain;

use super::scene::CallSeen;

/// The sockets in the order in which they were made.
#[derive(Debug, Clone, Default)]
pub struct Sockets(pub Vec<Socket>);

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
        self.0
            .iter_mut()
            .rev()
            .find(|socket| *socket.label == *label)
    }

    /// The descriptor of a socket that is known.
    pub fn descriptor(&self, label: &str) -> Option<i64> {
        let known = self.0.iter().rev().find(|socket| *socket.label == *label)?;
        known.descriptor
    }

    /// Whether the other end of a connection is one of ours and not closed.
    pub fn has_open_peer(&self, local: Option<SocketAddr>, peer: Option<SocketAddr>) -> bool {
        let (local, peer) = (local.map(plain), peer.map(plain));
        local.is_some()
            && peer.is_some()
            && (self.0.iter()).any(|socket| {
                let ends = (socket.peer.map(plain), socket.local.map(plain));
                ends == (local, peer) && socket.state != State::Closed
            })
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
        match &*call.name {
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
                    self.add(
                        &label,
                        Some(success.value),
                        Transport::Tcp,
                        State::Connected,
                    );
                    if let Some(socket) = self.find(&label) {
                        (socket.local, socket.peer) = (outcome.local, outcome.peer);
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
        self.0.push(Socket {
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
