//! The terminal is asked for its background: the answer changes the colours and never types.

use vt100::Color;

use super::terminal::{ESC, Terminal};
use crate::support::World;

const QUESTION: &str = "\x1b]11;?\x1b\\";
const LIGHT: &str = "\x1b]11;rgb:ffff/ffff/ffff\x1b\\";

fn contents(world: &World, arguments: &[&str]) -> Terminal {
    let mut terminal = Terminal::open(80, 24, world.root(), "en", arguments);
    terminal.shows("q quit");
    terminal
}

/// The colour of the title, once it is no longer this one.
fn title(terminal: &mut Terminal, before: Color) -> Color {
    for _ in 0..100 {
        let now = color(terminal);
        if now != before {
            return now;
        }
        terminal.pause();
    }
    before
}

fn color(terminal: &Terminal) -> Color {
    let cell = terminal.screen.screen().cell(0, 1);
    cell.expect("the title").fgcolor()
}

fn times_asked(terminal: &Terminal) -> usize {
    let raw = String::from_utf8_lossy(&terminal.raw);
    raw.matches(QUESTION).count()
}

#[test]
fn a_late_answer_changes_the_colours_and_types_nothing() {
    let world = World::new();
    let mut terminal = contents(&world, &[]);
    let dark = color(&terminal);
    assert_eq!(times_asked(&terminal), 1);
    let raw = String::from_utf8_lossy(&terminal.raw);
    // The question does not keep the first frame waiting.
    let (frame, question) = (raw.find("\x1b[?2026l"), raw.find(QUESTION));
    assert!(frame < question, "{raw:?}");
    terminal.press("por");
    terminal.shows("Filter: por");
    // Between two keys.
    terminal.press(&format!("t{LIGHT}s"));
    terminal.shows("Filter: ports");
    let light = title(&mut terminal, dark);
    assert_ne!(light, dark);
    assert!(!terminal.screen.screen().contents().contains("rgb"));
    terminal.press("\x03");
    assert_eq!(terminal.left(), 0);
}

#[test]
fn a_broken_answer_types_nothing_either() {
    let world = World::new();
    let mut terminal = contents(&world, &[]);
    let dark = color(&terminal);
    terminal.press(&format!("{ESC}]11;rgb:ffff/nothing"));
    terminal.pause();
    terminal.press("ports");
    terminal.shows("Filter: ports");
    assert_eq!(color(&terminal), dark);
    // Another question's, without an end to it, and a key.
    terminal.press(&format!("{ESC}]4;{}q\x07s", "0123456789 quit".repeat(5)));
    terminal.shows("Filter: portss");
    terminal.press("\x03");
    assert_eq!(terminal.left(), 0);
}

#[test]
fn an_answer_in_pieces_is_one_answer() {
    let world = World::new();
    let mut terminal = contents(&world, &[]);
    let dark = color(&terminal);
    // Escape alone would leave the contents.
    for piece in LIGHT.as_bytes().chunks(1) {
        terminal.press(str::from_utf8(piece).expect("ASCII"));
        terminal.pause();
    }
    assert_ne!(title(&mut terminal, dark), dark);
    terminal.press("ports");
    terminal.shows("Filter: ports");
    terminal.press(ESC);
    terminal.press("\x03");
    assert_eq!(terminal.left(), 0);
}

#[test]
fn who_says_what_the_background_is_is_not_asked_about_it() {
    let world = World::new();
    let mut terminal = contents(&world, &["--background", "dark"]);
    let dark = color(&terminal);
    terminal.press(&format!("p{LIGHT}orts"));
    terminal.shows("Filter: ports");
    // An answer to somebody else's question.
    assert_eq!(color(&terminal), dark);
    terminal.press("\x03");
    assert_eq!(terminal.left(), 0);
    assert_eq!(times_asked(&terminal), 0);
    // Nobody answers: that keeps nobody from leaving.
    let mut terminal = contents(&world, &[]);
    terminal.press("\x03");
    assert_eq!(terminal.left(), 0);
    assert_eq!(times_asked(&terminal), 1);
}
