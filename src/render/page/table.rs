//! Tables: columns fitted by termimad, cells wrapped by us; too narrow, a list.

use termimad::TblFit;

use crate::doc::{Align, Span};

use super::breaks::breaks;
use super::cells;
use super::flow::Flow;
use super::layout::Layout;
use super::row::{Role, Row};

/// A column that must be narrower than this, without being so by itself, is hard to read.
const NARROWEST: usize = 12;

/// The columns every table of the course fits into.
const USUAL: usize = 80;

/// The characters of a table's frame.
struct Frame {
    bar: &'static str,
    line: &'static str,
    top: [&'static str; 3],
    middle: [&'static str; 3],
    bottom: [&'static str; 3],
}

const UNICODE: Frame = Frame {
    bar: "│",
    line: "─",
    top: ["┌", "┬", "┐"],
    middle: ["├", "┼", "┤"],
    bottom: ["└", "┴", "┘"],
};

const ASCII: Frame = Frame {
    bar: "|",
    line: "-",
    top: ["+", "+", "+"],
    middle: ["+", "+", "+"],
    bottom: ["+", "+", "+"],
};

impl Layout<'_> {
    pub(super) fn table(&mut self, columns: &[Align], head: &[Vec<Span>], rows: &[Vec<Vec<Span>>]) {
        if self.options.linear {
            return match head.iter().any(|cell| !cell.is_empty()) {
                true => self.table_as_list(head, rows),
                false => self.table_as_sentences(rows),
            };
        }
        match self.column_widths(columns.len(), head, rows) {
            Some(widths) => self.framed(&widths, columns, head, rows),
            None if self.options.unwrapped && self.widened(columns, head, rows) => {}
            None => self.table_as_list(head, rows),
        }
    }

    /// Lays the table out as on a usual terminal, wider than there is room; false if it does not fit there.
    fn widened(&mut self, columns: &[Align], head: &[Vec<Span>], rows: &[Vec<Vec<Span>>]) -> bool {
        let width = self.options.width;
        self.options.width = width.max(USUAL);
        let widths = self.column_widths(columns.len(), head, rows);
        self.options.width = width;
        if let Some(widths) = &widths {
            self.framed(widths, columns, head, rows);
        }
        widths.is_some()
    }

    /// The columns each cell may take, or nothing when the table cannot be read in this width.
    fn column_widths(
        &mut self,
        count: usize,
        head: &[Vec<Span>],
        rows: &[Vec<Vec<Span>>],
    ) -> Option<Vec<usize>> {
        if count == 0 {
            return None;
        }
        let room = self.available().checked_sub(3 * count + 1)?;
        let cells: Vec<(usize, &[Span])> = std::iter::once(head)
            .chain(rows.iter().map(Vec::as_slice))
            .flat_map(|row| row.iter().map(Vec::as_slice).enumerate().take(count))
            .collect();
        let mut natural = vec![1; count];
        for (column, cell) in &cells {
            self.flow.fill(cell, Role::Text, self.links, &self.options);
            natural[*column] = natural[*column].max(self.flow.natural_width());
        }
        if natural.iter().sum::<usize>() <= room {
            return Some(natural);
        }
        // The fitter counts a border for each column; a blank on both sides of a cell is ours.
        let mut fitter = TblFit::new(count, self.available()).ok()?;
        let readable: Vec<usize> = natural
            .iter()
            .map(|width| (*width).min(NARROWEST))
            .collect();
        let mut unbroken = readable.clone();
        for (column, cell) in &cells {
            self.flow.fill(cell, Role::Text, self.links, &self.options);
            unbroken[*column] = unbroken[*column].max(widest_piece(self.flow.text()));
            fitter.see_cell(*column, self.flow.natural_width() + 2);
        }
        let mut widths: Vec<usize> = fitter
            .fit()
            .col_widths
            .iter()
            .map(|width| width.saturating_sub(2))
            .collect();
        // The fitter knows only how long cells are. No word should be cut as long as another column has room.
        (share(&mut widths, &unbroken, room) || share(&mut widths, &readable, room))
            .then_some(widths)
    }

    fn framed(
        &mut self,
        widths: &[usize],
        columns: &[Align],
        head: &[Vec<Span>],
        rows: &[Vec<Vec<Span>>],
    ) {
        let frame = if self.options.ascii { &ASCII } else { &UNICODE };
        let mut cells: Vec<Flow> = Vec::new();
        cells.resize_with(widths.len(), Flow::default);
        self.frame_line(frame, &frame.top, widths);
        // A list of the program's own has no head, and then no empty row in its place.
        let headed = head.iter().any(|cell| !cell.is_empty());
        if headed {
            self.cells(frame, &mut cells, widths, columns, head, Role::TableHead);
        }
        // Rows of several lines need a line between them to be told apart.
        let mut tall = false;
        for row in rows {
            tall = tall || self.is_tall(widths, row);
        }
        for (index, row) in rows.iter().enumerate() {
            if (index == 0 && headed) || (index > 0 && tall) {
                self.frame_line(frame, &frame.middle, widths);
            }
            self.cells(frame, &mut cells, widths, columns, row, Role::Text);
        }
        self.frame_line(frame, &frame.bottom, widths);
    }

    /// Whether a row of the table takes several rows of the page.
    fn is_tall(&mut self, widths: &[usize], row: &[Vec<Span>]) -> bool {
        row.iter().zip(widths).any(|(cell, width)| {
            self.flow.fill(cell, Role::Text, self.links, &self.options);
            self.flow.text().contains('\n') || self.flow.natural_width() > *width
        })
    }

    fn frame_line(&mut self, frame: &Frame, corners: &[&str; 3], widths: &[usize]) {
        let mut row = self.row();
        for (index, width) in widths.iter().enumerate() {
            row.push(corners[usize::from(index > 0)], Role::TableBorder);
            row.push(&frame.line.repeat(width + 2), Role::TableBorder);
        }
        row.push(corners[2], Role::TableBorder);
        self.add(row);
    }

    /// The rows of one row of the table.
    fn cells(
        &mut self,
        frame: &Frame,
        flows: &mut [Flow],
        widths: &[usize],
        columns: &[Align],
        row: &[Vec<Span>],
        role: Role,
    ) {
        let mut height = 1;
        for (column, flow) in flows.iter_mut().enumerate() {
            let cell = row.get(column).map(Vec::as_slice).unwrap_or_default();
            flow.fill(cell, role, self.links, &self.options);
            height = height.max(flow.wrap(widths[column]));
        }
        for number in 0..height {
            let mut line = self.row();
            for (column, flow) in flows.iter().enumerate() {
                let missing = widths[column].saturating_sub(cells::width(flow.line(number)));
                let before = match columns.get(column) {
                    Some(Align::Right) => missing,
                    Some(Align::Center) => missing / 2,
                    _ => 0,
                };
                line.push(frame.bar, Role::TableBorder);
                push_blanks(&mut line, before + 1);
                flow.write_line(number, &mut line);
                push_blanks(&mut line, missing - before + 1);
            }
            line.push(frame.bar, Role::TableBorder);
            self.add(line);
        }
    }

    /// Each row of the table as an item of a list with a line for each cell.
    fn table_as_list(&mut self, head: &[Vec<Span>], rows: &[Vec<Vec<Span>>]) {
        if rows.is_empty() {
            for cell in head {
                self.paragraph(cell, Role::TableHead);
            }
        }
        for row in rows {
            self.list_item(|layout| {
                for (column, cell) in row.iter().enumerate() {
                    let name = head.get(column).map(Vec::as_slice).unwrap_or_default();
                    if !cell.is_empty() || !name.is_empty() {
                        layout.named_cell(name, cell);
                    }
                }
            });
        }
    }

    /// Each row of a table without a head as one sentence; a number at its front is its number.
    fn table_as_sentences(&mut self, rows: &[Vec<Vec<Span>>]) {
        let pause = self.options.labels.pause;
        for row in rows {
            let mut flow = std::mem::take(&mut self.flow);
            flow.fill(&[], Role::Text, self.links, &self.options);
            for cell in row.iter().filter(|cell| !cell.is_empty()) {
                let before = flow.text();
                let is_number = before.bytes().all(|byte| byte.is_ascii_digit());
                match (before.is_empty(), is_number) {
                    (true, _) => {}
                    (false, true) => flow.append(". ", Role::Text),
                    (false, false) => flow.append(pause, Role::Text),
                }
                flow.extend(cell, Role::Text, self.links, &self.options);
            }
            self.wrapped(&mut flow);
            self.flow = flow;
        }
    }

    fn named_cell(&mut self, name: &[Span], cell: &[Span]) {
        let mut flow = std::mem::take(&mut self.flow);
        flow.fill(name, Role::TableHead, self.links, &self.options);
        if !name.is_empty() {
            let wide = flow
                .text()
                .chars()
                .next_back()
                .is_some_and(|last| cells::width(last.encode_utf8(&mut [0; 4])) == 2);
            let colon = if wide { "：" } else { ": " };
            flow.append(colon, Role::TableHead);
        }
        flow.extend(cell, Role::Text, self.links, &self.options);
        self.wrapped(&mut flow);
        self.flow = flow;
    }
}

/// Gives each column at least its `least` columns, taken where most is to spare. Whether there is room for that.
fn share(widths: &mut [usize], least: &[usize], room: usize) -> bool {
    if least.iter().sum::<usize>() > room {
        return false;
    }
    for (width, least) in widths.iter_mut().zip(least) {
        *width = (*width).max(*least);
    }
    let mut excess = widths.iter().sum::<usize>().saturating_sub(room);
    while excess > 0 {
        let spare = widths
            .iter_mut()
            .zip(least)
            .max_by_key(|(width, least)| **width - **least);
        let Some((width, _)) = spare else {
            return false;
        };
        *width -= 1;
        excess -= 1;
    }
    true
}

/// The columns of the widest piece of text that no line end may split.
fn widest_piece(text: &str) -> usize {
    let mut start = 0;
    let mut widest = 0;
    for place in breaks(text) {
        widest = widest.max(cells::width(text[start..place.at].trim_end()));
        start = place.at;
    }
    widest
}

fn push_blanks(row: &mut Row, count: usize) {
    const BLANKS: &str = "                ";
    let mut left = count;
    while left > 0 {
        let some = left.min(BLANKS.len());
        row.push(&BLANKS[..some], Role::Text);
        left -= some;
    }
}
