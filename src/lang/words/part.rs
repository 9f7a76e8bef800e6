//! A table of a TOML file, read when it is first used.

use std::ops::Deref;
use std::sync::OnceLock;

use memchr::memmem;
use toml::de::{DeTable, DeValue};

use super::read::{Fields, Read};

/// One table of the file. It is read when it is first used: a command needs few of them, and to read
/// all of them took longer than to print a page.
#[derive(Debug)]
pub struct Part<T> {
    file: &'static str,
    pub(super) table: &'static str,
    read: OnceLock<T>,
}

impl<T> Part<T> {
    pub(super) const fn of(file: &'static str, table: &'static str) -> Part<T> {
        Part {
            file,
            table,
            read: OnceLock::new(),
        }
    }
}

impl<T: Read> Deref for Part<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // The files are part of the program and a test reads them: no fault can reach a learner.
        let read =
            || (self.words()).unwrap_or_else(|why| panic!("the words of the screens: {why}"));
        self.read.get_or_init(read)
    }
}

impl<T: Read> Part<T> {
    fn words(&self) -> Result<T, String> {
        let tables = DeTable::parse(lines_of_table(self.file, self.table));
        let tables = tables.map_err(|error| error.to_string())?.into_inner();
        Fields::of(DeValue::Table(tables))?.take(self.table)
    }
}

/// The lines of a table and of the tables inside it, which stand together.
fn lines_of_table<'f>(file: &'f str, table: &str) -> &'f str {
    let is_inside = |start: &usize| {
        let name = (file[*start..].trim_start_matches('[')).strip_prefix(table);
        name.is_some_and(|rest| rest.starts_with([']', '.']))
    };
    let mut heads = memmem::find_iter(file.as_bytes(), "\n[").map(|end| end + 1);
    let Some(start) = heads.find(is_inside) else {
        return "";
    };
    let end = heads.find(|start| !is_inside(start));
    &file[start..end.unwrap_or(file.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_a_table_reach_to_the_next_other_one() {
        let file = "# a\n[b]\nx = 1\n[bc.d]\n[bc.e]\ny = 2\n[f]\n";
        assert_eq!(lines_of_table(file, "b"), "[b]\nx = 1\n");
        assert_eq!(lines_of_table(file, "bc"), "[bc.d]\n[bc.e]\ny = 2\n");
        assert_eq!(lines_of_table(file, "f"), "[f]\n");
        assert_eq!(lines_of_table(file, "g"), "");
    }
}
