//! What every screen has around its content: a title, a line of keys, help, a line that is typed.

use ratatui_core::buffer::Buffer;
use ratatui_core::layout::{Position, Rect};
use ratatui_core::style::{Color, Modifier, Style};

use super::keymap::{Binding, plain_keys};
use super::{paint, popup};
use crate::doc::Notice;
use crate::lang::words::{ReaderWords, Words};
use crate::render::page::cells::{self, clusters};
use crate::render::page::row::Role;
use crate::render::page::wrap::wrap;
use crate::render::theme::Theme;

/// A window smaller than this is too small for a screen.
pub const LEAST_WIDTH: u16 = 40;
pub const LEAST_HEIGHT: u16 = 12;

/// So many lines a note takes at most.
const NOTE: usize = 4;

/// How a screen looks on this terminal.
pub struct Surface<'s> {
    pub theme: &'s Theme,
    /// Borders, bullets and arrows only of ASCII.
    pub ascii: bool,
}

impl Surface<'_> {
    /// One of two marks: the beautiful one or the ASCII one.
    pub fn mark(&self, unicode: &'static str, ascii: &'static str) -> &'static str {
        if self.ascii { ascii } else { unicode }
    }

    /// What matters less: rules, explanations.
    pub fn dim(&self) -> Style {
        paint::style(self.theme, Role::Target)
    }

    /// The title of a screen or a popup.
    pub fn title(&self) -> Style {
        paint::style(self.theme, Role::Heading(1))
    }

    /// A key that can be pressed, and what is said until the next one.
    pub fn key(&self) -> Style {
        paint::style(self.theme, Role::Heading(4))
    }

    /// Of what shall be seen before the rest.
    pub fn accent(&self) -> Style {
        paint::style(self.theme, Role::Bullet)
    }

    /// A mark of what is right or done.
    pub fn good(&self) -> Style {
        paint::style(self.theme, Role::Bar(Some(Notice::Tip)))
    }

    /// A mark of what is wrong.
    pub fn bad(&self) -> Style {
        paint::style(self.theme, Role::Bar(Some(Notice::Caution)))
    }
}

/// True when a window has no room for a screen.
pub fn is_too_small(area: Rect) -> bool {
    area.width < LEAST_WIDTH || area.height < LEAST_HEIGHT
}

/// True when the window is too small; then it says so, as far as there is room.
pub fn too_small(words: &ReaderWords, area: Rect, buffer: &mut Buffer) -> bool {
    if !is_too_small(area) {
        return false;
    }
    let mut lines = Vec::new();
    wrap(words.too_small, area.width.into(), &mut lines);
    for (line, y) in lines.into_iter().zip(area.top()..area.bottom()) {
        let at = Rect {
            y,
            height: 1,
            ..area
        };
        paint::text(buffer, at, &words.too_small[line], Style::default());
    }
    true
}

/// The first two lines of a screen: a title on the left, where one is on the right, and a rule.
pub fn head(surface: &Surface<'_>, left: &str, right: &str, area: Rect, buffer: &mut Buffer) {
    let line = Rect { height: 1, ..area };
    let room = usize::from(area.width.saturating_sub(2));
    let right = crop(right, room / 2, surface);
    let right_width = cells::width(&right);
    let left = crop(left, room.saturating_sub(right_width + 2), surface);
    paint::text(buffer, inset(line, 1), &left, surface.title());
    let at = Rect {
        x: area.x + (room - right_width) as u16 + 1,
        width: right_width as u16,
        ..line
    };
    paint::text(buffer, at, &right, surface.dim());
    rule(surface, area.y + 1, area, buffer);
}

/// A rule over the whole width.
pub fn rule(surface: &Surface<'_>, y: u16, area: Rect, buffer: &mut Buffer) {
    let at = Rect {
        y,
        height: 1,
        ..area
    };
    paint::rule(buffer, at, surface.mark("─", "-"), surface.dim());
}

/// The line of keys: those that matter most, as many as there is room for; `extra` comes first.
pub fn keys<'b, A: 'static>(
    surface: &Surface<'_>,
    words: &Words,
    extra: &[(&str, &str)],
    table: impl Iterator<Item = &'b Binding<A>>,
    area: Rect,
    buffer: &mut Buffer,
) {
    // A key that means something else just now is not shown with its usual meaning, too.
    let is_usual = |(shown, _): &(&str, &str)| !extra.iter().any(|(key, _)| key == shown);
    let hinted = table.filter_map(|binding| binding.hint);
    let bound = hinted.map(|(shown, word)| (shown, word(words)));
    let bound = bound.filter(is_usual);
    let all: Vec<(&str, &str)> = extra.iter().copied().chain(bound).collect();
    // The last ones, help and the way out, are always there; the others give way.
    let always = all.len().saturating_sub(2);
    hints(surface, &all[..always], &all[always..], area, buffer);
}

