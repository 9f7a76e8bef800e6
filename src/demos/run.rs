//! Starting a demo and staying with it.

use std::io;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use super::{Demo, Knobs};
use crate::event::{ENGINE, Event, Evidence, Start};
use crate::lab::kernel::{self, Unavailable};
use crate::net::Session;
use crate::net::gate::{Gate, Pace};
use crate::net::info::Measured;
use crate::progress::Day;

/// How many events wait to be read before the actors wait for the reader.
const WAITING_EVENTS: usize = 8192;

/// The actor that carries the frames of a laboratory.
const CABLE: &str = "cable";

/// Descriptors a run needs besides its sockets: the standard three, signals, files being written.
const SPARE_DESCRIPTORS: usize = 8;

/// A demo that runs. Its events end with [`Event::End`]. Dropping it leaves the run and waits for
/// its end, at most about a second.
pub struct Running {
    events: Receiver<Event>,
    /// An event that was looked at and put back.
    kept: Option<Event>,
    over: bool,
    session: Session,
}

/// Why a demo could not be started.
#[derive(Debug, thiserror::Error)]
pub enum Shortage {
    /// The process may not open as many descriptors.
    #[error("{needed} descriptors are needed and this process may open {allowed}")]
    Descriptors { needed: usize, allowed: usize },
    /// The engine `kernel` cannot stand still for a learner who steps.
    #[error("the engine `kernel` cannot be stepped")]
    Runs,
    /// This knob has a value which only the engine `sim` can honour.
    #[error("the engine `kernel` cannot do what {0} asks for")]
    Setting(&'static str),
    /// The system does not allow the engine `kernel`.
    #[error(transparent)]
    Engine(#[from] Unavailable),
    #[error(transparent)]
    Thread(#[from] io::Error),
}

impl Demo {
    /// How many descriptors a run with these knobs may need in all.
    pub fn descriptors(&self, knobs: &Knobs) -> usize {
        (self.sockets)(knobs) + SPARE_DESCRIPTORS
    }

    /// Where the events of a run with these knobs come from.
    pub fn evidence_of(&self, knobs: &Knobs) -> Evidence {
        match knobs.text(ENGINE) {
            "kernel" => Evidence::Kernel,
            _ => self.evidence,
        }
    }

    /// Whether a run with these knobs is possible here, as far as that is known before it.
    ///
    /// # Errors
    /// When the engine cannot go at this pace or with these knobs, or the system does not allow it.
    pub fn allowed(&self, knobs: &Knobs, pace: Pace) -> Result<(), Shortage> {
        if self.evidence_of(knobs) == self.evidence {
            return Ok(());
        }
        if let Some(knob) = (self.needs_sim)(knobs) {
            return Err(Shortage::Setting(knob));
        }
        match pace {
            Pace::Stepped => Err(Shortage::Runs),
            Pace::Free => Ok(kernel::probe()?),
        }
    }

    /// Starts the demo on threads of its own.
    ///
    /// # Errors
    /// When the system has too few descriptors or threads for it; as [`Demo::allowed`].
    pub fn start(
        &'static self,
        mut knobs: Knobs,
        pace: Pace,
        seed: u64,
    ) -> Result<Running, Shortage> {
        knobs.seed = seed;
        self.allowed(&knobs, pace)?;
        allow_descriptors(self.descriptors(&knobs))?;
        let start = Start {
            demo: self.slug.to_string(),
            evidence: self.evidence_of(&knobs),
            version: env!("CARGO_PKG_VERSION").to_string(),
            os: std::env::consts::OS.to_string(),
            seed,
            date: Some(Day::today().to_string()),
            knobs: (knobs.values().iter())
                .map(|(name, value)| (name.to_string(), value.clone()))
                .collect(),
            actors: self.actors.iter().map(|name| name.to_string()).collect(),
        };
        let (sender, events) = mpsc::sync_channel(WAITING_EVENTS);
        let session = Session::begin(start, pace, self.steps(), self.gauges, sender);
        // A stepped run waits for its learner, and an open one for strangers, as long as it takes.
        let waits_for_people = pace == Pace::Stepped || knobs.keep_open;
        let strangers = knobs.keep_open;
        let quiet = (!waits_for_people).then(|| (self.quiet)(&knobs));
        let main = match self.evidence {
            Evidence::Kernel => self.actors.first().copied().unwrap_or("main"),
            // The hosts' programs have threads of their own.
            Evidence::Lab => CABLE,
        };
        session.spawn(main, move || (self.run)(&knobs))?;
        let overseer = session.clone();
        thread::Builder::new()
            .name("overseer".to_string())
            .spawn(move || overseer.oversee(quiet, strangers))?;
        Ok(Running {
            events,
            kept: None,
            over: false,
            session,
        })
    }
}

impl Running {
    pub fn gate(&self) -> &Gate {
        self.session.gate()
    }

    /// Leaves the run; its last events follow within about a second.
    pub fn leave(&self) {
        self.session.leave();
    }

    /// Another hold on the run, for another thread.
    pub fn control(&self) -> Control {
        Control {
            session: self.session.clone(),
        }
    }

    /// What leaves the run from another thread.
    pub fn leaver(&self) -> impl Fn() + Send + 'static {
        let session = self.session.clone();
        move || session.leave()
    }

    /// The next event, if one comes within `time`. After [`Event::End`] none comes.
    pub fn next(&mut self, time: Duration) -> Option<Event> {
        if self.kept.is_some() {
            return self.kept.take();
        }
        let event = self.events.recv_timeout(time).ok()?;
        self.over |= matches!(event, Event::End(_));
        Some(event)
    }

    /// Gives an event back; it is the next one again.
    pub fn put_back(&mut self, event: Event) {
        self.kept = Some(event);
    }
}

/// Steps and leaves a run that another thread listens to.
#[derive(Clone)]
pub struct Control {
    session: Session,
}

impl Control {
    pub fn gate(&self) -> &Gate {
        self.session.gate()
    }

    /// What the kernel tells of the open TCP sockets; `None` where the system does not.
    pub fn measure(&self) -> Option<Vec<Measured>> {
        self.session.measure()
    }

    /// How many events have been written so far; not to be asked by who listens to them.
    pub fn written(&self) -> u64 {
        self.session.written()
    }

    /// As [`Running::leave`].
    pub fn leave(&self) {
        self.session.leave();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.session.leave();
        while !self.over {
            // The overseer always writes an end, within a second of leaving.
            if self.next(Duration::from_secs(2)).is_none() {
                break;
            }
        }
    }
}

/// Makes sure that `needed` descriptors may be open, raising the soft limit if it is too low.
#[cfg(unix)]
fn allow_descriptors(needed: usize) -> Result<(), Shortage> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let limit = getrlimit(Resource::Nofile);
    let wanted = needed as u64;
    // `None` means that there is no limit.
    if limit.current.is_none_or(|current| current >= wanted) {
        return Ok(());
    }
    let raised = Rlimit {
        current: Some(wanted),
        maximum: limit.maximum,
    };
    let possible = limit.maximum.is_none_or(|maximum| maximum >= wanted);
    if possible && setrlimit(Resource::Nofile, raised).is_ok() {
        return Ok(());
    }
    let allowed = limit.maximum.or(limit.current).unwrap_or(wanted);
    Err(Shortage::Descriptors {
        needed,
        allowed: usize::try_from(allowed).unwrap_or(usize::MAX),
    })
}

/// Sockets are no descriptors on other systems, and their number has no such limit.
#[cfg(not(unix))]
fn allow_descriptors(_needed: usize) -> Result<(), Shortage> {
    Ok(())
}
