//! A host of the engine `kernel` as its programs see it: the calls are the kernel's own.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::host::{Site, number};
use super::kernel::SocketMaker;
use super::network::RouterBox;
use super::network::call::refused;
use crate::event::Field;
use crate::net::pen::{self, Pen};
use crate::net::{TcpListener, TcpStream, UdpSocket};

/// A host whose TCP/IP is a kernel's.
#[derive(Clone)]
pub(super) struct LiveHost {
    sockets: SocketMaker,
    number: usize,
    address: Ipv4Addr,
    /// When the clock of the hosts began.
    started: Instant,
}

impl LiveHost {
    pub fn new(sockets: SocketMaker, number: usize, address: Ipv4Addr, started: Instant) -> Self {
        LiveHost {
            sockets,
            number,
            address,
            started,
        }
    }

    #[track_caller]
    pub fn listen(&self, port: u16) -> io::Result<TcpListener> {
        self.sockets.listen(self.number, self.own(port))
    }

    #[track_caller]
    pub fn connect(&self, to: SocketAddrV4) -> io::Result<TcpStream> {
        self.sockets.connect(self.number, None, to.into())
    }

    #[track_caller]
    pub fn udp(&self, port: u16) -> io::Result<UdpSocket> {
        self.sockets.udp(self.number, self.own(port))
    }

    fn own(&self, port: u16) -> SocketAddr {
        (self.address, port).into()
    }

    /// Time since the hosts were built.
    pub fn now(&self) -> Duration {
        self.started.elapsed()
    }

    /// Waits until the hosts' clock shows `until`; leaving the run wakes it.
    ///
    /// # Errors
    /// When the run is left.
    pub fn wait(&self, until: Duration, arguments: Vec<Field>, site: Site) -> io::Result<()> {
        self.order("sleep", &Arc::from("clock"), arguments, site, |pen| {
            pen.rest(until.saturating_sub(self.now()));
            match pen.is_left() {
                true => Err(refused("ECANCELED")),
                false => Ok(()),
            }
        })
    }

    /// Lets everybody outside reach `inside` at a port of a NAT, as [`super::Host::open_port`].
    pub fn open_port(
        &self,
        router: &RouterBox,
        port: u16,
        inside: SocketAddrV4,
        arguments: Vec<Field>,
        site: Site,
    ) -> io::Result<()> {
        self.order("forward", router.name(), arguments, site, |_| {
            router.open_port(self.now(), port, inside)
        })
    }

    /// Does what is no system call, as one call on record.
    pub fn order(
        &self,
        name: &'static str,
        about: &Arc<str>,
        arguments: Vec<Field>,
        site: Site,
        work: impl FnOnce(&Pen) -> io::Result<()>,
    ) -> io::Result<()> {
        let pen = Pen::of_this_thread().ok_or_else(|| refused("ECANCELED"))?;
        let begun = pen.begin(about, name, site, arguments)?;
        let result = work(&pen);
        begun.end(&result, |()| pen::Result::default());
        result
    }
}

/// As the laboratory's own sockets are asked: for so long, and at least a moment.
pub(super) fn at_least_a_moment(time: Duration) -> Option<Duration> {
    Some(time.max(Duration::from_millis(1)))
}

/// The hosts have no IPv6.
pub(super) fn v4(address: SocketAddr) -> io::Result<SocketAddrV4> {
    match address {
        SocketAddr::V4(address) => Ok(address),
        SocketAddr::V6(_) => Err(refused("EAFNOSUPPORT")),
    }
}

/// The argument of a wait.
pub(super) fn milliseconds(time: Duration) -> Vec<Field> {
    let milliseconds = i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
    vec![number("milliseconds", milliseconds)]
}
