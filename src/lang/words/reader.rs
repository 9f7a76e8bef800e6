//! Words of the full screen.

use serde::Deserialize;

/// The words of the full screen: its contents and its lessons.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReaderWords {
    pub too_small: String,
    pub contents: String,
    pub help: String,
    pub help_close: String,
    pub help_more: String,
    pub toc_title: String,
    pub nothing: String,
    pub demos: String,
    pub filter_line: String,
    pub state_new: String,
    pub state_begun: String,
    pub state_done: String,
    pub score: String,
    pub right: String,
    pub wrong: String,
    pub unknown_answer: String,
    pub right_before: String,
    pub wrong_before: String,
    pub see_demo: String,
    pub answer_line: String,
    pub answer: String,
    pub type_answer: String,
    pub letters: String,
    pub no_link: String,
    pub no_lesson: String,
    pub no_notes: String,
    pub not_written: String,
    pub not_found: String,
    pub hit: String,
    pub address: String,
    pub mouse_on: String,
    pub mouse_off: String,
    pub no_demo: String,
    pub no_term: String,
    pub open: KeyWords,
    pub follow: KeyWords,
    pub up: String,
    pub down: String,
    pub page_up: String,
    pub page_down: KeyWords,
    pub half_up: String,
    pub half_down: String,
    pub first: String,
    pub last: String,
    pub next_part: KeyWords,
    pub previous_part: String,
    pub next_section: String,
    pub previous_section: String,
    pub next_lesson: String,
    pub previous_lesson: String,
    pub next_link: KeyWords,
    pub previous_link: String,
    pub left: String,
    pub right_key: String,
    pub toc: KeyWords,
    pub filter: KeyWords,
    pub search: KeyWords,
    pub next_hit: String,
    pub previous_hit: String,
    pub notes: String,
    pub language: KeyWords,
    pub mouse: String,
    pub suspend: String,
    pub quit: String,
    pub help_key: KeyWords,
    pub leave: KeyWords,
    pub back: KeyWords,
}

/// What a key does that stands in the line of keys.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyWords {
    /// For the line of keys.
    pub short: String,
    /// For the help.
    pub long: String,
}
