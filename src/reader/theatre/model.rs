//! What the theatre knows: plain data, changed by `update` and shown by `view` alone.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use crate::course::{Narration, Question};
use crate::demos::{Demo, Transport};
use crate::event::{Call, Event, Evidence, Frame, Passage};
use crate::lang::words::Words;
use crate::net::gate::{ActorState, OfferedFrame, Place, Spot};
use crate::render::bytes;

use super::edit::Editor;
use super::keys::{PANES, Pane};
use super::record::Record;
use super::scene::{Item, Scene};
use super::stage::Standing;
use crate::reader::help::Help;

/// How fast a play goes, in milliseconds between steps.
pub const PACES: [u64; 7] = [100, 250, 500, 1000, 2000, 4000, 8000];

/// The pace a play begins with, unless another is asked for.
const USUAL_PACE: u64 = 1000;

/// What is played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    Live,
    /// A record, with the date on which it was made, if it says.
    Replay(Option<String>),
}

/// Where a run goes on to by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// This step.
    Step(Arc<str>),
    /// The next step that has not begun yet.
    Next,
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
    /// Where everybody stands once all events before it are here.
    pub coming: Option<Standing>,
    /// A step was asked for before everybody stood still; it is made then.
    pub wanted: bool,
    /// How many calls and frames of this run were let through.
    pub admitted: u64,
    /// A call was let through, and it is not known yet where everybody stands.
    pub moving: bool,
    /// Why the run could not be started.
    pub failure: Option<String>,
    /// Whether there is a recorded run to fall back to.
    pub has_record: bool,
    /// Whether the recorded run holds numbers that change with time.
    pub measures: bool,
    /// How strangers can join, if the server stays for them, and where.
    pub visitors: Option<Transport>,
    pub door: Option<SocketAddr>,

    pub zoom: Option<Pane>,
    pub projector: bool,
    pub help: Option<Help>,
    pub editor: Option<Editor>,
    /// The call or frame that was chosen, by its place among all; else the current one is.
    pub selected: Option<usize>,
    /// The field of the frame that was chosen, by its place among all.
    pub field: Option<usize>,
    /// Rows scrolled, pane by pane.
    pub scroll: [usize; PANES],
    /// The learner is about to choose the fate of the frame that waits.
    pub fating: bool,
    pub playing: bool,
    /// Milliseconds between two steps of a play.
    pub pace: u64,
    /// On the way to there.
    pub goal: Option<Goal>,
    /// The step one went on to: it is told of before its first call is made.
    pub reached: Option<Arc<str>>,
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
    /// How many calls had been made when it was asked, and how many frames had been sent.
    pub calls: usize,
    pub frames: usize,
}

