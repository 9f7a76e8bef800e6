//! On other systems there is no such engine: the types are there, and nobody has a value.

use std::convert::Infallible;
use std::io;
use std::net::{SocketAddr, SocketAddrV4};
use std::process::Command;

use super::refusal::{Cause, Step, Unavailable};
use super::spec::HostSpec;
use crate::lab::backend::{Backend, Port, Time};
use crate::net::{TcpListener, TcpStream, UdpSocket};

/// Never had here.
#[derive(Debug)]
pub struct Kernel(Infallible);

/// Never had here.
#[derive(Debug, Clone)]
pub struct SocketMaker(Infallible);

/// Never had here.
#[derive(Debug, Clone)]
pub struct Connection {
    pub local: SocketAddrV4,
    pub peer: SocketAddrV4,
    pub state: &'static str,
    pub sends_again: bool,
}

impl Kernel {
    /// # Errors
    /// Always: [`Cause::NotLinux`].
    pub fn start(_: Command, _: &[HostSpec]) -> Result<Kernel, Unavailable> {
        Err(Unavailable {
            step: Step::NetworkNamespace,
            error: io::ErrorKind::Unsupported.into(),
            cause: Cause::NotLinux,
        })
    }

    pub fn flush(&mut self) {
        match self.0 {}
    }

    pub fn connections(&self) -> io::Result<Vec<Connection>> {
        match self.0 {}
    }

    pub fn sockets(&self) -> SocketMaker {
        match self.0 {}
    }
}

impl SocketMaker {
    pub fn listen(&self, _: usize, _: SocketAddr) -> io::Result<TcpListener> {
        match self.0 {}
    }

    pub fn connect(&self, _: usize, _: Option<SocketAddr>, _: SocketAddr) -> io::Result<TcpStream> {
        match self.0 {}
    }

    pub fn udp(&self, _: usize, _: SocketAddr) -> io::Result<UdpSocket> {
        match self.0 {}
    }
}

impl Backend for Kernel {
    fn now(&self) -> Time {
        match self.0 {}
    }

    fn advance(&mut self, _: Time) {
        match self.0 {}
    }

    fn sent(&mut self) -> Vec<(Port, Time, Vec<u8>)> {
        match self.0 {}
    }

    fn deliver(&mut self, _: Port, _: &[u8]) {
        match self.0 {}
    }

    fn next_timer(&mut self) -> Option<Time> {
        match self.0 {}
    }
}
