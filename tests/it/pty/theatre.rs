//! The theatre: a live run in panes, by keys alone.

use std::time::{Duration, Instant};

use super::terminal::{CTRL_C, ENTER, ESC, LEFT, RIGHT, Terminal};
use crate::support::World;

pub(super) const READY: &str = "Next: server calls socket on server/1.";

fn theatre(world: &World, size: (u16, u16), lang: &str, more: &[&str]) -> Terminal {
    let arguments = [&["run-demo", "tcp-echo", "--step"], more].concat();
    Terminal::open(size.0, size.1, world.root(), lang, &arguments)
}

/// Steps until the window shows this; questions on the way are skipped by the same key.
pub(super) fn step_until(terminal: &mut Terminal, text: &str) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !terminal.screen.screen().contents().contains(text) {
        assert!(
            Instant::now() < deadline,
            "no {text:?} in\n{}",
            terminal.screen.screen().contents()
        );
        terminal.press(ENTER);
        terminal.pause();
    }
}

#[test]
fn a_run_is_stepped_to_its_end_back_and_forth() {
    let world = World::new();
    let mut terminal = theatre(&world, (80, 24), "en", &["--save", "run.trace.jsonl"]);
    terminal.shows(READY);
    assert!(terminal.is_raw() && terminal.screen.screen().alternate_screen());
    terminal.shows("kernel · live");
    // Without questions each key is a step.
    terminal.press("p");
    terminal.shows("No questions are asked.");
    terminal.press(ENTER);
    terminal.shows("call 1 of 1");
    terminal.press(RIGHT);
    terminal.shows("call 2 of 2");
    terminal.press(LEFT);
    terminal.shows("call 1 of 2");
    terminal.shows("Looking back");
    terminal.press("g");
    terminal.shows("call 0 of 2");
    terminal.press("G");
    terminal.shows("Next: server calls bind on server/1.");
    step_until(&mut terminal, "The run is over.");
    terminal.shows("What you have seen");
    terminal.press("q");
    assert_eq!(terminal.left(), 0);
    assert!(!terminal.screen.screen().alternate_screen());
    let mut terminal = Terminal::open(80, 24, world.root(), "en", &["replay", "run.trace.jsonl"]);
    terminal.shows("kernel · REPLAY");
    terminal.press("G");
    terminal.shows("The run is over.");
    terminal.press("q");
    assert_eq!(terminal.left(), 0);
}

#[test]
fn panes_are_zoomed_and_a_projector_shows_little() {
    let world = World::new();
    let mut terminal = theatre(&world, (120, 40), "zh", &[]);
    terminal.shows("下一步：server 在 server/1 上调用 socket。");
    for (key, title) in [
        ("1", "1 时序 ──"),
        ("2", "2 源代码 ──"),
        ("3", "3 字节 ──"),
        ("4", "4 套接字 ──"),
        ("5", "5 讲解 ──"),
    ] {
        terminal.press(key);
        let wide = format!("─ {title}{}", "─".repeat(70));
        terminal.shows(&wide);
    }
    terminal.press("z");
    terminal.shows("━━━━━━━━");
    terminal.press("z0");
    terminal.shows("4 套接字");
    terminal.resize(40, 12);
    terminal.shows("1 时序");
    terminal.resize(30, 6);
    terminal.shows("窗口太小");
    terminal.resize(80, 24);
    terminal.shows("2 源代码");
    terminal.press(CTRL_C);
    assert_eq!(terminal.left(), 0);
}

#[test]
fn knobs_are_changed_and_the_demo_runs_again() {
    let world = World::new();
    let mut terminal = theatre(&world, (80, 24), "en", &[]);
    terminal.shows(READY);
    terminal.press("p\x1b");
    terminal.press(ENTER);
    terminal.shows("call 1 of 1");
    terminal.press("e");
    terminal.shows("up to 4096 bytes");
    terminal.press("!");
    terminal.shows("hello!");
    terminal.press("\t9999");
    terminal.press(ENTER);
    terminal.shows("the knob clients goes from 1 to 50");
    terminal.press("\x15");
    terminal.press("1");
    terminal.press(ENTER);
    terminal.shows(READY);
    step_until(&mut terminal, "\"hello!\"");
    terminal.press("r");
    terminal.shows(READY);
    terminal.press("q");
    assert_eq!(terminal.left(), 0);
}

#[test]
fn a_question_comes_first_and_the_verdict_after_the_kernel() {
    let world = World::new();
    let mut terminal = theatre(&world, (80, 24), "en", &[]);
    terminal.shows(READY);
    // One key at a time: a key too many would skip the question.
    for call in 1..=5 {
        terminal.press(ENTER);
        terminal.shows(&format!("call {call} of {call}"));
    }
    // Whether the client or the server comes to the gate first is chance.
    if terminal.shows_one(&["a b c answer", "Next: client"]) == 1 {
        terminal.press(ENTER);
    }
    terminal.shows("a b c answer");
    terminal.shows("Predict:");
    terminal.press("b");
    terminal.shows("Noted: a new socket, on a new port.");
    terminal.press("p");
    terminal.shows("No questions are asked.");
    step_until(&mut terminal, "You predicted: a new socket");
    terminal.press("q");
    assert_eq!(terminal.left(), 0);
}

#[test]
fn a_run_in_which_everybody_waits_is_left_at_once() {
    let world = World::new();
    let arguments = ["run-demo", "both-wait", "--step"];
    let mut terminal = Terminal::open(80, 24, world.root(), "en", &arguments);
    terminal.shows(READY);
    step_until(&mut terminal, "Nobody can go on");
    let before = Instant::now();
    terminal.press("q");
    assert_eq!(terminal.left(), 0);
    assert!(before.elapsed() < Duration::from_millis(2500));
    assert!(!terminal.screen.screen().alternate_screen());
}

#[test]
fn a_recorded_run_plays_by_itself_until_a_key() {
    let world = World::new();
    let arguments = ["replay", "udp-echo", "--ascii"];
    let mut terminal = Terminal::open(80, 24, world.root(), "en", &arguments);
    terminal.shows("REPLAY 20");
    terminal.press("p");
    terminal.press("a");
    terminal.shows("plays, 1 s");
    terminal.press("+++");
    terminal.shows("plays, 0.1 s");
    terminal.shows("The run is over.");
    let shown = terminal.screen.screen().contents();
    assert!(!shown.contains(['─', '│', '├', '▸', '·']), "{shown}");
    terminal.press(ESC);
    terminal.press("q");
    assert_eq!(terminal.left(), 0);
}
