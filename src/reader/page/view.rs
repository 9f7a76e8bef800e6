//! A lesson's page, drawn.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::content::Focus;
use super::keys::KEYS;
use super::model::{Lesson, Mode};
use super::term;
use crate::course::question::Kind;
use crate::lang::fill;
use crate::reader::chrome::{self, Surface, inset};
use crate::reader::paint::{self, Look};
use crate::render::page::cells::clusters;
use crate::render::page::row::{Role, Row};
use crate::render::question;

/// Longer lines are hard to read.
const WIDEST: u16 = 88;

/// Lines above the text.
const HEAD: u16 = 2;

/// Where the text stands in the window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Geometry {
    pub left: u16,
    pub width: u16,
    pub height: u16,
}

impl Geometry {
    /// The text's place in a window of this size: a column of a readable width, in the middle.
    pub fn of(width: u16, height: u16) -> Geometry {
        let margin = 2;
        let text = width.saturating_sub(2 * margin).clamp(1, WIDEST);
        Geometry {
            left: (width.saturating_sub(text) / 2).max(margin.min(width)),
            width: text,
            height: height.saturating_sub(HEAD + 1).max(1),
        }
    }

    /// The rows of the window.
    pub fn window(self) -> u16 {
        self.height + HEAD + 1
    }

    /// The row of the page, and the column of the text, under a cell of the window.
    pub fn cell_at(self, lesson: &Lesson, column: u16, line: u16) -> Option<(usize, usize)> {
        let line = usize::from(line.checked_sub(HEAD)?);
        let column = usize::from(column.checked_sub(self.left)?);
        let inside = line < usize::from(self.height) && column < usize::from(self.width);
        inside.then_some((lesson.top + line, column))
    }

    /// The link at a column of a row.
    pub fn link_at(self, lesson: &Lesson, (number, column): (usize, usize)) -> Option<usize> {
        let row = lesson.content.rows.get(number)?;
        let mut left = column + shift(lesson, number);
        for (text, span) in row.parts() {
            for (_, width) in clusters(text) {
                if left < width {
                    return span.link;
                }
                left -= width;
            }
        }
        None
    }
}

/// The columns a row is scrolled away: prose stays where it is.
fn shift(lesson: &Lesson, row: usize) -> usize {
    if lesson.shift == 0 {
        return 0;
    }
    let over = (lesson.content.width_at(row)).saturating_sub(lesson.geometry.width.into());
    lesson.shift.min(over)
}

/// Draws the screen; where the cursor stands while something is typed.
pub fn view(
    lesson: &Lesson,
    surface: &Surface<'_>,
    area: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    let words = &lesson.words.reader;
    if chrome::too_small(words, area, buffer) {
        return None;
    }
    head(lesson, surface, area, buffer);
    text(lesson, surface, area, buffer);
    let bottom = Rect {
        y: area.bottom() - 1,
        height: 1,
        ..area
    };
    let cursor = bottom_line(lesson, surface, bottom, buffer);
    match &lesson.mode {
        Mode::Contents(selected) => contents(lesson, surface, *selected, area, buffer),
        Mode::Term(shown) => term::draw(lesson, shown, surface, area, buffer),
        Mode::Help(help) => help.draw(surface, lesson.words, KEYS.iter(), area, buffer),
        _ => {}
    }
    cursor
}

fn head(lesson: &Lesson, surface: &Surface<'_>, area: Rect, buffer: &mut Buffer) {
    let title = format!(
        "{} {} {}",
        lesson.number,
        surface.mark("·", "-"),
        lesson.page.front.title
    );
    let percent = format!("{:>3} %", percent_seen(lesson));
    let section = lesson
        .section()
        .and_then(|place| lesson.content.headings.get(place));
    let right = match section.filter(|section| section.level > 1 && area.width >= 72) {
        Some(section) => {
            let room = usize::from(area.width) / 2 - 10;
            let section = chrome::crop(&section.text, room, surface);
            format!("{section}  {percent}")
        }
        None => percent,
    };
    chrome::head(surface, &title, &right, area, buffer);
}

/// How much of the page stands above the window's last row. Counted in lines of the file: of the rows
/// nobody knows how many there are before all are laid out.
fn percent_seen(lesson: &Lesson) -> usize {
    let below = lesson.top + usize::from(lesson.geometry.height);
    match lesson.content.rows.get(below) {
        Some(row) => {
            let last = (lesson.page.doc.blocks.last()).map_or(1, |block| block.line.max(1));
            (row.line * 100 / last).min(99)
        }
        None if lesson.is_whole() => 100,
        None => 99,
    }
}

fn text(lesson: &Lesson, surface: &Surface<'_>, area: Rect, buffer: &mut Buffer) {
    let geometry = lesson.geometry;
    let active = lesson.active().map(|place| lesson.content.questions[place]);
    let link = match lesson.focus {
        Some(Focus::Link(link)) => Some(link),
        _ => None,
    };
    let rows = lesson.content.rows.iter().enumerate();
    let lines = area.y + HEAD..area.bottom().saturating_sub(1);
    for (y, (number, row)) in lines.zip(rows.skip(lesson.top)) {
        let line = Rect {
            x: area.x + geometry.left,
            y,
            width: geometry.width,
            height: 1,
        };
        let marks = marks(lesson, number);
        let look = Look {
            shift: shift(lesson, number),
            marks: &marks,
            link,
        };
        paint::row(buffer, line, row, surface.theme, look);
        cut_marks(row, look.shift, surface, line, buffer);
        if active.is_some_and(|(first, last)| (first..last).contains(&number)) {
            let bar = Rect {
                x: line.x.saturating_sub(2),
                width: 1,
                ..line
            };
            paint::text(buffer, bar, surface.mark("▌", "|"), surface.key());
        }
    }
}

