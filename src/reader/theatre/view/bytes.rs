//! The bytes of the chosen call, inside the stream they are a part of.

use crate::doc::{Notice, Style};
use crate::lang::fill;
use crate::reader::theatre::model::Model;
use crate::reader::theatre::scene::{CallSeen, Item};
use crate::reader::theatre::sockets::Transport;
use crate::render::bytes;
use crate::render::page::row::{Role, Row};

use super::frame;
use super::line::clip;
use super::signs::{count, signs, written};

/// What is kept of a stream before the part of the call.
const BEFORE: usize = 1024;

/// What is shown of one call.
const MOST: usize = 4096;

/// A stretch of a stream and the part of it that one call carried.
struct Stretch {
    bytes: Vec<u8>,
    /// Position in the stream of the first byte that is kept.
    first: usize,
    /// The call's part, as positions in `bytes`.
    from: usize,
    to: usize,
    /// Bytes the call carried that are not shown.
    hidden: usize,
}

/// The bytes of the chosen call or frame in `width` columns.
pub fn rows(model: &Model, ascii: bool, width: usize) -> Vec<Row> {
    if let Some(shown) = frame::shown(model, ascii, width) {
        return shown;
    }
    let words = &model.words.theatre;
    let signs = signs(ascii);
    let note = |text: &str| {
        let mut row = Row::default();
        row.push(&clip(text, width, signs.more), Role::Target);
        vec![row]
    };
    let number = match model.item() {
        Some(Item::Call(call)) => call,
        // A frame stands in full above.
        Some(Item::Frame(_)) => return Vec::new(),
        None if model.in_laboratory() => return note(words.nothing_yet_lab),
        None => return note(words.nothing_yet),
    };
    let call = &model.scene.calls[number];
    let Some(stretch) = stretch(model, number) else {
        // The ladder has no room for everything: here it stands in full.
        let shown = written(call, signs, usize::MAX);
        let text = format!("{}{}", shown.call, shown.result);
        let mut rows = super::wrapped(&text, width, Role::TableHead);
        if model.scene.current == Some(Item::Call(number)) {
            for said in model.scene.sentences().iter() {
                rows.extend(super::wrapped(said, width, Role::Text));
            }
        }
        if model.in_laboratory() {
            rows.push(Row::default());
            rows.extend(frame::latest(model, ascii, width));
        } else {
            rows.extend(note(words.no_bytes));
        }
        return rows;
    };
    let mut rows = heads(model, call, &stretch, width, ascii);
    let text = bytes::quoted(&stretch.bytes[stretch.from..stretch.to]);
    let mut row = Row::default();
    row.push(&clip(&text, width, signs.more), Role::InlineCode);
    rows.push(row);
    dump(&stretch, width, &mut rows);
    if stretch.hidden > 0 {
        let hidden = stretch.hidden.to_string();
        rows.extend(note(&fill(
            model.words.run.more_bytes,
            &[("count", &hidden)],
        )));
    }
    rows
}

fn heads(model: &Model, call: &CallSeen, stretch: &Stretch, width: usize, ascii: bool) -> Vec<Row> {
    let words = &model.words.theatre;
    let shown = written(call, signs(ascii), width / 2);
    let name = format!("{}{}", shown.call, shown.result);
    let first = (stretch.first + stretch.from + 1).to_string();
    let last = (stretch.first + stretch.to + stretch.hidden).to_string();
    let direction = match gives(&call.name) {
        true => &words.sent,
        false => &words.received,
    };
    let text = if datagram(model, call) {
        let bytes = count(model.words, stretch.to - stretch.from + stretch.hidden);
        fill(words.datagram, &[("call", &name), ("count", &bytes)])
    } else {
        let socket = bytes::clean(&call.socket);
        let values = [
            ("call", &*name),
            ("first", &*first),
            ("last", &*last),
            ("socket", &*socket),
            ("direction", direction),
        ];
        fill(words.stream, &values)
    };
    super::wrapped(&super::plain_keys(&text, ascii), width, Role::Text)
}

