//! What boxes in front of a screen have in common: where they stand, their text, and how one moves in
//! what is longer than its window.

use ratatui_core::layout::Rect;

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

/// The window without its line of keys.
pub fn above_keys(area: Rect) -> Rect {
    Rect {
        height: area.height.saturating_sub(1),
        ..area
    }
}

/// Where a box with so many columns and lines inside stands in a window, with its frame.
pub fn place((columns, lines): (usize, usize), area: Rect) -> Rect {
    let width = (columns + 4).min(area.width.into()) as u16;
    let height = (lines + 2).min(area.height.into()) as u16;
    Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    }
}

/// The right edge of a box with this inside.
pub fn edge(inside: Rect) -> Rect {
    Rect {
        x: inside.right() + 1,
        width: 1,
        ..inside
    }
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
        for height in 2..40 {
            let area = Rect::new(0, 0, 40, height);
            let frame = place((100, 100), above_keys(area));
            assert_eq!((frame.width, frame.bottom()), (40, height - 1));
        }
    }
}
