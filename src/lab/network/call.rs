//! What a program on a host asks of its host, and what it is answered.

use std::io;
use std::net::SocketAddrV4;

use super::super::backend::Time;
use super::boxes::RouterBox;

/// A socket of a host, from 0.
pub type SocketNumber = usize;

/// A call of a program. It is answered when the host can answer it, and until then it waits.
#[derive(Debug)]
pub enum Call {
    Listen {
        port: u16,
        backlog: usize,
    },
    Accept {
        listener: SocketNumber,
    },
    Connect {
        to: SocketAddrV4,
        /// The socket, once the handshake has begun.
        socket: Option<SocketNumber>,
    },
    Read {
        socket: SocketNumber,
        most: usize,
        until: Option<Time>,
    },
    Write {
        socket: SocketNumber,
        bytes: Vec<u8>,
        /// How many of them the host has taken already.
        taken: usize,
    },
    /// No more will be sent.
    Shutdown {
        socket: SocketNumber,
    },
    /// The program lets go of the socket; the host may still have to do with it.
    Close {
        socket: SocketNumber,
    },
    /// The connection ends at once, with a reset.
    Reset {
        socket: SocketNumber,
    },
    Option {
        socket: SocketNumber,
        option: SocketOption,
    },
    Bind {
        port: u16,
    },
    SendTo {
        socket: SocketNumber,
        bytes: Vec<u8>,
        to: SocketAddrV4,
        /// Time to live of the packet (RFC 791 §3.1); `None`: the host's own, 64.
        hops: Option<u8>,
    },
    ReceiveFrom {
        socket: SocketNumber,
        until: Option<Time>,
    },
    /// An error message (ICMP) about what the socket has sent.
    ReceiveError {
        socket: SocketNumber,
        until: Option<Time>,
    },
    Wait {
        until: Time,
    },
    /// The administrator of a router, at this host, changes its table.
    Route {
        router: RouterBox,
        prefix: String,
        gateway: String,
    },
    /// The administrator opens a port of a NAT.
    OpenPort {
        router: RouterBox,
        port: u16,
        inside: SocketAddrV4,
    },
    /// The program has ended.
    Done,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SocketOption {
    /// Small segments are sent at once (`TCP_NODELAY`).
    NoDelay(bool),
}

#[derive(Debug)]
pub enum Answer {
    /// Go on.
    Done,
    /// A socket, with its own address and its peer's.
    Socket {
        number: SocketNumber,
        local: SocketAddrV4,
        peer: Option<SocketAddrV4>,
    },
    Bytes(Vec<u8>),
    Datagram {
        bytes: Vec<u8>,
        from: SocketAddrV4,
    },
}

impl Call {
    /// Until when the program waits, if it does not wait for ever.
    pub fn until(&self) -> Option<Time> {
        match self {
            Call::Read { until, .. }
            | Call::ReceiveFrom { until, .. }
            | Call::ReceiveError { until, .. } => *until,
            Call::Wait { until } => Some(*until),
            _ => None,
        }
    }
}

/// The errors of a host, each under its POSIX name.
pub fn refused(name: &'static str) -> io::Error {
    let kind = match name {
        "ECONNREFUSED" => io::ErrorKind::ConnectionRefused,
        "ECONNRESET" => io::ErrorKind::ConnectionReset,
        "EPIPE" => io::ErrorKind::BrokenPipe,
        "ENOTCONN" => io::ErrorKind::NotConnected,
        "EADDRINUSE" => io::ErrorKind::AddrInUse,
        "EAGAIN" => io::ErrorKind::WouldBlock,
        "EMSGSIZE" => io::ErrorKind::InvalidInput,
        "ETIMEDOUT" => io::ErrorKind::TimedOut,
        _ => io::ErrorKind::Other,
    };
    crate::net::pen::error(kind, name)
}
