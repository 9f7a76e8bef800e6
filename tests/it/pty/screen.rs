//! The full screen: reading, and giving the terminal back however it is left.

use std::path::Path;

use rustix::process::Signal;
use vt100::MouseProtocolMode;

use super::learner::record;
use super::terminal::{CTRL_C, ENTER, ESC, Terminal};
use crate::support::World;

/// The signals that end a screen, and the status a shell expects then.
pub(super) const ENDING: [(Signal, u32); 4] = [
    (Signal::TERM, 143),
    (Signal::HUP, 129),
    (Signal::INT, 130),
    (Signal::QUIT, 131),
];

pub(super) const READING: &str = "Enter open  Tab link";

fn contents(home: &Path) -> Terminal {
    let mut terminal = Terminal::open(80, 24, home, "en", &[]);
    terminal.shows("q quit");
    terminal
}

pub(super) fn lesson(home: &Path) -> Terminal {
    let mut terminal = Terminal::open(80, 24, home, "en", &["lesson", "3"]);
    terminal.shows(READING);
    terminal
}

/// The window is the program's: its own screen, no cursor, pastes and clicks told apart from keys.
pub(super) fn assert_taken(terminal: &Terminal) {
    let screen = terminal.screen.screen();
    assert!(screen.alternate_screen() && screen.hide_cursor() && screen.bracketed_paste());
    assert_eq!(
        screen.mouse_protocol_mode(),
        MouseProtocolMode::PressRelease
    );
    assert!(terminal.is_raw());
}

/// The window is the shell's again; [`Terminal::left`] has looked at keys and echo.
pub(super) fn assert_given_back(terminal: &Terminal) {
    assert_modes_given_back(terminal);
    let shown = terminal.screen.screen().contents();
    assert_eq!(shown.trim(), "", "nothing is left behind");
}

/// The same, where others may have written something.
pub(super) fn assert_modes_given_back(terminal: &Terminal) {
    let screen = terminal.screen.screen();
    assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
    assert_eq!(screen.mouse_protocol_mode(), MouseProtocolMode::None);
}

#[test]
fn a_lesson_is_found_read_and_left() {
    let world = World::new();
    let mut terminal = contents(world.root());
    assert_taken(&terminal);
    terminal.press("ports");
    terminal.shows("Filter: ports");
    terminal.press(ENTER);
    terminal.shows("10 · Ports, and who gets the bytes");
    terminal.press(" ");
    terminal.shows("Run it first");
    terminal.press("/demux");
    terminal.press(ENTER);
    terminal.press("n");
    terminal.shows(" of ");
    terminal.press("G");
    terminal.shows("100 %");
    terminal.press("[");
    terminal.shows("9 · Promise 3");
    terminal.press("L");
    terminal.shows("9 · 承诺三");
    terminal.press("t");
    terminal.shows("本课目录");
    terminal.press("qq");
    terminal.shows("q 退出");
    terminal.press("q");
    assert_eq!(terminal.left(), 0);
    assert_given_back(&terminal);
}

#[test]
fn it_goes_on_where_one_left_off() {
    let world = World::new();
    let mut terminal = lesson(world.root());
    terminal.press("}}}");
    terminal.shows("The number is a ticket");
    terminal.press(CTRL_C);
    assert_eq!(terminal.left(), 0);
    let mut terminal = contents(world.root());
    terminal.shows("begun");
    terminal.press(ENTER);
    terminal.shows("3 · What exactly is a socket?");
    terminal.shows("The number is a ticket");
}

/// The place is kept while one reads, not only when one leaves.
#[test]
fn who_is_ended_without_a_word_finds_the_place_again() {
    let world = World::new();
    let mut terminal = lesson(world.root());
    terminal.press("}}}");
    terminal.shows("The number is a ticket");
    let is_kept = (0..100).any(|_| {
        terminal.pause();
        record(&world).lesson("socket-api").place.is_some()
    });
    assert!(is_kept);
    terminal.signal(Signal::KILL);
    assert!(terminal.is_gone());
    lesson(world.root()).shows("The number is a ticket");
}

