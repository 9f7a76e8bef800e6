//! What stands over the panes: the keys, and the knobs while they are edited.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::demos::Kind;
use crate::doc::Notice;
use crate::lang::fill;
use crate::reader::paint;
use crate::reader::theatre::edit::Editor;
use crate::reader::theatre::keys::{self, Binding};
use crate::reader::theatre::model::Model;
use crate::render::bytes;
use crate::render::page::cells;
use crate::render::page::row::{Role, Row};

use super::line::{Line, clip};
use super::{Look, plain_keys, wrapped};

/// All keys.
pub fn help(buffer: &mut Buffer, area: Rect, model: &Model, look: &Look<'_>) {
    let words = &model.words.theatre;
    let named = |binding: &Binding| plain_keys(binding.named, look.ascii);
    let frames = model.in_laboratory();
    let widest = keys::bindings(frames)
        .map(|binding| cells::width(&named(binding)))
        .max();
    let column = widest.unwrap_or(0) + 2;
    // A frame and a column of air on each side of it.
    let width = usize::from(area.width).saturating_sub(4 + column);
    let mut rows = Vec::new();
    for binding in keys::bindings(frames) {
        let keys = named(binding);
        for (number, told) in (wrapped((binding.help)(words), width, Role::Text).iter()).enumerate()
        {
            let keys = if number == 0 { &*keys } else { "" };
            let mut row = Row::default();
            row.push(keys, Role::Bullet);
            row.push(&" ".repeat(column - cells::width(keys)), Role::Text);
            row.push(&told.text, Role::Text);
            rows.push(row);
        }
    }
    // A low window shows as many as fit; the arrows scroll.
    let room = usize::from(area.height).saturating_sub(2);
    let first = model.help.unwrap_or(0).min(rows.len().saturating_sub(room));
    let foot = match rows.len() > room {
        true => plain_keys(&words.help_scroll, look.ascii),
        false => words.help_close.clone(),
    };
    popup(buffer, area, &words.help, &foot, &rows[first..], look);
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
    let (mut rows, mut cursor) = (Vec::new(), (0, 0));
    for (number, (name, text)) in editor.fields.iter().enumerate() {
        let here = number == editor.at;
        let mut line = Line::new(width);
        let role = if here { Role::TableHead } else { Role::Text };
        line.put(0, width, name, role, here);
        // The end of a long text is where one types.
        let text = bytes::clean(text);
        let room = width.saturating_sub(column + 1);
        let shown = last_columns(&text, room);
        let at = line.put(column, width, shown, Role::InlineCode, here);
        if here {
            cursor = (at, rows.len());
        }
        let range = match demo.knobs.get(number).map(|knob| &knob.kind) {
            Some(Kind::Number { least, most, .. }) => {
                let (least, most) = (least.to_string(), most.to_string());
                fill(&words.number_range, &[("least", &least), ("most", &most)])
            }
            Some(Kind::Text { longest, .. }) => {
                fill(&words.text_range, &[("most", &longest.to_string())])
            }
            Some(Kind::Choice(choices)) => {
                fill(&words.choice_range, &[("choices", &choices.join(", "))])
            }
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
    let keys = plain_keys(&words.knobs_keys, look.ascii);
    let inside = popup(buffer, area, &words.knobs, &keys, &rows, look);
    let (x, y) = (u16::try_from(cursor.0).ok()?, u16::try_from(cursor.1).ok()?);
    Some(Position::new(inside.x + x, inside.y + y))
}

fn last_columns(text: &str, room: usize) -> &str {
    let mut over = cells::width(text).saturating_sub(room);
    let mut start = 0;
    for (cluster, width) in cells::clusters(text) {
        if over == 0 {
            break;
        }
        over = over.saturating_sub(width);
        start += cluster.len();
    }
    &text[start..]
}

/// A frame in the middle; the area of its rows.
fn popup(
    buffer: &mut Buffer,
    area: Rect,
    title: &str,
    foot: &str,
    rows: &[Row],
    look: &Look<'_>,
) -> Rect {
    let widest = rows.iter().map(Row::width).max().unwrap_or(0);
    let wanted = widest
        .max(cells::width(title) + 4)
        .max(cells::width(foot) + 4);
    let width = u16::try_from(wanted + 4)
        .unwrap_or(u16::MAX)
        .min(area.width);
    let height = u16::try_from(rows.len() + 2)
        .unwrap_or(u16::MAX)
        .min(area.height);
    let frame = Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    };
    paint::guard(buffer, frame);
    let (corners, dash, bar) = match look.ascii {
        true => (["+", "+", "+", "+"], "-", "|"),
        false => (["┌", "┐", "└", "┘"], "─", "│"),
    };
    let columns = usize::from(width);
    let edge = |left: &str, text: &str, right: &str| {
        let mut line = Line::new(columns);
        line.put(0, columns, &dash.repeat(columns), Role::Rule, false);
        line.put(0, columns, left, Role::Rule, false);
        let text = format!(" {} ", clip(text, columns.saturating_sub(6), "~"));
        line.put(2, columns, &text, Role::TableHead, true);
        line.put(columns.saturating_sub(1), columns, right, Role::Rule, false);
        line.into_row()
    };
    let at = |y: u16| Rect {
        y: frame.y + y,
        height: 1,
        ..frame
    };
    look.row(buffer, at(0), &edge(corners[0], title, corners[1]));
    for y in 1..height.saturating_sub(1) {
        let mut line = Line::new(columns);
        line.put(0, columns, bar, Role::Rule, false);
        line.put(columns.saturating_sub(1), columns, bar, Role::Rule, false);
        look.row(buffer, at(y), &line.into_row());
    }
    look.row(
        buffer,
        at(height.saturating_sub(1)),
        &edge(corners[2], foot, corners[3]),
    );
    let inside = Rect {
        x: frame.x + 2.min(width),
        y: frame.y + 1.min(height),
        width: width.saturating_sub(4),
        height: height.saturating_sub(2),
    };
    look.rows(buffer, inside, rows);
    inside
}
