//! The first screen: the lessons and the demos, and where one left off.

mod columns;
mod keys;
mod list;
mod view;

use crossterm::event::{Event, KeyCode, KeyEvent, MouseButton, MouseEventKind};

use super::command::Command;
use super::help::Help;
use super::keymap::{self, Ask, Common};
use super::popup::Move;
use super::typing;
use crate::lang::words::Words;
use keys::{Action, KEYS};

pub use view::view;

/// What is known of a lesson's reader.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LessonState {
    pub begun: bool,
    pub done: bool,
    /// How many questions there are an answer to, and how many of them are right.
    pub answered: usize,
    pub right: usize,
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// The title of what follows.
    Part(String),
    Lesson(LessonItem),
    /// A lesson that is not written yet.
    Announced {
        number: Option<u32>,
        title: String,
    },
    /// A lesson whose front matter cannot be read, and what is wrong with it.
    Faulty {
        number: u32,
        slug: String,
        what: String,
    },
    Demo {
        slug: String,
        title: String,
        summary: String,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonItem {
    /// Its place in the course.
    pub place: usize,
    pub number: u32,
    pub slug: String,
    pub title: String,
    pub summary: String,
    pub minutes: u32,
    pub state: LessonState,
}

/// Lines that are seen above and below the selected one, where there are any.
const MARGIN: usize = 2;

/// The state of the screen.
pub struct Home {
    pub words: &'static Words,
    pub title: String,
    pub items: Vec<Item>,
    filter: String,
    /// The filter line is open, also without text.
    filtering: bool,
    /// Place in the items; never a part, unless there is nothing else.
    selected: usize,
    top: usize,
    /// Lines of the list in the window.
    lines: usize,
    /// Lines for what the selected one is about.
    about: u16,
    /// Columns and rows of the window.
    width: u16,
    height: u16,
    help: Option<Help>,
    pub note: Option<String>,
}

impl Home {
    /// The screen with a lesson selected, or the first one.
    pub fn new(words: &'static Words, title: String, items: Vec<Item>, lesson: usize) -> Home {
        let mut home = Home {
            words,
            title,
            items,
            filter: String::new(),
            filtering: false,
            selected: 0,
            top: 0,
            lines: 1,
            about: 0,
            width: 0,
            height: 0,
            help: None,
            note: None,
        };
        home.select(lesson);
        home
    }

    /// Selects a lesson.
    pub fn select(&mut self, lesson: usize) {
        let is_it = |item: &Item| matches!(item, Item::Lesson(item) if item.place == lesson);
        self.selected = self.items.iter().position(is_it).unwrap_or(0);
        self.settle(MARGIN);
    }

    /// Takes new texts, for another language, and keeps the place.
    pub fn renew(&mut self, words: &'static Words, title: String, items: Vec<Item>) {
        (self.words, self.title, self.items) = (words, title, items);
        self.measure();
        self.settle(MARGIN);
    }

    /// Divides the window between the list and what the selected one is about.
    fn measure(&mut self) {
        self.about = view::about_lines(self);
        self.lines = view::list_lines(self.height, self.about);
    }

    /// The window has so many columns and lines.
    pub fn fit(&mut self, (width, height): (u16, u16), ascii: bool) {
        if let Some(help) = &mut self.help {
            help.fit(self.words, KEYS.iter(), (width, height), ascii);
        }
        if self.height == 0 {
            // Before the first frame nobody knew how many lines there are.
            self.top = 0;
        }
        if (self.width, self.height) != (width, height) {
            (self.width, self.height) = (width, height);
            self.measure();
            self.settle(MARGIN);
        }
    }

    /// What the screen does with something that came from the terminal.
    pub fn update(&mut self, event: &Event) -> Vec<Command> {
        match event {
            Event::Key(key) => self.key(key),
            // Pasted text is text: it never runs keys.
            Event::Paste(text) if self.help.is_none() => {
                typing::paste(&mut self.filter, text);
                self.filtering = true;
                self.settle(MARGIN);
                Vec::new()
            }
            Event::Mouse(mouse) => {
                let way = match mouse.kind {
                    MouseEventKind::ScrollUp => Some(Move::Up),
                    MouseEventKind::ScrollDown => Some(Move::Down),
                    MouseEventKind::Down(MouseButton::Left) => None,
                    _ => return Vec::new(),
                };
                self.note = None;
                match (self.help, way) {
                    (Some(help), _) => {
                        self.help = way.map(|way| help.moved(way));
                    }
                    (None, Some(way)) => self.go(way),
                    (None, None) => return self.click(mouse.row),
                }
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn key(&mut self, key: &KeyEvent) -> Vec<Command> {
        self.note = None;
        let asked = keymap::action(KEYS, key);
        // Wherever one is.
        if let Some(Ask::Common(asked @ (Common::Quit | Common::Suspend))) = asked {
            return self.common(asked);
        }
        if let Some(help) = self.help {
            self.help = help.key(key);
            return Vec::new();
        }
        // While a filter is typed, letters are letters.
        if self.filtering {
            if typing::key(&mut self.filter, key) {
                // Without a filter letters are keys again.
                self.filtering = !self.filter.is_empty();
                self.settle(MARGIN);
                return Vec::new();
            }
            if key.code == KeyCode::Esc {
                self.filter.clear();
                self.filtering = false;
                self.settle(MARGIN);
                return Vec::new();
            }
        }
        match asked {
            Some(Ask::Common(asked)) => self.common(asked),
            Some(Ask::Own(action)) => self.act(action),
            None => {
                if let Some(character) = keymap::typed(key).filter(|c| *c != ' ') {
                    self.filtering = true;
                    self.filter.push(character);
                    self.settle(MARGIN);
                }
                Vec::new()
            }
        }
    }

    fn common(&mut self, asked: Common) -> Vec<Command> {
        if asked == Common::Help {
            self.help = Some(Help::default());
        }
        Command::of(asked).into_iter().collect()
    }

    fn act(&mut self, action: Action) -> Vec<Command> {
        match action {
            Action::Open => return self.open(),
            Action::Go(way) => self.go(way),
            Action::NextPart => self.part(1),
            Action::PreviousPart => self.part(-1),
            Action::Filter => self.filtering = true,
            Action::Back => return vec![Command::Back],
        }
        Vec::new()
    }

    /// Opens what is selected. Coming back, one finds the whole list again.
    fn open(&mut self) -> Vec<Command> {
        if !self.shown().contains(&self.selected) {
            return Vec::new();
        }
        match self.items.get(self.selected) {
            Some(Item::Announced { .. }) => {
                self.note = Some(self.words.reader.not_written.to_string());
                return Vec::new();
            }
            Some(Item::Faulty { what, .. }) => {
                self.note = Some(what.clone());
                return Vec::new();
            }
            _ => {}
        }
        self.filter.clear();
        self.filtering = false;
        match self.items.get(self.selected) {
            Some(Item::Lesson(lesson)) => vec![Command::OpenLesson(lesson.place)],
            Some(Item::Demo { slug, .. }) => vec![Command::OpenDemo(slug.clone())],
            Some(Item::Part(_) | Item::Announced { .. } | Item::Faulty { .. }) | None => Vec::new(),
        }
    }

    /// A click selects; on what is selected, it opens.
    fn click(&mut self, row: u16) -> Vec<Command> {
        let line = usize::from(row).checked_sub(usize::from(view::FIRST_LINE));
        let rows = self.rows();
        let place = line.filter(|line| *line < self.lines);
        let Some(item) = place
            .and_then(|line| rows.get(self.top + line))
            .copied()
            .flatten()
        else {
            return Vec::new();
        };
        if matches!(self.items[item], Item::Part(_)) {
            return Vec::new();
        }
        if item == self.selected {
            return self.open();
        }
        // Nothing moves under the mouse: the next click shall find it.
        self.selected = item;
        self.settle(0);
        Vec::new()
    }
}

#[cfg(test)]
pub mod tests;
