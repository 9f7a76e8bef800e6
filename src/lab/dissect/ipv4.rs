//! IPv4 (RFC 791).

use super::checksum::Checksum;
use super::field::{self, Layer, Value};
use super::transport::{self, Packet};
use super::walk::Walk;

pub fn read(walk: &mut Walk) -> Option<()> {
    walk.layer = Layer::Ipv4;
    let start = walk.at();
    let packet = walk.rest();
    let version = walk.bits("ipv4.version", 1, 0xf0, Value::Number)?;
    let words = walk.bits("ipv4.header_length", 1, 0x0f, |words| {
        Value::Units(words, 4)
    })?;
    walk.skip(1);
    let header = usize::try_from(words).ok()? * 4;
    if version != 4 || header < 20 {
        return None;
    }
    walk.bits("ipv4.dscp", 1, 0xfc, Value::Number)?;
    walk.bits("ipv4.ecn", 1, 0x03, Value::Number)?;
    walk.skip(1);
    let total = usize::try_from(walk.number("ipv4.total_length", 2)?).ok()?;
    walk.hex("ipv4.id", 2)?;
    walk.bit("ipv4.reserved", 0x80)?;
    walk.bit("ipv4.dont_fragment", 0x40)?;
    let more = walk.bit("ipv4.more_fragments", 0x20)?;
    let offset = walk.bits("ipv4.fragment_offset", 2, 0x1fff, |units| {
        Value::Units(units, 8)
    })?;
    walk.skip(2);
    walk.number("ipv4.ttl", 1)?;
    let protocol = walk.named("ipv4.protocol", 1, 0, field::protocol)?;
    let verdict = match packet.get(..header) {
        Some(header) => Checksum::judge(&[header], 10),
        None => Checksum::Unknown,
    };
    walk.checksum("ipv4.checksum", verdict)?;
    let source = walk.ipv4("ipv4.source")?;
    let destination = walk.ipv4("ipv4.destination")?;
    options(walk, start + header)?;
    // A total length shorter than the header is a lie: what follows cannot be told from padding.
    let payload = total.checked_sub(header)?;
    walk.end_after(payload);
    let packet = Packet {
        source,
        destination,
        protocol: u8::try_from(protocol).ok()?,
        first: offset == 0,
        whole: offset == 0 && !more,
    };
    transport::read(walk, &packet)
}

/// RFC 791 §3.1: one byte, or a type, a length that counts all, and data.
fn options(walk: &mut Walk, end: usize) -> Option<()> {
    while walk.at() < end {
        let left = end - walk.at();
        match walk.peek(1)? {
            0 => {
                walk.bytes("ipv4.option.end", 1)?;
                // What is left up to the header's end is filled with zeros.
                return walk.bytes("ipv4.option.padding", left - 1);
            }
            1 => walk.bytes("ipv4.option.nop", 1)?,
            _ => {
                let size = usize::try_from(walk.peek(2)? & 0xff).ok()?;
                if size < 2 || size > left {
                    return walk.bytes("unread", left);
                }
                walk.bytes("ipv4.option.other", size)?;
            }
        }
    }
    Some(())
}
