//! The tables of the NATs: who inside stands behind which public address and port, and how long.

use crate::lang::fill;
use crate::reader::theatre::keys::Pane;
use crate::reader::theatre::model::Model;
use crate::reader::theatre::translations::Translation;
use crate::reader::theatre::view::line::clip;
use crate::reader::theatre::view::signs::signs;
use crate::reader::theatre::view::{plain_keys, wrapped};
use crate::render::bytes;
use crate::render::page::cells::width as columns;
use crate::render::page::row::{Role, Row};

/// A table for each box that has had a line in it.
pub fn rows(model: &Model, ascii: bool, width: usize) -> Vec<Row> {
    let words = &model.words.theatre;
    let row = |indent: usize, text: &str, role: Role| {
        let mut row = Row::default();
        row.push(&" ".repeat(indent), Role::Text);
        let text = plain_keys(text, ascii);
        let room = width.saturating_sub(indent);
        row.push(&clip(&text, room, signs(ascii).more), role);
        row
    };
    let tables = &model.scene.translations;
    let mut rows = Vec::new();
    for owner in &tables.boxes {
        let head = fill(words.nat_table, &[("actor", &bytes::clean(owner))]);
        rows.push(row(0, &head, Role::TableHead));
        let of_box = tables.lines.iter().filter(|line| line.owner == *owner);
        let lines: Vec<[String; 3]> = of_box.map(|line| texts(model, line)).collect();
        if lines.is_empty() {
            rows.push(row(2, words.nat_empty, Role::Target));
        }
        let widest = |part: usize| {
            let texts = lines.iter().map(|line| columns(&line[part]));
            texts.max().unwrap_or(0)
        };
        let beside = 2 + widest(0) + 3 + widest(1) + 2 + widest(2) <= width;
        for [inside, outside, left] in &lines {
            let gap = |text: &str, part: usize| " ".repeat(widest(part) - columns(text));
            if beside {
                let (first, second) = (gap(inside, 0), gap(outside, 1));
                let text = format!("{inside}{first} ↔ {outside}{second}  {left}");
                rows.push(row(2, &text, Role::Text));
            } else {
                rows.push(row(2, inside, Role::Text));
                rows.push(row(4, &format!("↔ {outside}  {left}"), Role::Text));
            }
        }
        if model.zoom == Some(Pane::Sockets) {
            rows.extend(wrapped(words.nat_means, width, Role::Target));
            rows.push(Row::default());
        }
    }
    rows
}

/// The end inside, `udp 192.168.1.10:50000`, the end outside, and how long they belong together.
fn texts(model: &Model, line: &Translation) -> [String; 3] {
    let words = &model.words.theatre;
    let left = match line.until_us {
        Some(until) => {
            let left = until.saturating_sub(model.scene.curves.until_us);
            // A second that has begun is not over yet.
            let seconds = left.div_ceil(1_000_000).to_string();
            fill(words.nat_left, &[("seconds", &seconds)])
        }
        None => words.nat_for_ever.to_string(),
    };
    let outside = bytes::clean(&line.outside);
    let (protocol, outside) = outside.split_once(' ').unwrap_or(("", &outside));
    let inside = format!("{protocol} {}", bytes::clean(&line.inside));
    [inside, outside.to_string(), left]
}
