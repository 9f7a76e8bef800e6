//! The keys of a lesson's page.

use crossterm::event::KeyCode;

use crate::reader::keymap::{Binding, Press};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Open,
    NextStop,
    PreviousStop,
    Down,
    Up,
    PageDown,
    PageUp,
    HalfDown,
    HalfUp,
    NextSection,
    PreviousSection,
    First,
    Last,
    Left,
    Right,
    Contents,
    Search,
    NextHit,
    PreviousHit,
    NextLesson,
    PreviousLesson,
    Notes,
    Language,
    Mouse,
    Suspend,
    Quit,
    Help,
    Back,
}

/// The keys of this screen. Where a question is asked, the letters of its choices come first; no
/// binding is one of `a` to `f`.
pub static KEYS: &[Binding<Action>] = &[
    Binding {
        keys: &[Press::Code(KeyCode::Enter)],
        action: Action::Open,
        shown: "Enter",
        short: "Enter",
        words: |words| &words.follow,
    },
    Binding {
        keys: &[Press::Code(KeyCode::Tab)],
        action: Action::NextStop,
        shown: "Tab",
        short: "Tab",
        words: |words| &words.next_link,
    },
    Binding {
        keys: &[Press::Code(KeyCode::BackTab)],
        action: Action::PreviousStop,
        shown: "Shift-Tab",
        short: "",
        words: |words| &words.previous_link,
    },
    Binding {
        keys: &[Press::Code(KeyCode::Down), Press::Char('j')],
        action: Action::Down,
        shown: "↓ j",
        short: "",
        words: |words| &words.down,
    },
    Binding {
        keys: &[Press::Code(KeyCode::Up), Press::Char('k')],
        action: Action::Up,
        shown: "↑ k",
        short: "",
        words: |words| &words.up,
    },
    Binding {
        keys: &[
            Press::Code(KeyCode::PageDown),
            Press::Char(' '),
            Press::Ctrl('f'),
        ],
        action: Action::PageDown,
        shown: "Space PgDn",
        short: "Space",
        words: |words| &words.page_down,
    },
    Binding {
        keys: &[Press::Code(KeyCode::PageUp), Press::Ctrl('b')],
        action: Action::PageUp,
        shown: "PgUp",
        short: "",
        words: |words| &words.page_up,
    },
    Binding {
        keys: &[Press::Ctrl('d')],
        action: Action::HalfDown,
        shown: "Ctrl-D",
        short: "",
        words: |words| &words.half_down,
    },
    Binding {
        keys: &[Press::Ctrl('u')],
        action: Action::HalfUp,
        shown: "Ctrl-U",
        short: "",
        words: |words| &words.half_up,
    },
    Binding {
        keys: &[Press::Char('}')],
        action: Action::NextSection,
        shown: "}",
        short: "",
        words: |words| &words.next_section,
    },
    Binding {
        keys: &[Press::Char('{')],
        action: Action::PreviousSection,
        shown: "{",
        short: "",
        words: |words| &words.previous_section,
    },
    Binding {
        keys: &[Press::Code(KeyCode::Home), Press::Char('g')],
        action: Action::First,
        shown: "g Home",
        short: "",
        words: |words| &words.first,
    },
    Binding {
        keys: &[Press::Code(KeyCode::End), Press::Char('G')],
        action: Action::Last,
        shown: "G End",
        short: "",
        words: |words| &words.last,
    },
    Binding {
        keys: &[Press::Code(KeyCode::Left)],
        action: Action::Left,
        shown: "←",
        short: "",
        words: |words| &words.left,
    },
    Binding {
        keys: &[Press::Code(KeyCode::Right)],
        action: Action::Right,
        shown: "→",
        short: "",
        words: |words| &words.right_key,
    },
    Binding {
        keys: &[Press::Char('t')],
        action: Action::Contents,
        shown: "t",
        short: "t",
        words: |words| &words.toc,
    },
    Binding {
        keys: &[Press::Char('/')],
        action: Action::Search,
        shown: "/",
        short: "/",
        words: |words| &words.search,
    },
    Binding {
        keys: &[Press::Char('n')],
        action: Action::NextHit,
        shown: "n",
        short: "",
        words: |words| &words.next_hit,
    },
    Binding {
        keys: &[Press::Char('N')],
        action: Action::PreviousHit,
        shown: "N",
        short: "",
        words: |words| &words.previous_hit,
    },
    Binding {
        keys: &[Press::Char(']')],
        action: Action::NextLesson,
        shown: "]",
        short: "",
        words: |words| &words.next_lesson,
    },
    Binding {
        keys: &[Press::Char('[')],
        action: Action::PreviousLesson,
        shown: "[",
        short: "",
        words: |words| &words.previous_lesson,
    },
    Binding {
        keys: &[Press::Char('L')],
        action: Action::Language,
        shown: "L",
        short: "L",
        words: |words| &words.language,
    },
    Binding {
        keys: &[Press::Char('T')],
        action: Action::Notes,
        shown: "T",
        short: "",
        words: |words| &words.notes,
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
        words: |words| &words.back,
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::keymap::assert_no_key_twice;

    #[test]
    fn no_key_stands_twice_and_letters_of_choices_are_free() {
        assert_no_key_twice(KEYS);
        let mut keys = KEYS.iter().flat_map(|binding| binding.keys);
        assert!(keys.all(|key| !matches!(key, Press::Char('a'..='f'))));
    }
}
