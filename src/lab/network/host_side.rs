//! How a host of the engine `sim` answers the calls of its programs.

mod datagrams;

use std::io;
use std::net::{Ipv4Addr, SocketAddrV4};
use std::sync::Arc;

use smoltcp::iface::SocketHandle;
use smoltcp::socket::tcp;
use smoltcp::wire::{IpAddress, IpEndpoint};

use super::super::backend::Time;
use super::super::sim::SimHost;
use super::call::{Answer, Call, SocketNumber, SocketOption, refused};

/// The first port a host gives to a socket that asks for none (RFC 6335 §6).
const FIRST_DYNAMIC_PORT: u16 = 49_152;

/// A connection of a host, for those who watch.
#[derive(Debug, Clone)]
pub struct Connection {
    pub handle: SocketHandle,
    /// Under which name it is known: before `accept`, that of the listener.
    pub label: Arc<str>,
}

/// The sockets of one host's programs.
pub struct HostSide {
    pub address: Ipv4Addr,
    pub buffers: Buffers,
    sockets: Vec<Socket>,
    next_port: u16,
}

/// How a host's TCP sockets are made.
#[derive(Debug, Clone, Copy)]
pub struct Buffers {
    /// Bytes a connection keeps for its reader.
    pub receive: usize,
    /// Bytes a connection keeps until they are acknowledged.
    pub send: usize,
    pub control: tcp::CongestionControl,
    /// How long an acknowledgement may wait for company.
    pub ack_delay: Option<smoltcp::time::Duration>,
}

enum Socket {
    Listener {
        port: u16,
        /// Sockets that wait for a connection, or have one that nobody has accepted.
        waiting: Vec<SocketHandle>,
        label: Arc<str>,
    },
    Stream {
        handle: SocketHandle,
        label: Arc<str>,
        /// Whether the program still holds it.
        held: bool,
    },
    Datagrams {
        handle: SocketHandle,
        /// Errors are known by it.
        port: u16,
    },
    Gone,
}

impl HostSide {
    pub fn new(address: Ipv4Addr, buffers: Buffers) -> HostSide {
        HostSide {
            address,
            buffers,
            sockets: Vec::new(),
            next_port: FIRST_DYNAMIC_PORT,
        }
    }

    /// Answers a call if the host can at this moment; `None`: not yet.
    ///
    /// `call` remembers what has been done of it. `label` names a socket that is made.
    pub fn answer(
        &mut self,
        host: &mut SimHost,
        call: &mut Call,
        label: &Arc<str>,
        now: Time,
    ) -> Option<io::Result<Answer>> {
        let late = call.until().is_some_and(|until| until <= now);
        let answer = match call {
            Call::Listen { port, backlog } => Some(self.listen(host, *port, *backlog, label)),
            Call::Accept { listener } => self.accept(host, *listener, label),
            Call::Connect { to, socket } => match *socket {
                Some(socket) => self.connected(host, socket),
                None => match self.connect(host, *to, label) {
                    Ok(made) => {
                        // From now on it waits for the handshake.
                        *socket = Some(made);
                        None
                    }
                    Err(error) => Some(Err(error)),
                },
            },
            Call::Read { socket, most, .. } => self.read(host, *socket, *most),
            Call::Write {
                socket,
                bytes,
                taken,
            } => self.write(host, *socket, bytes, taken),
            Call::Shutdown { socket } => Some(self.shutdown(host, *socket)),
            Call::Close { socket } => Some(self.close(host, *socket)),
            Call::Reset { socket } => {
                if let Some(handle) = self.stream(*socket) {
                    host.tcp(handle).abort();
                }
                Some(self.close(host, *socket))
            }
            Call::Option { socket, option } => {
                if let (Some(handle), SocketOption::NoDelay(on)) = (self.stream(*socket), option) {
                    host.tcp(handle).set_nagle_enabled(!*on);
                }
                Some(Ok(Answer::Done))
            }
            Call::Bind { port } => Some(self.bind(host, *port)),
            Call::SendTo {
                socket,
                bytes,
                to,
                hops,
            } => Some(self.send_to(host, *socket, bytes, *to, *hops)),
            Call::ReceiveFrom { socket, .. } => self.receive_from(host, *socket),
            Call::ReceiveError { socket, .. } => self.receive_error(host, *socket),
            Call::Route {
                router,
                prefix,
                gateway,
            } => Some(router.set_route(prefix, gateway).map(|()| Answer::Done)),
            Call::OpenPort {
                router,
                port,
                inside,
            } => Some(router.open_port(now, *port, *inside).map(|()| Answer::Done)),
            Call::Wait { .. } => late.then_some(Ok(Answer::Done)),
            Call::Done => None,
        };
        answer.or_else(|| late.then(|| Err(refused("EAGAIN"))))
    }

