//! The model as cells of a window. Pure.

mod bars;
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

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;

use crate::doc::{Block, BlockKind, Doc, Span};
use crate::lang::fill;
pub use crate::reader::chrome::plain_keys;
use crate::reader::paint;
use crate::render::page::layout::{Labels, Options, layout};
use crate::render::page::row::{Role, Row};
use crate::render::theme::Theme;

use super::keys::Pane;
use super::model::Model;
use line::Line;
pub use places::clicked;

/// The least window.
pub const LEAST: (u16, u16) = (40, 12);

/// How everything looks.
#[derive(Clone, Copy)]
pub struct Look<'l> {
    pub theme: &'l Theme,
    pub labels: Labels<'l>,
    pub ascii: bool,
}

impl Look<'_> {
    fn row(&self, buffer: &mut Buffer, area: Rect, row: &Row) {
        paint::row(buffer, area, row, self.theme, paint::Look::default());
    }

    fn rows(&self, buffer: &mut Buffer, area: Rect, rows: &[Row]) {
        for (row, y) in rows.iter().zip(area.top()..area.bottom()) {
            self.row(buffer, line_at(area, y), row);
        }
    }

    fn options(&self, width: u16) -> Options<'_> {
        Options {
            width: width.into(),
            ascii: self.ascii,
            show_targets: false,
            unwrapped: false,
            labels: self.labels,
        }
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
    if area.width < LEAST.0 || area.height < LEAST.1 {
        let (columns, rows) = (LEAST.0.to_string(), LEAST.1.to_string());
        let words = &model.words.theatre;
        let text = fill(&words.too_small, &[("columns", &columns), ("rows", &rows)]);
        let mut row = Row::default();
        row.push(&text, Role::Text);
        look.row(buffer, area, &row);
        return None;
    }
    let width = usize::from(area.width);
    let top = line_at(area, area.y);
    look.row(buffer, top, &bars::top(model, look.ascii, width));
    buffer.set_style(
        top,
        ratatui::style::Style::new().add_modifier(Modifier::REVERSED),
    );
    let state = line_at(area, area.bottom() - 2);
    look.row(buffer, state, &bars::state(model, look.ascii, width));
    let keys = line_at(area, area.bottom() - 1);
    look.row(buffer, keys, &bars::keys(model, look.ascii, width));
    let body = places::body(area);
    match model.projector {
        true => projector::draw(model, look, body, buffer),
        false => panes(model, look, body, buffer),
    }
    if let Some(editor) = &model.editor {
        return popup::knobs(buffer, body, model, editor, look);
    }
    if model.help.is_some() {
        popup::help(buffer, area, model, look);
    }
    None
}

/// All panes there is room for, and lines between those side by side.
fn panes(model: &Model, look: &Look<'_>, area: Rect, buffer: &mut Buffer) {
    let mut bar = Row::default();
    bar.push(signs::signs(look.ascii).bar, Role::Rule);
    for (pane, place) in places::panes(model, area) {
        if place.x > area.x {
            let column = Rect {
                x: place.x - 1,
                width: 1,
                ..place
            };
            for y in place.top()..place.bottom() {
                look.row(buffer, line_at(column, y), &bar);
            }
        }
        self::pane(model, look, pane, place, buffer);
    }
}

/// One pane: its title and what is in it.
fn pane(model: &Model, look: &Look<'_>, pane: Pane, area: Rect, buffer: &mut Buffer) {
    let columns = usize::from(area.width);
    let dash = if look.ascii { "-" } else { "─" };
    let mut head = Line::new(columns);
    head.put(0, columns, &dash.repeat(columns), Role::Rule, false);
    let words = &model.words.theatre;
    let name = match pane {
        // What crosses there is more than the bytes of a call.
        Pane::Bytes if model.in_laboratory() => &words.frame_pane,
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
            light(buffer, inside, mark.filter(|_| model.selected.is_some()));
        }
        Pane::Source => {
            let (rows, lit) = source::rows(model, look.ascii, width, height);
            look.rows(buffer, inside, &rows);
            for row in lit {
                light(buffer, inside, Some(row));
            }
        }
        Pane::Bytes if model.zoom == Some(Pane::Bytes) && model.field.is_some() => {
            if let Some((rows, lit)) = frame::field(model, look.ascii, width, height) {
                look.rows(buffer, inside, &rows);
                light(buffer, inside, Some(lit));
            }
        }
        Pane::Bytes => scrolled(
            look,
            buffer,
            inside,
            &bytes::rows(model, look.ascii, width),
            model.scroll[2],
        ),
        Pane::Sockets => scrolled(
            look,
            buffer,
            inside,
            &sockets::rows(model, look.ascii, width),
            model.scroll[3],
        ),
        Pane::Narration => {
            let rows = narration::rows(model, &look.options(inside.width));
            scrolled(look, buffer, inside, &rows, model.scroll[4]);
        }
        Pane::Charts => {
            let rows = charts::rows(model, look.ascii, width, height);
            scrolled(look, buffer, inside, &rows, model.scroll[5]);
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

/// Marks a row so that it is seen without colours, too.
fn light(buffer: &mut Buffer, area: Rect, row: Option<usize>) {
    let Some(y) = row.and_then(|row| u16::try_from(row).ok()) else {
        return;
    };
    if y < area.height {
        let style = ratatui::style::Style::new().add_modifier(Modifier::REVERSED);
        buffer.set_style(line_at(area, area.y + y), style);
    }
}

/// Plain text as rows.
pub fn wrapped(text: &str, width: usize, role: Role) -> Vec<Row> {
    let span = Span {
        text: text.to_string(),
        ..Span::default()
    };
    let doc = Doc {
        blocks: vec![Block {
            line: 0,
            kind: BlockKind::Paragraph(vec![span]),
        }],
        ..Doc::default()
    };
    let options = Options {
        width,
        ascii: true,
        show_targets: false,
        unwrapped: false,
        labels: Labels {
            note: "",
            tip: "",
            important: "",
            warning: "",
            caution: "",
            image: "",
        },
    };
    let mut rows = layout(&doc, &options);
    for row in &mut rows {
        for span in &mut row.spans {
            span.role = role;
        }
    }
    rows
}
