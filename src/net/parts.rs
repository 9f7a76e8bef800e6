//! The single system calls from which the calls of std are made, each one observed.

use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

use socket2::{Domain, SockAddr, SockRef, Type};

use super::actor;
use super::handle::{Handle, Own};
use super::observe::{Told, begin, begin_labelled, field};
use super::place::Place;
use super::sys::Kernel;
use crate::event::Value;

type Site = &'static Location<'static>;

/// Tries one address after the other, as std does.
pub(super) fn each<A: ToSocketAddrs, T>(
    address: A,
    mut attempt: impl FnMut(SocketAddr) -> io::Result<T>,
) -> io::Result<T> {
    let mut last = None;
    for address in address.to_socket_addrs()? {
        match attempt(address) {
            Ok(made) => return Ok(made),
            Err(error) => last = Some(error),
        }
    }
    Err(last.unwrap_or_else(|| {
        let what = "could not resolve to any addresses";
        io::Error::new(io::ErrorKind::InvalidInput, what)
    }))
}

/// `socket(domain, type, 0)`.
pub(super) fn socket<S: Kernel>(
    place: &impl Place,
    address: SocketAddr,
    kind: Type,
    site: Site,
) -> io::Result<Own<S>> {
    let domain = Domain::for_address(address);
    let make = || place.socket(domain, kind).map(S::from_socket);
    let Some(actor) = actor::current() else {
        return Ok(Own::new(make()?, None));
    };
    let label = actor.next_label();
    let call = begin_labelled(actor, Arc::clone(&label), "socket", site, || {
        let domain = match address {
            SocketAddr::V4(_) => "AF_INET",
            SocketAddr::V6(_) => "AF_INET6",
        };
        let kind = match kind {
            Type::STREAM => "SOCK_STREAM",
            _ => "SOCK_DGRAM",
        };
        vec![field("domain", domain), field("type", kind)]
    })?;
    match make() {
        Ok(made) => {
            let handle = Own::new(made, Some(label));
            let number = handle.socket().number();
            call.end(&handle, &Ok(number), |number| *number);
            Ok(handle)
        }
        Err(error) => {
            let result: io::Result<()> = Err(error);
            call.end_without_socket(&result);
            Err(result.err().unwrap_or_else(|| io::Error::other("socket")))
        }
    }
}

/// A socket made elsewhere: observed from now on.
pub(super) fn adopt<S: Kernel>(socket: S) -> Own<S> {
    let handle = Own::new(socket, None);
    handle.learn_addresses();
    handle
}

/// `setsockopt` with a number or a name as value.
pub(super) fn option<S: Kernel>(
    handle: &Handle<S>,
    name: &'static str,
    value: impl Into<Value>,
    site: Site,
    set: impl FnOnce(&SockRef<'_>) -> io::Result<()>,
) -> io::Result<()> {
    let call = begin(handle, "setsockopt", site, || {
        vec![field("option", name), field("value", value)]
    })?;
    let result = set(&handle.socket().options());
    call.end(handle, &result, |()| 0);
    result
}

/// `setsockopt(SO_RCVTIMEO)` or `SO_SNDTIMEO`; the value is shown in milliseconds, 0 for "no limit".
pub(super) fn timeout<S: Kernel>(
    handle: &Handle<S>,
    name: &'static str,
    timeout: Option<Duration>,
    site: Site,
    set: impl FnOnce(&SockRef<'_>) -> io::Result<()>,
) -> io::Result<()> {
    if timeout == Some(Duration::ZERO) {
        let what = "cannot set a 0 duration timeout";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, what));
    }
    let milliseconds = timeout.map_or(0, |time| time.as_millis());
    let shown = i64::try_from(milliseconds).unwrap_or(i64::MAX);
    option(handle, name, shown, site, set)
}

pub(super) fn bind<S: Kernel>(
    handle: &Handle<S>,
    address: SocketAddr,
    site: Site,
) -> io::Result<()> {
    to_address(handle, "bind", address, site, |it, address| {
        it.bind(address)
    })
}

