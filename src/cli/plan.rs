//! `plan`: which lesson in which class hour.

use clap::ArgMatches;
use serde::Serialize;

use super::Verdict;
use super::list::{block, front, heading, span};
use super::output;
use super::setup::Setup;
use super::trouble::Trouble;
use crate::course::{Also, Course, Entry, Plan, Plans, Session, Titles};
use crate::doc::{Align, Block, BlockKind, Doc, Span, Style};
use crate::lang::fill;
use crate::render::question;

/// A plan as a script sees it.
#[derive(Serialize)]
struct Listed<'p> {
    slug: String,
    title: &'p str,
    about: &'p str,
    hours: u32,
    class_hours: usize,
    minutes: u32,
    /// How many of the class hours can be held with what is written.
    ready: usize,
}

/// A class hour as a script sees it.
#[derive(Serialize)]
struct Hour {
    slug: String,
    number: usize,
    lessons: Vec<Lesson>,
    reading: Vec<Lesson>,
    also: Vec<&'static str>,
    demos: Vec<String>,
    done: String,
    home: String,
    ready: bool,
}

/// A lesson of a plan, written or announced.
#[derive(Serialize)]
struct Lesson {
    slug: String,
    number: Option<u32>,
    title: String,
    announced: bool,
}

pub fn run(setup: &Setup, matches: &ArgMatches) -> anyhow::Result<Verdict> {
    let course = setup.course()?;
    let plans = course.plans();
    let plans = plans.map_err(|fault| setup.course_trouble(&fault))?;
    let plans = plans.ok_or_else(|| Trouble::new("no-plan", &[]))?;
    let wanted = matches.get_one::<String>("plan");
    let wanted = wanted.map(|given| find(&plans, given)).transpose()?;
    let teacher = Teacher {
        setup,
        course: &course,
        plans: &plans,
    };
    match (wanted, matches.get_flag("json")) {
        (Some(plan), true) => output::json(&teacher.hours(plan)?)?,
        (None, true) => output::json(&teacher.listed())?,
        (Some(plan), false) => output::page(setup, &teacher.plan(plan)?, &setup.page(None))?,
        (None, false) => output::page(setup, &teacher.overview(), &setup.page(None))?,
    }
    Ok(Verdict::Passed)
}

fn find<'p>(plans: &'p Plans, given: &str) -> anyhow::Result<&'p Plan> {
    let mut all = plans.plans.iter();
    let found = all.find(|plan| plan.hours.to_string() == given.trim());
    Ok(found.ok_or_else(|| {
        let known: Vec<String> = (plans.plans.iter())
            .map(|plan| plan.hours.to_string())
            .collect();
        let first = known.first().map_or("", String::as_str);
        let values = [("given", given), ("first", first)];
        Trouble::new("unknown-plan", &values).listing("known", &known)
    })?)
}

/// What a plan is told with.
struct Teacher<'p> {
    setup: &'p Setup,
    course: &'p Course,
    plans: &'p Plans,
}

impl<'p> Teacher<'p> {
    /// Whether an hour can be held with what is written.
    fn is_ready(&self, session: &Session) -> bool {
        let needs_more = |also: &Also| matches!(also, Also::Lab | Also::Project);
        let mut lessons = session.lessons.iter();
        !session.lessons.is_empty()
            && lessons.all(|slug| self.course.find(slug).is_some())
            && !session.also.iter().any(needs_more)
    }

    fn ready(&self, plan: &Plan) -> usize {
        let sessions = plan.sessions.iter();
        sessions.filter(|session| self.is_ready(session)).count()
    }

