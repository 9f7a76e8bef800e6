//! Signals: leave in order, and if that takes too long, leave.

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::thread;
use std::time::Duration;

/// Time for an orderly end; a run ends within one second.
const GRACE: Duration = Duration::from_millis(1500);

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

/// Calls `leave` at the first SIGINT, SIGTERM or SIGHUP. If the process is still there a while
/// later, or at the second signal, it ends at once, with its terminal restored.
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

/// For a full screen: from now on the first SIGINT, SIGTERM or SIGHUP puts the terminal back and ends
/// the process with the status a shell expects of it; what the learner has done is kept when it is
/// done. Whenever the process goes on after it was stopped, `again` is called.
///
/// # Errors
/// When the system refuses the handler or the thread.
#[cfg(unix)]
pub fn of_screen(again: impl Fn() + Send + 'static) -> std::io::Result<()> {
    use signal_hook::consts::SIGCONT;

    on_signals(&[SIGCONT], move |signal| {
        if signal == SIGCONT {
            return again();
        }
        // A terminal that takes no output (Ctrl-S) must not keep us.
        thread::spawn(move || end_after_grace(signal));
        end_at_once(signal);
    })
}

/// Elsewhere Ctrl-C is a key, and no process is stopped by its shell.
#[cfg(not(unix))]
pub fn of_screen(_again: impl Fn() + Send + 'static) -> std::io::Result<()> {
    Ok(())
}

/// Ends the process if it is still there a while later.
pub fn end_after_grace(signal: i32) {
    thread::sleep(GRACE);
    std::process::exit(128 + signal);
}

/// Calls `act` at SIGHUP, SIGINT and SIGTERM, and at `others`.
#[cfg(unix)]
fn on_signals(others: &[i32], act: impl Fn(i32) + Send + 'static) -> std::io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    let all = [SIGHUP, SIGINT, SIGTERM].iter().chain(others);
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
