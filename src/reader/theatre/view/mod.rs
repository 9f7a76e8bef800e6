//! The model as cells of a window. Pure.

mod bars;
mod borders;
mod bytes;
mod charts;
mod frame;
mod ladder;
mod line;
mod narration;
mod places;
mod popup;
mod projector;
mod signs;
mod sockets;
mod source;

use ratatui_core::buffer::Buffer;
use ratatui_core::layout::{Position, Rect};
use ratatui_core::style::{Modifier, Style};

use crate::reader::chrome::{self, Surface};
use crate::reader::paint;
use crate::reader::popup::above_keys;
use crate::render::page::layout::{self, Labels, Options};
use crate::render::page::row::{Role, Row};
use crate::render::theme::Theme;

use super::keys::{self, PANES, Pane};
use super::model::Model;
use crate::reader::keymap::plain_keys;
use line::Line;
pub use places::clicked;

/// How everything looks.
#[derive(Clone, Copy)]
pub struct Look<'l> {
    pub theme: &'l Theme,
    pub labels: Labels<'l>,
    pub ascii: bool,
}

impl Look<'_> {
    fn surface(&self) -> Surface<'_> {
        Surface {
            theme: self.theme,
            ascii: self.ascii,
        }
    }

    fn row(&self, buffer: &mut Buffer, area: Rect, row: &Row) {
        paint::row(buffer, area, row, self.theme, paint::Look::default());
    }

    fn rows(&self, buffer: &mut Buffer, area: Rect, rows: &[Row]) {
        for (row, y) in rows.iter().zip(area.top()..area.bottom()) {
            self.row(buffer, line_at(area, y), row);
        }
    }

    fn options(&self, width: u16) -> Options<'_> {
        Options::new(width.into(), self.ascii, self.labels)
    }
}

fn line_at(area: Rect, y: u16) -> Rect {
    Rect {
        y,
        height: 1,
        ..area
    }
}

/// Draws the screen; where the cursor stands, if one types.
pub fn view(model: &Model, look: &Look<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    if chrome::too_small(&model.words.reader, area, buffer) {
        return None;
    }
    let width = usize::from(area.width);
    let top = line_at(area, area.y);
    look.row(buffer, top, &bars::top(model, look.ascii, width));
    buffer.set_style(top, Style::new().add_modifier(Modifier::REVERSED));
    let state = bars::state(model, look.ascii, area);
    let body = places::body(area, state.len());
    let below = Rect {
        y: body.bottom(),
        height: state.len() as u16,
        ..area
    };
    look.rows(buffer, chrome::after(below, 1), &state);
    match model.projector {
        true => projector::draw(model, look, area, state.len(), buffer),
        false => {
            let panes = places::panes(model, area, state.len());
            for (pane, place) in &panes {
                self::pane(model, look, *pane, *place, buffer);
            }
            borders::draw(look, buffer, body, &panes);
        }
    }
    let bottom = line_at(area, area.bottom() - 1);
    if let Some(editor) = &model.editor {
        popup::keys(buffer, bottom, model, &look.surface());
        return popup::knobs(buffer, above_keys(area), model, editor, look);
    }
    let frames_wait = model.in_laboratory() && model.is_live();
    let table = keys::bindings(frames_wait);
    chrome::keys(&look.surface(), model.words, &[], table, bottom, buffer);
    if let Some(help) = model.help {
        let keys = keys::bindings(model.in_laboratory());
        help.draw(&look.surface(), model.words, keys, area, buffer);
    }
    None
}

