//! Text: emphasis that did not become emphasis, and the punctuation of Chinese.

use crate::doc::{Doc, Span, markdown};
use crate::lang::Lang;

use super::super::fault::{Fault, FaultKind};
use super::super::file::all_blocks;
use super::super::front::Front;
use super::super::narration::NarrationFront;
use super::sheet::{Role, Sheet, texts};

/// Stands for code, whose characters are nobody's punctuation.
const CODE: char = '\u{fffc}';

pub fn check(sheet: &Sheet, found: &mut Vec<Fault>) {
    let raw: Vec<&str> = sheet.file.text.lines().collect();
    for block in sheet.blocks() {
        let mut place = Place::new(&raw, block.line);
        for text in texts(block) {
            check_text(sheet, text, &mut |pairs| place.find(pairs), found);
        }
    }
    for (line, text) in front_texts(sheet) {
        check_short(sheet, line, &markdown::parse(&text), found);
    }
}

/// Checks a text that stands on one known line.
pub fn check_short(sheet: &Sheet, line: usize, doc: &Doc, found: &mut Vec<Fault>) {
    for text in all_blocks(doc).into_iter().flat_map(texts) {
        check_text(sheet, text, &mut |_| line, found);
    }
}

fn front_texts(sheet: &Sheet) -> Vec<(usize, String)> {
    let line = |field: &str| sheet.file.front_line(field);
    // A front matter that cannot be read is told elsewhere.
    match sheet.role {
        Role::Page | Role::Notes => match Front::of(&sheet.file, sheet.lang) {
            Ok(front) => vec![
                (line("title"), front.title),
                (line("summary"), front.summary),
            ],
            Err(_) => Vec::new(),
        },
        Role::Narration(_) => match NarrationFront::of(&sheet.file, sheet.lang) {
            Ok(front) => {
                let mut texts = vec![
                    (line("title"), front.title),
                    (line("summary"), front.summary),
                ];
                texts.extend(
                    front
                        .knobs
                        .into_iter()
                        .map(|(knob, text)| (line(&knob), text)),
                );
                texts
            }
            Err(_) => Vec::new(),
        },
    }
}

fn check_text(
    sheet: &Sheet,
    spans: &[Span],
    line: &mut dyn FnMut(&[String; 2]) -> usize,
    found: &mut Vec<Fault>,
) {
    let text = characters(spans);
    for at in 0..text.len() {
        let before = at.checked_sub(1).map(|before| text[before]);
        let after = text.get(at + 1).copied();
        let kind = match (raw_emphasis(&text, at), sheet.lang) {
            (Some(mark), _) => {
                let near = near(&text, at);
                FaultKind::RawEmphasis { mark, near }
            }
            (None, Lang::Zh) => match chinese(before, text[at], after) {
                Some(Slip::HalfWidth(wanted)) => {
                    let (found, near) = (text[at], near(&text, at));
                    FaultKind::HalfWidth {
                        found,
                        wanted,
                        near,
                    }
                }
                Some(Slip::Blank) => {
                    let near = near(&text, at);
                    FaultKind::BlankAtFullWidth { near }
                }
                None => continue,
            },
            (None, _) => continue,
        };
        // With a neighbour the line can be found again; marks of Markdown may hide one of both.
        let pair = |pair: [Option<char>; 2]| pair.into_iter().flatten().collect();
        let pairs = [
            pair([before, Some(text[at])]),
            pair([Some(text[at]), after]),
        ];
        found.push(sheet.file.fault(line(&pairs), kind));
    }
}

fn characters(spans: &[Span]) -> Vec<char> {
    let mut text = Vec::new();
    for span in spans {
        if span.style.code || span.style.footnote {
            text.push(CODE);
        } else {
            text.extend(span.text.chars());
        }
    }
    text
}

/// The mark that begins here, if its emphasis did not parse.
fn raw_emphasis(text: &[char], at: usize) -> Option<&'static str> {
    let mark = match text[at..] {
        ['*', '*', ..] => "**",
        ['~', '~', ..] => "~~",
        _ => return None,
    };
    // A longer run is told once.
    let repeated = at
        .checked_sub(1)
        .is_some_and(|before| text[before] == text[at]);
    (!repeated).then_some(mark)
}

enum Slip {
    /// Should be this.
    HalfWidth(char),
    Blank,
}

fn chinese(before: Option<char>, character: char, after: Option<char>) -> Option<Slip> {
    let (left, right) = (before.is_some_and(is_han), after.is_some_and(is_han));
    let wanted = match character {
        ',' if left || right => '，',
        ';' if left || right => '；',
        '!' if left || right => '！',
        '?' if left || right => '？',
        '(' if left || right => '（',
        // Both stand in times, numbers and names; only at the end of Chinese words are they slips.
        ':' if left => '：',
        '.' if left && (right || after.is_none_or(char::is_whitespace)) => '。',
        ' ' if before.is_some_and(is_full_width) || after.is_some_and(is_full_width) => {
            return Some(Slip::Blank);
        }
        _ => return None,
    };
    Some(Slip::HalfWidth(wanted))
}

fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3134f}')
}

/// Punctuation that brings its own space. Quotation marks are not here: English has the same.
fn is_full_width(character: char) -> bool {
    "，。；：！？、（）《》「」『』【】".contains(character)
}

/// A few characters around a place, in one line.
fn near(text: &[char], at: usize) -> String {
    let around = &text[at.saturating_sub(6)..(at + 7).min(text.len())];
    let shown = around.iter().map(|character| match character {
        '\n' => ' ',
        &CODE => '…',
        other => *other,
    });
    shown.collect()
}

/// Finds lines of a block's text in the file, moving on only forwards.
struct Place<'r, 't> {
    raw: &'r [&'t str],
    /// Line (from 1) and byte where the search goes on.
    line: usize,
    byte: usize,
    lost: bool,
}

impl<'r, 't> Place<'r, 't> {
    fn new(raw: &'r [&'t str], line: usize) -> Self {
        Place {
            raw,
            line,
            byte: 0,
            lost: false,
        }
    }

    /// The line on which a slip stands next, or the line last found. The slip ends the first of the
    /// texts and begins the second.
    fn find(&mut self, texts: &[String; 2]) -> usize {
        if self.lost {
            return self.line;
        }
        let (mut line, mut byte) = (self.line, self.byte);
        // A block of text ends at an empty line at the latest.
        while let Some(raw) = self.raw.get(line - 1).filter(|raw| !raw.trim().is_empty()) {
            let rest = raw.get(byte..).unwrap_or_default();
            let [ending, beginning] = texts;
            let end = |at: usize, text: &str| Some(byte + at + text.len());
            let found = match (rest.find(ending), rest.find(beginning)) {
                (Some(at), _) => end(at, ending),
                (None, Some(at)) => end(at, first_character(beginning)),
                (None, None) => None,
            };
            if let Some(end) = found {
                (self.line, self.byte) = (line, end);
                return line;
            }
            (line, byte) = (line + 1, 0);
        }
        // Searching to the end again and again would take quadratic time.
        self.lost = true;
        self.line
    }
}

fn first_character(text: &str) -> &str {
    let end = text.char_indices().nth(1).map_or(text.len(), |(at, _)| at);
    &text[..end]
}
