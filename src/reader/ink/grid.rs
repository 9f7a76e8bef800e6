//! What a terminal shows, in sixteen bytes a cell: nobody can tell two cells apart that are equal.

use std::collections::HashMap;

use ratatui_core::buffer::{self, Buffer};

use super::style::Style;
use crate::render::page::cells;

/// A table of so many clusters, or of so many bytes, is begun anew with the next frame.
const MOST_CLUSTERS: usize = 4096;
const MOST_BYTES: usize = 1 << 16;

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

impl Cell {
    /// As the terminal erases it.
    fn erased() -> Cell {
        Cell {
            symbol: BLANK,
            style: Style::default(),
        }
    }

    pub fn of(cell: &buffer::Cell, clusters: &mut Clusters) -> Cell {
        let symbol = clusters.symbol(cell.symbol());
        let style = Style::new(cell.fg, cell.bg, cell.modifier);
        let style = match symbol {
            BLANK => style.of_blank(),
            _ => style,
        };
        Cell { symbol, style }
    }

    pub fn is_blank(self) -> bool {
        self.symbol == BLANK
    }
}

impl Symbol {
    /// Its character if it is a single byte.
    pub fn ascii(self) -> Option<char> {
        let byte = u8::try_from(self.0).ok().filter(u8::is_ascii)?;
        Some(char::from(byte))
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
        // Thousands are looked at with each key, and most hold one byte.
        if let [byte] = text.as_bytes() {
            return Symbol((*byte).into());
        }
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

    /// The text of a symbol; `buffer` is for a character.
    pub fn text<'t>(&'t self, symbol: Symbol, buffer: &'t mut [u8; 4]) -> &'t str {
        if symbol.0 & CLUSTER != 0 {
            let text = self.texts.get((symbol.0 & !CLUSTER) as usize);
            return text.map_or("", |text| text);
        }
        char::from_u32(symbol.0).map_or("", |character| character.encode_utf8(buffer))
    }

    /// The columns of a symbol; its cell is the first of them, the others are covered.
    pub fn width(&self, symbol: Symbol) -> usize {
        if symbol == FORGOTTEN {
            return cells::WIDEST_CLUSTER;
        }
        match symbol.ascii() {
            Some(_) => 1,
            None => cells::width(self.text(symbol, &mut [0; 4])).max(1),
        }
    }

    pub fn is_full(&self) -> bool {
        self.texts.len() > MOST_CLUSTERS || self.bytes > MOST_BYTES
    }
}

/// The rows of a window.
#[derive(Debug, Default)]
pub struct Grid {
    pub width: usize,
    pub cells: Vec<Cell>,
    /// Of each row the column from which on it is blank.
    pub ends: Vec<usize>,
}

impl Grid {
    /// Becomes what a terminal of this size shows that has been cleared.
    pub fn clear(&mut self, width: usize, height: usize) {
        self.width = width;
        self.cells.clear();
        self.cells.resize(width * height, Cell::erased());
        self.ends.clear();
        self.ends.resize(height, 0);
    }

    /// Becomes what `buffer` holds.
    pub fn take(&mut self, buffer: &Buffer, clusters: &mut Clusters) {
        self.width = buffer.area.width.into();
        self.cells.clear();
        self.ends.clear();
        for row in buffer.content.chunks_exact(self.width.max(1)) {
            let start = self.cells.len();
            self.cells
                .extend(row.iter().map(|cell| Cell::of(cell, clusters)));
            let row = &self.cells[start..];
            let last = row.iter().rposition(|cell| *cell != Cell::erased());
            // The cells that a wide character covers are blank.
            let end = last.map_or(0, |last| last + clusters.width(row[last].symbol));
            self.ends.push(end.min(row.len()));
        }
    }

    /// Knows of its clusters no more than that they are there: the table begins anew.
    pub fn forget(&mut self, clusters: &mut Clusters) {
        *clusters = Clusters::default();
        for cell in &mut self.cells {
            if cell.symbol.0 & CLUSTER != 0 {
                cell.symbol = FORGOTTEN;
            }
        }
    }

    pub fn height(&self) -> usize {
        self.ends.len()
    }

    pub fn row(&self, y: usize) -> &[Cell] {
        &self.cells[y * self.width..(y + 1) * self.width]
    }

    /// Moves whole rows up or down; those they leave are blank.
    pub fn shift(&mut self, rows: std::ops::Range<usize>, by: usize, up: bool) {
        shift(&mut self.ends[rows.clone()], by, up, 0);
        let cells = rows.start * self.width..rows.end * self.width;
        shift(&mut self.cells[cells], by * self.width, up, Cell::erased());
    }
}

fn shift<T: Copy>(all: &mut [T], by: usize, up: bool, blank: T) {
    let rest = all.len() - by;
    if up {
        all.copy_within(by.., 0);
        all[rest..].fill(blank);
    } else {
        all.copy_within(..rest, by);
        all[..by].fill(blank);
    }
}
