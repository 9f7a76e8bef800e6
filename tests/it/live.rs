//! What the tests of live exchanges share: runs with deadlines, and events as short lines.

use std::collections::HashMap;
use std::fmt::Write;
use std::net::SocketAddr;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::{Duration, Instant};

use sockets_tutor::demos::{Demo, Knobs, Running};
use sockets_tutor::event::{Call, Event, Evidence, Field, Outcome, Phase, Start};
use sockets_tutor::net::gate::Pace;
use sockets_tutor::net::{Session, Steps};

/// Nothing a test waits for takes this long, also on a busy machine.
pub const LONG: Duration = Duration::from_secs(60);

/// Says that a test cannot run here, and why; counted, so that a log can be searched for it.
pub fn skipped(why: &str) {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed) + 1;
    eprintln!("SKIPPED ({count} in this process): {why}");
}

pub fn demo(slug: &str) -> &'static Demo {
    Demo::find(slug).unwrap_or_else(|| panic!("no demo {slug}"))
}

pub fn knobs(demo: &Demo, stepped: bool, settings: &[&str]) -> Knobs {
    let settings: Vec<String> = settings.iter().map(|text| text.to_string()).collect();
    Knobs::read(demo.knobs, stepped, &settings).expect("the settings are right")
}

/// Every event of a run up to its end.
pub fn to_the_end(running: &mut Running) -> Vec<Event> {
    let deadline = Instant::now() + LONG;
    let mut events = Vec::new();
    while !matches!(events.last(), Some(Event::End(_))) {
        let left = deadline.saturating_duration_since(Instant::now());
        match running.next(left) {
            Some(event) => events.push(event),
            None => panic!("no end within {LONG:?}; so far {events:#?}"),
        }
    }
    events
}

/// A start line for a session of a test.
pub fn start() -> Start {
    Start {
        demo: "test".to_string(),
        evidence: Evidence::Kernel,
        version: String::new(),
        os: String::new(),
        seed: 0,
        knobs: Vec::new(),
        actors: Vec::new(),
    }
}

/// Runs `work` as the actor `main` of a free session; what it returns, and what was recorded.
pub fn observe<T: Send + 'static>(
    steps: Steps,
    work: impl FnOnce() -> T + Send + 'static,
) -> (T, Vec<Event>) {
    let (sender, receiver) = sync_channel(1024);
    let reader = thread::spawn(move || receiver.iter().collect::<Vec<Event>>());
    let session = Session::begin(start(), Pace::Free, steps, sender);
    let main = session.spawn("main", work).expect("a thread");
    session.oversee(Some(LONG), false);
    let result = main.join().unwrap_or_else(|panic| resume_unwind(panic));
    (result, reader.join().expect("the reader only collects"))
}

/// The calls of a record that have returned.
pub fn ended(events: &[Event]) -> Vec<(&Call, &Outcome)> {
    let ended = events.iter().filter_map(|event| match event {
        Event::Call(call) => match &call.phase {
            Phase::End(outcome) => Some((call, outcome)),
            Phase::Begin(_) => None,
        },
        _ => None,
    });
    ended.collect()
}

/// Each call of a record as one line: socket, call, arguments, result, bytes, addresses. Ports
/// become A, B, C in the order of their appearance, descriptors `fd`.
///
/// Checks on the way what holds for every record: numbers rise by one, time does not go back,
/// and every begin of an actor is followed by its own end.
pub fn lines(events: &[Event]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut open: HashMap<&str, &Call> = HashMap::new();
    let (mut seq, mut time) = (0, 0);
    let mut ports = Ports::default();
    for event in events {
        let Event::Call(call) = event else { continue };
        assert_eq!(call.seq, seq + 1, "numbers rise by one");
        assert!(call.t_us >= time, "time goes back at {}", call.seq);
        (seq, time) = (call.seq, call.t_us);
        match &call.phase {
            Phase::Begin(_) => {
                let before = open.insert(&call.actor, call);
                assert_eq!(before, None, "{} is in two calls", call.actor);
            }
            Phase::End(outcome) => {
                let begun = open.remove(&*call.actor).expect("an end has a begin");
                let same = |call: &Call| {
                    let name = call.name.to_string();
                    (
                        name,
                        call.socket.clone(),
                        call.step.clone(),
                        call.source.clone(),
                    )
                };
                assert_eq!(same(begun), same(call));
                let Phase::Begin(arguments) = &begun.phase else {
                    unreachable!("only begins are inserted");
                };
                lines.push(line(call, arguments, outcome, &mut ports));
            }
        }
    }
    assert!(open.is_empty(), "calls without end: {open:?}");
    lines
}

