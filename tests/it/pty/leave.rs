//! Leaving, from every state and in every way: in order, and with the terminal as it was.

use std::path::Path;

use rustix::process::Signal;

use super::terminal::{CTRL_C, ENTER, ESC, Terminal};
use super::{asked, step};
use crate::support::World;

/// Starts a run and brings it to a state.
type Reach = fn(&Path) -> Terminal;

/// The states of a stepped run, each with the way there.
const STATES: [(&str, Reach); 3] = [
    ("at the gate", |home| {
        let mut terminal = step(home);
        terminal.wait_for("-- next: server calls socket");
        terminal
    }),
    ("in a question", asked),
    ("while all are blocked", |home| {
        let arguments = ["run-demo", "both-wait", "--step", "--linear"];
        let mut terminal = Terminal::open(80, 24, home, "en", &arguments);
        let nobody = "-- nobody is about to make a call";
        while let (1.., _) = terminal.wait_for_one(&[nobody, "-- next:", "[a letter to choose"]) {
            terminal.press(ENTER);
        }
        terminal
    }),
];

/// The run has come to an end of its own, and was not cut off.
fn in_order(terminal: &Terminal, context: &str) {
    let rest = terminal.rest();
    assert!(rest.contains("Therunwasleftafter"), "{context}: {rest}");
}

#[test]
fn a_key_leaves_from_every_state() {
    let world = World::new();
    for (state, reach) in STATES {
        for key in ["q", ESC, CTRL_C] {
            let context = format!("{key:?} {state}");
            let mut terminal = reach(world.root());
            assert!(terminal.is_raw(), "{context}");
            terminal.press(key);
            assert_eq!(terminal.left(), 0, "{context}");
            in_order(&terminal, &context);
        }
    }
}

#[test]
fn a_signal_leaves_from_every_state() {
    let world = World::new();
    let signals = [
        (Signal::TERM, 143),
        (Signal::HUP, 129),
        (Signal::INT, 0),
        (Signal::QUIT, 131),
    ];
    for (state, reach) in STATES {
        for (signal, status) in signals {
            let context = format!("{signal:?} {state}");
            let mut terminal = reach(world.root());
            terminal.signal(signal);
            assert_eq!(terminal.left(), status, "{context}");
            in_order(&terminal, &context);
        }
    }
}

#[test]
fn a_closed_window_ends_the_program_in_every_state() {
    let world = World::new();
    for (state, reach) in STATES {
        let mut terminal = reach(world.root());
        terminal.close_window();
        assert!(
            terminal.is_gone(),
            "{state}: the program stays without a window"
        );
    }
}
