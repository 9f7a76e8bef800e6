//! Searching a page, and its table of contents.

use super::*;
use crate::reader::page::content::Heading;
use crate::render::page::cells;

impl Lesson {
    pub(super) fn search_key(&mut self, key: &KeyEvent, mut text: String, from: Place) {
        match key.code {
            KeyCode::Esc => {
                self.sought.clear();
                self.hits.clear();
                self.anchor = from;
                self.top = from.row(&self.content.rows).min(self.last_top());
                return;
            }
            KeyCode::Enter => {
                self.note = (!text.trim().is_empty()).then(|| self.found());
                return;
            }
            _ => drop(typing::key(&mut text, key)),
        }
        self.mode = Mode::Search { text, from };
        self.seek();
    }

    /// Looks for what is typed, from where the search began.
    pub(super) fn seek(&mut self) {
        let Mode::Search { text, from } = &self.mode else {
            return;
        };
        self.sought.clone_from(text);
        let from = from.row(&self.content.rows);
        self.hits = search::hits(&self.content.rows, &self.sought);
        let next = self.hits.iter().position(|hit| hit.row() >= from);
        self.hit = next.unwrap_or(0);
        match self.hits.get(self.hit).map(Hit::row) {
            Some(row) => self.reveal(row),
            None => self.scroll_to(from),
        }
    }

    /// Goes to the next hit or the one before, round the ends of the page.
    pub(super) fn go_to_hit(&mut self, direction: isize) {
        let count = self.hits.len();
        if self.sought.trim().is_empty() {
            // Nothing is sought: what for?
            self.begin_search();
            return;
        }
        if count == 0 {
            self.note = Some(self.words.reader.not_found.to_string());
            return;
        }
        self.hit = match direction {
            ..0 => (self.hit + count - 1) % count,
            _ => (self.hit + 1) % count,
        };
        self.note = Some(self.found());
        self.reveal(self.hits[self.hit].row());
    }

    /// Which of the places found one stands on.
    pub fn found(&self) -> String {
        if self.hits.is_empty() {
            return self.words.reader.not_found.to_string();
        }
        let (hit, hits) = ((self.hit + 1).to_string(), self.hits.len().to_string());
        let values = [("hit", &*hit), ("hits", &*hits)];
        fill(self.words.reader.hit, &values)
    }

    /// The headings as the table of contents shows them.
    pub fn contents_lines(&self) -> Vec<String> {
        let headings = self.content.headings.iter();
        let line = |heading: &Heading| {
            let indent = "  ".repeat(usize::from(heading.level.saturating_sub(1)));
            format!("{indent}{}", heading.text)
        };
        headings.map(line).collect()
    }

    /// The columns and lines that the table of contents would take.
    pub fn contents_size(&self) -> (usize, usize) {
        let lines = self.contents_lines();
        let widest = lines.iter().map(|line| cells::width(line)).max();
        (widest.unwrap_or(0) + 2, lines.len())
    }

    /// The first heading of the table of contents in a box with so many lines.
    pub fn contents_top(&self, selected: usize, lines: usize) -> usize {
        let last = self.content.headings.len().saturating_sub(lines);
        selected.saturating_sub(lines / 2).min(last)
    }

    pub(super) fn contents_key(
        &mut self,
        asked: Option<Ask<Action>>,
        key: &KeyEvent,
        selected: usize,
    ) -> Vec<Command> {
        let last = self.content.headings.len().saturating_sub(1);
        let lines = usize::from(self.geometry.height);
        let asked = match asked {
            Some(Ask::Own(action)) => action,
            Some(Ask::Common(Common::Help)) => {
                return self.common(Common::Help);
            }
            Some(Ask::Common(asked)) => {
                self.mode = Mode::Contents(selected);
                return self.common(asked);
            }
            None if key.code == KeyCode::Backspace => return Vec::new(),
            None => {
                self.mode = Mode::Contents(selected);
                return Vec::new();
            }
        };
        let way = match asked {
            Action::NextStop => Some(Move::Down),
            Action::PreviousStop => Some(Move::Up),
            Action::Go(way) => Some(way),
            _ => None,
        };
        match (way, asked) {
            (Some(way), _) => self.mode = Mode::Contents(way.from(selected, last, lines)),
            (_, Action::Open | Action::Right) => {
                // In another language there may be fewer of them, or none.
                let row = self.content.headings.get(selected.min(last));
                self.scroll_to(row.map_or(0, |heading| heading.row));
            }
            (_, Action::Search) => self.begin_search(),
            (_, Action::Back | Action::Contents | Action::Left) => {}
            _ => self.mode = Mode::Contents(selected),
        }
        Vec::new()
    }

    pub(super) fn begin_search(&mut self) {
        self.mode = Mode::Search {
            text: String::new(),
            from: self.anchor,
        };
    }
}
