//! The first screen, drawn.

use ratatui_core::buffer::Buffer;
use ratatui_core::layout::{Position, Rect};

use super::columns::Columns;
use super::keys::KEYS;
use super::{Home, Item};
use crate::lang::fill;
use crate::reader::chrome::{self, Surface, after, inset};
use crate::reader::paint;
use crate::render::page::layout::wrapped;
use crate::render::page::wrap::wrap;

/// The line of the window on which the list begins.
pub const FIRST_LINE: u16 = 2;

/// In a window of so many lines there is room for what the selected one is about.
const HIGH: u16 = 16;

/// It has at most this part of the window's lines.
const ABOUT: u16 = 6;

/// Columns beside it.
const MARGIN: u16 = 2;

/// In a wider list the eye loses the line between a title and what is said of it.
const WIDEST: u16 = 96;

/// How many lines the list has in a window of this height, beside so many lines of the other text.
pub fn list_lines(height: u16, about: u16) -> usize {
    let below = if about > 0 { about + 2 } else { 1 };
    height.saturating_sub(FIRST_LINE + below).max(1).into()
}

/// Lines for what the selected one is about: as many as the longest text takes.
pub fn about_lines(home: &Home) -> u16 {
    if home.height < HIGH {
        return 0;
    }
    let columns = list_columns(home.width).saturating_sub(2 * MARGIN).max(1);
    let mut lines = Vec::new();
    let needed = home.items.iter().filter_map(|item| about_text(home, item));
    let needed = needed.map(|text| {
        lines.clear();
        wrap(text, columns.into(), &mut lines);
        lines.len() as u16
    });
    needed.max().unwrap_or(0).clamp(2, home.height / ABOUT)
}

/// Draws the screen; where the cursor stands while a filter is typed.
pub fn view(
    home: &Home,
    surface: &Surface<'_>,
    area: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    let words = &home.words.reader;
    if chrome::too_small(words, area, buffer) {
        return None;
    }
    chrome::head(surface, &home.title, &progress(home), area, buffer);
    list(home, surface, area, buffer);
    if home.about > 0 {
        about(home, surface, area, buffer);
    }
    let bottom = Rect {
        y: area.bottom() - 1,
        height: 1,
        ..area
    };
    let cursor = bottom_line(home, surface, bottom, buffer);
    if let Some(help) = home.help {
        help.draw(surface, home.words, KEYS.iter(), area, buffer);
        return None;
    }
    cursor
}

/// How many lessons are done; for who has done none, only where one is.
fn progress(home: &Home) -> String {
    let words = &home.words.reader;
    let states = home.items.iter().filter_map(|item| match item {
        Item::Lesson(lesson) => Some(lesson.state.done),
        Item::Faulty { .. } => Some(false),
        _ => None,
    });
    let done = states.clone().filter(|done| *done).count();
    if done == 0 {
        return words.contents.to_string();
    }
    let (done, all) = (done.to_string(), states.count().to_string());
    fill(words.lessons_done, &[("done", &done), ("all", &all)])
}

fn list(home: &Home, surface: &Surface<'_>, area: Rect, buffer: &mut Buffer) {
    let rows = home.rows();
    let lines = list_lines(area.height, home.about);
    let place = Rect {
        y: area.y + FIRST_LINE,
        height: (lines as u16).min(area.height.saturating_sub(FIRST_LINE)),
        ..column(area)
    };
    if rows.is_empty() {
        let words = &home.words.reader;
        paint::text(buffer, inset(place, 2), words.nothing, surface.dim());
        let below = Rect {
            y: place.y + 1,
            height: 1,
            ..inset(place, 1)
        };
        chrome::hints(surface, &[("Esc", words.show_all)], &[], below, buffer);
        return;
    }
    let columns = Columns::of(home, place.width);
    for (number, y) in (home.top..rows.len()).take(lines).zip(place.y..) {
        let at = Rect {
            y,
            height: 1,
            ..place
        };
        let Some(row) = rows[number] else {
            continue;
        };
        let above = rows[..number].iter().rev();
        let line = above.take_while(|above| **above == Some(row)).count();
        columns.item(home, surface, (&home.items[row], line), at, buffer);
        if row == home.selected {
            chrome::select(inset(at, 1), buffer);
        }
    }
    let edge = after(place, place.width.saturating_sub(1));
    chrome::scroll_mark(surface, (home.top, rows.len()), edge, buffer);
}

/// How many columns the list has in a window of this width.
pub fn list_columns(width: u16) -> u16 {
    width.min(WIDEST)
}

/// A column of a readable width, in the middle.
fn column(area: Rect) -> Rect {
    let width = list_columns(area.width);
    Rect {
        x: area.x + (area.width - width) / 2,
        width,
        ..area
    }
}

fn bottom_line(
    home: &Home,
    surface: &Surface<'_>,
    bottom: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    let words = &home.words.reader;
    if let Some(note) = &home.note {
        chrome::note(surface, note, bottom, buffer);
        return None;
    }
    if home.filtering {
        let shown = home.shown();
        let is_part = |place: &&usize| matches!(home.items[**place], Item::Part(_));
        let count = shown.len() - shown.iter().filter(is_part).count();
        let found = match home.filter.trim().is_empty() {
            true => String::new(),
            false => fill(words.found, &[("count", &count.to_string())]),
        };
        let typed = (words.filter_line, home.filter.as_str());
        return Some(chrome::input(surface, typed, &found, bottom, buffer));
    }
    chrome::keys(surface, home.words, &[], KEYS.iter(), bottom, buffer);
    None
}

fn about_text<'h>(home: &'h Home, item: &'h Item) -> Option<&'h str> {
    match item {
        Item::Lesson(lesson) => Some(&lesson.summary),
        Item::Announced { .. } => Some(home.words.reader.not_written),
        Item::Faulty { what, .. } => Some(what),
        Item::Demo { summary, .. } => Some(summary),
        Item::Part(_) => None,
    }
}

/// What the selected one is about, above the line of keys.
fn about(home: &Home, surface: &Surface<'_>, area: Rect, buffer: &mut Buffer) {
    let y = area.bottom().saturating_sub(2 + home.about);
    chrome::rule(surface, y, area, buffer);
    let selected = home.items.get(home.selected);
    let Some(text) = selected.and_then(|item| about_text(home, item)) else {
        return;
    };
    let inner = inset(column(area), MARGIN);
    let rows = wrapped(text, inner.width.into(), surface.ascii);
    for (row, y) in rows.iter().take(home.about.into()).zip(y + 1..) {
        let line = Rect {
            y,
            height: 1,
            ..inner
        };
        paint::row(buffer, line, row, surface.theme, paint::Look::default());
    }
    if rows.len() > usize::from(home.about) {
        // The text goes on; its lesson tells the rest.
        let end = Rect {
            x: inner.right(),
            y: y + home.about,
            width: 1,
            height: 1,
        };
        paint::text(buffer, end, surface.mark("…", "~"), surface.dim());
    }
}
