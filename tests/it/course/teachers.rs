//! Courses in folders: the least one works, damaged ones say what is wrong and how to mend it.

mod damaged;

use crate::support::World;

pub const FRONT: &str = "+++\ntitle = \"One\"\nsummary = \"The first.\"\nminutes = 5\n+++\n";

/// A world whose folder `c` is the least course.
pub fn least() -> World {
    let world = World::new();
    world.file("c/course.toml", "title = \"Mine\"\n");
    let text = "# One\n\nHello.\n\n[Run it](demo:tcp-echo)\n";
    world.file("c/01-one/en.md", format!("{FRONT}{text}"));
    world
}

#[test]
fn the_least_course_works() {
    let world = least();
    let list = world.tutor(["list", "--course", "c"]).run().good();
    assert!(
        list.starts_with("Mine\n") && list.contains("5 min"),
        "{list}"
    );
    assert!(
        list.contains(" One ") && !list.contains("socket-api"),
        "{list}"
    );
    let expected = "One\n━━━\n\nHello.\n\nRun it (sockets-tutor --course c run-demo tcp-echo)\n";
    for lesson in ["1", "01", "one", "01-one"] {
        let page = world.tutor(["--course=c", "lesson", lesson]).run().good();
        assert_eq!(page, expected);
    }
    let checked = world.tutor(["check-course", "c", "--json"]).run().good();
    assert_eq!(checked, "[]\n");
    // What it does not narrate itself, the program does.
    let run = world
        .tutor(["run-demo", "tcp-echo", "--course", "c"])
        .run()
        .good();
    assert!(run.starts_with("tcp-echo · A live echo\n"), "{run}");
}

#[test]
fn what_is_missing_falls_back_visibly() {
    let world = least();
    let page = world
        .tutor(["lesson", "1", "--course", "c"])
        .lang("zh")
        .run()
        .good();
    assert!(
        page.starts_with("（本页还没有你所用语言的版本，以下是 en 版本。）\n"),
        "{page}"
    );
    assert!(page.contains("Hello."), "{page}");
    let list = world
        .tutor(["list", "--json", "--course", "c"])
        .lang("zh")
        .run()
        .good();
    assert!(list.contains("\"lang\": \"en\""), "{list}");
}

#[test]
fn a_narration_of_ones_own_comes_first() {
    let world = least();
    let front = "+++\ntitle = \"My echo\"\nsummary = \"s\"\n+++\n";
    let narration = format!("{front}My words.\n\n## listen: My step\n\nMy text.\n");
    world.file("c/01-one/tcp-echo.en.md", narration);
    let run = world
        .tutor(["run-demo", "tcp-echo", "--course", "c"])
        .run()
        .good();
    assert!(run.starts_with("tcp-echo · My echo\n"), "{run}");
    assert!(run.contains("\nStep: My step\nMy text.\n"), "{run}");
    assert!(!run.contains("opens a door"), "{run}");
}

/// A course is somebody's files: its titles and texts reach the terminal only cleaned.
#[test]
fn a_hostile_course_does_no_harm() {
    let world = World::new();
    let evil = "\u{1b}]0;x\u{7}\u{9b}2J\u{202e}";
    world.file("c/course.toml", "title = \"\\u001b[2J T\"\n");
    let front = "+++\ntitle = \"\\u001b[2J\"\nsummary = \"\\u202e\"\nminutes = 1\n+++\n";
    let text = format!("# x\n\n{evil}\n\n```\n{evil}\n```\n\n[{evil}](http://a/{evil})\n");
    world.file("c/01-one/en.md", format!("{front}{text}"));
    for arguments in [
        &["list"][..],
        &["list", "--json"],
        &["lesson", "1"],
        &["check-course", "c"],
    ] {
        let outcome = world
            .tutor(arguments.iter().chain(&["--course", "c"]))
            .run();
        let text = match arguments[0] {
            "check-course" => outcome.not_passed().0,
            _ => outcome.good(),
        };
        let turns = |c: char| ('\u{202a}'..='\u{202e}').contains(&c);
        assert!(
            !text.contains(|c: char| (c.is_control() && c != '\n') || turns(c)),
            "{text:?}"
        );
    }
}
