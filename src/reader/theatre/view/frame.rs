//! One frame, layer by layer: its bytes, each in the colour of its layer, and its fields by name.

use crate::doc::{Notice, Style};
use crate::lab::dissect::{Checksum, Field, Layer, Value, dissect};
use crate::lang::fill;
use crate::reader::theatre::keys::Pane;
use crate::reader::theatre::model::Model;
use crate::reader::theatre::scene::{FrameSeen, Item};
use crate::render::bytes;
use crate::render::frame::Told;
use crate::render::page::cells::width as columns;
use crate::render::page::row::{Role, Row};

use super::line::{Line, clip};
use super::signs::signs;

/// So many bytes of a field stand beside its name; the dump has them all.
const BESIDE: usize = 6;

/// From so many columns on there is room for more than what is needed.
const WIDE: usize = 60;

/// So many bytes of the data are dumped where there is little room.
const FEW: usize = 8;

/// What a field means is told where so many rows are left for the list.
const LIST: usize = 5;

/// So many bytes of a frame are dumped.
const MOST: usize = 2048;

/// The frame that is shown, or that waits for its fate, in `width` columns.
pub fn shown(model: &Model, ascii: bool, width: usize) -> Option<Vec<Row>> {
    let frame = model.frame()?;
    let head = head(model, frame)?;
    Some(apart(model, &head, frame, ascii, width))
}

/// The frame that was sent last: what a call has to do with stands there as well.
pub fn latest(model: &Model, ascii: bool, width: usize) -> Vec<Row> {
    let Some(frame) = model.scene.frames.last() else {
        return Vec::new();
    };
    apart(model, &sent(model, frame), &frame.bytes, ascii, width)
}

fn apart(model: &Model, head: &str, frame: &[u8], ascii: bool, width: usize) -> Vec<Row> {
    let mut rows = super::wrapped(
        &super::plain_keys(&bytes::clean(head), ascii),
        width,
        Role::Text,
    );
    let fields = dissect(frame);
    let whole = model.zoom == Some(Pane::Bytes) && !model.projector;
    if whole && width >= WIDE && model.frame().is_some() {
        let text = super::plain_keys(model.words.theatre.walk_fields, ascii);
        rows.extend(super::wrapped(&text, width, Role::Rule));
    }
    // Beside other panes the fields want the room: of the data a row is enough.
    let data = fields.iter().find(|field| field.layer == Layer::Payload);
    let some = data.filter(|_| !whole).map(|data| data.range.start + FEW);
    let dumped = &frame[..some.unwrap_or(frame.len()).min(frame.len())];
    dump(dumped, &fields, None, width, &mut rows);
    let main = main_layer(&fields);
    let mut layer = None;
    for field in &fields {
        let open = whole || main == Some((field.layer, field.quoted));
        if layer != Some((field.layer, field.quoted)) {
            layer = Some((field.layer, field.quoted));
            rows.push(heading(model, field, &fields, width, (ascii, open)));
        }
        // Beside other panes, what is not set says nothing.
        if open && (whole || says_something(field)) {
            rows.push(line(model, field, frame, width, ascii));
        }
    }
    rows
}

