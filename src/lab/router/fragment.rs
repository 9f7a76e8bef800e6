//! Cutting a packet that is larger than the next link carries (RFC 791 §3.2).

use smoltcp::wire::{IPV4_HEADER_LEN, Ipv4Packet};

/// The packet, or what it is cut into, so that nothing is larger than `mtu`. `packet` is valid, and
/// `mtu` at least the 68 bytes that any header and eight bytes of data fit into.
pub(super) fn cut(packet: Vec<u8>, mtu: usize) -> Vec<Vec<u8>> {
    if packet.len() <= mtu {
        return vec![packet];
    }
    let whole = Ipv4Packet::new_unchecked(&packet[..]);
    let (header, body) = packet.split_at(usize::from(whole.header_len()));
    // Offsets count in units of eight bytes.
    let step = (mtu - header.len()) / 8 * 8;
    let last = body.len().div_ceil(step) - 1;
    let pieces = body.chunks(step).enumerate().map(|(number, part)| {
        let header = match number {
            0 => header.to_vec(),
            _ => later_header(header),
        };
        let length = header.len();
        let mut bytes = header;
        bytes.extend_from_slice(part);
        let offset = usize::from(whole.frag_offset()) + number * step;
        let total = bytes.len();
        let mut piece = Ipv4Packet::new_unchecked(&mut bytes[..]);
        piece.set_header_len(length as u8);
        piece.set_total_len(total as u16);
        piece.set_frag_offset(offset as u16);
        piece.set_more_frags(whole.more_frags() || number < last);
        piece.fill_checksum();
        bytes
    });
    pieces.collect()
}

/// The header of every fragment but the first: options stay only where their highest bit says
/// "copied" (RFC 791 §3.1, options).
fn later_header(header: &[u8]) -> Vec<u8> {
    let mut kept = header[..IPV4_HEADER_LEN].to_vec();
    let mut options = &header[IPV4_HEADER_LEN..];
    loop {
        let length = match options {
            [] | [0, ..] => break,
            [1, ..] => 1,
            [_, length, ..] if (2..=options.len()).contains(&usize::from(*length)) => {
                usize::from(*length)
            }
            // Not an option any more: what is not understood is not carried on.
            _ => break,
        };
        let (option, rest) = options.split_at(length);
        if option[0] & 0x80 != 0 {
            kept.extend_from_slice(option);
        }
        options = rest;
    }
    kept.resize(kept.len().next_multiple_of(4), 0);
    kept
}
