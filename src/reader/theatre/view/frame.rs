//! One frame, layer by layer: its bytes, each in the colour of its layer, and its fields by name.

use crate::doc::{Notice, Style};
use crate::lab::dissect::{Checksum, Field, Layer, dissect};
use crate::lang::fill;
use crate::reader::theatre::model::Model;
use crate::reader::theatre::scene::FrameSeen;
use crate::render::bytes;
use crate::render::page::cells::width as columns;
use crate::render::page::row::{Role, Row};

use super::line::{Line, clip};
use super::signs::signs;

/// So many bytes of a field stand beside its name; the dump has them all.
const BESIDE: usize = 6;

/// So many bytes of a frame are dumped.
const MOST: usize = 2048;

/// A frame that was sent.
pub fn rows(model: &Model, frame: &FrameSeen, ascii: bool, width: usize) -> Vec<Row> {
    let name = |actor: usize| bytes::clean(&model.scene.actors[actor].name);
    let number = frame.number.to_string();
    let values = [
        ("number", &*number),
        ("from", &*name(frame.from)),
        ("to", &*name(frame.to)),
        ("ends", &*frame.told.ends),
        ("frame", &*frame.told.text),
    ];
    let head = fill(&model.words.theatre.frame, &values);
    taken_apart(model, &head, &frame.bytes, ascii, width)
}

/// A frame that waits for its fate.
pub fn offered(model: &Model, frame: &[u8], ascii: bool, width: usize) -> Vec<Row> {
    let values = [("frame", &*model.scene.preview(frame))];
    let head = fill(&model.words.theatre.frame_waits, &values);
    taken_apart(model, &head, frame, ascii, width)
}

fn taken_apart(model: &Model, head: &str, frame: &[u8], ascii: bool, width: usize) -> Vec<Row> {
    let fields = dissect(frame);
    let mut rows = super::wrapped(&bytes::clean(head), width, Role::Text);
    dump(frame, &fields, width, &mut rows);
    let mut layer = None;
    for field in &fields {
        if layer != Some((field.layer, field.quoted)) {
            layer = Some((field.layer, field.quoted));
            rows.push(heading(model, field, &fields, width, ascii));
        }
        rows.push(line(model, field, frame, width, ascii));
    }
    rows
}

/// The colour of a layer. Its name stands there as well.
fn role(layer: Layer) -> Role {
    match layer {
        Layer::Ethernet => Role::Bar(Some(Notice::Note)),
        Layer::Ipv4 | Layer::Ipv6 => Role::Bar(Some(Notice::Tip)),
        Layer::Tcp | Layer::Udp => Role::Bar(Some(Notice::Important)),
        Layer::Arp | Layer::Icmp | Layer::Icmpv6 => Role::Bar(Some(Notice::Warning)),
        Layer::Payload => Role::InlineCode,
    }
}

/// The bytes of the frame in rows of 16 or fewer, with their characters.
fn dump(frame: &[u8], fields: &[Field], width: usize, rows: &mut Vec<Row>) {
    let offset = if width >= 40 { 5 } else { 0 };
    let each = [16, 8, 4];
    let each = each.into_iter().find(|each| offset + each * 4 + 2 <= width);
    let each = each.unwrap_or(2);
    for (number, part) in frame[..frame.len().min(MOST)].chunks(each).enumerate() {
        let mut row = Row::default();
        if offset > 0 {
            row.push(&format!("{:04x} ", number * each), Role::Rule);
        }
        for (place, byte) in part.iter().enumerate() {
            let (role, style) = look(fields, number * each + place);
            row.push_span(&bytes::hex(&[*byte], ""), role, style, None);
            row.push(" ", Role::Text);
        }
        row.push(&"   ".repeat(each - part.len()), Role::Text);
        row.push(" ", Role::Text);
        for (place, byte) in part.iter().enumerate() {
            let character = match byte {
                b' '..=b'~' => char::from(*byte),
                _ => '.',
            };
            let (role, style) = look(fields, number * each + place);
            row.push_span(&character.to_string(), role, style, None);
        }
        rows.push(row);
    }
}

