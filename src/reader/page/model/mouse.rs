//! The mouse on a page: the wheel, links, choices, and the box in front.

use ratatui_core::layout::{Position, Rect};

use super::*;
use crate::reader::popup;

/// Rows a turn of the wheel scrolls.
const WHEEL: usize = 3;

impl Lesson {
    pub(super) fn mouse(
        &mut self,
        course: &Course,
        kind: MouseEventKind,
        at: Position,
    ) -> Vec<Command> {
        let way = match kind {
            MouseEventKind::ScrollUp => Some(Move::Up),
            MouseEventKind::ScrollDown => Some(Move::Down),
            MouseEventKind::Down(MouseButton::Left) => None,
            _ => return Vec::new(),
        };
        match (&self.mode, way) {
            (Mode::Help(help), Some(way)) => {
                self.mode = Mode::Help(help.moved(way));
            }
            (Mode::Help(_), None) => self.mode = Mode::Read,
            (Mode::Contents(selected), Some(way)) => {
                let last = self.content.headings.len().saturating_sub(1);
                self.mode = Mode::Contents(way.from(*selected, last, self.geometry.height.into()));
            }
            (Mode::Contents(selected), None) => {
                let chosen = self.heading_at(*selected, at);
                self.mode = Mode::Read;
                if let Some(place) = chosen {
                    self.scroll_to(self.content.headings[place].row);
                }
            }
            (Mode::Term(_), None) => self.mode = Mode::Read,
            (Mode::Term(_), Some(_)) => {}
            (_, Some(Move::Up)) => return self.scroll_by(-1, WHEEL),
            (_, Some(_)) => return self.scroll_by(1, WHEEL),
            // What is typed as an answer is not lost by a slip.
            (Mode::Answer { .. }, None) => {}
            (Mode::Read | Mode::Search { .. }, None) => {
                (self.mode, self.note) = (Mode::Read, None);
                return self.click(course, at);
            }
        }
        Vec::new()
    }

    /// The heading under a cell of the table of contents.
    fn heading_at(&self, selected: usize, at: Position) -> Option<usize> {
        let (width, height) = self.geometry.window;
        let window = popup::above_keys(Rect::new(0, 0, width, height));
        let frame = popup::place(self.contents_size(), window);
        let lines = usize::from(frame.height.saturating_sub(2));
        let line = usize::from(at.y.checked_sub(frame.y + 1)?);
        let place = self.contents_top(selected, lines) + line;
        let inside = frame.contains(at) && line < lines;
        (inside && place < self.content.headings.len()).then_some(place)
    }

    fn click(&mut self, course: &Course, at: Position) -> Vec<Command> {
        let Some(cell) = self.geometry.cell_at(self, at.x, at.y) else {
            return Vec::new();
        };
        if let Some(link) = self.geometry.link_at(self, cell) {
            self.focus = Some(Focus::Link(link));
            return self.follow(course, link);
        }
        match self.content.choice_at(cell.0) {
            Some((question, choice)) => self.choose(question, choice),
            None => Vec::new(),
        }
    }
}
