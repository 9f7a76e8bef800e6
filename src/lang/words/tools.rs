//! Words of the commands around the course: records, the doctor, projects of one's own, terms.

use super::read::words;

words! {
    /// Why a file is no record of a run.
    pub struct RecordWords {
        pub folder: &'static str,
        pub empty: &'static str,
        pub too_long: &'static str,
        pub no_text: &'static str,
        pub no_start: &'static str,
        pub no_json: &'static str,
        pub newer: &'static str,
        pub unknown_field: &'static str,
    }

    /// What the machine is, and whether a class can be held on it.
    pub struct DoctorWords {
        pub title: &'static str,
        pub system: &'static str,
        pub system_is: &'static str,
        pub ipv6: &'static str,
        pub tcp_info: &'static str,
        pub preflight: &'static str,
        pub line: &'static str,
        pub go: &'static str,
        pub note: &'static str,
        pub no_go: &'static str,
        pub ipv4: &'static str,
        pub descriptors: &'static str,
        pub descriptors_are: &'static str,
        pub size: &'static str,
        pub size_good: &'static str,
        pub size_small: &'static str,
        pub size_too_small: &'static str,
        pub no_terminal: &'static str,
        pub no_size: &'static str,
        pub colour: &'static str,
        pub colours: &'static str,
        pub colours_none: &'static str,
        pub unicode: &'static str,
        pub unicode_unknown: &'static str,
        pub demo: &'static str,
        pub ran: &'static str,
        pub too_long: &'static str,
        pub instead: &'static str,
        pub time: &'static str,
        pub took: &'static str,
        pub yes: &'static str,
        pub no: &'static str,
        pub no_because: &'static str,
        pub kernel_engine: &'static str,
        pub engine_refused: &'static str,
        pub unlimited: &'static str,
        pub verdict_go: &'static str,
        pub verdict_no_go: &'static str,
    }

    /// The plans of a teacher.
    pub struct PlanWords {
        pub title: &'static str,
        pub written: &'static str,
        pub today: &'static str,
        pub all_today: &'static str,
        /// Heads of columns.
        pub number: &'static str,
        pub done: &'static str,
        pub home: &'static str,
        pub hours: &'static str,
        pub class_hours: &'static str,
        pub what: &'static str,
        pub ready: &'static str,
        /// What an hour is besides a lesson's first.
        pub second: &'static str,
        pub lab: &'static str,
        pub test: &'static str,
        pub project: &'static str,
        pub demos: &'static str,
        pub reading: &'static str,
        pub announced: &'static str,
        /// Between a lesson and what is done.
        pub dash: &'static str,
        /// Between things in one cell, and in a row of names.
        pub and: &'static str,
        pub comma: &'static str,
        pub see_one: &'static str,
        pub see_notes: &'static str,
    }

    /// What is said of a demo that was made a project.
    pub struct EjectWords {
        pub done: &'static str,
        pub next: &'static str,
        pub readme: &'static str,
    }

    /// What is said of terms.
    pub struct GlossaryWords {
        pub title: &'static str,
        pub lesson: &'static str,
        pub of_lesson: &'static str,
        pub also: &'static str,
        pub and: &'static str,
        pub explained: &'static str,
        pub one: &'static str,
        pub none: &'static str,
        pub go: &'static str,
        pub here: &'static str,
    }
}
