//! Questions: answerable, explained, and kept under names that do not collide.

use std::collections::{HashMap, HashSet};

use crate::doc::{BlockKind, markdown};

use super::super::anchor::anchors;
use super::super::fault::FaultKind;
use super::super::question::{Choice, Kind, PREDICT, QUIZ, Question};
use super::Checker;
use super::prose;
use super::sheet::{Role, Sheet};

impl Checker<'_> {
    pub(super) fn questions(&mut self, sheet: &Sheet) {
        self.misplaced(sheet);
        if sheet.questions.is_empty() {
            return;
        }
        let anchors: HashSet<String> = anchors(&sheet.doc)
            .into_iter()
            .map(|(_, anchor)| anchor)
            .collect();
        let mut ids = HashMap::new();
        for question in &sheet.questions {
            let mut add = |line, kind| self.found.push(sheet.file.fault(line, kind));
            match &question.id {
                None if sheet.role == Role::Page => add(question.line, FaultKind::QuestionNoId {}),
                None => {}
                Some(id) => {
                    if let Some(other) = ids.insert(id, question.line) {
                        let id = id.clone();
                        add(question.line, FaultKind::QuestionIdTwice { id, other });
                    }
                }
            }
            for (line, kind) in faults_of(question) {
                add(line, kind);
            }
            for (line, text) in texts(question) {
                let doc = markdown::parse(text);
                for link in &doc.links {
                    self.link(sheet, line, &link.target, &anchors);
                }
                prose::check_short(sheet, line, &doc, &mut self.found);
            }
            for choice in &question.choices {
                if let Some(demo) = &choice.demo {
                    self.known_demo(sheet, choice.line, demo);
                }
            }
        }
    }

    fn misplaced(&mut self, sheet: &Sheet) {
        let wrong: &[&str] = match sheet.role {
            Role::Page => &[PREDICT],
            Role::Narration(_) => &[QUIZ],
            // Who answered in the notes would have answered in the lesson's record.
            Role::Notes => &[QUIZ, PREDICT],
        };
        for block in sheet.blocks() {
            if let BlockKind::Code { info, .. } = &block.kind
                && wrong.contains(&info.as_str())
            {
                let found = info.clone();
                let kind = FaultKind::QuestionMisplaced { found };
                self.found.push(sheet.file.fault(block.line, kind));
            }
        }
    }
}

fn faults_of(question: &Question) -> Vec<(usize, FaultKind)> {
    let mut faults = Vec::new();
    if question.question.trim().is_empty() {
        faults.push((question.line, FaultKind::QuestionEmpty {}));
    }
    if !question.choices.iter().any(|choice| choice.right) {
        faults.push((question.line, FaultKind::QuestionNoRight {}));
    }
    if question.kind == Kind::Fill {
        if !question.question.contains("___") {
            faults.push((question.line, FaultKind::QuestionNoBlank {}));
        }
    } else if question.choices.len() < 2 {
        let count = question.choices.len();
        faults.push((question.line, FaultKind::QuestionFewChoices { count }));
    }
    for Choice {
        line,
        text,
        right,
        why,
        ..
    } in &question.choices
    {
        if text.trim().is_empty() {
            faults.push((*line, FaultKind::QuestionEmpty {}));
        }
        let explained = why.as_ref().is_some_and(|why| !why.trim().is_empty());
        if !right && !explained {
            let choice = text.clone();
            faults.push((*line, FaultKind::QuestionNoWhy { choice }));
        }
    }
    faults
}

/// The Markdown of a question. What a learner types is compared, not shown as Markdown.
fn texts(question: &Question) -> Vec<(usize, &str)> {
    let mut texts = vec![(question.line, question.question.as_str())];
    for choice in &question.choices {
        if question.kind != Kind::Fill {
            texts.push((choice.line, &choice.text));
        }
        texts.extend(choice.why.as_deref().map(|why| (choice.line, why)));
    }
    texts
}
