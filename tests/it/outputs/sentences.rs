//! Plain output: numbered sentences, headings of steps, nothing a terminal obeys.

use std::collections::BTreeMap;

use sockets_tutor::course::{AFTER, Course};
use sockets_tutor::demos::{DEMOS, Demo, records};
use sockets_tutor::event::Evidence;
use sockets_tutor::lang::Lang;
use sockets_tutor::lang::words::words;

use super::{HOSTILE, is_harmless};
use crate::support::{LANGS, World};

/// The numbers that begin a line, of sentences and of lists in the narration.
fn numbers(text: &str) -> Vec<usize> {
    let number = |line: &str| line.split_once(". ")?.0.parse().ok();
    text.lines().filter_map(number).collect()
}

fn run(world: &World, lang: Lang, arguments: &[&str]) -> String {
    let words = ["run-demo"].iter().chain(arguments);
    world.tutor(words).lang(lang.code()).run().good()
}

#[test]
fn sentences_are_numbered_without_gaps() {
    let world = World::new();
    for lang in Lang::ALL {
        for demo in DEMOS {
            let text = run(&world, lang, &[demo.slug]);
            let found = numbers(&text);
            assert!(found.len() > 5, "{text}");
            assert_eq!(
                found,
                (1..=found.len()).collect::<Vec<_>>(),
                "{}",
                demo.slug
            );
        }
    }
}

#[test]
fn every_step_is_headed_once_and_the_end_follows() {
    let world = World::new();
    let course = Course::embedded().expect("the course loads");
    for lang in Lang::ALL {
        for demo in DEMOS {
            let text = run(&world, lang, &[demo.slug]);
            let narration = course.narration(demo.slug, lang).expect("it can be read");
            let narration = narration.unwrap_or_else(|| panic!("{} has no narration", demo.slug));
            let run = &words(lang).run;
            let mut titles: BTreeMap<&str, usize> = BTreeMap::new();
            for section in &narration.sections {
                let title = match section.step.as_str() {
                    AFTER => section.title.clone(),
                    _ => run.step.replace("{title}", &section.title),
                };
                let times = text.lines().filter(|line| **line == title).count();
                titles.insert(&section.step, times);
            }
            for (step, times) in titles {
                assert!(times <= 1, "{lang} {}: {step} {times} times", demo.slug);
                let always = !can_be_absent(demo, step);
                assert!(
                    times == 1 || !always,
                    "{lang} {}: {step} is not there",
                    demo.slug
                );
            }
            let over = match demo.evidence {
                Evidence::Kernel => &run.finished,
                Evidence::Lab => &run.finished_lab,
            };
            let over = over.split(['{', '：', ':']).next().unwrap_or_default();
            assert_eq!(
                text.matches(over).count(),
                1,
                "{lang} {}: {over}",
                demo.slug
            );
        }
    }
}

/// Steps that come only with other knobs than the default ones: those that no record has. Which those
/// may be stands with the test of the records.
fn can_be_absent(demo: &Demo, step: &str) -> bool {
    let recorded = |record: &str| record.contains(&format!("\"step\":\"{step}\""));
    let record = records::of(demo.slug);
    let usual = step == AFTER || record.is_some_and(recorded);
    // Only where the machine has such addresses.
    !usual || (demo.slug == "which-address" && matches!(step, "second" | "six"))
}

#[test]
fn nothing_but_text_is_printed() {
    let world = World::new();
    for lang in Lang::ALL {
        for demo in DEMOS {
            let text = run(&world, lang, &[demo.slug]);
            assert!(is_harmless(&text), "{text:?}");
            let drawn = |c: char| matches!(c, '\u{2500}'..='\u{259f}');
            assert!(!text.contains(drawn), "{}: {text}", demo.slug);
            assert!(
                !text.lines().any(|line| line.ends_with(' ')),
                "{}: {text}",
                demo.slug
            );
        }
    }
}

#[test]
fn hostile_messages_are_shown_and_not_obeyed() {
    let world = World::new();
    for lang in LANGS {
        for message in HOSTILE {
            let set = format!("message={message}");
            for demo in ["tcp-echo", "udp-echo", "hello-two", "anatomy"] {
                let text = world
                    .tutor(["run-demo", demo, "--set", &set])
                    .lang(lang)
                    .run()
                    .good();
                assert!(is_harmless(&text), "{demo}: {text:?}");
            }
        }
    }
    let text = world
        .tutor(["run-demo", "anatomy", "--set", "message=\u{1b}[2J\u{202e}"])
        .run()
        .good();
    assert!(
        text.contains(r#""\u{1b}[2J\u{202e}"  1b 5b 32 4a e2 80 ae"#),
        "{text}"
    );
    assert!(text.contains(r"message=\u{1b}[2J\u{202e}"), "{text}");
}

/// One thread: the order is certain, and the sentences can be compared whole.
#[cfg(target_os = "linux")]
#[test]
fn the_sentences_of_a_whole_life() {
    let world = World::new();
    let text = world
        .tutor(["run-demo", "anatomy", "--set", "message=hi"])
        .run()
        .good_filtered();
    if text.contains("bind on program/2 fails") {
        crate::support::skipped(
            "somebody else has the UDP port that the demo wants; it takes another",
        );
        return;
    }
    // A sentence goes on where the line is indented.
    let mut sentences: Vec<String> = Vec::new();
    for line in text.lines() {
        let is_first = line
            .split_once(". ")
            .is_some_and(|(number, _)| number.parse::<u32>().is_ok());
        match (is_first, line.strip_prefix("   "), sentences.last_mut()) {
            (true, _, _) => sentences.push(line.to_string()),
            (false, Some(more), Some(last)) if last.starts_with(char::is_numeric) => {
                last.push(' ');
                last.push_str(more.trim_start());
            }
            _ => sentences.push(String::new()),
        }
    }
    sentences.retain(|sentence| !sentence.is_empty());
    let expected = include_str!("anatomy.txt");
    assert_eq!(sentences.join("\n") + "\n", expected);
}
