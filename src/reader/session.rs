//! One sitting: which screen is in front, and what its wishes do.

mod items;
mod keeping;

use std::sync::Arc;

use crossterm::event::Event;
use ratatui_core::buffer::Buffer;
use ratatui_core::layout::{Position, Rect};

use super::chrome::Surface;
use super::command::Command;
use super::home::Home;
use super::page::{Lesson, Shown};
use super::{home, page};
use crate::course::{Course, Fault};
use crate::demos::Demo;
use crate::lang::words::{Words, words};
use crate::lang::{Lang, fill};
use crate::progress::{Asked, Day, Progress, Warning};
use crate::render::theme::Theme;

/// What the screens are made of.
pub struct Session {
    pub course: Course,
    pub lang: Lang,
    pub theme: Theme,
    pub ascii: bool,
    progress: Progress,
    /// The first reason why nothing can be kept, until it has been told.
    warning: Option<Warning>,
    home: Home,
    lesson: Option<Lesson>,
    /// The teacher's notes of that lesson, before it: they go, and it stands where it stood.
    notes: Option<Lesson>,
    /// The lessons whose links led to the one in front, as they were left, with their notes.
    trail: Vec<(Lesson, Option<Lesson>)>,
    /// The section in which the reader was last seen.
    section: Option<usize>,
    /// The lesson in front has been opened, and nobody has been told yet.
    begun: bool,
}

/// So many lessons one can go back to.
const LONGEST_TRAIL: usize = 32;

/// What only the loop can do.
#[derive(Debug, PartialEq, Eq)]
pub enum Wish {
    Quit,
    Suspend,
    ToggleMouse,
    /// A demo, and the step it is to go on to by itself.
    RunDemo(&'static str, Option<Arc<str>>),
}

impl Session {
    /// A sitting with nothing in front: [`Session::open_home`] and [`Session::open_lesson`] put
    /// something there.
    pub fn new(
        course: Course,
        lang: Lang,
        theme: Theme,
        ascii: bool,
        (progress, warning): (Progress, Option<Warning>),
    ) -> Session {
        Session {
            home: Home::new(words(lang), String::new(), Vec::new(), 0),
            course,
            lang,
            theme,
            ascii,
            progress,
            warning,
            lesson: None,
            notes: None,
            trail: Vec::new(),
            section: None,
            begun: false,
        }
    }

    /// Puts the contents of the course in front, with the lesson selected that was read last.
    pub fn open_home(&mut self) {
        let lessons = &self.course.lessons;
        let last = (self.progress.last_lesson()).and_then(|slug| self.course.find(slug));
        let last = last.and_then(|last| lessons.iter().position(|entry| entry == last));
        self.renew_home();
        self.home.select(last.unwrap_or(0));
    }

    /// The words of the language the screens are in.
    pub fn words(&self) -> &'static Words {
        words(self.lang)
    }

    /// Makes the screen in front as large as the window it is drawn in next.
    pub fn fit(&mut self, window: Rect) {
        let (width, height) = (window.width, window.height);
        match self.front() {
            Some(lesson) => lesson.fit(width, height),
            None => self.home.fit((width, height), self.ascii),
        }
    }

    /// The page in front: the notes, else the lesson; `None` when it is the contents of the course.
    fn front(&mut self) -> Option<&mut Lesson> {
        self.notes.as_mut().or(self.lesson.as_mut())
    }

    /// Draws the screen in front; where the cursor stands while something is typed.
    pub fn view(&self, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let surface = Surface {
            theme: &self.theme,
            ascii: self.ascii,
        };
        match self.notes.as_ref().or(self.lesson.as_ref()) {
            Some(lesson) => page::view(lesson, &surface, area, buffer),
            None => home::view(&self.home, &surface, area, buffer),
        }
    }

    /// Lays out some more of a long page, of which only what is seen is laid out at first; false when
    /// nothing is left.
    pub fn lay_out_more(&mut self) -> bool {
        self.front().is_some_and(Lesson::lay_out_more)
    }

    /// Gives the screen in front what came from the terminal, and does what it asks for. What of the
    /// course cannot be read is told in the last line, and the screen stays as it was.
    pub fn update(&mut self, event: &Event) -> Vec<Wish> {
        let commands = match self.notes.as_mut().or(self.lesson.as_mut()) {
            Some(lesson) => lesson.update(&self.course, event),
            None => self.home.update(event),
        };
        let mut wishes = Vec::new();
        for command in commands {
            match self.act(command) {
                Ok(wish) => wishes.extend(wish),
                Err(fault) => self.note(items::told(&fault, self.lang)),
            }
        }
        wishes
    }

