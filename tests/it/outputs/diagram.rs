//! Mermaid: who is drawn, where arrows go, and signs that Mermaid would obey.

use super::HOSTILE;
use crate::support::{LANGS, World};

fn diagram(world: &World, arguments: &[&str]) -> Vec<String> {
    let words = ["run-demo"].iter().chain(arguments).chain(&["--mermaid"]);
    let text = world.tutor(words).run().good();
    assert!(text.starts_with("sequenceDiagram\n"), "{text}");
    text.lines()
        .skip(1)
        .map(|line| line.trim().to_string())
        .collect()
}

#[test]
fn arrows_go_from_the_sender_to_the_receiver() {
    let world = World::new();
    let lines = diagram(&world, &["tcp-echo", "--set", "message=ping"]);
    assert_eq!(
        lines[..2],
        ["participant a0 as server", "participant a1 as client"]
    );
    let arrow = |from: &str, to: &str, start: &str| {
        let start = format!("{from}->>{to}: {start}");
        lines.iter().filter(|line| line.starts_with(&start)).count()
    };
    assert_eq!(arrow("a1", "a0", "connect("), 1);
    assert_eq!(arrow("a1", "a0", "write 4 #34;ping#34;"), 1);
    assert_eq!(arrow("a0", "a1", "write 4 #34;ping#34;"), 1);
    assert_eq!(arrow("a1", "a0", "shutdown("), 1);
    // Nobody sends by taking, and nobody sends to itself.
    for line in &lines {
        assert!(
            !line.starts_with("a0->>a0") && !line.starts_with("a1->>a1"),
            "{line}"
        );
        let arrow = line.contains("->>");
        let takes =
            line.contains(": read ") || line.contains(": accept(") || line.contains(": close(");
        assert!(!(arrow && takes), "{line}");
    }
}

#[test]
fn datagrams_and_many_actors_have_arrows() {
    let world = World::new();
    let lines = diagram(&world, &["udp-echo", "--set", "message=abc"]);
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("a1->>a0: sendto 3 #34;abc#34;")),
        "{lines:?}"
    );
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("a0->>a1: sendto 3 #34;abc#34;")),
        "{lines:?}"
    );
    let lines = diagram(&world, &["tcp-echo", "--set", "clients=3"]);
    for name in ["a2 as client-", "a3 as client-"] {
        assert!(
            lines
                .iter()
                .any(|line| line.starts_with(&format!("participant {name}"))),
            "{lines:?}"
        );
    }
    for client in ["a1", "a2", "a3"] {
        let start = format!("a0->>{client}: write 5");
        assert!(
            lines.iter().any(|line| line.starts_with(&start)),
            "{start} in {lines:?}"
        );
    }
}

#[test]
fn a_long_run_is_cut_and_counted() {
    let world = World::new();
    let lines = diagram(&world, &["demux"]);
    let last = lines.last().map_or("", String::as_str);
    assert!(
        last.starts_with("Note over a0: … ") && last.ends_with(" ×"),
        "{last}"
    );
    assert_eq!(lines.len(), 2 + 300 + 1);
}

/// Every line is a participant, an arrow or a note, and no text of a line holds a sign of Mermaid's.
#[test]
fn no_message_breaks_the_diagram() {
    let world = World::new();
    for message in HOSTILE
        .iter()
        .chain(&["a\nb", "end", "x; y\nNote over a0: forged"])
    {
        let set = format!("message={message}");
        let lines = diagram(&world, &["tcp-echo", "--set", &set]);
        for line in lines {
            let (head, text) = match line.strip_prefix("participant ") {
                Some(rest) => rest.split_once(" as ").expect("a name"),
                None => line.split_once(": ").expect("a text"),
            };
            let head = head.trim_start_matches("Note over ");
            let actors: Vec<&str> = head.split("->>").collect();
            assert!(
                actors.iter().all(|actor| matches!(*actor, "a0" | "a1")),
                "{line}"
            );
            let codes = text.split('#').skip(1);
            for code in codes {
                let number = code.split(';').next().unwrap_or_default();
                assert!(number.parse::<u32>().is_ok(), "{line}");
            }
            let rest: String = text
                .split('#')
                .enumerate()
                .map(|(at, part)| match at {
                    0 => part,
                    _ => part.split_once(';').map_or("", |(_, rest)| rest),
                })
                .collect();
            assert!(
                !rest.contains(['#', ';', ':', '<', '>', '"', '{', '}', '%', '\\']),
                "{line}"
            );
            assert!(!rest.contains(char::is_control), "{line:?}");
        }
    }
}

#[test]
fn a_diagram_is_the_same_in_every_language() {
    let world = World::new();
    world
        .tutor(["run-demo", "hello-two", "--save", "run.jsonl"])
        .run()
        .good();
    let drawn = LANGS.map(|lang| {
        world
            .tutor(["replay", "run.jsonl", "--mermaid"])
            .lang(lang)
            .run()
            .good()
    });
    assert_eq!(drawn[0], drawn[1]);
}
