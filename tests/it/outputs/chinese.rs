//! Chinese output is Chinese: what stands there in small Latin letters is a name of something.

use std::collections::BTreeSet;

use sockets_tutor::course::Course;
use sockets_tutor::demos::{DEMOS, Kind, records};
use sockets_tutor::event::{Event, Value};
use sockets_tutor::lang::Lang;
use sockets_tutor::lang::words::words;
use sockets_tutor::render::json;

use crate::support::World;

/// Latin words that are names: of calls, actors, knobs and their values, lessons, demos, commands;
/// parts of addresses, and the words of the protocols that demos speak.
fn names() -> BTreeSet<String> {
    let mut texts = vec![
        "sockets-tutor lesson run-demo replay json set keep-open kernel cargo list http /notes"
            .to_string(),
    ];
    texts.push("timeout".to_string());
    // The laboratory's TCP, a flag's full name, fields of ICMP, why a box throws a packet away, what
    // a datagram of a demo says, and tools of the learner's system with what they show.
    texts.push(
        "smoltcp synchronize seed netstat nstat type code ttl-exceeded no-mapping".to_string(),
    );
    texts.push(
        "many came qdisc backlog dropped three here step pcapng link neigh ifconfig sack tnoi auto cwnd ssthresh".to_string(),
    );
    texts.push(format!("doctor ascii {}", std::env::consts::OS));
    texts.extend(words(Lang::Zh).calls.keys().cloned());
    for demo in DEMOS {
        texts.push(format!("{} {}", demo.slug, demo.actors.join(" ")));
        // A demo may start more actors than it names.
        let record = records::of(demo.slug).expect("every demo has a record");
        let (events, _) = json::record(record).expect("it can be read");
        texts.extend(events.iter().filter_map(|event| match event {
            Event::Call(call) => Some(call.actor.to_string()),
            _ => None,
        }));
        for knob in demo.knobs {
            texts.push(knob.name.to_string());
            if let Value::Text(text) = knob.default(false) {
                texts.push(text.to_string());
            }
            if let Kind::Choice(choices) = knob.kind {
                texts.push(choices.join(" "));
            }
        }
    }
    let course = Course::embedded().expect("the course loads");
    texts.extend(course.lessons.iter().map(|lesson| lesson.slug.clone()));
    let announced = course.parts.iter().flat_map(|part| &part.announced);
    texts.extend(announced.map(|lesson| lesson.slug.clone()));
    texts.iter().flat_map(|text| latin(text)).collect()
}

/// The words of four small Latin letters or more. Short ones are units and particles of names.
fn latin(text: &str) -> Vec<String> {
    // What has a `_` in it is code.
    let parts = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let is_word =
        |part: &&str| part.len() >= 4 && part.bytes().all(|byte| byte.is_ascii_lowercase());
    parts.filter(is_word).map(str::to_string).collect()
}

/// The text without what stands in quotes: bytes of a message are in no language of ours.
fn without_messages(text: &str) -> String {
    // A sentence goes on in the next line.
    let text = text.replace("\n   ", " ");
    let lines = text.lines().map(|line| {
        let parts = line.split('"').step_by(2);
        parts.collect::<Vec<_>>().join(" ")
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn foreign(text: &str) -> Vec<String> {
    let names = names();
    let mut found = latin(&without_messages(text));
    found.retain(|word| !names.contains(word));
    found
}

#[test]
fn english_sentences_are_found() {
    assert_eq!(
        foreign("1. client 在 client/1 上调用 write：\"hello you\"  68"),
        [""; 0]
    );
    assert_eq!(
        foreign("1. client 在 client/1 上 calls write and waits"),
        ["calls", "waits"]
    );
}

#[test]
fn runs_are_told_in_chinese() {
    let world = World::new();
    for demo in DEMOS {
        let text = world
            .tutor(["run-demo", demo.slug, "--save", "run.jsonl"])
            .lang("zh")
            .run()
            .good();
        assert_eq!(foreign(&text.replace("run.jsonl", "")), [""; 0], "{text}");
    }
}

#[test]
fn listings_are_in_chinese() {
    let world = World::new();
    for command in ["list", "demos", "doctor", "check-course"] {
        let text = world.tutor([command]).lang("zh").run().good();
        assert_eq!(foreign(&text), [""; 0], "{text}");
    }
    let ejected = world
        .tutor(["eject", "tcp-echo", "new"])
        .lang("zh")
        .run()
        .good();
    assert_eq!(foreign(&ejected), [""; 0], "{ejected}");
}
