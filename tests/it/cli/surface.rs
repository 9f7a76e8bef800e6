//! Listings, colours, languages, and outputs that somebody stops reading.

use serde_json::Value;
use sockets_tutor::demos::DEMOS;

use super::world;
use crate::support::{LANGS, World};

/// Every command that prints a page, with arguments that make it print one.
const PRINTING: &[&[&str]] = &[
    &["list"],
    &["list", "--json"],
    &["lesson", "3"],
    &["lesson", "3", "--notes"],
    &["plan"],
    &["plan", "16"],
    &["plan", "16", "--json"],
    &["glossary"],
    &["glossary", "segment"],
    &["glossary", "--json"],
    &["demos"],
    &["demos", "--json"],
    &["run-demo", "tcp-echo"],
    &[
        "run-demo",
        "both-wait",
        "--set",
        "first=client",
        "--mermaid",
    ],
    &["run-demo", "udp-echo", "--json"],
    &["completions", "zsh"],
    &["man"],
    &["--help"],
];

/// An alias with `--lang zh` may still be asked for English.
#[test]
fn of_an_option_given_twice_the_last_counts() {
    let world = World::new();
    let list = |arguments: &[&str]| world.tutor(arguments).run().good();
    assert_eq!(
        list(&["--lang", "zh", "--lang", "en", "list"]),
        list(&["list", "--lang", "en"])
    );
    assert_eq!(
        list(&["list", "--json", "--json", "--lang=zh"]),
        list(&["list", "--json", "--lang=en", "--lang=zh"])
    );
}

#[test]
fn without_a_command_it_lists_the_lessons() {
    let world = World::new();
    for lang in LANGS {
        let list = world.tutor(["list"]).lang(lang).run().good();
        assert_eq!(world.tutor([""; 0]).lang(lang).run().good(), list);
        assert!(list.contains("sockets-tutor lesson 1"), "{list}");
        assert!(list.contains("socket-api"), "{list}");
    }
}

/// The objects of a listing as scripts read it.
fn objects(world: &World, arguments: &[&str], lang: &str) -> Vec<Value> {
    let text = world.tutor(arguments).lang(lang).run().good();
    let value: Value = serde_json::from_str(&text).expect("it is JSON");
    let objects = value.as_array().expect("it is an array").clone();
    for object in &objects {
        let slug = object["slug"].as_str().unwrap_or_default();
        assert!(!slug.is_empty(), "{object}");
    }
    objects
}

#[test]
fn listings_are_arrays_of_objects_with_slugs() {
    let world = World::new();
    for lang in LANGS {
        let lessons = objects(&world, &["list", "--json"], lang);
        assert!(
            lessons
                .iter()
                .any(|lesson| lesson["slug"] == "socket-api" && lesson["number"] == 3)
        );
        // What is not written yet comes after what is, and says so.
        let written = lessons.iter().filter(|one| one["announced"] == false);
        let written = written.count();
        assert!(written >= 12 && written < lessons.len());
        for (place, lesson) in lessons.iter().enumerate() {
            assert_eq!(lesson["announced"], place >= written, "{lesson}");
            assert_eq!(lesson["state"].is_null(), place >= written, "{lesson}");
            assert!(
                lesson["title"]
                    .as_str()
                    .is_some_and(|text| !text.is_empty())
            );
        }
        for field in ["summary", "lang"] {
            assert!(
                lessons[..written]
                    .iter()
                    .all(|lesson| lesson[field].as_str().is_some_and(|text| !text.is_empty()))
            );
        }
        let demos = objects(&world, &["demos", "--json"], lang);
        let slugs: Vec<_> = demos
            .iter()
            .filter_map(|demo| demo["slug"].as_str())
            .collect();
        let known: Vec<_> = DEMOS.iter().map(|demo| demo.slug).collect();
        assert_eq!(slugs, known);
        for (demo, known) in demos.iter().zip(DEMOS) {
            assert_eq!(demo["evidence"], known.evidence.name());
            let knobs = demo["knobs"].as_array().expect("knobs are a list");
            let names: Vec<_> = knobs
                .iter()
                .filter_map(|knob| knob["name"].as_str())
                .collect();
            assert_eq!(
                names,
                known.knobs.iter().map(|knob| knob.name).collect::<Vec<_>>()
            );
        }
        let found = objects(&world, &["doctor", "--json"], lang);
        assert!(
            found.iter().all(|finding| finding["go"] == true),
            "{found:?}"
        );
        let preflight = known
            .iter()
            .chain(["ipv4", "descriptors", "terminal", "time"].iter());
        for slug in preflight.chain(&["colour", "unicode"]) {
            let finding = found.iter().find(|finding| finding["slug"] == *slug);
            let finding = finding.unwrap_or_else(|| panic!("no {slug}"));
            assert_eq!(finding["section"], "preflight", "{finding}");
        }
        // No terminal, no promise of UTF-8: worth a note, and no reason to send a class home.
        let noted = |finding: &&Value| finding["verdict"] == "note";
        let noted: Vec<_> = found.iter().filter(noted).map(|f| &f["slug"]).collect();
        assert_eq!(noted, ["terminal", "unicode"]);
        let questions = objects(&world, &["quiz", "3", "--json"], lang);
        assert!(questions.len() > 3 && questions.iter().all(|one| one["answer"].is_null()));
        assert!(questions.iter().all(|one| {
            one.get("right").is_none()
                && one["choices"]
                    .as_array()
                    .is_some_and(|all| all.iter().all(Value::is_string))
        }));
        assert!(objects(&world, &["review", "--json"], lang).is_empty());
    }
}

