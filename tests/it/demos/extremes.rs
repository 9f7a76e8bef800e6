//! Every knob turned to its ends, and beyond: a run comes to its end, or is refused in words.

use sockets_tutor::demos::{DEMOS, Demo, Fault, Kind, Knob, Knobs, Shortage};
use sockets_tutor::event::{ENGINE, Event, Status};
use sockets_tutor::net::gate::Pace;

#[cfg(target_os = "linux")]
use crate::lab_kernel::engines::kernel_run;
use crate::live::{alone, calls, demo, skipped, to_the_end};

fn read(demo: &Demo, settings: &[String]) -> Result<Knobs, Fault> {
    Knobs::read(demo.knobs, false, settings)
}

/// Runs a demo to its end; its events. `None` where the system is too small for it.
fn run(demo: &'static Demo, settings: &[String]) -> Option<Vec<Event>> {
    let context = format!("{} {settings:?}", demo.slug);
    let knobs = read(demo, settings).unwrap_or_else(|fault| panic!("{context}: {fault:?}"));
    let mut running = match demo.start(knobs, Pace::Free, 0) {
        Ok(running) => running,
        Err(why @ Shortage::Descriptors { .. }) => {
            skipped(&format!("{context}: {why}"));
            return None;
        }
        Err(why) => panic!("{context}: {why}"),
    };
    let events = to_the_end(&mut running);
    let Some(Event::End(end)) = events.last() else {
        panic!("{context}: no end");
    };
    assert_eq!(
        (end.status, &end.error),
        (Status::Finished, &None),
        "{context}"
    );
    Some(events)
}

/// Values that a knob takes, to its ends.
fn taken(knob: &Knob) -> Vec<String> {
    match knob.kind {
        Kind::Text { longest, .. } => {
            let words = "ab ".repeat(longest / 3);
            let texts = [
                "x",
                "你",
                "\n",
                "\0",
                "a\0b",
                " ",
                "  \t\n ",
                "\u{1b}[2J\u{202e}",
                "=",
                &words,
            ];
            let mut texts: Vec<String> = texts.map(str::to_string).into();
            texts.push("x".repeat(longest));
            texts.push("你".repeat(longest / 3));
            texts
        }
        Kind::Number { least, most, .. } => vec![least.to_string(), most.to_string()],
        Kind::Choice(choices) => choices.iter().map(|choice| choice.to_string()).collect(),
    }
}

/// Values beyond the ends.
fn refused(knob: &Knob) -> Vec<String> {
    match knob.kind {
        Kind::Text { longest, .. } => vec![String::new(), "x".repeat(longest + 1)],
        Kind::Number { least, most, .. } => {
            let below = least.checked_sub(1).map(|below| below.to_string());
            let others = [(most + 1).to_string(), "-1".to_string(), String::new()];
            below.into_iter().chain(others).collect()
        }
        Kind::Choice(_) => vec!["neither".to_string(), String::new()],
    }
}

/// What makes a run with a knob at its end short enough for a test.
fn company(demo: &Demo, knob: &Knob) -> Vec<String> {
    let with: &[&str] = match (demo.slug, knob.name) {
        // Patience of an hour does not matter when the other one answers.
        ("both-wait", "patience") => &["first=client"],
        // Patience is tried only when not everything fits.
        ("slow-reader", "patience") => &["amount=1000"],
        ("broken-trio", "patience") => &["round=agreed"],
        ("both-wait" | "broken-trio", _) => &["patience=1000"],
        ("demux", _) => &[],
        _ => &[],
    };
    with.iter().map(|setting| setting.to_string()).collect()
}

/// What makes a run in real time short.
#[cfg(target_os = "linux")]
fn quick(slug: &str) -> &'static [&'static str] {
    match slug {
        "teardown" => &["first=server"],
        "zero-window" => &["busy=1"],
        _ => &[],
    }
}

