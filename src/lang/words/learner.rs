//! Words for what a learner is asked and has done.

use serde::Deserialize;

/// Questions, asked line by line.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuizWords {
    pub title: String,
    pub review_title: String,
    pub question: String,
    pub from_lesson: String,
    pub from_demo: String,
    pub your_choice: String,
    pub your_text: String,
    pub answer: String,
    pub no_choice: String,
    pub right: String,
    pub wrong: String,
    pub once_more: String,
    pub right_is: String,
    pub see_it: String,
    pub skipped: String,
    pub left: String,
    pub score: String,
    pub again: String,
    pub how: String,
    pub no_questions: String,
    pub nothing_due: String,
    pub nothing_missed: String,
}

/// What a learner has done.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProgressWords {
    pub title: String,
    pub new: String,
    pub begun: String,
    pub done: String,
    pub score: String,
    pub go_on: String,
    pub due: String,
    pub file: String,
    pub nowhere: String,
    pub reset_all: String,
    pub reset_lesson: String,
    pub reset_ask_all: String,
    pub reset_ask_lesson: String,
    pub reset_not: String,
    pub damage_no_file: String,
    pub damage_long: String,
    pub damage_no_text: String,
    pub damage_toml: String,
    pub damage_schema: String,
    pub damage_shape: String,
}
