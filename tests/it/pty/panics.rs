//! Panics: the terminal works when the message is told, and a demo's panic is told on the screen.
//!
//! The program has no way to make it panic. So these tests run themselves once more in a terminal,
//! with the program's own screen, and panic there.

use std::env;
use std::io;
use std::path::Path;

use ratatui_core::style::Style;
use sockets_tutor::demos::{Demo, Knobs};
use sockets_tutor::event::Evidence;
use sockets_tutor::lang::Lang;
use sockets_tutor::lang::words::words;
use sockets_tutor::net::{UdpSocket, thread};
use sockets_tutor::reader::frame::Frame;
use sockets_tutor::reader::theatre::{self, Looks, Play};
use sockets_tutor::render::page::layout::Labels;
use sockets_tutor::render::theme::{Background, Depth, Theme};

use super::screen::{assert_modes_given_back, assert_taken};
use super::terminal::{Terminal, program, squeeze};
use super::theatre::step_until;
use crate::live::LONG;
use crate::support::World;

const INSIDE: &str = "SOCKETS_TUTOR_TEST_IN_TERMINAL";

/// This test once more, alone and in a terminal; `None` where this is that one.
fn again(test: &str, home: &Path) -> Option<Terminal> {
    if env::var_os(INSIDE).is_some() {
        return None;
    }
    let mut command = program(env::current_exe().expect("this program"));
    command.args(["--exact", test, "--nocapture", "--test-threads=1"]);
    command.env(INSIDE, "1");
    Some(Terminal::run(80, 24, home, "en", command))
}

/// Where a sequence of the screen stands in what the program wrote.
fn place(terminal: &Terminal, bytes: &[u8]) -> Option<usize> {
    let mut windows = terminal.raw.windows(bytes.len());
    windows.position(|window| window == bytes)
}

#[test]
fn a_panic_is_told_on_a_terminal_that_works() {
    let world = World::new();
    let test = "pty::panics::a_panic_is_told_on_a_terminal_that_works";
    let Some(mut terminal) = again(test, world.root()) else {
        return panic_while_the_screen_is_up();
    };
    terminal.shows("The screen is up.");
    assert_taken(&terminal);
    terminal.press("x");
    assert_eq!(terminal.left(), 101);
    assert_modes_given_back(&terminal);
    // Told on the shell's screen, not on the one that is taken away right after.
    terminal.shows("on purpose, in a view");
    let left = place(&terminal, b"\x1b[?1049l").expect("the screen is left");
    let told = place(&terminal, b"on purpose").expect("the panic is told");
    assert!(left < told, "{left} {told}");
}

fn panic_while_the_screen_is_up() {
    let mut frame = Frame::open(false).expect("a terminal");
    let drawn = frame.draw(|buffer, area| {
        buffer.set_string(area.x, area.y, "The screen is up.", Style::default());
        None
    });
    drawn.expect("a terminal");
    // A key says that somebody has seen it.
    frame.next(Some(LONG)).expect("a key");
    let _ = frame.draw(|_, _| panic!("on purpose, in a view"));
}

static PANICS: Demo = Demo {
    slug: "panics",
    evidence: Evidence::Kernel,
    file: "panics.rs",
    source: "",
    beside: &[],
    actors: &["main"],
    knobs: &[],
    visitors: None,
    sockets: |_| 1,
    quiet: |_| LONG,
    gauges: &[],
    needs_sim: |_| None,
    run: panics,
};

fn panics(_: &Knobs) -> io::Result<()> {
    UdpSocket::bind("127.0.0.1:0")?;
    let client = thread::Builder::new().name("client".to_string());
    let client = client.spawn(|| -> io::Result<()> { panic!("on purpose, in a demo") })?;
    let result = client.join();
    result.map_err(|_| io::Error::other("the client panicked"))?
}

#[test]
fn a_panic_of_a_demo_is_a_message_on_the_screen() {
    let world = World::new();
    let test = "pty::panics::a_panic_of_a_demo_is_a_message_on_the_screen";
    let Some(mut terminal) = again(test, world.root()) else {
        return play_a_demo_that_panics();
    };
    terminal.shows("Next: main calls socket on main/1.");
    step_until(&mut terminal, "the thread client panicked: on purpose");
    assert_taken(&terminal);
    // The screen is as whole as before, and its keys work.
    terminal.press("?");
    terminal.shows("back to the shell; fg returns");
    terminal.press("?");
    terminal.shows("the thread client panicked: on purpose");
    let left = place(&terminal, b"\x1b[?1049l");
    assert_eq!(left, None, "the screen was never left");
    terminal.press("q");
    assert_eq!(terminal.left(), 0);
    assert_modes_given_back(&terminal);
    // The usual words of a panic would have fallen into the panes.
    assert!(!terminal.text().contains(&squeeze("thread 'client'")));
}

fn play_a_demo_that_panics() {
    let words = words(Lang::En);
    let theme = Theme::new(Depth::None, Background::Dark);
    let mut frame = Frame::open(false).expect("a terminal");
    let outcome = theatre::run(
        &mut frame,
        Play {
            words,
            looks: Looks {
                theme: &theme,
                labels: Labels::of_words(&words.page),
                ascii: false,
            },
            narration: None,
            demo: Some(&PANICS),
            settings: Vec::new(),
            keep_open: false,
            seed: 0,
            auto: None,
            until: None,
            record: None,
        },
    );
    outcome.expect("a terminal");
}
