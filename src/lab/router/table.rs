//! The forwarding table: of all prefixes that hold an address, the longest wins (RFC 1812 §5.2.4.3).

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use smoltcp::wire::Ipv4Cidr;

/// One line of a forwarding table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// The network it leads to.
    pub prefix: Ipv4Cidr,
    /// The leg a packet leaves by, from 0.
    pub leg: usize,
    /// The router to hand it to; `None` when the destination itself is a neighbour.
    pub gateway: Option<Ipv4Addr>,
}

impl Route {
    /// Where on the link a packet to `destination` goes.
    pub(super) fn next_hop(&self, destination: Ipv4Addr) -> Ipv4Addr {
        self.gateway.unwrap_or(destination)
    }
}

/// Routes by length and network, the longest first. At most 33 lengths are looked up, however many
/// routes there are.
#[derive(Debug, Clone, Default)]
pub(super) struct Table(BTreeMap<(Reverse<u8>, Ipv4Addr), Route>);

impl Table {
    /// Adds a route; one with the same prefix is replaced. Bits behind the prefix do not count.
    pub(super) fn set(&mut self, route: Route) {
        let prefix = route.prefix.network();
        self.0.insert(key(prefix), Route { prefix, ..route });
    }

    pub(super) fn remove(&mut self, prefix: Ipv4Cidr) -> bool {
        self.0.remove(&key(prefix.network())).is_some()
    }

    pub(super) fn find(&self, address: Ipv4Addr) -> Option<Route> {
        (0..=32).rev().find_map(|length| {
            let prefix = Ipv4Cidr::new(address, length).network();
            self.0.get(&key(prefix)).copied()
        })
    }

    pub(super) fn routes(&self) -> Vec<Route> {
        self.0.values().copied().collect()
    }
}

fn key(network: Ipv4Cidr) -> (Reverse<u8>, Ipv4Addr) {
    (Reverse(network.prefix_len()), network.address())
}
