//! `course.toml`: the title, and which lessons form which part.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use toml::Spanned;

use crate::doc::clean::clean_line;
use crate::lang::Lang;

use super::fault::{Fault, FaultKind};
use super::file::parse_toml;
use super::source::Source;

pub const COURSE_FILE: &str = "course.toml";

/// The file as it is written, with the places of what may be wrong.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    pub title: Spanned<Titles>,
    /// What a learner's record knows the course by, if that is not to be its title.
    pub id: Option<String>,
    #[serde(default)]
    pub part: Vec<ManifestPart>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestPart {
    pub title: Spanned<Titles>,
    pub lessons: Vec<Spanned<String>>,
    #[serde(default)]
    pub announced: Vec<ManifestAnnounced>,
}

/// A lesson that is promised and not written yet.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestAnnounced {
    pub number: Option<u32>,
    pub slug: Spanned<String>,
    pub title: Spanned<Titles>,
}

impl Manifest {
    pub fn parse(source: &Source, text: &str) -> Result<Manifest, Fault> {
        parse_toml(source, COURSE_FILE, text)
    }

    /// The text of the file. A folder without one is no course.
    pub fn text(source: &Source) -> Result<std::borrow::Cow<'static, str>, Fault> {
        source.read(COURSE_FILE).map_err(|mut fault| {
            if let FaultKind::NotFound {} = fault.kind {
                fault.kind = FaultKind::NoCourseFile {};
            }
            fault
        })
    }
}

/// A title by language: `"One for all"` or `{ en = "…", zh = "…" }`. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Titles(BTreeMap<Lang, String>);

impl Titles {
    /// The title in a language, else in one that it has.
    pub fn get(&self, lang: Lang) -> &str {
        let any = || self.0.values().next();
        self.0.get(&lang).or_else(any).map_or("", String::as_str)
    }

    /// The title in the first language that has one.
    pub fn first(&self) -> &str {
        self.0.values().next().map_or("", String::as_str)
    }

    /// The title in each language that has one.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.0.values().map(String::as_str)
    }

    /// Whether the title is written in this language.
    pub fn speaks(&self, lang: Lang) -> bool {
        self.0.contains_key(&lang)
    }
}

impl<'de> Deserialize<'de> for Titles {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TitlesVisitor)
    }
}

struct TitlesVisitor;

impl<'de> Visitor<'de> for TitlesVisitor {
    type Value = Titles;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a title, or `{ en = \"…\", zh = \"…\" }`")
    }

    fn visit_str<E: de::Error>(self, title: &str) -> Result<Titles, E> {
        let same = Lang::ALL.map(|lang| (lang, clean_line(title).into_owned()));
        Ok(Titles(BTreeMap::from(same)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Titles, A::Error> {
        let mut titles = BTreeMap::new();
        while let Some((code, title)) = map.next_entry::<String, String>()? {
            let lang = code
                .parse()
                .map_err(|_| de::Error::unknown_field(&code, &["en", "zh"]))?;
            titles.insert(lang, clean_line(&title).into_owned());
        }
        if titles.is_empty() {
            return Err(de::Error::invalid_length(0, &self));
        }
        Ok(Titles(titles))
    }
}
