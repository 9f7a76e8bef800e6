//! A network: hosts with programs, cables between them, and the loop that lets its time pass.
//!
//! ```text
//! build   hosts, boxes, cables with their rules, programs
//! run     1. every program that can be answered is, one after the other, until all wait
//!         2. the next thing happens on a cable: a frame is offered to its rule and to the
//!            learner, or arrives
//!         3. the clock is set, and so on, until nothing more can happen
//! ```

mod boxes;
pub(super) mod call;
mod host_side;
mod live;
pub(super) mod programs;
mod run;
mod watch;
mod wiring;

use std::collections::BTreeMap;
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use smoltcp::socket::tcp::CongestionControl;
use smoltcp::wire::EthernetAddress;

use super::backend::{Middlebox, Port, Time};
use super::cable::{Lab, Link};
use super::host::Host;
use super::kernel::HostSpec;
use super::sim::{HostSetup, Sim};
use super::verdict::{Seen, Verdict};
pub use boxes::RouterBox;
use host_side::{Buffers, HostSide};
use programs::{Programs, Work};
use watch::Watch;
use wiring::Wiring;

/// Ports of boxes are counted from here, so that they never meet those of hosts.
const BOX_PORTS: usize = 1000;

/// What a demo decides of each frame of a cable.
pub type Rule = Box<dyn FnMut(&Seen<'_>) -> Verdict + Send>;

/// A host of a network that is being built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HostId(usize);

/// How a host is made.
#[derive(Debug, Clone)]
pub struct HostOptions {
    /// Where packets for other networks go.
    pub gateway: Option<Ipv4Addr>,
    /// The longest IP packet, in bytes; at least 68 (RFC 791 §3.2).
    pub mtu: usize,
    /// Bytes each TCP connection keeps for its reader, and for its peer.
    pub receive_buffer: usize,
    pub send_buffer: usize,
    pub congestion: Congestion,
    /// How long an acknowledgement may wait for company; RFC 9293 §3.8.6.3 allows 500 ms.
    pub ack_delay: Duration,
    /// Whether routers are told not to cut its packets (the flag DF, RFC 791 §3.1).
    pub dont_fragment: bool,
    /// Whether its card fills up frames that are too short for an Ethernet (RFC 894).
    pub padded: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Congestion {
    None,
    Reno,
    Cubic,
}

impl Default for HostOptions {
    fn default() -> HostOptions {
        HostOptions {
            gateway: None,
            mtu: 1500,
            receive_buffer: 16_384,
            send_buffer: 16_384,
            congestion: Congestion::Reno,
            ack_delay: Duration::from_millis(10),
            dont_fragment: true,
            padded: false,
        }
    }
}

/// How a cable is, the same in both directions.
#[derive(Debug, Clone, Copy)]
pub struct Cable {
    pub delay: Duration,
    /// `None`: a frame of any length is sent in no time.
    pub bits_per_second: Option<u64>,
    /// Bytes that may wait for the transmitter.
    pub queue: usize,
}

impl Cable {
    /// A cable on which everything takes `delay`, and nothing waits.
    pub fn of_delay(delay: Duration) -> Cable {
        Cable {
            delay,
            bits_per_second: None,
            queue: usize::MAX,
        }
    }

    fn shape(self, link: &mut Link) {
        link.delay = self.delay;
        link.bits_per_second = self.bits_per_second;
        link.queue = self.queue;
    }
}

/// The network's clock, in microseconds.
#[derive(Debug, Clone, Default)]
pub struct Clock(Arc<AtomicU64>);

impl Clock {
    pub fn now(&self) -> Time {
        Duration::from_micros(self.0.load(Ordering::SeqCst))
    }

    fn set(&self, now: Time) -> u64 {
        let micros = u64::try_from(now.as_micros()).unwrap_or(u64::MAX);
        self.0.store(micros, Ordering::SeqCst);
        micros
    }
}

/// Hosts, cables and programs.
pub struct Network {
    lab: Lab<Sim>,
    sides: Vec<HostSide>,
    wiring: Wiring,
    /// With the engine `kernel`, the hosts to be built when the network runs. Their shadows in
    /// `lab` keep the numbers and the addresses until then.
    specs: Option<Vec<HostSpec>>,
    planned: Vec<(String, usize, Work)>,
    programs: Programs,
    clock: Clock,
    seed: u64,
    limit: Time,
    watch: Watch,
    next_box_port: usize,
    boxes: Vec<RouterBox>,
    /// Which of them, and which of its legs, a card belongs to.
    cards: BTreeMap<Port, (usize, usize)>,
    /// The two ends of each cable.
    joined: Vec<(Port, Port)>,
}

impl Network {
    /// An empty network. `seed` decides what its hosts leave to chance.
    pub fn new(seed: u64) -> Network {
        Network {
            lab: Lab::new(Sim::default()),
            sides: Vec::new(),
            wiring: Wiring::default(),
            specs: None,
            planned: Vec::new(),
            programs: Programs::new(),
            clock: Clock::default(),
            seed,
            limit: Duration::from_secs(3600),
            watch: Watch::default(),
            next_box_port: BOX_PORTS,
            boxes: Vec::new(),
            cards: BTreeMap::new(),
            joined: Vec::new(),
        }
    }

    /// An empty network whose hosts are of the engine called so: `sim`, as those of
    /// [`Network::new`], or `kernel`, true stacks of this Linux in real time.
    ///
    /// A kernel has no setting for [`HostOptions::ack_delay`], and keeps its own buffers.
    ///
    /// # Errors
    /// When there is no such engine. Whether the system allows it is seen when the network runs.
    pub fn with_engine(engine: &str, seed: u64) -> io::Result<Network> {
        let specs = match engine {
            "sim" => None,
            "kernel" => Some(Vec::new()),
            _ => return Err(io::ErrorKind::InvalidInput.into()),
        };
        Ok(Network {
            specs,
            ..Network::new(seed)
        })
    }

    /// Adds a host with an address and its prefix, `10.0.0.1/24`.
    ///
    /// # Errors
    /// When `address` is none.
    pub fn host(&mut self, name: &str, address: &str, options: HostOptions) -> io::Result<HostId> {
        let wrong = || {
            io::Error::new(
                io::ErrorKind::InvalidInput,
                format!("no address: {address}"),
            )
        };
        let (ip, prefix) = address.split_once('/').ok_or_else(wrong)?;
        let setup = HostSetup {
            address: ip.parse().map_err(|_| wrong())?,
            prefix: prefix
                .parse()
                .ok()
                .filter(|bits| *bits <= 32)
                .ok_or_else(wrong)?,
            gateway: options.gateway,
            mtu: options.mtu,
            dont_fragment: options.dont_fragment,
            padded: options.padded,
        };
        let port = self.lab.hosts.add(&setup, self.seed);
        if let Some(specs) = &mut self.specs {
            specs.push(live::spec(
                &setup,
                &options,
                self.lab.hosts.hosts[port.0].mac,
            ));
        }
        self.wiring.names.insert(port, Arc::from(name));
        let delay = options.ack_delay.as_millis();
        let delay = smoltcp::time::Duration::from_millis(u64::try_from(delay).unwrap_or(0));
        self.sides.push(HostSide::new(
            setup.address,
            Buffers {
                receive: options.receive_buffer,
                send: options.send_buffer,
                control: match options.congestion {
                    Congestion::None => CongestionControl::None,
                    Congestion::Reno => CongestionControl::Reno,
                    Congestion::Cubic => CongestionControl::Cubic,
                },
                ack_delay: (!options.ack_delay.is_zero()).then_some(delay),
            },
        ));
        Ok(HostId(port.0))
    }

    /// A new card for a box called `name`.
    pub fn box_port(&mut self, name: &str) -> Port {
        let port = Port(self.next_box_port);
        self.next_box_port += 1;
        self.wiring.names.insert(port, Arc::from(name));
        port
    }

    /// Puts a box between its cables.
    pub fn place(&mut self, middlebox: Box<dyn Middlebox>) {
        self.lab.place(middlebox);
    }

    /// Joins two cards with a cable; `rule` decides what becomes of each frame on it.
    pub fn join(
        &mut self,
        a: impl Into<Port>,
        b: impl Into<Port>,
        cable: Cable,
        rule: impl FnMut(&Seen<'_>) -> Verdict + Send + 'static,
    ) {
        let (a, b) = (a.into(), b.into());
        self.lab.join(a, b, |link| cable.shape(link));
        self.joined.push((a, b));
        self.wiring.rule([a, b], Box::new(rule));
    }

    /// Two hosts on one cable that have met before: each knows the other's hardware address, so
    /// that the record begins without ARP.
    pub fn introduce(&mut self, a: HostId, b: HostId) {
        for (host, other) in [(a, b), (b, a)] {
            let address = self.sides[other.0].address;
            let mac = self.lab.hosts.hosts[other.0].mac;
            self.tell_identity(host.into(), address, EthernetAddress(mac));
        }
    }

    /// Puts a program on a host. It begins when the network runs, as an actor of the host's name;
    /// a second program of the same host is called `name-2`.
    pub fn program(
        &mut self,
        host: HostId,
        work: impl FnOnce(&Host) -> io::Result<()> + Send + 'static,
    ) {
        let before = self.planned.iter().filter(|(_, of, _)| *of == host.0);
        let name = &self.wiring.names[&Port(host.0)];
        let name = match before.count() {
            0 => name.to_string(),
            others => format!("{name}-{}", others + 1),
        };
        self.planned.push((name, host.0, Box::new(work)));
    }

    /// Records not only the states of the connections but also their windows, times and bytes in
    /// flight, at every host there is by now.
    pub fn measure_all(&mut self) {
        self.watch.numbers = (0..self.sides.len()).collect();
    }

    /// As [`Network::measure_all`], but only at this host: that of the sender, where a run is long.
    pub fn measure_at(&mut self, host: HostId) {
        self.watch.numbers.insert(host.0);
    }

    /// Records how many packets wait to leave by this card, and in which part of each second it was
    /// sending. The cable is there already.
    pub fn measure_cable(&mut self, card: impl Into<Port>) {
        let card = card.into();
        if let Some(link) = self.lab.link(card) {
            link.measure();
            self.watch.cables.entry(card).or_default();
        }
    }

    /// The run is over after so much of its time, at the latest.
    pub fn limit(&mut self, time: Duration) {
        self.limit = time;
    }
}

impl From<HostId> for Port {
    fn from(host: HostId) -> Port {
        Port(host.0)
    }
}
