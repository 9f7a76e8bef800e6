//! A learning Ethernet switch (IEEE 802.1D transparent bridging): it reads fourteen bytes of a frame
//! and sends it where its receiver was last heard, or, not knowing, everywhere else.
//!
//! Absent on purpose: spanning tree (a ring of switches floods for ever) and VLANs.

use std::collections::BTreeMap;

use smoltcp::wire::{EthernetAddress, EthernetFrame};

use super::backend::{Middlebox, Port, Time};

/// An address not heard for this long is forgotten (the default ageing time of IEEE 802.1D).
pub const AGEING: Time = Time::from_secs(300);

/// A switch learns this many addresses. Frames to others go everywhere: whoever fills the table makes
/// a switch a hub.
pub const MOST_ADDRESSES: usize = 1024;

/// Where an address was last heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard {
    pub address: EthernetAddress,
    pub port: Port,
    pub at: Time,
}

/// What a switch did with the last frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switched {
    /// Out of the one port behind which the receiver is.
    To(Port),
    /// Out of all ports but the one it came in by.
    Flooded,
    /// Not at all: the receiver is where it came from, or the frame is none for a switch to pass on.
    Kept,
}

/// Joins its ports into one network.
#[derive(Debug, Clone)]
pub struct Switch {
    ports: Vec<Port>,
    table: BTreeMap<EthernetAddress, (Port, Time)>,
    last: Option<Switched>,
}

impl Switch {
    pub fn new(ports: Vec<Port>) -> Switch {
        Switch {
            ports,
            table: BTreeMap::new(),
            last: None,
        }
    }

    /// The addresses it knows at `now`.
    pub fn addresses(&self, now: Time) -> Vec<Heard> {
        let known = self.table.iter().map(|(address, (port, at))| Heard {
            address: *address,
            port: *port,
            at: *at,
        });
        known.filter(|heard| is_fresh(heard.at, now)).collect()
    }

    /// What it did with the last frame; `None` before the first.
    pub fn last(&self) -> Option<Switched> {
        self.last
    }

    /// Notes where an address is.
    pub(super) fn learn(&mut self, now: Time, port: Port, address: EthernetAddress) {
        // Nobody sends as a group.
        if !address.is_unicast() {
            return;
        }
        if self.table.len() >= MOST_ADDRESSES && !self.table.contains_key(&address) {
            self.table.retain(|_, (_, at)| is_fresh(*at, now));
            if self.table.len() >= MOST_ADDRESSES {
                return;
            }
        }
        self.table.insert(address, (port, now));
    }

    fn decide(&self, now: Time, from: Port, to: EthernetAddress) -> Switched {
        // Meant for the switch itself, not for those behind it (IEEE 802.1D, reserved addresses).
        if to.0[..5] == [0x01, 0x80, 0xc2, 0, 0] && to.0[5] < 16 {
            return Switched::Kept;
        }
        let known = self.table.get(&to).filter(|(_, at)| is_fresh(*at, now));
        match known {
            Some((port, _)) if *port == from => Switched::Kept,
            Some((port, _)) => Switched::To(*port),
            None => Switched::Flooded,
        }
    }
}

impl Middlebox for Switch {
    fn ports(&self) -> Vec<Port> {
        self.ports.clone()
    }

    fn frame(&mut self, now: Time, port: Port, frame: &[u8], out: &mut Vec<(Port, Vec<u8>)>) {
        self.last = Some(Switched::Kept);
        let Ok(header) = EthernetFrame::new_checked(frame) else {
            return;
        };
        if !self.ports.contains(&port) {
            return;
        }
        self.learn(now, port, header.src_addr());
        let switched = self.decide(now, port, header.dst_addr());
        let goes_to = |one: &Port| match switched {
            Switched::To(to) => *one == to,
            Switched::Flooded => *one != port,
            Switched::Kept => false,
        };
        let ports = self.ports.iter().copied().filter(goes_to);
        out.extend(ports.map(|to| (to, frame.to_vec())));
        self.last = Some(switched);
    }
}

fn is_fresh(at: Time, now: Time) -> bool {
    now.saturating_sub(at) < AGEING
}

#[cfg(test)]
mod tests;
