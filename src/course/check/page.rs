//! Front matter of a page, and the headings of every file.

use std::collections::BTreeMap;

use crate::doc::{BlockKind, plain_text};
use crate::lang::Lang;

use super::super::fault::{Fault, FaultKind};
use super::super::front::Front;
use super::super::{Course, Entry};
use super::Checker;
use super::sheet::{Role, Sheet};

impl Checker<'_> {
    pub(super) fn page(&mut self, sheet: &Sheet) {
        let front = match Front::of(&sheet.file, sheet.lang) {
            Ok(front) => front,
            Err(fault) => return self.found.push(fault),
        };
        let mut empty = filled(
            sheet,
            &[("title", &front.title), ("summary", &front.summary)],
        );
        if front.minutes == 0 {
            let field = "minutes";
            empty.push(sheet.file.fault(
                sheet.file.front_line(field),
                FaultKind::FrontEmpty { field },
            ));
        }
        self.found.append(&mut empty);
        let line = sheet.file.front_line("demos");
        for demo in &front.demos {
            let known = self.known_demo(sheet, line, demo).is_some();
            // What the notes name is the lesson's to narrate.
            if sheet.role != Role::Page {
                continue;
            }
            self.listed.insert(demo.clone());
            if known && !is_narrated(self.course, demo, sheet.lang) {
                let demo = demo.clone();
                let fault = sheet.file.fault(line, FaultKind::NarrationMissing { demo });
                self.found.push(fault);
            }
        }
        let line = sheet.file.front_line("exercises");
        for exercise in &front.exercises {
            self.known_exercise(sheet, line, exercise);
        }
        self.title(sheet, &front);
    }

    fn title(&mut self, sheet: &Sheet, front: &Front) {
        let first = sheet.doc.blocks.first();
        let line = first.map_or(1, |block| block.line);
        // Code marks of the title are text in TOML.
        let title = front.title.replace('`', "");
        let kind = match first.map(|block| &block.kind) {
            Some(BlockKind::Heading { level: 1, text }) => {
                let heading = plain_text(text);
                if heading == title {
                    return;
                }
                FaultKind::TitleDiffers { title, heading }
            }
            _ => FaultKind::NoTitleHeading { title },
        };
        self.found.push(sheet.file.fault(line, kind));
    }

    /// Narrations that no front matter beside them names.
    pub(super) fn unlisted_narrations(
        &mut self,
        entry: &Entry,
        sheets: &BTreeMap<Role, BTreeMap<Lang, Option<Sheet>>>,
    ) {
        let pages = sheets
            .get(&Role::Page)
            .into_iter()
            .flat_map(BTreeMap::values);
        let fronts: Option<Vec<Front>> = pages
            .map(|page| {
                let page = page.as_ref()?;
                Front::of(&page.file, page.lang).ok()
            })
            .collect();
        // No page, or a front matter that cannot be read, is a fault by itself.
        let Some(fronts) = fronts.filter(|fronts| !fronts.is_empty()) else {
            return;
        };
        for role in sheets.keys() {
            let Role::Narration(demo) = role else {
                continue;
            };
            let listed = fronts.iter().any(|front| front.demos.contains(demo));
            if !listed && self.demos.contains_key(demo.as_str()) {
                let lang = sheets[role].keys().next().copied().unwrap_or(Lang::En);
                let demo = demo.clone();
                let kind = FaultKind::NarrationUnlisted { demo };
                let fault = self
                    .course
                    .source
                    .fault(&role.path(&entry.folder, lang), kind);
                self.found.push(Fault {
                    line: Some(1),
                    ..fault
                });
            }
        }
    }
}

fn is_narrated(course: &Course, demo: &str, lang: Lang) -> bool {
    // A narration that cannot be read is there all the same.
    !matches!(course.narration_front(demo, lang), Ok(None))
}

/// Faults of fields without text.
pub fn filled(sheet: &Sheet, fields: &[(&'static str, &String)]) -> Vec<Fault> {
    let empty = fields.iter().filter(|(_, text)| text.trim().is_empty());
    empty
        .map(|(field, _)| {
            let line = sheet.file.front_line(field);
            sheet.file.fault(line, FaultKind::FrontEmpty { field })
        })
        .collect()
}

/// Levels of headings: one title, and no level skipped.
pub fn headings(sheet: &Sheet, found: &mut Vec<Fault>) {
    let headings = sheet.headings();
    let mut seen_title = false;
    // The title of a narration stands in its front matter.
    let mut before = match sheet.role {
        Role::Page | Role::Notes => headings.first().map_or(1, |(_, level, _)| *level),
        Role::Narration(_) => {
            seen_title = true;
            1
        }
    };
    for (line, level, text) in headings {
        if level == 1 && std::mem::replace(&mut seen_title, true) {
            let heading = plain_text(text);
            found.push(sheet.file.fault(line, FaultKind::ExtraTitle { heading }));
        } else if level > before + 1 {
            let (from, to) = (before, level);
            found.push(sheet.file.fault(line, FaultKind::HeadingSkips { from, to }));
        }
        before = level;
    }
}
