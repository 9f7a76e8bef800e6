//! What every command is given: language, course, and how the terminal looks.

use std::env;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::trouble::{self, Trouble};
use crate::course::{Course, Fault, Sentences};
use crate::lang::words::{Words, words};
use crate::lang::{Lang, fill};
use crate::render::page::layout::{Labels, Options};
use crate::render::page::print::Paint;
use crate::render::theme::{Background, Depth, Theme};

/// Pages are not laid out wider than this of themselves: long lines are hard to read.
const WIDEST_PAGE: usize = 100;

/// The width when there is no terminal to ask.
const WIDTH_WITHOUT_TERMINAL: usize = 80;

pub struct Setup {
    pub lang: Lang,
    pub words: &'static Words,
    /// The arguments as typed, without the program's name.
    pub typed: Vec<String>,
    course: Option<PathBuf>,
    /// How many colours are shown; `None` when the output is to hold no escape sequence.
    pub depth: Option<Depth>,
    theme: Option<Theme>,
    /// Whether standard output is a terminal that may be sent OSC 8 links.
    hyperlinks: bool,
    /// Frames, bullets and arrows only of ASCII.
    pub ascii: bool,
    /// Everything in sentences, as for a screen reader: `--linear` or `SOCKETS_TUTOR_LINEAR`.
    pub linear: bool,
    /// How the full screen looks; `None` where there is none: no terminal, or `--linear`.
    screen: Option<Theme>,
}

impl Setup {
    pub fn new(lang: Lang, matches: &ArgMatches, typed: Vec<String>) -> anyhow::Result<Setup> {
        // Global options stand with the subcommand if they were typed after it.
        let matches = matches.subcommand().map_or(matches, |(_, matches)| matches);
        let color = matches.get_one::<String>("color").map(String::as_str);
        let told = matches.get_one::<String>("background");
        let background = match told.map(String::as_str) {
            Some("light") => Background::Light,
            Some(_) => Background::Dark,
            None => background_of_environment(),
        };
        let depth = depth(color.unwrap_or("auto"));
        let terminal = io::stdout().is_terminal();
        let always = !matches!(env_text("SOCKETS_TUTOR_LINEAR").as_str(), "" | "0");
        let linear = always || matches.get_flag("linear");
        let full = terminal && io::stdin().is_terminal() && env_text("TERM") != "dumb" && !linear;
        let theme = depth.map(|depth| Theme::new(depth, background));
        let uncoloured = || Theme::new(Depth::None, background);
        let screen = full.then(|| theme.clone().unwrap_or_else(uncoloured));
        // Linux's own console takes the question for text, and is always dark.
        let asks = told.is_none() && env_text("TERM") != "linux";
        Ok(Setup {
            lang,
            words: words(lang),
            typed,
            course: matches.get_one::<PathBuf>("course").cloned(),
            depth,
            theme,
            // Where a link leads is to be heard, and no mouse is at hand.
            hyperlinks: terminal
                && !linear
                && !matches!(env_text("TERM").as_str(), "dumb" | "linux"),
            ascii: matches.get_flag("ascii"),
            linear,
            screen: screen.map(|theme| if asks { theme.guessed() } else { theme }),
        })
    }

    /// The course: the built-in one, or the one of `--course`.
    pub fn course(&self) -> anyhow::Result<Course> {
        self.open_course(self.course.as_deref())
    }

    /// The course in a folder, or without one the built-in course.
    pub fn open_course(&self, folder: Option<&Path>) -> anyhow::Result<Course> {
        let opened = match folder {
            Some(folder) => Course::open(folder),
            None => Course::embedded(),
        };
        opened.map_err(|fault| self.course_trouble(&fault))
    }

    /// Tells a fault of the course as a trouble of the command.
    pub fn course_trouble(&self, fault: &Fault) -> anyhow::Error {
        let (place, what, mend) = match self.told(fault) {
            Ok(told) => told,
            Err(error) => return error,
        };
        let values = [("place", &*place), ("what", &*what), ("mend", &*mend)];
        Trouble::new("course-fault", &values).into()
    }

    /// A sentence that names a command to type next: it goes on in the language and the course that
    /// were typed for this one.
    pub fn next(&self, sentence: &str, values: &[(&str, &str)]) -> String {
        trouble::continued(&fill(sentence, values), &self.typed)
    }

    /// A fault as `file:line`, what is wrong, and how to mend it.
    pub fn told(&self, fault: &Fault) -> anyhow::Result<(String, String, String)> {
        let sentences = Sentences::embedded(self.lang)
            .map_err(|fault| anyhow::anyhow!("{}: {}", fault.file, fault.kind.key()))?;
        let place = match fault.line {
            Some(line) => format!("{}:{line}", fault.file),
            None => fault.file.clone(),
        };
        let (what, mend) = (sentences.what(&fault.kind), sentences.mend(&fault.kind));
        Ok((place, what, mend))
    }

