//! `progress`: what the learner has done, shown or forgotten.

use std::io::{self, IsTerminal, Write};

use clap::ArgMatches;
use serde::Serialize;

use super::Verdict;
use super::learner;
use super::lesson;
use super::lines;
use super::list::{Quiz, block, front, heading, span};
use super::output;
use super::setup::Setup;
use crate::course::question::as_compared;
use crate::course::{Course, Entry};
use crate::doc::{Align, BlockKind, Doc};
use crate::lang::fill;
use crate::progress::{Asked, Day, Place, Progress, State};
use crate::render::standing::{self, Standing};

/// A lesson's record as a script sees it.
#[derive(Serialize)]
struct Recorded {
    slug: String,
    number: u32,
    title: String,
    state: &'static str,
    /// Where one left off, the same in every language.
    place: Option<Left>,
    quiz: Option<Quiz>,
    /// Its questions that are to be reviewed today.
    due: usize,
}

/// A place as a script sees it.
#[derive(Serialize)]
struct Left {
    /// The heading, from 1, and the block below it.
    section: usize,
    block: usize,
}

impl From<Place> for Left {
    fn from(place: Place) -> Left {
        let Place { section, block, .. } = place;
        Left { section, block }
    }
}

pub fn run(setup: &Setup, matches: &ArgMatches) -> anyhow::Result<Verdict> {
    let course = setup.course()?;
    let progress = learner::open(setup, &course);
    if let Some(given) = matches.get_one::<String>("reset") {
        return reset(setup, &course, progress, given, matches.get_flag("yes"));
    }
    if matches.get_flag("json") {
        let due = progress.due_for_review(Day::today());
        let lessons = course.lessons.iter().map(|entry| {
            let standing = Standing::of(&course, entry, setup.lang, &progress);
            let due = due.iter().filter(|missed| match &missed.asked {
                Asked::Quiz { lesson, .. } => *lesson == entry.slug,
                Asked::Prediction { .. } => false,
            });
            Ok(Recorded {
                slug: entry.slug.clone(),
                number: entry.number,
                title: front(setup, &course, entry)?.title,
                state: standing::name(standing.state),
                place: progress.lesson(&entry.slug).place.map(Left::from),
                quiz: standing.quiz.map(Quiz::from),
                due: due.count(),
            })
        });
        output::json(&lessons.collect::<anyhow::Result<Vec<_>>>()?)?;
    } else {
        let page = page(setup, &course, &progress)?;
        output::page(setup, &page, &setup.page(None))?;
    }
    Ok(Verdict::Passed)
}

fn page(setup: &Setup, course: &Course, progress: &Progress) -> anyhow::Result<Doc> {
    let words = &setup.words.progress;
    let standings: Vec<Standing> = (course.lessons.iter())
        .map(|entry| Standing::of(course, entry, setup.lang, progress))
        .collect();
    let rows = course.lessons.iter().zip(&standings);
    let rows = rows.map(|(entry, standing)| {
        Ok(vec![
            vec![span(&entry.number.to_string())],
            vec![span(&front(setup, course, entry)?.title)],
            vec![span(&standing.told(setup.words))],
        ])
    });
    let mut doc = Doc::default();
    doc.blocks.push(heading(1, words.title));
    doc.blocks.push(block(BlockKind::Table {
        columns: vec![Align::Right, Align::Left, Align::Left],
        head: Vec::new(),
        rows: rows.collect::<anyhow::Result<_>>()?,
    }));
    let mut say = |text: String| {
        let text = BlockKind::Paragraph(vec![span(&text)]);
        doc.blocks.push(block(text));
    };
    let open = (course.lessons.iter().zip(&standings))
        .filter(|(_, standing)| standing.state != State::Done)
        .map(|(entry, _)| entry);
    let last = progress.last_lesson();
    let next = (open.clone().find(|entry| last == Some(&entry.slug))).or(open.clone().next());
    if let Some(entry) = next {
        let number = entry.number.to_string();
        say(setup.next(words.go_on, &[("number", &number)]));
    }
    let due = progress.due_for_review(Day::today()).len();
    if due > 0 {
        say(setup.next(words.due, &[("count", &due.to_string())]));
    }
    say(match progress.file() {
        Some(file) => fill(words.file, &[("file", &file.to_string_lossy())]),
        None => words.nowhere.to_string(),
    });
    Ok(doc)
}

/// Forgets a lesson, or without a name everything.
fn reset(
    setup: &Setup,
    course: &Course,
    mut progress: Progress,
    given: &str,
    sure: bool,
) -> anyhow::Result<Verdict> {
    let words = &setup.words.progress;
    let entry: Option<&Entry> = match given {
        "" => None,
        given => Some(lesson::find(setup, course, given)?),
    };
    let number = entry.map_or_else(String::new, |entry| entry.number.to_string());
    let values = [("number", &*number)];
    let (question, done) = match entry {
        Some(_) => (&words.reset_ask_lesson, &words.reset_lesson),
        None => (&words.reset_ask_all, &words.reset_all),
    };
    // A script has said what it wants; a person may have slipped.
    let ask = !sure && io::stdin().is_terminal();
    if ask && !is_confirmed(&fill(question, &values)) {
        output::print(&format!("{}\n", words.reset_not))?;
        return Ok(Verdict::NotPassed);
    }
    let warning = match entry {
        Some(entry) => {
            let demos = front(setup, course, entry)?.demos;
            progress.reset_lesson(&entry.slug, &demos)
        }
        None => progress.reset(),
    };
    learner::warn(setup, warning);
    if progress.file().is_none() {
        // The file is as it was; why, has been told.
        output::print(&format!("{}\n", words.reset_not))?;
        return Ok(Verdict::NotPassed);
    }
    output::print(&format!("{}\n", fill(done, &values)))?;
    Ok(Verdict::Passed)
}

/// Asks on standard error, since the output may go elsewhere.
fn is_confirmed(question: &str) -> bool {
    let mut shown = io::stderr().lock();
    let asked = write!(shown, "{question}").and_then(|()| shown.flush());
    let answer = asked
        .ok()
        .and_then(|()| lines::next(&mut io::stdin().lock()));
    if answer.is_none() {
        // The end of the input leaves the cursor behind the question.
        let _ = writeln!(shown);
    }
    let answer = answer.map(|answer| as_compared(&answer));
    matches!(answer.as_deref(), Some("y" | "yes" | "是"))
}
