//! The table of a NAT: which socket inside stands behind which public address and port.

use std::sync::Arc;

use crate::event::{Gauge, Value};

/// The tables of all NATs of a run, at one moment of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Translations {
    /// In the order in which the lines were made.
    pub lines: Vec<Translation>,
    /// The boxes that have had a line, each once.
    pub boxes: Vec<Arc<str>>,
}

/// A line of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Translation {
    /// The NAT.
    pub owner: Arc<str>,
    /// `udp 203.0.113.5:40001`.
    pub outside: Arc<str>,
    /// `192.168.1.10:50000`.
    pub inside: String,
    /// When it will be forgotten, in microseconds of the run; `None` for what is kept for ever.
    pub until_us: Option<u64>,
}

/// Whether a value says something of a line, and is no number that rises and falls.
pub fn is_of_line(gauge: &Gauge) -> bool {
    matches!(&*gauge.name, "mapped" | "unmapped" | "kept_for")
}

impl Translations {
    /// Takes in a measured value; most are not of a NAT.
    pub fn measured(&mut self, gauge: &Gauge) {
        let Some(outside) = gauge.socket.as_ref().filter(|_| is_of_line(gauge)) else {
            return;
        };
        let is_this = |line: &Translation| line.owner == gauge.actor && line.outside == *outside;
        match (&*gauge.name, &gauge.value) {
            ("kept_for", Value::Number(seconds)) => {
                let left = u64::try_from(*seconds).unwrap_or(0);
                let left = left.saturating_mul(1_000_000);
                let known = self.lines.iter_mut().find(|line| is_this(line));
                if let Some(line) = known {
                    line.until_us = Some(gauge.t_us.saturating_add(left));
                }
            }
            ("mapped", inside) => {
                self.lines.retain(|line| !is_this(line));
                self.lines.push(Translation {
                    owner: Arc::clone(&gauge.actor),
                    outside: Arc::clone(outside),
                    inside: inside.to_string(),
                    until_us: None,
                });
                if !self.boxes.contains(&gauge.actor) {
                    self.boxes.push(Arc::clone(&gauge.actor));
                }
            }
            _ => self.lines.retain(|line| !is_this(line)),
        }
    }
}
