//! The line at the top, the line of what is next, and the line of the keys.

use ratatui_core::layout::Rect;

use crate::demos::{Transport, VISITOR_STEP};
use crate::doc::Notice;
use crate::event::Status;
use crate::lang::fill;
use crate::net::gate::{ActorState, Place};
use crate::reader::theatre::model::{Goal, Kind, Model};
use crate::render::bytes;
use crate::render::page::cells;
use crate::render::page::row::{Role, Row};

use super::line::{Line, clip};
use super::narration;
use super::signs::signs;
use super::{plain_keys, wrapped};

/// What is shown, and what it is worth: the badges are never left out.
pub fn top(model: &Model, ascii: bool, width: usize) -> Row {
    let words = &model.words.theatre;
    let start = model.scene.start.as_ref();
    let demo = model.demo.map(|demo| demo.slug.to_string());
    let slug = demo.or_else(|| start.map(|start| bytes::clean(&start.demo)));
    let slug = slug.unwrap_or_default();
    let evidence = match (start, model.demo) {
        (Some(start), _) => start.evidence.name(),
        (None, Some(demo)) => demo.evidence.name(),
        (None, None) => "",
    };
    let dated;
    let kind = match &model.kind {
        Kind::Live if model.failure.is_some() => [words.not_running, words.not_running],
        Kind::Live => [words.live, words.live],
        Kind::Replay(date) => {
            let date = bytes::clean(date.as_deref().unwrap_or(""));
            dated = fill(words.replay, &[("date", &date)]);
            [dated.trim_end(), words.replay_short]
        }
    };
    let kind = kind.map(str::to_string);
    // Each in a long form and a short one.
    let mut badges = vec![[evidence.to_string(), evidence.to_string()], kind];
    let (number, count, template) = match model.in_laboratory() {
        true => (model.scene.items.len(), model.record.items(), &words.moment),
        false => (model.scene.calls.len(), model.record.calls(), &words.call),
    };
    if model.playing {
        let seconds = (model.pace as f64 / 1000.0).to_string();
        let long = fill(words.playing, &[("seconds", &seconds)]);
        badges.push([long, words.playing_short.to_string()]);
    }
    if count > 0 {
        let (number, count) = (number.to_string(), count.to_string());
        let values = [("number", &*number), ("count", &*count)];
        badges.push([fill(template, &values), format!("{number}/{count}")]);
    }
    let dot = if ascii { " - " } else { " · " };
    let left = format!(" {slug}");
    // The later ones are shortened first, as many as it takes to see the name in whole.
    let joined = |long: usize, between: &str| {
        let forms = badges.iter().enumerate();
        let forms = forms.map(|(place, [full, short])| if place < long { full } else { short });
        let forms: Vec<&str> = forms.map(String::as_str).collect();
        format!(" {} ", forms.join(between))
    };
    let fits = |right: &String| cells::width(&left) + cells::width(right) <= width;
    let mut forms = (0..=badges.len()).rev().map(|long| joined(long, dot));
    let right = forms.find(fits).unwrap_or_else(|| joined(0, " "));
    let title = model.narration.as_ref().map(|n| n.front.title.as_str());
    // A title is there in whole or not at all: it stands above the text as well.
    let titled = title.map(|title| format!("{left}{dot}{title}"));
    let room = width.saturating_sub(cells::width(&right));
    let titled = titled.filter(|titled| cells::width(titled) <= room);
    let left = titled.unwrap_or(left);
    let mut line = Line::new(width);
    line.put(
        0,
        room,
        &clip(&left, room, signs(ascii).more),
        Role::Text,
        true,
    );
    line.put(room, width, &right, Role::Text, true);
    line.into_row()
}

/// What is next, or what there is to know now: in a row, or where that is too short in several, but
/// never in more than a quarter of the window.
pub fn state(model: &Model, ascii: bool, area: Rect) -> Vec<Row> {
    let (width, most) = (usize::from(area.width), usize::from(area.height / 4).max(1));
    let room = width.saturating_sub(1);
    let (texts, role) = said(model);
    let mut texts = texts
        .into_iter()
        .map(|text| plain_keys(&text, ascii).into_owned());
    let offer = offer(model).unwrap_or("");
    let beside = |text: &str| match offer {
        "" => cells::width(text) <= room,
        _ => cells::width(text) + 1 + cells::width(offer) <= room,
    };
    // A longer form, where it fits.
    let long = texts.next().unwrap_or_default();
    let text = match beside(&long) {
        true => long,
        false => texts.next().unwrap_or(long),
    };
    let mut told = wrapped(&text, room, role);
    let last = told.last().map_or("", |row| &row.text);
    let offered = if beside(last) || offer.is_empty() {
        Vec::new()
    } else {
        wrapped(offer, room, Role::Bullet)
    };
    // What one can do now is never cut off.
    let kept = most.saturating_sub(offered.len()).max(1);
    if told.len() > kept {
        told.truncate(kept);
        let end = told.pop().map_or_else(String::new, |row| row.text);
        let mut row = Row::default();
        row.push(&cut(&end, room, signs(ascii).more), role);
        told.push(row);
    }
    if offered.is_empty()
        && !offer.is_empty()
        && let Some(last) = told.last_mut()
    {
        last.push(" ", Role::Text);
        last.push(offer, Role::Bullet);
    }
    told.extend(offered);
    told.iter().map(blanks).collect()
}

