//! The sockets and their states.

mod ends;
mod measured;
mod translations;

pub use ends::role as tcp_role;

use crate::doc::Notice;
use crate::lang::words::TheatreWords;
use crate::reader::theatre::model::Model;
use crate::reader::theatre::sockets::{Socket, State};
use crate::render::bytes;
use crate::render::page::cells;
use crate::render::page::row::{Role, Row};

use super::line::clip;
use super::signs::signs;
use super::wrapped;

/// The sockets in `width` columns.
pub fn rows(model: &Model, ascii: bool, width: usize) -> Vec<Row> {
    let words = &model.words.theatre;
    let signs = signs(ascii);
    let sockets = &model.scene.sockets.all;
    if sockets.is_empty() {
        let mut row = Row::default();
        row.push(&clip(words.no_sockets, width, signs.more), Role::Target);
        return vec![row];
    }
    let in_laboratory = model.scene.in_laboratory();
    let mut rows = translations::rows(model, ascii, width);
    if in_laboratory {
        rows.extend(ends::rows(model, ascii, width));
    }
    // Those that are open first: the others are history.
    let (open, closed): (Vec<_>, Vec<_>) = (sockets.iter())
        .filter(|socket| !in_laboratory || !ends::is_shown(socket))
        .partition(|socket| socket.state != State::Closed);
    for socket in open.into_iter().chain(closed) {
        let mut row = Row::default();
        let gone = socket.state == State::Closed;
        let role = if gone { Role::Target } else { Role::Text };
        let number = socket
            .descriptor
            .map_or_else(String::new, |n| format!(" fd {n}"));
        let name = format!(
            "{}{number} {} ",
            bytes::clean(&socket.label),
            socket.transport.name()
        );
        row.push(&clip(&name, width, signs.more), role);
        let state = state(socket, words);
        let state = super::plain_keys(&state, ascii);
        let room = width.saturating_sub(row.width());
        row.push(&clip(&state, room, signs.more), state_role(socket));
        let addresses = addresses(socket, signs.times);
        let needs = row.width() + 2 + cells::width(&addresses);
        if needs <= width && !addresses.is_empty() {
            row.push("  ", role);
            row.push(&addresses, role);
            rows.push(row);
        } else {
            rows.push(row);
            if !addresses.is_empty() && !gone {
                let mut second = Row::default();
                second.push("  ", role);
                let room = width.saturating_sub(2);
                second.push(&clip(&addresses, room, signs.more), Role::Target);
                rows.push(second);
            }
        }
        rows.extend(measured::rows(model, socket, ascii, width));
    }
    rows
}

fn addresses(socket: &Socket, arrow: &str) -> String {
    match (socket.local, socket.peer) {
        (Some(local), Some(peer)) => format!("{local} {arrow} {peer}"),
        (Some(local), None) => local.to_string(),
        _ => String::new(),
    }
}

fn state(socket: &Socket, words: &TheatreWords) -> String {
    let state = match socket.state {
        State::Open => words.state_open,
        State::Bound => words.state_bound,
        State::Listening => words.state_listening,
        State::Connected => words.state_connected,
        State::Failed => words.state_failed,
        State::Closed => words.state_closed,
    };
    let mut text = state.to_string();
    if socket.state != State::Closed {
        let more = [
            (socket.finished_sending, &words.finished_sending),
            (socket.peer_finished, &words.peer_finished),
        ];
        for (_, more) in more.into_iter().filter(|(is, _)| *is) {
            text.push_str(" · ");
            text.push_str(more);
        }
    }
    text
}

fn state_role(socket: &Socket) -> Role {
    match socket.state {
        State::Open | State::Bound => Role::Text,
        State::Listening => Role::Bar(Some(Notice::Note)),
        State::Connected => Role::Bar(Some(Notice::Tip)),
        State::Failed => Role::Bar(Some(Notice::Caution)),
        State::Closed => Role::Target,
    }
}
