//! The learner's file on the disk: read whole, changed under a lock, replaced at once.

use std::env;
use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use toml::{Table, Value};

use super::warning::{Damage, Warning};

/// Rises when an older program would misunderstand the file.
const SCHEMA: i64 = 1;

/// No course is so long that its record comes near to this.
const MOST_BYTES: u64 = 1 << 20;

/// The lock is held for the time of one write; longer means that its holder stands still.
const DEADLINE: Duration = Duration::from_secs(3);

/// More damaged files than this are not kept, and then nothing is written either.
const MOST_KEPT: u32 = 999;

/// The first line and the last one. A file that was cut between two lines has only the first; one that
/// an older program has written has neither.
const BEGIN: &str = "# begin";
const END: &str = "# end";

/// Where the file is.
#[derive(Debug, Clone)]
pub struct Store {
    folder: PathBuf,
}

/// What stands in the file's place.
enum Content {
    Nothing,
    Good(Table),
    /// What can still be read of a file whose end is missing.
    Cut(Table),
    Damaged(Damage),
}

impl Store {
    pub fn new(folder: PathBuf) -> Store {
        Store { folder }
    }

    pub fn file(&self) -> PathBuf {
        self.folder.join("progress.toml")
    }

    /// What the file holds. A damaged one is put aside.
    pub fn read(&self) -> Result<(Table, Option<Warning>), Warning> {
        match self.content()? {
            Content::Nothing => Ok((Table::new(), None)),
            Content::Good(table) => Ok((table, None)),
            Content::Cut(_) | Content::Damaged(_) => {
                // Another program may be mending it at this moment.
                let _lock = self.lock()?;
                self.read_locked()
            }
        }
    }

    /// Changes the file. What others have written meanwhile is kept.
    pub fn update(&self, change: impl FnOnce(&mut Table)) -> Result<UpdateOk, Warning> {
        fs::create_dir_all(&self.folder).map_err(|error| self.not_written(&error))?;
        let _lock = self.lock()?;
        let (mut table, warning) = self.read_locked()?;
        let before = table.clone();
        change(&mut table);
        // A disk takes its time, and a lesson is often read twice.
        if table != before {
            self.write(&table)?;
        }
        Ok(UpdateOk { table, warning })
    }

    /// Called with the lock held.
    fn read_locked(&self) -> Result<(Table, Option<Warning>), Warning> {
        match self.content()? {
            Content::Nothing => Ok((Table::new(), None)),
            Content::Good(table) => Ok((table, None)),
            Content::Cut(table) => {
                let warning = self.damaged(Damage::Cut)?;
                // If it cannot be written now, it is still in the file that was kept.
                let _ = self.write(&table);
                Ok((table, Some(warning)))
            }
            Content::Damaged(damage) => Ok((Table::new(), Some(self.damaged(damage)?))),
        }
    }

    fn content(&self) -> Result<Content, Warning> {
        let file = self.file();
        let unreadable = |error: &io::Error| Warning::Unreadable {
            file: file.clone(),
            why: error.to_string(),
        };
        match fs::symlink_metadata(&file) {
            Err(error) if is_nowhere(&error) => return Ok(Content::Nothing),
            Err(error) => return Err(unreadable(&error)),
            Ok(_) => {}
        }
        // A link to nowhere, in a circle, to a folder or to a pipe; opening a pipe would wait.
        match fs::metadata(&file) {
            Ok(about) if about.is_file() => {}
            Err(error) if error.kind() == ErrorKind::PermissionDenied => {
                return Err(unreadable(&error));
            }
            _ => return Ok(Content::Damaged(Damage::NotAFile)),
        }
        let mut text = Vec::new();
        File::open(&file)
            .and_then(|open| open.take(MOST_BYTES + 1).read_to_end(&mut text))
            .map_err(|error| unreadable(&error))?;
        match parse(&text) {
            Ok((schema, _)) if schema > SCHEMA => Err(Warning::Newer { file, schema }),
            Ok((_, table)) if is_cut(&text) => Ok(Content::Cut(table)),
            Ok((_, table)) => Ok(Content::Good(table)),
            Err(damage) => Ok(Content::Damaged(damage)),
        }
    }

