//! The keys of the theatre: one table, from which the help and the bottom line are made.

use crossterm::event::KeyCode::{
    Backspace, Down, End, Enter, Esc, Home, Left, PageDown, PageUp, Right, Up,
};

use crate::lang::words::TheatreWords;
use crate::reader::keymap::Press::{Char, Code};
use crate::reader::keymap::{Ask, Binding, Common, also, common, own};

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
    Leave,
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

    /// What stands above it.
    pub fn title(self, words: &TheatreWords) -> &str {
        match self {
            Pane::Ladder => words.ladder,
            Pane::Source => words.source,
            Pane::Bytes => words.bytes,
            Pane::Sockets => words.sockets,
            Pane::Narration => words.narration,
            Pane::Charts => words.charts,
        }
    }
}

/// Every key of the theatre, the most wanted first.
pub static KEYS: &[Binding<Action>] = &[
    own(
        &[Code(Enter), Code(Right), Char(' '), Char('l')],
        Action::Step,
        "Enter →",
        |w| w.theatre.key_step,
    )
    .hinted("Enter →", |w| w.theatre.short_step),
    own(
        &[Code(Left), Code(Backspace), Char('h')],
        Action::Back,
        "←",
        |w| w.theatre.key_back,
    )
    .hinted("←", |w| w.theatre.short_back),
    own(&[Char('f')], Action::Fate, "f", |w| w.theatre.key_fate)
        .hinted("f", |w| w.theatre.short_fate),
    own(&[Char('z')], Action::Projector, "z", |w| {
        w.theatre.key_projector
    })
    .hinted("z", |w| w.theatre.short_projector),
    own(&[Char('1')], Action::Zoom(Pane::Ladder), "1-6", |w| {
        w.theatre.key_zoom
    })
    .hinted("1-6", |w| w.theatre.short_zoom),
    also(&[Char('2')], Action::Zoom(Pane::Source)),
    also(&[Char('3')], Action::Zoom(Pane::Bytes)),
    also(&[Char('4')], Action::Zoom(Pane::Sockets)),
    also(&[Char('5')], Action::Zoom(Pane::Narration)),
    also(&[Char('6')], Action::Zoom(Pane::Charts)),
    own(&[Char('0'), Code(Esc)], Action::All, "0 Esc", |w| {
        w.theatre.key_all
    }),
    own(&[Char('e')], Action::Knobs, "e", |w| w.theatre.key_knobs)
        .hinted("e", |w| w.theatre.short_knobs),
    own(&[Char('r')], Action::Again, "r", |w| w.theatre.key_again)
        .hinted("r", |w| w.theatre.short_again),
    own(&[Char('a')], Action::Play, "a", |w| w.theatre.key_play)
        .hinted("a", |w| w.theatre.short_play),
    own(&[Char('n')], Action::NextStep, "n N", |w| {
        w.theatre.key_next_step
    })
    .hinted("n N", |w| w.theatre.short_next_step),
    also(&[Char('N')], Action::StepBefore),
    own(&[Char('+'), Char('=')], Action::Faster, "+ -", |w| {
        w.theatre.key_pace
    }),
    also(&[Char('-')], Action::Slower),
    own(&[Code(Up), Char('k')], Action::SelectUp, "↑ ↓", |w| {
        w.theatre.key_select
    }),
    also(&[Code(Down), Char('j')], Action::SelectDown),
    own(&[Code(PageUp)], Action::ScrollUp, "PgUp PgDn", |w| {
        w.theatre.key_scroll
    }),
    also(&[Code(PageDown)], Action::ScrollDown),
    own(&[Code(Home), Char('g')], Action::First, "Home g", |w| {
        w.theatre.key_first
    }),
    own(&[Code(End), Char('G')], Action::Last, "End G", |w| {
        w.theatre.key_last
    }),
    own(&[Char('p')], Action::Predict, "p", |w| {
        w.theatre.key_predict
    }),
    own(&[Char('v')], Action::Record, "v", |w| w.theatre.key_record),
    common(Common::Mouse, |w| w.theatre.key_mouse),
    common(Common::Suspend, |w| w.theatre.key_suspend),
    common(Common::Quit, |w| w.theatre.key_end),
    common(Common::Help, |w| w.theatre.key_help).hinted("?", |w| w.theatre.short_help),
    own(&[Char('q')], Action::Leave, "q", |w| w.theatre.key_leave)
        .hinted("q", |w| w.theatre.short_leave),
];

/// The keys that mean something; where no frame can wait, one less.
pub fn bindings(frames: bool) -> impl Iterator<Item = &'static Binding<Action>> {
    let is_fate = |binding: &Binding<Action>| binding.asks == Ask::Own(Action::Fate);
    (KEYS.iter()).filter(move |binding| frames || !is_fate(binding))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::keymap::assert_sound;

    #[test]
    fn the_table_is_sound() {
        assert_sound(KEYS);
    }
}