    fn act(&mut self, command: Command) -> Result<Option<Wish>, Fault> {
        match command {
            Command::Quit => {
                self.keep_place();
                return Ok(Some(Wish::Quit));
            }
            Command::Notes | Command::Back if self.notes.is_some() => self.notes = None,
            Command::Notes => self.open_notes()?,
            Command::Back if self.lesson.is_none() => return Ok(Some(Wish::Quit)),
            Command::Back => {
                self.keep_place();
                match self.trail.pop() {
                    Some(left) => self.go_back_to(left),
                    None => {
                        let place = self.lesson.take().map_or(0, |lesson| lesson.place);
                        self.renew_home();
                        self.home.select(place);
                    }
                }
            }
            Command::Suspend => return Ok(Some(Wish::Suspend)),
            Command::ToggleMouse => return Ok(Some(Wish::ToggleMouse)),
            Command::SwitchLanguage => self.switch_language()?,
            Command::OpenLesson(place) => self.open_lesson(place)?,
            Command::FollowTo(place) => self.follow_to(place)?,
            Command::OpenDemo(target) => {
                self.keep_place();
                let (slug, step) = match target.split_once('#') {
                    Some((slug, step)) => (slug, Some(Arc::from(step))),
                    None => (target.as_str(), None),
                };
                let Some(demo) = Demo::find(slug) else {
                    let text = fill(self.words().reader.no_demo, &[("demo", slug)]);
                    self.note(text);
                    return Ok(None);
                };
                return Ok(Some(Wish::RunDemo(demo.slug, step)));
            }
            Command::OpenTerm(id) => {
                let found = Shown::find(&self.course, &id);
                if let Some(lesson) = self.front() {
                    lesson.show_term(&id, found);
                }
            }
            // Who has read the notes has not read the lesson.
            Command::Answered { .. } | Command::Done if self.notes.is_some() => {}
            Command::Answered { id, right } => {
                if let Some(lesson) = self.slug() {
                    let asked = Asked::Quiz { lesson, id };
                    let warning = self.progress.record_answer(&asked, right, Day::today());
                    self.warn(warning);
                }
            }
            Command::Done => {
                if let Some(lesson) = self.slug() {
                    let warning = self.progress.record_done(&lesson);
                    self.warn(warning);
                }
            }
        }
        Ok(None)
    }

    /// The name of the lesson in front.
    fn slug(&self) -> Option<String> {
        let lesson = self.lesson.as_ref()?;
        let entry = self.course.lessons.get(lesson.place)?;
        Some(entry.slug.clone())
    }

    /// Puts a lesson in front, where one left it.
    ///
    /// # Errors
    /// When its page cannot be read.
    pub fn open_lesson(&mut self, place: usize) -> Result<(), Fault> {
        self.keep_place();
        let Some(entry) = self.course.lessons.get(place) else {
            return Ok(());
        };
        let page = self.course.page(entry, self.lang)?;
        let known = self.progress.lesson(&entry.slug);
        let words = words(self.lang);
        let mut lesson = Lesson::new(&self.course, place, page, words, self.ascii);
        let answers = known.answers.into_iter();
        lesson.remember(answers.map(|(id, answer)| (id, answer.right)).collect());
        match known.place {
            Some(place) => lesson.go_to_kept(place),
            // Of the first line there is nothing to remember: the page begins with its title.
            None if known.line > 0 => lesson.go_to_line(known.line),
            None => {}
        }
        self.lesson = Some(lesson);
        self.notes = None;
        self.section = None;
        self.begun = true;
        let warning = self.warning.take();
        self.warn(warning);
        Ok(())
    }

    /// Puts the teacher's notes of the lesson before it, or says that there are none.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn open_notes(&mut self) -> Result<(), Fault> {
        let Some(place) = self.lesson.as_ref().map(|lesson| lesson.place) else {
            return Ok(());
        };
        let words = self.words();
        let page = match self.course.lessons.get(place) {
            Some(entry) => self.course.notes(entry, self.lang)?,
            None => None,
        };
        match page {
            Some(page) => {
                self.notes = Some(Lesson::new(&self.course, place, page, words, self.ascii));
            }
            None => self.note(words.reader.no_notes.to_string()),
        }
        Ok(())
    }

    /// Opens the lesson that a link leads to; the way back leads to where one is now.
    fn follow_to(&mut self, place: usize) -> Result<(), Fault> {
        self.keep_place();
        let (left, notes) = (self.lesson.take(), self.notes.take());
        let opened = self.open_lesson(place);
        match left {
            // What cannot be read is not opened.
            Some(left) if opened.is_err() => (self.lesson, self.notes) = (Some(left), notes),
            Some(left) if left.place != place => {
                if self.trail.len() == LONGEST_TRAIL {
                    self.trail.remove(0);
                }
                self.trail.push((left, notes));
            }
            _ => {}
        }
        opened
    }

    /// Puts in front what was left by a link, as it was.
    fn go_back_to(&mut self, (lesson, notes): (Lesson, Option<Lesson>)) {
        (self.lesson, self.notes) = (Some(lesson), notes);
        self.section = None;
        self.begun = true;
        // The language may be another one since.
        if let Err(fault) = self.translate() {
            self.note(items::told(&fault, self.lang));
        }
    }

    fn switch_language(&mut self) -> Result<(), Fault> {
        let before = self.lang;
        self.lang = match before {
            Lang::En => Lang::Zh,
            Lang::Zh => Lang::En,
        };
        if self.lesson.is_none() {
            self.renew_home();
            return Ok(());
        }
        self.translate().inspect_err(|_| self.lang = before)
    }

    /// Puts what is in front into the language of the screen, at the same paragraph.
    fn translate(&mut self) -> Result<(), Fault> {
        let words = words(self.lang);
        let Some(lesson) = &mut self.lesson else {
            return Ok(());
        };
        let Some(entry) = self.course.lessons.get(lesson.place) else {
            return Ok(());
        };
        if !std::ptr::eq(lesson.words, words) {
            lesson.translate(self.course.page(entry, self.lang)?, words);
        }
        if let Some(notes) = &mut self.notes
            && !std::ptr::eq(notes.words, words)
            && let Some(page) = self.course.notes(entry, self.lang)?
        {
            notes.translate(page, words);
        }
        Ok(())
    }

    /// Reads what the contents show: nobody who opens a lesson waits for that.
    fn renew_home(&mut self) {
        let words = self.words();
        let items = items::items(&self.course, self.lang, words, &self.progress);
        let title = self.course.title.get(self.lang).to_string();
        self.home.renew(words, title, items);
    }

    /// Says something in the last line of the screen in front.
    pub fn note(&mut self, text: String) {
        match self.front() {
            Some(lesson) => lesson.note = Some(text),
            None => self.home.note = Some(text),
        }
    }
}

#[cfg(test)]
mod tests;
