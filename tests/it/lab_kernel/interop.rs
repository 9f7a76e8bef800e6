//! The kernel is the oracle of the laboratory: its TCP and that of `sim` on one cable.

use std::io::{self, Read, Write};
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use smoltcp::iface::SocketHandle;
use smoltcp::socket::tcp;
use sockets_tutor::event::Fate;
use sockets_tutor::lab::backend::{Backend, Port, Time};
use sockets_tutor::lab::cable::{Lab, Offer};
use sockets_tutor::lab::kernel::Kernel;
use sockets_tutor::lab::sim::{HostSetup, Sim};

use super::{address, host, kernel, serve};

const COUNT: usize = 2_000_000;

/// Port 0 is a host of the kernel, port 1 one of smoltcp; both live by the kernel's clock.
struct Hybrid {
    kernel: Kernel,
    sim: Sim,
    handle: SocketHandle,
}

impl Hybrid {
    fn new(kernel: Kernel) -> Hybrid {
        let mut sim = Sim::default();
        let setup = HostSetup {
            address: Ipv4Addr::new(10, 0, 0, 2),
            prefix: 24,
            gateway: None,
            mtu: 1500,
            dont_fragment: true,
            padded: false,
        };
        let number = sim.add(&setup, 5).0;
        let buffer = || tcp::SocketBuffer::new(vec![0; 131_072]);
        let mut socket = tcp::Socket::new(buffer(), buffer());
        socket.set_congestion_control(tcp::CongestionControl::Reno);
        socket.listen(80).expect("it is new");
        let handle = sim.hosts[number].sockets.add(socket);
        Hybrid {
            kernel,
            sim,
            handle,
        }
    }

    fn socket(&mut self) -> &mut tcp::Socket<'static> {
        self.sim.hosts[0].tcp(self.handle)
    }

    fn follow(&mut self) {
        let now = self.kernel.now();
        self.sim.set_now(now);
    }
}

impl Backend for Hybrid {
    fn now(&self) -> Time {
        self.kernel.now()
    }

    fn advance(&mut self, until: Time) {
        self.follow();
        let timer = self.sim.next_timer();
        self.kernel
            .advance(timer.map_or(until, |timer| timer.min(until)));
        self.follow();
    }

    fn sent(&mut self) -> Vec<(Port, Time, Vec<u8>)> {
        self.follow();
        let mut sent = self.kernel.sent();
        let from_sim = self.sim.sent().into_iter();
        sent.extend(from_sim.map(|(_, time, frame)| (Port(1), time, frame)));
        sent
    }

    fn deliver(&mut self, to: Port, frame: &[u8]) {
        match to {
            Port(0) => self.kernel.deliver(to, frame),
            _ => {
                self.follow();
                self.sim.deliver(Port(0), frame);
            }
        }
    }

    fn next_timer(&mut self) -> Option<Time> {
        Some(Time::MAX)
    }
}

fn pattern(at: usize) -> u8 {
    (at * 7 + at / 251) as u8
}

/// Loses one frame in fifty of those that carry data, the same ones every time.
fn losses(percent: u64) -> (impl FnMut(&Offer) -> Fate, Arc<AtomicUsize>) {
    let lost = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&lost);
    let mut chance = 1_u64;
    let fate = move |offer: &Offer| {
        // Knuth's linear congruential generator; its high bits are the good ones.
        chance = chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        if offer.bytes.len() > 100 && (chance >> 33) % 100 < percent {
            count.fetch_add(1, Ordering::SeqCst);
            return Fate::Drop;
        }
        Fate::Deliver
    };
    (fate, lost)
}

fn lab(kernel: Kernel) -> Lab<Hybrid> {
    let mut lab = Lab::new(Hybrid::new(kernel));
    lab.join(Port(0), Port(1), |link| {
        link.delay = Duration::from_millis(2);
        link.bits_per_second = Some(50_000_000);
        link.queue = 60_000;
    });
    lab
}

#[test]
fn what_the_kernel_sends_arrives_in_the_laboratory() {
    for percent in [0, 2] {
        let Some(kernel) = kernel(&[host(1)]) else {
            return;
        };
        let sockets = kernel.sockets();
        let client = thread::spawn(move || {
            let mut stream = sockets.connect(0, None, address(2, 80))?;
            stream.set_congestion("reno")?;
            let bytes: Vec<u8> = (0..COUNT).map(pattern).collect();
            stream.write_all(&bytes)?;
            // Stays until the other side has taken all and finishes.
            let end = stream.read(&mut [0])?;
            io::Result::Ok(end)
        });
        let (fate, lost) = losses(percent);
        let (mut got, mut wrong) = (0, 0);
        serve(&mut lab(kernel), fate, |hosts| {
            let socket = hosts.socket();
            while socket.can_recv() {
                let read = socket.recv(|bytes| {
                    let expected = (got..).map(pattern);
                    wrong += bytes
                        .iter()
                        .zip(expected)
                        .filter(|(a, b)| **a != *b)
                        .count();
                    got += bytes.len();
                    (bytes.len(), ())
                });
                read.expect("there is something");
            }
            if got >= COUNT {
                socket.close();
            }
            client.is_finished()
        });
        let end = client.join().expect("no panic").expect("all is sent");
        assert_eq!((got, wrong, end), (COUNT, 0, 0), "{percent} %");
        assert_eq!(lost.load(Ordering::SeqCst) > 10, percent > 0);
    }
}

#[test]
fn what_the_laboratory_sends_arrives_in_the_kernel() {
    for percent in [0, 2] {
        let Some(kernel) = kernel(&[host(1)]) else {
            return;
        };
        let sockets = kernel.sockets();
        let client = thread::spawn(move || {
            let mut stream = sockets.connect(0, None, address(2, 80))?;
            let mut bytes = Vec::new();
            stream.read_to_end(&mut bytes)?;
            io::Result::Ok(bytes)
        });
        let (fate, lost) = losses(percent);
        let mut sent = 0;
        serve(&mut lab(kernel), fate, |hosts| {
            let socket = hosts.socket();
            while sent < COUNT && socket.can_send() {
                let piece: Vec<u8> = (sent..COUNT.min(sent + 8192)).map(pattern).collect();
                sent += socket.send_slice(&piece).expect("it can send");
            }
            if sent == COUNT {
                socket.close();
            }
            client.is_finished()
        });
        let bytes = client.join().expect("no panic").expect("all is read");
        let wrong = (bytes.iter().enumerate()).filter(|(at, byte)| pattern(*at) != **byte);
        assert_eq!((bytes.len(), wrong.count()), (COUNT, 0), "{percent} %");
        assert_eq!(lost.load(Ordering::SeqCst) > 10, percent > 0);
    }
}
