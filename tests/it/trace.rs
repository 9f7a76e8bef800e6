//! The record against the kernel's side of it: strace sees the same calls, and no others.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use sockets_tutor::event::{Event, Field};
use sockets_tutor::render::json;

use crate::live::{Done, LONG, calls, kernel_demos, skipped};
use crate::support::World;

mod strace;

/// The life of one descriptor: every call on it, each as a line in a form that record and trace
/// have in common. Two lists, because asking for names is nobody's business but the observer's.
#[derive(Debug, Default, PartialEq)]
pub struct Life {
    pub calls: Vec<String>,
    pub names: Vec<String>,
}

/// Lives by descriptor number, in the order in which they began.
type Lives = BTreeMap<i64, Vec<Life>>;

#[test]
fn every_call_of_every_demo_is_in_the_trace_and_none_is_made_up() {
    let world = World::new();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let strace = |arguments: &[&str]| {
        let strace = world.program(Path::new("/usr/bin/env"), arguments);
        strace.env("PATH", &path).within(LONG)
    };
    if cfg!(not(target_os = "linux")) {
        return skipped("strace is a program for Linux");
    }
    if !strace(&["strace", "-o", "probe", "true"]).run().is_good() {
        return skipped("no strace here, or it may not trace");
    }
    let mut runs: Vec<Vec<&str>> = kernel_demos().map(|demo| vec![demo.slug]).collect();
    runs.push(vec![
        "tcp-echo",
        "--set",
        "clients=5",
        "--set",
        "read_size=2",
    ]);
    runs.push(vec!["udp-echo", "--set", "message=你\n好"]);
    match std::net::TcpListener::bind("[::1]:0") {
        Ok(_) => runs.push(vec!["anatomy", "--set", "host=::1"]),
        Err(error) => skipped(&format!("anatomy with ::1: no ::1 here: {error}")),
    }
    for run in runs {
        let mut arguments =
            "strace -f -e trace=network,read,write,close,fcntl -xx -s 100000 -o trace"
                .split(' ')
                .collect::<Vec<_>>();
        arguments.extend([env!("CARGO_BIN_EXE_sockets-tutor"), "run-demo", "--json"]);
        arguments.extend(&run);
        let record = strace(&arguments).run().good();
        let events: Vec<Event> = (record.lines())
            .map(|line| json::event(line).expect("a line of a record"))
            .collect();
        let trace = fs::read_to_string(world.path("trace")).expect("strace wrote it");
        compare(&recorded(&events), &strace::lives(&trace), &run);
    }
}

fn compare(recorded: &Lives, traced: &Lives, run: &[&str]) {
    let count = |lives: &Lives| {
        lives
            .values()
            .flatten()
            .map(|life| life.calls.len())
            .sum::<usize>()
    };
    assert!(count(recorded) > 10, "{run:?}: nothing to compare");
    let numbers = |lives: &Lives| -> Vec<(i64, usize)> {
        lives.iter().map(|(fd, lives)| (*fd, lives.len())).collect()
    };
    assert_eq!(
        numbers(recorded),
        numbers(traced),
        "{run:?}: descriptors and their lives"
    );
    for (fd, lives) in recorded {
        for (place, (ours, true_one)) in lives.iter().zip(&traced[fd]).enumerate() {
            let context = format!("{run:?}: descriptor {fd}, life {place}");
            assert_eq!(ours.calls, true_one.calls, "{context}");
            // The observer asks more often than the demo, never less.
            let mut asked = true_one.names.iter();
            for name in &ours.names {
                let found = asked.any(|asked| asked == name);
                assert!(found, "{context}: {name} is not in {:?}", true_one.names);
            }
        }
    }
}

/// What the record says of each descriptor.
fn recorded(events: &[Event]) -> Lives {
    let mut lives = Lives::new();
    let mut places: BTreeMap<String, (i64, usize)> = BTreeMap::new();
    for done in calls(events) {
        let socket = done.call.socket.to_string();
        let line = line(&done);
        let born = match (&*done.call.name, &done.outcome.result) {
            ("socket", Ok(made)) => Some((socket.clone(), made)),
            ("accept" | "fcntl", Ok(made)) => text(&made.fields, "socket").map(|new| (new, made)),
            _ => None,
        };
        if let Some((label, made)) = born {
            let same_number = lives.entry(made.value).or_default();
            same_number.push(Life::default());
            let before = places.insert(label, (made.value, same_number.len() - 1));
            assert_eq!(before, None, "a label belongs to one socket");
        }
        let Some((fd, place)) = places.get(&socket) else {
            assert_eq!(done.call.name, "socket", "{socket} was never made");
            continue;
        };
        let life = &mut lives.get_mut(fd).expect("it was born")[*place];
        match &*done.call.name {
            "getsockname" | "getpeername" => life.names.push(line),
            _ => life.calls.push(line),
        }
    }
    lives
}

/// `write(5) = 5 68656c6c6f`: the call, what matters of its arguments, its result and bytes.
fn line(done: &Done<'_>) -> String {
    let given = |name: &str| text(done.arguments, name);
    let fields = done
        .outcome
        .result
        .as_ref()
        .map(|made| made.fields.as_slice());
    let gave = |name: &str| fields.ok().and_then(|fields| text(fields, name));
    let arguments = match &*done.call.name {
        "socket" => [given("domain"), given("type")],
        "setsockopt" => [given("option"), None],
        "bind" | "connect" => [given("address").map(port), None],
        "listen" => [given("backlog"), None],
        "shutdown" => [given("how"), None],
        "sendto" => [given("len"), given("to").map(port)],
        "recvfrom" => [given("len"), gave("from").map(port)],
        "read" | "write" => [given("len"), None],
        "getsockname" | "getpeername" => [gave("address").map(port), None],
        _ => [None, None],
    };
    let arguments: Vec<String> = arguments.into_iter().flatten().collect();
    let result = match &done.outcome.result {
        Ok(made) => made.value.to_string(),
        Err(failure) => failure.name.to_string(),
    };
    let bytes = done.outcome.bytes.as_ref();
    let bytes = bytes.map_or(String::new(), |bytes| strace::hex(&bytes.kept));
    strace::line(&done.call.name, &arguments, &result, &bytes)
}

fn text(fields: &[Field], name: &str) -> Option<String> {
    let field = fields.iter().find(|(field, _)| field == name);
    field.map(|(_, value)| value.to_string())
}

fn port(address: String) -> String {
    let (_, port) = address.rsplit_once(':').expect("an address has a port");
    format!("port {port}")
}
