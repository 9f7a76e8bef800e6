//! Everything that can happen to a screen, one thing after the other.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

use super::input::{Heard, Reader};
use super::message::Message;

/// What other threads tell the screen things with. Never waits.
pub type Post = Arc<dyn Fn(Message) + Send + Sync>;

/// What comes from the terminal, and what other threads tell.
pub struct Inbox {
    reader: Reader,
    post: Post,
    told: Receiver<Message>,
    /// What was told, and is to wait for a key that came too.
    waiting: Option<Message>,
}

impl Inbox {
    /// # Errors
    /// When the system has no descriptors left.
    pub fn open() -> io::Result<Inbox> {
        let reader = Reader::of_screen()?;
        let (sender, told): (Sender<Message>, _) = mpsc::channel();
        let waker = reader.waker();
        let post: Post = Arc::new(move |message| {
            // The inbox may have been closed.
            let _ = sender.send(message);
            waker.wake();
        });
        Ok(Inbox {
            reader,
            post,
            told,
            waiting: None,
        })
    }

    /// What other threads tell things with.
    pub fn post(&self) -> Post {
        Arc::clone(&self.post)
    }

    /// The next message: waits for it as long as it takes, or for `time`. `None` when none came. Keys
    /// come first: however much is told, they are answered.
    pub fn next(&mut self, time: Option<Duration>) -> Option<Message> {
        let deadline = time.map(|time| Instant::now() + time);
        loop {
            if self.waiting.is_none() {
                self.waiting = self.told.try_recv().ok();
            }
            let left = match &self.waiting {
                Some(_) => Some(Duration::ZERO),
                None => deadline.map(|end| end.saturating_duration_since(Instant::now())),
            };
            return match self.reader.next(left) {
                Some(Heard::Event(event)) => Some(Message::Input(event)),
                Some(Heard::Background(background)) => Some(Message::Background(background)),
                Some(Heard::Gone) => Some(Message::Gone),
                Some(Heard::Woken) => continue,
                None => self.waiting.take(),
            };
        }
    }

    /// The terminal is asked for its background now.
    pub fn asked(&mut self) {
        self.reader.asked();
    }

    /// Waits until the terminal takes output. Keys that come meanwhile are the next messages.
    pub fn wait_for_room(&mut self) {
        self.reader.wait_for_room();
    }
}
