//! What can go wrong, told in two lines: what and why, and what to type next.

use std::error::Error;
use std::fmt;
use std::io;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::setup;
use crate::lang::words::Words;
use crate::lang::{Lang, fill, listed};
use crate::render::bytes;

/// A trouble by its name in the words of the screens, with the values for its sentence.
#[derive(Debug)]
pub struct Trouble {
    key: &'static str,
    values: Vec<(&'static str, String)>,
    /// Values that are several: each language has its own way to list them.
    lists: Vec<(&'static str, Vec<String>)>,
    /// A name that exists and is near to the one typed, and the command line with it.
    similar: Option<(String, String)>,
}

impl Trouble {
    pub fn new(key: &'static str, values: &[(&'static str, &str)]) -> Trouble {
        Trouble {
            key,
            // Arguments and file contents are not ours: they may hold anything.
            values: (values.iter())
                .map(|(name, value)| (*name, bytes::clean(value)))
                .collect(),
            lists: Vec::new(),
            similar: None,
        }
    }

    /// Adds a value that is a list.
    #[must_use]
    pub fn listing<S: AsRef<str>>(mut self, name: &'static str, items: &[S]) -> Trouble {
        let items = items.iter().map(|item| bytes::clean(item.as_ref()));
        self.lists.push((name, items.collect()));
        self
    }

    /// Suggests what was perhaps meant: the word, and the rest of the command line with it.
    pub fn or_perhaps(
        mut self,
        word: Option<String>,
        line: impl FnOnce(&str) -> String,
    ) -> Trouble {
        self.similar = word.map(|word| {
            let line = line(&word);
            (word, line)
        });
        self
    }

    /// The two lines in a language: what is wrong, and what to type.
    pub fn told(&self, words: &Words) -> (String, String) {
        let lists: Vec<(&str, String)> = (self.lists.iter())
            .map(|(name, items)| (*name, listed(words, items)))
            .collect();
        let values: Vec<(&str, &str)> = (self.values.iter().chain(&lists))
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let Some(sentences) = words.troubles.get(self.key) else {
            return (self.key.to_string(), "sockets-tutor --help".to_string());
        };
        let what = fill(sentences.what, &values);
        let (Some((word, line)), Some(similar)) = (&self.similar, words.troubles.get("similar"))
        else {
            return (what, fill(sentences.r#try, &values));
        };
        let (word, line) = (bytes::clean(word), bytes::clean(line));
        let values = [("what", &*what), ("similar", &*word), ("line", &*line)];
        (fill(similar.what, &values), fill(similar.r#try, &values))
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key)
    }
}

impl Error for Trouble {}

/// The known name nearest to a mistyped one, if it is near enough to be meant.
pub fn nearest<'n>(given: &str, names: impl Iterator<Item = &'n str>) -> Option<String> {
    let near = names.map(|name| (strsim::jaro_winkler(given, name), name));
    let near = near.filter(|(nearness, _)| *nearness > 0.8);
    near.max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name.to_string())
}

/// Tells what clap found wrong. `typed` is the command line without the program's name.
pub fn of_arguments(error: &clap::Error, typed: &[String]) -> Trouble {
    let texts = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    };
    let text = |kind: ContextKind| texts(kind).into_iter().next().unwrap_or_default();
    let command = command_of(typed).map_or_else(String::new, |command| format!("{command} "));
    let suggested = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => texts.first().cloned(),
        _ => None,
    };
    let instead = |wrong: &str, right: &str| {
        let words = typed.iter().map(|word| replaced(word, wrong, right));
        line(words)
    };
    let given = text(ContextKind::InvalidArg);
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let given = text(ContextKind::InvalidSubcommand);
            Trouble::new("unknown-command", &[("given", &given)])
                .or_perhaps(suggested(ContextKind::SuggestedSubcommand), |word| {
                    instead(&given, word)
                })
        }
        ErrorKind::UnknownArgument if !given.starts_with('-') => {
            let values = [("given", &*given), ("command", &*command)];
            Trouble::new("extra-argument", &values)
        }
        ErrorKind::UnknownArgument => {
            let values = [("given", &*given), ("command", &*command)];
            // clap finds names near that nobody would have meant.
            let name = given.trim_start_matches('-');
            let is_near = |option: &String| {
                nearest(name, std::iter::once(option.trim_start_matches('-'))).is_some()
            };
            let near = suggested(ContextKind::SuggestedArg).filter(is_near);
            Trouble::new("unknown-option", &values).or_perhaps(near, |word| instead(&given, word))
        }
        ErrorKind::MissingRequiredArgument => Trouble::new(
            "missing-argument",
            &[("given", &given), ("command", &command)],
        ),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if given.starts_with("<SLUG") => {
            let given = text(ContextKind::InvalidValue);
            unknown_demo(&given, typed)
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = text(ContextKind::InvalidValue);
            if value.is_empty() {
                let values = [("given", &*given), ("command", &*command)];
                return Trouble::new("missing-argument", &values);
            }
            let values = [
                ("given", &*value),
                ("option", &*given),
                ("command", &*command),
            ];
            Trouble::new("bad-value", &values)
                .listing("allowed", &texts(ContextKind::ValidValue))
                .or_perhaps(suggested(ContextKind::SuggestedValue), |word| {
                    instead(&value, word)
                })
        }
        ErrorKind::ArgumentConflict => {
            let other = text(ContextKind::PriorArg);
            let values = [
                ("given", &*given),
                ("other", &*other),
                ("command", &*command),
            ];
            Trouble::new("conflict", &values)
        }
        _ => Trouble::new("usage", &[("command", &command)]),
    }
}

