//! Keys as data: each screen has one table, from which its update, its bottom line and its help are made.
//!
//! What is the same on every screen stands here once, as [`Common`]; a table says with [`common`] at
//! which place it is listed, and how the screen calls it.

use std::borrow::Cow;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::lang::words::Words;

/// A key as it is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press {
    Char(char),
    Ctrl(char),
    Code(KeyCode),
}

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask<A> {
    /// What it asks for on every screen.
    Common(Common),
    /// What it asks for on this one.
    Own(A),
}

/// What keys ask for on every screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Common {
    Language,
    Mouse,
    Suspend,
    Quit,
    Help,
}

impl Common {
    const fn keys(self) -> &'static [Press] {
        match self {
            Common::Language => &[Press::Char('L')],
            Common::Mouse => &[Press::Code(KeyCode::F(2))],
            Common::Suspend => &[Press::Ctrl('z')],
            Common::Quit => &[Press::Ctrl('c')],
            Common::Help => &[Press::Char('?'), Press::Code(KeyCode::F(1))],
        }
    }

    const fn shown(self) -> &'static str {
        match self {
            Common::Language => "L",
            Common::Mouse => "F2",
            Common::Suspend => "Ctrl-Z",
            Common::Quit => "Ctrl-C",
            Common::Help => "?",
        }
    }
}

/// A word or a sentence of the screen, in the language it is in.
pub type Say = fn(&Words) -> &str;

/// Keys of one meaning, and how they are named.
pub struct Binding<A: 'static> {
    pub keys: &'static [Press],
    pub asks: Ask<A>,
    /// The keys as the help shows them; empty when they are named in the line before.
    pub shown: &'static str,
    /// What they do, for the help.
    pub long: Say,
    /// The key as the bottom line shows it, and what it does there in a word; `None` when it does not.
    pub hint: Option<(&'static str, Say)>,
}

impl<A: Copy> Binding<A> {
    /// Shows the key in the bottom line, too.
    pub const fn hinted(mut self, shown: &'static str, word: Say) -> Binding<A> {
        self.hint = Some((shown, word));
        self
    }
}

/// Keys of a screen's own, not in its bottom line.
pub const fn own<A>(keys: &'static [Press], asks: A, shown: &'static str, long: Say) -> Binding<A> {
    Binding {
        keys,
        asks: Ask::Own(asks),
        shown,
        long,
        hint: None,
    }
}

/// More keys for the help's line before: two arrows are one line of it.
pub const fn also<A>(keys: &'static [Press], asks: A) -> Binding<A> {
    own(keys, asks, "", |_| "")
}

/// A key that is the same on every screen, in the words of this one.
pub const fn common<A>(asks: Common, long: Say) -> Binding<A> {
    Binding {
        keys: asks.keys(),
        asks: Ask::Common(asks),
        shown: asks.shown(),
        long,
        hint: None,
    }
}

/// What a key asks for on a screen, if anything.
pub fn action<A: Copy>(table: &[Binding<A>], key: &KeyEvent) -> Option<Ask<A>> {
    let press = pressed(key)?;
    let mut bindings = table.iter();
    let found = bindings.find(|binding| binding.keys.contains(&press));
    found.map(|binding| binding.asks)
}

/// The character a key types, if it types one.
pub fn typed(key: &KeyEvent) -> Option<char> {
    match pressed(key)? {
        Press::Char(character) if !character.is_control() => Some(character),
        _ => None,
    }
}

/// The names of keys, on request without arrows.
pub fn plain_keys(named: &str, ascii: bool) -> Cow<'_, str> {
    if !ascii {
        return named.into();
    }
    let mut plain = named.replace("↑ ↓", "Up Down").replace("↑↓", "Up Down");
    for (sign, name) in [
        ("↔", "<->"),
        ("↑", "Up"),
        ("↓", "Down"),
        ("–", "-"),
        ("→", "Right"),
        ("←", "Left"),
        ("·", "-"),
        ("×", "x"),
        ("…", "..."),
    ] {
        plain = plain.replace(sign, name);
    }
    plain.into()
}

fn pressed(key: &KeyEvent) -> Option<Press> {
    let held = key.modifiers;
    match key.code {
        KeyCode::Char(letter) if held.contains(KeyModifiers::CONTROL) => {
            Some(Press::Ctrl(letter.to_ascii_lowercase()))
        }
        KeyCode::Char(character) => Some(Press::Char(character)),
        KeyCode::Tab if held.contains(KeyModifiers::SHIFT) => Some(Press::Code(KeyCode::BackTab)),
        code => Some(Press::Code(code)),
    }
}

/// Fails when a key stands twice in a table, or one is missing that every screen has.
#[cfg(test)]
pub fn assert_sound<A: Copy + PartialEq>(table: &[Binding<A>]) {
    let mut seen: Vec<Press> = Vec::new();
    for key in table.iter().flat_map(|binding| binding.keys) {
        assert!(!seen.contains(key), "{key:?} stands twice");
        seen.push(*key);
    }
    for asks in [Common::Mouse, Common::Suspend, Common::Quit, Common::Help] {
        let mut bindings = table.iter();
        let is_there = bindings.any(|binding| binding.asks == Ask::Common(asks));
        assert!(is_there, "{asks:?} is missing");
    }
}
