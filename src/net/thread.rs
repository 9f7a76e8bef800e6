//! Threads with the names and signatures of `std::thread`; each one is an actor.

use std::any::Any;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use super::actor::{self, Actor};
use super::errno;
use super::session::Core;
use super::tcp::TcpStream;
use super::udp::UdpSocket;
use crate::event::Failing;

/// As [`std::thread::Builder`], for what demos need of it.
#[derive(Debug, Default)]
pub struct Builder {
    name: Option<String>,
}

impl Builder {
    pub fn new() -> Builder {
        Builder::default()
    }

    /// Names the thread, and with it the actor.
    #[must_use]
    pub fn name(mut self, name: String) -> Builder {
        self.name = Some(name);
        self
    }

    /// Starts a thread. Started by an actor, it is an actor of the same session.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn spawn<F, T>(self, work: F) -> io::Result<JoinHandle<T>>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let name = self.name.unwrap_or_else(|| "thread".to_string());
        match actor::current() {
            Some(parent) => spawn_actor(&parent.core, &name, work),
            None => JoinHandle::start(name, work, None),
        }
    }
}

/// As [`std::thread::JoinHandle`].
#[derive(Debug)]
pub struct JoinHandle<T> {
    thread: std::thread::JoinHandle<()>,
    result: Arc<Mutex<Option<T>>>,
    /// Its number at the gate, if it is an actor.
    index: Option<usize>,
}

impl<T: Send + 'static> JoinHandle<T> {
    /// Starts the thread. Its result stays in our hands: were it std's, a socket in it that nobody
    /// takes would be closed after the actor is gone, and not be seen.
    fn start(
        name: String,
        work: impl FnOnce() -> T + Send + 'static,
        actor: Option<Arc<Actor>>,
    ) -> io::Result<JoinHandle<T>> {
        let slot = Arc::new(Mutex::new(None));
        let result = Arc::clone(&slot);
        let index = actor.as_ref().map(|actor| actor.index);
        let run = move || {
            let at_the_end = actor.map(Resign::begin);
            // Nobody sees what a panic may have left half done: it goes on to whoever joins.
            match catch_unwind(AssertUnwindSafe(work)) {
                Ok(value) => {
                    *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(value);
                }
                Err(panic) => {
                    if let Some(Resign(actor)) = &at_the_end {
                        actor.core.fail(panicked(&actor.name, &*panic));
                    }
                    resume_unwind(panic);
                }
            }
            std::mem::drop(slot);
        };
        let thread = std::thread::Builder::new().name(name).spawn(run)?;
        Ok(JoinHandle {
            thread,
            result,
            index,
        })
    }
}

impl<T> JoinHandle<T> {
    /// Waits for the thread to end.
    ///
    /// # Errors
    /// The thread's panic, if it panicked.
    pub fn join(self) -> Result<T, Box<dyn Any + Send + 'static>> {
        let actor = actor::current();
        if let Some(actor) = &actor {
            actor.core.gate.join_begins(actor.index, self.index);
        }
        let ended = self.thread.join();
        if let Some(actor) = &actor {
            actor.core.gate.back(actor.index);
        }
        ended?;
        let mut result = self.result.lock().unwrap_or_else(PoisonError::into_inner);
        match result.take() {
            Some(result) => Ok(result),
            None => unreachable!("a thread that did not panic has a result"),
        }
    }

    /// The actor's number at the gate, if the thread is one.
    pub(crate) fn actor(&self) -> Option<usize> {
        self.index
    }

    pub fn is_finished(&self) -> bool {
        self.thread.is_finished()
    }
}

pub(super) fn spawn_actor<F, T>(core: &Arc<Core>, name: &str, work: F) -> io::Result<JoinHandle<T>>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    // Known before it runs, so that a step waits for the new actor to reach its first call.
    let actor = Actor::enter(core, name);
    let failing = Arc::clone(&actor);
    let work = move || {
        let result = work();
        if let Some(error) = io_error(&result) {
            failing.core.fail(errno::failing(&failing.name, error));
        }
        result
    };
    JoinHandle::start(name.to_string(), work, Some(actor))
}

/// The error with which a thread's work ended, if its result can tell.
///
/// An actor that fails ends the run at once, because another one may wait for it for ever.
fn io_error<T: 'static>(result: &T) -> Option<&io::Error> {
    let result: &dyn Any = result;
    let nothing = result.downcast_ref::<io::Result<()>>();
    let stream = result.downcast_ref::<io::Result<TcpStream>>();
    let datagrams = result.downcast_ref::<io::Result<UdpSocket>>();
    match (nothing, stream, datagrams) {
        (Some(Err(error)), _, _) | (_, Some(Err(error)), _) | (_, _, Some(Err(error))) => {
            Some(error)
        }
        _ => None,
    }
}

/// What is told of a panic: who, and the message if it is text.
fn panicked(actor: &str, panic: &(dyn Any + Send)) -> Failing {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    Failing::Panic {
        actor: actor.to_string(),
        message: text.map(str::to_string),
    }
}

/// Ends the actor when the thread's work is done, also by a panic.
struct Resign(Arc<Actor>);

impl Resign {
    /// This thread is the actor's from now on.
    fn begin(actor: Arc<Actor>) -> Resign {
        actor::become_actor(Arc::clone(&actor));
        Resign(actor)
    }
}

impl Drop for Resign {
    fn drop(&mut self) {
        actor::resign();
    }
}
