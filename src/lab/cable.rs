//! The cables: who is joined with whom, how long a frame takes, and what becomes of it.

mod meter;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, VecDeque};

use super::backend::{Backend, Middlebox, Port, Time};
use crate::event::Fate;
use meter::Meter;

/// An engine that wants to act now, and does nothing, is asked this often before it is given up.
const PATIENCE: u32 = 1000;

/// One direction of a cable.
#[derive(Debug, Clone)]
pub struct Link {
    /// How long a frame is under way once its last bit is sent.
    pub delay: Time,
    /// `None`: as fast as one likes.
    pub bits_per_second: Option<u64>,
    /// Bytes that may wait for the transmitter; a frame beyond them is lost (drop-tail).
    pub queue: usize,
    to: Port,
    /// When the transmitter has sent all it was given.
    free_at: Time,
    meter: Option<Meter>,
}

impl Link {
    fn new(to: Port) -> Link {
        Link {
            delay: Time::ZERO,
            bits_per_second: None,
            queue: usize::MAX,
            to,
            free_at: Time::ZERO,
            meter: None,
        }
    }

    /// From the beginning on it is measured what the transmitter does.
    pub fn measure(&mut self) {
        self.meter = Some(Meter::default());
    }

    /// What was measured until `now`; `None` if nothing is.
    pub fn measured(&mut self, now: Time) -> Option<&mut Meter> {
        let meter = self.meter.as_mut()?;
        meter.pass(now);
        Some(meter)
    }

    /// Bytes not yet on the wire at `now`.
    pub fn backlog(&self, now: Time) -> usize {
        let waits = self.free_at.saturating_sub(now).as_nanos();
        let rate = u128::from(self.bits_per_second.unwrap_or(0));
        usize::try_from(waits * rate / 8_000_000_000).unwrap_or(usize::MAX)
    }

    /// When a frame given to the transmitter at `now` arrives; `None` when the queue is full.
    fn admit(&mut self, now: Time, bytes: usize) -> Option<Time> {
        if self.backlog(now).saturating_add(bytes) > self.queue {
            return None;
        }
        let sending = match self.bits_per_second {
            Some(rate) => Time::from_nanos(bytes as u64 * 8_000_000_000 / rate.max(1)),
            None => Time::ZERO,
        };
        self.free_at = self.free_at.max(now) + sending;
        let leaves = self.free_at;
        if let Some(meter) = self.measured(now) {
            meter.admitted(sending, leaves);
        }
        Some(self.free_at + self.delay)
    }
}

/// A frame that was put on a cable and waits for its fate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// From 1, in the order in which frames are sent.
    pub number: u64,
    pub from: Port,
    pub to: Port,
    pub sent: Time,
    pub bytes: Vec<u8>,
}

/// A frame at the other end of its cable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    pub number: u64,
    pub from: Port,
    pub to: Port,
    pub bytes: Vec<u8>,
}

/// What happens next on the cables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    /// A frame is offered; [`Lab::decide`] before anything else happens.
    Offered(Offer),
    /// A frame has been given to its receiver.
    Arrived(Arrival),
    /// The time given to [`Lab::next`] has come.
    Limit,
    /// No frame is under way and no host waits for a moment.
    Quiet,
}

/// A host asks to act at once and does nothing, again and again.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a host of the laboratory wants to act at {0:?} and does nothing")]
pub struct Stuck(pub Time);

/// A frame on its way; ordered by arrival, and of one moment by the order of sending.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct UnderWay {
    at: Time,
    turn: u64,
    number: u64,
    from: Port,
    bytes: Vec<u8>,
}

/// Hosts, boxes, and the cables between them.
pub struct Lab<B> {
    pub hosts: B,
    boxes: Vec<Box<dyn Middlebox>>,
    links: BTreeMap<Port, Link>,
    /// Cards that stand in one case and need no cable.
    inside: BTreeMap<Port, Port>,
    offered: VecDeque<Offer>,
    /// Frames under way, the first to arrive on top.
    wire: BinaryHeap<Reverse<UnderWay>>,
    frames: u64,
    turn: u64,
    idle: u32,
}

impl<B: Backend> Lab<B> {
    pub fn new(hosts: B) -> Lab<B> {
        Lab {
            hosts,
            boxes: Vec::new(),
            links: BTreeMap::new(),
            inside: BTreeMap::new(),
            offered: VecDeque::new(),
            wire: BinaryHeap::new(),
            frames: 0,
            turn: 0,
            idle: 0,
        }
    }

    /// The same boxes and cables with other hosts, before anything has happened on them.
    pub fn with_hosts<C: Backend>(self, hosts: C) -> Lab<C> {
        Lab {
            boxes: self.boxes,
            links: self.links,
            inside: self.inside,
            ..Lab::new(hosts)
        }
    }

    /// Whether a frame is under way.
    pub fn is_busy(&self) -> bool {
        !self.wire.is_empty() || !self.offered.is_empty()
    }

    /// Puts a box between cables.
    pub fn place(&mut self, middlebox: Box<dyn Middlebox>) {
        self.boxes.push(middlebox);
    }

