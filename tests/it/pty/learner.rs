//! Questions, predictions and the learner's record in a terminal, line by line.

use sockets_tutor::progress::{Asked, Progress, State};

use super::terminal::{ENTER, Terminal, program};
use crate::support::World;

fn open(world: &World, lang: &str, arguments: &[&str]) -> Terminal {
    Terminal::open(80, 24, world.root(), lang, arguments)
}

fn say(terminal: &mut Terminal, line: &str) {
    terminal.press(line);
    terminal.press(ENTER);
}

pub fn record(world: &World) -> Progress {
    let data = match cfg!(target_os = "macos") {
        true => "Library/Application Support/sockets-tutor",
        false => ".local/share/sockets-tutor",
    };
    let (progress, warning) = Progress::open_in(world.path(data));
    assert_eq!(warning, None);
    progress
}

#[test]
fn a_quiz_is_a_talk_of_lines() {
    let world = World::new();
    let mut terminal = open(&world, "en", &["quiz", "1"]);
    let prompt = "Your choice (a to d; an empty line skips, q leaves):";
    terminal.wait_for(prompt);
    assert!(!terminal.is_raw(), "a line can be edited before it is sent");
    say(&mut terminal, "x");
    terminal.wait_for("“x” is none of the choices. A letter from a to d:");
    say(&mut terminal, "b");
    terminal.wait_for("See it for yourself: sockets-tutor run-demo stream-merge");
    terminal.wait_for(prompt);
    say(&mut terminal, "a");
    terminal.wait_for("Right. They were copied");
    terminal.wait_for("Your answer (an empty line skips, q leaves):");
    say(&mut terminal, "７");
    terminal.wait_for("Right. 3 + 3 + 1");
    terminal.wait_for(prompt);
    say(&mut terminal, "");
    terminal.wait_for("Skipped.");
    terminal.wait_for(prompt);
    say(&mut terminal, "q");
    terminal.wait_for("1 of 5 right at the first try.");
    assert_eq!(terminal.left(), 1);
    assert!(!terminal.text().contains("Answered:"), "it was seen typed");
    assert_eq!(record(&world).lesson("first-bytes").answers.len(), 2);
}

/// Whoever ends the input at the prompt leaves; only to a pipe that never said anything all
/// questions are shown.
#[test]
fn the_end_of_the_input_leaves_a_quiz() {
    for answered in 0..2 {
        let world = World::new();
        let mut terminal = open(&world, "en", &["quiz", "1"]);
        let prompt = "Your choice (a to d; an empty line skips, q leaves):";
        terminal.wait_for(prompt);
        if answered > 0 {
            say(&mut terminal, "b");
            terminal.wait_for(prompt);
        }
        terminal.press("\x04");
        terminal.wait_for("Left before the end.");
        terminal.wait_for("0 of 5 right at the first try.");
        assert_eq!(terminal.left(), 1);
        let text = terminal.text();
        assert!(!text.contains("Question2of5"));
        assert_eq!(record(&world).lesson("first-bytes").answers.len(), answered);
    }
}

/// With the variable set no command takes the whole screen.
#[test]
fn the_environment_keeps_the_screen_away() {
    let world = World::new();
    for arguments in [&["lesson", "1"][..], &["list"], &[]] {
        let mut command = program(env!("CARGO_BIN_EXE_sockets-tutor"));
        command.args(arguments);
        command.env("SOCKETS_TUTOR_LINEAR", "1");
        let mut terminal = Terminal::run(80, 24, world.root(), "en", command);
        terminal.wait_for("Two programs, one conversation");
        assert_eq!(terminal.left(), 0);
        assert!(!terminal.raw.windows(8).any(|seen| seen == b"\x1b[?1049h"));
        assert!(!terminal.text().contains('━'));
    }
}

/// Somebody who cannot see the keys presses any: it is said which there are.
#[test]
fn a_key_that_means_nothing_is_told_the_keys() {
    let world = World::new();
    for (command, keys) in [
        (
            ["run-demo", "udp-echo", "--step", "--linear"],
            "-- Enter or → go on · q leave",
        ),
        (
            ["replay", "udp-echo", "--step", "--linear"],
            "-- Enter or → forward · ← back · q leave",
        ),
    ] {
        let mut terminal = open(&world, "en", &command);
        terminal.wait_for(keys);
        for _ in 0..2 {
            terminal.press("x");
            terminal.wait_for(keys);
        }
        // What a program sends that types for somebody.
        terminal.press("\n");
        terminal.wait_for(match command[0] {
            "replay" => "An echo with datagrams",
            _ => "1. server calls socket",
        });
        terminal.press("q");
        assert_eq!(terminal.left(), 0);
    }
}

#[test]
fn before_it_forgets_it_asks() {
    let world = World::new();
    let _ = world.tutor(["lesson", "10"]).run().good();
    let state = || record(&world).lesson("ports").state;
    for (answer, end) in [("n", 1), ("", 1), ("yess", 1)] {
        let mut terminal = open(&world, "en", &["progress", "--reset", "10"]);
        terminal.wait_for("Forget what you have done in lesson 10? (y or n)");
        say(&mut terminal, answer);
        terminal.wait_for("Nothing is changed.");
        assert_eq!((terminal.left(), state()), (end, State::Begun));
    }
    // Whoever ends the input changes nothing, and the answer stands on a line of its own.
    let mut terminal = open(&world, "en", &["progress", "--reset", "10"]);
    terminal.wait_for("(y or n)");
    terminal.press("\x04");
    terminal.wait_for("Nothing is changed.");
    assert_eq!((terminal.left(), state()), (1, State::Begun));
    terminal.shows("Nothing is changed.");
    let shown = terminal.screen.screen().contents();
    let own = shown.lines().any(|line| line == "Nothing is changed.");
    assert!(own, "{shown}");
    let mut terminal = open(&world, "zh", &["progress", "--reset"]);
    terminal.wait_for("清除整个课程的学习记录？（y 或 n）");
    say(&mut terminal, "是");
    terminal.wait_for("全部记录已清除，可以从头学起。");
    assert_eq!((terminal.left(), state()), (0, State::New));
}

#[test]
fn a_linear_run_steps_and_asks_by_keys() {
    let arguments = ["run-demo", "tcp-echo", "--step", "--linear"];
    for (letter, right, verdict) in [
        ("a", true, "Your prediction was right."),
        ("c", false, "You predicted: the listener"),
    ] {
        let world = World::new();
        let mut terminal = open(&world, "en", &arguments);
        terminal.wait_for("-- Enter or → go on · q leave");
        while let (1, _) = terminal.wait_for_one(&["[a letter to choose", "-- next:"]) {
            say(&mut terminal, "");
        }
        say(&mut terminal, letter);
        terminal.wait_for("Noted:");
        while let (1, _) = terminal.wait_for_one(&[verdict, "-- next:"]) {
            say(&mut terminal, "");
        }
        assert_eq!(terminal.press_to_the_end(ENTER), 0);
        // A wrong one comes back, a right one does not.
        let missed = record(&world).missed();
        assert_eq!(missed.is_empty(), right, "{missed:?}");
        if let [missed] = &missed[..] {
            let is_it = |demo: &str| demo == "tcp-echo";
            assert!(matches!(&missed.asked, Asked::Prediction { demo, .. } if is_it(demo)));
        }
    }
}