#[test]
fn every_size_can_be_drawn() {
    let world = World::new();
    let mut terminal = lesson(world.root());
    let sizes = [(1, 1), (500, 200), (20, 5), (0, 0), (40, 12), (80, 24)];
    for (columns, rows) in sizes {
        terminal.resize(columns, rows);
        match (columns, rows) {
            // A frame for the size that is none.
            (0, 0) => terminal.pause(),
            // All of it: a sentence that is cut says nothing.
            (20, 5) => terminal.shows("least."),
            (40.., 12..) => terminal.shows("3 · What exactly is a"),
            _ => {}
        }
    }
    // Nobody has such a window, and no memory holds it.
    terminal.resize(u16::MAX, u16::MAX);
    terminal.resize(80, 24);
    terminal.shows("3 · What exactly is a");
    terminal.press(CTRL_C);
    assert_eq!(terminal.left(), 0);
    assert_given_back(&terminal);
}

#[test]
fn a_paste_runs_no_keys() {
    let world = World::new();
    let mut terminal = lesson(world.root());
    terminal.press("\x1b[200~qqLG\r\x03\x1b[201~");
    terminal.press("?");
    terminal.shows("follow the link, answer the question");
    terminal.press(ESC);
    terminal.press(CTRL_C);
    assert_eq!(terminal.left(), 0);
}

#[test]
fn a_signal_gives_the_terminal_back() {
    let world = World::new();
    for (signal, status) in ENDING {
        let mut terminal = lesson(world.root());
        terminal.signal(signal);
        assert_eq!(terminal.left(), status);
        assert_given_back(&terminal);
    }
}

/// A terminal that takes no output holds up whoever writes; a signal gives it back all the same.
#[test]
fn a_signal_gives_a_terminal_back_that_takes_no_output() {
    let world = World::new();
    let mut terminal = lesson(world.root());
    terminal.while_stuck(|terminal| {
        terminal.press(" ");
        terminal.signal(Signal::TERM);
        assert!(terminal.is_gone());
        assert!(terminal.is_as_before());
    });
    assert_eq!(terminal.left(), 143);
    assert_given_back(&terminal);
}

/// Nobody sees what the keys do, but Ctrl-C is heard, and what was pressed before the terminal takes
/// output again is done then.
#[test]
fn keys_are_heard_on_a_terminal_that_takes_no_output() {
    let world = World::new();
    let mut terminal = lesson(world.root());
    terminal.while_stuck(|terminal| {
        terminal.press(" ");
        terminal.press("?");
    });
    terminal.shows("follow the link, answer the question");
    terminal.while_stuck(|terminal| {
        terminal.press(ESC);
        terminal.press(CTRL_C);
        assert!(terminal.is_gone());
        assert!(terminal.is_as_before());
    });
    // In order, once the output is thrown away, or not.
    assert!(matches!(terminal.left(), 0 | 130));
    assert_given_back(&terminal);
}

#[test]
fn a_closed_window_ends_it() {
    let world = World::new();
    let mut terminal = lesson(world.root());
    terminal.close_window();
    assert!(terminal.is_gone());
}

#[test]
fn linear_keeps_the_window() {
    let world = World::new();
    for arguments in [["--linear", "lesson", "3"], ["lesson", "3", "--linear"]] {
        let mut terminal = Terminal::open(80, 24, world.root(), "en", &arguments);
        terminal.wait_for("What exactly is a socket?");
        assert_eq!(terminal.left(), 0);
        assert!(!terminal.raw.windows(6).any(|part| part == b"\x1b[?104"));
    }
}

#[test]
fn marks_can_be_ascii() {
    let world = World::new();
    let mut terminal = Terminal::open(80, 24, world.root(), "en", &["--ascii", "lesson", "3"]);
    terminal.shows("3 - What exactly is a socket?");
    let shown = terminal.screen.screen().contents();
    let marks = |c: &char| ('\u{2500}'..='\u{25ff}').contains(c);
    assert_eq!(shown.chars().find(marks), None, "{shown}");
    terminal.press(CTRL_C);
    assert_eq!(terminal.left(), 0);
}
