//! When all programs wait for each other.

use std::time::Duration;

use super::super::super::backend::Time;
use crate::event::Waiting;

/// Programs that have waited so long wait for each other, unless something is under way or a timer
/// runs. Longer than a busy machine takes to wake a thread.
pub const AFTER: Time = Duration::from_millis(300);

/// A wait of all programs that nothing has ended for so long has gone wrong: the longest time limit
/// of a read is shorter.
const TOO_LONG: Time = Duration::from_secs(20);

/// Whether a standstill has been told, and when.
#[derive(Default)]
pub struct Standstill {
    since: Option<Time>,
}

/// What there is to do about it.
#[derive(Debug, PartialEq)]
pub enum Finding {
    GoesOn,
    /// It is new and should be told.
    Stalled(Vec<Waiting>),
    /// It has lasted too long.
    Deadlock,
}

impl Standstill {
    /// Looks at it: `waiting` are the calls in which all programs have waited for [`AFTER`], if
    /// nothing else can end their wait.
    pub fn look(&mut self, now: Time, waiting: Option<Vec<Waiting>>) -> Finding {
        // Who only sleeps wakes by himself.
        let waiting = waiting.filter(|all| all.iter().all(|one| one.name != "sleep"));
        let Some(waiting) = waiting else {
            self.since = None;
            return Finding::GoesOn;
        };
        match self.since {
            None => {
                self.since = Some(now);
                Finding::Stalled(waiting)
            }
            Some(since) if now.saturating_sub(since) >= TOO_LONG => Finding::Deadlock,
            Some(_) => Finding::GoesOn,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_calls(names: &[&'static str]) -> Option<Vec<Waiting>> {
        let waiting = names.iter().map(|name| Waiting {
            actor: "client".into(),
            name: (*name).into(),
            socket: "client/1".into(),
        });
        Some(waiting.collect())
    }

    #[test]
    fn a_standstill_is_told_once_and_ends_the_run_when_it_lasts() {
        let mut standstill = Standstill::default();
        let at = Duration::from_secs;
        let both = || in_calls(&["read", "accept"]);
        let told = Finding::Stalled(both().unwrap());
        assert_eq!(standstill.look(at(0), both()), told);
        assert_eq!(standstill.look(at(19), both()), Finding::GoesOn);
        assert_eq!(standstill.look(at(20), both()), Finding::Deadlock);
        // A time limit has ended the wait; the next one is news.
        assert_eq!(standstill.look(at(21), None), Finding::GoesOn);
        assert_eq!(standstill.look(at(60), both()), told);
    }

    #[test]
    fn who_sleeps_wakes_by_himself() {
        let mut standstill = Standstill::default();
        for seconds in [0, 30, 60] {
            let waiting = in_calls(&["read", "sleep"]);
            let found = standstill.look(Duration::from_secs(seconds), waiting);
            assert_eq!(found, Finding::GoesOn);
        }
    }
}