/// One pane: its title and what is in it.
fn pane(model: &Model, look: &Look<'_>, pane: Pane, area: Rect, buffer: &mut Buffer) {
    let columns = usize::from(area.width);
    let dashes = borders::dash(look.ascii).repeat(columns);
    let mut head = Line::new(columns);
    head.put(0, columns, &dashes, Role::Rule, false);
    let words = &model.words.theatre;
    let name = match pane {
        // What crosses there is more than the bytes of a call.
        Pane::Bytes if model.in_laboratory() => words.frame_pane,
        pane => pane.title(words),
    };
    let title = format!(" {} {name} ", pane.index() + 1);
    head.put(1, columns, &title, Role::TableHead, true);
    look.row(buffer, line_at(area, area.y), &head.into_row());
    let inside = places::inside(area);
    let (width, height) = (usize::from(inside.width), usize::from(inside.height));
    match pane {
        Pane::Ladder => {
            let (rows, mark) = ladder::rows(model, look.ascii, width, height, 1);
            look.rows(buffer, inside, &rows);
            light(
                look,
                buffer,
                inside,
                mark.filter(|_| model.selected.is_some()),
            );
        }
        Pane::Source => {
            let (rows, lit) = source::rows(model, look.ascii, width, height);
            look.rows(buffer, inside, &rows);
            for row in lit {
                light(look, buffer, inside, Some(row));
            }
        }
        Pane::Bytes if model.zoom == Some(Pane::Bytes) && model.field.is_some() => {
            if let Some((rows, lit)) = frame::field(model, look.ascii, width, height) {
                look.rows(buffer, inside, &rows);
                light(look, buffer, inside, Some(lit));
            }
        }
        Pane::Bytes | Pane::Sockets | Pane::Narration | Pane::Charts => {
            let rows = text(model, look, pane, inside);
            scrolled(look, buffer, inside, &rows, model.scroll[pane.index()]);
        }
    }
}

/// All rows of a pane that scrolls as a text does; of the others none.
fn text(model: &Model, look: &Look<'_>, pane: Pane, inside: Rect) -> Vec<Row> {
    let (width, height) = (usize::from(inside.width), usize::from(inside.height));
    match pane {
        Pane::Bytes => bytes::rows(model, look.ascii, width),
        Pane::Sockets => sockets::rows(model, look.ascii, width),
        Pane::Narration => narration::rows(model, &look.options(inside.width)),
        Pane::Charts => charts::rows(model, look.ascii, width, height),
        Pane::Ladder | Pane::Source => Vec::new(),
    }
}

/// Tells the model how large the window is in which it is drawn next. What is scrolled beyond the
/// last row of a text comes back to it: the next key in the other direction is seen at once.
pub fn fit(model: &mut Model, look: &Look<'_>, area: Rect) {
    let keys = keys::bindings(model.in_laboratory());
    if let Some(help) = &mut model.help {
        help.fit(model.words, keys, (area.width, area.height), look.ascii);
    }
    if model.scroll == [0; PANES] {
        return;
    }
    let state = bars::state(model, look.ascii, area).len();
    for (pane, place) in places::panes(model, area, state) {
        let inside = places::inside(place);
        let rows = text(model, look, pane, inside).len();
        if rows > 0 {
            let scroll = &mut model.scroll[pane.index()];
            *scroll = (*scroll).min(rows.saturating_sub(inside.height.into()));
        }
    }
}

/// Rows from a place on, and a sign where there are more below.
fn scrolled(look: &Look<'_>, buffer: &mut Buffer, area: Rect, rows: &[Row], scroll: usize) {
    let height = usize::from(area.height);
    let first = scroll.min(rows.len().saturating_sub(height));
    look.rows(buffer, area, &rows[first..]);
    if rows.len() > first + height && height > 0 {
        let mut more = Row::default();
        let sign = if look.ascii { "v" } else { "↓" };
        more.push(sign, Role::Bullet);
        // In the column of air, so that it covers no text.
        let place = Rect {
            x: area.right(),
            width: 1,
            ..line_at(area, area.bottom() - 1)
        };
        look.row(buffer, place, &more);
    }
}

/// Marks a row as one bar, seen without colours, too.
fn light(look: &Look<'_>, buffer: &mut Buffer, area: Rect, row: Option<usize>) {
    let Some(y) = row.and_then(|row| u16::try_from(row).ok()) else {
        return;
    };
    if y < area.height {
        // Nothing of the colours below shows through.
        let line = line_at(area, area.y + y);
        buffer.set_style(line, Style::reset().patch(paint::lit(look.theme)));
    }
}

/// Plain text as rows.
pub fn wrapped(text: &str, width: usize, role: Role) -> Vec<Row> {
    let mut rows = layout::wrapped(text, width, true);
    for row in &mut rows {
        for span in &mut row.spans {
            span.role = role;
        }
    }
    rows
}
