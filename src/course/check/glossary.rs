//! The glossary: every term whole, once, and explained where it says.

use std::collections::{BTreeSet, HashMap};

use super::super::fault::{Fault, FaultKind};
use super::super::file::{Lines, read_toml};
use super::super::glossary::{GLOSSARY_FILE, Written};
use super::super::is_slug;
use super::Checker;

impl Checker<'_> {
    /// Learns which terms there are. A glossary that cannot be read is a fault of its own, later.
    pub(super) fn terms(&mut self) {
        let glossary = self.course.glossary().unwrap_or_default();
        self.terms = glossary.terms.into_iter().map(|term| term.id).collect();
    }

    /// Checks every term; the pages have been read and their links are known.
    pub(super) fn glossary(&mut self) {
        let course = self.course;
        let (written, text) = match read_toml::<Written>(&course.source, GLOSSARY_FILE) {
            Ok(Some(read)) => read,
            Ok(None) => return,
            Err(fault) => return self.found.push(fault),
        };
        let mut names: HashMap<String, &str> = HashMap::new();
        let mut lines = Lines::new(&text);
        for term in &written.term {
            let line = lines.at(term.id.span().start);
            let id = term.id.get_ref().as_str();
            let name = || id.to_string();
            let mut add = |kind| {
                self.found.push(Fault {
                    line: Some(line),
                    ..course.source.fault(GLOSSARY_FILE, kind)
                });
            };
            if !is_slug(id) {
                add(FaultKind::TermBadId { term: name() });
            }
            // Two terms of one name are two entries for one thing.
            let called = term.name.all().map(str::to_lowercase);
            let called: BTreeSet<String> = called.chain([name()]).collect();
            let other = called.iter().find_map(|called| names.get(called)).copied();
            if let Some(other) = other {
                let other = other.to_string();
                add(FaultKind::TermTwice {
                    term: name(),
                    other,
                });
            }
            names.extend(called.into_iter().map(|called| (called, id)));
            for lang in &self.languages {
                let said = [&term.name, &term.mean];
                let said =
                    said.map(|text| text.speaks(*lang) && !text.get(*lang).trim().is_empty());
                if said.contains(&false) {
                    let (term, lang) = (name(), *lang);
                    add(FaultKind::TermUntranslated { term, lang });
                }
            }
            let lesson = term.lesson.as_str();
            let entry = course.lessons.iter().find(|entry| entry.slug == lesson);
            let (term, lesson) = (name(), lesson.to_string());
            match entry {
                Some(entry) => {
                    let link = (entry.folder.clone(), term.clone());
                    if !self.explained.contains(&link) {
                        add(FaultKind::TermUnlinked { term, lesson });
                    }
                }
                None => {
                    let slugs = course.lessons.iter().map(|entry| entry.slug.as_str());
                    let nearest = super::nearest_name(&lesson, slugs);
                    add(FaultKind::TermUnknownLesson {
                        term,
                        lesson,
                        nearest,
                    });
                }
            }
        }
    }
}
