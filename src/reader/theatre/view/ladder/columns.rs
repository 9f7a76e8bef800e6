//! Where the columns of the ladder stand, and whose they are.

use crate::reader::theatre::model::Model;
use crate::reader::theatre::scene::Rung;

use super::{rung_of, waits_past};

/// Columns of a time in milliseconds before the ladder.
pub const TIME: usize = 9;

/// A column narrower than this shows nothing of a call.
const NARROWEST: usize = 15;

/// And of a frame, which stands between two of them.
const NARROWEST_OF_FRAMES: usize = 17;

/// Where the columns stand.
pub struct Columns {
    /// The actors that are shown, from the left.
    pub actors: Vec<usize>,
    /// Where the first column begins: before it stand the times of the laboratory.
    pub offset: usize,
    pub width: usize,
    pub total: usize,
    /// Those for whom there is no room.
    pub hidden: Vec<usize>,
}

impl Columns {
    pub fn new(model: &Model, total: usize) -> Columns {
        let all = model.scene.actors.len();
        let in_laboratory = model.scene.in_laboratory();
        let offset = if in_laboratory && total >= 3 * NARROWEST {
            TIME
        } else {
            0
        };
        let room = total - offset;
        let narrowest = match in_laboratory {
            true => NARROWEST_OF_FRAMES,
            false => NARROWEST,
        };
        let most = (room / narrowest).clamp(1, all.max(1));
        let mut actors: Vec<usize> = (0..all).collect();
        if all > most {
            actors = busiest(model, most);
        }
        let shown = actors.len().max(1);
        // What crosses in the laboratory is written between the columns; beside the last one there
        // is only room for its calls.
        let width = match in_laboratory && shown > 1 {
            true => (room - (room / 4).clamp(NARROWEST - 2, 26)) / (shown - 1),
            false => room / shown,
        };
        Columns {
            offset,
            width: width.max(1),
            hidden: (0..all).filter(|actor| !actors.contains(actor)).collect(),
            actors,
            total,
        }
    }

    pub fn left(&self, actor: usize) -> Option<usize> {
        let place = self.actors.iter().position(|shown| *shown == actor)?;
        Some(self.offset + place * self.width)
    }

    /// How far the text of a rung may go: to the next actor that waits there.
    pub fn free_to(&self, model: &Model, actor: usize, rung: usize) -> usize {
        let place = self.actors.iter().position(|shown| *shown == actor);
        let beside = self.actors.iter().skip(place.map_or(0, |place| place + 1));
        let mut waiting = beside.filter(|actor| waits_past(model, **actor, rung));
        let first = waiting.find_map(|actor| self.left(*actor));
        first.map_or(self.total, |left| left - 1)
    }

    /// Where the text of an actor's column ends.
    pub fn right(&self, actor: usize) -> usize {
        let left = self.left(actor).unwrap_or(0);
        match self.actors.last() == Some(&actor) {
            true => self.total,
            false => left + self.width - 1,
        }
    }
}

/// The actors that took part last, up to what is shown, in their usual order: those that act now are
/// among them, and a column comes or goes only when somebody else takes part.
fn busiest(model: &Model, most: usize) -> Vec<usize> {
    let scene = &model.scene;
    let find = |name: &str| scene.actors.iter().position(|actor| *actor.name == *name);
    let mut actors = Vec::new();
    let mut add = |actor: Option<usize>| {
        if let Some(actor) = actor.filter(|actor| !actors.contains(actor) && actors.len() < most) {
            actors.push(actor);
        }
    };
    if let Some(next) = model.next().filter(|_| model.selected.is_none()) {
        add(find(next.actor()));
        // The other end of a frame's cable; the socket of a call is no actor.
        add(find(next.socket()));
    }
    let latest = scene.rungs.len().saturating_sub(1);
    let latest = model.item().map_or(latest, |item| rung_of(model, item));
    for rung in scene.rungs.iter().take(latest + 1).rev() {
        match rung {
            Rung::Call(call) | Rung::Return(call) => {
                add(Some(scene.calls[*call].actor));
                add(scene.calls[*call].to);
            }
            Rung::Frame(frame) | Rung::Arrival(frame) => {
                add(Some(scene.frames[*frame].from));
                add(Some(scene.frames[*frame].to));
            }
            Rung::Step(_) | Rung::Stall | Rung::Leave(_) | Rung::End => {}
        }
    }
    (0..scene.actors.len()).for_each(|actor| add(Some(actor)));
    actors.sort_unstable();
    actors
}