/// A row whose no-break spaces, which kept together a key and what it does, are blanks.
fn blanks(row: &Row) -> Row {
    let mut plain = Row::default();
    for (text, span) in row.parts() {
        plain.push(&text.replace('\u{a0}', " "), span.role);
    }
    plain
}

/// Text after which there is more, not wider than `width` with the sign for it.
fn cut(text: &str, width: usize, more: &str) -> String {
    let mut text = clip(text, width.saturating_sub(cells::width(more)), "");
    text.push_str(more);
    text
}

/// What one can do now, besides going on.
fn offer(model: &Model) -> Option<&str> {
    let words = &model.words.theatre;
    if model.is_live() && model.has_record && trouble(model) {
        return Some(words.offer_record);
    }
    if model.record.is_over() && model.demo.is_some() && model.at.is_none() {
        return Some(words.again);
    }
    let says_else = model.asking.is_some() || model.remark.is_some();
    let says_next = !says_else && !model.fating && model.goal.is_none();
    let waits = model.shows_now() && model.next().is_some_and(|next| next.frame().is_some());
    (says_next && waits).then_some(words.offer_fate)
}

fn trouble(model: &Model) -> bool {
    let end = model.record.events().last();
    let failed = matches!(end, Some(crate::event::Event::End(end)) if end.status == Status::Failed);
    // Nobody waits in connect on one machine, unless something between swallows the packets.
    let waits = model.scene.stalled.iter().flatten();
    let filtered = !model.in_laboratory() && waits.into_iter().any(|it| it.name == "connect");
    model.failure.is_some() || failed || filtered
}

/// In its forms, the longest first, and how it looks.
fn said(model: &Model) -> (Vec<String>, Role) {
    let words = &model.words.theatre;
    if let Some(failure) = narration::trouble(model).filter(|_| model.failure.is_some()) {
        return (vec![failure], Role::Bar(Some(Notice::Caution)));
    }
    if let Some(asking) = &model.asking {
        let letters = (0..asking.question.choices.len()).map(crate::render::question::letter);
        let letters: Vec<String> = letters.map(String::from).collect();
        let keys = fill(words.predict_keys, &[("letters", &letters.join(" "))]);
        return (vec![keys], Role::Bar(Some(Notice::Important)));
    }
    if let Some(goal) = &model.goal {
        let text = match goal {
            Goal::Step(step) => fill(words.goal, &[("step", &model.title(step))]),
            Goal::Next => words.goal_next.to_string(),
        };
        return (vec![text], Role::Bar(Some(Notice::Important)));
    }
    if let Some(remark) = &model.remark {
        return (vec![remark.clone()], Role::Text);
    }
    if model.looks_back() {
        let text = match model.in_laboratory() {
            true => &words.looking_back_lab,
            false => &words.looking_back,
        };
        return (vec![text.to_string()], Role::Bar(Some(Notice::Important)));
    }
    if let Some(end) = &model.scene.end {
        return match end.status {
            Status::Finished => (vec![words.over.to_string()], Role::Text),
            Status::Stopped => (vec![words.over_left.to_string()], Role::Text),
            Status::Failed => {
                let why = narration::trouble(model).unwrap_or_default();
                (vec![why], Role::Bar(Some(Notice::Caution)))
            }
        };
    }
    if model.scene.stalled.is_some()
        && let Some(stall) = model.scene.sentences().last()
    {
        return (vec![stall.clone()], Role::Bar(Some(Notice::Warning)));
    }
    if model.fating {
        return (
            vec![words.fate_keys.to_string()],
            Role::Bar(Some(Notice::Important)),
        );
    }
    if let Some(next) = model.next() {
        if let Some(bytes) = next.frame() {
            let (from, to) = (bytes::clean(next.actor()), bytes::clean(next.socket()));
            let frame = model.scene.preview(bytes).text;
            let values = [("from", &*from), ("to", &*to), ("frame", &*frame)];
            return (vec![fill(words.next_frame, &values)], Role::Text);
        }
        let (actor, socket) = (bytes::clean(next.actor()), bytes::clean(next.socket()));
        let name = bytes::clean(next.name());
        let values = [("actor", &*actor), ("call", &*name), ("socket", &*socket)];
        let forms = [words.next, words.next_short];
        let forms = forms.map(|form| fill(form, &values));
        return (forms.to_vec(), Role::Text);
    }
    let waits = model.scene.actors.iter().any(|actor| actor.open.is_some());
    match waits && !model.standing.actors.is_empty() {
        true => match invitation(model) {
            Some(text) => (vec![text], Role::Bar(Some(Notice::Important))),
            None => {
                let text = match model.in_laboratory() {
                    true => &words.all_wait_lab,
                    false => &words.all_wait,
                };
                (vec![text.to_string()], Role::Bar(Some(Notice::Warning)))
            }
        },
        false => (vec![words.computing.to_string()], Role::Target),
    }
}

/// Where strangers find the server, once it has nothing to do but to wait for them.
fn invitation(model: &Model) -> Option<String> {
    let words = &model.words.theatre;
    let stays = |state: &ActorState| match &state.place {
        Place::InCall(spot) | Place::Blocked(spot) => spot.step.as_deref() == Some(VISITOR_STEP),
        _ => false,
    };
    if !model.standing.actors.iter().any(stays) {
        return None;
    }
    let text = match model.visitors? {
        Transport::Tcp | Transport::Udp => &words.door,
        Transport::Http => &words.door_http,
    };
    Some(fill(text, &[("address", &model.door?.to_string())]))
}