#[test]
fn every_knob_can_be_turned_to_its_ends() {
    alone(
        "demos::extremes::every_knob_can_be_turned_to_its_ends",
        || {
            for demo in DEMOS {
                for knob in demo.knobs {
                    for value in taken(knob) {
                        if (demo.slug, knob.name, &*value) == ("anatomy", "host", "::1")
                            && let Err(error) = std::net::TcpListener::bind("[::1]:0")
                        {
                            skipped(&format!("anatomy host=::1: no ::1 here: {error}"));
                            continue;
                        }
                        if (knob.name, &*value) == (ENGINE, "kernel") {
                            // In this process the helper would be the program of the tests.
                            #[cfg(target_os = "linux")]
                            kernel_run(demo.slug, quick(demo.slug));
                            #[cfg(not(target_os = "linux"))]
                            skipped("engine=kernel: only Linux has it");
                            continue;
                        }
                        let mut settings = company(demo, knob);
                        settings.push(format!("{}={value}", knob.name));
                        run(demo, &settings);
                    }
                    for value in refused(knob) {
                        let setting = format!("{}={value}", knob.name);
                        let read = read(demo, std::slice::from_ref(&setting));
                        assert!(read.is_err(), "{} takes {setting:?}", demo.slug);
                    }
                }
            }
        },
    );
}

/// Several ends at once: where a demo might wait for something that never comes.
#[test]
fn ends_may_meet() {
    alone("demos::extremes::ends_may_meet", || {
        let longest = "x".repeat(4096);
        let medium = "x".repeat(1024);
        let meetings: &[(&str, &[String])] = &[
            (
                "hello-two",
                &[
                    format!("message={medium}"),
                    format!("reply={medium}"),
                    "read_size=1".into(),
                ],
            ),
            (
                "both-wait",
                &["first=server".into(), "patience=3600000".into()],
            ),
            (
                "stream-merge",
                &[
                    "words=   ".into(),
                    "text= ".into(),
                    "piece=1".into(),
                    "read_size=1".into(),
                ],
            ),
            (
                "stream-merge",
                &[
                    format!("words={medium}"),
                    format!("text={medium}"),
                    "piece=1".into(),
                    "read_size=1".into(),
                ],
            ),
            (
                "tcp-echo",
                &[
                    format!("message={longest}"),
                    "read_size=1".into(),
                    "rounds=2".into(),
                ],
            ),
            (
                "tcp-echo",
                &[
                    "clients=50".into(),
                    "rounds=100".into(),
                    "message=x".into(),
                    "read_size=65536".into(),
                ],
            ),
            (
                "tcp-echo",
                &[
                    "clients=50".into(),
                    format!("message={longest}"),
                    "read_size=4095".into(),
                ],
            ),
            (
                "udp-echo",
                &[
                    format!("message={longest}"),
                    "rounds=100".into(),
                    "small=65507".into(),
                ],
            ),
            (
                "udp-echo",
                &["message=x".into(), "rounds=100".into(), "small=1".into()],
            ),
            ("anatomy", &[format!("message={longest}")]),
            ("daytime", &["style=old".into(), "read_size=1".into()]),
            (
                "babel",
                &["houses=12".into(), format!("word={}", "x".repeat(64))],
            ),
            (
                "broken-trio",
                &[
                    "server=lenient".into(),
                    "secret=8".into(),
                    "patience=400".into(),
                ],
            ),
        ];
        for (slug, settings) in meetings {
            run(demo(slug), settings);
        }
    });
}

/// Who is sent the message in each demo.
const READERS: [(&str, &[&str]); 4] = [
    ("hello-two", &["server"]),
    ("tcp-echo", &["server", "client"]),
    ("udp-echo", &["server", "client"]),
    ("anatomy", &["program"]),
];

/// The bytes of a text arrive as they were given, whatever they are.
#[test]
fn a_text_arrives_byte_by_byte() {
    alone("demos::extremes::a_text_arrives_byte_by_byte", || {
        for text in ["你好", "a\0b\n", "\u{1b}[2J"] {
            let settings = [format!("message={text}")];
            for (slug, readers) in READERS {
                let events = run(demo(slug), &settings).expect("few descriptors are needed");
                for reader in readers {
                    let arrived = taken_by(reader, &events);
                    let (context, text) =
                        (format!("{slug} {reader}: {arrived:?}"), text.as_bytes());
                    let found = arrived.windows(text.len()).any(|window| window == text);
                    assert!(found, "{context} lacks {text:?}");
                }
            }
        }
    });
}

/// Everything an actor has read, in one piece.
fn taken_by(reader: &str, events: &[Event]) -> Vec<u8> {
    let calls = calls(events).into_iter().filter(|done| {
        let reads = matches!(&*done.call.name, "read" | "recvfrom");
        reads && &*done.call.actor == reader
    });
    let bytes = calls.filter_map(|done| done.outcome.bytes.as_ref());
    bytes.flat_map(|bytes| bytes.kept.to_vec()).collect()
}
