//! Stopping and going on: Ctrl-Z and `fg` of a shell, and a stop from outside.

use rustix::process::{Signal, WaitId, WaitIdOptions, waitid};

use super::screen::{READING, assert_modes_given_back, assert_taken, lesson};
use super::terminal::{CTRL_C, ENTER, Terminal, program};
use super::theatre::READY;
use crate::support::World;

const CTRL_Z: &str = "\x1a";

/// What takes the window (xterm's mode 1049).
const ENTERED: &[u8] = b"\x1b[?1049h";

/// A shell with job control that starts the program, and goes on with it twice after a line is typed.
const SHELL: &str = r#""$0" "$@"; for stop in 1 2; do echo "the shell: $?"; read line; fg >/dev/null; done; echo "at the end: $?""#;

/// The program in that shell.
fn in_shell(world: &World, arguments: &[&str]) -> Terminal {
    let mut shell = program("/bin/sh");
    shell.args(["-mc", SHELL, env!("CARGO_BIN_EXE_sockets-tutor")]);
    shell.args(arguments);
    Terminal::run(80, 24, world.root(), "en", shell)
}

#[test]
fn a_stopped_screen_gives_the_terminal_back_and_fg_draws_it_again() {
    let world = World::new();
    let lesson = (&["lesson", "3"][..], READING);
    let theatre = (&["run-demo", "tcp-echo", "--step"][..], READY);
    for (arguments, shown) in [lesson, theatre] {
        let mut terminal = in_shell(&world, arguments);
        terminal.shows(shown);
        // The rest of the frame.
        terminal.pause();
        assert_taken(&terminal);
        let before = terminal.screen.screen().contents();
        for times in 1..=2 {
            assert_eq!(terminal.times_written(ENTERED), times);
            terminal.press(CTRL_Z);
            terminal.wait_for("the shell: ");
            assert_modes_given_back(&terminal);
            assert!(terminal.is_as_before());
            // A program that is stopped hears nothing of a new size.
            terminal.resize(100, 30);
            terminal.resize(80, 24 + times as u16);
            terminal.press(ENTER);
            // The emulator keeps what stood on the other screen, until that is cleared.
            terminal.wait_for(last_of(&before));
            terminal.pause();
            assert_taken(&terminal);
        }
        // Once for each time, and not once more for the signal of going on.
        assert_eq!(terminal.times_written(ENTERED), 3);
        terminal.resize(80, 24);
        terminal.shows(&before);
        terminal.press(CTRL_C);
        terminal.wait_for("at the end: 0");
        assert_eq!(terminal.left(), 0);
        assert_modes_given_back(&terminal);
    }
}

/// Also where keys come at once, and the window is the shell's.
#[test]
fn a_stopped_run_in_lines_goes_on_with_fg() {
    let world = World::new();
    let mut terminal = in_shell(&world, &["run-demo", "tcp-echo", "--step", "--linear"]);
    terminal.wait_for("-- next: server calls socket on server/1");
    for next in ["setsockopt", "bind"] {
        assert!(terminal.is_raw());
        terminal.press(CTRL_Z);
        terminal.wait_for("the shell: ");
        assert!(terminal.is_as_before());
        // The shell's line, and the key that is pressed when the program goes on.
        terminal.press(ENTER);
        terminal.pause();
        terminal.press(ENTER);
        terminal.wait_for(&format!("-- next: server calls {next} on server/1"));
    }
    terminal.press("q");
    terminal.wait_for("at the end: 0");
    assert_eq!(terminal.left(), 0);
}

/// The last line that shows something.
fn last_of(contents: &str) -> &str {
    contents.trim_end().lines().last().expect("a line")
}

/// A shell that ends a stopped job makes it go on for that, in the background, where nobody may use the
/// terminal; `fg` then comes before its end or after it.
#[test]
fn a_stopped_screen_can_be_ended() {
    let world = World::new();
    let lesson = (&["lesson", "3"][..], READING);
    let lines = (
        &["run-demo", "tcp-echo", "--step", "--linear"][..],
        "-- next:",
    );
    for (arguments, shown) in [lesson, lines] {
        for ending in ["kill %1; fg >/dev/null", "bg >/dev/null; kill %1; wait %1"] {
            let script = format!(r#""$0" "$@"; {ending}; echo "at the end: $?""#);
            let mut shell = program("/bin/sh");
            shell.args(["-mc", &script, env!("CARGO_BIN_EXE_sockets-tutor")]);
            shell.args(arguments);
            let mut terminal = Terminal::run(80, 24, world.root(), "en", shell);
            terminal.shows(shown);
            let taken = terminal.times_written(ENTERED);
            terminal.press(CTRL_Z);
            terminal.wait_for("at the end: 143");
            assert_eq!(terminal.left(), 0);
            assert_modes_given_back(&terminal);
            if ending.ends_with("wait %1") {
                assert_eq!(terminal.times_written(ENTERED), taken);
            }
        }
    }
}

/// Also when it goes on in the background: it takes the terminal when it is brought to the front.
#[test]
fn a_stopped_screen_in_the_background_leaves_the_terminal_to_the_shell() {
    let world = World::new();
    let script = r#""$0" "$@"; bg >/dev/null; echo "the shell: $?"; jobs; read line; fg >/dev/null; echo "at the end: $?""#;
    let mut shell = program("/bin/sh");
    shell.args(["-mc", script, env!("CARGO_BIN_EXE_sockets-tutor")]);
    shell.args(["lesson", "3"]);
    let mut terminal = Terminal::run(80, 24, world.root(), "en", shell);
    terminal.shows(READING);
    terminal.pause();
    let before = terminal.screen.screen().contents();
    terminal.press(CTRL_Z);
    terminal.wait_for("the shell: ");
    terminal.wait_for("Running");
    terminal.pause();
    assert_eq!(terminal.times_written(ENTERED), 1);
    assert_modes_given_back(&terminal);
    terminal.press(ENTER);
    terminal.wait_for(last_of(&before));
    terminal.pause();
    assert_taken(&terminal);
    terminal.press(CTRL_C);
    terminal.wait_for("at the end: 0");
    assert_eq!(terminal.left(), 0);
    assert_modes_given_back(&terminal);
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

/// Linux ends such a wait with EINTR (signal(7)); that is no fault of the demo.
#[test]
fn a_wait_with_a_limit_outlives_a_stop() {
    let world = World::new();
    let arguments = ["run-demo", "both-wait", "--set", "patience=3000"];
    let mut terminal = Terminal::open(80, 24, world.root(), "en", &arguments);
    terminal.wait_for("client calls read on client/1");
    terminal.signal(Signal::STOP);
    // Nobody can refuse that: this returns when the program stands still.
    let stopped = WaitIdOptions::STOPPED | WaitIdOptions::NOWAIT;
    waitid(WaitId::Pid(terminal.id), stopped).expect("a child of ours");
    terminal.signal(Signal::CONT);
    terminal.wait_for("The run is over");
    assert_eq!(terminal.left(), 0);
}
