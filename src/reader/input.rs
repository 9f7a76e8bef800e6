//! The one reader of the terminal's keys.

use std::time::{Duration, Instant};

use crossterm::event::Event;

/// What came from the terminal.
#[derive(Debug)]
pub enum Input {
    Event(Event),
    /// The terminal is gone, or cannot be read.
    Gone,
}

/// Crossterm never returns from a terminal that is gone; this is how often we look.
const LOOK: Duration = Duration::from_millis(100);

/// The next key, paste or resize, if one comes within `time`.
pub fn next(time: Duration) -> Option<Input> {
    let deadline = Instant::now() + time;
    loop {
        if is_gone() {
            return Some(Input::Gone);
        }
        let left = deadline.saturating_duration_since(Instant::now());
        match crossterm::event::poll(left.min(LOOK)) {
            Ok(true) => {
                return Some(match crossterm::event::read() {
                    Ok(event) => Input::Event(event),
                    Err(_) => Input::Gone,
                });
            }
            Ok(false) if left <= LOOK => return None,
            Ok(false) => {}
            Err(_) => return Some(Input::Gone),
        }
    }
}

/// True when the terminal behind standard input has hung up.
#[cfg(unix)]
fn is_gone() -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    let input = rustix::stdio::stdin();
    let mut descriptors = [PollFd::new(&input, PollFlags::empty())];
    let at_once = Timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    let polled = poll(&mut descriptors, Some(&at_once));
    let events = descriptors[0].revents();
    polled.is_ok() && events.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL)
}

#[cfg(not(unix))]
fn is_gone() -> bool {
    false
}