#[test]
fn a_term_is_found_by_every_name_it_has() {
    let world = World::new();
    let told = |words: &[&str], lang: &str| {
        let words = ["glossary"].iter().chain(words);
        world.tutor(words).lang(lang).run().good()
    };
    for lang in LANGS {
        let terms = objects(&world, &["glossary", "--json"], lang);
        assert!(terms.len() > 100);
        for term in &terms {
            assert!(term["number"].is_number(), "{term}");
            for text in ["name", "meaning"].map(|field| &term[field]) {
                let said = |lang: &str| text[lang].as_str().is_some_and(|text| !text.is_empty());
                assert!(said("en") && said("zh"), "{term}");
            }
        }
        let one = told(&["advertised-window"], lang);
        assert!(one.contains("advertised window") && one.contains("通告窗口"));
        for name in [&["advertised", "window"][..], &["RWND"], &["通告窗口"]] {
            assert_eq!(told(name, lang), one, "{name:?}");
        }
        // A word may name two things.
        let two = objects(&world, &["glossary", "接口", "--json"], lang);
        let slugs: Vec<_> = two.iter().map(|term| &term["slug"]).collect();
        assert_eq!(slugs, ["api", "interface"]);
    }
    let first = |text: String, of: &str| text.find(of).unwrap_or_else(|| panic!("no {of}"));
    let (en, zh) = (told(&[], "en"), told(&[], "zh"));
    assert!(en.contains("\nsegment · 报文段 (lesson 5)\n"), "{en}");
    assert!(first(en.clone(), "AIMD ·") < first(en, "byte ·"));
    // In the order of the lessons.
    assert!(first(zh.clone(), "\n字节 · byte\n") < first(zh, "（AIMD） · AIMD\n"));
}

#[test]
fn a_printed_lesson_shows_the_words_of_its_terms_alone() {
    let world = World::new();
    for (lang, row) in [("en", "│ flow control "), ("zh", "│ 流量控制 ")] {
        for number in 1..=12 {
            let words = ["lesson", &number.to_string()];
            let text = world.tutor(words).lang(lang).run().good();
            assert!(!text.contains("term:"), "{lang} {number}");
            assert_eq!(text.contains(row), number == 8, "{lang} {number}");
        }
        let styled = world.tutor(["lesson", "8", "--color", "always"]);
        let styled = styled.lang(lang).env("TERM", "xterm").run().good();
        // The bar has a style, which ends before the word; the word has none.
        let name = row.trim_start_matches('│');
        assert!(styled.contains(&format!("m{name} ")), "{styled}");
    }
}

#[test]
fn the_doctor_says_go() {
    let world = World::new();
    for (lang, section, verdict) in [
        (
            "en",
            "\nPreflight: can a class be held on it now?\n\n    go  IPv4",
            "\nGO: every demo ran 3 times.\n",
        ),
        (
            "zh",
            "\n课前检查：现在能用它上课吗\n\n  可以  IPv4",
            "\n可以上课：每个演示都运行了 3 次。\n",
        ),
    ] {
        let text = world.tutor(["doctor"]).lang(lang).run().good();
        assert!(text.contains(section) && text.ends_with(verdict), "{text}");
    }
}

#[test]
fn a_demo_is_listed_with_every_knob() {
    let world = World::new();
    for lang in LANGS {
        let text = world.tutor(["demos"]).lang(lang).run().good();
        for demo in DEMOS {
            assert!(text.contains(&format!("{} · ", demo.slug)), "{text}");
            for knob in demo.knobs {
                assert!(
                    text.contains(&format!("• {} ", knob.name)),
                    "{} {}",
                    demo.slug,
                    knob.name
                );
            }
        }
    }
}

#[test]
fn what_is_piped_has_no_escapes() {
    let world = World::new();
    for lang in LANGS {
        for arguments in PRINTING {
            let text = world
                .tutor(*arguments)
                .lang(lang)
                .env("TERM", "xterm-256color")
                .run()
                .good();
            assert!(!text.contains('\u{1b}'), "{arguments:?}");
        }
    }
}

