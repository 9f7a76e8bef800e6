//! The packet laboratory: how long 10 MB over a virtual cable take on a real clock.
//!
//! Two hosts, 10 Mbit/s, 25 ms each way (a round trip of 50 ms), a queue of 64 KB, Reno: once the
//! engine alone, and once with programs on the hosts and a record of every call and frame, as in a demo.

use std::error::Error;
use std::io::{self, Read, Write};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use smoltcp::socket::tcp;
use smoltcp::wire::IpAddress;
use sockets_tutor::event::{Event, Evidence, Fate, Passage, Start};
use sockets_tutor::lab::backend::Backend;
use sockets_tutor::lab::cable::{Happening, Lab};
use sockets_tutor::lab::sim::{HostSetup, Sim};
use sockets_tutor::lab::{Cable, HostOptions, Network, pass};
use sockets_tutor::net::gate::Pace;
use sockets_tutor::net::{Session, Steps};

const ROUNDS: usize = 9;
const BYTES: usize = 10_000_000;
const BUFFER: usize = 256 * 1024;
/// Events on their way to the reader; more of them make the programs wait.
const WAITING_EVENTS: usize = 4096;
const LIMIT: Duration = Duration::from_secs(600);

/// What one transfer was like.
struct Transfer {
    wall: f64,
    virtual_seconds: f64,
    frames: u64,
    lost: u64,
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("| 10 MB over 10 Mbit/s and 50 ms | ms | virtual s | frames | lost |");
    println!("| --- | --- | --- | --- | --- |");
    row("the engine alone", transfer)?;
    row("programs, every call and frame recorded", recorded)?;
    Ok(())
}

fn row(
    what: &str,
    transfer: fn() -> Result<Transfer, Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        rounds.push(transfer()?);
    }
    rounds.sort_by(|a, b| a.wall.total_cmp(&b.wall));
    // The one in the middle; but for the wall clock they are all alike.
    let Some(one) = rounds.get(ROUNDS / 2) else {
        return Err("no rounds".into());
    };
    println!(
        "| {what} | {:.0} | {:.1} | {} | {} |",
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

/// The same with a program on each host, and every event taken from the record.
fn recorded() -> Result<Transfer, Box<dyn Error>> {
    let (sender, events) = mpsc::sync_channel(WAITING_EVENTS);
    let start = Start {
        demo: "bench".to_string(),
        evidence: Evidence::Lab,
        version: String::new(),
        os: std::env::consts::OS.to_string(),
        seed: 1,
        date: None,
        knobs: Vec::new(),
        actors: Vec::new(),
    };
    let started = Instant::now();
    let session = Session::begin(start, Pace::Free, Steps::default(), &[], sender);
    let run = session.spawn("cable", programs)?;
    let overseer = thread::spawn(move || session.oversee(Some(LIMIT), false));
    let mut transfer = Transfer {
        wall: 0.0,
        virtual_seconds: 0.0,
        frames: 0,
        lost: 0,
    };
    for event in events {
        if let Event::Frame(frame) = event
            && let Passage::Sent { fate, .. } = frame.passage
        {
            transfer.frames += 1;
            transfer.lost += u64::from(fate == Fate::QueueFull);
            transfer.virtual_seconds = frame.t_us as f64 / 1e6;
        }
    }
    transfer.wall = started.elapsed().as_secs_f64();
    run.join().map_err(|_| "a panic")??;
    overseer.join().map_err(|_| "a panic")?;
    Ok(transfer)
}

fn programs() -> io::Result<()> {
    let options = HostOptions {
        receive_buffer: BUFFER,
        send_buffer: BUFFER,
        ..HostOptions::default()
    };
    let mut network = Network::new(1);
    let client = network.host("client", "10.0.0.1/24", options.clone())?;
    let server = network.host("server", "10.0.0.2/24", options)?;
    let cable = Cable {
        delay: Duration::from_millis(25),
        bits_per_second: Some(10_000_000),
        queue: 64 * 1024,
    };
    network.join(client, server, cable, |_| pass());
    network.program(server, |host| {
        let (mut stream, _) = host.listen(7)?.accept()?;
        let mut buffer = vec![0; BUFFER];
        let mut read = 0;
        while read < BYTES {
            match stream.read(&mut buffer)? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                count => read += count,
            }
        }
        Ok(())
    });
    network.program(client, |host| {
        host.connect("10.0.0.2:7")?.write_all(&vec![b'.'; BYTES])
    });
    network.run()
}
