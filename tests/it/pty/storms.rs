//! Everything at once, on the theatre and the reader: sizes, pastes, signals, a closed window.

use rustix::process::Signal;

use super::screen::{ENDING, READING, assert_given_back};
use super::terminal::{CTRL_C, Terminal};
use super::theatre::READY;
use crate::support::World;

/// The screens, and what each shows when it stands still.
const SCREENS: [(&[&str], &str); 3] = [
    (&[], "q quit"),
    (&["lesson", "3"], READING),
    (&["run-demo", "tcp-echo", "--step"], READY),
];

fn open(world: &World, (arguments, shown): (&[&str], &str)) -> Terminal {
    let mut terminal = Terminal::open(80, 24, world.root(), "en", arguments);
    terminal.shows(shown);
    terminal
}

#[test]
fn a_storm_of_sizes_ends_with_the_same_screen() {
    let world = World::new();
    for screen in SCREENS {
        let mut terminal = open(&world, screen);
        let before = terminal.screen.screen().contents();
        for round in 0..60_u16 {
            terminal.resize(1, 1);
            terminal.resize(500, 200);
            terminal.resize(20 + round, 5 + round / 2);
            terminal.resize(80, 24);
        }
        terminal.shows(&before);
        // And once more with a frame for each size: nothing breaks on the way.
        for (columns, rows) in [(1, 1), (500, 200), (39, 11), (40, 12), (200, 1), (1, 200)] {
            terminal.resize(columns, rows);
            terminal.pause();
        }
        terminal.resize(80, 24);
        terminal.shows(&before);
        terminal.press(CTRL_C);
        assert_eq!(terminal.left(), 0);
        assert_given_back(&terminal);
    }
}

/// Made small and large again between two frames: the text is gone and the size is as before.
#[test]
fn a_window_that_was_small_for_a_moment_is_drawn_whole() {
    let world = World::new();
    for screen in SCREENS {
        let mut terminal = open(&world, screen);
        let before = terminal.screen.screen().contents();
        terminal.screen.process(b"\x1b[2J");
        terminal.signal(Signal::WINCH);
        terminal.shows(&before);
        terminal.press(CTRL_C);
        assert_eq!(terminal.left(), 0);
    }
}

#[test]
fn a_paste_into_the_theatre_runs_no_keys() {
    let world = World::new();
    let mut terminal = open(&world, SCREENS[2]);
    terminal.press("\x1b[200~q\rz?e\x03\x1b[C\x1b[201~");
    // A key that shows where one is: had the paste stepped, it would be another call.
    terminal.press("?");
    terminal.shows("back to the shell; fg returns");
    terminal.press("?");
    terminal.shows(READY);
    terminal.press(CTRL_C);
    assert_eq!(terminal.left(), 0);
}

/// Columns and rows outside of the window, of a mouse that counts wrong or of nobody.
#[test]
fn a_mouse_outside_of_the_window_does_nothing() {
    let world = World::new();
    for screen in SCREENS {
        let mut terminal = open(&world, screen);
        for report in [
            "\x1b[<0;0;0M",
            "\x1b[<0;0;0m",
            "\x1b[<0;65535;65535M",
            "\x1b[<0;99999;1M",
            "\x1b[<64;0;0M",
            "\x1b[<65;1000;1000M",
            "\x1b[M   ",
            "\x1b[32;0;0M",
            "\x1b[0;0R",
        ] {
            terminal.press(report);
        }
        terminal.press("?");
        terminal.shows("─ Keys ─");
        terminal.press(CTRL_C);
        assert_eq!(terminal.left(), 0);
    }
}

#[test]
fn signals_and_a_closed_window_end_the_theatre() {
    let world = World::new();
    for (signal, status) in ENDING {
        let mut terminal = open(&world, SCREENS[2]);
        terminal.signal(signal);
        assert_eq!(terminal.left(), status);
        assert_given_back(&terminal);
    }
    let mut terminal = open(&world, SCREENS[2]);
    terminal.close_window();
    assert!(terminal.is_gone());
}
