//! The sockets of a host's programs, named as those of `std::net`.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddrV4};
use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

use super::asked::{Made, carried, len, nothing, receive, streamed};
use super::host::{Side, Site, address, made, number, text};
use super::live;
use super::network::call::{Answer, Call, SocketOption, refused};
use crate::net::{self, pen};

/// A socket that waits for connections.
pub struct TcpListener {
    pub(super) side: Side<Made, net::TcpListener>,
}

impl TcpListener {
    /// Waits for a connection.
    ///
    /// # Errors
    /// When the run is left.
    #[track_caller]
    pub fn accept(&self) -> io::Result<(TcpStream, SocketAddrV4)> {
        let socket = match &self.side {
            Side::Asked(socket) => socket,
            Side::Live(listener) => {
                let (stream, peer) = listener.accept()?;
                let side = Side::Live(stream);
                return Ok((TcpStream { side }, live::v4(peer)?));
            }
        };
        let site = Location::caller();
        let caller = &socket.caller;
        let label = caller.label();
        let call = Call::Accept {
            listener: socket.number,
        };
        let new = Arc::clone(&label);
        let names = (&socket.label, &label);
        let answer = caller.ask_for(names, "accept", call, Vec::new(), site, |answer| {
            let mut told = made(answer);
            told.fields.push(text("socket", new.to_string()));
            told
        })?;
        let socket = caller.made(label, answer)?;
        let peer = socket.peer.ok_or_else(|| refused("ECONNABORTED"))?;
        let side = Side::Asked(socket);
        Ok((TcpStream { side }, peer))
    }
}

/// A connection.
pub struct TcpStream {
    pub(super) side: Side<Made, net::TcpStream>,
}

impl TcpStream {
    /// # Errors
    /// Those of `getsockname(2)`, with the engine `kernel`.
    #[track_caller]
    pub fn local_addr(&self) -> io::Result<SocketAddrV4> {
        match &self.side {
            Side::Asked(socket) => Ok(socket.local),
            Side::Live(stream) => live::v4(stream.local_addr()?),
        }
    }

    /// Sends small segments at once, or lets them wait for company (RFC 9293 §3.7.4).
    ///
    /// # Errors
    /// When the run is left.
    #[track_caller]
    pub fn set_nodelay(&self, on: bool) -> io::Result<()> {
        let socket = match &self.side {
            Side::Asked(socket) => socket,
            Side::Live(stream) => return stream.set_nodelay(on),
        };
        let call = Call::Option {
            socket: socket.number,
            option: SocketOption::NoDelay(on),
        };
        let arguments = vec![
            text("option", "TCP_NODELAY".to_string()),
            number("value", on.into()),
        ];
        let site = Location::caller();
        let answer = socket.ask("setsockopt", call, arguments, site, nothing);
        answer.map(|_| ())
    }

    /// Says that no more will be sent; only `Shutdown::Write` is known here.
    ///
    /// # Errors
    /// `EINVAL` for another direction, `ENOTCONN` without a connection.
    #[track_caller]
    pub fn shutdown(&self, how: Shutdown) -> io::Result<()> {
        let site = Location::caller();
        if how != Shutdown::Write {
            return Err(refused("EINVAL"));
        }
        let socket = match &self.side {
            Side::Asked(socket) => socket,
            Side::Live(stream) => return stream.shutdown(how),
        };
        let call = Call::Shutdown {
            socket: socket.number,
        };
        let arguments = vec![text("how", "SHUT_WR".to_string())];
        let answer = socket.ask("shutdown", call, arguments, site, nothing);
        answer.map(|_| ())
    }

    /// As [`Read::read`], but no longer than `time` of the laboratory.
    ///
    /// # Errors
    /// `EAGAIN` when nothing came in time.
    #[track_caller]
    pub fn read_within(&mut self, buffer: &mut [u8], time: Duration) -> io::Result<usize> {
        match &mut self.side {
            Side::Asked(socket) => {
                let until = socket.caller.until(time);
                receive(socket, buffer, Some(until), Location::caller())
            }
            Side::Live(stream) => {
                stream.set_read_timeout(live::at_least_a_moment(time))?;
                let result = stream.read(buffer);
                stream.set_read_timeout(None)?;
                result
            }
        }
    }

    /// Ends the connection at once, with a reset (RFC 9293 §3.5.3).
    ///
    /// # Errors
    /// When the run is left.
    #[track_caller]
    pub fn reset(mut self) -> io::Result<()> {
        let socket = match &mut self.side {
            Side::Asked(socket) => socket,
            // With this, the end of the variable is the reset.
            Side::Live(stream) => return stream.set_linger(Some(Duration::ZERO)),
        };
        let call = Call::Reset {
            socket: socket.number,
        };
        let arguments = vec![text("how", "SO_LINGER 0".to_string())];
        let answer = socket.ask("close", call, arguments, Location::caller(), nothing);
        // Not once more at the end of the variable.
        socket.closed = true;
        answer.map(|_| ())
    }
}

impl Read for TcpStream {
    #[track_caller]
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match &mut self.side {
            Side::Asked(socket) => receive(socket, buffer, None, Location::caller()),
            Side::Live(stream) => stream.read(buffer),
        }
    }

    #[track_caller]
    fn read_exact(&mut self, mut buffer: &mut [u8]) -> io::Result<()> {
        let socket = match &mut self.side {
            Side::Asked(socket) => socket,
            Side::Live(stream) => return stream.read_exact(buffer),
        };
        let site = Location::caller();
        while !buffer.is_empty() {
            match receive(socket, buffer, None, site)? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                count => buffer = &mut buffer[count..],
            }
        }
        Ok(())
    }
}

