//! Stopping and going on: Ctrl-Z and `fg` of a shell, and a stop from outside.

use rustix::process::Signal;

use super::screen::{READING, assert_modes_given_back, assert_taken, lesson};
use super::terminal::{CTRL_C, ENTER, Terminal, program};
use super::theatre::READY;
use crate::support::World;

const CTRL_Z: &str = "\x1a";

/// A shell with job control that starts the program, and goes on with it after a line is typed.
const SHELL: &str =
    r#""$0" "$@"; echo "the shell: $?"; read line; fg >/dev/null; echo "at the end: $?""#;

#[test]
fn a_stopped_screen_gives_the_terminal_back_and_fg_draws_it_again() {
    let world = World::new();
    let lesson = (&["lesson", "3"][..], READING);
    let theatre = (&["run-demo", "tcp-echo", "--step"][..], READY);
    for (arguments, shown) in [lesson, theatre] {
        let mut shell = program("/bin/sh");
        shell.args(["-mc", SHELL, env!("CARGO_BIN_EXE_sockets-tutor")]);
        shell.args(arguments);
        let mut terminal = Terminal::run(80, 24, world.root(), "en", shell);
        terminal.shows(shown);
        // The rest of the frame.
        terminal.pause();
        assert_taken(&terminal);
        let before = terminal.screen.screen().contents();
        terminal.press(CTRL_Z);
        terminal.wait_for("the shell: ");
        assert_modes_given_back(&terminal);
        assert!(terminal.is_as_before());
        terminal.press(ENTER);
        // The emulator keeps what stood on the other screen, until that is cleared.
        terminal.wait_for(shown);
        terminal.shows(&before);
        // It takes the terminal twice: when it goes on, and when it hears the signal of that.
        terminal.pause();
        assert_taken(&terminal);
        terminal.press(CTRL_C);
        terminal.wait_for("at the end: 0");
        assert_eq!(terminal.left(), 0);
        assert_modes_given_back(&terminal);
    }
}

/// Nobody asked the program: it finds the terminal in whatever state the shell left it.
#[test]
fn a_screen_that_was_stopped_from_outside_takes_the_terminal_again() {
    let world = World::new();
    let mut terminal = lesson(world.root());
    let before = terminal.screen.screen().contents();
    terminal.signal(Signal::STOP);
    terminal.use_it();
    assert!(terminal.is_as_before());
    terminal.signal(Signal::CONT);
    terminal.shows(&before);
    terminal.pause();
    assert_taken(&terminal);
    terminal.press(CTRL_C);
    assert_eq!(terminal.left(), 0);
    assert_modes_given_back(&terminal);
}
