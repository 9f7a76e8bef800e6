//! Searching a page, and its table of contents.

use super::*;

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
                if self.hits.is_empty() && !text.trim().is_empty() {
                    self.note = Some(self.words.reader.not_found.clone());
                }
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
        if count == 0 {
            self.note = Some(self.words.reader.not_found.clone());
            return;
        }
        self.hit = match direction {
            ..0 => (self.hit + count - 1) % count,
            _ => (self.hit + 1) % count,
        };
        let (hit, hits) = ((self.hit + 1).to_string(), count.to_string());
        let values = [("hit", &*hit), ("hits", &*hits)];
        self.note = Some(fill(&self.words.reader.hit, &values));
        self.reveal(self.hits[self.hit].row());
    }

    pub(super) fn contents_key(
        &mut self,
        asked: Option<Ask<Action>>,
        key: &KeyEvent,
        selected: usize,
    ) {
        let last = self.content.headings.len().saturating_sub(1);
        let page = usize::from(self.geometry.height) / 2;
        let own = match asked {
            Some(Ask::Own(action)) => Some(action),
            Some(Ask::Common(_)) | None => None,
        };
        let selected = match own {
            Some(Action::Down | Action::NextStop) => (selected + 1).min(last),
            Some(Action::Up | Action::PreviousStop) => selected.saturating_sub(1),
            Some(Action::PageDown) => (selected + page).min(last),
            Some(Action::PageUp) => selected.saturating_sub(page),
            Some(Action::First) => 0,
            Some(Action::Last) => last,
            Some(Action::Open | Action::Right) => {
                let row = self.content.headings[selected.min(last)].row;
                self.scroll_to(row);
                return;
            }
            Some(Action::Back | Action::Contents | Action::Left) => return,
            _ if key.code == KeyCode::Backspace => return,
            _ => selected,
        };
        self.mode = Mode::Contents(selected);
    }
}
