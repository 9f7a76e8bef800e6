//! A text that is typed into a line: a filter, a search, an answer.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::keymap;
use crate::render::page::cells::clusters;

/// No filter, search or answer is longer, in characters; what is pasted may be.
const LONGEST: usize = 1000;

/// Changes the text as a key does that types or deletes; false when it is another key.
pub fn key(text: &mut String, key: &KeyEvent) -> bool {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    match (key.code, keymap::typed(key)) {
        (KeyCode::Backspace, _) => {
            let last = clusters(text).last().map_or(0, |(last, _)| last.len());
            text.truncate(text.len() - last);
        }
        (KeyCode::Char('u'), _) if control => text.clear(),
        (_, Some(character)) => add(text, std::iter::once(character)),
        _ => return false,
    }
    true
}

/// Adds pasted text: never what would be a key.
pub fn paste(text: &mut String, pasted: &str) {
    add(text, pasted.chars().filter(|c| !c.is_control()));
}

fn add(text: &mut String, characters: impl Iterator<Item = char>) {
    let room = LONGEST.saturating_sub(text.chars().count());
    text.extend(characters.take(room));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::screens;
    use crossterm::event::Event;

    #[test]
    fn keys_type_and_delete_and_no_paste_is_too_long() {
        let mut text = String::new();
        let mut press = |typed: &str| {
            for event in screens::keys(typed) {
                let Event::Key(event) = event else { continue };
                key(&mut text, &event);
            }
            text.clone()
        };
        assert_eq!(press("a中é\u{8}"), "a中");
        // What is seen as one character goes as one.
        assert_eq!(press("e\u{301}\u{8}\u{8}b\n\t\u{1b}"), "ab");
        paste(&mut text, "x\n\u{1b}[31m\u{9b}y");
        assert_eq!(text, "abx[31my");
        paste(&mut text, &"中".repeat(3 * LONGEST));
        assert_eq!(text.chars().count(), LONGEST);
        let clear = KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL);
        assert!(key(&mut text, &clear) && text.is_empty());
        let quit = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
        assert!(!key(&mut text, &quit) && text.is_empty());
    }
}
