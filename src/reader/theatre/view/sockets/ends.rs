//! The connections of the laboratory, both ends side by side. All of it stands in the record.

use std::net::SocketAddr;

use crate::doc::Notice;
use crate::event::{Gauge, Value};
use crate::lang::fill;
use crate::reader::theatre::keys::Pane;
use crate::reader::theatre::model::Model;
use crate::reader::theatre::sockets::{Socket, State, Transport};
use crate::reader::theatre::view::line::{Line, clip};
use crate::reader::theatre::view::signs::signs;
use crate::reader::theatre::view::wrapped;
use crate::render::page::cells::width as columns;
use crate::render::page::row::{Role, Row};
use crate::render::{bytes, gauge};

/// In this order the values stand below the state.
const NUMBERS: [&str; 6] = [
    "congestion_window",
    "slow_start_threshold",
    "in_flight",
    "send_window",
    "round_trip_time",
    "retransmission_timeout",
];

/// With fewer columns the names are short ones.
const WIDE: usize = 66;

/// The two ends of a connection; of one end nothing may be known.
type Ends<'m> = [Option<&'m Socket>; 2];

/// All connections, those that are over last, and what listens with nobody at the other end.
pub fn rows(model: &Model, ascii: bool, width: usize) -> Vec<Row> {
    let mut pairs = pairs(model);
    let over = |ends: &Ends<'_>| {
        let mut states = ends.iter().flatten().map(|socket| state(socket));
        states.all(|state| matches!(&*state, "CLOSED" | "TIME-WAIT"))
    };
    pairs.sort_by_key(over);
    let mut rows = Vec::new();
    for ends in &pairs {
        rows.extend(table(model, ends, ascii, width));
    }
    if model.zoom == Some(Pane::Sockets) && !rows.is_empty() {
        rows.push(Row::default());
        rows.extend(meanings(model, width));
    }
    rows
}

/// Whether it has a place among the connections.
pub fn is_shown(socket: &Socket) -> bool {
    socket.transport == Transport::Tcp
}

fn pairs(model: &Model) -> Vec<Ends<'_>> {
    let all = model.scene.sockets.all.iter();
    let (connections, listeners): (Vec<&Socket>, Vec<&Socket>) = all
        .filter(|socket| is_shown(socket))
        .partition(|socket| socket.peer.is_some() || !socket.gauges.is_empty());
    let mut pairs: Vec<Ends<'_>> = Vec::new();
    for socket in &connections {
        let free = pairs.iter_mut().find(|ends| match ends {
            [Some(other), None] => are_one(other, socket),
            _ => false,
        });
        match free {
            Some(ends) => ends[1] = Some(socket),
            None => pairs.push([Some(socket), None]),
        }
    }
    for ends in &mut pairs {
        if let [Some(one), None] = ends {
            let hears = |listener: &&&Socket| {
                one.peer.is_some()
                    && one.peer == listener.local
                    && listener.state == State::Listening
            };
            ends[1] = listeners.iter().find(hears).copied();
        }
    }
    if pairs.is_empty() {
        pairs.extend(listeners.iter().map(|listener| [Some(*listener), None]));
    }
    for ends in &mut pairs {
        // The same sides as on the ladder.
        let place = |socket: &Option<&Socket>| {
            let actors = &model.scene.actors;
            let owner = socket.map(owner);
            actors.iter().position(|actor| Some(&*actor.name) == owner)
        };
        if place(&ends[0])
            .zip(place(&ends[1]))
            .is_some_and(|(left, right)| left > right)
        {
            ends.swap(0, 1);
        }
    }
    pairs
}

/// On whose side it is.
fn owner(socket: &Socket) -> &str {
    match socket.gauges.first() {
        Some(gauge) => &gauge.actor,
        None => socket
            .label
            .rsplit_once('/')
            .map_or(&*socket.label, |(owner, _)| owner),
    }
}

/// Whether these are the two ends of one connection. Before `accept` the one end has only the
/// listener's own address.
fn are_one(one: &Socket, other: &Socket) -> bool {
    let mirrored =
        |one: Option<SocketAddr>, other: Option<SocketAddr>| one.is_some() && one == other;
    let whole = mirrored(one.local, other.peer) && mirrored(one.peer, other.local);
    let half =
        |begun: &Socket, heard: &Socket| mirrored(begun.peer, heard.local) && heard.peer.is_none();
    whole || half(one, other) || half(other, one)
}

fn state(socket: &Socket) -> String {
    let measured = socket.gauges.iter().find(|gauge| gauge.name == "state");
    match (measured, socket.state) {
        (Some(gauge), _) => bytes::clean(&gauge.value.to_string()),
        (None, State::Listening) => "LISTEN".to_string(),
        (None, _) => "CLOSED".to_string(),
    }
}

