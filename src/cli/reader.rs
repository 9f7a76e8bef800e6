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
    let mut session = Session::new(course, setup.lang, theme.clone(), setup.ascii, known);
    match lesson {
        Some(place) => session.open_lesson(place)?,
        None => (session.open_home()).map_err(|fault| setup.course_trouble(&fault))?,
    }
    reader::read(&mut session)?;
    Ok(Verdict::Passed)
}
