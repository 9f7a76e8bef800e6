//! Names of the system's error numbers.

use std::borrow::Cow;
use std::io;

use crate::event::{Failing, Failure};

/// Describes an error as the system named it.
///
/// An error that carries no number (one of ours or of std) has the code 0, and its kind as name if
/// it has no other.
pub(super) fn describe(error: &io::Error) -> Failure {
    let kind = Cow::Owned(format!("{:?}", error.kind()));
    match error.raw_os_error() {
        Some(code) => Failure {
            name: name(code).map_or_else(|| Cow::Owned(format!("errno {code}")), Cow::Borrowed),
            code,
            kind,
        },
        None => Failure {
            name: named(error).map_or_else(|| kind.clone(), Cow::Borrowed),
            code: 0,
            kind,
        },
    }
}

/// Why a run ends with this error, at which the work of `actor` ended.
pub(super) fn failing(actor: &str, error: &io::Error) -> Failing {
    let carried = error.get_ref().and_then(|inner| inner.downcast_ref());
    if let Some(failing) = carried {
        return Failing::clone(failing);
    }
    // What std and a demo say of themselves is known by its kind, if it is of any.
    let known = named(error).is_some()
        || error.raw_os_error().is_some()
        || error.kind() != io::ErrorKind::Other;
    match known {
        true => Failing::Call {
            actor: actor.to_string(),
            name: describe(error).name.into_owned(),
            said: error.to_string(),
        },
        false => Failing::Error(format!("{actor}: {error}")),
    }
}

/// An error that no system gave, under its POSIX name: `ECONNREFUSED`.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Named(pub &'static str);

fn named(error: &io::Error) -> Option<&'static str> {
    let named = error.get_ref()?.downcast_ref::<Named>()?;
    Some(named.0)
}

macro_rules! names {
    ($module:ident: $($name:ident),* $(,)?) => {
        fn name(code: i32) -> Option<&'static str> {
            $(if code == $module::$name { return Some(stringify!($name)); })*
            None
        }
    };
}

// The errors POSIX names for the socket calls (XSH, "Errors" of each call), and those of the
// descriptors beneath them.
#[cfg(unix)]
names!(libc: EACCES, EADDRINUSE, EADDRNOTAVAIL, EAFNOSUPPORT, EAGAIN, EALREADY, EBADF,
    ECONNABORTED, ECONNREFUSED, ECONNRESET, EDESTADDRREQ, EDOM, EFAULT, EHOSTUNREACH, EINPROGRESS,
    EINTR, EINVAL, EIO, EISCONN, EMFILE, EMSGSIZE, ENETDOWN, ENETUNREACH, ENFILE, ENOBUFS, ENOMEM,
    ENOPROTOOPT, ENOTCONN, ENOTSOCK, EOPNOTSUPP, EPERM, EPIPE, EPROTO, EPROTONOSUPPORT,
    EPROTOTYPE, ETIMEDOUT);

#[cfg(not(unix))]
mod winsock {
    //! Numbers of winsock2.h.
    pub const WSAEINTR: i32 = 10004;
    pub const WSAEACCES: i32 = 10013;
    pub const WSAEINVAL: i32 = 10022;
    pub const WSAEMFILE: i32 = 10024;
    pub const WSAEWOULDBLOCK: i32 = 10035;
    pub const WSAENOTSOCK: i32 = 10038;
    pub const WSAEMSGSIZE: i32 = 10040;
    pub const WSAEOPNOTSUPP: i32 = 10045;
    pub const WSAEAFNOSUPPORT: i32 = 10047;
    pub const WSAEADDRINUSE: i32 = 10048;
    pub const WSAEADDRNOTAVAIL: i32 = 10049;
    pub const WSAENETUNREACH: i32 = 10051;
    pub const WSAECONNABORTED: i32 = 10053;
    pub const WSAECONNRESET: i32 = 10054;
    pub const WSAENOBUFS: i32 = 10055;
    pub const WSAEISCONN: i32 = 10056;
    pub const WSAENOTCONN: i32 = 10057;
    pub const WSAESHUTDOWN: i32 = 10058;
    pub const WSAETIMEDOUT: i32 = 10060;
    pub const WSAECONNREFUSED: i32 = 10061;
    pub const WSAEHOSTUNREACH: i32 = 10065;
}

#[cfg(not(unix))]
names!(winsock: WSAEINTR, WSAEACCES, WSAEINVAL, WSAEMFILE, WSAEWOULDBLOCK, WSAENOTSOCK,
    WSAEMSGSIZE, WSAEOPNOTSUPP, WSAEAFNOSUPPORT, WSAEADDRINUSE, WSAEADDRNOTAVAIL, WSAENETUNREACH,
    WSAECONNABORTED, WSAECONNRESET, WSAENOBUFS, WSAEISCONN, WSAENOTCONN, WSAESHUTDOWN,
    WSAETIMEDOUT, WSAECONNREFUSED, WSAEHOSTUNREACH);

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_system_error_has_its_posix_name() {
        let failure = describe(&io::Error::from_raw_os_error(libc::ECONNREFUSED));
        assert_eq!(failure.name, "ECONNREFUSED");
        assert_eq!(failure.code, libc::ECONNREFUSED);
        assert_eq!(failure.kind, "ConnectionRefused");
    }

    #[test]
    fn an_unknown_number_is_shown_as_a_number() {
        assert_eq!(
            describe(&io::Error::from_raw_os_error(9999)).name,
            "errno 9999"
        );
    }

    #[test]
    fn an_error_without_a_number_ends_a_run_by_its_kind() {
        let early = io::Error::new(io::ErrorKind::UnexpectedEof, "too early");
        let expected = Failing::Call {
            actor: "client".to_string(),
            name: "UnexpectedEof".to_string(),
            said: "too early".to_string(),
        };
        assert_eq!(failing("client", &early), expected);
        let other = io::Error::other("no luck");
        let expected = Failing::Error("client: no luck".to_string());
        assert_eq!(failing("client", &other), expected);
    }

    #[test]
    fn an_error_of_std_has_no_number() {
        let failure = describe(&io::Error::new(io::ErrorKind::InvalidInput, "x"));
        assert_eq!((failure.code, &*failure.name), (0, "InvalidInput"));
    }
}
