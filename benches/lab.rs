//! The packet laboratory: how long 10 MB over a virtual cable take on a real clock.
//!
//! The engine alone, without a run, a record or programs: two hosts, 10 Mbit/s, 25 ms each way (a
//! round trip of 50 ms), a queue of 64 KB, Reno.

use std::error::Error;
use std::time::{Duration, Instant};

use smoltcp::socket::tcp;
use smoltcp::wire::IpAddress;
use sockets_tutor::event::Fate;
use sockets_tutor::lab::backend::Backend;
use sockets_tutor::lab::cable::{Happening, Lab};
use sockets_tutor::lab::sim::{HostSetup, Sim};

const ROUNDS: usize = 9;
const BYTES: usize = 10_000_000;
const BUFFER: usize = 256 * 1024;
const LIMIT: Duration = Duration::from_secs(600);

/// What one transfer was like.
struct Transfer {
    wall: f64,
    virtual_seconds: f64,
    frames: u64,
    lost: u64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        rounds.push(transfer()?);
    }
    rounds.sort_by(|a, b| a.wall.total_cmp(&b.wall));
    // The one in the middle; but for the wall clock they are all alike.
    let Some(one) = rounds.get(ROUNDS / 2) else {
        return Err("no rounds".into());
    };
    println!("| what | ms | virtual s | frames | lost |");
    println!("| --- | --- | --- | --- | --- |");
    println!(
        "| 10 MB over 10 Mbit/s and 50 ms, without recording | {:.0} | {:.1} | {} | {} |",
        one.wall * 1e3,
        one.virtual_seconds,
        one.frames,
        one.lost
    );
    Ok(())
}

fn transfer() -> Result<Transfer, Box<dyn Error>> {
    let mut lab = Lab::new(Sim::default());
    let mut ports = Vec::new();
    for number in 1..=2 {
        let setup = HostSetup {
            address: [10, 0, 0, number].into(),
            prefix: 24,
            gateway: None,
            mtu: 1500,
            dont_fragment: true,
            padded: false,
        };
        ports.push(lab.hosts.add(&setup, 1));
    }
    lab.join(ports[0], ports[1], |link| {
        link.delay = Duration::from_millis(25);
        link.bits_per_second = Some(10_000_000);
        link.queue = 64 * 1024;
    });
    let buffer = || tcp::SocketBuffer::new(vec![0; BUFFER]);
    let socket = || {
        let mut socket = tcp::Socket::new(buffer(), buffer());
        socket.set_congestion_control(tcp::CongestionControl::Reno);
        socket
    };
    let (mut from, mut to) = (socket(), socket());
    to.listen(7)?;
    let target = (IpAddress::v4(10, 0, 0, 2), 7);
    let context = lab.hosts.hosts[0].interface.context();
    from.connect(context, target, 49_152)?;
    let from = lab.hosts.hosts[0].sockets.add(from);
    let to = lab.hosts.hosts[1].sockets.add(to);

    let started = Instant::now();
    let piece = vec![b'.'; BUFFER];
    let (mut written, mut read, mut frames, mut lost) = (0, 0, 0, 0);
    while read < BYTES {
        let sender = lab.hosts.hosts[0].tcp(from);
        if sender.can_send() && written < BYTES {
            written += sender.send_slice(&piece[..BUFFER.min(BYTES - written)])?;
        }
        let receiver = lab.hosts.hosts[1].tcp(to);
        while receiver.can_recv() {
            read += receiver.recv(|bytes| (bytes.len(), bytes.len()))?;
        }
        match lab.next(LIMIT)? {
            Happening::Offered(_) => {
                frames += 1;
                let (fate, _) = lab.decide(Fate::Deliver);
                lost += u64::from(fate == Fate::QueueFull);
            }
            Happening::Arrived(_) => {}
            Happening::Limit | Happening::Quiet => return Err("the bytes did not arrive".into()),
        }
    }
    Ok(Transfer {
        wall: started.elapsed().as_secs_f64(),
        virtual_seconds: lab.hosts.now().as_secs_f64(),
        frames,
        lost,
    })
}
