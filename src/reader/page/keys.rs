//! The keys of a lesson's page.

use crossterm::event::KeyCode::{
    BackTab, Down, End, Enter, Esc, Home, Left, PageDown, PageUp, Right, Tab, Up,
};

use crate::reader::keymap::Press::{Char, Code, Ctrl};
use crate::reader::keymap::{Binding, Common, common, own};
use crate::reader::popup::Move;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Open,
    /// Through the list, or the page.
    Go(Move),
    NextStop,
    PreviousStop,
    HalfDown,
    HalfUp,
    NextSection,
    PreviousSection,
    Left,
    Right,
    Contents,
    Search,
    NextHit,
    PreviousHit,
    NextLesson,
    PreviousLesson,
    Notes,
    Back,
}

/// The keys of this screen. Where a question is asked, the letters of its choices come first; no
/// binding is one of `a` to `f`.
pub static KEYS: &[Binding<Action>] = &[
    own(&[Code(Enter)], Action::Open, "Enter", |w| {
        w.reader.follow.long
    })
    .hinted("Enter", |w| w.reader.follow.short),
    own(&[Code(Tab)], Action::NextStop, "Tab", |w| {
        w.reader.next_link.long
    })
    .hinted("Tab", |w| w.reader.next_link.short),
    own(&[Code(BackTab)], Action::PreviousStop, "Shift-Tab", |w| {
        w.reader.previous_link
    }),
    own(
        &[Code(Down), Char('j')],
        Action::Go(Move::Down),
        "↓ j",
        |w| w.reader.down,
    ),
    own(&[Code(Up), Char('k')], Action::Go(Move::Up), "↑ k", |w| {
        w.reader.up
    }),
    own(
        &[Code(PageDown), Char(' '), Ctrl('f')],
        Action::Go(Move::PageDown),
        "Space PgDn",
        |w| w.reader.page_down.long,
    )
    .hinted("Space", |w| w.reader.page_down.short),
    own(
        &[Code(PageUp), Ctrl('b')],
        Action::Go(Move::PageUp),
        "PgUp",
        |w| w.reader.page_up,
    ),
    own(&[Ctrl('d')], Action::HalfDown, "Ctrl-D", |w| {
        w.reader.half_down
    }),
    own(&[Ctrl('u')], Action::HalfUp, "Ctrl-U", |w| w.reader.half_up),
    own(&[Char('}')], Action::NextSection, "}", |w| {
        w.reader.next_section
    }),
    own(&[Char('{')], Action::PreviousSection, "{", |w| {
        w.reader.previous_section
    }),
    own(
        &[Code(Home), Char('g')],
        Action::Go(Move::First),
        "g Home",
        |w| w.reader.first,
    ),
    own(
        &[Code(End), Char('G')],
        Action::Go(Move::Last),
        "G End",
        |w| w.reader.last,
    ),
    own(&[Code(Left)], Action::Left, "←", |w| w.reader.left),
    own(&[Code(Right)], Action::Right, "→", |w| w.reader.right_key),
    own(&[Char('t')], Action::Contents, "t", |w| w.reader.toc.long)
        .hinted("t", |w| w.reader.toc.short),
    own(&[Char('/')], Action::Search, "/", |w| w.reader.search.long)
        .hinted("/", |w| w.reader.search.short),
    own(&[Char('n')], Action::NextHit, "n", |w| w.reader.next_hit),
    own(&[Char('N')], Action::PreviousHit, "N", |w| {
        w.reader.previous_hit
    }),
    own(&[Char(']')], Action::NextLesson, "]", |w| {
        w.reader.next_lesson
    }),
    own(&[Char('[')], Action::PreviousLesson, "[", |w| {
        w.reader.previous_lesson
    }),
    common(Common::Language, |w| w.reader.language.long).hinted("L", |w| w.reader.language.short),
    own(&[Char('T')], Action::Notes, "T", |w| w.reader.notes),
    common(Common::Mouse, |w| w.reader.mouse),
    common(Common::Suspend, |w| w.reader.suspend),
    common(Common::Quit, |w| w.reader.quit),
    common(Common::Help, |w| w.reader.help_key.long).hinted("?", |w| w.reader.help_key.short),
    own(&[Char('q'), Code(Esc)], Action::Back, "q Esc", |w| {
        w.reader.back.long
    })
    .hinted("q", |w| w.reader.back.short),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::keymap::assert_sound;

    #[test]
    fn the_table_is_sound_and_letters_of_choices_are_free() {
        assert_sound(KEYS);
        let mut keys = KEYS.iter().flat_map(|binding| binding.keys);
        assert!(keys.all(|key| !matches!(key, Char('a'..='f'))));
    }
}
