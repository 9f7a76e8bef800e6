//! One run of a demo: its clock, its record, its gate, its sockets.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io;
use std::panic::Location;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, TrySendError};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use super::gate::{Gate, Pace};
use super::handle::{Addresses, Known};
use super::info::{self, Measured, Probe};
use super::steps::Steps;
use super::thread::{self, JoinHandle};
use crate::event::{
    Call, Cause, End, Event, Failing, Gauge, Leave, Source, Stall, Start, Status, Waiting,
};

/// Leaving a run takes at most this long.
const LEAVE_WITHIN: Duration = Duration::from_secs(1);

/// When all actors have waited this long, they wait for each other. Longer than a busy machine
/// takes to wake a thread.
const STALL_AFTER: Duration = Duration::from_millis(300);

/// How often a run is looked after, while something may happen without anybody's doing.
const TICK: Duration = Duration::from_millis(100);

/// A run: everything its actors share.
///
/// Events go to the channel given to [`Session::begin`]; when it is full the actors wait, so that
/// a slow reader costs time and not memory. When the receiver is gone, events are dropped.
#[derive(Clone)]
pub struct Session {
    core: Arc<Core>,
}

pub(super) struct Core {
    pub gate: Gate,
    pub steps: Steps,
    pub probes: &'static [Probe],
    started: Instant,
    /// What a laboratory's clock shows, in microseconds; [`REAL`] while the run has none.
    virtual_us: AtomicU64,
    record: Mutex<Record>,
    /// Until when the actors have waited for the reader of their events, in microseconds;
    /// [`WAITING`] while they do.
    reader_late: AtomicU64,
    sockets: Mutex<Vec<Weak<dyn Known>>>,
    /// The sockets closed last, with their addresses.
    closed: Mutex<VecDeque<(Arc<str>, Addresses)>>,
    /// Why the run ends early.
    failure: Mutex<Option<Failing>>,
}

/// Of so many closed sockets the addresses are kept.
const MOST_CLOSED: usize = 64;

/// No virtual time: the record goes by the system's clock.
const REAL: u64 = u64::MAX;

/// No time: the reader is being waited for.
const WAITING: u64 = u64::MAX;

struct Record {
    next_seq: u64,
    /// How many events there are.
    written: u64,
    events: SyncSender<Event>,
}

