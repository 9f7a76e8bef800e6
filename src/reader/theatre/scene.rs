//! What the theatre shows at one place of a record, computed from the events up to there alone.
//!
//! Stepping back, replays and tests are therefore the same code as a live run.

mod frames;

use std::borrow::Cow;
use std::sync::Arc;

use crate::event::{Call, Cause, End, Event, Field, Outcome, Phase, Source, Start, Waiting};
use crate::lang::words::Words;
use crate::render::frame::Frames;
use crate::render::peers::{Peers, sends};
use crate::render::story::{Detail, Line, Story};

use super::curves::Curves;
use super::sockets::Sockets;
use super::translations::Translations;
pub use frames::FrameSeen;

/// A run up to one place of its record.
pub struct Scene {
    pub start: Option<Start>,
    pub actors: Vec<Actor>,
    pub calls: Vec<CallSeen>,
    pub frames: Vec<FrameSeen>,
    /// Calls and frames in the order in which they began.
    pub items: Vec<Item>,
    /// The ladder, from the top.
    pub rungs: Vec<Rung>,
    pub sockets: Sockets,
    /// What the NATs of the laboratory have in their tables.
    pub translations: Translations,
    pub curves: Curves,
    /// The call or frame whose event came last.
    pub current: Option<Item>,
    /// The step of the call that began last.
    pub step: Option<Arc<str>>,
    pub stalled: Option<Vec<Waiting>>,
    pub left: bool,
    pub end: Option<End>,
    /// What the latest step is told as.
    sentences: Vec<String>,
    steps: Vec<Arc<str>>,
    peers: Peers,
    lines: Frames,
    story: Story<'static>,
}

/// Something that can be looked at by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    Call(usize),
    Frame(usize),
}

/// A thread of the run.
#[derive(Debug, Clone, PartialEq)]
pub struct Actor {
    pub name: Arc<str>,
    /// One character that stands for it where there is no room for a name.
    pub mark: char,
    /// Its latest call.
    pub latest: Option<usize>,
    /// The call it is inside of.
    pub open: Option<usize>,
    /// The stretches of the ladder in which it waits: after the first rung and before the second.
    pub waits: Vec<(usize, usize)>,
}

/// A call as far as it is known.
#[derive(Debug, Clone, PartialEq)]
pub struct CallSeen {
    pub actor: usize,
    pub name: Cow<'static, str>,
    pub socket: Arc<str>,
    /// The descriptor it is called on, if the record says.
    pub descriptor: Option<i64>,
    pub step: Option<Arc<str>>,
    pub source: Source,
    pub arguments: Vec<Field>,
    pub outcome: Option<Outcome>,
    /// How many calls had begun when it returned.
    pub returned: usize,
    /// The actor that feels it.
    pub to: Option<usize>,
    /// The rung on which it begins.
    pub rung: usize,
    /// When it begins, in microseconds.
    pub begun_us: u64,
}

/// A row of the ladder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rung {
    /// A step of the source begins for the first time.
    Step(Arc<str>),
    /// A call; if nothing happened until it returned, also its return.
    Call(usize),
    /// A call returns after something else has happened.
    Return(usize),
    /// A frame is sent; if nothing happens until it arrives, it also arrives.
    Frame(usize),
    /// A frame arrives after something else has happened.
    Arrival(usize),
    Stall,
    Leave(Cause),
    End,
}

impl Scene {
    /// The moment before the first event.
    pub fn new(words: &'static Words) -> Scene {
        Scene {
            start: None,
            actors: Vec::new(),
            calls: Vec::new(),
            frames: Vec::new(),
            items: Vec::new(),
            rungs: Vec::new(),
            sockets: Sockets::default(),
            translations: Translations::default(),
            curves: Curves::default(),
            current: None,
            step: None,
            stalled: None,
            left: false,
            end: None,
            sentences: Vec::new(),
            steps: Vec::new(),
            peers: Peers::default(),
            lines: Frames::default(),
            story: Story::new(words, Detail::Every),
        }
    }

    /// The scene after these events.
    pub fn of(words: &'static Words, events: &[Event]) -> Scene {
        let mut scene = Scene::new(words);
        for event in events {
            scene.add(event);
        }
        scene
    }

    /// Takes the next event in.
    pub fn add(&mut self, event: &Event) {
        self.tell(event);
        self.curves.add(event);
        match event {
            Event::Start(start) => {
                self.start = Some(start.clone());
                self.sockets.in_laboratory = self.in_laboratory();
                for name in &start.actors {
                    self.actor(&name.as_str().into());
                }
            }
            Event::Call(call) => self.call(call),
            Event::Gauge(gauge) => {
                self.sockets.measured(gauge);
                self.translations.measured(gauge);
            }
            Event::Frame(frame) => self.frame(frame),
            Event::Stall(stall) => {
                self.stalled = Some(stall.waiting.clone());
                self.rungs.push(Rung::Stall);
            }
            Event::Leave(leave) => {
                self.left = true;
                self.rungs.push(Rung::Leave(leave.cause));
            }
            Event::End(end) => {
                self.end = Some(end.clone());
                self.rungs.push(Rung::End);
            }
        }
    }

