//! A run as a Mermaid sequence diagram.
//!
//! An arrow goes from the actor that sends to the actor that owns the peer's address; a call that
//! touches nobody else is a note over its actor.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use crate::event::{Call, Event, Frame, Gauge, Outcome, Passage, Phase};
use crate::render::bytes;
use crate::render::frame::Frames;
use crate::render::peers::{Peers, sends};

/// A diagram with more calls and values than this helps nobody; the rest is counted.
const MOST_CALLS: usize = 300;

/// How many bytes an arrow shows.
const SHOWN: usize = 24;

/// What becomes a line of the diagram.
enum Entry {
    /// A call with its arguments.
    Call(Call, BTreeMap<String, String>),
    Gauge(Gauge),
    /// A frame that was sent, with its line.
    Frame(Frame, String),
}

/// Collects a run and draws it at its end.
#[derive(Default)]
pub struct Mermaid {
    actors: Vec<Arc<str>>,
    peers: Peers,
    entries: Vec<Entry>,
    open: BTreeMap<Arc<str>, BTreeMap<String, String>>,
    more: usize,
    frames: Frames,
    /// In the laboratory a call is between a program and its host; what crosses is a frame.
    in_laboratory: bool,
}

impl Mermaid {
    pub fn add(&mut self, event: &Event) {
        match event {
            Event::Start(start) => {
                self.in_laboratory = start.in_laboratory();
                self.actors = start
                    .actors
                    .iter()
                    .map(|name| name.as_str().into())
                    .collect();
            }
            Event::Call(call) => self.add_call(call),
            Event::Gauge(gauge) => {
                self.know(&gauge.actor);
                self.keep(Entry::Gauge(gauge.clone()));
            }
            Event::Frame(frame) => {
                self.know(&frame.from);
                self.know(&frame.to);
                let line = self.frames.line(frame).text;
                if let Passage::Sent { .. } = frame.passage {
                    self.keep(Entry::Frame(frame.clone(), line));
                }
            }
            Event::Stall(_) | Event::Leave(_) | Event::End(_) => {}
        }
    }

    /// The diagram.
    pub fn draw(&self) -> String {
        let mut out = String::from("sequenceDiagram\n");
        for (position, actor) in self.actors.iter().enumerate() {
            // Writing into a String cannot fail, here and below.
            let _ = writeln!(out, "    participant a{position} as {}", escape(actor));
        }
        for entry in &self.entries {
            match entry {
                Entry::Call(call, arguments) => {
                    if let Phase::End(outcome) = &call.phase {
                        self.draw_call(call, arguments, outcome, &mut out);
                    }
                }
                Entry::Gauge(gauge) => self.draw_gauge(gauge, &mut out),
                Entry::Frame(frame, line) => self.draw_frame(frame, line, &mut out),
            }
        }
        if self.more > 0 {
            let _ = writeln!(out, "    Note over a0: … {} ×", self.more);
        }
        out
    }

    fn add_call(&mut self, call: &Call) {
        self.know(&call.actor);
        match &call.phase {
            Phase::Begin(arguments) => {
                let arguments = arguments.iter();
                let arguments =
                    arguments.map(|(name, value)| (name.to_string(), value.to_string()));
                self.open
                    .insert(Arc::clone(&call.actor), arguments.collect());
            }
            Phase::End(outcome) => {
                let arguments = self.open.remove(&call.actor).unwrap_or_default();
                self.peers.learn(&call.actor, outcome);
                self.keep(Entry::Call(call.clone(), arguments));
            }
        }
    }

    fn know(&mut self, actor: &Arc<str>) {
        if !self.actors.contains(actor) {
            self.actors.push(Arc::clone(actor));
        }
    }

    fn keep(&mut self, entry: Entry) {
        match self.entries.len() {
            ..MOST_CALLS => self.entries.push(entry),
            _ => self.more += 1,
        }
    }

    fn draw_call(
        &self,
        call: &Call,
        arguments: &BTreeMap<String, String>,
        outcome: &Outcome,
        out: &mut String,
    ) {
        let from = self.name(&call.actor);
        let inside: Vec<&str> = arguments.values().map(String::as_str).collect();
        let head = format!("{}({})", call.name, inside.join(", "));
        let text = match (&outcome.result, &outcome.bytes) {
            (Err(failure), _) => format!("{head} = {}", failure.name),
            (Ok(success), Some(carried)) if carried.total > 0 => {
                let kept = &carried.kept[..carried.kept.len().min(SHOWN)];
                let rest = if carried.total > kept.len() {
                    "…"
                } else {
                    ""
                };
                format!(
                    "{} {} {}{rest}",
                    call.name,
                    success.value,
                    bytes::quoted(kept)
                )
            }
            (Ok(success), _) => format!("{head} = {}", success.value),
        };
        let text = escape(&text);
        let to = self.peers.of(outcome);
        let crosses = sends(&call.name) && !self.in_laboratory;
        let to = to.filter(|to| crosses && **to != call.actor);
        let _ = match to {
            Some(to) => writeln!(out, "    {from}->>{}: {text}", self.name(to)),
            None => writeln!(out, "    Note over {from}: {text}"),
        };
    }

    fn draw_frame(&self, frame: &Frame, line: &str, out: &mut String) {
        let (from, to) = (self.name(&frame.from), self.name(&frame.to));
        // `-x` is an arrow that ends in a cross.
        let arrow = match &frame.passage {
            Passage::Sent { fate, .. } if fate.is_loss() => "-x",
            _ => "->>",
        };
        let _ = writeln!(out, "    {from}{arrow}{to}: {}", escape(line));
    }

    fn draw_gauge(&self, gauge: &Gauge, out: &mut String) {
        let socket = gauge.socket.as_ref().map(|socket| format!("{socket} "));
        let unit = match &*gauge.unit {
            "" => String::new(),
            unit => format!(" {unit}"),
        };
        let socket = socket.unwrap_or_default();
        let text = format!("{socket}{} = {}{unit}", gauge.name, gauge.value);
        let over = self.name(&gauge.actor);
        let _ = writeln!(out, "    Note over {over}: {}", escape(&text));
    }

    fn name(&self, actor: &Arc<str>) -> String {
        let position = self.actors.iter().position(|known| known == actor);
        format!("a{}", position.unwrap_or(0))
    }
}

/// Text that Mermaid shows and does not read: its own signs as entity codes, on one line.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for character in bytes::clean(text).chars() {
        match character {
            '#' | ';' | '<' | '>' | '"' | '\\' | '{' | '}' | '%' | ':' | '&' => {
                let _ = write!(out, "#{};", character as u32);
            }
            _ => out.push(character),
        }
    }
    out
}
