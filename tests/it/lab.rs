//! The packet laboratory: the same run again and again, and what holds for every demo of it.

mod failures;
mod layers;
mod trunk;
mod ways;

use std::time::{Duration, Instant};

use sockets_tutor::demos::Demo;
use sockets_tutor::event::{Event, Passage, Phase, Status};
use sockets_tutor::net::gate::Pace;

use crate::live::{LONG, knobs, lab_demos, to_the_end};

/// How often each demo is run.
const TIMES: usize = 200;

/// A run, without the day on which it was made.
fn run(demo: &'static Demo, pace: Pace, seed: u64) -> Vec<Event> {
    let running = demo.start(knobs(demo, pace == Pace::Stepped, &[]), pace, seed);
    let mut running = running.expect("started");
    let mut events = match pace {
        Pace::Free => to_the_end(&mut running),
        Pace::Stepped => {
            let deadline = Instant::now() + LONG;
            let mut events = Vec::new();
            while !matches!(events.last(), Some(Event::End(_))) {
                assert!(Instant::now() < deadline, "{}: no end", demo.slug);
                running.gate().admit();
                events.extend(running.next(Duration::from_micros(200)));
            }
            events
        }
    };
    if let Some(Event::Start(start)) = events.first_mut() {
        start.date = None;
    }
    let Some(Event::End(end)) = events.last() else {
        panic!("{}: no end", demo.slug);
    };
    assert_eq!(
        end.status,
        Status::Finished,
        "{}: {:?}",
        demo.slug,
        end.error
    );
    events
}

/// Also the order of the actors among each other is the same: one runs at a time.
#[test]
fn the_same_seed_gives_the_same_run() {
    for demo in lab_demos() {
        let first = run(demo, Pace::Free, 7);
        for time in 1..TIMES {
            assert_eq!(run(demo, Pace::Free, 7), first, "{} run {time}", demo.slug);
        }
    }
}

#[test]
fn stepped_or_free_it_is_the_same_run() {
    for demo in lab_demos() {
        // Knobs may have other values when somebody steps.
        if knobs(demo, true, &[]) != knobs(demo, false, &[]) {
            continue;
        }
        let free = run(demo, Pace::Free, 1);
        assert_eq!(run(demo, Pace::Stepped, 1), free, "{}", demo.slug);
    }
}

/// Another seed gives other initial sequence numbers, and else the same story.
#[test]
fn another_seed_gives_other_numbers() {
    for demo in lab_demos() {
        let bytes = |seed| {
            let frames = run(demo, Pace::Free, seed);
            let frames = frames.into_iter().filter_map(|event| match event {
                Event::Frame(frame) => Some(frame.passage),
                _ => None,
            });
            frames.collect::<Vec<Passage>>()
        };
        let tcp = |passages: &[Passage]| {
            passages.iter().any(|passage| match passage {
                Passage::Sent { bytes, .. } | Passage::Arrived { bytes } => {
                    bytes.get(23) == Some(&6)
                }
            })
        };
        let (one, two) = (bytes(1), bytes(2));
        assert!(!tcp(&one) || one != two, "{}", demo.slug);
    }
}

/// As in a kernel: a call returns after the frames that it has caused have left.
#[test]
fn what_a_call_causes_leaves_before_it_returns() {
    let handshake = Demo::find("handshake").expect("the demo is there");
    let events = run(handshake, Pace::Free, 1);
    let call = |name: &str, ended: bool| {
        let found = events.iter().position(|event| {
            matches!(event, Event::Call(call) if call.name == name
                && matches!(call.phase, Phase::End(_)) == ended
                && &*call.actor == "client")
        });
        found.unwrap_or_else(|| panic!("no {name} of the client"))
    };
    // SYN, SYN with ACK, ACK, data, FIN.
    for (frame, name) in [(1, "connect"), (3, "connect"), (4, "write"), (5, "close")] {
        let sent = events.iter().position(|event| {
            matches!(event, Event::Frame(sent) if sent.number == frame
                && matches!(sent.passage, Passage::Sent { .. }))
        });
        let sent = sent.unwrap_or_else(|| panic!("no frame {frame}"));
        assert!(call(name, false) < sent, "{name}, frame {frame}");
        assert!(sent < call(name, true), "{name}, frame {frame}");
    }
}
