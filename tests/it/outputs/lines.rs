//! The contract of the event lines: names, types and order, which scripts of others rely on.

mod laboratory;

use std::collections::HashMap;

use serde_json::{Map, Value};
use sockets_tutor::demos::DEMOS;

use laboratory::{check_frame, check_gauge};

use super::{HOSTILE, parsed, run_json};
use crate::support::World;

/// The POSIX names that a call may have; Windows reads with `recv` and writes with `send`.
const CALLS: &[&str] = &[
    "socket",
    "bind",
    "listen",
    "accept",
    "connect",
    "read",
    "write",
    "recv",
    "send",
    "sendto",
    "recvfrom",
    "shutdown",
    "close",
    "setsockopt",
    "getsockopt",
    "getsockname",
    "getpeername",
    "fcntl",
    "poll",
    "recvmsg",
    // No socket call, and none of the system's: a program of the laboratory lets its time pass.
    "sleep",
    // Nor these: somebody sets up a box of the laboratory.
    "route",
    "forward",
];

/// Those whose result counts the bytes they carried.
const CARRYING: &[&str] = &[
    "recvmsg", "read", "write", "recv", "send", "sendto", "recvfrom",
];

fn keys(object: &Value) -> Vec<&str> {
    let object = object.as_object().expect("a line is an object");
    object.keys().map(String::as_str).collect()
}

fn text<'v>(object: &'v Value, field: &str) -> &'v str {
    object[field]
        .as_str()
        .unwrap_or_else(|| panic!("{field} is no text: {object}"))
}

fn number(object: &Value, field: &str) -> u64 {
    object[field]
        .as_u64()
        .unwrap_or_else(|| panic!("{field} is no number: {object}"))
}

/// Fails unless the lines are a record as promised.
fn check(lines: &[Value]) {
    let [start, middle @ .., end] = lines else {
        panic!("a record has a start and an end");
    };
    check_start(start);
    assert_eq!(keys(end), ["error", "status", "type"]);
    assert_eq!(
        (text(end, "type"), text(end, "status")),
        ("end", "finished")
    );
    assert!(end["error"].is_null());
    let mut open: HashMap<&str, &Value> = HashMap::new();
    let (mut seq, mut t_us) = (0, 0);
    let mut under_way = HashMap::new();
    for line in middle {
        assert!(number(line, "t_us") >= t_us, "time goes back: {line}");
        t_us = number(line, "t_us");
        if line["type"] == "stall" {
            continue;
        }
        seq += 1;
        assert_eq!(number(line, "seq"), seq);
        match text(line, "type") {
            "call" => {}
            "gauge" => {
                check_gauge(line);
                continue;
            }
            "frame" if text(start, "evidence") == "lab" => {
                check_frame(line, &mut under_way);
                continue;
            }
            other => panic!("{other}: {line}"),
        }
        let actor = text(line, "actor");
        match text(line, "phase") {
            "begin" => {
                check_begin(line);
                assert!(
                    open.insert(actor, line).is_none(),
                    "two calls at once: {line}"
                );
            }
            "end" => {
                let begin = open
                    .remove(actor)
                    .unwrap_or_else(|| panic!("no begin: {line}"));
                for field in ["call", "socket", "step", "source"] {
                    assert_eq!(begin[field], line[field], "{field} of {line}");
                }
                check_end(
                    line,
                    begin["args"].as_object().expect("arguments are an object"),
                    text(start, "evidence") == "lab",
                );
            }
            other => panic!("phase {other}"),
        }
    }
    assert!(open.is_empty(), "without an end: {open:?}");
    assert!(seq > 0);
}

fn check_start(start: &Value) {
    let fields = [
        "actors", "date", "demo", "evidence", "knobs", "os", "schema", "seed", "type", "version",
    ];
    assert_eq!(keys(start), fields);
    assert_eq!((text(start, "type"), number(start, "schema")), ("start", 1));
    assert!(["kernel", "lab"].contains(&text(start, "evidence")));
    assert_eq!(text(start, "version"), env!("CARGO_PKG_VERSION"));
    assert_eq!(text(start, "os"), std::env::consts::OS);
    assert!(start["seed"].is_u64() && start["knobs"].is_object());
    let actors = start["actors"].as_array().expect("actors are a list");
    assert!(!actors.is_empty() && actors.iter().all(Value::is_string));
}

fn check_begin(line: &Value) {
    let fields = [
        "actor", "args", "call", "phase", "seq", "socket", "source", "step", "t_us", "type",
    ];
    assert_eq!(keys(line), fields);
    let call = text(line, "call");
    assert!(CALLS.contains(&call), "{call} is no call");
    match (call, text(line, "socket")) {
        // About time itself, and about a box, by its name.
        ("sleep", about) => assert_eq!(about, "clock", "{line}"),
        ("route" | "forward", about) => assert!(!about.contains('/'), "{line}"),
        (_, socket) => {
            let (actor, counted) = socket.rsplit_once('/').expect("actor/number");
            assert!(
                !actor.is_empty() && counted.parse::<u32>().is_ok(),
                "{line}"
            );
        }
    }
    let (file, row) = text(line, "source").rsplit_once(':').expect("file:line");
    assert!(
        file.ends_with(".rs") && row.parse::<u32>().is_ok(),
        "{line}"
    );
    assert!(!text(line, "step").is_empty());
}

