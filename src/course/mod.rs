//! The course: what the authors wrote, read from the program or from a folder of a teacher.
//!
//! Opening a course reads `course.toml` and the names of the folders, nothing more. A list of lessons
//! reads front matters; only the page that is asked for is parsed. [`check`] reads everything.
//!
//! The least course is a `course.toml` with a title and one `NN-slug` folder with one `en.md` or
//! `zh.md`. What a course lacks in a language comes in another, and the result says in which.

pub mod check;
pub mod fault;
pub mod glossary;
pub mod question;

mod anchor;
mod file;
mod front;
mod manifest;
mod narration;
mod page;
mod plan;
mod source;

use std::path::Path;

use crate::lang::Lang;

pub use anchor::anchors;
pub use fault::{Fault, FaultKind, Sentences};
pub use front::Front;
pub use glossary::{Glossary, Term};
pub use manifest::Titles;
pub use narration::{AFTER, Narration, NarrationFront, Section};
pub use page::Page;
pub use plan::{About, Also, Plan, Plans, Session};
pub use question::{Choice, Kind, Question};

use file::File;
use manifest::Manifest;
use page::NOTES;
use source::{ItemKind, Source};

/// A course whose lessons are known by name.
#[derive(Debug)]
pub struct Course {
    pub title: Titles,
    id: Option<String>,
    pub parts: Vec<Part>,
    /// In reading order: part by part, then those of no part.
    pub lessons: Vec<Entry>,
    source: Source,
}

/// A stretch of the course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// `None` for a course without parts and for lessons of no part.
    pub title: Option<Titles>,
    /// Places in [`Course::lessons`].
    pub lessons: std::ops::Range<usize>,
    /// What is to follow the lessons and is not written yet.
    pub announced: Vec<Announced>,
}

/// A lesson that has a title and nothing else yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announced {
    /// `None` for what is counted with no lessons, such as a project at the end.
    pub number: Option<u32>,
    pub slug: String,
    pub title: Titles,
}

/// A lesson, known by its folder `NN-slug`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub number: u32,
    pub slug: String,
    pub folder: String,
}

impl Entry {
    /// Reads the name of a folder; `None` when it is no `NN-slug`.
    fn of_folder(folder: &str) -> Option<Entry> {
        let (number, slug) = folder.split_once('-')?;
        let digits = number.len() >= 2 && number.bytes().all(|byte| byte.is_ascii_digit());
        (digits && is_slug(slug)).then_some(Entry {
            number: number.parse().ok()?,
            slug: slug.to_string(),
            folder: folder.to_string(),
        })
    }
}

impl Course {
    /// The course inside the program.
    pub fn embedded() -> Result<Course, Fault> {
        Course::load(Source::Embedded)
    }

    /// The course in a folder.
    pub fn open(folder: &Path) -> Result<Course, Fault> {
        Course::load(Source::Folder(folder.to_path_buf()))
    }

    fn load(source: Source) -> Result<Course, Fault> {
        let manifest = Manifest::parse(&source, &Manifest::text(&source)?)?;
        let mut left = entries(&source)?;
        let mut lessons = Vec::with_capacity(left.len());
        let mut parts = Vec::new();
        for part in manifest.part {
            let start = lessons.len();
            for folder in part.lessons {
                let found = left
                    .iter()
                    .position(|entry| entry.folder == *folder.get_ref());
                lessons.extend(found.map(|place| left.remove(place)));
            }
            let announced = part.announced.into_iter();
            let announced = announced.filter(|lesson| is_slug(lesson.slug.get_ref()));
            parts.push(Part {
                title: Some(part.title.into_inner()),
                lessons: start..lessons.len(),
                announced: announced
                    .map(|lesson| Announced {
                        number: lesson.number,
                        slug: lesson.slug.into_inner(),
                        title: lesson.title.into_inner(),
                    })
                    .collect(),
            });
        }
        if !left.is_empty() {
            let start = lessons.len();
            lessons.append(&mut left);
            parts.push(Part {
                title: None,
                lessons: start..lessons.len(),
                announced: Vec::new(),
            });
        }
        Ok(Course {
            title: manifest.title.into_inner(),
            id: manifest.id.filter(|id| !id.trim().is_empty()),
            parts,
            lessons,
            source,
        })
    }

    /// What a learner's record knows a teacher's course by: its `id`, else its title. `None` for
    /// the course inside the program.
    pub fn name(&self) -> Option<&str> {
        let name = self.id.as_deref().unwrap_or_else(|| self.title.first());
        (self.source != Source::Embedded).then_some(name)
    }

    /// Finds a lesson by number (`3`, `03`), slug (`socket-api`) or folder (`03-socket-api`).
    pub fn find(&self, what: &str) -> Option<&Entry> {
        let (what, number) = named(what);
        self.lessons.iter().find(|entry| {
            Some(entry.number) == number
                || entry.slug.eq_ignore_ascii_case(what)
                || entry.folder.eq_ignore_ascii_case(what)
        })
    }

    /// Finds a lesson that is not written yet, by number or slug.
    pub fn find_announced(&self, what: &str) -> Option<&Announced> {
        let (what, number) = named(what);
        let mut announced = self.parts.iter().flat_map(|part| &part.announced);
        announced.find(|lesson| {
            (number.is_some() && lesson.number == number) || lesson.slug.eq_ignore_ascii_case(what)
        })
    }