    fn listed(&self) -> Vec<Listed<'p>> {
        let lang = self.setup.lang;
        let listed = |plan: &'p Plan| Listed {
            slug: plan.hours.to_string(),
            title: plan.title.get(lang),
            about: plan.about.get(lang),
            hours: plan.hours,
            class_hours: plan.sessions.len(),
            minutes: self.plans.minutes,
            ready: self.ready(plan),
        };
        self.plans.plans.iter().map(listed).collect()
    }

    fn hours(&self, plan: &Plan) -> anyhow::Result<Vec<Hour>> {
        let hour = |(place, session): (usize, &Session)| {
            Ok(Hour {
                slug: format!("{}-{:02}", plan.hours, place + 1),
                number: place + 1,
                lessons: self.lessons(&session.lessons)?,
                reading: self.lessons(&session.reading)?,
                also: session.also.iter().map(|also| name(*also)).collect(),
                demos: self.demos(session)?,
                done: self.done(session),
                home: self.home(session),
                ready: self.is_ready(session),
            })
        };
        plan.sessions.iter().enumerate().map(hour).collect()
    }

    fn lessons(&self, slugs: &[String]) -> anyhow::Result<Vec<Lesson>> {
        let lesson = |slug: &String| {
            let announced = self.course.find_announced(slug);
            let (number, title) = match (self.entry(slug), announced) {
                (Some(entry), _) => {
                    let front = front(self.setup, self.course, entry)?;
                    (Some(entry.number), front.title)
                }
                (None, Some(lesson)) => {
                    (lesson.number, lesson.title.get(self.setup.lang).to_string())
                }
                // A teacher's plan may name what is not there; check-course says so.
                (None, None) => (None, slug.clone()),
            };
            Ok(Lesson {
                slug: slug.clone(),
                number,
                title,
                announced: self.entry(slug).is_none(),
            })
        };
        slugs.iter().map(lesson).collect()
    }

    fn entry(&self, slug: &str) -> Option<&'p Entry> {
        self.course.find(slug)
    }

    fn demos(&self, session: &Session) -> anyhow::Result<Vec<String>> {
        if let Some(demos) = &session.demos {
            return Ok(demos.clone());
        }
        let mut found = Vec::new();
        for entry in session.lessons.iter().filter_map(|slug| self.entry(slug)) {
            found.extend(front(self.setup, self.course, entry)?.demos);
        }
        Ok(found)
    }

    /// A text of the session, else those of its lessons.
    fn told(&self, own: Option<&Titles>, session: &Session, of: TextOf) -> Vec<String> {
        let lang = self.setup.lang;
        match own {
            Some(own) => vec![own.get(lang).to_string()],
            None => (session.lessons.iter())
                .filter_map(|slug| self.plans.lesson.get(slug))
                .map(|about| of(about).get(lang).to_string())
                .collect(),
        }
    }

    fn done(&self, session: &Session) -> String {
        let words = &self.setup.words.plan;
        let mut done: Vec<String> = (session.also.iter())
            .filter(|also| **also != Also::Test)
            .map(|also| match also {
                Also::Second => words.second.to_string(),
                Also::Lab => words.lab.to_string(),
                Also::Project => words.project.to_string(),
                Also::Test => words.test.to_string(),
            })
            .collect();
        if !session.also.contains(&Also::Lab) {
            done.extend(self.told(session.done.as_ref(), session, |about| &about.done));
        }
        if session.also.contains(&Also::Test) {
            done.push(words.test.to_string());
        }
        done.join(words.and)
    }

    fn home(&self, session: &Session) -> String {
        let words = &self.setup.words.plan;
        let mut home = match session.also.contains(&Also::Lab) {
            true => Vec::new(),
            false => self.told(session.home.as_ref(), session, |about| &about.home),
        };
        home.extend(session.reading.iter().map(|slug| {
            let entry = self.entry(slug).map(|entry| entry.number);
            let announced = self.course.find_announced(slug);
            let number = entry.or(announced.and_then(|lesson| lesson.number));
            let lesson = number.map_or(slug.clone(), |number| number.to_string());
            let read = fill(words.reading, &[("lesson", &lesson)]);
            match entry {
                Some(_) => read,
                None => fill(words.announced, &[("what", &read)]),
            }
        }));
        home.join(words.and)
    }

    /// One plan, hour by hour.
    fn plan(&self, plan: &Plan) -> anyhow::Result<Doc> {
        let (lang, words) = (self.setup.lang, &self.setup.words.plan);
        let (count, ready) = (plan.sessions.len(), self.ready(plan));
        let minutes = self.plans.minutes.to_string();
        let (count_told, ready_told) = (count.to_string(), ready.to_string());
        let values = [
            ("count", &*count_told),
            ("ready", &*ready_told),
            ("minutes", &*minutes),
        ];
        let today = match count == ready {
            true => &words.all_today,
            false => &words.today,
        };
        let mut rows = Vec::new();
        for hour in self.hours(plan)? {
            let titles: Vec<String> = (hour.lessons.iter())
                .map(|lesson| {
                    let number = lesson.number.map_or(String::new(), |n| format!("{n} "));
                    let title = format!("{number}{}", lesson.title);
                    match lesson.announced {
                        true => fill(words.announced, &[("what", &title)]),
                        false => title,
                    }
                })
                .collect();
            let demos = hour.demos.join(words.comma);
            let mut done = vec![hour.done];
            if !demos.is_empty() && !hour.also.contains(&"lab") {
                done.push(fill(words.demos, &[("demos", &demos)]));
            }
            done.retain(|text| !text.is_empty());
            let mut class = bold(&titles.join(words.and));
            if !titles.is_empty() && !done.is_empty() {
                class.push(span(words.dash));
            }
            class.extend(question::inline(&done.join(words.and)));
            rows.push(vec![
                vec![span(&hour.number.to_string())],
                class,
                question::inline(&hour.home),
            ]);
        }
        let heads = [words.number, words.done, words.home];
        let first = plan.sessions.iter().flat_map(|session| &session.lessons);
        let number = first.filter_map(|slug| self.entry(slug)).next();
        let number = number.map_or_else(String::new, |entry| entry.number.to_string());
        Ok(Doc {
            blocks: vec![
                heading(1, plan.title.get(lang)),
                paragraph(plan.about.get(lang)),
                paragraph(&fill(today, &values)),
                table(&[Align::Right, Align::Left, Align::Left], heads, rows),
                paragraph(&self.setup.next(words.see_notes, &[("number", &number)])),
            ],
            ..Doc::default()
        })
    }

    /// All plans beside each other.
    fn overview(&self) -> Doc {
        let words = &self.setup.words.plan;
        let rows = self.listed().into_iter().map(|plan| {
            let mut told = bold(plan.title);
            told.extend([span(words.dash), span(plan.about)]);
            vec![
                vec![span(&plan.hours.to_string())],
                vec![span(&plan.class_hours.to_string())],
                vec![span(&plan.ready.to_string())],
                told,
            ]
        });
        let announced = self.course.parts.iter().flat_map(|part| &part.announced);
        let announced = announced.filter(|lesson| lesson.number.is_some());
        let written = self.course.lessons.len();
        let (all, written) = (
            (written + announced.count()).to_string(),
            written.to_string(),
        );
        let values = [("all", &*all), ("written", &*written)];
        let told = match all == written {
            true => Vec::new(),
            false => vec![paragraph(&fill(words.written, &values))],
        };
        let first = self.plans.plans.first().map_or(0, |plan| plan.hours);
        let see_one = paragraph(
            &self
                .setup
                .next(words.see_one, &[("hours", &first.to_string())]),
        );
        let columns = [Align::Right, Align::Right, Align::Right, Align::Left];
        let heads = [words.hours, words.class_hours, words.ready, words.what];
        let blocks = [
            heading(1, words.title),
            table(&columns, heads, rows.collect()),
        ];
        Doc {
            blocks: blocks.into_iter().chain(told).chain([see_one]).collect(),
            ..Doc::default()
        }
    }
}

type TextOf = fn(&crate::course::About) -> &Titles;

fn name(also: Also) -> &'static str {
    match also {
        Also::Second => "second",
        Also::Lab => "lab",
        Also::Test => "test",
        Also::Project => "project",
    }
}

/// A text with its marks of code, in bold.
fn bold(text: &str) -> Vec<Span> {
    let spans = question::inline(text).into_iter();
    let bold = spans.map(|span| Span {
        style: Style {
            bold: true,
            ..span.style
        },
        ..span
    });
    bold.collect()
}

fn paragraph(text: &str) -> Block {
    block(BlockKind::Paragraph(vec![span(text)]))
}

fn table(
    columns: &[Align],
    heads: impl IntoIterator<Item = &'static str>,
    rows: Vec<Vec<Vec<Span>>>,
) -> Block {
    block(BlockKind::Table {
        columns: columns.to_vec(),
        head: heads.into_iter().map(|head| vec![span(head)]).collect(),
        rows,
    })
}