fn gives(name: &str) -> bool {
    matches!(name, "write" | "send" | "sendto")
}

fn datagram(model: &Model, call: &CallSeen) -> bool {
    let sockets = &model.scene.sockets.all;
    let socket = sockets.iter().find(|socket| socket.label == call.socket);
    socket.is_none_or(|socket| socket.transport != Transport::Tcp)
}

/// What the socket has carried in this direction, up to and with the call.
fn stretch(model: &Model, number: usize) -> Option<Stretch> {
    let call = &model.scene.calls[number];
    let own = call.outcome.as_ref()?.bytes.as_ref()?;
    if own.total == 0 {
        return None;
    }
    let gives_bytes = gives(&call.name);
    let mut bytes = Vec::new();
    let mut first = 0;
    if !datagram(model, call) {
        let calls = model.scene.calls[..number].iter().rev();
        let before = calls
            .filter(|before| before.socket == call.socket && gives(&before.name) == gives_bytes);
        for carried in before.filter_map(|before| before.outcome.as_ref()?.bytes.as_ref()) {
            // From the latest back: only the bytes right before the call are shown.
            let wanted = BEFORE - bytes.len();
            let whole = carried.total == carried.kept.len();
            let taken = if whole { wanted.min(carried.total) } else { 0 };
            let rest = carried.total - taken;
            if first == 0 {
                bytes.splice(
                    ..0,
                    carried.kept[carried.kept.len() - taken..].iter().copied(),
                );
                first += rest;
            } else {
                first += carried.total;
            }
        }
    }
    let from = bytes.len();
    bytes.extend_from_slice(&own.kept[..own.kept.len().min(MOST)]);
    Some(Stretch {
        first,
        from,
        to: bytes.len(),
        hidden: own.total - (bytes.len() - from),
        bytes,
    })
}

/// Rows of hexadecimal digits and characters; the part of the call stands in brackets.
fn dump(stretch: &Stretch, width: usize, rows: &mut Vec<Row>) {
    // A row has an offset of five columns, three for a byte and a bracket, and the characters.
    let offset = if width >= 40 { 5 } else { 0 };
    let each = [16, 8, 4]
        .into_iter()
        .find(|each| offset + each * 4 + 3 <= width);
    let each = each.unwrap_or(2);
    let whole = Style {
        bold: true,
        ..Style::default()
    };
    let start = stretch.from / each * each;
    // Of the stream before the call, one row is enough.
    let start = start.saturating_sub(if stretch.from > 0 { each } else { 0 });
    for at in (start..stretch.to).step_by(each) {
        let mut row = Row::default();
        if offset > 0 {
            row.push(&format!("{:04x} ", stretch.first + at), Role::Rule);
        }
        for place in at..at + each {
            let before = match place {
                _ if place == stretch.from => "[",
                _ if place == stretch.to && place > at => "]",
                _ => " ",
            };
            row.push(before, Role::Bullet);
            match stretch.bytes.get(place) {
                Some(byte) if place < stretch.to => {
                    let own = place >= stretch.from;
                    let role = if own {
                        Role::Bar(Some(Notice::Tip))
                    } else {
                        Role::Target
                    };
                    let style = if own { whole } else { Style::default() };
                    row.push_span(&bytes::hex(&[*byte], ""), role, style, None);
                }
                _ => row.push("  ", Role::Text),
            }
        }
        let closes = stretch.to == at + each;
        row.push(if closes { "] " } else { "  " }, Role::Bullet);
        for place in at..(at + each).min(stretch.to) {
            let byte = stretch.bytes[place];
            let character = match byte {
                b' '..=b'~' => char::from(byte),
                _ => '.',
            };
            let own = place >= stretch.from;
            let role = if own { Role::InlineCode } else { Role::Target };
            row.push(&character.to_string(), role);
        }
        rows.push(row);
    }
}
