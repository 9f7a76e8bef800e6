//! `glossary`: the terms of the course in every language, and one of them.

use std::collections::BTreeMap;

use clap::ArgMatches;
use serde::Serialize;

use super::Verdict;
use super::list::{block, front, heading, span};
use super::output;
use super::setup::Setup;
use super::trouble::{self, Trouble};
use crate::course::{Course, Entry, Glossary, Term, Titles};
use crate::doc::{BlockKind, Doc, Span, Style};
use crate::lang::{Lang, fill};

/// A term as a script sees it.
#[derive(Serialize)]
struct Listed<'t> {
    slug: &'t str,
    name: BTreeMap<&'static str, &'t str>,
    also: &'t [String],
    meaning: BTreeMap<&'static str, &'t str>,
    /// The lesson that explains it, and its number.
    lesson: &'t str,
    number: Option<u32>,
}

pub fn run(setup: &Setup, matches: &ArgMatches) -> anyhow::Result<Verdict> {
    let course = setup.course()?;
    let glossary = course.glossary();
    let glossary = glossary.map_err(|fault| setup.course_trouble(&fault))?;
    // A name of several words needs no quotes.
    let given = matches.get_many::<String>("term").unwrap_or_default();
    let given: Vec<&str> = given.map(String::as_str).collect();
    let terms = match given.is_empty() {
        true => in_order(&glossary, setup.lang),
        false => found(setup, &glossary, &given)?,
    };
    if matches.get_flag("json") {
        let listed = terms.iter().map(|term| listed(&course, term));
        output::json(&listed.collect::<Vec<_>>())?;
    } else {
        let page = match given.is_empty() {
            true => list(setup, &course, &terms)?,
            false => whole(setup, &course, &terms),
        };
        output::page(setup, &page, &setup.page(None))?;
    }
    Ok(Verdict::Passed)
}

/// English terms go by the alphabet, Chinese ones as the lessons bring them.
fn in_order(glossary: &Glossary, lang: Lang) -> Vec<&Term> {
    let mut terms: Vec<&Term> = glossary.terms.iter().collect();
    if lang == Lang::En {
        terms.sort_by_key(|term| term.name.get(lang).to_lowercase());
    }
    terms
}

fn found<'g>(
    setup: &Setup,
    glossary: &'g Glossary,
    given: &[&str],
) -> anyhow::Result<Vec<&'g Term>> {
    let what = given.join(" ");
    let found = glossary.find(&what);
    if !found.is_empty() {
        return Ok(found);
    }
    let names = glossary.terms.iter().flat_map(Term::names);
    let near = trouble::nearest(&what.to_lowercase(), names);
    let trouble = Trouble::new("unknown-term", &[("given", &what)]);
    Err(trouble
        .or_perhaps(near, |name| {
            let typed = setup.typed.iter();
            let others = typed.filter(|word| !given.contains(&word.as_str()));
            trouble::line(others.cloned().chain([name.to_string()]))
        })
        .into())
}

fn listed<'t>(course: &Course, term: &'t Term) -> Listed<'t> {
    let each = |texts: &'t Titles| {
        let spoken = Lang::ALL.into_iter().filter(|lang| texts.speaks(*lang));
        spoken.map(|lang| (lang.code(), texts.get(lang))).collect()
    };
    Listed {
        slug: &term.id,
        name: each(&term.name),
        also: &term.also,
        meaning: each(&term.mean),
        lesson: &term.lesson,
        number: explaining(course, term).map(|entry| entry.number),
    }
}

fn explaining<'c>(course: &'c Course, term: &Term) -> Option<&'c Entry> {
    let mut lessons = course.lessons.iter();
    lessons.find(|entry| entry.slug == term.lesson)
}

/// All terms with their meanings in one language.
fn list(setup: &Setup, course: &Course, terms: &[&Term]) -> anyhow::Result<Doc> {
    let words = &setup.words.glossary;
    let mut doc = Doc::default();
    doc.blocks.push(heading(1, words.title));
    let by_lesson = setup.lang != Lang::En;
    let mut before = None;
    for term in terms {
        let lesson = explaining(course, term);
        if let Some(entry) = lesson.filter(|entry| by_lesson && before != Some(*entry)) {
            let title = front(setup, course, entry)?.title;
            let number = entry.number.to_string();
            let values = [("number", &*number), ("title", &*title)];
            doc.blocks.push(heading(2, &fill(words.of_lesson, &values)));
            before = lesson;
        }
        let mut text = names(setup, term);
        if let Some(entry) = lesson.filter(|_| !by_lesson) {
            let number = entry.number.to_string();
            text.push(span(&fill(words.lesson, &[("number", &number)])));
        }
        text.push(span("\n"));
        text.push(span(term.mean.get(setup.lang)));
        doc.blocks.push(block(BlockKind::Paragraph(text)));
    }
    let hint = match terms.first() {
        Some(term) => setup.next(words.one, &[("term", &term.id)]),
        None => words.none.to_string(),
    };
    doc.blocks
        .push(block(BlockKind::Paragraph(vec![span(&hint)])));
    Ok(doc)
}

/// A few terms with everything that is known of them.
fn whole(setup: &Setup, course: &Course, terms: &[&Term]) -> Doc {
    let words = &setup.words.glossary;
    let paragraph = |spans| block(BlockKind::Paragraph(spans));
    let mut doc = Doc::default();
    for term in terms {
        doc.blocks.push(paragraph(names(setup, term)));
        let own = std::iter::once(setup.lang);
        let others = Lang::ALL.into_iter().filter(|lang| *lang != setup.lang);
        for lang in own.chain(others).filter(|lang| term.mean.speaks(*lang)) {
            doc.blocks.push(paragraph(vec![span(term.mean.get(lang))]));
        }
        if !term.also.is_empty() {
            let names = term.also.join(words.and);
            let also = fill(words.also, &[("names", &names)]);
            doc.blocks.push(paragraph(vec![span(&also)]));
        }
        if let Some(entry) = explaining(course, term) {
            let number = entry.number.to_string();
            let text = setup.next(words.explained, &[("number", &number)]);
            doc.blocks.push(paragraph(vec![span(&text)]));
        }
    }
    doc
}

/// What a term is called, in the language that is read first.
fn names(setup: &Setup, term: &Term) -> Vec<Span> {
    let bold = Style {
        bold: true,
        ..Style::default()
    };
    let name = term.name.get(setup.lang);
    let mut names = vec![Span {
        style: bold,
        ..span(name)
    }];
    for other in term.name.all().filter(|other| *other != name) {
        names.push(span(&format!(" · {other}")));
    }
    names
}
