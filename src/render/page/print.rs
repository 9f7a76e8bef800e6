//! Rows → text for a terminal or a pipe.

use std::io;

use crate::doc::{Doc, Style};
use crate::render::theme::Theme;

use super::layout::{Options, for_each_row};
use super::row::{Role, Row};

/// How rows become text.
#[derive(Debug, Clone, Copy)]
pub enum Paint<'t> {
    /// Without any escape sequence.
    Plain,
    Styled {
        theme: &'t Theme,
        /// Web links become links the terminal can open (OSC 8).
        hyperlinks: bool,
    },
}

/// What is gathered before it is written.
const BUFFER: usize = 64 * 1024;

/// Lays out a page and writes it.
pub fn print(
    doc: &Doc,
    options: &Options<'_>,
    paint: Paint<'_>,
    out: &mut impl io::Write,
) -> io::Result<()> {
    let mut painter = Painter::new(paint, doc, options.width);
    let mut text = String::with_capacity(BUFFER + 1024);
    for_each_row(doc, options, |row| {
        painter.row(row, &mut text);
        if text.len() >= BUFFER {
            out.write_all(text.as_bytes())?;
            text.clear();
        }
        Ok::<(), io::Error>(())
    })?;
    out.write_all(text.as_bytes())
}

/// Paints the rows of one page.
pub struct Painter<'t> {
    paint: Paint<'t>,
    doc: &'t Doc,
    width: usize,
    /// The escape sequences of each look used so far; a page has few.
    looks: Vec<Look>,
}

/// What termimad writes before and after text of a look.
struct Look {
    role: Role,
    style: Style,
    before: String,
    after: String,
    has_background: bool,
}

impl<'t> Painter<'t> {
    /// A painter for rows of this page and width.
    pub fn new(paint: Paint<'t>, doc: &'t Doc, width: usize) -> Self {
        Painter {
            paint,
            doc,
            width,
            looks: Vec::new(),
        }
    }

    /// Adds a row and a line end to `out`. Blanks at its end are left out, unless their background shows.
    pub fn row(&mut self, row: &Row, out: &mut String) {
        match self.paint {
            Paint::Plain => out.push_str(row.text.trim_end_matches(' ')),
            Paint::Styled { theme, hyperlinks } => self.styled(row, theme, hyperlinks, out),
        }
        out.push('\n');
    }

    fn styled(&mut self, row: &Row, theme: &Theme, hyperlinks: bool, out: &mut String) {
        let fill = row
            .fill
            .filter(|role| self.look(theme, *role, Style::default()).has_background);
        let end = match fill {
            Some(_) => row.text.len(),
            None => row.text.trim_end_matches(' ').len(),
        };
        let mut start = 0;
        for (text, span) in row.parts() {
            if start >= end {
                break;
            }
            let text = &text[..text.len().min(end - start)];
            start += text.len();
            let target = span.link.filter(|_| hyperlinks).and_then(|link| {
                let target = self.doc.links.get(link)?.target.as_str();
                is_web(target).then_some((link, target))
            });
            let look = self.look(theme, span.role, span.style);
            out.push_str(&look.before);
            match target {
                Some((link, target)) => {
                    push_link_start(link, target, out);
                    out.push_str(text);
                    out.push_str("\x1b]8;;\x1b\\");
                }
                None => out.push_str(text),
            }
            out.push_str(&look.after);
        }
        if let Some(role) = fill {
            let blanks = self.width.saturating_sub(row.width());
            let look = self.look(theme, role, Style::default());
            out.push_str(&look.before);
            push_blanks(blanks, out);
            out.push_str(&look.after);
        }
    }

    fn look(&mut self, theme: &Theme, role: Role, style: Style) -> &Look {
        let known = self
            .looks
            .iter()
            .position(|look| look.role == role && look.style == style);
        let index = known.unwrap_or_else(|| {
            self.looks.push(Look::new(theme, role, style));
            self.looks.len() - 1
        });
        &self.looks[index]
    }
}

impl Look {
    fn new(theme: &Theme, role: Role, style: Style) -> Look {
        const PLACE: char = '\u{1}';
        let look = theme.style(role, style);
        let painted = look.apply_to(PLACE).to_string();
        let (before, after) = painted.split_once(PLACE).unwrap_or_default();
        Look {
            role,
            style,
            before: before.to_string(),
            after: after.to_string(),
            has_background: look.get_bg().is_some(),
        }
    }
}

fn push_blanks(count: usize, out: &mut String) {
    const BLANKS: &str = "                                                                ";
    let mut left = count;
    while left > 0 {
        let some = left.min(BLANKS.len());
        out.push_str(&BLANKS[..some]);
        left -= some;
    }
}

fn is_web(target: &str) -> bool {
    let scheme = target.split("://").next().unwrap_or_default();
    scheme.len() < target.len()
        && (scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https"))
}

/// The start of a link; its number tells the terminal which pieces of text belong together.
fn push_link_start(link: usize, target: &str, out: &mut String) {
    out.push_str("\x1b]8;id=");
    out.push_str(&link.to_string());
    out.push(';');
    for byte in target.bytes() {
        match byte {
            // Only these may stand in the sequence; a control character would end it.
            b'!'..=b'~' => out.push(char::from(byte)),
            _ => {
                const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
                out.push('%');
                out.push(char::from(DIGITS[usize::from(byte >> 4)]));
                out.push(char::from(DIGITS[usize::from(byte & 15)]));
            }
        }
    }
    out.push_str("\x1b\\");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::markdown::parse;
    use crate::render::page::layout::Labels;
    use crate::render::theme::{Background, Depth};

    fn printed(source: &str, paint: Paint<'_>) -> String {
        let options = Options::new(10, false, Labels::default());
        let mut out = Vec::new();
        print(&parse(source), &options, paint, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn plain_text_has_no_escape() {
        assert_eq!(
            printed("**a** [b](https://c)\n\n-", Paint::Plain),
            "a b\n\n•\n"
        );
    }

    #[test]
    fn web_links_and_no_others_can_be_opened() {
        let theme = Theme::new(Depth::None, Background::Dark);
        let paint = Paint::Styled {
            theme: &theme,
            hyperlinks: true,
        };
        assert_eq!(
            printed("[b](https://c/中&#27;)", paint),
            "\u{1b}[4m\u{1b}]8;id=0;https://c/%E4%B8%AD%E2%90%9B\u{1b}\\b\u{1b}]8;;\u{1b}\\\u{1b}[0m\n"
        );
        assert_eq!(printed("[b](demo:c)", paint), "\u{1b}[4mb\u{1b}[0m\n");
        let paint = Paint::Styled {
            theme: &theme,
            hyperlinks: false,
        };
        assert_eq!(printed("[b](https://c)", paint), "\u{1b}[4mb\u{1b}[0m\n");
    }

    #[test]
    fn the_background_of_code_goes_to_the_edge() {
        let theme = Theme::new(Depth::Ansi256, Background::Dark);
        let paint = Paint::Styled {
            theme: &theme,
            hyperlinks: false,
        };
        let text = printed("```\nab\n```", paint);
        assert_eq!(
            text,
            "\u{1b}[48;5;235m\u{1b}[38;5;253m  ab\u{1b}[49m\u{1b}[39m\u{1b}[48;5;235m\u{1b}[38;5;253m      \u{1b}[49m\u{1b}[39m\n"
        );
        let basic = Theme::new(Depth::Ansi16, Background::Dark);
        let paint = Paint::Styled {
            theme: &basic,
            hyperlinks: false,
        };
        assert_eq!(printed("```\nab\n```", paint), "  ab\n");
    }
}
