//! Elsewhere crossterm reads, and other threads are looked after several times a second: the console
//! cannot be waited for together with them.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyEventKind};

use super::{Heard, LastResort};

/// So often we look after other threads.
const LOOK: Duration = Duration::from_millis(20);

/// Crossterm does not look at all when it is given no time.
const GLANCE: Duration = Duration::from_millis(1);

/// Reads the console.
pub struct Reader {
    waker: Waker,
    last_resort: Option<LastResort>,
}

/// Wakes the reader from any thread.
#[derive(Clone, Default)]
pub struct Waker(Arc<AtomicBool>);

impl Waker {
    /// The reader tells [`Heard::Woken`] soon. Never waits.
    pub fn wake(&self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl Reader {
    /// For lines of text, in which Ctrl-C is a key like others.
    ///
    /// # Errors
    /// None here.
    pub fn new() -> io::Result<Reader> {
        Ok(Reader {
            waker: Waker::default(),
            last_resort: None,
        })
    }

    /// For a screen: after Ctrl-C the process ends soon, whatever the console does.
    ///
    /// # Errors
    /// None here.
    pub fn of_screen() -> io::Result<Reader> {
        let mut reader = Reader::new()?;
        reader.last_resort = Some(LastResort::default());
        Ok(reader)
    }

    pub fn waker(&self) -> Waker {
        self.waker.clone()
    }

    /// Consoles tell no background.
    pub fn asked(&mut self) {}

    /// What comes next: waits for it as long as it takes, or for `time`. `None` when nothing came.
    pub fn next(&mut self, time: Option<Duration>) -> Option<Heard> {
        let deadline = time.map(|time| Instant::now() + time);
        loop {
            if self.waker.0.swap(false, Ordering::SeqCst) {
                return Some(Heard::Woken);
            }
            let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            let heard = match crossterm::event::poll(left.unwrap_or(LOOK).clamp(GLANCE, LOOK)) {
                Ok(true) => crossterm::event::read().map_or(Heard::Gone, Heard::Event),
                Ok(false) if left.is_some_and(|left| left <= LOOK) => return None,
                Ok(false) => continue,
                Err(_) => Heard::Gone,
            };
            // Consoles also tell when a key is let go.
            if matches!(&heard, Heard::Event(Event::Key(key)) if key.kind == KeyEventKind::Release)
            {
                continue;
            }
            if let Some(last_resort) = &mut self.last_resort {
                last_resort.look_at(&heard);
            }
            return Some(heard);
        }
    }

    /// A console always takes output.
    pub fn wait_for_room(&mut self) {}
}
