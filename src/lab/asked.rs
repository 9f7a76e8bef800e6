//! A socket of the engine `sim`: what is done with it, the laboratory is asked to do.

use std::io;
use std::net::{SocketAddr, SocketAddrV4};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use super::host::{Caller, Site, number};
use super::network::call::{Answer, Call, SocketNumber, refused};
use crate::event::{Bytes, Field};
use crate::net::pen;

/// A socket of a program.
pub(super) struct Made {
    pub caller: Rc<Caller>,
    pub number: SocketNumber,
    pub label: Arc<str>,
    pub local: SocketAddrV4,
    pub peer: Option<SocketAddrV4>,
    /// Let go already.
    pub closed: bool,
}

impl Made {
    /// Asks the host something about this socket.
    pub fn ask(
        &self,
        name: &'static str,
        call: Call,
        arguments: Vec<Field>,
        site: Site,
        told: impl FnOnce(&Answer) -> pen::Result,
    ) -> io::Result<Answer> {
        let (local, peer) = (self.local.into(), self.peer.map(SocketAddr::from));
        let told = |answer: &Answer| {
            let told = told(answer);
            pen::Result {
                local: Some(local),
                // A datagram's peer is another one each time.
                peer: told.peer.or(peer),
                ..told
            }
        };
        self.caller
            .ask(name, &self.label, call, arguments, site, told)
    }
}

/// `read`, until `until` at the latest.
pub(super) fn receive(
    socket: &Made,
    buffer: &mut [u8],
    until: Option<Duration>,
    site: Site,
) -> io::Result<usize> {
    let call = Call::Read {
        socket: socket.number,
        most: buffer.len(),
        until,
    };
    let arguments = vec![number("len", len(buffer))];
    let answer = socket.ask("read", call, arguments, site, |answer| match answer {
        Answer::Bytes(bytes) => streamed(bytes),
        _ => pen::Result::default(),
    })?;
    let Answer::Bytes(bytes) = answer else {
        return Err(refused("EINVAL"));
    };
    buffer[..bytes.len()].copy_from_slice(&bytes);
    Ok(bytes.len())
}

pub(super) fn nothing(_: &Answer) -> pen::Result {
    pen::Result::default()
}

/// A datagram's bytes.
pub(super) fn carried(bytes: &[u8]) -> pen::Result {
    told(bytes, Bytes::copy_of(bytes))
}

/// The bytes of a stream, which may be very many.
pub(super) fn streamed(bytes: &[u8]) -> pen::Result {
    told(bytes, Bytes::of_stream(bytes))
}

fn told(bytes: &[u8], kept: Bytes) -> pen::Result {
    pen::Result {
        value: len(bytes),
        bytes: Some(kept),
        ..pen::Result::default()
    }
}

pub(super) fn len(bytes: &[u8]) -> i64 {
    i64::try_from(bytes.len()).unwrap_or(i64::MAX)
}
