//! Many hosts behind one address: NAPT (RFC 3022 §2.2, with the behaviour of RFC 4787, 5382, 5508).
//!
//! What leaves gets the public address and a port of the box's own; what comes back is found by that
//! port. One inside socket keeps its port whomever it talks to (endpoint-independent mapping,
//! RFC 4787 REQ-1). TCP, UDP, ping, and ICMP errors with the packet they quote are translated.
//!
//! Checksums are corrected by what has changed (RFC 1624) and not made anew: damage that a packet
//! had before stays visible behind the NAT.
//!
//! Absent on purpose: hairpinning (RFC 4787 REQ-9), fragments (REQ-14: they are dropped, for all but
//! the first have no port), following a connection (a closed one keeps its port until its time is
//! over), and rewriting addresses inside the data.

mod rewrite;
mod table;
#[cfg(test)]
mod tests;

use std::net::{Ipv4Addr, SocketAddrV4};

use smoltcp::wire::{Icmpv4Message, Icmpv4Packet, IpProtocol, Ipv4Packet, TcpPacket, UdpPacket};

use super::backend::Time;
use rewrite::{Side, endpoint, endpoint_of_quote, replace, replace_address};
use table::Table;
pub use table::{Filtering, Mapping, Rules, Taken};

/// What a NAT keeps apart: a port of TCP is not the port of UDP with the same number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Protocol {
    Tcp,
    Udp,
    /// Pings: the identifier stands for the port.
    Ping,
}

/// Why a packet is not let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Shorter than its protocol needs, or an ICMP error with a wrong checksum (RFC 5508 REQ-3).
    Malformed,
    /// Neither TCP, UDP, ping nor an ICMP error.
    Unknown,
    Fragment,
    /// From outside, to a port that stands for nobody; or an error about nothing known.
    NoMapping,
    /// From outside, by somebody the inside socket has not written to.
    Stranger,
    /// No public port is left.
    TableFull,
}

/// One public address and who is behind it.
#[derive(Debug, Clone)]
pub struct Nat {
    public: Ipv4Addr,
    table: Table,
}

/// What a packet carries, as far as a NAT cares.
enum Cargo {
    Flow(Protocol),
    /// An ICMP error; the packet it quotes begins at this byte.
    Error {
        quote: usize,
    },
}

/// Bytes of an ICMP header.
const ICMP_HEADER: usize = 8;

impl Nat {
    pub(super) fn new(public: Ipv4Addr, rules: Rules) -> Nat {
        Nat {
            public,
            table: Table::new(rules),
        }
    }

    /// The address everybody outside sees.
    pub fn public(&self) -> Ipv4Addr {
        self.public
    }

    /// The mappings alive at `now`, by protocol and public port.
    pub fn mappings(&self, now: Time) -> Vec<Mapping> {
        self.table.mappings(now)
    }

    /// Lets everybody outside reach `inside` at this public port, for ever: "port forwarding".
    ///
    /// # Errors
    /// When the port, or the inside socket, is mapped already.
    pub fn open(
        &mut self,
        now: Time,
        protocol: Protocol,
        port: u16,
        inside: SocketAddrV4,
    ) -> Result<(), Taken> {
        self.table.open(now, protocol, port, inside)
    }

    /// Makes a valid packet that leaves look as if the box had sent it.
    pub(super) fn outbound(&mut self, now: Time, packet: &mut [u8]) -> Result<(), Refusal> {
        match cargo(packet)? {
            Cargo::Flow(protocol) => {
                if protocol == Protocol::Ping && kind(packet) != Icmpv4Message::EchoRequest {
                    return Err(Refusal::NoMapping);
                }
                let inside = endpoint(packet, Side::Source);
                let peer = endpoint(packet, Side::Destination);
                let port = self.table.outbound(now, protocol, inside, peer)?;
                replace(packet, Side::Source, SocketAddrV4::new(self.public, port));
            }
            Cargo::Error { quote } => {
                // About a packet that had come in: its destination was ours (RFC 5508 REQ-5).
                let (protocol, inside) = endpoint_of_quote(&packet[quote..], Side::Destination)
                    .ok_or(Refusal::NoMapping)?;
                let port = self.table.port_of(now, protocol, inside);
                let public = SocketAddrV4::new(self.public, port.ok_or(Refusal::NoMapping)?);
                replace(&mut packet[quote..], Side::Destination, public);
                replace_address(packet, Side::Source, self.public);
                seal(packet);
            }
        }
        Ok(())
    }

