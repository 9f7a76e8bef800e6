//! Words inside a file of captured frames.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaptureWords {
    pub saved: String,
    pub about: String,
    pub clock: String,
    pub clock_without_date: String,
    pub drop: String,
    pub queue_full: String,
    pub duplicate: String,
    pub delay: String,
    pub rewrite: String,
}
