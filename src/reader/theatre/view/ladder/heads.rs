//! The names above the columns, in the laboratory with the state of TCP on each side.

use crate::lang::fill;
use crate::reader::theatre::model::Model;
use crate::reader::theatre::view::line::{Line, clip};
use crate::reader::theatre::view::signs::Signs;
use crate::reader::theatre::view::sockets;
use crate::render::bytes;
use crate::render::page::cells;
use crate::render::page::row::{Role, Row};

use super::columns::Columns;

pub fn row(model: &Model, columns: &Columns, signs: &Signs) -> Row {
    let mut line = Line::new(columns.total);
    let mut end = 0;
    for &actor in &columns.actors {
        let (left, right) = (columns.left(actor).unwrap_or(0), columns.right(actor));
        let known = &model.scene.actors[actor];
        let at = line.put(left, right, &known.mark.to_string(), Role::Bullet, true);
        let name = bytes::clean(&known.name);
        let at = line.put(at + 1, right, &name, Role::TableHead, true);
        if let Some(state) = model.scene.tcp_state(&known.name) {
            let (role, wide) = (sockets::tcp_role(&state), cells::width(&state));
            let room = right.saturating_sub(at + 1);
            // Beside the last lifeline there is little room: then before it.
            match left
                .checked_sub(wide + 1)
                .filter(|before| room < wide && *before > end)
            {
                Some(before) => line.put(before, columns.total, &state, role, false),
                None => {
                    let text = clip(&state, room, signs.more);
                    line.put(at + 1, right, &text, role, false)
                }
            };
            end = at + 1 + wide.min(room);
        } else {
            end = at;
        }
    }
    if !columns.hidden.is_empty() {
        let count = columns.hidden.len().to_string();
        let name = |actor: &usize| bytes::clean(&model.scene.actors[*actor].name);
        let names: Vec<String> = columns.hidden.iter().map(name).collect();
        let long = fill(model.words.theatre.more_actors, &[("count", &count)]);
        // It covers no name: a plus says enough.
        let fits = |text: &String| end + 2 + cells::width(text) <= columns.total;
        let more = [format!("+ {}", names.join(" ")), long];
        let more = more.into_iter().find(fits);
        let more = more.unwrap_or_else(|| format!("+{count}"));
        let left = columns.total.saturating_sub(cells::width(&more));
        line.put(left, columns.total, &more, Role::Target, false);
    }
    line.into_row()
}