/// The fields of the frame one below the other, the chosen one marked, in `height` rows: so much of
/// the dump as shows where it stands, where it is defined, and the fields around it. `None` when no
/// field was chosen. Also the number of the row that is marked.
pub fn field(model: &Model, ascii: bool, width: usize, height: usize) -> Option<(Vec<Row>, usize)> {
    let frame = model.frame()?;
    let fields = dissect(frame);
    let number = model.field?;
    let chosen = fields.get(number)?;
    let mut bytes = Vec::new();
    let each = dump(frame, &fields, Some(chosen), width, &mut bytes);
    let most = (height / 3).max(1);
    let first = (chosen.range.start / each).min(bytes.len().saturating_sub(most));
    let first = if bytes.len() <= most { 0 } else { first };
    let mut rows: Vec<Row> = bytes.into_iter().skip(first).take(most).collect();
    let name = name(model, chosen);
    let source = chosen.source().unwrap_or_default();
    let text = format!(
        "{} · {name} · {} · {source}",
        chosen.layer.name(),
        chosen.value
    );
    let text = super::plain_keys(text.trim_end_matches(" · "), ascii);
    rows.extend(super::wrapped(&bytes::clean(&text), width, Role::TableHead));
    let told = super::wrapped(
        &super::plain_keys(&meaning(model, chosen), ascii),
        width,
        Role::Text,
    );
    if rows.len() + told.len() + LIST <= height {
        rows.extend(told);
    }
    let mut list = Vec::new();
    let (mut layer, mut mark) = (None, 0);
    for (place, field) in fields.iter().enumerate() {
        if layer != Some((field.layer, field.quoted)) {
            layer = Some((field.layer, field.quoted));
            list.push(heading(model, field, &fields, width, (ascii, true)));
        }
        if place == number {
            mark = list.len();
        }
        list.push(line(model, field, frame, width, ascii));
    }
    let room = height.saturating_sub(rows.len());
    let from = mark
        .saturating_sub(room / 2)
        .min(list.len().saturating_sub(room));
    let lit = rows.len() + mark - from;
    rows.extend(list.into_iter().skip(from).take(room));
    Some((rows, lit))
}

fn name<'m>(model: &'m Model, field: &Field) -> &'m str {
    let known = model.words.fields.get(field.id);
    known.map_or(field.id, |words| words.name)
}

/// What a field means; of a window that is scaled, also what it comes to.
fn meaning(model: &Model, field: &Field) -> String {
    let known = model.words.fields.get(field.id);
    let means = known.map_or("", |words| words.means).to_string();
    let numbers = told(model).and_then(|told| told.numbers);
    let scaled = numbers.filter(|it| it.shift > 0 && field.id == "tcp.window" && !field.quoted);
    let Some(numbers) = scaled else {
        return means;
    };
    let (value, times) = (field.value.to_string(), 1u32 << numbers.shift);
    let values = [
        ("means", &*means),
        ("value", &*value),
        ("times", &*times.to_string()),
        ("window", &*numbers.window.to_string()),
    ];
    fill(model.words.theatre.scaled, &values)
}

/// What is told of the frame that is shown, as [`Model::frame`] chooses it.
fn told(model: &Model) -> Option<Told> {
    if let Some(offered) = model.offered() {
        return Some(model.scene.preview(&offered.bytes));
    }
    let Some(Item::Frame(number)) = model.item() else {
        return None;
    };
    Some(model.scene.frames.get(number)?.told.clone())
}

/// What is said of the frame in a line.
fn head(model: &Model, frame: &[u8]) -> Option<String> {
    let words = &model.words.theatre;
    if model.offered().is_some() {
        let values = [("frame", &*model.scene.preview(frame).text)];
        return Some(fill(words.frame_waits, &values));
    }
    let Item::Frame(number) = model.item()? else {
        return None;
    };
    Some(sent(model, &model.scene.frames[number]))
}

fn sent(model: &Model, frame: &FrameSeen) -> String {
    let name = |actor: usize| bytes::clean(&model.scene.actors[actor].name);
    let number = frame.number.to_string();
    let values = [
        ("number", &*number),
        ("from", &*name(frame.from)),
        ("to", &*name(frame.to)),
        ("ends", &*frame.told.ends),
        ("frame", &*frame.told.text),
    ];
    fill(model.words.theatre.frame, &values)
}

/// The innermost header that is no quotation: what the frame is about.
fn main_layer(fields: &[Field]) -> Option<(Layer, bool)> {
    let headers = fields.iter().rev();
    let mut headers = headers.filter(|field| field.layer != Layer::Payload && !field.quoted);
    headers.next().map(|field| (field.layer, false))
}

