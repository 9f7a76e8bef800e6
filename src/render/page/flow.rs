//! The text of a paragraph, heading or cell: joined for wrapping, cut into rows with its styles.

use std::ops::Range;

use crate::doc::{Link, Span, Style};

use super::breaks::is_ideographic;
use super::layout::Options;
use super::row::{Role, Row};
use super::wrap::wrap;

/// Joined text and its runs. One is used for many paragraphs, so that its memory is.
#[derive(Default)]
pub struct Flow {
    text: String,
    runs: Vec<Run>,
    lines: Vec<Range<usize>>,
}

#[derive(Clone, Copy)]
struct Run {
    end: usize,
    role: Role,
    style: Style,
    link: Option<usize>,
}

impl Flow {
    /// Takes the text of `spans`, which is of the role `base` where nothing else is said.
    pub fn fill(&mut self, spans: &[Span], base: Role, links: &[Link], options: &Options<'_>) {
        self.text.clear();
        self.runs.clear();
        self.extend(spans, base, links, options);
    }

    /// Adds the text of `spans`.
    pub fn extend(&mut self, spans: &[Span], base: Role, links: &[Link], options: &Options<'_>) {
        for (index, span) in spans.iter().enumerate() {
            let link = span.link.and_then(|link| links.get(link));
            // A link that leads nowhere is just its words.
            let link = link.filter(|link| !link.target.is_empty());
            let role = match link {
                Some(link) if link.image => Role::Image,
                Some(_) => Role::Link,
                None if span.style.code => Role::InlineCode,
                None if span.style.footnote => Role::FootnoteMark,
                None => base,
            };
            let mut style = span.style;
            // Code and links in a heading are as heavy as the rest of it.
            style.bold |= role != base && matches!(base, Role::Heading(_) | Role::TableHead);
            if role == Role::Image {
                self.push("[", role, style, span.link);
                self.push(options.labels.image, role, style, span.link);
                if !span.text.is_empty() {
                    self.push(" ", role, style, span.link);
                }
            }
            self.push(&span.text, role, style, span.link);
            if role == Role::Image {
                self.push("]", role, style, span.link);
            }
            let ends = spans
                .get(index + 1)
                .is_none_or(|next| next.link != span.link);
            if let Some(link) = link
                && ends
                && options.show_targets
                && !link.target.is_empty()
                && !shows_target(spans, index, &link.target)
            {
                // Brackets of the script the link stands in.
                let chinese = span.text.chars().any(is_ideographic);
                let (open, close) = if chinese { ("（", "）") } else { (" (", ")") };
                self.append(open, Role::Target);
                self.append(&link.target, Role::Target);
                self.append(close, Role::Target);
            }
        }
    }

    /// Adds text of ours.
    pub fn append(&mut self, text: &str, role: Role) {
        self.push(text, role, Style::default(), None);
    }

    fn push(&mut self, text: &str, role: Role, style: Style, link: Option<usize>) {
        self.text.push_str(text);
        self.runs.push(Run {
            end: self.text.len(),
            role,
            style,
            link,
        });
    }

    /// The columns of the longest line as the author broke it.
    pub fn natural_width(&self) -> usize {
        self.text
            .split('\n')
            .map(super::cells::width)
            .max()
            .unwrap_or(0)
    }

    /// Wraps the text; the number of lines.
    pub fn wrap(&mut self, width: usize) -> usize {
        self.lines.clear();
        wrap(&self.text, width, &mut self.lines);
        self.lines.len()
    }

    /// Adds the wrapped line with this number to `row`; its columns are counted by the caller.
    pub fn write_line(&self, number: usize, row: &mut Row) {
        let Some(line) = self.lines.get(number) else {
            return;
        };
        row.text.reserve_exact(line.len());
        let first = self.runs.partition_point(|run| run.end <= line.start);
        let mut start = line.start;
        for run in &self.runs[first..] {
            let end = run.end.min(line.end);
            row.push_span(&self.text[start..end], run.role, run.style, run.link);
            start = end;
            if end == line.end {
                break;
            }
        }
    }

    /// The text of the wrapped line with this number.
    pub fn line(&self, number: usize) -> &str {
        self.lines
            .get(number)
            .map_or("", |line| &self.text[line.clone()])
    }

    /// The whole text before wrapping.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// Whether the text of the link that ends with the span at `index` is its target.
fn shows_target(spans: &[Span], index: usize, target: &str) -> bool {
    let link = spans[index].link;
    let mut rest = target.strip_prefix("mailto:").unwrap_or(target);
    for span in spans[..=index]
        .iter()
        .rev()
        .take_while(|span| span.link == link)
    {
        match rest.strip_suffix(&span.text) {
            Some(shorter) => rest = shorter,
            None => return false,
        }
    }
    rest.is_empty()
}
