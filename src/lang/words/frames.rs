//! The words of the laboratory's frames.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameWords {
    pub sent: String,
    pub lost: String,
    pub queue_full: String,
    pub delayed: String,
    pub doubled: String,
    pub rewritten: String,
    /// Stands after the sentence when the learner has chosen the fate.
    pub chosen: String,
    pub arrived: String,
}

/// A field of a header.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldWords {
    pub name: String,
    /// What it means, in one line.
    pub means: String,
}