/// The addresses of a laboratory stand in frames that leave no machine.
fn check_end(line: &Value, arguments: &Map<String, Value>, laboratory: bool) {
    let required = [
        "actor", "call", "phase", "result", "seq", "socket", "source", "step", "t_us", "type",
    ];
    let optional = ["bytes", "local", "peer"];
    let found = keys(line);
    assert!(required.iter().all(|field| found.contains(field)), "{line}");
    assert!(
        found
            .iter()
            .all(|field| required.contains(field) || optional.contains(field)),
        "{line}"
    );
    for field in ["local", "peer"]
        .into_iter()
        .filter(|field| found.contains(field))
    {
        let address: std::net::SocketAddr = text(line, field).parse().expect("an address");
        let harmless = laboratory || address.ip().is_loopback();
        assert!(harmless && address.port() != 0, "{line}");
    }
    let result = &line["result"];
    if result["error"].is_string() {
        assert_eq!(keys(result), ["code", "error", "kind"]);
        assert!(result["code"].is_i64() && !text(result, "kind").is_empty());
        assert!(line["bytes"].is_null());
        return;
    }
    let ok = result["ok"]
        .as_i64()
        .unwrap_or_else(|| panic!("no result: {line}"));
    let carries = CARRYING.contains(&text(line, "call"));
    assert_eq!(carries, line["bytes"].is_object(), "{line}");
    if carries {
        let hex = text(&line["bytes"], "hex");
        let kept = i64::try_from(hex.len() / 2).expect("no more than one line holds");
        let total = line["bytes"]["total"].as_i64();
        assert_eq!(
            total.unwrap_or(kept),
            ok,
            "the result counts the bytes: {line}"
        );
        // `total` is there when not all of them are.
        assert!(total.is_none_or(|total| kept < total), "{line}");
        let bytes = unhex(hex);
        assert_eq!(
            text(&line["bytes"], "text"),
            String::from_utf8_lossy(&bytes)
        );
        let asked = arguments["len"].as_i64().expect("how much was asked for");
        assert!(ok <= asked, "{line}");
    }
}

fn unhex(hex: &str) -> Vec<u8> {
    let digits = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).expect("lower hex digits");
    assert_eq!(hex, hex.to_lowercase());
    (0..hex.len()).step_by(2).map(digits).collect()
}

#[test]
fn every_demo_keeps_the_contract() {
    let world = World::new();
    for demo in DEMOS {
        let lines = parsed(&run_json(&world, &[demo.slug]));
        assert_eq!(lines[0]["demo"], demo.slug);
        check(&lines);
    }
}

#[test]
fn an_echo_is_there_and_back() {
    let world = World::new();
    let arguments = [
        "tcp-echo",
        "--set",
        "message=hello",
        "--set",
        "clients=3",
        "--set",
        "rounds=2",
        "--seed",
        "7",
    ];
    let lines = parsed(&run_json(&world, &arguments));
    check(&lines);
    let knobs =
        serde_json::json!({"message": "hello", "clients": 3, "rounds": 2, "read_size": 1024});
    assert_eq!(
        (&lines[0]["knobs"], &lines[0]["seed"]),
        (&knobs, &Value::from(7))
    );
    assert_eq!(lines[0]["actors"], serde_json::json!(["server", "client"]));
    for actor in ["client", "client-2", "client-3"] {
        let carried = |call: &str| -> String {
            let ends = lines
                .iter()
                .filter(|line| line["actor"] == actor && line["phase"] == "end");
            ends.filter(|line| line["call"] == call)
                .filter_map(|line| line["bytes"]["text"].as_str())
                .collect()
        };
        assert_eq!(
            (carried("write"), carried("read")),
            ("hellohello".into(), "hellohello".into())
        );
    }
}

#[test]
fn a_stall_is_a_line_of_its_own() {
    let world = World::new();
    let lines = parsed(&run_json(&world, &["both-wait"]));
    let stalls: Vec<_> = lines
        .iter()
        .filter(|line| line["type"] == "stall")
        .collect();
    assert_eq!(stalls.len(), 1);
    assert_eq!(keys(stalls[0]), ["t_us", "type", "waiting"]);
    let waiting = stalls[0]["waiting"].as_array().expect("a list");
    let mut actors: Vec<_> = waiting
        .iter()
        .map(|one| (text(one, "actor"), text(one, "call")))
        .collect();
    actors.sort_unstable();
    assert_eq!(actors, [("client", "read"), ("server", "read")]);
}

#[test]
fn a_refused_call_has_its_name_and_number() {
    let world = World::new();
    let lines = parsed(&run_json(&world, &["anatomy"]));
    let refused: Vec<_> = (lines.iter())
        .filter(|line| line["result"]["error"].is_string())
        // A datagram socket is refused when somebody else has the port that the demo wants.
        .filter(|line| line["step"] != "udp-too")
        .map(|line| {
            (
                text(line, "call"),
                text(&line["result"], "error"),
                text(&line["result"], "kind"),
            )
        })
        .collect();
    let expected = [
        ("bind", "EADDRINUSE", "AddrInUse"),
        ("connect", "ECONNREFUSED", "ConnectionRefused"),
    ];
    assert_eq!(refused, expected);
}

#[test]
fn hostile_bytes_are_escaped_and_whole() {
    let world = World::new();
    for message in HOSTILE {
        let set = format!("message={message}");
        let output = run_json(&world, &["tcp-echo", "--set", &set]);
        assert!(
            !output.contains(|c: char| c.is_control() && c != '\n'),
            "{output:?}"
        );
        let lines = parsed(&output);
        check(&lines);
        let written = lines
            .iter()
            .find(|line| line["actor"] == "client" && line["bytes"].is_object());
        assert_eq!(
            written.map(|line| text(&line["bytes"], "text")),
            Some(*message)
        );
        assert_eq!(lines[0]["knobs"]["message"], *message);
    }
}
