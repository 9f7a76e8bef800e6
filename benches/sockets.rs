//! Sockets: what observing costs. An echo of 64 bytes with bare `std::net`, with ours outside a run,
//! and with ours recorded; then how fast calls pass the gate.
//!
//! The kinds take turns in one run, and each ratio is of neighbours. A record is read in two ways:
//! between the rounds, which leaves the cost of recording alone; and by a thread that waits for each
//! event, as `run-demo` does, which adds the cost of waking it.

mod support;

use std::error::Error;
use std::io::{self, Read, Write};
use std::process::Command;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use sockets_tutor::event::{Event, Evidence, Start};
use sockets_tutor::net::gate::Pace;
use sockets_tutor::net::{self, Session, Steps};
use support::{installed, median};

const ROUNDS: usize = 31;
/// The events of a round fit into [`WAITING_EVENTS`], so that they can be read after it.
const ECHOES: usize = 1000;
/// As many as the program lets wait between the actors and the screen.
const WAITING_EVENTS: usize = 8192;
const CALLS: u32 = 300_000;
const ADMITS: u32 = 20_000;
const DEADLINE: Duration = Duration::from_secs(60);

/// Asks one kind of client for a round, and gets the median of its round trips.
struct Pair {
    ask: Sender<()>,
    told: Receiver<io::Result<f64>>,
}

macro_rules! echo {
    ($name:ident, $module:path, $threads:path) => {
        /// Starts a server and a client on threads that wait to be asked.
        fn $name() -> io::Result<Pair> {
            use $module as kind;
            use $threads as threads;
            let (ask, asked) = mpsc::channel();
            let (tell, told) = mpsc::channel();
            let listener = kind::TcpListener::bind("127.0.0.1:0")?;
            let address = listener.local_addr()?;
            threads::Builder::new().spawn(move || {
                let Ok((mut stream, _)) = listener.accept() else {
                    return;
                };
                let mut buffer = [0; 64];
                let _ = stream.set_nodelay(true);
                while stream.read_exact(&mut buffer).is_ok() && stream.write_all(&buffer).is_ok() {}
            })?;
            threads::Builder::new().spawn(move || {
                let connected = kind::TcpStream::connect(address);
                let mut connected = connected.and_then(|stream| {
                    stream.set_nodelay(true)?;
                    Ok(stream)
                });
                while asked.recv().is_ok() {
                    let round = match &mut connected {
                        Ok(stream) => round(stream),
                        Err(error) => Err(io::Error::from(error.kind())),
                    };
                    if tell.send(round).is_err() {
                        break;
                    }
                }
            })?;
            Ok(Pair { ask, told })
        }
    };
}

echo!(bare, std::net, std::thread);
echo!(observed, sockets_tutor::net, sockets_tutor::net::thread);

/// One round of echoes; the median of their times in seconds.
fn round(stream: &mut (impl Read + Write)) -> io::Result<f64> {
    let mut times = Vec::with_capacity(ECHOES);
    let mut buffer = [7; 64];
    for _ in 0..ECHOES {
        let started = Instant::now();
        stream.write_all(&buffer)?;
        stream.read_exact(&mut buffer)?;
        times.push(started.elapsed().as_secs_f64());
    }
    Ok(median(times))
}

