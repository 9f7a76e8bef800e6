//! The pen for what the packet laboratory sees: calls on its sockets, frames, its own clock.
//!
//! Only `lab` uses this; everything written through it has happened on the laboratory's cables or
//! between a program and one of its hosts.

use std::io;
use std::panic::Location;
use std::sync::Arc;

use super::actor::{self, Actor};
use super::errno::{self, Named};
use super::gate::{Left, OfferedFrame, Spot};
use super::info::Measured;
use super::observe::{self, Pending, Told};
use crate::event::{Bytes, Event, Fate, Field, Frame, Gauge, Source, Stall, Value, Waiting};
use std::net::SocketAddr;
use std::time::Duration;

/// The run this thread belongs to, and the actor it is.
pub struct Pen {
    actor: Arc<Actor>,
}

/// What a call on a socket of the laboratory gave back.
#[derive(Default)]
pub struct Result {
    pub value: i64,
    pub fields: Vec<Field>,
    pub bytes: Option<Bytes>,
    pub local: Option<SocketAddr>,
    pub peer: Option<SocketAddr>,
}

/// A socket that was closed: its label, its own address and its peer's.
pub type Closed = (Arc<str>, (Option<SocketAddr>, Option<SocketAddr>));

/// A call that was begun.
#[must_use]
pub struct Begun(Pending);

impl Begun {
    /// Writes down how the call ended.
    pub fn end<T>(self, result: &io::Result<T>, told: impl FnOnce(&T) -> Result) {
        self.0.end_told(result, |value| {
            let told = told(value);
            Told {
                value: told.value,
                fields: told.fields,
                bytes: told.bytes,
                addresses: Some((told.local, told.peer)),
            }
        });
    }
}

impl Pen {
    /// `None` on a thread that belongs to no run.
    pub fn of_this_thread() -> Option<Pen> {
        actor::current().map(|actor| Pen { actor })
    }

    /// A label for a new socket of this actor: `client/1`.
    pub fn label(&self) -> Arc<str> {
        self.actor.next_label()
    }

    /// Stops at the gate, then writes down that a call begins.
    ///
    /// # Errors
    /// When the run is being left: the call must not be made.
    pub fn begin(
        &self,
        socket: &Arc<str>,
        name: &'static str,
        site: &'static Location<'static>,
        arguments: Vec<Field>,
    ) -> io::Result<Begun> {
        let actor = Arc::clone(&self.actor);
        let socket = Arc::clone(socket);
        observe::begin_labelled(actor, socket, name, site, || arguments).map(Begun)
    }

    /// As [`Pen::begin`], for `close`: it is made and written down even when the run is being left.
    pub fn begin_close(&self, socket: &Arc<str>, site: &'static Location<'static>) -> Begun {
        let actor = Arc::clone(&self.actor);
        Begun(observe::begin_close_labelled(
            actor,
            Arc::clone(socket),
            site,
        ))
    }

    /// Stops at the gate with a frame. `Ok(Some(fate))` when the learner has chosen one.
    ///
    /// # Errors
    /// When the run is being left.
    pub fn offer(
        &self,
        frame: OfferedFrame,
        site: Option<&'static Location<'static>>,
    ) -> std::result::Result<Option<Fate>, Left> {
        let (step, source) = self.place(site);
        let spot = Spot {
            name: "frame",
            socket: Arc::from(format!("{} > {}", frame.from, frame.to)),
            step,
            source,
            frame: Some(Arc::new(frame)),
        };
        let gate = &self.actor.core.gate;
        gate.pass(self.actor.index, spot)?;
        gate.back(self.actor.index);
        Ok(gate.chosen())
    }

    /// Writes a frame down; `make` is given its number in the record, its time, step and source.
    pub fn frame(
        &self,
        site: Option<&'static Location<'static>>,
        make: impl FnOnce(u64, u64) -> Frame,
    ) {
        let (step, source) = self.place(site);
        self.actor.core.write(|seq, t_us| {
            let frame = Frame {
                step,
                source: site.map(|_| source),
                ..make(*seq, t_us)
            };
            *seq += 1;
            Event::Frame(frame)
        });
    }

