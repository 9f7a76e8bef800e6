//! Where everything stands in a window: the panes there is room for, and what a click means there.

use crossterm::event::{Event, KeyCode, MouseButton, MouseEventKind};
use ratatui_core::layout::{Position, Rect};

use crate::reader::chrome;
use crate::reader::theatre::keys::Pane;
use crate::reader::theatre::model::Model;
use crate::render::page::row::Row;
use crate::render::question;

use super::{Look, bars, narration};

/// So many hosts have room in half a window.
const FEW: usize = 4;

/// So many rows are enough for one pane above another.
const HIGH: u16 = 16;

/// What is between the top line and the lines at the bottom: the state in so many rows, and the keys.
pub fn body(area: Rect, state: usize) -> Rect {
    let below = u16::try_from(state + 1).unwrap_or(u16::MAX);
    Rect {
        y: area.y + 1,
        height: area.height.saturating_sub(1).saturating_sub(below),
        ..area
    }
}

/// All panes there is room for in a window. Between panes side by side a column is left free.
pub fn panes(model: &Model, area: Rect, state: usize) -> Vec<(Pane, Rect)> {
    let end = body(area, state).bottom();
    // A state that needs more rows takes them from the last panes: the others stay where they are.
    let above = |(pane, place)| (pane, until(place, end));
    let all = arranged(model, body(area, 1));
    all.into_iter().map(above).collect()
}

/// What of a place is above a row.
fn until(place: Rect, end: u16) -> Rect {
    Rect {
        height: place.height.min(end.saturating_sub(place.y)),
        ..place
    }
}

fn arranged(model: &Model, area: Rect) -> Vec<(Pane, Rect)> {
    if let Some(pane) = model.zoom {
        return vec![(pane, area)];
    }
    if area.width < 76 || area.height < 16 {
        // Too small for more: the exchange and what is said of it.
        if model.asking.is_some() {
            return vec![(Pane::Narration, area)];
        }
        let upper = (area.height * 3 / 5).max(5);
        let (upper, lower) = split_rows(area, upper);
        return vec![(Pane::Ladder, upper), (Pane::Narration, lower)];
    }
    if area.width < 110 || area.height < 30 {
        let (upper, lower) = split_rows(area, area.height * 11 / 20);
        let (left, right) = split_columns(upper);
        let mut all = match model.in_laboratory() {
            // The arrows of the frames want the whole width.
            true => vec![(Pane::Ladder, upper)],
            false => vec![(Pane::Ladder, left), (Pane::Source, right)],
        };
        if model.asking.is_some() {
            // A question and its choices want room.
            all.push((Pane::Narration, lower));
            return all;
        }
        let (left, right) = split_columns(lower);
        all.extend([(Pane::Narration, left), (Pane::Bytes, right)]);
        return all;
    }
    if model.in_laboratory() {
        return laboratory(model, area);
    }
    let (left, right) = split_columns(area);
    let (ladder, bytes) = split_rows(left, left.height.saturating_sub(9).max(left.height * 2 / 3));
    let (source, rest) = split_rows(right, right.height * 2 / 5);
    let (narration, sockets) = split_rows(rest, rest.height * 3 / 5);
    vec![
        (Pane::Ladder, ladder),
        (Pane::Bytes, bytes),
        (Pane::Source, source),
        (Pane::Narration, narration),
        (Pane::Sockets, sockets),
    ]
}

/// Of few hosts. The frame has the right upper half; where numbers are measured, their charts stand in the place
/// of the source.
fn laboratory(model: &Model, area: Rect) -> Vec<(Pane, Rect)> {
    let measures = !model.record.curves.all.is_empty();
    let (share, ends) = if measures { (8, 10) } else { (9, 6) };
    let second = if measures { Pane::Charts } else { Pane::Source };
    if model.scene.actors.len() > FEW {
        return wide_laboratory(area, second);
    }
    let (left, right) = split_columns(area);
    let (ladder, rest) = split_rows(left, left.height * share / 20);
    let (middle, sockets) = split_rows(rest, rest.height.saturating_sub(ends));
    let (frame, narration) = split_rows(right, right.height * 11 / 20);
    vec![
        (Pane::Ladder, ladder),
        (second, middle),
        (Pane::Sockets, sockets),
        (Pane::Bytes, frame),
        (Pane::Narration, narration),
    ]
}

