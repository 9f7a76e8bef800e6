//! `seed.toml`: the claims of the text a course grew from, and where the course treats each.

use std::collections::{BTreeSet, HashSet};

use serde::Deserialize;
use toml::Spanned;

use super::super::Course;
use super::super::anchor::anchors;
use super::super::fault::{Fault, FaultKind};
use super::super::file::{Lines, read_toml};
use crate::lang::Lang;

use super::Checker;

pub const SEED_FILE: &str = "seed.toml";

/// The file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    pub item: Vec<Item>,
}

/// A claim of the text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub id: Spanned<String>,
    /// The text's own words, shortened.
    pub zh: String,
    pub en: String,
    /// Read so that a word which is no verdict is told.
    #[serde(rename = "verdict")]
    _verdict: Verdict,
    /// `lesson#section`, or the name of a lesson that is only announced.
    pub at: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    Right,
    Loose,
    Wrong,
    Empty,
    Slip,
    Heading,
    Figure,
}

impl Checker<'_> {
    /// Checks that every claim is treated at a place that is there. A course need not have the file.
    pub(super) fn seed(&mut self) {
        let course = self.course;
        let (seed, text) = match read_toml::<Seed>(&course.source, SEED_FILE) {
            Ok(Some(read)) => read,
            Ok(None) => return,
            Err(fault) => return self.found.push(fault),
        };
        let mut add = |line, kind| {
            self.found.push(Fault {
                line: Some(line),
                ..course.source.fault(SEED_FILE, kind)
            });
        };
        let places = places(course);
        let mut seen = HashSet::new();
        let mut lines = Lines::new(&text);
        for item in &seed.item {
            let line = lines.at(item.id.span().start);
            let id = item.id.get_ref();
            if !seen.insert(id) {
                add(line, FaultKind::SeedTwice { item: id.clone() });
            }
            let words = [id, &item.zh, &item.en];
            if item.at.is_empty() || words.iter().any(|words| words.trim().is_empty()) {
                add(line, FaultKind::SeedEmpty { item: id.clone() });
            }
            for place in &item.at {
                let line = lines.at(place.span().start);
                let place = place.get_ref();
                if !places.contains(place) {
                    let nearest = nearest_place(place, &places);
                    let place = place.clone();
                    add(line, FaultKind::SeedUnknownPlace { place, nearest });
                }
            }
        }
    }
}

/// The sections of each lesson as `lesson#section`, by the headings of its original, and the names
/// of the lessons that are only announced.
fn places(course: &Course) -> BTreeSet<String> {
    let announced = course.parts.iter().flat_map(|part| &part.announced);
    let mut places: BTreeSet<String> = announced.map(|lesson| lesson.slug.clone()).collect();
    for entry in &course.lessons {
        // A page that cannot be read is a fault by itself.
        if let Ok(page) = course.page(entry, Lang::En) {
            let sections = anchors(&page.doc).into_iter();
            places.extend(sections.map(|(_, anchor)| format!("{}#{anchor}", entry.slug)));
        }
    }
    places
}

/// The place a person may have meant: in the same lesson, if there is such a lesson.
fn nearest_place(place: &str, places: &BTreeSet<String>) -> String {
    let lesson = |place: &str| place.split('#').next().unwrap_or_default().to_string();
    let same = places.iter().filter(|known| lesson(known) == lesson(place));
    let same: Vec<&str> = same.map(String::as_str).collect();
    match same.is_empty() {
        true => super::nearest_name(place, places.iter().map(String::as_str)),
        false => super::nearest_name(place, same.into_iter()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::source::Source;
    use super::*;

    #[test]
    fn every_claim_of_the_text_has_a_home() {
        let course = Course::embedded().unwrap();
        let places = places(&course);
        let read = read_toml::<Seed>(&Source::Embedded, SEED_FILE).unwrap();
        let seed = read.unwrap().0;
        let ids: Vec<&str> = seed
            .item
            .iter()
            .map(|item| item.id.as_ref().as_str())
            .collect();
        let all: Vec<String> = (1..=77).map(|number| format!("S{number:02}")).collect();
        assert_eq!(ids, all);
        for (number, item) in (1..).zip(&seed.item) {
            let at: Vec<&String> = item.at.iter().map(Spanned::get_ref).collect();
            assert!(at.iter().all(|place| places.contains(*place)), "{at:?}");
            // What Part 1 treats, it treats in a section; the rest may wait for its lesson.
            let written = at.iter().any(|place| place.contains('#'));
            assert!(
                written || (72..=77).contains(&number) && !at.is_empty(),
                "{number}"
            );
        }
    }
}
