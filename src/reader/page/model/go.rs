//! Going through a page: scrolling, links, other lessons.

use super::*;
use crate::reader::page::content::Stop;
use crate::render::page::row::Row;

/// Columns one key scrolls sideways.
const SIDEWAYS: usize = 8;

impl Lesson {
    pub(super) fn common(&mut self, asked: Common) -> Vec<Command> {
        if asked == Common::Help {
            self.mode = Mode::Help(Help::default());
        }
        Command::of(asked).into_iter().collect()
    }

    pub(super) fn act(&mut self, course: &Course, action: Action) -> Vec<Command> {
        let page = usize::from(self.geometry.height).max(2) - 1;
        match action {
            Action::Open => return self.open(course),
            Action::NextStop => self.stop(1),
            Action::PreviousStop => self.stop(-1),
            Action::Go(Move::Down) => return self.scroll_by(1, 1),
            Action::Go(Move::Up) => return self.scroll_by(-1, 1),
            Action::Go(Move::PageDown) => return self.scroll_by(1, page),
            Action::Go(Move::PageUp) => return self.scroll_by(-1, page),
            Action::HalfDown => return self.scroll_by(1, page.div_ceil(2)),
            Action::HalfUp => return self.scroll_by(-1, page.div_ceil(2)),
            Action::Go(Move::First) => self.scroll_to(0),
            Action::Go(Move::Last) => self.scroll_to(usize::MAX),
            Action::NextSection => {
                let mut headings = self.content.headings.iter();
                let next = headings.find(|heading| heading.row > self.top);
                self.scroll_to(next.map_or(usize::MAX, |heading| heading.row));
            }
            Action::PreviousSection => {
                let mut headings = self.content.headings.iter();
                let before = headings.rfind(|heading| heading.row < self.top);
                self.scroll_to(before.map_or(0, |heading| heading.row));
            }
            Action::Left => self.shift = self.shift.saturating_sub(SIDEWAYS),
            Action::Right => self.shift = (self.shift + SIDEWAYS).min(self.widest_shift()),
            Action::Contents => {
                if !self.content.headings.is_empty() {
                    self.mode = Mode::Contents(self.section().unwrap_or(0));
                }
            }
            Action::Search => self.begin_search(),
            Action::NextHit => self.go_to_hit(1),
            Action::PreviousHit => self.go_to_hit(-1),
            Action::NextLesson if self.place + 1 < self.lessons => {
                return vec![Command::OpenLesson(self.place + 1)];
            }
            Action::PreviousLesson if self.place > 0 => {
                return vec![Command::OpenLesson(self.place - 1)];
            }
            Action::NextLesson => self.note = Some(self.words.reader.last_lesson.to_string()),
            Action::PreviousLesson => self.note = Some(self.words.reader.first_lesson.to_string()),
            Action::Notes => return vec![Command::Notes],
            Action::Back => {
                // What was marked goes first.
                if !self.unmark() {
                    return vec![Command::Back];
                }
            }
        }
        Vec::new()
    }

    /// Takes the focus and the places found away; whether there were any.
    pub(super) fn unmark(&mut self) -> bool {
        let marked = self.focus.take().is_some() | !self.sought.is_empty();
        self.sought.clear();
        self.hits.clear();
        marked
    }

    /// Scrolls so that this row is the first, if there are enough rows below it.
    pub(super) fn scroll_to(&mut self, row: usize) {
        self.top = row.min(self.last_top());
        self.anchor = Place::of_row(&self.content.rows, self.top);
        if self.shift > 0 {
            self.shift = self.shift.min(self.widest_shift());
        }
    }

    pub(super) fn scroll_by(&mut self, direction: isize, rows: usize) -> Vec<Command> {
        self.scroll_to(match direction {
            ..0 => self.top.saturating_sub(rows),
            _ => self.top.saturating_add(rows),
        });
        Vec::new()
    }

    /// Scrolls as little as possible, but not to the very edge, so that a row is seen.
    pub(super) fn reveal(&mut self, row: usize) {
        let height = usize::from(self.geometry.height);
        if row < self.top || row >= self.top + height.saturating_sub(1) {
            self.scroll_to(row.saturating_sub(height / 3));
        }
    }

    /// Scrolls so that a question is seen with its choices and what is said of the answer; what is
    /// longer than the window, from its end.
    pub(super) fn reveal_question(&mut self, place: usize) {
        let (_, last) = self.content.questions[place];
        let height = usize::from(self.geometry.height);
        if last > self.top + height {
            self.scroll_to(last - height);
        }
    }

