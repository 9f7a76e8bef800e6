//! Rows of a page → cells of the window. The one way on which text reaches a screen.
//!
//! A wide character that does not fit into the last column, or whose left half is scrolled away,
//! leaves a blank: no row ever reaches into the pane beside it.

use std::ops::Range;

use ratatui_core::buffer::Buffer;
use ratatui_core::layout::Rect;
use ratatui_core::style::{Modifier, Style};
use ratatui_crossterm::FromCrossterm;

use crate::doc;
use crate::render::page::cells::{self, clusters};
use crate::render::page::row::{Role, Row};
use crate::render::theme::Theme;

/// How a row is shown besides its roles.
#[derive(Debug, Clone, Copy, Default)]
pub struct Look<'l> {
    /// So many columns of the row are scrolled away to the left.
    pub shift: usize,
    /// Bytes of the row's text that are marked, in order.
    pub marks: &'l [Range<usize>],
    /// Those of them that one stands on.
    pub now: &'l [Range<usize>],
    /// The link that has the focus.
    pub link: Option<usize>,
}

/// How text of a role looks in a cell.
pub fn style(theme: &Theme, role: Role) -> Style {
    styled(theme, role, doc::Style::default())
}

/// How the one row looks that matters now.
pub fn lit(theme: &Theme) -> Style {
    Style::from_crossterm(theme.lit().object_style)
}

fn styled(theme: &Theme, role: Role, style: doc::Style) -> Style {
    Style::from_crossterm(theme.style(role, style).object_style)
}

/// Puts a row into the first line of `area`.
pub fn row(buffer: &mut Buffer, area: Rect, row: &Row, theme: &Theme, look: Look<'_>) {
    let area = area.intersection(buffer.area);
    if area.is_empty() {
        return;
    }
    if let Some(role) = row.fill {
        let line = Rect { height: 1, ..area };
        buffer.set_style(line, style(theme, role));
    }
    let mut pen = Pen::new(area, look.shift);
    let mut at = 0;
    // Of all that is marked, this is where one stands: without colour by the line under it.
    let current = Modifier::REVERSED | Modifier::BOLD | Modifier::UNDERLINED;
    let current = style(theme, Role::Bullet).add_modifier(current);
    for (text, span) in row.parts() {
        let plain = styled(theme, span.role, span.style);
        let focused = span.link.is_some() && span.link == look.link;
        for (cluster, width) in clusters(text) {
            let among = |marks: &[Range<usize>]| marks.iter().any(|mark| mark.contains(&at));
            let cell = if focused || among(look.now) {
                current
            } else if among(look.marks) {
                plain.add_modifier(Modifier::REVERSED)
            } else {
                plain
            };
            at += cluster.len();
            if !pen.put(buffer, cluster, width, cell) {
                return;
            }
        }
    }
}

/// Puts text of one style into the first line of `area`; the columns it takes.
pub fn text(buffer: &mut Buffer, area: Rect, text: &str, style: Style) -> u16 {
    let area = area.intersection(buffer.area);
    if area.is_empty() {
        return 0;
    }
    let mut pen = Pen::new(area, 0);
    for (cluster, width) in clusters(text) {
        if !pen.put(buffer, cluster, width, style) {
            break;
        }
    }
    pen.x - area.x
}

/// Makes room for a popup: blanks its area, and the wide characters whose right half it covers.
pub fn guard(buffer: &mut Buffer, area: Rect) {
    let area = area.intersection(buffer.area);
    for y in area.top()..area.bottom() {
        // From the nearest character on the left: only that one can reach into the area.
        let before = (buffer.area.left()..area.left()).rev();
        let symbols = before.map(|x| (x, cells::width(buffer[(x, y)].symbol())));
        let nearest = symbols
            .take(cells::WIDEST_CLUSTER)
            .find(|(_, width)| *width > 1);
        if let Some((x, width)) = nearest
            && usize::from(x) + width > usize::from(area.left())
        {
            buffer[(x, y)].set_symbol(" ");
        }
        for x in area.left()..area.right() {
            buffer[(x, y)].reset();
        }
    }
}

