//! The full screen: the contents of the course, or a lesson at once.

use super::Verdict;
use super::setup::Setup;
use crate::course::Course;
use crate::progress::Progress;
use crate::reader::{self, Session};
use crate::render::theme::Theme;

/// Opens the full screen, with a lesson in front if one is named by its place.
pub fn run(
    setup: &Setup,
    course: Course,
    theme: &Theme,
    lesson: Option<usize>,
) -> anyhow::Result<Verdict> {
    let (progress, warning) = Progress::open();
    let known = (progress.about(course.name()), warning);
    let session = Session::new(course, setup.lang, theme.clone(), setup.ascii, known);
    let mut session = session.map_err(|fault| setup.course_trouble(&fault))?;
    if let Some(place) = lesson {
        session.open_lesson(place)?;
    }
    reader::read(&mut session)?;
    Ok(Verdict::Passed)
}
