//! From one frame to the next in few bytes.
//!
//! A frame is painted into a [`Buffer`] and packed into a [`grid`], where equal is what looks alike.
//! Rows that have moved are moved by the terminal itself ([`slide`]); of the others only what looks
//! different is written, in runs of one style, and the blank end of a row is erased.

mod grid;
mod slide;
mod style;
#[cfg(test)]
mod tests;

use ratatui_core::buffer::Buffer;
use ratatui_core::layout::Rect;

use grid::{Cell, Clusters, Grid, Packed, Symbol};
use style::{Style, push_number};

/// So many cells between two that differ are written again: going over them takes as many bytes.
const LEAP: usize = 4;

/// What the window shows, and the frame that comes next.
#[derive(Default)]
pub struct Ink {
    buffer: Buffer,
    is_clean: bool,
    /// What the terminal shows, a window of the buffer's size; `None` when that is not known.
    shown: Option<Grid>,
    /// The memory of the frame before, for the next one.
    spare: Grid,
    /// Of the clusters in both.
    clusters: Clusters,
}

impl Ink {
    /// An empty buffer of the window's size, for the next frame.
    pub fn canvas(&mut self, area: Rect) -> &mut Buffer {
        if self.buffer.area == area {
            self.clean();
        } else {
            self.buffer = Buffer::empty(area);
            self.forget();
        }
        self.is_clean = false;
        &mut self.buffer
    }

    /// Blanks the canvas: best when a frame has been sent, and nobody waits.
    pub fn clean(&mut self) {
        if !self.is_clean {
            self.buffer.reset();
            self.is_clean = true;
        }
    }

    /// Takes what the terminal shows for unknown.
    pub fn forget(&mut self) {
        self.spare = self.shown.take().unwrap_or_default();
    }

    /// Whether it is known what the terminal shows; the next frame is for a blank one otherwise.
    pub fn is_known(&self) -> bool {
        self.shown.is_some()
    }

    /// The window as it was last drawn; of no size when it is not known what it shows.
    pub fn area(&self) -> Rect {
        match self.is_known() {
            true => self.buffer.area,
            false => Rect::ZERO,
        }
    }

    /// Adds to `out` what the terminal must be sent to show what has been painted on the canvas. Its
    /// style is the plain one before and after.
    pub fn draw(&mut self, out: &mut String) {
        if let Some(shown) = self.shown.as_mut().filter(|_| self.clusters.is_full()) {
            shown.forget(&mut self.clusters);
        }
        let mut next = std::mem::take(&mut self.spare);
        next.take(&self.buffer, &mut self.clusters);
        let shown = match self.shown.take() {
            Some(mut shown) => {
                if let Some(slide) = slide::find(&shown, &next) {
                    slide.write(out);
                    slide.apply(&mut shown);
                }
                shown
            }
            None => next.erased(),
        };
        let mut pen = Pen {
            out,
            clusters: &self.clusters,
            style: Style::default(),
            at: None,
        };
        for y in 0..next.rows.len() {
            pen.row(y, &shown, &next);
        }
        pen.style(Style::default());
        (self.shown, self.spare) = (Some(next), shown);
    }
}

/// Where the terminal writes, and how.
struct Pen<'o> {
    out: &'o mut String,
    clusters: &'o Clusters,
    style: Style,
    /// Column and row; `None` where terminals do not agree.
    at: Option<(usize, usize)>,
}

impl Pen<'_> {
    fn row(&mut self, y: usize, shown: &Grid, next: &Grid) {
        let (old, new) = (shown.row(y), next.row(y));
        if old == new {
            return;
        }
        let end = next.rows[y].end;
        // Up to this column the terminal shows halves of characters.
        let (mut x, mut torn) = (0, 0);
        while x < end {
            let cell = Cell::of(new[x]);
            let width = self.clusters.width(cell.symbol);
            if x < torn || old[x] != new[x] {
                if self.at != Some((x, y)) {
                    self.go(x, y, new);
                }
                self.put(cell, width, &new[x..]);
                for (covered, cell) in (x..).zip(old[x..].iter().take(width)) {
                    torn = torn.max(covered + self.clusters.width(Cell::of(*cell).symbol));
                }
            }
            x += width;
        }
        if torn > end || shown.rows[y].end > end {
            if self.at != Some((end, y)) {
                self.go(end, y, new);
            }
            self.style(Style::default());
            self.out.push_str("\x1b[K");
        }
    }

    /// Goes to a column of a row, whose cells up to there are as the terminal shows them.
    fn go(&mut self, x: usize, y: usize, row: &[Packed]) {
        match self.at {
            Some((from, line)) if line == y && from < x => {
                let between = row[from..x].iter().map(|cell| Cell::of(*cell));
                let simple = |cell: Cell| cell.symbol.ascii().is_some() && self.suits(cell);
                if between.len() <= LEAP && between.clone().all(simple) {
                    let symbols = between.filter_map(|cell| cell.symbol.ascii());
                    self.out.extend(symbols);
                } else {
                    self.column(x);
                }
            }
            _ => {
                self.out.push_str("\x1b[");
                push_number(self.out, y + 1);
                if x > 0 {
                    self.out.push(';');
                    push_number(self.out, x + 1);
                }
                self.out.push('H');
            }
        }
        self.at = Some((x, y));
    }

    /// The column counted from the left: whatever was written before, this is right.
    fn column(&mut self, x: usize) {
        self.out.push_str("\x1b[");
        push_number(self.out, x + 1);
        self.out.push('G');
    }

    /// Whether the cell looks right in the style the terminal writes with.
    fn suits(&self, cell: Cell) -> bool {
        match cell.is_blank() {
            true => self.style.blanks_like(cell.style),
            false => self.style == cell.style,
        }
    }

    /// Writes a cell, the first of these of its row.
    fn put(&mut self, cell: Cell, width: usize, row: &[Packed]) {
        if !self.suits(cell) {
            self.style(wanted(row));
        }
        let simple = match cell.symbol.ascii() {
            Some(character) => {
                self.out.push(character);
                true
            }
            None => self.put_longer(cell.symbol, width),
        };
        self.at = match self.at {
            Some((x, y)) if simple && width < row.len() => Some((x + width, y)),
            _ => None,
        };
    }

    /// Writes a symbol of several bytes; whether it is known where the terminal stands then.
    fn put_longer(&mut self, symbol: Symbol, width: usize) -> bool {
        let mut buffer = [0; 4];
        let text = match symbol.character() {
            Some(character) => character.encode_utf8(&mut buffer),
            None => self.clusters.text(symbol),
        };
        // Terminals differ in the width of emoji and clusters, and in what comes after the last column.
        let simple = text.len() < 4;
        if let Some((x, _)) = self.at.filter(|_| !simple) {
            // Where it is narrower than we count, nothing old may stand beside it.
            self.out.extend(std::iter::repeat_n(' ', width));
            self.column(x);
        }
        self.out.push_str(text);
        simple
    }

    fn style(&mut self, wanted: Style) {
        self.style.change(wanted, self.out);
        self.style = wanted;
    }
}

/// The style for the first of these cells. One that shows its background alone is written in that of
/// the character after it, if it looks the same: then that one needs no other.
fn wanted(row: &[Packed]) -> Style {
    let mut cells = row.iter().map(|cell| Cell::of(*cell));
    let Some(first) = cells.next() else {
        return Style::default();
    };
    match cells.find(|cell| !cell.is_blank()) {
        Some(next) if first.is_blank() && next.style.blanks_like(first.style) => next.style,
        _ => first.style,
    }
}
