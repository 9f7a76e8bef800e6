//! What a router says for itself: ICMP errors and the answer to a ping (RFC 792).

use std::net::Ipv4Addr;

use smoltcp::wire::{IPV4_HEADER_LEN, Icmpv4Message, Icmpv4Packet, IpProtocol, Ipv4Packet};

/// Type, code, checksum, and four bytes that depend on the type.
const ICMP_HEADER: usize = 8;

/// Bytes of a packet that an error repeats: as many as fit into 576 bytes in all
/// (RFC 1812 §4.3.2.3), exactly as they came in.
pub(super) const QUOTE: usize = 576 - IPV4_HEADER_LEN - ICMP_HEADER;

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Complaint {
    TtlExceeded,
    NoRoute,
    /// Nobody answers to the address.
    NoHost,
    NoPort,
    /// To be cut, and it says one must not; the next link carries this many bytes (RFC 1191 §4).
    TooBig {
        mtu: usize,
    },
    /// A NAT has no port left (RFC 5508 REQ-8).
    Forbidden,
}

impl Complaint {
    fn kind_and_code(self) -> (u8, u8) {
        match self {
            Complaint::TtlExceeded => (11, 0),
            Complaint::NoRoute => (3, 0),
            Complaint::NoHost => (3, 1),
            Complaint::NoPort => (3, 3),
            Complaint::TooBig { .. } => (3, 4),
            Complaint::Forbidden => (3, 13),
        }
    }
}

/// The head of a packet as an error will quote it.
pub(super) fn quote(packet: &[u8]) -> &[u8] {
    &packet[..packet.len().min(QUOTE)]
}

/// Whether an error may be sent about this valid packet: never about an ICMP error, never about
/// a fragment but the first (RFC 1122 §3.2.2). An unknown kind of ICMP may be an error.
pub(super) fn may_complain(packet: &[u8]) -> bool {
    let head = Ipv4Packet::new_unchecked(packet);
    let body = packet.get(usize::from(head.header_len())..);
    let is_query = |kind: &u8| matches!(kind, 0 | 8 | 9 | 10 | 13..=18);
    let kind = body.and_then(<[u8]>::first);
    head.frag_offset() == 0
        && (head.next_header() != IpProtocol::Icmp || kind.is_some_and(is_query))
}

/// An ICMP error from a router's address `from`, to the sender of the packet that begins with `quote`.
pub(super) fn complaint(
    what: Complaint,
    quote: &[u8],
    from: Ipv4Addr,
    to: Ipv4Addr,
    ident: u16,
) -> Vec<u8> {
    let (kind, code) = what.kind_and_code();
    let mut body = vec![kind, code, 0, 0, 0, 0, 0, 0];
    if let Complaint::TooBig { mtu } = what {
        let mtu = u16::try_from(mtu).unwrap_or(u16::MAX);
        body[6..ICMP_HEADER].copy_from_slice(&mtu.to_be_bytes());
    }
    body.extend_from_slice(quote);
    packet(body, from, to, ident)
}

/// The answer to a ping, with all its data (RFC 1122 §3.2.2.6); `None` when `request` is none.
pub(super) fn echo_reply(request: &[u8], ident: u16) -> Option<Vec<u8>> {
    let head = Ipv4Packet::new_unchecked(request);
    let message = Icmpv4Packet::new_checked(head.payload()).ok()?;
    if !is_ping(request) || !message.verify_checksum() {
        return None;
    }
    let mut body = head.payload().to_vec();
    Icmpv4Packet::new_unchecked(&mut body[..]).set_msg_type(Icmpv4Message::EchoReply);
    Some(packet(body, head.dst_addr(), head.src_addr(), ident))
}

/// Whether a valid packet is an echo request.
pub(super) fn is_ping(packet: &[u8]) -> bool {
    let head = Ipv4Packet::new_unchecked(packet);
    let kind = head.payload().first().copied().map(Icmpv4Message::from);
    head.next_header() == IpProtocol::Icmp && kind == Some(Icmpv4Message::EchoRequest)
}

/// A packet of the router's own around an ICMP message. It may be cut on its way, so its
/// identification must not repeat soon (RFC 6864 §4.3).
fn packet(mut body: Vec<u8>, from: Ipv4Addr, to: Ipv4Addr, ident: u16) -> Vec<u8> {
    Icmpv4Packet::new_unchecked(&mut body[..]).fill_checksum();
    let mut bytes = vec![0; IPV4_HEADER_LEN];
    bytes.extend_from_slice(&body);
    let total = bytes.len() as u16;
    let mut packet = Ipv4Packet::new_unchecked(&mut bytes[..]);
    packet.set_version(4);
    packet.set_header_len(IPV4_HEADER_LEN as u8);
    packet.set_total_len(total);
    packet.set_ident(ident);
    packet.set_hop_limit(64);
    packet.set_next_header(IpProtocol::Icmp);
    packet.set_src_addr(from);
    packet.set_dst_addr(to);
    packet.fill_checksum();
    bytes
}