/// A flag that is not set and bits that are reserved say nothing.
fn says_something(field: &Field) -> bool {
    !field.id.ends_with(".reserved") && field.value != Value::Bit(false)
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

/// The bytes of the frame in rows of 16 or fewer, with their characters; those of the chosen field
/// stand in brackets. How many stand in a row.
fn dump(
    frame: &[u8],
    fields: &[Field],
    chosen: Option<&Field>,
    width: usize,
    rows: &mut Vec<Row>,
) -> usize {
    let offset = if width >= 40 { 4 } else { 0 };
    let each = [16, 8, 4];
    let each = each.into_iter().find(|each| offset + each * 4 + 2 <= width);
    let each = each.unwrap_or(2);
    let is_chosen = |at: usize| chosen.is_some_and(|field| field.range.contains(&at));
    for (number, part) in frame[..frame.len().min(MOST)].chunks(each).enumerate() {
        let mut row = Row::default();
        let first = number * each;
        if offset > 0 {
            row.push(&format!("{first:04x}"), Role::Rule);
        }
        let bracket = |at: usize| match (at > first && is_chosen(at - 1), is_chosen(at)) {
            (false, true) => "[",
            (true, false) => "]",
            _ => " ",
        };
        for (place, byte) in part.iter().enumerate() {
            let at = first + place;
            row.push(bracket(at), Role::Bullet);
            let (role, style) = look(fields, at);
            row.push_span(&bytes::hex(&[*byte], ""), role, style, None);
        }
        let closes = is_chosen(first + part.len() - 1);
        row.push(if closes { "]" } else { " " }, Role::Bullet);
        row.push(&"   ".repeat(each - part.len()), Role::Text);
        row.push(" ", Role::Text);
        for (place, byte) in part.iter().enumerate() {
            let character = match byte {
                b' '..=b'~' => char::from(*byte),
                _ => '.',
            };
            let (role, style) = look(fields, first + place);
            row.push_span(&character.to_string(), role, style, None);
        }
        rows.push(row);
    }
    each
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
fn heading(
    model: &Model,
    field: &Field,
    fields: &[Field],
    width: usize,
    (ascii, open): (bool, bool),
) -> Row {
    let own = fields
        .iter()
        .filter(|other| (other.layer, other.quoted) == (field.layer, field.quoted));
    let last = own.map(|other| other.range.end).max();
    let count = last.unwrap_or(field.range.end) - field.range.start;
    let words = &model.words.theatre;
    let name = match field.layer {
        Layer::Payload => words.payload,
        layer => layer.name(),
    };
    let quoted = if field.quoted { words.quoted } else { "" };
    let (count, layer) = (count.to_string(), format!("{name}{quoted}"));
    let sign = match (open, ascii) {
        (true, false) => "▾",
        (false, false) => "▸",
        (true, true) => "-",
        (false, true) => "+",
    };
    let text = fill(words.layer, &[("layer", &layer), ("count", &count)]);
    let text = format!("{sign} {text}");
    let text = super::plain_keys(&text, ascii);
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
    let wide = width >= WIDE;
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
    let name = name(model, field);
    // Where there is little room, names are longer than values.
    let share = if wide { 3 } else { 2 };
    let name_end = at + ((width - at) / share).clamp(10, 28);
    line.put(
        at,
        name_end,
        &clip(name, name_end - at - 1, more),
        Role::Text,
        false,
    );
    let mut value = super::plain_keys(&field.value.to_string(), ascii).into_owned();
    let mut wrong = false;
    if let Some(checksum) = field.checksum {
        let words = &model.words.theatre;
        wrong = matches!(checksum, Checksum::Wrong { .. });
        value.push_str(match checksum {
            Checksum::Correct => words.checksum_correct,
            Checksum::Wrong { .. } => words.checksum_wrong,
            Checksum::Absent => words.checksum_absent,
            Checksum::Unknown => words.checksum_unknown,
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
