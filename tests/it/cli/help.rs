//! Help, completions and the manual, in both languages.

use std::path::Path;

use sockets_tutor::demos::DEMOS;
use unicode_width::UnicodeWidthStr;

use crate::support::{LANGS, World, skipped};

pub const COMMANDS: &[&str] = &[
    "list",
    "lesson",
    "glossary",
    "demos",
    "run-demo",
    "replay",
    "eject",
    "quiz",
    "review",
    "progress",
    "plan",
    "doctor",
    "check-course",
    "completions",
    "man",
];

/// What clap says of itself when nobody says it in another language.
const CLAP: &[&str] = &[
    "Usage",
    "Options",
    "Arguments",
    "Commands",
    "Print",
    "default",
    "possible values",
    "help",
    "[OPTIONS]",
    "[COMMAND]",
];

fn help(world: &World, lang: &str, command: Option<&str>) -> String {
    let words = command.into_iter().chain(["--help"]);
    world.tutor(words).lang(lang).run().good()
}

#[test]
fn the_commands_are_those_of_the_program() {
    let world = World::new();
    let text = help(&world, "en", None);
    let (_, commands) = text.split_once("Commands:\n").expect("it lists them");
    let listed = commands.lines().take_while(|line| !line.is_empty());
    let listed: Vec<_> = listed
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert_eq!(listed, COMMANDS);
}

#[test]
fn help_is_tidy_and_speaks_one_language() {
    let world = World::new();
    for lang in LANGS {
        for command in COMMANDS.iter().map(|name| Some(*name)).chain([None]) {
            let text = help(&world, lang, command);
            for line in text.lines() {
                assert_eq!(line, line.trim_end(), "{command:?}: a blank at the end");
                assert!(line.width() <= 100, "{command:?}: too wide: {line}");
                assert!(!line.contains('\u{1b}'), "{command:?}: {line:?}");
            }
            assert!(text.contains("-h, --help"), "{text}");
            assert!(!text.contains("\n\n\n"), "{text}");
            assert_eq!(
                text,
                world
                    .tutor(command.into_iter().chain(["-h"]))
                    .lang(lang)
                    .run()
                    .good()
            );
            let prose = text.replace("--help", "");
            for word in CLAP.iter().filter(|_| lang == "zh") {
                assert!(!prose.contains(word), "{command:?}: {word:?} in {text}");
            }
            let (colon, other) = if lang == "zh" {
                ("：\n", ":\n")
            } else {
                (":\n", "：\n")
            };
            assert!(text.contains(colon) && !text.contains(other), "{text}");
        }
    }
}

/// An option without a word about it, or a heading without a line under it, is a slip.
#[test]
fn help_explains_everything() {
    let world = World::new();
    for lang in LANGS {
        for command in COMMANDS.iter().map(|name| Some(*name)).chain([None]) {
            let text = help(&world, lang, command);
            let first = text.lines().next().unwrap_or_default();
            assert!(!first.trim().is_empty(), "{command:?} has no description");
            let lines: Vec<&str> = text.lines().collect();
            for (line, next) in lines.iter().zip(lines[1..].iter().chain([&""])) {
                let is_option = line.trim_start().starts_with(['-', '<']);
                let parts = line.trim().split("  ").filter(|part| !part.is_empty());
                assert!(!is_option || parts.count() > 1, "{command:?}: {line:?}");
                let is_heading = line.ends_with(':') && !line.starts_with(' ');
                assert!(
                    !is_heading || next.starts_with("  "),
                    "{command:?}: {line:?} {next:?}"
                );
            }
        }
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    let world = World::new();
    let version = format!("sockets-tutor {}\n", env!("CARGO_PKG_VERSION"));
    for argument in ["--version", "-V"] {
        assert_eq!(world.tutor([argument]).run().good(), version);
    }
}

#[test]
fn completions_know_every_command_and_demo() {
    let world = World::new();
    for lang in LANGS {
        for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
            let script = world.tutor(["completions", shell]).lang(lang).run().good();
            for command in COMMANDS {
                assert!(script.contains(command), "{shell} lacks {command}");
            }
            for demo in DEMOS {
                assert!(script.contains(demo.slug), "{shell} lacks {}", demo.slug);
            }
            assert!(script.contains("socket-api"), "{shell} lacks the lessons");
        }
    }
}

