//! Rows that stand in the next frame as they are, only higher or lower.

use std::fmt::Write;
use std::ops::Range;

use ratatui_core::buffer::{Buffer, Cell};

use super::{alike, blank_end};

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
pub fn find(shown: &Buffer, next: &Buffer) -> Option<Slide> {
    let width = usize::from(next.area.width);
    let old: Vec<&[Cell]> = shown.content.chunks(width).collect();
    let new: Vec<&[Cell]> = next.content.chunks(width).collect();
    // What writing each row would take, about, and has taken; rows that stand still take nothing.
    let weights: Vec<usize> = new.iter().map(|row| blank_end(row)).collect();
    let before: Vec<usize> = old.iter().map(|row| blank_end(row)).collect();
    let is_same = |from: usize, to: usize| {
        let end = weights[to];
        let pairs = || old[from][..end].iter().zip(&new[to][..end]);
        before[from] == end && pairs().all(|(old, new)| alike(old, new))
    };
    let is_still: Vec<bool> = (0..new.len()).map(|row| is_same(row, row)).collect();
    let changed = |rows: Range<usize>| -> usize {
        let rows = rows.filter(|row| !is_still[*row]);
        rows.map(|row| weights[row]).sum()
    };
    if changed(0..new.len()) <= COST {
        return None;
    }
    let mut best = (COST, None);
    for by in 1..new.len() {
        for up in [true, false] {
            let (from, to) = if up { (by, 0) } else { (0, by) };
            let moves = (0..new.len() - by).map(|at| is_same(from + at, to + at));
            let moves: Vec<bool> = moves.collect();
            for run in runs(&moves) {
                let rows = run.start..run.end + by;
                let moved = run.start + to..run.end + to;
                // The others of its rows become blank, also those that would have stood still.
                let left = rows.clone().filter(|row| !moved.contains(row));
                let lost = left.filter(|row| is_still[*row]).map(|row| weights[row]);
                let spared = changed(moved.clone()).saturating_sub(lost.sum());
                if spared > best.0 {
                    best = (spared, Some(Slide { rows, by, up }));
                }
            }
        }
    }
    best.1
}

/// The stretches that are true.
fn runs(marks: &[bool]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (place, _) in marks.iter().enumerate().filter(|(_, mark)| **mark) {
        match runs.last_mut() {
            Some(run) if run.end == place => run.end = place + 1,
            _ => runs.push(place..place + 1),
        }
    }
    runs
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
        let _ = write!(out, "\x1b[{first};{last}r\x1b[{edge}H");
        out.extend(std::iter::repeat_n(feed, self.by));
        out.push_str("\x1b[r");
    }

    /// What the terminal shows then.
    pub fn apply(&self, shown: &mut Buffer) {
        let width = usize::from(shown.area.width);
        let cells = &mut shown.content[self.rows.start * width..self.rows.end * width];
        let by = self.by * width;
        let left = if self.up {
            cells.rotate_left(by);
            cells.len() - by..cells.len()
        } else {
            cells.rotate_right(by);
            0..by
        };
        cells[left].fill(Cell::EMPTY);
    }
}
