//! The way of one packet through the router, in the order of RFC 1812 §5.2.1.2.

use std::net::Ipv4Addr;

use smoltcp::wire::{IpProtocol, Ipv4Packet};

use super::icmp::{self, Complaint};
use super::link::Passed;
use super::neighbours::Waiting;
use super::{Deed, LEAST_MTU, Route, Router, Why, fragment};
use crate::lab::backend::{Port, Time};
use crate::lab::nat::Refusal;

type Out = Vec<(Port, Vec<u8>)>;

impl Router {
    pub(super) fn ipv4(&mut self, now: Time, leg: usize, payload: &[u8], out: &mut Out) -> Deed {
        let original = match valid(payload) {
            Ok(packet) => packet,
            Err(why) => return Deed::Dropped { why, told: false },
        };
        match self.pass(now, leg, original, out) {
            Ok(deed) => deed,
            Err((why, complaint)) => {
                let told =
                    complaint.is_some_and(|complaint| self.complain(now, complaint, original, out));
                Deed::Dropped { why, told }
            }
        }
    }

    fn pass(
        &mut self,
        now: Time,
        leg: usize,
        original: &[u8],
        out: &mut Out,
    ) -> Result<Deed, (Why, Option<Complaint>)> {
        let silently = |why| (why, None);
        let mut packet = original.to_vec();
        self.check_source(&packet).map_err(silently)?;
        self.translate_in(now, leg, &mut packet).map_err(silently)?;
        let head = Ipv4Packet::new_unchecked(&packet[..]);
        let (to, ttl, uncut) = (head.dst_addr(), head.hop_limit(), head.dont_frag());
        if self.owns(to) {
            return self.serve(now, &packet, out);
        }
        if !may_travel(to) {
            return Err((Why::Martian, None));
        }
        let route = (self.table.find(to)).ok_or((Why::NoRoute, Some(Complaint::NoRoute)))?;
        if self.legs[route.leg].address.broadcast() == Some(to) {
            return Err((Why::Broadcast, None));
        }
        if ttl <= 1 {
            return Err((Why::TtlExceeded, Some(Complaint::TtlExceeded)));
        }
        let mtu = self.mtu(&route);
        if packet.len() > mtu && uncut {
            return Err((Why::TooBig, Some(Complaint::TooBig { mtu })));
        }
        if let Some((outside, nat)) = &mut self.nat
            && route.leg == *outside
        {
            nat.outbound(now, &mut packet).map_err(|refusal| {
                let complaint = (refusal == Refusal::TableFull).then_some(Complaint::Forbidden);
                (Why::Nat(refusal), complaint)
            })?;
        }
        let mut head = Ipv4Packet::new_unchecked(&mut packet[..]);
        head.set_hop_limit(ttl - 1);
        head.fill_checksum();
        let next = route.next_hop(to);
        match self.send(now, &route, next, packet, icmp::quote(original), out) {
            Passed::Sent => Ok(Deed::Forwarded {
                leg: route.leg,
                next,
            }),
            Passed::Waits => Ok(Deed::Waiting {
                leg: route.leg,
                next,
            }),
            Passed::Lost => Err((Why::NoNeighbour, None)),
        }
    }

    /// Nothing is taken from, or told to, an address that is not one host's (RFC 1812 §5.3.7,
    /// RFC 1122 §3.2.2).
    fn check_source(&self, packet: &[u8]) -> Result<(), Why> {
        let source = Ipv4Packet::new_unchecked(packet).src_addr();
        let is_broadcast = |leg: &super::Leg| leg.address.broadcast() == Some(source);
        match may_travel(source) && !self.owns(source) && !self.legs.iter().any(is_broadcast) {
            true => Ok(()),
            false => Err(Why::Martian),
        }
    }

    /// Finds whom behind the NAT a packet from outside is for. A ping to the public address is for
    /// the router.
    fn translate_in(&mut self, now: Time, leg: usize, packet: &mut [u8]) -> Result<(), Why> {
        let Some((outside, nat)) = &mut self.nat else {
            return Ok(());
        };
        if leg != *outside {
            return Ok(());
        }
        let to = Ipv4Packet::new_unchecked(&packet[..]).dst_addr();
        match to == nat.public() {
            true if icmp::is_ping(packet) => Ok(()),
            true => nat.inbound(now, packet).map_err(Why::Nat),
            false => Err(Why::PastNat),
        }
    }

