//! The full screen: the contents of the course, or a lesson at once.

use super::Verdict;
use super::setup::Setup;
use crate::course::Course;
use crate::progress::Progress;
use crate::reader::{self, Session};
use crate::render::theme::Theme;

/// What is in front when the full screen opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Front {
    Contents,
    /// A lesson, by its place in the course.
    Lesson(usize),
    /// The teacher's notes of a lesson.
    Notes(usize),
}

/// Opens the full screen.
pub fn run(setup: &Setup, course: Course, theme: &Theme, front: Front) -> anyhow::Result<Verdict> {
    let (progress, warning) = Progress::open();
    let known = (progress.about(course.name()), warning);
    let mut session = Session::new(course, setup.lang, theme.clone(), setup.ascii, known);
    match front {
        Front::Contents => {
            session.open_home();
            Ok(())
        }
        Front::Lesson(place) => session.open_lesson(place),
        Front::Notes(place) => (session.open_lesson(place)).and_then(|()| session.open_notes()),
    }
    .map_err(|fault| setup.course_trouble(&fault))?;
    reader::read(&mut session)?;
    Ok(Verdict::Passed)
}
