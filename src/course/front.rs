//! Front matter of a lesson's page, and what holds for all front matters.

use serde::Deserialize;

use crate::doc::clean::clean_line;
use crate::lang::Lang;

use super::fault::Fault;
use super::file::File;

/// What a list of lessons shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Front {
    /// The language this page is really written in.
    pub lang: Lang,
    pub title: String,
    /// One line for the list of lessons.
    pub summary: String,
    pub minutes: u32,
    /// The demos told in this lesson, the main one first.
    pub demos: Vec<String>,
    pub exercises: Vec<String>,
    pub misconceptions: Vec<String>,
    pub sources: Vec<String>,
    /// In a translation: the fingerprint of the original it was made from.
    pub translates: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    title: String,
    summary: String,
    minutes: u32,
    #[serde(default)]
    demos: Vec<String>,
    #[serde(default)]
    exercises: Vec<String>,
    #[serde(default)]
    misconceptions: Vec<String>,
    #[serde(default)]
    sources: Vec<String>,
    translates: Option<String>,
}

impl Front {
    pub(super) fn of(file: &File, lang: Lang) -> Result<Front, Fault> {
        let written: Written = file.front()?;
        Ok(Front {
            lang,
            title: clean_line(&written.title).into_owned(),
            summary: clean_line(&written.summary).into_owned(),
            minutes: written.minutes,
            demos: written.demos,
            exercises: written.exercises,
            misconceptions: written.misconceptions,
            sources: written.sources,
            translates: written.translates,
        })
    }
}
