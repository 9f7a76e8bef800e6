//! What really happened: plain data, no IO, no text for people.
//!
//! A socket event exists because a system call was about to be made ([`Phase::Begin`]) or has
//! returned ([`Phase::End`]); a frame event because a frame was put on a cable or has arrived; a
//! [`Gauge`] because a value was measured. Only `net` and `lab` make them; `render` shows them.

mod end;

use std::borrow::Cow;
use std::net::SocketAddr;
use std::sync::Arc;

pub use end::{Cause, End, Failing, Leave, Status};

/// The version of the event lines (`"schema"`); it rises when a field changes its meaning.
pub const SCHEMA: u32 = 1;

/// One line of a run's record, in the order in which it was written down.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    Start(Start),
    Call(Call),
    Gauge(Gauge),
    Frame(Frame),
    Stall(Stall),
    Leave(Leave),
    End(End),
}

/// What is run, and where. The first line of every record.
#[derive(Debug, Clone, PartialEq)]
pub struct Start {
    pub demo: String,
    pub evidence: Evidence,
    /// Version of the program that made the record.
    pub version: String,
    /// Operating system, as [`std::env::consts::OS`] names it.
    pub os: String,
    pub seed: u64,
    /// The day of the run in UTC, `2026-11-22`; a record need not say it.
    pub date: Option<String>,
    /// Every knob with the value of this run.
    pub knobs: Vec<(String, Value)>,
    /// The actors known before the run; a server may start more.
    pub actors: Vec<String>,
}

/// The knob by which a demo of the laboratory takes another engine.
pub const ENGINE: &str = "engine";

impl Start {
    /// Whether what is recorded crossed the cables of the laboratory: those of its own TCP/IP, or
    /// those between stacks of the kernel.
    pub fn in_laboratory(&self) -> bool {
        self.evidence == Evidence::Lab || self.knobs.iter().any(|(name, _)| name == ENGINE)
    }
}

/// Where the events of a demo come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// System calls of this machine's kernel.
    Kernel,
    /// Frames of a userspace TCP/IP, on cables of our own.
    Lab,
}

impl Evidence {
    pub const ALL: [Evidence; 2] = [Evidence::Kernel, Evidence::Lab];

    /// The word of the badge; the same in every language.
    pub fn name(self) -> &'static str {
        match self {
            Evidence::Kernel => "kernel",
            Evidence::Lab => "lab",
        }
    }
}

/// One end of one system call, as one actor saw it.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// Position in the record, from 1.
    pub seq: u64,
    /// Microseconds since the run began, on a clock that never goes back.
    pub t_us: u64,
    /// The thread that called: `server`, `client-2`.
    pub actor: Arc<str>,
    /// POSIX name of the call: `socket`, `accept`, `recvfrom`.
    pub name: Cow<'static, str>,
    /// The socket it was called on: actor and a number, `client/1`.
    pub socket: Arc<str>,
    /// The step of the demo's source in which the call stands.
    pub step: Option<Arc<str>>,
    pub source: Source,
    pub phase: Phase,
}

/// A line of a demo's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// File name without its folders.
    pub file: Cow<'static, str>,
    /// From 1.
    pub line: u32,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Phase {
    /// About to enter the kernel, with these arguments.
    Begin(Vec<Field>),
    /// The kernel has answered.
    End(Outcome),
}

/// A named argument or value of a call.
pub type Field = (Cow<'static, str>, Value);

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Number(i64),
    Text(Cow<'static, str>),
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Number(number) => number.fmt(f),
            Value::Text(text) => f.write_str(text),
        }
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Number(number)
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Value {
        Value::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<&'static str> for Value {
    fn from(text: &'static str) -> Value {
        Value::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(Cow::Owned(text))
    }
}

/// What a system call gave back.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    pub result: Result<Success, Failure>,
    /// The bytes the kernel took or gave.
    pub bytes: Option<Bytes>,
    /// Addresses of the socket after the call; for `accept`, those of the new socket.
    pub local: Option<SocketAddr>,
    pub peer: Option<SocketAddr>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Success {
    /// The number the call returned.
    pub value: i64,
    /// What it wrote through its pointers: an address, an option, the label of a new socket.
    pub fields: Vec<Field>,
}

/// A refused call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// `ECONNREFUSED`.
    pub name: Cow<'static, str>,
    /// The system's number for it.
    pub code: i32,
    /// Rust's [`std::io::ErrorKind`], by name.
    pub kind: Cow<'static, str>,
}

