//! Leaving at every moment: the run ends in time, with every thread gone and every socket closed.

use std::collections::BTreeSet;
use std::fs;
use std::time::{Duration, Instant};

use sockets_tutor::demos::{DEMOS, Demo, Running};
use sockets_tutor::event::{Cause, Event, Evidence, Status};
use sockets_tutor::net::gate::Pace;

use super::causes;
use crate::live::{LONG, alone, calls, knobs, skipped, to_the_end};

/// One second is promised; the rest is for a busy machine.
const WITHIN: Duration = Duration::from_secs(4);

#[test]
fn whenever_a_run_is_left_it_ends_at_once_and_leaves_nothing_open() {
    if !cfg!(target_os = "linux") {
        return skipped("open descriptors and threads are counted in /proc");
    }
    alone(
        "gate::leave::whenever_a_run_is_left_it_ends_at_once_and_leaves_nothing_open",
        leave_every_demo_at_every_moment,
    );
}

fn leave_every_demo_at_every_moment() {
    for demo in DEMOS {
        for pace in [Pace::Stepped, Pace::Free] {
            let mut moment = 0;
            while leave(demo, pace, moment) {
                moment += 1;
            }
            println!("{} {pace:?}: left at {moment} moments", demo.slug);
            assert!(moment > 10, "{}: left at {moment} moments only", demo.slug);
        }
    }
}

/// Leaves after so many admitted calls, or in a free run after so many events. False when the run
/// was over before that.
fn leave(demo: &'static Demo, pace: Pace, moment: usize) -> bool {
    let few: &[&str] = match demo.slug {
        "demux" => &["clients=3"],
        "both-wait" | "broken-trio" => &["patience=1000"],
        _ => &[],
    };
    let before = Used::now();
    let running = demo.start(knobs(demo, false, few), pace, 0);
    let mut running = running.expect("started");
    let mut events = match pace {
        Pace::Stepped => step(&mut running, moment),
        Pace::Free => see(&mut running, moment),
    };
    let left = Instant::now();
    running.leave();
    let over = matches!(events.last(), Some(Event::End(_)));
    if !over {
        events.extend(to_the_end(&mut running));
    }
    let context = format!("{} {pace:?} left at {moment}", demo.slug);
    assert!(left.elapsed() < WITHIN, "{context}: {:?}", left.elapsed());
    let Some(Event::End(end)) = events.last() else {
        panic!("{context}: no end");
    };
    assert_ne!(end.status, Status::Failed, "{context}: {:?}", end.error);
    // Every call may have been made before the run was left: then its record does not say so.
    assert!(
        causes(&events).iter().all(|cause| *cause == Cause::Left),
        "{context}"
    );
    all_closed(&events, demo.evidence == Evidence::Lab, &context);
    drop(running);
    before.again(&context);
    !over
}

/// Lets `count` calls through, each as soon as one waits.
fn step(running: &mut Running, count: usize) -> Vec<Event> {
    let deadline = Instant::now() + LONG;
    let mut events = Vec::new();
    for _ in 0..count {
        while !running.gate().admit() {
            assert!(Instant::now() < deadline, "nobody comes to the gate");
            match running.next(Duration::from_micros(200)) {
                Some(Event::End(end)) => {
                    events.push(Event::End(end));
                    return events;
                }
                Some(event) => events.push(event),
                None => {}
            }
        }
    }
    events
}

/// The first `count` events.
fn see(running: &mut Running, count: usize) -> Vec<Event> {
    let mut events = Vec::new();
    while events.len() < count && !matches!(events.last(), Some(Event::End(_))) {
        events.push(running.next(LONG).expect("an event"));
    }
    events
}

/// Every call has its end, and every socket that was opened was closed.
fn all_closed(events: &[Event], laboratory: bool, context: &str) {
    let mut open = BTreeSet::new();
    for done in calls(events) {
        let (call, outcome) = (done.call, done.outcome);
        let Ok(success) = &outcome.result else {
            continue;
        };
        let new = success.fields.iter().find(|(name, _)| name == "socket");
        let new = new.map(|(_, label)| label.to_string());
        match &*call.name {
            // In the laboratory a socket is made by the call that first needs it.
            "listen" | "connect" | "bind" if laboratory => {
                assert!(open.insert(call.socket.to_string()), "{context}");
            }
            "socket" => assert!(open.insert(call.socket.to_string()), "{context}"),
            "accept" | "fcntl" => {
                assert!(new.is_none_or(|label| open.insert(label)), "{context}");
            }
            "close" => assert!(open.remove(&*call.socket), "{context}: closed twice"),
            _ => {}
        }
    }
    assert!(open.is_empty(), "{context}: never closed: {open:?}");
}

/// What the process holds of the system.
struct Used {
    descriptors: usize,
    threads: usize,
}

impl Used {
    fn now() -> Used {
        let count = |folder| fs::read_dir(folder).expect("/proc").count();
        Used {
            descriptors: count("/proc/self/fd"),
            threads: count("/proc/self/task"),
        }
    }

    /// Waits until no more is held than before: a thread that has ended goes a little later.
    fn again(self, context: &str) {
        let deadline = Instant::now() + WITHIN;
        loop {
            let now = Used::now();
            if now.descriptors == self.descriptors && now.threads <= self.threads {
                return;
            }
            let (more, threads) = (now.descriptors, now.threads);
            assert!(
                Instant::now() < deadline,
                "{context}: {more} descriptors instead of {}, {threads} threads instead of {}",
                self.descriptors,
                self.threads
            );
            std::thread::yield_now();
        }
    }
}
