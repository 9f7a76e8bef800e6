//! The knobs are edited in place.

use crossterm::event::KeyEvent;

use super::Command;
use crate::reader::theatre::edit::{Edited, Editor};
use crate::reader::theatre::model::Model;

/// Opens the editor with the values of the run, or says why there is none.
pub fn open(model: &mut Model) {
    let words = &model.words.theatre;
    match model.demo {
        Some(demo) if demo.knobs.is_empty() => model.remark = Some(words.no_knobs.to_string()),
        Some(demo) if model.is_live() => model.editor = Some(Editor::new(demo, &model.settings)),
        _ => model.remark = Some(words.cannot_edit.to_string()),
    }
}

/// What a key does while the editor is open.
pub fn key(model: &mut Model, key: &KeyEvent) -> Vec<Command> {
    let (Some(editor), Some(demo)) = (&mut model.editor, model.demo) else {
        return Vec::new();
    };
    match editor.key(key, demo, model.words) {
        Edited::On => Vec::new(),
        Edited::Cancelled => {
            model.editor = None;
            Vec::new()
        }
        Edited::Settings(settings) => {
            model.editor = None;
            model.settings = settings;
            vec![Command::Start]
        }
    }
}
