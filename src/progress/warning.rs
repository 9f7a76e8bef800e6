//! What can be wrong with the learner's file. The course goes on in every case.

use std::path::{Path, PathBuf};

use crate::doc::clean::clean_line;
use crate::lang::fill;
use crate::lang::words::Words;

/// Why nothing is kept, or what was put aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// The system names no folder for data.
    NoPlace,
    /// The file is there and cannot be read; it is left alone.
    Unreadable { file: PathBuf, why: String },
    /// The file is of a newer program; it is left alone.
    Newer { file: PathBuf, schema: i64 },
    /// The file was no whole record of ours and now has another name.
    Damaged {
        file: PathBuf,
        kept: PathBuf,
        damage: Damage,
    },
    /// The file could not be written.
    NotWritten { file: PathBuf, why: String },
    /// Another program held the lock for too long.
    Busy { lock: PathBuf },
    /// Something else than a file stands where the lock should be.
    NoLock { lock: PathBuf },
    /// The file would become too large.
    Full { file: PathBuf },
}

/// What makes a file no record of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    NotAFile,
    TooLong,
    NotText,
    NotToml {
        line: usize,
    },
    NoSchema,
    Shape,
    /// Its last line is missing; what is there is read.
    Cut,
}

impl Warning {
    /// What is wrong, and what to type: the two lines of every trouble.
    pub fn told(&self, words: &Words) -> (String, String) {
        let (key, values) = self.parts(words);
        // Names of files and what the system says may hold anything.
        let values: Vec<(&str, String)> = (values.into_iter())
            .map(|(name, value)| (name, clean_line(&value).into_owned()))
            .collect();
        let values: Vec<(&str, &str)> = (values.iter())
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        match words.troubles.get(key) {
            Some(trouble) => (fill(trouble.what, &values), fill(trouble.r#try, &values)),
            None => (key.to_string(), "sockets-tutor progress".to_string()),
        }
    }

    fn parts(&self, words: &Words) -> (&'static str, Vec<(&'static str, String)>) {
        let shown = |path: &Path| path.to_string_lossy().into_owned();
        match self {
            Warning::NoPlace => ("progress-no-place", Vec::new()),
            Warning::Unreadable { file, why } => (
                "progress-unreadable",
                vec![("file", shown(file)), ("why", why.clone())],
            ),
            Warning::Newer { file, schema } => (
                "progress-newer",
                vec![("file", shown(file)), ("schema", schema.to_string())],
            ),
            Warning::Damaged { file, kept, damage } => (
                "progress-damaged",
                vec![
                    ("file", shown(file)),
                    ("kept", shown(kept)),
                    ("why", damage.told(words)),
                ],
            ),
            Warning::NotWritten { file, why } => (
                "progress-not-written",
                vec![("file", shown(file)), ("why", why.clone())],
            ),
            Warning::Busy { lock } => ("progress-busy", vec![("file", shown(lock))]),
            Warning::NoLock { lock } => ("progress-no-lock", vec![("file", shown(lock))]),
            Warning::Full { file } => ("progress-full", vec![("file", shown(file))]),
        }
    }
}

impl Damage {
    fn told(self, words: &Words) -> String {
        let words = &words.progress;
        match self {
            Damage::NotAFile => words.damage_no_file.to_string(),
            Damage::TooLong => words.damage_long.to_string(),
            Damage::NotText => words.damage_no_text.to_string(),
            Damage::NotToml { line } => fill(words.damage_toml, &[("line", &line.to_string())]),
            Damage::NoSchema => words.damage_schema.to_string(),
            Damage::Shape => words.damage_shape.to_string(),
            Damage::Cut => words.damage_cut.to_string(),
        }
    }
}
