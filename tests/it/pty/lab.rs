//! The theatre of the packet laboratory: a learner decides what becomes of a frame.

use super::terminal::{ENTER, Terminal};
use crate::support::World;

const NEXT: [&str; 5] = [
    "Next: server > client [SYN, ACK]",
    "Next: client > server",
    "Next: server calls",
    "Next: client calls",
    "Next: server > client",
];

#[test]
fn a_frame_the_learner_loses_is_sent_again() {
    let world = World::new();
    let arguments = ["run-demo", "handshake", "--step"];
    let mut terminal = Terminal::open(80, 24, world.root(), "en", &arguments);
    terminal.shows("Next: server calls listen on server/1.");
    terminal.press("p");
    terminal.shows("No questions are asked.");
    let mut steps = 0;
    // Nothing stands in the place of what is next until that is known.
    while steps == 0 || terminal.shows_one(&NEXT) != 0 {
        steps += 1;
        terminal.press(ENTER);
        terminal.shows(&format!("step {steps} of {steps} "));
        assert!(steps < 20, "no SYN+ACK");
    }
    terminal.shows("SYN-RECEIVED");
    terminal.press("f");
    terminal.shows("d deliver · x lose");
    terminal.press("x");
    terminal.shows("✗");
    // The client hears nothing, and asks again when its timer has run out.
    terminal.shows("Next: client > server [SYN]");
    terminal.press(ENTER);
    terminal.shows("1000.0 ├╌╌ [SYN]");
    terminal.shows("Next: server > client [SYN, ACK]");
    terminal.press("q");
    assert_eq!(terminal.left(), 0);
}
