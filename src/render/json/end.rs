//! The last line of a record, with the reason of a failure.

use serde::{Deserialize, Serialize};

use crate::event::{End, Failing};

#[derive(Serialize, Deserialize)]
pub(super) struct EndLine {
    pub status: String,
    /// In English, for machines and for programs that do not know the reason's name.
    error: Option<String>,
    /// The name of every reason but the demo's own, and the actor it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    actor: Option<String>,
    /// What it said when it panicked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    /// Of a refused call the name of its error, of a refused engine the cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// What the system says of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    said: Option<String>,
    /// The step of building a network at which the engine was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    /// The number of seconds or frames that a run may have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    most: Option<u64>,
}

impl EndLine {
    pub fn of(end: &End) -> EndLine {
        let error = end.error.as_ref();
        let mut line = EndLine {
            status: end.status.name().to_string(),
            error: error.map(Failing::to_string),
            reason: error.and_then(Failing::name).map(str::to_string),
            actor: None,
            message: None,
            name: None,
            said: None,
            at: None,
            most: None,
        };
        match error {
            Some(Failing::Panic { actor, message }) => {
                (line.actor, line.message) = (Some(actor.clone()), message.clone());
            }
            Some(Failing::Call { actor, name, said }) => {
                line.actor = Some(actor.clone());
                (line.name, line.said) = (Some(name.clone()), Some(said.clone()));
            }
            Some(Failing::Refused { cause, step, error }) => {
                line.at = Some(step.clone());
                (line.name, line.said) = (Some(cause.clone()), Some(error.clone()));
            }
            Some(Failing::TooLong { seconds: most } | Failing::TooManyFrames { most }) => {
                line.most = Some(*most);
            }
            Some(
                Failing::Error(_)
                | Failing::Quiet
                | Failing::Lingers
                | Failing::Deadlock
                | Failing::Stuck,
            )
            | None => {}
        }
        line
    }

    /// The reason of a failure; one that this program does not know, or that lacks something, is
    /// what the line says.
    pub fn failing(self) -> Option<Failing> {
        let error = self.error?;
        let (actor, name, said, at, most) = (self.actor, self.name, self.said, self.at, self.most);
        let known =
            match self.reason.as_deref().unwrap_or_default() {
                "panic" => actor.map(|actor| Failing::Panic {
                    actor,
                    message: self.message,
                }),
                "call" => (actor.zip(name).zip(said)).map(|((actor, name), said)| Failing::Call {
                    actor,
                    name,
                    said,
                }),
                "quiet" => Some(Failing::Quiet),
                "lingers" => Some(Failing::Lingers),
                "deadlock" => Some(Failing::Deadlock),
                "too-long" => most.map(|seconds| Failing::TooLong { seconds }),
                "too-many-frames" => most.map(|most| Failing::TooManyFrames { most }),
                "stuck" => Some(Failing::Stuck),
                "refused" => (at.zip(name).zip(said))
                    .map(|((step, cause), error)| Failing::Refused { cause, step, error }),
                _ => None,
            };
        Some(known.unwrap_or(Failing::Error(error)))
    }
}
