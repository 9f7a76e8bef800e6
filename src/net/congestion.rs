//! Which rule a socket follows when the network is full.

use std::io;
use std::panic::Location;

use super::{TcpListener, TcpStream, parts};

macro_rules! congestion {
    ($socket:ty, $whose:literal) => {
        impl $socket {
            #[doc = concat!("`setsockopt(TCP_CONGESTION)`: the rule of ", $whose, ", `reno` or `cubic`.")]
            ///
            /// # Errors
            /// Those of `setsockopt(2)`: `NotFound` when this kernel does not have it,
            /// `PermissionDenied` when it may not be chosen. Elsewhere than on Linux `Unsupported`.
            #[track_caller]
            pub fn set_congestion(&self, name: &str) -> io::Result<()> {
                let site = Location::caller();
                let value = name.to_string();
                parts::option(&self.handle, "TCP_CONGESTION", value, site, |socket| {
                    set(socket, name)
                })
            }
        }
    };
}

congestion!(TcpListener, "the connections it accepts");
congestion!(TcpStream, "this connection");

#[cfg(target_os = "linux")]
fn set(socket: &socket2::SockRef<'_>, name: &str) -> io::Result<()> {
    socket.set_tcp_congestion(name.as_bytes())
}

#[cfg(not(target_os = "linux"))]
fn set(_: &socket2::SockRef<'_>, _: &str) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
