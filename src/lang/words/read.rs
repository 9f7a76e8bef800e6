//! TOML → words, without a copy: a text is a piece of the file that is part of the program.
//!
//! Serde would copy each text, and what it derives for structures of so many texts was a sixth of
//! the program; the first frame had to wait for some of it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

/// What can stand in the file. The error names the field, and what is wrong with it.
pub trait Read: Sized {
    fn read(value: DeValue<'static>) -> Result<Self, String>;

    /// What a field is that is not there; `None` if it has to be.
    fn absent() -> Option<Self> {
        None
    }
}

impl Read for &'static str {
    fn read(value: DeValue<'static>) -> Result<&'static str, String> {
        match value {
            DeValue::String(Cow::Borrowed(text)) => Ok(text),
            // It had an escape. Words are kept as long as the program runs.
            DeValue::String(Cow::Owned(text)) => Ok(text.leak()),
            other => Err(format!("no text, but {}", other.type_str())),
        }
    }
}

impl<T: Read> Read for Option<T> {
    fn read(value: DeValue<'static>) -> Result<Option<T>, String> {
        T::read(value).map(Some)
    }

    fn absent() -> Option<Option<T>> {
        Some(None)
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(value: DeValue<'static>) -> Result<Vec<T>, String> {
        match value {
            DeValue::Array(values) => {
                let values = values.into_iter();
                values.map(|value| T::read(value.into_inner())).collect()
            }
            other => Err(format!("no list, but {}", other.type_str())),
        }
    }
}

impl<T: Read> Read for BTreeMap<String, T> {
    fn read(value: DeValue<'static>) -> Result<BTreeMap<String, T>, String> {
        let fields = Fields::of(value)?.0.into_iter();
        let read = fields.map(|(name, value)| {
            let name = name.into_inner().into_owned();
            let value = T::read(value.into_inner()).map_err(|why| format!("{name}: {why}"))?;
            Ok((name, value))
        });
        read.collect()
    }
}

/// The fields of a table that have not been read yet.
pub struct Fields(DeTable<'static>);

impl Fields {
    pub fn of(value: DeValue<'static>) -> Result<Fields, String> {
        match value {
            DeValue::Table(table) => Ok(Fields(table)),
            other => Err(format!("no table, but {}", other.type_str())),
        }
    }

    pub fn take<T: Read>(&mut self, name: &str) -> Result<T, String> {
        // A field may have the name of a keyword.
        let name = name.trim_start_matches("r#");
        match self.0.remove(name) {
            Some(value) => T::read(value.into_inner()).map_err(|why| format!("{name}: {why}")),
            None => T::absent().ok_or_else(|| format!("{name} is missing")),
        }
    }

    /// Nothing may be left.
    pub fn end(self) -> Result<(), String> {
        match self.0.keys().next() {
            Some(name) => Err(format!("{} is not used", name.get_ref())),
            None => Ok(()),
        }
    }
}

/// Structures of words, each read from a table with exactly these fields.
macro_rules! words {
    ($(
        $(#[$about:meta])*
        pub struct $name:ident {
            $($(#[$what:meta])* pub $field:ident: $kind:ty,)*
        }
    )*) => {$(
        $(#[$about])*
        #[derive(Debug)]
        pub struct $name {
            $($(#[$what])* pub $field: $kind,)*
        }

        impl $crate::lang::words::read::Read for $name {
            fn read(value: toml::de::DeValue<'static>) -> Result<$name, String> {
                let mut fields = $crate::lang::words::read::Fields::of(value)?;
                let read = $name {
                    $($field: fields.take(stringify!($field))?,)*
                };
                fields.end().map(|()| read)
            }
        }
    )*};
}
pub(super) use words;

#[cfg(test)]
mod tests {
    use super::*;

    words! {
        pub struct Few {
            pub one: &'static str,
            pub r#try: Option<&'static str>,
            pub list: Vec<&'static str>,
            pub table: BTreeMap<String, &'static str>,
        }
    }

    fn read(file: &'static str) -> Result<Few, String> {
        let table = DeTable::parse(file).expect("TOML").into_inner();
        Few::read(DeValue::Table(table))
    }

    #[test]
    fn every_field_is_read_and_none_is_left() {
        let whole = "one = \"1\"\ntry = \"a\\tb\"\nlist = [\"x\", \"y\"]\ntable.z = '2'";
        let few = read(whole).unwrap();
        assert_eq!((few.one, few.r#try), ("1", Some("a\tb")));
        assert_eq!(few.list, ["x", "y"]);
        assert_eq!(few.table["z"], "2");
        let without = "one = \"1\"\nlist = []\ntable = {}";
        assert_eq!(read(without).unwrap().r#try, None);
        for (file, why) in [
            ("list = []\ntable = {}", "one is missing"),
            (
                "one = 1\nlist = []\ntable = {}",
                "one: no text, but integer",
            ),
            (
                "one = \"1\"\nlist = [true]\ntable = {}",
                "list: no text, but boolean",
            ),
            (
                "one = \"1\"\nlist = {}\ntable = {}",
                "list: no list, but table",
            ),
            (
                "one = \"1\"\nlist = []\ntable.z = []",
                "table: z: no text, but array",
            ),
            (
                "one = \"1\"\nlist = []\ntable = {}\ntwo = \"2\"",
                "two is not used",
            ),
        ] {
            assert_eq!(read(file).unwrap_err(), why, "{file}");
        }
    }
}
