//! ICMPv6 (RFC 4443) and the discovery of neighbours (RFC 4861).

use super::field::{Layer, Value};
use super::icmp::quotation;
use super::ipv6;
use super::transport::Packet;
use super::walk::Walk;

/// After so many options the rest is left as it is.
const MOST_OPTIONS: usize = 16;

pub fn read(walk: &mut Walk, packet: &Packet) -> Option<()> {
    walk.layer = Layer::Icmpv6;
    let message = walk.rest();
    let kind = walk.number("icmpv6.type", 1)?;
    walk.number("icmpv6.code", 1)?;
    let verdict = packet.judge(walk, message, 2);
    walk.checksum("icmpv6.checksum", verdict)?;
    match kind {
        1 | 3 => {
            walk.bytes("icmpv6.unused", 4)?;
            quotation(walk, ipv6::read)
        }
        2 => {
            walk.number("icmpv6.mtu", 4)?;
            quotation(walk, ipv6::read)
        }
        4 => {
            walk.number("icmpv6.pointer", 4)?;
            quotation(walk, ipv6::read)
        }
        128 | 129 => {
            walk.hex("icmpv6.id", 2)?;
            walk.number("icmpv6.seq", 2)?;
            walk.payload("payload.data");
            Some(())
        }
        133 => {
            walk.bytes("icmpv6.reserved", 4)?;
            options(walk)
        }
        135 => {
            walk.bytes("icmpv6.reserved", 4)?;
            walk.ipv6("icmpv6.target")?;
            options(walk)
        }
        136 => {
            walk.bit("icmpv6.router", 0x80)?;
            walk.bit("icmpv6.solicited", 0x40)?;
            walk.bit("icmpv6.override", 0x20)?;
            walk.bits("icmpv6.reserved", 4, 0x1fff_ffff, Value::Number)?;
            walk.skip(4);
            walk.ipv6("icmpv6.target")?;
            options(walk)
        }
        _ => {
            walk.payload("payload.data");
            Some(())
        }
    }
}

/// RFC 4861 §4.6: a type, a length in units of eight bytes, and data.
fn options(walk: &mut Walk) -> Option<()> {
    for _ in 0..MOST_OPTIONS {
        if walk.rest().is_empty() {
            return Some(());
        }
        let (kind, units) = (walk.peek(1)?, walk.peek(2)? & 0xff);
        if units == 0 {
            return None;
        }
        let id = match (kind, units) {
            (1, 1) => "icmpv6.option.source_mac",
            (2, 1) => "icmpv6.option.target_mac",
            _ => {
                walk.bytes("icmpv6.option.other", usize::try_from(units).ok()? * 8)?;
                continue;
            }
        };
        let mac = super::read::array(walk.rest(), 2)?;
        walk.value(id, 8, Value::Mac(super::summary::Mac(mac)))?;
    }
    None
}