#[test]
fn colours_come_when_asked_for() {
    let world = World::new();
    let escapes = |extra: &[&str], env: &[(&str, &str)]| {
        let mut tutor = world
            .tutor(["lesson", "3"].iter().chain(extra))
            .env("TERM", "xterm-256color");
        for (name, value) in env {
            tutor = tutor.env(name, value);
        }
        let text = tutor.run().good();
        let colour = ["\u{1b}[38;", "\u{1b}[48;", "\u{1b}[3", "\u{1b}[9"];
        (
            text.contains('\u{1b}'),
            colour.iter().any(|start| {
                let mut rest = text.split(start).skip(1);
                rest.any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
            }),
        )
    };
    let (nothing, styles, colours) = ((false, false), (true, false), (true, true));
    assert_eq!(escapes(&[], &[]), nothing);
    assert_eq!(escapes(&["--color", "always"], &[]), colours);
    assert_eq!(
        escapes(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]),
        nothing
    );
    assert_eq!(escapes(&[], &[("CLICOLOR_FORCE", "1")]), colours);
    assert_eq!(escapes(&[], &[("CLICOLOR_FORCE", "0")]), nothing);
    assert_eq!(escapes(&[], &[("NO_COLOR", "1")]), nothing);
    // Bold and underline are no colours.
    assert_eq!(
        escapes(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]),
        styles
    );
    assert_eq!(escapes(&["--color=always"], &[("NO_COLOR", "1")]), colours);
    // An empty NO_COLOR says nothing (no-color.org).
    assert_eq!(escapes(&["--color=always"], &[("NO_COLOR", "")]), colours);
    let text = world
        .tutor(["run-demo", "demux", "--json", "--color=always"])
        .run()
        .good();
    assert!(!text.contains('\u{1b}'), "events are for programs");
}

#[test]
fn the_language_is_the_one_asked_for() {
    let world = World::new();
    let is_chinese = |arguments: &[&str], env: &[(&str, &str)]| {
        let mut tutor = world.tutor(arguments);
        for (name, value) in env {
            tutor = tutor.env(name, value);
        }
        tutor.run().good().contains("运行演示")
    };
    assert!(!is_chinese(&["list"], &[]));
    assert!(is_chinese(
        &["list", "--lang", "zh"],
        &[("SOCKETS_TUTOR_LANG", "en")]
    ));
    assert!(is_chinese(&["--lang=zh", "list"], &[]));
    assert!(is_chinese(
        &["list"],
        &[("SOCKETS_TUTOR_LANG", "zh"), ("LANG", "en_US.UTF-8")]
    ));
    assert!(is_chinese(&["list"], &[("LANG", "zh_CN.UTF-8")]));
    assert!(is_chinese(
        &["list"],
        &[("LC_ALL", "zh_TW.UTF-8"), ("LANG", "en_US.UTF-8")]
    ));
    assert!(!is_chinese(
        &["list"],
        &[("LC_ALL", "C"), ("LANG", "zh_CN.UTF-8")]
    ));
    assert!(!is_chinese(&["list"], &[("LANG", "fr_FR.UTF-8")]));
    assert!(is_chinese(
        &["list"],
        &[("SOCKETS_TUTOR_LANG", "fr"), ("LANG", "zh_CN.UTF-8")]
    ));
}

#[test]
fn it_needs_neither_home_nor_environment() {
    let world = World::new();
    for arguments in PRINTING {
        let outcome = world.tutor(*arguments).without_home().run();
        let text = match arguments {
            // It is read all the same, with a word about the place that nothing has.
            ["lesson", _] => outcome.warned().0,
            _ => outcome.good(),
        };
        assert!(!text.is_empty(), "{arguments:?}");
    }
}

/// `… | head` is no error, wherever the pipe breaks.
#[test]
fn a_reader_that_goes_away_is_no_error() {
    let world = world();
    let record = world.path("run.jsonl");
    let record = record.to_str().expect("UTF-8");
    let saved = world
        .tutor(["run-demo", "demux", "--json", "--save", record])
        .run()
        .good();
    assert_eq!(std::fs::read_to_string(record).expect("it is saved"), saved);
    let replays: [&[&str]; 2] = [&["replay", record], &["replay", record, "--mermaid"]];
    for arguments in PRINTING.iter().chain(&replays) {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let output = world.tutor(*arguments).run_into(writer).good();
        assert_eq!(output, "", "{arguments:?}");
    }
    // A stepped run is left as soon as nobody reads it.
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let stepped = world.tutor(["run-demo", "tcp-echo", "--auto", "60"]);
    assert_eq!(stepped.run_into(writer).good(), "");
}
