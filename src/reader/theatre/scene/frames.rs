//! The frames of a run in the laboratory.

use std::sync::Arc;

use super::{Item, Rung, Scene};
use crate::event::{Fate, Frame, Passage, Source, Start};
use crate::render::bytes;
use crate::render::frame::Told;

/// A frame as far as it is known.
#[derive(Debug, Clone, PartialEq)]
pub struct FrameSeen {
    /// Which one of the run, from 1.
    pub number: u64,
    /// The actors at the two ends of its cable.
    pub from: usize,
    pub to: usize,
    pub step: Option<Arc<str>>,
    pub source: Option<Source>,
    pub bytes: Arc<[u8]>,
    pub fate: Fate,
    /// Whether the learner chose the fate.
    pub chosen: bool,
    pub sent_us: u64,
    /// When the first copy reached the other end.
    pub arrived_us: Option<u64>,
    pub told: Told,
    /// The rung on which it is sent.
    pub rung: usize,
}

impl Scene {
    /// Whether what is shown happened in the packet laboratory.
    pub fn in_laboratory(&self) -> bool {
        let start = self.start.as_ref();
        start.is_some_and(Start::in_laboratory)
    }

    /// The state of TCP on an actor's side, if this is the laboratory and there is one.
    pub fn tcp_state(&self, actor: &str) -> Option<String> {
        let state = self
            .sockets
            .tcp_state(actor)
            .filter(|_| self.in_laboratory())?;
        Some(bytes::clean(&state))
    }

    pub(super) fn frame(&mut self, frame: &Frame) {
        let told = self.lines.line(frame);
        let (from, to) = (self.actor(&frame.from), self.actor(&frame.to));
        if self.left {
            return;
        }
        match &frame.passage {
            Passage::Sent {
                bytes,
                fate,
                chosen,
                ..
            } => {
                self.step(frame.step.as_ref());
                let number = self.frames.len();
                self.rungs.push(Rung::Frame(number));
                self.items.push(Item::Frame(number));
                self.current = Some(Item::Frame(number));
                self.frames.push(FrameSeen {
                    number: frame.number,
                    from,
                    to,
                    step: frame.step.clone(),
                    source: frame.source.clone(),
                    bytes: Arc::clone(bytes),
                    fate: fate.clone(),
                    chosen: *chosen,
                    sent_us: frame.t_us,
                    arrived_us: None,
                    told,
                    rung: self.rungs.len() - 1,
                });
            }
            Passage::Arrived { .. } => {
                let seen = self
                    .frames
                    .iter()
                    .rposition(|seen| seen.number == frame.number);
                // A damaged record may hold an arrival of a frame that was not sent.
                let Some(number) = seen else {
                    return;
                };
                self.frames[number].arrived_us.get_or_insert(frame.t_us);
                self.current = Some(Item::Frame(number));
                if self.rungs.last() != Some(&Rung::Frame(number)) {
                    self.rungs.push(Rung::Arrival(number));
                }
            }
        }
    }

    /// What is told of a frame that waits for its fate.
    pub fn preview(&self, bytes: &[u8]) -> Told {
        self.lines.preview(bytes)
    }

    /// Whether a frame is shown to arrive on the rung on which it was sent.
    pub fn arrives_at_once(&self, number: usize) -> bool {
        let frame = &self.frames[number];
        // Its arrival has a rung of its own, some way below.
        let later = self.rungs[frame.rung..].contains(&Rung::Arrival(number));
        frame.arrived_us.is_some() && !later
    }
}
