//! What a kernel tells of a TCP socket: state, windows, timers, counters.
//!
//! Asking changes nothing on the connection and needs no privilege: `getsockopt` with `TCP_INFO` on
//! Linux (tcp(7)), with `TCP_CONNECTION_INFO` on macOS (xnu, `bsd/netinet/tcp.h`). Unsafe code,
//! because no safe crate has these two calls.

use std::net::SocketAddr;
use std::sync::Arc;

use crate::event::Value;

/// One value of a socket, now. Name and unit are those of [`crate::event::Gauge`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub name: &'static str,
    /// Empty for a text.
    pub unit: &'static str,
    pub value: Value,
}

/// A socket and a value of it, `("writer/1", "not_sent")`: measured whenever a call on the socket has
/// returned.
pub type Probe = (&'static str, &'static str);

/// The values of one socket, its state first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// `client/1`.
    pub socket: Arc<str>,
    /// Its own address and its peer's, as far as it has them.
    pub local: Option<SocketAddr>,
    pub peer: Option<SocketAddr>,
    pub readings: Vec<Reading>,
}

pub use platform::TELLS;
pub(super) use platform::read;

#[cfg(any(
    target_os = "macos",
    all(target_os = "linux", any(target_env = "gnu", target_env = "musl"))
))]
mod platform {
    use std::os::fd::{AsFd, AsRawFd};

    use super::Reading;
    use super::system::{Info, OPTION, readings};

    /// Whether the system can be asked at all.
    pub const TELLS: bool = true;

    /// The values of a TCP socket; `None` for one of another kind.
    ///
    /// What this kernel does not tell is left out. Waits at most until another thread's call has
    /// copied its bytes: one that sleeps in the kernel is not waited for.
    pub fn read(socket: &impl AsFd) -> Option<Vec<Reading>> {
        let (info, length) = ask(socket)?;
        let waiting = Waiting {
            unread: rustix::io::ioctl_fionread(socket.as_fd()).ok(),
            unacknowledged: unacknowledged(socket),
        };
        Some(readings(&info, length, &waiting))
    }

    /// Bytes in the queues of a socket, where the system tells them apart from its structure.
    pub(super) struct Waiting {
        pub unread: Option<u64>,
        pub unacknowledged: Option<u64>,
    }

    /// `ioctl(SIOCOUTQ)`: what the peer has not acknowledged, whether sent or not (tcp(7)).
    #[cfg(target_os = "linux")]
    #[allow(unsafe_code)]
    fn unacknowledged(socket: &impl AsFd) -> Option<u64> {
        let descriptor = socket.as_fd().as_raw_fd();
        let mut bytes: libc::c_int = 0;
        // SAFETY: the call writes one int, which `bytes` is; the descriptor is borrowed.
        let answer = unsafe { libc::ioctl(descriptor, libc::TIOCOUTQ, &raw mut bytes) };
        u64::try_from(bytes).ok().filter(|_| answer == 0)
    }

    /// Told with the rest.
    #[cfg(target_os = "macos")]
    fn unacknowledged(_socket: &impl AsFd) -> Option<u64> {
        None
    }

    /// The system's structure, and how many bytes of it the kernel has filled: an older one knows
    /// fewer fields.
    #[allow(unsafe_code)]
    pub(super) fn ask(socket: &impl AsFd) -> Option<(Info, usize)> {
        // SAFETY: the structure holds nothing but integers, for which all zeros is a value.
        let mut info: Info = unsafe { std::mem::zeroed() };
        let mut length = libc::socklen_t::try_from(size_of::<Info>()).ok()?;
        let descriptor = socket.as_fd().as_raw_fd();
        // SAFETY: `info` and `length` live during the call and `length` says how much room there
        // is; the descriptor is borrowed and so stays open.
        let answer = unsafe {
            libc::getsockopt(
                descriptor,
                libc::IPPROTO_TCP,
                OPTION,
                (&raw mut info).cast(),
                &raw mut length,
            )
        };
        (answer == 0).then_some((info, usize::try_from(length).ok()?))
    }

    /// Name, unit and value of fields of `$info`; no value beyond its first `$length` bytes.
    macro_rules! fields {
        ($info:ident, $length:ident; $($name:literal $unit:literal $field:ident;)*) => {
            [$((
                $name,
                $unit,
                (std::mem::offset_of!(Info, $field) + size_of_val(&$info.$field) <= $length)
                    .then(|| u64::from($info.$field)),
            )),*]
        };
    }
    pub(super) use fields;

    pub(super) fn state(name: &'static str) -> Reading {
        Reading {
            name: "state",
            unit: "",
            value: name.into(),
        }
    }

    pub(super) fn number(name: &'static str, unit: &'static str, value: u64) -> Reading {
        Reading {
            name,
            unit,
            value: i64::try_from(value).unwrap_or(i64::MAX).into(),
        }
    }
}

#[cfg(not(any(
    target_os = "macos",
    all(target_os = "linux", any(target_env = "gnu", target_env = "musl"))
)))]
mod platform {
    use super::Reading;

    pub const TELLS: bool = false;

    /// Not available here.
    pub fn read<S>(_socket: &S) -> Option<Vec<Reading>> {
        None
    }
}

#[cfg(all(target_os = "linux", any(target_env = "gnu", target_env = "musl")))]
#[path = "info/linux.rs"]
mod system;

#[cfg(target_os = "macos")]
#[path = "info/macos.rs"]
mod system;
