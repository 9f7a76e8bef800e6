//! What the theatre knows: plain data, changed by `update` and shown by `view` alone.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::Arc;

use crate::course::{Narration, Question};
use crate::demos::{Demo, Transport};
use crate::event::{Call, Event};
use crate::lang::words::Words;
use crate::net::gate::{ActorState, Place, Spot};

use super::edit::Editor;
use super::keys::Pane;
use super::record::Record;
use super::scene::Scene;
use super::stage::Standing;

/// How fast a play goes, in milliseconds between steps.
pub const PACES: [u64; 7] = [100, 250, 500, 1000, 2000, 4000, 8000];

/// The pace a play begins with: one second.
const USUAL_PACE: usize = 3;

/// What is played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    Live,
    /// A record, with the date on which it was made, if it says.
    Replay(Option<String>),
}

/// The state of the screen.
pub struct Model {
    pub words: &'static Words,
    /// `None` for the record of a demo this program does not have.
    pub demo: Option<&'static Demo>,
    pub narration: Option<Narration>,
    pub kind: Kind,
    /// Tells the news of this run from those of the one before.
    pub run: u64,
    pub settings: Vec<String>,
    pub record: Record,
    /// How many events are shown, when one looks back or plays a record.
    pub at: Option<usize>,
    /// What is shown, after [`Model::shown`] events.
    pub scene: Scene,
    pub standing: Standing,
    /// A step was asked for before everybody stood still; it is made then.
    pub wanted: bool,
    /// A call was let through, and it is not known yet where everybody stands.
    pub moving: bool,
    /// Why the run could not be started.
    pub failure: Option<String>,
    /// Whether there is a recorded run to fall back to.
    pub has_record: bool,
    /// How strangers can join, if the server stays for them, and where.
    pub visitors: Option<Transport>,
    pub door: Option<SocketAddr>,

    pub zoom: Option<Pane>,
    pub projector: bool,
    /// The keys are shown, from this one on.
    pub help: Option<usize>,
    pub editor: Option<Editor>,
    /// The call that was chosen; else the current one is.
    pub selected: Option<usize>,
    /// Rows scrolled, pane by pane.
    pub scroll: [usize; 5],
    pub playing: bool,
    pub pace: usize,
    pub predict: bool,
    /// The steps whose question has been asked.
    pub asked: HashSet<Arc<str>>,
    pub asking: Option<Asking>,
    pub predicted: Option<Prediction>,
    /// Every answer so far: the step, and whether it was right.
    pub answers: Vec<(String, bool)>,
    /// A remark until the next key.
    pub remark: Option<String>,
}

/// A question that waits for its answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Asking {
    pub step: Arc<str>,
    pub question: Question,
    pub actor: Arc<str>,
}

/// An answer, and after the kernel has answered what is said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    pub asked: Asking,
    pub chosen: usize,
    /// How many calls had been made when it was asked.
    pub calls: usize,
}

impl Model {
    pub fn new(words: &'static Words, demo: Option<&'static Demo>, kind: Kind) -> Model {
        Model {
            words,
            demo,
            narration: None,
            kind,
            run: 0,
            settings: Vec::new(),
            record: Record::default(),
            at: None,
            scene: Scene::new(words),
            standing: Standing::default(),
            wanted: false,
            moving: true,
            failure: None,
            has_record: false,
            visitors: None,
            door: None,
            zoom: None,
            projector: false,
            help: None,
            editor: None,
            selected: None,
            scroll: [0; 5],
            playing: false,
            pace: USUAL_PACE,
            predict: true,
            asked: HashSet::new(),
            asking: None,
            predicted: None,
            answers: Vec::new(),
            remark: None,
        }
    }

    /// Begins with a whole record, at its first moment.
    pub fn replay(&mut self, events: Vec<Event>, date: Option<String>) {
        self.kind = Kind::Replay(date);
        self.clear();
        self.record = Record::of(events);
        self.go(self.record.first());
    }

