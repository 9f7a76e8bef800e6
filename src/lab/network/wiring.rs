//! What becomes of a frame on a network's cables: its rule says so, the learner may say otherwise,
//! and it is written down. The same for every engine.

use std::collections::BTreeMap;
use std::io;
use std::panic::Location;
use std::sync::Arc;

use super::super::backend::{Backend, Port};
use super::super::cable::{Arrival, Lab, Offer};
use super::super::dissect::summary::Summary;
use super::super::verdict::Seen;
use super::Rule;
use crate::event::{Failing, Fate, Frame, Passage};
use crate::net::gate::OfferedFrame;
use crate::net::pen::Pen;

/// More frames than this are no demonstration any more.
const MOST_FRAMES: u64 = 50_000;

/// The cards by their owners' names, and the rules of the cables between them.
#[derive(Default)]
pub struct Wiring {
    /// Whose card a port is.
    pub names: BTreeMap<Port, Arc<str>>,
    rules: BTreeMap<Port, usize>,
    all_rules: Vec<Rule>,
}

impl Wiring {
    /// From now on `rule` decides of each frame between these two cards.
    pub fn rule(&mut self, ends: [Port; 2], rule: Rule) {
        self.all_rules.push(rule);
        for port in ends {
            self.rules.insert(port, self.all_rules.len() - 1);
        }
    }

    /// Shows a frame to its rule and to the learner, and does what they say.
    ///
    /// # Errors
    /// When the run has sent too many frames.
    pub fn decide<B: Backend>(
        &mut self,
        lab: &mut Lab<B>,
        offer: Offer,
        pen: &Pen,
    ) -> io::Result<()> {
        if offer.number > MOST_FRAMES {
            let most = MOST_FRAMES;
            return Err(io::Error::other(Failing::TooManyFrames { most }));
        }
        let (from, to) = (self.name(offer.from), self.name(offer.to));
        let seen = Seen {
            number: offer.number,
            from: &from,
            to: &to,
            bytes: &offer.bytes,
            summary: Summary::of(&offer.bytes),
        };
        let rule = (self.rules.get(&offer.from)).and_then(|rule| self.all_rules.get_mut(*rule));
        let verdict = rule.map(|rule| rule(&seen));
        let site: Option<&'static Location<'static>> = verdict.as_ref().map(|it| it.site);
        let fate = verdict.map_or(Fate::Deliver, |verdict| verdict.fate);
        let bytes: Arc<[u8]> = offer.bytes.into();
        let shown = OfferedFrame {
            number: offer.number,
            from: Arc::clone(&from),
            to: Arc::clone(&to),
            bytes: Arc::clone(&bytes),
            fate: fate.clone(),
        };
        let Ok(chosen) = pen.offer(shown, site) else {
            // The run is being left: nothing passes any more.
            lab.decide(Fate::Drop);
            return Ok(());
        };
        let by_learner = chosen.is_some();
        let (fate, arrives) = lab.decide(chosen.unwrap_or(fate));
        // The record may have begun before the clock of the hosts did.
        let under_way = arrives.map(|at| at.saturating_sub(lab.hosts.now()));
        let under_way = under_way.and_then(|time| u64::try_from(time.as_micros()).ok());
        pen.frame(site, |seq, t_us| Frame {
            seq,
            t_us,
            number: offer.number,
            from,
            to,
            step: None,
            source: None,
            passage: Passage::Sent {
                bytes,
                fate,
                chosen: by_learner,
                arrives_us: under_way.map(|time| t_us.saturating_add(time)),
            },
        });
        Ok(())
    }

    /// Writes down that a frame has come to the other end of its cable.
    pub fn arrived(&self, arrival: Arrival, pen: &Pen) {
        let (from, to) = (self.name(arrival.from), self.name(arrival.to));
        pen.frame(None, |seq, t_us| Frame {
            seq,
            t_us,
            number: arrival.number,
            from,
            to,
            step: None,
            source: None,
            passage: Passage::Arrived {
                bytes: arrival.bytes.into(),
            },
        });
    }

    fn name(&self, port: Port) -> Arc<str> {
        self.names
            .get(&port)
            .map_or_else(|| Arc::from("?"), Arc::clone)
    }
}
