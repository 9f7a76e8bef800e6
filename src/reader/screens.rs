//! Screens compared with expected text files, for the tests of this module.
//!
//! `REWRITE_SCREENS=1 cargo test --lib reader` writes the files anew; read the difference by eye.

use std::path::Path;

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use ratatui_core::buffer::Buffer;
use ratatui_core::layout::Rect;

use crate::lang::Lang;
use crate::render::page::cells;

/// The sizes at which every screen is looked at.
pub const SIZES: [(u16, u16); 3] = [(40, 12), (80, 24), (120, 40)];

/// A buffer as text: the right half of a wide character is not there, marked cells stand in `⟦ ⟧`.
pub fn dump(buffer: &Buffer) -> String {
    use ratatui_core::style::Modifier;
    let mut out = String::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let (mut line, mut x, mut marked) = (String::new(), buffer.area.left(), false);
        while x < buffer.area.right() {
            let cell = &buffer[(x, y)];
            if cell.modifier.contains(Modifier::REVERSED) != marked {
                line.push(if marked { '⟧' } else { '⟦' });
                marked = !marked;
            }
            let width = cells::width(cell.symbol()) as u16;
            assert!(width >= 1 && x + width <= buffer.area.right(), "{x} {y}");
            line.push_str(cell.symbol());
            x += width;
        }
        if marked {
            line.push('⟧');
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// Compares a screen with its files: in every language, at every size.
pub fn compare(name: &str, mut shown: impl FnMut(Lang, (u16, u16)) -> String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/screens");
    let folder = folder.join(name);
    let rewrite = std::env::var_os("REWRITE_SCREENS").is_some();
    for lang in Lang::ALL {
        for (columns, rows) in SIZES {
            let shown = shown(lang, (columns, rows));
            let file = folder.join(format!("{lang}-{columns}x{rows}.txt"));
            if rewrite {
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::write(&file, &shown).unwrap();
            }
            let expected = std::fs::read_to_string(&file).unwrap_or_default();
            assert_eq!(expected, shown, "{}: see REWRITE_SCREENS", file.display());
        }
    }
}

/// An empty buffer of this size.
pub fn window((width, height): (u16, u16)) -> (Rect, Buffer) {
    let area = Rect::new(0, 0, width, height);
    (area, Buffer::empty(area))
}

/// A key as the terminal sends it.
pub fn key(code: KeyCode) -> Event {
    Event::Key(KeyEvent::new(code, KeyModifiers::NONE))
}

/// A click on the first cell of this text of a screen.
pub fn click(screen: &str, text: &str) -> Event {
    let screen = screen.replace(['⟦', '⟧'], "");
    let lines = screen.lines().enumerate();
    let mut found = lines.filter_map(|(row, line)| Some((row, line.split_once(text)?.0)));
    let (row, before) = found
        .next()
        .unwrap_or_else(|| panic!("no {text} in\n{screen}"));
    Event::Mouse(MouseEvent {
        kind: MouseEventKind::Down(MouseButton::Left),
        column: cells::width(before) as u16,
        row: row as u16,
        modifiers: KeyModifiers::NONE,
    })
}

/// The keys of a text, one by one; `\n` is Enter, `\t` Tab, `\u{1b}` Escape, `↓` that arrow.
pub fn keys(text: &str) -> Vec<Event> {
    let code = |character| match character {
        '\n' => KeyCode::Enter,
        '\t' => KeyCode::Tab,
        '\u{1b}' => KeyCode::Esc,
        '\u{8}' => KeyCode::Backspace,
        '↑' => KeyCode::Up,
        '↓' => KeyCode::Down,
        '←' => KeyCode::Left,
        '→' => KeyCode::Right,
        other => KeyCode::Char(other),
    };
    text.chars().map(|character| key(code(character))).collect()
}
