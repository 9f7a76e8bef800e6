//! The list of the first screen: what the filter lets through, and how one moves in it.

use std::iter;

use super::columns::Columns;
use super::{Home, Item, MARGIN, view};
use crate::reader::popup::Move;
use crate::reader::search::fold;

/// In a list of so many lines the parts stand apart.
const AIRY: usize = 24;

impl Home {
    /// The places of the items that the filter lets through, with the parts they belong to.
    pub(super) fn shown(&self) -> Vec<usize> {
        let wanted = fold(&self.filter);
        let wanted: Vec<&str> = wanted.split_whitespace().collect();
        let mut shown = Vec::new();
        let mut part = None;
        for (place, item) in self.items.iter().enumerate() {
            let text = match item {
                Item::Part(_) => {
                    part = Some(place);
                    continue;
                }
                Item::Lesson(lesson) => {
                    format!("{} {} {}", lesson.number, lesson.title, lesson.slug)
                }
                Item::Announced { number, title } => {
                    let number = number.map(|number| number.to_string());
                    format!("{} {title}", number.unwrap_or_default())
                }
                Item::Faulty { number, slug, .. } => format!("{number} {slug}"),
                Item::Demo { slug, title, .. } => format!("{slug} {title}"),
            };
            let text = fold(&text);
            if wanted.iter().all(|word| text.contains(word)) {
                shown.extend(part.take());
                shown.push(place);
            }
        }
        shown
    }

    /// The lines of the list: what is shown, as often as its title has lines, and blank ones between parts
    /// where there is room.
    pub(super) fn rows(&self) -> Vec<Option<usize>> {
        let mut rows = Vec::new();
        let columns = Columns::of(self, view::list_columns(self.width));
        for place in self.shown() {
            let is_part = matches!(self.items[place], Item::Part(_));
            if is_part && self.lines >= AIRY && !rows.is_empty() {
                rows.push(None);
            }
            let lines = columns.title(self, &self.items[place]).len();
            rows.extend(iter::repeat_n(Some(place), lines.max(1)));
        }
        rows
    }

    /// Selects something that can be opened and is shown, and scrolls so that it is seen with so many
    /// lines around it.
    pub(super) fn settle(&mut self, margin: usize) {
        let rows = self.rows();
        let can = |row: &Option<usize>| {
            row.is_some_and(|place| !matches!(self.items[place], Item::Part(_)))
        };
        if !rows.contains(&Some(self.selected)) || !can(&Some(self.selected)) {
            let mut choices = rows.iter().filter(|row| can(row)).flatten();
            let later = choices.clone().find(|place| **place > self.selected);
            self.selected = later.or(choices.next_back()).copied().unwrap_or(0);
        }
        let line = rows.iter().position(|row| *row == Some(self.selected));
        let line = line.unwrap_or(0);
        let last = rows.iter().rposition(|row| *row == Some(self.selected));
        let last = last.unwrap_or(0);
        // The title of a part is seen with its first lesson.
        let first = match line.checked_sub(1) {
            Some(above) if !can(&rows[above]) => above,
            _ => line,
        };
        let margin = margin.min(self.lines.saturating_sub(1) / 2);
        self.top = self.top.min(first.saturating_sub(margin));
        self.top = self.top.max((last + 1 + margin).saturating_sub(self.lines));
        self.top = self.top.min(rows.len().saturating_sub(self.lines));
        // Of a title with more lines than the window, the first ones.
        self.top = self.top.min(line);
    }

    /// Moves the selection.
    pub(super) fn go(&mut self, way: Move) {
        let mut shown = self.shown();
        shown.retain(|place| !matches!(self.items[*place], Item::Part(_)));
        let now = shown.iter().position(|place| *place == self.selected);
        let next = way.from(now.unwrap_or(0), shown.len().max(1) - 1, self.lines);
        self.selected = shown.get(next).copied().unwrap_or(self.selected);
        self.settle(MARGIN);
    }

    /// Goes to the first item of the next part, or of the one before.
    pub(super) fn part(&mut self, direction: isize) {
        let shown = self.shown();
        let starts = shown
            .windows(2)
            .filter(|pair| matches!(self.items[pair[0]], Item::Part(_)));
        let starts: Vec<usize> = starts.map(|pair| pair[1]).collect();
        let next = match direction {
            ..0 => starts.iter().rev().find(|start| **start < self.selected),
            _ => starts.iter().find(|start| **start > self.selected),
        };
        let round = match direction {
            ..0 => starts.last(),
            _ => starts.first(),
        };
        self.selected = next.or(round).copied().unwrap_or(self.selected);
        self.settle(MARGIN);
    }
}
