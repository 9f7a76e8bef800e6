//! One row of a page: text whose parts have roles. What a role looks like is the theme's business.

use crate::doc::{Notice, Style};

use super::cells;
use super::code::Token;

/// One row. Its text has no line end and no control character.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    pub text: String,
    /// The parts of `text`, in order and without gaps.
    pub spans: Vec<RowSpan>,
    /// The rest of the row, up to the width of the page, has the background of this role.
    pub fill: Option<Role>,
    /// Line (from 1) of the file on which the row's block begins.
    pub line: usize,
}

/// A part of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowSpan {
    /// Byte offset in the row's text where the part ends; it begins where the one before it ends.
    pub end: usize,
    pub role: Role,
    pub style: Style,
    /// Index into the links of the page.
    pub link: Option<usize>,
}

/// What a part of a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Text,
    /// The text of a heading, level 1 to 6.
    Heading(u8),
    /// The line under a heading.
    HeadingRule(u8),
    Bullet,
    /// The bar beside a quotation, or beside a notice.
    Bar(Option<Notice>),
    /// The name of a notice.
    NoticeName(Notice),
    InlineCode,
    Code(Token),
    /// A mark that is not part of the code beside it: continued, or cut off.
    CodeMark,
    Link,
    /// The target of a link, shown after its text.
    Target,
    /// The mark of a footnote.
    FootnoteMark,
    Image,
    TableBorder,
    TableHead,
    Rule,
    Html,
}

impl Row {
    /// The parts of the row with their text.
    pub fn parts(&self) -> impl Iterator<Item = (&str, &RowSpan)> {
        let mut start = 0;
        self.spans.iter().map(move |span| {
            let text = self.text.get(start..span.end).unwrap_or_default();
            start = span.end;
            (text, span)
        })
    }

    /// The columns the text takes.
    pub fn width(&self) -> usize {
        cells::width(&self.text)
    }

    /// Adds text that is plainly of one role.
    pub fn push(&mut self, text: &str, role: Role) {
        self.push_span(text, role, Style::default(), None);
    }

    /// Adds text; a part like the one before it becomes one with it.
    pub fn push_span(&mut self, text: &str, role: Role, style: Style, link: Option<usize>) {
        if text.is_empty() {
            return;
        }
        self.text.push_str(text);
        let span = RowSpan {
            end: self.text.len(),
            role,
            style,
            link,
        };
        match self.spans.last_mut() {
            Some(last) if (last.role, last.style, last.link) == (role, style, link) => *last = span,
            _ => self.spans.push(span),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_cover_the_text() {
        let mut row = Row::default();
        row.push("a", Role::Bullet);
        row.push("", Role::Rule);
        row.push("b", Role::Text);
        row.push("中", Role::Text);
        let parts: Vec<(&str, Role)> = row.parts().map(|(text, span)| (text, span.role)).collect();
        assert_eq!(parts, [("a", Role::Bullet), ("b中", Role::Text)]);
        assert_eq!(row.width(), 4);
    }
}
