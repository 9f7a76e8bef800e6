//! Markdown → [`Doc`]. The only file that knows pulldown-cmark.

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, Event, MetadataBlockKind, Options, Parser, Tag,
    TagEnd,
};

use super::clean::{clean_line, clean_lines};
use super::emphasis;
use super::inline::Inline;
use super::{Align, Block, BlockKind, Doc, Front, Item, Link, Notice};

/// Containers nested deeper than this are drawn at this depth: a page of ten thousand `>` must not
/// overflow the stack of whoever walks the tree.
const MAX_DEPTH: usize = 64;

/// Reads a page of Markdown. Never fails: every text is Markdown.
pub fn parse(source: &str) -> Doc {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let source = emphasis::mend(source);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        // Only so that `~` is not taken for a strikethrough: `1~3 个，5~7 个` is common.
        | Options::ENABLE_SUBSCRIPT
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut builder = Builder::new(&source);
    for (event, range) in Parser::new_ext(&source, options).into_offset_iter() {
        builder.take(event, range.start);
    }
    builder.finish()
}

/// Builds the tree from the parser's events.
struct Builder<'s> {
    lines: Lines<'s>,
    doc: Doc,
    /// The open containers, outermost first.
    open: Vec<Container>,
    /// The block of text being read.
    text: Option<(usize, TextBlock)>,
    inline: Inline,
    table: Option<Table>,
    /// The block whose text is kept as it stands.
    raw: Option<Raw>,
}

struct Container {
    line: usize,
    kind: ContainerKind,
    blocks: Vec<Block>,
}

enum ContainerKind {
    Quote(Option<Notice>),
    List {
        start: Option<u64>,
        tight: bool,
        items: Vec<Item>,
    },
    Item {
        task: Option<bool>,
    },
    Footnote {
        label: String,
    },
    /// Too deep: its blocks go to the container around it.
    TooDeep,
}

#[derive(Clone, Copy)]
enum TextBlock {
    Paragraph,
    Heading(u8),
    Cell,
}

struct Table {
    line: usize,
    columns: Vec<Align>,
    rows: Vec<Vec<Vec<super::Span>>>,
}

struct Raw {
    line: usize,
    kind: RawKind,
    text: String,
}

enum RawKind {
    Code { info: String },
    Html,
    Front,
}

impl<'s> Builder<'s> {
    fn new(source: &'s str) -> Self {
        Builder {
            lines: Lines {
                source,
                offset: 0,
                line: 1,
            },
            doc: Doc::default(),
            open: Vec::new(),
            text: None,
            inline: Inline::default(),
            table: None,
            raw: None,
        }
    }

    fn finish(mut self) -> Doc {
        self.close_text();
        self.doc
    }

