//! The course compiler: reads every file of a course and tells everything that is wrong.
//!
//! A course of one language is whole as it is. As soon as any file is written in a second language,
//! every page and every narration must be there in both.

mod folders;
mod glossary;
mod links;
mod narration;
mod page;
mod plan;
mod prose;
mod questions;
mod seed;
mod sheet;
mod structure;
mod translation;
mod widths;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::lang::Lang;

use super::fault::{Fault, FaultKind};
use super::{Course, Entry, nearest};

use sheet::{Role, Sheet};

/// What the program offers to a course.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    pub demos: Vec<KnownDemo>,
    pub exercises: Vec<String>,
    /// Whether each demo must be linked by a lesson and be narrated: so in the course of the program.
    pub all_must_be_used: bool,
}

/// A demo of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownDemo {
    pub slug: String,
    pub steps: Vec<String>,
    pub knobs: Vec<String>,
}

/// Everything that is wrong with a course, sorted by file and line.
pub fn check(course: &Course, known: &Known) -> Vec<Fault> {
    let mut checker = Checker {
        course,
        known,
        demos: known
            .demos
            .iter()
            .map(|demo| (demo.slug.as_str(), demo))
            .collect(),
        languages: BTreeSet::new(),
        linked: HashSet::new(),
        terms: BTreeSet::new(),
        explained: HashSet::new(),
        listed: HashSet::new(),
        narrated: HashMap::new(),
        found: Vec::new(),
    };
    checker.terms();
    let names = checker.folders();
    for (entry, names) in course.lessons.iter().zip(names) {
        checker.lesson(entry, names);
    }
    checker.titles();
    checker.plans();
    checker.seed();
    checker.glossary();
    if known.all_must_be_used {
        checker.unused_demos();
    }
    let mut found = checker.found;
    found.sort_by(|left, right| (&left.file, left.line).cmp(&(&right.file, right.line)));
    found
}

/// What is known while the course is read file by file.
struct Checker<'c> {
    course: &'c Course,
    known: &'c Known,
    demos: HashMap<&'c str, &'c KnownDemo>,
    /// The languages in which anything is written.
    languages: BTreeSet<Lang>,
    /// The demos that a page links.
    linked: HashSet<String>,
    /// The terms of the glossary.
    terms: BTreeSet<String>,
    /// The folder of each page with a term that it links.
    explained: HashSet<(String, String)>,
    /// The demos that a front matter names.
    listed: HashSet<String>,
    /// The folder in which each demo is narrated.
    narrated: HashMap<String, String>,
    found: Vec<Fault>,
}

impl<'c> Checker<'c> {
    fn lesson(&mut self, entry: &'c Entry, names: Vec<(Role, Lang)>) {
        // The original before its translation.
        let mut sheets: BTreeMap<Role, BTreeMap<Lang, Option<Sheet>>> = BTreeMap::new();
        for (role, lang) in names {
            let sheet = match Sheet::read(&self.course.source, &entry.folder, &role, lang) {
                Ok(sheet) => {
                    let sheet = sheet.with_questions(&mut self.found);
                    self.sheet(&sheet);
                    Some(sheet)
                }
                Err(fault) => {
                    self.found.push(fault);
                    None
                }
            };
            sheets.entry(role).or_default().insert(lang, sheet);
        }
        if !sheets.contains_key(&Role::Page) {
            let fault = self
                .course
                .source
                .fault(&entry.folder, FaultKind::NoPage {});
            self.found.push(fault);
        }
        self.unlisted_narrations(entry, &sheets);
        for (role, by_lang) in &sheets {
            self.missing_translations(entry, role, by_lang);
            if let [Some(en), Some(zh)] =
                Lang::ALL.map(|lang| by_lang.get(&lang).and_then(Option::as_ref))
            {
                translation::check(en, zh, &mut self.found);
            }
        }
    }

    /// Everything that can be told of a file by itself.
    fn sheet(&mut self, sheet: &Sheet) {
        match &sheet.role {
            Role::Page | Role::Notes => self.page(sheet),
            Role::Narration(demo) => self.narration(sheet, demo),
        }
        page::headings(sheet, &mut self.found);
        self.links(sheet);
        self.questions(sheet);
        widths::check(sheet, &mut self.found);
        prose::check(sheet, &mut self.found);
    }

    fn missing_translations(
        &mut self,
        entry: &Entry,
        role: &Role,
        by_lang: &BTreeMap<Lang, Option<Sheet>>,
    ) {
        let Some(written) = by_lang.keys().next() else {
            return;
        };
        for lang in &self.languages {
            if !by_lang.contains_key(lang) {
                let source = &self.course.source;
                let path = source.shown(&role.path(&entry.folder, *lang));
                let fault = source.fault(
                    &role.path(&entry.folder, *written),
                    FaultKind::MissingTranslation { lang: *lang, path },
                );
                self.found.push(Fault {
                    line: Some(1),
                    ..fault
                });
            }
        }
    }

    fn known_demo(&mut self, sheet: &Sheet, line: usize, demo: &str) -> Option<&'c KnownDemo> {
        let known = self.demos.get(demo).copied();
        if known.is_none() {
            let slugs = self.known.demos.iter().map(|demo| demo.slug.as_str());
            self.found.push(sheet.file.fault(
                line,
                FaultKind::UnknownDemo {
                    demo: demo.to_string(),
                    nearest: nearest_name(demo, slugs),
                },
            ));
        }
        known
    }

    fn known_exercise(&mut self, sheet: &Sheet, line: usize, exercise: &str) {
        if !self.known.exercises.iter().any(|known| known == exercise) {
            let names = self.known.exercises.iter().map(String::as_str);
            self.found.push(sheet.file.fault(
                line,
                FaultKind::UnknownExercise {
                    exercise: exercise.to_string(),
                    nearest: nearest_name(exercise, names),
                },
            ));
        }
    }

    fn unused_demos(&mut self) {
        for demo in &self.known.demos {
            let slug = &demo.slug;
            let mut add = |kind| {
                self.found
                    .push(self.course.source.fault(super::manifest::COURSE_FILE, kind))
            };
            if !self.linked.contains(slug) {
                add(FaultKind::UnusedDemo { demo: slug.clone() });
            }
            if !self.narrated.contains_key(slug) && !self.listed.contains(slug) {
                add(FaultKind::NarrationMissing { demo: slug.clone() });
            }
        }
    }
}

/// The name a person may have meant; a dash when there is none at all.
fn nearest_name<'n>(what: &str, names: impl Iterator<Item = &'n str>) -> String {
    nearest(what, names)
        .map_or("—", |(_, name)| name)
        .to_string()
}

#[cfg(test)]
mod tests;
