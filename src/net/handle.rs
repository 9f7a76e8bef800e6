//! A socket with its label and addresses, closed as a call of its own.

use std::net::{Shutdown, SocketAddr};
use std::panic::Location;
use std::sync::{Arc, OnceLock, Weak};

use super::actor::{self, Actor};
use super::observe::begin_close;
use super::sys::Kernel;

/// A socket of std and what the record says of it.
pub(super) struct Handle<S: Kernel> {
    /// `None` only while the handle is being dropped or given away.
    socket: Option<S>,
    label: OnceLock<Arc<str>>,
    local: OnceLock<SocketAddr>,
    peer: OnceLock<SocketAddr>,
}

/// As [`std::mem::drop`]; the record of a `close` that follows shows this line.
#[track_caller]
pub fn drop<T>(value: T) {
    actor::remember_site(Location::caller());
    std::mem::drop(value);
}

/// What leaving a session needs of a socket.
pub(super) trait Wake: Send + Sync {
    /// Makes the calls that wait on the socket return.
    fn wake(&self);
}

impl<S: Kernel> Handle<S> {
    /// Takes a socket in; its label is the one given, or the next of the first actor to use it.
    pub fn new(socket: S, label: Option<Arc<str>>) -> Arc<Handle<S>> {
        let handle = Arc::new(Handle {
            socket: Some(socket),
            label: label.map_or_else(OnceLock::new, OnceLock::from),
            local: OnceLock::new(),
            peer: OnceLock::new(),
        });
        if let Some(actor) = actor::current() {
            let known: Weak<Handle<S>> = Arc::downgrade(&handle);
            actor.core.adopt(known);
        }
        handle
    }

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
    pub fn addresses(&self) -> (Option<SocketAddr>, Option<SocketAddr>) {
        (self.local.get().copied(), self.peer.get().copied())
    }

    /// Asks the kernel for the addresses, after a call that may have set them.
    pub fn learn_addresses(&self) {
        let options = self.socket().options();
        let local = options.local_addr().ok().and_then(|a| a.as_socket());
        let peer = options.peer_addr().ok().and_then(|a| a.as_socket());
        // An unbound socket has the port 0 (getsockname(2)); the real one comes later.
        if let Some(local) = local.filter(|local| local.port() != 0) {
            self.local.get_or_init(|| local);
        }
        if let Some(peer) = peer {
            self.peer.get_or_init(|| peer);
        }
    }

    /// Gives the socket away without closing it.
    pub fn into_socket(mut handle: Arc<Handle<S>>) -> socket2::Socket {
        loop {
            match Arc::try_unwrap(handle) {
                Ok(mut own) => match own.socket.take() {
                    Some(socket) => return socket.into_socket(),
                    None => unreachable!("a handle in use has its socket"),
                },
                // `Session::leave` holds it for the moment of one shutdown.
                Err(shared) => handle = shared,
            }
            std::thread::yield_now();
        }
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
        let call = begin_close(self, site);
        call.end(self, &socket.close(), |()| 0);
    }
}

impl<S: Kernel> Wake for Handle<S> {
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
}
