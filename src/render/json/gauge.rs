//! A measured value as a line of JSON, and back.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::BadLine;
use crate::event::Gauge;

#[derive(Serialize, Deserialize)]
pub(super) struct GaugeLine {
    seq: u64,
    t_us: u64,
    actor: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    socket: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    step: Option<String>,
    name: String,
    /// A text has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    unit: String,
    value: Json,
}

pub(super) fn line(gauge: &Gauge) -> GaugeLine {
    GaugeLine {
        seq: gauge.seq,
        t_us: gauge.t_us,
        actor: gauge.actor.to_string(),
        socket: gauge.socket.as_ref().map(|socket| socket.to_string()),
        step: gauge.step.as_ref().map(|step| step.to_string()),
        name: gauge.name.to_string(),
        unit: gauge.unit.to_string(),
        value: super::json(&gauge.value),
    }
}

pub(super) fn read(line: GaugeLine) -> Result<Gauge, BadLine> {
    Ok(Gauge {
        seq: line.seq,
        t_us: line.t_us,
        actor: line.actor.into(),
        socket: line.socket.map(Into::into),
        step: line.step.map(Into::into),
        name: line.name.into(),
        unit: line.unit.into(),
        value: super::value(line.value)?,
    })
}
