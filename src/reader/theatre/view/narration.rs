//! What the author tells of the step, its question, and what is said of the answer.

use crate::course::{AFTER, Section};
use crate::doc::Notice;
use crate::event::Status;
use crate::lang::fill;
use crate::reader::theatre::model::Model;
use crate::reader::theatre::update::verdict;
use crate::render::page::layout::{Options, layout};
use crate::render::page::row::{Role, Row};
use crate::render::{failing, question};

use super::wrapped;

/// The narration of what is shown.
pub fn rows(model: &Model, options: &Options<'_>) -> Vec<Row> {
    let words = &model.words.run;
    let width = options.width;
    if let Some(asking) = &model.asking {
        let mut rows = title(model, &asking.step, width);
        let page = question::page(words.predict, &asking.question);
        rows.extend(layout(&page, options));
        return rows;
    }
    let mut rows = Vec::new();
    // In whole: the line of the state may be too short for it.
    if let Some(trouble) = trouble(model) {
        let caution = Role::Bar(Some(Notice::Caution));
        rows.extend(wrapped(&trouble, width, caution));
        if model.is_live() && model.has_record {
            rows.extend(wrapped(
                model.words.theatre.offer_record,
                width,
                Role::Bullet,
            ));
        }
        rows.push(Row::default());
    }
    if let Some(verdict) = verdict(model) {
        rows.extend(wrapped(&verdict, width, Role::Bar(Some(Notice::Important))));
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

/// Why there is no run, or why it has come to no good end.
pub fn trouble(model: &Model) -> Option<String> {
    let words = &model.words.theatre;
    if let Some(why) = &model.failure {
        return Some(fill(words.not_started, &[("why", why)]));
    }
    let end = (model.scene.end.as_ref()).filter(|end| end.status == Status::Failed)?;
    let error = end.error.as_ref();
    let error = error.map_or_else(String::new, |why| failing::told(model.words, why));
    Some(fill(words.over_failed, &[("error", &error)]))
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
