//! `list`: the lessons of the course.

use clap::ArgMatches;
use serde::Serialize;

use super::Verdict;
use super::learner;
use super::output;
use super::setup::Setup;
use crate::course::{Announced, Course, Entry, Front, Part};
use crate::doc::{Align, Block, BlockKind, Doc, Span, Style};
use crate::lang::{Lang, fill};
use crate::progress::{Progress, State};
use crate::render::standing::{self, Score, Standing};

/// A lesson as a script sees it.
#[derive(Serialize)]
struct Listed {
    slug: String,
    number: Option<u32>,
    title: String,
    /// True of a lesson that is not written yet; it has no summary, minutes, demos or state.
    announced: bool,
    summary: Option<String>,
    minutes: Option<u32>,
    demos: Vec<String>,
    /// The language in which the lesson is there: the one asked for, if it exists.
    lang: &'static str,
    state: Option<&'static str>,
    quiz: Option<Quiz>,
}

impl Listed {
    fn announced(lesson: &Announced, lang: Lang) -> Listed {
        let spoken = Lang::ALL
            .into_iter()
            .find(|lang| lesson.title.speaks(*lang));
        let lang = match lesson.title.speaks(lang) {
            true => lang,
            false => spoken.unwrap_or(lang),
        };
        Listed {
            slug: lesson.slug.clone(),
            number: lesson.number,
            title: lesson.title.get(lang).to_string(),
            announced: true,
            summary: None,
            minutes: None,
            demos: Vec::new(),
            lang: lang.code(),
            state: None,
            quiz: None,
        }
    }
}

/// The score of a lesson's questions as a script sees it.
#[derive(Serialize)]
pub struct Quiz {
    right: usize,
    questions: usize,
}

impl From<Score> for Quiz {
    fn from(score: Score) -> Quiz {
        let Score { right, questions } = score;
        Quiz { right, questions }
    }
}

pub fn run(setup: &Setup, matches: &ArgMatches) -> anyhow::Result<Verdict> {
    let course = setup.course()?;
    let progress = learner::open(setup, &course);
    // The option belongs to the command; without a command there is none.
    let as_json = matches.try_get_one::<bool>("json").ok().flatten();
    if as_json == Some(&true) {
        let written = course.lessons.iter().map(|entry| {
            let front = front(setup, &course, entry)?;
            let standing = Standing::of(&course, entry, setup.lang, &progress);
            Ok(Listed {
                slug: entry.slug.clone(),
                number: Some(entry.number),
                title: front.title,
                announced: false,
                summary: Some(front.summary),
                minutes: Some(front.minutes),
                demos: front.demos,
                lang: front.lang.code(),
                state: Some(standing::name(standing.state)),
                quiz: standing.quiz.map(Quiz::from),
            })
        });
        let announced = course.parts.iter().flat_map(|part| &part.announced);
        let announced = announced.map(|lesson| Ok(Listed::announced(lesson, setup.lang)));
        output::json(
            &written
                .chain(announced)
                .collect::<anyhow::Result<Vec<_>>>()?,
        )?;
    } else {
        output::page(setup, &page(setup, &course, &progress)?, &setup.page(None))?;
    }
    Ok(Verdict::Passed)
}

/// What a list shows of a lesson.
pub fn front(setup: &Setup, course: &Course, entry: &Entry) -> anyhow::Result<Front> {
    let front = course.front(entry, setup.lang);
    front.map_err(|fault| setup.course_trouble(&fault))
}

fn page(setup: &Setup, course: &Course, progress: &Progress) -> anyhow::Result<Doc> {
    let mut doc = Doc::default();
    let title = course.title.get(setup.lang);
    doc.blocks.push(heading(1, title));
    for part in &course.parts {
        if let Some(titles) = &part.title {
            doc.blocks.push(heading(2, titles.get(setup.lang)));
        }
        let table = table(setup, course, progress, part)?;
        doc.blocks.push(table);
    }
    let asked = setup.typed.iter().any(|word| word == "--linear");
    if asked {
        let text = vec![span(setup.words.list.always_linear)];
        doc.blocks.push(block(BlockKind::Paragraph(text)));
    }
    let example = course.lessons.first();
    let number = example.map_or_else(String::new, |entry| entry.number.to_string());
    for hint in [
        setup.next(setup.words.list.read_one, &[("number", &number)]),
        setup.next(setup.words.list.run_one, &[("slug", "tcp-echo")]),
    ] {
        doc.blocks
            .push(block(BlockKind::Paragraph(vec![span(&hint)])));
    }
    Ok(doc)
}

fn table(
    setup: &Setup,
    course: &Course,
    progress: &Progress,
    part: &Part,
) -> anyhow::Result<Block> {
    let entries = course.lessons.get(part.lessons.clone()).unwrap_or_default();
    let standing = |entry: &Entry| Standing::of(course, entry, setup.lang, progress);
    let any_begun = entries
        .iter()
        .any(|entry| standing(entry).state != State::New);
    let rows = entries.iter().map(|entry| {
        let front = front(setup, course, entry)?;
        let minutes = front.minutes.to_string();
        let minutes = fill(setup.words.list.minutes, &[("minutes", &minutes)]);
        let title = Span {
            style: Style {
                bold: true,
                ..Style::default()
            },
            ..span(&front.title)
        };
        let mut row = vec![
            vec![span(&entry.number.to_string())],
            vec![title],
            vec![span(&entry.slug)],
            vec![span(&minutes)],
        ];
        if any_begun {
            let standing = standing(entry);
            row.push(match standing.state {
                State::New => Vec::new(),
                _ => vec![span(&standing.told_short(setup.words))],
            });
        }
        Ok(row)
    });
    let announced = part.announced.iter().map(|lesson| {
        let number = lesson.number.map(|number| number.to_string());
        let mut row = vec![
            vec![span(&number.unwrap_or_default())],
            vec![span(lesson.title.get(setup.lang))],
            vec![span(&lesson.slug)],
            vec![span(setup.words.list.announced)],
        ];
        row.resize(row.len() + usize::from(any_begun), Vec::new());
        Ok(row)
    });
    let mut columns = vec![Align::Right, Align::Left, Align::Left, Align::Right];
    if any_begun {
        columns.push(Align::Left);
    }
    Ok(block(BlockKind::Table {
        columns,
        head: Vec::new(),
        rows: rows.chain(announced).collect::<anyhow::Result<_>>()?,
    }))
}

/// A heading of a page that the program makes.
pub fn heading(level: u8, text: &str) -> Block {
    block(BlockKind::Heading {
        level,
        text: vec![span(text)],
    })
}

/// A block of a page that the program makes.
pub fn block(kind: BlockKind) -> Block {
    Block { line: 1, kind }
}

/// Plain text of a page that the program makes.
pub fn span(text: &str) -> Span {
    Span {
        text: text.to_string(),
        ..Span::default()
    }
}
