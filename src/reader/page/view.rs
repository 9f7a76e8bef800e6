//! A lesson's page, drawn.

use std::ops::Range;

use ratatui_core::buffer::Buffer;
use ratatui_core::layout::{Position, Rect};
use ratatui_core::style::Style;

use super::content::Focus;
use super::keys::KEYS;
use super::model::{Lesson, Mode};
use super::{bars, term};
use crate::reader::chrome::{self, Surface};
use crate::reader::paint::{self, Look};
use crate::reader::popup;
use crate::reader::search::Hit;
use crate::render::page::cells::clusters;
use crate::render::page::row::{Role, Row};

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
    /// Columns and lines of the window itself.
    pub window: (u16, u16),
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
            window: (width, height),
        }
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
    bars::head(lesson, surface, area, buffer);
    text(lesson, surface, area, buffer);
    let bottom = Rect {
        y: area.bottom() - 1,
        height: 1,
        ..area
    };
    let cursor = bars::bottom(lesson, surface, bottom, buffer);
    match &lesson.mode {
        Mode::Contents(selected) => contents(lesson, surface, *selected, area, buffer),
        Mode::Term(shown) => term::draw(lesson, shown, surface, area, buffer),
        Mode::Help(help) => help.draw(surface, lesson.words, KEYS.iter(), area, buffer),
        _ => {}
    }
    cursor
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
        let (marks, now) = marks(lesson, number);
        let look = Look {
            shift: shift(lesson, number),
            marks: &marks,
            now: &now,
            link,
        };
        let is_whole = paint::row(buffer, line, row, surface.theme, look);
        cut_marks(row, (look.shift, is_whole), surface, line, buffer);
        verdict(lesson, (number, row), surface, line, buffer);
        if active.is_some_and(|(first, last)| (first..last).contains(&number)) {
            let bar = Rect {
                x: line.x.saturating_sub(2),
                width: 1,
                ..line
            };
            paint::text(buffer, bar, surface.mark("▌", "|"), surface.accent());
        }
    }
}

/// The bytes of a row that a search has found, and those of them that one stands on.
fn marks(lesson: &Lesson, row: usize) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let in_row = |hit: &Hit| -> Vec<Range<usize>> {
        let pieces = hit.pieces.iter().filter(|(piece, _)| *piece == row);
        pieces.map(|(_, bytes)| bytes.clone()).collect()
    };
    let start = lesson.hits.partition_point(|hit| {
        let last = hit.pieces.last();
        last.is_none_or(|(last, _)| *last < row)
    });
    let hits = lesson.hits[start..]
        .iter()
        .take_while(|hit| hit.row() <= row);
    let now = lesson.hits.get(lesson.hit).map(in_row);
    (hits.flat_map(in_row).collect(), now.unwrap_or_default())
}

/// Marks the choice that was taken, and in its colour what is said of it.
fn verdict(
    lesson: &Lesson,
    (number, row): (usize, &Row),
    surface: &Surface<'_>,
    line: Rect,
    buffer: &mut Buffer,
) {
    let Some(place) = lesson.content.question_at(number) else {
        return;
    };
    let answer = lesson.answers.now.get(place).and_then(Option::as_ref);
    let before = || lesson.answers.before(place, &lesson.page.questions[place]);
    let Some(right) = answer.map(|answer| answer.right).or_else(before) else {
        return;
    };
    let (mark, style) = match right {
        true => (surface.mark("✓", "v"), surface.good()),
        false => (surface.mark("✗", "x"), surface.bad()),
    };
    let text = match row.spans.first().map(|span| span.role) {
        Some(Role::Bullet) => {
            let chosen = answer.and_then(|answer| answer.choice);
            let its = lesson.content.choice_at(number).map(|(_, choice)| choice);
            (chosen.is_some() && chosen == its).then_some(mark)
        }
        Some(Role::Bar(None)) => row.text.split(' ').next(),
        _ => None,
    };
    if let Some(text) = text {
        paint::text(buffer, line, text, style);
    }
}

/// Says in the margin that a row goes on beyond the window.
fn cut_marks(
    row: &Row,
    (shift, is_whole): (usize, bool),
    surface: &Surface<'_>,
    line: Rect,
    buffer: &mut Buffer,
) {
    let mut mark = |x: u16, text: &str| {
        let at = Rect {
            x,
            width: 1,
            ..line
        };
        paint::text(buffer, at, text, surface.key());
    };
    // The blank row before a block has nothing that could be cut.
    if row.text.trim().is_empty() {
        return;
    }
    if shift > 0 && line.x > 0 {
        mark(line.x - 1, surface.mark("‹", "<"));
    }
    if !is_whole {
        mark(line.right(), surface.mark("›", ">"));
    }
}

fn contents(
    lesson: &Lesson,
    surface: &Surface<'_>,
    selected: usize,
    area: Rect,
    buffer: &mut Buffer,
) {
    let texts = lesson.contents_lines();
    let size = lesson.contents_size();
    let title = &lesson.words.reader.toc_title;
    let area = popup::above_keys(area);
    let inner = chrome::popup(surface, (title, ""), size, area, buffer);
    let top = lesson.contents_top(selected, inner.height.into());
    chrome::scroll_mark(surface, (top, texts.len()), popup::edge(inner), buffer);
    let places = texts.iter().enumerate().skip(top);
    for (y, (place, text)) in (inner.top()..inner.bottom()).zip(places) {
        let line = Rect {
            y,
            height: 1,
            ..inner
        };
        let text = chrome::crop(text, line.width.into(), surface);
        let style = match lesson.content.headings[place].level {
            1 => paint::style(surface.theme, Role::Heading(4)),
            _ => Style::default(),
        };
        paint::text(buffer, line, &text, style);
        if place == selected {
            chrome::select(line, buffer);
        }
    }
}
