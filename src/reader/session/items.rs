//! What the first screen lists: lessons with what is known of their reader, and demos.

use crate::course::{Course, Entry, Fault, Sentences};
use crate::demos::DEMOS;
use crate::lang::Lang;
use crate::lang::words::Words;
use crate::progress::{self, Progress, State};
use crate::reader::home::{Item, LessonItem, LessonState};
use crate::render::bytes::clean;

/// The lines of the first screen. A lesson or a demo whose front matter cannot be read is there
/// with what is wrong: the others are as good as before.
pub fn items(course: &Course, lang: Lang, words: &Words, progress: &Progress) -> Vec<Item> {
    let mut items = Vec::new();
    for part in &course.parts {
        if let Some(title) = &part.title {
            items.push(Item::Part(title.get(lang).to_string()));
        }
        for place in part.lessons.clone() {
            if let Some(entry) = course.lessons.get(place) {
                let item = lesson_item(course, entry, place, lang, progress);
                items.push(item.map_or_else(
                    |fault| Item::Faulty {
                        number: entry.number,
                        slug: entry.slug.clone(),
                        what: told(&fault, lang),
                    },
                    Item::Lesson,
                ));
            }
        }
        items.extend(part.announced.iter().map(|lesson| Item::Announced {
            number: lesson.number,
            title: lesson.title.get(lang).to_string(),
        }));
    }
    items.push(Item::Part(words.reader.demos.to_string()));
    for demo in DEMOS {
        let (title, summary) = match course.narration_front(demo.slug, lang) {
            Ok(Some(front)) => (front.title, front.summary),
            Ok(None) => Default::default(),
            Err(fault) => (demo.slug.to_string(), told(&fault, lang)),
        };
        items.push(Item::Demo {
            slug: demo.slug.to_string(),
            title,
            summary,
        });
    }
    items
}

/// A fault in one line: where it is, what is wrong, how to mend it.
pub fn told(fault: &Fault, lang: Lang) -> String {
    let line = fault.line.map(|line| format!(":{line}"));
    let place = format!("{}{}", fault.file, line.unwrap_or_default());
    let told = match Sentences::embedded(lang) {
        Ok(known) => {
            let (what, mend) = (known.what(&fault.kind), known.mend(&fault.kind));
            // Chinese sentences need no blank between them.
            let is_wide = what.ends_with(|last: char| !last.is_ascii());
            format!("{what}{}{mend}", if is_wide { "" } else { " " })
        }
        Err(_) => fault.kind.key().to_string(),
    };
    clean(&format!("{place}: {told}"))
}

fn lesson_item(
    course: &Course,
    entry: &Entry,
    place: usize,
    lang: Lang,
    progress: &Progress,
) -> Result<LessonItem, Fault> {
    let front = course.front(entry, lang)?;
    let known = progress.lesson(&entry.slug);
    Ok(LessonItem {
        place,
        number: entry.number,
        slug: entry.slug.clone(),
        title: front.title,
        summary: front.summary,
        minutes: front.minutes,
        state: state(&known),
    })
}

fn state(known: &progress::Lesson) -> LessonState {
    LessonState {
        begun: known.state != State::New,
        done: known.state == State::Done,
        answered: known.answers.len(),
        right: known.answers.values().filter(|answer| answer.right).count(),
    }
}
