//! The link layer: Ethernet frames around packets, and ARP (RFC 826).

use std::net::Ipv4Addr;

use smoltcp::wire::{
    ArpOperation, ArpPacket, ArpRepr, EthernetAddress, EthernetFrame, EthernetProtocol,
};

use super::neighbours::{Wait, Waiting};
use super::{Deed, Leg, Router};
use crate::lab::backend::{Port, Time};

impl Router {
    pub(super) fn arp(
        &mut self,
        now: Time,
        leg: usize,
        payload: &[u8],
        out: &mut Vec<(Port, Vec<u8>)>,
    ) -> Deed {
        let message = ArpPacket::new_checked(payload).and_then(|packet| ArpRepr::parse(&packet));
        let Ok(ArpRepr::EthernetIpv4 {
            operation,
            source_hardware_addr: mac,
            source_protocol_addr: sender,
            target_protocol_addr: target,
            ..
        }) = message
        else {
            return Deed::Ignored;
        };
        let own = self.legs[leg];
        // Nobody stands for many (RFC 1812 §3.3.2), nor for another network, nor for this router.
        if !mac.is_unicast() || !own.address.contains_addr(&sender) || self.owns(sender) {
            return Deed::Ignored;
        }
        let for_us = target == own.ip();
        // RFC 826: who asks for us is worth knowing; of others only what was known is brought up
        // to date.
        if for_us || self.neighbours.cares((leg, sender)) {
            for waiting in self.neighbours.learn(now, (leg, sender), mac) {
                let packet = &waiting.packet;
                let frame = ethernet(own.mac, mac, EthernetProtocol::Ipv4, packet);
                out.push((own.port, frame));
            }
        }
        if for_us && operation == ArpOperation::Request {
            out.push((own.port, arp_frame(&own, ArpOperation::Reply, mac, sender)));
            return Deed::Answered;
        }
        Deed::Noted
    }

    /// Sends a packet that fits to a neighbour, or keeps it and asks who that is.
    pub(super) fn hand_over(
        &mut self,
        now: Time,
        (leg, next): (usize, Ipv4Addr),
        waiting: Waiting,
        out: &mut Vec<(Port, Vec<u8>)>,
    ) -> Passed {
        let own = self.legs[leg];
        if let Some(mac) = self.neighbours.mac(now, (leg, next)) {
            let frame = ethernet(own.mac, mac, EthernetProtocol::Ipv4, &waiting.packet);
            out.push((own.port, frame));
            return Passed::Sent;
        }
        match self.neighbours.wait(now, (leg, next), waiting) {
            Wait::Ask => {
                let everybody = EthernetAddress::BROADCAST;
                let request = arp_frame(&own, ArpOperation::Request, everybody, next);
                out.push((own.port, request));
                Passed::Waits
            }
            Wait::Asked => Passed::Waits,
            Wait::Full => Passed::Lost,
        }
    }
}

/// What became of a packet on its way to a neighbour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Passed {
    Sent,
    Waits,
    Lost,
}

fn ethernet(
    from: EthernetAddress,
    to: EthernetAddress,
    kind: EthernetProtocol,
    payload: &[u8],
) -> Vec<u8> {
    let mut bytes = vec![0; EthernetFrame::<&[u8]>::buffer_len(payload.len())];
    let mut frame = EthernetFrame::new_unchecked(&mut bytes[..]);
    frame.set_src_addr(from);
    frame.set_dst_addr(to);
    frame.set_ethertype(kind);
    frame.payload_mut().copy_from_slice(payload);
    bytes
}

/// A question who has `ip`, to everybody; or an answer to `mac`, who is `ip`.
fn arp_frame(own: &Leg, operation: ArpOperation, mac: EthernetAddress, ip: Ipv4Addr) -> Vec<u8> {
    let message = ArpRepr::EthernetIpv4 {
        operation,
        source_hardware_addr: own.mac,
        source_protocol_addr: own.ip(),
        // A request does not know it; zero is what everybody writes there.
        target_hardware_addr: match operation {
            ArpOperation::Request => EthernetAddress::default(),
            _ => mac,
        },
        target_protocol_addr: ip,
    };
    let mut bytes = vec![0; message.buffer_len()];
    message.emit(&mut ArpPacket::new_unchecked(&mut bytes[..]));
    ethernet(own.mac, mac, EthernetProtocol::Arp, &bytes)
}
