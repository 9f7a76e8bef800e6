//! On to a step of the demo: through the gate call by call, until its first call waits there.

use super::{Command, ask, go, step};
use crate::lang::fill;
use crate::reader::theatre::model::{Goal, Model};

/// Goes on to this step.
pub fn begin(model: &mut Model, goal: Goal) -> Vec<Command> {
    model.playing = false;
    model.asking = None;
    let from = model.shown();
    let leaves = matches!(goal, Goal::Next);
    model.goal = Some(goal);
    // The step that waits already is not the next one.
    let commands = if leaves { step(model) } else { Vec::new() };
    match model.shown() > from || !leaves {
        true => onward(model),
        false => commands,
    }
}

/// Goes on as far as one can now: in the record to the goal, in a live run by one call.
pub fn onward(model: &mut Model) -> Vec<Command> {
    while let Some(goal) = model.goal.clone() {
        let at_end = model.shown() == model.record.len();
        let waits = at_end || model.record.goes_at(model.shown());
        let step_here = model.next().and_then(|next| next.step()).cloned();
        let here = step_here.filter(|step| match &goal {
            Goal::Step(wanted) => waits && step == wanted,
            Goal::Next => waits && !model.scene.has_begun(step),
        });
        if here.is_some() {
            model.goal = None;
            ask(model);
            // What is told of the step would answer its question.
            model.reached = here.filter(|_| model.asking.is_none());
            return Vec::new();
        }
        if at_end && (model.record.is_over() || model.scene.stalled.is_some()) {
            model.goal = None;
            model.remark = missed(model, &goal);
            return Vec::new();
        }
        if at_end {
            // Who goes next may not be known yet, or nobody may be able to: then it is said later.
            return match model.standing.next {
                Some(_) => step(model),
                None => Vec::new(),
            };
        }
        let next = model.record.after(model.shown());
        go(model, next);
    }
    Vec::new()
}

/// What is said of a step that did not come.
fn missed(model: &Model, goal: &Goal) -> Option<String> {
    match goal {
        Goal::Step(step) => {
            let title = model.title(step);
            Some(fill(model.words.theatre.goal_missed, &[("step", &title)]))
        }
        // The end says that it is the end.
        Goal::Next => None,
    }
}
