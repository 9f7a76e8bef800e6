//! The first screen: the lessons and the demos, and where one left off.

mod keys;
mod view;

use crossterm::event::{Event, KeyCode, KeyEvent, MouseButton, MouseEventKind};

use super::command::Command;
use super::help::Help;
use super::keymap::{self, Ask, Common};
use super::search::fold;
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
    /// Rows of the window.
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
        self.settle();
    }

    /// Takes new texts, for another language, and keeps the place.
    pub fn renew(&mut self, words: &'static Words, title: String, items: Vec<Item>) {
        (self.words, self.title, self.items) = (words, title, items);
        self.settle();
    }

    /// The window has room for so many lines of the list.
    pub fn fit(&mut self, height: u16) {
        self.height = height;
        self.lines = view::list_lines(height);
        self.settle();
    }

    /// What the screen does with something that came from the terminal.
    pub fn update(&mut self, event: &Event) -> Vec<Command> {
        match event {
            Event::Key(key) => self.key(key),
            // Pasted text is text: it never runs keys.
            Event::Paste(text) => {
                typing::paste(&mut self.filter, text);
                self.filtering = true;
                self.settle();
                Vec::new()
            }
            Event::Mouse(mouse) => match mouse.kind {
                MouseEventKind::ScrollUp => self.act(Action::Up),
                MouseEventKind::ScrollDown => self.act(Action::Down),
                MouseEventKind::Down(MouseButton::Left) => self.click(mouse.row),
                _ => Vec::new(),
            },
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
            self.help = help.key(KEYS, self.height, key);
            return Vec::new();
        }
        // While a filter is typed, letters are letters.
        if self.filtering {
            if typing::key(&mut self.filter, key) {
                // Without a filter letters are keys again.
                self.filtering = !self.filter.is_empty();
                self.settle();
                return Vec::new();
            }
            if key.code == KeyCode::Esc {
                self.filter.clear();
                self.filtering = false;
                self.settle();
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
                    self.settle();
                }
                Vec::new()
            }
        }
    }

    fn common(&mut self, asked: Common) -> Vec<Command> {
        match asked {
            Common::Language => vec![Command::SwitchLanguage],
            Common::Mouse => vec![Command::ToggleMouse],
            Common::Suspend => vec![Command::Suspend],
            Common::Quit => vec![Command::Quit],
            Common::Help => {
                self.help = Some(Help::default());
                Vec::new()
            }
        }
    }

    fn act(&mut self, action: Action) -> Vec<Command> {
        let page = self.lines.max(2) - 1;
        match action {
            Action::Open => return self.open(),
            Action::Up => self.step(-1, 1),
            Action::Down => self.step(1, 1),
            Action::PageUp => self.step(-1, page),
            Action::PageDown => self.step(1, page),
            Action::First => self.step(-1, usize::MAX),
            Action::Last => self.step(1, usize::MAX),
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
        if let Some(Item::Announced { .. }) = self.items.get(self.selected) {
            self.note = Some(self.words.reader.not_written.clone());
            return Vec::new();
        }
        self.filter.clear();
        self.filtering = false;
        match self.items.get(self.selected) {
            Some(Item::Lesson(lesson)) => vec![Command::OpenLesson(lesson.place)],
            Some(Item::Demo { slug, .. }) => vec![Command::OpenDemo(slug.clone())],
            Some(Item::Part(_) | Item::Announced { .. }) | None => Vec::new(),
        }
    }

    /// A click selects; on what is selected, it opens.
    fn click(&mut self, row: u16) -> Vec<Command> {
        let line = usize::from(row).checked_sub(usize::from(view::FIRST_LINE));
        let shown = self.shown();
        let place = line.filter(|line| *line < self.lines);
        let Some(item) = place.and_then(|line| shown.get(self.top + line)).copied() else {
            return Vec::new();
        };
        if matches!(self.items[item], Item::Part(_)) {
            return Vec::new();
        }
        if item == self.selected {
            return self.open();
        }
        self.selected = item;
        self.settle();
        Vec::new()
    }

    /// The places of the items that the filter lets through, with the parts they belong to.
    fn shown(&self) -> Vec<usize> {
        let wanted = fold(&self.filter);
        let wanted: Vec<&str> = wanted.split_whitespace().collect();
        let mut shown = Vec::new();
        let mut part = None;
        for (place, item) in self.items.iter().enumerate() {
            let text = match item {
                Item::Part(_) => {
                    part = Some(place);
                    continue;
                }
                Item::Lesson(lesson) => {
                    format!("{} {} {}", lesson.number, lesson.title, lesson.slug)
                }
                Item::Announced { number, title } => {
                    let number = number.map(|number| number.to_string());
                    format!("{} {title}", number.unwrap_or_default())
                }
                Item::Demo { slug, title, .. } => format!("{slug} {title}"),
            };
            let text = fold(&text);
            if wanted.iter().all(|word| text.contains(word)) {
                shown.extend(part.take());
                shown.push(place);
            }
        }
        shown
    }

    /// Selects something that can be opened and is shown, and scrolls to it.
    fn settle(&mut self) {
        let shown = self.shown();
        let can = |place: &&usize| !matches!(self.items[**place], Item::Part(_));
        if !shown.contains(&self.selected) || !can(&&self.selected) {
            let later = shown
                .iter()
                .filter(can)
                .find(|place| **place > self.selected);
            let any = later.or_else(|| shown.iter().rfind(can));
            self.selected = any.copied().unwrap_or(0);
        }
        let line = shown.iter().position(|place| *place == self.selected);
        let line = line.unwrap_or(0);
        // The title of a part is seen with its first lesson.
        let first = match line.checked_sub(1) {
            Some(above) if !can(&&shown[above]) => above,
            _ => line,
        };
        self.top = self.top.min(first);
        self.top = self.top.max((line + 1).saturating_sub(self.lines));
        self.top = self.top.min(shown.len().saturating_sub(self.lines));
    }

    fn step(&mut self, direction: isize, count: usize) {
        let mut shown = self.shown();
        shown.retain(|place| !matches!(self.items[*place], Item::Part(_)));
        let now = shown.iter().position(|place| *place == self.selected);
        let now = now.unwrap_or(0);
        let next = match direction {
            ..0 => now.saturating_sub(count),
            _ => now.saturating_add(count).min(shown.len().saturating_sub(1)),
        };
        self.selected = shown.get(next).copied().unwrap_or(self.selected);
        self.settle();
    }

    /// Goes to the first item of the next part, or of the one before.
    fn part(&mut self, direction: isize) {
        let shown = self.shown();
        let starts = shown
            .windows(2)
            .filter(|pair| matches!(self.items[pair[0]], Item::Part(_)));
        let starts: Vec<usize> = starts.map(|pair| pair[1]).collect();
        let next = match direction {
            ..0 => starts.iter().rev().find(|start| **start < self.selected),
            _ => starts.iter().find(|start| **start > self.selected),
        };
        let round = match direction {
            ..0 => starts.last(),
            _ => starts.first(),
        };
        self.selected = next.or(round).copied().unwrap_or(self.selected);
        self.settle();
    }
}

#[cfg(test)]
pub mod tests;
