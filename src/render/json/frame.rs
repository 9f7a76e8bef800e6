//! A frame of the laboratory as a line of JSON, and back.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::layers::{self, LayerLine};
use super::{BadLine, read_hex, read_source};
use crate::event::{Fate, Frame, Passage};
use crate::render::bytes;

#[derive(Serialize, Deserialize)]
pub(super) struct FrameLine {
    seq: u64,
    t_us: u64,
    phase: PhaseName,
    frame: u64,
    from: String,
    to: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fate: Option<String>,
    /// With the fate `delay`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    delay_us: Option<u64>,
    /// With the fate `rewrite`: where, and the bytes that stand there instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    offset: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    with: Option<String>,
    /// Whether the learner chose the fate.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    chosen: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    arrives_us: Option<u64>,
    hex: String,
    /// For readers without a dissector; a record that is read is taken apart anew.
    #[serde(default, skip_deserializing, skip_serializing_if = "Vec::is_empty")]
    layers: Vec<LayerLine>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum PhaseName {
    Sent,
    Arrived,
}

pub(super) fn line(frame: &Frame, taken_apart: bool) -> FrameLine {
    let source = frame.source.as_ref();
    let mut line = FrameLine {
        seq: frame.seq,
        t_us: frame.t_us,
        phase: PhaseName::Arrived,
        frame: frame.number,
        from: frame.from.to_string(),
        to: frame.to.to_string(),
        step: frame.step.as_ref().map(|step| step.to_string()),
        source: source.map(|source| format!("{}:{}", source.file, source.line)),
        fate: None,
        delay_us: None,
        offset: None,
        with: None,
        chosen: false,
        arrives_us: None,
        hex: String::new(),
        layers: Vec::new(),
    };
    if taken_apart {
        let (Passage::Sent { bytes, .. } | Passage::Arrived { bytes }) = &frame.passage;
        line.layers = layers::layers(bytes);
    }
    match &frame.passage {
        Passage::Arrived { bytes } => line.hex = bytes::hex(bytes, ""),
        Passage::Sent {
            bytes,
            fate,
            chosen,
            arrives_us,
        } => {
            line.phase = PhaseName::Sent;
            line.hex = bytes::hex(bytes, "");
            line.fate = Some(fate.name().to_string());
            line.chosen = *chosen;
            line.arrives_us = *arrives_us;
            match fate {
                Fate::Delay(micros) => line.delay_us = Some(*micros),
                Fate::Rewrite { offset, bytes } => {
                    line.offset = Some(*offset);
                    line.with = Some(bytes::hex(bytes, ""));
                }
                Fate::Deliver | Fate::Drop | Fate::Duplicate | Fate::QueueFull => {}
            }
        }
    }
    line
}

pub(super) fn read(line: FrameLine) -> Result<Frame, BadLine> {
    let bytes: Arc<[u8]> = read_hex(&line.hex)?.into();
    let passage = match line.phase {
        PhaseName::Arrived => Passage::Arrived { bytes },
        PhaseName::Sent => Passage::Sent {
            bytes,
            fate: fate(&line)?,
            chosen: line.chosen,
            arrives_us: line.arrives_us,
        },
    };
    Ok(Frame {
        seq: line.seq,
        t_us: line.t_us,
        number: line.frame,
        from: line.from.into(),
        to: line.to.into(),
        step: line.step.map(Arc::from),
        source: line.source.as_deref().map(read_source).transpose()?,
        passage,
    })
}

fn fate(line: &FrameLine) -> Result<Fate, BadLine> {
    let name = line.fate.as_deref().unwrap_or_default();
    let needs = |field: &str| BadLine::Field(field.to_string());
    Ok(match name {
        "deliver" => Fate::Deliver,
        "drop" => Fate::Drop,
        "delay" => Fate::Delay(line.delay_us.ok_or_else(|| needs("delay_us"))?),
        "duplicate" => Fate::Duplicate,
        "rewrite" => Fate::Rewrite {
            offset: line.offset.ok_or_else(|| needs("offset"))?,
            bytes: read_hex(line.with.as_deref().unwrap_or_default())?,
        },
        "queue-full" => Fate::QueueFull,
        other => return Err(BadLine::Field(format!("fate: {}", bytes::clean(other)))),
    })
}
