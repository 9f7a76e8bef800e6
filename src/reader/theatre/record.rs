//! The record of a run and the moments at which one can stand in it.

use std::sync::Arc;

use crate::event::{Call, Event, Passage, Phase};

use super::curves::Curves;

/// The events so far, and where a step ends.
///
/// A step is a call that begins and everything that returned before the next one did: what one key
/// lets through. So a record that was stepped and one that ran freely are gone through alike.
#[derive(Debug, Default)]
pub struct Record {
    events: Vec<Event>,
    /// Every number measured in the whole of it.
    pub curves: Curves,
    /// Numbers of events, rising: standing at `k`, one has seen the first `k`.
    moments: Vec<usize>,
    /// The moments before the first call or frame of each step.
    steps: Vec<(usize, Arc<str>)>,
    calls: usize,
    frames: usize,
    left: bool,
}

impl Record {
    /// A whole record.
    pub fn of(events: Vec<Event>) -> Record {
        let mut record = Record::default();
        for event in events {
            record.push(event);
        }
        record
    }

    /// Adds what has happened last.
    pub fn push(&mut self, event: Event) {
        let begins = match &event {
            // What is closed because somebody leaves is no step of the demo's.
            Event::Call(call) => matches!(call.phase, Phase::Begin(_)) && !self.left,
            Event::Frame(_) => is_sent(&event) && !self.left,
            // A value was measured because a call returned: it belongs to the call's step.
            Event::Start(_) | Event::Gauge(_) => false,
            Event::Stall(_) | Event::Leave(_) | Event::End(_) => true,
        };
        self.left |= matches!(event, Event::Leave(_));
        if begins && !self.events.is_empty() {
            self.moments.push(self.events.len());
            let step = match &event {
                Event::Call(call) => call.step.as_ref(),
                Event::Frame(frame) => frame.step.as_ref(),
                _ => None,
            };
            let is_new = |step: &&Arc<str>| self.steps.iter().all(|(_, known)| known != *step);
            if let Some(step) = step.filter(is_new) {
                self.steps.push((self.events.len(), Arc::clone(step)));
            }
        }
        self.curves.add(&event);
        self.frames += usize::from(is_sent(&event));
        self.calls += usize::from(begun(&event).is_some());
        self.events.push(event);
    }

    /// All events, in the order in which they were written down.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// How many events there are.
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// The moment after the place `at`; the end of the record is one.
    pub fn after(&self, at: usize) -> usize {
        let next = self.moments.partition_point(|moment| *moment <= at);
        self.moments.get(next).copied().unwrap_or(self.events.len())
    }

    /// The moment before the place `at`; the first one is its own.
    pub fn before(&self, at: usize) -> usize {
        let place = self.moments.partition_point(|moment| *moment < at);
        match place.checked_sub(1).and_then(|p| self.moments.get(p)) {
            Some(moment) => *moment,
            None => self.first().min(at),
        }
    }

    /// The latest moment before the place `at` at which a step begins; without one the first moment.
    pub fn step_before(&self, at: usize) -> usize {
        let earlier = self.steps.iter().rfind(|(moment, _)| *moment < at);
        earlier.map_or(self.first().min(at), |(moment, _)| *moment)
    }

    /// The first moment: nothing has been called yet.
    pub fn first(&self) -> usize {
        self.moments.first().copied().unwrap_or(self.events.len())
    }

    /// The next call that begins, or frame that is sent, after the place `at`.
    pub fn next(&self, at: usize) -> Option<&Event> {
        let later = self.events.get(at..)?;
        later
            .iter()
            .find(|event| begun(event).is_some() || is_sent(event))
    }

    /// Whether a call or frame goes next from the place `at`, and nothing else before.
    pub fn goes_at(&self, at: usize) -> bool {
        let event = self.events.get(at);
        event.is_some_and(|event| begun(event).is_some() || is_sent(event))
    }

    /// How many calls there are.
    pub fn calls(&self) -> usize {
        self.calls
    }

    /// How many calls and frames there are.
    pub fn items(&self) -> usize {
        self.calls + self.frames
    }

    /// Whether the run has come to its end.
    pub fn is_over(&self) -> bool {
        matches!(self.events.last(), Some(Event::End(_)))
    }
}

fn is_sent(event: &Event) -> bool {
    matches!(event, Event::Frame(frame) if matches!(frame.passage, Passage::Sent { .. }))
}

fn begun(event: &Event) -> Option<&Call> {
    match event {
        Event::Call(call) if matches!(call.phase, Phase::Begin(_)) => Some(call),
        _ => None,
    }
}
