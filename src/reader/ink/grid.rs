//! What a terminal shows, in sixteen bytes a cell: nobody can tell two cells apart that are equal.

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::ops::Range;

use ratatui_core::buffer::{self, Buffer};
use ratatui_core::style::Color;

use super::style::Style;
use crate::render::page::cells;

/// A table of so many clusters, or of so many bytes, is begun anew with the next frame.
const MOST_CLUSTERS: usize = 4096;
const MOST_BYTES: usize = 1 << 16;

/// A [`Cell`] in one number, so that rows are compared as memory is.
pub type Packed = u128;

/// What stands in a cell, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    pub symbol: Symbol,
    /// Of a blank without what is not seen on it.
    pub style: Style,
}

/// One character, or the number of a cluster of several in [`Clusters`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Symbol(u32);

/// No character has this bit.
const CLUSTER: u32 = 1 << 31;

const BLANK: Symbol = Symbol(b' ' as u32);

/// A cluster that the table has forgotten. It is never drawn again, so nothing is equal to it.
const FORGOTTEN: Symbol = Symbol(u32::MAX);

/// As the terminal erases a cell.
const ERASED: Packed = BLANK.0 as Packed;

impl Cell {
    pub fn pack(cell: &buffer::Cell, clusters: &mut Clusters) -> Packed {
        let symbol = clusters.symbol(cell.symbol());
        // Most cells are plain, and thousands are looked at with each key.
        if cell.fg == Color::Reset && cell.bg == Color::Reset && cell.modifier.is_empty() {
            return symbol.0.into();
        }
        let style = Style::new(cell.fg, cell.bg, cell.modifier);
        let style = match symbol {
            BLANK => style.of_blank(),
            _ => style,
        };
        Packed::from(symbol.0) | style.bits() << 32
    }

    pub fn of(packed: Packed) -> Cell {
        Cell {
            symbol: Symbol(packed as u32),
            style: Style::from_bits(packed >> 32),
        }
    }

    pub fn is_blank(self) -> bool {
        self.symbol == BLANK
    }
}

impl Symbol {
    /// What it is when it is no cluster.
    pub fn character(self) -> Option<char> {
        char::from_u32(self.0)
    }

    /// What it is when it is a single byte, as most are.
    pub fn ascii(self) -> Option<char> {
        (self.0 < 0x80).then_some(char::from(self.0 as u8))
    }
}

/// The clusters of more than one character, each once.
#[derive(Debug, Default)]
pub struct Clusters {
    pub texts: Vec<Box<str>>,
    numbers: HashMap<Box<str>, u32>,
    bytes: usize,
}

impl Clusters {
    fn symbol(&mut self, text: &str) -> Symbol {
        match text.as_bytes() {
            [byte] => Symbol((*byte).into()),
            _ => self.longer(text),
        }
    }

    /// Apart from the above, which is in the innermost loop.
    #[inline(never)]
    fn longer(&mut self, text: &str) -> Symbol {
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(character), None) => Symbol(character.into()),
            _ => Symbol(CLUSTER | self.number(text)),
        }
    }

    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = self.texts.len() as u32;
        self.texts.push(text.into());
        self.numbers.insert(text.into(), number);
        self.bytes += text.len();
        number
    }

    /// The text of a symbol that is a cluster.
    pub fn text(&self, symbol: Symbol) -> &str {
        let text = self.texts.get((symbol.0 & !CLUSTER) as usize);
        text.map_or("", |text| text)
    }

    /// The columns of a symbol; its cell is the first of them, the others are covered.
    pub fn width(&self, symbol: Symbol) -> usize {
        if symbol.ascii().is_some() {
            return 1;
        }
        match symbol.character() {
            Some(character) => cells::width_of(character).max(1),
            None if symbol == FORGOTTEN => cells::WIDEST_CLUSTER,
            None => cells::width(self.text(symbol)).max(1),
        }
    }

    pub fn is_full(&self) -> bool {
        self.texts.len() > MOST_CLUSTERS || self.bytes > MOST_BYTES
    }
}

/// The rows of a window.
#[derive(Debug, Default)]
pub struct Grid {
    cells: Vec<Packed>,
    pub rows: Vec<Row>,
}

/// Where a row is.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Of its cells, the first one.
    start: usize,
    width: usize,
    /// The column from which on it is blank.
    pub end: usize,
}

impl Grid {
    /// What a terminal of the same size shows that has been cleared.
    pub fn erased(&self) -> Grid {
        let cells = vec![ERASED; self.cells.len()];
        let rows = self.rows.iter().map(|row| Row { end: 0, ..*row });
        let rows = rows.collect();
        Grid { cells, rows }
    }

    /// Becomes what `buffer` holds.
    pub fn take(&mut self, buffer: &Buffer, clusters: &mut Clusters) {
        let width = usize::from(buffer.area.width);
        self.cells.clear();
        self.rows.clear();
        for row in buffer.content.chunks_exact(width.max(1)) {
            let start = self.cells.len();
            let packed = row.iter().map(|cell| Cell::pack(cell, clusters));
            self.cells.extend(packed);
            let row = &self.cells[start..];
            let last = row.iter().rposition(|cell| *cell != ERASED);
            // The cells that a wide character covers are blank.
            let end = last.map_or(0, |last| last + clusters.width(Cell::of(row[last]).symbol));
            let end = end.min(width);
            self.rows.push(Row { start, width, end });
        }
    }

    /// Knows of its clusters no more than that they are there: the table begins anew.
    pub fn forget(&mut self, clusters: &mut Clusters) {
        *clusters = Clusters::default();
        for cell in &mut self.cells {
            if *cell as u32 & CLUSTER != 0 {
                *cell |= Packed::from(FORGOTTEN.0);
            }
        }
    }

    /// The cells of a row.
    pub fn row(&self, y: usize) -> &[Packed] {
        let row = self.rows[y];
        &self.cells[row.start..row.start + row.width]
    }

    /// Moves rows up or down; those they leave are blank.
    pub fn shift(&mut self, rows: Range<usize>, by: usize, up: bool) {
        let rows = &mut self.rows[rows];
        let left = if up {
            rows.rotate_left(by);
            rows.len() - by..rows.len()
        } else {
            rows.rotate_right(by);
            0..by
        };
        for row in &mut rows[left] {
            self.cells[row.start..row.start + row.width].fill(ERASED);
            row.end = 0;
        }
    }
}