/// The ladder of many hosts has the whole width, and what explains it stands below.
fn wide_laboratory(area: Rect, third: Pane) -> Vec<(Pane, Rect)> {
    let (ladder, below) = split_rows(area, area.height / 2);
    let column = |number: u16| {
        let left = below.width * number / 3;
        let end = below.width * (number + 1) / 3;
        let air = u16::from(number > 0);
        Rect {
            x: below.x + left + air,
            width: end - left - air,
            ..below
        }
    };
    let mut all = vec![
        (Pane::Ladder, ladder),
        (Pane::Narration, column(0)),
        (Pane::Bytes, column(1)),
    ];
    match below.height >= HIGH {
        true => {
            let (upper, lower) = split_rows(column(2), below.height / 2);
            all.extend([(third, upper), (Pane::Sockets, lower)]);
        }
        false => all.push((third, column(2))),
    }
    all
}

/// A pane without its title and a column of air on each side.
pub fn inside(pane: Rect) -> Rect {
    Rect {
        x: pane.x + 1,
        y: pane.y + 1,
        width: pane.width.saturating_sub(2),
        height: pane.height.saturating_sub(1),
    }
}

/// For the last row of a classroom: the ladder with air in it, and below a rule the text. Of a
/// question, which has these rows, every choice is seen if there is room.
pub fn projector(area: Rect, state: usize, question: Option<&[Row]>) -> (Rect, Rect) {
    let (end, area) = (body(area, state).bottom(), body(area, 1));
    let usual = area.height.saturating_sub(7).max(area.height / 2);
    let wanted = question.map_or(0, |rows| u16::try_from(rows.len() + 1).unwrap_or(u16::MAX));
    let (upper, lower) = split_rows(area, usual.min(area.height.saturating_sub(wanted)));
    (upper, until(lower, end))
}

/// The text below the projector's rule.
pub fn projected_text(lower: Rect) -> Rect {
    Rect {
        x: lower.x + 2,
        y: lower.y + 1,
        width: lower.width.saturating_sub(4),
        height: lower.height.saturating_sub(1),
    }
}

fn split_rows(area: Rect, upper: u16) -> (Rect, Rect) {
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

/// Two halves with a free column between them.
fn split_columns(area: Rect) -> (Rect, Rect) {
    let left = area.width / 2;
    let right = Rect {
        x: area.x + left + 1,
        width: area.width.saturating_sub(left + 1),
        ..area
    };
    let left = Rect {
        width: left,
        ..area
    };
    (left, right)
}

/// A click on a choice of the question is the key of its letter; everything else is what it was.
pub fn clicked(model: &Model, look: &Look<'_>, area: Rect, input: Event) -> Event {
    let Event::Mouse(mouse) = &input else {
        return input;
    };
    let place = Position::new(mouse.column, mouse.row);
    match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => match choice_at(model, look, area, place) {
            Some(choice) => {
                let letter = KeyCode::Char(question::letter(choice));
                Event::Key(letter.into())
            }
            None => input,
        },
        _ => input,
    }
}

fn choice_at(model: &Model, look: &Look<'_>, area: Rect, at: Position) -> Option<usize> {
    let covered = model.help.is_some() || model.editor.is_some();
    if model.asking.is_none() || covered || chrome::is_too_small(area) {
        return None;
    }
    let state = bars::state(model, look.ascii, area).len();
    let (text, rows) = match model.projector {
        true => {
            let rows = narration::rows(model, &look.options(projected_text(area).width));
            let (_, lower) = projector(area, state, Some(&rows));
            (projected_text(lower), rows)
        }
        false => {
            let mut panes = panes(model, area, state).into_iter();
            let (_, pane) = panes.find(|(pane, _)| *pane == Pane::Narration)?;
            let text = inside(pane);
            let rows = narration::rows(model, &look.options(text.width));
            (text, rows)
        }
    };
    if !text.contains(at) {
        return None;
    }
    let scroll = model.scroll[Pane::Narration.index()];
    let first = scroll.min(rows.len().saturating_sub(text.height.into()));
    question::choice_at(&rows, first + usize::from(at.y - text.y))
}