impl Model {
    /// A theatre in which nothing has happened yet: [`Model::live`] or [`Model::replay`] begins.
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
            coming: None,
            wanted: false,
            admitted: 0,
            moving: true,
            failure: None,
            has_record: false,
            measures: true,
            visitors: None,
            door: None,
            zoom: None,
            projector: false,
            help: None,
            editor: None,
            selected: None,
            field: None,
            scroll: [0; PANES],
            fating: false,
            playing: false,
            pace: USUAL_PACE,
            goal: None,
            reached: None,
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
        self.coming = None;
        self.wanted = false;
        self.admitted = 0;
        self.moving = true;
        self.failure = None;
        self.door = None;
        self.selected = None;
        self.field = None;
        self.scroll = [0; PANES];
        self.fating = false;
        self.playing = false;
        self.goal = None;
        self.reached = None;
        self.asking = None;
        self.predicted = None;
        self.remark = None;
    }

    /// Plays by itself, with so long between two steps. A run that could not be started stays
    /// where it is: somebody has to read why.
    pub fn play_at(&mut self, pace: Duration) {
        self.pace = u64::try_from(pace.as_millis()).unwrap_or(u64::MAX);
        self.playing = self.failure.is_none();
    }

    /// Whether this is a live run, and not a record.
    pub fn is_live(&self) -> bool {
        self.kind == Kind::Live
    }

    /// Whether this is a run of the packet laboratory.
    pub fn in_laboratory(&self) -> bool {
        match (&self.scene.start, self.demo) {
            (None, Some(demo)) => demo.evidence == Evidence::Lab,
            _ => self.scene.in_laboratory(),
        }
    }

    /// True while what is shown is what is the case now, and not a moment of a record.
    pub fn shows_now(&self) -> bool {
        self.is_live() && self.at.is_none() && !self.record.is_over()
    }

    /// How many events are shown.
    pub fn shown(&self) -> usize {
        self.at.unwrap_or(self.record.len())
    }

    /// True while one looks at an earlier moment of a live run.
    pub fn looks_back(&self) -> bool {
        self.is_live() && self.at.is_some()
    }

    /// What a step is called.
    pub fn title(&self, step: &str) -> String {
        let section = self.narration.as_ref().and_then(|n| n.section(step));
        section.map_or_else(|| bytes::clean(step), |section| section.title.clone())
    }

    /// The step that is told of: the one that was gone on to, until it has begun.
    pub fn told_step(&self) -> Option<&Arc<str>> {
        let waits = self.next().and_then(Next::step);
        let reached = self.reached.as_ref().filter(|step| waits == Some(step));
        reached.or(self.scene.step.as_ref())
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
            Some(at) => match self.record.next(at)? {
                Event::Call(call) => Some(Next::Recorded(call)),
                Event::Frame(frame) => Some(Next::Frame(frame)),
                _ => None,
            },
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

    /// What is shown in full: what was chosen, or what happened last.
    pub fn item(&self) -> Option<Item> {
        let chosen = self.selected.and_then(|item| self.scene.items.get(item));
        chosen.copied().or(self.scene.current)
    }

    /// The bytes of the frame that is shown in full, if one is.
    pub fn frame(&self) -> Option<&[u8]> {
        match (self.offered(), self.item()) {
            (Some(offered), _) => Some(&offered.bytes),
            (None, Some(Item::Frame(number))) => Some(&self.scene.frames.get(number)?.bytes),
            _ => None,
        }
    }

    /// The frame that waits for its fate, when nothing else was chosen.
    pub fn offered(&self) -> Option<&OfferedFrame> {
        let is_now = self.at.is_none() && self.is_live() && self.selected.is_none();
        let (_, spot) = self.standing.next.as_ref().filter(|_| is_now)?;
        spot.frame.as_deref()
    }
}

/// A call about to be made, or a frame about to be decided on.
#[derive(Debug, Clone, Copy)]
pub enum Next<'m> {
    AtGate(&'m Arc<str>, &'m Spot),
    Recorded(&'m Call),
    Frame(&'m Frame),
}

impl<'m> Next<'m> {
    /// Who makes the call, or has sent the frame.
    pub fn actor(self) -> &'m Arc<str> {
        match self {
            // Not the cable that carries it: the host that has sent it.
            Next::AtGate(actor, spot) => spot.frame.as_ref().map_or(actor, |frame| &frame.from),
            Next::Recorded(call) => &call.actor,
            Next::Frame(frame) => &frame.from,
        }
    }

    /// The POSIX name of the call; `frame` for a frame.
    pub fn name(self) -> &'m str {
        match self {
            Next::AtGate(_, spot) => spot.name,
            Next::Recorded(call) => &call.name,
            Next::Frame(_) => "frame",
        }
    }

    /// The socket of the call, or the other end of the frame's cable.
    pub fn socket(self) -> &'m Arc<str> {
        match self {
            Next::AtGate(_, spot) => spot.frame.as_ref().map_or(&spot.socket, |frame| &frame.to),
            Next::Recorded(call) => &call.socket,
            Next::Frame(frame) => &frame.to,
        }
    }

    /// The bytes, if it is a frame.
    pub fn frame(self) -> Option<&'m [u8]> {
        match self {
            Next::AtGate(_, spot) => spot.frame.as_ref().map(|frame| &*frame.bytes),
            Next::Recorded(_) => None,
            Next::Frame(frame) => match &frame.passage {
                Passage::Sent { bytes, .. } | Passage::Arrived { bytes } => Some(bytes),
            },
        }
    }

    /// The step of the demo in which it stands.
    pub fn step(self) -> Option<&'m Arc<str>> {
        match self {
            Next::AtGate(_, spot) => spot.step.as_ref(),
            Next::Recorded(call) => call.step.as_ref(),
            Next::Frame(frame) => frame.step.as_ref(),
        }
    }

    /// The line of the demo it stands on; a frame on a cable without a rule has none.
    pub fn source(self) -> Option<&'m crate::event::Source> {
        match self {
            Next::AtGate(_, spot) => Some(&spot.source),
            Next::Recorded(call) => Some(&call.source),
            Next::Frame(frame) => frame.source.as_ref(),
        }
    }
}