/// How a byte looks: the colour of its layer; every second field of a layer is bold.
fn look(fields: &[Field], at: usize) -> (Role, Style) {
    let place = fields.iter().position(|field| field.range.contains(&at));
    let Some(place) = place else {
        return (Role::Text, Style::default());
    };
    let before = fields[..place].iter().map(|field| field.range.start);
    let mut starts: Vec<usize> = before.collect();
    starts.dedup();
    let style = Style {
        bold: starts.len() % 2 == 1,
        ..Style::default()
    };
    (role(fields[place].layer), style)
}

/// The name of a layer and how many bytes of the frame are its.
fn heading(model: &Model, field: &Field, fields: &[Field], width: usize, ascii: bool) -> Row {
    let own = fields
        .iter()
        .filter(|other| (other.layer, other.quoted) == (field.layer, field.quoted));
    let last = own.map(|other| other.range.end).max();
    let count = last.unwrap_or(field.range.end) - field.range.start;
    let words = &model.words.theatre;
    let name = match field.layer {
        Layer::Payload => &words.payload,
        layer => layer.name(),
    };
    let quoted = if field.quoted { &*words.quoted } else { "" };
    let (count, layer) = (count.to_string(), format!("{name}{quoted}"));
    let text = fill(&words.layer, &[("layer", &layer), ("count", &count)]);
    let mut row = Row::default();
    let bold = Style {
        bold: true,
        ..Style::default()
    };
    row.push_span(
        &clip(&text, width, signs(ascii).more),
        role(field.layer),
        bold,
        None,
    );
    row
}

/// A field: where it begins, its first bytes, its name, its value, and where it is defined.
fn line(model: &Model, field: &Field, frame: &[u8], width: usize, ascii: bool) -> Row {
    let more = signs(ascii).more;
    let mut line = Line::new(width);
    let role = role(field.layer);
    line.put(
        0,
        4,
        &format!("{:>3}", field.range.start),
        Role::Rule,
        false,
    );
    let bytes_end = 4 + 3 * BESIDE;
    let wide = width >= 60;
    let mut at = 4;
    if wide {
        let end = field.range.end.min(field.range.start + BESIDE);
        let own = frame.get(field.range.start..end).unwrap_or_default();
        let mut text = bytes::hex(own, " ");
        if field.mask.is_some() {
            // Only some bits: the field above or below has the same bytes.
            text = format!("({text})");
        }
        line.put(
            4,
            bytes_end,
            &clip(&text, 3 * BESIDE - 1, more),
            role,
            false,
        );
        at = bytes_end;
    }
    let known = model.words.fields.get(field.id);
    let name = known.map_or(field.id, String::as_str);
    let name_end = at + ((width - at) / 3).clamp(10, 28);
    line.put(
        at,
        name_end,
        &clip(name, name_end - at - 1, more),
        Role::Text,
        false,
    );
    let mut value = field.value.to_string();
    let mut wrong = false;
    if let Some(checksum) = field.checksum {
        let words = &model.words.theatre;
        wrong = matches!(checksum, Checksum::Wrong { .. });
        value.push_str(match checksum {
            Checksum::Correct => &words.checksum_correct,
            Checksum::Wrong { .. } => &words.checksum_wrong,
            Checksum::Absent => &words.checksum_absent,
            Checksum::Unknown => &words.checksum_unknown,
        });
    }
    let source = field.source().filter(|_| width >= 78).unwrap_or_default();
    let value_end = width - columns(source) - usize::from(!source.is_empty());
    let style = if wrong {
        Role::NoticeName(Notice::Caution)
    } else {
        role
    };
    let value = clip(&value, value_end.saturating_sub(name_end), more);
    line.put(name_end, value_end, &value, style, wrong);
    line.put(width - columns(source), width, source, Role::Target, false);
    line.into_row()
}
