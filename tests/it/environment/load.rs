//! Many runs at once, and runs on a machine that has other things to do.

use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use sockets_tutor::demos::DEMOS;

use crate::live::skipped;
use crate::support::World;

/// Processes that compute without end, until the value is dropped.
struct Busy(Vec<Child>);

impl Busy {
    fn begin(count: usize) -> std::io::Result<Busy> {
        let mut busy = Busy(Vec::new());
        for _ in 0..count {
            let mut command = Command::new("nice");
            command.args(["sh", "-c", "while :; do :; done"]);
            command.stdin(Stdio::null());
            busy.0.push(command.spawn()?);
        }
        Ok(busy)
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        for child in &mut self.0 {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Runs a demo in a process of its own to its end; what is wrong with the run, if something is.
fn run(world: &World, slug: &str) -> Result<(), String> {
    let mut arguments = vec!["run-demo", slug, "--json"];
    match slug {
        "both-wait" | "broken-trio" => arguments.extend(["--set", "patience=1000"]),
        "demux" => arguments.extend(["--set", "clients=20"]),
        _ => {}
    }
    let outcome = world.tutor(arguments).within(Duration::from_secs(60)).run();
    let shown = format!("{outcome:?}");
    match outcome.is_good() && outcome.good().contains(r#""status":"finished""#) {
        true => Ok(()),
        false => Err(shown),
    }
}

/// Runs the demos in turns, `times` times in all and `at_once` at a time.
fn all_finish(times: usize, at_once: usize) {
    let world = World::new();
    let next = AtomicUsize::new(0);
    let faults = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..at_once {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= times {
                        return;
                    }
                    let slug = DEMOS[number % DEMOS.len()].slug;
                    if let Err(fault) = run(&world, slug) {
                        faults.lock().expect("no panic").push(fault);
                    }
                }
            });
        }
    });
    let faults = faults.into_inner().expect("no panic");
    assert!(
        faults.is_empty(),
        "{} of {times}: {faults:#?}",
        faults.len()
    );
}

#[test]
fn twenty_processes_at_once_do_not_disturb_each_other() {
    all_finish(60, 20);
}

#[test]
fn on_a_busy_machine_every_run_comes_to_its_end() {
    match Busy::begin(4) {
        Ok(_busy) => all_finish(50 * DEMOS.len(), 4),
        Err(error) => skipped(&format!("no load can be made: {error}")),
    }
}
