//! The last line of a record, with the reason of a failure.

use serde::{Deserialize, Serialize};

use crate::event::{End, Failing};

#[derive(Serialize, Deserialize)]
pub(super) struct EndLine {
    pub status: String,
    /// In English, for machines and for programs that do not know the reason's name.
    error: Option<String>,
    /// The name of a reason that is not the demo's own, and the actor it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    actor: Option<String>,
    /// What it said when it panicked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

impl EndLine {
    pub fn of(end: &End) -> EndLine {
        let error = end.error.as_ref();
        EndLine {
            status: end.status.name().to_string(),
            error: error.map(Failing::to_string),
            reason: error.and_then(Failing::name).map(str::to_string),
            actor: match error {
                Some(Failing::Panic { actor, .. }) => Some(actor.clone()),
                _ => None,
            },
            message: match error {
                Some(Failing::Panic { message, .. }) => message.clone(),
                _ => None,
            },
        }
    }

    /// The reason of a failure; one that this program does not know is what the line says.
    pub fn failing(self) -> Option<Failing> {
        let error = self.error?;
        Some(match (self.reason.as_deref(), self.actor) {
            (Some("panic"), Some(actor)) => Failing::Panic {
                actor,
                message: self.message,
            },
            (Some("quiet"), _) => Failing::Quiet,
            (Some("lingers"), _) => Failing::Lingers,
            _ => Failing::Error(error),
        })
    }
}
