//! Where a socket is made: in the network of this process, or in one of the laboratory.
//!
//! A socket stays in the network in which it was made. The calls on it are the same everywhere,
//! and observed the same way.

use std::io;
use std::net::SocketAddr;
use std::panic::Location;

use super::parts;
use super::{TcpListener, TcpStream, UdpSocket};

pub use socket2::{Domain, Socket, Type};

/// A network in which sockets can be made.
pub trait Place {
    /// `socket(domain, kind, 0)`.
    ///
    /// # Errors
    /// Those of the call; and of the way to get there.
    fn socket(&self, domain: Domain, kind: Type) -> io::Result<Socket>;
}

/// The network of this process.
pub(super) struct Here;

impl Place for Here {
    fn socket(&self, domain: Domain, kind: Type) -> io::Result<Socket> {
        Socket::new(domain, kind, None)
    }
}

impl TcpListener {
    /// As [`TcpListener::bind`], in another network.
    ///
    /// # Errors
    /// Those of the calls.
    #[track_caller]
    pub fn bind_at(place: &impl Place, address: SocketAddr) -> io::Result<TcpListener> {
        TcpListener::listening(place, address, Location::caller())
    }
}

impl TcpStream {
    /// As [`TcpStream::connect`], in another network, with `bind` between the calls when a local
    /// address is given.
    ///
    /// # Errors
    /// Those of the calls.
    #[track_caller]
    pub fn connect_at(
        place: &impl Place,
        local: Option<SocketAddr>,
        address: SocketAddr,
    ) -> io::Result<TcpStream> {
        let site = Location::caller();
        let handle = parts::socket(place, address, Type::STREAM, site)?;
        if let Some(local) = local {
            parts::bind(&handle, local, site)?;
        }
        parts::connect(&handle, address, site)?;
        Ok(TcpStream { handle })
    }
}

impl UdpSocket {
    /// As [`UdpSocket::bind`], in another network.
    ///
    /// # Errors
    /// Those of the calls.
    #[track_caller]
    pub fn bind_at(place: &impl Place, address: SocketAddr) -> io::Result<UdpSocket> {
        let site = Location::caller();
        let handle = parts::socket(place, address, Type::DGRAM, site)?;
        parts::bind(&handle, address, site)?;
        Ok(UdpSocket { handle })
    }
}
