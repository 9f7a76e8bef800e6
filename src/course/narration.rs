//! The narration of a demo: an introduction, then one section for each step.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::doc::clean::clean_line;
use crate::doc::{Block, BlockKind, Doc, Item, Link, Span, plain_text};
use crate::lang::Lang;

use super::fault::{Fault, FaultKind};
use super::file::File;
use super::question::Question;

/// The section printed when the run is over.
pub const AFTER: &str = "after";

/// What a list of demos shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NarrationFront {
    /// The language this narration is really written in.
    pub lang: Lang,
    pub title: String,
    /// One line for the list of demos.
    pub summary: String,
    /// What each knob of the demo is for.
    pub knobs: BTreeMap<String, String>,
    /// In a translation: the fingerprint of the original it was made from.
    pub translates: Option<String>,
}

/// The narration of a demo in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Narration {
    pub front: NarrationFront,
    /// What stands before the first section.
    pub intro: Doc,
    pub sections: Vec<Section>,
}

/// What is told when a step of the demo begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The line of its heading.
    pub line: usize,
    pub step: String,
    pub title: String,
    /// The text without heading and question.
    pub doc: Doc,
    /// The question to ask before the step shows its answer.
    pub predict: Option<Question>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    title: String,
    summary: String,
    #[serde(default)]
    knobs: BTreeMap<String, String>,
    translates: Option<String>,
}

impl NarrationFront {
    pub(super) fn of(file: &File, lang: Lang) -> Result<NarrationFront, Fault> {
        let written: Written = file.front()?;
        Ok(NarrationFront {
            lang,
            title: clean_line(&written.title).into_owned(),
            summary: clean_line(&written.summary).into_owned(),
            knobs: written
                .knobs
                .into_iter()
                .map(|(knob, text)| (knob, clean_line(&text).into_owned()))
                .collect(),
            translates: written.translates,
        })
    }
}

impl Narration {
    pub(super) fn of(file: &File, lang: Lang) -> Result<Narration, Fault> {
        let front = NarrationFront::of(file, lang)?;
        let mut parts = parts(file.doc()).into_iter();
        let intro = parts.next().map(|part| part.doc).unwrap_or_default();
        let sections = parts.map(|part| section(file, part));
        Ok(Narration {
            front,
            intro,
            sections: sections.collect::<Result<_, _>>()?,
        })
    }

    /// The section of a step; [`AFTER`] names the last one.
    pub fn section(&self, step: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.step == step)
    }
}

/// A stretch of a narration; only the first has no heading.
pub(super) struct Part {
    pub heading: Option<Block>,
    pub doc: Doc,
}

/// Cuts a page before each heading of the second level.
pub(super) fn parts(doc: Doc) -> Vec<Part> {
    let mut parts = vec![Part {
        heading: None,
        doc: Doc::default(),
    }];
    for block in doc.blocks {
        if let BlockKind::Heading { level: 2, .. } = block.kind {
            parts.push(Part {
                heading: Some(block),
                doc: Doc::default(),
            });
        } else if let Some(part) = parts.last_mut() {
            part.doc.blocks.push(block);
        }
    }
    // Each part keeps only its own links, or many parts with many links would fill the memory.
    let mut links = Links {
        old: doc.links,
        new: BTreeMap::new(),
    };
    for part in &mut parts {
        links.take(&mut part.doc);
    }
    parts
}

fn section(file: &File, part: Part) -> Result<Section, Fault> {
    let Part { heading, mut doc } = part;
    let (line, text) = match heading {
        Some(Block {
            line,
            kind: BlockKind::Heading { text, .. },
        }) => (line, plain_text(&text)),
        _ => (1, String::new()),
    };
    let Some((step, title)) = step_and_title(&text) else {
        return Err(file.fault(line, FaultKind::SectionNoStep { heading: text }));
    };
    let mut predict = None;
    let mut blocks = Vec::new();
    for block in doc.blocks {
        match Question::of(file, &block) {
            Some(question) if predict.is_none() => predict = Some(question?),
            Some(_) => {
                let step = step.to_string();
                return Err(file.fault(block.line, FaultKind::PredictTwice { step }));
            }
            None => blocks.push(block),
        }
    }
    doc.blocks = blocks;
    Ok(Section {
        line,
        step: step.to_string(),
        title: title.to_string(),
        doc,
        predict,
    })
}

/// `listen: The server opens a door`, with a colon of either width.
pub(super) fn step_and_title(heading: &str) -> Option<(&str, &str)> {
    let (step, title) = heading.split_once([':', '：'])?;
    let (step, title) = (step.trim(), title.trim());
    let named = step
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    (named && !step.is_empty() && !title.is_empty()).then_some((step, title))
}

/// Moves links from a whole page to its parts.
struct Links {
    old: Vec<Link>,
    /// The new places of the links of the part in hand.
    new: BTreeMap<usize, usize>,
}

impl Links {
    fn take(&mut self, doc: &mut Doc) {
        self.new.clear();
        for block in &mut doc.blocks {
            self.block(block, &mut doc.links);
        }
    }

    fn blocks(&mut self, blocks: &mut [Block], links: &mut Vec<Link>) {
        for block in blocks {
            self.block(block, links);
        }
    }

    fn block(&mut self, block: &mut Block, links: &mut Vec<Link>) {
        match &mut block.kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => self.spans(text, links),
            BlockKind::Quote { blocks, .. } | BlockKind::Footnote { blocks, .. } => {
                self.blocks(blocks, links);
            }
            BlockKind::List { items, .. } => {
                for Item { blocks, .. } in items {
                    self.blocks(blocks, links);
                }
            }
            BlockKind::Table { head, rows, .. } => {
                for cell in head.iter_mut().chain(rows.iter_mut().flatten()) {
                    self.spans(cell, links);
                }
            }
            BlockKind::Code { .. } | BlockKind::Rule | BlockKind::Html(_) => {}
        }
    }

    fn spans(&mut self, spans: &mut [Span], links: &mut Vec<Link>) {
        for span in spans {
            span.link = span.link.and_then(|old| {
                let link = self.old.get(old)?;
                Some(*self.new.entry(old).or_insert_with(|| {
                    links.push(link.clone());
                    links.len() - 1
                }))
            });
        }
    }
}
