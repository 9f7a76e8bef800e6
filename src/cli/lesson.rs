//! `lesson`: a page of the course, printed.

use clap::ArgMatches;

use super::Verdict;
use super::learner;
use super::output;
use super::reader::{self, Front};
use super::setup::Setup;
use super::trouble::{self, Trouble};
use crate::course::question::{QUIZ, Question};
use crate::course::{Course, Entry, Page};
use crate::doc::{Block, BlockKind, Doc};
use crate::lang::fill;
use crate::render::question;

pub fn run(setup: &Setup, matches: &ArgMatches) -> anyhow::Result<Verdict> {
    let width = width(matches)?;
    let course = setup.course()?;
    let given = matches
        .get_one::<String>("lesson")
        .map_or("", String::as_str);
    let entry = find(setup, &course, given)?;
    // Who names a width or a section wants to see just that.
    let printed = width.is_some() || matches.contains_id("section");
    let with_notes = matches.get_flag("notes");
    let notes = match with_notes {
        true => Some(notes(setup, &course, entry)?),
        false => None,
    };
    if let Some(theme) = setup.screen().filter(|_| !printed) {
        let place = course.lessons.iter().position(|known| known == entry);
        let place = place.unwrap_or_default();
        let front = match notes {
            Some(_) => Front::Notes(place),
            None => Front::Lesson(place),
        };
        return reader::run(setup, course, theme, front);
    }
    let mut page = match notes {
        Some(page) => page,
        None => {
            let page = course.page(entry, setup.lang);
            page.map_err(|fault| setup.course_trouble(&fault))?
        }
    };
    show_questions(setup, &mut page.doc, &page.questions);
    show_commands(setup, &mut page.doc);
    if setup.linear {
        number_sections(setup, &mut page.doc);
    }
    if let Some(section) = matches.get_one::<String>("section") {
        let number = entry.number.to_string();
        page.doc.blocks = only_section(page.doc.blocks, section, &number)?;
    }
    if page.front.lang != setup.lang {
        let values = [("lang", page.front.lang.code())];
        let note = fill(setup.words.page.fallback, &values);
        page.doc.blocks.insert(0, Block::paragraph(1, &note));
    }
    let printed = output::page(setup, &page.doc, &setup.page(width));
    if !with_notes {
        // After the page: a disk takes its time.
        let warning = learner::open(setup, &course).record_begun(&entry.slug);
        learner::warn(setup, warning);
    }
    printed?;
    // The program ends here. Freeing a long page piece by piece would take a tenth of its time.
    std::mem::forget(page);
    Ok(Verdict::Passed)
}

/// The lesson that was named on the command line.
pub fn find<'c>(setup: &Setup, course: &'c Course, given: &str) -> anyhow::Result<&'c Entry> {
    let found = course.find(given);
    found.ok_or_else(|| unknown(setup, course, given).into())
}

/// A lesson that is not written yet, or does not exist, with the nearest that does.
fn unknown(setup: &Setup, course: &Course, given: &str) -> Trouble {
    if let Some(lesson) = course.find_announced(given) {
        let title = lesson.title.get(setup.lang);
        return Trouble::new("announced-lesson", &[("given", given), ("title", title)]);
    }
    let near = course.nearest(given);
    Trouble::new("unknown-lesson", &[("given", given)]).or_perhaps(near, |slug| {
        let words = setup.typed.iter();
        trouble::line(words.map(|word| trouble::replaced(word, given, slug)))
    })
}

/// The teacher's notes of a lesson.
fn notes(setup: &Setup, course: &Course, entry: &Entry) -> anyhow::Result<Page> {
    let page = course.notes(entry, setup.lang);
    let page = page.map_err(|fault| setup.course_trouble(&fault))?;
    let number = entry.number.to_string();
    let none = || Trouble::new("no-notes", &[("lesson", &number)]);
    Ok(page.ok_or_else(none)?)
}

fn width(matches: &ArgMatches) -> anyhow::Result<Option<usize>> {
    let Some(given) = matches.get_one::<String>("width") else {
        return Ok(None);
    };
    match given.parse() {
        Ok(width) if (20..=500).contains(&width) => Ok(Some(width)),
        _ => {
            let values = [
                ("given", given.as_str()),
                ("option", "--width"),
                ("allowed", "20 … 500"),
                ("command", "lesson "),
            ];
            Err(Trouble::new("bad-value", &values).into())
        }
    }
}

/// In print a question is its text and its choices; it is answered elsewhere.
fn show_questions(setup: &Setup, doc: &mut Doc, questions: &[Question]) {
    let mut number = 0;
    let blocks = std::mem::take(&mut doc.blocks);
    for block in blocks {
        let asked = match &block.kind {
            BlockKind::Code { info, .. } if info == QUIZ => questions
                .iter()
                .find(|question| question.line == block.line),
            _ => None,
        };
        match asked {
            Some(question) => {
                number += 1;
                let number = number.to_string();
                let title = fill(setup.words.page.quiz, &[("number", &number)]);
                doc.blocks
                    .extend(question::blocks(&title, question, block.line));
            }
            None => doc.blocks.push(block),
        }
    }
}

/// A link to a demo or a lesson is shown as the command that opens it; of a term only the words
/// are, for there are many.
fn show_commands(setup: &Setup, doc: &mut Doc) {
    for link in &mut doc.links {
        if let Some(slug) = link.target.strip_prefix("demo:") {
            if slug.contains('#') {
                // A step has no command of its own.
                link.target.clear();
                continue;
            }
            link.target = setup.next("sockets-tutor run-demo {slug}", &[("slug", slug)]);
        } else if let Some(lesson) = link.target.strip_prefix("lesson:") {
            link.target = setup.next("sockets-tutor lesson {lesson}", &[("lesson", lesson)]);
        } else if link.target.starts_with("term:") {
            link.target.clear();
        }
    }
}

/// A heading that is heard says that it is one, and under which number `--section` finds it.
fn number_sections(setup: &Setup, doc: &mut Doc) {
    let mut number = 0;
    for block in &mut doc.blocks {
        if let BlockKind::Heading { level: 2, text } = &mut block.kind {
            number += 1;
            let number = number.to_string();
            let title = fill(setup.words.page.section, &[("number", &number)]);
            text.insert(0, super::list::span(&title));
        }
    }
}

/// The blocks of one section of the second level; section 1 is the first.
fn only_section(blocks: Vec<Block>, section: &str, lesson: &str) -> anyhow::Result<Vec<Block>> {
    let mut sections: Vec<Vec<Block>> = Vec::new();
    for block in blocks {
        let begins = matches!(block.kind, BlockKind::Heading { level: 2, .. });
        if begins {
            sections.push(vec![block]);
        } else if let Some(last) = sections.last_mut() {
            last.push(block);
        }
    }
    let count = sections.len();
    let number: Option<usize> = section.parse().ok();
    match number.and_then(|number| number.checked_sub(1)) {
        Some(index) if index < count => Ok(sections.swap_remove(index)),
        _ => {
            let count = count.to_string();
            let values = [("lesson", lesson), ("given", section), ("count", &*count)];
            Err(Trouble::new("unknown-section", &values).into())
        }
    }
}
