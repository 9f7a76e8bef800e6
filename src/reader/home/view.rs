//! The first screen, drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use super::keys::KEYS;
use super::{Home, Item, LessonItem};
use crate::lang::fill;
use crate::reader::chrome::{self, Surface, after, inset};
use crate::reader::paint;
use crate::render::page::cells;
use crate::render::page::layout::wrapped;
use crate::render::page::row::Role;

/// The line of the window on which the list begins.
pub const FIRST_LINE: u16 = 2;

/// Lines for what the selected one is about, where there is room.
const ABOUT: u16 = 2;

/// How many lines the list has in a window of this height.
pub fn list_lines(height: u16) -> usize {
    let below = if height >= 16 { ABOUT + 2 } else { 1 };
    height.saturating_sub(FIRST_LINE + below).max(1).into()
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
    chrome::head(surface, &home.title, &words.contents, area, buffer);
    let shown = home.shown();
    let lines = list_lines(area.height);
    for (line, place) in shown.iter().skip(home.top).take(lines).enumerate() {
        let at = Rect {
            y: area.y + FIRST_LINE + line as u16,
            height: 1,
            ..area
        };
        item(home, surface, &home.items[*place], at, buffer);
        if *place == home.selected {
            chrome::select(inset(at, 1), buffer);
        }
    }
    if shown.is_empty() {
        let at = Rect {
            y: area.y + FIRST_LINE,
            height: 1,
            ..area
        };
        paint::text(buffer, inset(at, 2), &words.nothing, surface.dim());
    }
    let bottom = Rect {
        y: area.bottom() - 1,
        height: 1,
        ..area
    };
    if area.height >= 16 {
        about(home, surface, area, buffer);
    }
    let cursor = bottom_line(home, surface, bottom, buffer);
    if let Some(help) = home.help {
        help.draw(surface, home.words, KEYS.iter(), area, buffer);
        return None;
    }
    cursor
}

fn bottom_line(
    home: &Home,
    surface: &Surface<'_>,
    bottom: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    let words = &home.words.reader;
    if let Some(note) = &home.note {
        let note = chrome::crop(note, usize::from(bottom.width) - 2, surface);
        paint::text(buffer, inset(bottom, 1), &note, surface.key());
        return None;
    }
    if home.filtering {
        return Some(chrome::input(
            surface,
            &words.filter_line,
            &home.filter,
            bottom,
            buffer,
        ));
    }
    chrome::keys(surface, home.words, &[], KEYS, bottom, buffer);
    None
}

fn item(home: &Home, surface: &Surface<'_>, item: &Item, at: Rect, buffer: &mut Buffer) {
    let bold = Style::default().add_modifier(Modifier::BOLD);
    match item {
        Item::Part(title) => {
            let style = paint::style(surface.theme, Role::Heading(3));
            let title = chrome::crop(title, usize::from(at.width) - 3, surface);
            paint::text(buffer, inset(at, 1), &title, style);
        }
        Item::Lesson(lesson) => {
            let right = lesson_right(home, lesson, at.width >= 60);
            let mark = match (lesson.state.done, lesson.state.begun) {
                (true, _) => surface.mark("✓", "x"),
                (false, true) => surface.mark("›", ">"),
                (false, false) => " ",
            };
            let left = format!(" {mark} {:>2}  ", lesson.number);
            columns(surface, &left, (&lesson.title, bold), &right, at, buffer);
        }
        Item::Announced { number, title } => {
            let number = number.map_or_else(String::new, |number| number.to_string());
            let (announced, left) = (&home.words.list.announced, format!("   {number:>2}  "));
            // Under the states of the lessons; alone where there is no room for them.
            let right = match at.width >= 60 {
                true => format!("{}{}", " ".repeat(8), padded(announced, 17)),
                false => announced.clone(),
            };
            let title = (title.as_str(), surface.dim());
            columns(surface, &left, title, &right, at, buffer);
        }
        Item::Demo { slug, title, .. } => {
            let right = if at.width >= 60 { slug.as_str() } else { "" };
            let left = format!("   {}  ", surface.mark("▸", ">"));
            columns(surface, &left, (title, bold), right, at, buffer);
        }
    }
}

/// Minutes, state and score of a lesson; with less room, the mark before it tells its state and two
/// numbers the score.
fn lesson_right(home: &Home, lesson: &LessonItem, wide: bool) -> String {
    let words = &home.words.reader;
    let minutes = lesson.minutes.to_string();
    let minutes = fill(&home.words.list.minutes, &[("minutes", &minutes)]);
    let state = lesson.state;
    if !wide {
        return match state.answered {
            0 => minutes,
            answered => format!("{}/{answered}  {minutes}", state.right),
        };
    }
    let name = match (state.done, state.begun) {
        (true, _) => &words.state_done,
        (false, true) => &words.state_begun,
        (false, false) => &words.state_new,
    };
    let score = match state.answered {
        0 => String::new(),
        answered => {
            let (right, answered) = (state.right.to_string(), answered.to_string());
            fill(&words.score, &[("right", &right), ("answered", &answered)])
        }
    };
    let (minutes, name) = (padded(&minutes, 8), padded(name, 7));
    format!("{minutes}{name}{}", padded(&score, 10))
}

fn padded(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(cells::width(text));
    format!("{text}{}", " ".repeat(missing))
}

fn columns(
    surface: &Surface<'_>,
    left: &str,
    (title, style): (&str, Style),
    right: &str,
    at: Rect,
    buffer: &mut Buffer,
) {
    let inner = inset(at, 1);
    let right_width = cells::width(right) as u16;
    let rest = after(inner, paint::text(buffer, inner, left, surface.dim()));
    let room = usize::from(rest.width.saturating_sub(right_width + 2));
    let title = chrome::crop(title, room, surface);
    paint::text(buffer, rest, &title, style);
    let end = after(inner, inner.width.saturating_sub(right_width + 1));
    paint::text(buffer, end, right, surface.dim());
}

/// What the selected one is about, above the line of keys.
fn about(home: &Home, surface: &Surface<'_>, area: Rect, buffer: &mut Buffer) {
    let y = area.bottom() - 2 - ABOUT;
    chrome::rule(surface, y, area, buffer);
    let text = match home.items.get(home.selected) {
        Some(Item::Lesson(lesson)) => &lesson.summary,
        Some(Item::Announced { .. }) => &home.words.reader.not_written,
        Some(Item::Demo { summary, .. }) => summary,
        Some(Item::Part(_)) | None => return,
    };
    let inner = inset(area, 2);
    for (row, y) in wrapped(text, inner.width.into(), surface.ascii)
        .iter()
        .take(ABOUT.into())
        .zip(y + 1..)
    {
        let line = Rect {
            y,
            height: 1,
            ..inner
        };
        paint::row(buffer, line, row, surface.theme, paint::Look::default());
    }
}
