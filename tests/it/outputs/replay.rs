//! A record is the run: saved, told again, stepped forward and back.

use sockets_tutor::demos::DEMOS;
use sockets_tutor::render::json;

use super::{HOSTILE, is_harmless, run_json};
use crate::support::{LANGS, World};

/// The lines of a story that are its own: no heading of the replay, no remark about the record,
/// and not what is said of the evidence, between the title and the knobs.
fn story(text: &str) -> String {
    let is_own = |line: &&str| !line.contains("REPLAY") && !line.contains("sockets-tutor replay");
    let mut lines: Vec<&str> = text.lines().filter(is_own).collect();
    let knobs = |line: &&str| line.starts_with("knobs: ") || line.starts_with("旋钮：");
    let knobs = lines.iter().position(knobs).expect("a line of knobs");
    lines.drain(1..knobs);
    lines.join("\n").trim().to_string()
}

#[test]
fn a_record_is_what_the_run_printed() {
    let world = World::new();
    for demo in DEMOS {
        let printed = run_json(&world, &[demo.slug, "--save", "run.jsonl"]);
        let saved = std::fs::read_to_string(world.path("run.jsonl")).expect("it is saved");
        // A frame's fields are printed, but a file leaves out what its bytes say.
        let events = printed
            .lines()
            .map(|line| json::event(line).expect("a line of a record"));
        let stored: String = events.map(|event| json::stored(&event) + "\n").collect();
        assert_eq!(saved, stored, "{}", demo.slug);
        let again = world.tutor(["replay", "run.jsonl", "--json"]).run().good();
        assert_eq!(again, printed, "{}", demo.slug);
    }
}

#[test]
fn a_replay_says_what_the_run_said() {
    let world = World::new();
    for lang in LANGS {
        for demo in DEMOS {
            let live = world
                .tutor(["run-demo", demo.slug, "--save", "run.jsonl"])
                .lang(lang)
                .run()
                .good();
            let again = world.tutor(["replay", "run.jsonl"]).lang(lang).run().good();
            assert!(
                again
                    .lines()
                    .next()
                    .is_some_and(|line| line.contains("REPLAY")),
                "{again}"
            );
            assert!(!live.contains("REPLAY"));
            // What was true then is not said of now.
            let evidence = ["nothing happens now", "现在什么也没有发生"];
            let says = |text: &str| evidence.iter().any(|evidence| text.contains(evidence));
            assert_eq!((says(&again), says(&live)), (true, false), "{again}");
            assert_eq!(story(&again), story(&live), "{}", demo.slug);
        }
    }
}

#[test]
fn a_diagram_can_be_drawn_again() {
    let world = World::new();
    let live = world
        .tutor(["run-demo", "udp-echo", "--mermaid", "--save", "run.jsonl"])
        .run()
        .good();
    let again = world
        .tutor(["replay", "run.jsonl", "--mermaid"])
        .run()
        .good();
    assert_eq!(again, live);
}

#[test]
fn stepping_goes_forward_and_back() {
    let world = World::new();
    world
        .tutor(["run-demo", "anatomy", "--save", "run.jsonl"])
        .run()
        .good();
    let stepped = |input: &str| {
        let text = world
            .tutor(["replay", "run.jsonl", "--step"])
            .input(input)
            .run()
            .good();
        let head = text.lines().next().unwrap_or_default();
        assert!(head.contains("REPLAY"), "{text}");
        let is_sentence = |line: &&str| {
            line.split_once(". ")
                .is_some_and(|(number, _)| number.parse::<u32>().is_ok())
        };
        let numbers = text
            .lines()
            .filter(is_sentence)
            .map(|line| line.split('.').next().unwrap_or_default().to_string());
        (numbers.collect::<Vec<_>>(), text.clone())
    };
    // The opening is the first thing said, then sentence after sentence.
    assert_eq!(stepped("").0, [""; 0]);
    assert_eq!(stepped("\n").0, [""; 0]);
    let forward = stepped("\n\n\n\n\n").0;
    assert_eq!(forward, ["1", "2", "3"]);
    for back in ["b", "<", "B", "back"] {
        assert_eq!(
            stepped(&format!("\n\n\n\n\n{back}\n\n")).0,
            ["1", "2", "3", "2", "3"]
        );
    }
    let (numbers, text) = stepped("\nb\nq\n\n\n\n");
    assert_eq!(numbers, [""; 0]);
    assert!(
        text.contains("This is the beginning of the record."),
        "{text}"
    );
    // To the very end and one further, then back: the end is told again.
    let (_, text) = stepped(&"\n".repeat(1000));
    assert!(text.contains("The run is over"), "{text}");
    assert!(text.contains("This is the end of the record."), "{text}");
    // Other lines do nothing.
    assert_eq!(stepped("\n\nx\nhello\n7\n\n\n\n").0, ["1", "2", "3"]);
}

/// A record is somebody's file: nothing in it reaches a terminal as it is.
#[test]
fn a_hostile_record_does_no_harm() {
    let world = World::new();
    let calm = run_json(&world, &["tcp-echo"]);
    for message in HOSTILE {
        let inside = serde_json::to_string(message).expect("a text is JSON");
        let inside = inside.trim_matches('"');
        let places = [
            ("\"client\"", format!("\"{inside}\"")),
            ("\"client/1\"", format!("\"{inside}\"")),
            ("\"connect\"", format!("\"{inside}\"")),
            ("\"step\":\"send\"", format!("\"step\":\"{inside}\"")),
            ("SOCK_STREAM", inside.to_string()),
            ("\"demo\":\"tcp-echo\"", format!("\"demo\":\"{inside}\"")),
            ("\"error\":null", format!("\"error\":\"{inside}\"")),
            ("\"finished\"", "\"failed\"".to_string()),
        ];
        let mut damaged = calm.clone();
        for (from, to) in places {
            assert!(damaged.contains(from), "{from}");
            damaged = damaged.replace(from, &to);
        }
        world.file("hostile.jsonl", &damaged);
        for lang in LANGS {
            for extra in [&[][..], &["--mermaid"], &["--step"]] {
                let words = ["replay", "hostile.jsonl"].iter().chain(extra);
                let tutor = world
                    .tutor(words)
                    .lang(lang)
                    .input("\n\n\nb\n\n\n\n\n\n\n\n");
                let (text, trouble) = tutor.run().not_passed();
                assert!(is_harmless(&text), "{text:?}");
                assert_eq!(trouble, "");
            }
        }
    }
}
