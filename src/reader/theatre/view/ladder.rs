//! The ladder: one column for each actor, time goes down.

mod columns;
mod frames;
mod heads;

use crate::doc::Notice;
use crate::event::Cause;
use crate::lang::fill;
use crate::net::gate::Place;
use crate::reader::theatre::model::Model;
use crate::reader::theatre::scene::{CallSeen, Item, Rung};
use crate::render::failing;
use crate::render::page::row::{Role, Row};

use super::line::{Line, clip};
use super::signs::{Signs, signs, written};
use columns::Columns;

const LINE: Role = Role::Rule;
const WAITS: Role = Role::Bar(Some(Notice::Warning));
const ARROW: Role = Role::Bullet;
const FAILED: Role = Role::NoticeName(Notice::Caution);

/// The ladder in `width` columns and at most `height` rows, and which row is the chosen call's.
pub fn rows(
    model: &Model,
    ascii: bool,
    width: usize,
    height: usize,
    spacing: usize,
) -> (Vec<Row>, Option<usize>) {
    let columns = Columns::new(model, width);
    let signs = signs(ascii);
    let mut rows = vec![heads::row(model, &columns, signs)];
    let foot = foot(model, &columns, signs);
    let room = height.saturating_sub(1 + foot.len()) / spacing;
    let rungs = &model.scene.rungs;
    let chosen = model.item().map(|item| rung_of(model, item));
    // The latest at the bottom, or the chosen one in sight.
    let last = match (model.selected, chosen) {
        (Some(_), Some(chosen)) => {
            (chosen + room / 2 + 1).clamp(room.min(rungs.len()), rungs.len())
        }
        _ => rungs.len(),
    };
    let last = last.saturating_sub(match model.zoom {
        Some(_) => model.scroll[0].min(last.saturating_sub(room)),
        None => 0,
    });
    let mut mark = None;
    for number in last.saturating_sub(room)..last {
        if Some(number) == chosen {
            mark = Some(rows.len());
        }
        rows.push(rung(model, &columns, signs, number));
        for _ in 1..spacing {
            rows.push(between(model, &columns, signs, number + 1).into_row());
        }
    }
    if last == rungs.len() {
        rows.extend(foot);
    }
    (rows, mark)
}

/// The rung on which a call is seen to have returned, or to wait.
fn rung_of(model: &Model, item: Item) -> usize {
    let rungs = &model.scene.rungs;
    match item {
        Item::Call(number) => {
            let returned = rungs.iter().rposition(|rung| *rung == Rung::Return(number));
            returned.unwrap_or(model.scene.calls[number].rung)
        }
        Item::Frame(number) => model.scene.frames[number].rung,
    }
}

/// The lifelines beside a rung, with the waits that go past it.
fn between(model: &Model, columns: &Columns, signs: &Signs, rung: usize) -> Line {
    let mut line = Line::new(columns.total);
    for &actor in &columns.actors {
        let left = columns.left(actor).unwrap_or(0);
        match waits_past(model, actor, rung) {
            true => line.put(left, columns.total, signs.waits, WAITS, true),
            false => line.put(left, columns.total, signs.line, LINE, false),
        };
    }
    line
}

/// Whether an actor waits while a rung is passed.
fn waits_past(model: &Model, actor: usize, rung: usize) -> bool {
    let known = &model.scene.actors[actor];
    let past = known.waits.partition_point(|(_, to)| *to < rung);
    let wait = known.waits.get(past);
    let open = known.open.map(|call| model.scene.calls[call].rung);
    wait.is_some_and(|(from, to)| *from < rung && rung <= *to)
        || open.is_some_and(|from| from < rung)
}

fn rung(model: &Model, columns: &Columns, signs: &Signs, number: usize) -> Row {
    let mut line = between(model, columns, signs, number);
    let words = &model.words.theatre;
    match &model.scene.rungs[number] {
        Rung::Step(step) => {
            let title = model.title(step);
            across(&mut line, columns, signs, &title, Role::Heading(3));
        }
        Rung::Call(call) | Rung::Return(call) => {
            let seen = &model.scene.calls[*call];
            let returns = matches!(model.scene.rungs[number], Rung::Return(_));
            draw_call(&mut line, model, columns, signs, seen, returns, number);
        }
        Rung::Frame(frame) => frames::sent(&mut line, model, columns, signs, *frame),
        Rung::Arrival(frame) => frames::arrival(&mut line, model, columns, signs, *frame),
        Rung::Stall => across(&mut line, columns, signs, words.rung_stall, FAILED),
        Rung::Leave(cause) => {
            let text = match cause {
                Cause::Left => &words.rung_left,
                Cause::Failed => &words.rung_broken,
            };
            across(&mut line, columns, signs, text, Role::Heading(3));
        }
        Rung::End => {
            let end = model.scene.end.as_ref();
            match end.and_then(|end| end.error.as_ref()) {
                Some(why) => {
                    let error = failing::told(model.words, why);
                    let text = fill(words.rung_failed, &[("error", &error)]);
                    across(&mut line, columns, signs, &text, FAILED);
                }
                None => across(&mut line, columns, signs, words.rung_end, Role::Heading(3)),
            }
        }
    }
    line.into_row()
}

