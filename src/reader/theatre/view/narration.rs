//! What the author tells of the step, its question, and what is said of the answer.

use crate::course::{AFTER, Section};
use crate::event::Status;
use crate::reader::theatre::model::Model;
use crate::reader::theatre::update::verdict;
use crate::render::page::layout::{Options, layout};
use crate::render::page::row::{Role, Row};
use crate::render::question;

use super::wrapped;

/// The narration of what is shown.
pub fn rows(model: &Model, options: &Options<'_>) -> Vec<Row> {
    let words = &model.words.run;
    let width = options.width;
    if let Some(asking) = &model.asking {
        let mut rows = title(model, &asking.step, width);
        let page = question::page(&words.predict, &asking.question);
        rows.extend(layout(&page, options));
        return rows;
    }
    let mut rows = Vec::new();
    if let Some(verdict) = verdict(model) {
        rows.extend(wrapped(
            &verdict,
            width,
            Role::Bar(Some(crate::doc::Notice::Important)),
        ));
        rows.push(Row::default());
    }
    if let Some(section) = after(model) {
        rows.extend(wrapped(&section.title, width, Role::Heading(2)));
        rows.extend(layout(&section.doc, options));
        return rows;
    }
    match model.told_step() {
        Some(step) => {
            rows.extend(title(model, step, width));
            if let Some(section) = model.narration.as_ref().and_then(|n| n.section(step)) {
                rows.extend(layout(&section.doc, options));
            }
        }
        None => {
            if let Some(narration) = &model.narration {
                rows.extend(wrapped(&narration.front.title, width, Role::Heading(2)));
                rows.extend(layout(&narration.intro, options));
            }
        }
    }
    rows
}

/// The title of a step.
pub fn title(model: &Model, step: &str, width: usize) -> Vec<Row> {
    wrapped(&model.title(step), width, Role::Heading(2))
}

/// What is said when the run has come to its own end.
fn after(model: &Model) -> Option<&Section> {
    let end = model.scene.end.as_ref()?;
    if end.status != Status::Finished {
        return None;
    }
    model.narration.as_ref()?.section(AFTER)
}
