//! `demos`: what can be run, with its evidence and its knobs.

use clap::ArgMatches;
use serde::Serialize;

use super::Verdict;
use super::list::{block, heading, span};
use super::output;
use super::setup::Setup;
use crate::course::{Course, NarrationFront};
use crate::demos::{DEMOS, Demo, Kind, Knob};
use crate::doc::{BlockKind, Doc, Item, Span, Style};
use crate::event::Value;
use crate::lang::fill;

/// A demo as a script sees it.
#[derive(Serialize)]
struct Listed {
    slug: &'static str,
    title: String,
    summary: String,
    evidence: &'static str,
    actors: &'static [&'static str],
    knobs: Vec<ListedKnob>,
    keep_open: bool,
}

#[derive(Serialize)]
struct ListedKnob {
    name: &'static str,
    about: String,
    default: serde_json::Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    least: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    most: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    choices: Option<&'static [&'static str]>,
}

pub fn run(setup: &Setup, matches: &ArgMatches) -> anyhow::Result<Verdict> {
    let course = setup.course()?;
    let mut told = Vec::new();
    for demo in DEMOS {
        told.push((demo, front(setup, &course, demo)?));
    }
    if matches.get_flag("json") {
        let listed = told
            .iter()
            .map(|(demo, front)| listed(demo, front.as_ref()));
        output::json(&listed.collect::<Vec<_>>())?;
    } else {
        output::page(setup, &page(setup, &told), &setup.page(None))?;
    }
    Ok(Verdict::Passed)
}

fn front(setup: &Setup, course: &Course, demo: &Demo) -> anyhow::Result<Option<NarrationFront>> {
    let front = course.narration_front(demo.slug, setup.lang);
    front.map_err(|fault| setup.course_trouble(&fault))
}

fn about(front: Option<&NarrationFront>, knob: &str) -> String {
    let about = front.and_then(|front| front.knobs.get(knob));
    about.cloned().unwrap_or_default()
}

fn listed(demo: &'static Demo, front: Option<&NarrationFront>) -> Listed {
    let knobs = demo.knobs.iter().map(|knob| {
        let (least, most, choices) = match knob.kind {
            Kind::Text { longest, .. } => (Some(1), Some(longest), None),
            Kind::Number { least, most, .. } => (Some(least), Some(most), None),
            Kind::Choice(choices) => (None, None, Some(choices)),
        };
        ListedKnob {
            name: knob.name,
            about: about(front, knob.name),
            default: match knob.default(false) {
                Value::Number(number) => number.into(),
                Value::Text(text) => text.to_string().into(),
            },
            least,
            most,
            choices,
        }
    });
    Listed {
        slug: demo.slug,
        title: front.map_or_else(String::new, |front| front.title.clone()),
        summary: front.map_or_else(String::new, |front| front.summary.clone()),
        evidence: demo.evidence.name(),
        actors: demo.actors,
        knobs: knobs.collect(),
        keep_open: demo.visitors.is_some(),
    }
}

fn page(setup: &Setup, told: &[(&'static Demo, Option<NarrationFront>)]) -> Doc {
    let mut doc = Doc::default();
    let words = &setup.words.list;
    for (demo, front) in told {
        let title = front.as_ref().map_or("", |front| front.title.as_str());
        doc.blocks
            .push(heading(2, &format!("{} · {title}", demo.slug)));
        let summary = front.as_ref().map_or("", |front| front.summary.as_str());
        let evidence = fill(words.evidence, &[("evidence", demo.evidence.name())]);
        let text = vec![span(summary), span(&evidence)];
        doc.blocks.push(block(BlockKind::Paragraph(text)));
        let items = demo.knobs.iter().map(|knob| Item {
            task: None,
            blocks: vec![block(BlockKind::Paragraph(knob_line(
                setup,
                front.as_ref(),
                knob,
            )))],
        });
        doc.blocks.push(block(BlockKind::List {
            start: None,
            tight: true,
            items: items.collect(),
        }));
    }
    let slug = DEMOS.first().map_or("", |demo| demo.slug);
    let hint = setup.next(words.run_one, &[("slug", slug)]);
    doc.blocks
        .push(block(BlockKind::Paragraph(vec![span(&hint)])));
    doc
}

fn knob_line(setup: &Setup, front: Option<&NarrationFront>, knob: &Knob) -> Vec<Span> {
    let words = &setup.words.list;
    let default = match knob.default(false) {
        Value::Text(text) => format!("{text:?}"),
        number => number.to_string(),
    };
    let range = match knob.kind {
        Kind::Text { longest, .. } => {
            let most = longest.to_string();
            fill(words.length, &[("most", &most), ("default", &default)])
        }
        Kind::Number { least, most, .. } => {
            let (least, most) = (least.to_string(), most.to_string());
            let values = [("least", &*least), ("most", &*most), ("default", &*default)];
            fill(words.range, &values)
        }
        Kind::Choice(choices) => choices.join(" | "),
    };
    let about = about(front, knob.name);
    let name = Span {
        style: Style {
            code: true,
            ..Style::default()
        },
        ..span(knob.name)
    };
    vec![
        name,
        span(&fill(words.knob, &[("about", &about), ("range", &range)])),
    ]
}
