//! TCP with the names and signatures of `std::net`.

use std::fmt;
use std::io::{self, Read, Write};
use std::net::{self, Shutdown, SocketAddr, ToSocketAddrs};
use std::panic::Location;
use std::time::Duration;

use socket2::Type;

use super::handle::Own;
use super::observe::{Told, begin, field};
use super::parts;
use super::place::{Here, Place};
use super::sys::{self, Kernel};

/// How many connections may wait for `accept`; std asks for as many.
const BACKLOG: i32 = 128;

/// As [`std::net::TcpListener`], observed.
pub struct TcpListener {
    pub(super) handle: Own<net::TcpListener>,
}

/// As [`std::net::TcpStream`], observed.
pub struct TcpStream {
    pub(super) handle: Own<net::TcpStream>,
}

impl TcpListener {
    /// `socket`, on Unix `setsockopt(SO_REUSEADDR)`, `bind`, `listen`: the calls std makes.
    ///
    /// # Errors
    /// Those of the calls; with several addresses, those of the last one tried.
    #[track_caller]
    pub fn bind<A: ToSocketAddrs>(address: A) -> io::Result<TcpListener> {
        let site = Location::caller();
        parts::each(address, |address| {
            TcpListener::listening(&Here, address, site)
        })
    }

    pub(super) fn listening(
        place: &impl Place,
        address: SocketAddr,
        site: &'static Location<'static>,
    ) -> io::Result<TcpListener> {
        let handle = parts::socket::<net::TcpListener>(place, address, Type::STREAM, site)?;
        // On Windows the option would let another program take the port over.
        #[cfg(unix)]
        parts::option(&handle, "SO_REUSEADDR", 1_i64, site, |socket| {
            socket.set_reuse_address(true)
        })?;
        parts::bind(&handle, address, site)?;
        let call = begin(&handle, "listen", site, || {
            vec![field("backlog", i64::from(BACKLOG))]
        })?;
        let result = handle.socket().options().listen(BACKLOG);
        call.end(&handle, &result, |()| 0);
        result.map(|()| TcpListener { handle })
    }

    /// Waits for the next connection.
    ///
    /// # Errors
    /// Those of `accept(2)`.
    #[track_caller]
    pub fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {
        self.accept_at(Location::caller())
    }

    fn accept_at(&self, site: &'static Location<'static>) -> io::Result<(TcpStream, SocketAddr)> {
        let call = begin(&self.handle, "accept", site, Vec::new)?;
        let result = self.handle.socket().accept().map(|(stream, peer)| {
            let label = super::actor::current().map(|actor| actor.next_label());
            let handle = Own::new(stream, label);
            (TcpStream { handle }, peer)
        });
        call.end(&self.handle, &result, |(stream, _)| {
            stream.handle.learn_addresses();
            let told = Told::from(stream.handle.socket().number());
            Told {
                addresses: Some(stream.handle.addresses()),
                ..parts::with_label(told, &stream.handle)
            }
        });
        result
    }

    /// Every connection, one after the other, for ever.
    pub fn incoming(&self) -> Incoming<'_> {
        Incoming { listener: self }
    }

    /// # Errors
    /// Those of `getsockname(2)`.
    #[track_caller]
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        parts::local_address(&self.handle, Location::caller())
    }

    /// # Errors
    /// Those of duplicating a descriptor (`fcntl(2)`).
    #[track_caller]
    pub fn try_clone(&self) -> io::Result<TcpListener> {
        let make = net::TcpListener::try_clone;
        let handle = parts::duplicate(&self.handle, Location::caller(), make)?;
        Ok(TcpListener { handle })
    }
}

/// As [`std::net::Incoming`].
pub struct Incoming<'a> {
    listener: &'a TcpListener,
}

impl Iterator for Incoming<'_> {
    type Item = io::Result<TcpStream>;

    #[track_caller]
    fn next(&mut self) -> Option<io::Result<TcpStream>> {
        let accepted = self.listener.accept_at(Location::caller());
        Some(accepted.map(|(stream, _)| stream))
    }
}

