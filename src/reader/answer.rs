//! What the terminal answers when it is asked for its background, found among the keys.
//!
//! The question is xterm's OSC 11. Most terminals answer with the colour, some late, some in another
//! form, some never. To the reader of keys an answer is `Alt-]` and letters, and what comes in pieces,
//! over a slow line, begins with the key Escape. None of it may come through as keys.

use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

use crate::render::theme::Background;

/// Asks the terminal for the colour of its background.
pub const QUESTION: &str = "\x1b]11;?\x1b\\";

/// A letter that comes later than this after the one before is a key, also amid an answer.
const PAUSE: Duration = Duration::from_secs(1);

/// Nobody presses two keys so soon one after the other, but what a terminal sends comes so.
const AT_ONCE: Duration = Duration::from_millis(15);

/// So long an Escape may be the beginning of something, and nobody notices the wait.
const TORN: Duration = Duration::from_millis(25);

/// As [`TORN`] while an answer is due: the line may be slow.
const TORN_ANSWER: Duration = Duration::from_millis(250);

/// An answer is due for so long. Later ones are heard too, if they come in one piece.
const DUE: Duration = Duration::from_secs(2);

/// No answer is longer: `11;rgba:ffff/ffff/ffff/ffff` and some more. The rest is not kept.
const LONGEST: usize = 48;

/// What came from the terminal.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard {
    Event(Event),
    Background(Background),
}

/// Tells keys from what a terminal sends by itself.
#[derive(Debug)]
pub struct Ear {
    state: State,
    /// When its last letter came.
    last: Instant,
    /// Until then an answer is due.
    due: Option<Instant>,
}

#[derive(Debug)]
enum State {
    Keys,
    /// An Escape: the key, or the first byte of something.
    Escape,
    /// The letters after `ESC [` or `ESC O`.
    Sequence(String),
    /// The letters of an answer, or of another string that a terminal sends (ECMA-48 §5.6).
    Answer(String),
}

impl Ear {
    /// With `asks` the terminal is asked for its background `now`.
    pub fn new(asks: bool, now: Instant) -> Ear {
        Ear {
            state: State::Keys,
            last: now,
            due: asks.then(|| now + DUE),
        }
    }

    /// So long nothing must come for [`Ear::silence`]; `None` when nothing is held back.
    pub fn patience(&self, now: Instant) -> Option<Duration> {
        match self.state {
            State::Keys | State::Answer(_) => None,
            State::Escape | State::Sequence(_) => Some(match self.due {
                Some(due) if now < due => TORN_ANSWER,
                _ => TORN,
            }),
        }
    }

    /// Nothing more has come: what is held back.
    pub fn silence(&mut self) -> Vec<Heard> {
        match std::mem::replace(&mut self.state, State::Keys) {
            State::Escape => vec![escape()],
            State::Keys | State::Sequence(_) | State::Answer(_) => Vec::new(),
        }
    }

    pub fn hear(&mut self, event: Event, now: Instant) -> Vec<Heard> {
        let Event::Key(key) = &event else {
            return vec![Heard::Event(event)];
        };
        let soon = now.duration_since(self.last);
        self.last = now;
        match std::mem::replace(&mut self.state, State::Keys) {
            State::Keys => self.key(*key, KeyModifiers::ALT),
            State::Escape => {
                if let (KeyCode::Char('[' | 'O'), true) = (key.code, is_plain(key)) {
                    self.state = State::Sequence(String::new());
                    return Vec::new();
                }
                if begins_string(key, KeyModifiers::NONE) {
                    return self.key(*key, KeyModifiers::NONE);
                }
                let mut heard = vec![escape()];
                heard.extend(self.key(*key, KeyModifiers::ALT));
                heard
            }
            State::Sequence(mut text) => match key.code {
                KeyCode::Char(letter @ '@'..='~') if is_plain(key) => arrow(&text, letter),
                KeyCode::Char(letter @ ' '..='?') if is_plain(key) => {
                    push(&mut text, letter);
                    self.state = State::Sequence(text);
                    Vec::new()
                }
                _ => self.key(*key, KeyModifiers::ALT),
            },
            State::Answer(text) => self.answer(text, *key, soon),
        }
    }