    /// Begins a live run.
    pub fn live(&mut self) {
        self.kind = Kind::Live;
        self.clear();
    }

    fn clear(&mut self) {
        self.run += 1;
        self.record = Record::default();
        self.at = None;
        self.scene = Scene::new(self.words);
        self.standing = Standing::default();
        self.wanted = false;
        self.moving = true;
        self.failure = None;
        self.door = None;
        self.selected = None;
        self.scroll = [0; 5];
        self.playing = false;
        self.asking = None;
        self.predicted = None;
        self.remark = None;
    }

    pub fn is_live(&self) -> bool {
        self.kind == Kind::Live
    }

    /// How many events are shown.
    pub fn shown(&self) -> usize {
        self.at.unwrap_or(self.record.len())
    }

    /// True while one looks at an earlier moment of a live run.
    pub fn looks_back(&self) -> bool {
        self.is_live() && self.at.is_some()
    }

    /// Takes in an event of the live run.
    pub fn happened(&mut self, event: Event) {
        let door = |transport: Transport| transport.door(self.door, &event);
        self.door = self.visitors.and_then(door);
        if self.at.is_none() {
            self.scene.add(&event);
        }
        self.record.push(event);
    }

    /// Shows the first `place` events.
    pub fn go(&mut self, place: usize) {
        let place = place.min(self.record.len());
        let shown = self.shown();
        if self.is_live() && place == self.record.len() {
            self.at = None;
        } else {
            self.at = Some(place);
        }
        let events = self.record.events();
        match place >= shown && self.scene.start.is_some() {
            true => events[shown..place]
                .iter()
                .for_each(|event| self.scene.add(event)),
            false => self.scene = Scene::of(self.words, &events[..place]),
        }
    }

    /// The call that goes next from what is shown: its actor, step, and where it stands.
    pub fn next(&self) -> Option<Next<'_>> {
        match self.at {
            Some(at) => self.record.next_call(at).map(Next::Recorded),
            None => {
                let (actor, spot) = self.standing.next.as_ref()?;
                Some(Next::AtGate(actor, spot))
            }
        }
    }

    /// Where an actor stands in the live run, when that is what is shown.
    pub fn place(&self, actor: &str) -> Option<&Place> {
        let shows_now = self.at.is_none() && self.is_live();
        let state: Option<&ActorState> =
            (self.standing.actors.iter()).find(|state| shows_now && *state.actor == *actor);
        state.map(|state| &state.place)
    }

    /// The call whose bytes are shown.
    pub fn call(&self) -> Option<usize> {
        let chosen = self.selected.filter(|call| *call < self.scene.calls.len());
        chosen.or(self.scene.current)
    }
}

/// A call about to be made.
#[derive(Debug, Clone, Copy)]
pub enum Next<'m> {
    AtGate(&'m Arc<str>, &'m Spot),
    Recorded(&'m Call),
}

impl<'m> Next<'m> {
    pub fn actor(self) -> &'m Arc<str> {
        match self {
            Next::AtGate(actor, _) => actor,
            Next::Recorded(call) => &call.actor,
        }
    }

    pub fn name(self) -> &'m str {
        match self {
            Next::AtGate(_, spot) => spot.name,
            Next::Recorded(call) => &call.name,
        }
    }

    pub fn socket(self) -> &'m Arc<str> {
        match self {
            Next::AtGate(_, spot) => &spot.socket,
            Next::Recorded(call) => &call.socket,
        }
    }

    pub fn step(self) -> Option<&'m Arc<str>> {
        match self {
            Next::AtGate(_, spot) => spot.step.as_ref(),
            Next::Recorded(call) => call.step.as_ref(),
        }
    }

    pub fn source(self) -> &'m crate::event::Source {
        match self {
            Next::AtGate(_, spot) => &spot.source,
            Next::Recorded(call) => &call.source,
        }
    }
}
