//! `review`: what was missed, asked again after longer and longer pauses.

use clap::ArgMatches;

use super::Verdict;
use super::asking::{Asking, Item};
use super::learner;
use super::output;
use super::questions;
use super::setup::Setup;
use crate::course::{Course, Question};
use crate::demos::Demo;
use crate::lang::fill;
use crate::progress::{Asked, Day, Missed};

pub fn run(setup: &Setup, matches: &ArgMatches) -> anyhow::Result<Verdict> {
    let course = setup.course()?;
    let mut progress = learner::open(setup, &course);
    let today = Day::today();
    let as_json = matches.get_flag("json");
    let (mut items, mut next) = (Vec::new(), None);
    for Missed { due, asked } in progress.missed() {
        // What is no longer in the course is not asked.
        let Some(item) = item(setup, &course, asked) else {
            continue;
        };
        // A list has what is due later, too, and says when.
        if due <= today || as_json {
            items.push(item);
        } else {
            next = next.or(Some(due));
        }
    }
    if as_json {
        let listed = items.iter();
        let listed = listed.map(|item| questions::listed(item, &progress, today));
        output::json(&listed.collect::<Vec<_>>())?;
        return Ok(Verdict::Passed);
    }
    if items.is_empty() {
        let words = &setup.words.quiz;
        let told = match next {
            Some(day) => fill(words.nothing_due, &[("day", &day.to_string())]),
            None => words.nothing_missed.to_string(),
        };
        output::print(&format!("{told}\n"))?;
        return Ok(Verdict::Passed);
    }
    Asking::new(setup, &mut progress, "review").run(setup.words.quiz.review_title, &items)
}

/// The question with its text; `None` when the course has it no more, or its page has a fault.
fn item(setup: &Setup, course: &Course, asked: Asked) -> Option<Item> {
    let words = &setup.words.quiz;
    let (question, from) = match &asked {
        Asked::Quiz { lesson, id } => {
            let entry = course.lessons.iter().find(|entry| entry.slug == *lesson)?;
            let page = course.page(entry, setup.lang).ok()?;
            let is_it = |question: &Question| question.id.as_ref() == Some(id);
            let question = page.questions.into_iter().find(is_it)?;
            let number = entry.number.to_string();
            let values = [("number", &*number), ("title", &*page.front.title)];
            (question, fill(words.from_lesson, &values))
        }
        Asked::Prediction { demo, step } => {
            let demo = Demo::find(demo)?;
            let narration = course.narration(demo.slug, setup.lang).ok()??;
            let question = narration.section(step)?.predict.clone()?;
            (question, fill(words.from_demo, &[("slug", demo.slug)]))
        }
    };
    let from = Some(from);
    Some(Item {
        asked,
        question,
        from,
    })
}
