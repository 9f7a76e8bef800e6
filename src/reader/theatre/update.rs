//! What a key, an event or the pace changes. Pure: what is to be done outside comes back as commands.

mod fate;
mod knobs;
mod onward;
mod predict;

use crossterm::event::{Event as Input, KeyEvent, MouseEventKind};

use crate::event::{Fate, Phase};
use crate::lab::dissect::dissect;
use crate::reader::help::Help;
use crate::reader::keymap::{self, Ask, Common};

use super::keys::{Action, KEYS, PANES, Pane};
use super::model::{Goal, Model, PACES};
use super::stage::{News, Told};
pub use onward::onward;
use predict::ask;
pub use predict::verdict;

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
        // Where they stood before the latest key: the next key must not be for that.
        Told::Settled(standing) if standing.admitted < model.admitted => return Vec::new(),
        Told::Settled(standing) => model.coming = Some(standing),
    }
    let here = model.record.len() as u64;
    let coming = model.coming.take_if(|standing| standing.events <= here);
    // A key may have come between.
    if let Some(standing) = coming.filter(|standing| standing.admitted >= model.admitted) {
        // Another frame may wait now.
        model.field = None;
        model.standing = standing;
        model.moving = false;
    }
    ask(model);
    // A key that came too early is no key lost; but a question is not answered by it.
    let wanted = !model.moving && std::mem::take(&mut model.wanted);
    match wanted && model.asking.is_none() && model.at.is_none() {
        true => step(model),
        false => onward(model),
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
    let asked = keymap::action(KEYS, key);
    // Wherever one is.
    if let Some(Ask::Common(asked @ (Common::Quit | Common::Suspend))) = asked {
        return common(model, asked);
    }
    let action = match asked {
        Some(Ask::Own(action)) => Some(action),
        Some(Ask::Common(_)) | None => None,
    };
    if let Some(help) = model.help {
        model.help = help.key(key);
        return Vec::new();
    }
    if model.editor.is_some() {
        return knobs::key(model, key);
    }
    model.remark = None;
    if std::mem::take(&mut model.fating) {
        return fate::fate(model, key);
    }
    if model.playing && !matches!(action, Some(Action::Faster | Action::Slower)) {
        model.playing = false;
        return match action {
            Some(Action::Leave) => vec![Command::Leave],
            _ => Vec::new(),
        };
    }
    // Why a run could not start has keys of its own.
    if model.goal.is_some() && model.failure.is_none() {
        let again = model.goal == Some(Goal::Next) && action == Some(Action::NextStep);
        model.goal = model.goal.take().filter(|_| again);
        return match action {
            Some(Action::Leave) => vec![Command::Leave],
            _ => Vec::new(),
        };
    }
    if model.asking.is_some() && predict::answer(model, key) {
        return Vec::new();
    }
    match asked {
        Some(Ask::Common(asked)) => common(model, asked),
        Some(Ask::Own(action)) => act(model, action),
        None => Vec::new(),
    }
}

fn common(model: &mut Model, asked: Common) -> Vec<Command> {
    match asked {
        Common::Mouse => return vec![Command::ToggleMouse],
        Common::Suspend => return vec![Command::Suspend],
        Common::Quit => return vec![Command::EndProgram],
        Common::Help => model.help = Some(Help::default()),
        // A run is told in the language in which it was opened.
        Common::Language => {}
    }
    Vec::new()
}

fn act(model: &mut Model, action: Action) -> Vec<Command> {
    match action {
        Action::Step => return step(model),
        Action::Back => {
            let back = model.record.before(model.shown());
            go(model, back);
        }
        Action::NextStep => return onward::begin(model, Goal::Next),
        Action::StepBefore => {
            let place = model.record.step_before(model.shown());
            go(model, place);
            model.reached = model.next().and_then(|next| next.step()).cloned();
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
            model.field = None;
        }
        Action::All => {
            model.zoom = None;
            model.projector = false;
            model.selected = None;
            model.field = None;
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
        Action::Knobs => knobs::open(model),
        Action::Again if model.demo.is_some() => return vec![Command::Start],
        Action::Again => {}
        Action::Record if model.has_record => return vec![Command::Replay],
        Action::Record => {}
        Action::Predict => {
            model.predict = !model.predict;
            let words = &model.words.theatre;
            model.remark = Some(match model.predict {
                true => words.predict_on.to_string(),
                false => words.predict_off.to_string(),
            });
            model.asking = None;
            ask(model);
        }
        Action::Fate => match model.offered() {
            Some(_) => model.fating = true,
            None => model.remark = Some(model.words.theatre.no_frame.to_string()),
        },
        Action::Leave => return vec![Command::Leave],
    }
    Vec::new()
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
    if model.failure.is_some() && model.has_record {
        return vec![Command::Replay];
    }
    if !model.is_live() || model.record.is_over() {
        model.playing = false;
        return Vec::new();
    }
    model.selected = None;
    model.reached = None;
    match model.standing.next.take() {
        // Until everybody stands still again, nobody is known to be next.
        Some(_) => {
            model.moving = true;
            model.admitted += 1;
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
    model.reached = None;
    model.selected = None;
    model.field = None;
    model.scroll = [0; PANES];
    ask(model);
}

/// Chooses the field of the frame above or below; false when no frame is shown.
fn select_field(model: &mut Model, up: bool) -> bool {
    let Some(frame) = model.frame() else {
        return false;
    };
    let last = dissect(frame).len().saturating_sub(1);
    model.field = Some(match (model.field, up) {
        (None, _) => 0,
        (Some(field), true) => field.saturating_sub(1),
        (Some(field), false) => (field + 1).min(last),
    });
    true
}

/// Chooses the call on the ladder above or below; below the last one, the current one again.
fn select(model: &mut Model, up: bool) {
    if let Some(pane) = model
        .zoom
        .filter(|pane| !matches!(pane, Pane::Ladder | Pane::Bytes | Pane::Charts))
    {
        let rows = &mut model.scroll[pane.index()];
        *rows = if up {
            rows.saturating_sub(1)
        } else {
            *rows + 1
        };
        return;
    }
    if model.zoom == Some(Pane::Bytes) && select_field(model, up) {
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
