//! One run of a demo: its clock, its record, its gate, its sockets.

use std::io;
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use super::gate::{Gate, Pace};
use super::handle::Wake;
use super::steps::Steps;
use super::thread::{self, JoinHandle};
use crate::event::{Call, End, Event, Stall, Start, Status};

/// Leaving a run takes at most this long.
const LEAVE_WITHIN: Duration = Duration::from_secs(1);

/// A run: everything its actors share.
///
/// Events go to the channel given to [`Session::begin`]; when it is full the actors wait, so that
/// a slow reader costs time and not memory. When the receiver is gone, events are dropped.
pub struct Session {
    core: Arc<Core>,
}

pub(super) struct Core {
    pub gate: Gate,
    pub steps: Steps,
    started: Instant,
    record: Mutex<Record>,
    sockets: Mutex<Vec<Weak<dyn Wake>>>,
}

struct Record {
    next_seq: u64,
    events: SyncSender<Event>,
}

impl Session {
    /// Opens the record with `start` and sets the clock to zero.
    pub fn begin(start: Start, pace: Pace, steps: Steps, events: SyncSender<Event>) -> Session {
        // The receiver may be gone already; then nobody wants to know.
        let _ = events.send(Event::Start(start));
        Session {
            core: Arc::new(Core {
                gate: Gate::new(pace),
                steps,
                started: Instant::now(),
                record: Mutex::new(Record {
                    next_seq: 1,
                    events,
                }),
                sockets: Mutex::new(Vec::new()),
            }),
        }
    }

    /// Starts an actor of this session on a thread of its own.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn spawn<T: Send + 'static>(
        &self,
        name: &str,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> io::Result<JoinHandle<T>> {
        thread::spawn_actor(&self.core, name, work)
    }

    pub fn gate(&self) -> &Gate {
        &self.core.gate
    }

    /// Writes down that all actors wait for each other, if they have done so for `quiet`.
    pub fn note_stall(&self, quiet: Duration) -> bool {
        let Some(waiting) = self.core.gate.stalled(quiet) else {
            return false;
        };
        self.core.write(|_, t_us| Event::Stall(Stall { t_us, waiting }));
        true
    }

    /// Ends the run from outside: no further call is made, sockets are shut down so that waiting
    /// calls return, and all threads end. False when a thread is still alive after one second.
    pub fn leave(&self) -> bool {
        self.core.gate.leave();
        let deadline = Instant::now() + LEAVE_WITHIN;
        loop {
            // Again and again, because a call may have passed the gate but not begun yet.
            self.core.wake_all();
            let soon = Instant::now() + Duration::from_millis(5);
            if self.core.gate.empty_by(soon.min(deadline)) {
                return true;
            }
            if Instant::now() >= deadline {
                return false;
            }
        }
    }

    /// Waits until every actor has ended, at most `time`. True when all have.
    pub fn wait(&self, time: Duration) -> bool {
        self.core.gate.empty_by(Instant::now() + time)
    }

    /// Closes the record.
    pub fn end(self, status: Status, error: Option<String>) {
        self.core.write(|_, _| Event::End(End { status, error }));
    }
}

impl Core {
    /// Writes a call down; `make` is given its number and time.
    pub fn write_call(&self, make: impl FnOnce(u64, u64) -> Call) {
        self.write(|seq, t_us| {
            let call = make(*seq, t_us);
            *seq += 1;
            Event::Call(call)
        });
    }

    fn write(&self, make: impl FnOnce(&mut u64, u64) -> Event) {
        let mut record = self.record.lock().unwrap_or_else(PoisonError::into_inner);
        // The clock is read under the lock, so that times never go back in the record.
        let t_us = u64::try_from(self.started.elapsed().as_micros()).unwrap_or(u64::MAX);
        let event = make(&mut record.next_seq, t_us);
        let _ = record.events.send(event);
    }

    /// Makes a socket known, so that leaving can wake the calls that wait on it.
    pub fn adopt(&self, socket: Weak<dyn Wake>) {
        let mut sockets = self.sockets.lock().unwrap_or_else(PoisonError::into_inner);
        // Forget closed sockets before growing: the list stays as long as the open ones.
        if sockets.len() == sockets.capacity() {
            sockets.retain(|socket| socket.strong_count() > 0);
        }
        sockets.push(socket);
    }

    fn wake_all(&self) {
        let sockets = self.sockets.lock().unwrap_or_else(PoisonError::into_inner);
        let open: Vec<_> = sockets.iter().filter_map(Weak::upgrade).collect();
        drop(sockets);
        for socket in open {
            socket.wake();
        }
    }
}
