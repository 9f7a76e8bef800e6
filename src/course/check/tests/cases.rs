//! One slip each, and every fault it makes.

mod pages;
mod parts;
mod text;

use super::Edit;

const EN: &str = "01-one/en.md";
const ZH: &str = "01-one/zh.md";
const TOLD: &str = "01-one/echo.en.md";
const TOLD_ZH: &str = "01-one/echo.zh.md";
const NOTES: &str = "01-one/notes.en.md";
const NOTES_ZH: &str = "01-one/notes.zh.md";
const PLAN: &str = "plan.toml";
const COURSE: &str = "course.toml";

/// The edits of a right course, and all faults they make.
type Case = (&'static [Edit], &'static [&'static str]);

pub fn all() -> impl Iterator<Item = &'static Case> {
    [pages::CASES, parts::CASES, text::CASES]
        .into_iter()
        .flatten()
}