    /// Whether a row of the window goes on beside it.
    pub fn is_cut(&self) -> bool {
        let width = usize::from(self.geometry.width);
        let rows = self.content.rows.get(self.visible()).unwrap_or_default();
        // No text takes more columns than bytes: few rows are measured at each frame.
        let is_cut = |row: &Row| row.text.len() > width && row.width() > width;
        self.shift > 0 || rows.iter().any(is_cut)
    }

    /// How far the widest block in the window reaches beyond it.
    pub(super) fn widest_shift(&self) -> usize {
        let (mut widest, mut line) = (0, None);
        for row in self.visible() {
            let its = self.content.rows.get(row).map(|row| row.line);
            if its != line {
                widest = widest.max(self.content.width_at(row));
                line = its;
            }
        }
        widest.saturating_sub(self.geometry.width.into())
    }

    pub(super) fn stop(&mut self, direction: isize) {
        let stops = &self.content.stops;
        let seen = self.visible();
        let now = stops.iter().position(|stop| Some(stop.what) == self.focus);
        let now = now.filter(|now| seen.contains(&stops[*now].row));
        let next: Option<&Stop> = match (now, direction) {
            (Some(now), ..0) => now.checked_sub(1).and_then(|before| stops.get(before)),
            (Some(now), _) => stops.get(now + 1),
            (None, ..0) => stops.iter().rfind(|stop| stop.row < seen.end),
            (None, _) => stops.iter().find(|stop| stop.row >= seen.start),
        };
        match next.copied() {
            Some(stop) => {
                self.focus = Some(stop.what);
                self.reveal(stop.row);
                if let Focus::Question(place) = stop.what {
                    self.reveal_question(place);
                }
            }
            None => self.note = Some(self.words.reader.no_link.to_string()),
        }
    }

    pub(super) fn open(&mut self, course: &Course) -> Vec<Command> {
        match self.focus {
            Some(Focus::Link(link)) => return self.follow(course, link),
            Some(Focus::Question(_)) | None => {}
        }
        match self
            .active()
            .map(|place| (place, &self.page.questions[place]))
        {
            Some((
                place,
                Question {
                    kind: Kind::Fill, ..
                },
            )) => {
                self.focus = Some(Focus::Question(place));
                self.mode = Mode::Answer {
                    question: place,
                    text: String::new(),
                };
            }
            Some((place, _)) if self.focus == Some(Focus::Question(place)) => {
                self.note = Some(self.words.reader.letters.to_string());
            }
            _ => self.stop(1),
        }
        Vec::new()
    }

    /// Follows a link: to a demo, a lesson, a term, a heading; other addresses are only shown.
    pub(super) fn follow(&mut self, course: &Course, link: usize) -> Vec<Command> {
        let Some(link) = self.content.links.get(link) else {
            return Vec::new();
        };
        let target = link.target.as_str();
        if let Some(demo) = target.strip_prefix("demo:") {
            return vec![Command::OpenDemo(demo.to_string())];
        }
        if let Some(term) = target.strip_prefix("term:") {
            return vec![Command::OpenTerm(term.to_string())];
        }
        if let Some(name) = target.strip_prefix('#') {
            if let Some(row) = self.content.anchor(&self.page, name) {
                self.focus = None;
                self.scroll_to(row);
            }
            return Vec::new();
        }
        let path = target.strip_prefix("lesson:").or_else(|| {
            let folder = target.strip_prefix("../")?;
            folder.split('/').next()
        });
        let found = path.and_then(|path| course.find(path));
        let place = found.and_then(|found| course.lessons.iter().position(|entry| entry == found));
        if let Some(place) = place {
            return vec![Command::FollowTo(place)];
        }
        let target = bytes::clean(target);
        self.note = Some(fill(self.words.reader.address, &[("target", &target)]));
        Vec::new()
    }

    /// Shows a term over the page, or says that the glossary has none with this id.
    pub fn show_term(&mut self, id: &str, found: Option<term::Shown>) {
        match found {
            Some(shown) => self.mode = Mode::Term(Box::new(shown)),
            None => {
                let term = bytes::clean(id);
                self.note = Some(fill(self.words.reader.no_term, &[("term", &term)]));
            }
        }
    }
}
