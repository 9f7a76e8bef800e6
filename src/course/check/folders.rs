//! Names: the folders of the course, the files of each lesson, the parts of `course.toml`.

use std::collections::{HashMap, HashSet};

use crate::lang::Lang;

use super::super::fault::{Fault, FaultKind};
use super::super::file::Lines;
use super::super::manifest::{COURSE_FILE, Manifest};
use super::super::source::ItemKind;
use super::super::{Entry, is_slug};
use super::Checker;
use super::sheet::Role;

impl Checker<'_> {
    /// Checks all names, and returns the files of each lesson.
    pub(super) fn folders(&mut self) -> Vec<Vec<(Role, Lang)>> {
        if self.course.lessons.is_empty() {
            self.fault_of("", FaultKind::NoLessons {});
        }
        match self.course.source.list("") {
            Ok(items) => {
                for item in items {
                    let lesson = Entry::of_folder(&item.name).is_some();
                    match item.kind {
                        ItemKind::BadName => self.fault_of(&item.name, FaultKind::BadName {}),
                        ItemKind::Folder if !lesson && !is_hidden(&item.name) => {
                            self.fault_of(&item.name, FaultKind::BadFolder {});
                        }
                        ItemKind::File | ItemKind::Other if lesson => {
                            self.fault_of(&item.name, FaultKind::NotAFolder {});
                        }
                        _ => {}
                    }
                }
            }
            Err(fault) => self.found.push(fault),
        }
        self.same_names();
        let lessons = self.course.lessons.iter();
        lessons.map(|entry| self.files(&entry.folder)).collect()
    }

    fn same_names(&mut self) {
        let course = self.course;
        let mut numbers = HashMap::new();
        let mut slugs = HashMap::new();
        for entry in &course.lessons {
            let folder = entry.folder.as_str();
            if let Some(other) = numbers.insert(entry.number, folder) {
                let (number, other) = (entry.number, other.to_string());
                self.fault_of(folder, FaultKind::NumberTwice { number, other });
            }
            if let Some(other) = slugs.insert(entry.slug.as_str(), folder) {
                let (slug, other) = (entry.slug.clone(), other.to_string());
                self.fault_of(folder, FaultKind::SlugTwice { slug, other });
            }
        }
    }

    fn files(&mut self, folder: &str) -> Vec<(Role, Lang)> {
        let items = match self.course.source.list(folder) {
            Ok(items) => items,
            Err(fault) => {
                self.found.push(fault);
                return Vec::new();
            }
        };
        let mut files = Vec::new();
        for item in items {
            let path = format!("{folder}/{}", item.name);
            if item.kind == ItemKind::BadName {
                self.fault_of(&path, FaultKind::BadName {});
            } else if let Some((role, lang)) = Role::of_name(&item.name) {
                self.languages.insert(lang);
                if let Role::Narration(demo) = &role {
                    self.narrated_in(demo, folder, &path);
                }
                files.push((role, lang));
            } else if !is_hidden(&item.name) {
                self.fault_of(&path, FaultKind::StrayFile {});
            }
        }
        files
    }

    fn narrated_in(&mut self, demo: &str, folder: &str, path: &str) {
        let first = self
            .narrated
            .entry(demo.to_string())
            .or_insert_with(|| folder.to_string());
        if first != folder {
            let (demo, other) = (demo.to_string(), first.clone());
            self.fault_of(path, FaultKind::NarrationTwice { demo, other });
        }
    }

    /// Checks what `course.toml` names. Must come after the folders: by then the languages are known.
    pub(super) fn titles(&mut self) {
        let source = &self.course.source;
        let read =
            Manifest::text(source).and_then(|text| Ok((Manifest::parse(source, &text)?, text)));
        let (manifest, text) = match read {
            Ok(read) => read,
            // It could be read when the course was opened.
            Err(fault) => return self.found.push(fault),
        };
        let mut lines = Lines::new(&text);
        let mut faults = Vec::new();
        let mut titles = vec![&manifest.title];
        for part in &manifest.part {
            titles.push(&part.title);
            titles.extend(part.announced.iter().map(|lesson| &lesson.title));
        }
        titles.sort_by_key(|title| title.span().start);
        for title in titles {
            let line = lines.at(title.span().start);
            for lang in &self.languages {
                if !title.get_ref().speaks(*lang) {
                    faults.push((line, FaultKind::TitleUntranslated { lang: *lang }));
                }
            }
        }
        let folders = self
            .course
            .lessons
            .iter()
            .map(|entry| entry.folder.as_str());
        let folders: HashSet<&str> = folders.collect();
        let mut listed = HashSet::new();
        let mut lines = Lines::new(&text);
        for lesson in manifest.part.iter().flat_map(|part| &part.lessons) {
            let line = lines.at(lesson.span().start);
            let folder = lesson.get_ref();
            if !folders.contains(folder.as_str()) {
                let names = folders.iter().copied();
                let nearest = super::nearest_name(folder, names);
                let lesson = folder.clone();
                faults.push((line, FaultKind::PartUnknownLesson { lesson, nearest }));
            } else if !listed.insert(folder) {
                let lesson = folder.clone();
                faults.push((line, FaultKind::PartLessonTwice { lesson }));
            }
        }
        faults.extend(self.announced(&manifest, &text));
        for (line, kind) in faults {
            self.found.push(Fault {
                line: Some(line),
                ..self.course.source.fault(COURSE_FILE, kind)
            });
        }
    }

    /// What is announced must have a name of its own, and not be written already.
    fn announced(&self, manifest: &Manifest, text: &str) -> Vec<(usize, FaultKind)> {
        let mut lines = Lines::new(text);
        let mut faults = Vec::new();
        let mut before: Vec<(&str, Option<u32>)> = Vec::new();
        for lesson in manifest.part.iter().flat_map(|part| &part.announced) {
            let line = lines.at(lesson.slug.span().start);
            let (name, number) = (lesson.slug.get_ref().as_str(), lesson.number);
            let slug = name.to_string();
            let same = |other_name: &str, other: Option<u32>| {
                other_name == name || (number.is_some() && number == other)
            };
            let mut written = self.course.lessons.iter();
            let written = written.find(|entry| same(&entry.slug, Some(entry.number)));
            let twice = before.iter().find(|(name, number)| same(name, *number));
            if !is_slug(name) {
                faults.push((line, FaultKind::AnnouncedBadSlug { slug }));
            } else if let Some(entry) = written {
                let other = entry.folder.clone();
                faults.push((line, FaultKind::AnnouncedWritten { slug, other }));
            } else if let Some((other, _)) = twice {
                let other = (*other).to_string();
                faults.push((line, FaultKind::AnnouncedTwice { slug, other }));
            }
            before.push((name, number));
        }
        faults
    }

    fn fault_of(&mut self, path: &str, kind: FaultKind) {
        self.found.push(self.course.source.fault(path, kind));
    }
}

/// Folders and files that version control and file managers leave.
fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
}
