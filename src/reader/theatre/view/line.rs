//! One row of a drawing: text put at columns, each cluster with its role.

use crate::doc::Style;
use crate::render::page::cells::clusters;
use crate::render::page::row::{Role, Row};

/// A row of a fixed width that is drawn piece by piece; later pieces cover earlier ones.
pub struct Line {
    cells: Vec<Cell>,
}

#[derive(Clone)]
struct Cell {
    /// Empty for the right half of a wide cluster.
    text: String,
    role: Role,
    bold: bool,
}

impl Line {
    pub fn new(width: usize) -> Line {
        let blank = Cell {
            text: " ".to_string(),
            role: Role::Text,
            bold: false,
        };
        Line {
            cells: vec![blank; width],
        }
    }

    /// Puts text at a column; what reaches the column `end` is left out. The column after it.
    pub fn put(&mut self, column: usize, end: usize, text: &str, role: Role, bold: bool) -> usize {
        let end = end.min(self.cells.len());
        let mut at = column;
        for (cluster, width) in clusters(text) {
            if at + width > end {
                break;
            }
            if width == 0 {
                continue;
            }
            // The end first: what is cut there may begin before this.
            self.cut(at + width);
            self.cut(at);
            for right in 0..width {
                let cell = &mut self.cells[at + right];
                cell.text.clear();
                cell.role = role;
                cell.bold = bold;
            }
            self.cells[at].text.push_str(cluster);
            at += width;
        }
        at
    }

    /// Before something begins at a column: a cluster of several columns across it is gone.
    fn cut(&mut self, column: usize) {
        if self
            .cells
            .get(column)
            .is_none_or(|cell| !cell.text.is_empty())
        {
            return;
        }
        let before = self.cells[..column].iter();
        let first = before.rev().take_while(|cell| cell.text.is_empty()).count() + 1;
        let first = column.saturating_sub(first);
        let after = self.cells[column..].iter();
        let last = column + after.take_while(|cell| cell.text.is_empty()).count();
        for cell in &mut self.cells[first..last] {
            cell.text = " ".to_string();
        }
    }

    pub fn into_row(self) -> Row {
        let mut row = Row::default();
        for cell in &self.cells {
            let style = Style {
                bold: cell.bold,
                ..Style::default()
            };
            row.push_span(&cell.text, cell.role, style, None);
        }
        row
    }
}

/// Text that is not wider than `width`; of what is cut off a sign remains.
pub fn clip(text: &str, width: usize, more: &str) -> String {
    if crate::render::page::cells::width(text) <= width {
        return text.to_string();
    }
    let room = width.saturating_sub(crate::render::page::cells::width(more));
    let mut out = String::new();
    let mut used = 0;
    for (cluster, columns) in clusters(text) {
        if used + columns > room {
            break;
        }
        used += columns;
        out.push_str(cluster);
    }
    if room > 0 || width > 0 {
        out.push_str(more);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::page::cells::width;
    use proptest::prelude::{any, prop, prop_assert, prop_assert_eq, proptest};

    #[test]
    fn a_half_covered_wide_character_is_blank() {
        let mut line = Line::new(6);
        line.put(0, 6, "中文字", Role::Text, false);
        line.put(1, 6, "|", Role::Rule, false);
        line.put(4, 5, "宽", Role::Text, false);
        assert_eq!(line.into_row().text, " |文字");
    }

    #[test]
    fn a_cluster_of_several_columns_is_cut_whole() {
        let mut line = Line::new(17);
        line.put(5, 99, "  Aⶨ®a𐣴a 𐕯ଂో", Role::Text, false);
        line.put(16, 99, "ዘ", Role::Text, false);
        assert_eq!(line.into_row().width(), 17);
    }

    proptest! {
        #[test]
        fn a_line_is_as_wide_as_it_was_made(
            width_of in 0_usize..30,
            pieces in prop::collection::vec((0_usize..30, any::<String>()), 0..5),
        ) {
            let mut line = Line::new(width_of);
            for (column, text) in &pieces {
                let text: String = text.chars().filter(|c| !c.is_control()).collect();
                line.put(*column, 99, &text, Role::Text, false);
            }
            prop_assert_eq!(line.into_row().width(), width_of);
        }

        #[test]
        fn a_clipped_text_fits(text in "[a中é ]{0,20}", columns in 1_usize..12) {
            prop_assert!(width(&clip(&text, columns, "…")) <= columns);
        }
    }
}
