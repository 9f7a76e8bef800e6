//! The demos: what each actor calls, free and stepped, and with knobs turned to their ends.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use sockets_tutor::event::{Event, Status};
use sockets_tutor::net::gate::Pace;

use expected::{EXPECTED, Expected};

use crate::live::{LONG, alone, calls, demo, kernel_demos, knobs, to_the_end};

mod browsers;
mod expected;
mod extremes;
mod gauges;

/// Another program has the listener's number for UDP already: asked for another one.
const NUMBER_TAKEN: &str = "socket setsockopt bind listen getsockname socket bind! close close ";

/// A machine without 127.0.0.2 or `::1` is asked for it and says no: then nobody knocks there.
const NO_SUCH_ADDRESS: &str = "socket bind! close";
const REFUSED_THERE: &str = "socket bind close socket connect! close";

/// What the record says of each actor, in the form of [`EXPECTED`].
fn by_actor(events: &[Event]) -> BTreeMap<String, (String, usize, usize)> {
    let mut actors: BTreeMap<String, (Vec<String>, usize, usize)> = BTreeMap::new();
    for done in calls(events) {
        let (call, outcome) = (done.call, done.outcome);
        let (made, taken, given) = actors.entry(call.actor.to_string()).or_default();
        let failed = if outcome.result.is_err() { "!" } else { "" };
        made.push(format!("{}{failed}", call.name));
        let total = outcome.bytes.as_ref().map_or(0, |bytes| bytes.total);
        match &*call.name {
            "read" | "recvfrom" => *taken += total,
            _ => *given += total,
        }
        match made.as_slice() {
            [.., before, last] if before == "read" && last == "read" => {
                made.pop();
            }
            [.., a, b, last] if a == "write" && b == "write" && last == "write!" => {
                let full = made.pop();
                while made.ends_with(&["write".to_string(), "write".to_string()]) {
                    made.pop();
                }
                made.extend(full);
            }
            [.., a, b, c, d] if a == c && b == d && a == "read" && b == "write" => {
                made.truncate(made.len() - 2);
            }
            _ => {}
        }
    }
    // A socket may be given the port it calls, and reach itself; then they call again.
    let itself = "socket connect close socket connect! close";
    let joined = (actors.into_iter()).map(|(actor, (calls, taken, given))| {
        let calls = calls.join(" ").replace(NUMBER_TAKEN, "");
        let calls = calls.replace(itself, "socket connect! close");
        let calls = calls.replace(NO_SUCH_ADDRESS, REFUSED_THERE);
        (actor, (calls, taken, given))
    });
    joined.collect()
}

fn assert_expected(context: &str, expected: &[Expected], events: &[Event]) {
    let seen = by_actor(events);
    let expected: BTreeMap<_, _> = (expected.iter())
        .map(|(actor, calls, taken, given)| {
            let calls: Vec<&str> = calls.split_whitespace().collect();
            (actor.to_string(), (calls.join(" "), *taken, *given))
        })
        .collect();
    assert_eq!(seen, expected, "{context}");
    let Some(Event::End(end)) = events.last() else {
        panic!("{context}: no end");
    };
    assert_eq!(
        (end.status, &end.error),
        (Status::Finished, &None),
        "{context}"
    );
}

#[test]
fn each_actor_makes_its_calls_in_its_order() {
    alone("demos::each_actor_makes_its_calls_in_its_order", || {
        let slugs: Vec<&str> = EXPECTED.iter().map(|(slug, ..)| *slug).collect();
        let all: Vec<&str> = kernel_demos().map(|demo| demo.slug).collect();
        assert_eq!(slugs, all, "every demo has its list here");
        for (slug, settings, expected) in EXPECTED {
            let demo = demo(slug);
            let running = demo.start(knobs(demo, false, settings), Pace::Free, 0);
            let events = to_the_end(&mut running.expect("started"));
            assert_expected(slug, expected, &events);
        }
    });
}

/// How often each demo is stepped; at most so many at a time.
const TIMES: usize = 1000;
const AT_A_TIME: usize = 32;

#[test]
fn stepped_a_thousand_times_each_demo_comes_to_its_end_with_the_same_calls() {
    alone(
        "demos::stepped_a_thousand_times_each_demo_comes_to_its_end_with_the_same_calls",
        || {
            let next = AtomicUsize::new(0);
            let faults = Mutex::new(Vec::new());
            std::thread::scope(|scope| {
                for _ in 0..AT_A_TIME {
                    scope.spawn(|| {
                        loop {
                            let number = next.fetch_add(1, Ordering::Relaxed);
                            let Some(case) = EXPECTED.get(number % EXPECTED.len()) else {
                                return;
                            };
                            if number >= TIMES * EXPECTED.len()
                                || !faults.lock().unwrap().is_empty()
                            {
                                return;
                            }
                            let run = || stepped(case, number as u64);
                            if let Err(fault) = std::panic::catch_unwind(run) {
                                faults.lock().unwrap().push((case.0, number, fault));
                            }
                        }
                    });
                }
            });
            let faults = faults.into_inner().unwrap();
            let told = faults.iter().map(|(slug, number, _)| (slug, number));
            assert!(
                faults.is_empty(),
                "runs that went wrong: {:?}",
                told.collect::<Vec<_>>()
            );
        },
    );
}

/// One stepped run: a call is let through as soon as one waits, or a little later.
fn stepped((slug, settings, expected): &(&str, &[&str], &[Expected]), seed: u64) {
    let demo = demo(slug);
    let running = demo.start(knobs(demo, true, settings), Pace::Stepped, seed);
    let mut running = running.expect("started");
    let deadline = Instant::now() + LONG;
    let mut chance = Chance(seed + 1);
    let mut events = Vec::new();
    while !matches!(events.last(), Some(Event::End(_))) {
        assert!(
            Instant::now() < deadline,
            "{slug} {seed} hangs: {events:#?}"
        );
        // Who comes to the gate in a pause, and so the order of the calls, is left to chance.
        let pause = match chance.below(8) {
            0 => Duration::from_micros(chance.below(500)),
            _ => Duration::ZERO,
        };
        events.extend(running.next(pause));
        if !running.gate().admit() {
            events.extend(running.next(Duration::from_millis(1)));
        }
    }
    assert_expected(&format!("{slug}, seed {seed}"), expected, &events);
}

/// Chance that comes again with its seed (xorshift64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}
