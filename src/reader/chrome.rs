//! What every screen has around its content: a title, a line of keys, help, a line that is typed.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use super::keymap::Binding;
use super::paint;
use crate::lang::words::ReaderWords;
use crate::render::page::cells::{self, clusters};
use crate::render::page::row::Role;
use crate::render::theme::Theme;

/// A window smaller than this is too small for a screen.
pub const LEAST_WIDTH: u16 = 40;
pub const LEAST_HEIGHT: u16 = 12;

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

    pub fn dim(&self) -> Style {
        paint::style(self.theme, Role::Target)
    }

    pub fn title(&self) -> Style {
        paint::style(self.theme, Role::Heading(1))
    }

    pub fn key(&self) -> Style {
        paint::style(self.theme, Role::Heading(4))
    }
}

/// True when the window is too small; then it says so, as far as there is room.
pub fn too_small(words: &ReaderWords, area: Rect, buffer: &mut Buffer) -> bool {
    if area.width >= LEAST_WIDTH && area.height >= LEAST_HEIGHT {
        return false;
    }
    paint::text(buffer, area, &words.too_small, Style::default());
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
    let line = surface.mark("─", "-").repeat(area.width.into());
    let at = Rect {
        y,
        height: 1,
        ..area
    };
    paint::text(buffer, at, &line, surface.dim());
}

/// The line of keys: those that matter most, as many as there is room for; `extra` comes first.
pub fn keys<A>(
    surface: &Surface<'_>,
    words: &ReaderWords,
    extra: &[(&str, &str)],
    table: &[Binding<A>],
    area: Rect,
    buffer: &mut Buffer,
) {
    // A key that means something else just now is not shown with its usual meaning, too.
    let is_usual = |binding: &&Binding<A>| {
        !binding.short.is_empty() && !extra.iter().any(|(key, _)| *key == binding.short)
    };
    let bound = table.iter().filter(is_usual);
    let bound = bound.map(|binding| (binding.short, (binding.words)(words).short.as_str()));
    let all: Vec<(&str, &str)> = extra.iter().copied().chain(bound).collect();
    let width = |(key, what): &(&str, &str)| cells::width(key) + cells::width(what) + 3;
    // The last ones, help and the way out, are always there; the others give way from the right.
    let always = all.len().saturating_sub(2);
    let mut room = usize::from(area.width.saturating_sub(1));
    room = room.saturating_sub(all[always..].iter().map(width).sum());
    let mut shown: Vec<(&str, &str)> = Vec::new();
    for item in &all[..always] {
        match room.checked_sub(width(item)) {
            Some(rest) => room = rest,
            None => break,
        }
        shown.push(*item);
    }
    shown.extend(&all[always..]);
    let mut rest = inset(area, 1);
    for (key, what) in shown {
        for (text, style) in [
            (key, surface.key()),
            (" ", Style::default()),
            (what, surface.dim()),
        ] {
            rest = after(rest, paint::text(buffer, rest, text, style));
        }
        rest = after(rest, 2);
    }
}

/// A line that is being typed: a label, the text, and where the cursor stands. Of a long text the end
/// is shown.
pub fn input(
    surface: &Surface<'_>,
    label: &str,
    typed: &str,
    area: Rect,
    buffer: &mut Buffer,
) -> Position {
    let mut rest = inset(area, 1);
    rest = after(rest, paint::text(buffer, rest, label, surface.key()));
    let room = usize::from(rest.width.saturating_sub(2));
    let mut shown = typed;
    while cells::width(shown) > room {
        let first = clusters(shown)
            .next()
            .map_or(shown.len(), |(first, _)| first.len());
        shown = &shown[first..];
    }
    rest = after(rest, paint::text(buffer, rest, shown, Style::default()));
    Position::new(rest.x, rest.y)
}

/// The names of keys, on request without arrows.
pub fn plain_keys(named: &str, ascii: bool) -> String {
    if !ascii {
        return named.to_string();
    }
    let mut plain = named.replace("↑ ↓", "Up Down").replace("↑↓", "Up Down");
    for (sign, name) in [
        ("↔", "<->"),
        ("↑", "Up"),
        ("↓", "Down"),
        ("→", "Right"),
        ("←", "Left"),
        ("·", "-"),
        ("–", "-"),
        ("×", "x"),
        ("…", "..."),
    ] {
        plain = plain.replace(sign, name);
    }
    plain
}

/// All keys of a screen in a popup.
pub fn help<A>(
    surface: &Surface<'_>,
    words: &ReaderWords,
    table: &[Binding<A>],
    scroll: usize,
    area: Rect,
    buffer: &mut Buffer,
) {
    let line = |binding: &Binding<A>| {
        let keys = plain_keys(binding.shown, surface.ascii);
        (keys, (binding.words)(words).long.as_str())
    };
    let lines: Vec<(String, &str)> = table.iter().map(line).collect();
    let keys = lines.iter().map(|(keys, _)| cells::width(keys)).max();
    let keys = keys.unwrap_or(0);
    let texts = lines.iter().map(|(_, text)| cells::width(text)).max();
    let inner = popup(
        surface,
        &words.help,
        (keys + 2 + texts.unwrap_or(0), lines.len()),
        area,
        buffer,
    );
    let most = lines.len().saturating_sub(inner.height.into());
    let visible = lines.iter().skip(scroll.min(most));
    for (y, (key, text)) in (inner.top()..inner.bottom()).zip(visible) {
        let line = Rect {
            y,
            height: 1,
            ..inner
        };
        paint::text(buffer, line, key, surface.key());
        let text_at = after(line, keys as u16 + 2);
        let text = crop(text, text_at.width.into(), surface);
        paint::text(buffer, text_at, &text, Style::default());
    }
}

/// A framed box in the middle with room for so many columns and lines, if there is; its inside.
pub fn popup(
    surface: &Surface<'_>,
    title: &str,
    (columns, lines): (usize, usize),
    area: Rect,
    buffer: &mut Buffer,
) -> Rect {
    let width = (columns + 4).min(area.width.into()) as u16;
    let height = (lines + 2).min(area.height.into()) as u16;
    let frame = Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    };
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
    let title = crop(title, usize::from(width.saturating_sub(6)), surface);
    let at = inset(Rect { height: 1, ..frame }, 2);
    paint::text(buffer, at, &format!(" {title} "), surface.title());
    let inside = inset(frame, 2);
    Rect {
        y: frame.y + 1,
        height: height.saturating_sub(2),
        ..inside
    }
}

/// The line on which the selection stands, marked without colour too.
pub fn select(line: Rect, buffer: &mut Buffer) {
    buffer.set_style(line, Style::default().add_modifier(Modifier::REVERSED));
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
