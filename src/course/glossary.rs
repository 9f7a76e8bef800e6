//! `glossary.toml`: the terms of the course with their names and meanings in every language.

use serde::Deserialize;
use toml::Spanned;

use crate::doc::clean::clean_line;

use super::Course;
use super::fault::Fault;
use super::file::read_toml;
use super::manifest::Titles;

pub const GLOSSARY_FILE: &str = "glossary.toml";

/// The file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    #[serde(default)]
    pub term: Vec<WrittenTerm>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenTerm {
    pub id: Spanned<String>,
    pub lesson: String,
    pub name: Titles,
    #[serde(default)]
    pub also: Vec<String>,
    pub mean: Titles,
}

/// A term that a link `term:…` names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    pub id: String,
    pub name: Titles,
    /// Other names by which it is found, of any language.
    pub also: Vec<String>,
    /// One or two sentences.
    pub mean: Titles,
    /// The name of the lesson that explains it.
    pub lesson: String,
}

/// The terms in the order of the file: that of the lessons. Empty for a course without any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Glossary {
    pub terms: Vec<Term>,
}

impl Glossary {
    /// The term with this id.
    pub fn term(&self, id: &str) -> Option<&Term> {
        self.terms.iter().find(|term| term.id == id)
    }

    /// The terms that have this id or this name, in any language; a word may name two.
    pub fn find(&self, what: &str) -> Vec<&Term> {
        let what = folded(what);
        let is_it = |term: &&Term| term.names().any(|name| folded(name) == what);
        self.terms.iter().filter(is_it).collect()
    }
}

impl Term {
    /// Everything it is called: its id, its name in each language, its other names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let id = std::iter::once(self.id.as_str());
        let also = self.also.iter().map(String::as_str);
        id.chain(self.name.all()).chain(also)
    }
}

/// Small letters, and one blank where there are several or a `-`.
fn folded(name: &str) -> String {
    let name = name.replace('-', " ").to_lowercase();
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Course {
    /// The glossary of the course.
    ///
    /// # Errors
    /// When its file is there and cannot be read.
    pub fn glossary(&self) -> Result<Glossary, Fault> {
        let Some((written, _)) = read_toml::<Written>(&self.source, GLOSSARY_FILE)? else {
            return Ok(Glossary::default());
        };
        let terms = written.term.into_iter().map(|term| Term {
            id: clean_line(term.id.get_ref()).into_owned(),
            name: term.name,
            also: (term.also.iter())
                .map(|name| clean_line(name).into_owned())
                .collect(),
            mean: term.mean,
            lesson: term.lesson,
        });
        Ok(Glossary {
            terms: terms.collect(),
        })
    }
}
