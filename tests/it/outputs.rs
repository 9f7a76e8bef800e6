//! What a run looks like: event lines, records and their replay, diagrams, sentences.

mod chinese;
mod diagram;
mod lines;
mod replay;
mod sentences;

use serde_json::Value;

use crate::support::World;

/// The event lines of a run, as text.
fn run_json(world: &World, arguments: &[&str]) -> String {
    let words = ["run-demo"].iter().chain(arguments).chain(&["--json"]);
    world.tutor(words).run().good()
}

fn parsed(lines: &str) -> Vec<Value> {
    let read = |line: &str| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
    lines.lines().map(read).collect()
}

/// Messages that would do harm if they reached a terminal as they are.
const HOSTILE: &[&str] = &[
    "\u{1b}[2J\u{1b}]0;title\u{7}",
    "\u{9b}31m\u{202e}txet\u{2066}",
    "a\r\nb\tc\u{8}\u{7f}",
    "\u{200b}\u{feff}\u{2028}\u{e0041}",
    "#;:<>\"'\\{}%&-->>",
];

/// Whether a terminal would do anything but show it and go to the next line.
fn is_harmless(text: &str) -> bool {
    let moves = |c: char| c.is_control() && c != '\n';
    let hides = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}');
    !text.chars().any(|c| moves(c) || hides(c))
}
