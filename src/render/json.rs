//! Events as lines of JSON, and back. The only file that decides how a record looks.
//!
//! Fields may be added; the ones here do not change without [`SCHEMA`] rising.

mod end;
mod frame;
mod gauge;
mod layers;
mod pairs;
mod values;

use std::net::SocketAddr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::bytes;
use crate::event::{
    Bytes, Call, Cause, End, Event, Evidence, Failure, Leave, Outcome, Phase, SCHEMA, Stall, Start,
    Status, Success, Waiting,
};
use end::EndLine;
use values::{fields, json, read_fields, read_hex, read_source, value};

/// A line of a record, as it stands in the file.
#[derive(Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line {
    Start(StartLine),
    Call(CallLine),
    Gauge(gauge::GaugeLine),
    Frame(frame::FrameLine),
    Stall(StallLine),
    Leave(LeaveLine),
    End(EndLine),
}

#[derive(Serialize, Deserialize)]
struct StartLine {
    schema: u32,
    demo: String,
    evidence: String,
    version: String,
    os: String,
    seed: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(with = "pairs")]
    knobs: Vec<(String, Json)>,
    actors: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct CallLine {
    seq: u64,
    t_us: u64,
    actor: String,
    phase: PhaseName,
    call: String,
    socket: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<String>,
    source: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    args: Option<Map<String, Json>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<Map<String, Json>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<BytesLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    local: Option<SocketAddr>,
    #[serde(skip_serializing_if = "Option::is_none")]
    peer: Option<SocketAddr>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum PhaseName {
    Begin,
    End,
}

#[derive(Serialize, Deserialize)]
struct BytesLine {
    hex: String,
    /// For people; bytes that are no UTF-8 are replaced. `hex` has the truth.
    text: String,
    /// Given when not all bytes were kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<usize>,
}

#[derive(Serialize, Deserialize)]
struct StallLine {
    t_us: u64,
    waiting: Vec<WaitingLine>,
}

#[derive(Serialize, Deserialize)]
struct WaitingLine {
    actor: String,
    call: String,
    socket: String,
}

#[derive(Serialize, Deserialize)]
struct LeaveLine {
    t_us: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cause: Option<String>,
}

/// Why a line is no event.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadLine {
    /// No JSON, or a field is missing or of the wrong kind: what serde says, and the column.
    #[error("{said} (column {column})")]
    Json { said: String, column: usize },
    #[error("schema {0} is newer than this program, which reads {SCHEMA}")]
    Schema(u32),
    /// This field holds what this program does not know.
    #[error("{0}")]
    Field(String),
}

/// One event as one line, without the line's end; a frame with the fields that its bytes mean.
pub fn line(event: &Event) -> String {
    written(event, true)
}

/// The same for a file: what can be read out of a frame's bytes again is left out.
pub fn stored(event: &Event) -> String {
    written(event, false)
}

fn written(event: &Event, taken_apart: bool) -> String {
    let line = match event {
        Event::Start(start) => Line::Start(start_line(start)),
        Event::Call(call) => Line::Call(call_line(call)),
        Event::Gauge(gauge) => Line::Gauge(gauge::line(gauge)),
        Event::Frame(frame) => Line::Frame(frame::line(frame, taken_apart)),
        Event::Stall(stall) => Line::Stall(StallLine {
            t_us: stall.t_us,
            waiting: (stall.waiting.iter())
                .map(|waiting| WaitingLine {
                    actor: waiting.actor.to_string(),
                    call: waiting.name.to_string(),
                    socket: waiting.socket.to_string(),
                })
                .collect(),
        }),
        Event::Leave(leave) => Line::Leave(LeaveLine {
            t_us: leave.t_us,
            cause: Some(leave.cause.name().to_string()),
        }),
        Event::End(end) => Line::End(EndLine::of(end)),
    };
    // Strings, numbers and maps with string keys: nothing here can fail to become JSON.
    bytes::clean_json(&serde_json::to_string(&line).unwrap_or_default())
}

/// Reads a whole record: its events, and the day on which it was made if it says.
///
/// # Errors
/// The first line that is no event.
pub fn record(text: &str) -> Result<(Vec<Event>, Option<String>), BadLine> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let events = lines.map(event).collect::<Result<Vec<Event>, _>>()?;
    let date = events.first().and_then(|event| match event {
        Event::Start(start) => start.date.clone(),
        _ => None,
    });
    Ok((events, date))
}

/// Reads one line of a record.
///
/// # Errors
/// When the line is no event of this schema.
pub fn event(line: &str) -> Result<Event, BadLine> {
    let line: Line = serde_json::from_str(line).map_err(|error| bad_json(&error))?;
    Ok(match line {
        Line::Start(line) => Event::Start(start(line)?),
        Line::Call(line) => Event::Call(call(line)?),
        Line::Gauge(line) => Event::Gauge(gauge::read(line)?),
        Line::Frame(line) => Event::Frame(frame::read(line)?),
        Line::Stall(line) => Event::Stall(Stall {
            t_us: line.t_us,
            waiting: (line.waiting.into_iter())
                .map(|waiting| Waiting {
                    actor: waiting.actor.into(),
                    name: waiting.call.into(),
                    socket: waiting.socket.into(),
                })
                .collect(),
        }),
        Line::Leave(line) => Event::Leave(Leave {
            t_us: line.t_us,
            cause: match &line.cause {
                Some(cause) => named(&Cause::ALL, Cause::name, cause, "cause")?,
                None => Cause::default(),
            },
        }),
        Line::End(line) => Event::End(End {
            status: named(&Status::ALL, Status::name, &line.status, "status")?,
            error: line.failing(),
        }),
    })
}