    /// The connections there are, also those the programs have let go.
    pub fn connections(&self) -> Vec<Connection> {
        let mut connections = Vec::new();
        for socket in &self.sockets {
            match socket {
                Socket::Listener { waiting, label, .. } => {
                    connections.extend(waiting.iter().map(|handle| Connection {
                        handle: *handle,
                        label: Arc::clone(label),
                    }));
                }
                Socket::Stream { handle, label, .. } => connections.push(Connection {
                    handle: *handle,
                    label: Arc::clone(label),
                }),
                Socket::Datagrams { .. } | Socket::Gone => {}
            }
        }
        connections
    }

    fn add(&mut self, socket: Socket) -> SocketNumber {
        self.sockets.push(socket);
        self.sockets.len() - 1
    }

    fn dynamic_port(&mut self) -> u16 {
        let port = self.next_port;
        self.next_port = self.next_port.checked_add(1).unwrap_or(FIRST_DYNAMIC_PORT);
        port
    }

    fn new_tcp(&self, host: &mut SimHost) -> SocketHandle {
        let buffer = |bytes: usize| tcp::SocketBuffer::new(vec![0; bytes]);
        let mut socket = tcp::Socket::new(buffer(self.buffers.receive), buffer(self.buffers.send));
        socket.set_congestion_control(self.buffers.control);
        socket.set_ack_delay(self.buffers.ack_delay);
        host.sockets.add(socket)
    }

    fn listen(
        &mut self,
        host: &mut SimHost,
        port: u16,
        backlog: usize,
        label: &Arc<str>,
    ) -> io::Result<Answer> {
        let port = match port {
            0 => self.dynamic_port(),
            port => port,
        };
        let taken = self
            .sockets
            .iter()
            .any(|socket| matches!(socket, Socket::Listener { port: other, .. } if *other == port));
        if taken {
            return Err(refused("EADDRINUSE"));
        }
        let mut waiting = Vec::new();
        for _ in 0..backlog.max(1) {
            let handle = self.new_tcp(host);
            // The port is not zero and the socket is new: nothing can refuse.
            let _ = host.tcp(handle).listen(port);
            waiting.push(handle);
        }
        let number = self.add(Socket::Listener {
            port,
            waiting,
            label: Arc::clone(label),
        });
        Ok(Answer::Socket {
            number,
            local: SocketAddrV4::new(self.address, port),
            peer: None,
        })
    }

    fn accept(
        &mut self,
        host: &mut SimHost,
        listener: SocketNumber,
        label: &Arc<str>,
    ) -> Option<io::Result<Answer>> {
        let Some(Socket::Listener { port, waiting, .. }) = self.sockets.get(listener) else {
            return Some(Err(refused("EINVAL")));
        };
        let (port, ready) = (*port, {
            let mut handles = waiting.iter().enumerate();
            let ready = |handle: SocketHandle| {
                let state = host.sockets.get::<tcp::Socket>(handle).state();
                !matches!(
                    state,
                    tcp::State::Listen | tcp::State::SynReceived | tcp::State::Closed
                )
            };
            handles
                .find(|(_, handle)| ready(**handle))
                .map(|(at, _)| at)
        });
        let ready = ready?;
        let fresh = self.new_tcp(host);
        let _ = host.tcp(fresh).listen(port);
        let Some(Socket::Listener { waiting, .. }) = self.sockets.get_mut(listener) else {
            return None;
        };
        let handle = waiting.remove(ready);
        waiting.push(fresh);
        let peer = host.tcp(handle).remote_endpoint().and_then(address);
        let number = self.add(Socket::Stream {
            handle,
            label: Arc::clone(label),
            held: true,
        });
        Some(Ok(Answer::Socket {
            number,
            local: SocketAddrV4::new(self.address, port),
            peer,
        }))
    }

