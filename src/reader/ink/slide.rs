//! Rows that stand in the next frame as they are, only higher or lower.

use std::ops::Range;

use super::grid::Grid;
use super::style::push_number;

/// A stretch of whole rows that moves up or down; what it leaves is blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slide {
    /// The rows it takes place in: those that move, and those they leave or overwrite.
    rows: Range<usize>,
    by: usize,
    up: bool,
}

/// What a slide itself takes, in cells that could be written instead.
const COST: usize = 24;

/// The slide that spares most, if one spares anything.
pub fn find(shown: &Grid, next: &Grid) -> Option<Slide> {
    let height = next.rows.len();
    // About what writing a row takes.
    let weight = |row: usize| next.rows[row].end;
    let same_text = |from: usize, to: usize| {
        let end = weight(to);
        shown.row(from)[..end] == next.row(to)[..end]
    };
    // Few rows that differ end in the same column.
    let is_same =
        |from: usize, to: usize| shown.rows[from].end == next.rows[to].end && same_text(from, to);
    let is_still: Vec<bool> = (0..height).map(|row| is_same(row, row)).collect();
    // What the rows before each take together; those that stand still take nothing.
    let mut sums = vec![0];
    for (row, is_still) in is_still.iter().enumerate() {
        let taken = if *is_still { 0 } else { weight(row) };
        sums.push(sums[row] + taken);
    }
    let changed = |rows: Range<usize>| sums[rows.end] - sums[rows.start];
    let mut best = (COST, None);
    for by in 1..height {
        for up in [true, false] {
            let (from, to) = if up { (by, 0) } else { (0, by) };
            let count = height - by;
            if changed(to..to + count) <= best.0 {
                continue;
            }
            let mut start = 0;
            for at in 0..=count {
                if at < count && is_same(from + at, to + at) {
                    continue;
                }
                if start == at {
                    start += 1;
                    continue;
                }
                let (rows, moved) = (start..at + by, start + to..at + to);
                start = at + 1;
                let spared = changed(moved.clone());
                if spared <= best.0 {
                    continue;
                }
                // The others of its rows become blank, also those that would have stood still.
                let left = rows.clone().filter(|row| !moved.contains(row));
                let lost = left.filter(|row| is_still[*row]).map(weight);
                let spared = spared.saturating_sub(lost.sum());
                if spared > best.0 {
                    best = (spared, Some(Slide { rows, by, up }));
                }
            }
        }
    }
    best.1
}

impl Slide {
    /// Lets the terminal do it: a scrolling region, and line feeds at its end or reverse ones at its
    /// beginning. That is a VT100's way, which every terminal knows; `CSI S` is not.
    pub fn write(&self, out: &mut String) {
        let (first, last) = (self.rows.start + 1, self.rows.end);
        let (edge, feed) = if self.up {
            (last, "\n")
        } else {
            (first, "\x1bM")
        };
        out.push_str("\x1b[");
        push_number(out, first);
        out.push(';');
        push_number(out, last);
        out.push_str("r\x1b[");
        push_number(out, edge);
        out.push('H');
        out.extend(std::iter::repeat_n(feed, self.by));
        out.push_str("\x1b[r");
    }

    /// What the terminal shows then.
    pub fn apply(&self, shown: &mut Grid) {
        shown.shift(self.rows.clone(), self.by, self.up);
    }
}