/// Where clap_complete writes no names, ours stand in the part of their command.
#[test]
fn names_stand_where_the_shell_looks_for_them() {
    let world = World::new();
    let script = |shell| world.tutor(["completions", shell]).run().good();
    let part = |script: &str, head: &str, end: &str| {
        let (_, part) = script.split_once(head).expect("the command has a part");
        part.split_once(end).expect("it ends").0.to_string()
    };
    let powershell = part(&script("powershell"), "'sockets-tutor;run-demo' {", "break");
    let elvish = part(&script("elvish"), "&'sockets-tutor;run-demo'= {", "}");
    let fish = script("fish");
    let fish = fish
        .lines()
        .filter(|line| line.contains("_subcommand run-demo\" -a"));
    let fish: String = fish.collect();
    for demo in DEMOS {
        let name = format!("new('{}', ", demo.slug);
        assert!(powershell.contains(&name), "{powershell}");
        assert!(elvish.contains(&format!("cand {} ", demo.slug)), "{elvish}");
        assert!(fish.contains(demo.slug), "{fish}");
    }
    assert!(!powershell.contains("socket-api"), "lessons are no demos");
    // The names are those of the course that is meant.
    world.file("c/course.toml", "title = \"Mine\"\n");
    let text = "+++\ntitle = \"One\"\nsummary = \"s\"\nminutes = 5\n+++\n# One\n";
    world.file("c/01-my-own/en.md", text);
    let mine = world
        .tutor(["completions", "zsh", "--course", "c"])
        .run()
        .good();
    assert!(
        mine.contains("my-own") && !mine.contains("socket-api"),
        "{mine}"
    );
}

#[test]
fn the_shell_accepts_the_completions_of_bash() {
    let bash = ["/bin/bash", "/usr/bin/bash"]
        .into_iter()
        .map(Path::new)
        .find(|path| path.exists());
    let Some(bash) = bash else {
        skipped("there is no bash");
        return;
    };
    let world = World::new();
    for lang in LANGS {
        let script = world.tutor(["completions", "bash"]).lang(lang).run().good();
        let file = world.file("completions.bash", &script);
        let output = world
            .program(bash, ["-n".as_ref(), file.as_os_str()])
            .run()
            .good();
        assert_eq!(output, "");
        let test = format!(". {} && complete -p sockets-tutor", file.display());
        let output = world.program(bash, ["-c", &test]).run().good();
        assert!(output.contains(" sockets-tutor"), "{output}");
    }
}

#[test]
fn the_manual_has_no_empty_section() {
    let world = World::new();
    for lang in LANGS {
        let page = world.tutor(["man"]).lang(lang).run().good();
        assert!(page.contains(".TH sockets-tutor 1"), "{page}");
        for command in COMMANDS {
            let name = command.replace('-', r"\-");
            assert!(
                page.contains(&format!("\nsockets\\-tutor {name} \\- ")),
                "{command} is not in it"
            );
        }
        // There is one page for all: no other one is named, nor a word of clap's own.
        assert!(!page.contains("(1)") && !page.contains("command\\fR]"));
        let sections = ["NAME", "SYNOPSIS", "DESCRIPTION", "VERSION"];
        for name in sections.map(|name| format!(".SH {name}\n")) {
            assert_eq!(page.contains(&name), lang == "en", "{lang}: {name}");
        }
        // Each part begins with two lines about apostrophes.
        let is_said = |line: &&str| !line.starts_with(".ie ") && !line.starts_with(".el ");
        let lines: Vec<&str> = page.lines().filter(is_said).collect();
        for (line, next) in lines.iter().zip(lines[1..].iter().chain([&".SH"])) {
            let empty = line.starts_with(".SH") && (next.starts_with(".SH") || next.is_empty());
            assert!(!empty, "{lang}: nothing under {line}");
            let bare = *line == ".TP" && next.starts_with('.');
            assert!(!bare, "{lang}: {line} {next}");
        }
    }
}
