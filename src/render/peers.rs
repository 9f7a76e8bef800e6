//! Which actor is at the other end of a connection: what diagrams need to draw an arrow.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
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
        let bound = connected.or_else(|| self.bound.get(&peer));
        // On one machine a port belongs to whoever listens on it at every address, too.
        let here = local.ip() == peer.ip() && outcome.result.is_ok();
        bound.or_else(|| here.then(|| self.everywhere(peer))?)
    }

    /// The owner of a port at every address; who listens at every IPv6 address hears IPv4 as well.
    fn everywhere(&self, peer: SocketAddr) -> Option<&Arc<str>> {
        let at = |every: IpAddr| self.bound.get(&SocketAddr::new(every, peer.port()));
        let of_ipv4 = peer.is_ipv4().then_some(Ipv4Addr::UNSPECIFIED);
        let found = of_ipv4.and_then(|every| at(every.into()));
        found.or_else(|| at(Ipv6Addr::UNSPECIFIED.into()))
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

    #[test]
    fn who_listens_at_every_address_is_known_when_one_connects() {
        for (every, client, heard) in [
            ("0.0.0.0:7", ("127.0.0.1:5", "127.0.0.1:7"), true),
            ("[::]:7", ("127.0.0.1:5", "127.0.0.1:7"), true),
            ("[::]:7", ("[::1]:5", "[::1]:7"), true),
            ("0.0.0.0:7", ("[::1]:5", "[::1]:7"), false),
            ("0.0.0.0:7", ("127.0.0.1:5", "127.0.0.1:8"), false),
            // Another machine may have the same port.
            ("0.0.0.0:7", ("10.0.0.1:5", "10.0.0.2:7"), false),
        ] {
            let listening = Outcome {
                peer: None,
                ..outcome(every, every)
            };
            let mut peers = Peers::default();
            peers.learn(&"server".into(), &listening);
            let connected = outcome(client.0, client.1);
            peers.learn(&"client".into(), &connected);
            let found = peers.of(&connected).map(|name| &**name);
            assert_eq!(found, heard.then_some("server"), "{every} {client:?}");
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
