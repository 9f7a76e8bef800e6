//! What stands over the panes: the knobs while they are edited.

use ratatui_core::buffer::Buffer;
use ratatui_core::layout::{Position, Rect};

use crate::demos::Kind;
use crate::doc::Notice;
use crate::lang::words::Words;
use crate::lang::{fill, listed};
use crate::reader::chrome::{self, Surface};
use crate::reader::popup;
use crate::reader::theatre::edit::Editor;
use crate::reader::theatre::model::Model;
use crate::render::bytes;
use crate::render::page::cells;
use crate::render::page::row::{Role, Row};

use super::line::Line;
use super::{Look, wrapped};

/// The line of keys while the knobs are edited.
pub fn keys(buffer: &mut Buffer, bottom: Rect, model: &Model, surface: &Surface<'_>) {
    let words = &model.words.theatre;
    let keys = [
        ("Enter", words.knobs_run),
        ("↑ ↓", model.words.reader.choose),
        ("← →", words.knobs_change),
    ];
    let cancel = [("Esc", words.knobs_cancel)];
    chrome::hints(surface, &keys, &cancel, bottom, buffer);
}

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
    let (mut rows, mut cursor, mut end) = (Vec::new(), (0, 0), 0);
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
        let range = demo.knobs.get(number);
        let range = range.map_or_else(String::new, |knob| range_of(model.words, &knob.kind));
        let wide = cells::width(&range);
        let beside = at + 2 + wide <= width;
        if beside {
            line.put(width - wide, width, &range, Role::Target, false);
        }
        rows.push(line.into_row());
        if !here {
            continue;
        }
        let narration = model.narration.as_ref();
        let about = narration.and_then(|narration| narration.front.knobs.get(*name));
        // What has no place beside the value stands below it.
        let below = (!beside).then_some(&range);
        for text in below.into_iter().chain(about) {
            rows.extend(wrapped(text, width, Role::Target));
        }
        if let Some(fault) = &editor.fault {
            rows.extend(wrapped(fault, width, Role::Bar(Some(Notice::Caution))));
        }
        end = rows.len();
    }
    let widest = rows.iter().map(Row::width).max().unwrap_or(0);
    let size = (widest, rows.len());
    let inside = chrome::popup(&look.surface(), (words.knobs, ""), size, area, buffer);
    // The knob that is typed into is seen with all that is said of it.
    let height = usize::from(inside.height);
    let first = end.saturating_sub(height).min(cursor.1);
    look.rows(buffer, inside, &rows[first..]);
    let seen = (first, rows.len());
    chrome::scroll_mark(&look.surface(), seen, popup::edge(inside), buffer);
    let x = u16::try_from(cursor.0).ok()?;
    let y = u16::try_from(cursor.1 - first).ok()?;
    Some(Position::new(inside.x + x, inside.y + y))
}

/// What a knob can be set to.
fn range_of(words: &Words, kind: &Kind) -> String {
    let theatre = &words.theatre;
    match kind {
        Kind::Number { least, most, .. } => {
            let (least, most) = (least.to_string(), most.to_string());
            let values = [("least", &*least), ("most", &*most)];
            fill(theatre.number_range, &values)
        }
        Kind::Text { longest, .. } => fill(theatre.text_range, &[("most", &longest.to_string())]),
        Kind::Choice(choices) => {
            let choices = listed(words, choices);
            fill(theatre.choice_range, &[("choices", &choices)])
        }
    }
}