/// A demo that does not exist, with the command line as it was typed.
pub fn unknown_demo(given: &str, typed: &[String]) -> Trouble {
    let slugs = crate::demos::DEMOS.iter().map(|demo| demo.slug);
    Trouble::new("unknown-demo", &[("given", given)]).or_perhaps(nearest(given, slugs), |slug| {
        line(typed.iter().map(|word| replaced(word, given, slug)))
    })
}

/// Words as one types them again: what a shell would take apart or replace stands in quotes.
pub fn line(words: impl Iterator<Item = String>) -> String {
    let is_plain = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || "-_=./:,@%+".contains(c);
    let quoted = words.map(
        |word| match !word.is_empty() && word.chars().all(is_plain) {
            true => word,
            false => format!("'{}'", word.replace('\'', r"'\''")),
        },
    );
    quoted.collect::<Vec<_>>().join(" ")
}

/// A word as typed, or with the right name for the wrong one: `wrong`, `wrong=x` or `--x=wrong`.
pub fn replaced(word: &str, wrong: &str, right: &str) -> String {
    match word.split_once('=') {
        _ if word == wrong => right.to_string(),
        Some((option, value)) if option == wrong => format!("{right}={value}"),
        Some((option, value)) if option.starts_with('-') && value == wrong => {
            format!("{option}={right}")
        }
        _ => word.to_string(),
    }
}

/// A sentence with a command to type next, with the language and the course that were typed for this
/// one.
pub fn continued(next: &str, typed: &[String]) -> String {
    const PROGRAM: &str = "sockets-tutor";
    // In a path it is the name of a folder.
    let is_command = |at: &usize| {
        let before = next[..*at].chars().next_back();
        let of_a_path = |c: char| c.is_ascii_alphanumeric() || r#"/\-_.'""#.contains(c);
        !before.is_some_and(of_a_path) && next[at + PROGRAM.len()..].starts_with(' ')
    };
    let mut places = next.match_indices(PROGRAM).map(|(at, _)| at);
    let Some(at) = places.find(is_command) else {
        return next.to_string();
    };
    let (before, after) = (&next[..at], &next[at + PROGRAM.len()..]);
    let language = setup::last_value(typed, "--lang").filter(|code| code.parse::<Lang>().is_ok());
    let course = setup::last_value(typed, "--course");
    let mut told = format!("{before}{PROGRAM}");
    for (option, value) in [("--lang", language), ("--course", course)] {
        // What was meant instead of a mistyped word has them already.
        if let Some(value) = value.filter(|_| !after.contains(option)) {
            let words = [option.to_string(), bytes::clean(value)];
            told = format!("{told} {}", line(words.into_iter()));
        }
    }
    told + after
}

/// The command among the words that were typed; the value of an option before it is none.
fn command_of(typed: &[String]) -> Option<&str> {
    let known = super::arguments::understood(typed);
    let takes_value = |word: &str| {
        let mut options = known.get_arguments();
        word.strip_prefix("--").is_some_and(|name| {
            options
                .any(|option| option.get_long() == Some(name) && option.get_action().takes_values())
        })
    };
    let mut typed = typed.iter();
    while let Some(word) = typed.next() {
        if takes_value(word) {
            typed.next();
        } else if !word.starts_with('-') {
            return Some(&**word).filter(|word| known.find_subcommand(word).is_some());
        }
    }
    None
}

/// True if the reader of our output has gone away, which is no error: `… | head`.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}
