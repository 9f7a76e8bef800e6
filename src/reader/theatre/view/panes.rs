//! Where the panes stand: as many as there is room for.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::reader::theatre::keys::Pane;
use crate::reader::theatre::model::Model;
use crate::render::page::row::{Role, Row};

use super::{Look, line_at, pane, signs};

/// All panes there is room for.
pub fn draw(model: &Model, look: &Look<'_>, area: Rect, buffer: &mut Buffer) {
    if area.width < 76 || area.height < 16 {
        // Too small for more: the exchange and what is said of it.
        if model.asking.is_some() {
            pane(model, look, Pane::Narration, area, buffer);
            return;
        }
        let upper = (area.height * 3 / 5).max(5);
        let (upper, lower) = split_rows(area, upper);
        pane(model, look, Pane::Ladder, upper, buffer);
        pane(model, look, Pane::Narration, lower, buffer);
        return;
    }
    let in_laboratory = model.in_laboratory();
    match area.width < 110 || area.height < 30 {
        true => middle(model, look, area, buffer, in_laboratory),
        false if in_laboratory => laboratory(model, look, area, buffer),
        false => large(model, look, area, buffer),
    }
}

/// Four panes; in the laboratory the arrows of the frames want the whole width.
fn middle(model: &Model, look: &Look<'_>, area: Rect, buffer: &mut Buffer, in_laboratory: bool) {
    let (upper, lower) = split_rows(area, area.height * 11 / 20);
    if in_laboratory {
        pane(model, look, Pane::Ladder, upper, buffer);
    } else {
        let (left, right) = split_columns(look, upper, upper.width / 2, buffer);
        pane(model, look, Pane::Ladder, left, buffer);
        pane(model, look, Pane::Source, right, buffer);
    }
    if model.asking.is_some() {
        // A question and its choices want room.
        pane(model, look, Pane::Narration, lower, buffer);
        return;
    }
    let (left, right) = split_columns(look, lower, lower.width / 2, buffer);
    pane(model, look, Pane::Narration, left, buffer);
    pane(model, look, Pane::Bytes, right, buffer);
}

fn large(model: &Model, look: &Look<'_>, area: Rect, buffer: &mut Buffer) {
    let (left, right) = split_columns(look, area, area.width / 2, buffer);
    let (ladder, bytes) = split_rows(left, left.height.saturating_sub(9).max(left.height * 2 / 3));
    pane(model, look, Pane::Ladder, ladder, buffer);
    pane(model, look, Pane::Bytes, bytes, buffer);
    let (source, rest) = split_rows(right, right.height * 2 / 5);
    pane(model, look, Pane::Source, source, buffer);
    let (narration, sockets) = split_rows(rest, rest.height * 3 / 5);
    pane(model, look, Pane::Narration, narration, buffer);
    pane(model, look, Pane::Sockets, sockets, buffer);
}

/// The frame has the right upper half; where numbers are measured, their charts stand in the place
/// of the source.
fn laboratory(model: &Model, look: &Look<'_>, area: Rect, buffer: &mut Buffer) {
    let measures = !model.record.curves.all.is_empty();
    let (share, ends) = if measures { (8, 10) } else { (9, 6) };
    let (left, right) = split_columns(look, area, area.width / 2, buffer);
    let (ladder, rest) = split_rows(left, left.height * share / 20);
    pane(model, look, Pane::Ladder, ladder, buffer);
    let (middle, sockets) = split_rows(rest, rest.height.saturating_sub(ends));
    let second = if measures { Pane::Charts } else { Pane::Source };
    pane(model, look, second, middle, buffer);
    pane(model, look, Pane::Sockets, sockets, buffer);
    let (frame, narration) = split_rows(right, right.height * 11 / 20);
    pane(model, look, Pane::Bytes, frame, buffer);
    pane(model, look, Pane::Narration, narration, buffer);
}

pub fn split_rows(area: Rect, upper: u16) -> (Rect, Rect) {
    let upper = upper.min(area.height);
    let lower = Rect {
        y: area.y + upper,
        height: area.height - upper,
        ..area
    };
    let upper = Rect {
        height: upper,
        ..area
    };
    (upper, lower)
}

/// Two areas side by side with a line between them.
fn split_columns(look: &Look<'_>, area: Rect, left: u16, buffer: &mut Buffer) -> (Rect, Rect) {
    let mut bar = Row::default();
    bar.push(signs::signs(look.ascii).bar, Role::Rule);
    for y in area.top()..area.bottom() {
        let place = Rect {
            x: area.x + left,
            width: 1,
            ..line_at(area, y)
        };
        look.row(buffer, place, &bar);
    }
    let right = Rect {
        x: area.x + left + 1,
        width: area.width - left - 1,
        ..area
    };
    let left = Rect {
        width: left,
        ..area
    };
    (left, right)
}
