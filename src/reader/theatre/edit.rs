//! The knobs, edited in place.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::demos::{Demo, Fault, Kind, Knobs};
use crate::lang::words::Words;
use crate::lang::{fill, listed};
use crate::render::bytes;

/// The knobs of a demo while they are edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editor {
    /// Name and text of each knob, in the order of the demo.
    pub fields: Vec<(&'static str, String)>,
    /// The field that is typed into.
    pub at: usize,
    /// Why the values were refused.
    pub fault: Option<String>,
}

/// What an edit comes to.
#[derive(Debug, PartialEq, Eq)]
pub enum Edited {
    On,
    Cancelled,
    /// Run again with these settings.
    Settings(Vec<String>),
}

impl Editor {
    /// The knobs with the values of the run so far.
    pub fn new(demo: &'static Demo, settings: &[String]) -> Editor {
        let knobs =
            Knobs::read(demo.knobs, true, settings).or_else(|_| Knobs::read(demo.knobs, true, &[]));
        let values = knobs
            .map(|knobs| knobs.values().to_vec())
            .unwrap_or_default();
        Editor {
            fields: (values.into_iter())
                .map(|(name, value)| (name, escape(&value.to_string())))
                .collect(),
            at: 0,
            fault: None,
        }
    }

    /// What a key does to the field that is typed into, or to all of them.
    pub fn key(&mut self, key: &KeyEvent, demo: &'static Demo, words: &Words) -> Edited {
        let last = self.fields.len().saturating_sub(1);
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Esc => return Edited::Cancelled,
            KeyCode::Enter => return self.accept(demo, words),
            KeyCode::Up | KeyCode::BackTab => self.at = self.at.checked_sub(1).unwrap_or(last),
            KeyCode::Down | KeyCode::Tab if self.at >= last => self.at = 0,
            KeyCode::Down | KeyCode::Tab => self.at += 1,
            KeyCode::Left => self.choose(demo, false),
            KeyCode::Right => self.choose(demo, true),
            KeyCode::Char('u') if control => self.change(String::clear),
            KeyCode::Backspace => self.change(|text| {
                text.pop();
            }),
            KeyCode::Char(typed) if !control => self.change(|text| text.push(typed)),
            _ => {}
        }
        Edited::On
    }

    /// Text that was pasted; of several lines it becomes one.
    pub fn paste(&mut self, pasted: &str) {
        let pasted = escape(pasted);
        self.change(|text| text.push_str(&pasted));
    }

    fn change(&mut self, change: impl FnOnce(&mut String)) {
        /// The longest text a knob takes, and room to see that it is too long.
        const LONGEST: usize = 70_000;
        self.fault = None;
        if let Some((_, text)) = self.fields.get_mut(self.at) {
            change(text);
            let end = text.floor_char_boundary(LONGEST);
            text.truncate(end);
        }
    }

    /// Goes through the words of a choice, and up and down with a number.
    fn choose(&mut self, demo: &'static Demo, up: bool) {
        let Some(knob) = demo.knobs.get(self.at) else {
            return;
        };
        self.change(|text| match knob.kind {
            Kind::Choice(choices) => {
                let now = choices
                    .iter()
                    .position(|choice| choice == text)
                    .unwrap_or(0);
                let step = if up {
                    1
                } else {
                    choices.len().saturating_sub(1)
                };
                if let Some(choice) = choices.get((now + step) % choices.len().max(1)) {
                    *text = (*choice).to_string();
                }
            }
            Kind::Number { least, most, .. } => {
                let now = text.parse().unwrap_or(least);
                let next = if up {
                    now.saturating_add(1)
                } else {
                    now.saturating_sub(1)
                };
                *text = next.clamp(least, most).to_string();
            }
            Kind::Text { .. } => {}
        });
    }

    fn accept(&mut self, demo: &'static Demo, words: &Words) -> Edited {
        let settings = self.fields.iter();
        let settings = settings.map(|(name, text)| format!("{name}={}", unescape(text)));
        let settings: Vec<String> = settings.collect();
        match Knobs::read(demo.knobs, true, &settings) {
            Ok(_) => Edited::Settings(settings),
            Err(fault) => {
                let name = named(&fault);
                let place = self
                    .fields
                    .iter()
                    .position(|(field, _)| Some(*field) == name);
                self.at = place.unwrap_or(self.at);
                self.fault = Some(told(demo, words, &fault));
                Edited::On
            }
        }
    }
}

