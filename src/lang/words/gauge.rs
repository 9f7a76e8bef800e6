//! The words for measured values.

use serde::Deserialize;

/// A value that can be measured.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GaugeWords {
    pub name: String,
    /// Its short name, where there is little room; else the name is short enough.
    pub short: Option<String>,
    /// What it means, in one line.
    pub means: String,
    /// The sentence of a story, where that it was measured says too little.
    pub said: Option<String>,
}

/// What a value is counted in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitWords {
    pub one: String,
    pub many: String,
}
