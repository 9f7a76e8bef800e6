//! The fields of a frame, layer by layer, as JSON.

use serde::Serialize;

use crate::lab::dissect::{Checksum, Field, Layer, dissect};

/// Neighbouring fields of one header.
#[derive(Serialize, Default)]
pub(super) struct LayerLine {
    name: &'static str,
    /// Whether an ICMP message quotes it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    quoted: bool,
    fields: Vec<FieldLine>,
}

#[derive(Serialize)]
struct FieldLine {
    id: &'static str,
    at: usize,
    len: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    mask: Option<u32>,
    value: String,
    /// `correct`, `wrong`, `absent` or `unknown`.
    #[serde(skip_serializing_if = "Option::is_none")]
    checksum: Option<&'static str>,
}

pub(super) fn layers(frame: &[u8]) -> Vec<LayerLine> {
    let fields = dissect(frame);
    let header = |field: &Field| -> (Layer, bool) { (field.layer, field.quoted) };
    let headers = fields.chunk_by(|one, next| header(one) == header(next));
    let lines = headers.map(|fields| LayerLine {
        name: fields[0].layer.name(),
        quoted: fields[0].quoted,
        fields: fields.iter().map(field_line).collect(),
    });
    lines.collect()
}

fn field_line(field: &Field) -> FieldLine {
    FieldLine {
        id: field.id,
        at: field.range.start,
        len: field.range.len(),
        mask: field.mask,
        value: field.value.to_string(),
        checksum: field.checksum.map(Checksum::name),
    }
}
