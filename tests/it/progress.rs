//! The learner's record through the program: kept, shown, damaged, forgotten, written by two at once.

mod courses;
mod places;
mod quiz;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::Value;
use sockets_tutor::progress::{Asked, Day, Progress};

use crate::support::{DEADLINE, LANGS, World, skipped};

/// Where the record of a world lies.
const FILE: &str = "kept/progress.toml";

fn tutor<'w>(world: &'w World, arguments: &[&str]) -> crate::support::Tutor<'w> {
    let home = world.path("kept");
    (world.tutor(arguments)).env("SOCKETS_TUTOR_HOME", home)
}

fn text(world: &World) -> String {
    std::fs::read_to_string(world.path(FILE)).expect("the record is there")
}

/// What `progress --json` or `list --json` says of a lesson.
fn of_lesson(world: &World, command: &str, slug: &str) -> Value {
    let text = tutor(world, &[command, "--json"]).run().good();
    let lessons: Vec<Value> = serde_json::from_str(&text).expect("it is an array");
    let mut lessons = lessons.into_iter();
    let found = lessons.find(|lesson| lesson["slug"] == slug);
    found.expect("the lesson is listed")
}

/// A record with one answer right and one wrong, made through the library on a fixed day.
fn answered(world: &World, day: Day) {
    let (mut progress, warning) = Progress::open_in(world.path("kept"));
    assert_eq!(warning, None);
    for (id, right) in [("send-returned", true), ("no-cable", false)] {
        let (lesson, id) = ("first-bytes".to_string(), id.to_string());
        let asked = Asked::Quiz { lesson, id };
        assert_eq!(progress.record_answer(&asked, right, day), None);
    }
}

#[test]
fn a_lesson_that_is_printed_is_begun() {
    let world = World::new();
    for command in ["list", "progress"] {
        let lesson = of_lesson(&world, command, "ports");
        assert_eq!(
            (&lesson["state"], &lesson["quiz"]),
            (&"new".into(), &Value::Null)
        );
    }
    assert!(!world.path("kept").exists(), "looking makes nothing");
    let _ = tutor(&world, &["lesson", "10"]).run().good();
    assert_eq!(
        text(&world),
        "# begin\nlast = \"ports\"\nschema = 1\n\n[lessons.ports]\nstate = \"begun\"\n# end\n"
    );
    for command in ["list", "progress"] {
        assert_eq!(of_lesson(&world, command, "ports")["state"], "begun");
        assert_eq!(of_lesson(&world, command, "socket-api")["state"], "new");
    }
    for (lang, state, go_on) in [
        ("en", "begun", "Go on:   sockets-tutor lesson 10\n"),
        ("zh", "在读", "继续阅读：sockets-tutor lesson 10\n"),
    ] {
        let list = tutor(&world, &["list"]).lang(lang).run().good();
        assert_eq!(list.matches(state).count(), 1, "{list}");
        let shown = tutor(&world, &["progress"]).lang(lang).run().good();
        assert!(shown.contains(state) && shown.contains(go_on), "{shown}");
        assert!(shown.contains("progress.toml"), "{shown}");
    }
}

#[test]
fn scores_are_shown_and_counted() {
    let world = World::new();
    answered(&world, Day::today());
    let lesson = of_lesson(&world, "list", "first-bytes");
    assert_eq!(lesson["quiz"]["right"], 1);
    assert_eq!(lesson["quiz"]["questions"], 5);
    for (lang, command, score) in [
        ("en", "list", "begun 1/5 "),
        ("zh", "list", "在读 1/5 "),
        ("en", "progress", "begun · 1 of 5 right"),
        ("zh", "progress", "在读 · 答对 1/5"),
    ] {
        let shown = tutor(&world, &[command]).lang(lang).run().good();
        assert!(shown.contains(score), "{shown}");
        let widths = shown.lines().map(unicode_width::UnicodeWidthStr::width);
        assert!(widths.max() <= Some(80), "{shown}");
    }
}

