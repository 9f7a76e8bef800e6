//! Markdown → [`Doc`]. The only file that knows pulldown-cmark.

use memchr::memchr_iter;
use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, Event, MetadataBlockKind, Options, Parser, Tag,
    TagEnd,
};

use super::clean::clean_line;
use super::emphasis;
use super::inline::Inline;
use super::tree::{Container, ContainerKind, RawKind, Table, TextBlock, Tree};
use super::{Align, BlockKind, Doc, Link, Notice};

/// Reads a page of Markdown. Never fails: every text is Markdown.
pub fn parse(source: &str) -> Doc {
    parse_from(source.strip_prefix('\u{feff}').unwrap_or(source), 1)
}

/// Reads a page that begins on this line of its file.
pub fn parse_from(source: &str, line: usize) -> Doc {
    let source = emphasis::mend(source);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        // Only so that `~` is not taken for a strikethrough: `1~3 个，5~7 个` is common.
        | Options::ENABLE_SUBSCRIPT
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut builder = Builder::new(&source, line);
    for (event, range) in Parser::new_ext(&source, options).into_offset_iter() {
        builder.take(event, range.start);
    }
    builder.finish()
}

/// Builds the tree from the parser's events.
struct Builder<'s> {
    lines: Lines<'s>,
    tree: Tree,
}

impl<'s> Builder<'s> {
    fn new(source: &'s str, line: usize) -> Self {
        Builder {
            lines: Lines {
                source,
                offset: 0,
                line,
            },
            tree: Tree::default(),
        }
    }

    fn finish(mut self) -> Doc {
        self.tree.close_text();
        self.tree.doc
    }

    fn take(&mut self, event: Event<'_>, offset: usize) {
        match event {
            Event::Start(tag) => self.start(tag, offset),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.tree.raw {
                Some(raw) => raw.text.push_str(&text),
                None => self.inline_at(offset).text(&clean_line(&text)),
            },
            Event::Html(text) => match &mut self.tree.raw {
                Some(raw) => raw.text.push_str(&text),
                None => self.inline_at(offset).text(&clean_line(&text)),
            },
            Event::InlineHtml(text) => {
                if is_line_break(&text) {
                    self.inline_at(offset).hard_break();
                } else {
                    self.inline_at(offset).text(&clean_line(&text));
                }
            }
            Event::Code(text) => self.inline_at(offset).code(&clean_line(&text)),
            Event::FootnoteReference(label) => {
                let mark = format!("[{}]", clean_line(&label));
                self.inline_at(offset).footnote(&mark);
            }
            Event::SoftBreak => self.inline_at(offset).soft_break(),
            Event::HardBreak => self.inline_at(offset).hard_break(),
            Event::Rule => {
                let line = self.lines.at(offset);
                self.tree.block(line, BlockKind::Rule);
            }
            Event::TaskListMarker(done) => {
                if let Some(Container {
                    kind: ContainerKind::Item { task },
                    ..
                }) = self.tree.open.last_mut()
                {
                    *task = Some(done);
                }
            }
            // Mathematics is not switched on.
            Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.inline_at(offset).text(&clean_line(&text));
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>, offset: usize) {
        let line = self.lines.at(offset);
        match tag {
            Tag::Paragraph => {
                self.tree.open_text(line, TextBlock::Paragraph);
                self.tree.mark_list_loose();
            }
            Tag::Heading { level, .. } => {
                self.tree.open_text(line, TextBlock::Heading(level as u8))
            }
            Tag::BlockQuote(kind) => self.tree.open(line, ContainerKind::Quote(kind.map(notice))),
            Tag::List(start) => {
                self.tree.open(
                    line,
                    ContainerKind::List {
                        start,
                        tight: true,
                        items: Vec::new(),
                    },
                );
            }
            Tag::Item => self.tree.open(line, ContainerKind::Item { task: None }),
            Tag::FootnoteDefinition(label) => {
                let label = clean_line(&label).into_owned();
                self.tree.open(line, ContainerKind::Footnote { label });
            }
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => clean_line(info.trim()).into_owned(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.tree.open_raw(line, RawKind::Code { info });
            }
            Tag::HtmlBlock => self.tree.open_raw(line, RawKind::Html),
            Tag::MetadataBlock(MetadataBlockKind::PlusesStyle | MetadataBlockKind::YamlStyle) => {
                self.tree.open_raw(line, RawKind::Front);
            }
            Tag::Table(columns) => {
                self.tree.close_text();
                let columns = columns.into_iter().map(align).collect();
                self.tree.table = Some(Table {
                    line,
                    columns,
                    rows: Vec::new(),
                });
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some(table) = &mut self.tree.table {
                    table.rows.push(Vec::new());
                }
            }
            Tag::TableCell => self.tree.open_text(line, TextBlock::Cell),
            Tag::Emphasis => self.inline_at(offset).italic += 1,
            Tag::Strong => self.inline_at(offset).bold += 1,
            Tag::Strikethrough => self.inline_at(offset).strike += 1,
            Tag::Subscript | Tag::Superscript => self.inline_at(offset).text("~"),
            Tag::Link { dest_url, .. } => self.open_link(&dest_url, false, offset),
            Tag::Image { dest_url, .. } => self.open_link(&dest_url, true, offset),
            // Not switched on; their text comes as paragraphs.
            Tag::DefinitionList | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableCell => self.tree.close_text(),
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.tree.close();
            }
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => {
                self.tree.close_raw()
            }
            TagEnd::Table => {
                if let Some(Table {
                    line,
                    columns,
                    mut rows,
                }) = self.tree.table.take()
                {
                    let head = if rows.is_empty() {
                        Vec::new()
                    } else {
                        rows.remove(0)
                    };
                    self.tree.block(
                        line,
                        BlockKind::Table {
                            columns,
                            head,
                            rows,
                        },
                    );
                }
            }
            TagEnd::Emphasis => self.tree.inline.italic -= 1,
            TagEnd::Strong => self.tree.inline.bold -= 1,
            TagEnd::Strikethrough => self.tree.inline.strike -= 1,
            TagEnd::Subscript | TagEnd::Superscript => self.tree.inline.text("~"),
            TagEnd::Link | TagEnd::Image => {
                let target = self
                    .tree
                    .inline
                    .open_link()
                    .and_then(|link| self.tree.doc.links.get(link));
                self.tree.inline.close_link(target);
            }
            TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition => {}
        }
    }

