//! What the first screen lists: lessons with what is known of their reader, and demos.

use crate::course::{Course, Entry, Fault};
use crate::demos::DEMOS;
use crate::lang::Lang;
use crate::lang::words::Words;
use crate::progress::{self, Progress, State};
use crate::reader::home::{Item, LessonItem, LessonState};

/// The lines of the first screen.
///
/// # Errors
/// When a front matter cannot be read.
pub fn items(
    course: &Course,
    lang: Lang,
    words: &Words,
    progress: &Progress,
) -> Result<Vec<Item>, Fault> {
    let mut items = Vec::new();
    for part in &course.parts {
        if let Some(title) = &part.title {
            items.push(Item::Part(title.get(lang).to_string()));
        }
        for place in part.lessons.clone() {
            if let Some(entry) = course.lessons.get(place) {
                items.push(Item::Lesson(lesson_item(
                    course, entry, place, lang, progress,
                )?));
            }
        }
        items.extend(part.announced.iter().map(|lesson| Item::Announced {
            number: lesson.number,
            title: lesson.title.get(lang).to_string(),
        }));
    }
    items.push(Item::Part(words.reader.demos.clone()));
    for demo in DEMOS {
        let told = course.narration_front(demo.slug, lang)?;
        let (title, summary) =
            told.map_or_else(Default::default, |told| (told.title, told.summary));
        items.push(Item::Demo {
            slug: demo.slug.to_string(),
            title,
            summary,
        });
    }
    Ok(items)
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