/// Bytes that passed through one call.
///
/// At most [`Bytes::KEPT`] are kept of a datagram and [`Bytes::KEPT_OF_STREAM`] of a stream, so that
/// a flood of data cannot fill the memory; `total` is what the kernel counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bytes {
    pub kept: Arc<[u8]>,
    pub total: usize,
}

impl Bytes {
    /// Enough for every datagram there is (RFC 768: the length field has 16 bits).
    pub const KEPT: usize = 65_536;

    /// More than any screen shows of one call. A stream may carry millions of bytes in one.
    pub const KEPT_OF_STREAM: usize = 4096;

    /// The bytes of a datagram.
    pub fn copy_of(bytes: &[u8]) -> Bytes {
        Bytes::kept(bytes, Bytes::KEPT)
    }

    /// The bytes that one call took from a stream or gave to it.
    pub fn of_stream(bytes: &[u8]) -> Bytes {
        Bytes::kept(bytes, Bytes::KEPT_OF_STREAM)
    }

    fn kept(bytes: &[u8], most: usize) -> Bytes {
        Bytes {
            kept: Arc::from(&bytes[..bytes.len().min(most)]),
            total: bytes.len(),
        }
    }
}

/// A value that was measured, and not reckoned or asked for.
///
/// What it is called and in which unit it is counted are words of the program, the same in every
/// language (`send_window`, `bytes`); what they mean stands in the words of the screens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gauge {
    /// Position in the record, from 1; calls, frames and gauges are counted together.
    pub seq: u64,
    /// Microseconds since the run began; in the laboratory, on its clock.
    pub t_us: u64,
    /// On whose side it was measured.
    pub actor: Arc<str>,
    /// The socket or connection it is a value of, `client/1`; of a line in a NAT's table, the public
    /// end, `udp 203.0.113.5:40001`. `None` for one of the actor as a whole.
    pub socket: Option<Arc<str>>,
    /// The step of the demo's source in which it was measured.
    pub step: Option<Arc<str>>,
    pub name: Cow<'static, str>,
    /// `bytes`, `segments`, `microseconds`, `seconds`; empty for a text.
    pub unit: Cow<'static, str>,
    pub value: Value,
}

/// A frame on a cable of the laboratory, at one end of its way.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// Position in the record, from 1; calls, frames and gauges are counted together.
    pub seq: u64,
    /// Microseconds since the run began, on the laboratory's clock.
    pub t_us: u64,
    /// Which frame of this run, from 1: the same when it is sent and when it arrives.
    pub number: u64,
    /// The host or box that sends it, and the one at the other end of the cable.
    pub from: Arc<str>,
    pub to: Arc<str>,
    /// The step of the demo's source that decided on it.
    pub step: Option<Arc<str>>,
    pub source: Option<Source>,
    pub passage: Passage,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Passage {
    /// The sender has put these bytes on the cable, and this is what becomes of them.
    Sent {
        /// From the first byte of the Ethernet header to the last of the payload.
        bytes: Arc<[u8]>,
        fate: Fate,
        /// Whether the learner chose the fate; else the demo's rule did.
        chosen: bool,
        /// When the first copy will reach the other end, in microseconds; `None` when it never will.
        arrives_us: Option<u64>,
    },
    /// These bytes have reached the other end.
    Arrived { bytes: Arc<[u8]> },
}

/// What a cable does with one frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    Deliver,
    Drop,
    /// Delivered this many microseconds later than the cable's own delay.
    Delay(u64),
    /// Delivered twice.
    Duplicate,
    /// Delivered with these bytes in place of those at `offset`.
    Rewrite {
        offset: usize,
        bytes: Vec<u8>,
    },
    /// Lost, because too many bytes were waiting for the transmitter. No rule can choose this one.
    QueueFull,
}

impl Fate {
    /// The word of the event line.
    pub fn name(&self) -> &'static str {
        match self {
            Fate::Deliver => "deliver",
            Fate::Drop => "drop",
            Fate::Delay(_) => "delay",
            Fate::Duplicate => "duplicate",
            Fate::Rewrite { .. } => "rewrite",
            Fate::QueueFull => "queue-full",
        }
    }

    /// Whether nothing of the frame arrives.
    pub fn is_loss(&self) -> bool {
        matches!(self, Fate::Drop | Fate::QueueFull)
    }
}

/// Every living actor waits in the kernel, and none of them can wake another.
#[derive(Debug, Clone, PartialEq)]
pub struct Stall {
    pub t_us: u64,
    pub waiting: Vec<Waiting>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Waiting {
    pub actor: Arc<str>,
    /// The call it waits in.
    pub name: Cow<'static, str>,
    pub socket: Arc<str>,
}
