//! Signals: leave in order, and if that takes too long, leave.

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::thread;
use std::time::Duration;

/// Time for an orderly end; a run ends within one second.
#[cfg(unix)]
const GRACE: Duration = Duration::from_millis(1500);

/// Longer than a run takes to be left and a large frame to be drawn, also on a busy machine.
const HELD_UP: Duration = Duration::from_secs(3);

/// A screen has nothing to end but itself: it is held up only by a terminal that takes no output.
/// After so long the output is thrown away, a few times, and then the process ends.
const PATIENCE: Duration = Duration::from_millis(250);

/// The signal that has come, if one has.
#[derive(Clone, Default)]
pub struct Caught(Arc<AtomicI32>);

impl Caught {
    /// True once a signal has come.
    pub fn has_come(&self) -> bool {
        self.0.load(Ordering::SeqCst) != 0
    }

    /// The status a shell expects of a program that a signal ended; `None` without a signal.
    ///
    /// Ctrl-C is how people leave a run, and no failure.
    pub fn status(&self) -> Option<u8> {
        match self.0.load(Ordering::SeqCst) {
            0 => None,
            #[cfg(unix)]
            signal_hook::consts::SIGINT => None,
            signal => u8::try_from(128 + signal).ok(),
        }
    }
}

/// Calls `leave` at the first SIGINT, SIGTERM, SIGHUP or SIGQUIT. If the process is still there a
/// while later, or at the second signal, it ends at once, with its terminal restored.
#[cfg(unix)]
pub fn on_signal(leave: impl Fn() + Send + 'static) -> std::io::Result<Caught> {
    let caught = Caught::default();
    let seen = caught.clone();
    on_signals(&[], move |signal| {
        if seen.0.swap(signal, Ordering::SeqCst) != 0 {
            end_at_once(signal);
        }
        leave();
        thread::spawn(move || {
            thread::sleep(GRACE);
            end_at_once(signal);
        });
    })?;
    Ok(caught)
}

/// Elsewhere the system ends the process on Ctrl-C, and the kernel closes its sockets.
#[cfg(not(unix))]
pub fn on_signal(_leave: impl Fn() + Send + 'static) -> std::io::Result<Caught> {
    Ok(Caught::default())
}

/// For a full screen: from now on the first SIGINT, SIGTERM, SIGHUP or SIGQUIT puts the terminal back
/// and ends the process with the status a shell expects of it; what the learner has done is kept when
/// it is done. Whenever the process goes on after it was stopped, `again` is called, and `resized` when
/// the window has another size.
///
/// # Errors
/// When the system refuses the handler or the thread.
#[cfg(unix)]
pub fn of_screen(
    again: impl Fn() + Send + 'static,
    resized: impl Fn() + Send + 'static,
) -> std::io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGWINCH};

    on_signals(&[SIGCONT, SIGWINCH], move |signal| match signal {
        SIGCONT => again(),
        SIGWINCH => resized(),
        _ => {
            thread::spawn(move || end_soon(signal));
            end_at_once(signal);
        }
    })
}

/// Elsewhere Ctrl-C is a key, as a new size is, and no process is stopped by its shell.
#[cfg(not(unix))]
pub fn of_screen(
    _again: impl Fn() + Send + 'static,
    _resized: impl Fn() + Send + 'static,
) -> std::io::Result<()> {
    Ok(())
}

/// Ends the process if it has not left in order by itself: a terminal that takes no output may hold it
/// up.
pub fn end_if_held_up(signal: i32) {
    thread::sleep(HELD_UP);
    end_soon(signal);
}

/// Ends the process if it is still there a second later, whatever the terminal does meanwhile.
pub fn end_soon(signal: i32) {
    for _ in 0..3 {
        thread::sleep(PATIENCE);
        super::terminal::drop_output();
    }
    thread::sleep(PATIENCE);
    super::terminal::give_up();
    std::process::exit(128 + signal);
}

/// Calls `act` at SIGHUP, SIGINT, SIGTERM and SIGQUIT, and at `others`.
#[cfg(unix)]
fn on_signals(others: &[i32], act: impl Fn(i32) + Send + 'static) -> std::io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    use signal_hook::iterator::Signals;

    let all = [SIGHUP, SIGINT, SIGTERM, SIGQUIT].iter().chain(others);
    let mut signals = Signals::new(all)?;
    let thread = thread::Builder::new().name("signals".to_string());
    thread
        .spawn(move || signals.forever().for_each(act))
        .map(drop)
}

#[cfg(unix)]
fn end_at_once(signal: i32) {
    super::terminal::restore_for_good();
    std::process::exit(128 + signal);
}
