//! One line of the list, in columns: mark, number, title, and what is known of it.

use ratatui_core::buffer::Buffer;
use ratatui_core::layout::Rect;
use ratatui_core::style::Style;

use super::{Home, Item, LessonItem, LessonState};
use crate::lang::fill;
use crate::reader::chrome::{Surface, after, inset};
use crate::reader::paint;
use crate::render::page::cells;
use crate::render::page::row::Role;
use crate::render::page::wrap::wrap;

/// The column where titles begin, after a mark and a number.
const TITLE: usize = 7;

/// The columns right of the titles. What a small window has no room for, is left out: the mark before
/// a lesson tells its state, and two numbers its score.
pub struct Columns {
    minutes: usize,
    state: usize,
    /// Of all of them, and of the names of the demos.
    width: usize,
    /// Scores in words.
    worded: bool,
    /// Of the list.
    list: usize,
}

impl Columns {
    /// The columns that the items need in a list of this width.
    pub fn of(home: &Home, width_of_list: u16) -> Columns {
        let (wide, worded) = (width_of_list >= 60, width_of_list >= 88);
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
            list: width_of_list.into(),
        }
    }

    /// What stands at the right of an item.
    fn right(&self, home: &Home, item: &Item) -> String {
        match item {
            Item::Lesson(lesson) => lesson_right(home, self, lesson.minutes, lesson.state),
            Item::Announced { .. } => {
                // Under the states of the lessons.
                let before = if self.state > 0 { self.minutes } else { 0 };
                format!("{}{}", " ".repeat(before), home.words.list.announced)
            }
            Item::Demo { slug, .. } if self.state > 0 => slug.clone(),
            Item::Demo { .. } | Item::Faulty { .. } | Item::Part(_) => String::new(),
        }
    }

    /// The columns of what stands at the right. Where there are no columns, each line takes what it
    /// needs.
    fn right_width(&self, right: &str) -> usize {
        match (right.is_empty(), self.state) {
            (false, 1..) => self.width,
            _ => cells::width(right),
        }
    }

    /// The lines of an item's title.
    pub fn title<'i>(&self, home: &Home, item: &'i Item) -> Vec<&'i str> {
        let (title, right) = match item {
            Item::Part(title) => (title, None),
            Item::Lesson(LessonItem { title, .. })
            | Item::Announced { title, .. }
            | Item::Faulty { slug: title, .. }
            | Item::Demo { title, .. } => (title, Some(self.right(home, item))),
        };
        let taken = right.map_or(3, |right| {
            let width = self.right_width(&right);
            let between = if width > 0 { 3 } else { 1 };
            2 + TITLE + width + between
        });
        let mut lines = Vec::new();
        wrap(title, self.list.saturating_sub(taken).max(1), &mut lines);
        lines.into_iter().map(|line| &title[line]).collect()
    }

    /// Draws one line of the list: an item, or a further line of its title.
    pub fn item(
        &self,
        home: &Home,
        surface: &Surface<'_>,
        (item, line): (&Item, usize),
        at: Rect,
        buffer: &mut Buffer,
    ) {
        let inner = inset(at, 1);
        let title = self.title(home, item);
        let title = title.get(line).copied().unwrap_or_default();
        let (mark, number, style) = match item {
            Item::Part(_) => {
                let style = paint::style(surface.theme, Role::Heading(3));
                paint::text(buffer, inner, title, style);
                return;
            }
            Item::Lesson(lesson) => {
                let mark = match (lesson.state.done, lesson.state.begun) {
                    (true, _) => (surface.mark("✓", "v"), surface.good()),
                    (false, true) => (surface.mark("›", ">"), surface.accent()),
                    (false, false) => (" ", surface.dim()),
                };
                (mark, lesson.number.to_string(), Style::default())
            }
            Item::Announced { number, .. } => {
                let number = number.map_or_else(String::new, |number| number.to_string());
                ((" ", surface.dim()), number, surface.dim())
            }
            Item::Faulty { number, .. } => {
                let mark = ("!", paint::style(surface.theme, Role::Heading(4)));
                (mark, number.to_string(), surface.dim())
            }
            Item::Demo { .. } => {
                let mark = surface.mark("▸", ">").to_string();
                ((" ", surface.dim()), mark, Style::default())
            }
        };
        paint::text(buffer, after(inner, TITLE as u16), title, style);
        if line > 0 {
            return;
        }
        paint::text(buffer, after(inner, 1), mark.0, mark.1);
        let number = format!("{number:>2}");
        paint::text(buffer, after(inner, 3), &number, surface.dim());
        let right = self.right(home, item);
        let width = self.right_width(&right);
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
