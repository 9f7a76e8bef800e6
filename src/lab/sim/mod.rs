//! Hosts made of smoltcp, in virtual time.
//!
//! smoltcp is a small standard TCP and not a modern kernel's: its first window is 2 × 1024 bytes,
//! it repairs one loss in a window and waits for the timer with the second, it offers SACK and does
//! not use it, it asks nobody for the path's MTU, and its TIME-WAIT lasts 10 seconds.

mod errors;
mod inside;
mod nic;

use smoltcp::iface::{Config, Interface, SocketHandle, SocketSet};
use smoltcp::socket::tcp;
use smoltcp::time::Instant;
use smoltcp::wire::{EthernetAddress, IpAddress, IpCidr, Ipv4Cidr};
use std::net::Ipv4Addr;

use super::backend::{Backend, Port, Time};
use errors::Errors;
use nic::Nic;

pub use inside::Inside;

/// How a host is set up.
#[derive(Debug, Clone)]
pub struct HostSetup {
    pub address: Ipv4Addr,
    /// Bits of the network part, 0 to 32.
    pub prefix: u8,
    pub gateway: Option<Ipv4Addr>,
    /// The longest IP packet, in bytes.
    pub mtu: usize,
    /// Whether its packets say that they must not be cut.
    pub dont_fragment: bool,
    /// Whether frames that are too short for an Ethernet are filled up to 60 bytes.
    pub padded: bool,
}

/// A host: a network card, a TCP/IP, and its sockets.
pub struct SimHost {
    pub mac: [u8; 6],
    pub interface: Interface,
    pub sockets: SocketSet<'static>,
    /// What came back about its datagrams.
    pub errors: Errors,
    nic: Nic,
}

impl SimHost {
    pub fn tcp(&mut self, handle: SocketHandle) -> &mut tcp::Socket<'static> {
        self.sockets.get_mut(handle)
    }

    /// Frames taken in and sent so far: while it stands still, so does [`SimHost::inside`].
    pub fn traffic(&self) -> u64 {
        self.nic.traffic
    }

    /// The state of a socket's TCP that smoltcp shows nobody. Costs a look at every byte of its
    /// buffers, some 30 ns each.
    pub fn inside(&self, handle: SocketHandle) -> Inside {
        Inside::of(self.sockets.get::<tcp::Socket>(handle))
    }
}

/// The hosts and their clock. A host's card has the host's number as its port.
#[derive(Default)]
pub struct Sim {
    pub hosts: Vec<SimHost>,
    now: Time,
}

impl Sim {
    /// Adds a host. `seed` decides its initial sequence numbers.
    pub fn add(&mut self, setup: &HostSetup, seed: u64) -> Port {
        let number = self.hosts.len();
        // Locally administered (RFC 7042 §2.1), and easy to tell apart.
        let mac = [2, 0, 0, 0, 0, u8::try_from(number + 1).unwrap_or(u8::MAX)];
        let mut nic = Nic {
            received: Default::default(),
            sent: Default::default(),
            mtu: setup.mtu,
            ident: (!setup.dont_fragment).then_some(0),
            traffic: 0,
            padded: setup.padded,
        };
        let mut config = Config::new(EthernetAddress(mac).into());
        config.random_seed = seed.wrapping_mul(1_000_003).wrapping_add(number as u64);
        let mut interface = Interface::new(config, &mut nic, Instant::ZERO);
        let address = IpCidr::Ipv4(Ipv4Cidr::new(setup.address, setup.prefix));
        interface.update_ip_addrs(|addresses| {
            // There is room: the list is empty.
            let _ = addresses.push(address);
        });
        if let Some(gateway) = setup.gateway {
            // There is room here, too.
            let _ = interface.routes_mut().add_default_ipv4_route(gateway);
        }
        self.hosts.push(SimHost {
            mac,
            interface,
            sockets: SocketSet::new(Vec::new()),
            errors: Errors::default(),
            nic,
        });
        Port(number)
    }

    /// Lets virtual time follow another clock.
    pub fn set_now(&mut self, now: Time) {
        self.now = self.now.max(now);
        self.poll();
    }

    /// Lets every host do what it can do now.
    pub fn poll(&mut self) {
        let now = instant(self.now);
        for host in &mut self.hosts {
            host.interface.poll(now, &mut host.nic, &mut host.sockets);
        }
    }

    /// Tells a host whose hardware address belongs to an IP address, as if it had asked before.
    pub fn introduce(&mut self, host: Port, address: Ipv4Addr, mac: [u8; 6]) {
        let Some(host) = self.hosts.get_mut(host.0) else {
            return;
        };
        let Some(IpAddress::Ipv4(own)) = host.interface.ip_addrs().first().map(IpCidr::address)
        else {
            return;
        };
        host.nic
            .received
            .push_back(arp_reply(mac, address, host.mac, own));
        let now = instant(self.now);
        host.interface.poll(now, &mut host.nic, &mut host.sockets);
    }
}

impl Backend for Sim {
    fn now(&self) -> Time {
        self.now
    }

    fn advance(&mut self, until: Time) {
        let timer = self.next_timer().filter(|timer| *timer < until);
        self.now = self.now.max(timer.unwrap_or(until));
        self.poll();
    }

    fn sent(&mut self) -> Vec<(Port, Time, Vec<u8>)> {
        self.poll();
        let now = self.now;
        let mut sent = Vec::new();
        for (number, host) in self.hosts.iter_mut().enumerate() {
            let frames = host.nic.sent.drain(..);
            sent.extend(frames.map(|frame| (Port(number), now, frame)));
        }
        sent
    }

    fn deliver(&mut self, to: Port, frame: &[u8]) {
        if let Some(host) = self.hosts.get_mut(to.0) {
            host.errors.look(host.mac, frame);
            host.nic.received.push_back(frame.to_vec());
            self.poll();
        }
    }

    fn next_timer(&mut self) -> Option<Time> {
        let now = instant(self.now);
        let wishes = self
            .hosts
            .iter_mut()
            .filter_map(|host| host.interface.poll_at(now, &host.sockets));
        let wish = wishes.min()?;
        let micros = u64::try_from(wish.total_micros()).unwrap_or(0);
        Some(Time::from_micros(micros).max(self.now))
    }
}

fn instant(time: Time) -> Instant {
    Instant::from_micros(i64::try_from(time.as_micros()).unwrap_or(i64::MAX))
}

/// An Ethernet frame with an ARP reply (RFC 826): `address` is at `mac`.
fn arp_reply(mac: [u8; 6], address: Ipv4Addr, to: [u8; 6], to_address: Ipv4Addr) -> Vec<u8> {
    let mut frame = Vec::with_capacity(42);
    frame.extend(to);
    frame.extend(mac);
    frame.extend([0x08, 0x06, 0, 1, 0x08, 0, 6, 4, 0, 2]);
    frame.extend(mac);
    frame.extend(address.octets());
    frame.extend(to);
    frame.extend(to_address.octets());
    frame
}
