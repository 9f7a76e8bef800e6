//! The NAT's memory: who inside has which port outside, and whom outside it has written to.

use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddrV4;
use std::ops::RangeInclusive;

use super::{Protocol, Refusal};
use crate::lab::backend::Time;

/// A mapping remembers this many of its peers, the newest: a stranger's flood of answers adds none.
pub(super) const MOST_PEERS: usize = 64;

/// From whom a packet may come in at a port that is mapped (RFC 4787 §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filtering {
    /// From anybody.
    EndpointIndependent,
    /// From an address the inside socket has written to, whatever its port.
    AddressDependent,
    /// From exactly a socket it has written to.
    AddressAndPortDependent,
}

/// How a NAT behaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// The public ports it gives away, of each protocol; how many mappings there can be.
    pub ports: RangeInclusive<u16>,
    pub filtering: Filtering,
    /// A mapping is forgotten after this long without a packet from inside.
    pub tcp_idle: Time,
    pub udp_idle: Time,
    pub ping_idle: Time,
}

impl Default for Rules {
    /// The strictest filter and the shortest times the standards allow: TCP 2 hours 4 minutes
    /// (RFC 5382 REQ-5), UDP 2 minutes (RFC 4787 REQ-5), ping 60 seconds (RFC 5508 REQ-2).
    fn default() -> Rules {
        Rules {
            ports: 40_001..=40_999,
            filtering: Filtering::AddressAndPortDependent,
            tcp_idle: Time::from_secs(7440),
            udp_idle: Time::from_secs(120),
            ping_idle: Time::from_secs(60),
        }
    }
}

impl Rules {
    fn idle(&self, protocol: Protocol) -> Time {
        match protocol {
            Protocol::Tcp => self.tcp_idle,
            Protocol::Udp => self.udp_idle,
            Protocol::Ping => self.ping_idle,
        }
    }
}

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    pub protocol: Protocol,
    /// The socket behind the NAT; of a ping, the identifier stands for the port.
    pub inside: SocketAddrV4,
    /// The port that stands for it at the public address.
    pub port: u16,
    /// Whom it has written to, the newest last; port 0 with a ping, which has none at that end.
    pub peers: VecDeque<SocketAddrV4>,
    /// When it will be forgotten; `None` for a port somebody has opened for ever.
    pub expires: Option<Time>,
}

impl Mapping {
    fn is_alive(&self, now: Time) -> bool {
        self.expires.is_none_or(|expires| now < expires)
    }

    fn lets_in(&self, filtering: Filtering, peer: SocketAddrV4) -> bool {
        let knows = |same: fn(&SocketAddrV4, &SocketAddrV4) -> bool| {
            self.peers.iter().any(|known| same(known, &peer))
        };
        self.expires.is_none()
            || match filtering {
                Filtering::EndpointIndependent => true,
                Filtering::AddressDependent => knows(|known, peer| known.ip() == peer.ip()),
                Filtering::AddressAndPortDependent => knows(|known, peer| known == peer),
            }
    }
}

/// The port or the inside socket of a new rule is mapped already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the port or the socket inside is mapped already")]
pub struct Taken;

#[derive(Debug, Clone)]
pub(super) struct Table {
    rules: Rules,
    by_port: BTreeMap<(Protocol, u16), Mapping>,
    by_inside: BTreeMap<(Protocol, SocketAddrV4), u16>,
    /// The port given away last: the next one is looked for behind it, so that a port which has
    /// just become free is not at once somebody else's.
    last_given: BTreeMap<Protocol, u16>,
}

impl Table {
    pub(super) fn new(rules: Rules) -> Table {
        Table {
            rules,
            by_port: BTreeMap::new(),
            by_inside: BTreeMap::new(),
            last_given: BTreeMap::new(),
        }
    }

