//! The frames of a run as a pcapng file: what one host would have captured at its network cards.
//!
//! Frames the host sent stand at the time it sent them, frames that reached it at their arrival and
//! as they arrived. Both sides in one file would look as if every frame was sent again.
//!
//! <https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-02.html> names blocks and options.

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::Arc;

use crate::course::Narration;
use crate::event::{Event, Fate, Frame, Passage, Start};
use crate::lang::fill;
use crate::lang::words::Words;
use crate::progress::Day;

mod block;

use block::{Direction, Packet};

/// What a capture is made of.
pub struct Capture<'a> {
    pub events: &'a [Event],
    /// The host at whose cards the frames are seen.
    pub host: &'a str,
    pub words: &'a Words,
    pub narration: Option<&'a Narration>,
}

/// The hosts and boxes of a run: those that send a frame in the order of their first, then those
/// that only receive.
pub fn hosts(events: &[Event]) -> Vec<Arc<str>> {
    let mut hosts: Vec<Arc<str>> = Vec::new();
    let ends: [fn(&Frame) -> &Arc<str>; 2] = [|frame| &frame.from, |frame| &frame.to];
    for end in ends {
        for host in frames(events).map(end) {
            if !hosts.contains(host) {
                hosts.push(host.clone());
            }
        }
    }
    hosts
}

impl Capture<'_> {
    /// Writes the whole file.
    ///
    /// # Errors
    /// Those of the writer, and a frame or time too large for the format.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let start = self.events.iter().find_map(|event| match event {
            Event::Start(start) => Some(start),
            _ => None,
        });
        let midnight = start.and_then(day).map_or(0, Day::seconds);
        self.section(out, start)?;
        let cards = self.cards();
        for peer in &cards {
            // With one cable the host's name says it all.
            let name = match cards.len() {
                1 => self.host.to_string(),
                _ => format!("{}/{peer}", self.host),
            };
            block::interface(out, &name)?;
        }
        let fates: HashMap<u64, &Fate> = frames(self.events)
            .filter_map(|frame| match &frame.passage {
                Passage::Sent { fate, .. } => Some((frame.number, fate)),
                Passage::Arrived { .. } => None,
            })
            .collect();
        for frame in frames(self.events) {
            let Some((direction, peer, bytes)) = self.seen(frame) else {
                continue;
            };
            let card = cards.iter().position(|known| *known == peer);
            let mut comments: Vec<String> = self.title(frame).into_iter().collect();
            comments.extend(fates.get(&frame.number).and_then(|fate| self.fate(fate)));
            let since = u128::from(midnight) * 1_000_000_000 + u128::from(frame.t_us) * 1000;
            let nanoseconds = u64::try_from(since).map_err(io::Error::other)?;
            let packet = Packet {
                card: u32::try_from(card.unwrap_or(0)).map_err(io::Error::other)?,
                nanoseconds,
                bytes,
                direction,
                comments: &comments,
            };
            packet.write(out)?;
        }
        out.flush()
    }

    fn section(&self, out: &mut impl Write, start: Option<&Start>) -> io::Result<()> {
        let words = &self.words.capture;
        let demo = start.map_or("", |start| start.demo.as_str());
        let date = start.and_then(day).map(|day| day.to_string());
        let clock = match &date {
            Some(date) => fill(words.clock, &[("date", date)]),
            None => words.clock_without_date.to_string(),
        };
        let about = [("demo", demo), ("host", self.host)];
        let comments = [fill(words.about, &about), clock];
        let (system, version) = match start {
            Some(start) => (start.os.as_str(), start.version.as_str()),
            None => ("", ""),
        };
        block::section(out, &comments, system, &format!("sockets-tutor {version}"))
    }

    /// The neighbours of the host in the order in which they are first met, one card for each.
    fn cards(&self) -> Vec<&Arc<str>> {
        let mut cards = Vec::new();
        for (_, peer, _) in frames(self.events).filter_map(|frame| self.seen(frame)) {
            if !cards.contains(&peer) {
                cards.push(peer);
            }
        }
        cards
    }

    /// What the host sees of a frame: which way it goes, who is at the other end, and its bytes.
    fn seen<'f>(&self, frame: &'f Frame) -> Option<(Direction, &'f Arc<str>, &'f [u8])> {
        match &frame.passage {
            Passage::Sent { bytes, .. } if *frame.from == *self.host => {
                Some((Direction::Outbound, &frame.to, bytes))
            }
            Passage::Arrived { bytes } if *frame.to == *self.host => {
                Some((Direction::Inbound, &frame.from, bytes))
            }
            _ => None,
        }
    }

    /// What the narration calls the step in which the frame was sent.
    fn title(&self, frame: &Frame) -> Option<String> {
        let section = self.narration?.section(frame.step.as_deref()?)?;
        Some(section.title.clone())
    }

    /// What the cable did with a frame, if it did more than to carry it.
    fn fate(&self, fate: &Fate) -> Option<String> {
        let words = &self.words.capture;
        Some(match fate {
            Fate::Deliver => return None,
            Fate::Drop => words.drop.to_string(),
            Fate::QueueFull => words.queue_full.to_string(),
            Fate::Duplicate => words.duplicate.to_string(),
            Fate::Delay(micros) => fill(words.delay, &[("us", &*micros.to_string())]),
            Fate::Rewrite { offset, bytes } => {
                let (offset, count) = (offset.to_string(), bytes.len().to_string());
                fill(words.rewrite, &[("offset", &*offset), ("count", &*count)])
            }
        })
    }
}

fn frames(events: &[Event]) -> impl Iterator<Item = &Frame> {
    events.iter().filter_map(|event| match event {
        Event::Frame(frame) => Some(frame),
        _ => None,
    })
}

/// The day of the run; a record need not say it, and may say anything.
fn day(start: &Start) -> Option<Day> {
    start.date.as_deref()?.parse().ok()
}

#[cfg(test)]
mod tests;
