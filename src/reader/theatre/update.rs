//! What a key, an event or the pace changes. Pure: what is to be done outside comes back as commands.

use std::sync::Arc;

use crossterm::event::{Event as Input, KeyCode, KeyEvent, MouseEventKind};

use crate::course::Kind as QuestionKind;
use crate::event::{Fate, Phase};
use crate::lang::fill;
use crate::render::question;

use super::edit::{Edited, Editor};
use super::keys::{self, Action, KEYS, Pane};
use super::model::{Asking, Model, PACES, Prediction};
use super::stage::{News, Told};

/// What the loop is to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    /// Let the next call of the live run through.
    Admit,
    /// Let the frame that waits go this way.
    AdmitFrame(Fate),
    /// Begin a live run with the model's settings.
    Start,
    /// Show the recorded run.
    Replay,
    Leave,
    EndProgram,
    Suspend,
    ToggleMouse,
}

/// How many rows a page key scrolls.
const PAGE: usize = 5;

/// Something came from the terminal.
pub fn input(model: &mut Model, input: &Input) -> Vec<Command> {
    match input {
        Input::Key(key) => self::key(model, key),
        Input::Paste(text) => {
            // Pasted text runs no keys; only a field takes it.
            if let Some(editor) = &mut model.editor {
                editor.paste(text);
            }
            Vec::new()
        }
        Input::Mouse(mouse) => match mouse.kind {
            MouseEventKind::ScrollUp => act(model, Action::SelectUp),
            MouseEventKind::ScrollDown => act(model, Action::SelectDown),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Something happened in a live run; of a run that is over nothing is taken in.
pub fn news(model: &mut Model, news: News) -> Vec<Command> {
    if news.run != model.run || !model.is_live() {
        return Vec::new();
    }
    match news.told {
        Told::Happened(event) => {
            if matches!(&event, crate::event::Event::Call(call) if matches!(call.phase, Phase::Begin(_)))
            {
                model.selected = None;
                model.scroll[Pane::Bytes.index()] = 0;
            }
            model.happened(event);
        }
        Told::Settled(standing) => {
            model.standing = standing;
            model.moving = false;
        }
    }
    ask(model);
    // A key that came too early is no key lost; but a question is not answered by it.
    let wanted = !model.moving && std::mem::take(&mut model.wanted);
    match wanted && model.asking.is_none() && model.at.is_none() {
        true => step(model),
        false => Vec::new(),
    }
}

/// The time of a play's pace has passed.
pub fn tick(model: &mut Model) -> Vec<Command> {
    match model.playing {
        true => step(model),
        false => Vec::new(),
    }
}

fn key(model: &mut Model, key: &KeyEvent) -> Vec<Command> {
    let action = keys::action(key);
    if let Some(command) = match action {
        Some(Action::EndProgram) => Some(Command::EndProgram),
        Some(Action::Suspend) => Some(Command::Suspend),
        _ => None,
    } {
        return vec![command];
    }
    if let Some(first) = model.help.take() {
        model.help = match action {
            Some(Action::SelectDown | Action::ScrollDown) => Some((first + 1).min(KEYS.len())),
            Some(Action::SelectUp | Action::ScrollUp) => Some(first.saturating_sub(1)),
            _ => None,
        };
        return Vec::new();
    }
    if model.editor.is_some() {
        return edit(model, key);
    }
    model.remark = None;
    if std::mem::take(&mut model.fating) {
        return fate(model, key);
    }
    if model.playing && !matches!(action, Some(Action::Faster | Action::Slower)) {
        model.playing = false;
        return match action {
            Some(Action::Leave) => vec![Command::Leave],
            _ => Vec::new(),
        };
    }
    if model.asking.is_some() && answer(model, key) {
        return Vec::new();
    }
    action.map_or_else(Vec::new, |action| act(model, action))
}

fn act(model: &mut Model, action: Action) -> Vec<Command> {
    match action {
        Action::Step => return step(model),
        Action::Back => {
            let back = model.record.before(model.shown());
            go(model, back);
        }
        Action::First => go(model, model.record.first()),
        Action::Last => go(model, model.record.len()),
        Action::Play => {
            // A play does not stop to ask.
            model.asking = None;
            model.playing = !has_ended(model);
        }
        // A pace of the learner's own lies between two of ours.
        Action::Faster => {
            let faster = PACES.into_iter().rfind(|pace| *pace < model.pace);
            model.pace = faster.unwrap_or(model.pace);
        }
        Action::Slower => {
            let slower = PACES.into_iter().find(|pace| *pace > model.pace);
            model.pace = slower.unwrap_or(model.pace);
        }
        Action::Zoom(pane) => {
            model.projector = false;
            model.zoom = (model.zoom != Some(pane)).then_some(pane);
        }
        Action::All => {
            model.zoom = None;
            model.projector = false;
            model.selected = None;
        }
        Action::Projector => model.projector = !model.projector,
        Action::SelectUp | Action::SelectDown => select(model, action == Action::SelectUp),
        Action::ScrollUp | Action::ScrollDown => {
            let rows = &mut model.scroll[model.zoom.unwrap_or(Pane::Narration).index()];
            *rows = match action {
                Action::ScrollUp => rows.saturating_sub(PAGE),
                _ => *rows + PAGE,
            };
        }
        Action::Knobs => open_editor(model),
        Action::Again if model.demo.is_some() => return vec![Command::Start],
        Action::Again => {}
        Action::Record if model.has_record => return vec![Command::Replay],
        Action::Record => {}
        Action::Predict => {
            model.predict = !model.predict;
            let words = &model.words.theatre;
            model.remark = Some(match model.predict {
                true => words.predict_on.clone(),
                false => words.predict_off.clone(),
            });
            model.asking = None;
            ask(model);
        }
        Action::Fate => match model.offered() {
            Some(_) => model.fating = true,
            None => model.remark = Some(model.words.theatre.no_frame.clone()),
        },
        Action::Mouse => return vec![Command::ToggleMouse],
        Action::Help => model.help = Some(0),
        Action::Leave => return vec![Command::Leave],
        Action::EndProgram => return vec![Command::EndProgram],
        Action::Suspend => return vec![Command::Suspend],
    }
    Vec::new()
}

/// How much later a frame is that the learner delays, in microseconds: longer than the way there
/// and back in most demos.
const LATER: u64 = 300_000;

/// Does with the frame that waits what the learner's key says; another key leaves it waiting.
fn fate(model: &mut Model, key: &KeyEvent) -> Vec<Command> {
    let last = model.offered().and_then(|frame| {
        let byte = frame.bytes.last()?;
        Some((frame.bytes.len() - 1, *byte))
    });
    let fate = match (key.code, last) {
        (KeyCode::Char('d'), _) => Fate::Deliver,
        (KeyCode::Char('x'), _) => Fate::Drop,
        (KeyCode::Char('2'), _) => Fate::Duplicate,
        (KeyCode::Char('l'), _) => Fate::Delay(LATER),
        (KeyCode::Char('c'), Some((offset, byte))) => Fate::Rewrite {
            offset,
            bytes: vec![byte ^ 1],
        },
        _ => return Vec::new(),
    };
    model.selected = None;
    match model.standing.next.take() {
        Some(_) => {
            model.moving = true;
            vec![Command::AdmitFrame(fate)]
        }
        None => Vec::new(),
    }
}

fn has_ended(model: &Model) -> bool {
    model.record.is_over() && model.shown() == model.record.len()
}

/// Goes on by one step: in the record, or by letting a call through.
fn step(model: &mut Model) -> Vec<Command> {
    if model.shown() < model.record.len() {
        let next = model.record.after(model.shown());
        let playing = model.playing;
        go(model, next);
        model.playing = playing && !has_ended(model);
        return Vec::new();
    }
    if !model.is_live() || model.record.is_over() {
        if model.failure.is_some() && model.has_record && model.record.len() == 0 {
            return vec![Command::Replay];
        }
        model.playing = false;
        return Vec::new();
    }
    model.selected = None;
    match model.standing.next.take() {
        // Until everybody stands still again, nobody is known to be next.
        Some(_) => {
            model.moving = true;
            vec![Command::Admit]
        }
        None => {
            model.wanted = model.moving;
            Vec::new()
        }
    }
}

fn go(model: &mut Model, place: usize) {
    model.go(place);
    model.selected = None;
    model.scroll = [0; 5];
    ask(model);
}

/// Chooses the call on the ladder above or below; below the last one, the current one again.
fn select(model: &mut Model, up: bool) {
    if let Some(pane) = model
        .zoom
        .filter(|pane| *pane != Pane::Ladder && *pane != Pane::Bytes)
    {
        let rows = &mut model.scroll[pane.index()];
        *rows = if up {
            rows.saturating_sub(1)
        } else {
            *rows + 1
        };
        return;
    }
    let items = &model.scene.items;
    let shown = model.item();
    let Some(now) = items.iter().rposition(|item| Some(*item) == shown) else {
        return;
    };
    model.scroll[Pane::Bytes.index()] = 0;
    model.selected = match up {
        true => Some(now.saturating_sub(1)),
        false => Some(now + 1).filter(|next| *next < model.scene.items.len()),
    };
}

fn open_editor(model: &mut Model) {
    let words = &model.words.theatre;
    match model.demo {
        Some(demo) if demo.knobs.is_empty() => model.remark = Some(words.no_knobs.clone()),
        Some(demo) if model.is_live() => model.editor = Some(Editor::new(demo, &model.settings)),
        _ => model.remark = Some(words.cannot_edit.clone()),
    }
}

fn edit(model: &mut Model, key: &KeyEvent) -> Vec<Command> {
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

/// Asks the question of the step that is about to begin, once.
fn ask(model: &mut Model) {
    if !model.predict || model.playing || model.asking.is_some() || model.looks_back() {
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
fn answer(model: &mut Model, key: &KeyEvent) -> bool {
    match key.code {
        KeyCode::Enter | KeyCode::Right | KeyCode::Char(' ') => {
            model.asking = None;
            model.remark = Some(model.words.run.predict_skipped.clone());
            true
        }
        KeyCode::Char(letter) => {
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
            model.remark = Some(fill(&words.predict_wait, &[("answer", &text)]));
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
        return Some(fill(&words.predict_right, &[("why", &why)]));
    }
    let right = asked.question.choices.iter().find(|choice| choice.right);
    let right = question::text(right.map_or("", |choice| &choice.text));
    let answer = question::text(&choice.text);
    let values = [("answer", &*answer), ("why", &*why), ("right", &*right)];
    Some(fill(&words.predict_wrong, &values))
}
