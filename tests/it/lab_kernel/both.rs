//! Every demo with two engines runs on both, and what TCP's standard asks for is the same.
//!
//! What may differ does: options, acknowledgements without data, the cutting of the stream, times.

use std::collections::{BTreeMap, BTreeSet};

use sockets_tutor::demos::DEMOS;
use sockets_tutor::event::{ENGINE, Event, Fate, Value};
use sockets_tutor::lab::Flags;
use sockets_tutor::lab::dissect::summary::Segment;

use super::engines::{among, kernel_run, run, segments, states};
use super::{host, kernel};

/// What is run, with settings that make a short run where a kernel's clock would make a long one.
const RUNS: &[(&str, &[&str])] = &[
    ("matryoshka", &[]),
    ("matryoshka", &["damage=data"]),
    ("matryoshka", &["damage=type", "length=2000"]),
    ("segments", &[]),
    ("segments", &["server_mtu=576", "client_mtu=9000"]),
    ("handshake", &[]),
    ("handshake", &["lost=syn"]),
    ("handshake", &["lost=ack"]),
    ("drop-two", &[]),
    ("drop-two", &["victim=5"]),
    ("drop-two", &["times=2"]),
    ("checksum", &[]),
    ("teardown", &[]),
    ("teardown", &["first=server"]),
    // A long way, so that on a busy machine as well both ends close before they hear each other.
    ("teardown", &["first=both", "delay=200"]),
    ("teardown", &["first=reset"]),
    ("teardown", &["first=server", "lost=first-fin"]),
    ("teardown", &["first=server", "lost=last-ack"]),
    ("zero-window", &["busy=2"]),
    ("zero-window", &["busy=2", "lost=update"]),
    ("sawtooth", &[]),
    ("sawtooth", &["congestion=cubic", "loss=5"]),
];

#[test]
fn no_demo_with_two_engines_is_forgotten() {
    let with_two = DEMOS.iter().filter(|demo| {
        let mut names = demo.knobs.iter().map(|knob| knob.name);
        names.any(|name| name == ENGINE)
    });
    let with_two: BTreeSet<&str> = with_two.map(|demo| demo.slug).collect();
    let compared: BTreeSet<&str> = RUNS.iter().map(|(slug, _)| *slug).collect();
    assert_eq!(with_two, compared);
}

#[test]
fn both_engines_tell_the_same_story() {
    if kernel(&[host(1), host(2)]).is_none() {
        return;
    }
    // The runs of one demo one after the other, the demos beside each other: they mostly wait.
    std::thread::scope(|scope| {
        for demo in RUNS.chunk_by(|(one, _), (other, _)| one == other) {
            scope.spawn(|| {
                demo.iter()
                    .for_each(|(slug, settings)| compare(slug, settings))
            });
        }
    });
}

fn compare(slug: &str, settings: &[&str]) {
    let Some(real) = kernel_run(slug, settings) else {
        return;
    };
    let sim = run(slug, "sim", settings);
    let shown = format!("{slug} {settings:?}");
    let both = [&real, &sim];
    let [a, b] = both.map(|events| opening(events));
    assert_eq!(a, b, "{shown}: the handshake");
    let [a, b] = both.map(|events| ending(events));
    assert_eq!(a, b, "{shown}: the end");
    let [a, b] = both.map(|events| states(events));
    compare_states(&a, &b, &shown);
    // There the losses are the queue's, and the engines fill it differently.
    if slug != "sawtooth" {
        let [a, b] = both.map(|events| repairs(events));
        assert_eq!(a, b, "{shown}: what was lost, and why it was sent again");
    }
    let [a, b] = both.map(|events| read(events));
    assert_eq!(a, b, "{shown}: what the programs read");
}

/// Who sends which of the segments that make the connection, each told once.
fn opening(events: &[Event]) -> Vec<(String, Vec<Flags>)> {
    let mut told = Vec::new();
    for (frame, segment, ..) in segments(events) {
        if told.len() == 3 {
            break;
        }
        let one = (frame.from.to_string(), flags(&segment));
        // A switch sends it on, and who hears nothing sends it again.
        if frame.from.as_ref() != "switch" && !told.contains(&one) {
            told.push(one);
        }
    }
    told
}

/// SYN, ACK and RST; the others depend on what there is to send.
fn flags(segment: &Segment) -> Vec<Flags> {
    let mut kinds = vec![Flags::SYN, Flags::ACK, Flags::RST];
    kinds.retain(|kind| segment.has(*kind));
    kinds
}

