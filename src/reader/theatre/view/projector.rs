//! For the last row of a classroom: little, and that large.

use ratatui_core::buffer::Buffer;
use ratatui_core::layout::Rect;
use ratatui_core::style::Modifier;

use crate::reader::theatre::keys::Pane;
use crate::reader::theatre::model::Model;
use crate::reader::theatre::scene::Item;
use crate::reader::theatre::update::verdict;
use crate::render::bytes;
use crate::render::page::row::{Role, Row};

use super::{Look, ladder, line_at, narration, places, scrolled, wrapped};

/// For the last row of a classroom: the ladder with air in it, the step, one sentence.
pub fn draw(model: &Model, look: &Look<'_>, area: Rect, state: usize, buffer: &mut Buffer) {
    // The text is as wide in every part of the window.
    let columns = places::projected_text(area).width;
    let asked = (model.asking.is_some()).then(|| narration::rows(model, &look.options(columns)));
    let (upper, lower) = places::projector(area, state, asked.as_deref());
    let inside = Rect {
        x: area.x + 2,
        width: area.width - 4,
        ..upper
    };
    let (width, height) = (usize::from(inside.width), usize::from(inside.height));
    let (rows, _) = ladder::rows(model, look.ascii, width, height, 2);
    look.rows(buffer, inside, &rows);
    let dash = if look.ascii { "=" } else { "━" };
    let mut rule = Row::default();
    rule.push(&dash.repeat(area.width.into()), Role::Text);
    look.row(buffer, line_at(lower, lower.y), &rule);
    let text = places::projected_text(lower);
    let rows = match asked {
        Some(rows) => rows,
        None => {
            let mut rows = match model.told_step() {
                Some(step) => narration::title(model, step, text.width.into()),
                None => Vec::new(),
            };
            // A row of air, where it costs no text.
            let ends = ends(model, look.ascii, text.width.into());
            match ends.is_empty() {
                true if text.height <= 4 => {}
                true => rows.push(Row::default()),
                false => rows.extend(ends),
            }
            let said = narration::trouble(model)
                .or_else(|| verdict(model))
                .or_else(|| line(model))
                .or_else(|| model.scene.sentences().last().cloned())
                .unwrap_or_default();
            rows.extend(wrapped(&said, text.width.into(), Role::Text));
            rows
        }
    };
    let scroll = model.scroll[Pane::Narration.index()];
    scrolled(look, buffer, text, &rows, scroll);
    // Nothing dim on a projector: bold, in the colour of the terminal's own text.
    let strong = ratatui_core::style::Style::new()
        .add_modifier(Modifier::BOLD)
        .remove_modifier(Modifier::DIM);
    let body = places::body(area, state);
    buffer.set_style(body, strong);
    for y in body.top()..body.bottom() {
        for x in area.left()..area.right() {
            buffer[(x, y)].set_fg(ratatui_core::style::Color::Reset);
        }
    }
}

/// In the laboratory, the line of the frame that is shown, or of the one that waits.
fn line(model: &Model) -> Option<String> {
    if let Some(frame) = model.offered() {
        let (from, to) = (bytes::clean(&frame.from), bytes::clean(&frame.to));
        let text = model.scene.preview(&frame.bytes).text;
        return Some(format!("{from} > {to}: {text}"));
    }
    let Some(Item::Frame(number)) = model.item() else {
        return None;
    };
    let frame = model.scene.frames.get(number)?;
    let name = |actor: usize| bytes::clean(&model.scene.actors[actor].name);
    let (from, to) = (name(frame.from), name(frame.to));
    Some(format!("{from} > {to}: {}", frame.told.text))
}

/// In the laboratory, the states of TCP at the ends.
fn ends(model: &Model, ascii: bool, width: usize) -> Vec<Row> {
    let actors = model.scene.actors.iter();
    let states = actors.filter_map(|actor| {
        let state = model.scene.tcp_state(&actor.name)?;
        Some(format!("{} {state}", bytes::clean(&actor.name)))
    });
    let states: Vec<String> = states.collect();
    let text = states.join(if ascii { " - " } else { " · " });
    match text.is_empty() {
        true => Vec::new(),
        false => wrapped(&text, width, Role::TableHead),
    }
}
