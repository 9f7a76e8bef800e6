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
        let Some(local) = outcome.local.map(plain) else {
            return;
        };
        if let Some(peer) = outcome.peer.map(plain) {
            self.owners.insert((local, peer), Arc::clone(actor));
        }
        (self.bound.entry(local)).or_insert_with(|| Arc::clone(actor));
    }

    /// The owner of the peer's address.
    pub fn of(&self, outcome: &Outcome) -> Option<&Arc<str>> {
        let (local, peer) = (plain(outcome.local?), plain(outcome.peer?));
        let connected = self.owners.get(&(peer, local));
        connected.or_else(|| self.bound.get(&peer))
    }
}

/// The address as both ends know it: an IPv6 socket shows an IPv4 client as `::ffff:127.0.0.1`.
pub fn plain(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip().to_canonical(), address.port())
}

/// Whether a call of this name sends something to the peer.
pub fn sends(call: &str) -> bool {
    matches!(call, "connect" | "write" | "send" | "sendto" | "shutdown")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Success;

    fn outcome(local: &str, peer: &str) -> Outcome {
        Outcome {
            result: Ok(Success::default()),
            bytes: None,
            local: Some(local.parse().unwrap()),
            peer: Some(peer.parse().unwrap()),
        }
    }

    /// The two ends of one connection, as an IPv4 client and an IPv6 listener know it.
    #[test]
    fn an_ipv4_mapped_address_is_the_address_it_maps() {
        let client = outcome("127.0.0.1:5", "127.0.0.1:7");
        let server = outcome("[::ffff:127.0.0.1]:7", "[::ffff:127.0.0.1]:5");
        let mut peers = Peers::default();
        peers.learn(&"client".into(), &client);
        peers.learn(&"server".into(), &server);
        assert_eq!(peers.of(&client).map(|name| &**name), Some("server"));
        assert_eq!(peers.of(&server).map(|name| &**name), Some("client"));
    }
}
