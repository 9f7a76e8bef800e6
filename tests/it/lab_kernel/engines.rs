//! The same demo on both engines: what is the same, and what a run on kernels is refused for.

use std::collections::BTreeMap;
use std::path::Path;

use sockets_tutor::event::{Event, Evidence, Fate, Frame, Passage, Status, Value};
use sockets_tutor::lab::Flags;
use sockets_tutor::lab::dissect::summary::Segment;
use sockets_tutor::lang::Lang;
use sockets_tutor::lang::words::words;
use sockets_tutor::render::json;

use super::{host, kernel, program, segment};
use crate::support::{LANGS, World, skipped};

/// The events of a run of the program on the engine `kernel`, which has come to its end; `None`
/// where the system forbids it, which is said.
pub fn kernel_run(slug: &str, settings: &[&str]) -> Option<Vec<Event>> {
    kernel(&[host(1), host(2)])?;
    let events = run(slug, "kernel", settings);
    let Some(Event::Start(start)) = events.first() else {
        panic!("{slug}: no start");
    };
    assert_eq!(start.evidence, Evidence::Kernel);
    Some(events)
}

/// The events of such a run on any engine.
pub fn run(slug: &str, engine: &str, settings: &[&str]) -> Vec<Event> {
    let engine = format!("engine={engine}");
    let mut arguments = vec!["run-demo", slug, "--json", "--set", &engine];
    arguments.extend(settings.iter().flat_map(|setting| ["--set", setting]));
    let text = World::new().tutor(arguments).run().good();
    let (events, _) = json::record(&text).expect("a record");
    let Some(Event::End(end)) = events.last() else {
        panic!("{slug}: no end");
    };
    assert_eq!((end.status, &end.error), (Status::Finished, &None));
    events
}

/// The TCP segments that were sent, by whom, and what became of them.
pub fn segments(events: &[Event]) -> Vec<(&Frame, Segment, &[u8], &Fate)> {
    let frames = events.iter().filter_map(|event| match event {
        Event::Frame(frame) => Some(frame),
        _ => None,
    });
    let sent = frames.filter_map(|frame| match &frame.passage {
        Passage::Sent { bytes, fate, .. } => Some((frame, segment(bytes)?, &**bytes, fate)),
        Passage::Arrived { .. } => None,
    });
    sent.collect()
}

/// The states of each host's connections, in their order.
pub fn states(events: &[Event]) -> BTreeMap<String, Vec<String>> {
    let mut states: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for event in events {
        if let Event::Gauge(gauge) = event
            && let ("state", Value::Text(state)) = (&*gauge.name, &gauge.value)
        {
            let of = states.entry(gauge.actor.to_string()).or_default();
            of.push(state.to_string());
        }
    }
    states
}

/// Whether `some` stand among `all`, in the same order.
pub fn among<T: PartialEq<S>, S>(some: &[T], all: &[S]) -> bool {
    let mut all = all.iter();
    some.iter().all(|one| all.any(|other| one == other))
}

#[test]
fn a_handshake_is_the_same_three_segments() {
    let Some(real) = kernel_run("handshake", &[]) else {
        return;
    };
    let sim = run("handshake", "sim", &[]);
    let shakes = [&real, &sim].map(|events| {
        let all = segments(events);
        let first = all.iter().take(3);
        first
            .map(|(frame, segment, ..)| (frame.from.to_string(), segment.flags))
            .collect::<Vec<_>>()
    });
    let expected = [
        ("client".to_string(), Flags::SYN),
        ("server".to_string(), Flags::SYN | Flags::ACK),
        ("client".to_string(), Flags::ACK),
    ];
    assert_eq!(shakes[0], expected);
    assert_eq!(shakes[1], expected);
}

/// An arrival is written down before what the host makes of it.
#[test]
fn no_host_answers_what_has_not_arrived() {
    let Some(events) = kernel_run("handshake", &["delay=0"]) else {
        return;
    };
    let at = |is: &dyn Fn(&Event) -> bool| events.iter().position(is).expect("it happens");
    let arrived = |number| {
        at(&|event| {
            let Event::Frame(frame) = event else {
                return false;
            };
            frame.number == number && matches!(frame.passage, Passage::Arrived { .. })
        })
    };
    let connected = at(&|event| {
        let Event::Call(call) = event else {
            return false;
        };
        let ended = matches!(call.phase, sockets_tutor::event::Phase::End(_));
        call.name == "connect" && ended
    });
    assert!(arrived(1) < arrived(2) && arrived(2) < connected);
}

