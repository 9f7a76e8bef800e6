//! The names by which `#…` links reach the headings of a page.

use std::collections::HashMap;

use crate::doc::{BlockKind, Doc, plain_text};

use super::file::all_blocks;

/// Each heading's line and name: the text in small letters, `-` for a blank, without punctuation; a
/// repeated name gets a number, as on GitHub.
pub fn anchors(doc: &Doc) -> Vec<(usize, String)> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut found = Vec::new();
    for block in all_blocks(doc) {
        let BlockKind::Heading { text, .. } = &block.kind else {
            continue;
        };
        let name = anchor(&plain_text(text));
        let times = seen.entry(name.clone()).or_insert(0);
        let numbered = match *times {
            0 => name,
            times => format!("{name}-{times}"),
        };
        *times += 1;
        found.push((block.line, numbered));
    }
    found
}

fn anchor(heading: &str) -> String {
    let kept = heading
        .trim()
        .chars()
        .filter_map(|character| match character {
            ' ' => Some('-'),
            '-' | '_' => Some(character),
            _ => character.is_alphanumeric().then_some(character),
        });
    kept.flat_map(char::to_lowercase).collect()
}
