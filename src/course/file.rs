//! A Markdown file of the course: front matter between `+++` lines, then the text.

use std::borrow::Cow;
use std::ops::Range;

use serde::de::DeserializeOwned;

use crate::doc::{Block, Doc, markdown};

use super::fault::{Fault, FaultKind};
use super::source::Source;

const FENCE: &str = "+++";

/// The text of a file and where its parts are.
pub struct File {
    /// The path as a person can find it.
    pub name: String,
    pub text: Cow<'static, str>,
    front: Option<Range<usize>>,
    body: usize,
}

impl File {
    pub fn read(source: &Source, path: &str) -> Result<File, Fault> {
        File::new(source.shown(path), source.read(path)?)
    }

    fn new(name: String, text: Cow<'static, str>) -> Result<File, Fault> {
        let (front, body) = match lines(&text, 0).next() {
            Some(first) if is_fence(&text, &first) => {
                let closing = lines(&text, first.end).find(|line| is_fence(&text, line));
                let Some(closing) = closing else {
                    return Err(Fault {
                        file: name,
                        line: Some(1),
                        kind: FaultKind::FrontOpen {},
                    });
                };
                (Some(first.end..closing.start), closing.end)
            }
            _ => (None, 0),
        };
        Ok(File {
            name,
            text,
            front,
            body,
        })
    }

    /// Reads the front matter.
    pub fn front<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        let Some(range) = self.front.clone() else {
            return Err(self.fault(1, FaultKind::FrontMissing {}));
        };
        let text = &self.text[range];
        // The opening fence is line 1.
        toml::from_str(text).map_err(|error| {
            let (line, reason) = toml_error(&error, text);
            self.fault(line + 1, FaultKind::BadFront { reason })
        })
    }

    /// The line of the front matter that sets a field, or its first line.
    pub fn front_line(&self, field: &str) -> usize {
        let text = &self.text[self.front.clone().unwrap_or_default()];
        let found = text.lines().position(|line| {
            let name = line.split('=').next().unwrap_or_default();
            name.trim() == field
        });
        found.map_or(1, |position| position + 2)
    }

    /// The text after the front matter.
    pub fn body(&self) -> &str {
        &self.text[self.body..]
    }

    /// The page; its lines are those of the file.
    pub fn doc(&self) -> Doc {
        markdown::parse_from(self.body(), 1 + line_ends(&self.text[..self.body]))
    }

    pub fn fault(&self, line: usize, kind: FaultKind) -> Fault {
        Fault {
            file: self.name.clone(),
            line: Some(line),
            kind,
        }
    }
}

/// The lines from `start` on as ranges that include their ends.
fn lines(text: &str, start: usize) -> impl Iterator<Item = Range<usize>> + '_ {
    text[start..].split_inclusive('\n').scan(start, |at, line| {
        let range = *at..*at + line.len();
        *at = range.end;
        Some(range)
    })
}

fn is_fence(text: &str, line: &Range<usize>) -> bool {
    text[line.clone()].trim_end() == FENCE
}

fn line_ends(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

/// The line (from 1) of a piece of TOML that is to blame, and what the parser says, in one line.
pub fn toml_error(error: &toml::de::Error, text: &str) -> (usize, String) {
    let start = error.span().map_or(0, |span| span.start);
    let line = Lines::new(text).at(start);
    (line, error.message().replace('\n', ", "))
}

/// Reads a file of the course that is TOML throughout; `path` names it in a fault.
pub fn parse_toml<T: DeserializeOwned>(
    source: &Source,
    path: &str,
    text: &str,
) -> Result<T, Fault> {
    toml::from_str(text).map_err(|error| {
        let (line, reason) = toml_error(&error, text);
        Fault {
            line: Some(line),
            ..source.fault(path, FaultKind::BadCourseFile { reason })
        }
    })
}

/// Reads a file that a course may have, with its text; `None` when it has none.
pub fn read_toml<T: DeserializeOwned>(
    source: &Source,
    path: &str,
) -> Result<Option<(T, Cow<'static, str>)>, Fault> {
    if !source.has(path) {
        return Ok(None);
    }
    let text = source.read(path)?;
    Ok(Some((parse_toml(source, path, &text)?, text)))
}

/// Tells the lines (from 1) of offsets asked in rising order, reading the text once.
pub struct Lines<'t> {
    text: &'t str,
    offset: usize,
    line: usize,
}

impl<'t> Lines<'t> {
    pub fn new(text: &'t str) -> Self {
        Lines {
            text,
            offset: 0,
            line: 1,
        }
    }

    /// The line of an offset; one before the last asked gets the last line.
    pub fn at(&mut self, offset: usize) -> usize {
        let passed = self.text.as_bytes().get(self.offset..offset);
        let ends = passed.unwrap_or_default().iter();
        self.line += ends.filter(|byte| **byte == b'\n').count();
        self.offset = self.offset.max(offset);
        self.line
    }
}

/// The mark by which a translation names the state of its original: FNV-1a of 64 bits over the body
/// with line ends of one kind, as 16 hexadecimal digits.
pub fn fingerprint(body: &str) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut bytes = body.bytes().peekable();
    while let Some(byte) = bytes.next() {
        let byte = match byte {
            b'\r' if bytes.peek() == Some(&b'\n') => continue,
            b'\r' => b'\n',
            other => other,
        };
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    }
    format!("{hash:016x}")
}

/// All blocks of a page in reading order, those inside others too.
pub fn all_blocks(doc: &Doc) -> Vec<&Block> {
    let mut open: Vec<&Block> = doc.blocks.iter().rev().collect();
    let mut found = Vec::new();
    while let Some(block) = open.pop() {
        found.push(block);
        open.extend(block.kind.children().into_iter().rev());
    }
    found
}