impl Pair {
    fn round(&self) -> Result<f64, Box<dyn Error>> {
        self.ask.send(())?;
        Ok(self.told.recv_timeout(DEADLINE)??)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    if let Some("--one-core") = arguments.next().as_deref() {
        return rows("one core");
    }
    println!("| cores | what | | × bare |");
    println!("| --- | --- | --- | --- |");
    rows(&format!("{}", thread::available_parallelism()?))?;
    match installed("taskset") {
        Some(taskset) => {
            let own = std::env::current_exe()?;
            let mut bound = Command::new(taskset);
            bound
                .args(["-c", "0"])
                .arg(own)
                .arg("--one-core")
                .status()?;
        }
        None => println!("\ntaskset is not installed: nothing is measured on one core."),
    }
    Ok(())
}

/// Measures everything on the cores this process has.
fn rows(cores: &str) -> Result<(), Box<dyn Error>> {
    echoes(cores)?;
    let per_second = recorded_calls()?;
    println!("| {cores} | events recorded per second | {per_second:.0} | |");
    let per_second = stepped_calls()?;
    println!("| {cores} | calls stepped per second | {per_second:.0} | |");
    Ok(())
}

fn echoes(cores: &str) -> Result<(), Box<dyn Error>> {
    let plain = bare()?;
    let unrecorded = observed()?;
    let (alone, events) = session(Pace::Free);
    let recorded = alone.spawn("main", observed)?;
    let recorded = recorded.join().map_err(|_| "a panic")??;
    let (watched, other_events) = session(Pace::Free);
    let reader = thread::spawn(move || other_events.into_iter().count());
    let read = watched.spawn("main", observed)?;
    let read = read.join().map_err(|_| "a panic")??;
    let kinds = [
        ("bare `std::net`", &plain),
        ("observed types, no run", &unrecorded),
        ("recorded, read after the round", &recorded),
        ("recorded, a thread waits for each event", &read),
    ];
    let mut trips = kinds.map(|_| Vec::new());
    for _ in 0..=ROUNDS {
        for ((_, pair), trips) in kinds.iter().zip(&mut trips) {
            trips.push(pair.round()?);
            events.try_iter().for_each(drop);
        }
    }
    for ((name, _), own) in kinds.iter().zip(&trips) {
        // The first round warms up.
        let ratios = (own.iter().zip(&trips[0]).skip(1)).map(|(own, bare)| own / bare);
        println!(
            "| {cores} | echo of 64 bytes, {name} | {:.2} µs | {:.2} |",
            median(own[1..].to_vec()) * 1e6,
            median(ratios.collect()),
        );
    }
    // Its clients and servers end when nobody asks any more.
    drop((plain, unrecorded, recorded, read));
    drop(events);
    alone.oversee(Some(DEADLINE), true);
    watched.oversee(Some(DEADLINE), true);
    reader.join().map_err(|_| "a panic")?;
    Ok(())
}

/// Events per second of one actor that makes a small call again and again.
fn recorded_calls() -> Result<f64, Box<dyn Error>> {
    let (session, events) = session(Pace::Free);
    let actor = session.spawn("main", || {
        let socket = net::UdpSocket::bind("127.0.0.1:0")?;
        for _ in 0..CALLS {
            socket.local_addr()?;
        }
        io::Result::Ok(())
    })?;
    let started = Instant::now();
    let overseer = thread::spawn(move || session.oversee(Some(DEADLINE), false));
    let count = events.into_iter().count();
    let taken = started.elapsed().as_secs_f64();
    actor.join().map_err(|_| "a panic")??;
    overseer.join().map_err(|_| "a panic")?;
    Ok(count as f64 / taken)
}

/// Calls let through one at a time per second.
fn stepped_calls() -> Result<f64, Box<dyn Error>> {
    let (session, events) = session(Pace::Stepped);
    let reader = thread::spawn(move || events.into_iter().count());
    let actor = session.spawn("main", || {
        let socket = net::UdpSocket::bind("127.0.0.1:0")?;
        for _ in 0..ADMITS {
            socket.local_addr()?;
        }
        io::Result::Ok(())
    })?;
    let started = Instant::now();
    let mut admitted = 0_u32;
    while !session.gate().settle(DEADLINE).is_empty() {
        admitted += u32::from(session.gate().admit());
    }
    let taken = started.elapsed().as_secs_f64();
    actor.join().map_err(|_| "a panic")??;
    session.oversee(None, false);
    let _ = reader.join();
    Ok(f64::from(admitted) / taken)
}

fn session(pace: Pace) -> (Session, Receiver<Event>) {
    let (sender, events) = mpsc::sync_channel(WAITING_EVENTS);
    let start = Start {
        demo: "bench".to_string(),
        evidence: Evidence::Kernel,
        version: String::new(),
        os: std::env::consts::OS.to_string(),
        seed: 1,
        date: None,
        knobs: Vec::new(),
        actors: vec!["main".to_string()],
    };
    (
        Session::begin(start, pace, Steps::default(), &[], sender),
        events,
    )
}
