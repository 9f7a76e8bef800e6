//! Knobs: the parameters of a demo, with their ranges and values.

use crate::event::Value;

/// A parameter of a demo.
pub struct Knob {
    pub name: &'static str,
    pub kind: Kind,
}

pub enum Kind {
    /// A text of 1 to `longest` bytes.
    Text {
        default: &'static str,
        longest: usize,
    },
    Number {
        least: usize,
        most: usize,
        default: usize,
        /// The default when somebody steps: talking takes time.
        stepped: usize,
    },
    /// One of these words; the first is the default.
    Choice(&'static [&'static str]),
}

/// Why a setting was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Not of the form `name=value`.
    Form(String),
    Unknown {
        name: String,
    },
    NotANumber {
        name: &'static str,
        value: String,
    },
    /// A number out of its range, or a text whose length in bytes is.
    Range {
        name: &'static str,
        least: usize,
        most: usize,
    },
    Choice {
        name: &'static str,
        choices: &'static [&'static str],
    },
}

/// The values of a run, one for each knob of the demo and in the same order.
#[derive(Debug, Clone, PartialEq)]
pub struct Knobs {
    values: Vec<(&'static str, Value)>,
    /// Whether the demo stays for strangers.
    pub keep_open: bool,
    /// Decides what a laboratory leaves to chance.
    pub seed: u64,
}

impl Knobs {
    /// The defaults, changed by `settings` of the form `name=value`; the last one of a name wins.
    ///
    /// # Errors
    /// The first setting that is unknown or out of its range.
    pub fn read(
        knobs: &'static [Knob],
        stepped: bool,
        settings: &[String],
    ) -> Result<Knobs, Fault> {
        let values = knobs.iter().map(|knob| (knob.name, knob.default(stepped)));
        let mut values: Vec<_> = values.collect();
        for setting in settings {
            let (name, value) = setting
                .split_once('=')
                .ok_or_else(|| Fault::Form(setting.clone()))?;
            let place = knobs.iter().position(|knob| knob.name == name);
            let place = place.ok_or_else(|| Fault::Unknown { name: name.into() })?;
            values[place].1 = knobs[place].value(value)?;
        }
        Ok(Knobs {
            values,
            keep_open: false,
            seed: 0,
        })
    }

    /// The text of a knob; empty if it has none, which the registry's test excludes.
    pub fn text(&self, name: &str) -> &str {
        match self.get(name) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    /// The number of a knob; zero if it has none, which the registry's test excludes.
    pub fn number(&self, name: &str) -> usize {
        match self.get(name) {
            Some(Value::Number(number)) => usize::try_from(*number).unwrap_or(0),
            _ => 0,
        }
    }

    /// Name and value of each knob, in the order of the demo's parameters.
    pub fn values(&self) -> &[(&'static str, Value)] {
        &self.values
    }

    fn get(&self, name: &str) -> Option<&Value> {
        let (_, value) = self.values.iter().find(|(knob, _)| *knob == name)?;
        Some(value)
    }
}

impl Knob {
    /// The value when nobody sets one.
    pub fn default(&self, when_stepped: bool) -> Value {
        match self.kind {
            Kind::Text { default, .. } => default.into(),
            Kind::Number { stepped, .. } if when_stepped => stepped.into(),
            Kind::Number { default, .. } => default.into(),
            Kind::Choice(choices) => choices.first().copied().unwrap_or_default().into(),
        }
    }

    fn value(&self, text: &str) -> Result<Value, Fault> {
        let name = self.name;
        let range = |least, most| Fault::Range { name, least, most };
        match self.kind {
            Kind::Text { longest, .. } => match text.len() {
                0 => Err(range(1, longest)),
                length if length > longest => Err(range(1, longest)),
                _ => Ok(text.to_string().into()),
            },
            Kind::Number { least, most, .. } => {
                let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
                if !digits {
                    let value = text.to_string();
                    return Err(Fault::NotANumber { name, value });
                }
                match text.parse() {
                    Ok(number) if (least..=most).contains(&number) => Ok(number.into()),
                    // Digits that do not parse are a number too large for the machine.
                    _ => Err(range(least, most)),
                }
            }
            Kind::Choice(choices) => choices
                .iter()
                .find(|choice| **choice == text)
                .map(|choice| (*choice).into())
                .ok_or(Fault::Choice { name, choices }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOBS: &[Knob] = &[
        Knob {
            name: "message",
            kind: Kind::Text {
                default: "hi",
                longest: 6,
            },
        },
        Knob {
            name: "clients",
            kind: Kind::Number {
                least: 1,
                most: 50,
                default: 1,
                stepped: 2,
            },
        },
        Knob {
            name: "first",
            kind: Kind::Choice(&["nobody", "client"]),
        },
    ];

    fn read(settings: &[&str]) -> Result<Knobs, Fault> {
        let settings: Vec<String> = settings.iter().map(|text| text.to_string()).collect();
        Knobs::read(KNOBS, false, &settings)
    }

    #[test]
    fn defaults_hold_until_set() {
        let knobs = read(&["message=你好", "clients=3", "clients=4"]).unwrap();
        assert_eq!(knobs.text("message"), "你好");
        assert_eq!(knobs.number("clients"), 4);
        assert_eq!(knobs.text("first"), "nobody");
        assert_eq!(Knobs::read(KNOBS, true, &[]).unwrap().number("clients"), 2);
    }

    #[test]
    fn a_value_may_hold_an_equals_sign() {
        assert_eq!(read(&["message=a=b"]).unwrap().text("message"), "a=b");
    }

    #[test]
    fn wrong_settings_are_refused() {
        let range = |name, least, most| Err(Fault::Range { name, least, most });
        assert_eq!(read(&["clients"]), Err(Fault::Form("clients".into())));
        assert_eq!(read(&["x=1"]), Err(Fault::Unknown { name: "x".into() }));
        assert_eq!(read(&["clients=0"]), range("clients", 1, 50));
        assert_eq!(
            read(&["clients=99999999999999999999999"]),
            range("clients", 1, 50)
        );
        for value in ["", "-1", "+1", "1.5", "１"] {
            let fault = Fault::NotANumber {
                name: "clients",
                value: value.into(),
            };
            assert_eq!(read(&[&format!("clients={value}")]), Err(fault));
        }
        assert_eq!(read(&["message="]), range("message", 1, 6));
        assert_eq!(read(&["message=你好啊"]), range("message", 1, 6));
        let choices = &["nobody", "client"][..];
        let fault = Fault::Choice {
            name: "first",
            choices,
        };
        assert_eq!(read(&["first=me"]), Err(fault));
    }
}