    /// A packet to one of the router's addresses. Only a ping is answered; a UDP datagram is told
    /// that there is no such port (RFC 1122 §4.1.3.1), which is how a traceroute to a router ends.
    fn serve(
        &mut self,
        now: Time,
        packet: &[u8],
        out: &mut Out,
    ) -> Result<Deed, (Why, Option<Complaint>)> {
        let head = Ipv4Packet::new_unchecked(packet);
        let is_fragment = head.more_frags() || head.frag_offset() > 0;
        if head.next_header() == IpProtocol::Udp && !is_fragment {
            return Err((Why::NoService, Some(Complaint::NoPort)));
        }
        let ident = self.next_ident();
        let reply = (!is_fragment).then(|| icmp::echo_reply(packet, ident));
        let reply = reply.flatten().ok_or((Why::NoService, None))?;
        let route = (self.table.find(head.src_addr())).ok_or((Why::NoRoute, None))?;
        let next = route.next_hop(head.src_addr());
        self.send(now, &route, next, reply, &[], out);
        Ok(Deed::Answered)
    }

    /// Tells the sender of a packet what went wrong, if one may; says whether it did.
    fn complain(&mut self, now: Time, what: Complaint, packet: &[u8], out: &mut Out) -> bool {
        let to = Ipv4Packet::new_unchecked(packet).src_addr();
        let Some(route) = self.table.find(to).filter(|_| icmp::may_complain(packet)) else {
            return false;
        };
        let ident = self.next_ident();
        // It speaks with the address of the leg it speaks from (RFC 1812 §4.3.2.4).
        let from = self.legs[route.leg].ip();
        let error = icmp::complaint(what, icmp::quote(packet), from, to, ident);
        let next = route.next_hop(to);
        self.send(now, &route, next, error, &[], out) != Passed::Lost
    }

    /// Gives up the packets whose next hop has not answered, and tells their senders.
    pub(super) fn give_up_waiting(&mut self, now: Time, out: &mut Out) {
        for waiting in self.neighbours.overdue(now) {
            // The router's own packets have no quote: nobody is told of them.
            if !waiting.quote.is_empty() {
                self.complain(now, Complaint::NoHost, &waiting.quote, out);
            }
        }
    }

    /// Sends a packet to a neighbour, in pieces if need be; lost as soon as one piece is.
    fn send(
        &mut self,
        now: Time,
        route: &Route,
        next: Ipv4Addr,
        packet: Vec<u8>,
        quote: &[u8],
        out: &mut Out,
    ) -> Passed {
        let mut passed = Passed::Sent;
        for packet in fragment::cut(packet, self.mtu(route)) {
            let quote = quote.to_vec();
            passed = self.hand_over(now, (route.leg, next), Waiting { packet, quote }, out);
            if passed == Passed::Lost {
                break;
            }
        }
        passed
    }

    fn next_ident(&mut self) -> u16 {
        self.ident = self.ident.wrapping_add(1);
        self.ident
    }

    fn mtu(&self, route: &Route) -> usize {
        self.legs[route.leg].mtu.max(LEAST_MTU)
    }
}

/// The packet without what Ethernet added behind it, if its header is sound (RFC 1812 §5.2.2).
fn valid(payload: &[u8]) -> Result<&[u8], Why> {
    let packet = Ipv4Packet::new_checked(payload).map_err(|_| Why::Malformed)?;
    if packet.version() != 4 {
        return Err(Why::Malformed);
    }
    if !packet.verify_checksum() {
        return Err(Why::BadChecksum);
    }
    // A fragment that would reach beyond the largest datagram there is.
    let end = usize::from(packet.frag_offset()) + packet.payload().len();
    if end > usize::from(u16::MAX) {
        return Err(Why::Malformed);
    }
    Ok(&payload[..usize::from(packet.total_len())])
}

/// Whether packets to or from this address may be forwarded: not this host (0/8), not loopback,
/// not a group, not the reserved block with the broadcast address.
fn may_travel(address: Ipv4Addr) -> bool {
    let first = address.octets()[0];
    first != 0 && !address.is_loopback() && first < 224
}
