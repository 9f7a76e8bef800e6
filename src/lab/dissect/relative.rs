//! Sequence numbers counted from the SYN, windows scaled, and a line for each frame.

use std::collections::HashMap;
use std::fmt::Write;
use std::net::SocketAddr;

use super::summary::{Body, Flags, Segment, Summary};

/// So many directions of connections are remembered; of further ones the numbers stay absolute.
const MOST: usize = 4096;

/// A shift beyond this is taken for this (RFC 7323 §2.3).
const LARGEST_SHIFT: u8 = 14;

/// What is known of the connections on a cable. Frames are shown to it in the order of one place.
///
/// Counting begins as in Wireshark: the SYN has the number 0. When the SYN was not seen, the first
/// byte that was has the number 1.
#[derive(Debug, Clone, Default)]
pub struct Relative {
    /// By sender and receiver.
    directions: HashMap<(SocketAddr, SocketAddr), Direction>,
}

#[derive(Debug, Clone, Copy)]
struct Direction {
    /// The number of the SYN.
    initial: u32,
    /// Whether a SYN was seen, and the shift it offered for its sender's windows.
    syn: Option<Option<u8>>,
}

/// The numbers of one segment as people read them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbers {
    pub seq: u32,
    /// `None` without the flag ACK.
    pub ack: Option<u32>,
    /// Bytes; scaled when the sender's SYN offered it and the other's, if it was seen, did too.
    pub window: u32,
    /// By how many bits the window was shifted.
    pub shift: u8,
}

impl Relative {
    pub fn new() -> Relative {
        Relative::default()
    }

    /// Learns from a frame and gives its numbers; `None` when it is not TCP.
    pub fn look(&mut self, summary: &Summary) -> Option<Numbers> {
        let segment = summary.tcp()?;
        let (source, destination) = summary.ends()?;
        let (forth, back) = ((source, destination), (destination, source));
        let is_syn = segment.has(Flags::SYN);
        if is_syn && !segment.has(Flags::ACK) {
            // The same two ports may be used again, for another connection.
            let again = self.directions.get(&forth);
            if again.is_some_and(|known| known.initial != segment.seq) {
                self.directions.remove(&forth);
                self.directions.remove(&back);
            }
        }
        let initial = match is_syn {
            true => segment.seq,
            false => segment.seq.wrapping_sub(1),
        };
        let forth = self.learn(forth, initial).map(|known| {
            if is_syn {
                known.initial = initial;
                known.syn = Some(segment.window_scale);
            }
            *known
        });
        let back = match segment.has(Flags::ACK) {
            true => self.learn(back, segment.ack.wrapping_sub(1)).copied(),
            false => None,
        };
        let first = |direction: Option<Direction>| direction.map_or(0, |known| known.initial);
        let offered = forth.and_then(|known| known.syn?);
        let is_refused = back.is_some_and(|known| known.syn == Some(None));
        // The window of a SYN itself is never scaled (RFC 7323 §2.2).
        let shift = match offered {
            Some(shift) if !is_syn && !is_refused => shift.min(LARGEST_SHIFT),
            _ => 0,
        };
        Some(Numbers {
            seq: segment.seq.wrapping_sub(first(forth)),
            ack: (segment.has(Flags::ACK)).then(|| segment.ack.wrapping_sub(first(back))),
            window: u32::from(segment.window) << shift,
            shift,
        })
    }

