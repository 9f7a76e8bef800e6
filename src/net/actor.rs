//! Who is calling: the actor of the current thread.

use std::cell::{Cell, RefCell};
use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::session::Core;

/// A thread of a session.
pub(super) struct Actor {
    pub core: Arc<Core>,
    pub name: Arc<str>,
    /// Its number at the gate.
    pub index: usize,
    sockets: AtomicU32,
}

thread_local! {
    static CURRENT: RefCell<Option<Arc<Actor>>> = const { RefCell::new(None) };
    static LAST_SITE: Cell<Option<&'static Location<'static>>> = const { Cell::new(None) };
}

impl Actor {
    /// Makes a new actor known at the session's gate.
    pub fn enter(core: &Arc<Core>, name: &str) -> Arc<Actor> {
        let name: Arc<str> = Arc::from(name);
        Arc::new(Actor {
            core: Arc::clone(core),
            index: core.gate.enter(&name),
            name,
            sockets: AtomicU32::new(0),
        })
    }

    /// A label for the actor's next socket: `client/1`.
    pub fn next_label(&self) -> Arc<str> {
        let number = self.sockets.fetch_add(1, Ordering::Relaxed) + 1;
        Arc::from(format!("{}/{number}", self.name))
    }
}

impl Drop for Actor {
    fn drop(&mut self) {
        self.core.gate.exit(self.index);
    }
}

/// The actor of this thread; `None` outside every session.
pub(super) fn current() -> Option<Arc<Actor>> {
    // During the end of a thread its locals are gone, and with them the actor.
    CURRENT
        .try_with(|slot| slot.borrow().clone())
        .ok()
        .flatten()
}

/// Makes this thread the actor's.
pub(super) fn become_actor(actor: Arc<Actor>) {
    CURRENT.set(Some(actor));
}

/// This thread has done its work: the actor is gone once its last call is.
pub(super) fn resign() {
    CURRENT.set(None);
}

/// Remembers the source line of this thread's latest call.
pub(super) fn remember_site(site: &'static Location<'static>) {
    LAST_SITE.set(Some(site));
}

/// The source line of this thread's latest call.
pub(super) fn last_site() -> Option<&'static Location<'static>> {
    LAST_SITE.get()
}
