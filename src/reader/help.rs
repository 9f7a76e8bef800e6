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
use crate::render::page::{cells, wrap};

/// The help that is open: the line of it that is the first in the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Help {
    first: usize,
    /// The first line when it is scrolled to its end, and how many lines are seen; known from the first
    /// frame on.
    last: usize,
    room: usize,
}

impl Default for Help {
    fn default() -> Help {
        Help {
            first: 0,
            last: usize::MAX,
            room: 1,
        }
    }
}

/// Lines of a window that are not the help's: its frame. Its columns: that and a blank on each side.
const FRAME: u16 = 2;
const SIDES: u16 = 4;

/// Blank columns between a key and what it does.
const GAP: usize = 2;

impl Help {
    /// Tells it the size of the window in which it is drawn next.
    pub fn fit<'b, A: 'static>(
        &mut self,
        words: &Words,
        table: impl Iterator<Item = &'b Binding<A>>,
        (width, height): (u16, u16),
        ascii: bool,
    ) {
        self.room = height.saturating_sub(FRAME).into();
        let lines = Lines::of(words, table, width, ascii).lines;
        self.last = lines.len().saturating_sub(self.room);
        self.first = self.first.min(self.last);
    }

    /// What becomes of it at a key: those that scroll do so, every other closes it.
    pub fn key(self, key: &KeyEvent) -> Option<Help> {
        let way = match key.code {
            KeyCode::Down | KeyCode::Char('j') => Move::Down,
            KeyCode::Up | KeyCode::Char('k') => Move::Up,
            KeyCode::PageDown | KeyCode::Char(' ') => Move::PageDown,
            KeyCode::PageUp => Move::PageUp,
            KeyCode::Home => Move::First,
            KeyCode::End => Move::Last,
            _ => return None,
        };
        Some(self.moved(way))
    }

    /// The same further on, or back; the wheel scrolls, too.
    pub fn moved(self, way: Move) -> Help {
        Help {
            first: way.from(self.first, self.last, self.room),
            ..self
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
        let all = Lines::of(words, table, area.width, surface.ascii);
        let foot = match all.lines.len() > area.height.saturating_sub(FRAME).into() {
            true => &words.reader.help_more,
            false => &words.reader.help_close,
        };
        let inner = chrome::popup(
            surface,
            (words.reader.help, &keymap::plain_keys(foot, surface.ascii)),
            (all.text + all.longest, all.lines.len()),
            area,
            buffer,
        );
        let visible = all.lines.iter().skip(self.first);
        for (y, (key, text)) in (inner.top()..inner.bottom()).zip(visible) {
            let line = Rect {
                y,
                height: 1,
                ..inner
            };
            paint::text(buffer, line, key, surface.key());
            let text_at = after(line, all.text as u16);
            paint::text(buffer, text_at, text, Style::default());
        }
    }
}

/// The help in a window of some width.
struct Lines {
    /// Each with its key. What a key does goes on in lines without one where the window is narrow.
    lines: Vec<(String, String)>,
    /// The column where the texts stand.
    text: usize,
    /// The columns of the longest text in one line.
    longest: usize,
}

impl Lines {
    fn of<'b, A: 'static>(
        words: &Words,
        table: impl Iterator<Item = &'b Binding<A>>,
        width: u16,
        ascii: bool,
    ) -> Lines {
        let bindings: Vec<(String, &str)> = listed(table)
            .map(|binding| {
                let keys = keymap::plain_keys(binding.shown, ascii).into_owned();
                (keys, (binding.long)(words))
            })
            .collect();
        let keys = bindings.iter().map(|(keys, _)| cells::width(keys)).max();
        let texts = bindings.iter().map(|(_, text)| cells::width(text)).max();
        let text = keys.unwrap_or(0) + GAP;
        let room = usize::from(width.saturating_sub(SIDES)).saturating_sub(text);
        let mut lines = Vec::new();
        for (key, does) in bindings {
            let does = wrap::hanging(does, room, 0);
            let keys = std::iter::once(key).chain(std::iter::repeat(String::new()));
            lines.extend(keys.zip(does.lines().map(str::to_string)));
        }
        Lines {
            lines,
            text,
            longest: texts.unwrap_or(0),
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
    use crate::lang::Lang;
    use crate::lang::words::words;
    use crate::reader::keymap::{also, own};

    static KEYS: [Binding<u8>; 5] = [
        own(&[], 0, "a", |_| "1"),
        also(&[], 1),
        own(&[], 2, "b", |_| "more than one"),
        own(&[], 3, "c", |_| "3"),
        own(&[], 4, "d", |_| "4"),
    ];

    /// The help in a window of so many columns and two lines besides its frame.
    fn fitted(mut help: Help, width: u16) -> Help {
        help.fit(words(Lang::En), KEYS.iter(), (width, 4), false);
        help
    }

    #[test]
    fn it_scrolls_to_its_last_line_and_back_at_once() {
        let press = |help: Help, code: KeyCode| help.key(&code.into());
        let open = fitted(Help::default(), 40);
        let mut help = open;
        for first in [1, 2, 2, 2] {
            help = press(help, KeyCode::Down).unwrap();
            assert_eq!(help.first, first);
        }
        assert_eq!(press(help, KeyCode::Up).unwrap().first, 1);
        assert_eq!(press(help, KeyCode::Home).unwrap().first, 0);
        assert_eq!(press(open, KeyCode::End), Some(help));
        assert_eq!(press(help, KeyCode::Char('q')), None);
        // Keys that came before its first frame.
        let early = press(Help::default(), KeyCode::End).unwrap();
        assert_eq!(fitted(early, 40), help);
    }

    #[test]
    fn what_a_key_does_goes_on_in_the_next_line() {
        let told = |width| Lines::of(words(Lang::En), KEYS.iter(), width, false).lines;
        assert_eq!(told(20).len(), 4);
        let narrow: Vec<(String, String)> = told(16);
        let narrow = narrow
            .iter()
            .map(|(key, text)| (key.as_str(), text.as_str()));
        let expected = [
            ("a", "1"),
            ("b", "more than"),
            ("", "one"),
            ("c", "3"),
            ("d", "4"),
        ];
        assert_eq!(narrow.collect::<Vec<_>>(), expected);
        assert_eq!(fitted(Help::default(), 16).last, 3);
    }
}
