//! Words inside a file of captured frames.

use super::read::words;

words! {
    pub struct CaptureWords {
        pub saved: &'static str,
        pub about: &'static str,
        pub clock: &'static str,
        pub clock_without_date: &'static str,
        pub drop: &'static str,
        pub queue_full: &'static str,
        pub duplicate: &'static str,
        pub delay: &'static str,
        pub rewrite: &'static str,
    }
}
