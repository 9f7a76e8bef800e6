//! What differs from run to run, taken out of a text: folders, ports, descriptors, times.

use std::path::Path;

/// The text with names in brackets for what differs.
pub fn filtered(text: &str, folder: &Path) -> String {
    let mut text = text.replace(&*folder.to_string_lossy(), "[DIR]");
    for address in ["127.0.0.1:", "[::1]:"] {
        text = number_after(&text, address, "[PORT]");
    }
    for word in ["descriptor ", "描述符 "] {
        text = number_after(&text, word, "[FD]");
    }
    for unit in [" ms", " 毫秒"] {
        text = decimal_before(&text, unit, "[TIME]");
    }
    text
}

/// Replaces the numbers that follow `before`; 0 is no number that differs.
fn number_after(text: &str, before: &str, with: &str) -> String {
    let mut parts = text.split(before);
    let mut out = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
        out.push_str(before);
        match &part[..part.len() - rest.len()] {
            same @ ("" | "0") => out.push_str(same),
            _ => out.push_str(with),
        }
        out.push_str(rest);
    }
    out
}

/// Replaces the numbers with a decimal point that stand before `unit`.
fn decimal_before(text: &str, unit: &str, with: &str) -> String {
    let mut parts = text.split(unit).peekable();
    let mut out = String::new();
    while let Some(part) = parts.next() {
        let rest = part.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
        if parts.peek().is_none() {
            out.push_str(part);
            break;
        }
        match part[rest.len()..].contains('.') {
            true => out.extend([rest, with, unit]),
            false => out.extend([part, unit]),
        }
    }
    out
}

#[test]
fn what_differs_is_filtered() {
    let text = "/t/a/x 127.0.0.1:0 127.0.0.1:4711 [::1]:9. descriptor 5. 12.5 ms, 1500 ms";
    let expected =
        "[DIR]/x 127.0.0.1:0 127.0.0.1:[PORT] [::1]:[PORT]. descriptor [FD]. [TIME] ms, 1500 ms";
    assert_eq!(filtered(text, Path::new("/t/a")), expected);
}
