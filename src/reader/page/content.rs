//! A lesson's page as it stands on the screen: rows, and what can be gone to in them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::place::outline;
use crate::course::Page;
use crate::course::question::{Kind, QUIZ, Question};
use crate::doc::{Block, BlockKind, Link, Span, Style, plain_text};
use crate::lang::fill;
use crate::lang::words::Words;
use crate::render::page::cells;
use crate::render::page::layout::{Labels, Options, go_on};
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

/// So many blocks are laid out at once: neither a key nor the first frame waits for many that it does not
/// need.
const PIECE: usize = 4;

/// A page laid out for a width, from its beginning as far as anybody has asked.
#[derive(Default)]
pub struct Content {
    /// Those of the page, and of what is said of the answers.
    pub links: Vec<Link>,
    pub rows: Vec<Row>,
    /// What Tab goes to, top to bottom.
    pub stops: Vec<Stop>,
    pub headings: Vec<Heading>,
    /// First row and the row after the last, for each question.
    pub questions: Vec<(usize, usize)>,
    /// How many blocks of the page are laid out.
    blocks: usize,
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
    /// A page of which nothing is laid out yet.
    pub fn new(page: &Page) -> Content {
        Content {
            links: page.doc.links.clone(),
            questions: vec![(0, 0); page.questions.len()],
            ..Content::default()
        }
    }

    /// Whether every block of the page is laid out.
    pub fn is_whole(&self, page: &Page) -> bool {
        self.blocks == page.doc.blocks.len()
    }

    /// Lays out the next blocks of the page with the answers given so far.
    pub fn go_on(
        &mut self,
        page: &Page,
        answers: &Answers,
        words: &Words,
        width: usize,
        ascii: bool,
    ) {
        let left = page.doc.blocks.get(self.blocks..).unwrap_or_default();
        let piece = &left[..left.len().min(PIECE)];
        self.blocks += piece.len();
        let blocks = with_questions(piece, page, answers, words, &mut self.links);
        let options = Options {
            unwrapped: true,
            ..Options::new(width, ascii, Labels::of_words(&words.page))
        };
        let first = self.rows.len();
        let blocks: Vec<&Block> = blocks.iter().map(|block| &**block).collect();
        go_on(
            &self.links,
            blocks.iter().copied(),
            &options,
            &mut self.rows,
        );
        self.find_headings(&blocks, first);
        self.find_stops(&page.questions, first);
    }

    /// Finds the headings of blocks whose rows begin here.
    fn find_headings(&mut self, blocks: &[&Block], first: usize) {
        let mut at = first;
        for block in outline(blocks) {
            let BlockKind::Heading { level, text } = &block.kind else {
                continue;
            };
            // The blank row before a block has its line already.
            let is_its = |row: &Row| row.line == block.line && !row.text.trim().is_empty();
            let Some(below) = self.rows[at..].iter().position(is_its) else {
                continue;
            };
            at += below;
            self.headings.push(Heading {
                row: at,
                line: block.line,
                level: *level,
                text: plain_text(text).replace('\n', " "),
            });
        }
    }

    /// Finds questions and links in the rows from here on.
    fn find_stops(&mut self, questions: &[Question], first: usize) {
        for (number, row) in self.rows.iter().enumerate().skip(first) {
            let asked = questions.binary_search_by_key(&row.line, |question| question.line);
            if let Ok(place) = asked
                && !row.text.is_empty()
            {
                let rows = &mut self.questions[place];
                if rows.1 == 0 {
                    rows.0 = number;
                    self.stops.push(Stop {
                        row: number,
                        what: Focus::Question(place),
                    });
                }
                rows.1 = number + 1;
            }
            for link in row.spans.iter().filter_map(|span| span.link) {
                let what = Focus::Link(link);
                let image = self.links.get(link).is_none_or(|link| link.image);
                // A link may go on in other rows, in a table beside others.
                let mut before = self.stops.iter().rev().take(16);
                if !image && !before.any(|stop| stop.what == what) {
                    self.stops.push(Stop { row: number, what });
                }
            }
        }
    }

    /// The width of the widest row of the block that a row belongs to.
    pub fn width_at(&self, row: usize) -> usize {
        let Some(line) = self.rows.get(row).map(|row| row.line) else {
            return 0;
        };
        let its = |row: &&Row| row.line == line;
        let above = self.rows[..row].iter().rev().take_while(its);
        let below = self.rows[row..].iter().take_while(its);
        above.chain(below).map(Row::width).max().unwrap_or(0)
    }

    /// The question that a row belongs to.
    pub fn question_at(&self, row: usize) -> Option<usize> {
        let mut questions = self.questions.iter();
        questions.position(|(first, last)| (*first..*last).contains(&row))
    }

    /// The question and the choice of it that a row shows.
    pub fn choice_at(&self, row: usize) -> Option<(usize, usize)> {
        let place = self.question_at(row)?;
        let (first, last) = self.questions[place];
        let choice = question::choice_at(self.rows.get(first..last)?, row - first)?;
        Some((place, choice))
    }

    /// The row of a heading that a `#…` link names.
    pub fn anchor(&self, page: &Page, name: &str) -> Option<usize> {
        let anchors = crate::course::anchors(&page.doc);
        let (line, _) = anchors.into_iter().find(|(_, anchor)| anchor == name)?;
        let heading = self.headings.iter().find(|heading| heading.line == line);
        heading.map(|heading| heading.row)
    }
}

/// Blocks of the page, its questions as text, with what is said of the answers.
fn with_questions<'p>(
    blocks: &'p [Block],
    page: &Page,
    answers: &Answers,
    words: &Words,
    links: &mut Vec<Link>,
) -> Vec<Cow<'p, Block>> {
    let mut shown = Vec::with_capacity(blocks.len());
    for block in blocks {
        let asked = match &block.kind {
            BlockKind::Code { info, .. } if info == QUIZ => {
                let mut questions = page.questions.iter();
                questions.position(|question| question.line == block.line)
            }
            _ => None,
        };
        let Some(place) = asked else {
            shown.push(Cow::Borrowed(block));
            continue;
        };
        let question = &page.questions[place];
        let number = (place + 1).to_string();
        let title = fill(words.page.quiz, &[("number", &number)]);
        let blocks = question::blocks(&title, question, block.line);
        shown.extend(blocks.into_iter().map(Cow::Owned));
        if let Some(Some(answer)) = answers.now.get(place) {
            let verdict = verdict(question, answer, words, block.line, links);
            shown.push(Cow::Owned(verdict));
        }
        if let Some(right) = answers.before(place, question) {
            shown.push(Cow::Owned(remembered(right, words, block.line)));
        }
    }
    shown
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
        let text = fill(words.see_demo, &[("demo", demo)]);
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
    let paragraph = Block::paragraph(line, text);
    Block {
        line,
        kind: BlockKind::Quote {
            notice: None,
            blocks: vec![paragraph],
        },
    }
}
