//! Who stands where; everything here is looked at and changed under the gate's lock.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{ActorState, BLOCKED_AFTER, Pace, Place, Spot};
use crate::event::Fate;

pub struct State {
    pub pace: Pace,
    pub left: bool,
    pub actors: BTreeMap<usize, Entry>,
    pub next_actor: usize,
    pub next_arrival: u64,
    /// How often somebody has come to stand elsewhere.
    pub changes: u64,
    /// An overseer waits for the next change. Waking it at every change would cost too much.
    pub overseer_sleeps: bool,
    /// The fate the learner has chosen for the frame let through last.
    pub chosen: Option<Fate>,
}

pub struct Entry {
    pub name: Arc<str>,
    pub stand: Stand,
    pub since: Instant,
}

pub enum Stand {
    Running,
    AtGate {
        spot: Spot,
        arrival: u64,
    },
    InCall(Spot),
    /// Waiting for this actor to end; `None` for a thread that is no actor.
    Joining(Option<usize>),
}

impl State {
    pub fn longest_waiting(&self) -> Option<usize> {
        let waiting = self.actors.iter().filter_map(|(index, entry)| {
            let Stand::AtGate { arrival, .. } = entry.stand else {
                return None;
            };
            Some((arrival, *index))
        });
        waiting.min().map(|(_, index)| index)
    }

    /// True when the actor waited for is gone already: who waits for it comes back at once.
    pub fn is_gone(&self, joined: Option<usize>) -> bool {
        joined.is_some_and(|joined| !self.actors.contains_key(&joined))
    }

    pub fn waits_at_gate(&self, actor: usize) -> bool {
        let entry = self.actors.get(&actor);
        matches!(entry, Some(entry) if matches!(entry.stand, Stand::AtGate { .. }))
    }

    /// How long to wait before everybody might stand still; zero when everybody does.
    pub fn unrest(&self, now: Instant) -> Duration {
        let stillness = |entry: &Entry| match entry.stand {
            // Only a change wakes us from this one.
            Stand::Running => Duration::MAX,
            Stand::Joining(joined) if self.is_gone(joined) => Duration::MAX,
            Stand::InCall(_) => BLOCKED_AFTER.saturating_sub(now.duration_since(entry.since)),
            Stand::AtGate { .. } | Stand::Joining(_) => Duration::ZERO,
        };
        self.actors
            .values()
            .map(stillness)
            .max()
            .unwrap_or_default()
    }

    pub fn actors(&self, now: Instant) -> Vec<ActorState> {
        let state = |entry: &Entry| ActorState {
            actor: Arc::clone(&entry.name),
            place: match &entry.stand {
                Stand::Running => Place::Running,
                Stand::AtGate { spot, .. } => Place::AtGate(spot.clone()),
                Stand::InCall(spot) if now.duration_since(entry.since) >= BLOCKED_AFTER => {
                    Place::Blocked(spot.clone())
                }
                Stand::InCall(spot) => Place::InCall(spot.clone()),
                Stand::Joining(_) => Place::Joining,
            },
        };
        self.actors.values().map(state).collect()
    }
}
