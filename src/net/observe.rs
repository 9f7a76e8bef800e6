//! The pen: writes a system call down before it is made and after it has returned, and what was
//! measured then.

use std::borrow::Cow;
use std::io;
use std::panic::Location;
use std::sync::Arc;

use super::actor::{self, Actor};
use super::errno;
use super::gate::{Left, Spot};
use super::handle::{Addresses, Handle};
use super::sys::Kernel;
use crate::event::{Bytes, Call, Field, Gauge, Outcome, Phase, Success, Value};

/// A call that was begun; [`Pending::end`] completes it.
#[must_use]
pub(super) struct Pending(Option<Observed>);

struct Observed {
    actor: Arc<Actor>,
    name: &'static str,
    socket: Arc<str>,
    site: &'static Location<'static>,
}

/// What a call that succeeded gave back.
#[derive(Default)]
pub(super) struct Told {
    pub value: i64,
    pub fields: Vec<Field>,
    pub bytes: Option<Bytes>,
    /// Instead of the socket's own addresses: for `accept`, those of the new socket.
    pub addresses: Option<Addresses>,
}

impl From<i64> for Told {
    fn from(value: i64) -> Told {
        Told {
            value,
            ..Told::default()
        }
    }
}

impl Told {
    /// A call that took or gave a datagram.
    pub fn of_datagram(bytes: &[u8]) -> Told {
        Told::of_bytes(Bytes::copy_of(bytes))
    }

    /// A call that took or gave these bytes of a stream.
    pub fn of_stream(bytes: &[u8]) -> Told {
        Told::of_bytes(Bytes::of_stream(bytes))
    }

    fn of_bytes(bytes: Bytes) -> Told {
        Told {
            value: i64::try_from(bytes.total).unwrap_or(i64::MAX),
            bytes: Some(bytes),
            ..Told::default()
        }
    }

    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Told {
        self.fields.push(field(name, value));
        self
    }
}

pub(super) fn field(name: &'static str, value: impl Into<Value>) -> Field {
    (Cow::Borrowed(name), value.into())
}

/// Stops at the gate, then writes down that a call on `handle` begins.
///
/// # Errors
/// When the session is being left: the call must not be made.
pub(super) fn begin<S: Kernel>(
    handle: &Handle<S>,
    name: &'static str,
    site: &'static Location<'static>,
    arguments: impl FnOnce() -> Vec<Field>,
) -> io::Result<Pending> {
    let Some(actor) = actor::current() else {
        return Ok(Pending(None));
    };
    let socket = handle.label(&actor);
    begin_labelled(actor, socket, name, site, arguments)
}

/// As [`begin`], for a socket that does not exist yet.
pub(super) fn begin_labelled(
    actor: Arc<Actor>,
    socket: Arc<str>,
    name: &'static str,
    site: &'static Location<'static>,
    arguments: impl FnOnce() -> Vec<Field>,
) -> io::Result<Pending> {
    let call = Observed {
        actor,
        name,
        socket,
        site,
    };
    if call.pass().is_err() {
        return Err(io::Error::other("the run was left"));
    }
    call.write(Phase::Begin(arguments()));
    Ok(Pending(Some(call)))
}

/// As [`begin`] for `close`, which is made and written down even when the session is being left:
/// everything must be closed.
pub(super) fn begin_close<S: Kernel>(
    handle: &Handle<S>,
    site: &'static Location<'static>,
) -> Pending {
    match actor::current() {
        Some(actor) => begin_close_labelled(Arc::clone(&actor), handle.label(&actor), site),
        None => Pending(None),
    }
}

/// As [`begin_close`], for a socket that is no handle of this process.
pub(super) fn begin_close_labelled(
    actor: Arc<Actor>,
    socket: Arc<str>,
    site: &'static Location<'static>,
) -> Pending {
    let call = Observed {
        actor,
        name: "close",
        socket,
        site,
    };
    let _ = call.pass();
    call.write(Phase::Begin(Vec::new()));
    Pending(Some(call))
}

impl Pending {
    /// Writes down what the kernel answered. `told` is asked only when somebody records.
    pub fn end<S: Kernel, T, R: Into<Told>>(
        self,
        handle: &Handle<S>,
        result: &io::Result<T>,
        told: impl FnOnce(&T) -> R,
    ) {
        if let Some(call) = self.end_at(|| handle.addresses(), result, told) {
            call.measure(handle);
        }
    }

    /// As [`Pending::end`], for a socket that is no handle of this process: `told` knows it all.
    pub fn end_told<T>(self, result: &io::Result<T>, told: impl FnOnce(&T) -> Told) {
        self.end_at(|| (None, None), result, told);
    }

    /// As [`Pending::end`], for a socket that was not made.
    pub fn end_without_socket<T>(self, result: &io::Result<T>) {
        let _ = self.end_at(|| (None, None), result, |_| 0);
    }

    fn end_at<T, R: Into<Told>>(
        self,
        addresses: impl FnOnce() -> Addresses,
        result: &io::Result<T>,
        told: impl FnOnce(&T) -> R,
    ) -> Option<Observed> {
        let call = self.0?;
        let told = result.as_ref().map(|value| told(value).into());
        let outcome = match told {
            Ok(told) => {
                let (local, peer) = told.addresses.unwrap_or_else(addresses);
                Outcome {
                    result: Ok(Success {
                        value: told.value,
                        fields: told.fields,
                    }),
                    bytes: told.bytes,
                    local,
                    peer,
                }
            }
            Err(error) => {
                let (local, peer) = addresses();
                Outcome {
                    result: Err(errno::describe(error)),
                    bytes: None,
                    local,
                    peer,
                }
            }
        };
        // First back, then written: whoever reads the end must not find the actor still in the call.
        call.actor.core.gate.back(call.actor.index);
        call.write(Phase::End(outcome));
        Some(call)
    }
}

impl Observed {
    fn pass(&self) -> Result<(), Left> {
        actor::remember_site(self.site);
        let (step, source) = self.actor.core.place(self.site);
        let spot = Spot {
            name: self.name,
            socket: Arc::clone(&self.socket),
            step,
            source,
            frame: None,
        };
        self.actor.core.gate.pass(self.actor.index, spot)
    }

    fn write(&self, phase: Phase) {
        let (step, source) = self.actor.core.place(self.site);
        self.actor.core.write_call(|seq, t_us| Call {
            seq,
            t_us,
            actor: Arc::clone(&self.actor.name),
            name: Cow::Borrowed(self.name),
            socket: Arc::clone(&self.socket),
            step,
            source,
            phase,
        });
    }

    /// Measures what the session wants to know of this socket.
    fn measure<S: Kernel>(&self, handle: &Handle<S>) {
        let core = &self.actor.core;
        let wanted = core
            .probes
            .iter()
            .filter(|(socket, _)| **socket == *self.socket);
        let wanted: Vec<&str> = wanted.map(|(_, value)| *value).collect();
        if wanted.is_empty() {
            return;
        }
        let (step, _) = core.place(self.site);
        for reading in handle.news(&wanted) {
            core.write_gauge(|seq, t_us| Gauge {
                seq,
                t_us,
                actor: Arc::clone(&self.actor.name),
                socket: Some(Arc::clone(&self.socket)),
                step: step.clone(),
                name: Cow::Borrowed(reading.name),
                unit: Cow::Borrowed(reading.unit),
                value: reading.value,
            });
        }
    }
}