    /// A frame in one line, in the manner of tcpdump: addresses, flags, numbers counted from the SYN.
    ///
    /// `10.0.0.1:49152 > 10.0.0.2:80 [SYN, ACK] seq=0 ack=1 win=65535 len=0 mss=1460 ws=7`. Names
    /// of fields and nothing else, so that it is the same in every language.
    pub fn line(&mut self, summary: &Summary) -> String {
        let numbers = self.look(summary);
        let mut line = String::new();
        // Writing into a String cannot fail.
        let _ = match (&summary.body, summary.ends(), numbers) {
            (Body::Tcp(segment), Some((source, destination)), Some(numbers)) => {
                write!(line, "{source} > {destination} ")
                    .and_then(|()| self.write_tcp(&mut line, summary, segment, numbers))
            }
            (Body::Udp(datagram), Some((source, destination)), _) => {
                let ttl = summary.ip.map_or(0, |ip| ip.ttl);
                let len = datagram.len;
                write!(line, "{source} > {destination} UDP ttl={ttl} len={len}")
            }
            _ => write_other(&mut line, summary),
        };
        if let Some(ip) = summary.ip.filter(|ip| ip.is_fragment()) {
            let id = ip.id.unwrap_or(0);
            let _ = write!(line, " id={id:#06x} offset={}", ip.fragment_offset);
            line.push_str(if ip.more_fragments { " MF" } else { "" });
        }
        line
    }

    fn write_tcp(
        &self,
        line: &mut String,
        summary: &Summary,
        segment: &Segment,
        numbers: Numbers,
    ) -> std::fmt::Result {
        write!(line, "[{}] seq={}", segment.flags, numbers.seq)?;
        if let Some(ack) = numbers.ack {
            write!(line, " ack={ack}")?;
        }
        write!(line, " win={} len={}", numbers.window, segment.len)?;
        if let Some(mss) = segment.mss {
            write!(line, " mss={mss}")?;
        }
        if let Some(shift) = segment.window_scale {
            write!(line, " ws={shift}")?;
        }
        let peer = summary
            .ends()
            .map(|(source, destination)| (destination, source));
        let known = peer.and_then(|peer| self.directions.get(&peer));
        let first = known.map_or(0, |known| known.initial);
        for (left, right) in segment.sack.iter().flatten() {
            let (left, right) = (left.wrapping_sub(first), right.wrapping_sub(first));
            write!(line, " sack={left}-{right}")?;
        }
        Ok(())
    }

    fn learn(&mut self, ends: (SocketAddr, SocketAddr), initial: u32) -> Option<&mut Direction> {
        if self.directions.len() >= MOST && !self.directions.contains_key(&ends) {
            return None;
        }
        let new = Direction { initial, syn: None };
        Some(self.directions.entry(ends).or_insert(new))
    }
}

/// What is neither TCP nor UDP.
fn write_other(line: &mut String, summary: &Summary) -> std::fmt::Result {
    match (&summary.body, summary.ip) {
        // REQUEST and REPLY are the names of RFC 826.
        (Body::Arp(arp), _) => match arp.operation {
            1 => write!(line, "ARP REQUEST {} > {}", arp.sender, arp.target),
            2 => write!(
                line,
                "ARP REPLY {} ({}) > {}",
                arp.sender, arp.sender_mac, arp.target
            ),
            other => write!(line, "ARP op={other} {} > {}", arp.sender, arp.target),
        },
        (Body::Icmp(icmp), Some(ip)) => {
            let name = if ip.source.is_ipv6() {
                "ICMPv6"
            } else {
                "ICMP"
            };
            write!(line, "{} > {} {name}", ip.source, ip.destination)?;
            write!(line, " type={} code={}", icmp.kind, icmp.code)?;
            if let Some((id, seq)) = icmp.echo {
                write!(line, " id={id:#06x} seq={seq}")?;
            }
            if let Some(mtu) = icmp.mtu {
                write!(line, " mtu={mtu}")?;
            }
            write!(line, " ttl={} len={}", ip.ttl, icmp.len)
        }
        (_, Some(ip)) => write!(
            line,
            "{} > {} IP proto={} ttl={} len={}",
            ip.source, ip.destination, ip.protocol, ip.ttl, ip.len
        ),
        (_, None) => write!(
            line,
            "{} > {} type={:#06x}",
            summary.source, summary.destination, summary.ethertype
        ),
    }
}

#[cfg(test)]
mod tests;