    fn take(&mut self, event: Event<'_>, offset: usize) {
        match event {
            Event::Start(tag) => self.start(tag, offset),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.raw {
                Some(raw) => raw.text.push_str(&text),
                None => self.inline_at(offset).text(&clean_line(&text)),
            },
            Event::Html(text) => match &mut self.raw {
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
                self.block(line, BlockKind::Rule);
            }
            Event::TaskListMarker(done) => {
                if let Some(Container {
                    kind: ContainerKind::Item { task },
                    ..
                }) = self.open.last_mut()
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
                self.open_text(line, TextBlock::Paragraph);
                self.mark_list_loose();
            }
            Tag::Heading { level, .. } => self.open_text(line, TextBlock::Heading(level as u8)),
            Tag::BlockQuote(kind) => self.open(line, ContainerKind::Quote(kind.map(notice))),
            Tag::List(start) => {
                self.open(
                    line,
                    ContainerKind::List {
                        start,
                        tight: true,
                        items: Vec::new(),
                    },
                );
            }
            Tag::Item => self.open(line, ContainerKind::Item { task: None }),
            Tag::FootnoteDefinition(label) => {
                let label = clean_line(&label).into_owned();
                self.open(line, ContainerKind::Footnote { label });
            }
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => clean_line(info.trim()).into_owned(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.open_raw(line, RawKind::Code { info });
            }
            Tag::HtmlBlock => self.open_raw(line, RawKind::Html),
            Tag::MetadataBlock(MetadataBlockKind::PlusesStyle | MetadataBlockKind::YamlStyle) => {
                self.open_raw(line, RawKind::Front);
            }
            Tag::Table(columns) => {
                self.close_text();
                let columns = columns.into_iter().map(align).collect();
                self.table = Some(Table {
                    line,
                    columns,
                    rows: Vec::new(),
                });
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some(table) = &mut self.table {
                    table.rows.push(Vec::new());
                }
            }
            Tag::TableCell => self.open_text(line, TextBlock::Cell),
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
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableCell => self.close_text(),
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.close();
            }
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => self.close_raw(),
            TagEnd::Table => {
                if let Some(Table {
                    line,
                    columns,
                    mut rows,
                }) = self.table.take()
                {
                    let head = if rows.is_empty() {
                        Vec::new()
                    } else {
                        rows.remove(0)
                    };
                    self.block(
                        line,
                        BlockKind::Table {
                            columns,
                            head,
                            rows,
                        },
                    );
                }
            }
            TagEnd::Emphasis => self.inline.italic -= 1,
            TagEnd::Strong => self.inline.bold -= 1,
            TagEnd::Strikethrough => self.inline.strike -= 1,
            TagEnd::Subscript | TagEnd::Superscript => self.inline.text("~"),
            TagEnd::Link | TagEnd::Image => {
                let target = self
                    .inline
                    .open_link()
                    .and_then(|link| self.doc.links.get(link));
                self.inline.close_link(target);
            }
            TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition => {}
        }
    }

    /// Adds a finished block to the innermost open container.
    fn block(&mut self, line: usize, kind: BlockKind) {
        self.close_text();
        let blocks = match self.open.last_mut() {
            Some(container) => &mut container.blocks,
            None => &mut self.doc.blocks,
        };
        blocks.push(Block { line, kind });
    }

    fn open(&mut self, line: usize, kind: ContainerKind) {
        self.close_text();
        let kind = if self.open.len() < MAX_DEPTH {
            kind
        } else {
            ContainerKind::TooDeep
        };
        self.open.push(Container {
            line,
            kind,
            blocks: Vec::new(),
        });
    }

    fn close(&mut self) {
        self.close_text();
        let Some(Container {
            line,
            kind,
            mut blocks,
        }) = self.open.pop()
        else {
            return;
        };
        // Most containers hold one block, and a list grows to room for four.
        blocks.shrink_to_fit();
        match kind {
            ContainerKind::Quote(notice) => self.block(line, BlockKind::Quote { notice, blocks }),
            ContainerKind::Footnote { label } => {
                self.block(line, BlockKind::Footnote { label, blocks })
            }
            ContainerKind::List {
                start,
                tight,
                items,
            } => {
                self.block(
                    line,
                    BlockKind::List {
                        start,
                        tight,
                        items,
                    },
                );
                // Blocks of items that were too deep.
                self.append(&mut blocks);
            }
            ContainerKind::Item { task } => match self.open.last_mut() {
                Some(Container {
                    kind: ContainerKind::List { items, .. },
                    ..
                }) => {
                    items.push(Item { task, blocks });
                }
                _ => self.append(&mut blocks),
            },
            ContainerKind::TooDeep => self.append(&mut blocks),
        }
    }

    fn append(&mut self, blocks: &mut Vec<Block>) {
        match self.open.last_mut() {
            Some(container) => container.blocks.append(blocks),
            None => self.doc.blocks.append(blocks),
        }
    }

    /// The parser wraps the text of an item in a paragraph when the list is loose, and only then.
    fn mark_list_loose(&mut self) {
        if let [.., list, item] = self.open.as_mut_slice()
            && let ContainerKind::Item { .. } = item.kind
            && let ContainerKind::List { tight, .. } = &mut list.kind
        {
            *tight = false;
        }
    }

    fn open_text(&mut self, line: usize, kind: TextBlock) {
        self.close_text();
        self.text = Some((line, kind));
    }

    /// The text being read. Text directly inside an item of a tight list begins a paragraph.
    fn inline_at(&mut self, offset: usize) -> &mut Inline {
        if self.text.is_none() {
            self.text = Some((self.lines.at(offset), TextBlock::Paragraph));
        }
        &mut self.inline
    }

    fn close_text(&mut self) {
        let Some((line, kind)) = self.text.take() else {
            return;
        };
        let spans = self.inline.take();
        match kind {
            TextBlock::Paragraph => self.block(line, BlockKind::Paragraph(spans)),
            TextBlock::Heading(level) => {
                self.block(line, BlockKind::Heading { level, text: spans })
            }
            TextBlock::Cell => {
                if let Some(row) = self.table.as_mut().and_then(|table| table.rows.last_mut()) {
                    row.push(spans);
                }
            }
        }
    }

    fn open_raw(&mut self, line: usize, kind: RawKind) {
        self.close_text();
        self.raw = Some(Raw {
            line,
            kind,
            text: String::new(),
        });
    }

    fn close_raw(&mut self) {
        let Some(Raw { line, kind, text }) = self.raw.take() else {
            return;
        };
        let text = match clean_lines(&text) {
            std::borrow::Cow::Borrowed(_) => text,
            std::borrow::Cow::Owned(cleaned) => cleaned,
        };
        match kind {
            RawKind::Code { info } => self.block(line, BlockKind::Code { info, text }),
            RawKind::Html => self.block(line, BlockKind::Html(text)),
            RawKind::Front => {
                self.doc.front = Some(Front {
                    text,
                    line: line + 1,
                })
            }
        }
    }

    fn open_link(&mut self, target: &str, image: bool, offset: usize) {
        let line = self.lines.at(offset);
        let link = self.doc.links.len();
        self.doc.links.push(Link {
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
            bytes.iter().filter(|byte| **byte == b'\n').count()
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