    /// Puts the file aside and says so.
    fn damaged(&self, damage: Damage) -> Result<Warning, Warning> {
        let kept = self.put_aside()?;
        let file = self.file();
        Ok(Warning::Damaged { file, kept, damage })
    }

    /// Gives the file a name under which it is not looked for.
    fn put_aside(&self) -> Result<PathBuf, Warning> {
        let names = (1..=MOST_KEPT).map(|n| self.folder.join(format!("progress.damaged-{n}.toml")));
        for kept in names {
            match fs::symlink_metadata(&kept) {
                Ok(_) => {}
                Err(_) => {
                    let moved = fs::rename(self.file(), &kept);
                    moved.map_err(|error| self.not_written(&error))?;
                    return Ok(kept);
                }
            }
        }
        Err(Warning::Full { file: self.file() })
    }

    /// Called with the lock held, so that one name for the new file is enough, and what a killed
    /// program has left there is overwritten.
    fn write(&self, table: &Table) -> Result<(), Warning> {
        let mut table = table.clone();
        table.insert("schema".to_string(), Value::Integer(SCHEMA));
        let text = toml::to_string(&table).map_err(|error| self.not_written(&error))?;
        let text = format!("{BEGIN}\n{text}{END}\n");
        if text.len() as u64 > MOST_BYTES {
            return Err(Warning::Full { file: self.file() });
        }
        // Somebody who keeps the file elsewhere and links it here shall find it there.
        let file = fs::canonicalize(self.file()).unwrap_or_else(|_| self.file());
        let new = file.with_file_name("progress.toml.new");
        let written = replacement(&new, text.as_bytes(), fs::metadata(&file).ok());
        written
            .and_then(|()| fs::rename(&new, &file))
            .map_err(|error| {
                // The half of a record, when the disk is full, is of no use to anybody.
                let _ = fs::remove_file(&new);
                self.not_written(&error)
            })
    }

    /// Held until the file that is returned is closed; the system closes it for a killed program.
    fn lock(&self) -> Result<File, Warning> {
        let path = self.folder.join("progress.lock");
        if fs::metadata(&path).is_ok_and(|about| !about.is_file()) {
            return Err(Warning::NoLock { lock: path });
        }
        let not_locked = |error: &io::Error| Warning::NotWritten {
            file: path.clone(),
            why: error.to_string(),
        };
        let open = (OpenOptions::new().read(true).write(true))
            .create(true)
            .truncate(false)
            .open(&path);
        let file = open.map_err(|error| not_locked(&error))?;
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => {}
            // A file system without locks: then two programs at once are on their own.
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {
                return Ok(file);
            }
            Err(TryLockError::Error(error)) => return Err(not_locked(&error)),
        }
        // The system has no lock with a deadline. A thread waits for it; when it comes too late,
        // nobody takes it and it is given back.
        let (sender, receiver) = mpsc::sync_channel(1);
        let waiting = thread::Builder::new().spawn(move || {
            let locked = file.lock().map(|()| file);
            // Fails when nobody waits any more.
            let _ = sender.send(locked);
        });
        waiting.map_err(|error| not_locked(&error))?;
        match receiver.recv_timeout(DEADLINE) {
            Ok(locked) => locked.map_err(|error| not_locked(&error)),
            Err(_) => Err(Warning::Busy { lock: path }),
        }
    }

    fn not_written(&self, why: &dyn std::fmt::Display) -> Warning {
        Warning::NotWritten {
            file: self.file(),
            why: why.to_string(),
        }
    }
}

