//! A lesson's page.

use crate::doc::Doc;
use crate::lang::Lang;

use super::fault::Fault;
use super::file::{File, all_blocks};
use super::front::Front;
use super::question::Question;

/// The file that tells a teacher about a lesson is `notes.en.md`, beside the lesson's page.
pub(super) const NOTES: &str = "notes";

/// A lesson, or a teacher's notes about one, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub front: Front,
    /// The text. A question is a code block on the line that [`Question::line`] names.
    pub doc: Doc,
    pub questions: Vec<Question>,
}

impl Page {
    pub(super) fn of(file: &File, lang: Lang) -> Result<Page, Fault> {
        let front = Front::of(file, lang)?;
        let doc = file.doc();
        let blocks = all_blocks(&doc).into_iter();
        let questions = blocks.filter_map(|block| Question::of(file, block));
        let questions = questions.collect::<Result<_, _>>()?;
        Ok(Page {
            front,
            doc,
            questions,
        })
    }
}
