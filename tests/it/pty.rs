//! The program in a terminal, as a learner sees it.
#![cfg(unix)]

use std::path::Path;

use crate::support::World;
use terminal::{ENTER, RIGHT, Terminal};

mod auto;
mod background;
mod idle;
mod jobs;
mod lab;
mod learner;
mod leave;
mod panics;
mod replay;
mod screen;
mod sizes;
mod storms;
mod terminal;
mod theatre;
mod visitors;

fn step(home: &Path) -> Terminal {
    let echo = ["run-demo", "tcp-echo", "--step", "--linear"];
    Terminal::open(80, 24, home, "en", &echo)
}

/// Lets calls through until this one is about to be made; questions on the way are skipped.
fn step_to(terminal: &mut Terminal, call: &str) {
    while prompt(terminal) != terminal::squeeze(call) {
        terminal.press(ENTER);
    }
}

/// The call that the next prompt names: `server calls bind on server/1`, without blanks.
fn prompt(terminal: &mut Terminal) -> String {
    while let (1, _) = terminal.wait_for_one(&["-- next:", "[a letter to choose"]) {
        terminal.press(ENTER);
    }
    terminal.wait_for("(tcp_echo.rs:")
}

#[test]
fn a_key_lets_one_call_through_and_the_prompt_names_the_next() {
    let world = World::new();
    let mut terminal = step(world.root());
    terminal.wait_for("-- Enter or → go on · q leave");
    terminal.wait_for("-- next: server calls socket on server/1 (tcp_echo.rs:");
    assert!(terminal.is_raw());
    assert!(
        !terminal.text().contains("1.server"),
        "nothing is called before a key"
    );
    terminal.press(ENTER);
    terminal.wait_for("1. server calls socket(AF_INET, SOCK_STREAM) and gets descriptor");
    terminal.wait_for("-- next: server calls setsockopt on server/1");
    terminal.press(RIGHT);
    terminal.wait_for("2. server calls setsockopt on server/1");
    terminal.wait_for("-- next: server calls bind on server/1");
    terminal.press(" ");
    terminal.wait_for("3. server calls bind(127.0.0.1:0)");
    terminal.wait_for("-- next: server calls listen on server/1");
    // A key without a meaning is no step.
    terminal.press("xyz\t");
    terminal.press(ENTER);
    terminal.wait_for("4. server calls listen");
    terminal.wait_for("-- next: server calls getsockname on server/1");
    assert_eq!(
        terminal.rest().matches("5.").count(),
        0,
        "{}",
        terminal.rest()
    );
    every_row_begins_at_the_left(&terminal);
    assert_eq!(terminal.press_to_the_end(ENTER), 0);
    assert!(
        terminal.text().contains("Therunisover"),
        "{}",
        terminal.text()
    );
}

/// In raw mode a line feed alone would make stairs.
fn every_row_begins_at_the_left(terminal: &Terminal) {
    let rows: Vec<String> = terminal.screen.screen().rows(0, 80).collect();
    for row in &rows {
        let blanks = row.len() - row.trim_start().len();
        assert!(row.trim().is_empty() || blanks <= 4, "{rows:#?}");
    }
}

#[test]
fn a_call_that_waits_is_told_and_a_deadlock_too() {
    let world = World::new();
    let arguments = ["run-demo", "both-wait", "--step", "--linear"];
    let mut terminal = Terminal::open(80, 24, world.root(), "en", &arguments);
    let nobody = "-- nobody is about to make a call; the kernel has the next word";
    while let (1.., _) = terminal.wait_for_one(&[nobody, "-- next:", "[a letter to choose"]) {
        terminal.press(ENTER);
    }
    terminal.wait_for("Nobody can go on:");
    terminal.wait_for("a deadlock");
    let text = terminal.text();
    for actor in ["server", "client"] {
        let waits = terminal::squeeze(&format!("{actor} calls read on {actor}/"));
        assert!(text.contains(&waits), "{text}");
    }
    terminal.press("q");
    assert_eq!(terminal.left(), 0);
    assert!(
        terminal.rest().contains("Therunwasleftafter"),
        "{}",
        terminal.rest()
    );
}

const QUESTION: &str = "Predict: The server listens on a port; call it P.";

/// A run at its first question.
fn asked(home: &Path) -> Terminal {
    let mut terminal = step(home);
    while let (1, _) = terminal.wait_for_one(&[QUESTION, "-- next:"]) {
        terminal.press(ENTER);
    }
    terminal.wait_for("a) a new socket, on the same port P");
    terminal.wait_for("[a letter to choose · Enter to skip · q leave]");
    terminal
}

#[test]
fn a_prediction_is_judged_when_the_kernel_has_answered() {
    let world = World::new();
    let answers = [
        (
            "a",
            "Noted: a new socket, on the same port P. Now",
            "Your prediction was right.",
        ),
        (
            "c",
            "Noted: the listener itself, now connected. Now",
            "You predicted: the listener",
        ),
    ];
    for (letter, noted, verdict) in answers {
        let mut terminal = asked(world.root());
        // No choice has this letter.
        terminal.press("z");
        terminal.press(letter);
        terminal.wait_for(noted);
        while let (1, _) = terminal.wait_for_one(&["accept returns a new socket", "-- next:"]) {
            terminal.press(ENTER);
        }
        let before = terminal.text();
        let early = before
            .find("acceptreturns")
            .expect("it has been waited for");
        let early = &before[..early];
        assert!(
            !early.contains(&terminal::squeeze(verdict)),
            "told too early: {early}"
        );
        terminal.wait_for(verdict);
        assert_eq!(terminal.press_to_the_end(ENTER), 0);
        assert_eq!(terminal.text().matches("predict").count(), 1, "judged once");
    }
}

#[test]
fn a_question_can_be_skipped() {
    let world = World::new();
    let mut terminal = asked(world.root());
    terminal.press(ENTER);
    terminal.wait_for("Skipped.");
    step_to(&mut terminal, "server calls read on server/2");
    assert_eq!(terminal.press_to_the_end(ENTER), 0);
    let text = terminal.text();
    assert!(
        !text.contains("predicted") && !text.contains("predictionwas"),
        "{text}"
    );
}

#[test]
fn a_paced_run_needs_nobody() {
    let world = World::new();
    let arguments = ["run-demo", "tcp-echo", "--auto", "0.05"];
    let mut terminal = Terminal::open(80, 24, world.root(), "en", &arguments);
    terminal.wait_for("The run is over:");
    assert_eq!(terminal.left(), 0);
    assert!(!terminal.text().contains("Predict:"), "nobody is asked");
}