/// Between the ends of the earth there is always a midnight, and "tomorrow" is the learner's own.
#[cfg(unix)]
#[test]
fn a_day_begins_at_the_learners_midnight() {
    let due = |zone: &str| {
        let world = World::new();
        let quiz = tutor(&world, &["quiz", "1"]).env("TZ", zone).input("b\n");
        let _ = quiz.run().not_passed();
        let line = text(&world).lines().find_map(|line| {
            let day = line.strip_prefix("due = ")?;
            day.parse::<Day>().ok()
        });
        line.expect("a missed question is due some day")
    };
    let (last, first) = (due("AOE+12"), due("LINT-14"));
    assert!(last < first, "{last} {first}");
    let between = due("UTC0");
    assert!(last <= between && between <= first, "{between}");
}

#[test]
fn what_was_missed_is_asked_when_it_is_due() {
    let day = Day::of(2026, 3, 1).expect("a day");
    let world = World::new();
    answered(&world, day);
    let (progress, _) = Progress::open_in(world.path("kept"));
    assert_eq!(progress.due_for_review(day).len(), 0);
    let due = progress.due_for_review(day.after(1));
    assert!(
        matches!(&due[..], [missed] if missed.due == day.after(1)),
        "{due:?}"
    );

    // That day is long ago.
    assert_eq!(of_lesson(&world, "progress", "first-bytes")["due"], 1);
    let told = tutor(&world, &["review"]).input("a\n").run().good();
    assert!(told.contains("(lesson 1, Two programs"), "{told}");
    assert!(told.contains("1 of 1 right"), "{told}");
    let after = Day::today().after(3).to_string();
    assert!(
        text(&world).contains(&format!("due = {after}")),
        "{}",
        text(&world)
    );
    for lang in LANGS {
        let told = tutor(&world, &["review"]).lang(lang).run().good();
        assert!(told.contains(&after) && told.lines().count() == 1, "{told}");
    }
}

#[test]
fn with_nothing_missed_the_review_says_so() {
    let world = World::new();
    let en = tutor(&world, &["review"]).run().good();
    assert_eq!(en, "Nothing to review: you have missed no question yet.\n");
    let zh = tutor(&world, &["review"]).lang("zh").run().good();
    assert_eq!(zh, "没有要复习的：你还没有答错过。\n");
}

/// Questions, lessons and demos of other versions are kept, and not asked.
#[test]
fn what_the_course_no_longer_has_is_not_asked() {
    let world = World::new();
    let missed = "answer = \"wrong\"\ndue = 2026-01-01\n";
    let text = format!(
        "schema = 1\n[lessons.gone.quiz.q]\n{missed}[lessons.ports.quiz.gone]\n{missed}\
         [predictions.gone.step]\n{missed}[predictions.demux.gone]\n{missed}"
    );
    world.file(FILE, &text);
    let told = tutor(&world, &["review"]).run().good();
    assert!(told.starts_with("Nothing to review"), "{told}");
    assert_eq!(self::text(&world), text);
}

#[test]
fn a_lesson_is_forgotten_and_then_everything() {
    let world = World::new();
    let (mut progress, _) = Progress::open_in(world.path("kept"));
    answered(&world, Day::today());
    assert_eq!(progress.record_done("ports"), None);
    for demo in ["hello-two", "demux"] {
        let (demo, step) = (demo.to_string(), "x".to_string());
        let asked = Asked::Prediction { demo, step };
        assert_eq!(progress.record_answer(&asked, false, Day::today()), None);
    }
    let told = tutor(&world, &["progress", "--reset", "1"]).run().good();
    assert_eq!(told, "Lesson 1 is as new.\n");
    let left = text(&world);
    assert!(
        !left.contains("first-bytes") && !left.contains("hello-two"),
        "{left}"
    );
    assert!(
        left.contains("lessons.ports") && left.contains("demux"),
        "{left}"
    );

    let told = tutor(&world, &["progress", "--reset", "--yes"])
        .lang("zh")
        .run()
        .good();
    assert_eq!(told, "全部记录已清除，可以从头学起。\n");
    assert_eq!(text(&world), "# begin\nschema = 1\n# end\n");
}

