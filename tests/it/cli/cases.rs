//! Each trouble with the arguments that make it, and its two lines in both languages.

mod things;
mod words;

pub use things::{DEMOS, FILES};
pub use words::{ARGUMENTS, LESSONS};

pub struct Case {
    /// The trouble's name in the words of the screens.
    pub key: &'static str,
    pub arguments: &'static [&'static str],
    pub en: &'static str,
    pub zh: &'static str,
    /// The command of the `try:` line, without the program's name.
    pub next: &'static str,
}

const fn case(
    key: &'static str,
    arguments: &'static [&'static str],
    en: &'static str,
    zh: &'static str,
    next: &'static str,
) -> Case {
    Case {
        key,
        arguments,
        en,
        zh,
        next,
    }
}
