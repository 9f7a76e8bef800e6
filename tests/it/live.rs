//! What the tests of live exchanges share: runs with deadlines, and events as short lines.

use std::collections::HashMap;
use std::env;
use std::fmt::Write as _;
use std::io::Write as _;
use std::net::SocketAddr;
use std::panic::resume_unwind;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use sockets_tutor::demos::{Demo, Knobs, Running};
use sockets_tutor::event::{Call, Event, Evidence, Failing, Field, Outcome, Phase, Start};
use sockets_tutor::net::gate::Pace;
use sockets_tutor::net::{Session, Steps};

pub use crate::support::skipped;

/// Nothing a test waits for takes this long, also on a busy machine.
pub const LONG: Duration = Duration::from_secs(60);

/// Runs a test in a process of its own: the test binary once more, with this test alone.
///
/// Descriptors and threads belong to the whole process. And while another test starts a program,
/// the new process has a copy of every descriptor for a moment: a socket that is closed here then
/// still listens there.
pub fn alone(test: &str, work: impl FnOnce()) {
    const ALONE: &str = "SOCKETS_TUTOR_TEST_ALONE";
    if env::var_os(ALONE).is_some() {
        return work();
    }
    let itself = env::current_exe().expect("this program");
    let mut again = Command::new(itself);
    again.args(["--exact", test, "--nocapture", "--test-threads=1"]);
    again.env(ALONE, "1").stdin(Stdio::null());
    let output = again.output().expect("this program runs");
    let out = String::from_utf8_lossy(&output.stdout);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{out}\n{error}");
    assert!(out.contains("1 passed"), "there is no test {test}: {out}");
    // What was skipped is to be seen here as well.
    let _ = std::io::stderr().write_all(&output.stderr);
}

/// The demos that make system calls.
pub fn kernel_demos() -> impl Iterator<Item = &'static Demo> {
    let demos = sockets_tutor::demos::DEMOS.iter();
    demos.filter(|demo| demo.evidence == Evidence::Kernel)
}

/// The demos that send frames in the laboratory.
pub fn lab_demos() -> impl Iterator<Item = &'static Demo> {
    let demos = sockets_tutor::demos::DEMOS.iter();
    demos.filter(|demo| demo.evidence == Evidence::Lab)
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
        date: Some("2026-11-22".into()),
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
    let session = Session::begin(start(), Pace::Free, steps, &[], sender);
    let main = session.spawn("main", work).expect("a thread");
    thread::spawn(move || session.oversee(None, false));
    let events = until_the_end(&receiver);
    // The end is written when all actors are gone, or would not go: then nobody waits for them.
    let stays =
        |event: &Event| matches!(event, Event::End(end) if end.error == Some(Failing::Lingers));
    assert!(!events.iter().any(stays), "{events:#?}");
    let result = main.join().unwrap_or_else(|panic| resume_unwind(panic));
    (result, events)
}

/// Every event up to the end, which comes in time.
pub fn until_the_end(receiver: &Receiver<Event>) -> Vec<Event> {
    let deadline = Instant::now() + LONG;
    let mut events = Vec::new();
    while !matches!(events.last(), Some(Event::End(_))) {
        let left = deadline.saturating_duration_since(Instant::now());
        match receiver.recv_timeout(left) {
            Ok(event) => events.push(event),
            Err(error) => panic!("{error}; so far {events:#?}"),
        }
    }
    events
}

/// A call that has returned, with what it was given and what it gave back.
pub struct Done<'e> {
    pub call: &'e Call,
    pub arguments: &'e [Field],
    pub outcome: &'e Outcome,
}

/// The calls of a record in the order of their ends.
///
/// Checks on the way what holds for every record: numbers rise by one, time does not go back,
/// and every begin of an actor is followed by its own end.
pub fn calls(events: &[Event]) -> Vec<Done<'_>> {
    let mut calls = Vec::new();
    let mut open: HashMap<&str, &Call> = HashMap::new();
    let (mut seq, mut time) = (0, 0);
    for event in events {
        let now = match event {
            Event::Call(call) => (call.seq, call.t_us),
            Event::Gauge(gauge) => (gauge.seq, gauge.t_us),
            Event::Frame(frame) => (frame.seq, frame.t_us),
            _ => continue,
        };
        assert_eq!(now.0, seq + 1, "numbers rise by one");
        assert!(now.1 >= time, "time goes back at {seq}");
        (seq, time) = now;
        let Event::Call(call) = event else { continue };
        let outcome = match &call.phase {
            Phase::Begin(_) => {
                let before = open.insert(&call.actor, call);
                assert_eq!(before, None, "{} is in two calls", call.actor);
                continue;
            }
            Phase::End(outcome) => outcome,
        };
        let begun = open.remove(&*call.actor).expect("an end has a begin");
        let same = |call: &Call| {
            let name = call.name.to_string();
            let (step, source) = (call.step.clone(), call.source.clone());
            (name, call.socket.clone(), step, source)
        };
        assert_eq!(same(begun), same(call));
        if let Phase::Begin(arguments) = &begun.phase {
            calls.push(Done {
                call,
                arguments,
                outcome,
            });
        }
    }
    assert!(open.is_empty(), "calls without end: {open:?}");
    calls
}

/// Each call of a record as one line: socket, call, arguments, result, bytes, addresses. Ports
/// become A, B, C in the order of their appearance, descriptors `fd`.
pub fn lines(events: &[Event]) -> Vec<String> {
    let mut ports = Ports::default();
    let calls = calls(events).into_iter();
    calls.map(|done| line(&done, &mut ports)).collect()
}

fn line(done: &Done<'_>, ports: &mut Ports) -> String {
    let (call, outcome) = (done.call, done.outcome);
    let fields = |fields: &[Field], ports: &mut Ports| {
        let fields = fields.iter().map(|(name, value)| {
            let value = value.to_string();
            let value = value.parse().map_or(value, |address| ports.name(address));
            format!("{name}={value}")
        });
        fields.collect::<Vec<_>>().join(" ")
    };
    let arguments = fields(done.arguments, ports);
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
