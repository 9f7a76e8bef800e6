//! From one frame to the next in few bytes.
//!
//! Rows that have moved are moved by the terminal itself ([`slide`]); of the others only what looks
//! different is written, in runs of one style, and the blank end of a row is erased.

mod slide;
mod style;
#[cfg(test)]
mod tests;

use std::fmt::Write;

use ratatui_core::buffer::{Buffer, Cell};

use crate::render::page::cells;
use style::Style;

/// So many cells between two that differ are written again: going over them takes as many bytes.
const LEAP: usize = 4;

/// Adds to `out` what a terminal that shows `shown` must be sent to show `next`, of the same area.
///
/// The terminal's style is the plain one before and after. `shown` is of no use afterwards.
pub fn draw(shown: &mut Buffer, next: &Buffer, out: &mut String) {
    let width = usize::from(next.area.width);
    if width == 0 {
        return;
    }
    if let Some(slide) = slide::find(shown, next) {
        slide.write(out);
        slide.apply(shown);
    }
    write(shown.content.chunks(width), next, out);
}

/// The same for a terminal that is blank.
pub fn draw_on_blank(next: &Buffer, out: &mut String) {
    let blank = vec![Cell::EMPTY; usize::from(next.area.width)];
    write(std::iter::repeat(&*blank), next, out);
}

/// Writes what differs from the rows that are shown.
fn write<'s>(shown: impl Iterator<Item = &'s [Cell]>, next: &Buffer, out: &mut String) {
    let width = usize::from(next.area.width);
    let mut pen = Pen {
        out,
        style: Style::default(),
        at: None,
    };
    for (y, (old, new)) in shown.zip(next.content.chunks(width.max(1))).enumerate() {
        pen.row(y, old, new);
    }
    pen.style(Style::default());
}

/// Where the terminal writes, and how.
struct Pen<'o> {
    out: &'o mut String,
    style: Style,
    /// Column and row; `None` where terminals do not agree.
    at: Option<(usize, usize)>,
}

impl Pen<'_> {
    fn row(&mut self, y: usize, old: &[Cell], new: &[Cell]) {
        let end = blank_end(new);
        // Up to this column the terminal shows halves of characters.
        let (mut x, mut torn) = (0, 0);
        while x < end {
            let cell = &new[x];
            let width = width(cell);
            if x < torn || !alike(&old[x], cell) {
                self.go(x, y, new);
                self.put(cell, width, new.len());
                for (covered, cell) in old.iter().enumerate().skip(x).take(width) {
                    torn = torn.max(covered + self::width(cell));
                }
            }
            x += width;
        }
        if torn > end || old[end..].iter().any(|cell| !is_blank(cell)) {
            self.go(end, y, new);
            self.style(Style::default());
            self.out.push_str("\x1b[K");
        }
    }

    /// Goes to a column of a row, whose cells up to there are as the terminal shows them.
    fn go(&mut self, x: usize, y: usize, row: &[Cell]) {
        match self.at {
            Some(at) if at == (x, y) => return,
            Some((from, line)) if line == y && from < x => {
                let between = &row[from..x];
                let simple =
                    |cell: &Cell| cell.symbol().len() == 1 && self.style == Style::of(cell);
                if between.len() <= LEAP && between.iter().all(simple) {
                    self.out.extend(between.iter().map(Cell::symbol));
                } else {
                    // The column counted from the left: whatever was written before, this is right.
                    let _ = write!(self.out, "\x1b[{}G", x + 1);
                }
            }
            _ if x == 0 => {
                let _ = write!(self.out, "\x1b[{}H", y + 1);
            }
            _ => {
                let _ = write!(self.out, "\x1b[{};{}H", y + 1, x + 1);
            }
        }
        self.at = Some((x, y));
    }

    fn put(&mut self, cell: &Cell, width: usize, columns: usize) {
        let wanted = Style::of(cell);
        if !(cell.symbol() == " " && self.style.blanks_like(wanted)) {
            self.style(wanted);
        }
        // Terminals differ in the width of emoji and clusters, and in what comes after the last column.
        let simple = cell.symbol().len() < 4;
        if !simple && let Some((x, _)) = self.at {
            // Where it is narrower than we count, nothing old may stand beside it.
            let _ = write!(self.out, "{:width$}\x1b[{}G", "", x + 1);
        }
        self.out.push_str(cell.symbol());
        let at = self.at.map(|(x, y)| (x + width, y));
        self.at = at.filter(|(x, _)| simple && *x < columns);
    }

    fn style(&mut self, wanted: Style) {
        self.style.change(wanted, self.out);
        self.style = wanted;
    }
}

/// The columns of a cell's character; its second one is covered.
fn width(cell: &Cell) -> usize {
    match cell.symbol().len() {
        0 | 1 => 1,
        _ => cells::width(cell.symbol()).max(1),
    }
}

/// Whether nobody can tell the cells apart.
fn alike(one: &Cell, other: &Cell) -> bool {
    // Thousands are compared at each key, and most hold one byte.
    match (one.symbol().as_bytes(), other.symbol().as_bytes()) {
        ([b' '], [b' ']) => Style::of(one).blanks_like(Style::of(other)),
        ([one_byte], [other_byte]) if one_byte != other_byte => false,
        ([_], [_]) => Style::of(one) == Style::of(other),
        (one_text, other_text) => one_text == other_text && Style::of(one) == Style::of(other),
    }
}

/// Whether the cell looks as the terminal erases it.
fn is_blank(cell: &Cell) -> bool {
    matches!(cell.symbol().as_bytes(), [b' ']) && Style::of(cell).blanks_like(Style::default())
}

/// The column from which on a row is blank.
fn blank_end(row: &[Cell]) -> usize {
    let last = row.iter().rposition(|cell| !is_blank(cell));
    // The cells that a wide character covers are blank.
    last.map_or(0, |last| (last + width(&row[last])).min(row.len()))
}
