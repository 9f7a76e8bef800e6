//! What stands over the panes: the knobs while they are edited.

use ratatui_core::buffer::Buffer;
use ratatui_core::layout::{Position, Rect};

use crate::demos::Kind;
use crate::doc::Notice;
use crate::lang::{fill, listed};
use crate::reader::chrome;
use crate::reader::theatre::edit::Editor;
use crate::reader::theatre::model::Model;
use crate::render::bytes;
use crate::render::page::cells;
use crate::render::page::row::{Role, Row};

use super::line::Line;
use super::{Look, plain_keys, wrapped};

/// The knobs; where the cursor stands.
pub fn knobs(
    buffer: &mut Buffer,
    area: Rect,
    model: &Model,
    editor: &Editor,
    look: &Look<'_>,
) -> Option<Position> {
    let words = &model.words.theatre;
    let demo = model.demo?;
    let width = usize::from(area.width).saturating_sub(4).min(76);
    let names = editor.fields.iter().map(|(name, _)| cells::width(name));
    let column = names.max().unwrap_or(0) + 2;
    let (mut rows, mut cursor) = (Vec::new(), (0, 0));
    for (number, (name, text)) in editor.fields.iter().enumerate() {
        let here = number == editor.at;
        let mut line = Line::new(width);
        let role = if here { Role::TableHead } else { Role::Text };
        line.put(0, width, name, role, here);
        // The end of a long text is where one types.
        let text = bytes::clean(text);
        let room = width.saturating_sub(column + 1);
        let shown = chrome::end(&text, room);
        let at = line.put(column, width, shown, Role::InlineCode, here);
        if here {
            cursor = (at, rows.len());
        }
        let range = match demo.knobs.get(number).map(|knob| &knob.kind) {
            Some(Kind::Number { least, most, .. }) => {
                let (least, most) = (least.to_string(), most.to_string());
                fill(words.number_range, &[("least", &least), ("most", &most)])
            }
            Some(Kind::Text { longest, .. }) => {
                fill(words.text_range, &[("most", &longest.to_string())])
            }
            Some(Kind::Choice(choices)) => fill(
                words.choice_range,
                &[("choices", &listed(model.words, choices))],
            ),
            None => String::new(),
        };
        let wide = cells::width(&range);
        if at + 2 + wide <= width {
            line.put(width - wide, width, &range, Role::Target, false);
        }
        rows.push(line.into_row());
        let about = model
            .narration
            .as_ref()
            .and_then(|n| n.front.knobs.get(*name));
        if let Some(about) = about.filter(|_| here) {
            rows.extend(wrapped(about, width, Role::Target));
        }
    }
    if let Some(fault) = &editor.fault {
        rows.push(Row::default());
        rows.extend(wrapped(fault, width, Role::Bar(Some(Notice::Caution))));
    }
    let keys = plain_keys(words.knobs_keys, look.ascii);
    let widest = rows.iter().map(Row::width).max().unwrap_or(0);
    let inside = chrome::popup(
        &look.surface(),
        (words.knobs, &keys),
        (widest, rows.len()),
        area,
        buffer,
    );
    look.rows(buffer, inside, &rows);
    let (x, y) = (u16::try_from(cursor.0).ok()?, u16::try_from(cursor.1).ok()?);
    Some(Position::new(inside.x + x, inside.y + y))
}
