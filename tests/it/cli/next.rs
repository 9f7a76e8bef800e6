//! Every line that names a command to type next goes on in the language and the course that were
//! typed for this one.

use std::path::Path;

use super::world;
use crate::support::World;

const TYPED: [&str; 4] = ["--lang", "zh", "--course", "lessons"];

/// What is printed for a command of the built-in course's folder, in Chinese, on one line.
fn printed(world: &World, command: &[&str], input: &str) -> String {
    let words = command.iter().chain(&TYPED);
    let tutor = world.tutor(words).input(input);
    let told = tutor.directory(Path::new(env!("CARGO_MANIFEST_DIR")));
    let outcome = told.env("SOCKETS_TUTOR_HOME", world.root()).run();
    let told = match command[0] {
        "quiz" => outcome.not_passed().0,
        _ => outcome.good(),
    };
    on_one_line(&told)
}

fn on_one_line(told: &str) -> String {
    told.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where commands are named: what follows the program's name each time.
fn named(told: &str) -> Vec<&str> {
    let after = told.split("sockets-tutor ").skip(1);
    after.collect()
}

#[test]
fn what_is_printed() {
    let world = world();
    let save = world.path("sockets-tutor/echo.jsonl");
    std::fs::create_dir(save.parent().unwrap()).unwrap();
    let save = save.to_str().unwrap();
    let cases: &[(&[&str], &str, &[&str])] = &[
        (&["list"], "", &["lesson 1", "run-demo tcp-echo"]),
        (&["demos"], "", &["run-demo hello-two"]),
        (&["plan"], "", &["plan 10"]),
        (&["plan", "10"], "", &["lesson 1 --notes"]),
        (&["glossary"], "", &["glossary "]),
        (&["glossary", "socket"], "", &["lesson 3"]),
        (&["quiz", "1"], "", &["quiz 1", "quiz 1"]),
        (&["quiz", "1"], "a\nb\nc\nd\na\n", &["run-demo ", "review"]),
        (&["progress"], "", &["lesson 1"]),
        (
            &["run-demo", "udp-echo", "--save", save],
            "",
            &[&format!("replay {save}")],
        ),
    ];
    for (command, input, expected) in cases {
        let told = printed(&world, command, input);
        // What an author has written stands above.
        let own = usize::from(command[0] == "run-demo");
        let named = named(&told).split_off(own);
        assert!(named.len() >= expected.len(), "{command:?}: {told}");
        for next in &named {
            let wanted =
                |end: &&str| next.starts_with(&format!("--lang zh --course lessons {end}"));
            assert!(expected.iter().any(wanted), "{command:?}: {next}");
        }
        assert!(
            !told.contains("sockets-tutor --lang zh --course lessons/"),
            "{told}"
        );
    }
}

/// The links of a page, which are commands where nothing can be clicked.
#[test]
fn links() {
    let world = world();
    let front = "+++\ntitle = \"Two\"\nsummary = \"s\"\nminutes = 1\n+++\n";
    let text = "# Two\n\n[Run it](demo:tcp-echo) after [the first](lesson:1).\n";
    world.file("course/02-two/en.md", format!("{front}{text}"));
    let told = |typed: &[&str]| {
        let arguments = ["lesson", "2"].iter().chain(typed);
        on_one_line(&world.tutor(arguments).run().good())
    };
    let told = told(&["--course", "course", "--lang=en", "--width", "100"]);
    let commands = ["run-demo tcp-echo", "lesson 1"];
    let commands =
        commands.map(|command| format!("sockets-tutor --lang en --course course {command}"));
    for command in commands {
        assert!(told.contains(&command), "{told}");
    }
}

/// A folder may have the program's name.
#[test]
fn a_folder_of_the_programs_name_is_no_command() {
    let world = World::new();
    let lock = world.path("sockets-tutor/progress.lock");
    std::fs::create_dir_all(&lock).unwrap();
    let told = world
        .tutor(["lesson", "1", "--lang", "en"])
        .env("SOCKETS_TUTOR_HOME", world.path("sockets-tutor"))
        .run();
    let (_, told) = told.warned();
    let next =
        "try: rename [DIR]/sockets-tutor/progress.lock, then: sockets-tutor --lang en progress\n";
    assert!(told.ends_with(next), "{told}");
}
