//! Commands that the course shows are commands: they are read by the program, and runs are run.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::{World, skipped};

/// The commands in console blocks and in code inside a line, as they are typed.
fn commands(markdown: &str) -> BTreeSet<String> {
    // A line that ends with a backslash goes on in the next one.
    let markdown = &markdown.replace("\\\n", "");
    let prompts = markdown
        .lines()
        .filter_map(|line| line.trim().strip_prefix("$ "));
    let prompts = prompts.map(|line| line.trim().to_string());
    // Three marks are a fence; between single ones stands code, which may go on in the next line.
    let fenceless: Vec<&str> = markdown.split("```").step_by(2).collect();
    let joined = fenceless.join(" ").replace('\n', " ");
    let inside: Vec<_> = joined
        .split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_string)
        .collect();
    let all = prompts.chain(inside);
    all.filter(|command| command.starts_with("sockets-tutor "))
        .collect()
}

fn of_the_course() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("lessons");
    let mut found = BTreeSet::new();
    for folder in fs::read_dir(root).expect("it can be read") {
        let folder = folder.expect("an entry").path();
        for file in fs::read_dir(folder).into_iter().flatten() {
            let file = file.expect("an entry").path();
            found.extend(commands(&fs::read_to_string(file).expect("UTF-8")));
        }
    }
    found
}

/// Runs a command of the course; those that would wait for somebody are only read.
fn holds(world: &World, command: &str) {
    let words = command.split_whitespace().skip(1);
    let waits = ["--keep-open", "--step", "--auto"];
    if waits.iter().any(|option| command.contains(option)) {
        let help = world.tutor(words.chain(["--help"])).run().good();
        assert!(help.contains("--keep-open"), "{command}");
        return;
    }
    let outcome = world.tutor(words).run();
    let text = match command.contains(" quiz ") {
        // Here nobody answers, and so nothing is passed.
        true => outcome.not_passed().0,
        false => outcome.good(),
    };
    assert!(!text.is_empty(), "{command}");
}

#[test]
fn every_command_of_the_course_works() {
    let world = World::new();
    let found = of_the_course();
    assert!(found.len() > 10, "{found:?}");
    for command in found {
        if command.contains("::1") && std::net::TcpListener::bind("[::1]:0").is_err() {
            skipped(&format!("no IPv6 here: {command}"));
            continue;
        }
        if command.contains("engine=kernel") && !has_kernel_engine() {
            // It is refused in a sentence which says what to type instead.
            let words = command.split_whitespace().skip(1);
            let trouble = world.tutor(words).run().trouble();
            assert!(trouble.contains("engine=sim"), "{trouble}");
            continue;
        }
        holds(&world, &command);
    }
}

#[cfg(target_os = "linux")]
fn has_kernel_engine() -> bool {
    use crate::lab_kernel::{host, kernel};

    kernel(&[host(1), host(2)]).is_some()
}

#[cfg(not(target_os = "linux"))]
fn has_kernel_engine() -> bool {
    skipped("engine=kernel: only Linux has it");
    false
}

#[test]
fn commands_are_found_where_they_stand() {
    let text = "```console\n$ sockets-tutor a --b\n$ ls\n$ sockets-tutor e \\\n    --f\n```\n\
                x `sockets-tutor\nc d` y `z`.\n";
    let expected = [
        "sockets-tutor a --b",
        "sockets-tutor c d",
        "sockets-tutor e     --f",
    ];
    assert_eq!(commands(text), expected.map(str::to_string).into());
}

#[test]
#[should_panic(expected = "no-such")]
fn a_command_that_does_not_work_is_found() {
    holds(&World::new(), "sockets-tutor run-demo no-such --step");
}
