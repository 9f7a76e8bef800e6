//! The keys of the first screen.

use crossterm::event::KeyCode::{
    BackTab, Down, End, Enter, Esc, Home, PageDown, PageUp, Right, Tab, Up,
};

use crate::reader::keymap::Press::{Char, Code, Ctrl};
use crate::reader::keymap::{Binding, Common, common, own};
use crate::reader::popup::Move;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Open,
    /// Through the list.
    Go(Move),
    NextPart,
    PreviousPart,
    Filter,
    Back,
}

/// The keys of this screen. Every other character is typed into the filter.
pub static KEYS: &[Binding<Action>] = &[
    own(
        &[Code(Enter), Code(Right)],
        Action::Open,
        "Enter →",
        |w| w.reader.open.long,
    )
    .hinted("Enter", |w| w.reader.open.short),
    own(&[Code(Up), Ctrl('p')], Action::Go(Move::Up), "↑", |w| {
        w.reader.up
    }),
    own(
        &[Code(Down), Ctrl('n')],
        Action::Go(Move::Down),
        "↓",
        |w| w.reader.down,
    ),
    own(
        &[Code(PageUp), Ctrl('b')],
        Action::Go(Move::PageUp),
        "PgUp",
        |w| w.reader.page_up,
    ),
    own(
        &[Code(PageDown), Ctrl('f')],
        Action::Go(Move::PageDown),
        "PgDn",
        |w| w.reader.page_down.long,
    ),
    own(&[Code(Home)], Action::Go(Move::First), "Home", |w| {
        w.reader.first
    }),
    own(&[Code(End)], Action::Go(Move::Last), "End", |w| {
        w.reader.last
    }),
    own(&[Code(Tab)], Action::NextPart, "Tab", |w| {
        w.reader.next_part.long
    })
    .hinted("Tab", |w| w.reader.next_part.short),
    own(&[Code(BackTab)], Action::PreviousPart, "Shift-Tab", |w| {
        w.reader.previous_part
    }),
    own(&[Char('/')], Action::Filter, "/ a–z", |w| {
        w.reader.filter.long
    })
    .hinted("/", |w| w.reader.filter.short),
    common(Common::Language, |w| w.reader.language.long).hinted("L", |w| w.reader.language.short),
    common(Common::Mouse, |w| w.reader.mouse),
    common(Common::Suspend, |w| w.reader.suspend),
    common(Common::Quit, |w| w.reader.quit),
    common(Common::Help, |w| w.reader.help_key.long).hinted("?", |w| w.reader.help_key.short),
    own(&[Char('q'), Code(Esc)], Action::Back, "q Esc", |w| {
        w.reader.leave.long
    })
    .hinted("q", |w| w.reader.leave.short),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::keymap::assert_sound;

    #[test]
    fn the_table_is_sound() {
        assert_sound(KEYS);
    }
}
