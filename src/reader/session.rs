//! One sitting: which screen is in front, and what its wishes do.

mod items;

use anyhow::Context;
use crossterm::event::Event;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

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
    /// The section in which the reader was last seen.
    section: Option<usize>,
    /// The lesson in front has been opened, and nobody has been told yet.
    begun: bool,
}

/// What only the loop can do.
#[derive(Debug, PartialEq, Eq)]
pub enum Wish {
    Quit,
    Suspend,
    ToggleMouse,
    RunDemo(&'static str),
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
            section: None,
            begun: false,
        }
    }

    /// Puts the contents of the course in front, with the lesson selected that was read last.
    ///
    /// # Errors
    /// When the course cannot be read.
    pub fn open_home(&mut self) -> Result<(), Fault> {
        let lessons = &self.course.lessons;
        let last = (self.progress.last_lesson()).and_then(|slug| self.course.find(slug));
        let last = last.and_then(|last| lessons.iter().position(|entry| entry == last));
        self.renew_home()?;
        self.home.select(last.unwrap_or(0));
        Ok(())
    }

    /// The words of the language the screens are in.
    pub fn words(&self) -> &'static Words {
        words(self.lang)
    }

    /// Makes the screen in front as large as the window it is drawn in next.
    pub fn fit(&mut self, window: Rect) {
        match self.front() {
            Some(lesson) => lesson.fit(window.width, window.height),
            None => self.home.fit(window.height),
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

    /// Gives the screen in front what came from the terminal, and does what it asks for.
    ///
    /// # Errors
    /// When the course cannot be read any more.
    pub fn update(&mut self, event: &Event) -> anyhow::Result<Vec<Wish>> {
        let commands = match self.notes.as_mut().or(self.lesson.as_mut()) {
            Some(lesson) => lesson.update(&self.course, event),
            None => self.home.update(event),
        };
        let mut wishes = Vec::new();
        for command in commands {
            wishes.extend(self.act(command)?);
        }
        Ok(wishes)
    }

    /// Keeps that a lesson has been opened, and the place when a section begins, after the frame that
    /// shows it: a disk takes its time. True when there is something to say about it.
    pub fn after_frame(&mut self) -> bool {
        let noted = |session: &Session| session.lesson.as_ref().map(|lesson| lesson.note.clone());
        let before = noted(self);
        let section = self.lesson.as_ref().and_then(Lesson::section);
        if section != self.section || self.begun {
            self.section = section;
            self.keep_place();
        }
        before != noted(self)
    }

    /// Keeps what was predicted in a run.
    pub fn predicted(&mut self, demo: &str, predictions: &[(String, bool)]) {
        for (step, right) in predictions {
            let asked = Asked::Prediction {
                demo: demo.to_string(),
                step: step.clone(),
            };
            let warning = self.progress.record_answer(&asked, *right, Day::today());
            self.warn(warning);
        }
    }

    fn act(&mut self, command: Command) -> anyhow::Result<Option<Wish>> {
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
                let place = self.lesson.take().map_or(0, |lesson| lesson.place);
                read(self.renew_home())?;
                self.home.select(place);
            }
            Command::Suspend => return Ok(Some(Wish::Suspend)),
            Command::ToggleMouse => return Ok(Some(Wish::ToggleMouse)),
            Command::SwitchLanguage => self.switch_language()?,
            Command::OpenLesson(place) => self.open_lesson(place)?,
            Command::OpenDemo(slug) => {
                self.keep_place();
                let Some(demo) = Demo::find(&slug) else {
                    let text = fill(&self.words().reader.no_demo, &[("demo", &slug)]);
                    self.note(text);
                    return Ok(None);
                };
                return Ok(Some(Wish::RunDemo(demo.slug)));
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
    pub fn open_lesson(&mut self, place: usize) -> anyhow::Result<()> {
        self.keep_place();
        let Some(entry) = self.course.lessons.get(place) else {
            return Ok(());
        };
        let page = read(self.course.page(entry, self.lang))?;
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
    pub fn open_notes(&mut self) -> anyhow::Result<()> {
        let Some(place) = self.lesson.as_ref().map(|lesson| lesson.place) else {
            return Ok(());
        };
        let words = self.words();
        let page = match self.course.lessons.get(place) {
            Some(entry) => read(self.course.notes(entry, self.lang))?,
            None => None,
        };
        match page {
            Some(page) => {
                self.notes = Some(Lesson::new(&self.course, place, page, words, self.ascii));
            }
            None => self.note(words.reader.no_notes.clone()),
        }
        Ok(())
    }

    fn switch_language(&mut self) -> anyhow::Result<()> {
        self.lang = match self.lang {
            Lang::En => Lang::Zh,
            Lang::Zh => Lang::En,
        };
        if let Some(lesson) = &mut self.lesson
            && let Some(entry) = self.course.lessons.get(lesson.place)
        {
            let page = read(self.course.page(entry, self.lang))?;
            lesson.translate(page, words(self.lang));
            if let Some(notes) = &mut self.notes
                && let Some(page) = read(self.course.notes(entry, self.lang))?
            {
                notes.translate(page, words(self.lang));
            }
            return Ok(());
        }
        read(self.renew_home())
    }

    /// Reads what the contents show: nobody who opens a lesson waits for that.
    fn renew_home(&mut self) -> Result<(), Fault> {
        let words = self.words();
        let items = items::items(&self.course, self.lang, words, &self.progress)?;
        let title = self.course.title.get(self.lang).to_string();
        self.home.renew(words, title, items);
        Ok(())
    }

    /// Keeps that the lesson is read, and where the reader is.
    fn keep_place(&mut self) {
        let place = self.lesson.as_ref().and_then(Lesson::place_to_keep);
        let begun = std::mem::take(&mut self.begun);
        let Some(slug) = self.slug() else {
            return;
        };
        let warning = match place {
            Some(place) => self.progress.record_place(&slug, place),
            None if begun => self.progress.record_begun(&slug),
            None => None,
        };
        self.warn(warning);
    }

    fn warn(&mut self, warning: Option<Warning>) {
        if let Some(warning) = warning {
            let (what, next) = warning.told(self.words());
            self.note(format!("{what} {next}"));
        }
    }

    /// Says something in the last line of the screen in front.
    pub fn note(&mut self, text: String) {
        match self.front() {
            Some(lesson) => lesson.note = Some(text),
            None => self.home.note = Some(text),
        }
    }
}

fn read<T>(read: Result<T, Fault>) -> anyhow::Result<T> {
    let place = |fault: Fault| {
        let line = fault
            .line
            .map_or_else(String::new, |line| format!(":{line}"));
        let why = format!("{}{line}: {}", fault.file, fault.kind.key());
        anyhow::anyhow!(why)
    };
    read.map_err(place).context("the course")
}

#[cfg(test)]
mod tests;