    fn connect(
        &mut self,
        host: &mut SimHost,
        to: SocketAddrV4,
        label: &Arc<str>,
    ) -> io::Result<SocketNumber> {
        let handle = self.new_tcp(host);
        let port = self.dynamic_port();
        let target = (IpAddress::Ipv4(*to.ip()), to.port());
        let context = host.interface.context();
        let socket = host.sockets.get_mut::<tcp::Socket>(handle);
        socket
            .connect(context, target, port)
            .map_err(|_| refused("EADDRNOTAVAIL"))?;
        Ok(self.add(Socket::Stream {
            handle,
            label: Arc::clone(label),
            held: true,
        }))
    }

    /// Whether the handshake of a connection is over.
    fn connected(
        &mut self,
        host: &mut SimHost,
        number: SocketNumber,
    ) -> Option<io::Result<Answer>> {
        let handle = self.stream(number)?;
        let socket = host.tcp(handle);
        match socket.state() {
            tcp::State::SynSent | tcp::State::SynReceived => None,
            tcp::State::Closed => Some(Err(refused("ECONNREFUSED"))),
            _ => {
                let local = socket.local_endpoint().and_then(address);
                let peer = socket.remote_endpoint().and_then(address);
                Some(Ok(Answer::Socket {
                    number,
                    local: local.unwrap_or(SocketAddrV4::new(self.address, 0)),
                    peer,
                }))
            }
        }
    }

    fn read(
        &mut self,
        host: &mut SimHost,
        number: SocketNumber,
        most: usize,
    ) -> Option<io::Result<Answer>> {
        let Some(handle) = self.stream(number) else {
            return Some(Err(refused("EBADF")));
        };
        let socket = host.tcp(handle);
        if socket.can_recv() {
            let mut bytes = vec![0; most.min(socket.recv_queue())];
            let count = socket.recv_slice(&mut bytes).unwrap_or(0);
            bytes.truncate(count);
            return Some(Ok(Answer::Bytes(bytes)));
        }
        match socket.state() {
            // The peer has finished: the end of the stream.
            tcp::State::CloseWait
            | tcp::State::LastAck
            | tcp::State::Closing
            | tcp::State::TimeWait => Some(Ok(Answer::Bytes(Vec::new()))),
            tcp::State::Closed => Some(Err(refused("ECONNRESET"))),
            _ => None,
        }
    }

    fn write(
        &mut self,
        host: &mut SimHost,
        number: SocketNumber,
        bytes: &[u8],
        taken: &mut usize,
    ) -> Option<io::Result<Answer>> {
        let Some(handle) = self.stream(number) else {
            return Some(Err(refused("EBADF")));
        };
        let socket = host.tcp(handle);
        match socket.send_slice(&bytes[*taken..]) {
            Ok(count) => {
                *taken += count;
                (*taken == bytes.len()).then_some(Ok(Answer::Done))
            }
            Err(_) if socket.state() == tcp::State::Closed => Some(Err(refused("ECONNRESET"))),
            Err(_) => Some(Err(refused("EPIPE"))),
        }
    }

    fn shutdown(&mut self, host: &mut SimHost, number: SocketNumber) -> io::Result<Answer> {
        let handle = self.stream(number).ok_or_else(|| refused("ENOTCONN"))?;
        host.tcp(handle).close();
        Ok(Answer::Done)
    }

    fn close(&mut self, host: &mut SimHost, number: SocketNumber) -> io::Result<Answer> {
        match self.sockets.get_mut(number) {
            Some(Socket::Stream { handle, held, .. }) => {
                *held = false;
                // The host goes on with it until both sides have finished.
                host.tcp(*handle).close();
            }
            Some(Socket::Listener { waiting, .. }) => {
                for handle in waiting.drain(..) {
                    host.tcp(handle).abort();
                }
            }
            Some(Socket::Datagrams { handle, .. }) => {
                host.sockets.remove(*handle);
                self.sockets[number] = Socket::Gone;
            }
            Some(Socket::Gone) | None => return Err(refused("EBADF")),
        }
        Ok(Answer::Done)
    }

    fn stream(&self, number: SocketNumber) -> Option<SocketHandle> {
        match self.sockets.get(number) {
            Some(Socket::Stream { handle, .. }) => Some(*handle),
            _ => None,
        }
    }
}

fn address(endpoint: IpEndpoint) -> Option<SocketAddrV4> {
    let IpAddress::Ipv4(address) = endpoint.addr;
    Some(SocketAddrV4::new(address, endpoint.port))
}