impl Session {
    /// Opens the record with `start` and sets the clock to zero. The values that
    /// `probes` name are measured after every call on their socket, and written down when new.
    pub fn begin(
        start: Start,
        pace: Pace,
        steps: Steps,
        probes: &'static [Probe],
        events: SyncSender<Event>,
    ) -> Session {
        // The receiver may be gone already; then nobody wants to know.
        let _ = events.send(Event::Start(start));
        Session {
            core: Arc::new(Core {
                gate: Gate::new(pace),
                steps,
                probes,
                started: Instant::now(),
                virtual_us: AtomicU64::new(REAL),
                record: Mutex::new(Record {
                    next_seq: 1,
                    // The start.
                    written: 1,
                    events,
                }),
                reader_late: AtomicU64::new(0),
                sockets: Mutex::new(Vec::new()),
                closed: Mutex::new(VecDeque::new()),
                failure: Mutex::new(None),
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

    /// Leaves the run: no further call is made, and calls that wait are woken. Returns at once;
    /// [`Session::oversee`] does the rest, because the caller may be the reader of the events.
    pub fn leave(&self) {
        self.core.gate.leave();
    }

    /// What the system tells of each open TCP socket of the actors, now; `None` where it tells
    /// nothing.
    ///
    /// No actor waits for this longer than for one question to the kernel, and then only if it is
    /// about to close the socket asked about.
    pub fn measure(&self) -> Option<Vec<Measured>> {
        info::TELLS.then(|| self.core.measure())
    }

    /// How many events have been written so far. Waits while the actors wait for the reader of the
    /// events: the reader itself must not ask.
    pub fn written(&self) -> u64 {
        let record = self.core.record.lock();
        record.unwrap_or_else(PoisonError::into_inner).written
    }

    /// Stays with the run until all its actors are gone, and closes the record.
    ///
    /// On the way it writes down a stall, and ends a run that has been quiet for longer than
    /// `quiet`. When the run is left, or an actor fails, it wakes the calls of the others until
    /// all threads have ended, for at most one second.
    ///
    /// With `strangers` expected, a wait of all actors is no stall: one may come and end it.
    pub fn oversee(self, quiet: Option<Duration>, strangers: bool) {
        let gate = &self.core.gate;
        let mut stalled = false;
        while !gate.over_within(TICK) {
            let (changes, learner) = gate.changes_and_learner();
            let waiting = self.core.stalled(STALL_AFTER);
            if let Some(waiting) = waiting.as_ref().filter(|_| !stalled && !strangers) {
                let waiting = waiting.clone();
                let stall = |_: &mut u64, t_us| Event::Stall(Stall { t_us, waiting });
                self.core.write(stall);
            }
            stalled = waiting.is_some();
            if quiet.is_some_and(|quiet| self.core.stalled(quiet).is_some()) {
                self.core.fail(Failing::Quiet);
            }
            // A learner who thinks and a stall that has been told last as long as they last.
            if quiet.is_none() && (learner || stalled) {
                gate.wait_for_change(changes);
            }
        }
        let left = gate.is_left();
        // Whoever fails has said why before the run counts as left, and nobody fails after that.
        let failure = self.core.failure();
        if left {
            let cause = match failure {
                Some(_) => Cause::Failed,
                None => Cause::Left,
            };
            self.core
                .write(|_, t_us| Event::Leave(Leave { t_us, cause }));
        }
        let all_gone = self.core.end_all();
        let (status, error) = match (failure, all_gone) {
            (Some(error), _) => (Status::Failed, Some(error)),
            (None, false) => (Status::Failed, Some(Failing::Lingers)),
            (None, true) if left => (Status::Stopped, None),
            (None, true) => (Status::Finished, None),
        };
        self.core.write(|_, _| Event::End(End { status, error }));
    }
}

impl Core {
    /// Ends the run because of an error; the first one counts, and none after the run was left.
    pub fn fail(&self, error: Failing) {
        // Held over both, so that nobody sees the one without the other.
        let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        if self.gate.leave() {
            *failure = Some(error);
        }
    }

    fn failure(&self) -> Option<Failing> {
        let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        failure.take()
    }

    /// Wakes everybody until all are gone. False when some are still there after one second.
    fn end_all(&self) -> bool {
        let deadline = Instant::now() + LEAVE_WITHIN;
        // Again and again, because a call may have passed the gate but not begun yet.
        while !self.gate.empty_within(Duration::from_millis(5)) {
            if Instant::now() >= deadline {
                return false;
            }
            self.wake_all();
        }
        true
    }

    /// Writes a call down; `make` is given its number and time.
    pub fn write_call(&self, make: impl FnOnce(u64, u64) -> Call) {
        self.write(|seq, t_us| {
            let call = make(*seq, t_us);
            *seq += 1;
            Event::Call(call)
        });
    }

    /// Writes a measured value down, as [`Core::write_call`] does a call.
    pub fn write_gauge(&self, make: impl FnOnce(u64, u64) -> Gauge) {
        self.write(|seq, t_us| {
            let gauge = make(*seq, t_us);
            *seq += 1;
            Event::Gauge(gauge)
        });
    }

    pub fn write(&self, make: impl FnOnce(&mut u64, u64) -> Event) {
        let mut record = self.record.lock().unwrap_or_else(PoisonError::into_inner);
        // The clock is read under the lock, so that times never go back in the record.
        let now = match self.virtual_us.load(Ordering::SeqCst) {
            REAL => self.now_us(),
            micros => micros,
        };
        let event = make(&mut record.next_seq, now);
        record.written += 1;
        if let Err(TrySendError::Full(event)) = record.events.try_send(event) {
            self.reader_late.store(WAITING, Ordering::SeqCst);
            let _ = record.events.send(event);
            self.reader_late.store(self.now_us(), Ordering::SeqCst);
        }
    }

    /// From now on the record goes by a laboratory's clock.
    pub fn set_clock(&self, micros: u64) {
        self.virtual_us.store(micros, Ordering::SeqCst);
    }

    /// The step and the line of the demo's source in which a call stands.
    pub fn place(&self, site: &'static Location<'static>) -> (Option<Arc<str>>, Source) {
        let file = site.file();
        let file = file.rsplit(['/', '\\']).next().unwrap_or(file);
        let line = site.line();
        let source = Source {
            file: Cow::Borrowed(file),
            line,
        };
        (self.steps.at(file, line).cloned(), source)
    }

    fn now_us(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    /// The calls the actors have waited in for `quiet`, if nobody is left to end a wait.
    ///
    /// A wait for the reader of the events looks like a wait in a call, and is none.
    fn stalled(&self, quiet: Duration) -> Option<Vec<Waiting>> {
        let waiting = self.gate.stalled(quiet)?;
        let since = (self.now_us()).saturating_sub(self.reader_late.load(Ordering::SeqCst));
        (u128::from(since) >= quiet.as_micros()).then_some(waiting)
    }

    /// Makes a socket known, so that leaving can wake the calls that wait on it.
    pub fn adopt(&self, socket: Weak<dyn Known>) {
        let mut sockets = self.sockets.lock().unwrap_or_else(PoisonError::into_inner);
        // Forget closed sockets before growing: the list stays as long as the open ones.
        if sockets.len() == sockets.capacity() {
            sockets.retain(|socket| socket.strong_count() > 0);
        }
        sockets.push(socket);
    }

    /// A socket is closed: what becomes of its connection may still be of interest.
    pub fn remember(&self, label: &Arc<str>, addresses: Addresses) {
        let mut closed = self.closed.lock().unwrap_or_else(PoisonError::into_inner);
        if closed.len() == MOST_CLOSED {
            closed.pop_front();
        }
        closed.push_back((Arc::clone(label), addresses));
    }

    /// The sockets closed last, each of them once.
    pub fn closed(&self) -> Vec<(Arc<str>, Addresses)> {
        let mut closed = self.closed.lock().unwrap_or_else(PoisonError::into_inner);
        closed.drain(..).collect()
    }

    fn wake_all(&self) {
        for socket in self.known().iter().filter_map(Weak::upgrade) {
            socket.wake();
        }
    }

    /// What the system tells of each open TCP socket of the actors.
    pub fn measure(&self) -> Vec<Measured> {
        let known = self.known().into_iter();
        // One at a time, so that none is held while another one is asked about.
        let measured = known.filter_map(|socket| socket.upgrade()?.measure());
        measured.collect()
    }

    fn known(&self) -> Vec<Weak<dyn Known>> {
        let sockets = self.sockets.lock().unwrap_or_else(PoisonError::into_inner);
        sockets.clone()
    }
}