    /// The text being read. Text directly inside an item of a tight list begins a paragraph.
    fn inline_at(&mut self, offset: usize) -> &mut Inline {
        if !self.tree.reads_text() {
            self.tree
                .open_text(self.lines.at(offset), TextBlock::Paragraph);
        }
        &mut self.tree.inline
    }

    fn open_link(&mut self, target: &str, image: bool, offset: usize) {
        let line = self.lines.at(offset);
        let link = self.tree.doc.links.len();
        self.tree.doc.links.push(Link {
            target: clean_line(target).into_owned(),
            line,
            image,
        });
        self.inline_at(offset).start_link(link, image);
    }
}

/// Tells the line of an offset. Offsets come mostly in rising order, so it counts from the last one.
struct Lines<'s> {
    source: &'s str,
    offset: usize,
    line: usize,
}

impl Lines<'_> {
    fn at(&mut self, offset: usize) -> usize {
        let count = |from: usize, to: usize| {
            let bytes = self.source.as_bytes().get(from..to).unwrap_or_default();
            memchr_iter(b'\n', bytes).count()
        };
        if offset >= self.offset {
            self.line += count(self.offset, offset);
        } else {
            self.line -= count(offset, self.offset);
        }
        self.offset = offset;
        self.line
    }
}

fn notice(kind: BlockQuoteKind) -> Notice {
    match kind {
        BlockQuoteKind::Note => Notice::Note,
        BlockQuoteKind::Tip => Notice::Tip,
        BlockQuoteKind::Important => Notice::Important,
        BlockQuoteKind::Warning => Notice::Warning,
        BlockQuoteKind::Caution => Notice::Caution,
    }
}

fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::None | Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}

/// `<br>`: the only way to write a line break into a cell of a table.
fn is_line_break(html: &str) -> bool {
    let name = html
        .trim_start_matches('<')
        .trim_end_matches('>')
        .trim_end_matches('/')
        .trim();
    name.eq_ignore_ascii_case("br")
}

#[cfg(test)]
mod tests;
