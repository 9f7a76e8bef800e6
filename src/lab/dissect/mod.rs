//! Frames taken apart: [`dissect`] names every field with its place in the bytes; [`summary`]
//! reads in short what rules and ladders ask, and [`relative`] counts sequence numbers from the SYN.
//!
//! Any bytes may be given. What is too short, lies about its length or is not known becomes a field
//! `unread` or `payload.data`: each byte of a frame belongs to a field, and none is looked for
//! behind the end.

mod arp;
mod checksum;
mod field;
#[cfg(test)]
mod frames;
mod icmp;
mod icmpv6;
mod ipv4;
mod ipv6;
mod read;
pub mod relative;
pub mod sources;
pub mod summary;
mod tcp;
mod transport;
mod walk;

pub use checksum::Checksum;
pub use field::{Field, Layer, Value};
use walk::Walk;

/// A frame as a list of fields, in the order of their bytes.
///
/// At most some ten fields for each header, and a header for each eight bytes: the list is bounded
/// by the frame.
pub fn dissect(frame: &[u8]) -> Vec<Field> {
    let mut walk = Walk::over(frame);
    // `None` only says that some header was cut short; the walk knows where.
    let _ = ethernet(&mut walk);
    walk.finish()
}

/// IEEE 802.3 §3.1.1; the types are those of RFC 9542.
fn ethernet(walk: &mut Walk) -> Option<()> {
    walk.mac("eth.destination")?;
    walk.mac("eth.source")?;
    let kind = walk.peek(2)?;
    // Up to 1500 it is no type but the payload's length.
    if kind <= 1500 {
        walk.number("eth.length", 2)?;
        walk.end_after(usize::try_from(kind).ok()?);
        walk.payload("payload.data");
        return Some(());
    }
    walk.named("eth.type", 2, 4, field::ethertype)?;
    match kind {
        0x0800 => ipv4::read(walk),
        0x0806 => arp::read(walk),
        0x86dd => ipv6::read(walk),
        _ => {
            walk.payload("payload.data");
            Some(())
        }
    }
}

#[cfg(test)]
mod tests;
