//! The blocks of a pcapng file, little-endian.

use std::io::{self, Write};

/// Longer texts are cut: an option's length has 16 bits.
const LONGEST_TEXT: usize = 4096;

const SECTION_HEADER: u32 = 0x0a0d_0d0a;
const INTERFACE: u32 = 1;
const ENHANCED_PACKET: u32 = 6;

const COMMENT: u16 = 1;

/// As the host sees it to whose card the frame belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Inbound,
    Outbound,
}

/// The head of the file: what it holds, which system and which program made it.
pub fn section(
    out: &mut impl Write,
    comments: &[String],
    system: &str,
    program: &str,
) -> io::Result<()> {
    let mut body = 0x1a2b_3c4d_u32.to_le_bytes().to_vec();
    body.extend(1u16.to_le_bytes());
    body.extend(0u16.to_le_bytes());
    // The section's length: not said.
    body.extend(u64::MAX.to_le_bytes());
    for comment in comments {
        text(&mut body, COMMENT, comment);
    }
    text(&mut body, 3, system);
    text(&mut body, 4, program);
    block(out, SECTION_HEADER, body)
}

/// An Ethernet card whose times are counted in nanoseconds.
pub fn interface(out: &mut impl Write, name: &str) -> io::Result<()> {
    let mut body = 1u16.to_le_bytes().to_vec();
    body.extend(0u16.to_le_bytes());
    // Frames are never cut.
    body.extend(0u32.to_le_bytes());
    text(&mut body, 2, name);
    option(&mut body, 9, &[9]);
    block(out, INTERFACE, body)
}

/// One frame.
pub struct Packet<'p> {
    /// Which interface, from 0 in the order in which they were written.
    pub card: u32,
    /// Since 1970.
    pub nanoseconds: u64,
    pub bytes: &'p [u8],
    pub direction: Direction,
    pub comments: &'p [String],
}

impl Packet<'_> {
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let length = u32::try_from(self.bytes.len()).map_err(io::Error::other)?;
        let [a, b, c, d, time @ ..] = self.nanoseconds.to_be_bytes();
        let mut body = Vec::with_capacity(self.bytes.len() + 64);
        for word in [
            self.card,
            u32::from_be_bytes([a, b, c, d]),
            u32::from_be_bytes(time),
            length,
            length,
        ] {
            body.extend(word.to_le_bytes());
        }
        body.extend(self.bytes);
        fill(&mut body);
        for comment in self.comments {
            text(&mut body, COMMENT, comment);
        }
        let direction: u32 = match self.direction {
            Direction::Inbound => 1,
            Direction::Outbound => 2,
        };
        option(&mut body, 2, &direction.to_le_bytes());
        block(out, ENHANCED_PACKET, body)
    }
}

fn block(out: &mut impl Write, kind: u32, mut body: Vec<u8>) -> io::Result<()> {
    // The end of the options; every block here has some.
    body.extend([0; 4]);
    let length = u32::try_from(body.len() + 12).map_err(io::Error::other)?;
    out.write_all(&kind.to_le_bytes())?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(&body)?;
    out.write_all(&length.to_le_bytes())
}

fn text(body: &mut Vec<u8>, code: u16, text: &str) {
    if !text.is_empty() {
        option(
            body,
            code,
            &text.as_bytes()[..text.floor_char_boundary(LONGEST_TEXT)],
        );
    }
}

/// `value` is shorter than 64 kB.
fn option(body: &mut Vec<u8>, code: u16, value: &[u8]) {
    body.extend(code.to_le_bytes());
    body.extend((value.len() as u16).to_le_bytes());
    body.extend(value);
    fill(body);
}

/// Everything begins at a multiple of four bytes.
fn fill(body: &mut Vec<u8>) {
    body.resize(body.len().next_multiple_of(4), 0);
}
