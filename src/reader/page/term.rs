//! A term of the glossary in front of the page: its names, its meaning, the way to its lesson.

use ratatui_core::buffer::Buffer;
use ratatui_core::layout::Rect;

use super::model::Lesson;
use crate::course::{Course, Term};
use crate::lang::fill;
use crate::reader::chrome::{self, Surface};
use crate::reader::paint::{self, Look};
use crate::reader::popup;
use crate::render::page::cells;
use crate::render::page::layout::wrapped;

/// Longer lines are hard to read in a box.
const WIDEST: u16 = 56;

/// What the box holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    term: Term,
    /// The lesson that explains it, by its place and its number.
    lesson: Option<(usize, u32)>,
}

impl Shown {
    /// The term with this id, if the course has it. Reads the glossary's file.
    pub fn find(course: &Course, id: &str) -> Option<Shown> {
        // A glossary that cannot be read is told by `check-course`; here it has no terms.
        let glossary = course.glossary().ok()?;
        let term = glossary.term(id)?.clone();
        let mut lessons = course.lessons.iter().enumerate();
        let lesson = lessons.find(|(_, entry)| entry.slug == term.lesson);
        Some(Shown {
            lesson: lesson.map(|(place, entry)| (place, entry.number)),
            term,
        })
    }

    /// The place of the lesson that explains it, if that is another than the one in front.
    pub fn elsewhere(&self, here: usize) -> Option<usize> {
        let (place, _) = self.lesson?;
        (place != here).then_some(place)
    }
}

/// Draws the box over the page.
pub fn draw(
    lesson: &Lesson,
    shown: &Shown,
    surface: &Surface<'_>,
    area: Rect,
    buffer: &mut Buffer,
) {
    let (words, lang) = (&lesson.words.glossary, lesson.page.front.lang);
    let own = shown.term.name.get(lang);
    let others = shown.term.name.all().filter(|name| *name != own);
    let names: Vec<&str> = std::iter::once(own).chain(others).collect();
    let names = names.join(&format!(" {} ", surface.mark("·", "-")));
    let way = match (shown.lesson, shown.elsewhere(lesson.place)) {
        (Some((_, number)), Some(_)) => fill(words.go, &[("number", &number.to_string())]),
        _ => words.here.to_string(),
    };
    let room = area.width.saturating_sub(6).clamp(1, WIDEST);
    let rows = wrapped(shown.term.mean.get(lang), room.into(), surface.ascii);
    let widths = rows.iter().map(|row| row.width());
    let widest = widths.chain([cells::width(&way)]);
    let columns = widest.max().unwrap_or(0).min(room.into());
    let size = (columns, rows.len() + 2);
    let area = popup::above_keys(area);
    let inner = chrome::popup(surface, (&names, ""), size, area, buffer);
    let mut lines = inner.top()..inner.bottom();
    let line = |y| Rect {
        y,
        height: 1,
        ..inner
    };
    for (row, y) in rows.iter().zip(&mut lines) {
        paint::row(buffer, line(y), row, surface.theme, Look::default());
    }
    if let Some(y) = lines.next_back() {
        let way = chrome::crop(&way, inner.width.into(), surface);
        paint::text(buffer, line(y), &way, surface.dim());
    }
}