/// A text over all columns.
fn across(line: &mut Line, columns: &Columns, signs: &Signs, text: &str, role: Role) {
    let end = columns.total;
    let text = clip(text, end.saturating_sub(4), signs.more);
    let at = line.put(1, end, signs.dash, LINE, false);
    let at = line.put(at, end, " ", LINE, false);
    let at = line.put(at, end, &text, role, false);
    line.put(at, end, " ", LINE, false);
}

fn draw_call(
    line: &mut Line,
    model: &Model,
    columns: &Columns,
    signs: &Signs,
    call: &CallSeen,
    returns: bool,
    rung: usize,
) {
    let (Some(left), right) = (columns.left(call.actor), columns.right(call.actor)) else {
        return;
    };
    // Where a call that waits begins, it has not returned.
    let waits = !returns
        && model.scene.actors[call.actor]
            .waits
            .iter()
            .any(|(from, _)| *from == rung);
    let begun = CallSeen {
        outcome: None,
        ..call.clone()
    };
    let shown = if waits { &begun } else { call };
    let open = shown.outcome.is_none();
    let arrow = call.to.filter(|_| !open).and_then(|to| columns.left(to));
    let end = match arrow {
        // An arrow to the right starts in this column and needs two cells of it.
        Some(target) if target > left => right.saturating_sub(1),
        Some(_) => columns.total,
        // What nobody else needs is room for more of the text.
        None => columns.free_to(model, call.actor, rung),
    };
    let room = end.saturating_sub(left + 2);
    let mut text = written(shown, signs, room);
    if let Some(carried) = &text.bytes {
        let whole = carried.ends_with('"');
        let width = |text: &str| crate::render::page::cells::width(text);
        let (full, less) = (width(&text.call) + width(&text.result), width(&text.call));
        let carried = width(carried) + 1;
        // In few columns the bytes say how many they are, if all of them are seen.
        if full + carried > room && less + carried <= room && whole {
            text.result.clear();
        }
    }
    let sign = match (open, returns, arrow) {
        (true, ..) => signs.waits_from,
        (_, true, None) => signs.waits_to,
        (_, _, Some(target)) if target < left => signs.call_left,
        _ => signs.call,
    };
    let own = if open || returns { WAITS } else { LINE };
    line.put(left, columns.total, sign, own, open);
    let role = if text.failed { FAILED } else { Role::Text };
    let result = crate::render::page::cells::width(&text.result);
    let head = clip(&text.call, room.saturating_sub(result), signs.more);
    let at = line.put(left + 2, end, &head, role, open);
    let result = if open { WAITS } else { role };
    let mut at = line.put(at, end, &text.result, result, false);
    if let Some(carried) = &text.bytes
        && at + 4 <= end
    {
        let carried = clip(carried, end - at - 1, signs.more);
        at = line.put(at + 1, end, &carried, Role::InlineCode, false);
    }
    // A blank between the text and a lifeline it has covered.
    if at < end {
        line.put(at, end, " ", Role::Text, false);
    }
    let Some(target) = arrow else {
        return;
    };
    let (from, to) = if target > left {
        (at + 1, target)
    } else {
        (target + 1, left)
    };
    for column in from..to {
        let lifeline = columns
            .actors
            .iter()
            .any(|actor| columns.left(*actor) == Some(column));
        let sign = if lifeline { signs.crossing } else { signs.dash };
        line.put(column, columns.total, sign, ARROW, false);
    }
    match target > left {
        true => line.put(to - 1, columns.total, signs.to_right, ARROW, true),
        false => line.put(from, columns.total, signs.to_left, ARROW, true),
    };
}

/// Below the latest rung: who stands before which call.
fn foot(model: &Model, columns: &Columns, signs: &Signs) -> Vec<Row> {
    if model.scene.end.is_some() || model.scene.left {
        return Vec::new();
    }
    let next = model.next();
    let mut line = between(model, columns, signs, usize::MAX);
    let mut any = false;
    for &actor in &columns.actors {
        let known = &model.scene.actors[actor];
        let (left, right) = (columns.left(actor).unwrap_or(0), columns.right(actor));
        let is_next = next.is_some_and(|next| *next.actor() == known.name);
        if let Some(next) = next.filter(|next| is_next && next.frame().is_some()) {
            any = true;
            frames::offered(&mut line, model, columns, signs, next);
            continue;
        }
        let name = match (is_next, next, model.place(&known.name)) {
            (true, Some(next), _) => next.name(),
            (_, _, Some(Place::AtGate(spot))) => spot.name,
            _ => continue,
        };
        any = true;
        let sign = if is_next { signs.next } else { signs.at };
        let role = if is_next { Role::Bullet } else { LINE };
        line.put(left, columns.total, sign, role, is_next);
        let text = clip(
            &format!("{name}()"),
            right.saturating_sub(left + 2),
            signs.more,
        );
        line.put(left + 2, right, &text, role, is_next);
    }
    if any {
        vec![line.into_row()]
    } else {
        Vec::new()
    }
}
