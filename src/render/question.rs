//! A question as blocks of a page, and what is said of an answer.

use super::bytes;
use crate::course::question::{Choice, Kind, Question, as_compared};
use crate::doc::markdown;
use crate::doc::{Block, BlockKind, Doc, Item, Span, Style};

use super::page::row::{Role, Row};

/// The letter under which a choice is shown: a, b, c.
pub fn letter(position: usize) -> char {
    let position = u8::try_from(position).unwrap_or(u8::MAX).min(25);
    char::from(b'a' + position)
}

/// The choice that a typed answer means: by its letter, or word for word.
pub fn chosen<'q>(question: &'q Question, answer: &str) -> Option<&'q Choice> {
    let typed = as_compared(answer);
    let bare = typed.trim_end_matches([')', '.']);
    let by_letter = || {
        let mut places = 0..question.choices.len();
        let place = places.find(|place| letter(*place).to_string() == bare)?;
        question.choices.get(place)
    };
    match question.kind {
        Kind::Fill => question.choice(answer),
        Kind::Choose | Kind::Predict => by_letter().or_else(|| question.choice(answer)),
    }
}

/// The question and, where one chooses, the choices with their letters. `title` stands right
/// before the question.
pub fn blocks(title: &str, question: &Question, line: usize) -> Vec<Block> {
    let mut text = vec![Span {
        text: title.to_string(),
        style: Style {
            bold: true,
            ..Style::default()
        },
        link: None,
    }];
    text.extend(inline(&question.question));
    let mut blocks = vec![Block {
        line,
        kind: BlockKind::Paragraph(text),
    }];
    if question.kind != Kind::Fill {
        let items = question.choices.iter().enumerate();
        let items = items.map(|(position, choice)| item(position, choice, line));
        blocks.push(Block {
            line,
            kind: BlockKind::List {
                start: None,
                tight: true,
                items: items.collect(),
            },
        });
    }
    blocks
}

/// The choice that a row shows, among the rows of one question: a click on it means that choice.
pub fn choice_at(rows: &[Row], row: usize) -> Option<usize> {
    let is_blank = |row: &Row| row.text.trim().is_empty();
    let begins = |row: &Row| row.spans.first().is_some_and(|s| s.role == Role::Bullet);
    let above = rows.get(..=row)?;
    // A choice may go on in rows without a bullet; a blank row ends the last one.
    let first = above.iter().rposition(begins)?;
    let count = above.iter().filter(|row| begins(row)).count();
    (!above[first..].iter().any(is_blank)).then(|| count - 1)
}

/// The page of a question alone.
pub fn page(title: &str, question: &Question) -> Doc {
    Doc {
        blocks: blocks(title, question, 1),
        ..Doc::default()
    }
}

/// A page of one Markdown paragraph.
pub fn inline(markdown: &str) -> Vec<Span> {
    let doc = markdown::parse(markdown);
    match doc.blocks.into_iter().next().map(|block| block.kind) {
        // Links of a question have no page to be found on: their text remains.
        Some(BlockKind::Paragraph(spans)) => (spans.into_iter())
            .map(|span| Span { link: None, ..span })
            .collect(),
        _ => vec![plain(markdown)],
    }
}

/// The text of a Markdown paragraph alone.
pub fn text(markdown: &str) -> String {
    let spans = inline(markdown);
    spans.iter().map(|span| bytes::clean(&span.text)).collect()
}

fn item(position: usize, choice: &Choice, line: usize) -> Item {
    let mut text = vec![plain(&format!("{}) ", letter(position)))];
    text.extend(inline(&choice.text));
    Item {
        task: None,
        blocks: vec![Block {
            line,
            kind: BlockKind::Paragraph(text),
        }],
    }
}

fn plain(text: &str) -> Span {
    Span {
        text: text.to_string(),
        ..Span::default()
    }
}
