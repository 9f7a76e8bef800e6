//! What the terminal shows: its size, its colours, its characters.

use std::io::{self, IsTerminal};

use super::{Finding, Section, Worth};
use crate::cli::setup::{Setup, env_text};
use crate::lang::fill;
use crate::render::theme::Depth;

/// Below this the full screen only says that it is too small.
const LEAST: (u16, u16) = (40, 12);

/// From here on every pane has its place.
const GOOD: (u16, u16) = (80, 24);

pub fn findings(setup: &Setup) -> [Finding; 3] {
    let words = &setup.words.doctor;
    let told =
        |slug, about, (worth, found)| Finding::new(Section::Preflight, slug, about, worth, found);
    [
        told("terminal", words.size, size(setup)),
        told("colour", words.colour, (Worth::Go, colours(setup))),
        told("unicode", words.unicode, unicode(setup)),
    ]
}

fn size(setup: &Setup) -> (Worth, String) {
    let words = &setup.words.doctor;
    if !io::stdout().is_terminal() {
        return (Worth::Note, words.no_terminal.to_string());
    }
    let (columns, rows) = match crossterm::terminal::size() {
        Ok((columns, rows)) if columns > 0 && rows > 0 => (columns, rows),
        _ => return (Worth::Note, words.no_size.to_string()),
    };
    let (worth, sentence) = judge(columns, rows);
    let sentence = match sentence {
        Size::Good => &words.size_good,
        Size::Small => &words.size_small,
        Size::TooSmall => &words.size_too_small,
    };
    let (columns, rows) = (columns.to_string(), rows.to_string());
    let values = [("columns", &*columns), ("rows", &*rows)];
    (worth, fill(sentence, &values))
}

#[derive(Debug, PartialEq, Eq)]
enum Size {
    Good,
    Small,
    TooSmall,
}

fn judge(columns: u16, rows: u16) -> (Worth, Size) {
    let reaches = |(wide, high): (u16, u16)| columns >= wide && rows >= high;
    match (reaches(LEAST), reaches(GOOD)) {
        (_, true) => (Worth::Go, Size::Good),
        (true, false) => (Worth::Note, Size::Small),
        (false, false) => (Worth::NoGo, Size::TooSmall),
    }
}

fn colours(setup: &Setup) -> String {
    let words = &setup.words.doctor;
    let count = match setup.depth {
        None | Some(Depth::None) => return words.colours_none.to_string(),
        Some(Depth::Ansi16) => "16",
        Some(Depth::Ansi256) => "256",
        Some(Depth::True) => "16777216",
    };
    fill(words.colours, &[("count", count)])
}

/// Whether the locale promises UTF-8. Windows' terminals need no promise.
fn unicode(setup: &Setup) -> (Worth, String) {
    let words = &setup.words.doctor;
    // The first of these that is set decides (POSIX XBD 8.2).
    let set = ["LC_ALL", "LC_CTYPE", "LANG"].map(env_text);
    let locale = set.into_iter().find(|locale| !locale.is_empty());
    match cfg!(windows) || locale.is_some_and(|locale| is_utf8(&locale)) {
        true => (Worth::Go, words.yes.to_string()),
        false => (Worth::Note, words.unicode_unknown.to_string()),
    }
}

fn is_utf8(locale: &str) -> bool {
    let locale = locale.to_ascii_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_good_small_or_too_small() {
        let verdicts = [(80, 24), (200, 60), (79, 24), (80, 23), (40, 12), (39, 40)];
        let sizes = verdicts.map(|(columns, rows)| judge(columns, rows).1);
        let expected = [
            Size::Good,
            Size::Good,
            Size::Small,
            Size::Small,
            Size::Small,
            Size::TooSmall,
        ];
        assert_eq!(sizes, expected);
        assert!(judge(40, 11).0 == Worth::NoGo && judge(40, 12).0 == Worth::Note);
    }

    #[test]
    fn a_locale_promises_utf_8_in_several_ways() {
        let promises = ["zh_CN.UTF-8", "en_US.utf8", "C.UTF-8"];
        assert!(promises.into_iter().all(is_utf8));
        assert!(!["C", "POSIX", "zh_CN.GB18030"].into_iter().any(is_utf8));
    }
}