/// Who ends its direction and how, in the order in which it is first done; two who do it at one
/// moment have no order.
fn ending(events: &[Event]) -> Vec<(String, &'static str)> {
    let mut told: Vec<(String, &str)> = Vec::new();
    for (frame, segment, ..) in segments(events) {
        let how = match () {
            () if segment.has(Flags::RST) => "RST",
            () if segment.has(Flags::FIN) => "FIN",
            () => continue,
        };
        let one = (frame.from.to_string(), how);
        if frame.from.as_ref() != "switch" && !told.contains(&one) {
            told.push(one);
        }
    }
    let crossed = states(events)
        .values()
        .any(|all| all.iter().any(|it| it == "CLOSING"));
    if crossed {
        told.sort();
    }
    told
}

/// States that last no longer than a program takes to act, or an acknowledgement to find company.
const SHORT: [&str; 3] = ["ESTABLISHED", "CLOSE-WAIT", "FIN-WAIT-2"];

/// RFC 9293 §3.3.2, figure 5: no connection goes through them in another order.
const ORDER: [&str; 10] = [
    "SYN-SENT",
    "SYN-RECEIVED",
    "ESTABLISHED",
    "CLOSE-WAIT",
    "FIN-WAIT-1",
    "FIN-WAIT-2",
    "CLOSING",
    "LAST-ACK",
    "TIME-WAIT",
    "CLOSED",
];

type States = BTreeMap<String, Vec<String>>;

fn compare_states(real: &States, sim: &States, shown: &str) {
    assert!(real.keys().eq(sim.keys()), "{shown}: {real:?} {sim:?}");
    for (actor, states) in real.iter().chain(sim) {
        assert!(among(states, &ORDER), "{shown}: {actor} {states:?}");
    }
    let lasting = |all: &[String]| {
        let mut all: Vec<String> = all.to_vec();
        all.retain(|state| !SHORT.contains(&state.as_str()));
        // How long it lasts is each engine's own affair (RFC 9293 §3.6.1).
        if all.iter().any(|state| state == "TIME-WAIT") {
            all.retain(|state| state != "CLOSED");
        }
        all
    };
    for (actor, states) in real {
        assert_eq!(lasting(states), lasting(&sim[actor]), "{shown}: {actor}");
    }
}

/// What did not arrive whole and holds something: who sent it, where it stands in the sender's
/// stream, and what made the sender repeat it, if anything.
type Repair = (String, u32, &'static str);

fn repairs(events: &[Event]) -> Vec<Repair> {
    let all = segments(events);
    let mut first: BTreeMap<&str, u32> = BTreeMap::new();
    let mut repairs = Vec::new();
    for (at, (frame, lost, _, fate)) in all.iter().enumerate() {
        let first = *first.entry(&frame.from).or_insert(lost.seq);
        if matches!(fate, Fate::Deliver) || lost.span() == 0 {
            continue;
        }
        let again = all[at + 1..].iter().position(|(other, segment, ..)| {
            other.from == frame.from && segment.seq == lost.seq && segment.span() > 0
        });
        let between = again.map_or(&[][..], |again| &all[at + 1..at + 1 + again]);
        let duplicates = between.iter().filter(|(other, segment, ..)| {
            other.from != frame.from && segment.len == 0 && segment.ack == lost.seq
        });
        let cause = match again {
            // Damage that no checksum sees.
            None => "believed",
            // RFC 5681 §3.2.
            Some(_) if duplicates.count() >= 3 => "duplicates",
            Some(_) => "timer",
        };
        let place = lost.seq.wrapping_sub(first);
        repairs.push((frame.from.to_string(), place, cause));
    }
    repairs
}

/// How many bytes each actor's program has read, and whether it has read the end.
fn read(events: &[Event]) -> BTreeMap<String, (i64, bool)> {
    let mut read: BTreeMap<String, (i64, bool)> = BTreeMap::new();
    for event in events {
        let Event::Call(call) = event else { continue };
        let sockets_tutor::event::Phase::End(outcome) = &call.phase else {
            continue;
        };
        if call.name != "read" {
            continue;
        }
        let count = outcome.result.as_ref().map_or(-1, |success| success.value);
        let (bytes, end) = read.entry(call.actor.to_string()).or_default();
        *bytes += count;
        *end |= count == 0;
    }
    read
}

/// The states of the demo that is about them: those that last a journey are all told.
#[test]
fn two_ends_that_close_at_one_moment_are_followed_to_the_last() {
    let Some(real) = kernel_run("teardown", &["first=both", "delay=200"]) else {
        return;
    };
    let mut all = states(&real);
    for (actor, begins) in [("client", "SYN-SENT"), ("server", "SYN-RECEIVED")] {
        let of = all.entry(actor.to_string()).or_default();
        of.retain(|state| state != "ESTABLISHED");
        assert_eq!(
            of,
            &[begins, "FIN-WAIT-1", "CLOSING", "TIME-WAIT"],
            "{actor}"
        );
    }
    // The connection has the name that its program knows, though it was closed at once.
    let labels: BTreeSet<String> = gauges(&real, "state")
        .filter(|(_, value)| matches!(value, Value::Text(it) if it == "CLOSING"))
        .map(|(label, _)| label)
        .collect();
    assert_eq!(labels, ["client/1", "server/2"].map(str::to_string).into());
}

fn gauges<'e>(events: &'e [Event], name: &'e str) -> impl Iterator<Item = (String, &'e Value)> {
    events.iter().filter_map(move |event| match event {
        Event::Gauge(gauge) if gauge.name == name => {
            Some((gauge.socket.as_ref()?.to_string(), &gauge.value))
        }
        _ => None,
    })
}

