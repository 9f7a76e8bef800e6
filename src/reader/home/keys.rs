//! The keys of the first screen.

use crossterm::event::KeyCode;

use crate::reader::keymap::{Binding, Press};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Open,
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
    NextPart,
    PreviousPart,
    Filter,
    Language,
    Mouse,
    Suspend,
    Quit,
    Help,
    Back,
}

/// The keys of this screen. Every other character is typed into the filter.
pub static KEYS: &[Binding<Action>] = &[
    Binding {
        keys: &[Press::Code(KeyCode::Enter), Press::Code(KeyCode::Right)],
        action: Action::Open,
        shown: "Enter →",
        short: "Enter",
        words: |words| &words.open,
    },
    Binding {
        keys: &[Press::Code(KeyCode::Up), Press::Ctrl('p')],
        action: Action::Up,
        shown: "↑",
        short: "",
        words: |words| &words.up,
    },
    Binding {
        keys: &[Press::Code(KeyCode::Down), Press::Ctrl('n')],
        action: Action::Down,
        shown: "↓",
        short: "",
        words: |words| &words.down,
    },
    Binding {
        keys: &[Press::Code(KeyCode::PageUp), Press::Ctrl('b')],
        action: Action::PageUp,
        shown: "PgUp",
        short: "",
        words: |words| &words.page_up,
    },
    Binding {
        keys: &[Press::Code(KeyCode::PageDown), Press::Ctrl('f')],
        action: Action::PageDown,
        shown: "PgDn",
        short: "",
        words: |words| &words.page_down,
    },
    Binding {
        keys: &[Press::Code(KeyCode::Home)],
        action: Action::First,
        shown: "Home",
        short: "",
        words: |words| &words.first,
    },
    Binding {
        keys: &[Press::Code(KeyCode::End)],
        action: Action::Last,
        shown: "End",
        short: "",
        words: |words| &words.last,
    },
    Binding {
        keys: &[Press::Code(KeyCode::Tab)],
        action: Action::NextPart,
        shown: "Tab",
        short: "Tab",
        words: |words| &words.next_part,
    },
    Binding {
        keys: &[Press::Code(KeyCode::BackTab)],
        action: Action::PreviousPart,
        shown: "Shift-Tab",
        short: "",
        words: |words| &words.previous_part,
    },
    Binding {
        keys: &[Press::Char('/')],
        action: Action::Filter,
        shown: "/ a–z",
        short: "/",
        words: |words| &words.filter,
    },
    Binding {
        keys: &[Press::Char('L')],
        action: Action::Language,
        shown: "L",
        short: "L",
        words: |words| &words.language,
    },
    Binding {
        keys: &[Press::Code(KeyCode::F(2))],
        action: Action::Mouse,
        shown: "F2",
        short: "",
        words: |words| &words.mouse,
    },
    Binding {
        keys: &[Press::Ctrl('z')],
        action: Action::Suspend,
        shown: "Ctrl-Z",
        short: "",
        words: |words| &words.suspend,
    },
    Binding {
        keys: &[Press::Ctrl('c')],
        action: Action::Quit,
        shown: "Ctrl-C",
        short: "",
        words: |words| &words.quit,
    },
    Binding {
        keys: &[Press::Char('?'), Press::Code(KeyCode::F(1))],
        action: Action::Help,
        shown: "?",
        short: "?",
        words: |words| &words.help_key,
    },
    Binding {
        keys: &[Press::Char('q'), Press::Code(KeyCode::Esc)],
        action: Action::Back,
        shown: "q Esc",
        short: "q",
        words: |words| &words.leave,
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::keymap::assert_no_key_twice;

    #[test]
    fn no_key_stands_twice() {
        assert_no_key_twice(KEYS);
    }
}
