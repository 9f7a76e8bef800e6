//! UDP with the names and signatures of `std::net`.

use std::fmt;
use std::io;
use std::net::{self, SocketAddr, ToSocketAddrs};
use std::panic::Location;
use std::time::Duration;

use socket2::Type;

use super::handle::Own;
use super::observe::{Told, begin, field};
use super::parts;
use super::place::Here;
use super::sys::{self, Kernel};

/// As [`std::net::UdpSocket`], observed.
pub struct UdpSocket {
    pub(super) handle: Own<net::UdpSocket>,
}

impl UdpSocket {
    /// `socket`, `bind`: the calls std makes.
    ///
    /// # Errors
    /// Those of the calls; with several addresses, those of the last one tried.
    #[track_caller]
    pub fn bind<A: ToSocketAddrs>(address: A) -> io::Result<UdpSocket> {
        let site = Location::caller();
        parts::each(address, |address| {
            let handle = parts::socket(&Here, address, Type::DGRAM, site)?;
            parts::bind(&handle, address, site)?;
            Ok(UdpSocket { handle })
        })
    }

    /// Fixes the peer: only its datagrams are received, and [`UdpSocket::send`] goes there.
    ///
    /// # Errors
    /// Those of `connect(2)`.
    #[track_caller]
    pub fn connect<A: ToSocketAddrs>(&self, address: A) -> io::Result<()> {
        let site = Location::caller();
        parts::each(address, |address| {
            parts::connect(&self.handle, address, site)
        })
    }

    /// Sends one datagram to the connected peer.
    ///
    /// # Errors
    /// Those of `send(2)`.
    #[track_caller]
    pub fn send(&self, bytes: &[u8]) -> io::Result<usize> {
        let call = begin(&self.handle, "sendto", Location::caller(), || {
            vec![field("len", bytes.len())]
        })?;
        let result = self.handle.socket().send(bytes);
        call.end(&self.handle, &result, |count| {
            Told::of_datagram(&bytes[..*count])
        });
        result
    }

    /// Sends one datagram to the first of the addresses.
    ///
    /// # Errors
    /// Those of `sendto(2)`; `InvalidInput` when there is no address.
    #[track_caller]
    pub fn send_to<A: ToSocketAddrs>(&self, bytes: &[u8], address: A) -> io::Result<usize> {
        let site = Location::caller();
        let Some(to) = address.to_socket_addrs()?.next() else {
            let what = "no addresses to send data to";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, what));
        };
        let call = begin(&self.handle, "sendto", site, || {
            vec![field("len", bytes.len()), field("to", to.to_string())]
        })?;
        let result = self.handle.socket().send_to(bytes, to);
        call.end(&self.handle, &result, |count| {
            let told = Told::of_datagram(&bytes[..*count]);
            let (local, _) = self.handle.addresses();
            Told {
                addresses: Some((local, Some(to))),
                ..told
            }
        });
        result
    }

    /// Receives one datagram from the connected peer.
    ///
    /// # Errors
    /// Those of `recv(2)`.
    #[track_caller]
    pub fn recv(&self, buffer: &mut [u8]) -> io::Result<usize> {
        let call = begin(&self.handle, "recvfrom", Location::caller(), || {
            vec![field("len", buffer.len())]
        })?;
        let result = self.handle.socket().recv(buffer);
        call.end(&self.handle, &result, |count| {
            Told::of_datagram(&buffer[..*count])
        });
        result
    }

    /// Receives one datagram and the address it came from.
    ///
    /// # Errors
    /// Those of `recvfrom(2)`.
    #[track_caller]
    pub fn recv_from(&self, buffer: &mut [u8]) -> io::Result<(usize, SocketAddr)> {
        let call = begin(&self.handle, "recvfrom", Location::caller(), || {
            vec![field("len", buffer.len())]
        })?;
        let result = sys::recv_from(self.handle.socket(), buffer);
        call.end(&self.handle, &result, |(count, from)| {
            let mut told = Told::of_datagram(&buffer[..*count]);
            if let Some(from) = from {
                told = told.with("from", from.to_string());
            }
            let (local, _) = self.handle.addresses();
            Told {
                addresses: Some((local, *from)),
                ..told
            }
        });
        let (count, from) = result?;
        // Only a socket that was shut down gives back nothing from nobody.
        let nobody = || io::Error::new(io::ErrorKind::InvalidInput, "no sender's address");
        Ok((count, from.ok_or_else(nobody)?))
    }

    /// # Errors
    /// Those of `setsockopt(2)`; `InvalidInput` for a zero timeout.
    #[track_caller]
    pub fn set_read_timeout(&self, timeout: Option<Duration>) -> io::Result<()> {
        let site = Location::caller();
        parts::timeout(&self.handle, "SO_RCVTIMEO", timeout, site, |socket| {
            socket.set_read_timeout(timeout)
        })
    }

    /// Time to live of the packets sent from now on (RFC 791 §3.1).
    ///
    /// # Errors
    /// Those of `setsockopt(2)`.
    #[track_caller]
    pub fn set_ttl(&self, hops: u32) -> io::Result<()> {
        let site = Location::caller();
        parts::option(&self.handle, "IP_TTL", i64::from(hops), site, |socket| {
            socket.set_ttl_v4(hops)
        })
    }

    /// # Errors
    /// Those of `getsockname(2)`.
    #[track_caller]
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        parts::local_address(&self.handle, Location::caller())
    }

    /// # Errors
    /// Those of `getpeername(2)`.
    #[track_caller]
    pub fn peer_addr(&self) -> io::Result<SocketAddr> {
        parts::peer_address(&self.handle, Location::caller())
    }

    /// # Errors
    /// Those of duplicating a descriptor (`fcntl(2)`).
    #[track_caller]
    pub fn try_clone(&self) -> io::Result<UdpSocket> {
        let make = net::UdpSocket::try_clone;
        let handle = parts::duplicate(&self.handle, Location::caller(), make)?;
        Ok(UdpSocket { handle })
    }
}

impl From<socket2::Socket> for UdpSocket {
    fn from(socket: socket2::Socket) -> UdpSocket {
        UdpSocket {
            handle: parts::adopt(net::UdpSocket::from_socket(socket)),
        }
    }
}

/// The socket itself, observed no longer and still open.
impl From<UdpSocket> for socket2::Socket {
    fn from(socket: UdpSocket) -> socket2::Socket {
        socket.handle.into_socket()
    }
}

impl fmt::Debug for UdpSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.handle.socket().fmt(f)
    }
}
