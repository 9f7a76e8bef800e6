//! Words for what a learner is asked and has done.

use super::read::words;

words! {
    /// Questions, asked line by line.
    pub struct QuizWords {
        pub title: &'static str,
        pub review_title: &'static str,
        pub question: &'static str,
        pub from_lesson: &'static str,
        pub from_demo: &'static str,
        pub your_choice: &'static str,
        pub your_text: &'static str,
        pub answer: &'static str,
        pub no_choice: &'static str,
        pub right: &'static str,
        pub wrong: &'static str,
        pub once_more: &'static str,
        pub right_is: &'static str,
        pub see_it: &'static str,
        pub skipped: &'static str,
        pub left: &'static str,
        pub score: &'static str,
        pub again: &'static str,
        pub how: &'static str,
        pub no_questions: &'static str,
        pub nothing_due: &'static str,
        pub nothing_missed: &'static str,
    }

    /// What a learner has done.
    pub struct ProgressWords {
        pub title: &'static str,
        pub new: &'static str,
        pub begun: &'static str,
        pub done: &'static str,
        pub score: &'static str,
        pub go_on: &'static str,
        pub due: &'static str,
        pub file: &'static str,
        pub nowhere: &'static str,
        pub reset_all: &'static str,
        pub reset_lesson: &'static str,
        pub reset_ask_all: &'static str,
        pub reset_ask_lesson: &'static str,
        pub reset_not: &'static str,
        pub damage_no_file: &'static str,
        pub damage_long: &'static str,
        pub damage_no_text: &'static str,
        pub damage_toml: &'static str,
        pub damage_schema: &'static str,
        pub damage_shape: &'static str,
        pub damage_cut: &'static str,
    }
}
