//! The help: all keys of a screen in front of it, made from its table.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui_core::buffer::Buffer;
use ratatui_core::layout::Rect;
use ratatui_core::style::Style;

use super::chrome::{self, Surface, after};
use super::keymap::{self, Binding};
use super::paint;
use super::popup::Move;
use crate::lang::words::Words;
use crate::render::page::cells;

/// The help that is open: the line of it that is the first in the window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Help {
    first: usize,
}

/// Lines of a window that are not the help's: its frame.
const FRAME: u16 = 2;

impl Help {
    /// What becomes of it at a key, in a window of this height: the keys that scroll do so, every
    /// other closes it.
    pub fn key<A>(self, table: &[Binding<A>], height: u16, key: &KeyEvent) -> Option<Help> {
        let way = match key.code {
            KeyCode::Down | KeyCode::Char('j') => Move::Down,
            KeyCode::Up | KeyCode::Char('k') => Move::Up,
            KeyCode::PageDown | KeyCode::Char(' ') => Move::PageDown,
            KeyCode::PageUp => Move::PageUp,
            KeyCode::Home => Move::First,
            KeyCode::End => Move::Last,
            _ => return None,
        };
        Some(self.moved(table, height, way))
    }

    /// The same further on, or back; the wheel scrolls, too.
    pub fn moved<A>(self, table: &[Binding<A>], height: u16, way: Move) -> Help {
        let room = usize::from(height.saturating_sub(FRAME));
        let most = listed(table.iter()).count().saturating_sub(room);
        Help {
            first: way.from(self.first, most, room),
        }
    }

    /// Draws it over a screen with these keys.
    pub fn draw<'b, A: 'static>(
        self,
        surface: &Surface<'_>,
        words: &Words,
        table: impl Iterator<Item = &'b Binding<A>>,
        area: Rect,
        buffer: &mut Buffer,
    ) {
        let lines: Vec<(String, &str)> = listed(table)
            .map(|binding| {
                let keys = keymap::plain_keys(binding.shown, surface.ascii);
                (keys, (binding.long)(words))
            })
            .collect();
        let keys = lines.iter().map(|(keys, _)| cells::width(keys)).max();
        let keys = keys.unwrap_or(0);
        let texts = lines.iter().map(|(_, text)| cells::width(text)).max();
        let most = lines
            .len()
            .saturating_sub(area.height.saturating_sub(FRAME).into());
        let foot = match most {
            0 => &words.reader.help_close,
            _ => &words.reader.help_more,
        };
        let inner = chrome::popup(
            surface,
            (words.reader.help, &keymap::plain_keys(foot, surface.ascii)),
            (keys + 2 + texts.unwrap_or(0), lines.len()),
            area,
            buffer,
        );
        let visible = lines.iter().skip(self.first.min(most));
        for (y, (key, text)) in (inner.top()..inner.bottom()).zip(visible) {
            let line = Rect {
                y,
                height: 1,
                ..inner
            };
            paint::text(buffer, line, key, surface.key());
            let text_at = after(line, keys as u16 + 2);
            let text = chrome::crop(text, text_at.width.into(), surface);
            paint::text(buffer, text_at, &text, Style::default());
        }
    }
}

/// The bindings with a line of their own.
fn listed<'b, A: 'static>(
    table: impl Iterator<Item = &'b Binding<A>>,
) -> impl Iterator<Item = &'b Binding<A>> {
    table.filter(|binding| !binding.shown.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::keymap::{also, own};

    static KEYS: [Binding<u8>; 5] = [
        own(&[], 0, "a", |_| "1"),
        also(&[], 1),
        own(&[], 2, "b", |_| "2"),
        own(&[], 3, "c", |_| "3"),
        own(&[], 4, "d", |_| "4"),
    ];

    #[test]
    fn it_scrolls_to_its_last_line_and_back_at_once() {
        let press = |help: Help, code: KeyCode| help.key(&KEYS, 4, &code.into());
        let mut help = Help::default();
        for first in [1, 2, 2, 2] {
            help = press(help, KeyCode::Down).unwrap();
            assert_eq!(help.first, first);
        }
        assert_eq!(press(help, KeyCode::Up).unwrap().first, 1);
        assert_eq!(press(help, KeyCode::Home).unwrap().first, 0);
        assert_eq!(press(Help::default(), KeyCode::End), Some(help));
        assert_eq!(press(help, KeyCode::Char('q')), None);
    }
}
