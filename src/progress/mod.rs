//! What a learner has done: lessons, answers, predictions, kept in one TOML file.
//!
//! Every change reads the file under a lock, changes it and replaces it at once, so that two
//! terminals lose nothing and a killed program leaves the old file or the new one. What this
//! program does not know in the file stays there. Comments do not.
//!
//! When the file cannot be used, the record lives in memory: there is one [`Warning`], and the
//! course goes on. Lessons are known by their slug and demos by theirs. What belongs to a teacher's
//! course stands under `[courses."its name"]`, and only the built-in course's at the top: two
//! courses may both have a lesson `sockets`.

mod answer;
mod day;
mod place;
mod store;
mod warning;

use std::collections::BTreeMap;
use std::path::PathBuf;

use toml::{Table, Value};

pub use answer::Answer;
pub use day::Day;
pub use place::Place;
pub use warning::{Damage, Warning};

use store::{Store, UpdateOk};

/// The record of one learner.
#[derive(Debug)]
pub struct Progress {
    /// `None` when the record lives in memory only.
    store: Option<Store>,
    table: Table,
    /// The name of the course it is about; `None` for the built-in one.
    course: Option<String>,
    /// Told when something is to be kept: who only looks is not bothered.
    untold: Option<Warning>,
}

/// What is known of a lesson.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lesson {
    pub state: State,
    /// Where one left off.
    pub place: Option<Place>,
    /// The line of the page where one left off, of a record of before places were kept: nobody
    /// knows in which language.
    pub line: usize,
    /// By the question's id.
    pub answers: BTreeMap<String, Answer>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum State {
    #[default]
    New,
    Begun,
    Done,
}

/// A question that was missed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Missed {
    pub due: Day,
    pub asked: Asked,
}

/// Where a question stands in the course.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asked {
    Quiz { lesson: String, id: String },
    Prediction { demo: String, step: String },
}

impl Progress {
    /// The record of whoever runs the program: in `SOCKETS_TUTOR_HOME`, else where the platform
    /// keeps data.
    pub fn open() -> (Progress, Option<Warning>) {
        match store::folder() {
            Some(folder) => Progress::open_in(folder),
            None => (Progress::in_memory(Some(Warning::NoPlace)), None),
        }
    }

    /// The record in a folder, which need not be there.
    pub fn open_in(folder: PathBuf) -> (Progress, Option<Warning>) {
        let store = Store::new(folder);
        match store.read() {
            Ok((table, warning)) => {
                let progress = Progress {
                    store: Some(store),
                    table,
                    ..Progress::in_memory(None)
                };
                (progress, warning)
            }
            Err(warning) => (Progress::in_memory(None), Some(warning)),
        }
    }

    /// The record about the course of this name; without one about the built-in course.
    #[must_use]
    pub fn about(mut self, course: Option<&str>) -> Progress {
        self.course = course.map(str::to_string);
        self
    }

    fn in_memory(untold: Option<Warning>) -> Progress {
        Progress {
            store: None,
            table: Table::new(),
            course: None,
            untold,
        }
    }

    /// The file, if there is one to keep things in.
    pub fn file(&self) -> Option<PathBuf> {
        self.store.as_ref().map(Store::file)
    }

    /// What the file holds about the course.
    fn of_course(&self) -> Option<&Table> {
        match &self.course {
            Some(course) => inner(&self.table, &["courses", course]),
            None => Some(&self.table),
        }
    }

    /// What is known of a lesson.
    pub fn lesson(&self, slug: &str) -> Lesson {
        let known = self.of_course();
        let Some(table) = known.and_then(|known| inner(known, &["lessons", slug])) else {
            return Lesson::default();
        };
        let line = table.get("line").and_then(Value::as_integer);
        let answers = tables(table, "quiz");
        Lesson {
            state: match table.get("state").and_then(Value::as_str) {
                Some("done") => State::Done,
                _ => State::Begun,
            },
            place: inner(table, &["place"]).map(Place::of_table),
            line: line.map_or(0, |line| usize::try_from(line).unwrap_or(0)),
            answers: answers
                .map(|(id, answer)| (id.to_string(), Answer::read(answer)))
                .collect(),
        }
    }

    /// What is known of a question; `None` if it was never answered.
    pub fn answer(&self, asked: &Asked) -> Option<Answer> {
        let path = match asked {
            Asked::Quiz { lesson, id } => ["lessons", lesson, "quiz", id].to_vec(),
            Asked::Prediction { demo, step } => ["predictions", demo, step].to_vec(),
        };
        inner(self.of_course()?, &path).map(Answer::read)
    }

    /// The lesson that was read last.
    pub fn last_lesson(&self) -> Option<&str> {
        self.of_course()?.get("last").and_then(Value::as_str)
    }

    /// Everything that was missed and is not learned yet, what is due first first.
    pub fn missed(&self) -> Vec<Missed> {
        let Some(known) = self.of_course() else {
            return Vec::new();
        };
        let mut missed = Vec::new();
        let mut look = |table: &Table, asked: Asked| {
            let due = Answer::read(table).due;
            missed.extend(due.map(|due| Missed { due, asked }));
        };
        for (lesson, table) in tables(known, "lessons") {
            for (id, answer) in tables(table, "quiz") {
                let (lesson, id) = (lesson.to_string(), id.to_string());
                look(answer, Asked::Quiz { lesson, id });
            }
        }
        for (demo, _) in tables(known, "predictions") {
            let steps = inner(known, &["predictions", demo]);
            for (step, answer) in steps.into_iter().flat_map(only_tables) {
                let (demo, step) = (demo.to_string(), step.to_string());
                look(answer, Asked::Prediction { demo, step });
            }
        }
        missed.sort();
        missed
    }

