//! A run told in sentences: events in, numbered sentences out. Pure.
//!
//! A call is told when it has returned. A call during which something else happens is told twice:
//! that it was made, before the other thing, and what it returned. So a cause always stands before
//! its effect: `write` may return later than the `read` at the other end.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use super::{bytes, failing};
use crate::event::{Bytes, Call, End, Event, Field, Outcome, Phase, Stall, Status};
use crate::lang::fill;
use crate::lang::words::Words;

/// How often the same call of the same actor is told before it is only counted.
const TOLD_IN_FULL: usize = 4;

/// How many of the calls that were only counted are told when the group ends.
const TOLD_AT_LAST: usize = 2;

/// A piece of the story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// A step begins for the first time.
    Step(Arc<str>),
    /// A numbered sentence.
    Sentence { number: usize, text: String },
    /// A remark without a number.
    Remark(String),
}

/// Tells one run.
pub struct Story<'w> {
    words: &'w Words,
    open: BTreeMap<Arc<str>, OpenCall>,
    steps: Vec<Arc<str>>,
    told: HashMap<Told, usize>,
    /// Sentences held back because there were so many like them: how many, and the latest.
    held_back: usize,
    latest: VecDeque<String>,
    number: usize,
    calls: usize,
    last_us: u64,
    left: bool,
    detail: Detail,
}

/// How much of a run is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Every call: for a run somebody follows live.
    Every,
    /// Of many calls alike the first and the last.
    Folded,
}

/// A call that has begun and not returned.
struct OpenCall {
    call: Call,
    arguments: Vec<Field>,
    said_to_wait: bool,
}

/// Calls that would make the same kind of sentence.
#[derive(PartialEq, Eq, Hash)]
struct Told {
    actor: Arc<str>,
    line: u32,
    call: String,
    failed: bool,
}

