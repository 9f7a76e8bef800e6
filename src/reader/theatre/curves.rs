//! Measured numbers over time, as far as a record tells.

use std::borrow::Cow;
use std::sync::Arc;

use super::translations;
use crate::event::{Event, Evidence, Frame, Gauge, Passage, Phase, Value};

/// Every number that was measured again and again, and when frames were lost.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Curves {
    /// In the order in which they were measured first.
    pub all: Vec<Curve>,
    /// When frames were lost, in microseconds, rising.
    pub losses: Vec<u64>,
    /// The time of the latest event that has one, in microseconds.
    pub until_us: u64,
    in_laboratory: bool,
}

/// One value of one socket. Between two points it stays as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    pub actor: Arc<str>,
    /// `client/1`; empty for a value of the actor as a whole.
    pub socket: Arc<str>,
    pub name: Cow<'static, str>,
    pub unit: Cow<'static, str>,
    /// When it was measured, in microseconds, and what: by rising time.
    pub points: Vec<(u64, i64)>,
    pub most: i64,
}

impl Curve {
    /// What it was at this time; `None` before it was measured.
    pub fn at(&self, time_us: u64) -> Option<i64> {
        let after = self.points.partition_point(|(at, _)| *at <= time_us);
        Some(self.points.get(after.checked_sub(1)?)?.1)
    }
}

impl Curves {
    /// Takes the next event in.
    pub fn add(&mut self, event: &Event) {
        let time = match event {
            Event::Start(start) => {
                self.in_laboratory = start.evidence == Evidence::Lab;
                return;
            }
            Event::Call(call) => call.t_us,
            Event::Gauge(gauge) => gauge.t_us,
            Event::Frame(frame) => frame.t_us,
            Event::Stall(stall) => stall.t_us,
            Event::Leave(_) | Event::End(_) => return,
        };
        // A damaged record may go back in time; a chart does not.
        self.until_us = self.until_us.max(time);
        match event {
            Event::Gauge(gauge) => self.measured(gauge),
            Event::Frame(frame) if is_lost(frame) => self.losses.push(self.until_us),
            Event::Call(call) if self.in_laboratory && call.name == "accept" => {
                let Phase::End(outcome) = &call.phase else {
                    return;
                };
                let fields = outcome.result.as_ref().map(|success| &success.fields[..]);
                let new = fields.unwrap_or_default().iter();
                let new = new.clone().find(|(name, _)| name == "socket");
                if let Some((_, Value::Text(new))) = new {
                    self.accepted(&call.socket, &Arc::from(&**new));
                }
            }
            _ => {}
        }
    }

    fn measured(&mut self, gauge: &Gauge) {
        let Value::Number(value) = gauge.value else {
            return;
        };
        if translations::is_of_line(gauge) {
            return;
        }
        let socket = gauge.socket.clone().unwrap_or_default();
        let known = self.all.iter_mut().find(|curve| {
            curve.socket == socket && curve.name == gauge.name && curve.actor == gauge.actor
        });
        let point = (self.until_us, value);
        match known {
            Some(curve) => {
                curve.points.push(point);
                curve.most = curve.most.max(value);
            }
            None => self.all.push(Curve {
                actor: Arc::clone(&gauge.actor),
                socket,
                name: gauge.name.clone(),
                unit: gauge.unit.clone(),
                points: vec![point],
                most: value,
            }),
        }
    }

    /// The laboratory knows a connection by its listener's name until it is accepted.
    fn accepted(&mut self, listener: &Arc<str>, new: &Arc<str>) {
        for curve in &mut self.all {
            if curve.socket == *listener {
                curve.socket = Arc::clone(new);
            }
        }
    }
}

fn is_lost(frame: &Frame) -> bool {
    matches!(&frame.passage, Passage::Sent { fate, .. } if fate.is_loss())
}
