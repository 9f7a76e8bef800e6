//! The gate every observed call passes: freely, or one at a time when a learner steps.
//!
//! The gate knows for each actor where it is: computing, waiting at the gate, inside a system
//! call, waiting for another thread, or gone. From this follow stepping, "blocked" and the
//! deadlock that some demos are about.

mod spot;
mod state;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::event::{Fate, Waiting};
pub use spot::{ActorState, OfferedFrame, Place, Spot};
use state::{Entry, Stand, State};

/// A call that has not ended after this time is shown as blocked.
pub const BLOCKED_AFTER: Duration = Duration::from_millis(50);

/// How calls pass the gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// At once.
    Free,
    /// When somebody lets them through.
    Stepped,
}

/// The session is being left; the call must not be made.
#[derive(Debug)]
pub struct Left;

pub struct Gate {
    state: Mutex<State>,
    /// Somebody has come to stand elsewhere; only steppers wait for this one.
    changed: Condvar,
    /// The last actor is gone, or the run is being left, or an overseer that sleeps has something
    /// to see; only overseers wait for this one.
    over: Condvar,
}

impl Gate {
    pub(super) fn new(pace: Pace) -> Gate {
        Gate {
            state: Mutex::new(State {
                pace,
                left: false,
                actors: BTreeMap::new(),
                next_actor: 0,
                next_arrival: 0,
                changes: 0,
                overseer_sleeps: false,
                chosen: None,
            }),
            changed: Condvar::new(),
            over: Condvar::new(),
        }
    }

    /// Makes a new actor known; it counts as running from now on.
    pub(super) fn enter(&self, name: &Arc<str>) -> usize {
        let mut state = self.lock();
        let index = state.next_actor;
        state.next_actor += 1;
        let entry = Entry {
            name: Arc::clone(name),
            stand: Stand::Running,
            since: Instant::now(),
        };
        state.actors.insert(index, entry);
        index
    }

