//! The words for measured values.

use super::read::words;

words! {
    /// A value that can be measured.
    pub struct GaugeWords {
        pub name: &'static str,
        /// Its short name, where there is little room; else the name is short enough.
        pub short: Option<&'static str>,
        /// What it means, in one line.
        pub means: &'static str,
        /// The sentence of a story, where that it was measured says too little.
        pub said: Option<&'static str>,
    }

    /// What a value is counted in.
    pub struct UnitWords {
        pub one: &'static str,
        pub many: &'static str,
    }
}