    /// How pages are painted.
    pub fn paint(&self) -> Paint<'_> {
        match &self.theme {
            Some(theme) => Paint::Styled {
                theme,
                hyperlinks: self.hyperlinks,
            },
            None => Paint::Plain,
        }
    }

    /// How the full screen looks, where there is one.
    pub fn screen(&self) -> Option<&Theme> {
        self.screen.as_ref()
    }

    /// How pages are laid out. `width` overrides that of the terminal.
    pub fn page(&self, width: Option<usize>) -> Options<'_> {
        Options {
            width: width.unwrap_or_else(|| terminal_width().min(WIDEST_PAGE)),
            ascii: self.ascii,
            show_targets: !(self.hyperlinks && self.theme.is_some()),
            unwrapped: false,
            linear: self.linear,
            labels: Labels::of_words(&self.words.page),
        }
    }
}

/// The language: `--lang`, else `SOCKETS_TUTOR_LANG`, else the locale, else English.
///
/// Read before the command line is, because its errors and its help are in that language.
pub fn language(typed: &[String]) -> Lang {
    let asked = last_value(typed, "--lang");
    let asked = asked.and_then(|code| code.parse().ok());
    let set = || env_text("SOCKETS_TUTOR_LANG").parse().ok();
    let locale = || {
        // The first of these that is set decides (POSIX XBD 8.2), and `C` asks for no language.
        let set = ["LC_ALL", "LC_MESSAGES", "LANG"].map(env_text);
        let first = set.iter().find(|locale| !locale.is_empty());
        if first.is_some_and(|first| matches!(first.split('.').next(), Some("C" | "POSIX"))) {
            return None;
        }
        let mut locales = sys_locale::get_locales();
        locales.find_map(|locale| Lang::of_locale(&locale))
    };
    asked.or_else(set).or_else(locale).unwrap_or(Lang::En)
}

/// The value of an option as it was typed last, before the command line is read.
pub fn last_value<'t>(typed: &'t [String], option: &str) -> Option<&'t str> {
    let mut words = typed.iter().take_while(|word| *word != "--");
    let mut value = None;
    while let Some(word) = words.next() {
        if word == option {
            value = words.next().map(String::as_str);
        } else if let Some((name, joined)) = word.split_once('=')
            && name == option
        {
            value = Some(joined);
        }
    }
    value
}

/// The columns of the terminal, or a usual width without one.
pub fn terminal_width() -> usize {
    columns(&io::stdout()).unwrap_or(WIDTH_WITHOUT_TERMINAL)
}

/// The columns of the terminal behind a stream; `None` when there is none.
pub fn columns(stream: &impl IsTerminal) -> Option<usize> {
    let size = stream.is_terminal().then(crossterm::terminal::size);
    let (columns, _) = size?.ok()?;
    // A terminal that does not know its size says 0.
    (columns > 0).then_some(columns.into())
}

/// How many colours to use; `None` for output without any escape sequence.
///
/// Knows <https://no-color.org> and <https://bixense.com/clicolors>.
fn depth(color: &str) -> Option<Depth> {
    let forced = color == "always" || !matches!(env_text("CLICOLOR_FORCE").as_str(), "" | "0");
    let styled = forced || (io::stdout().is_terminal() && env_text("TERM") != "dumb");
    if color == "never" || !styled {
        return None;
    }
    if color != "always" && !env_text("NO_COLOR").is_empty() {
        return Some(Depth::None);
    }
    let (term, colorterm) = (env_text("TERM"), env_text("COLORTERM"));
    Some(match colorterm.as_str() {
        "truecolor" | "24bit" => Depth::True,
        _ if term.contains("256color") => Depth::Ansi256,
        _ => Depth::Ansi16,
    })
}

/// Some terminals tell their colours as `COLORFGBG=15;0`: the last number is the background.
fn background_of_environment() -> Background {
    let value = env_text("COLORFGBG");
    match value
        .rsplit(';')
        .next()
        .and_then(|last| last.parse::<u8>().ok())
    {
        Some(7 | 9..=15) => Background::Light,
        _ => Background::Dark,
    }
}

/// A variable of the environment; empty when it is not set.
pub fn env_text(name: &str) -> String {
    env::var(name).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_lang_counts_and_none_after_two_dashes() {
        let typed = |words: &[&str]| words.iter().map(|w| w.to_string()).collect::<Vec<_>>();
        assert_eq!(language(&typed(&["list", "--lang", "zh"])), Lang::Zh);
        assert_eq!(
            language(&typed(&["--lang=zh", "--lang=en", "list"])),
            Lang::En
        );
        let after = language(&typed(&["--lang=zh", "--", "--lang=en"]));
        assert_eq!(after, Lang::Zh);
    }
}