/// Where the next character goes.
struct Pen {
    x: u16,
    y: u16,
    right: u16,
    /// Columns still to be left out.
    hidden: usize,
}

impl Pen {
    fn new(area: Rect, hidden: usize) -> Pen {
        Pen {
            x: area.x,
            y: area.y,
            right: area.right(),
            hidden,
        }
    }

    /// False when the line is full.
    fn put(&mut self, buffer: &mut Buffer, cluster: &str, width: usize, style: Style) -> bool {
        if self.hidden >= width {
            self.hidden -= width;
            return true;
        }
        if self.hidden > 0 {
            // Its left part is scrolled away: the rest of it is blank.
            let rest = width - self.hidden;
            self.hidden = 0;
            return (0..rest).all(|_| self.put(buffer, " ", 1, style));
        }
        let room = usize::from(self.right - self.x);
        if width > room {
            while self.x < self.right {
                buffer[(self.x, self.y)].set_symbol(" ").set_style(style);
                self.x += 1;
            }
            return false;
        }
        if width == 0 {
            return true;
        }
        buffer[(self.x, self.y)]
            .set_symbol(cluster)
            .set_style(style);
        for right in 1..width as u16 {
            let cell = &mut buffer[(self.x + right, self.y)];
            cell.reset();
            cell.set_style(style);
        }
        self.x += width as u16;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::theme::{Background, Depth};

    fn shown(row_text: &str, columns: u16, shift: usize) -> String {
        let mut line = Row::default();
        line.push(row_text, Role::Text);
        let theme = Theme::new(Depth::None, Background::Dark);
        let mut buffer =
            Buffer::filled(Rect::new(0, 0, 8, 1), ratatui_core::buffer::Cell::new("."));
        let look = Look {
            shift,
            ..Look::default()
        };
        row(
            &mut buffer,
            Rect::new(1, 0, columns, 1),
            &line,
            &theme,
            look,
        );
        let mut text = String::new();
        let mut skip = 0;
        for x in 0..8 {
            if skip > 0 {
                skip -= 1;
                continue;
            }
            let symbol = buffer[(x, 0)].symbol();
            skip = cells::width(symbol).saturating_sub(1);
            text.push_str(symbol);
        }
        text
    }

    #[test]
    fn wide_characters_stay_inside_their_pane() {
        assert_eq!(shown("中文字", 5, 0), ".中文 ..");
        assert_eq!(shown("中文字", 5, 1), ". 文字..");
        assert_eq!(shown("a中文", 4, 1), ".中文...");
        assert_eq!(shown("中", 1, 0), ". ......");
        assert_eq!(shown("中", 1, 1), ". ......");
        assert_eq!(shown("ab", 0, 0), "........");
        assert_eq!(shown("abc", 7, 9), "........");
    }

    #[test]
    fn a_popup_blanks_what_it_would_cut() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 1));
        text(
            &mut buffer,
            Rect::new(0, 0, 6, 1),
            "中文字",
            Style::default(),
        );
        guard(&mut buffer, Rect::new(3, 0, 2, 1));
        let symbols: Vec<&str> = (0..6).map(|x| buffer[(x, 0)].symbol()).collect();
        assert_eq!(symbols, ["中", " ", " ", " ", " ", " "]);
        // A cluster of more columns than two, of which the last one is covered.
        let line = Rect::new(0, 0, 6, 1);
        text(&mut buffer, line, "a\u{1100}\u{1100}", Style::default());
        assert_eq!(cells::width(buffer[(1, 0)].symbol()), 4);
        guard(&mut buffer, Rect::new(4, 0, 2, 1));
        assert_eq!(buffer[(1, 0)].symbol(), " ");
    }
}
