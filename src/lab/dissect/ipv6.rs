//! IPv6 and its extension headers (RFC 8200).

use super::field::{self, Layer, Value};
use super::transport::{self, Packet};
use super::walk::Walk;

/// After so many extension headers the rest is left as it is; a sender of good will has few.
const MOST_EXTENSIONS: usize = 8;

pub fn read(walk: &mut Walk) -> Option<()> {
    walk.layer = Layer::Ipv6;
    let version = walk.bits("ipv6.version", 1, 0xf0, Value::Number)?;
    if version != 6 {
        return None;
    }
    walk.bits("ipv6.dscp", 2, 0x0fc0, Value::Number)?;
    walk.skip(1);
    walk.bits("ipv6.ecn", 1, 0x30, Value::Number)?;
    walk.bits("ipv6.flow_label", 3, 0x000f_ffff, |label| {
        Value::Hex(label, 5)
    })?;
    walk.skip(3);
    let length = usize::try_from(walk.number("ipv6.payload_length", 2)?).ok()?;
    let next = walk.named("ipv6.next_header", 1, 0, field::protocol)?;
    walk.number("ipv6.hop_limit", 1)?;
    let source = walk.ipv6("ipv6.source")?;
    let destination = walk.ipv6("ipv6.destination")?;
    walk.end_after(length);
    let mut packet = Packet {
        source,
        destination,
        protocol: u8::try_from(next).ok()?,
        first: true,
        whole: true,
    };
    for _ in 0..MOST_EXTENSIONS {
        match packet.protocol {
            0 | 43 | 60 => extension(walk, &mut packet)?,
            44 if packet.first => fragment(walk, &mut packet)?,
            _ => break,
        }
        // What follows a later fragment's header is no header any more.
        if !packet.first {
            break;
        }
    }
    transport::read(walk, &packet)
}

/// Hop-by-hop options, routing, destination options: RFC 8200 §4.3, §4.4, §4.6.
fn extension(walk: &mut Walk, packet: &mut Packet) -> Option<()> {
    let next = walk.named("ipv6.next_header", 1, 0, field::protocol)?;
    let units = walk.number("ipv6.extension_length", 1)?;
    packet.protocol = u8::try_from(next).ok()?;
    walk.bytes("ipv6.extension", 6 + 8 * usize::try_from(units).ok()?)
}

/// RFC 8200 §4.5.
fn fragment(walk: &mut Walk, packet: &mut Packet) -> Option<()> {
    let next = walk.named("ipv6.next_header", 1, 0, field::protocol)?;
    walk.bytes("ipv6.reserved", 1)?;
    let offset = walk.bits("ipv6.fragment_offset", 2, 0xfff8, |units| {
        Value::Units(units, 8)
    })?;
    walk.skip(1);
    walk.bits("ipv6.reserved", 1, 0x06, Value::Number)?;
    let more = walk.bit("ipv6.more_fragments", 0x01)?;
    walk.skip(1);
    walk.hex("ipv6.fragment_id", 4)?;
    packet.protocol = u8::try_from(next).ok()?;
    packet.first = offset == 0;
    packet.whole = packet.first && !more;
    Some(())
}
