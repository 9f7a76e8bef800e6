//! An IPv4 router (RFC 1812), and with [`Nat`] the box behind which a home hides: frames in, frames out.
//!
//! It asks and answers ARP, looks up the longest prefix, lowers the TTL and makes the header
//! checksum anew, cuts what is too big, and tells the sender by ICMP what went wrong.
//!
//! Absent on purpose: routing protocols (somebody sets the routes), IPv6, ICMP redirects, a limit to
//! the rate of ICMP errors, source routes (options travel along untouched), and reassembly of what
//! is sent to the router itself. The box has no clock: what is late is noticed at the next frame.

mod forward;
mod fragment;
mod icmp;
mod link;
mod neighbours;
mod table;
#[cfg(test)]
mod tests;

use std::net::Ipv4Addr;

use smoltcp::wire::{EthernetAddress, EthernetFrame, EthernetProtocol, Ipv4Cidr};

use super::backend::{Middlebox, Port, Time};
use super::nat::{self, Nat};
use neighbours::Neighbours;
pub use table::Route;
use table::Table;

/// The smallest MTU a network of the Internet may have (RFC 791 §3.2).
pub const LEAST_MTU: usize = 68;

/// One network card of a router.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leg {
    pub port: Port,
    pub mac: EthernetAddress,
    /// Its address, and with the prefix the network it stands in.
    pub address: Ipv4Cidr,
    /// Bytes of the largest IP packet it sends; less than [`LEAST_MTU`] counts as that.
    pub mtu: usize,
}

impl Leg {
    fn ip(&self) -> Ipv4Addr {
        self.address.address()
    }
}

/// What a router did with the last frame that came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Not for this router: another's MAC address, another protocol, a card it does not have.
    Ignored,
    /// An ARP message from which a neighbour's MAC address was learnt, or nothing.
    Noted,
    /// An ARP request or a ping to one of its own addresses, answered.
    Answered,
    /// Sent out of a leg to the next hop.
    Forwarded { leg: usize, next: Ipv4Addr },
    /// Kept until the next hop's MAC address is known.
    Waiting { leg: usize, next: Ipv4Addr },
    /// Thrown away; `told` says whether an ICMP error was sent about it.
    Dropped { why: Why, told: bool },
}

/// Why a packet goes no further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Shorter than it says, or no IPv4.
    Malformed,
    /// The header's checksum is wrong; whom should one tell, if the address may be the damage?
    BadChecksum,
    /// A source or destination that may not travel (RFC 1812 §5.3.7).
    Martian,
    /// To everybody in a network (RFC 2644 §2).
    Broadcast,
    /// Its TTL would fall to 0.
    TtlExceeded,
    NoRoute,
    /// Larger than the next link carries, and not to be cut.
    TooBig,
    /// The next hop does not answer ARP, or too many packets wait already.
    NoNeighbour,
    /// For the router itself, which offers nothing there.
    NoService,
    /// See [`nat::Refusal`].
    Nat(nat::Refusal),
    /// From outside, and not to the public address: past the NAT.
    PastNat,
}

/// A gateway that is in no network of the router's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no neighbour of this router")]
pub struct NoNeighbour(pub Ipv4Addr);

/// Forwards packets between its legs.
#[derive(Debug, Clone)]
pub struct Router {
    legs: Vec<Leg>,
    table: Table,
    neighbours: Neighbours,
    /// The leg with the public address, and what is translated there.
    nat: Option<(usize, Nat)>,
    /// Identification of the next packet of its own.
    ident: u16,
    last: Option<Deed>,
    /// Frames that have come in.
    frames: u64,
}

impl Router {
    /// A router that knows the way to the networks of its legs.
    pub fn new(legs: Vec<Leg>) -> Router {
        let mut table = Table::default();
        for (number, leg) in legs.iter().enumerate() {
            table.set(Route {
                prefix: leg.address,
                leg: number,
                gateway: None,
            });
        }
        Router {
            legs,
            table,
            neighbours: Neighbours::default(),
            nat: None,
            ident: 0,
            last: None,
            frames: 0,
        }
    }