/// Writes the file that is to take the place of the one that `old` describes: no other program may
/// read it that could not read that one.
fn replacement(new: &Path, text: &[u8], old: Option<Metadata>) -> io::Result<()> {
    // What a killed program has left; or a pipe, which to open would take for ever, or a link.
    match fs::remove_file(new) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut out = File::create_new(new)?;
    if cfg!(unix)
        && let Some(old) = old
    {
        out.set_permissions(old.permissions())?;
    }
    out.write_all(text)?;
    out.sync_all()
}

/// The file as it is now, and what had to be put aside for it.
pub struct UpdateOk {
    pub table: Table,
    pub warning: Option<Warning>,
}

/// Nothing is there, not even a place for it.
fn is_nowhere(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// Whether the last line is missing. What somebody adds after it is no damage.
fn is_cut(text: &[u8]) -> bool {
    let mut lines = text.lines().map_while(Result::ok);
    lines.next().as_deref() == Some(BEGIN) && !lines.any(|line| line == END)
}

/// The schema and the table; the table of another schema is not looked at.
fn parse(text: &[u8]) -> Result<(i64, Table), Damage> {
    if text.len() as u64 > MOST_BYTES {
        return Err(Damage::TooLong);
    }
    let text = str::from_utf8(text).map_err(|_| Damage::NotText)?;
    let table: Table = text.parse().map_err(|error: toml::de::Error| {
        let before = error.span().map_or(0, |span| span.start.min(text.len()));
        let line = text.as_bytes()[..before].iter();
        Damage::NotToml {
            line: 1 + line.filter(|byte| **byte == b'\n').count(),
        }
    })?;
    let schema = table.get("schema").and_then(Value::as_integer);
    let schema = schema
        .filter(|schema| *schema > 0)
        .ok_or(Damage::NoSchema)?;
    match schema > SCHEMA || has_shape(&table) {
        true => Ok((schema, table)),
        false => Err(Damage::Shape),
    }
}

/// Whether tables stand where we look for tables. Single fields are read with forbearance.
fn has_shape(table: &Table) -> bool {
    let all = |table: &Table, name: &str, holds: fn(&Table) -> bool| match table.get(name) {
        None => true,
        Some(value) => value.as_table().is_some_and(|inner| {
            let mut inner = inner.values();
            inner.all(|value| value.as_table().is_some_and(holds))
        }),
    };
    let quiz = |lesson: &Table| match lesson.get("quiz") {
        None => true,
        Some(quiz) => quiz.as_table().is_some_and(all_tables),
    };
    let course =
        |table: &Table| all(table, "lessons", quiz) && all(table, "predictions", all_tables);
    let courses = match table.get("courses") {
        None => true,
        Some(Value::Table(courses)) => {
            (courses.values()).all(|of_one| of_one.as_table().is_some_and(course))
        }
        Some(_) => false,
    };
    course(table) && courses
}

fn all_tables(table: &Table) -> bool {
    table.values().all(Value::is_table)
}

/// The folder of the learner's files: `SOCKETS_TUTOR_HOME`, else the platform's.
pub fn folder() -> Option<PathBuf> {
    use etcetera::base_strategy::{BaseStrategy, choose_native_strategy};

    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
    if let Some(given) = set("SOCKETS_TUTOR_HOME") {
        return Some(PathBuf::from(given));
    }
    // Who runs us without a home wants nothing in the one that the system's list of users names.
    if cfg!(unix) && set("HOME").or(set("XDG_DATA_HOME")).is_none() {
        return None;
    }
    let strategy = choose_native_strategy().ok()?;
    Some(strategy.data_dir().join("sockets-tutor"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_take_the_place_is_not_left_there() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::new(home.path().to_path_buf());
        // In the last moment a folder stands where the file is to be put.
        fs::create_dir(store.file()).unwrap();
        assert!(store.write(&Table::new()).is_err());
        let left: Vec<_> = fs::read_dir(home.path()).unwrap().collect();
        assert_eq!(left.len(), 1, "{left:?}");
    }
}
