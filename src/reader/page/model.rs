//! The state of the page, and what keys do to it.

mod ask;
mod find;
mod go;
mod mouse;

use std::collections::BTreeMap;

use crossterm::event::{Event, KeyCode, KeyEvent, MouseButton, MouseEventKind};
use ratatui_core::layout::Position;

use super::content::{Answer, Answers, Content, Focus};
use super::keys::{Action, KEYS};
use super::place::Place;
use super::term;
use super::view::Geometry;
use crate::course::question::{Kind, Question};
use crate::course::{Course, Page};
use crate::lang::fill;
use crate::lang::words::Words;
use crate::progress;
use crate::reader::command::Command;
use crate::reader::help::Help;
use crate::reader::keymap::{self, Ask, Common};
use crate::reader::popup::Move;
use crate::reader::search::{self, Hit};
use crate::reader::typing;
use crate::render::{bytes, question};

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
    Help(Help),
    /// A term of the glossary.
    Term(Box<term::Shown>),
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
    pub answers: Answers,
    pub geometry: Geometry,
    /// The first row in the window, and the place it stands for: that stays when rows change.
    pub top: usize,
    pub anchor: Place,
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
            answers: Answers::none(page.questions.len(), BTreeMap::new()),
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
        other.then(|| fill(self.words.page.fallback, &[("lang", lang.code())]))
    }

    /// Lays the page out for a window, unless it is already, and keeps the place.
    pub fn fit(&mut self, width: u16, height: u16) {
        if let Mode::Help(help) = &mut self.mode {
            help.fit(self.words, KEYS.iter(), (width, height), self.ascii);
        }
        let geometry = Geometry::of(width, height);
        if self.geometry == geometry && !self.content.rows.is_empty() {
            return;
        }
        let first = self.content.rows.is_empty();
        let on_hit = self.hits.get(self.hit).map(Hit::row);
        let on_hit = on_hit.is_some_and(|row| self.visible().contains(&row));
        let wider = self.geometry.width != geometry.width || first;
        self.geometry = geometry;
        if wider {
            self.lay_out();
            if first {
                self.settle();
            }
        } else {
            self.top = self.anchor.row(&self.content.rows).min(self.last_top());
        }
        // What was found stays in sight.
        if let Some(row) = self.hits.get(self.hit).map(Hit::row).filter(|_| on_hit) {
            self.reveal(row);
        }
    }

    /// Lays the page out anew, as far as it is seen: of a long one the rest comes when it is asked
    /// for, or when nothing else is to be done.
    fn lay_out(&mut self) {
        self.content = Content::new(&self.page);
        let is_seen = |lesson: &Lesson| {
            let rows = &lesson.content.rows;
            // All of the block, and not only its first rows.
            let is_there = rows.last().is_some_and(|row| row.line > lesson.anchor.line);
            let below = lesson.anchor.row(rows) + usize::from(lesson.geometry.height);
            is_there && below < rows.len()
        };
        while !is_seen(self) && self.lay_out_more() {}
        if !self.sought.is_empty() {
            self.lay_out_all();
        }
        self.hits = search::hits(&self.content.rows, &self.sought);
        self.hit = self.hit.min(self.hits.len().saturating_sub(1));
        self.top = self.anchor.row(&self.content.rows).min(self.last_top());
        self.shift = self.shift.min(self.widest_shift());
    }

    /// Lays out the next blocks; false when there are none.
    pub fn lay_out_more(&mut self) -> bool {
        let width = self.geometry.width.into();
        // Before the first frame nobody knows how wide.
        let more = !self.is_whole() && self.geometry.width > 0;
        if more {
            let (page, answers) = (&self.page, &self.answers);
            (self.content).go_on(page, answers, self.words, width, self.ascii);
        }
        more
    }

    fn lay_out_all(&mut self) {
        while self.lay_out_more() {}
    }

    /// Whether all of the page is laid out; where it ends, is not known before.
    pub fn is_whole(&self) -> bool {
        self.content.is_whole(&self.page)
    }

    /// Whether one can scroll on from a row by a page, by what is laid out.
    fn is_near(&self, row: usize) -> bool {
        row + 3 * usize::from(self.geometry.height) < self.content.rows.len()
    }

    /// Lays out what an event may need: for scrolling the next pages, for everything else all.
    fn lay_out_for(&mut self, event: &Event) {
        use Action::{Go, HalfDown, HalfUp};
        use Move::{Down, PageDown, PageUp, Up};
        let scrolls = match event {
            Event::Key(key) if self.mode == Mode::Read => matches!(
                keymap::action(KEYS, key),
                Some(Ask::Own(
                    Go(Down | Up | PageDown | PageUp) | HalfDown | HalfUp
                ))
            ),
            Event::Mouse(mouse) => {
                let kind = mouse.kind;
                matches!(kind, MouseEventKind::ScrollUp | MouseEventKind::ScrollDown)
            }
            Event::Resize(..) => true,
            _ => false,
        };
        while !(scrolls && self.is_near(self.top)) && self.lay_out_more() {}
    }

    /// The same lesson in another language, at the same paragraph.
    pub fn translate(&mut self, page: Page, words: &'static Words) {
        let place = self.anchor.translated(&self.page.doc, &page.doc);
        if page.questions.len() != self.answers.now.len() {
            let before = std::mem::take(&mut self.answers.before);
            self.answers = Answers::none(page.questions.len(), before);
        }
        (self.page, self.words) = (page, words);
        self.focus = None;
        self.anchor = place;
        self.lay_out();
        self.settle();
        self.note = self.fallback();
    }

    /// Makes a place of another text one of this text's characters, and goes there.
    fn settle(&mut self) {
        self.anchor = self.anchor.scaled(&self.content.rows);
        self.top = self.anchor.row(&self.content.rows).min(self.last_top());
    }

    /// Where the reader is, to be kept; `None` at the beginning, of which there is nothing to keep.
    pub fn place_to_keep(&self) -> Option<progress::Place> {
        let kept = self.anchor.kept(&self.page.doc);
        (kept != progress::Place::default()).then_some(kept)
    }

    /// Goes to a place that was kept in any language, when the page is laid out.
    pub fn go_to_kept(&mut self, kept: progress::Place) {
        self.anchor = Place::of_kept(kept, &self.page.doc);
    }

    /// Goes to a line of the lesson's file.
    pub fn go_to_line(&mut self, line: usize) {
        self.anchor = Place::of_line(line);
        self.top = self.anchor.row(&self.content.rows).min(self.last_top());
    }

    /// The place of the section in the headings; `None` before the first.
    pub fn section(&self) -> Option<usize> {
        // A heading just under the top has begun its section for the eye.
        let eye = self.top + usize::from(self.geometry.height) / 4;
        let mut headings = self.content.headings.iter();
        headings.rposition(|heading| heading.row <= eye.max(self.top))
    }

    /// The first row of the window when the page is scrolled to its end.
    pub fn last_top(&self) -> usize {
        let rows = self.content.rows.len();
        rows.saturating_sub(self.geometry.height.into())
    }

    /// The rows in the window.
    fn visible(&self) -> std::ops::Range<usize> {
        let end = self.top + usize::from(self.geometry.height);
        self.top..end.min(self.content.rows.len())
    }

    /// What the screen does with something that came from the terminal.
    pub fn update(&mut self, course: &Course, event: &Event) -> Vec<Command> {
        self.lay_out_for(event);
        let mut commands = match event {
            Event::Key(key) => self.key(course, key),
            // Pasted text is text: it never runs keys.
            Event::Paste(pasted) => {
                match &mut self.mode {
                    Mode::Search { text, .. } => {
                        typing::paste(text, pasted);
                        self.seek();
                    }
                    Mode::Answer { text, .. } => typing::paste(text, pasted),
                    _ => {}
                }
                Vec::new()
            }
            Event::Mouse(mouse) => {
                let at = Position::new(mouse.column, mouse.row);
                self.mouse(course, mouse.kind, at)
            }
            _ => Vec::new(),
        };
        // Done is who has answered every question; where there is none, who has read to the end.
        let done = match self.answers.now.is_empty() {
            true => self.top >= self.last_top() && !self.content.rows.is_empty(),
            false => self.has_answered_all(),
        };
        if done && !self.done {
            self.done = true;
            self.note = self.score().or(self.note.take());
            // Before any command that leaves: what comes then is another lesson.
            let is_answer = |command: &&Command| matches!(command, Command::Answered { .. });
            let answers = commands.iter().take_while(is_answer).count();
            commands.insert(answers, Command::Done);
        }
        commands
    }

    fn key(&mut self, course: &Course, key: &KeyEvent) -> Vec<Command> {
        self.note = None;
        let asked = keymap::action(KEYS, key);
        // Wherever one is.
        if let Some(Ask::Common(asked @ (Common::Quit | Common::Suspend))) = asked {
            return self.common(asked);
        }
        match std::mem::replace(&mut self.mode, Mode::Read) {
            Mode::Read => {
                if let Some(commands) = self.letter(key) {
                    return commands;
                }
                // Escape takes away what is marked first; the letter leaves.
                if asked == Some(Ask::Own(Action::Back)) && key.code != KeyCode::Esc {
                    self.unmark();
                }
                match asked {
                    Some(Ask::Common(asked)) => self.common(asked),
                    Some(Ask::Own(action)) => self.act(course, action),
                    None => Vec::new(),
                }
            }
            Mode::Contents(selected) => self.contents_key(asked, key, selected),
            Mode::Search { text, from } => {
                self.search_key(key, text, from);
                Vec::new()
            }
            Mode::Answer { question, text } => self.answer_key(key, question, text),
            Mode::Term(shown) => match asked {
                Some(Ask::Own(Action::Open)) => {
                    let place = shown.elsewhere(self.place);
                    place.into_iter().map(Command::FollowTo).collect()
                }
                Some(Ask::Common(asked @ Common::Language)) => {
                    self.mode = Mode::Term(shown);
                    self.common(asked)
                }
                _ => Vec::new(),
            },
            Mode::Help(help) => {
                let help = help.key(key);
                self.mode = help.map_or(Mode::Read, Mode::Help);
                Vec::new()
            }
        }
    }
}
