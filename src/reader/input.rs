//! The one reader of the terminal's keys.
//!
//! Who draws also waits for keys: no other thread stands between a key and its frame. While the reader
//! waits, other threads can [wake](Waker) it.

#[cfg(unix)]
#[path = "input/unix.rs"]
mod system;
#[cfg(not(unix))]
#[path = "input/other.rs"]
mod system;

use crossterm::event::{Event, KeyCode, KeyModifiers};

use super::signals;
use crate::render::theme::Background;
pub use system::{Reader, Waker};

/// What came from the terminal.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard {
    /// A key, a paste, the mouse; a new size where the terminal tells it itself.
    Event(Event),
    /// What its text stands on: the answer to [`super::answer::QUESTION`].
    Background(Background),
    /// The terminal is gone, or cannot be read.
    Gone,
    /// Nothing: a [`Waker`] was used.
    Woken,
}

/// Ends the process when it does not leave by itself after Ctrl-C, or when its terminal has gone: a
/// terminal that takes no output may hold it up.
#[derive(Debug, Default)]
struct LastResort {
    is_near: bool,
}

/// The number of SIGHUP: what a window that closes stands for.
const HANGUP: i32 = 1;

/// The number of SIGINT.
const INTERRUPT: i32 = 2;

impl LastResort {
    /// Ctrl-C leaves the program from everywhere.
    fn look_at(&mut self, heard: &Heard) {
        let end: fn() = match heard {
            Heard::Gone => || signals::end_soon(HANGUP),
            Heard::Event(Event::Key(key))
                if key.code == KeyCode::Char('c') && key.modifiers == KeyModifiers::CONTROL =>
            {
                || signals::end_if_held_up(INTERRUPT)
            }
            _ => return,
        };
        if !self.is_near {
            let thread = std::thread::Builder::new().name("leaving".to_string());
            self.is_near = thread.spawn(end).is_ok();
        }
    }
}
