//! TCP and its options (RFC 9293).

use super::field::{Layer, Value};
use super::read::{be16, be32, byte};
use super::transport::Packet;
use super::walk::Walk;

const HEADER: usize = 20;

pub fn read(walk: &mut Walk, packet: &Packet) -> Option<()> {
    walk.layer = Layer::Tcp;
    let (start, segment) = (walk.at(), walk.rest());
    walk.number("tcp.source_port", 2)?;
    walk.number("tcp.destination_port", 2)?;
    walk.number("tcp.seq", 4)?;
    walk.number("tcp.ack", 4)?;
    let words = walk.bits("tcp.header_length", 1, 0xf0, |words| Value::Units(words, 4))?;
    walk.bits("tcp.reserved", 1, 0x0e, Value::Number)?;
    walk.bit("tcp.flag.ae", 0x01)?;
    walk.skip(1);
    let flags = [
        "tcp.flag.cwr",
        "tcp.flag.ece",
        "tcp.flag.urg",
        "tcp.flag.ack",
        "tcp.flag.psh",
        "tcp.flag.rst",
        "tcp.flag.syn",
        "tcp.flag.fin",
    ];
    for (place, flag) in flags.into_iter().enumerate() {
        walk.bit(flag, 0x80 >> place)?;
    }
    walk.skip(1);
    walk.number("tcp.window", 2)?;
    let verdict = packet.judge(walk, segment, 16);
    walk.checksum("tcp.checksum", verdict)?;
    walk.number("tcp.urgent", 2)?;
    let header = usize::try_from(words).ok()? * 4;
    if header < HEADER {
        return None;
    }
    options(walk, start + header)?;
    walk.payload("payload.data");
    Some(())
}

/// RFC 9293 §3.1: one byte, or a kind, a length that counts all, and data.
fn options(walk: &mut Walk, end: usize) -> Option<()> {
    while walk.at() < end {
        let left = end - walk.at();
        match walk.peek(1)? {
            0 => {
                walk.bytes("tcp.option.end", 1)?;
                return walk.bytes("tcp.option.padding", left - 1);
            }
            1 => walk.bytes("tcp.option.nop", 1)?,
            _ => {
                let size = usize::try_from(walk.peek(2)? & 0xff).ok()?;
                if size < 2 || size > left {
                    return walk.bytes("unread", left);
                }
                let (id, value) = option(walk.rest().get(..size)?);
                walk.value(id, size, value)?;
            }
        }
    }
    Some(())
}

/// An option of two bytes or more; one whose length is not its kind's is not understood.
fn option(bytes: &[u8]) -> (&'static str, Value) {
    let found = match (bytes[0], bytes.len()) {
        (2, 4) => be16(bytes, 2).map(|mss| ("tcp.option.mss", Value::Number(mss.into()))),
        (3, 3) => byte(bytes, 2).map(|shift| ("tcp.option.window_scale", Value::Shift(shift))),
        (4, 2) => Some(("tcp.option.sack_permitted", Value::bytes(bytes))),
        (5, size) if size > 2 && size % 8 == 2 => {
            let edges = (2..size).step_by(8);
            let blocks = edges.filter_map(|at| Some((be32(bytes, at)?, be32(bytes, at + 4)?)));
            Some(("tcp.option.sack", Value::Blocks(blocks.collect())))
        }
        (8, 10) => (be32(bytes, 2).zip(be32(bytes, 6)))
            .map(|(value, echo)| ("tcp.option.timestamps", Value::Timestamps(value, echo))),
        _ => None,
    };
    found.unwrap_or(("tcp.option.other", Value::bytes(bytes)))
}
