//! What the bytes that come from a terminal mean.
//!
//! Keys, the mouse and pastes come as sequences (ECMA-48 §5.4, xterm's control sequences), sometimes in
//! pieces. Some bytes are none of them: the answer to a question, which may come late, broken, or
//! without an end. Nothing of those is taken for keys, and nothing is kept without bound.

use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyEventKind};

use super::answer;
use super::input::Heard;

/// A byte that comes later than this after the one before is a key, also amid an answer.
const PAUSE: Duration = Duration::from_secs(1);

/// Nobody presses two keys so soon one after the other, but what a terminal sends comes so.
const AT_ONCE: Duration = Duration::from_millis(15);

/// So long an Escape may be the beginning of something, and nobody notices the wait.
const TORN: Duration = Duration::from_millis(25);

/// As [`TORN`] while an answer is due: the line may be slow.
const TORN_ANSWER: Duration = Duration::from_millis(250);

/// An answer is due for so long. Later ones are heard too, if they come in one piece.
const DUE: Duration = Duration::from_secs(2);

/// A paste that stood still for so long has no end.
const STALLED: Duration = Duration::from_secs(10);

/// No sequence, and no answer that we know, is longer. The rest is not kept.
const LONGEST: usize = 48;

/// So many bytes of a paste are kept: all that one can want to type.
const LONGEST_PASTE: usize = 64 * 1024;

const ESC: u8 = 0x1b;
const BELL: u8 = 0x07;
const CTRL_C: u8 = 0x03;
const BEGIN_OF_PASTE: &[u8] = b"\x1b[200~";
const END_OF_PASTE: &[u8] = b"\x1b[201~";

/// Puts the bytes of a terminal together.
#[derive(Debug)]
pub struct Decoder {
    state: State,
    /// When its last byte came.
    last: Instant,
    /// Until then an answer is due.
    due: Option<Instant>,
    heard: Vec<Heard>,
}

#[derive(Debug)]
enum State {
    Keys,
    /// The first bytes of a character.
    Character(Vec<u8>),
    /// An Escape: the key, or the first byte of something.
    Escape,
    /// What stands after Escape: `[` or `O` and more.
    Sequence(Vec<u8>),
    /// The text of an answer, or of another string that a terminal sends (ECMA-48 §5.6).
    Answer(Vec<u8>),
    /// The same with an Escape after it: its end, if a backslash follows.
    AnswerEscape(Vec<u8>),
    /// A paste, and how many bytes of its end have come.
    Paste(Vec<u8>, usize),
}

impl Decoder {
    pub fn new(now: Instant) -> Decoder {
        Decoder {
            state: State::Keys,
            last: now,
            due: None,
            heard: Vec::new(),
        }
    }

    /// The terminal is asked for something `now`.
    pub fn asked(&mut self, now: Instant) {
        self.due = Some(now + DUE);
    }

    /// Until then something must have come, or it is time for [`Decoder::silence`]; `None` when nothing
    /// is held back.
    pub fn patience(&self) -> Option<Instant> {
        let patience = match self.state {
            State::Keys | State::Character(_) | State::Answer(_) | State::AnswerEscape(_) => {
                return None;
            }
            State::Paste(..) => STALLED,
            State::Escape | State::Sequence(_) => match self.due {
                Some(due) if self.last < due => TORN_ANSWER,
                _ => TORN,
            },
        };
        Some(self.last + patience)
    }

    /// Nothing more has come: what is held back.
    pub fn silence(&mut self) -> Vec<Heard> {
        match std::mem::replace(&mut self.state, State::Keys) {
            State::Escape => self.decode(&[ESC]),
            State::Paste(text, _) => self.pasted(&text),
            _ => {}
        }
        std::mem::take(&mut self.heard)
    }

    /// What these bytes mean, together with those before.
    pub fn take(&mut self, bytes: &[u8], now: Instant) -> Vec<Heard> {
        let mut soon = now.saturating_duration_since(self.last);
        self.last = now;
        for byte in bytes {
            self.byte(*byte, soon);
            soon = Duration::ZERO;
        }
        std::mem::take(&mut self.heard)
    }

    fn byte(&mut self, byte: u8, soon: Duration) {
        match std::mem::replace(&mut self.state, State::Keys) {
            State::Keys => self.key(byte),
            State::Character(bytes) => self.character(bytes, byte),
            State::Escape => self.after_escape(byte),
            State::Sequence(bytes) => self.sequence(bytes, byte),
            State::Answer(text) => self.answer(text, byte, soon),
            State::AnswerEscape(text) if byte == b'\\' && soon <= PAUSE => self.ended(&text),
            State::AnswerEscape(_) => self.after_escape(byte),
            State::Paste(text, ends) => self.paste(text, ends, byte, soon),
        }
    }