#[test]
fn what_nobody_listens_for_is_refused_with_a_reset() {
    let Some(real) = kernel_run("handshake", &["listener=closed"]) else {
        return;
    };
    for events in [real, run("handshake", "sim", &["listener=closed"])] {
        let flags: Vec<Flags> = segments(&events).iter().map(|it| it.1.flags).collect();
        assert_eq!(flags, [Flags::SYN, Flags::RST | Flags::ACK]);
    }
}

#[test]
fn lost_bytes_are_sent_again_on_both_engines() {
    let Some(real) = kernel_run("drop-two", &[]) else {
        return;
    };
    for events in [real, run("drop-two", "sim", &[])] {
        let all = segments(&events);
        let lost: Vec<usize> = (all.iter().enumerate())
            .filter(|(_, (.., fate))| **fate == Fate::Drop)
            .map(|(at, _)| at)
            .collect();
        let [lost] = lost[..] else {
            panic!("{lost:?} are lost");
        };
        let (_, hole, bytes, _) = all[lost];
        let data = &bytes[bytes.len() - hole.len..];
        assert_eq!(data, b"EFGH");
        let again = all[lost + 1..].iter().any(|(_, segment, bytes, fate)| {
            let carried = &bytes[bytes.len() - segment.len..];
            segment.seq == hole.seq && carried.starts_with(data) && **fate == Fate::Deliver
        });
        assert!(again, "{all:?}");
    }
}

#[test]
fn a_run_on_kernels_cannot_be_stepped() {
    let world = World::new();
    for (lang, name) in LANGS.into_iter().zip([Lang::En, Lang::Zh]) {
        let told = &words(name).troubles["engine-runs"].what;
        let told = told.replace("{slug}", "handshake");
        for stepped in [&["--step"][..], &["--auto", "0.05"]] {
            let arguments = ["run-demo", "handshake", "--set", "engine=kernel"];
            let arguments = arguments.iter().chain(stepped);
            let trouble = world.tutor(arguments).lang(lang).run().trouble();
            assert!(trouble.contains(&told), "{trouble}");
            assert!(trouble.contains("engine=sim"), "{trouble}");
        }
    }
}

/// They are refused whether or not the system allows the engine.
#[test]
fn what_no_kernel_can_do_is_refused_by_the_knobs_name() {
    let world = World::new();
    for (slug, knob, value) in [
        ("handshake", "old_syn", "yes"),
        ("segments", "server_mtu", "295"),
        ("zero-window", "busy", "241"),
        ("sawtooth", "congestion", "none"),
    ] {
        for (lang, name) in LANGS.into_iter().zip([Lang::En, Lang::Zh]) {
            let told = &words(name).troubles["engine-setting"].what;
            let told = told.replace("{slug}", slug).replace("{knob}", knob);
            let setting = format!("{knob}={value}");
            let arguments = [
                "run-demo",
                slug,
                "--set",
                "engine=kernel",
                "--set",
                &setting,
            ];
            let trouble = world.tutor(arguments).lang(lang).run().trouble();
            assert!(trouble.contains(&told), "{trouble}");
            assert!(trouble.contains("engine=sim"), "{trouble}");
        }
    }
}

#[test]
fn a_system_that_forbids_it_is_told_of() {
    let world = World::new();
    let forbid = "cd /proc/sys/user && echo 0 >max_net_namespaces && echo 0 >max_user_namespaces";
    let unshared = |rest: &str, more: &[&str]| {
        let script = format!("({forbid}) && {rest}");
        let tutor = program();
        let tutor = tutor.get_program().to_string_lossy().into_owned();
        let mut arguments = vec!["-r", "sh", "-c", &script, &tutor];
        arguments.extend(more);
        world.program(Path::new("unshare"), arguments).run()
    };
    if !unshared("true", &[]).is_there() {
        return skipped("no limits can be set in a user namespace here");
    }
    let more = [
        "run-demo",
        "drop-two",
        "--set",
        "engine=kernel",
        "--lang",
        "en",
    ];
    let trouble = unshared("exec \"$0\" \"$@\"", &more).trouble();
    let why = &words(Lang::En).refusals["user-limit"].what;
    assert!(trouble.contains(why), "{trouble}");
    assert!(trouble.contains("--set engine=sim"), "{trouble}");
}
