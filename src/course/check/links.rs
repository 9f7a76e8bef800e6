//! Links: every one must lead somewhere.

use std::collections::HashSet;

use super::super::anchor::anchors;
use super::super::fault::FaultKind;
use super::Checker;
use super::sheet::{Role, Sheet};

const WEB: [&str; 3] = ["https", "http", "mailto"];

impl Checker<'_> {
    pub(super) fn links(&mut self, sheet: &Sheet) {
        let anchors: HashSet<String> = anchors(&sheet.doc)
            .into_iter()
            .map(|(_, anchor)| anchor)
            .collect();
        for link in &sheet.doc.links {
            self.link(sheet, link.line, &link.target, &anchors);
        }
    }

    /// Checks one link, `line` being where it stands.
    pub(super) fn link(
        &mut self,
        sheet: &Sheet,
        line: usize,
        target: &str,
        anchors: &HashSet<String>,
    ) {
        let kind = match target.split_once(':') {
            _ if target.trim().is_empty() => FaultKind::EmptyLink {},
            Some(("demo", demo)) => return self.demo_link(sheet, line, demo),
            Some(("exercise", exercise)) => return self.known_exercise(sheet, line, exercise),
            Some(("lesson", lesson)) => {
                if self.course.find(lesson).is_some() {
                    return;
                }
                let slugs = self.course.lessons.iter().map(|entry| entry.slug.as_str());
                FaultKind::UnknownLesson {
                    lesson: lesson.to_string(),
                    nearest: super::nearest_name(lesson, slugs),
                }
            }
            Some(("term", term)) => {
                if self.terms.contains(term) {
                    if sheet.role == Role::Page {
                        let link = (sheet.folder.clone(), term.to_string());
                        self.explained.insert(link);
                    }
                    return;
                }
                let terms = self.terms.iter().map(String::as_str);
                FaultKind::UnknownTerm {
                    term: term.to_string(),
                    nearest: super::nearest_name(term, terms),
                }
            }
            Some((scheme, _)) if WEB.contains(&scheme) => return,
            Some((scheme, _)) if is_scheme(scheme) => FaultKind::UnknownScheme {
                scheme: scheme.to_string(),
            },
            _ => match target.strip_prefix('#') {
                Some(section) if anchors.contains(section) => return,
                Some(section) => FaultKind::UnknownSection {
                    section: section.to_string(),
                },
                None if self.is_file(sheet, target) => return,
                None => FaultKind::MissingFile {
                    target: target.to_string(),
                },
            },
        };
        self.found.push(sheet.file.fault(line, kind));
    }

    /// Checks `slug` or `slug#step`.
    fn demo_link(&mut self, sheet: &Sheet, line: usize, target: &str) {
        let (demo, step) = match target.split_once('#') {
            Some((demo, step)) => (demo, Some(step)),
            None => (target, None),
        };
        if sheet.role == Role::Page {
            self.linked.insert(demo.to_string());
        }
        let known = self.known_demo(sheet, line, demo);
        if let (Some(known), Some(step)) = (known, step)
            && !known.steps.iter().any(|known| known == step)
        {
            let steps = known.steps.iter().map(String::as_str);
            let kind = FaultKind::SectionUnknownStep {
                step: step.to_string(),
                demo: demo.to_string(),
                nearest: super::nearest_name(step, steps),
            };
            self.found.push(sheet.file.fault(line, kind));
        }
    }

    /// Whether a relative link leads to a file of the course.
    fn is_file(&self, sheet: &Sheet, target: &str) -> bool {
        let path = target.split(['#', '?']).next().unwrap_or_default();
        let mut parts = vec![sheet.folder.as_str()];
        for part in path.split('/') {
            match part {
                "." => {}
                // What lies outside the course does not travel with it.
                ".." if parts.pop().is_none() => return false,
                ".." => {}
                // An absolute path begins with an empty part.
                "" => return false,
                name => parts.push(name),
            }
        }
        !path.contains('\\') && self.course.source.has(&parts.join("/"))
    }
}

fn is_scheme(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}