/// Keys and what they do, as many of the first ones as there is room for beside the last ones.
pub fn hints(
    surface: &Surface<'_>,
    first: &[(&str, &str)],
    last: &[(&str, &str)],
    area: Rect,
    buffer: &mut Buffer,
) {
    let width = |(key, what): &(&str, &str)| {
        cells::width(&plain_keys(key, surface.ascii)) + cells::width(what) + 3
    };
    let mut room = usize::from(area.width.saturating_sub(1));
    room = room.saturating_sub(last.iter().map(width).sum());
    let mut shown: Vec<(&str, &str)> = Vec::new();
    for item in first {
        // One that is too long makes way for a later one that is not.
        if let Some(left) = room.checked_sub(width(item)) {
            room = left;
            shown.push(*item);
        }
    }
    shown.extend(last);
    let mut rest = inset(area, 1);
    for (key, what) in shown {
        for (text, style) in [
            (&*plain_keys(key, surface.ascii), surface.key()),
            (" ", Style::default()),
            (what, surface.dim()),
        ] {
            rest = after(rest, paint::text(buffer, rest, text, style));
        }
        rest = after(rest, 2);
    }
}

/// A line that is being typed: a label, the text, and where the cursor stands. Of a long text the end
/// is shown. At the right stands what has come of it so far.
pub fn input(
    surface: &Surface<'_>,
    (label, typed): (&str, &str),
    found: &str,
    area: Rect,
    buffer: &mut Buffer,
) -> Position {
    let found_width = cells::width(found) as u16;
    let right = after(area, area.width.saturating_sub(found_width + 1));
    paint::text(buffer, right, found, surface.dim());
    let left = Rect {
        width: area.width.saturating_sub(found_width + 2),
        ..area
    };
    let mut rest = inset(left, 1);
    rest = after(rest, paint::text(buffer, rest, label, surface.key()));
    let room = usize::from(rest.width.saturating_sub(1));
    let shown = end(typed, room);
    rest = after(rest, paint::text(buffer, rest, shown, Style::default()));
    Position::new(rest.x, rest.y)
}

/// A framed box in the middle with room for so many columns and lines, if there is; its inside. In
/// its frame stand a title and, unless it is empty, a foot. A title for which the frame is too short
/// stands in lines of its own above the inside.
pub fn popup(
    surface: &Surface<'_>,
    (title, foot): (&str, &str),
    (columns, lines): (usize, usize),
    area: Rect,
    buffer: &mut Buffer,
) -> Rect {
    let columns = columns.max(cells::width(foot) + 4);
    let room = usize::from(area.width.saturating_sub(6));
    let mut above = Vec::new();
    if cells::width(title) > room {
        wrap(title, room, &mut above);
    }
    let columns = match above.is_empty() {
        true => columns.max(cells::width(title) + 2),
        false => columns.max(room),
    };
    let frame = popup::place((columns, lines + above.len()), area);
    let (width, height) = (frame.width, frame.height);
    paint::guard(buffer, frame);
    let side = surface.mark("│", "|");
    let flat = surface
        .mark("─", "-")
        .repeat(usize::from(width.saturating_sub(2)));
    let corners = match surface.ascii {
        true => ["+", "+", "+", "+"],
        false => ["╭", "╮", "╰", "╯"],
    };
    for y in frame.top()..frame.bottom() {
        let line = Rect {
            y,
            height: 1,
            ..frame
        };
        let (left, middle, right) = match y {
            _ if y == frame.top() => (corners[0], flat.as_str(), corners[1]),
            _ if y + 1 == frame.bottom() => (corners[2], flat.as_str(), corners[3]),
            _ => (side, "", side),
        };
        paint::text(buffer, line, &format!("{left}{middle}"), surface.dim());
        let end = Rect {
            x: line.right().saturating_sub(1),
            width: 1,
            ..line
        };
        paint::text(buffer, end, right, surface.dim());
    }
    let mut edge = |y: u16, text: &str, style: Style| {
        let text = crop(text, usize::from(width.saturating_sub(6)), surface);
        let line = Rect {
            y,
            height: 1,
            ..frame
        };
        if !text.is_empty() {
            paint::text(buffer, inset(line, 2), &format!(" {text} "), style);
        }
    };
    let in_frame = if above.is_empty() { title } else { "" };
    edge(frame.y, in_frame, surface.title());
    edge(frame.bottom().saturating_sub(1), foot, surface.dim());
    let mut inside = Rect {
        y: frame.y + 1,
        height: height.saturating_sub(2),
        ..inset(frame, 2)
    };
    for line in above.into_iter().take(inside.height.into()) {
        let at = Rect {
            height: 1,
            ..inside
        };
        paint::text(buffer, at, &title[line], surface.title());
        inside.y += 1;
        inside.height -= 1;
    }
    inside
}

