//! The learner's record, as the commands use it: what is wrong with it is told once, on standard
//! error, and the command goes on.

use super::setup::Setup;
use crate::course::Course;
use crate::progress::{Progress, Warning};

/// What whoever runs the program has done of a course.
pub fn open(setup: &Setup, course: &Course) -> Progress {
    let (progress, warning) = Progress::open();
    warn(setup, warning);
    progress.about(course.name())
}

/// Tells what is wrong with the record, if anything is.
pub fn warn(setup: &Setup, warning: Option<Warning>) {
    if let Some(warning) = warning {
        let (what, next) = warning.told(setup.words);
        super::tell(&what, &next, &setup.typed);
    }
}