    /// Translates what leaves by the leg numbered `outside`, from 0, to that leg's address. A
    /// number without a leg changes nothing.
    pub fn translate(&mut self, outside: usize, rules: nat::Rules) {
        if let Some(leg) = self.legs.get(outside) {
            self.nat = Some((outside, Nat::new(leg.ip(), rules)));
        }
    }

    /// From now on `prefix` lies behind `gateway`; a route to the same prefix is replaced.
    ///
    /// # Errors
    /// When no leg of the router stands in the gateway's network.
    pub fn set_route(&mut self, prefix: Ipv4Cidr, gateway: Ipv4Addr) -> Result<(), NoNeighbour> {
        let leg = (self.legs.iter()).position(|leg| leg.address.contains_addr(&gateway));
        self.table.set(Route {
            prefix,
            leg: leg.ok_or(NoNeighbour(gateway))?,
            gateway: Some(gateway),
        });
        Ok(())
    }

    /// Forgets the route to exactly this prefix; says whether there was one.
    pub fn remove_route(&mut self, prefix: Ipv4Cidr) -> bool {
        self.table.remove(prefix)
    }

    /// The routes, the longest prefix first: the order in which they are tried.
    pub fn routes(&self) -> Vec<Route> {
        self.table.routes()
    }

    /// The route a packet to this address takes.
    pub fn route_to(&self, address: Ipv4Addr) -> Option<Route> {
        self.table.find(address)
    }

    pub fn nat(&self) -> Option<&Nat> {
        self.nat.as_ref().map(|(_, nat)| nat)
    }

    /// To open a port to the outside ([`Nat::open`]).
    pub fn nat_mut(&mut self) -> Option<&mut Nat> {
        self.nat.as_mut().map(|(_, nat)| nat)
    }

    /// What it did with the last frame; `None` before the first.
    pub fn last(&self) -> Option<Deed> {
        self.last
    }

    /// How many frames have come in.
    pub fn frames(&self) -> u64 {
        self.frames
    }

    /// The card numbered `leg`, from 0.
    pub fn leg(&self, leg: usize) -> Option<&Leg> {
        self.legs.get(leg)
    }

    /// Bytes of the largest IP packet that leaves by the leg numbered `leg`, if there is one.
    pub fn set_mtu(&mut self, leg: usize, mtu: usize) {
        if let Some(leg) = self.legs.get_mut(leg) {
            leg.mtu = mtu;
        }
    }

    /// Tells it a neighbour's hardware address, as if it had asked before.
    pub(super) fn introduce(&mut self, leg: usize, address: Ipv4Addr, mac: EthernetAddress) {
        self.neighbours.learn(Time::ZERO, (leg, address), mac);
    }

    fn owns(&self, address: Ipv4Addr) -> bool {
        self.legs.iter().any(|leg| leg.ip() == address)
    }

    fn receive(
        &mut self,
        now: Time,
        port: Port,
        frame: &[u8],
        out: &mut Vec<(Port, Vec<u8>)>,
    ) -> Deed {
        let leg = self.legs.iter().position(|leg| leg.port == port);
        let (Some(leg), Ok(frame)) = (leg, EthernetFrame::new_checked(frame)) else {
            return Deed::Ignored;
        };
        let (to, mine) = (frame.dst_addr(), self.legs[leg].mac);
        match frame.ethertype() {
            EthernetProtocol::Arp if to == mine || to.is_broadcast() => {
                self.arp(now, leg, frame.payload(), out)
            }
            // A packet that was sent to everybody on the link is not forwarded (RFC 1812 §5.3.4).
            EthernetProtocol::Ipv4 if to == mine => self.ipv4(now, leg, frame.payload(), out),
            _ => Deed::Ignored,
        }
    }
}

impl Middlebox for Router {
    fn ports(&self) -> Vec<Port> {
        self.legs.iter().map(|leg| leg.port).collect()
    }

    fn frame(&mut self, now: Time, port: Port, frame: &[u8], out: &mut Vec<(Port, Vec<u8>)>) {
        self.frames += 1;
        self.give_up_waiting(now, out);
        self.last = Some(self.receive(now, port, frame, out));
    }
}