/// Something that is to be said, in the last line; what is longer takes the lines above, too.
pub fn note(surface: &Surface<'_>, text: &str, bottom: Rect, buffer: &mut Buffer) {
    let room = usize::from(bottom.width).saturating_sub(2).max(1);
    let mut lines = Vec::new();
    wrap(text, room, &mut lines);
    let missing = lines.len() > NOTE;
    lines.truncate(NOTE);
    let above = lines.len().saturating_sub(1) as u16;
    if above > 0 && bottom.y > above {
        rule(surface, bottom.y - above - 1, bottom, buffer);
    }
    let last = lines.len();
    for (number, line) in lines.into_iter().enumerate() {
        let at = Rect {
            y: bottom.y.saturating_sub((last - 1 - number) as u16),
            height: 1,
            ..bottom
        };
        paint::guard(buffer, at);
        let line = match missing && number + 1 == last {
            true => crop(&text[line.start..], room, surface),
            false => text[line].to_string(),
        };
        paint::text(buffer, inset(at, 1), &line, surface.key());
    }
}

/// The line on which the selection stands, marked without colour too: one bar, whatever colours
/// its parts have.
pub fn select(line: Rect, buffer: &mut Buffer) {
    let bar = Style::default().fg(Color::Reset).bg(Color::Reset);
    let bar = bar.remove_modifier(Modifier::DIM);
    buffer.set_style(line, bar.add_modifier(Modifier::REVERSED | Modifier::BOLD));
}

/// A mark in a column of one cell's width: which part of a longer list stands beside it. Nothing
/// where the whole list is seen.
pub fn scroll_mark(
    surface: &Surface<'_>,
    (top, all): (usize, usize),
    column: Rect,
    buffer: &mut Buffer,
) {
    let lines = usize::from(column.height);
    if all <= lines || lines == 0 {
        return;
    }
    let size = (lines * lines / all).max(1);
    let last = all - lines;
    // Rounded up: only at the very top nothing is above, and at the very end nothing below.
    let above = (top.min(last) * (lines - size)).div_ceil(last);
    for y in column.top() + above as u16..column.top() + (above + size) as u16 {
        let at = Rect {
            y,
            width: 1,
            height: 1,
            ..column
        };
        paint::text(buffer, at, surface.mark("┃", "#"), surface.dim());
    }
}

/// Text cut to so many columns, with a mark when something is missing.
pub fn crop(text: &str, columns: usize, surface: &Surface<'_>) -> String {
    if cells::width(text) <= columns {
        return text.to_string();
    }
    let mut cropped = String::new();
    let mut used = 1;
    for (cluster, width) in clusters(text) {
        used += width;
        if used > columns {
            break;
        }
        cropped.push_str(cluster);
    }
    if columns > 0 {
        cropped.push_str(surface.mark("…", "~"));
    }
    cropped
}

/// The end of a text that is typed, where one is: as much of it as these columns hold.
pub fn end(text: &str, columns: usize) -> &str {
    let mut over = cells::width(text).saturating_sub(columns);
    let mut start = 0;
    for (cluster, width) in clusters(text) {
        if over == 0 {
            break;
        }
        over = over.saturating_sub(width);
        start += cluster.len();
    }
    &text[start..]
}

/// Without so many columns at the left and the right.
pub fn inset(area: Rect, columns: u16) -> Rect {
    Rect {
        x: area.x + columns.min(area.width),
        width: area.width.saturating_sub(2 * columns),
        ..area
    }
}

/// What of a line is left after so many columns.
pub fn after(area: Rect, columns: u16) -> Rect {
    let columns = columns.min(area.width);
    Rect {
        x: area.x + columns,
        width: area.width - columns,
        ..area
    }
}
