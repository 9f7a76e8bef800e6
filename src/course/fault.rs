//! What can be wrong with a course: data, not sentences. The sentences are files of the course too.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use crate::doc::clean::clean_line;
use crate::lang::{Lang, fill};

use super::source::Source;

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file or folder, as a person can find it.
    pub file: String,
    /// The line, from 1, when one line is to blame.
    pub line: Option<usize>,
    pub kind: FaultKind,
}

impl std::error::Error for Fault {}

/// For logs; what a person reads comes from [`Sentences`].
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.kind.key())?;
        for (name, value) in self.kind.values() {
            write!(f, " {name}={value:?}")?;
        }
        Ok(())
    }
}

/// Defines each kind once: its variant, its key and the names of its values cannot disagree.
macro_rules! fault_kinds {
    ($($(#[$doc:meta])* $key:literal $kind:ident { $($value:ident : $type:ty),* })*) => {
        /// What is wrong, with everything a sentence about it needs.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum FaultKind {
            $($(#[$doc])* $kind { $($value: $type),* },)*
        }

        impl FaultKind {
            /// The stable name of this kind.
            pub fn key(&self) -> &'static str {
                match self {
                    $(FaultKind::$kind { .. } => $key,)*
                }
            }

            /// The values of this fault by name.
            pub fn values(&self) -> Vec<(&'static str, String)> {
                match self {
                    $(FaultKind::$kind { $($value),* } => {
                        vec![$((stringify!($value), $value.to_string())),*]
                    })*
                }
            }

            /// Every key with the names of its values.
            #[cfg(test)]
            pub(super) const ALL: &'static [(&'static str, &'static [&'static str])] =
                &[$(($key, &[$(stringify!($value)),*])),*];
        }
    };
}

