//! Lines of an input that is not to be trusted with our memory.

use std::io::BufRead;

/// Of a longer line only the beginning is kept.
const LONGEST: usize = 1024;

/// The next line without its end; `None` at the end of the input, or when it cannot be read.
pub fn next(input: &mut impl BufRead) -> Option<String> {
    let mut line = Vec::new();
    let mut anything = false;
    loop {
        let part = input.fill_buf().ok()?;
        if part.is_empty() {
            break;
        }
        anything = true;
        let end = part.iter().position(|byte| *byte == b'\n');
        let text = &part[..end.unwrap_or(part.len())];
        line.extend_from_slice(&text[..text.len().min(LONGEST - line.len())]);
        let taken = end.map_or(part.len(), |end| end + 1);
        input.consume(taken);
        if end.is_some() {
            break;
        }
    }
    let text = String::from_utf8_lossy(&line);
    anything.then(|| text.trim_end_matches('\r').to_string())
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor};

    use super::*;

    #[test]
    fn the_last_line_needs_no_end() {
        let mut input = Cursor::new("a\r\n\n你好");
        let lines: Vec<String> = std::iter::from_fn(|| next(&mut input)).collect();
        assert_eq!(lines, ["a", "", "你好"]);
    }

    #[test]
    fn a_long_line_takes_little_memory_and_is_one_line() {
        let mut text = vec![b'a'; 1 << 20];
        text.extend_from_slice(b"\n\xff\n");
        let mut input = BufReader::new(Cursor::new(text));
        assert_eq!(next(&mut input).map(|line| line.len()), Some(LONGEST));
        assert_eq!(next(&mut input).as_deref(), Some("\u{fffd}"));
        assert_eq!(next(&mut input), None);
    }
}
