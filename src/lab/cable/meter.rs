//! What is measured of one direction of a cable: how many frames wait, how much of the time it sends.

use std::collections::VecDeque;

use super::Time;

/// Of so much time it is told how much the transmitter was busy.
const WINDOW: Time = Time::from_secs(1);

/// Counts what a transmitter is given. Told of every frame before the next thing happens, it knows
/// exactly when the transmitter was busy.
#[derive(Debug, Clone)]
pub struct Meter {
    /// When the window ends that has begun.
    ends: Time,
    /// How long the transmitter had been busy when it began.
    before: Time,
    /// How long all frames take together, those that wait as well.
    sending: Time,
    /// When each frame is sent that is not sent yet.
    leaves: VecDeque<Time>,
    /// The parts of past windows, from the beginning of time, in which it was busy; in percent.
    past: VecDeque<i64>,
}

impl Default for Meter {
    fn default() -> Meter {
        Meter {
            ends: WINDOW,
            before: Time::ZERO,
            sending: Time::ZERO,
            leaves: VecDeque::new(),
            past: VecDeque::new(),
        }
    }
}

impl Meter {
    /// Time has passed; nothing was given to the transmitter in the meantime.
    pub fn pass(&mut self, now: Time) {
        while self.ends <= now {
            let busy = self.sending - self.left(self.ends);
            let part = (busy - self.before).as_nanos() * 100 / WINDOW.as_nanos();
            self.past.push_back(i64::try_from(part).unwrap_or(i64::MAX));
            self.before = busy;
            self.ends += WINDOW;
        }
        while self.leaves.front().is_some_and(|at| *at <= now) {
            self.leaves.pop_front();
        }
    }

    /// A frame that takes so long was given to the transmitter; it is sent at `leaves`.
    pub fn admitted(&mut self, sending: Time, leaves: Time) {
        self.sending += sending;
        self.leaves.push_back(leaves);
    }

    /// Frames that wait for the one that is being sent.
    pub fn waiting(&self) -> usize {
        self.leaves.len().saturating_sub(1)
    }

    /// The part of the next past window in which the transmitter was busy, in percent.
    pub fn take_past(&mut self) -> Option<i64> {
        self.past.pop_front()
    }

    /// How much of the sending lies behind `now`.
    fn left(&self, now: Time) -> Time {
        let last = self.leaves.back().copied().unwrap_or_default();
        // Until its queue is empty a transmitter does not rest.
        last.saturating_sub(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis(count: u64) -> Time {
        Time::from_millis(count)
    }

    #[test]
    fn a_window_counts_what_was_sent_in_it_and_not_what_waits() {
        let mut meter = Meter::default();
        meter.pass(millis(700));
        for frame in 1..=5 {
            meter.admitted(millis(100), millis(700 + 100 * frame));
        }
        assert_eq!(meter.waiting(), 4);
        meter.pass(millis(900));
        assert_eq!(meter.waiting(), 2);
        assert_eq!(meter.take_past(), None);
        // Idle from 1.2 s on, and noticed late.
        meter.pass(millis(3_500));
        let past: Vec<i64> = std::iter::from_fn(|| meter.take_past()).collect();
        assert_eq!((past, meter.waiting()), (vec![30, 20, 0], 0));
    }

    #[test]
    fn a_pause_between_two_frames_is_no_work() {
        let mut meter = Meter::default();
        meter.admitted(millis(100), millis(100));
        meter.pass(millis(500));
        meter.admitted(millis(300), millis(800));
        meter.pass(WINDOW);
        assert_eq!(meter.take_past(), Some(40));
    }
}
