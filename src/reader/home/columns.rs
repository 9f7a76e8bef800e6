//! One line of the list, in columns: mark, number, title, and what is known of it.

use ratatui_core::buffer::Buffer;
use ratatui_core::layout::Rect;
use ratatui_core::style::Style;

use super::{Home, Item, LessonState};
use crate::lang::fill;
use crate::reader::chrome::{self, Surface, after, inset};
use crate::reader::paint;
use crate::render::page::cells;
use crate::render::page::row::Role;

/// The columns right of the titles. What a small window has no room for, is left out: the mark before
/// a lesson tells its state, and two numbers its score.
pub struct Columns {
    minutes: usize,
    state: usize,
    /// Of all of them, and of the names of the demos.
    width: usize,
    /// Scores in words.
    worded: bool,
}

impl Columns {
    /// The columns that the items need in a list of this width.
    pub fn of(home: &Home, width: u16) -> Columns {
        let (wide, worded) = (width >= 60, width >= 88);
        let (mut minutes, mut score, mut slug, mut announced) = (0, 0, 0, 0);
        for item in &home.items {
            match item {
                Item::Lesson(lesson) => {
                    minutes = minutes.max(cells::width(&minutes_of(home, lesson.minutes)) + 2);
                    let its = score_of(home, lesson.state, worded);
                    score = score.max(cells::width(&its));
                }
                Item::Demo { slug: its, .. } if wide => slug = slug.max(cells::width(its)),
                Item::Announced { .. } => announced = cells::width(home.words.list.announced),
                _ => {}
            }
        }
        let words = &home.words.reader;
        let states = [&words.state_new, &words.state_begun, &words.state_done];
        let state = states.iter().map(|name| cells::width(name)).max();
        let state = if wide { state.unwrap_or(0) + 2 } else { 0 };
        // What is announced stands under the states.
        let width = minutes + (state + score).max(announced);
        Columns {
            minutes,
            state,
            width: width.max(slug),
            worded,
        }
    }

    /// Draws one line of the list.
    pub fn item(
        &self,
        home: &Home,
        surface: &Surface<'_>,
        item: &Item,
        at: Rect,
        buffer: &mut Buffer,
    ) {
        let inner = inset(at, 1);
        let (mark, number, title, style, right) = match item {
            Item::Part(title) => {
                let style = paint::style(surface.theme, Role::Heading(3));
                let title = chrome::crop(title, usize::from(inner.width) - 1, surface);
                paint::text(buffer, inner, &title, style);
                return;
            }
            Item::Lesson(lesson) => {
                let mark = match (lesson.state.done, lesson.state.begun) {
                    (true, _) => (surface.mark("✓", "v"), surface.good()),
                    (false, true) => (surface.mark("›", ">"), surface.accent()),
                    (false, false) => (" ", surface.dim()),
                };
                let number = lesson.number.to_string();
                let right = lesson_right(home, self, lesson.minutes, lesson.state);
                (mark, number, lesson.title.as_str(), Style::default(), right)
            }
            Item::Announced { number, title } => {
                let number = number.map_or_else(String::new, |number| number.to_string());
                // Under the states of the lessons.
                let before = if self.state > 0 { self.minutes } else { 0 };
                let right = format!("{}{}", " ".repeat(before), home.words.list.announced);
                (
                    (" ", surface.dim()),
                    number,
                    title.as_str(),
                    surface.dim(),
                    right,
                )
            }
            Item::Faulty { number, slug, .. } => {
                let mark = ("!", paint::style(surface.theme, Role::Heading(4)));
                (
                    mark,
                    number.to_string(),
                    slug.as_str(),
                    surface.dim(),
                    String::new(),
                )
            }
            Item::Demo { slug, title, .. } => {
                let right = if self.state > 0 {
                    slug.clone()
                } else {
                    String::new()
                };
                let mark = surface.mark("▸", ">").to_string();
                (
                    (" ", surface.dim()),
                    mark,
                    title.as_str(),
                    Style::default(),
                    right,
                )
            }
        };
        paint::text(buffer, after(inner, 1), mark.0, mark.1);
        let number = format!("{number:>2}");
        paint::text(buffer, after(inner, 3), &number, surface.dim());
        let rest = after(inner, 7);
        // Where there are no columns, each line takes what it needs.
        let width = match (right.is_empty(), self.state) {
            (false, 1..) => self.width,
            _ => cells::width(&right),
        };
        let between = if width > 0 { 3 } else { 1 };
        let room = usize::from(rest.width).saturating_sub(width + between);
        let title = chrome::crop(title, room, surface);
        paint::text(buffer, rest, &title, style);
        let end = after(inner, inner.width.saturating_sub(width as u16 + 1));
        paint::text(buffer, end, &right, surface.dim());
    }
}

fn minutes_of(home: &Home, minutes: u32) -> String {
    let minutes = minutes.to_string();
    fill(home.words.list.minutes, &[("minutes", &minutes)])
}

/// How many answers are right; nothing where nothing is answered.
fn score_of(home: &Home, state: LessonState, worded: bool) -> String {
    if state.answered == 0 {
        return String::new();
    }
    let (right, answered) = (state.right.to_string(), state.answered.to_string());
    let values = [("right", &*right), ("answered", &*answered)];
    let text = match worded {
        true => home.words.reader.score,
        false => "{right}/{answered}",
    };
    fill(text, &values)
}

/// Minutes, state and score of a lesson.
fn lesson_right(home: &Home, columns: &Columns, minutes: u32, state: LessonState) -> String {
    let words = &home.words.reader;
    let minutes = minutes_of(home, minutes);
    let score = score_of(home, state, columns.worded);
    if columns.state == 0 {
        let gap = if score.is_empty() { "" } else { "  " };
        return format!("{score}{gap}{minutes}");
    }
    let name = match (state.done, state.begun) {
        (true, _) => &words.state_done,
        (false, true) => &words.state_begun,
        (false, false) => &words.state_new,
    };
    let (minutes, name) = (
        padded(&minutes, columns.minutes),
        padded(name, columns.state),
    );
    format!("{minutes}{name}{score}")
}

fn padded(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(cells::width(text));
    format!("{text}{}", " ".repeat(missing))
}
