//! What the terminal answers when it is asked for its background, found among the keys.
//!
//! The question is xterm's OSC 11. Most terminals answer with the colour, some late, some in another
//! form, some never. To the reader of keys an answer is `Alt-]` and letters; none of it may come
//! through as a key.

use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

use crate::render::theme::Background;

/// Asks the terminal for the colour of its background.
pub const QUESTION: &str = "\x1b]11;?\x1b\\";

/// An answer comes in one piece; what comes later than this after its last letter is a key.
const PAUSE: Duration = Duration::from_secs(1);

/// No answer is longer: `11;rgba:ffff/ffff/ffff/ffff` and some more.
const LONGEST: usize = 48;

/// What came from the terminal.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard {
    Event(Event),
    Background(Background),
    /// A part of an answer.
    Nothing,
}

/// Tells answers from keys.
#[derive(Debug, Default)]
pub struct Ear {
    /// The answer that is being heard, and when its last letter came.
    answer: Option<(String, Instant)>,
}

impl Ear {
    pub fn hear(&mut self, event: Event, now: Instant) -> Heard {
        let Event::Key(key) = &event else {
            return Heard::Event(event);
        };
        let Some((mut text, last)) = self.answer.take() else {
            if *key == KeyEvent::new(KeyCode::Char(']'), KeyModifiers::ALT) {
                self.answer = Some((String::new(), now));
                return Heard::Nothing;
            }
            return Heard::Event(event);
        };
        if now.duration_since(last) > PAUSE || text.len() > LONGEST {
            return Heard::Event(event);
        }
        match key.code {
            // It ends as a bell, or as ESC and a backslash, which may come one by one.
            KeyCode::Char('g') if key.modifiers == KeyModifiers::CONTROL => ended(&text),
            KeyCode::Char('\\') => ended(&text),
            KeyCode::Esc => self.wait(text, now),
            KeyCode::Char(letter) if is_of_answer(letter, key.modifiers) => {
                text.push(letter);
                self.wait(text, now)
            }
            // It has broken off.
            _ => Heard::Event(event),
        }
    }

    fn wait(&mut self, text: String, now: Instant) -> Heard {
        self.answer = Some((text, now));
        Heard::Nothing
    }
}

fn is_of_answer(letter: char, modifiers: KeyModifiers) -> bool {
    let plain = (modifiers - KeyModifiers::SHIFT).is_empty();
    plain && (letter.is_ascii_hexdigit() || ";:/#rgb".contains(letter))
}

fn ended(answer: &str) -> Heard {
    background(answer).map_or(Heard::Nothing, Heard::Background)
}

/// The background of `11;rgb:1e1e/1e1e/1e1e`, with one to four digits each, or `11;#1e1e1e`.
fn background(answer: &str) -> Option<Background> {
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
mod tests {
    use super::*;
    use crate::reader::screens::key;

    /// The events crossterm makes of these bytes.
    fn events(bytes: &str) -> Vec<Event> {
        let mut events = Vec::new();
        let mut alt = KeyModifiers::NONE;
        for character in bytes.chars() {
            let (code, modifiers) = match character {
                '\x1b' => {
                    alt = KeyModifiers::ALT;
                    continue;
                }
                '\x07' => (KeyCode::Char('g'), KeyModifiers::CONTROL),
                other if other.is_uppercase() => (KeyCode::Char(other), KeyModifiers::SHIFT),
                other => (KeyCode::Char(other), alt),
            };
            events.push(Event::Key(KeyEvent::new(code, modifiers)));
            alt = KeyModifiers::NONE;
        }
        events
    }

    /// What is heard of these bytes: backgrounds, and the keys that came through.
    fn heard(bytes: &str) -> (Vec<Background>, String) {
        let (mut ear, now) = (Ear::default(), Instant::now());
        let (mut told, mut keys) = (Vec::new(), String::new());
        for event in events(bytes) {
            match ear.hear(event, now) {
                Heard::Background(background) => told.push(background),
                Heard::Event(Event::Key(KeyEvent { code, .. })) => keys.push_str(&code.to_string()),
                Heard::Event(_) | Heard::Nothing => {}
            }
        }
        (told, keys)
    }

    #[test]
    fn answers_are_no_keys() {
        use Background::{Dark, Light};
        for (answer, told) in [
            ("\x1b]11;rgb:ffff/ffff/ffff\x1b\\", vec![Light]),
            ("\x1b]11;rgb:1E1E/1e1e/1e1e\x07", vec![Dark]),
            ("\x1b]11;rgba:fd/f6/e3/ff\x07", vec![Light]),
            ("\x1b]11;#fdf6e3\x07", vec![Light]),
            ("\x1b]11;rgb:0/0/f\x07", vec![Dark]),
            // Broken ones, and answers to what nobody asked.
            ("\x1b]11;rgb:ffff/ffff\x1b\\", vec![]),
            ("\x1b]11;rgb:fffff/fffff/fffff\x07", vec![]),
            ("\x1b]11;rgb://\x07", vec![]),
            ("\x1b]11;#\x07", vec![]),
            ("\x1b]10;rgb:ffff/ffff/ffff\x07", vec![]),
            ("\x1b]\x07", vec![]),
        ] {
            assert_eq!(heard(answer), (told.clone(), String::new()), "{answer:?}");
            let amid = format!("a{answer}j{answer}");
            assert_eq!(heard(&amid), ([&*told, &*told].concat(), "aj".into()));
        }
    }

    #[test]
    fn an_answer_that_breaks_off_keeps_no_keys() {
        assert_eq!(heard("\x1b]11;rgb:ffjq").1, "jq");
        let endless = format!("\x1b]11;{}", "f".repeat(200));
        assert!(heard(&endless).1.len() > 100);
        let (mut ear, now) = (Ear::default(), Instant::now());
        for event in events("\x1b]11;rgb:ff") {
            assert_eq!(ear.hear(event, now), Heard::Nothing);
        }
        let later = key(KeyCode::Char('f'));
        let heard = ear.hear(later.clone(), now + 2 * PAUSE);
        assert_eq!(heard, Heard::Event(later));
    }

    #[test]
    fn an_answer_may_come_cut_before_its_end() {
        let (mut ear, now) = (Ear::default(), Instant::now());
        for event in events("\x1b]11;rgb:00/00/00") {
            assert_eq!(ear.hear(event, now), Heard::Nothing);
        }
        assert_eq!(ear.hear(key(KeyCode::Esc), now), Heard::Nothing);
        let end = ear.hear(key(KeyCode::Char('\\')), now);
        assert_eq!(end, Heard::Background(Background::Dark));
    }
}