impl<'w> Story<'w> {
    pub fn new(words: &'w Words, detail: Detail) -> Story<'w> {
        Story {
            words,
            open: BTreeMap::new(),
            steps: Vec::new(),
            told: HashMap::new(),
            held_back: 0,
            latest: VecDeque::new(),
            number: 0,
            calls: 0,
            last_us: 0,
            left: false,
            detail,
        }
    }

    /// What there is to say after an event.
    pub fn tell(&mut self, event: &Event) -> Vec<Line> {
        let mut lines = Vec::new();
        match event {
            Event::Start(_) => {}
            // What is woken by leaving says nothing about the exchange.
            Event::Call(call) if self.left => self.count(call),
            Event::Call(call) => self.tell_call(call, &mut lines),
            Event::Leave(_) => self.left = true,
            Event::Stall(stall) => self.tell_stall(stall, &mut lines),
            Event::End(end) => self.tell_end(end, &mut lines),
        }
        lines
    }

    /// Says that an actor is blocked, if its call has not been said to wait already.
    pub fn tell_blocked(&mut self, actor: &str) -> Vec<Line> {
        let mut lines = Vec::new();
        let Some(open) = self.open.get_mut(actor).filter(|open| !open.said_to_wait) else {
            return lines;
        };
        open.said_to_wait = true;
        let waits = waits(self.words, open).unwrap_or_else(|| {
            let values = [
                ("actor", bytes::clean(&open.call.actor)),
                ("call", bytes::clean(&open.call.name)),
                ("socket", bytes::clean(&open.call.socket)),
            ];
            fill_owned(&self.words.run.waits_still, &values)
        });
        self.say(waits, &mut lines);
        lines
    }

    fn count(&mut self, call: &Call) {
        self.last_us = call.t_us;
        if let Phase::End(_) = call.phase {
            self.calls += 1;
        }
    }

    fn tell_call(&mut self, call: &Call, lines: &mut Vec<Line>) {
        self.count(call);
        match &call.phase {
            Phase::Begin(arguments) => {
                if let Some(step) = &call.step
                    && !self.steps.contains(step)
                {
                    self.say_who_waits(&call.actor, lines);
                    self.end_counting(lines);
                    self.steps.push(Arc::clone(step));
                    lines.push(Line::Step(Arc::clone(step)));
                }
                let open = OpenCall {
                    call: call.clone(),
                    arguments: arguments.clone(),
                    said_to_wait: false,
                };
                self.open.insert(Arc::clone(&call.actor), open);
            }
            Phase::End(outcome) => {
                let open = self.open.remove(&call.actor);
                let key = Told {
                    actor: Arc::clone(&call.actor),
                    line: call.source.line,
                    call: call.name.to_string(),
                    failed: outcome.result.is_err(),
                };
                let times = self.told.entry(key).or_insert(0);
                *times += 1;
                let in_full = self.detail == Detail::Every
                    || *times <= TOLD_IN_FULL
                    || is_end_of_stream(call, outcome);
                let arguments = open.map(|open| open.arguments).unwrap_or_default();
                let text = sentence(self.words, call, &arguments, outcome);
                if in_full {
                    self.say_who_waits(&call.actor, lines);
                    self.end_counting(lines);
                    self.say(text, lines);
                } else {
                    self.held_back += 1;
                    self.latest.push_back(text);
                    if self.latest.len() > TOLD_AT_LAST {
                        self.latest.pop_front();
                    }
                }
            }
        }
    }

    /// Before something is told of one actor, the others' waits are.
    fn say_who_waits(&mut self, but: &str, lines: &mut Vec<Line>) {
        let mut sentences = Vec::new();
        for (actor, open) in &mut self.open {
            if &**actor != but
                && !open.said_to_wait
                && (self.detail == Detail::Every || !was_told_often(&self.told, open))
                && let Some(text) = waits(self.words, open)
            {
                open.said_to_wait = true;
                sentences.push(text);
            }
        }
        for text in sentences {
            self.say(text, lines);
        }
    }

    fn tell_stall(&mut self, stall: &Stall, lines: &mut Vec<Line>) {
        self.last_us = stall.t_us;
        for waiting in &stall.waiting {
            lines.extend(self.tell_blocked(&waiting.actor));
        }
        let words = &self.words.run;
        let parts: Vec<String> = (stall.waiting.iter())
            .map(|waiting| {
                let values = [
                    ("actor", bytes::clean(&waiting.actor)),
                    ("call", bytes::clean(&waiting.name)),
                ];
                fill_owned(&words.stall_part, &values)
            })
            .collect();
        let values = [("parts", parts.join(&words.join))];
        self.say(fill_owned(&words.stall, &values), lines);
    }

    fn tell_end(&mut self, end: &End, lines: &mut Vec<Line>) {
        self.end_counting(lines);
        let words = &self.words.run;
        let template = match end.status {
            Status::Finished => &words.finished,
            Status::Failed => &words.failed,
            Status::Stopped => &words.stopped,
        };
        let milliseconds = self.last_us as f64 / 1000.0;
        let error = end.error.as_ref().map(|why| failing::told(self.words, why));
        let values = [
            ("calls", self.calls.to_string()),
            ("time", format!("{milliseconds:.1}")),
            ("error", error.unwrap_or_default()),
        ];
        lines.push(Line::Remark(fill_owned(template, &values)));
    }

    fn end_counting(&mut self, lines: &mut Vec<Line>) {
        let not_told = self.held_back - self.latest.len();
        if not_told > 0 {
            let values = [("count", not_told.to_string())];
            lines.push(Line::Remark(fill_owned(&self.words.run.folded, &values)));
        }
        self.held_back = 0;
        for text in std::mem::take(&mut self.latest) {
            self.say(text, lines);
        }
    }

    fn say(&mut self, text: String, lines: &mut Vec<Line>) {
        self.number += 1;
        lines.push(Line::Sentence {
            number: self.number,
            text,
        });
    }
}

fn was_told_often(told: &HashMap<Told, usize>, open: &OpenCall) -> bool {
    let key = Told {
        actor: Arc::clone(&open.call.actor),
        line: open.call.source.line,
        call: open.call.name.to_string(),
        failed: false,
    };
    told.get(&key).is_some_and(|times| *times >= TOLD_IN_FULL)
}

/// A read of zero bytes is never only counted: it is what the reader waited for.
fn is_end_of_stream(call: &Call, outcome: &Outcome) -> bool {
    let zero = outcome.bytes.as_ref().is_some_and(|bytes| bytes.total == 0);
    zero && matches!(&*call.name, "read" | "recv")
}

fn waits(words: &Words, open: &OpenCall) -> Option<String> {
    let template = words.calls.get(&*open.call.name)?.waits.as_ref()?;
    Some(fill_owned(
        template,
        &values(words, &open.call, &open.arguments, None),
    ))
}

fn sentence(words: &Words, call: &Call, arguments: &[Field], outcome: &Outcome) -> String {
    let values = values(words, call, arguments, Some(outcome));
    let template = match (&outcome.result, words.calls.get(&*call.name)) {
        (Ok(_), Some(sentences)) => match &sentences.nothing {
            Some(nothing) if outcome.bytes.as_ref().is_some_and(|b| b.total == 0) => nothing,
            _ => &sentences.done,
        },
        // An unknown call can only come from a record of another version.
        (Ok(_), None) => {
            return format!(
                "{}: {} = ok",
                bytes::clean(&call.actor),
                bytes::clean(&call.name)
            );
        }
        (Err(_), _) => &words.run.failed_call,
    };
    fill_owned(template, &values)
}

/// Everything a sentence may name, made safe.
fn values(
    words: &Words,
    call: &Call,
    arguments: &[Field],
    outcome: Option<&Outcome>,
) -> Vec<(&'static str, String)> {
    let mut values = vec![
        ("actor", bytes::clean(&call.actor)),
        ("call", bytes::clean(&call.name)),
        ("socket", bytes::clean(&call.socket)),
    ];
    let argument = |name: &str| {
        let found = arguments.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| bytes::clean(&value.to_string()))
    };
    for name in ["domain", "type", "option", "backlog", "how", "timeout_ms"] {
        values.push((name, argument(name).unwrap_or_default()));
    }
    for name in ["flag", "command", "flags"] {
        // These stand in front of the next word, if they stand there at all.
        let shown = argument(name)
            .map(|text| format!("{text} "))
            .unwrap_or_default();
        values.push((name, shown));
    }
    let room = argument("len").and_then(|text| text.parse().ok());
    values.push(("len", count(words, room.unwrap_or(0))));
    let Some(outcome) = outcome else {
        values.push(("address", argument("address").unwrap_or_default()));
        return values;
    };
    let shown = |address: Option<std::net::SocketAddr>| {
        address.map_or_else(|| "?".to_string(), |address| address.to_string())
    };
    values.push(("local", shown(outcome.local)));
    values.push(("peer", shown(outcome.peer)));
    match &outcome.result {
        Ok(success) => {
            let given = |name: &str| {
                let found = success.fields.iter().find(|(field, _)| field == name);
                found.map(|(_, value)| bytes::clean(&value.to_string()))
            };
            let address = given("address").or_else(|| argument("address"));
            values.push(("address", address.unwrap_or_default()));
            values.push(("new", given("socket").unwrap_or_default()));
            let set = argument("value").or_else(|| given("value"));
            values.push(("set", set.unwrap_or_default()));
            values.push(("value", success.value.to_string()));
            if let Some(carried) = &outcome.bytes {
                values.push(("count", count(words, carried.total)));
                values.push(("bytes", show(words, carried)));
            }
        }
        Err(failure) => {
            let meaning = (words.errors.get(&*failure.name)).or_else(|| words.errors.get("other"));
            values.push(("error", bytes::clean(&failure.name)));
            values.push(("meaning", meaning.cloned().unwrap_or_default()));
        }
    }
    values
}

fn count(words: &Words, bytes: usize) -> String {
    match bytes {
        0 => words.run.no_bytes.clone(),
        1 => words.run.one_byte.clone(),
        _ => fill(&words.run.bytes, &[("count", &bytes.to_string())]),
    }
}

/// Bytes as text and as hexadecimal digits, and how many are not shown.
fn show(words: &Words, carried: &Bytes) -> String {
    let kept = &carried.kept[..carried.kept.len().min(bytes::SHOWN)];
    let mut text = format!("{}  {}", bytes::quoted(kept), bytes::hex(kept, " "));
    if carried.total > kept.len() {
        let rest = (carried.total - kept.len()).to_string();
        text.push_str(" … ");
        text.push_str(&fill(&words.run.more_bytes, &[("count", &rest)]));
    }
    text
}

fn fill_owned(template: &str, values: &[(&str, String)]) -> String {
    let values: Vec<(&str, &str)> = (values.iter())
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    fill(template, &values)
}
