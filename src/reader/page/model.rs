//! The state of the page, and what keys do to it.

use crossterm::event::{Event, KeyCode, KeyEvent, MouseButton, MouseEventKind};

use super::content::{Answer, Content, Focus, Stop};
use super::keys::{Action, KEYS};
use super::place::Place;
use super::view::Geometry;
use crate::course::question::{Kind, Question};
use crate::course::{Course, Page};
use crate::lang::fill;
use crate::lang::words::Words;
use crate::reader::command::Command;
use crate::reader::home::scrolled_help;
use crate::reader::keymap;
use crate::reader::search::{self, Hit};
use crate::render::{bytes, question};

/// Rows a turn of the wheel scrolls.
const WHEEL: usize = 3;

/// Columns one key scrolls sideways.
const SIDEWAYS: usize = 8;

/// What is in front of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    Read,
    /// The table of contents, with the selected heading.
    Contents(usize),
    /// A search is typed; where the reader was before.
    Search {
        text: String,
        from: Place,
    },
    /// An answer is typed to the question of this place.
    Answer {
        question: usize,
        text: String,
    },
    /// The help, scrolled by so many lines.
    Help(usize),
}

/// A lesson that is read.
pub struct Lesson {
    /// Its place in the course, its number there, and how many there are.
    pub place: usize,
    pub number: u32,
    pub lessons: usize,
    pub page: Page,
    pub words: &'static Words,
    pub ascii: bool,
    pub content: Content,
    pub answers: Vec<Option<Answer>>,
    pub geometry: Geometry,
    /// The first row in the window, and the place it stands for: that stays when rows change.
    pub top: usize,
    anchor: Place,
    /// Columns scrolled sideways.
    pub shift: usize,
    pub focus: Option<Focus>,
    pub mode: Mode,
    pub hits: Vec<Hit>,
    /// The hit one stands on.
    pub hit: usize,
    pub sought: String,
    /// Said in the last line until the next key.
    pub note: Option<String>,
    /// The loop has been told that the lesson is done.
    done: bool,
}

impl Lesson {
    /// A lesson that has no size yet: [`Lesson::fit`] lays it out.
    pub fn new(
        course: &Course,
        place: usize,
        page: Page,
        words: &'static Words,
        ascii: bool,
    ) -> Lesson {
        let mut lesson = Lesson {
            place,
            number: course.lessons.get(place).map_or(0, |entry| entry.number),
            lessons: course.lessons.len(),
            answers: vec![None; page.questions.len()],
            page,
            words,
            ascii,
            content: Content::default(),
            geometry: Geometry::default(),
            top: 0,
            anchor: Place::of_line(0),
            shift: 0,
            focus: None,
            mode: Mode::Read,
            hits: Vec::new(),
            hit: 0,
            sought: String::new(),
            note: None,
            done: false,
        };
        lesson.note = lesson.fallback();
        lesson
    }

    /// Says so when the page is not there in the language of the screen.
    fn fallback(&self) -> Option<String> {
        let lang = self.page.front.lang;
        let other = !std::ptr::eq(crate::lang::words::words(lang), self.words);
        other.then(|| fill(&self.words.page.fallback, &[("lang", lang.code())]))
    }

    /// Lays the page out for a window, unless it is already, and keeps the place.
    pub fn fit(&mut self, width: u16, height: u16) {
        let geometry = Geometry::of(width, height);
        if self.geometry == geometry && !self.content.rows.is_empty() {
            return;
        }
        let wider = self.geometry.width != geometry.width || self.content.rows.is_empty();
        self.geometry = geometry;
        if wider {
            self.lay_out();
        } else {
            self.top = self.anchor.row(&self.content.rows).min(self.last_top());
        }
    }

    fn lay_out(&mut self) {
        let width = self.geometry.width.into();
        self.content = Content::new(&self.page, &self.answers, self.words, width, self.ascii);
        self.hits = search::hits(&self.content.rows, &self.sought);
        self.hit = self.hit.min(self.hits.len().saturating_sub(1));
        self.top = self.anchor.row(&self.content.rows).min(self.last_top());
        self.shift = self.shift.min(self.widest_shift());
    }

    /// The same lesson in another language, at the same paragraph.
    pub fn translate(&mut self, page: Page, words: &'static Words) {
        let place = self.anchor.translated(&self.page.doc, &page.doc);
        if page.questions.len() != self.answers.len() {
            self.answers = vec![None; page.questions.len()];
        }
        (self.page, self.words) = (page, words);
        self.focus = None;
        self.anchor = place;
        self.lay_out();
        self.anchor = place.scaled(&self.content.rows);
        self.top = self.anchor.row(&self.content.rows).min(self.last_top());
        self.note = self.fallback();
    }