    /// Sends a valid packet to the public address on to whom it is for. An echo request is for the
    /// box itself and must not come here.
    pub(super) fn inbound(&self, now: Time, packet: &mut [u8]) -> Result<(), Refusal> {
        match cargo(packet)? {
            Cargo::Flow(protocol) => {
                let peer = endpoint(packet, Side::Source);
                let port = endpoint(packet, Side::Destination).port();
                let inside = self.table.inbound(now, protocol, peer, port)?;
                replace(packet, Side::Destination, inside);
            }
            Cargo::Error { quote } => {
                // About a packet that had gone out: its source was ours (RFC 5508 REQ-4). Any
                // router may send it, but only about somebody the inside socket has written to.
                let quoted = &packet[quote..];
                let (protocol, public) =
                    endpoint_of_quote(quoted, Side::Source).ok_or(Refusal::NoMapping)?;
                let (_, peer) =
                    endpoint_of_quote(quoted, Side::Destination).ok_or(Refusal::NoMapping)?;
                if *public.ip() != self.public {
                    return Err(Refusal::NoMapping);
                }
                let inside = self.table.inbound(now, protocol, peer, public.port())?;
                replace(&mut packet[quote..], Side::Source, inside);
                replace_address(packet, Side::Destination, *inside.ip());
                seal(packet);
            }
        }
        Ok(())
    }
}

/// Says what a valid packet carries, and that all of it which will be read is there.
fn cargo(packet: &[u8]) -> Result<Cargo, Refusal> {
    let head = Ipv4Packet::new_unchecked(packet);
    if head.more_frags() || head.frag_offset() > 0 {
        return Err(Refusal::Fragment);
    }
    let body = head.payload();
    match head.next_header() {
        IpProtocol::Tcp => TcpPacket::new_checked(body)
            .map(|_| Cargo::Flow(Protocol::Tcp))
            .map_err(|_| Refusal::Malformed),
        IpProtocol::Udp => UdpPacket::new_checked(body)
            .map(|_| Cargo::Flow(Protocol::Udp))
            .map_err(|_| Refusal::Malformed),
        IpProtocol::Icmp if body.len() < ICMP_HEADER => Err(Refusal::Malformed),
        IpProtocol::Icmp => match kind(packet) {
            Icmpv4Message::EchoRequest | Icmpv4Message::EchoReply => {
                Ok(Cargo::Flow(Protocol::Ping))
            }
            Icmpv4Message::DstUnreachable
            | Icmpv4Message::TimeExceeded
            | Icmpv4Message::ParamProblem => {
                match Icmpv4Packet::new_unchecked(body).verify_checksum() {
                    true => Ok(Cargo::Error {
                        quote: packet.len() - body.len() + ICMP_HEADER,
                    }),
                    false => Err(Refusal::Malformed),
                }
            }
            _ => Err(Refusal::Unknown),
        },
        _ => Err(Refusal::Unknown),
    }
}

/// What kind of message a packet with ICMP carries.
fn kind(packet: &[u8]) -> Icmpv4Message {
    let head = Ipv4Packet::new_unchecked(packet);
    Icmpv4Packet::new_unchecked(head.payload()).msg_type()
}

/// The checksum of an ICMP error, which covers the packet it quotes.
fn seal(packet: &mut [u8]) {
    let mut head = Ipv4Packet::new_unchecked(packet);
    Icmpv4Packet::new_unchecked(head.payload_mut()).fill_checksum();
}
