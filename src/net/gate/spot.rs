//! Where the actors of a run stand.

use std::sync::Arc;

use crate::event::{Fate, Source};

/// A call standing at the gate or made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// POSIX name of the call.
    pub name: &'static str,
    pub socket: Arc<str>,
    pub step: Option<Arc<str>>,
    pub source: Source,
    /// In the laboratory: the frame whose fate is decided here.
    pub frame: Option<Arc<OfferedFrame>>,
}

/// A frame on a cable of the laboratory that waits for its fate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedFrame {
    pub number: u64,
    pub from: Arc<str>,
    pub to: Arc<str>,
    pub bytes: Arc<[u8]>,
    /// What the demo's rule will do with it.
    pub fate: Fate,
}

/// Where an actor is.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// Between two calls.
    Running,
    /// Before this call, waiting to be let through.
    AtGate(Spot),
    /// Inside this call since a while ([`BLOCKED_AFTER`] or longer).
    Blocked(Spot),
    /// Inside this call, not yet long enough to be called blocked.
    InCall(Spot),
    /// Waiting for another thread to end.
    Joining,
}

/// The actor's name and place at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct ActorState {
    pub actor: Arc<str>,
    pub place: Place,
}
