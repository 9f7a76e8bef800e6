//! The plans of a course: they name what is there, in every language of the course.

use super::super::fault::{Fault, FaultKind};
use super::super::plan::{PLAN_FILE, Plans};
use super::Checker;

impl Checker<'_> {
    /// Must come after the folders: by then the languages are known.
    pub(super) fn plans(&mut self) {
        let source = &self.course.source;
        let plans = match Plans::read(source) {
            Ok(Some(plans)) => plans,
            Ok(None) => return,
            Err(fault) => return self.found.push(fault),
        };
        let text = source.read(PLAN_FILE).unwrap_or_default();
        let line = |what: &str| {
            let place = text.lines().position(|line| line.contains(what));
            Some(place.map_or(1, |place| place + 1))
        };
        let mut faults = Vec::new();
        for lesson in plans.named() {
            if self.course.find(lesson).is_none() && self.course.find_announced(lesson).is_none() {
                let slugs = self.course.lessons.iter().map(|entry| entry.slug.as_str());
                let kind = FaultKind::UnknownLesson {
                    lesson: lesson.to_string(),
                    nearest: super::nearest_name(lesson, slugs),
                };
                faults.push((line(lesson), kind));
            }
        }
        for demo in plans.demos() {
            if !self.demos.contains_key(demo) {
                let slugs = self.known.demos.iter().map(|demo| demo.slug.as_str());
                let kind = FaultKind::UnknownDemo {
                    demo: demo.to_string(),
                    nearest: super::nearest_name(demo, slugs),
                };
                faults.push((line(demo), kind));
            }
        }
        for text in plans.texts() {
            let missing = self.languages.iter().filter(|lang| !text.speaks(**lang));
            let missing = missing.map(|lang| FaultKind::TitleUntranslated { lang: *lang });
            faults.extend(missing.map(|kind| (line(text.first()), kind)));
        }
        for (line, kind) in faults {
            let fault = source.fault(PLAN_FILE, kind);
            self.found.push(Fault { line, ..fault });
        }
    }
}
