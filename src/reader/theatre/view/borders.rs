//! The lines between the panes, joined where they meet.

use ratatui_core::buffer::Buffer;
use ratatui_core::layout::{Position, Rect};

use crate::reader::theatre::keys::Pane;
use crate::render::page::row::{Role, Row};

use super::{Look, line_at};

/// The line above a pane, which holds its title.
pub fn dash(ascii: bool) -> &'static str {
    if ascii { "-" } else { "─" }
}

/// Draws the line left of each pane that has another one beside it. The lines above the panes are
/// there already.
pub fn draw(look: &Look<'_>, buffer: &mut Buffer, area: Rect, panes: &[(Pane, Rect)]) {
    for column in panes.iter().filter_map(|(_, pane)| column(area, *pane)) {
        for y in column.top()..=column.bottom() {
            let at = Position::new(column.x, y);
            // Below its end, only the line of another pane is met, and never a title.
            let meets = |at| area.contains(at) && buffer[at].symbol() == dash(look.ascii);
            if y == column.bottom() && !meets(at) {
                continue;
            }
            let mut row = Row::default();
            row.push(sign(look.ascii, area, panes, at), Role::Rule);
            look.row(buffer, line_at(column, y), &row);
        }
    }
}

/// The free column left of a pane; at the edge of the window there is none.
fn column(area: Rect, pane: Rect) -> Option<Rect> {
    let x = pane.x.checked_sub(1).filter(|x| *x >= area.x)?;
    Some(Rect {
        x,
        width: 1,
        ..pane
    })
}

/// What a line looks like where others meet it.
fn sign(ascii: bool, area: Rect, panes: &[(Pane, Rect)], at: Position) -> &'static str {
    let is_column = |y: Option<u16>| {
        let columns = panes.iter().filter_map(|(_, pane)| column(area, *pane));
        y.is_some_and(|y| {
            columns
                .clone()
                .any(|column| column.contains((at.x, y).into()))
        })
    };
    let is_title = |x: Option<u16>| {
        x.is_some_and(|x| {
            let on_it = |pane: &Rect| pane.y == at.y && (pane.left()..pane.right()).contains(&x);
            panes.iter().any(|(_, pane)| on_it(pane))
        })
    };
    let (up, down) = (
        is_column(at.y.checked_sub(1)),
        is_column(at.y.checked_add(1)),
    );
    let (left, right) = (is_title(at.x.checked_sub(1)), is_title(at.x.checked_add(1)));
    match (up, down, left, right) {
        (_, _, false, false) if ascii => "|",
        _ if ascii => "+",
        (true, true, true, true) => "┼",
        (true, true, true, false) => "┤",
        (true, true, false, true) => "├",
        (false, ..) => "┬",
        (true, false, true, _) | (true, false, _, true) => "┴",
        (_, _, false, false) => "│",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::lang::words::words;
    use crate::render::page::layout::Labels;
    use crate::render::theme::{Background, Depth, Theme};

    /// The lines between these panes, as text; their titles are left out.
    fn drawn(ascii: bool, area: Rect, panes: &[(Pane, Rect)]) -> Vec<String> {
        let theme = Theme::new(Depth::None, Background::Dark);
        let look = Look {
            theme: &theme,
            labels: Labels::of_words(&words(Lang::En).page),
            ascii,
        };
        let mut buffer = Buffer::empty(area);
        for (_, pane) in panes {
            for x in pane.left()..pane.right() {
                buffer[(x, pane.y)].set_symbol(dash(ascii));
            }
        }
        draw(&look, &mut buffer, area, panes);
        let sign = |x, y| buffer[(x, y)].symbol();
        let lines = area.top()..area.bottom();
        lines
            .map(|y| (area.left()..area.right()).map(|x| sign(x, y)).collect())
            .collect()
    }

    #[test]
    fn lines_are_joined_where_they_meet() {
        let area = Rect::new(2, 1, 5, 6);
        let halves = [
            (Pane::Ladder, Rect::new(2, 1, 2, 4)),
            (Pane::Bytes, Rect::new(2, 5, 2, 2)),
            (Pane::Source, Rect::new(5, 1, 2, 2)),
            (Pane::Narration, Rect::new(5, 3, 2, 4)),
        ];
        let expected = ["──┬──", "  │  ", "  ├──", "  │  ", "──┤  ", "  │  "];
        assert_eq!(drawn(false, area, &halves), expected);
        let quarters = [
            (Pane::Ladder, Rect::new(2, 1, 2, 3)),
            (Pane::Source, Rect::new(5, 1, 2, 3)),
            (Pane::Narration, Rect::new(2, 4, 2, 3)),
            (Pane::Bytes, Rect::new(5, 4, 2, 3)),
        ];
        let expected = ["──┬──", "  │  ", "  │  ", "──┼──", "  │  ", "  │  "];
        assert_eq!(drawn(false, area, &quarters), expected);
        let expected = ["--+--", "  |  ", "  |  ", "--+--", "  |  ", "  |  "];
        assert_eq!(drawn(true, area, &quarters), expected);
        let below = [
            (Pane::Ladder, Rect::new(2, 1, 5, 3)),
            (Pane::Narration, Rect::new(2, 4, 2, 3)),
            (Pane::Bytes, Rect::new(5, 4, 2, 3)),
        ];
        let expected = ["─────", "     ", "     ", "──┬──", "  │  ", "  │  "];
        assert_eq!(drawn(false, area, &below), expected);
        let above = [
            (Pane::Ladder, Rect::new(2, 1, 2, 3)),
            (Pane::Source, Rect::new(5, 1, 2, 3)),
            (Pane::Narration, Rect::new(2, 4, 5, 3)),
        ];
        let expected = ["──┬──", "  │  ", "  │  ", "──┴──", "     ", "     "];
        assert_eq!(drawn(false, area, &above), expected);
    }
}
