//! A socket with its label and addresses, closed as a call of its own.

use std::net::{Shutdown, SocketAddr};
use std::ops::Deref;
use std::panic::Location;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};

use super::actor::{self, Actor};
use super::info::{Measured, Reading};
use super::observe::begin_close;
use super::sys::Kernel;

/// A socket of std and what the record says of it.
pub(super) struct Handle<S: Kernel> {
    /// `None` only while the handle is being dropped or given away.
    socket: Option<S>,
    label: OnceLock<Arc<str>>,
    addresses: Mutex<Addresses>,
    /// What was last written down of each measured value.
    told: Mutex<Vec<Reading>>,
}

/// Own address and peer's.
pub(super) type Addresses = (Option<SocketAddr>, Option<SocketAddr>);

/// As [`std::mem::drop`]; the record of a `close` that follows shows this line.
#[track_caller]
pub fn drop<T>(value: T) {
    actor::remember_site(Location::caller());
    std::mem::drop(value);
}

/// What a session does with the sockets of its actors.
pub(super) trait Known: Send + Sync {
    /// Makes the calls that wait on the socket return.
    fn wake(&self);

    /// What the system tells of it; `None` for no TCP and where it tells nothing.
    fn measure(&self) -> Option<Measured>;
}

impl<S: Kernel> Handle<S> {
    pub fn socket(&self) -> &S {
        match &self.socket {
            Some(socket) => socket,
            // Taken out only by `drop` and `into_socket`, which own the handle.
            None => unreachable!("a handle in use has its socket"),
        }
    }

    pub fn label(&self, actor: &Actor) -> Arc<str> {
        Arc::clone(self.label.get_or_init(|| actor.next_label()))
    }

    /// The addresses learnt so far; asking the kernel each time would be a call of its own.
    pub fn addresses(&self) -> Addresses {
        *self.lock_addresses()
    }

    fn lock_addresses(&self) -> MutexGuard<'_, Addresses> {
        let addresses = self.addresses.lock();
        addresses.unwrap_or_else(PoisonError::into_inner)
    }

    /// Measures the values of these names, and keeps those that are not what was last told.
    pub fn news(&self, names: &[&str]) -> Vec<Reading> {
        let measured = self.socket.as_ref().and_then(Kernel::readings);
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let mut news = measured.unwrap_or_default();
        news.retain(|reading| names.contains(&reading.name) && !told.contains(reading));
        told.retain(|old| news.iter().all(|new| new.name != old.name));
        told.extend(news.iter().cloned());
        news
    }

    /// Asks the kernel for the addresses, after a call that may have set or changed them.
    pub fn learn_addresses(&self) {
        let options = self.socket().options();
        let local = options.local_addr().ok().and_then(|a| a.as_socket());
        let peer = options.peer_addr().ok().and_then(|a| a.as_socket());
        // An unbound socket has the port 0 (getsockname(2)); the real one comes later.
        let local = local.filter(|local| local.port() != 0);
        let (old_local, old_peer) = self.addresses();
        // What the kernel no longer tells, it told once: of a connection that has broken.
        *self.lock_addresses() = (local.or(old_local), peer.or(old_peer));
    }
}

/// The one owner of a handle: closes it on the thread that drops it.
pub(super) struct Own<S: Kernel>(Option<Arc<Handle<S>>>);

impl<S: Kernel> Own<S> {
    /// Takes a socket in; its label is the one given, or the next of the first actor to use it.
    pub fn new(socket: S, label: Option<Arc<str>>) -> Own<S> {
        let handle = Arc::new(Handle {
            socket: Some(socket),
            label: label.map_or_else(OnceLock::new, OnceLock::from),
            addresses: Mutex::default(),
            told: Mutex::default(),
        });
        if let Some(actor) = actor::current() {
            let known: Weak<Handle<S>> = Arc::downgrade(&handle);
            actor.core.adopt(known);
        }
        Own(Some(handle))
    }

    /// Gives the socket away without closing it.
    pub fn into_socket(mut self) -> socket2::Socket {
        match self.alone().and_then(|mut handle| handle.socket.take()) {
            Some(socket) => socket.into_socket(),
            None => unreachable!("a handle in use has its socket"),
        }
    }

    /// Takes the handle out, once nobody else holds it.
    fn alone(&mut self) -> Option<Handle<S>> {
        let mut handle = self.0.take()?;
        loop {
            match Arc::try_unwrap(handle) {
                Ok(own) => return Some(own),
                // The session holds it for the moment of one shutdown or one measurement. Were
                // that one the last to let go, the socket would be closed by a thread that is no
                // actor.
                Err(shared) => handle = shared,
            }
            std::thread::yield_now();
        }
    }
}

impl<S: Kernel> Deref for Own<S> {
    type Target = Handle<S>;

    fn deref(&self) -> &Handle<S> {
        match &self.0 {
            Some(handle) => handle,
            // Taken out only by `drop` and `into_socket`.
            None => unreachable!("an owner in use has its handle"),
        }
    }
}

impl<S: Kernel> Drop for Own<S> {
    fn drop(&mut self) {
        std::mem::drop(self.alone());
    }
}

impl<S: Kernel> Drop for Handle<S> {
    /// Closes the socket. The record shows the source line of the thread's latest call, because
    /// the end of a scope has no line that can be asked for; [`drop`] has one.
    fn drop(&mut self) {
        let Some(socket) = self.socket.take() else {
            return;
        };
        let site = actor::last_site().unwrap_or_else(Location::caller);
        if let (Some(actor), Some(label)) = (actor::current(), self.label.get()) {
            actor.core.remember(label, self.addresses());
        }
        let call = begin_close(self, site);
        call.end(self, &socket.close(), |()| 0);
    }
}

impl<S: Kernel> Known for Handle<S> {
    fn wake(&self) {
        let Some(socket) = &self.socket else {
            return;
        };
        // Linux wakes `accept`, `connect` and the receiving calls of every kind of socket, also
        // of those for which the result is ENOTCONN.
        let _ = socket.options().shutdown(Shutdown::Both);
        #[cfg(not(target_os = "linux"))]
        super::sys::knock(&socket.options());
    }

    fn measure(&self) -> Option<Measured> {
        let socket = self.socket.as_ref()?;
        let readings = socket.readings()?;
        // Without a label no call has been made on it: the record does not know it yet.
        let label = Arc::clone(self.label.get()?);
        let (local, peer) = self.addresses();
        // While it connects, its address is not learnt yet.
        let now = || socket.options().local_addr().ok()?.as_socket();
        Some(Measured {
            socket: label,
            local: local.or_else(now),
            peer,
            readings,
        })
    }
}
