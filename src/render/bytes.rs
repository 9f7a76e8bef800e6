//! Bytes from outside, made safe to look at. The only way on which they reach a terminal.

use std::fmt::Write;

/// How many bytes one sentence shows; the rest is counted.
pub const SHOWN: usize = 48;

/// Text with everything escaped that could move a cursor, hide itself or turn the line round.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        push_clean(character, &mut out);
    }
    out
}

/// A line of JSON in which nothing moves a cursor or hides: JSON itself allows DEL, the controls of
/// C1 and those of writing direction in a text as they are. Its meaning stays.
pub fn clean_json(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for character in line.chars() {
        if character.is_control() || is_unseen(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                // Writing into a String cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(character);
        }
    }
    out
}

/// Bytes as text in quotes: UTF-8 where it is valid, escapes for the rest.
pub fn quoted(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() + 2);
    out.push('"');
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            match character {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                _ => push_clean(character, &mut out),
            }
        }
        for byte in chunk.invalid() {
            // Writing into a String cannot fail.
            let _ = write!(out, "\\x{byte:02x}");
        }
    }
    out.push('"');
    out
}

/// Bytes as pairs of hexadecimal digits, with `separator` between them.
pub fn hex(bytes: &[u8], separator: &str) -> String {
    let mut out = String::with_capacity(bytes.len() * (2 + separator.len()));
    for (position, byte) in bytes.iter().enumerate() {
        if position > 0 {
            out.push_str(separator);
        }
        let _ = write!(out, "{byte:02x}");
    }
    out
}

fn push_clean(character: char, out: &mut String) {
    match character {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        _ if character.is_control() || is_unseen(character) => {
            let _ = write!(out, "\\u{{{:x}}}", character as u32);
        }
        _ => out.push(character),
    }
}

/// Characters that show nothing or change the direction of what follows: zero-width spaces and
/// joiners, bidirectional controls (UAX #9), line separators, the byte order mark, tags.
fn is_unseen(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_escaped() {
        assert_eq!(quoted(b"hi\r\n"), r#""hi\r\n""#);
        assert_eq!(
            quoted(b"\x1b[2J\x07\x00\x7f"),
            r#""\u{1b}[2J\u{7}\u{0}\u{7f}""#
        );
        assert_eq!(
            quoted("\u{9b}2J\u{202e}x".as_bytes()),
            r#""\u{9b}2J\u{202e}x""#
        );
        assert_eq!(quoted(b"a\"b\\"), r#""a\"b\\""#);
    }

    #[test]
    fn json_keeps_its_meaning() {
        let line = "{\"a\":\"\u{9b}\u{7f}\u{202e}\u{e0041}你好\"}";
        let clean = clean_json(line);
        assert_eq!(clean, r#"{"a":"\u009b\u007f\u202e\udb40\udc41你好"}"#);
    }

    #[test]
    fn a_cut_character_is_shown_byte_by_byte() {
        assert_eq!(quoted(&[0xe4, 0xbd, 0xa0, 0xe5]), r#""你\xe5""#);
        assert_eq!(hex(&[0xe4, 0xbd], " "), "e4 bd");
    }

    #[test]
    fn no_byte_string_leaves_a_control_character() {
        for first in 0..=255 {
            for second in 0..=255 {
                let text = quoted(&[first, second, b'x']);
                assert!(
                    !text.chars().any(|c| c.is_control() || is_unseen(c)),
                    "{text:?}"
                );
            }
        }
    }
}