/// The colour of a state: the word says the same.
pub fn role(state: &str) -> Role {
    Role::Bar(Some(match state {
        "ESTABLISHED" => Notice::Tip,
        "LISTEN" => Notice::Note,
        "CLOSED" => Notice::Caution,
        _ => Notice::Warning,
    }))
}

/// One row: a name, and what it is at each end with its role.
type Entry = (String, [Option<(String, Role)>; 2]);

fn table(model: &Model, ends: &Ends<'_>, ascii: bool, width: usize) -> Vec<Row> {
    let words = &model.words.theatre;
    let wide = width >= WIDE;
    let each = |of: &dyn Fn(&Socket) -> Option<(String, Role)>| ends.map(|end| end.and_then(of));
    let mut entries: Vec<Entry> = vec![
        (
            String::new(),
            each(&|socket| {
                let label = bytes::clean(&socket.label);
                let closed = socket.state == State::Closed;
                let long = fill(words.closed_end, &[("socket", &label)]);
                // In few columns the state says enough.
                let fits = columns(&long) + 10 <= width / 2;
                let name = match closed && fits {
                    true => long,
                    false => label,
                };
                Some((name, Role::TableHead))
            }),
        ),
        (
            gauge::name(model.words, "state"),
            each(&|socket| {
                let state = state(socket);
                let role = role(&state);
                Some((state, role))
            }),
        ),
        (
            words.address.to_string(),
            each(&|socket| Some((socket.local?.to_string(), Role::Text))),
        ),
    ];
    for name in NUMBERS {
        let values = each(&|socket| {
            let gauge = find(socket, name)?;
            let value = gauge::clocked(model.words, &gauge.value, &gauge.unit);
            Some((value, Role::InlineCode))
        });
        if values.iter().any(Option::is_some) {
            let name = match wide {
                true => gauge::name(model.words, name),
                false => gauge::short(model.words, name).into_owned(),
            };
            entries.push((name, values));
        }
    }
    let names = entries.iter().map(|(name, _)| columns(name)).max();
    let names = names.unwrap_or(0).min(width / 3) + 1;
    let widest = |place: usize| {
        let values = entries
            .iter()
            .filter_map(|(_, values)| values[place].as_ref());
        values.map(|(text, _)| columns(text)).max().unwrap_or(0)
    };
    let starts = [0, second(width - names, widest(0), widest(1))];
    let more = signs(ascii).more;
    let row = |(name, values): Entry| {
        let mut line = Line::new(width);
        line.put(0, names, &clip(&name, names - 1, more), Role::Target, false);
        for (place, value) in values.into_iter().enumerate() {
            let (text, role) = value.unwrap_or_else(|| (words.not_known.to_string(), Role::Target));
            let left = names + starts[place];
            let end = starts.get(place + 1).map_or(width, |next| names + next - 1);
            let bold = role == Role::TableHead;
            line.put(left, width, &clip(&text, end - left, more), role, bold);
        }
        line.into_row()
    };
    entries.into_iter().map(row).collect()
}

/// Where the second of two columns begins: in the middle, or where both are seen in whole.
fn second(room: usize, first: usize, second: usize) -> usize {
    let half = room / 2;
    match first < half {
        true => half.min(room.saturating_sub(second).max(first + 1)),
        false => (first + 1).min(room - second.min(half)),
    }
}

fn find<'s>(socket: &'s Socket, name: &str) -> Option<&'s Gauge> {
    let mut gauges = socket.gauges.iter();
    gauges.find(|gauge| gauge.name == name && matches!(gauge.value, Value::Number(_)))
}

/// What the values are that are shown.
fn meanings(model: &Model, width: usize) -> Vec<Row> {
    let sockets = &model.scene.sockets.all;
    let shown = |name: &&&str| sockets.iter().any(|socket| find(socket, name).is_some());
    let names = NUMBERS.iter().filter(shown).copied();
    let mut rows = Vec::new();
    for name in std::iter::once("state").chain(names) {
        if let Some(words) = model.words.gauges.get(name) {
            let (theatre, short) = (&model.words.theatre, words.short);
            let values = [
                ("name", words.name),
                ("short", short.unwrap_or_default()),
                ("means", words.means),
            ];
            let text = match short {
                Some(_) => fill(theatre.meaning_short, &values),
                None => fill(theatre.meaning, &values),
            };
            rows.extend(wrapped(&text, width, Role::Target));
        }
    }
    rows
}
