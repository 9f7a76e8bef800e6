//! A lesson's page as it stands on the screen: rows, and what can be gone to in them.

use std::collections::{BTreeMap, HashMap};

use super::place::outline;
use crate::course::Page;
use crate::course::question::{Kind, QUIZ, Question};
use crate::doc::{Block, BlockKind, Doc, Link, Span, Style, plain_text};
use crate::lang::fill;
use crate::lang::words::Words;
use crate::render::page::cells;
use crate::render::page::layout::{Labels, Options, layout};
use crate::render::page::row::Row;
use crate::render::{bytes, question};

/// An answer to a question of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The letter, or the text that was typed.
    pub given: String,
    /// The choice that is, if there is one.
    pub choice: Option<usize>,
    pub right: bool,
}

/// What was answered on a page.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    /// In this sitting, by the question's place.
    pub now: Vec<Option<Answer>>,
    /// In earlier ones, by the question's id: whether the latest answer was right.
    pub before: BTreeMap<String, bool>,
}

impl Answers {
    /// No answer of this sitting, to so many questions.
    pub fn none(questions: usize, before: BTreeMap<String, bool>) -> Answers {
        Answers {
            now: vec![None; questions],
            before,
        }
    }

    /// How a question was answered in an earlier sitting, if it was not answered in this one.
    pub fn before(&self, place: usize, question: &Question) -> Option<bool> {
        match self.now.get(place) {
            Some(None) => self.before.get(question.id.as_deref()?).copied(),
            _ => None,
        }
    }
}

/// A page laid out for a width.
#[derive(Default)]
pub struct Content {
    pub doc: Doc,
    pub rows: Vec<Row>,
    /// What Tab goes to, top to bottom.
    pub stops: Vec<Stop>,
    pub headings: Vec<Heading>,
    /// First row and the row after the last, for each question.
    pub questions: Vec<(usize, usize)>,
    /// For each row, the width of its block's widest row.
    pub widths: Vec<usize>,
}

/// A place that can have the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop {
    pub row: usize,
    pub what: Focus,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// By its place in the links of the page.
    Link(usize),
    /// By its place in the questions of the page.
    Question(usize),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    pub row: usize,
    pub line: usize,
    pub level: u8,
    pub text: String,
}

impl Content {
    /// Lays out a page with the answers given so far.
    pub fn new(
        page: &Page,
        answers: &Answers,
        words: &Words,
        width: usize,
        ascii: bool,
    ) -> Content {
        let doc = with_questions(page, answers, words);
        let options = Options {
            width,
            ascii,
            show_targets: false,
            unwrapped: true,
            labels: Labels::of_words(&words.page),
        };
        let rows = layout(&doc, &options);
        let mut content = Content {
            widths: widths(&rows),
            questions: question_rows(&rows, &page.questions),
            headings: headings(&doc, &rows),
            doc,
            rows,
            stops: Vec::new(),
        };
        content.find_stops();
        content
    }

    fn find_stops(&mut self) {
        for (number, row) in self.rows.iter().enumerate() {
            for (question, _) in (self.questions.iter().enumerate())
                .filter(|(_, (first, last))| *first == number && first < last)
            {
                self.stops.push(Stop {
                    row: number,
                    what: Focus::Question(question),
                });
            }
            for link in row.spans.iter().filter_map(|span| span.link) {
                let what = Focus::Link(link);
                let image = self.doc.links.get(link).is_none_or(|link| link.image);
                // A link may go on in other rows, in a table beside others.
                if !image
                    && !self
                        .stops
                        .iter()
                        .rev()
                        .take(16)
                        .any(|stop| stop.what == what)
                {
                    self.stops.push(Stop { row: number, what });
                }
            }
        }
    }

    /// The question and the choice of it that a row shows.
    pub fn choice_at(&self, row: usize) -> Option<(usize, usize)> {
        let mut questions = self.questions.iter();
        let place = questions.position(|(first, last)| (*first..*last).contains(&row))?;
        let (first, last) = self.questions[place];
        let choice = question::choice_at(self.rows.get(first..last)?, row - first)?;
        Some((place, choice))
    }

    /// The row of a heading that a `#…` link names.
    pub fn anchor(&self, name: &str) -> Option<usize> {
        let anchors = crate::course::anchors(&self.doc);
        let (line, _) = anchors.into_iter().find(|(_, anchor)| anchor == name)?;
        let heading = self.headings.iter().find(|heading| heading.line == line);
        heading.map(|heading| heading.row)
    }
}