    /// A key, unless it begins something; a string begins with this modifier.
    fn key(&mut self, key: KeyEvent, modifier: KeyModifiers) -> Vec<Heard> {
        if begins_string(&key, modifier) {
            self.state = State::Answer(String::new());
        } else if key == KeyEvent::from(KeyCode::Esc) {
            self.state = State::Escape;
        } else {
            return vec![Heard::Event(Event::Key(key))];
        }
        Vec::new()
    }

    fn answer(&mut self, mut text: String, key: KeyEvent, soon: Duration) -> Vec<Heard> {
        if soon > PAUSE {
            return self.key(key, KeyModifiers::ALT);
        }
        match key.code {
            // It ends as a bell, or as ESC and a backslash, which may come one by one.
            KeyCode::Char('g') if key.modifiers == KeyModifiers::CONTROL => self.ended(&text),
            KeyCode::Char('\\') => self.ended(&text),
            KeyCode::Esc => self.wait(text),
            KeyCode::Char(letter)
                if is_plain(&key) && (is_of_answer(letter) || soon <= AT_ONCE) =>
            {
                push(&mut text, letter);
                self.wait(text)
            }
            // It has broken off.
            _ => self.key(key, KeyModifiers::ALT),
        }
    }

    fn wait(&mut self, text: String) -> Vec<Heard> {
        self.state = State::Answer(text);
        Vec::new()
    }

    fn ended(&mut self, answer: &str) -> Vec<Heard> {
        let background = background(answer);
        if background.is_some() {
            self.due = None;
        }
        background.map(Heard::Background).into_iter().collect()
    }
}

fn escape() -> Heard {
    Heard::Event(Event::Key(KeyEvent::from(KeyCode::Esc)))
}

/// The strings of ECMA-48: OSC, DCS, APC, PM, SOS.
fn begins_string(key: &KeyEvent, modifier: KeyModifiers) -> bool {
    matches!(key.code, KeyCode::Char(']' | 'P' | '_' | '^' | 'X'))
        && key.modifiers - KeyModifiers::SHIFT == modifier
}

fn is_plain(key: &KeyEvent) -> bool {
    (key.modifiers - KeyModifiers::SHIFT).is_empty()
}

fn push(text: &mut String, letter: char) {
    if text.len() <= LONGEST {
        text.push(letter);
    }
}

/// The key of `ESC [ A` and the like; others have no meaning here.
fn arrow(between: &str, last: char) -> Vec<Heard> {
    let code = match last {
        'A' => KeyCode::Up,
        'B' => KeyCode::Down,
        'C' => KeyCode::Right,
        'D' => KeyCode::Left,
        'F' => KeyCode::End,
        'H' => KeyCode::Home,
        _ => return Vec::new(),
    };
    match between {
        "" => vec![Heard::Event(Event::Key(KeyEvent::from(code)))],
        _ => Vec::new(),
    }
}

fn is_of_answer(letter: char) -> bool {
    letter.is_ascii_hexdigit() || ";:/#rgb".contains(letter)
}

/// The background of `11;rgb:1e1e/1e1e/1e1e`, with one to four digits each, or `11;#1e1e1e`.
fn background(answer: &str) -> Option<Background> {
    if answer.len() > LONGEST {
        return None;
    }
    let color = answer.strip_prefix("11;")?;
    let parts: Vec<&str> = match color.strip_prefix('#') {
        Some(digits) if digits.len() % 3 == 0 && digits.is_ascii() => {
            let each = digits.len() / 3;
            vec![
                &digits[..each],
                &digits[each..2 * each],
                &digits[2 * each..],
            ]
        }
        _ => {
            let parts = color.strip_prefix("rgb:");
            parts
                .or_else(|| color.strip_prefix("rgba:"))?
                .split('/')
                .collect()
        }
    };
    let share = |digits: &&str| {
        let value = u32::from_str_radix(digits, 16)
            .ok()
            .filter(|_| digits.len() <= 4)?;
        Some(f64::from(value) / f64::from((1_u32 << (4 * digits.len())) - 1))
    };
    let [red, green, blue] = [parts.first()?, parts.get(1)?, parts.get(2)?].map(share);
    // How bright the eye finds it (ITU-R BT.709).
    let bright = 0.2126 * red? + 0.7152 * green? + 0.0722 * blue?;
    Some(match bright > 0.5 {
        true => Background::Light,
        false => Background::Dark,
    })
}

#[cfg(test)]
mod tests;