    /// The slug that is most like an unknown name, if one is like it at all.
    pub fn nearest(&self, what: &str) -> Option<String> {
        let slugs = self.lessons.iter().map(|entry| entry.slug.as_str());
        let (likeness, slug) = nearest(what, slugs)?;
        (likeness > 0.5).then(|| slug.to_string())
    }

    /// The front matter of a lesson, without parsing its text.
    pub fn front(&self, entry: &Entry, lang: Lang) -> Result<Front, Fault> {
        let (file, lang) = self.page_file(entry, lang)?;
        Front::of(&file, lang)
    }

    /// A lesson's page.
    pub fn page(&self, entry: &Entry, lang: Lang) -> Result<Page, Fault> {
        let (file, lang) = self.page_file(entry, lang)?;
        Page::of(&file, lang)
    }

    /// What the teacher is told about a lesson; `None` when nobody has written it.
    pub fn notes(&self, entry: &Entry, lang: Lang) -> Result<Option<Page>, Fault> {
        let found = self.file(entry, lang, |lang| format!("{NOTES}.{lang}.md"))?;
        found.map(|(file, lang)| Page::of(&file, lang)).transpose()
    }

    /// The plans by which the course can be taught; `None` when it has none.
    pub fn plans(&self) -> Result<Option<Plans>, Fault> {
        Plans::read(&self.source)
    }

    fn page_file(&self, entry: &Entry, lang: Lang) -> Result<(File, Lang), Fault> {
        let found = self.file(entry, lang, |lang| format!("{lang}.md"))?;
        found.ok_or_else(|| self.source.fault(&entry.folder, FaultKind::NoPage {}))
    }

    /// A file of a lesson in a language, else in one in which it is there.
    fn file(
        &self,
        entry: &Entry,
        lang: Lang,
        name: impl Fn(Lang) -> String,
    ) -> Result<Option<(File, Lang)>, Fault> {
        for lang in wanted_first(lang) {
            let path = format!("{}/{}", entry.folder, name(lang));
            if self.source.has(&path) {
                return Ok(Some((File::read(&self.source, &path)?, lang)));
            }
        }
        Ok(None)
    }

    /// What a list of demos shows about one; `None` when nobody narrates it.
    pub fn narration_front(&self, demo: &str, lang: Lang) -> Result<Option<NarrationFront>, Fault> {
        let found = self.narration_file(demo, lang)?;
        found
            .map(|(file, lang)| NarrationFront::of(&file, lang))
            .transpose()
    }

    /// The narration of a demo; `None` when nobody narrates it.
    ///
    /// A teacher's course that has none of its own uses the one inside the program, so that it can
    /// link the program's demos.
    pub fn narration(&self, demo: &str, lang: Lang) -> Result<Option<Narration>, Fault> {
        let found = self.narration_file(demo, lang)?;
        found
            .map(|(file, lang)| Narration::of(&file, lang))
            .transpose()
    }

    fn narration_file(&self, demo: &str, lang: Lang) -> Result<Option<(File, Lang)>, Fault> {
        if !is_slug(demo) {
            return Ok(None);
        }
        if let Some((path, lang)) = find_narration(&self.source, &self.lessons, demo, lang) {
            return Ok(Some((File::read(&self.source, &path)?, lang)));
        }
        if self.source == Source::Embedded {
            return Ok(None);
        }
        let lessons = entries(&Source::Embedded)?;
        match find_narration(&Source::Embedded, &lessons, demo, lang) {
            Some((path, lang)) => Ok(Some((File::read(&Source::Embedded, &path)?, lang))),
            None => Ok(None),
        }
    }
}

/// A lesson's name as it was typed, and the number it is, if it is one.
fn named(what: &str) -> (&str, Option<u32>) {
    let what = what.trim();
    let number = what.bytes().all(|byte| byte.is_ascii_digit());
    (what, number.then(|| what.parse().ok()).flatten())
}

/// The lessons of a source in the order of their folders' names.
fn entries(source: &Source) -> Result<Vec<Entry>, Fault> {
    let items = source.list("")?.into_iter();
    let folders = items.filter(|item| item.kind == ItemKind::Folder);
    let mut entries: Vec<Entry> = folders
        .filter_map(|item| Entry::of_folder(&item.name))
        .collect();
    entries.sort_by_key(|entry| entry.number);
    Ok(entries)
}

fn find_narration(
    source: &Source,
    lessons: &[Entry],
    demo: &str,
    lang: Lang,
) -> Option<(String, Lang)> {
    wanted_first(lang).find_map(|lang| {
        let mut paths = lessons
            .iter()
            .map(|entry| format!("{}/{demo}.{lang}.md", entry.folder));
        let path = paths.find(|path| source.has(path))?;
        Some((path, lang))
    })
}

/// The languages in which something is looked for.
fn wanted_first(lang: Lang) -> impl Iterator<Item = Lang> {
    let others = Lang::ALL.into_iter().filter(move |other| *other != lang);
    std::iter::once(lang).chain(others)
}

/// Small letters, digits and `-` between them: safe as a part of a path.
fn is_slug(text: &str) -> bool {
    text.split('-').all(|word| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    })
}

/// The name most like another, and how like it is (1 is the same).
fn nearest<'n>(what: &str, names: impl Iterator<Item = &'n str>) -> Option<(f64, &'n str)> {
    // The comparison takes memory by the product of both lengths.
    let end = what.char_indices().nth(64).map_or(what.len(), |(at, _)| at);
    let what = &what[..end];
    names
        .map(|name| (strsim::normalized_damerau_levenshtein(what, name), name))
        .max_by(|left, right| left.0.total_cmp(&right.0))
}

#[cfg(test)]
mod tests;
