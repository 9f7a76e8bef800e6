//! TCP's part of a [`super::Summary`].

use std::fmt;

use crate::lab::dissect::read;

/// The TCP header and the size of what it carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    pub source: u16,
    pub destination: u16,
    pub flags: Flags,
    pub seq: u32,
    /// Means something only when [`Flags::ACK`] is set.
    pub ack: u32,
    /// As it stands in the header, not scaled.
    pub window: u16,
    /// Bytes of payload that are really in the frame.
    pub len: usize,
    /// The option of a SYN: the most bytes its sender takes in one segment.
    pub mss: Option<u16>,
    /// The option of a SYN: by how many bits its sender's windows are shifted.
    pub window_scale: Option<u8>,
    pub sack_permitted: bool,
    /// Blocks received out of order, each from its first byte to the one after its last.
    pub sack: [Option<(u32, u32)>; 4],
}

impl Segment {
    /// Reads header and options; `None` when the header is cut short.
    pub(super) fn read(bytes: &[u8]) -> Option<Segment> {
        let offset_and_flags = read::be16(bytes, 12)?;
        let header = usize::from(offset_and_flags >> 12) * 4;
        let mut options = bytes.get(20..header)?;
        let mut segment = Segment {
            source: read::be16(bytes, 0)?,
            destination: read::be16(bytes, 2)?,
            flags: Flags(offset_and_flags & 0x1ff),
            seq: read::be32(bytes, 4)?,
            ack: read::be32(bytes, 8)?,
            window: read::be16(bytes, 14)?,
            len: bytes.len() - header,
            mss: None,
            window_scale: None,
            sack_permitted: false,
            sack: [None; 4],
        };
        while let Some(&kind) = options.first() {
            let size = match kind {
                0 => break,
                1 => 1,
                _ => usize::from(read::byte(options, 1).unwrap_or(0)),
            };
            let Some(option) = options.get(..size).filter(|_| size > 0) else {
                break;
            };
            match (kind, size) {
                (2, 4) => segment.mss = read::be16(option, 2),
                (3, 3) => segment.window_scale = read::byte(option, 2),
                (4, 2) => segment.sack_permitted = true,
                (5, _) => {
                    for (number, block) in segment.sack.iter_mut().enumerate() {
                        let left = read::be32(option, 2 + 8 * number);
                        *block = left.zip(read::be32(option, 6 + 8 * number));
                    }
                }
                _ => {}
            }
            options = &options[size..];
        }
        Some(segment)
    }

    pub fn has(&self, flags: Flags) -> bool {
        self.flags.has(flags)
    }

    /// How far the sequence numbers go on: SYN and FIN count as one byte each (RFC 9293 §3.4).
    pub fn span(&self) -> u32 {
        let marks = u32::from(self.has(Flags::SYN)) + u32::from(self.has(Flags::FIN));
        // A frame is far smaller than 4 GB.
        (self.len as u32).wrapping_add(marks)
    }
}

/// The nine flags of TCP, and those of one segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Flags(pub u16);

impl Flags {
    pub const FIN: Flags = Flags(0x001);
    pub const SYN: Flags = Flags(0x002);
    pub const RST: Flags = Flags(0x004);
    pub const PSH: Flags = Flags(0x008);
    pub const ACK: Flags = Flags(0x010);
    pub const URG: Flags = Flags(0x020);
    pub const ECE: Flags = Flags(0x040);
    pub const CWR: Flags = Flags(0x080);
    pub const AE: Flags = Flags(0x100);

    const NAMES: [(Flags, &str); 9] = [
        (Flags::FIN, "FIN"),
        (Flags::SYN, "SYN"),
        (Flags::RST, "RST"),
        (Flags::PSH, "PSH"),
        (Flags::ACK, "ACK"),
        (Flags::URG, "URG"),
        (Flags::ECE, "ECE"),
        (Flags::CWR, "CWR"),
        (Flags::AE, "AE"),
    ];

    /// Whether all these flags are set.
    pub fn has(self, flags: Flags) -> bool {
        self.0 & flags.0 == flags.0
    }
}

impl std::ops::BitOr for Flags {
    type Output = Flags;

    fn bitor(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }
}

/// `SYN, ACK`, in the order of the bits; nothing when none is set.
impl fmt::Display for Flags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let set = Flags::NAMES.iter().filter(|(flag, _)| self.has(*flag));
        for (number, (_, name)) in set.enumerate() {
            f.write_str(if number > 0 { ", " } else { "" })?;
            f.write_str(name)?;
        }
        Ok(())
    }
}
