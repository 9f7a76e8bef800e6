//! A theatre that plays by itself, and a paced run that is read line by line.

use super::terminal::Terminal;
use crate::support::World;

#[test]
fn with_step_and_auto_the_theatre_plays_without_a_key() {
    let world = World::new();
    for (lang, plays, over) in [
        ("en", "plays, 0.1 s", "The run is over."),
        ("zh", "自动播放，每 0.1 秒", "运行结束。"),
    ] {
        let arguments = ["run-demo", "tcp-echo", "--step", "--auto", "0.1"];
        let mut terminal = Terminal::open(80, 24, world.root(), lang, &arguments);
        terminal.shows(plays);
        assert!(terminal.screen.screen().alternate_screen());
        terminal.shows(over);
        terminal.press("q");
        assert_eq!(terminal.left(), 0);
    }
}

#[test]
fn with_linear_it_is_told_line_by_line() {
    let world = World::new();
    let arguments = [
        "run-demo", "tcp-echo", "--step", "--auto", "0.05", "--linear",
    ];
    let mut terminal = Terminal::open(80, 24, world.root(), "en", &arguments);
    terminal.wait_for("The run is over:");
    assert_eq!(terminal.left(), 0);
    assert!(!terminal.screen.screen().alternate_screen());
}