impl Write for TcpStream {
    #[track_caller]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let socket = match &mut self.side {
            Side::Asked(socket) => socket,
            Side::Live(stream) => return stream.write(bytes),
        };
        let call = Call::Write {
            socket: socket.number,
            bytes: bytes.to_vec(),
            taken: 0,
        };
        let arguments = vec![number("len", len(bytes))];
        let site = Location::caller();
        let told = |_: &Answer| streamed(bytes);
        socket.ask("write", call, arguments, site, told)?;
        Ok(bytes.len())
    }

    #[track_caller]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.side {
            Side::Live(stream) => stream.write_all(bytes),
            Side::Asked(_) => self.write(bytes).map(|_| ()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Bytes of data in the longest datagram there is: 65,535 without the headers of IP and UDP.
const LONGEST: usize = 65_507;

/// A socket for datagrams.
pub struct UdpSocket {
    pub(super) side: Side<Made, net::UdpSocket>,
}

impl UdpSocket {
    /// Sends one datagram.
    ///
    /// # Errors
    /// When the run is left, or the host has no room for it (`EMSGSIZE`).
    #[track_caller]
    pub fn send_to(&self, bytes: &[u8], to: &str) -> io::Result<usize> {
        self.send(bytes, to, None)
    }

    /// As [`UdpSocket::send_to`], with a time to live of its own, from 1.
    ///
    /// # Errors
    /// As [`UdpSocket::send_to`].
    #[track_caller]
    pub fn send_with_ttl(&self, bytes: &[u8], to: &str, ttl: u8) -> io::Result<usize> {
        self.send(bytes, to, Some(ttl))
    }

    #[track_caller]
    fn send(&self, bytes: &[u8], to: &str, hops: Option<u8>) -> io::Result<usize> {
        let to = address(to)?;
        let socket = match &self.side {
            Side::Asked(socket) => socket,
            Side::Live(socket) => {
                if let Some(hops) = hops {
                    socket.set_ttl(hops.into())?;
                }
                return socket.send_to(bytes, to);
            }
        };
        let site = Location::caller();
        let call = Call::SendTo {
            socket: socket.number,
            bytes: bytes.to_vec(),
            to,
            hops,
        };
        let mut arguments = vec![number("len", len(bytes)), text("address", to.to_string())];
        if let Some(hops) = hops {
            arguments.push(number("ttl", hops.into()));
        }
        let told = |_: &Answer| pen::Result {
            peer: Some(to.into()),
            ..carried(bytes)
        };
        socket.ask("sendto", call, arguments, site, told)?;
        Ok(bytes.len())
    }

    /// Waits for a datagram, at most `time` of the laboratory.
    ///
    /// # Errors
    /// `EAGAIN` when none came in time.
    #[track_caller]
    pub fn receive_within(&self, time: Duration) -> io::Result<(Vec<u8>, SocketAddrV4)> {
        let socket = match &self.side {
            Side::Asked(socket) => socket,
            Side::Live(socket) => {
                socket.set_read_timeout(live::at_least_a_moment(time))?;
                let mut buffer = vec![0; LONGEST];
                let (count, from) = socket.recv_from(&mut buffer)?;
                buffer.truncate(count);
                return Ok((buffer, live::v4(from)?));
            }
        };
        let until = Some(socket.caller.until(time));
        let number = socket.number;
        let call = Call::ReceiveFrom {
            socket: number,
            until,
        };
        datagram(socket, "recvfrom", call, Location::caller())
    }

    /// Waits for an ICMP message about what this socket has sent, at most `time` of the laboratory:
    /// its bytes, and who sent it.
    ///
    /// # Errors
    /// `EAGAIN` when none came in time.
    #[track_caller]
    pub fn error_within(&self, time: Duration) -> io::Result<(Vec<u8>, SocketAddrV4)> {
        // A kernel tells of it by its error queue (IP_RECVERR of ip(7)), which we do not read.
        let Side::Asked(socket) = &self.side else {
            return Err(refused("ENOTSUP"));
        };
        let until = Some(socket.caller.until(time));
        let number = socket.number;
        let call = Call::ReceiveError {
            socket: number,
            until,
        };
        datagram(socket, "recvmsg", call, Location::caller())
    }
}

fn datagram(
    socket: &Made,
    name: &'static str,
    call: Call,
    site: Site,
) -> io::Result<(Vec<u8>, SocketAddrV4)> {
    let told = |answer: &Answer| match answer {
        Answer::Datagram { bytes, from } => {
            let mut told = carried(bytes);
            match (name, &bytes[..]) {
                ("recvmsg", [kind, code, ..]) => {
                    told.fields.push(text("from", from.ip().to_string()));
                    told.fields.push(number("icmp_type", (*kind).into()));
                    told.fields.push(number("icmp_code", (*code).into()));
                }
                _ => told.peer = Some((*from).into()),
            }
            told
        }
        _ => pen::Result::default(),
    };
    // It takes a whole datagram, however long.
    let arguments = vec![number("len", LONGEST as i64)];
    match socket.ask(name, call, arguments, site, told)? {
        Answer::Datagram { bytes, from } => Ok((bytes, from)),
        _ => Err(refused("EINVAL")),
    }
}

/// Lets go of a socket at the end of its variable, as std does.
macro_rules! close_at_the_end {
    ($($socket:ident),*) => {
        $(impl Drop for $socket {
            fn drop(&mut self) {
                // A kernel's socket closes itself.
                let Side::Asked(socket) = &self.side else {
                    return;
                };
                if socket.closed {
                    return;
                }
                let call = Call::Close { socket: socket.number };
                let site = pen::last_site().unwrap_or_else(Location::caller);
                // Nobody is left to be told.
                let _ = socket.ask("close", call, Vec::new(), site, nothing);
            }
        })*
    };
}

close_at_the_end!(TcpListener, TcpStream, UdpSocket);
