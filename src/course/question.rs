//! Questions: a fenced block whose text is TOML.

use serde::Deserialize;
use toml::Spanned;

use crate::doc::{Block, BlockKind};

use super::fault::{Fault, FaultKind};
use super::file::{File, Lines, toml_error};

/// The info string of a question in a lesson.
pub const QUIZ: &str = "quiz";
/// The info string of a question in a narration.
pub const PREDICT: &str = "predict";

/// A question with its answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The line on which its fence begins; the block of the page has the same.
    pub line: usize,
    /// What the learner's answers are kept under. A question of a narration has none.
    pub id: Option<String>,
    pub kind: Kind,
    /// Markdown of one paragraph.
    pub question: String,
    pub choices: Vec<Choice>,
}

/// How a question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// One of the choices.
    Choose,
    /// One of the choices, before the demo shows which.
    Predict,
    /// A text that the learner types.
    Fill,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub line: usize,
    /// Markdown of one paragraph; for [`Kind::Fill`] what a learner may type.
    pub text: String,
    pub right: bool,
    pub why: Option<String>,
    /// The demo that shows it.
    pub demo: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: Option<String>,
    kind: Kind,
    question: String,
    #[serde(default)]
    choice: Vec<WrittenChoice>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenChoice {
    text: Spanned<String>,
    #[serde(default)]
    right: bool,
    why: Option<String>,
    demo: Option<String>,
}

impl Question {
    /// Reads the question of a code block; `None` when the block is ordinary code.
    pub(super) fn of(file: &File, block: &Block) -> Option<Result<Question, Fault>> {
        match &block.kind {
            BlockKind::Code { info, text } if info == QUIZ || info == PREDICT => {
                Some(Question::read(file, block.line, text))
            }
            _ => None,
        }
    }

    fn read(file: &File, line: usize, text: &str) -> Result<Question, Fault> {
        let written: Written = toml::from_str(text).map_err(|error| {
            let (inside, reason) = toml_error(&error, text);
            file.fault(line + inside, FaultKind::BadQuestion { reason })
        })?;
        let mut lines = Lines::new(text);
        let choices = written.choice.into_iter().map(|choice| Choice {
            line: line + lines.at(choice.text.span().start),
            text: choice.text.into_inner(),
            right: choice.right,
            why: choice.why,
            demo: choice.demo,
        });
        Ok(Question {
            line,
            id: written.id,
            kind: written.kind,
            question: written.question,
            choices: choices.collect(),
        })
    }

    /// The choice a typed answer means: blanks around it, case and full-width letters do not count.
    pub fn choice(&self, answer: &str) -> Option<&Choice> {
        let answer = as_compared(answer);
        self.choices
            .iter()
            .find(|choice| as_compared(&choice.text) == answer)
    }

    /// Whether a typed answer is right.
    pub fn is_right(&self, answer: &str) -> bool {
        self.choice(answer).is_some_and(|choice| choice.right)
    }
}

/// An answer as it is compared. A Chinese keyboard writes `８０８０` as easily as `8080`.
pub fn as_compared(answer: &str) -> String {
    let narrow = |character: char| match character {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(character as u32 - 0xff01 + 0x21).unwrap_or(character)
        }
        '\u{3000}' => ' ',
        other => other,
    };
    let text: String = answer.chars().map(narrow).collect();
    text.trim().to_lowercase()
}
