//! ICMP (RFC 792).

use super::checksum::Checksum;
use super::field::Layer;
use super::ipv4;
use super::transport::Packet;
use super::walk::Walk;

pub fn read(walk: &mut Walk, packet: &Packet) -> Option<()> {
    walk.layer = Layer::Icmp;
    let message = walk.rest();
    let kind = walk.number("icmp.type", 1)?;
    let code = walk.number("icmp.code", 1)?;
    let verdict = match packet.whole && walk.complete {
        true => Checksum::judge(&[message], 2),
        false => Checksum::Unknown,
    };
    walk.checksum("icmp.checksum", verdict)?;
    match (kind, code) {
        (0 | 8, _) => {
            walk.hex("icmp.id", 2)?;
            walk.number("icmp.seq", 2)?;
        }
        (3, 4) => {
            walk.bytes("icmp.unused", 2)?;
            walk.number("icmp.mtu", 2)?;
            return quotation(walk, ipv4::read);
        }
        (3 | 4 | 11, _) => {
            walk.bytes("icmp.unused", 4)?;
            return quotation(walk, ipv4::read);
        }
        (5, _) => {
            walk.ipv4("icmp.gateway")?;
            return quotation(walk, ipv4::read);
        }
        (12, _) => {
            walk.number("icmp.pointer", 1)?;
            walk.bytes("icmp.unused", 3)?;
            return quotation(walk, ipv4::read);
        }
        _ => {}
    }
    walk.payload("payload.data");
    Some(())
}

/// The packet that an error speaks of; an error speaks of no error (RFC 1122 §3.2.2, RFC 4443
/// §2.4 e), so that quotations do not nest.
pub(super) fn quotation(walk: &mut Walk, read: impl FnOnce(&mut Walk) -> Option<()>) -> Option<()> {
    if walk.rest().is_empty() {
        return Some(());
    }
    if !walk.quote() {
        walk.payload("payload.data");
        return Some(());
    }
    read(walk)
}
