//! Which actor is at the other end of a connection: what diagrams need to draw an arrow.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;

use crate::event::Outcome;

/// Who owns which address, learnt from the calls of one run.
#[derive(Debug, Clone, Default)]
pub struct Peers {
    /// Who owns a socket's own address. Server sockets of one port belong to one actor.
    owners: HashMap<(SocketAddr, SocketAddr), Arc<str>>,
    bound: HashMap<SocketAddr, Arc<str>>,
}

impl Peers {
    /// Takes in the addresses that a call of `actor` came back with.
    pub fn learn(&mut self, actor: &Arc<str>, outcome: &Outcome) {
        let Some(local) = outcome.local else {
            return;
        };
        if let Some(peer) = outcome.peer {
            self.owners.insert((local, peer), Arc::clone(actor));
        }
        (self.bound.entry(local)).or_insert_with(|| Arc::clone(actor));
    }

    /// The owner of the peer's address.
    pub fn of(&self, outcome: &Outcome) -> Option<&Arc<str>> {
        let (local, peer) = (outcome.local?, outcome.peer?);
        let connected = self.owners.get(&(peer, local));
        connected.or_else(|| self.bound.get(&peer))
    }
}

/// Whether a call of this name sends something to the peer.
pub fn sends(call: &str) -> bool {
    matches!(call, "connect" | "write" | "send" | "sendto" | "shutdown")
}