    /// Goes to a line of the lesson's file.
    pub fn go_to_line(&mut self, line: usize) {
        self.anchor = Place::of_line(line);
        self.top = self.anchor.row(&self.content.rows).min(self.last_top());
    }

    /// The line of the lesson's file at the top of the window.
    pub fn line(&self) -> usize {
        self.anchor.line
    }

    /// The place of the section in the headings; `None` before the first.
    pub fn section(&self) -> Option<usize> {
        // A heading just under the top has begun its section for the eye.
        let eye = self.top + usize::from(self.geometry.height) / 4;
        let mut headings = self.content.headings.iter();
        headings.rposition(|heading| heading.row <= eye.max(self.top))
    }

    pub fn last_top(&self) -> usize {
        let rows = self.content.rows.len();
        rows.saturating_sub(self.geometry.height.into())
    }

    fn visible(&self) -> std::ops::Range<usize> {
        let end = self.top + usize::from(self.geometry.height);
        self.top..end.min(self.content.rows.len())
    }

    /// The question that letters answer: the one with the focus, else the first without an answer
    /// in the window.
    pub fn active(&self) -> Option<usize> {
        let seen = self.visible();
        let in_window = |place: usize| {
            let (first, last) = self.content.questions.get(place).copied().unwrap_or((0, 0));
            first < seen.end && last > seen.start && first < last
        };
        if let Some(Focus::Question(place)) = self.focus
            && in_window(place)
        {
            return Some(place);
        }
        let open = |place: &usize| self.answers[*place].is_none() && in_window(*place);
        let whole = |place: &usize| self.content.questions[*place].1 <= seen.end;
        let mut places = (0..self.answers.len()).filter(open);
        let first = places.clone().find(whole);
        first.or_else(|| places.next())
    }

    /// What the screen does with something that came from the terminal.
    pub fn update(&mut self, course: &Course, event: &Event) -> Vec<Command> {
        let mut commands = match event {
            Event::Key(key) => self.key(course, key),
            // Pasted text is text: it never runs keys.
            Event::Paste(pasted) => {
                let pasted: String = pasted.chars().filter(|c| !c.is_control()).collect();
                match &mut self.mode {
                    Mode::Search { text, .. } => {
                        text.push_str(&pasted);
                        self.seek();
                    }
                    Mode::Answer { text, .. } => text.push_str(&pasted),
                    _ => {}
                }
                Vec::new()
            }
            Event::Mouse(mouse) => match mouse.kind {
                MouseEventKind::ScrollUp => self.scroll_by(-1, WHEEL),
                MouseEventKind::ScrollDown => self.scroll_by(1, WHEEL),
                MouseEventKind::Down(MouseButton::Left) => {
                    self.click(course, mouse.column, mouse.row)
                }
                _ => Vec::new(),
            },
            _ => Vec::new(),
        };
        // Done is who has answered every question; where there is none, who has read to the end.
        let done = match self.answers.is_empty() {
            true => self.top >= self.last_top() && !self.content.rows.is_empty(),
            false => self.answers.iter().all(Option::is_some),
        };
        if done && !self.done {
            self.done = true;
            commands.push(Command::Done);
        }
        commands
    }

    fn key(&mut self, course: &Course, key: &KeyEvent) -> Vec<Command> {
        self.note = None;
        let action = keymap::action(KEYS, key);
        match action {
            Some(Action::Quit) => return vec![Command::Quit],
            Some(Action::Suspend) => return vec![Command::Suspend],
            _ => {}
        }
        match std::mem::replace(&mut self.mode, Mode::Read) {
            Mode::Read => {
                if let Some(commands) = self.letter(key) {
                    return commands;
                }
                action.map_or_else(Vec::new, |action| self.act(course, action))
            }
            Mode::Contents(selected) => {
                self.contents_key(action, key, selected);
                Vec::new()
            }
            Mode::Search { text, from } => {
                self.search_key(key, text, from);
                Vec::new()
            }
            Mode::Answer { question, text } => self.answer_key(key, question, text),
            Mode::Help(scroll) => {
                let by = match action {
                    Some(Action::Down) => Some(1),
                    Some(Action::Up) => Some(-1),
                    _ => None,
                };
                let scroll = scrolled_help(scroll, KEYS.len(), by);
                self.mode = scroll.map_or(Mode::Read, Mode::Help);
                Vec::new()
            }
        }
    }

