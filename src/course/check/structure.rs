//! What a page is built of, apart from its words: the same in every language.

use crate::doc::{BlockKind, plain_text};

use super::super::narration::step_and_title;
use super::super::question::{Kind, PREDICT, QUIZ, Question};
use super::sheet::Sheet;

/// One piece of a page.
pub struct Piece {
    pub line: usize,
    /// What must be the same in both languages.
    pub same: String,
    /// How a person sees it.
    pub shown: String,
}

/// The first place at which two lists of pieces differ.
pub fn first_difference(left: &[Piece], right: &[Piece]) -> Option<usize> {
    fn same(pieces: &[Piece], at: usize) -> Option<&str> {
        pieces.get(at).map(|piece| piece.same.as_str())
    }
    (0..left.len().max(right.len())).find(|at| same(left, *at) != same(right, *at))
}

pub fn headings(sheet: &Sheet) -> Vec<Piece> {
    let headings = sheet.headings().into_iter();
    let pieces = headings.map(|(line, level, text)| {
        let marks = "#".repeat(usize::from(level));
        Piece {
            line,
            shown: format!("{marks} {}", plain_text(text)),
            same: marks,
        }
    });
    pieces.collect()
}

/// The steps of a narration.
pub fn steps(sheet: &Sheet) -> Vec<Piece> {
    let headings = sheet.headings().into_iter();
    let sections = headings.filter(|(_, level, _)| *level == 2);
    let pieces = sections.filter_map(|(line, _, text)| {
        let text = plain_text(text);
        let (step, _) = step_and_title(&text)?;
        Some(Piece {
            line,
            same: step.to_string(),
            shown: step.to_string(),
        })
    });
    pieces.collect()
}

pub fn code(sheet: &Sheet) -> Vec<Piece> {
    let blocks = sheet.blocks().into_iter();
    let pieces = blocks.filter_map(|block| match &block.kind {
        BlockKind::Code { info, .. } if info != QUIZ && info != PREDICT => Some(Piece {
            line: block.line,
            same: info.clone(),
            shown: format!("```{info}"),
        }),
        _ => None,
    });
    pieces.collect()
}

pub fn questions(sheet: &Sheet) -> Vec<Piece> {
    let pieces = sheet.questions.iter().map(|question| Piece {
        line: question.line,
        same: shape(question),
        shown: shape(question),
    });
    pieces.collect()
}

/// What must be the same in a question: `send-returned choose +--`, `+` being a right choice.
fn shape(question: &Question) -> String {
    let kind = match question.kind {
        Kind::Choose => "choose",
        Kind::Predict => "predict",
        Kind::Fill => "fill",
    };
    let choices = question.choices.iter().map(|choice| match choice.right {
        true => '+',
        false => '-',
    });
    let choices: String = match question.kind {
        // The spellings of a typed answer differ between languages.
        Kind::Fill => String::new(),
        _ => choices.collect(),
    };
    let id = question.id.as_deref().unwrap_or_default();
    format!("{id} {kind} {choices}").trim().to_string()
}