    /// A byte with nothing before it.
    fn key(&mut self, byte: u8) {
        match byte {
            ESC => self.state = State::Escape,
            0..=0x7f => self.decode(&[byte]),
            _ => self.character(Vec::new(), byte),
        }
    }

    fn character(&mut self, mut bytes: Vec<u8>, byte: u8) {
        if !bytes.is_empty() && !(0x80..0xc0).contains(&byte) {
            // It has broken off.
            return self.key(byte);
        }
        bytes.push(byte);
        match std::str::from_utf8(&bytes) {
            Ok(_) => self.decode(&bytes),
            Err(error) if error.error_len().is_none() => self.state = State::Character(bytes),
            Err(_) => {}
        }
    }

    fn after_escape(&mut self, byte: u8) {
        match byte {
            // Alt and a key that is a sequence itself.
            ESC => self.state = State::Escape,
            b'[' | b'O' => self.state = State::Sequence(vec![byte]),
            // The strings of ECMA-48: OSC, DCS, APC, PM, SOS.
            b']' | b'P' | b'_' | b'^' | b'X' => self.state = State::Answer(Vec::new()),
            // A terminal sends Alt and a key so. No screen has keys with Alt: who types quickly, or by
            // a script, means both.
            _ => {
                self.decode(&[ESC]);
                self.key(byte);
            }
        }
    }

    fn sequence(&mut self, mut bytes: Vec<u8>, byte: u8) {
        let goes_on = match (&*bytes, byte) {
            (b"[", b'[' | b'M') => true,
            // A mouse without coordinates in digits: three bytes of any kind.
            ([b'[', b'M', place @ ..], _) => place.len() < 2,
            (_, 0..0x20 | 0x7f..) => return self.key(byte),
            (b"O" | b"[[", _) => false,
            (_, byte) => byte < 0x40,
        };
        if bytes.len() <= LONGEST {
            bytes.push(byte);
        }
        if goes_on {
            self.state = State::Sequence(bytes);
        } else if bytes.len() <= LONGEST {
            bytes.insert(0, ESC);
            self.decode(&bytes);
        }
    }

    fn decode(&mut self, sequence: &[u8]) {
        if sequence == BEGIN_OF_PASTE {
            self.state = State::Paste(Vec::new(), 0);
            return;
        }
        let event = terminput::Event::parse_from(sequence).ok().flatten();
        let event = event.and_then(|event| terminput_crossterm::to_crossterm(event).ok());
        // Some terminals also tell when a key is let go.
        let is_of_use =
            |event: &Event| !matches!(event, Event::Key(key) if key.kind == KeyEventKind::Release);
        self.heard.extend(event.filter(is_of_use).map(Heard::Event));
    }

    fn answer(&mut self, mut text: Vec<u8>, byte: u8, soon: Duration) {
        if soon > PAUSE {
            return self.key(byte);
        }
        match byte {
            BELL | b'\\' => self.ended(&text),
            ESC => self.state = State::AnswerEscape(text),
            b' '.. if answer::is_of_answer(byte) || soon <= AT_ONCE => {
                if text.len() <= LONGEST {
                    text.push(byte);
                }
                self.state = State::Answer(text);
            }
            // It has broken off.
            _ => self.key(byte),
        }
    }

    fn ended(&mut self, text: &[u8]) {
        let text = std::str::from_utf8(text).ok();
        let text = text.filter(|text| text.len() <= LONGEST);
        if let Some(background) = text.and_then(answer::background) {
            self.due = None;
            self.heard.push(Heard::Background(background));
        }
    }

    fn paste(&mut self, mut text: Vec<u8>, mut ends: usize, byte: u8, soon: Duration) {
        if byte == CTRL_C && soon > PAUSE {
            // Its end is lost: this is no part of it.
            return self.key(byte);
        }
        if byte == END_OF_PASTE[ends] {
            ends += 1;
        } else {
            text.extend(&END_OF_PASTE[..ends]);
            ends = usize::from(byte == ESC);
            if ends == 0 {
                text.push(byte);
            }
            text.truncate(LONGEST_PASTE);
        }
        if ends == END_OF_PASTE.len() {
            self.pasted(&text);
        } else {
            self.state = State::Paste(text, ends);
        }
    }

    fn pasted(&mut self, text: &[u8]) {
        let text = String::from_utf8_lossy(text).into_owned();
        self.heard.push(Heard::Event(Event::Paste(text)));
    }
}

#[cfg(test)]
mod tests;
