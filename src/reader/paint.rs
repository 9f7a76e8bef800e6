//! Rows of a page → cells of the window. The one way on which text reaches a screen.
//!
//! A wide character that does not fit into the last column, or whose left half is scrolled away,
//! leaves a blank: no row ever reaches into the pane beside it.

#[cfg(test)]
mod tests;

use std::ops::Range;

use ratatui_core::buffer::{Buffer, Cell};
use ratatui_core::layout::Rect;
use ratatui_core::style::{Modifier, Style};
use ratatui_crossterm::FromCrossterm;

use crate::doc;
use crate::render::page::cells::{self, clusters};
use crate::render::page::row::{Role, Row};
use crate::render::theme::Theme;

/// How a row is shown besides its roles.
#[derive(Debug, Clone, Copy, Default)]
pub struct Look<'l> {
    /// So many columns of the row are scrolled away to the left.
    pub shift: usize,
    /// Bytes of the row's text that are marked, in order.
    pub marks: &'l [Range<usize>],
    /// Those of them that one stands on.
    pub now: &'l [Range<usize>],
    /// The link that has the focus.
    pub link: Option<usize>,
}

/// How text of a role looks in a cell.
pub fn style(theme: &Theme, role: Role) -> Style {
    styled(theme, role, doc::Style::default())
}

/// How the one row looks that matters now.
pub fn lit(theme: &Theme) -> Style {
    Style::from_crossterm(theme.lit().object_style)
}

fn styled(theme: &Theme, role: Role, style: doc::Style) -> Style {
    Style::from_crossterm(theme.style(role, style).object_style)
}

/// Puts a row into the first line of `area`; whether it has room there to its end.
pub fn row(buffer: &mut Buffer, area: Rect, row: &Row, theme: &Theme, look: Look<'_>) -> bool {
    let area = area.intersection(buffer.area);
    if area.is_empty() {
        return true;
    }
    if let Some(role) = row.fill {
        let line = Rect { height: 1, ..area };
        buffer.set_style(line, style(theme, role));
    }
    // Of all that is marked, this is where one stands: without colour by the line under it.
    let current = || {
        let current = Modifier::REVERSED | Modifier::BOLD | Modifier::UNDERLINED;
        style(theme, Role::Bullet).add_modifier(current)
    };
    let is_marked = !(look.marks.is_empty() && look.now.is_empty());
    let mut pen = Pen::new(buffer, area, look.shift);
    let mut at = 0;
    row.parts().all(|(text, span)| {
        let start = at;
        at += text.len();
        if span.link.is_some() && span.link == look.link {
            return pen.text(text, current());
        }
        let plain = styled(theme, span.role, span.style);
        match is_marked {
            true => pen.marked(text, start, look, plain, current()),
            false => pen.text(text, plain),
        }
    })
}

/// Puts text of one style into the first line of `area`; the columns it takes.
pub fn text(buffer: &mut Buffer, area: Rect, text: &str, style: Style) -> u16 {
    let area = area.intersection(buffer.area);
    if area.is_empty() {
        return 0;
    }
    let mut pen = Pen::new(buffer, area, 0);
    pen.text(text, style);
    pen.x as u16
}

/// Fills the first line of `area` with a mark of one column.
pub fn rule(buffer: &mut Buffer, area: Rect, mark: &str, style: Style) {
    let area = area.intersection(buffer.area);
    if !area.is_empty() {
        for cell in line(buffer, area) {
            cell.set_symbol(mark).set_style(style);
        }
    }
}

/// Makes room for a popup: blanks its area, and the wide characters whose right half it covers.
pub fn guard(buffer: &mut Buffer, area: Rect) {
    let area = area.intersection(buffer.area);
    for y in area.top()..area.bottom() {
        // From the nearest character on the left: only that one can reach into the area.
        let before = (buffer.area.left()..area.left()).rev();
        let symbols = before.map(|x| (x, cells::width(buffer[(x, y)].symbol())));
        let nearest = symbols
            .take(cells::WIDEST_CLUSTER)
            .find(|(_, width)| *width > 1);
        if let Some((x, width)) = nearest
            && usize::from(x) + width > usize::from(area.left())
        {
            buffer[(x, y)].set_symbol(" ");
        }
        for x in area.left()..area.right() {
            buffer[(x, y)].reset();
        }
    }
}

/// The cells of the first line of an area of the buffer that is not empty.
fn line(buffer: &mut Buffer, area: Rect) -> &mut [Cell] {
    let start = buffer.index_of(area.x, area.y);
    &mut buffer.content[start..start + usize::from(area.width)]
}

/// Where the next character goes.
struct Pen<'b> {
    cells: &'b mut [Cell],
    x: usize,
    /// Columns still to be left out.
    hidden: usize,
}

impl<'b> Pen<'b> {
    fn new(buffer: &'b mut Buffer, area: Rect, hidden: usize) -> Pen<'b> {
        Pen {
            cells: line(buffer, area),
            x: 0,
            hidden,
        }
    }

    /// Writes text of one style. False when the line is full.
    fn text(&mut self, text: &str, style: Style) -> bool {
        let mut clusters = clusters(text);
        loop {
            // Most text is ASCII, and thousands of its characters are drawn at each key.
            let ascii = clusters.ascii();
            let hidden = self.hidden.min(ascii.len());
            self.hidden -= hidden;
            let (ascii, room) = (&ascii[hidden..], &mut self.cells[self.x..]);
            for (cell, byte) in room.iter_mut().zip(ascii) {
                // That it is ASCII is said again here: then a byte is stored, and no text is copied.
                cell.set_char(char::from(byte & 0x7f)).set_style(style);
            }
            if room.len() < ascii.len() {
                self.x = self.cells.len();
                return false;
            }
            self.x += ascii.len();
            match clusters.next() {
                Some((cluster, width)) if self.put(cluster, width, style) => {}
                rest => return rest.is_none(),
            }
        }
    }

    /// Writes a part of a row that begins at a byte of it. False when the line is full.
    fn marked(
        &mut self,
        text: &str,
        mut at: usize,
        look: Look<'_>,
        plain: Style,
        current: Style,
    ) -> bool {
        clusters(text).all(|(cluster, width)| {
            let among = |marks: &[Range<usize>]| marks.iter().any(|mark| mark.contains(&at));
            let style = if among(look.now) {
                current
            } else if among(look.marks) {
                plain.add_modifier(Modifier::REVERSED)
            } else {
                plain
            };
            at += cluster.len();
            self.put(cluster, width, style)
        })
    }

    /// Writes a cluster. False when the line is full.
    fn put(&mut self, cluster: &str, width: usize, style: Style) -> bool {
        if self.hidden >= width {
            self.hidden -= width;
            return true;
        }
        let room = &mut self.cells[self.x..];
        if self.hidden > 0 {
            // Its left part is scrolled away: the rest of it is blank.
            let rest = width - std::mem::take(&mut self.hidden);
            let has_room = rest <= room.len();
            let rest = rest.min(room.len());
            blank(&mut room[..rest], style);
            self.x += rest;
            return has_room;
        }
        if width > room.len() {
            blank(room, style);
            self.x = self.cells.len();
            return false;
        }
        let (first, covered) = room[..width].split_at_mut(1);
        first[0].set_symbol(cluster).set_style(style);
        for cell in covered {
            cell.reset();
            cell.set_style(style);
        }
        self.x += width;
        true
    }
}

fn blank(cells: &mut [Cell], style: Style) {
    for cell in cells {
        cell.set_symbol(" ").set_style(style);
    }
}
