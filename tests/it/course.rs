//! The course of the program as a learner meets it, and courses of teachers.

mod commands;
mod notes;
mod plan;
mod teachers;

use std::collections::BTreeSet;

use sockets_tutor::course::Course;
use sockets_tutor::demos::DEMOS;
use sockets_tutor::lang::Lang;
use unicode_width::UnicodeWidthStr;

use crate::support::World;

fn embedded() -> Course {
    Course::embedded().expect("the course loads")
}

#[test]
fn check_course_finds_nothing() {
    let world = World::new();
    let lessons = embedded().lessons.len();
    let expected = [
        ("en", format!("No fault found. Lessons: {lessons}.\n")),
        ("zh", format!("没有发现错误。共 {lessons} 课。\n")),
    ];
    for (lang, expected) in expected {
        assert_eq!(
            world.tutor(["check-course"]).lang(lang).run().good(),
            expected
        );
        assert_eq!(
            world
                .tutor(["check-course", "--json"])
                .lang(lang)
                .run()
                .good(),
            "[]\n"
        );
    }
}

#[test]
fn every_demo_is_linked_by_a_lesson() {
    let course = embedded();
    for lang in Lang::ALL {
        let mut linked = BTreeSet::new();
        for entry in &course.lessons {
            let page = course.page(entry, lang).expect("it can be read");
            assert_eq!(page.front.lang, lang, "{} is not translated", entry.slug);
            let targets = page.doc.links.iter().map(|link| link.target.clone());
            linked.extend(
                targets.filter_map(|target| target.strip_prefix("demo:").map(str::to_string)),
            );
        }
        for demo in DEMOS {
            assert!(
                linked.contains(demo.slug),
                "{lang}: no lesson links {}",
                demo.slug
            );
        }
    }
}

#[test]
fn every_demo_is_narrated_in_both_languages() {
    let course = embedded();
    for lang in Lang::ALL {
        for demo in DEMOS {
            let front = course
                .narration_front(demo.slug, lang)
                .expect("it can be read");
            let front = front.unwrap_or_else(|| panic!("{} has no narration", demo.slug));
            assert_eq!(front.lang, lang, "{} is not translated", demo.slug);
            assert!(!front.title.trim().is_empty() && !front.summary.trim().is_empty());
            for knob in demo.knobs {
                let about = front.knobs.get(knob.name).map_or("", String::as_str);
                assert!(
                    !about.trim().is_empty(),
                    "{lang} {}: {}",
                    demo.slug,
                    knob.name
                );
            }
        }
    }
}

/// Punctuation that ends something and must not begin a line.
const CLOSING: &str = "，。、；：！？）】》〉」』”’";

#[test]
fn lessons_fit_every_width() {
    let world = World::new();
    for entry in &embedded().lessons {
        let number = entry.number.to_string();
        for lang in Lang::ALL {
            for width in (20..=200).step_by(7) {
                let words = ["lesson", &number, "--width", &width.to_string()];
                let text = world.tutor(words).lang(lang.code()).run().good();
                for line in text.lines() {
                    let place = format!("{lang} {number} at {width}: {line:?}");
                    assert!(line.width() <= width, "too wide: {place}");
                    let marks = |c: char| c == ' ' || ('\u{2500}'..='\u{257f}').contains(&c);
                    let start = line.trim_start_matches(marks).chars().next();
                    let closes = start.is_some_and(|start| CLOSING.contains(start));
                    assert!(!closes, "begins with what ends: {place}");
                    assert_eq!(line, line.trim_end(), "a blank at the end: {place}");
                }
            }
        }
    }
}

/// Sections put together are the lesson, and none is empty.
#[test]
fn a_section_alone_is_a_part_of_its_lesson() {
    let world = World::new();
    for entry in &embedded().lessons {
        for lang in Lang::ALL {
            let words = ["lesson", entry.slug.as_str()];
            let whole = world.tutor(words).lang(lang.code()).run().good();
            let page = embedded().page(entry, lang).expect("it can be read");
            let is_section = |kind: &sockets_tutor::doc::BlockKind| {
                matches!(
                    kind,
                    sockets_tutor::doc::BlockKind::Heading { level: 2, .. }
                )
            };
            let count = page
                .doc
                .blocks
                .iter()
                .filter(|block| is_section(&block.kind))
                .count();
            assert!(count > 2, "{}", entry.slug);
            for section in 1..=count {
                let words = [
                    "lesson",
                    entry.slug.as_str(),
                    "--section",
                    &section.to_string(),
                ];
                let part = world.tutor(words).lang(lang.code()).run().good();
                let heading = part.lines().next().unwrap_or_default();
                assert!(whole.lines().any(|line| line == heading), "{heading}");
                assert!(part.lines().count() > 3, "{part}");
            }
        }
    }
}
