//! Widths: code that is not wrapped, tables that must fit a terminal.

use unicode_linebreak::linebreaks;
use unicode_width::UnicodeWidthStr;

use crate::doc::{Block, BlockKind, Span, plain_text};

use super::super::fault::{Fault, FaultKind};
use super::super::question::{PREDICT, QUIZ};
use super::sheet::Sheet;

/// Code is indented a little on a terminal of 80 columns.
const CODE: usize = 72;
const TABLE: usize = 80;
const TAB: usize = 4;
/// A column is not made narrower than this, unless its text is.
const NARROWEST: usize = 6;

pub fn check(sheet: &Sheet, found: &mut Vec<Fault>) {
    let raw: Vec<&str> = sheet.file.text.lines().collect();
    for block in sheet.blocks() {
        match &block.kind {
            BlockKind::Code { info, text } if info != QUIZ && info != PREDICT => {
                let first = first_line(block, &raw);
                for (index, line) in text.lines().enumerate() {
                    let (width, limit) = (code_width(line), CODE);
                    if width > limit {
                        let kind = FaultKind::CodeTooWide { width, limit };
                        found.push(sheet.file.fault(first + index, kind));
                    }
                }
            }
            BlockKind::Table {
                columns,
                head,
                rows,
            } => {
                let (width, limit) = (table_width(columns.len(), head, rows), TABLE);
                if width > limit {
                    let kind = FaultKind::TableTooWide { width, limit };
                    found.push(sheet.file.fault(block.line, kind));
                }
            }
            _ => {}
        }
    }
}

/// The line of the code's first line: the one after the fence, if there is a fence.
fn first_line(block: &Block, raw: &[&str]) -> usize {
    let opening = raw.get(block.line - 1).copied().unwrap_or_default();
    let fenced = opening.contains("```") || opening.contains("~~~");
    block.line + usize::from(fenced)
}

fn code_width(line: &str) -> usize {
    let mut width = 0;
    for (index, part) in line.split('\t').enumerate() {
        if index > 0 {
            width = (width / TAB + 1) * TAB;
        }
        width += part.width();
    }
    width
}

/// The least width of a table with its frame.
fn table_width(count: usize, head: &[Vec<Span>], rows: &[Vec<Vec<Span>>]) -> usize {
    let mut widths = vec![1; count];
    for row in std::iter::once(head).chain(rows.iter().map(Vec::as_slice)) {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell_width(&plain_text(cell)).max(*width);
        }
    }
    widths.iter().map(|width| width + 3).sum::<usize>() + 1
}

/// The least width of a cell: its longest word, but no column is narrower than a few letters.
fn cell_width(text: &str) -> usize {
    let mut start = 0;
    let mut longest = 0;
    for (end, _) in linebreaks(text) {
        longest = text[start..end].trim_end().width().max(longest);
        start = end;
    }
    longest.max(text.width().min(NARROWEST))
}