fault_kinds! {
    // Files and folders.
    "not-found" NotFound {}
    "unreadable" Unreadable { reason: String }
    "not-a-file" NotAFile {}
    "too-large" TooLarge { limit: u64 }
    "not-utf8" NotUtf8 {}
    "bad-name" BadName {}
    "no-course-file" NoCourseFile {}
    "bad-course-file" BadCourseFile { reason: String }
    "no-lessons" NoLessons {}
    "bad-folder" BadFolder {}
    "not-a-folder" NotAFolder {}
    "number-twice" NumberTwice { number: u32, other: String }
    "slug-twice" SlugTwice { slug: String, other: String }
    "part-unknown-lesson" PartUnknownLesson { lesson: String, nearest: String }
    "part-lesson-twice" PartLessonTwice { lesson: String }
    "announced-bad-slug" AnnouncedBadSlug { slug: String }
    "announced-written" AnnouncedWritten { slug: String, other: String }
    "announced-twice" AnnouncedTwice { slug: String, other: String }
    "title-untranslated" TitleUntranslated { lang: Lang }
    "no-page" NoPage {}
    "stray-file" StrayFile {}
    "missing-translation" MissingTranslation { lang: Lang, path: String }

    // The text the course grew from.
    "seed-twice" SeedTwice { item: String }
    "seed-empty" SeedEmpty { item: String }
    "seed-unknown-place" SeedUnknownPlace { place: String, nearest: String }

    // The glossary.
    "term-bad-id" TermBadId { term: String }
    "term-twice" TermTwice { term: String, other: String }
    "term-untranslated" TermUntranslated { term: String, lang: Lang }
    "term-unlinked" TermUnlinked { term: String, lesson: String }
    "term-unknown-lesson" TermUnknownLesson { term: String, lesson: String, nearest: String }

    // Front matter.
    "front-missing" FrontMissing {}
    "front-open" FrontOpen {}
    "bad-front" BadFront { reason: String }
    "front-empty" FrontEmpty { field: &'static str }
    "translates-missing" TranslatesMissing { lang: Lang, fingerprint: String }
    "translates-stale" TranslatesStale { lang: Lang, found: String, fingerprint: String }
    "translates-nothing" TranslatesNothing {}

    // Headings.
    "no-title-heading" NoTitleHeading { title: String }
    "title-differs" TitleDiffers { title: String, heading: String }
    "extra-title" ExtraTitle { heading: String }
    "heading-skips" HeadingSkips { from: u8, to: u8 }

    // Links.
    "empty-link" EmptyLink {}
    "unknown-demo" UnknownDemo { demo: String, nearest: String }
    "unknown-exercise" UnknownExercise { exercise: String, nearest: String }
    "unknown-lesson" UnknownLesson { lesson: String, nearest: String }
    "unknown-term" UnknownTerm { term: String, nearest: String }
    "unknown-section" UnknownSection { section: String }
    "unknown-scheme" UnknownScheme { scheme: String }
    "missing-file" MissingFile { target: String }
    "unused-demo" UnusedDemo { demo: String }

    // Questions.
    "bad-question" BadQuestion { reason: String }
    "question-misplaced" QuestionMisplaced { found: String }
    "question-no-right" QuestionNoRight {}
    "question-few-choices" QuestionFewChoices { count: usize }
    "question-no-why" QuestionNoWhy { choice: String }
    "question-no-blank" QuestionNoBlank {}
    "question-no-id" QuestionNoId {}
    "question-id-twice" QuestionIdTwice { id: String, other: usize }
    "question-empty" QuestionEmpty {}

    // Narrations.
    "narration-missing" NarrationMissing { demo: String }
    "narration-twice" NarrationTwice { demo: String, other: String }
    "narration-unlisted" NarrationUnlisted { demo: String }
    "section-no-step" SectionNoStep { heading: String }
    "section-twice" SectionTwice { step: String, other: usize }
    "section-unknown-step" SectionUnknownStep { step: String, demo: String, nearest: String }
    "step-without-section" StepWithoutSection { step: String, demo: String }
    "no-after" NoAfter {}
    "predict-twice" PredictTwice { step: String }
    "knob-unknown" KnobUnknown { knob: String, demo: String, nearest: String }
    "knob-undescribed" KnobUndescribed { knob: String, demo: String }

    // Widths.
    "code-too-wide" CodeTooWide { width: usize, limit: usize }
    "table-too-wide" TableTooWide { width: usize, limit: usize }

    // Text.
    "raw-emphasis" RawEmphasis { mark: &'static str, near: String }
    "half-width" HalfWidth { found: char, wanted: char, near: String }
    "blank-at-full-width" BlankAtFullWidth { near: String }

    // A translation against its original.
    "headings-differ" HeadingsDiffer { other: String, wanted: String, found: String }
    "code-differs" CodeDiffers { other: String, wanted: String, found: String }
    "link-lacks" LinkLacks { other: String, target: String }
    "link-extra" LinkExtra { other: String, target: String }
    "questions-differ" QuestionsDiffer { other: String, wanted: String, found: String }
    "sections-differ" SectionsDiffer { other: String, wanted: String, found: String }
    "front-differs" FrontDiffers { other: String, field: &'static str }
}

/// What is wrong and how to mend it, in the words of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentences(BTreeMap<String, Sentence>);

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentence {
    what: String,
    mend: String,
}

impl Sentences {
    /// The sentences of a language, from the program itself.
    pub fn embedded(lang: Lang) -> Result<Sentences, Fault> {
        let path = format!("faults.{lang}.toml");
        let text = Source::Embedded.read(&path)?;
        toml::from_str(&text).map(Sentences).map_err(|error| {
            let reason = error.message().to_string();
            Source::Embedded.fault(&path, FaultKind::BadCourseFile { reason })
        })
    }

    /// What is wrong. A kind without a sentence shows its key, so that the slip is seen.
    pub fn what(&self, kind: &FaultKind) -> String {
        self.sentence(kind, |sentence| &sentence.what)
    }

    /// How to mend it.
    pub fn mend(&self, kind: &FaultKind) -> String {
        self.sentence(kind, |sentence| &sentence.mend)
    }

    fn sentence(&self, kind: &FaultKind, pick: impl Fn(&Sentence) -> &String) -> String {
        let Some(sentence) = self.0.get(kind.key()) else {
            return kind.key().to_string();
        };
        let values = kind.values().into_iter();
        let values: Vec<_> = values.map(|(name, value)| (name, short(&value))).collect();
        let values: Vec<_> = values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        fill(pick(sentence), &values)
    }
}

/// A value as it stands in a sentence: harmless for a terminal, and not longer than a line.
fn short(value: &str) -> String {
    const LONGEST: usize = 100;
    let value = clean_line(value);
    match value.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.into_owned(),
    }
}
