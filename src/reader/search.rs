//! Finding text in rows: across line ends, in any case, full-width letters as narrow ones.

use std::ops::Range;

use crate::render::page::row::{Role, Row};

/// A place where the text was found: a piece of a row, or of several rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Row and bytes of its text, in order; never empty.
    pub pieces: Vec<(usize, Range<usize>)>,
}

impl Hit {
    /// The row on which it begins.
    pub fn row(&self) -> usize {
        self.pieces.first().map_or(0, |(row, _)| *row)
    }
}

/// Text as it is compared.
pub fn fold(text: &str) -> String {
    text.chars().flat_map(fold_character).collect()
}

fn fold_character(character: char) -> std::char::ToLowercase {
    let narrow = match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(character as u32 - 0xff01 + 0x21),
        '\u{3000}' | '\u{a0}' => Some(' '),
        _ => None,
    };
    narrow.unwrap_or(character).to_lowercase()
}

/// A character that can be found.
struct Unit {
    character: char,
    row: usize,
    bytes: Range<usize>,
    /// Stands where a line ends; the author may have written a blank there, or nothing.
    gap: bool,
}

/// Every place of the text, top to bottom; places do not overlap.
pub fn hits(rows: &[Row], text: &str) -> Vec<Hit> {
    let folded = fold(text);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let wanted: Vec<char> = words.join(" ").chars().collect();
    let mut found = Vec::new();
    if wanted.is_empty() {
        return found;
    }
    let mut start = 0;
    let mut units = Vec::new();
    while start < rows.len() {
        let same = |row: &&Row| row.line == rows[start].line;
        let end = start + rows[start..].iter().take_while(same).count();
        units.clear();
        for (number, row) in rows[start..end].iter().enumerate() {
            push_row(row, start + number, &mut units);
        }
        search(&units, &wanted, &mut found);
        start = end;
    }
    found
}

fn push_row(row: &Row, number: usize, units: &mut Vec<Unit>) {
    push_blank(units, number, true);
    let (mut at, mut begun) = (0, false);
    for (text, span) in row.parts() {
        let border = matches!(
            span.role,
            Role::TableBorder | Role::HeadingRule(_) | Role::Rule
        );
        let before = matches!(span.role, Role::Bar(_) | Role::CodeMark);
        for (offset, character) in text.char_indices() {
            if border || character.is_whitespace() {
                // Between two cells of a table there is more than a blank, but nothing to type.
                if begun {
                    push_blank(units, number, false);
                }
                continue;
            }
            if before {
                continue;
            }
            begun = true;
            let start = at + offset;
            let bytes = start..start + character.len_utf8();
            for character in fold_character(character) {
                units.push(Unit {
                    character,
                    row: number,
                    bytes: bytes.clone(),
                    gap: false,
                });
            }
        }
        at += text.len();
    }
}

fn push_blank(units: &mut Vec<Unit>, row: usize, gap: bool) {
    match units.last_mut() {
        None => {}
        Some(last) if last.character == ' ' => last.gap &= gap,
        Some(_) => units.push(Unit {
            character: ' ',
            row,
            bytes: 0..0,
            gap,
        }),
    }
}

fn search(units: &[Unit], wanted: &[char], found: &mut Vec<Hit>) {
    let mut at = 0;
    while at < units.len() {
        match matched(units, at, wanted) {
            Some(end) => {
                found.push(hit(&units[at..end]));
                at = end;
            }
            None => at += 1,
        }
    }
}

/// Where a match that begins here ends.
fn matched(units: &[Unit], start: usize, wanted: &[char]) -> Option<usize> {
    let mut at = start;
    let mut left = wanted;
    while let Some((first, rest)) = left.split_first() {
        let unit = units.get(at)?;
        if unit.character == *first {
            left = rest;
        } else if !unit.gap || at == start {
            return None;
        }
        at += 1;
    }
    Some(at)
}

fn hit(units: &[Unit]) -> Hit {
    let mut pieces: Vec<(usize, Range<usize>)> = Vec::new();
    for unit in units.iter().filter(|unit| !unit.bytes.is_empty()) {
        match pieces.last_mut() {
            Some((row, bytes)) if *row == unit.row => bytes.end = bytes.end.max(unit.bytes.end),
            _ => pieces.push((unit.row, unit.bytes.clone())),
        }
    }
    Hit { pieces }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::markdown::parse;
    use crate::render::page::layout::{Labels, Options, layout};

    fn found(source: &str, width: usize, text: &str) -> Vec<String> {
        let options = Options {
            unwrapped: true,
            ..Options::new(width, false, Labels::default())
        };
        let rows = layout(&parse(source), &options);
        let text_of = |hit: Hit| {
            let pieces = hit.pieces.into_iter();
            let pieces = pieces.map(|(row, bytes)| rows[row].text[bytes].to_string());
            pieces.collect::<Vec<_>>().join("|")
        };
        hits(&rows, text).into_iter().map(text_of).collect()
    }

    #[test]
    fn text_is_found_over_line_ends() {
        assert_eq!(found("one two three", 8, "two THREE"), ["two|three"]);
        assert_eq!(found("套接字是通信端点", 6, "接字是通"), ["接字|是通"]);
        assert_eq!(found("> 套接字是通信端点", 8, "字是"), ["字|是"]);
        assert_eq!(found("端口是 port，再说", 6, "是 port"), ["是|port"]);
    }

    #[test]
    fn case_and_width_of_letters_do_not_count() {
        assert_eq!(
            found("The Port ＰＯＲＴ port", 80, "port"),
            ["Port", "ＰＯＲＴ", "port"]
        );
        assert_eq!(found("aaa", 80, "aa"), ["aa"]);
        assert_eq!(found("abc", 80, "  "), Vec::<String>::new());
        assert_eq!(found("one\n\ntwo", 80, "one two"), Vec::<String>::new());
        assert_eq!(found("`bind()` 函数", 80, "BIND() 函"), ["bind() 函"]);
    }
}
