//! What a learner says while stepping: key by key on a terminal, line by line elsewhere.

use std::cell::RefCell;
use std::io::{self, BufRead, IsTerminal};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers};

use super::lines;
use crate::reader::input::{Heard, Reader};
use crate::reader::terminal::RawMode;

/// What a learner can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// Enter, → or the space bar; an empty line.
    Forward,
    /// ←
    Back,
    /// `q`, Escape, Ctrl-C; the end of the input.
    Quit,
    Letter(char),
}

pub enum Keys {
    Terminal(RawMode, RefCell<Reader>),
    Lines(Receiver<Key>),
}

impl Keys {
    /// Keys of the terminal when standard input and output are one, else lines of standard input.
    ///
    /// # Errors
    /// When the system gives no thread to read the lines.
    pub fn open() -> io::Result<Keys> {
        if let Some(keys) = Keys::of_terminal() {
            return Ok(keys);
        }
        let (sender, lines) = mpsc::sync_channel(1);
        // Ends with the process: a blocked read of standard input cannot be called off.
        thread::Builder::new().spawn(move || {
            let mut input = io::stdin().lock();
            loop {
                let key = read_line(&mut input);
                if sender.send(key).is_err() || key == Key::Quit {
                    break;
                }
            }
        })?;
        Ok(Keys::Lines(lines))
    }

    /// Keys of the terminal, if standard input and output are one.
    pub fn of_terminal() -> Option<Keys> {
        let terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
        let reader = terminal.then(Reader::new)?.ok()?;
        let raw = RawMode::enter().ok()?;
        Some(Keys::Terminal(raw, RefCell::new(reader)))
    }

    /// True for a terminal: then questions may be asked, and lines end with CR LF.
    pub fn is_terminal(&self) -> bool {
        matches!(self, Keys::Terminal(..))
    }

    /// The next key, if one comes within `time`.
    pub fn next(&self, time: Duration) -> Option<Key> {
        match self {
            Keys::Terminal(raw, reader) => next_of_terminal(raw, &mut reader.borrow_mut(), time),
            Keys::Lines(lines) => match lines.recv_timeout(time) {
                Ok(key) => Some(key),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => Some(Key::Quit),
            },
        }
    }
}

/// A line's key: empty for forward, `q` for quit, `b` for back, else its first letter.
fn read_line(input: &mut impl BufRead) -> Key {
    let Some(line) = lines::next(input) else {
        return Key::Quit;
    };
    match line.trim().chars().next() {
        None => Key::Forward,
        Some('q' | 'Q') => Key::Quit,
        Some('<') => Key::Back,
        Some(letter) => Key::Letter(letter.to_ascii_lowercase()),
    }
}

fn next_of_terminal(raw: &RawMode, reader: &mut Reader, time: Duration) -> Option<Key> {
    let deadline = Instant::now() + time;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        match reader.next(Some(left))? {
            Heard::Gone => return Some(Key::Quit),
            // Nobody wakes it, or has asked the terminal for anything.
            Heard::Woken | Heard::Background(_) => {}
            Heard::Event(event) => {
                if is_suspend(&event) && raw.suspend().is_err() {
                    return Some(Key::Quit);
                }
                if let Some(key) = key_of(&event) {
                    return Some(key);
                }
            }
        }
    }
}

/// Ctrl-Z is no signal where keys come at once.
fn is_suspend(event: &Event) -> bool {
    matches!(event, Event::Key(key)
        if key.code == KeyCode::Char('z') && key.modifiers == KeyModifiers::CONTROL)
}

fn key_of(event: &Event) -> Option<Key> {
    let Event::Key(key) = event else {
        return None;
    };
    if key.kind == KeyEventKind::Release {
        return None;
    }
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    match key.code {
        // A line feed: what a program sends that types for somebody.
        KeyCode::Char('j') if control => Some(Key::Forward),
        KeyCode::Char('c' | 'd') if control => Some(Key::Quit),
        KeyCode::Char('q' | 'Q') | KeyCode::Esc => Some(Key::Quit),
        KeyCode::Enter | KeyCode::Right | KeyCode::Char(' ') => Some(Key::Forward),
        KeyCode::Left | KeyCode::Backspace => Some(Key::Back),
        KeyCode::Char(letter) if !control => Some(Key::Letter(letter.to_ascii_lowercase())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_keys() {
        let mut input = io::Cursor::new("\n  \nq\nB\n<\n你好\n");
        let keys: Vec<Key> = (0..7).map(|_| read_line(&mut input)).collect();
        let expected = [
            Key::Forward,
            Key::Forward,
            Key::Quit,
            Key::Letter('b'),
            Key::Back,
            Key::Letter('你'),
            Key::Quit,
        ];
        assert_eq!(keys, expected);
    }
}