/// What serde says without its place: the line is always 1, and the file has other numbers.
fn bad_json(error: &serde_json::Error) -> BadLine {
    let (said, column) = (error.to_string(), error.column());
    let place = format!(" at line {} column {column}", error.line());
    let said = said.strip_suffix(&place).unwrap_or(&said).to_string();
    BadLine::Json { said, column }
}

fn start_line(start: &Start) -> StartLine {
    let knobs = start.knobs.iter();
    StartLine {
        schema: SCHEMA,
        demo: start.demo.clone(),
        evidence: start.evidence.name().to_string(),
        version: start.version.clone(),
        os: start.os.clone(),
        seed: start.seed,
        date: start.date.clone(),
        knobs: knobs
            .map(|(name, value)| (name.clone(), json(value)))
            .collect(),
        actors: start.actors.clone(),
    }
}

fn start(line: StartLine) -> Result<Start, BadLine> {
    if line.schema > SCHEMA {
        return Err(BadLine::Schema(line.schema));
    }
    Ok(Start {
        demo: line.demo,
        evidence: named(&Evidence::ALL, Evidence::name, &line.evidence, "evidence")?,
        version: line.version,
        os: line.os,
        seed: line.seed,
        date: line.date,
        knobs: (line.knobs.into_iter())
            .map(|(name, json)| Ok((name, value(json)?)))
            .collect::<Result<_, BadLine>>()?,
        actors: line.actors,
    })
}

fn call_line(call: &Call) -> CallLine {
    let mut line = CallLine {
        seq: call.seq,
        t_us: call.t_us,
        actor: call.actor.to_string(),
        phase: PhaseName::Begin,
        call: call.name.to_string(),
        socket: call.socket.to_string(),
        step: call.step.as_ref().map(|step| step.to_string()),
        source: format!("{}:{}", call.source.file, call.source.line),
        args: None,
        result: None,
        bytes: None,
        local: None,
        peer: None,
    };
    match &call.phase {
        Phase::Begin(arguments) => line.args = Some(fields(arguments)),
        Phase::End(outcome) => {
            line.phase = PhaseName::End;
            line.result = Some(match &outcome.result {
                Ok(success) => {
                    let mut result = fields(&success.fields);
                    result.insert("ok".to_string(), success.value.into());
                    result
                }
                Err(failure) => Map::from_iter([
                    ("error".to_string(), failure.name.to_string().into()),
                    ("code".to_string(), failure.code.into()),
                    ("kind".to_string(), failure.kind.to_string().into()),
                ]),
            });
            line.bytes = outcome.bytes.as_ref().map(|carried| BytesLine {
                hex: bytes::hex(&carried.kept, ""),
                text: String::from_utf8_lossy(&carried.kept).into_owned(),
                total: (carried.total > carried.kept.len()).then_some(carried.total),
            });
            line.local = outcome.local;
            line.peer = outcome.peer;
        }
    }
    line
}

fn call(line: CallLine) -> Result<Call, BadLine> {
    let phase = match line.phase {
        PhaseName::Begin => Phase::Begin(read_fields(line.args.unwrap_or_default())?),
        PhaseName::End => Phase::End(Outcome {
            result: result(line.result.unwrap_or_default())?,
            bytes: line.bytes.map(read_bytes).transpose()?,
            local: line.local,
            peer: line.peer,
        }),
    };
    Ok(Call {
        seq: line.seq,
        t_us: line.t_us,
        actor: line.actor.into(),
        name: line.call.into(),
        socket: line.socket.into(),
        step: line.step.map(Arc::from),
        source: read_source(&line.source)?,
        phase,
    })
}

fn result(mut line: Map<String, Json>) -> Result<Result<Success, Failure>, BadLine> {
    if let Some(value) = line.remove("ok") {
        let value = value.as_i64();
        return Ok(Ok(Success {
            value: value.ok_or_else(|| BadLine::Field("result.ok".to_string()))?,
            fields: read_fields(line)?,
        }));
    }
    let text = |name: &str| {
        let text = line.get(name).and_then(Json::as_str).map(str::to_string);
        text.ok_or_else(|| BadLine::Field(format!("result.{name}")))
    };
    let code = line.get("code").and_then(Json::as_i64);
    Ok(Err(Failure {
        name: text("error")?.into(),
        code: code.and_then(|code| i32::try_from(code).ok()).unwrap_or(0),
        kind: text("kind")?.into(),
    }))
}

fn read_bytes(line: BytesLine) -> Result<Bytes, BadLine> {
    let kept = read_hex(&line.hex)?;
    Ok(Bytes {
        total: line.total.unwrap_or(kept.len()).max(kept.len()),
        kept: kept.into(),
    })
}

fn named<T: Copy>(
    all: &[T],
    name: fn(T) -> &'static str,
    wanted: &str,
    field: &str,
) -> Result<T, BadLine> {
    let found = all.iter().copied().find(|one| name(*one) == wanted);
    found.ok_or_else(|| BadLine::Field(format!("{field}: {}", bytes::clean(wanted))))
}

#[cfg(test)]
mod tests;
