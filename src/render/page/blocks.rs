//! Rows of headings, quotations and lists.

use crate::doc::{Block, Item, Notice, Span};

use super::layout::{Labels, Layout, Spacing};
use super::row::{Role, Row};

impl Layout<'_> {
    pub(super) fn heading(&mut self, level: u8, text: &[Span]) {
        let first = self.rows.len();
        self.paragraph(text, Role::Heading(level));
        let rule = match level {
            _ if self.options.linear => return,
            1 => self.mark("━", "="),
            2 => self.mark("─", "-"),
            _ => return,
        };
        let taken = self.options.width.saturating_sub(self.available());
        let columns = self.rows[first..].iter().map(Row::width).max().unwrap_or(0);
        if columns > taken {
            let mut row = self.row();
            row.push(&rule.repeat(columns - taken), Role::HeadingRule(level));
            self.add(row);
        }
    }

    pub(super) fn quote(&mut self, notice: Option<Notice>, blocks: &[Block]) {
        let bar = match notice {
            _ if self.options.linear => "  ",
            Some(_) => self.mark("▌ ", "| "),
            None => self.mark("│ ", "| "),
        };
        self.inside(bar.to_string(), bar, Role::Bar(notice), |layout| {
            if let Some(notice) = notice {
                let text = layout.options.labels.of(notice).to_string();
                let name = Span {
                    text,
                    ..Span::default()
                };
                layout.paragraph(&[name], Role::NoticeName(notice));
            }
            layout.blocks(blocks, Spacing::Loose);
        });
    }

    pub(super) fn list(&mut self, start: Option<u64>, tight: bool, items: &[Item]) {
        let spacing = if tight {
            Spacing::Tight
        } else {
            Spacing::Loose
        };
        let bullet = self.bullet();
        let last = start.map(|start| start.saturating_add(items.len().saturating_sub(1) as u64));
        let digits = last.map_or(0, |last| last.to_string().len());
        self.list_depth += 1;
        for (index, item) in items.iter().enumerate() {
            if index > 0 && spacing == Spacing::Loose {
                self.gap = true;
            }
            let mark = match (start, item.task) {
                (Some(start), None) => {
                    format!("{:>digits$}. ", start.saturating_add(index as u64))
                }
                (Some(start), Some(done)) => {
                    let number = start.saturating_add(index as u64);
                    format!("{number:>digits$}. {}", self.task_box(done))
                }
                (None, Some(done)) => self.task_box(done).to_string(),
                (None, None) => bullet.to_string(),
            };
            self.inside(mark, "", Role::Bullet, |layout| {
                if item.blocks.is_empty() {
                    let row = layout.row();
                    layout.add(row);
                }
                layout.blocks(&item.blocks, spacing);
            });
        }
        self.list_depth -= 1;
    }

    /// An item of an unordered list.
    pub(super) fn list_item(&mut self, body: impl FnOnce(&mut Self)) {
        self.inside(self.bullet().to_string(), "", Role::Bullet, body);
    }

    fn bullet(&self) -> &'static str {
        match self.list_depth % 3 {
            _ if self.options.linear => "- ",
            0 => self.mark("• ", "* "),
            1 => self.mark("◦ ", "- "),
            _ => self.mark("▪ ", "+ "),
        }
    }

    fn task_box(&self, done: bool) -> &'static str {
        if done {
            self.mark("☑ ", "[x] ")
        } else {
            self.mark("☐ ", "[ ] ")
        }
    }

    /// HTML as it was written. A comment is for the author and not drawn.
    pub(super) fn html(&mut self, text: &str) {
        let trimmed = text.trim();
        if trimmed.starts_with("<!--") && trimmed.find("-->") == Some(trimmed.len() - 3) {
            return;
        }
        let span = Span {
            text: trimmed.replace('\t', "    "),
            ..Span::default()
        };
        self.paragraph(&[span], Role::Html);
    }
}

impl Labels<'_> {
    fn of(&self, notice: Notice) -> &str {
        match notice {
            Notice::Note => self.note,
            Notice::Tip => self.tip,
            Notice::Important => self.important,
            Notice::Warning => self.warning,
            Notice::Caution => self.caution,
        }
    }
}
