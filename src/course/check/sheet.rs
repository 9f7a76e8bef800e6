//! A file of a lesson, read for checking: what one fault hides must not hide the others.

use crate::doc::{Block, BlockKind, Doc, Span};
use crate::lang::Lang;

use super::super::fault::Fault;
use super::super::file::{File, all_blocks};
use super::super::is_slug;
use super::super::page::NOTES;
use super::super::question::Question;
use super::super::source::Source;

/// What a file of a lesson is for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Page,
    /// What the teacher is told about the lesson.
    Notes,
    /// The narration of this demo.
    Narration(String),
}

impl Role {
    /// What the name of a file says; `None` for a stray file.
    pub fn of_name(name: &str) -> Option<(Role, Lang)> {
        let name = name.strip_suffix(".md")?;
        match name.rsplit_once('.') {
            None => Some((Role::Page, name.parse().ok()?)),
            Some((NOTES, lang)) => Some((Role::Notes, lang.parse().ok()?)),
            Some((demo, lang)) if is_slug(demo) => {
                Some((Role::Narration(demo.to_string()), lang.parse().ok()?))
            }
            Some(_) => None,
        }
    }

    pub fn path(&self, folder: &str, lang: Lang) -> String {
        match self {
            Role::Page => format!("{folder}/{lang}.md"),
            Role::Notes => format!("{folder}/{NOTES}.{lang}.md"),
            Role::Narration(demo) => format!("{folder}/{demo}.{lang}.md"),
        }
    }
}

pub struct Sheet {
    pub role: Role,
    pub lang: Lang,
    pub folder: String,
    pub file: File,
    pub doc: Doc,
    /// Those that can be read.
    pub questions: Vec<Question>,
    /// Whether that is all of them.
    pub questions_whole: bool,
}

impl Sheet {
    pub fn read(source: &Source, folder: &str, role: &Role, lang: Lang) -> Result<Sheet, Fault> {
        let file = File::read(source, &role.path(folder, lang))?;
        Ok(Sheet {
            role: role.clone(),
            lang,
            folder: folder.to_string(),
            doc: file.doc(),
            file,
            questions: Vec::new(),
            questions_whole: true,
        })
    }

    /// Reads the questions and tells the faults of those that cannot be read.
    pub fn with_questions(mut self, found: &mut Vec<Fault>) -> Sheet {
        let mut questions = Vec::new();
        let mut whole = true;
        for block in self.blocks() {
            match Question::of(&self.file, block) {
                Some(Ok(question)) => questions.push(question),
                Some(Err(fault)) => {
                    found.push(fault);
                    whole = false;
                }
                None => {}
            }
        }
        self.questions_whole = whole;
        self.questions = questions;
        self
    }

    pub fn blocks(&self) -> Vec<&Block> {
        all_blocks(&self.doc)
    }

    /// Line, level and text of each heading.
    pub fn headings(&self) -> Vec<(usize, u8, &[Span])> {
        let blocks = self.blocks().into_iter();
        let headings = blocks.filter_map(|block| match &block.kind {
            BlockKind::Heading { level, text } => Some((block.line, *level, text.as_slice())),
            _ => None,
        });
        headings.collect()
    }
}

/// The texts that stand directly in a block.
pub fn texts(block: &Block) -> Vec<&[Span]> {
    match &block.kind {
        BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => vec![text],
        BlockKind::Table { head, rows, .. } => {
            let cells = head.iter().chain(rows.iter().flatten());
            cells.map(Vec::as_slice).collect()
        }
        _ => Vec::new(),
    }
}
