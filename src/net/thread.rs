//! Threads with the names and signatures of `std::thread`; each one is an actor.

use std::any::Any;
use std::io;
use std::sync::Arc;

use super::actor::{self, Actor};
use super::session::Core;
use super::tcp::TcpStream;

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
            None => Ok(JoinHandle(
                std::thread::Builder::new().name(name).spawn(work)?,
            )),
        }
    }
}

/// As [`std::thread::JoinHandle`].
#[derive(Debug)]
pub struct JoinHandle<T>(std::thread::JoinHandle<T>);

impl<T> JoinHandle<T> {
    /// Waits for the thread to end.
    ///
    /// # Errors
    /// The thread's panic, if it panicked.
    pub fn join(self) -> Result<T, Box<dyn Any + Send + 'static>> {
        let Some(actor) = actor::current() else {
            return self.0.join();
        };
        actor.core.gate.join_begins(actor.index);
        let result = self.0.join();
        actor.core.gate.back(actor.index);
        result
    }

    pub fn is_finished(&self) -> bool {
        self.0.is_finished()
    }
}

pub(super) fn spawn_actor<F, T>(core: &Arc<Core>, name: &str, work: F) -> io::Result<JoinHandle<T>>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    // Known before it runs, so that a step waits for the new actor to reach its first call.
    let actor = Actor::enter(core, name);
    let thread = std::thread::Builder::new().name(name.to_string());
    let handle = thread.spawn(move || {
        let _at_the_end = Resign(Arc::clone(&actor));
        actor::become_actor(Arc::clone(&actor));
        let result = work();
        if let Some(error) = io_error(&result) {
            actor.core.fail(format!("{}: {error}", actor.name));
        }
        result
    })?;
    Ok(JoinHandle(handle))
}

/// The error with which a thread's work ended, if its result can tell.
///
/// An actor that fails ends the run at once, because another one may wait for it for ever.
fn io_error<T: 'static>(result: &T) -> Option<&io::Error> {
    let result: &dyn Any = result;
    let nothing = result.downcast_ref::<io::Result<()>>();
    let stream = result.downcast_ref::<io::Result<TcpStream>>();
    match (nothing, stream) {
        (Some(Err(error)), _) | (_, Some(Err(error))) => Some(error),
        _ => None,
    }
}

/// Ends the actor when the thread's work is done, also by a panic.
struct Resign(Arc<Actor>);

impl Drop for Resign {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.core.fail(format!("{} panicked", self.0.name));
        }
        actor::resign();
    }
}
