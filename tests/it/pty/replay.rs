//! A record gone through by keys, forward and back.

use rustix::process::Signal;

use super::terminal::{CTRL_C, ENTER, ESC, LEFT, RIGHT, Terminal};
use crate::support::World;

fn replay(world: &World) -> Terminal {
    let run = ["run-demo", "tcp-echo", "--json", "--save", "run"];
    world.tutor(run).run().good();
    let arguments = ["replay", "run", "--step", "--linear"];
    let mut terminal = Terminal::open(80, 24, world.root(), "en", &arguments);
    terminal.wait_for("REPLAY");
    terminal.wait_for("Enter or → forward · ← back · q leave");
    terminal
}

#[test]
fn a_record_is_gone_through_forward_and_back() {
    let world = World::new();
    let mut terminal = replay(&world);
    terminal.press(LEFT);
    terminal.wait_for("This is the beginning of the record.");
    let said = [
        "tcp-echo · A live echo",
        "Step: The server opens a door",
        "1. server calls socket(AF_INET, SOCK_STREAM)",
        "2. server calls setsockopt on server/1",
    ];
    for text in said {
        terminal.press(RIGHT);
        terminal.wait_for(text);
    }
    for text in said[..3].iter().rev() {
        terminal.press(LEFT);
        terminal.wait_for(text);
    }
    terminal.press(LEFT);
    terminal.wait_for("This is the beginning of the record.");
    for text in &said[1..] {
        terminal.press(ENTER);
        terminal.wait_for(text);
    }
    // Far more keys than there are things to say: at the end it is said that this is the end.
    terminal.press(&RIGHT.repeat(80));
    terminal.wait_for("The run is over: 18 system calls");
    terminal.wait_for("This is the end of the record.");
    let told = terminal.text();
    assert_eq!(told.matches("Therunisover").count(), 1, "{told}");
    terminal.press(LEFT);
    terminal.wait_for("server: close on server/1 is done.");
    terminal.press(RIGHT);
    terminal.wait_for("The run is over: 18 system calls");
    terminal.press("q");
    assert_eq!(terminal.left(), 0);
}

#[test]
fn a_replay_is_left_by_keys_signals_and_a_closed_window() {
    let world = World::new();
    for key in ["q", ESC, CTRL_C] {
        let mut terminal = replay(&world);
        assert!(terminal.is_raw());
        terminal.press(key);
        assert_eq!(terminal.left(), 0, "{key:?}");
    }
    for (signal, status) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 0)] {
        let mut terminal = replay(&world);
        terminal.signal(signal);
        assert_eq!(terminal.left(), status, "{signal:?}");
    }
    let mut terminal = replay(&world);
    terminal.close_window();
    assert!(terminal.is_gone(), "the program stays without a window");
}