fn line(call: &Call, arguments: &[Field], outcome: &Outcome, ports: &mut Ports) -> String {
    let fields = |fields: &[Field], ports: &mut Ports| {
        let fields = fields.iter().map(|(name, value)| {
            let value = value.to_string();
            let value = value.parse().map_or(value, |address| ports.name(address));
            format!("{name}={value}")
        });
        fields.collect::<Vec<_>>().join(" ")
    };
    let arguments = fields(arguments, ports);
    let mut line = format!("{} {}({arguments}) = ", call.socket, call.name);
    match &outcome.result {
        Ok(success) => {
            match &*call.name {
                "socket" | "accept" => line.push_str("fd"),
                "fcntl" if success.value > 2 => line.push_str("fd"),
                _ => line.push_str(&success.value.to_string()),
            }
            if !success.fields.is_empty() {
                line = line + " " + &fields(&success.fields, ports);
            }
        }
        Err(failure) => line.push_str(&format!("{} {}", failure.name, failure.kind)),
    }
    if let Some(bytes) = &outcome.bytes {
        assert!(bytes.kept.len() <= bytes.total);
        write!(line, " {:?}", String::from_utf8_lossy(&bytes.kept)).expect("a String");
    }
    let local = outcome.local.map(|address| ports.name(address));
    let peer = outcome.peer.map(|address| ports.name(address));
    match (local, peer) {
        (Some(local), Some(peer)) => line + " [" + &local + " > " + &peer + "]",
        (Some(local), None) => line + " [" + &local + "]",
        (None, Some(peer)) => line + " [> " + &peer + "]",
        (None, None) => line,
    }
}

/// Names for the ports that the kernel chose.
#[derive(Default)]
pub struct Ports(Vec<u16>);

impl Ports {
    pub fn name(&mut self, address: SocketAddr) -> String {
        let port = address.port();
        if port == 0 {
            return address.to_string();
        }
        let known = self.0.iter().position(|known| *known == port);
        let place = known.unwrap_or_else(|| {
            self.0.push(port);
            self.0.len() - 1
        });
        let letter = char::from(b'A' + u8::try_from(place).expect("few ports"));
        match address {
            SocketAddr::V4(_) => format!("{}:{letter}", address.ip()),
            SocketAddr::V6(_) => format!("[{}]:{letter}", address.ip()),
        }
    }
}

/// What code on sockets saw, as lines that can be compared: results, ports by letter.
#[derive(Default)]
pub struct Notes {
    lines: Vec<String>,
    ports: Ports,
}

impl Notes {
    /// Writes a result down: the value, or kind, number and text of the error.
    pub fn note<T: std::fmt::Debug>(&mut self, what: &str, result: &std::io::Result<T>) {
        let seen = match result {
            Ok(value) => format!("{value:?}"),
            Err(error) => format!("{:?} {:?} {error}", error.kind(), error.raw_os_error()),
        };
        self.lines.push(format!("{what}: {seen}"));
    }

    pub fn address(&mut self, what: &str, address: std::io::Result<SocketAddr>) {
        let named = address.map(|address| self.ports.name(address));
        self.note(what, &named);
    }

    pub fn into_lines(self) -> Vec<String> {
        self.lines
    }
}
