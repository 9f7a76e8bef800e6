//! The keys of the theatre: one table, from which the help and the bottom line are made.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::lang::words::TheatreWords;

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Step,
    Back,
    NextStep,
    StepBefore,
    First,
    Last,
    Play,
    Faster,
    Slower,
    Zoom(Pane),
    All,
    Projector,
    SelectUp,
    SelectDown,
    ScrollUp,
    ScrollDown,
    Knobs,
    Again,
    Record,
    Predict,
    Fate,
    Mouse,
    Help,
    Leave,
    EndProgram,
    Suspend,
}

/// A part of the screen; its number is the key that zooms it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pane {
    Ladder,
    Source,
    Bytes,
    Sockets,
    Narration,
    Charts,
}

/// How many panes there are.
pub const PANES: usize = 6;

impl Pane {
    /// Its place among all, from 0.
    pub fn index(self) -> usize {
        self as usize
    }

    pub fn title(self, words: &TheatreWords) -> &str {
        match self {
            Pane::Ladder => &words.ladder,
            Pane::Source => &words.source,
            Pane::Bytes => &words.bytes,
            Pane::Sockets => &words.sockets,
            Pane::Narration => &words.narration,
            Pane::Charts => &words.charts,
        }
    }
}

/// Keys of one meaning.
pub struct Binding {
    pub keys: &'static [(KeyCode, Action)],
    /// As the keys are named in the help.
    pub named: &'static str,
    pub help: fn(&TheatreWords) -> &str,
    /// For the bottom line, if it stands there.
    pub short: Option<fn(&TheatreWords) -> &str>,
    /// Whether Control is held.
    pub control: bool,
}

const fn key(
    keys: &'static [(KeyCode, Action)],
    named: &'static str,
    help: fn(&TheatreWords) -> &str,
    short: Option<fn(&TheatreWords) -> &str>,
) -> Binding {
    Binding {
        keys,
        named,
        help,
        short,
        control: false,
    }
}

const fn control(
    keys: &'static [(KeyCode, Action)],
    named: &'static str,
    help: fn(&TheatreWords) -> &str,
) -> Binding {
    Binding {
        keys,
        named,
        help,
        short: None,
        control: true,
    }
}

use KeyCode::{Char, Down, End, Enter, Esc, F, Home, Left, PageDown, PageUp, Right, Up};

/// Every key of the theatre, the most wanted first.
pub const KEYS: &[Binding] = &[
    key(
        &[
            (Enter, Action::Step),
            (Right, Action::Step),
            (Char(' '), Action::Step),
            (Char('l'), Action::Step),
        ],
        "Enter →",
        |w| &w.key_step,
        Some(|w| &w.short_step),
    ),
    key(
        &[
            (Left, Action::Back),
            (KeyCode::Backspace, Action::Back),
            (Char('h'), Action::Back),
        ],
        "←",
        |w| &w.key_back,
        Some(|w| &w.short_back),
    ),
    key(
        &[(Char('f'), Action::Fate)],
        "f",
        |w| &w.key_fate,
        Some(|w| &w.short_fate),
    ),
    key(
        &[(Char('q'), Action::Leave)],
        "q",
        |w| &w.key_leave,
        Some(|w| &w.short_leave),
    ),
    key(
        &[(Char('?'), Action::Help)],
        "?",
        |w| &w.key_help,
        Some(|w| &w.short_help),
    ),
    key(
        &[(Char('z'), Action::Projector)],
        "z",
        |w| &w.key_projector,
        Some(|w| &w.short_projector),
    ),
    key(
        &[
            (Char('1'), Action::Zoom(Pane::Ladder)),
            (Char('2'), Action::Zoom(Pane::Source)),
            (Char('3'), Action::Zoom(Pane::Bytes)),
            (Char('4'), Action::Zoom(Pane::Sockets)),
            (Char('5'), Action::Zoom(Pane::Narration)),
            (Char('6'), Action::Zoom(Pane::Charts)),
        ],
        "1-6",
        |w| &w.key_zoom,
        Some(|w| &w.short_zoom),
    ),
    key(
        &[(Char('0'), Action::All), (Esc, Action::All)],
        "0 Esc",
        |w| &w.key_all,
        None,
    ),
    key(
        &[(Char('e'), Action::Knobs)],
        "e",
        |w| &w.key_knobs,
        Some(|w| &w.short_knobs),
    ),
    key(
        &[(Char('r'), Action::Again)],
        "r",
        |w| &w.key_again,
        Some(|w| &w.short_again),
    ),
    key(
        &[(Char('a'), Action::Play)],
        "a",
        |w| &w.key_play,
        Some(|w| &w.short_play),
    ),
    key(
        &[
            (Char('n'), Action::NextStep),
            (Char('N'), Action::StepBefore),
        ],
        "n N",
        |w| &w.key_next_step,
        Some(|w| &w.short_next_step),
    ),
    key(
        &[
            (Char('+'), Action::Faster),
            (Char('='), Action::Faster),
            (Char('-'), Action::Slower),
        ],
        "+ -",
        |w| &w.key_pace,
        None,
    ),
    key(
        &[
            (Up, Action::SelectUp),
            (Down, Action::SelectDown),
            (Char('k'), Action::SelectUp),
            (Char('j'), Action::SelectDown),
        ],
        "↑ ↓",
        |w| &w.key_select,
        None,
    ),
    key(
        &[(PageUp, Action::ScrollUp), (PageDown, Action::ScrollDown)],
        "PgUp PgDn",
        |w| &w.key_scroll,
        None,
    ),
    key(
        &[(Home, Action::First), (Char('g'), Action::First)],
        "Home g",
        |w| &w.key_first,
        None,
    ),
    key(
        &[(End, Action::Last), (Char('G'), Action::Last)],
        "End G",
        |w| &w.key_last,
        None,
    ),
    key(
        &[(Char('p'), Action::Predict)],
        "p",
        |w| &w.key_predict,
        None,
    ),
    key(&[(Char('v'), Action::Record)], "v", |w| &w.key_record, None),
    key(&[(F(2), Action::Mouse)], "F2", |w| &w.key_mouse, None),
    control(&[(Char('c'), Action::EndProgram)], "Ctrl-C", |w| &w.key_end),
    control(&[(Char('z'), Action::Suspend)], "Ctrl-Z", |w| {
        &w.key_suspend
    }),
];

/// The keys that mean something; where no frame can wait, one less.
pub fn bindings(frames: bool) -> impl Iterator<Item = &'static Binding> {
    let is_fate = |binding: &Binding| binding.keys.iter().any(|(_, it)| *it == Action::Fate);
    KEYS.iter()
        .filter(move |binding| frames || !is_fate(binding))
}

/// What a key asks for, if anything.
pub fn action(key: &KeyEvent) -> Option<Action> {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    let bindings = KEYS.iter().filter(|binding| binding.control == control);
    let mut keys = bindings.flat_map(|binding| binding.keys);
    keys.find(|(code, _)| *code == key.code)
        .map(|(_, action)| *action)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_means_two_things() {
        let mut seen = Vec::new();
        for binding in KEYS {
            for (code, _) in binding.keys {
                assert!(!seen.contains(&(code, binding.control)), "{code:?}");
                seen.push((code, binding.control));
            }
        }
    }
}
