//! A screen that nobody touches does nothing: none of its threads wakes.
#![cfg(target_os = "linux")]

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use super::screen::READING;
use super::terminal::{CTRL_C, Terminal};
use super::theatre::{READY, step_until};
use crate::support::World;

/// So long nothing wakes; a tick of any use would be shorter.
const STILL: Duration = Duration::from_millis(600);

/// A busy machine may take long to come to rest.
const DEADLINE: Duration = Duration::from_secs(20);

/// How often the threads of a process have gone to sleep (proc(5)), thread by thread.
fn wakings(process: i32) -> Vec<String> {
    let tasks = fs::read_dir(format!("/proc/{process}/task")).expect("it is there");
    let mut wakings = Vec::new();
    for task in tasks.flatten() {
        // A thread may end in between.
        let status = fs::read_to_string(task.path().join("status")).unwrap_or_default();
        let line = |name: &str| status.lines().find(|line| line.starts_with(name));
        let (name, count) = (line("Name:"), line("voluntary_ctxt_switches:"));
        wakings.push(format!("{name:?} {count:?}"));
    }
    wakings
}

/// Waits for a while in which no thread has woken.
fn assert_still(terminal: &mut Terminal) {
    terminal.pause();
    let deadline = Instant::now() + DEADLINE;
    loop {
        let before = wakings(terminal.process());
        assert!(before.len() > 1, "{before:?}");
        // No waiting for anybody: this is the time that is looked at.
        thread::sleep(STILL);
        let after = wakings(terminal.process());
        if before == after {
            return;
        }
        assert!(Instant::now() < deadline, "{before:#?}\n{after:#?}");
    }
}

#[test]
fn idle_screens_do_not_wake() {
    let world = World::new();
    let deadlock: (&[&str], &str) = (&["run-demo", "both-wait", "--step"], READY);
    for (arguments, shown) in [
        (&[][..], "q quit"),
        (&["lesson", "3"], READING),
        (&["run-demo", "tcp-echo", "--step"], READY),
        deadlock,
    ] {
        let mut terminal = Terminal::open(80, 24, world.root(), "en", arguments);
        terminal.shows(shown);
        if arguments == deadlock.0 {
            step_until(&mut terminal, "Nobody can go on");
        }
        assert_still(&mut terminal);
        terminal.press(CTRL_C);
        assert_eq!(terminal.left(), 0);
    }
}