/// The page with its questions as text, and what is said of the answers.
fn with_questions(page: &Page, answers: &Answers, words: &Words) -> Doc {
    let mut doc = Doc {
        front: None,
        blocks: Vec::with_capacity(page.doc.blocks.len()),
        links: page.doc.links.clone(),
    };
    for block in &page.doc.blocks {
        let asked = match &block.kind {
            BlockKind::Code { info, .. } if info == QUIZ => {
                let mut questions = page.questions.iter();
                questions.position(|question| question.line == block.line)
            }
            _ => None,
        };
        let Some(place) = asked else {
            doc.blocks.push(block.clone());
            continue;
        };
        let question = &page.questions[place];
        let number = (place + 1).to_string();
        let title = fill(&words.page.quiz, &[("number", &number)]);
        let blocks = question::blocks(&title, question, block.line);
        doc.blocks.extend(blocks);
        if let Some(Some(answer)) = answers.now.get(place) {
            let verdict = verdict(question, answer, words, block.line, &mut doc.links);
            doc.blocks.push(verdict);
        }
        if let Some(right) = answers.before(place, question) {
            doc.blocks.push(remembered(right, words, block.line));
        }
    }
    doc
}

/// What is said of an answer: right or not, why, and the demo that shows it.
fn verdict(
    question: &Question,
    answer: &Answer,
    words: &Words,
    line: usize,
    links: &mut Vec<Link>,
) -> Block {
    let words = &words.reader;
    let text = match (answer.right, answer.choice) {
        (true, _) => &words.right,
        (false, Some(_)) => &words.wrong,
        (false, None) => &words.unknown_answer,
    };
    let given = match question.kind {
        Kind::Fill => bytes::clean(&answer.given),
        Kind::Choose | Kind::Predict => format!("{})", answer.given),
    };
    let bold = Style {
        bold: true,
        ..Style::default()
    };
    let span = |text: &str, style: Style, link: Option<usize>| Span {
        text: text.to_string(),
        style,
        link,
    };
    let mut said = vec![span(&fill(text, &[("given", &given)]), bold, None)];
    let choice = answer
        .choice
        .and_then(|choice| question.choices.get(choice));
    if let Some(why) = choice.and_then(|choice| choice.why.as_deref()) {
        // Chinese sentences need no blank between them.
        let last = text.chars().next_back().unwrap_or(' ');
        if cells::width(last.encode_utf8(&mut [0; 4])) < 2 {
            said.push(span(" ", Style::default(), None));
        }
        said.extend(question::inline(why));
    }
    let paragraph = |spans| Block {
        line,
        kind: BlockKind::Paragraph(spans),
    };
    let mut blocks = vec![paragraph(said)];
    if let Some(demo) = choice.and_then(|choice| choice.demo.as_deref()) {
        links.push(Link {
            target: format!("demo:{demo}"),
            line,
            image: false,
        });
        let text = fill(&words.see_demo, &[("demo", demo)]);
        blocks.push(paragraph(vec![span(
            &text,
            Style::default(),
            Some(links.len() - 1),
        )]));
    }
    Block {
        line,
        kind: BlockKind::Quote {
            notice: None,
            blocks,
        },
    }
}

/// What is said of an answer of an earlier sitting: which one it was, nobody has kept.
fn remembered(right: bool, words: &Words, line: usize) -> Block {
    let text = match right {
        true => &words.reader.right_before,
        false => &words.reader.wrong_before,
    };
    let paragraph = Block {
        line,
        kind: BlockKind::Paragraph(vec![Span {
            text: text.clone(),
            ..Span::default()
        }]),
    };
    Block {
        line,
        kind: BlockKind::Quote {
            notice: None,
            blocks: vec![paragraph],
        },
    }
}

fn widths(rows: &[Row]) -> Vec<usize> {
    let mut widths: Vec<usize> = rows.iter().map(Row::width).collect();
    let mut start = 0;
    while start < rows.len() {
        let same = |row: &&Row| row.line == rows[start].line;
        let end = start + rows[start..].iter().take_while(same).count();
        let widest = widths[start..end].iter().copied().max().unwrap_or(0);
        widths[start..end].fill(widest);
        start = end;
    }
    widths
}

fn question_rows(rows: &[Row], questions: &[Question]) -> Vec<(usize, usize)> {
    let place = |question: &Question| {
        let is_its = |row: &Row| row.line == question.line && !row.text.is_empty();
        let first = rows.iter().position(is_its).unwrap_or(0);
        let last = rows.iter().rposition(is_its).map_or(first, |last| last + 1);
        (first, last)
    };
    questions.iter().map(place).collect()
}

fn headings(doc: &Doc, rows: &[Row]) -> Vec<Heading> {
    let mut firsts: HashMap<usize, usize> = HashMap::new();
    for (number, row) in rows.iter().enumerate() {
        // The blank row before a block has its line already.
        if !row.text.trim().is_empty() {
            firsts.entry(row.line).or_insert(number);
        }
    }
    let heading = |block: &&Block| match &block.kind {
        BlockKind::Heading { level, text } => Some(Heading {
            row: *firsts.get(&block.line)?,
            line: block.line,
            level: *level,
            text: plain_text(text).replace('\n', " "),
        }),
        _ => None,
    };
    outline(doc).iter().filter_map(heading).collect()
}
