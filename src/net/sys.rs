//! The system calls that std does not offer one by one.
//!
//! Unsafe code for `close`: std closes without telling the result.

use std::io;
use std::net::{TcpListener, TcpStream, UdpSocket};

use socket2::SockRef;

use super::info::{self, Reading};

/// A socket of std, seen from below.
pub(super) trait Kernel: Send + Sync + Sized + 'static {
    fn from_socket(socket: socket2::Socket) -> Self;
    fn into_socket(self) -> socket2::Socket;
    fn options(&self) -> SockRef<'_>;
    /// The number the kernel knows it by: file descriptor, or handle on Windows.
    fn number(&self) -> i64;
    /// What the system tells of it, where it is TCP and the system tells.
    fn readings(&self) -> Option<Vec<Reading>>;
    /// `close(2)`, with its result.
    fn close(self) -> io::Result<()>;
}

macro_rules! kernel {
    ($($socket:ty),*) => {$(
        impl Kernel for $socket {
            fn from_socket(socket: socket2::Socket) -> Self {
                socket.into()
            }

            fn into_socket(self) -> socket2::Socket {
                self.into()
            }

            fn options(&self) -> SockRef<'_> {
                SockRef::from(self)
            }

            fn number(&self) -> i64 {
                platform::number(self)
            }

            fn readings(&self) -> Option<Vec<Reading>> {
                info::read(self)
            }

            fn close(self) -> io::Result<()> {
                platform::close(self)
            }
        }
    )*};
}

kernel!(TcpListener, TcpStream, UdpSocket);

pub(super) use platform::{READ, WRITE, peek, read, recv_from, write};

/// Wakes a waiting `accept` or `recvfrom` where a shutdown does not: by a connection or an empty
/// datagram to ourselves.
#[cfg(not(target_os = "linux"))]
pub(super) fn knock(socket: &SockRef<'_>) {
    let Ok(Some(address)) = socket.local_addr().map(|address| address.as_socket()) else {
        return;
    };
    let within = std::time::Duration::from_millis(50);
    match socket.r#type() {
        Ok(socket2::Type::STREAM) => drop(TcpStream::connect_timeout(&address, within)),
        Ok(socket2::Type::DGRAM) => {
            let sender = UdpSocket::bind(std::net::SocketAddr::new(address.ip(), 0));
            let _ = sender.and_then(|sender| sender.send_to(&[], address));
        }
        _ => {}
    }
}

#[cfg(unix)]
mod platform {
    use std::io;
    use std::net::{SocketAddr, TcpStream, UdpSocket};
    use std::os::fd::{AsRawFd, IntoRawFd};

    use rustix::io::retry_on_intr;
    use rustix::net::RecvFlags;

    // Linux ends a call that waits with a time limit by EINTR when the process was stopped and goes
    // on (signal(7)). Ctrl-Z in front of a class is no fault of a demo: such a call is made again.

    pub const READ: &str = "read";
    pub const WRITE: &str = "write";

    /// `read(2)`. std calls `recv`, which is the same with no flags (POSIX XSH, `recv`).
    pub fn read(stream: &TcpStream, buffer: &mut [u8]) -> io::Result<usize> {
        Ok(retry_on_intr(|| rustix::io::read(stream, &mut *buffer))?)
    }

    /// `write(2)`. Rust programs ignore SIGPIPE, so a closed peer is an error and no signal.
    pub fn write(stream: &TcpStream, bytes: &[u8]) -> io::Result<usize> {
        Ok(retry_on_intr(|| rustix::io::write(stream, bytes))?)
    }

    /// `recv(2)` with `MSG_PEEK`.
    pub fn peek(stream: &TcpStream, buffer: &mut [u8]) -> io::Result<usize> {
        let peek = || rustix::net::recv(stream, &mut *buffer, RecvFlags::PEEK);
        let (count, _) = retry_on_intr(peek)?;
        Ok(count)
    }

    /// `recvfrom(2)`; no address when the socket was shut down.
    pub fn recv_from(
        socket: &UdpSocket,
        buffer: &mut [u8],
    ) -> io::Result<(usize, Option<SocketAddr>)> {
        let receive = || rustix::net::recvfrom(socket, &mut *buffer, RecvFlags::empty());
        let (count, _, from) = retry_on_intr(receive)?;
        Ok((count, from.and_then(|from| SocketAddr::try_from(from).ok())))
    }

    pub fn number(socket: &impl AsRawFd) -> i64 {
        socket.as_raw_fd().into()
    }

    #[allow(unsafe_code)]
    pub fn close(socket: impl IntoRawFd) -> io::Result<()> {
        let descriptor = socket.into_raw_fd();
        // SAFETY: the descriptor was owned by `socket`, which has given it up just now, and
        // nobody else closes it.
        if unsafe { libc::close(descriptor) } == 0 {
            Ok(())
        } else {
            Err(io::Error::last_os_error())
        }
    }
}

#[cfg(windows)]
mod platform {
    use std::io::{self, Read, Write};
    use std::net::{SocketAddr, TcpStream, UdpSocket};
    use std::os::windows::io::AsRawSocket;

    pub const READ: &str = "recv";
    pub const WRITE: &str = "send";

    pub fn read(mut stream: &TcpStream, buffer: &mut [u8]) -> io::Result<usize> {
        stream.read(buffer)
    }

    pub fn write(mut stream: &TcpStream, bytes: &[u8]) -> io::Result<usize> {
        stream.write(bytes)
    }

    pub fn peek(stream: &TcpStream, buffer: &mut [u8]) -> io::Result<usize> {
        stream.peek(buffer)
    }

    pub fn recv_from(
        socket: &UdpSocket,
        buffer: &mut [u8],
    ) -> io::Result<(usize, Option<SocketAddr>)> {
        let (count, from) = socket.recv_from(buffer)?;
        Ok((count, Some(from)))
    }

    pub fn number(socket: &impl AsRawSocket) -> i64 {
        i64::try_from(socket.as_raw_socket()).unwrap_or(i64::MAX)
    }

    /// `closesocket` through std, which does not tell its result.
    pub fn close<S>(socket: S) -> io::Result<()> {
        drop(socket);
        Ok(())
    }
}
