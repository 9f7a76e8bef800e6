//! Boxes in front of a screen, and how one moves in what is longer than its window.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::chrome::{self, Surface, after, crop, inset, scroll_mark};
use super::keymap::Binding;
use super::paint::{self, Look};
use crate::doc::{Block, BlockKind, Doc, Span};
use crate::lang::words::Words;
use crate::render::page::cells;
use crate::render::page::layout::{Labels, Options, layout};
use crate::render::page::row::Row;

/// A way through a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
}

impl Move {
    /// Where one comes to from a place, in places up to `last` of which a window shows so many.
    pub fn from(self, at: usize, last: usize, lines: usize) -> usize {
        let page = lines.max(2) - 1;
        let to = match self {
            Move::Up => at.saturating_sub(1),
            Move::Down => at.saturating_add(1),
            Move::PageUp => at.saturating_sub(page),
            Move::PageDown => at.saturating_add(page),
            Move::First => 0,
            Move::Last => last,
        };
        to.min(last)
    }
}

/// How many lines a box has at most in a window of this height: the frame of the box and the line of
/// keys are beside them.
pub fn lines(height: u16) -> usize {
    height.saturating_sub(3).max(1).into()
}

/// The window without its line of keys.
fn above_keys(area: Rect) -> Rect {
    Rect {
        height: area.height.saturating_sub(1),
        ..area
    }
}

/// One paragraph of plain text, in rows of at most so many columns.
pub fn wrapped(words: &Words, text: &str, width: usize, ascii: bool) -> Vec<Row> {
    let text = Span {
        text: text.to_string(),
        ..Span::default()
    };
    let doc = Doc {
        blocks: vec![Block {
            line: 1,
            kind: BlockKind::Paragraph(vec![text]),
        }],
        ..Doc::default()
    };
    let options = Options {
        width,
        ascii,
        show_targets: false,
        unwrapped: false,
        linear: false,
        labels: Labels::of_words(&words.page),
    };
    layout(&doc, &options)
}

/// All keys of a screen and what they do, laid out for a window.
pub struct Help {
    /// A long text goes on in lines without keys.
    lines: Vec<(String, Row)>,
    /// Columns of the keys, and of a whole line.
    keys: usize,
    width: usize,
}

impl Help {
    /// The help of a screen with these keys in a window with so many columns.
    pub fn of<A>(words: &Words, table: &[Binding<A>], ascii: bool, columns: u16) -> Help {
        let named: Vec<(String, &str)> = (table.iter())
            .filter(|binding| !binding.shown.is_empty())
            .map(|binding| {
                let keys = chrome::named(binding.shown, ascii).into_owned();
                (keys, (binding.long)(words))
            })
            .collect();
        let keys = named.iter().map(|(keys, _)| cells::width(keys)).max();
        let keys = keys.unwrap_or(0) + 2;
        let room = usize::from(columns).saturating_sub(keys + 4).max(1);
        let mut lines = Vec::new();
        for (mut name, text) in named {
            for row in wrapped(words, text, room, ascii) {
                lines.push((std::mem::take(&mut name), row));
            }
        }
        let texts = lines.iter().map(|(_, row)| row.width()).max();
        Help {
            width: keys + texts.unwrap_or(0),
            lines,
            keys,
        }
    }

    /// The first line one sees when one goes on from another, in a window of this height.
    pub fn moved(&self, scroll: usize, way: Move, height: u16) -> usize {
        let lines = lines(height);
        way.from(scroll, self.lines.len().saturating_sub(lines), lines)
    }

    /// Whether a window of this height shows all of it.
    pub fn is_whole(&self, height: u16) -> bool {
        self.lines.len() <= lines(height)
    }

    /// Draws it from this line on.
    pub fn draw(
        &self,
        surface: &Surface<'_>,
        title: &str,
        scroll: usize,
        area: Rect,
        buffer: &mut Buffer,
    ) {
        let size = (self.width, self.lines.len());
        // The window may have grown since.
        let scroll = scroll.min(self.lines.len().saturating_sub(lines(area.height)));
        let inner = frame(surface, title, size, scroll, area, buffer);
        let visible = self.lines.iter().skip(scroll);
        for (y, (key, text)) in (inner.top()..inner.bottom()).zip(visible) {
            let line = Rect {
                y,
                height: 1,
                ..inner
            };
            paint::text(buffer, line, key, surface.key());
            let text_at = after(line, self.keys as u16);
            paint::row(buffer, text_at, text, surface.theme, Look::default());
        }
    }
}

/// Where a box with so many columns and lines inside stands in a window, with its frame.
pub fn place((columns, lines): (usize, usize), area: Rect) -> Rect {
    let area = above_keys(area);
    let width = (columns + 4).min(area.width.into()) as u16;
    let height = (lines + 2).min(area.height.into()) as u16;
    Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    }
}

/// A framed box in the middle with room for so many columns and lines, if there is; its inside. The
/// frame says which of the lines are seen, if not all are: those from `top` on.
pub fn frame(
    surface: &Surface<'_>,
    title: &str,
    size: (usize, usize),
    top: usize,
    area: Rect,
    buffer: &mut Buffer,
) -> Rect {
    let frame = place(size, area);
    paint::guard(buffer, frame);
    let side = surface.mark("│", "|");
    let flat = surface.mark("─", "-");
    let flat = flat.repeat(usize::from(frame.width.saturating_sub(2)));
    let corners = match surface.ascii {
        true => ["+", "+", "+", "+"],
        false => ["╭", "╮", "╰", "╯"],
    };
    for y in frame.top()..frame.bottom() {
        let line = Rect {
            y,
            height: 1,
            ..frame
        };
        let (left, middle, right) = match y {
            _ if y == frame.top() => (corners[0], flat.as_str(), corners[1]),
            _ if y + 1 == frame.bottom() => (corners[2], flat.as_str(), corners[3]),
            _ => (side, "", side),
        };
        paint::text(buffer, line, &format!("{left}{middle}"), surface.dim());
        let end = after(line, line.width.saturating_sub(1));
        paint::text(buffer, end, right, surface.dim());
    }
    let title = crop(title, usize::from(frame.width.saturating_sub(6)), surface);
    let at = inset(Rect { height: 1, ..frame }, 2);
    paint::text(buffer, at, &format!(" {title} "), surface.title());
    let inside = Rect {
        y: frame.y + 1,
        height: frame.height.saturating_sub(2),
        ..inset(frame, 2)
    };
    let side = Rect {
        x: frame.right().saturating_sub(1),
        width: 1,
        ..inside
    };
    scroll_mark(surface, (top, size.1), side, buffer);
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_comes_to_every_place_and_no_further() {
        let ways = [
            (Move::Up, 4),
            (Move::Down, 6),
            (Move::PageUp, 1),
            (Move::PageDown, 9),
            (Move::First, 0),
            (Move::Last, 20),
        ];
        for (way, there) in ways {
            assert_eq!(way.from(5, 20, 5), there, "{way:?}");
            assert!(way.from(0, 0, 5) == 0 && way.from(20, 20, 0) <= 20);
        }
    }

    #[test]
    fn a_box_leaves_the_line_of_keys() {
        for height in 1..40 {
            let area = Rect::new(0, 0, 40, height);
            let frame = place((100, 100), area);
            assert!(frame.bottom() < area.bottom() || height == 1);
            let inside = usize::from(frame.height.saturating_sub(2));
            assert!(inside == lines(height) || height < 4, "{height}");
        }
    }
}