    fn act(&mut self, course: &Course, action: Action) -> Vec<Command> {
        let page = usize::from(self.geometry.height).max(2) - 1;
        match action {
            Action::Open => return self.open(course),
            Action::NextStop => self.stop(1),
            Action::PreviousStop => self.stop(-1),
            Action::Down => return self.scroll_by(1, 1),
            Action::Up => return self.scroll_by(-1, 1),
            Action::PageDown => return self.scroll_by(1, page),
            Action::PageUp => return self.scroll_by(-1, page),
            Action::HalfDown => return self.scroll_by(1, page.div_ceil(2)),
            Action::HalfUp => return self.scroll_by(-1, page.div_ceil(2)),
            Action::First => self.scroll_to(0),
            Action::Last => self.scroll_to(usize::MAX),
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
            Action::Search => {
                self.mode = Mode::Search {
                    text: String::new(),
                    from: self.anchor,
                };
            }
            Action::NextHit => self.go_to_hit(1),
            Action::PreviousHit => self.go_to_hit(-1),
            Action::NextLesson if self.place + 1 < self.lessons => {
                return vec![Command::OpenLesson(self.place + 1)];
            }
            Action::PreviousLesson if self.place > 0 => {
                return vec![Command::OpenLesson(self.place - 1)];
            }
            Action::NextLesson | Action::PreviousLesson => {
                self.note = Some(self.words.reader.no_lesson.clone());
            }
            Action::Language => return vec![Command::SwitchLanguage],
            Action::Mouse => return vec![Command::ToggleMouse],
            Action::Help => self.mode = Mode::Help(0),
            Action::Back => {
                // What was marked goes first.
                let marked = self.focus.take().is_some() | !self.sought.is_empty();
                self.sought.clear();
                self.hits.clear();
                if !marked {
                    return vec![Command::Back];
                }
            }
            Action::Suspend | Action::Quit => {}
        }
        Vec::new()
    }

    /// Scrolls so that this row is the first, if there are enough rows below it.
    fn scroll_to(&mut self, row: usize) {
        self.top = row.min(self.last_top());
        self.anchor = Place::of_row(&self.content.rows, self.top);
        self.shift = self.shift.min(self.widest_shift());
    }

    fn scroll_by(&mut self, direction: isize, rows: usize) -> Vec<Command> {
        self.scroll_to(match direction {
            ..0 => self.top.saturating_sub(rows),
            _ => self.top.saturating_add(rows),
        });
        Vec::new()
    }

    /// Scrolls as little as possible, but not to the very edge, so that a row is seen.
    fn reveal(&mut self, row: usize) {
        let height = usize::from(self.geometry.height);
        if row < self.top || row >= self.top + height.saturating_sub(1) {
            self.scroll_to(row.saturating_sub(height / 3));
        }
    }

    /// How far the widest block in the window reaches beyond it.
    fn widest_shift(&self) -> usize {
        let widths = self.content.widths.get(self.visible()).unwrap_or_default();
        let widest = widths.iter().copied().max().unwrap_or(0);
        widest.saturating_sub(self.geometry.width.into())
    }

    fn stop(&mut self, direction: isize) {
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
            }
            None => self.note = Some(self.words.reader.no_link.clone()),
        }
    }

    fn open(&mut self, course: &Course) -> Vec<Command> {
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
                self.note = Some(self.words.reader.letters.clone());
            }
            _ => self.stop(1),
        }
        Vec::new()
    }

    /// Follows a link: to a demo, a lesson, a heading; other addresses are only shown.
    fn follow(&mut self, course: &Course, link: usize) -> Vec<Command> {
        let Some(link) = self.content.doc.links.get(link) else {
            return Vec::new();
        };
        let target = link.target.as_str();
        if let Some(demo) = target.strip_prefix("demo:") {
            return vec![Command::OpenDemo(demo.to_string())];
        }
        if let Some(name) = target.strip_prefix('#') {
            if let Some(row) = self.content.anchor(name) {
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
            return vec![Command::OpenLesson(place)];
        }
        let target = bytes::clean(target);
        self.note = Some(fill(&self.words.reader.address, &[("target", &target)]));
        Vec::new()
    }

    fn click(&mut self, course: &Course, column: u16, line: u16) -> Vec<Command> {
        if self.mode != Mode::Read {
            return Vec::new();
        }
        let Some(link) = self.geometry.link_at(self, column, line) else {
            return Vec::new();
        };
        self.focus = Some(Focus::Link(link));
        self.follow(course, link)
    }
}

mod ask;
mod find;
