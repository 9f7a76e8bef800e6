//! The file in which a run is kept, `--save`.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::trouble::Trouble;
use crate::event::Event;
use crate::render::json;

/// A record being written.
pub struct Record {
    out: BufWriter<File>,
    path: PathBuf,
    /// Of the demo, for the advice when the file cannot be written.
    slug: String,
}

impl Record {
    /// Makes the file, before the run begins.
    ///
    /// # Errors
    /// A [`Trouble`] when it cannot be made.
    pub fn create(path: &Path, slug: &str) -> anyhow::Result<Record> {
        let file = File::create(path).map_err(|error| cannot(path, slug, &error))?;
        Ok(Record {
            out: BufWriter::new(file),
            path: path.to_path_buf(),
            slug: slug.to_string(),
        })
    }

    /// Writes an event down; with the last one everything is in the file.
    ///
    /// # Errors
    /// A [`Trouble`] when the file takes no more; a broken pipe as such.
    pub fn write(&mut self, event: &Event) -> anyhow::Result<()> {
        let mut written = writeln!(self.out, "{}", json::stored(event));
        if let Event::End(_) = event {
            written = written.and_then(|()| self.out.flush());
        }
        written.map_err(|error| match error.kind() {
            io::ErrorKind::BrokenPipe => error.into(),
            _ => cannot(&self.path, &self.slug, &error).into(),
        })
    }
}

fn cannot(path: &Path, slug: &str, error: &io::Error) -> Trouble {
    let values = [
        ("file", &*path.to_string_lossy()),
        ("why", &*error.to_string()),
        ("slug", slug),
        ("example", &*example(path)),
    ];
    Trouble::new("cannot-write", &values)
}

/// A name like the one asked for, in a place that can be written.
fn example(path: &Path) -> String {
    let name = path
        .file_name()
        .map_or_else(|| PathBuf::from("run.trace.jsonl"), PathBuf::from);
    std::env::temp_dir()
        .join(name)
        .to_string_lossy()
        .into_owned()
}
