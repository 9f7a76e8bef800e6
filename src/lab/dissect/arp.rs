//! ARP (RFC 826), as Ethernet and IPv4 use it.

use super::field::{self, Layer};
use super::walk::Walk;

pub fn read(walk: &mut Walk) -> Option<()> {
    walk.layer = Layer::Arp;
    let hardware = walk.number("arp.hardware_type", 2)?;
    let protocol = walk.named("arp.protocol_type", 2, 4, field::ethertype)?;
    let sizes = (
        walk.number("arp.hardware_size", 1)?,
        walk.number("arp.protocol_size", 1)?,
    );
    walk.named("arp.operation", 2, 0, field::operation)?;
    // Addresses of other sizes are left as bytes.
    if (hardware, protocol, sizes) != (1, 0x0800, (6, 4)) {
        return None;
    }
    walk.mac("arp.sender_mac")?;
    walk.ipv4("arp.sender_ip")?;
    walk.mac("arp.target_mac")?;
    walk.ipv4("arp.target_ip")?;
    walk.end_after(0);
    Some(())
}
