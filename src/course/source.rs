//! Where the files of a course lie: inside the program, or in a folder on disk.

use std::borrow::Cow;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use include_dir::{Dir, DirEntry, include_dir};

use crate::doc::clean::clean_line;

use super::fault::{Fault, FaultKind};

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/lessons");

/// A larger file is no lesson; refusing it keeps a wrong link from filling the memory.
pub const MAX_FILE_BYTES: u64 = 16 * 1024 * 1024;

/// Two ways to keep the same files. Paths are relative to the course, their parts joined by `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    Embedded,
    Folder(PathBuf),
}

/// One name in a folder of the course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub name: String,
    pub kind: ItemKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemKind {
    File,
    Folder,
    /// A device, a pipe, a link that leads nowhere.
    Other,
    /// The name is no UTF-8; `name` shows what can be shown.
    BadName,
}

impl Source {
    /// The path as a person can find it, harmless for a terminal.
    pub fn shown(&self, path: &str) -> String {
        let shown = match self {
            Source::Embedded if path.is_empty() => "lessons".to_string(),
            Source::Embedded => format!("lessons/{path}"),
            Source::Folder(root) => at(root, path).display().to_string(),
        };
        clean_line(&shown).into_owned()
    }

    /// The names in a folder, sorted; `""` is the course itself.
    pub fn list(&self, folder: &str) -> Result<Vec<Item>, Fault> {
        let mut items = match self {
            Source::Embedded => {
                let folder = embedded_folder(folder).ok_or_else(|| self.not_found(folder))?;
                folder.entries().iter().map(embedded_item).collect()
            }
            Source::Folder(root) => {
                let unreadable = |error| self.unreadable(folder, &error);
                let mut items = Vec::new();
                for entry in fs::read_dir(at(root, folder)).map_err(unreadable)? {
                    items.push(disk_item(&entry.map_err(unreadable)?));
                }
                items
            }
        };
        items.sort_by(|left, right| left.name.cmp(&right.name));
        Ok(items)
    }

    /// Whether something of this name is there, be it readable or not.
    pub fn has(&self, path: &str) -> bool {
        match self {
            Source::Embedded => embedded_file(path).is_some() || embedded_folder(path).is_some(),
            Source::Folder(root) => fs::symlink_metadata(at(root, path)).is_ok(),
        }
    }

    /// The text of a file, without a byte order mark.
    pub fn read(&self, path: &str) -> Result<Cow<'static, str>, Fault> {
        match self {
            Source::Embedded => {
                let bytes = embedded_file(path).ok_or_else(|| self.not_found(path))?;
                let text = std::str::from_utf8(bytes)
                    .map_err(|error| self.not_utf8(path, bytes, error.valid_up_to()))?;
                Ok(Cow::Borrowed(without_mark(text)))
            }
            Source::Folder(root) => {
                let bytes = self.read_bytes(&at(root, path), path)?;
                let text = String::from_utf8(bytes).map_err(|error| {
                    let valid = error.utf8_error().valid_up_to();
                    self.not_utf8(path, error.as_bytes(), valid)
                })?;
                Ok(Cow::Owned(match without_mark(&text) {
                    same if same.len() == text.len() => text,
                    shorter => shorter.to_string(),
                }))
            }
        }
    }

    fn read_bytes(&self, full: &Path, path: &str) -> Result<Vec<u8>, Fault> {
        // Asked first: opening a pipe would wait for a writer for ever.
        let metadata = fs::metadata(full).map_err(|error| self.unreadable(path, &error))?;
        if !metadata.is_file() {
            return Err(self.fault(path, FaultKind::NotAFile {}));
        }
        let file = fs::File::open(full).map_err(|error| self.unreadable(path, &error))?;
        let mut bytes = Vec::with_capacity(metadata.len().min(MAX_FILE_BYTES) as usize);
        file.take(MAX_FILE_BYTES + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| self.unreadable(path, &error))?;
        if bytes.len() as u64 > MAX_FILE_BYTES {
            let limit = MAX_FILE_BYTES / 1024 / 1024;
            return Err(self.fault(path, FaultKind::TooLarge { limit }));
        }
        Ok(bytes)
    }

    /// A fault of a whole file.
    pub fn fault(&self, path: &str, kind: FaultKind) -> Fault {
        Fault {
            file: self.shown(path),
            line: None,
            kind,
        }
    }

    fn not_found(&self, path: &str) -> Fault {
        self.fault(path, FaultKind::NotFound {})
    }

    fn unreadable(&self, path: &str, error: &std::io::Error) -> Fault {
        if error.kind() == std::io::ErrorKind::NotFound {
            return self.not_found(path);
        }
        let reason = error.to_string();
        self.fault(path, FaultKind::Unreadable { reason })
    }

    fn not_utf8(&self, path: &str, bytes: &[u8], valid: usize) -> Fault {
        let ends = bytes[..valid].iter().filter(|byte| **byte == b'\n');
        Fault {
            line: Some(ends.count() + 1),
            ..self.fault(path, FaultKind::NotUtf8 {})
        }
    }
}

fn at(root: &Path, path: &str) -> PathBuf {
    if path.is_empty() {
        root.to_path_buf()
    } else {
        root.join(path)
    }
}

fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

// `Dir::get_entry` compares path by path through every folder; a lesson is two levels deep.

fn embedded_folder(path: &str) -> Option<&'static Dir<'static>> {
    if path.is_empty() {
        return Some(&EMBEDDED);
    }
    EMBEDDED
        .dirs()
        .find(|folder| folder.path().as_os_str() == path)
}

fn embedded_file(path: &str) -> Option<&'static [u8]> {
    let folder = match path.rsplit_once('/') {
        Some((folder, _)) => embedded_folder(folder)?,
        None => &EMBEDDED,
    };
    folder.entries().iter().find_map(|entry| match entry {
        DirEntry::File(file) if file.path().as_os_str() == path => Some(file.contents()),
        _ => None,
    })
}

fn embedded_item(entry: &DirEntry<'static>) -> Item {
    let name = entry.path().file_name().unwrap_or_default();
    Item {
        name: name.to_string_lossy().into_owned(),
        kind: match entry {
            DirEntry::Dir(_) => ItemKind::Folder,
            DirEntry::File(_) => ItemKind::File,
        },
    }
}

fn disk_item(entry: &fs::DirEntry) -> Item {
    let name = entry.file_name();
    let kind = if name.to_str().is_none() {
        ItemKind::BadName
    } else {
        // Follows links, so that a lesson may be linked into a course.
        match fs::metadata(entry.path()) {
            Ok(metadata) if metadata.is_file() => ItemKind::File,
            Ok(metadata) if metadata.is_dir() => ItemKind::Folder,
            _ => ItemKind::Other,
        }
    };
    Item {
        name: name.to_string_lossy().into_owned(),
        kind,
    }
}