#[test]
fn a_lesson_that_does_not_exist_is_not_forgotten() {
    let world = World::new();
    answered(&world, Day::today());
    let before = text(&world);
    for arguments in [&["progress", "--reset", "prts"][..], &["quiz", "prts"]] {
        let told = tutor(&world, arguments).run().trouble();
        assert!(
            told.contains("there is no lesson `prts`; did you mean `ports`?"),
            "{told}"
        );
    }
    let told = tutor(&world, &["progress", "--yes"]).run().trouble();
    assert!(told.contains("--reset"), "{told}");
    assert_eq!(text(&world), before);
}

/// What [`two_terminals_at_once_lose_nothing`] runs twice; alone it has nothing to do.
#[test]
fn one_of_two_terminals() {
    let Some(home) = std::env::var_os("TUTOR_TEST_TERMINAL_HOME") else {
        return;
    };
    let name = std::env::var("TUTOR_TEST_TERMINAL_NAME").expect("both are set");
    for number in 0..200 {
        // Opened each time, as by a command of its own.
        let (mut progress, warning) = Progress::open_in(Path::new(&home).to_path_buf());
        assert_eq!(warning, None);
        let lesson = "ports".to_string();
        let id = if number % 2 == 0 {
            "both".to_string()
        } else {
            format!("{name}-{number}")
        };
        let asked = Asked::Quiz { lesson, id };
        assert_eq!(progress.record_answer(&asked, true, Day::today()), None);
    }
}

/// A terminal that is killed in the middle of a write, again and again.
#[test]
fn a_killed_terminal_leaves_a_whole_record() {
    let world = World::new();
    let program = std::env::current_exe().expect("the tests are a program");
    let record = || {
        let (progress, warning) = Progress::open_in(world.path("kept"));
        assert_eq!(warning, None);
        progress.lesson("ports").answers.len()
    };
    for number in 0..12 {
        let name = format!("life-{number}");
        let mut child = Command::new(&program)
            .args(["--exact", "progress::one_of_two_terminals"])
            .env("TUTOR_TEST_TERMINAL_HOME", world.path("kept"))
            .env("TUTOR_TEST_TERMINAL_NAME", name)
            .stdout(Stdio::null())
            .spawn()
            .expect("the tests start");
        let (before, deadline) = (record(), Instant::now() + DEADLINE);
        while record() < before + 3 {
            assert!(Instant::now() < deadline, "nothing is written");
            std::thread::yield_now();
        }
        child.kill().expect("it is ours");
        child.wait().expect("it is ours");
        assert!(record() >= before + 3, "what was written is there");
    }
    // The lock of the killed is free, and what they left half written is in nobody's way.
    let _ = tutor(&world, &["lesson", "3"]).run().good();
    assert!(text(&world).contains("[lessons.socket-api]"));
}

#[test]
fn two_terminals_at_once_lose_nothing() {
    let world = World::new();
    let program = std::env::current_exe().expect("the tests are a program");
    std::thread::scope(|scope| {
        for name in ["a", "b"] {
            let (world, program) = (&world, &program);
            scope.spawn(move || {
                let arguments = ["--exact", "progress::one_of_two_terminals"];
                let one = world.program(program, arguments);
                let one = one.env("TUTOR_TEST_TERMINAL_HOME", world.path("kept"));
                let told = one.env("TUTOR_TEST_TERMINAL_NAME", name).run().good();
                assert!(told.contains("1 passed"), "{told}");
            });
        }
    });
    let (progress, warning) = Progress::open_in(world.path("kept"));
    assert_eq!(warning, None);
    let answers = progress.lesson("ports").answers;
    assert_eq!(answers["both"].asked, 200);
    assert_eq!(answers.len(), 201);
}
