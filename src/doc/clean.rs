//! Text from a file made harmless for a terminal: what could act is replaced by something that shows.

use std::borrow::Cow;

use super::emphasis::MARKER;

/// Cleans text that stands in one line: tabs and line ends become blanks, other control
/// characters become visible, and overrides of the writing direction are replaced.
pub fn clean_line(text: &str) -> Cow<'_, str> {
    clean(text, false)
}

/// Cleans text of several lines: like [`clean_line`], but line ends and tabs stay.
pub fn clean_lines(text: &str) -> Cow<'_, str> {
    clean(text, true)
}

fn clean(text: &str, several_lines: bool) -> Cow<'_, str> {
    let Some(first) = next_unclean(text, 0, several_lines) else {
        return Cow::Borrowed(text);
    };
    let mut out = String::with_capacity(text.len() + 8);
    let mut done = 0;
    let mut found = Some(first);
    while let Some((at, character)) = found {
        out.push_str(&text[done..at]);
        done = at + character.len_utf8();
        match character {
            // Before a line feed it is half of a line end.
            '\r' if text[done..].starts_with('\n') => {}
            '\r' if several_lines => out.push('\n'),
            '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => out.push(' '),
            MARKER => {}
            '\u{7f}' => out.push('\u{2421}'),
            // The control pictures stand in the order of the control characters.
            '\0'..='\u{1f}' => {
                out.push(char::from_u32(0x2400 + character as u32).unwrap_or('\u{fffd}'));
            }
            _ => out.push('\u{fffd}'),
        }
        found = next_unclean(text, done, several_lines);
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

/// The first character from `from` on that must not stay, and where it is.
fn next_unclean(text: &str, from: usize, several_lines: bool) -> Option<(usize, char)> {
    let bytes = text.as_bytes();
    let mut at = from;
    // Looks at bytes, and into a table: most of them decide at once.
    while let Some(passed) = bytes[at..]
        .iter()
        .position(|byte| IS_SUSPECT[usize::from(*byte)])
    {
        at += passed;
        let unclean = match bytes[at] {
            b'\t' | b'\n' => !several_lines,
            0x00..=0x1f | 0x7f => true,
            0xc2 => matches!(bytes[at + 1], 0x80..=0x9f),
            0xe2 => matches!(
                (bytes[at + 1], bytes[at + 2]),
                (0x80, 0xa8..=0xae) | (0x81, 0xa6..=0xa9)
            ),
            0xef => text[at..].starts_with(MARKER),
            _ => false,
        };
        if unclean {
            return text[at..].chars().next().map(|character| (at, character));
        }
        at += 1;
    }
    None
}

/// Whether a character that must not stay begins with this byte, among others.
static IS_SUSPECT: [bool; 256] = {
    let mut suspects = [false; 256];
    let mut byte = 0;
    while byte < suspects.len() {
        suspects[byte] = matches!(byte, 0x00..=0x1f | 0x7f | 0xc2 | 0xe2 | 0xef);
        byte += 1;
    }
    suspects
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clean_text_is_borrowed() {
        assert!(matches!(
            clean_line("套接字（socket）…—“é"),
            Cow::Borrowed(_)
        ));
        assert!(matches!(clean_lines("a\tb\nc"), Cow::Borrowed(_)));
    }

    #[test]
    fn control_characters_become_visible() {
        assert_eq!(clean_line("\u{1b}[31m\u{7}\u{7f}"), "␛[31m␇␡");
        assert_eq!(clean_line("a\u{9b}31m\u{85}b"), "a\u{fffd}31m\u{fffd}b");
        assert_eq!(clean_lines("\0\n\u{b}"), "␀\n␋");
    }

    #[test]
    fn direction_overrides_are_replaced() {
        for character in ('\u{202a}'..='\u{202e}').chain('\u{2066}'..='\u{2069}') {
            assert_eq!(clean_line(&format!("a{character}b")), "a\u{fffd}b");
        }
        assert_eq!(
            clean_line("a\u{200d}b\u{2027}c\u{202f}d"),
            "a\u{200d}b\u{2027}c\u{202f}d"
        );
    }

    #[test]
    fn line_ends_and_tabs() {
        assert_eq!(clean_line("a\tb\nc\r\nd\u{2028}e"), "a b c d e");
        assert_eq!(clean_lines("a\tb\r\nc\rd"), "a\tb\nc\nd");
    }

    #[test]
    fn the_marker_of_the_emphasis_pass_is_dropped() {
        assert_eq!(clean_line(&format!("注意：{MARKER}不要")), "注意：不要");
    }
}