/// The bytes of a row that a search has found.
fn marks(lesson: &Lesson, row: usize) -> Vec<Range<usize>> {
    let start = lesson.hits.partition_point(|hit| {
        let last = hit.pieces.last();
        last.is_none_or(|(last, _)| *last < row)
    });
    let hits = lesson.hits[start..]
        .iter()
        .take_while(|hit| hit.row() <= row);
    let pieces = hits.flat_map(|hit| hit.pieces.iter().filter(|(piece, _)| *piece == row));
    pieces.map(|(_, bytes)| bytes.clone()).collect()
}

/// Says in the margin that a row goes on beyond the window.
fn cut_marks(row: &Row, shift: usize, surface: &Surface<'_>, line: Rect, buffer: &mut Buffer) {
    let mut mark = |x: u16, text: &str| {
        let at = Rect {
            x,
            width: 1,
            ..line
        };
        paint::text(buffer, at, text, surface.key());
    };
    if shift > 0 && line.x > 0 {
        mark(line.x - 1, surface.mark("‹", "<"));
    }
    if row.width().saturating_sub(shift) > line.width.into() {
        mark(line.right(), surface.mark("›", ">"));
    }
}

fn bottom_line(
    lesson: &Lesson,
    surface: &Surface<'_>,
    bottom: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    let words = &lesson.words.reader;
    match &lesson.mode {
        Mode::Search { text, .. } => {
            let found = match text.trim().is_empty() {
                true => String::new(),
                false => lesson.hits.len().to_string(),
            };
            let width = u16::try_from(found.len()).unwrap_or(0);
            let end = Rect {
                x: bottom.right().saturating_sub(width + 1),
                width,
                ..bottom
            };
            paint::text(buffer, end, &found, surface.dim());
            let line = Rect {
                width: bottom.width.saturating_sub(width + 2),
                ..bottom
            };
            return Some(chrome::input(surface, "/", text, line, buffer));
        }
        Mode::Answer { text, .. } => {
            return Some(chrome::input(
                surface,
                &words.answer_line,
                text,
                bottom,
                buffer,
            ));
        }
        Mode::Read | Mode::Contents(_) | Mode::Help(_) | Mode::Term(_) => {}
    }
    if let Some(note) = &lesson.note {
        let note = chrome::crop(note, usize::from(bottom.width) - 2, surface);
        paint::text(buffer, inset(bottom, 1), &note, surface.key());
        return None;
    }
    let asked = lesson.active().map(|place| &lesson.page.questions[place]);
    let last = asked.map_or('a', |asked| {
        question::letter(asked.choices.len().saturating_sub(1))
    });
    let letters = format!("a{}{last}", surface.mark("–", "-"));
    let on_link = matches!(lesson.focus, Some(Focus::Link(_)));
    let extra = match asked.map(|asked| asked.kind) {
        // Enter follows the link that has the focus.
        Some(Kind::Fill) if on_link => Vec::new(),
        Some(Kind::Fill) => vec![("Enter", words.type_answer.as_str())],
        Some(Kind::Choose | Kind::Predict) => vec![(letters.as_str(), words.answer.as_str())],
        None => Vec::new(),
    };
    chrome::keys(surface, lesson.words, &extra, KEYS, bottom, buffer);
    None
}

fn contents(
    lesson: &Lesson,
    surface: &Surface<'_>,
    selected: usize,
    area: Rect,
    buffer: &mut Buffer,
) {
    let headings = &lesson.content.headings;
    let entry = |place: usize| {
        let heading = &headings[place];
        let indent = "  ".repeat(usize::from(heading.level.saturating_sub(1)));
        format!("{indent}{}", heading.text)
    };
    let texts: Vec<String> = (0..headings.len()).map(entry).collect();
    let widths = texts
        .iter()
        .map(|text| crate::render::page::cells::width(text));
    let size = (widths.max().unwrap_or(0) + 2, texts.len());
    let title = fill(&lesson.words.reader.toc_title, &[]);
    let inner = chrome::popup(surface, (&title, ""), size, area, buffer);
    let lines = usize::from(inner.height);
    let top = (selected + 1)
        .saturating_sub(lines)
        .max(selected.saturating_sub(lines / 2));
    let top = top.min(texts.len().saturating_sub(lines));
    for (y, (place, text)) in (inner.top()..inner.bottom()).zip(texts.iter().enumerate().skip(top))
    {
        let line = Rect {
            y,
            height: 1,
            ..inner
        };
        let text = chrome::crop(text, line.width.into(), surface);
        let style = match headings[place].level {
            1 => paint::style(surface.theme, Role::Heading(4)),
            _ => Style::default(),
        };
        paint::text(buffer, line, &text, style);
        if place == selected {
            chrome::select(line, buffer);
        }
    }
}
