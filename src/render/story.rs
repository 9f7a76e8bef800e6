//! A run told in sentences: events in, numbered sentences out. Pure.
//!
//! A call is told when it has returned. A call during which something else happens is told twice:
//! that it was made, before the other thing, and what it returned. So a cause always stands before
//! its effect: `write` may return later than the `read` at the other end.

mod sentence;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use super::frame::{self, Frames};
use super::{bytes, failing, gauge};
use crate::event::{
    Call, End, Event, Evidence, Field, Frame, Gauge, Outcome, Passage, Phase, Stall, Status,
};
use crate::lang::words::Words;
use sentence::{fill_owned, sentence, waits};

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
    frames: Frames,
    sent: usize,
    evidence: Evidence,
    /// Whether there are frames on record.
    in_laboratory: bool,
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

/// Calls and measured values that would make the same kind of sentence.
#[derive(PartialEq, Eq, Hash)]
struct Told {
    actor: Arc<str>,
    /// 0 for a measured value.
    line: u32,
    name: String,
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
            frames: Frames::default(),
            sent: 0,
            evidence: Evidence::Kernel,
            in_laboratory: false,
            last_us: 0,
            left: false,
            detail,
        }
    }

    /// What there is to say after an event.
    pub fn tell(&mut self, event: &Event) -> Vec<Line> {
        let mut lines = Vec::new();
        match event {
            Event::Start(start) => {
                self.evidence = start.evidence;
                self.in_laboratory = start.in_laboratory();
            }
            // What is woken by leaving says nothing about the exchange.
            Event::Call(call) if self.left => self.count(call),
            Event::Call(call) => self.tell_call(call, &mut lines),
            Event::Gauge(_) if self.left => {}
            Event::Gauge(gauge) => self.tell_gauge(gauge, &mut lines),
            Event::Frame(_) if self.left => {}
            Event::Frame(frame) => self.tell_frame(frame, &mut lines),
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
        if let Some(waits) = self.waits(actor) {
            self.say(waits, &mut lines);
        }
        lines
    }

    /// The sentence that an actor waits in its call; `None` when it is in none.
    pub fn waits(&self, actor: &str) -> Option<String> {
        let open = self.open.get(actor)?;
        let waits = waits(self.words, &open.call, &open.arguments);
        Some(waits.unwrap_or_else(|| {
            let values = [
                ("actor", bytes::clean(&open.call.actor)),
                ("call", bytes::clean(&open.call.name)),
                ("socket", bytes::clean(&open.call.socket)),
            ];
            fill_owned(self.words.run.waits_still, &values)
        }))
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
                self.tell_step(call.step.as_ref(), &call.actor, lines);
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
                    name: call.name.to_string(),
                    failed: outcome.result.is_err(),
                };
                let always = is_end_of_stream(call, outcome);
                let arguments = open.map(|open| open.arguments).unwrap_or_default();
                let text = sentence(self.words, self.evidence, call, &arguments, outcome);
                self.tell_or_hold_back(key, always, text, lines);
            }
        }
    }

    /// Heads a step that begins for the first time.
    fn tell_step(&mut self, step: Option<&Arc<str>>, actor: &str, lines: &mut Vec<Line>) {
        let Some(step) = step.filter(|step| !self.steps.contains(step)) else {
            return;
        };
        self.say_who_waits(actor, lines);
        self.end_counting(lines);
        self.steps.push(Arc::clone(step));
        lines.push(Line::Step(Arc::clone(step)));
    }

    fn tell_frame(&mut self, frame: &Frame, lines: &mut Vec<Line>) {
        self.last_us = frame.t_us;
        let told = self.frames.line(frame);
        let (name, lost) = match &frame.passage {
            Passage::Sent { fate, .. } => {
                self.sent += 1;
                self.tell_step(frame.step.as_ref(), "", lines);
                (fate.name(), fate.is_loss())
            }
            Passage::Arrived { .. } => ("arrived", false),
        };
        let key = Told {
            actor: Arc::clone(&frame.from),
            line: frame.source.as_ref().map_or(0, |source| source.line),
            name: name.to_string(),
            failed: lost,
        };
        let text = frame::sentence(self.words, frame, &told);
        self.tell_or_hold_back(key, false, text, lines);
    }

    fn tell_gauge(&mut self, gauge: &Gauge, lines: &mut Vec<Line>) {
        self.last_us = gauge.t_us;
        let key = Told {
            actor: Arc::clone(&gauge.actor),
            line: 0,
            name: gauge.name.to_string(),
            failed: false,
        };
        let text = gauge::sentence(self.words, gauge);
        // A value may be measured in the midst of its own actor's call.
        self.say_who_waits("", lines);
        self.tell_or_hold_back(key, false, text, lines);
    }

    fn tell_or_hold_back(&mut self, key: Told, always: bool, text: String, lines: &mut Vec<Line>) {
        let actor = Arc::clone(&key.actor);
        let times = self.told.entry(key).or_insert(0);
        *times += 1;
        if always || self.detail == Detail::Every || *times <= TOLD_IN_FULL {
            self.say_who_waits(&actor, lines);
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

    /// Before something is told of one actor, the others' waits are.
    fn say_who_waits(&mut self, but: &str, lines: &mut Vec<Line>) {
        let mut sentences = Vec::new();
        for (actor, open) in &mut self.open {
            if &**actor != but
                && !open.said_to_wait
                && (self.detail == Detail::Every || !was_told_often(&self.told, open))
                && let Some(text) = waits(self.words, &open.call, &open.arguments)
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
                fill_owned(words.stall_part, &values)
            })
            .collect();
        let values = [("parts", parts.join(words.join))];
        self.say(fill_owned(words.stall, &values), lines);
    }

    fn tell_end(&mut self, end: &End, lines: &mut Vec<Line>) {
        self.end_counting(lines);
        let words = &self.words.run;
        let template = match end.status {
            Status::Finished if self.evidence == Evidence::Lab => &words.finished_lab,
            Status::Finished if self.in_laboratory => &words.finished_engine,
            Status::Finished => &words.finished,
            Status::Failed => &words.failed,
            Status::Stopped => &words.stopped,
        };
        let milliseconds = self.last_us as f64 / 1000.0;
        let error = end.error.as_ref().map(|why| failing::told(self.words, why));
        let values = [
            ("calls", self.calls.to_string()),
            ("frames", self.sent.to_string()),
            ("time", format!("{milliseconds:.1}")),
            ("error", error.unwrap_or_default()),
        ];
        lines.push(Line::Remark(fill_owned(template, &values)));
    }

    fn end_counting(&mut self, lines: &mut Vec<Line>) {
        let not_told = self.held_back - self.latest.len();
        if not_told > 0 {
            let values = [("count", not_told.to_string())];
            lines.push(Line::Remark(fill_owned(self.words.run.folded, &values)));
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
        name: open.call.name.to_string(),
        failed: false,
    };
    told.get(&key).is_some_and(|times| *times >= TOLD_IN_FULL)
}

/// A read of zero bytes is never only counted: it is what the reader waited for.
fn is_end_of_stream(call: &Call, outcome: &Outcome) -> bool {
    let zero = outcome.bytes.as_ref().is_some_and(|bytes| bytes.total == 0);
    zero && matches!(&*call.name, "read" | "recv")
}
