//! The one reader of the terminal's keys.

use std::io;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyEventKind};

use super::answer::{Ear, Heard};
use super::message::Message;
use super::signals;

/// What came from the terminal.
#[derive(Debug)]
pub enum Input {
    Event(Event),
    /// The terminal is gone, or cannot be read.
    Gone,
}

/// Crossterm never returns from a terminal that is gone; this is how often we look.
const LOOK: Duration = Duration::from_millis(100);

/// The shortest look.
const GLANCE: Duration = Duration::from_millis(1);

/// The next key, paste or resize, if one comes within `time`.
pub fn next(time: Duration) -> Option<Input> {
    let deadline = Instant::now() + time;
    loop {
        if is_gone() {
            return Some(Input::Gone);
        }
        let left = deadline.saturating_duration_since(Instant::now());
        // Crossterm does not look at all when it is given no time.
        match crossterm::event::poll(left.clamp(GLANCE, LOOK)) {
            Ok(true) => {
                return Some(match crossterm::event::read() {
                    Ok(event) => Input::Event(event),
                    Err(_) => Input::Gone,
                });
            }
            Ok(false) if left <= LOOK => return None,
            Ok(false) => {}
            Err(_) => return Some(Input::Gone),
        }
    }
}

/// Reads the terminal for the rest of the process and sends everything into the channel of the screen.
///
/// # Errors
/// When the terminal cannot be read, or the system gives no thread.
pub fn send_to(screen: Sender<Message>) -> io::Result<()> {
    // From here on crossterm hears of a new size, also before the thread runs.
    crossterm::event::poll(Duration::ZERO)?;
    let told = screen.clone();
    spawn("keys", move || {
        let mut ear = Ear::default();
        while let Ok(event) = crossterm::event::read() {
            // Some terminals also tell when a key is let go.
            if matches!(&event, Event::Key(key) if key.kind == KeyEventKind::Release) {
                continue;
            }
            let message = match ear.hear(event, Instant::now()) {
                Heard::Event(event) => Message::Input(event),
                Heard::Background(background) => Message::Background(background),
                Heard::Nothing => continue,
            };
            if screen.send(message).is_err() {
                return;
            }
        }
        // Nobody listens any more only when the screen has been left.
        let _ = screen.send(Message::Gone);
    })?;
    spawn("terminal", move || {
        wait_until_gone();
        let _ = told.send(Message::Gone);
        signals::end_after_grace(HANGUP);
    })
}

/// The number of SIGHUP: what a window that closes stands for.
const HANGUP: i32 = 1;

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let thread = thread::Builder::new().name(name.to_string());
    thread.spawn(work).map(drop)
}

/// Returns when the terminal has hung up. Crossterm does not notice: its reading never returns then.
#[cfg(unix)]
fn wait_until_gone() {
    use rustix::event::{PollFd, PollFlags, poll};

    let input = rustix::stdio::stdin();
    loop {
        // Without a wish of ours, poll returns for a hang-up or an error alone.
        let mut descriptors = [PollFd::new(&input, PollFlags::empty())];
        match poll(&mut descriptors, None) {
            Ok(0) | Err(rustix::io::Errno::INTR) => {}
            _ => return,
        }
    }
}

/// Elsewhere the system ends the process with its window.
#[cfg(not(unix))]
fn wait_until_gone() {
    loop {
        thread::park();
    }
}

/// True when the terminal behind standard input has hung up.
#[cfg(unix)]
fn is_gone() -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    let input = rustix::stdio::stdin();
    let mut descriptors = [PollFd::new(&input, PollFlags::empty())];
    let at_once = Timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    let polled = poll(&mut descriptors, Some(&at_once));
    let events = descriptors[0].revents();
    polled.is_ok() && events.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL)
}

#[cfg(not(unix))]
fn is_gone() -> bool {
    false
}
