//! The stage: a live run on threads of its own, which tell the screen what happens.
//!
//! Nothing here works while nothing happens. One thread passes events on; another waits, whenever an
//! actor has come to stand elsewhere, until all stand still, and says where.

use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::demos::{Control, Demo, Knobs, Running, Shortage};
use crate::event::{Event, Fate};
use crate::net::gate::{ActorState, Pace, Spot};
use crate::net::info::Measured;

use super::super::inbox::Post;
use super::super::message::Message;

/// How long the actors may take to come to a standstill before we look anyway.
const SETTLE: Duration = Duration::from_secs(1);

/// A run that is left ends within a second; a little more for a busy machine.
const END_WITHIN: Duration = Duration::from_secs(2);

/// How long the thread that listens sleeps at most; an event wakes it at once.
const LISTEN: Duration = Duration::from_secs(3600);

/// What a run tells the screen. The number tells one run from the one before it.
#[derive(Debug)]
pub struct News {
    pub run: u64,
    pub told: Told,
}

#[derive(Debug)]
pub enum Told {
    Happened(Event),
    Settled(Standing),
}

/// Where everybody stands when nobody moves.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Standing {
    pub actors: Vec<ActorState>,
    /// How many calls and frames had been let through before this was so.
    pub admitted: u64,
    /// How many events had been told of before; they come on another way, and may be here later.
    pub events: u64,
    /// Who goes next, and into which call.
    pub next: Option<(Arc<str>, Spot)>,
    /// What the kernel tells of the open TCP sockets; `None` where the system does not.
    pub measured: Option<Vec<Measured>>,
}

/// A live run. Dropping it leaves the run and waits for its end.
pub struct Stage {
    control: Control,
    over: Receiver<()>,
    /// How many calls and frames were let through. Held while one is: whoever reads the number sees
    /// everything that it counts.
    admitted: Arc<Mutex<u64>>,
}

impl Stage {
    /// Starts a run that waits before every call.
    ///
    /// # Errors
    /// When the system has too few descriptors or threads for it.
    pub fn start(
        demo: &'static Demo,
        knobs: Knobs,
        seed: u64,
        run: u64,
        screen: &Post,
    ) -> Result<Stage, Shortage> {
        let running = demo.start(knobs, Pace::Stepped, seed)?;
        let control = running.control();
        let (ended, over) = mpsc::channel();
        let (listener, looker) = (Post::clone(screen), Post::clone(screen));
        thread::Builder::new()
            .name("stage".to_string())
            .spawn(move || listen(running, run, &listener, &ended))?;
        let gate = control.clone();
        let admitted = Arc::new(Mutex::new(0));
        let count = Arc::clone(&admitted);
        thread::Builder::new()
            .name("standing".to_string())
            .spawn(move || watch(&gate, &count, run, &looker))?;
        Ok(Stage {
            control,
            over,
            admitted,
        })
    }

    /// Lets the longest-waiting actor through.
    pub fn admit(&self) {
        let mut admitted = lock(&self.admitted);
        *admitted += 1;
        self.control.gate().admit();
    }

    /// Lets the frame that waits go this way.
    pub fn admit_frame(&self, fate: Fate) {
        let mut admitted = lock(&self.admitted);
        *admitted += 1;
        self.control.gate().admit_frame(fate);
    }

    /// Leaves the run; its end is told like any other.
    pub fn leave(&self) {
        self.control.leave();
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.leave();
        let _ = self.over.recv_timeout(END_WITHIN);
    }
}

fn lock(count: &Mutex<u64>) -> MutexGuard<'_, u64> {
    // A number cannot be left half changed.
    count.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Passes events on until the run is over.
fn listen(mut running: Running, run: u64, screen: &Post, over: &Sender<()>) {
    loop {
        let Some(event) = running.next(LISTEN) else {
            continue;
        };
        let end = matches!(event, Event::End(_));
        let told = Told::Happened(event);
        // When nobody listens any more, the run is left by whoever drops the stage.
        screen(Message::Happened(Box::new(News { run, told })));
        if end {
            // Whoever waits for the end may have stopped waiting.
            let _ = over.send(());
            return;
        }
    }
}

/// Says where everybody stands whenever that may have changed. Ends with the run.
fn watch(control: &Control, count: &Mutex<u64>, run: u64, screen: &Post) {
    let gate = control.gate();
    loop {
        // Before looking: what changes or is let through since makes it old news.
        let (left, seen) = (gate.is_left(), gate.changes());
        let admitted = *lock(count);
        let actors = gate.settle(SETTLE);
        let over = left || actors.is_empty();
        let standing = Standing {
            actors,
            admitted,
            events: control.written(),
            next: gate.next(),
            measured: control.measure(),
        };
        // Also when all stand as before: a call in a loop comes back to the same place.
        let told = Told::Settled(standing);
        screen(Message::Happened(Box::new(News { run, told })));
        if over {
            return;
        }
        gate.wait_for_change(seen);
        if gate.is_left() {
            gate.empty_within(END_WITHIN);
        }
    }
}
