//! What really happened: plain data, no IO, no text for people.
//!
//! A socket event exists because a system call was about to be made ([`Phase::Begin`]) or has
//! returned ([`Phase::End`]). Only `net` makes them; `render` shows them.

use std::borrow::Cow;
use std::net::SocketAddr;
use std::sync::Arc;

/// The version of the event lines (`"schema"`); it rises when a field changes its meaning.
pub const SCHEMA: u32 = 1;

/// One line of a run's record, in the order in which it was written down.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    Start(Start),
    Call(Call),
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

/// Where the events of a demo come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// System calls of this machine's kernel.
    Kernel,
}

impl Evidence {
    pub const ALL: [Evidence; 1] = [Evidence::Kernel];

    /// The word of the badge; the same in every language.
    pub fn name(self) -> &'static str {
        match self {
            Evidence::Kernel => "kernel",
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
/// At most [`Bytes::KEPT`] are kept, so that a flood of data cannot fill the memory; `total` is
/// what the kernel counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bytes {
    pub kept: Arc<[u8]>,
    pub total: usize,
}

impl Bytes {
    /// Enough for every datagram there is (RFC 768: the length field has 16 bits).
    pub const KEPT: usize = 65_536;

    pub fn copy_of(bytes: &[u8]) -> Bytes {
        Bytes {
            kept: Arc::from(&bytes[..bytes.len().min(Bytes::KEPT)]),
            total: bytes.len(),
        }
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

/// The run is ended before its time. What the calls return after this is our doing: their sockets
/// are shut down so that they return at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leave {
    pub t_us: u64,
    pub cause: Cause,
}

/// Why a run is ended before its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cause {
    /// Somebody leaves it. So says a record that names no cause.
    #[default]
    Left,
    /// An actor has failed, or nothing happens any more; [`End::error`] says which.
    Failed,
}

impl Cause {
    pub const ALL: [Cause; 2] = [Cause::Left, Cause::Failed];

    pub fn name(self) -> &'static str {
        match self {
            Cause::Left => "left",
            Cause::Failed => "failed",
        }
    }
}

/// How a run ended. The last line of every record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    pub status: Status,
    /// Why it failed, if it did.
    pub error: Option<Failing>,
}

/// Why a run failed. Its `Display` is for machines, in English; `render::failing` has the words
/// for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failing {
    /// An actor's work ended with an error, told by the system or by the demo's own code.
    Error(String),
    /// An actor panicked.
    Panic { actor: String },
    /// Nothing has happened for as long as the demo may be quiet.
    Quiet,
    /// A thread did not end within the time in which leaving has to be done.
    Lingers,
}

impl Failing {
    /// The name of the reasons that are not the demo's own.
    pub fn name(&self) -> Option<&'static str> {
        match self {
            Failing::Error(_) => None,
            Failing::Panic { .. } => Some("panic"),
            Failing::Quiet => Some("quiet"),
            Failing::Lingers => Some("lingers"),
        }
    }
}

impl std::fmt::Display for Failing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Failing::Error(error) => f.write_str(error),
            Failing::Panic { actor } => write!(f, "{actor} panicked"),
            Failing::Quiet => f.write_str("nothing has happened for a long time"),
            Failing::Lingers => f.write_str("a thread did not end in time"),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The demo came to its own end.
    Finished,
    /// An error ended it.
    Failed,
    /// Somebody left it.
    Stopped,
}

impl Status {
    pub const ALL: [Status; 3] = [Status::Finished, Status::Failed, Status::Stopped];

    pub fn name(self) -> &'static str {
        match self {
            Status::Finished => "finished",
            Status::Failed => "failed",
            Status::Stopped => "stopped",
        }
    }
}
