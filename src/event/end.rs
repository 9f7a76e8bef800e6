//! How a run ends, and why.

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
    /// An actor's work ended with an error of no known kind.
    Error(String),
    /// An actor's work ended because a call was refused, or with another error of a known kind.
    Call {
        actor: String,
        /// `ECONNREFUSED`, or the kind of what no call has reported: `UnexpectedEof`.
        name: String,
        /// What the system, the laboratory or the demo says of it, in English.
        said: String,
    },
    /// An actor panicked, with this message if it was text.
    Panic {
        actor: String,
        message: Option<String>,
    },
    /// Nothing has happened for as long as the demo may be quiet.
    Quiet,
    /// A thread did not end within the time in which leaving has to be done.
    Lingers,
    /// In the laboratory every program waits, and nothing is under way that could end a wait.
    Deadlock,
    /// The laboratory's clock has come to the end of the time a run may take.
    TooLong { seconds: u64 },
    /// More frames than these were sent in the laboratory.
    TooManyFrames { most: u64 },
    /// A host of the laboratory asks for time again and again and does nothing: our fault.
    Stuck,
    /// The system refuses the network stacks of the laboratory's engine `kernel`.
    Refused {
        /// Why, by the name that the words have for it.
        cause: String,
        step: String,
        error: String,
    },
}

impl Failing {
    /// The name of every reason but the demo's own.
    pub fn name(&self) -> Option<&'static str> {
        match self {
            Failing::Error(_) => None,
            Failing::Call { .. } => Some("call"),
            Failing::Panic { .. } => Some("panic"),
            Failing::Quiet => Some("quiet"),
            Failing::Lingers => Some("lingers"),
            Failing::Deadlock => Some("deadlock"),
            Failing::TooLong { .. } => Some("too-long"),
            Failing::TooManyFrames { .. } => Some("too-many-frames"),
            Failing::Stuck => Some("stuck"),
            Failing::Refused { .. } => Some("refused"),
        }
    }
}

impl std::fmt::Display for Failing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Failing::Error(error) => f.write_str(error),
            Failing::Panic {
                actor,
                message: Some(message),
            } => write!(f, "{actor} panicked: {message}"),
            Failing::Panic { actor, .. } => write!(f, "{actor} panicked"),
            Failing::Quiet => f.write_str("nothing has happened for a long time"),
            Failing::Lingers => f.write_str("a thread did not end in time"),
            Failing::Call { actor, said, .. } => write!(f, "{actor}: {said}"),
            Failing::Deadlock => f.write_str("every program waits, and nothing is under way"),
            Failing::TooLong { seconds } => write!(f, "the run took longer than {seconds} s"),
            Failing::TooManyFrames { most } => {
                write!(f, "the run has sent more than {most} frames")
            }
            Failing::Stuck => f.write_str("a host of the laboratory does nothing with its time"),
            Failing::Refused { step, error, .. } => write!(f, "{step}: {error}"),
        }
    }
}

/// So that an error of the laboratory can carry it to where the run ends.
impl std::error::Error for Failing {}

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
