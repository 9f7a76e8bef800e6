//! What the kernel tells of one socket: a line of it, or all of it with what it means.

use crate::event::Value;
use crate::lang::fill;
use crate::reader::theatre::keys::Pane;
use crate::reader::theatre::model::Model;
use crate::reader::theatre::sockets::{Socket, State, Transport};
use crate::render::gauge;
use crate::render::page::cells;
use crate::render::page::row::{Role, Row};

use super::wrapped;

/// The values for which there are lines beside the other panes, after those of the queues.
const FEW: [&str; 4] = ["state", "send_window", "not_sent", "accept_queue"];

/// With fewer columns left for it, a meaning stands on rows of its own.
const LEAST_MEANING: usize = 30;

/// A measured value.
struct Measure<'m> {
    name: &'m str,
    unit: &'m str,
    value: &'m Value,
}

/// What is known of a socket, and from where.
enum Known<'m> {
    Now(Vec<Measure<'m>>),
    Recorded(Vec<Measure<'m>>),
    /// The system does not tell.
    NotTold,
    /// The record does not say.
    NotRecorded,
}

/// The values of a TCP socket that is open.
pub fn rows(model: &Model, socket: &Socket, ascii: bool, width: usize) -> Vec<Row> {
    if socket.transport != Transport::Tcp || socket.state == State::Closed {
        return Vec::new();
    }
    let words = &model.words.theatre;
    let alone = model.zoom == Some(Pane::Sockets) && !model.projector;
    match known(model, socket) {
        Known::Now(values) if alone => table(model, &values, width),
        Known::Now(values) => {
            let mut rows = queues(model, &values, width);
            rows.extend(line(model, &values, None, ascii, width));
            rows
        }
        Known::Recorded(values) if alone => {
            let mut rows = remark(words.recorded_values, width);
            rows.extend(table(model, &values, width));
            rows
        }
        Known::Recorded(values) => line(model, &values, Some(words.recorded), ascii, width),
        Known::NotTold if alone => remark(words.values_unknown, width),
        Known::NotRecorded if alone => remark(words.values_not_recorded, width),
        _ if socket.state != State::Connected => Vec::new(),
        Known::NotTold => remark(words.queues_unknown, width),
        Known::NotRecorded => remark(words.queues_not_recorded, width),
    }
}

fn known<'m>(model: &'m Model, socket: &'m Socket) -> Known<'m> {
    if !model.shows_now() {
        let gauges = socket.gauges.iter().map(|gauge| Measure {
            name: &gauge.name,
            unit: &gauge.unit,
            value: &gauge.value,
        });
        return match socket.gauges.is_empty() {
            true => Known::NotRecorded,
            false => Known::Recorded(gauges.collect()),
        };
    }
    let Some(all) = &model.standing.measured else {
        return Known::NotTold;
    };
    let measured = all.iter().find(|one| one.socket == socket.label);
    let readings = measured.map_or(&[][..], |one| &one.readings);
    let values = readings.iter().map(|reading| Measure {
        name: reading.name,
        unit: reading.unit,
        value: &reading.value,
    });
    Known::Now(values.collect())
}

/// What waits in the queues of a connection.
fn queues(model: &Model, values: &[Measure<'_>], width: usize) -> Vec<Row> {
    let value = |name: &str| {
        let found = values.iter().find(|value| value.name == name)?;
        Some(found.value.to_string())
    };
    let (Some(receive), Some(send)) = (value("unread"), value("unacknowledged")) else {
        return Vec::new();
    };
    let places = [("receive", &*receive), ("send", &*send)];
    remark(&fill(model.words.theatre.queues, &places), width)
}

/// The few values, one after the other.
fn line(
    model: &Model,
    values: &[Measure<'_>],
    template: Option<&str>,
    ascii: bool,
    width: usize,
) -> Vec<Row> {
    let few = values.iter().filter(|value| FEW.contains(&value.name));
    let shown: Vec<String> = few
        .map(|value| {
            let text = gauge::value(model.words, value.value, value.unit);
            match value.name {
                "state" => text,
                name => format!("{} {text}", gauge::name(model.words, name)),
            }
        })
        .collect();
    if shown.is_empty() {
        return Vec::new();
    }
    let text = shown.join(if ascii { " - " } else { " · " });
    match template {
        Some(template) => remark(&fill(template, &[("values", &text)]), width),
        None => remark(&text, width),
    }
}

/// Every value with its meaning.
fn table(model: &Model, values: &[Measure<'_>], width: usize) -> Vec<Row> {
    let shown: Vec<[String; 3]> = (values.iter())
        .map(|value| {
            let meaning = model.words.gauges.get(value.name);
            [
                gauge::name(model.words, value.name),
                gauge::value(model.words, value.value, value.unit),
                meaning.map_or_else(String::new, |words| words.means.to_string()),
            ]
        })
        .collect();
    let widest = |column: usize| {
        let texts = shown.iter().map(|texts| cells::width(&texts[column]));
        texts.max().unwrap_or(0)
    };
    let (names, numbers) = (widest(0), widest(1));
    let before = 2 + names + 2 + numbers + 2;
    let beside = width >= before + LEAST_MEANING;
    let indent = if beside { before } else { 4 };
    let mut rows = Vec::new();
    for [name, value, meaning] in &shown {
        let mut row = Row::default();
        let gap = names - cells::width(name) + 2 + numbers - cells::width(value);
        row.push(&format!("  {name}"), Role::Text);
        row.push(&" ".repeat(gap), Role::Text);
        row.push(value, Role::InlineCode);
        let mut meaning = wrapped(meaning, width.saturating_sub(indent), Role::Target).into_iter();
        if beside && let Some(first) = meaning.next() {
            row.push("  ", Role::Text);
            row.push(&first.text, Role::Target);
        }
        rows.push(row);
        for more in meaning {
            let mut row = Row::default();
            row.push(&" ".repeat(indent), Role::Text);
            row.push(&more.text, Role::Target);
            rows.push(row);
        }
    }
    rows
}

/// A text under its socket.
fn remark(text: &str, width: usize) -> Vec<Row> {
    let rows = wrapped(text, width.saturating_sub(2), Role::Target).into_iter();
    let rows = rows.map(|row| {
        let mut indented = Row::default();
        indented.push("  ", Role::Text);
        indented.push(&row.text, Role::Target);
        indented
    });
    rows.collect()
}
