//! Routers of a network, and what their administrators may do while it runs.

use std::io;
use std::net::{Ipv4Addr, SocketAddrV4};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use smoltcp::wire::{EthernetAddress, Ipv4Cidr};

use super::super::backend::{Port, Time};
use super::super::home::Home;
use super::super::nat::{Protocol, Rules};
use super::super::router::{Leg, Router};
use super::call::refused;
use super::{HostId, Network};

/// The largest packet of an Ethernet (RFC 894).
const MTU: usize = 1500;

/// A router of a network.
#[derive(Debug, Clone)]
pub struct RouterBox {
    name: Arc<str>,
    router: Arc<Mutex<Router>>,
    /// Where cables are plugged in.
    cards: Vec<Port>,
}

impl RouterBox {
    /// The card with this number, from 0, in the order in which it was given its addresses.
    ///
    /// # Panics
    /// When there is none: the demo is wrong.
    pub fn card(&self, number: usize) -> Port {
        self.cards[number]
    }

    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// From now on `prefix` (`10.0.3.0/24`) lies behind `gateway`, a neighbour of the router.
    ///
    /// # Errors
    /// When they are no addresses; `ENETUNREACH` when the gateway is no neighbour.
    pub fn set_route(&self, prefix: &str, gateway: &str) -> io::Result<()> {
        let (prefix, gateway) = (network(prefix)?, address(gateway)?);
        let set = self.lock().set_route(prefix, gateway);
        set.map_err(|_| refused("ENETUNREACH"))
    }

    /// From now on packets larger than `mtu` bytes do not leave whole by the card.
    pub fn set_mtu(&self, card: usize, mtu: usize) {
        self.lock().set_mtu(card, mtu);
    }

    /// Lets everybody outside reach `inside` at this UDP port of the public address.
    ///
    /// # Errors
    /// `EADDRINUSE` when the port, or the socket inside, is mapped already; `ENOTSUP` when the
    /// router translates nothing.
    pub(in super::super) fn open_port(
        &self,
        now: Time,
        port: u16,
        inside: SocketAddrV4,
    ) -> io::Result<()> {
        let mut router = self.lock();
        let nat = router.nat_mut().ok_or_else(|| refused("ENOTSUP"))?;
        nat.open(now, Protocol::Udp, port, inside)
            .map_err(|_| refused("EADDRINUSE"))
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Router> {
        self.router.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Network {
    /// Adds a router with a card for each of these addresses, `10.0.0.254/24`. It knows the way to
    /// the networks it stands in.
    ///
    /// # Errors
    /// When one of them is no address.
    pub fn router(&mut self, name: &str, addresses: &[&str]) -> io::Result<RouterBox> {
        let mut legs = Vec::new();
        for address in addresses {
            let port = self.box_port(name);
            legs.push(self.leg(port, address)?);
        }
        let cards = legs.iter().map(|leg| leg.port).collect();
        let router = self.shared(name, Router::new(legs), cards);
        self.place(Box::new(Arc::clone(&router.router)));
        Ok(router)
    }

    /// Puts a host into the case of a router: its programs run on the same computer, and what they
    /// send and get passes the router, but no cable.
    pub fn put_into(&mut self, router: &RouterBox, card: usize, host: HostId) {
        let (card, host) = (router.card(card), host.into());
        self.lab.put_together(card, host);
        self.joined.push((card, host));
    }

    /// Adds what stands in a home: a router with NAT, and in the same case a switch with so many
    /// cards for those inside. The card behind them, the last one, is the one outside.
    ///
    /// # Errors
    /// When an address is none.
    pub fn home(
        &mut self,
        name: &str,
        (inside, cards): (&str, usize),
        outside: &str,
        rules: Rules,
    ) -> io::Result<RouterBox> {
        let mut plugs: Vec<Port> = (0..cards).map(|_| self.box_port(name)).collect();
        let (between, last) = (self.box_port(name), self.box_port(name));
        let legs = vec![self.leg(between, inside)?, self.leg(last, outside)?];
        let mut router = Router::new(legs);
        router.translate(1, rules);
        let lan = plugs.clone();
        plugs.push(last);
        let shared = self.shared(name, router, plugs);
        for port in &lan {
            // Whoever is plugged in there meets the router's inner side.
            let card = self.cards[&between];
            self.cards.insert(*port, card);
        }
        let home = Home::new(lan, between, Arc::clone(&shared.router));
        self.place(Box::new(home));
        Ok(shared)
    }

    /// All who are joined by a cable have met before: each knows the other's hardware address, so
    /// that the record begins without ARP.
    pub fn introduce_all(&mut self) {
        for (one, other) in self.joined.clone() {
            for (who, whom) in [(one, other), (other, one)] {
                if let Some((address, mac)) = self.identity(whom) {
                    self.tell_identity(who, address, mac);
                }
            }
        }
    }

    /// Address and hardware address of a card that has them.
    fn identity(&self, port: Port) -> Option<(Ipv4Addr, EthernetAddress)> {
        if let Some((number, leg)) = self.cards.get(&port) {
            let router = self.boxes[*number].lock();
            return router.leg(*leg).map(|leg| (leg.address.address(), leg.mac));
        }
        let host = self.lab.hosts.hosts.get(port.0)?;
        Some((self.sides[port.0].address, EthernetAddress(host.mac)))
    }

    pub(super) fn tell_identity(&mut self, to: Port, address: Ipv4Addr, mac: EthernetAddress) {
        match self.cards.get(&to) {
            Some((number, leg)) => self.boxes[*number].lock().introduce(*leg, address, mac),
            None => {
                self.lab.hosts.introduce(to, address, mac.0);
                let spec = self.specs.as_mut().and_then(|specs| specs.get_mut(to.0));
                if let Some(spec) = spec {
                    spec.neighbours.push((address, mac.0));
                }
            }
        }
    }

    fn leg(&self, port: Port, address: &str) -> io::Result<Leg> {
        let number = u16::try_from(port.0).unwrap_or(u16::MAX).to_be_bytes();
        Ok(Leg {
            port,
            // Locally administered, and never a host's.
            mac: EthernetAddress([2, 0, 0, 1, number[0], number[1]]),
            address: network(address)?,
            mtu: MTU,
        })
    }

    fn shared(&mut self, name: &str, router: Router, cards: Vec<Port>) -> RouterBox {
        let number = self.boxes.len();
        for leg in 0.. {
            let Some(card) = router.leg(leg) else { break };
            self.cards.insert(card.port, (number, leg));
        }
        let shared = RouterBox {
            name: Arc::from(name),
            router: Arc::new(Mutex::new(router)),
            cards,
        };
        self.boxes.push(shared.clone());
        shared
    }
}

/// `10.0.3.0/24`.
fn network(text: &str) -> io::Result<Ipv4Cidr> {
    let parts = text.split_once('/');
    let parsed = parts.and_then(|(ip, bits)| Some((ip.parse().ok()?, bits.parse().ok()?)));
    match parsed {
        Some((ip, bits)) if bits <= 32 => Ok(Ipv4Cidr::new(ip, bits)),
        _ => Err(wrong(text)),
    }
}

fn address(text: &str) -> io::Result<Ipv4Addr> {
    text.parse().map_err(|_| wrong(text))
}

fn wrong(text: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, format!("no address: {text}"))
}
