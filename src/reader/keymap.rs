//! Keys as data: each screen has one table, from which its update, its bottom line and its help are made.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::lang::words::{KeyWords, ReaderWords};

/// A key as it is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press {
    Char(char),
    Ctrl(char),
    Code(KeyCode),
}

/// What a key does on a screen, and how it is named there.
pub struct Binding<A: 'static> {
    pub keys: &'static [Press],
    pub action: A,
    /// The keys as the help shows them.
    pub shown: &'static str,
    /// The key as the bottom line shows it; empty when it does not.
    pub short: &'static str,
    pub words: fn(&ReaderWords) -> &KeyWords,
}

/// What a key means on a screen.
pub fn action<A: Copy>(table: &[Binding<A>], key: &KeyEvent) -> Option<A> {
    let press = pressed(key)?;
    let mut bindings = table.iter();
    let found = bindings.find(|binding| binding.keys.contains(&press));
    found.map(|binding| binding.action)
}

/// The character a key types, if it types one.
pub fn typed(key: &KeyEvent) -> Option<char> {
    match pressed(key)? {
        Press::Char(character) if !character.is_control() => Some(character),
        _ => None,
    }
}

fn pressed(key: &KeyEvent) -> Option<Press> {
    let held = key.modifiers;
    match key.code {
        KeyCode::Char(letter) if held.contains(KeyModifiers::CONTROL) => {
            Some(Press::Ctrl(letter.to_ascii_lowercase()))
        }
        KeyCode::Char(_) if held.contains(KeyModifiers::ALT) => None,
        KeyCode::Char(character) => Some(Press::Char(character)),
        KeyCode::Tab if held.contains(KeyModifiers::SHIFT) => Some(Press::Code(KeyCode::BackTab)),
        code => Some(Press::Code(code)),
    }
}

/// Fails when a key stands twice in a table.
#[cfg(test)]
pub fn assert_no_key_twice<A>(table: &[Binding<A>]) {
    let mut seen: Vec<Press> = Vec::new();
    for binding in table {
        for key in binding.keys {
            assert!(!seen.contains(key), "{key:?} stands twice");
            seen.push(*key);
        }
    }
}
