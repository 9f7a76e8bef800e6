//! Measured values in the record of a run.

use std::collections::HashMap;

use sockets_tutor::demos::DEMOS;
#[cfg(target_os = "linux")]
use sockets_tutor::event::Gauge;
use sockets_tutor::event::{Call, Event, Phase, Value};
use sockets_tutor::net::gate::Pace;

use crate::live::{calls, demo, knobs, skipped, to_the_end};

/// Where one of our engines has the call that measures.
const MEASURES: bool = cfg!(any(
    target_os = "macos",
    all(
        target_os = "linux",
        any(target_env = "gnu", target_env = "musl")
    )
));

#[cfg(target_os = "linux")]
fn number(gauge: &Gauge) -> i64 {
    match gauge.value {
        Value::Number(number) => number,
        Value::Text(_) => panic!("{gauge:?} is no number"),
    }
}

#[test]
fn a_value_is_written_down_after_a_call_on_its_socket_and_when_it_is_new() {
    let demo = demo("slow-reader");
    let settings = ["patience=100"];
    let running = demo.start(knobs(demo, false, &settings), Pace::Free, 0);
    let events = to_the_end(&mut running.expect("started"));
    // Calls and values are numbered together.
    calls(&events);
    let mut latest: HashMap<&str, &Call> = HashMap::new();
    let mut known: HashMap<(&str, &str), &Value> = HashMap::new();
    let mut values = 0;
    for event in &events {
        match event {
            Event::Call(call) => {
                latest.insert(&call.actor, call);
            }
            Event::Gauge(gauge) => {
                values += 1;
                let call = latest[&*gauge.actor];
                assert!(matches!(call.phase, Phase::End(_)), "{call:?} {gauge:?}");
                let socket = gauge.socket.as_deref().expect("it is of a socket");
                assert_eq!((&*call.socket, &call.step), (socket, &gauge.step));
                assert!(demo.gauges.contains(&(socket, &*gauge.name)), "{gauge:?}");
                let before = known.insert((socket, &gauge.name), &gauge.value);
                assert_ne!(before, Some(&gauge.value), "{gauge:?}");
            }
            _ => {}
        }
    }
    if !MEASURES {
        assert_eq!(values, 0);
        return skipped("this system tells nothing of its connections");
    }
    assert!(values > 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_path_has_no_window_and_every_byte_is_accounted_for() {
    let demo = demo("slow-reader");
    let running = demo.start(knobs(demo, false, &[]), Pace::Free, 0);
    let events = to_the_end(&mut running.expect("started"));
    let of = |name: &str, step: &str| -> Vec<i64> {
        let gauges = events.iter().filter_map(|event| match event {
            Event::Gauge(gauge) => Some(gauge),
            _ => None,
        });
        let wanted = |gauge: &&Gauge| gauge.name == *name && gauge.step.as_deref() == Some(step);
        gauges.filter(wanted).map(number).collect()
    };
    let fits: usize = (calls(&events).iter())
        .filter(|done| done.call.step.as_deref() == Some("fill"))
        .filter_map(|done| done.outcome.bytes.as_ref())
        .map(|bytes| bytes.total)
        .sum();
    assert!(fits < 1 << 23, "everything found room: {fits} bytes");
    assert!(of("send_window", "connect")[0] > 0);
    assert_eq!(of("send_window", "fill").last(), Some(&0));
    assert_eq!(of("receive_window", "sip").first(), Some(&0));
    let unread = of("unread", "sip")[0];
    let not_sent = *of("not_sent", "fill").last().expect("measured");
    assert!(unread > 0 && not_sent > 0, "{unread} {not_sent}");
    // The first sip has taken 1000.
    let there = usize::try_from(unread + not_sent).expect("no less than nothing") + 1000;
    assert!(there <= fits, "{there} of {fits}");
}

#[test]
fn what_a_demo_measures_is_of_a_socket_it_has() {
    for demo in DEMOS {
        for (socket, name) in demo.gauges {
            let (actor, number) = socket.split_once('/').expect("an actor and a number");
            assert!(demo.actors.contains(&actor), "{}: {socket}", demo.slug);
            assert!(number.parse::<u32>().is_ok(), "{}: {socket}", demo.slug);
            assert!(!name.is_empty());
        }
    }
}