    /// Writes a value of a connection down.
    pub fn gauge(
        &self,
        actor: &Arc<str>,
        socket: &Arc<str>,
        name: &'static str,
        unit: &'static str,
        value: Value,
    ) {
        self.measured(actor, Some(socket), name, unit, value);
    }

    /// Writes a value of a host or a box as a whole down.
    pub fn gauge_of(&self, actor: &Arc<str>, name: &'static str, unit: &'static str, value: Value) {
        self.measured(actor, None, name, unit, value);
    }

    fn measured(
        &self,
        actor: &Arc<str>,
        socket: Option<&Arc<str>>,
        name: &'static str,
        unit: &'static str,
        value: Value,
    ) {
        self.actor.core.write(|seq, t_us| {
            let gauge = Gauge {
                seq: *seq,
                t_us,
                actor: Arc::clone(actor),
                socket: socket.map(Arc::clone),
                step: None,
                name: name.into(),
                unit: unit.into(),
                value,
            };
            *seq += 1;
            Event::Gauge(gauge)
        });
    }

    /// From now on the clock of the record shows what it is set to.
    pub fn set_clock(&self, micros: u64) {
        self.actor.core.set_clock(micros);
    }

    /// Writes down that these wait for each other, and nothing is under way that could end it.
    pub fn stall(&self, waiting: Vec<Waiting>) {
        let stall = |_: &mut u64, t_us| Event::Stall(Stall { t_us, waiting });
        self.actor.core.write(stall);
    }

    /// Ends the run because of an error, unless it ends already.
    pub fn fail(&self, error: &io::Error) {
        let failing = errno::failing(&self.actor.name, error);
        self.actor.core.fail(failing);
    }

    /// This actor's number at the gate.
    pub fn number(&self) -> usize {
        self.actor.index
    }

    /// Lets another actor go on; this one waits for it.
    pub fn give_turn(&self, taker: usize) {
        self.actor.core.gate.give_turn(self.actor.index, taker);
    }

    /// Another actor stands still until it is given its first turn.
    pub fn let_wait(&self, actor: usize) {
        self.actor.core.gate.join_begins(actor, None);
    }

    /// This actor's call waits for what the other actor does.
    pub fn wait_for(&self, other: usize) {
        self.actor.core.gate.wait_for(self.actor.index, other);
    }

    /// Waits for `time`, or until the run is being left.
    pub fn rest(&self, time: Duration) {
        // Only a run that is over has no actors, and this is one.
        let _ = self.actor.core.gate.over_within(time);
    }

    /// What the system tells of each open TCP socket of the run; nothing where it does not.
    pub fn measure(&self) -> Vec<Measured> {
        self.actor.core.measure()
    }

    /// The sockets closed since this was last asked, at most the last 64 of them.
    pub fn closed(&self) -> Vec<Closed> {
        self.actor.core.closed()
    }

    /// Whether the actor with this number waits for others since a while, or is gone.
    pub fn stands_still(&self, actor: usize) -> bool {
        self.actor.core.gate.stands_still(actor)
    }

    /// The calls in which all other actors have waited for `quiet`, if they all have.
    pub fn others_stalled(&self, quiet: Duration) -> Option<Vec<Waiting>> {
        self.actor.core.gate.others_stalled(self.actor.index, quiet)
    }

    pub fn is_left(&self) -> bool {
        self.actor.core.gate.is_left()
    }

    fn place(&self, site: Option<&'static Location<'static>>) -> (Option<Arc<str>>, Source) {
        match site {
            Some(site) => self.actor.core.place(site),
            None => {
                let source = Source {
                    file: "".into(),
                    line: 0,
                };
                (None, source)
            }
        }
    }
}

/// An error a host of the laboratory gives, with the name POSIX has for it.
pub fn error(kind: io::ErrorKind, name: &'static str) -> io::Error {
    io::Error::new(kind, Named(name))
}

/// The line of this thread's latest call: the end of a scope has none of its own.
pub fn last_site() -> Option<&'static Location<'static>> {
    actor::last_site()
}
