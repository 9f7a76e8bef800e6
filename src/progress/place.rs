//! Where a reader left a lesson, in terms that no language and no width changes.

use toml::{Table, Value};

/// A place in a lesson's text. The same one in every language in which the lesson has the same
/// headings and blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// The heading it stands under, from 1; 0 before the first.
    pub section: usize,
    /// The block, counted from the heading, which is 0.
    pub block: usize,
    /// Characters of the block's text that were read, of so many in all.
    pub read: usize,
    pub of: usize,
}

impl Place {
    /// Reads with forbearance: what a hand has spoiled counts as 0.
    pub(super) fn of_table(table: &Table) -> Place {
        let number = |name: &str| {
            let number = table.get(name).and_then(Value::as_integer);
            number.map_or(0, |number| usize::try_from(number).unwrap_or(0))
        };
        Place {
            section: number("section"),
            block: number("block"),
            read: number("read"),
            of: number("of"),
        }
    }

    pub(super) fn table(self) -> Table {
        let fields = [
            ("section", self.section),
            ("block", self.block),
            ("read", self.read),
            ("of", self.of),
        ];
        // A person reads the file: what says nothing is not written.
        let fields = fields.into_iter().filter(|(_, number)| *number > 0);
        let fields = fields.map(|(name, number)| {
            let number = i64::try_from(number).unwrap_or(i64::MAX);
            (name.to_string(), Value::from(number))
        });
        fields.collect()
    }
}
