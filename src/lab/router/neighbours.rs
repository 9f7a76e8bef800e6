//! Who is who on the links: MAC addresses learnt by ARP, and the packets that wait for one.

use std::collections::{BTreeMap, VecDeque};
use std::net::Ipv4Addr;

use smoltcp::wire::EthernetAddress;

use crate::lab::backend::Time;

/// What was learnt is believed this long: entries out of date must go (RFC 1122 §2.3.2.1).
const BELIEVED: Time = Time::from_secs(60);
/// An answer to an ARP request may take this long; then the packets for it are given up.
const PATIENCE: Time = Time::from_secs(3);
/// Nobody is asked for more often than once in this time (RFC 1122 §2.3.2.1).
const BETWEEN_REQUESTS: Time = Time::from_secs(1);
/// More neighbours are not remembered; the one heard of longest ago is forgotten.
pub(super) const MOST_KNOWN: usize = 256;
/// More are not asked for at a time.
pub(super) const MOST_SOUGHT: usize = 32;
/// Bytes that may wait for one neighbour, the newest of them: enough for the fragments of any
/// datagram, so that a first large one is not lost for want of a MAC address (RFC 1122 §2.3.2.2).
pub(super) const MOST_WAITING: usize = 160 * 1024;

/// A leg and a neighbour's address on it.
type Key = (usize, Ipv4Addr);

#[derive(Debug, Clone, Default)]
pub(super) struct Neighbours {
    known: BTreeMap<Key, Known>,
    sought: BTreeMap<Key, Sought>,
}

#[derive(Debug, Clone)]
struct Known {
    mac: EthernetAddress,
    heard: Time,
}

#[derive(Debug, Clone)]
struct Sought {
    since: Time,
    asked: Time,
    packets: VecDeque<Waiting>,
    bytes: usize,
}

/// A packet that is ready but for the MAC address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Waiting {
    pub(super) packet: Vec<u8>,
    /// The head of the packet as it came in, for an ICMP error.
    pub(super) quote: Vec<u8>,
}

impl Waiting {
    fn bytes(&self) -> usize {
        self.packet.len() + self.quote.len()
    }
}

/// What to do about a packet whose next hop has no MAC address yet.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wait {
    /// It waits; send an ARP request.
    Ask,
    /// It waits; somebody has asked less than a second ago.
    Asked,
    /// Too many neighbours are sought already: the packet is lost.
    Full,
}

impl Neighbours {
    pub(super) fn mac(&self, now: Time, key: Key) -> Option<EthernetAddress> {
        let known = self.known.get(&key)?;
        (now.saturating_sub(known.heard) < BELIEVED).then_some(known.mac)
    }

    /// Notes a MAC address and gives back the packets that waited for it.
    pub(super) fn learn(&mut self, now: Time, key: Key, mac: EthernetAddress) -> Vec<Waiting> {
        if self.known.len() >= MOST_KNOWN && !self.known.contains_key(&key) {
            let oldest = self.known.iter().min_by_key(|(_, known)| known.heard);
            if let Some((oldest, _)) = oldest.map(|(key, known)| (*key, known.heard)) {
                self.known.remove(&oldest);
            }
        }
        self.known.insert(key, Known { mac, heard: now });
        let sought = self.sought.remove(&key);
        sought.map_or_else(Vec::new, |sought| sought.packets.into())
    }

    /// Whether this neighbour is known, or asked for: then its own messages are believed at once.
    pub(super) fn cares(&self, key: Key) -> bool {
        self.known.contains_key(&key) || self.sought.contains_key(&key)
    }

    pub(super) fn wait(&mut self, now: Time, key: Key, packet: Waiting) -> Wait {
        let is_new = !self.sought.contains_key(&key);
        if is_new && self.sought.len() >= MOST_SOUGHT {
            return Wait::Full;
        }
        let sought = self.sought.entry(key).or_insert_with(|| Sought {
            since: now,
            asked: now,
            packets: VecDeque::new(),
            bytes: 0,
        });
        sought.bytes += packet.bytes();
        sought.packets.push_back(packet);
        while sought.bytes > MOST_WAITING
            && let Some(oldest) = sought.packets.pop_front()
        {
            sought.bytes -= oldest.bytes();
        }
        if is_new || now.saturating_sub(sought.asked) >= BETWEEN_REQUESTS {
            sought.asked = now;
            return Wait::Ask;
        }
        Wait::Asked
    }

    /// Takes what has waited too long.
    pub(super) fn overdue(&mut self, now: Time) -> Vec<Waiting> {
        (self.sought)
            .extract_if(.., |_, sought| now.saturating_sub(sought.since) >= PATIENCE)
            .flat_map(|(_, sought)| sought.packets)
            .collect()
    }

    /// Neighbours known and sought, and the bytes that wait.
    #[cfg(test)]
    pub(super) fn sizes(&self) -> (usize, usize, usize) {
        let waiting = self.sought.values().map(|sought| sought.bytes);
        (self.known.len(), self.sought.len(), waiting.sum())
    }
}
