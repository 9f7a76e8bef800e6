//! What the learner's key does with the frame that waits.

use crossterm::event::KeyEvent;

use super::Command;
use crate::event::Fate;
use crate::reader::keymap;
use crate::reader::theatre::model::Model;

/// How much later a frame is that the learner delays, in microseconds: longer than the way there
/// and back in most demos.
const LATER: u64 = 300_000;

/// Does with the frame that waits what the learner's key says; another key leaves it waiting.
pub fn fate(model: &mut Model, key: &KeyEvent) -> Vec<Command> {
    let last = model.offered().and_then(|frame| {
        let byte = frame.bytes.last()?;
        Some((frame.bytes.len() - 1, *byte))
    });
    let fate = match (keymap::typed(key), last) {
        (Some('d'), _) => Fate::Deliver,
        (Some('x'), _) => Fate::Drop,
        (Some('2'), _) => Fate::Duplicate,
        (Some('l'), _) => Fate::Delay(LATER),
        (Some('c'), Some((offset, byte))) => Fate::Rewrite {
            offset,
            bytes: vec![byte ^ 1],
        },
        _ => return Vec::new(),
    };
    model.selected = None;
    model.reached = None;
    match model.standing.next.take() {
        Some(_) => {
            model.moving = true;
            model.admitted += 1;
            vec![Command::AdmitFrame(fate)]
        }
        None => Vec::new(),
    }
}
