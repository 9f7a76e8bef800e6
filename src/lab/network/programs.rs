//! The programs of the hosts: threads, of which one at a time runs while all others wait.
//!
//! Whose turn it is, the network decides; therefore a run of the same seed is the same, event by event.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};

use super::super::host::{Caller, Host};
use super::Clock;
use super::call::{Answer, Call};
use crate::net::pen::Pen;
use crate::net::thread::{Builder, JoinHandle};

/// What a program is: the code of one host's side of the exchange.
pub type Work = Box<dyn FnOnce(&Host) -> io::Result<()> + Send>;

/// A program and where it stands.
pub struct Program {
    /// The actor's name.
    pub name: Arc<str>,
    /// The host it runs on.
    pub host: usize,
    /// The call it waits in, with the name of the call, the socket's label and a label for a new one.
    pub waiting: Option<Waiting>,
    pub ended: bool,
    answers: Sender<io::Result<Answer>>,
    thread: JoinHandle<io::Result<()>>,
}

/// A call that waits for its answer.
pub struct Waiting {
    pub call: Call,
    pub name: &'static str,
    /// The socket it is made on, or the one to be made.
    pub label: Arc<str>,
}

/// All programs of a run.
pub struct Programs {
    pub all: Vec<Program>,
    calls: Receiver<(usize, Waiting)>,
    post: Sender<(usize, Waiting)>,
}

impl Programs {
    pub fn new() -> Programs {
        let (post, calls) = mpsc::channel();
        Programs {
            all: Vec::new(),
            calls,
            post,
        }
    }

    /// Starts a program on a thread of its own. It waits for its first turn.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(
        &mut self,
        pen: &Pen,
        name: &str,
        host: usize,
        clock: &Clock,
        work: Work,
    ) -> io::Result<()> {
        let number = self.all.len();
        let (answers, inbox) = mpsc::channel();
        let post = self.post.clone();
        let (clock, cable) = (clock.clone(), pen.number());
        let thread = Builder::new().name(name.to_string()).spawn(move || {
            let farewell = Farewell {
                number,
                post,
                cable,
            };
            let caller = Caller::new(number, cable, farewell.post.clone(), inbox, clock);
            let result = match caller.first_turn() {
                Ok(()) => work(&Host::new(caller)),
                Err(error) => Err(error),
            };
            drop(farewell);
            result
        })?;
        // Before anybody gives it a turn: whoever waits for all to stand still need not wait for it.
        if let Some(actor) = thread.actor() {
            pen.let_wait(actor);
        }
        self.all.push(Program {
            name: Arc::from(name),
            host,
            waiting: None,
            ended: false,
            answers,
            thread,
        });
        Ok(())
    }

    /// Gives a program its answer, and waits until it asks for the next thing or ends.
    pub fn turn(&mut self, number: usize, answer: io::Result<Answer>, pen: &Pen) {
        let program = &mut self.all[number];
        program.waiting = None;
        if let Some(actor) = program.thread.actor() {
            pen.give_turn(actor);
        }
        if program.answers.send(answer).is_err() {
            program.ended = true;
            return;
        }
        let asked = self.calls.recv();
        // Only the program whose turn it is can have asked.
        if let Ok((asking, waiting)) = asked {
            match waiting.call {
                Call::Done => self.all[asking].ended = true,
                _ => self.all[asking].waiting = Some(waiting),
            }
        }
    }

    /// Waits for the threads, which have all ended, and gives back the first error.
    pub fn join(self) -> io::Result<()> {
        let mut outcome = Ok(());
        for program in self.all {
            let result = program.thread.join();
            let result = result.unwrap_or_else(|_| Err(io::Error::other("a program panicked")));
            outcome = outcome.and(result);
        }
        outcome
    }
}

/// Says that a program has ended, also when it panics.
struct Farewell {
    number: usize,
    post: Sender<(usize, Waiting)>,
    /// The actor that goes on now.
    cable: usize,
}

impl Drop for Farewell {
    fn drop(&mut self) {
        let done = Waiting {
            call: Call::Done,
            name: "exit",
            label: Arc::from(""),
        };
        if let Some(pen) = Pen::of_this_thread() {
            pen.wait_for(self.cable);
        }
        // When the network is gone, nobody asks.
        let _ = self.post.send((self.number, done));
    }
}
