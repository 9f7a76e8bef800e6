//! `quiz`: the questions of a lesson.

use clap::ArgMatches;

use super::Verdict;
use super::asking::{Asking, Item};
use super::learner;
use super::lesson;
use super::output;
use super::questions;
use super::setup::Setup;
use crate::course::{Course, Entry, Page};
use crate::lang::fill;
use crate::progress::{Asked, Day, Progress};

pub fn run(setup: &Setup, matches: &ArgMatches) -> anyhow::Result<Verdict> {
    let course = setup.course()?;
    let mut progress = learner::open(setup, &course);
    let given = matches.get_one::<String>("lesson");
    let entry = match given {
        Some(given) => Some(lesson::find(setup, &course, given)?),
        None => last(&course, &progress),
    };
    let Some(entry) = entry else {
        // A course without lessons has no question.
        return Ok(Verdict::Passed);
    };
    let page = course.page(entry, setup.lang);
    let page = page.map_err(|fault| setup.course_trouble(&fault))?;
    let number = entry.number.to_string();
    let title = fill(setup.words.quiz.title, &[("title", &page.front.title)]);
    let mut items = items(entry, page);
    let ids: Vec<Asked> = items.iter().map(|item| item.asked.clone()).collect();
    let mut command = format!("quiz {number}");
    if matches.get_flag("one") {
        items = needed_most(&progress, entry, items);
        command.push_str(" --one");
    }
    if matches.get_flag("json") {
        let (today, listed) = (Day::today(), items.iter());
        let listed = listed.map(|item| questions::listed(item, &progress, today));
        output::json(&listed.collect::<Vec<_>>())?;
        return Ok(Verdict::Passed);
    }
    if items.is_empty() {
        let told = fill(setup.words.quiz.no_questions, &[("number", &number)]);
        output::print(&format!("{told}\n"))?;
        return Ok(Verdict::Passed);
    }
    let verdict = Asking::new(setup, &mut progress, &command).run(&title, &items)?;
    let answers = progress.lesson(&entry.slug).answers;
    let all_right = ids.iter().all(|asked| match asked {
        Asked::Quiz { id, .. } => answers.get(id).is_some_and(|answer| answer.right),
        Asked::Prediction { .. } => false,
    });
    if all_right {
        learner::warn(setup, progress.record_done(&entry.slug));
    }
    Ok(verdict)
}

/// The lesson where one left off, else the first.
fn last<'c>(course: &'c Course, progress: &Progress) -> Option<&'c Entry> {
    let last = progress.last_lesson();
    let last = last.and_then(|slug| course.lessons.iter().find(|entry| entry.slug == slug));
    last.or(course.lessons.first())
}

fn items(entry: &Entry, page: Page) -> Vec<Item> {
    let questions = page.questions.into_iter().map(|question| Item {
        asked: Asked::Quiz {
            lesson: entry.slug.clone(),
            // A question without an id is a fault that `check-course` tells; its line will do.
            id: (question.id.clone()).unwrap_or_else(|| format!("line-{}", question.line)),
        },
        question,
        from: None,
    });
    questions.collect()
}

/// The question that was never asked, else one answered wrong, else the one asked least.
fn needed_most(progress: &Progress, entry: &Entry, items: Vec<Item>) -> Vec<Item> {
    let answers = progress.lesson(&entry.slug).answers;
    let need = |item: &Item| match &item.asked {
        Asked::Quiz { id, .. } => (answers.get(id)).map(|answer| (answer.right, answer.asked)),
        Asked::Prediction { .. } => None,
    };
    items.into_iter().min_by_key(need).into_iter().collect()
}