    /// Joins two ports; `shape` says how both directions are.
    pub fn join(&mut self, a: Port, b: Port, shape: impl Fn(&mut Link)) {
        for (from, to) in [(a, b), (b, a)] {
            let mut link = Link::new(to);
            shape(&mut link);
            self.links.insert(from, link);
        }
    }

    /// Puts a host's card and a box's into one case: what they send each other is on no cable, takes
    /// no time and is nobody else's business.
    pub fn put_together(&mut self, a: Port, b: Port) {
        self.inside.insert(a, b);
        self.inside.insert(b, a);
    }

    /// The direction of a cable that leaves from `port`.
    pub fn link(&mut self, port: Port) -> Option<&mut Link> {
        self.links.get_mut(&port)
    }

    /// Goes on to the next thing that happens, at the latest at `limit`.
    ///
    /// # Errors
    /// When a host keeps asking for time and does nothing with it.
    pub fn next(&mut self, limit: Time) -> Result<Happening, Stuck> {
        loop {
            if let Some(offer) = self.offered.front() {
                return Ok(Happening::Offered(offer.clone()));
            }
            let now = self.hosts.now();
            // Before what is due: with no delay something always is.
            if now > limit {
                return Ok(Happening::Limit);
            }
            if let Some(arrival) = self.due(now) {
                return Ok(Happening::Arrived(arrival));
            }
            self.collect();
            if !self.offered.is_empty() {
                continue;
            }
            let arrival = self.wire.peek().map(|Reverse(frame)| frame.at);
            let timer = self.hosts.next_timer();
            if arrival.is_none() && timer.is_none() {
                return Ok(Happening::Quiet);
            }
            if now >= limit {
                return Ok(Happening::Limit);
            }
            match timer.is_some_and(|timer| timer <= now) {
                true => self.idle += 1,
                false => self.idle = 0,
            }
            if self.idle > PATIENCE {
                return Err(Stuck(now));
            }
            // To the earlier of the two: else a frame would come late, and look lost.
            self.hosts
                .advance(arrival.map_or(limit, |at| at.min(limit)));
            self.collect();
        }
    }

    /// A frame that is sent at this moment; [`Lab::decide`] before anything else happens.
    pub fn offered(&mut self) -> Option<Offer> {
        if self.offered.is_empty() {
            self.collect();
        }
        self.offered.front().cloned()
    }

    /// Says what becomes of the frame offered, and gives back what truly does, and when the first
    /// copy arrives: a queue that is full overrules.
    pub fn decide(&mut self, fate: Fate) -> (Fate, Option<Time>) {
        let Some(offer) = self.offered.pop_front() else {
            return (fate, None);
        };
        let mut bytes = offer.bytes;
        let (mut later, mut copies) = (Time::ZERO, 1);
        match &fate {
            Fate::Deliver => {}
            Fate::Drop | Fate::QueueFull => return (fate, None),
            Fate::Delay(micros) => later = Time::from_micros(*micros),
            Fate::Duplicate => copies = 2,
            Fate::Rewrite { offset, bytes: new } => {
                for (old, new) in bytes.iter_mut().skip(*offset).zip(new) {
                    *old = *new;
                }
            }
        }
        let now = self.hosts.now();
        let Some(link) = self.links.get_mut(&offer.from) else {
            return (Fate::Drop, None);
        };
        let mut first = None;
        for _ in 0..copies {
            let Some(at) = link.admit(now, bytes.len()) else {
                break;
            };
            let at = at + later;
            first.get_or_insert(at);
            self.turn += 1;
            self.wire.push(Reverse(UnderWay {
                at,
                turn: self.turn,
                number: offer.number,
                from: offer.from,
                bytes: bytes.clone(),
            }));
        }
        match first {
            Some(at) => (fate, Some(at)),
            None => (Fate::QueueFull, None),
        }
    }

    /// Gives the next frame that is due to its receiver.
    fn due(&mut self, now: Time) -> Option<Arrival> {
        if self.wire.peek()?.0.at > now {
            return None;
        }
        let Reverse(UnderWay {
            number,
            from,
            bytes,
            ..
        }) = self.wire.pop()?;
        let to = self.links.get(&from)?.to;
        self.give(now, to, &bytes);
        Some(Arrival {
            number,
            from,
            to,
            bytes,
        })
    }

    fn give(&mut self, now: Time, to: Port, bytes: &[u8]) {
        match self.boxes.iter_mut().find(|one| one.ports().contains(&to)) {
            Some(middlebox) => {
                let mut out = Vec::new();
                middlebox.frame(now, to, bytes, &mut out);
                for (from, bytes) in out {
                    self.offer(from, now, bytes);
                }
            }
            None => self.hosts.deliver(to, bytes),
        }
    }

    fn collect(&mut self) {
        for (from, sent, bytes) in self.hosts.sent() {
            self.offer(from, sent, bytes);
        }
    }

    /// A card without a cable sends into the void.
    fn offer(&mut self, from: Port, sent: Time, bytes: Vec<u8>) {
        if let Some(to) = self.inside.get(&from) {
            return self.give(sent, *to, &bytes);
        }
        let Some(to) = self.links.get(&from).map(|link| link.to) else {
            return;
        };
        self.frames += 1;
        self.offered.push_back(Offer {
            number: self.frames,
            from,
            to,
            sent,
            bytes,
        });
    }
}