    /// Waits before a call until it may be made.
    pub(super) fn pass(&self, actor: usize, spot: Spot) -> Result<(), Left> {
        let mut state = self.lock();
        if state.left {
            return Err(Left);
        }
        if state.pace == Pace::Free {
            self.stand(&mut state, actor, Stand::InCall(spot));
            return Ok(());
        }
        let arrival = state.next_arrival;
        state.next_arrival += 1;
        self.stand(&mut state, actor, Stand::AtGate { spot, arrival });
        self.changed.notify_all();
        while state.waits_at_gate(actor) {
            if state.left {
                self.stand(&mut state, actor, Stand::Running);
                return Err(Left);
            }
            state = self
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        Ok(())
    }

    /// The actor's call has ended, or its waiting for a thread.
    pub(super) fn back(&self, actor: usize) {
        self.stand(&mut self.lock(), actor, Stand::Running);
        self.changed.notify_all();
    }

    pub(super) fn join_begins(&self, actor: usize, joined: Option<usize>) {
        self.stand(&mut self.lock(), actor, Stand::Joining(joined));
        self.changed.notify_all();
    }

    /// One actor lets another go on, and waits until it is let go on itself.
    pub(super) fn give_turn(&self, giver: usize, taker: usize) {
        let mut state = self.lock();
        self.stand(&mut state, giver, Stand::Joining(None));
        self.stand(&mut state, taker, Stand::Running);
        self.changed.notify_all();
    }

    /// An actor's call waits for what the other actor does, which goes on now. That it waits is
    /// known at once and not guessed from the time it takes.
    pub(super) fn wait_for(&self, waiting: usize, other: usize) {
        let mut state = self.lock();
        self.stand(&mut state, other, Stand::Running);
        if let Some(entry) = state.actors.get_mut(&waiting) {
            entry.since = entry
                .since
                .checked_sub(BLOCKED_AFTER)
                .unwrap_or(entry.since);
        }
        self.changed.notify_all();
    }

    pub(super) fn exit(&self, actor: usize) {
        let mut state = self.lock();
        state.actors.remove(&actor);
        if state.actors.is_empty() {
            self.over.notify_all();
        }
        self.note_change(&mut state);
        self.changed.notify_all();
    }

    /// From now on no call passes. True when this was news.
    pub(super) fn leave(&self) -> bool {
        let news = !std::mem::replace(&mut self.lock().left, true);
        self.changed.notify_all();
        self.over.notify_all();
        news
    }

    /// True once the session is being left.
    pub fn is_left(&self) -> bool {
        self.lock().left
    }

    /// The longest-waiting actor and the call it waits to make.
    pub fn next(&self) -> Option<(Arc<str>, Spot)> {
        let state = self.lock();
        let entry = state.actors.get(&state.longest_waiting()?)?;
        match &entry.stand {
            Stand::AtGate { spot, .. } => Some((Arc::clone(&entry.name), spot.clone())),
            _ => None,
        }
    }

    /// Lets the longest-waiting actor through; false when nobody waits at the gate.
    pub fn admit(&self) -> bool {
        let mut state = self.lock();
        let Some(actor) = state.longest_waiting() else {
            return false;
        };
        if let Some(Stand::AtGate { spot, .. }) = state.actors.get(&actor).map(|a| &a.stand) {
            let spot = spot.clone();
            self.stand(&mut state, actor, Stand::InCall(spot));
        }
        self.changed.notify_all();
        true
    }

    /// As [`Gate::admit`], when a frame is next: this becomes of it, whatever the demo's rule says.
    pub fn admit_frame(&self, fate: Fate) -> bool {
        if self.next().is_none_or(|(_, spot)| spot.frame.is_none()) {
            return false;
        }
        self.lock().chosen = Some(fate);
        self.admit()
    }

    /// The fate chosen for the frame that was let through, once.
    pub(super) fn chosen(&self) -> Option<Fate> {
        self.lock().chosen.take()
    }

    /// From now on every call passes at once, also those that wait.
    pub fn open(&self) {
        let mut state = self.lock();
        state.pace = Pace::Free;
        drop(state);
        while self.admit() {}
    }

    /// Waits until every actor stands still: at the gate, blocked, joining or gone.
    ///
    /// Returns at the latest after `limit`, since a thread that computes may take any time.
    pub fn settle(&self, limit: Duration) -> Vec<ActorState> {
        let deadline = Instant::now() + limit;
        let mut state = self.lock();
        loop {
            let now = Instant::now();
            let wait = state
                .unrest(now)
                .min(deadline.saturating_duration_since(now));
            if wait.is_zero() {
                return state.actors(now);
            }
            state = self.wait(state, wait);
        }
    }

    /// Whether an actor is gone, waits for another one, or is blocked in a call that may wait for
    /// others: any other call only takes its time.
    pub(super) fn stands_still(&self, actor: usize) -> bool {
        let state = self.lock();
        (state.actors.get(&actor)).is_none_or(|entry| match &entry.stand {
            Stand::InCall(spot) => {
                let waits = ["accept", "connect", "read", "recvfrom", "sleep"].contains(&spot.name);
                waits && entry.since.elapsed() >= BLOCKED_AFTER
            }
            Stand::Joining(_) => true,
            Stand::Running | Stand::AtGate { .. } => false,
        })
    }

    /// Every living actor and its place.
    pub fn actors(&self) -> Vec<ActorState> {
        self.lock().actors(Instant::now())
    }

    /// The calls the actors wait in, if all of them have waited for `quiet` and nobody is left
    /// who could end a wait.
    pub fn stalled(&self, quiet: Duration) -> Option<Vec<Waiting>> {
        self.all_wait(|_| true, quiet)
    }

    /// As [`Gate::stalled`], of all but the one who asks.
    pub(super) fn others_stalled(&self, asking: usize, quiet: Duration) -> Option<Vec<Waiting>> {
        self.all_wait(|actor| actor != asking, quiet)
    }

    fn all_wait(&self, counts: impl Fn(usize) -> bool, quiet: Duration) -> Option<Vec<Waiting>> {
        let state = self.lock();
        let now = Instant::now();
        let mut waiting = Vec::new();
        let entries = state.actors.iter().filter(|(actor, _)| counts(**actor));
        for (_, entry) in entries {
            match &entry.stand {
                Stand::InCall(spot) if now.duration_since(entry.since) >= quiet => {
                    waiting.push(Waiting {
                        actor: Arc::clone(&entry.name),
                        name: Cow::Borrowed(spot.name),
                        socket: Arc::clone(&spot.socket),
                    });
                }
                Stand::Joining(joined) if !state.is_gone(*joined) => {}
                _ => return None,
            }
        }
        (!waiting.is_empty()).then_some(waiting)
    }

    /// Waits until no actor lives, at most `time`. True when none does.
    pub fn empty_within(&self, time: Duration) -> bool {
        self.wait_until(time, |state| state.actors.is_empty())
    }

    /// Waits until no actor lives or the run is being left, at most `time`. True when either is.
    pub(super) fn over_within(&self, time: Duration) -> bool {
        self.wait_until(time, |state| state.left || state.actors.is_empty())
    }

    /// How often somebody has come to stand elsewhere, and whether a call waits to be let through.
    pub(super) fn changes_and_learner(&self) -> (u64, bool) {
        let state = self.lock();
        (state.changes, state.longest_waiting().is_some())
    }

    /// How often somebody has come to stand elsewhere.
    pub fn changes(&self) -> u64 {
        self.lock().changes
    }

    /// Sleeps until there have been more changes than these, no actor lives or the run is left.
    pub fn wait_for_change(&self, seen: u64) {
        let mut state = self.lock();
        while state.changes == seen && !state.left && !state.actors.is_empty() {
            state.overseer_sleeps = true;
            state = (self.over.wait(state)).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn stand(&self, state: &mut State, actor: usize, stand: Stand) {
        if let Some(entry) = state.actors.get_mut(&actor) {
            entry.stand = stand;
            entry.since = Instant::now();
        }
        self.note_change(state);
    }

    fn note_change(&self, state: &mut State) {
        state.changes += 1;
        if std::mem::take(&mut state.overseer_sleeps) {
            self.over.notify_all();
        }
    }

    fn wait_until(&self, time: Duration, is_over: impl Fn(&State) -> bool) -> bool {
        let woken = self
            .over
            .wait_timeout_while(self.lock(), time, |state| !is_over(state));
        let (state, _) = woken.unwrap_or_else(PoisonError::into_inner);
        is_over(&state)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic of an actor cannot leave the state half changed: every change is one assignment.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>, time: Duration) -> MutexGuard<'a, State> {
        let woken = self.changed.wait_timeout(state, time);
        woken.unwrap_or_else(PoisonError::into_inner).0
    }
}
