//! The demos: what each actor calls, free and stepped, and with knobs turned to their ends.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use sockets_tutor::event::{Event, Status};
use sockets_tutor::net::gate::Pace;

use crate::live::{LONG, alone, calls, demo, kernel_demos, knobs, to_the_end};

mod browsers;
mod extremes;
mod gauges;

/// An actor, its calls in order, and the bytes it took and gave in all. A failed call has a `!`.
/// Reads one after the other stand there once, and so do turns of `read write` and writes before
/// one that finds no room: how many there are is the kernel's affair.
type Expected = (&'static str, &'static str, usize, usize);

/// A demo with settings that keep it short, and its actors; nothing is said of their merged order.
const EXPECTED: &[(&str, &[&str], &[Expected])] = &[
    (
        "hello-two",
        &[],
        &[
            (
                "client",
                "socket connect getsockname getpeername write read close",
                7,
                7,
            ),
            (
                "server",
                "socket setsockopt bind listen getsockname accept read write read close close",
                7,
                7,
            ),
        ],
    ),
    (
        "both-wait",
        &["patience=1000"],
        &[
            ("client", "socket connect setsockopt read! close", 0, 0),
            (
                "server",
                "socket setsockopt bind listen getsockname accept read close close",
                0,
                0,
            ),
        ],
    ),
    (
        "stream-merge",
        &[],
        &[
            (
                "receiver",
                "socket setsockopt bind listen getsockname accept read close close close",
                18,
                0,
            ),
            (
                "sender",
                "socket connect setsockopt write write write write",
                0,
                18,
            ),
        ],
    ),
    (
        "daytime",
        &[],
        &[
            (
                "client",
                "socket connect read close socket bind sendto recvfrom close",
                25 + 25,
                0,
            ),
            (
                "server",
                "socket setsockopt bind listen getsockname socket bind getsockname \
                 accept write close recvfrom sendto close close",
                0,
                25 + 25,
            ),
        ],
    ),
    (
        "babel",
        &["houses=3"],
        &[
            (
                "house-1",
                "socket bind getsockname sendto recvfrom sendto sendto sendto sendto close",
                7,
                5 * 5,
            ),
            (
                "house-2",
                "socket bind getsockname recvfrom sendto recvfrom sendto recvfrom sendto close",
                3 * 5,
                7 + 2 * 5,
            ),
            (
                "house-3",
                "socket bind getsockname recvfrom recvfrom recvfrom recvfrom close",
                4 * 5,
                0,
            ),
            (
                "translators",
                "socket bind getsockname socket bind getsockname socket bind getsockname \
                 recvfrom sendto recvfrom sendto recvfrom sendto close close close",
                3 * 5,
                3 * 5,
            ),
        ],
    ),
    (
        "tcp-echo",
        &["clients=2"],
        &[
            (
                "client",
                "socket connect write read shutdown read close",
                5,
                5,
            ),
            (
                "client-2",
                "socket connect write read shutdown read close",
                5,
                5,
            ),
            (
                "server",
                "socket setsockopt bind listen getsockname accept read write read close \
                 accept read write read close close",
                10,
                10,
            ),
        ],
    ),
    (
        "udp-echo",
        &[],
        &[
            (
                "client",
                "socket bind sendto recvfrom sendto recvfrom sendto recvfrom close",
                14,
                20,
            ),
            (
                "server",
                "socket bind getsockname recvfrom sendto recvfrom sendto recvfrom sendto close",
                20,
                20,
            ),
        ],
    ),
    (
        "anatomy",
        &[],
        &[(
            "program",
            "socket setsockopt bind listen getsockname socket bind \
             socket setsockopt bind! close socket connect getsockname getpeername \
             accept getsockname setsockopt write recvfrom read shutdown read close \
             write read socket connect! close close socket bind close close close",
            15,
            10,
        )],
    ),
    (
        "broken-trio",
        &["patience=400"],
        &[
            (
                "client",
                "socket connect read write read close \
                 socket connect read write read close \
                 socket connect read write read close \
                 socket connect read close",
                4 * 14 + (11 + 5 + 4 + 6) + 2 * 11 + (11 + 4 * 5) + 12,
                (6 + 3 * 8) + 2 * 7 + (6 + 8 + 3 * 9),
            ),
            (
                "server",
                "socket setsockopt bind listen getsockname \
                 accept write read write read close \
                 accept write read write read close \
                 accept write read write read close \
                 accept setsockopt write read! write close close",
                (6 + 3 * 8) + 2 * 7 + (6 + 8 + 3 * 9),
                4 * 14 + (11 + 5 + 4 + 6) + 2 * 11 + (11 + 4 * 5) + 12,
            ),
        ],
    ),
    (
        "slow-reader",
        &["patience=100"],
        &[
            (
                "reader",
                "socket setsockopt bind listen getsockname accept accept read write \
                 close close close",
                (1 << 23) + 4,
                12,
            ),
            (
                "writer",
                "socket connect socket connect setsockopt write write! write \
                 setsockopt write shutdown read close close",
                12,
                (1 << 23) + 4,
            ),
        ],
    ),
    (
        "demux",
        &["clients=3"],
        &[
            (
                "client",
                "socket connect read socket connect read socket connect read \
                 write write write socket bind sendto recvfrom getsockname socket connect! close \
                 read close close close close",
                15 + 27 + 9,
                12 + 27,
            ),
            (
                "server",
                "socket setsockopt bind listen getsockname socket bind \
                 accept write accept write accept write read recvfrom close sendto \
                 write write write close close close close",
                12 + 27,
                15 + 27 + 9,
            ),
        ],
    ),
    (
        "which-address",
        &[],
        &[
            (
                "client",
                "socket connect socket bind close socket connect! close \
                 socket bind close socket connect! close write read close",
                9,
                1,
            ),
            (
                "server",
                "socket setsockopt bind listen getsockname accept getsockname read write \
                 close close",
                1,
                9,
            ),
        ],
    ),
    (
        "three-shapes",
        &[],
        &[
            ("client-1", "socket connect write read close", 29, 15),
            ("client-2", "socket connect write read close", 29, 5),
            (
                "peer-1",
                "socket setsockopt bind listen getsockname socket connect write read \
                 close accept accept write write read close close close",
                26,
                31,
            ),
            (
                "peer-2",
                "socket setsockopt bind listen getsockname socket connect write read \
                 close socket connect accept write write read close write read close \
                 close",
                41,
                41,
            ),
            (
                "peer-3",
                "socket setsockopt bind listen getsockname socket connect write read \
                 close socket connect socket connect write write read close write read \
                 close close",
                46,
                41,
            ),
            (
                "server",
                "socket setsockopt bind listen getsockname accept setsockopt read \
                 write close accept setsockopt read write close accept setsockopt read \
                 write close accept setsockopt read close close socket setsockopt bind \
                 listen getsockname accept read close accept read write close accept \
                 read write close close",
                45,
                102,
            ),
            (
                "stand-in",
                "socket connect write read close socket connect write read close",
                2568,
                120,
            ),
            (
                "web",
                "socket setsockopt bind listen getsockname accept setsockopt \
                 setsockopt read socket connect write read close write shutdown read \
                 close accept setsockopt setsockopt read socket connect write read \
                 close write shutdown read close close",
                149,
                2578,
            ),
        ],
    ),
    (
        "crud",
        &[],
        &[
            (
                "server",
                "socket setsockopt bind listen getsockname accept setsockopt \
                 setsockopt read write shutdown read close close",
                321,
                3371,
            ),
            (
                "stand-in",
                "socket connect write read write read close",
                3371,
                321,
            ),
        ],
    ),
];

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