pub(super) fn connect<S: Kernel>(
    handle: &Handle<S>,
    address: SocketAddr,
    site: Site,
) -> io::Result<()> {
    to_address(handle, "connect", address, site, |it, address| {
        it.connect(address)
    })
}

/// A call with an address, after which the socket has other ends.
fn to_address<S: Kernel>(
    handle: &Handle<S>,
    name: &'static str,
    address: SocketAddr,
    site: Site,
    call: impl FnOnce(SockRef<'_>, &SockAddr) -> io::Result<()>,
) -> io::Result<()> {
    let begun = begin(handle, name, site, || {
        vec![field("address", address.to_string())]
    })?;
    let result = call(handle.socket().options(), &address.into());
    if result.is_ok() {
        handle.learn_addresses();
    }
    begun.end(handle, &result, |()| 0);
    result
}

/// Connects for at most `timeout`: `fcntl`, `connect`, `poll`, `getsockopt`, `fcntl`.
#[cfg(unix)]
pub(super) fn connect_within<S: Kernel>(
    handle: &Handle<S>,
    address: SocketAddr,
    timeout: Duration,
    site: Site,
) -> io::Result<()> {
    use rustix::event::{PollFd, PollFlags, Timespec};

    set_nonblocking(handle, true, site)?;
    match connect(handle, address, site) {
        Err(error) if error.raw_os_error() == Some(libc::EINPROGRESS) => {
            until_ready(timeout, |left| {
                let milliseconds = left.as_millis();
                let call = begin(handle, "poll", site, || {
                    let shown = i64::try_from(milliseconds).unwrap_or(i64::MAX);
                    vec![field("events", "POLLOUT"), field("timeout_ms", shown)]
                })?;
                let limit = Timespec::try_from(left).ok();
                let options = handle.socket().options();
                let mut descriptors = [PollFd::new(&*options, PollFlags::OUT)];
                let result = rustix::event::poll(&mut descriptors, limit.as_ref());
                let result = result.map_err(io::Error::from);
                call.end(handle, &result, |ready| {
                    i64::try_from(*ready).unwrap_or(i64::MAX)
                });
                result
            })?;
            pending_error(handle, site)?;
            handle.learn_addresses();
        }
        other => other?,
    }
    set_nonblocking(handle, false, site)
}

/// Polls until something is ready, for at most `timeout` in all. As std does, it goes on after a
/// signal and with what is left of the time.
#[cfg(unix)]
fn until_ready(
    timeout: Duration,
    mut poll: impl FnMut(Duration) -> io::Result<usize>,
) -> io::Result<()> {
    let begun = std::time::Instant::now();
    let mut left = timeout;
    while !left.is_zero() {
        match poll(left) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
            Ok(0) => {}
            Ok(_) => return Ok(()),
        }
        left = timeout.saturating_sub(begun.elapsed());
    }
    let what = "connection timed out";
    Err(io::Error::new(io::ErrorKind::TimedOut, what))
}

/// Connects for at most `timeout`, as one call: Winsock's parts are not ours to take apart.
#[cfg(not(unix))]
pub(super) fn connect_within<S: Kernel>(
    handle: &Handle<S>,
    address: SocketAddr,
    timeout: Duration,
    site: Site,
) -> io::Result<()> {
    let call = begin(handle, "connect", site, || {
        vec![field("address", address.to_string())]
    })?;
    let result = handle
        .socket()
        .options()
        .connect_timeout(&address.into(), timeout);
    if result.is_ok() {
        handle.learn_addresses();
    }
    call.end(handle, &result, |()| 0);
    result
}

#[cfg(unix)]
fn set_nonblocking<S: Kernel>(handle: &Handle<S>, on: bool, site: Site) -> io::Result<()> {
    let call = begin(handle, "fcntl", site, || {
        vec![field("flag", "O_NONBLOCK"), field("value", i64::from(on))]
    })?;
    let result = handle.socket().options().set_nonblocking(on);
    call.end(handle, &result, |()| 0);
    result
}

