//! The Internet checksum (RFC 1071), and what it says about a frame.

/// What a checksum in a frame is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checksum {
    Correct,
    Wrong {
        /// What should stand there.
        expected: u16,
    },
    /// The sender computed none, which UDP over IPv4 allows.
    Absent,
    /// Not all the bytes it covers are here: a fragment, a quotation, a frame cut short.
    Unknown,
}

impl Checksum {
    /// A stable word: `correct`, `wrong`, `absent`, `unknown`.
    pub fn name(self) -> &'static str {
        match self {
            Checksum::Correct => "correct",
            Checksum::Wrong { .. } => "wrong",
            Checksum::Absent => "absent",
            Checksum::Unknown => "unknown",
        }
    }

    /// Judges the checksum at `at` within the last of the `pieces` over which it was made. All but
    /// the last have an even length.
    pub fn judge(pieces: &[&[u8]], at: usize) -> Checksum {
        let field = pieces.last().and_then(|last| super::read::be16(last, at));
        let Some(found) = field else {
            return Checksum::Unknown;
        };
        // Over everything with a right checksum the sum is all ones.
        if sum(pieces.iter().copied()) == 0xffff {
            return Checksum::Correct;
        }
        let all = pieces.iter().copied();
        let others = sum(all.chain([&(!found).to_be_bytes()[..]]));
        Checksum::Wrong { expected: !others }
    }
}

/// The one's complement sum of 16-bit words; an odd last byte is followed by a zero.
fn sum<'a>(pieces: impl Iterator<Item = &'a [u8]>) -> u16 {
    let mut sum: u64 = 0;
    for pair in pieces.flat_map(|piece| piece.chunks(2)) {
        let low = pair.get(1).copied().unwrap_or(0);
        sum += u64::from(u16::from_be_bytes([pair[0], low]));
    }
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    // It fits now.
    sum as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 1071 §3: these words sum to ddf2.
    #[test]
    fn the_example_of_the_rfc() {
        let words = [0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7];
        assert_eq!(sum([&words[..]].into_iter()), 0xddf2);
    }

    #[test]
    fn a_wrong_checksum_is_told_with_the_right_one() {
        let right = [0x45, 0x00, 0x22, 0x0d, 0x01];
        let mut bytes = [0x45, 0x00, 0, 0, 0x01];
        assert_eq!(
            Checksum::judge(&[&bytes], 2),
            Checksum::Wrong {
                expected: !(0x4500 + 0x0100)
            }
        );
        let Checksum::Wrong { expected } = Checksum::judge(&[&right], 2) else {
            panic!("it is wrong");
        };
        bytes[2..4].copy_from_slice(&expected.to_be_bytes());
        assert_eq!(Checksum::judge(&[&bytes], 2), Checksum::Correct);
        assert_eq!(Checksum::judge(&[&bytes], 4), Checksum::Unknown);
    }
}
