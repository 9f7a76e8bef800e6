//! Rows of code and diagrams.

use std::borrow::Cow;

use super::cells::{self, clusters};
use super::code::{Lexer, Token};
use super::layout::Layout;
use super::row::{Role, Row};
use crate::doc::Span;

const TAB: usize = 4;

impl Layout<'_> {
    /// Code stands a little to the right, so that there is room for the mark of a line that goes on.
    pub(super) fn code(&mut self, info: &str, text: &str) {
        let indent = if self.available() >= 6 { "  " } else { "" };
        let width = self.available() - indent.len();
        let diagram = info.split_whitespace().next() == Some("diagram");
        if diagram && self.options.linear {
            let text = self.options.labels.diagram.to_string();
            let name = Span {
                text,
                ..Span::default()
            };
            self.paragraph(&[name], Role::Text);
        }
        let mut lexer = Lexer::new(info);
        let text = expand_tabs(text);
        let mut tokens = Vec::new();
        for line in text.lines() {
            if diagram && self.options.ascii {
                self.diagram_line(&drawn_in_ascii(line), indent, width);
            } else if diagram {
                self.diagram_line(line, indent, width);
            } else {
                tokens.clear();
                lexer.line(line, &mut tokens);
                self.code_line(line, &tokens, indent, width);
            }
        }
    }

    /// A line of code; one that is too wide goes on in more rows and loses nothing.
    fn code_line(&mut self, line: &str, tokens: &[(Token, &str)], indent: &str, width: usize) {
        let fits = self.options.unwrapped || cells::width(line) <= width;
        let continued = if indent.is_empty() {
            ""
        } else {
            self.mark("↪ ", "\\ ")
        };
        let mut row = self.code_row(indent);
        let mut used = 0;
        for (token, text) in tokens {
            if fits {
                row.push(text, Role::Code(*token));
                continue;
            }
            for (cluster, cluster_width) in clusters(text) {
                if used > 0 && used + cluster_width > width {
                    self.add(std::mem::take(&mut row));
                    row = self.code_row("");
                    row.push(continued, Role::CodeMark);
                    used = 0;
                }
                row.push(cluster, Role::Code(*token));
                used += cluster_width;
            }
        }
        self.add(row);
    }

    /// A line of a diagram; what is too wide is cut off, because a wrapped drawing is none.
    fn diagram_line(&mut self, line: &str, indent: &str, width: usize) {
        let mut row = self.code_row(indent);
        if self.options.unwrapped || cells::width(line) <= width {
            row.push(line, Role::Code(Token::Plain));
        } else {
            let mut used = 0;
            let mut end = 0;
            for (cluster, cluster_width) in clusters(line) {
                used += cluster_width;
                if used >= width {
                    break;
                }
                end += cluster.len();
            }
            row.push(&line[..end], Role::Code(Token::Plain));
            row.push(self.mark("→", ">"), Role::CodeMark);
        }
        self.add(row);
    }

    fn code_row(&mut self, indent: &str) -> Row {
        let mut row = self.row();
        row.fill = Some(Role::Code(Token::Plain));
        row.push(indent, Role::Code(Token::Plain));
        row
    }
}

/// A line of a diagram without the signs that a font may not have; each of the same width.
fn drawn_in_ascii(line: &str) -> String {
    let plain = |sign: char| match sign {
        '─' | '━' | '╌' | '−' => '-',
        '│' | '┃' | '╎' => '|',
        '┌' | '┐' | '└' | '┘' | '├' | '┤' | '┬' | '┴' | '┼' => '+',
        '╭' | '╮' | '╰' | '╯' => '+',
        '►' | '▸' | '▶' | '→' => '>',
        '◄' | '◂' | '◀' | '←' => '<',
        '▲' | '↑' => '^',
        '▼' | '↓' => 'v',
        '█' | '■' => '#',
        '╱' => '/',
        '╲' => '\\',
        '·' => '.',
        other => other,
    };
    line.chars().map(plain).collect()
}

/// The text with blanks up to the next tab stop for each tab.
fn expand_tabs(text: &str) -> Cow<'_, str> {
    if !text.contains('\t') {
        return Cow::Borrowed(text);
    }
    let mut expanded = String::with_capacity(text.len() + text.len() / 4);
    for line in text.lines() {
        let mut column = 0;
        for (index, part) in line.split('\t').enumerate() {
            if index > 0 {
                let blanks = TAB - column % TAB;
                expanded.push_str(&"    "[..blanks]);
                column += blanks;
            }
            expanded.push_str(part);
            column += cells::width(part);
        }
        expanded.push('\n');
    }
    Cow::Owned(expanded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diagram_can_be_of_ascii() {
        let drawn = "┌──►│ 中文 │◄──┐ ▲▼ ██ ╱ ↑";
        assert_eq!(drawn_in_ascii(drawn), "+-->| 中文 |<--+ ^v ## / ^");
    }

    #[test]
    fn tabs_go_to_the_next_stop() {
        assert_eq!(
            expand_tabs("\ta\tbcde\t\tf\n中\ta"),
            "    a   bcde        f\n中  a\n"
        );
    }
}