    /// What was missed and is to be asked today.
    pub fn due_for_review(&self, today: Day) -> Vec<Missed> {
        let mut missed = self.missed();
        missed.retain(|missed| missed.due <= today);
        missed
    }

    /// Somebody reads a lesson for the first time, or again.
    #[must_use]
    pub fn record_begun(&mut self, lesson: &str) -> Option<Warning> {
        self.change(|table| begin(table, lesson))
    }

    /// Where in the lesson somebody is.
    #[must_use]
    pub fn record_place(&mut self, lesson: &str, place: Place) -> Option<Warning> {
        self.change(|table| {
            begin(table, lesson);
            let lesson = make(table, &["lessons", lesson]);
            lesson.insert("place".to_string(), Value::from(place.table()));
            // It would say something else.
            lesson.remove("line");
        })
    }

    /// A lesson is read to its end, or all of its questions are answered.
    #[must_use]
    pub fn record_done(&mut self, lesson: &str) -> Option<Warning> {
        self.change(|table| {
            begin(table, lesson);
            set(table, &["lessons", lesson], "state", Value::from("done"));
        })
    }

    /// The first answer to a question; a second try after the reason was told does not count.
    #[must_use]
    pub fn record_answer(&mut self, asked: &Asked, right: bool, today: Day) -> Option<Warning> {
        self.change(|table| {
            let path = match asked {
                Asked::Quiz { lesson, id } => {
                    let lessons = make(table, &["lessons", lesson]);
                    let state = lessons.entry("state");
                    state.or_insert_with(|| Value::from("begun"));
                    ["lessons", lesson, "quiz", id].to_vec()
                }
                Asked::Prediction { demo, step } => ["predictions", demo, step].to_vec(),
            };
            Answer::record(make(table, &path), right, today);
        })
    }

    /// Forgets one lesson and the predictions of its demos.
    #[must_use]
    pub fn reset_lesson(&mut self, lesson: &str, demos: &[String]) -> Option<Warning> {
        self.change(|table| {
            make(table, &["lessons"]).remove(lesson);
            for demo in demos {
                make(table, &["predictions"]).remove(demo);
            }
            if table.get("last").and_then(Value::as_str) == Some(lesson) {
                table.remove("last");
            }
        })
    }

    /// Forgets everything about the course.
    #[must_use]
    pub fn reset(&mut self) -> Option<Warning> {
        self.change(|table| {
            for name in ["last", "lessons", "predictions"] {
                table.remove(name);
            }
        })
    }

    /// Changes the file, or what is in memory once the file has failed: a warning comes once.
    fn change(&mut self, change: impl Fn(&mut Table)) -> Option<Warning> {
        let course = self.course.clone();
        let in_course = |table: &mut Table| match &course {
            Some(course) => change(make(table, &["courses", course])),
            None => change(table),
        };
        let updated = self.store.as_ref().map(|store| store.update(in_course));
        match updated {
            Some(Ok(UpdateOk { table, warning })) => {
                self.table = table;
                warning
            }
            Some(Err(warning)) => {
                self.store = None;
                in_course(&mut self.table);
                Some(warning)
            }
            None => {
                in_course(&mut self.table);
                self.untold.take()
            }
        }
    }
}

fn begin(table: &mut Table, lesson: &str) {
    table.insert("last".to_string(), Value::from(lesson));
    let state = make(table, &["lessons", lesson]).entry("state");
    state.or_insert_with(|| Value::from("begun"));
}

fn set(table: &mut Table, path: &[&str], name: &str, value: Value) {
    make(table, path).insert(name.to_string(), value);
}

/// The table at a path, made if it is not there.
fn make<'t>(table: &'t mut Table, path: &[&str]) -> &'t mut Table {
    let Some((name, path)) = path.split_first() else {
        return table;
    };
    let inner = table.entry(*name);
    let inner = inner.or_insert_with(|| Value::Table(Table::new()));
    if !inner.is_table() {
        // Cannot be in a file that was read: its shape is looked at.
        *inner = Value::Table(Table::new());
    }
    match inner {
        Value::Table(inner) => make(inner, path),
        _ => unreachable!("made a table just now"),
    }
}

fn inner<'t>(table: &'t Table, path: &[&str]) -> Option<&'t Table> {
    path.iter()
        .try_fold(table, |table, name| table.get(*name)?.as_table())
}

fn tables<'t>(table: &'t Table, name: &str) -> impl Iterator<Item = (&'t str, &'t Table)> {
    let inner = table.get(name).and_then(Value::as_table);
    inner.into_iter().flat_map(only_tables)
}

fn only_tables(table: &Table) -> impl Iterator<Item = (&str, &Table)> {
    let named = table.iter();
    named.filter_map(|(name, value)| Some((name.as_str(), value.as_table()?)))
}

#[cfg(test)]
mod tests;
