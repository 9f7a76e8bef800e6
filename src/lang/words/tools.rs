//! Words of the commands around the course: records, the doctor, projects of one's own, terms.

use serde::Deserialize;

/// Why a file is no record of a run.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordWords {
    pub folder: String,
    pub empty: String,
    pub too_long: String,
    pub no_text: String,
    pub no_start: String,
    pub no_json: String,
    pub newer: String,
    pub unknown_field: String,
}

/// What the machine is, and whether a class can be held on it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoctorWords {
    pub title: String,
    pub system: String,
    pub system_is: String,
    pub ipv6: String,
    pub tcp_info: String,
    pub preflight: String,
    pub line: String,
    pub go: String,
    pub note: String,
    pub no_go: String,
    pub ipv4: String,
    pub descriptors: String,
    pub descriptors_are: String,
    pub size: String,
    pub size_good: String,
    pub size_small: String,
    pub size_too_small: String,
    pub no_terminal: String,
    pub no_size: String,
    pub colour: String,
    pub colours: String,
    pub colours_none: String,
    pub unicode: String,
    pub unicode_unknown: String,
    pub demo: String,
    pub ran: String,
    pub too_long: String,
    pub instead: String,
    pub time: String,
    pub took: String,
    pub yes: String,
    pub no: String,
    pub no_because: String,
    pub kernel_engine: String,
    pub engine_refused: String,
    pub unlimited: String,
    pub verdict_go: String,
    pub verdict_no_go: String,
}

/// The plans of a teacher.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanWords {
    pub title: String,
    pub written: String,
    pub today: String,
    pub all_today: String,
    /// Heads of columns.
    pub number: String,
    pub done: String,
    pub home: String,
    pub hours: String,
    pub class_hours: String,
    pub what: String,
    pub ready: String,
    /// What an hour is besides a lesson's first.
    pub second: String,
    pub lab: String,
    pub test: String,
    pub project: String,
    pub demos: String,
    pub reading: String,
    pub announced: String,
    /// Between a lesson and what is done.
    pub dash: String,
    /// Between things in one cell, and in a row of names.
    pub and: String,
    pub comma: String,
    pub see_one: String,
    pub see_notes: String,
}

/// What is said of a demo that was made a project.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EjectWords {
    pub done: String,
    pub next: String,
    pub readme: String,
}

/// What is said of terms.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GlossaryWords {
    pub title: String,
    pub lesson: String,
    pub of_lesson: String,
    pub also: String,
    pub and: String,
    pub explained: String,
    pub one: String,
    pub none: String,
    pub go: String,
    pub here: String,
}