/// `getsockopt(SO_ERROR)`: how a connect that did not wait has ended.
#[cfg(unix)]
fn pending_error<S: Kernel>(handle: &Handle<S>, site: Site) -> io::Result<()> {
    let call = begin(handle, "getsockopt", site, || {
        vec![field("option", "SO_ERROR")]
    })?;
    let result = handle.socket().options().take_error();
    call.end(handle, &result, |error| {
        let code = error.as_ref().and_then(io::Error::raw_os_error);
        Told::from(0).with("value", i64::from(code.unwrap_or(0)))
    });
    result?.map_or(Ok(()), Err)
}

pub(super) fn local_address<S: Kernel>(handle: &Handle<S>, site: Site) -> io::Result<SocketAddr> {
    name_of(handle, "getsockname", site, |socket| socket.local_addr())
}

pub(super) fn peer_address<S: Kernel>(handle: &Handle<S>, site: Site) -> io::Result<SocketAddr> {
    name_of(handle, "getpeername", site, |socket| socket.peer_addr())
}

fn name_of<S: Kernel>(
    handle: &Handle<S>,
    name: &'static str,
    site: Site,
    ask: impl FnOnce(&SockRef<'_>) -> io::Result<socket2::SockAddr>,
) -> io::Result<SocketAddr> {
    let call = begin(handle, name, site, Vec::new)?;
    let result = ask(&handle.socket().options()).and_then(|address| {
        let what = "not an internet address";
        let error = || io::Error::new(io::ErrorKind::InvalidInput, what);
        address.as_socket().ok_or_else(error)
    });
    call.end(handle, &result, |address| {
        Told::from(0).with("address", address.to_string())
    });
    result
}

/// `fcntl(F_DUPFD_CLOEXEC)`: a second descriptor for the same socket.
pub(super) fn duplicate<S: Kernel>(
    handle: &Handle<S>,
    site: Site,
    make: impl FnOnce(&S) -> io::Result<S>,
) -> io::Result<Own<S>> {
    let call = begin(handle, "fcntl", site, || {
        vec![field("command", "F_DUPFD_CLOEXEC")]
    })?;
    let result = make(handle.socket()).map(|twin| {
        let label = actor::current().map(|actor| actor.next_label());
        let twin = Own::new(twin, label);
        twin.learn_addresses();
        twin
    });
    call.end(handle, &result, |twin| {
        with_label(Told::from(twin.socket().number()), twin)
    });
    result
}

/// Adds the label of a new socket to what a call has told.
pub(super) fn with_label<S: Kernel>(told: Told, handle: &Handle<S>) -> Told {
    match actor::current() {
        Some(actor) => told.with("socket", handle.label(&actor).to_string()),
        None => told,
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_signal_does_not_end_the_wait_for_a_connection() {
        let mut polls = 0;
        let mut limits = Vec::new();
        let ready = until_ready(Duration::from_secs(60), |left| {
            polls += 1;
            limits.push(left);
            match polls {
                1 | 2 => Err(io::ErrorKind::Interrupted.into()),
                _ => Ok(1),
            }
        });
        assert!(ready.is_ok() && polls == 3, "{ready:?} after {polls}");
        assert!(limits.is_sorted_by(|a, b| a >= b), "{limits:?}");
    }

    #[test]
    fn the_wait_for_a_connection_has_an_end_and_other_errors_are_told() {
        let interrupted = |_| Err(io::ErrorKind::Interrupted.into());
        let over = until_ready(Duration::from_millis(4), interrupted);
        assert_eq!(over.unwrap_err().kind(), io::ErrorKind::TimedOut);
        let refused = until_ready(Duration::from_secs(60), |_| {
            Err(io::ErrorKind::InvalidInput.into())
        });
        assert_eq!(refused.unwrap_err().kind(), io::ErrorKind::InvalidInput);
    }
}
