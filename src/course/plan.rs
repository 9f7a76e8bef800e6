//! `plan.toml`: which lessons a teacher takes in which class hour.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::fault::{Fault, FaultKind};
use super::file::toml_error;
use super::manifest::Titles;
use super::source::Source;

pub(super) const PLAN_FILE: &str = "plan.toml";

/// The plans of a course. Lessons are named by their slugs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plans {
    /// How long a class hour is.
    pub minutes: u32,
    /// What holds for a lesson in every plan.
    #[serde(default)]
    pub lesson: BTreeMap<String, About>,
    #[serde(rename = "plan")]
    pub plans: Vec<Plan>,
}

/// What is said of an hour.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// What is done in class.
    pub done: Titles,
    /// What is to be done at home.
    pub home: Titles,
}

/// One way through the course.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Its length in hours of 60 minutes, about; its name, too.
    pub hours: u32,
    pub title: Titles,
    pub about: Titles,
    #[serde(rename = "session")]
    pub sessions: Vec<Session>,
}

/// One class hour.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    #[serde(default)]
    pub lessons: Vec<String>,
    /// Lessons that are read at home for the next time.
    #[serde(default)]
    pub reading: Vec<String>,
    #[serde(default)]
    pub also: Vec<Also>,
    /// Instead of all demos of its lessons.
    pub demos: Option<Vec<String>>,
    /// Instead of what holds for its lessons.
    pub done: Option<Titles>,
    pub home: Option<Titles>,
}

/// What an hour is besides, or instead of, a lesson's first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Also {
    /// A further hour on the same lesson.
    Second,
    /// Time for exercises.
    Lab,
    Test,
    Project,
}

impl Plans {
    /// The plans of a course; `None` when it has none.
    pub(super) fn read(source: &Source) -> Result<Option<Plans>, Fault> {
        if !source.has(PLAN_FILE) {
            return Ok(None);
        }
        let text = source.read(PLAN_FILE)?;
        let plans = toml::from_str(&text).map_err(|error| {
            let (line, reason) = toml_error(&error, &text);
            Fault {
                line: Some(line),
                ..source.fault(PLAN_FILE, FaultKind::BadCourseFile { reason })
            }
        })?;
        Ok(Some(plans))
    }

    /// Every lesson that is named anywhere.
    pub(super) fn named(&self) -> impl Iterator<Item = &str> {
        let sessions = self.plans.iter().flat_map(|plan| &plan.sessions);
        let lessons = sessions.flat_map(|session| session.lessons.iter().chain(&session.reading));
        self.lesson.keys().chain(lessons).map(String::as_str)
    }

    /// Every demo that is named anywhere.
    pub(super) fn demos(&self) -> impl Iterator<Item = &str> {
        let sessions = self.plans.iter().flat_map(|plan| &plan.sessions);
        let demos = sessions.flat_map(|session| session.demos.iter().flatten());
        demos.map(String::as_str)
    }

    /// Every text, to be there in every language.
    pub(super) fn texts(&self) -> impl Iterator<Item = &Titles> {
        let about = self.lesson.values();
        let about = about.flat_map(|about| [&about.done, &about.home]);
        let plans = self.plans.iter().flat_map(|plan| {
            let own = plan.sessions.iter();
            let own = own.flat_map(|session| [&session.done, &session.home].into_iter().flatten());
            [&plan.title, &plan.about].into_iter().chain(own)
        });
        about.chain(plans)
    }
}
