//! Sockets inside the hosts, observed like all sockets.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::process::Helper;
use crate::net::place::{Domain, Place, Socket, Type};
use crate::net::{TcpListener, TcpStream, UdpSocket};

/// Makes sockets inside the hosts of a [`super::Kernel`], from any thread and as long as that is
/// there.
///
/// Each call that is made is observed: it stops at the gate, is written down, and is woken when
/// the run is left.
#[derive(Debug, Clone)]
pub struct SocketMaker {
    /// `None` once the hosts are gone.
    helper: Arc<Mutex<Option<Helper>>>,
}

impl SocketMaker {
    pub(super) fn new(helper: Helper) -> SocketMaker {
        let helper = Arc::new(Mutex::new(Some(helper)));
        SocketMaker { helper }
    }

    /// Ends the helper. Blocks until it is gone, at most for a second.
    pub(super) fn end(&self) {
        drop(self.lock().take());
    }

    fn lock(&self) -> MutexGuard<'_, Option<Helper>> {
        self.helper.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// As [`std::net::TcpListener::bind`], inside host number `host`.
    ///
    /// # Errors
    /// Those of the calls; `NotConnected` when the hosts are gone.
    #[track_caller]
    pub fn listen(&self, host: usize, address: SocketAddr) -> io::Result<TcpListener> {
        TcpListener::bind_at(&self.inside(host), address)
    }

    /// As [`std::net::TcpStream::connect`], inside host number `host`; with `local` it binds that
    /// address before. Waits as long as the kernel tries, for which the cable must be served.
    ///
    /// # Errors
    /// As [`SocketMaker::listen`].
    #[track_caller]
    pub fn connect(
        &self,
        host: usize,
        local: Option<SocketAddr>,
        address: SocketAddr,
    ) -> io::Result<TcpStream> {
        TcpStream::connect_at(&self.inside(host), local, address)
    }

    /// As [`std::net::UdpSocket::bind`], inside host number `host`.
    ///
    /// # Errors
    /// As [`SocketMaker::listen`].
    #[track_caller]
    pub fn udp(&self, host: usize, address: SocketAddr) -> io::Result<UdpSocket> {
        UdpSocket::bind_at(&self.inside(host), address)
    }

    fn inside(&self, host: usize) -> Inside<'_> {
        Inside { maker: self, host }
    }
}

/// A host, as the place where a socket is made.
struct Inside<'m> {
    maker: &'m SocketMaker,
    host: usize,
}

impl Place for Inside<'_> {
    fn socket(&self, domain: Domain, kind: Type) -> io::Result<Socket> {
        // The hosts have no IPv6.
        if domain != Domain::IPV4 {
            return Err(io::Error::from_raw_os_error(libc::EAFNOSUPPORT));
        }
        let kind = match kind {
            Type::STREAM => "stream",
            _ => "datagram",
        };
        let mut helper = self.maker.lock();
        let alive = helper.as_ref().ok_or(io::ErrorKind::NotConnected)?;
        match alive.socket(&format!("{} {kind}", self.host)) {
            Ok(made) => made.map(Socket::from),
            Err(error) => {
                // An answer that comes late must not be taken for that to the next question.
                *helper = None;
                Err(error)
            }
        }
    }
}
