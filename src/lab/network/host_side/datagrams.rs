//! Datagrams, and the errors that come back for them.

use std::io;
use std::net::SocketAddrV4;

use smoltcp::socket::udp;
use smoltcp::wire::{IpAddress, IpEndpoint};

use super::super::super::sim::SimHost;
use super::super::call::{Answer, SocketNumber, refused};
use super::{HostSide, Socket, address};

/// Bytes a datagram socket keeps in each direction, and how many datagrams.
const DATAGRAM_BYTES: usize = 65_536;
const DATAGRAMS: usize = 64;

impl HostSide {
    pub(super) fn bind(&mut self, host: &mut SimHost, port: u16) -> io::Result<Answer> {
        let port = match port {
            0 => self.dynamic_port(),
            port => port,
        };
        let packets = || vec![udp::PacketMetadata::EMPTY; DATAGRAMS];
        let buffer = || udp::PacketBuffer::new(packets(), vec![0; DATAGRAM_BYTES]);
        let mut socket = udp::Socket::new(buffer(), buffer());
        socket.bind(port).map_err(|_| refused("EADDRINUSE"))?;
        let handle = host.sockets.add(socket);
        let number = self.add(Socket::Datagrams { handle, port });
        Ok(Answer::Socket {
            number,
            local: SocketAddrV4::new(self.address, port),
            peer: None,
        })
    }

    pub(super) fn send_to(
        &mut self,
        host: &mut SimHost,
        number: SocketNumber,
        bytes: &[u8],
        to: SocketAddrV4,
        hops: Option<u8>,
    ) -> io::Result<Answer> {
        let Some(Socket::Datagrams { handle, .. }) = self.sockets.get(number) else {
            return Err(refused("EBADF"));
        };
        let socket = host.sockets.get_mut::<udp::Socket>(*handle);
        // Zero would be no hop at all; smoltcp refuses it by a panic.
        socket.set_hop_limit(hops.filter(|hops| *hops > 0));
        let target = IpEndpoint::new(IpAddress::Ipv4(*to.ip()), to.port());
        match socket.send_slice(bytes, target) {
            Ok(()) => Ok(Answer::Done),
            Err(udp::SendError::BufferFull) => Err(refused("EMSGSIZE")),
            Err(udp::SendError::Unaddressable) => Err(refused("EHOSTUNREACH")),
        }
    }

    pub(super) fn receive_from(
        &mut self,
        host: &mut SimHost,
        number: SocketNumber,
    ) -> Option<io::Result<Answer>> {
        let Some(Socket::Datagrams { handle, .. }) = self.sockets.get(number) else {
            return Some(Err(refused("EBADF")));
        };
        let socket = host.sockets.get_mut::<udp::Socket>(*handle);
        let (bytes, about) = socket.recv().ok()?;
        Some(Ok(Answer::Datagram {
            bytes: bytes.to_vec(),
            from: address(about.endpoint)?,
        }))
    }

    pub(super) fn receive_error(
        &mut self,
        host: &mut SimHost,
        number: SocketNumber,
    ) -> Option<io::Result<Answer>> {
        let Some(Socket::Datagrams { port, .. }) = self.sockets.get(number) else {
            return Some(Err(refused("EBADF")));
        };
        let error = host.errors.take(*port)?;
        Some(Ok(Answer::Datagram {
            bytes: error.message,
            from: SocketAddrV4::new(error.from, 0),
        }))
    }
}