#[test]
fn no_segment_is_longer_than_the_other_side_takes() {
    let settings = &["server_mtu=576"];
    let Some(real) = kernel_run("segments", settings) else {
        return;
    };
    for events in [real, run("segments", "sim", settings)] {
        let all = segments(&events);
        let mss: Vec<Option<u16>> = (all.iter())
            .filter(|(_, segment, ..)| segment.has(Flags::SYN))
            .map(|(_, segment, ..)| segment.mss)
            .collect();
        assert_eq!(mss, [Some(1460), Some(536)]);
        let lengths = all.iter().map(|(_, segment, ..)| segment.len);
        assert!(lengths.clone().all(|len| len <= 536));
        // On a busy machine one may be sent twice.
        let whole: BTreeMap<u32, usize> = (all.iter())
            .filter(|(frame, ..)| &*frame.from == "client")
            .map(|(_, segment, ..)| (segment.seq, segment.len))
            .collect();
        assert_eq!(whole.values().sum::<usize>(), 1460 + 1461);
    }
}

/// Both knock at a closed window; only the small TCP of the laboratory is silly.
#[test]
fn a_closed_window_is_knocked_at_by_both_and_announced_in_crumbs_by_one() {
    let Some(real) = kernel_run("zero-window", &["busy=3"]) else {
        return;
    };
    let steps = |events: &[Event]| -> BTreeSet<String> {
        let steps = segments(events).into_iter();
        steps
            .filter_map(|(frame, ..)| Some(frame.step.as_ref()?.to_string()))
            .collect()
    };
    let (real, sim) = (steps(&real), steps(&run("zero-window", "sim", &["busy=3"])));
    for step in ["full", "probe", "still-full", "update"] {
        assert!(
            real.contains(step) && sim.contains(step),
            "{step}: {real:?} {sim:?}"
        );
    }
    assert!(
        sim.contains("silly") && !real.contains("silly"),
        "{real:?} {sim:?}"
    );
}

/// Up, down, and up again, in the kernel's own words.
#[test]
fn a_kernel_draws_the_saw_too() {
    let Some(real) = kernel_run("sawtooth", &["segments=200"]) else {
        return;
    };
    let window: Vec<i64> = gauges(&real, "congestion_window")
        .filter_map(|(_, value)| match value {
            Value::Number(value) => Some(*value),
            _ => None,
        })
        .collect();
    // RFC 6928.
    assert_eq!(window[0], 10, "{window:?}");
    let top = window
        .iter()
        .position(|it| it == window.iter().max().expect("one"));
    let after = &window[top.expect("one")..];
    let low = after
        .iter()
        .position(|it| it == after.iter().min().expect("one"));
    let (low, rest) = after.split_at(low.expect("one") + 1);
    let lowest = low[low.len() - 1];
    assert!(
        lowest <= window[0] / 2 + 3 && rest.iter().any(|it| *it > lowest),
        "{window:?}"
    );
    let fast = segments(&real)
        .iter()
        .any(|(frame, ..)| frame.step.as_deref() == Some("fast-retransmit"));
    assert!(fast);
}

/// A kernel's headers are longer, for they have options.
#[test]
fn the_bit_that_is_turned_over_is_one_of_the_message() {
    for slug in ["matryoshka", "checksum"] {
        let settings: &[&str] = match slug {
            "checksum" => &["damage=bit"],
            _ => &["damage=data"],
        };
        let Some(real) = kernel_run(slug, settings) else {
            return;
        };
        for events in [real, run(slug, "sim", settings)] {
            let all = segments(&events);
            let (segment, frame, offset) = (all.iter())
                .find_map(|(_, segment, bytes, fate)| match fate {
                    Fate::Rewrite { offset, .. } => Some((segment, bytes, *offset)),
                    _ => None,
                })
                .expect("one is damaged");
            // No frame with data is so short that it is filled up.
            let message = frame.len() - segment.len..frame.len();
            assert!(message.contains(&offset), "{slug}: {offset} {message:?}");
        }
    }
}
