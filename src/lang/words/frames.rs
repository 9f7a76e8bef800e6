//! The words of the laboratory's frames.

use super::read::words;

words! {
    pub struct FrameWords {
        pub sent: &'static str,
        pub lost: &'static str,
        pub queue_full: &'static str,
        pub delayed: &'static str,
        pub doubled: &'static str,
        pub rewritten: &'static str,
        /// Stands after the sentence when the learner has chosen the fate.
        pub chosen: &'static str,
        pub arrived: &'static str,
    }

    /// A field of a header.
    pub struct FieldWords {
        pub name: &'static str,
        /// What it means, in one line.
        pub means: &'static str,
    }
}
