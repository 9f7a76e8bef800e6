//! The questions before a step, their answers, and what is said of them.

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent};

use crate::course::Kind as QuestionKind;
use crate::lang::fill;
use crate::reader::keymap;
use crate::reader::theatre::keys::Pane;
use crate::reader::theatre::model::{Asking, Model, Prediction};
use crate::render::question;

/// Asks the question of the step that is about to begin, once.
pub fn ask(model: &mut Model) {
    let goes_by_itself = model.playing || model.goal.is_some();
    if !model.predict || goes_by_itself || model.asking.is_some() || model.looks_back() {
        return;
    }
    let Some(next) = model.next() else {
        return;
    };
    let Some(step) = next.step().filter(|step| !model.asked.contains(*step)) else {
        return;
    };
    let (step, actor) = (Arc::clone(step), Arc::clone(next.actor()));
    let section = model.narration.as_ref().and_then(|n| n.section(&step));
    let question = section.and_then(|section| section.predict.clone());
    model.asked.insert(Arc::clone(&step));
    model.asking = question
        .filter(|question| question.kind != QuestionKind::Fill)
        .map(|question| Asking {
            step,
            question,
            actor,
        });
    model.scroll[Pane::Narration.index()] = 0;
}

/// Takes the answer to a question; false when the key is none.
pub fn answer(model: &mut Model, key: &KeyEvent) -> bool {
    match (key.code, keymap::typed(key)) {
        (KeyCode::Enter | KeyCode::Right, _) | (_, Some(' ')) => {
            model.asking = None;
            model.remark = Some(model.words.run.predict_skipped.to_string());
            true
        }
        (_, Some(letter)) => {
            let Some(asked) = model.asking.clone() else {
                return false;
            };
            let letter = letter.to_ascii_lowercase();
            let mut letters = (0..asked.question.choices.len()).map(question::letter);
            let Some(chosen) = letters.position(|known| known == letter) else {
                return false;
            };
            let text = question::text(&asked.question.choices[chosen].text);
            let words = &model.words.theatre;
            let template = match model.in_laboratory() {
                true => &words.predict_wait_lab,
                false => &words.predict_wait,
            };
            model.remark = Some(fill(template, &[("answer", &text)]));
            model.asking = None;
            let right = asked.question.choices[chosen].right;
            model.answers.push((asked.step.to_string(), right));
            model.predicted = Some(Prediction {
                asked,
                chosen,
                calls: model.scene.calls.len(),
                frames: model.scene.frames.len(),
            });
            true
        }
        _ => false,
    }
}

/// What is said of a prediction once the kernel has answered.
pub fn verdict(model: &Model) -> Option<String> {
    let prediction = model.predicted.as_ref()?;
    let asked = &prediction.asked;
    let calls = model.scene.calls.get(prediction.calls..)?;
    let begun = model.scene.calls.len();
    // Said until the next call is made: then the answer is old news.
    let answered = calls.iter().any(|call| {
        call.outcome.is_some()
            && call.returned == begun
            && call.step.as_ref() == Some(&asked.step)
            && model.scene.actors[call.actor].name == asked.actor
    });
    // A frame answers a question about frames.
    let frames = model
        .scene
        .frames
        .get(prediction.frames..)
        .unwrap_or_default();
    let sent = frames
        .iter()
        .any(|frame| frame.step.as_ref() == Some(&asked.step));
    if !answered && !sent {
        return None;
    }
    let words = &model.words.run;
    let choice = asked.question.choices.get(prediction.chosen)?;
    let why = question::text(choice.why.as_deref().unwrap_or(""));
    if choice.right {
        return Some(fill(words.predict_right, &[("why", &why)]));
    }
    let right = asked.question.choices.iter().find(|choice| choice.right);
    let right = question::text(right.map_or("", |choice| &choice.text));
    let answer = question::text(&choice.text);
    let values = [("answer", &*answer), ("why", &*why), ("right", &*right)];
    Some(fill(words.predict_wrong, &values))
}
