//! The one reader of the terminal's keys.

use std::io;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

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

/// From here on a new size is heard of, although nobody reads the terminal yet.
///
/// # Errors
/// When the terminal cannot be read.
pub fn listen() -> io::Result<()> {
    crossterm::event::poll(Duration::ZERO).map(drop)
}

/// Reads the terminal for the rest of the process and sends everything into the channel of the screen.
/// With `asks` the terminal has been asked for its background.
///
/// # Errors
/// When the terminal cannot be read, or the system gives no thread.
pub fn send_to(screen: Sender<Message>, asks: bool) -> io::Result<()> {
    let told = screen.clone();
    spawn("keys", move || {
        let last = AtLast(screen);
        let mut ear = Ear::new(asks, Instant::now());
        let mut leaving = false;
        while let Ok(heard) = hear(&mut ear) {
            for one in heard {
                if is_last_resort(&one) && !leaving {
                    leaving = spawn("leaving", || signals::end_if_held_up(INTERRUPT)).is_ok();
                }
                let message = match one {
                    Heard::Event(event) => Message::Input(event),
                    Heard::Background(background) => Message::Background(background),
                };
                if last.0.send(message).is_err() {
                    return;
                }
            }
        }
    })?;
    spawn("terminal", move || {
        wait_until_gone();
        let _ = told.send(Message::Gone);
        signals::end_soon(HANGUP);
    })
}

/// Tells, however the reading ends, that no more keys come.
struct AtLast(Sender<Message>);

impl Drop for AtLast {
    fn drop(&mut self) {
        // Nobody listens any more only when the screen has been left.
        let _ = self.0.send(Message::Gone);
    }
}

/// Waits for what comes next.
fn hear(ear: &mut Ear) -> io::Result<Vec<Heard>> {
    if let Some(patience) = ear.patience(Instant::now())
        && !crossterm::event::poll(patience)?
    {
        return Ok(ear.silence());
    }
    let event = crossterm::event::read()?;
    // Some terminals also tell when a key is let go.
    if matches!(&event, Event::Key(key) if key.kind == KeyEventKind::Release) {
        return Ok(Vec::new());
    }
    let heard = ear.hear(event, Instant::now());
    Ok(heard.into_iter().flat_map(apart).collect())
}

/// A terminal sends Alt and a key as Esc and the key. No screen has keys with Alt: who types quickly,
/// or by a script, means both.
fn apart(heard: Heard) -> Vec<Heard> {
    let key = |code, modifiers| Heard::Event(Event::Key(KeyEvent::new(code, modifiers)));
    match heard {
        Heard::Event(Event::Key(typed))
            if typed.modifiers.contains(KeyModifiers::ALT)
                && matches!(typed.code, KeyCode::Char(_) | KeyCode::Enter) =>
        {
            vec![
                key(KeyCode::Esc, KeyModifiers::NONE),
                key(typed.code, typed.modifiers - KeyModifiers::ALT),
            ]
        }
        other => vec![other],
    }
}

/// Ctrl-C leaves the program from everywhere.
fn is_last_resort(heard: &Heard) -> bool {
    matches!(heard, Heard::Event(Event::Key(key))
        if key.code == KeyCode::Char('c') && key.modifiers == KeyModifiers::CONTROL)
}

/// The number of SIGHUP: what a window that closes stands for.
const HANGUP: i32 = 1;

/// The number of SIGINT.
const INTERRUPT: i32 = 2;

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