fn named(fault: &Fault) -> Option<&'static str> {
    match fault {
        Fault::NotANumber { name, .. } | Fault::Range { name, .. } | Fault::Choice { name, .. } => {
            Some(name)
        }
        Fault::Form(_) | Fault::Unknown { .. } => None,
    }
}

/// Why values were refused, in the words of the command line.
fn told(demo: &Demo, words: &Words, fault: &Fault) -> String {
    let knob = |name: &str| demo.knobs.iter().find(|knob| knob.name == name);
    let (trouble, values) = match fault {
        Fault::Form(given) => ("knob-form", vec![("given", given.clone())]),
        Fault::Unknown { name } => ("knob-unknown", vec![("given", name.clone())]),
        Fault::NotANumber { name, value } => (
            "knob-number",
            vec![("knob", name.to_string()), ("given", value.clone())],
        ),
        Fault::Range { name, least, most } => (
            match knob(name).map(|knob| &knob.kind) {
                Some(Kind::Text { .. }) => "knob-length",
                _ => "knob-range",
            },
            vec![
                ("knob", name.to_string()),
                ("least", least.to_string()),
                ("most", most.to_string()),
            ],
        ),
        Fault::Choice { name, choices } => (
            "knob-choice",
            vec![
                ("knob", name.to_string()),
                ("choices", listed(words, choices)),
            ],
        ),
    };
    let template = words.troubles.get(trouble).map_or("", |t| t.what);
    let values = values.iter().map(|(name, value)| (*name, value.as_str()));
    bytes::clean(&fill(template, &values.collect::<Vec<_>>()))
}

/// A value on one line: what could not be typed is written with a backslash.
fn escape(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for character in value.chars() {
        match character {
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            _ => text.push(character),
        }
    }
    text
}

fn unescape(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        match (character, rest.as_str().chars().next()) {
            ('\\', Some(sign @ ('n' | 'r' | 't' | '\\'))) => {
                value.push(match sign {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    _ => '\\',
                });
                rest.next();
            }
            _ => value.push(character),
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::lang::words::words;
    use proptest::prelude::{any, prop_assert_eq, proptest};

    fn type_into(editor: &mut Editor, keys: &[KeyCode]) -> Edited {
        let demo = Demo::find("tcp-echo").unwrap();
        let mut edited = Edited::On;
        for code in keys {
            let key = KeyEvent::new(*code, KeyModifiers::NONE);
            edited = editor.key(&key, demo, words(Lang::En));
        }
        edited
    }

    #[test]
    fn values_are_typed_and_checked() {
        let demo = Demo::find("tcp-echo").unwrap();
        let mut editor = Editor::new(demo, &["message=hi".to_string()]);
        assert_eq!(editor.fields[0], ("message", "hi".to_string()));
        let typed = [KeyCode::Char('!'), KeyCode::Down, KeyCode::Backspace];
        type_into(&mut editor, &typed);
        assert_eq!(type_into(&mut editor, &[KeyCode::Enter]), Edited::On);
        assert!(editor.fault.as_deref().unwrap_or("").contains("clients"));
        let more = [KeyCode::Char('3'), KeyCode::Right, KeyCode::Enter];
        let Edited::Settings(settings) = type_into(&mut editor, &more) else {
            panic!("{editor:?}");
        };
        assert_eq!(settings[..2], ["message=hi!", "clients=4"]);
        assert_eq!(type_into(&mut editor, &[KeyCode::Esc]), Edited::Cancelled);
    }

    proptest! {
        #[test]
        fn what_is_edited_is_what_was_set(value in any::<String>()) {
            prop_assert_eq!(unescape(&escape(&value)), value);
        }
    }
}