    fn call(&mut self, call: &Call) {
        let actor = self.actor(&call.actor);
        match &call.phase {
            Phase::Begin(arguments) => self.begin(actor, call, arguments),
            Phase::End(outcome) => self.end_of(actor, call, outcome),
        }
    }

    fn begin(&mut self, actor: usize, call: &Call, arguments: &[Field]) {
        // What is closed because somebody leaves says nothing about the exchange.
        if !self.left {
            self.step(call.step.as_ref());
            self.current = Some(Item::Call(self.calls.len()));
            self.rungs.push(Rung::Call(self.calls.len()));
        }
        let place = &mut self.actors[actor];
        place.open = Some(self.calls.len());
        place.latest = place.open;
        self.items.push(Item::Call(self.calls.len()));
        self.calls.push(CallSeen {
            actor,
            name: call.name.clone(),
            socket: Arc::clone(&call.socket),
            descriptor: self.sockets.descriptor(&call.socket),
            step: call.step.clone(),
            source: call.source.clone(),
            arguments: arguments.to_vec(),
            outcome: None,
            returned: 0,
            to: None,
            rung: self.rungs.len().saturating_sub(1),
            begun_us: call.t_us,
        });
        if let Some(call) = self.calls.last() {
            self.sockets.begins(call);
        }
    }

    fn end_of(&mut self, actor: usize, call: &Call, outcome: &Outcome) {
        // A damaged record may hold an end without its begin.
        let Some(number) = self.actors[actor].open.take() else {
            return;
        };
        self.stalled = None;
        let felt = sends(&call.name)
            || call.name == "close" && self.sockets.has_open_peer(outcome.local, outcome.peer);
        self.peers.learn(&call.actor, outcome);
        let to = self
            .peers
            .of(outcome)
            .filter(|_| felt && outcome.result.is_ok() && !self.in_laboratory());
        let to = to.and_then(|to| self.actors.iter().position(|actor| actor.name == *to));
        let returned = self.calls.len();
        let seen = &mut self.calls[number];
        seen.returned = returned;
        seen.to = to.filter(|to| *to != actor);
        seen.outcome = Some(outcome.clone());
        self.sockets.learn(seen);
        if !self.left {
            self.current = Some(Item::Call(number));
            if self.rungs.last() != Some(&Rung::Call(number)) {
                let from = self.calls[number].rung;
                self.actors[actor].waits.push((from, self.rungs.len()));
                self.rungs.push(Rung::Return(number));
            }
        }
    }

    /// Whether a call or frame of this step has been seen.
    pub fn has_begun(&self, step: &Arc<str>) -> bool {
        self.steps.contains(step)
    }

    /// A step begins, or goes on.
    fn step(&mut self, step: Option<&Arc<str>>) {
        let Some(step) = step else {
            return;
        };
        self.step = Some(Arc::clone(step));
        if !self.steps.contains(step) {
            self.steps.push(Arc::clone(step));
            self.rungs.push(Rung::Step(Arc::clone(step)));
        }
    }

    fn actor(&mut self, name: &Arc<str>) -> usize {
        if let Some(known) = self.actors.iter().position(|actor| actor.name == *name) {
            return known;
        }
        let taken = |mark: char| self.actors.iter().any(|actor| actor.mark == mark);
        let initial = name.chars().next().map(|first| first.to_ascii_uppercase());
        let digit = name.chars().last().filter(char::is_ascii_digit);
        // A learner may not tell many actors apart by marks; they have names as well.
        let mut marks = initial
            .into_iter()
            .chain(digit)
            .chain('A'..='Z')
            .chain('a'..='z');
        let mark = marks.find(|mark| !taken(*mark)).unwrap_or('*');
        self.actors.push(Actor {
            name: Arc::clone(name),
            mark,
            latest: None,
            open: None,
            waits: Vec::new(),
        });
        self.actors.len() - 1
    }

    fn tell(&mut self, event: &Event) {
        let begins = match event {
            Event::Call(call) => matches!(call.phase, Phase::Begin(_)),
            Event::Gauge(_) => false,
            _ => true,
        };
        if begins {
            self.sentences.clear();
        }
        for line in self.story.tell(event) {
            match line {
                Line::Sentence { text, .. } | Line::Remark(text) => self.sentences.push(text),
                Line::Step(_) => {}
            }
        }
    }

    /// What the latest step is told as, in sentences.
    pub fn sentences(&self) -> Cow<'_, [String]> {
        let waiting = match self.current {
            Some(Item::Call(number)) => Some(&self.calls[number]),
            Some(Item::Frame(_)) | None => None,
        };
        match waiting.filter(|call| call.outcome.is_none() && self.end.is_none()) {
            Some(call) if self.stalled.is_none() => {
                let mut all = self.sentences.clone();
                all.extend(self.story.waits(&self.actors[call.actor].name));
                Cow::Owned(all)
            }
            _ => Cow::Borrowed(&self.sentences),
        }
    }
}