impl TcpStream {
    /// `socket`, `connect`. Waits as long as the kernel tries.
    ///
    /// # Errors
    /// Those of the calls; with several addresses, those of the last one tried.
    #[track_caller]
    pub fn connect<A: ToSocketAddrs>(address: A) -> io::Result<TcpStream> {
        let site = Location::caller();
        parts::each(address, |address| {
            let handle = parts::socket(&Here, address, Type::STREAM, site)?;
            parts::connect(&handle, address, site)?;
            Ok(TcpStream { handle })
        })
    }

    /// `socket`, then `connect` without blocking, `poll` for at most `timeout`, and
    /// `getsockopt(SO_ERROR)` for the result: the calls std makes on Unix.
    ///
    /// # Errors
    /// Those of the calls; `TimedOut` when the time is over; `InvalidInput` for a zero timeout.
    #[track_caller]
    pub fn connect_timeout(address: &SocketAddr, timeout: Duration) -> io::Result<TcpStream> {
        let site = Location::caller();
        if timeout.is_zero() {
            let what = "cannot set a 0 duration timeout";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, what));
        }
        let handle = parts::socket(&Here, *address, Type::STREAM, site)?;
        parts::connect_within(&handle, *address, timeout, site)?;
        Ok(TcpStream { handle })
    }

    /// # Errors
    /// Those of `getpeername(2)`.
    #[track_caller]
    pub fn peer_addr(&self) -> io::Result<SocketAddr> {
        parts::peer_address(&self.handle, Location::caller())
    }

    /// # Errors
    /// Those of `getsockname(2)`.
    #[track_caller]
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        parts::local_address(&self.handle, Location::caller())
    }

    /// # Errors
    /// Those of `shutdown(2)`.
    #[track_caller]
    pub fn shutdown(&self, how: Shutdown) -> io::Result<()> {
        let call = begin(&self.handle, "shutdown", Location::caller(), || {
            let how = match how {
                Shutdown::Read => "SHUT_RD",
                Shutdown::Write => "SHUT_WR",
                Shutdown::Both => "SHUT_RDWR",
            };
            vec![field("how", how)]
        })?;
        let result = self.handle.socket().shutdown(how);
        call.end(&self.handle, &result, |()| 0);
        result
    }

    /// Reads without taking: the same bytes come again.
    ///
    /// # Errors
    /// Those of `recv(2)`.
    #[track_caller]
    pub fn peek(&self, buffer: &mut [u8]) -> io::Result<usize> {
        let call = begin(&self.handle, "recvfrom", Location::caller(), || {
            vec![field("len", buffer.len()), field("flags", "MSG_PEEK")]
        })?;
        let result = sys::peek(self.handle.socket(), buffer);
        call.end(&self.handle, &result, |count| {
            Told::of_stream(&buffer[..*count])
        });
        result
    }

    /// # Errors
    /// Those of `setsockopt(2)`.
    #[track_caller]
    pub fn set_nodelay(&self, on: bool) -> io::Result<()> {
        let site = Location::caller();
        parts::option(&self.handle, "TCP_NODELAY", i64::from(on), site, |socket| {
            socket.set_tcp_nodelay(on)
        })
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

    /// # Errors
    /// Those of `setsockopt(2)`; `InvalidInput` for a zero timeout.
    #[track_caller]
    pub fn set_write_timeout(&self, timeout: Option<Duration>) -> io::Result<()> {
        let site = Location::caller();
        parts::timeout(&self.handle, "SO_SNDTIMEO", timeout, site, |socket| {
            socket.set_write_timeout(timeout)
        })
    }

    /// How long `close` waits for the data to be acknowledged; zero ends the connection with a
    /// reset.
    ///
    /// # Errors
    /// Those of `setsockopt(2)`.
    #[track_caller]
    pub fn set_linger(&self, time: Option<Duration>) -> io::Result<()> {
        let site = Location::caller();
        let seconds = time.map_or(-1, |time| i64::try_from(time.as_secs()).unwrap_or(i64::MAX));
        parts::option(&self.handle, "SO_LINGER", seconds, site, |socket| {
            socket.set_linger(time)
        })
    }

    /// # Errors
    /// Those of duplicating a descriptor (`fcntl(2)`).
    #[track_caller]
    pub fn try_clone(&self) -> io::Result<TcpStream> {
        let make = net::TcpStream::try_clone;
        let handle = parts::duplicate(&self.handle, Location::caller(), make)?;
        Ok(TcpStream { handle })
    }

    fn read_at(&self, buffer: &mut [u8], site: &'static Location<'static>) -> io::Result<usize> {
        let call = begin(&self.handle, sys::READ, site, || {
            vec![field("len", buffer.len())]
        })?;
        let result = sys::read(self.handle.socket(), buffer);
        call.end(&self.handle, &result, |count| {
            Told::of_stream(&buffer[..*count])
        });
        result
    }

    fn write_at(&self, bytes: &[u8], site: &'static Location<'static>) -> io::Result<usize> {
        let call = begin(&self.handle, sys::WRITE, site, || {
            vec![field("len", bytes.len())]
        })?;
        let result = sys::write(self.handle.socket(), bytes);
        call.end(&self.handle, &result, |count| {
            Told::of_stream(&bytes[..*count])
        });
        result
    }

    /// std's loop over `read` until the buffer is full, each read an event of its own.
    fn read_exact_at(
        &self,
        mut buffer: &mut [u8],
        site: &'static Location<'static>,
    ) -> io::Result<()> {
        while !buffer.is_empty() {
            match self.read_at(buffer, site) {
                Ok(0) => {
                    let what = "failed to fill whole buffer";
                    return Err(io::Error::new(io::ErrorKind::UnexpectedEof, what));
                }
                Ok(count) => buffer = &mut buffer[count..],
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// std's loop over `write` until everything is taken, each write an event of its own.
    fn write_all_at(&self, mut bytes: &[u8], site: &'static Location<'static>) -> io::Result<()> {
        while !bytes.is_empty() {
            match self.write_at(bytes, site) {
                Ok(0) => {
                    let what = "failed to write whole buffer";
                    return Err(io::Error::new(io::ErrorKind::WriteZero, what));
                }
                Ok(count) => bytes = &bytes[count..],
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

macro_rules! read_and_write {
    ($stream:ty) => {
        impl Read for $stream {
            #[track_caller]
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                self.read_at(buffer, Location::caller())
            }

            #[track_caller]
            fn read_exact(&mut self, buffer: &mut [u8]) -> io::Result<()> {
                self.read_exact_at(buffer, Location::caller())
            }
        }

        impl Write for $stream {
            #[track_caller]
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                self.write_at(bytes, Location::caller())
            }

            #[track_caller]
            fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
                self.write_all_at(bytes, Location::caller())
            }

            fn flush(&mut self) -> io::Result<()> {
                // As std: the kernel's buffer is not ours to flush.
                Ok(())
            }
        }
    };
}

read_and_write!(TcpStream);
read_and_write!(&TcpStream);

/// Options of socket2 can be set on a socket before it is observed.
impl From<socket2::Socket> for TcpListener {
    fn from(socket: socket2::Socket) -> TcpListener {
        TcpListener {
            handle: parts::adopt(net::TcpListener::from_socket(socket)),
        }
    }
}

impl From<socket2::Socket> for TcpStream {
    fn from(socket: socket2::Socket) -> TcpStream {
        TcpStream {
            handle: parts::adopt(net::TcpStream::from_socket(socket)),
        }
    }
}

/// The socket itself, observed no longer and still open.
impl From<TcpListener> for socket2::Socket {
    fn from(listener: TcpListener) -> socket2::Socket {
        listener.handle.into_socket()
    }
}

impl From<TcpStream> for socket2::Socket {
    fn from(stream: TcpStream) -> socket2::Socket {
        stream.handle.into_socket()
    }
}

impl fmt::Debug for TcpListener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.handle.socket().fmt(f)
    }
}

impl fmt::Debug for TcpStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.handle.socket().fmt(f)
    }
}