    /// A packet from `inside` to `peer`: the public port it leaves by. Keeps the mapping alive.
    pub(super) fn outbound(
        &mut self,
        now: Time,
        protocol: Protocol,
        inside: SocketAddrV4,
        peer: SocketAddrV4,
    ) -> Result<u16, Refusal> {
        let port = match self.port_of(now, protocol, inside) {
            Some(port) => port,
            None => {
                self.forget_expired(now);
                let port = self.free_port(protocol).ok_or(Refusal::TableFull)?;
                self.last_given.insert(protocol, port);
                self.insert(protocol, inside, port, Some(now));
                port
            }
        };
        let peer = whom(protocol, peer);
        if let Some(mapping) = self.by_port.get_mut(&(protocol, port)) {
            if mapping.expires.is_some() {
                mapping.expires = Some(now.saturating_add(self.rules.idle(protocol)));
            }
            if !mapping.peers.contains(&peer) {
                mapping.peers.push_back(peer);
            }
            if mapping.peers.len() > MOST_PEERS {
                mapping.peers.pop_front();
            }
        }
        Ok(port)
    }

    /// A packet from `peer` to a public port: whom it is for. Keeps nothing alive: a stranger
    /// outside could hold a mapping open for ever (RFC 4787 REQ-6, §12).
    pub(super) fn inbound(
        &self,
        now: Time,
        protocol: Protocol,
        peer: SocketAddrV4,
        port: u16,
    ) -> Result<SocketAddrV4, Refusal> {
        let mapping = self.by_port.get(&(protocol, port));
        let mapping = mapping.filter(|mapping| mapping.is_alive(now));
        let mapping = mapping.ok_or(Refusal::NoMapping)?;
        match mapping.lets_in(self.rules.filtering, whom(protocol, peer)) {
            true => Ok(mapping.inside),
            false => Err(Refusal::Stranger),
        }
    }

    /// The public port of an inside socket, if it has one.
    pub(super) fn port_of(
        &self,
        now: Time,
        protocol: Protocol,
        inside: SocketAddrV4,
    ) -> Option<u16> {
        let port = *self.by_inside.get(&(protocol, inside))?;
        let mapping = self.by_port.get(&(protocol, port))?;
        mapping.is_alive(now).then_some(port)
    }

    pub(super) fn open(
        &mut self,
        now: Time,
        protocol: Protocol,
        port: u16,
        inside: SocketAddrV4,
    ) -> Result<(), Taken> {
        self.forget_expired(now);
        if self.by_port.contains_key(&(protocol, port))
            || self.by_inside.contains_key(&(protocol, inside))
        {
            return Err(Taken);
        }
        self.insert(protocol, inside, port, None);
        Ok(())
    }

    pub(super) fn mappings(&self, now: Time) -> Vec<Mapping> {
        let alive = self.by_port.values().filter(|one| one.is_alive(now));
        alive.cloned().collect()
    }

    fn insert(
        &mut self,
        protocol: Protocol,
        inside: SocketAddrV4,
        port: u16,
        expires: Option<Time>,
    ) {
        self.by_inside.insert((protocol, inside), port);
        let mapping = Mapping {
            protocol,
            inside,
            port,
            peers: VecDeque::new(),
            expires,
        };
        self.by_port.insert((protocol, port), mapping);
    }

    fn free_port(&self, protocol: Protocol) -> Option<u16> {
        let (first, last) = (*self.rules.ports.start(), *self.rules.ports.end());
        let given = self.last_given.get(&protocol).copied();
        let from = given
            .filter(|port| *port < last)
            .map_or(first, |port| port + 1);
        let in_turn = (from..=last).chain(first..from);
        let mut free = in_turn.filter(|port| !self.by_port.contains_key(&(protocol, *port)));
        free.next()
    }

    fn forget_expired(&mut self, now: Time) {
        self.by_port.retain(|_, mapping| mapping.is_alive(now));
        let kept = &self.by_port;
        self.by_inside
            .retain(|(protocol, _), port| kept.contains_key(&(*protocol, *port)));
    }

    #[cfg(test)]
    pub(super) fn sizes(&self) -> (usize, usize) {
        (self.by_port.len(), self.by_inside.len())
    }
}

/// The other end of an exchange: a ping's identifier belongs to this end alone.
fn whom(protocol: Protocol, peer: SocketAddrV4) -> SocketAddrV4 {
    match protocol {
        Protocol::Ping => SocketAddrV4::new(*peer.ip(), 0),
        _ => peer,
    }
}
