//! Puts blocks into their containers while a page is read.

use std::borrow::Cow;

use super::clean::clean_lines;
use super::inline::Inline;
use super::{Align, Block, BlockKind, Doc, Front, Item, Notice, Span};

/// Containers nested deeper than this are drawn at this depth: a page of ten thousand `>` must not
/// overflow the stack of whoever walks the tree.
pub const MAX_DEPTH: usize = 64;

/// The page read so far and what is open at its end.
#[derive(Default)]
pub struct Tree {
    pub doc: Doc,
    /// The open containers, outermost first.
    pub open: Vec<Container>,
    /// The block of text being read.
    text: Option<(usize, TextBlock)>,
    pub inline: Inline,
    pub table: Option<Table>,
    /// The block whose text is kept as it stands.
    pub raw: Option<Raw>,
}

/// A container that is not closed yet, and what is in it so far.
pub struct Container {
    pub line: usize,
    pub kind: ContainerKind,
    pub blocks: Vec<Block>,
}

/// What kind of container it is.
pub enum ContainerKind {
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

/// A block whose text is being read.
#[derive(Clone, Copy)]
pub enum TextBlock {
    Paragraph,
    Heading(u8),
    Cell,
}

/// A table being read; its first row is the head.
pub struct Table {
    pub line: usize,
    pub columns: Vec<Align>,
    pub rows: Vec<Vec<Vec<Span>>>,
}

/// A block whose text is kept as it stands.
pub struct Raw {
    pub line: usize,
    pub kind: RawKind,
    pub text: String,
}

/// What kind of raw block it is.
pub enum RawKind {
    Code { info: String },
    Html,
    Front,
}

impl Tree {
    /// Whether text is being read.
    pub fn reads_text(&self) -> bool {
        self.text.is_some()
    }

    /// Adds a finished block to the innermost open container.
    pub fn block(&mut self, line: usize, kind: BlockKind) {
        self.close_text();
        let blocks = match self.open.last_mut() {
            Some(container) => &mut container.blocks,
            None => &mut self.doc.blocks,
        };
        blocks.push(Block { line, kind });
    }

    /// Opens a container.
    pub fn open(&mut self, line: usize, kind: ContainerKind) {
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

    /// Closes the innermost container.
    pub fn close(&mut self) {
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
    pub fn mark_list_loose(&mut self) {
        if let [.., list, item] = self.open.as_mut_slice()
            && let ContainerKind::Item { .. } = item.kind
            && let ContainerKind::List { tight, .. } = &mut list.kind
        {
            *tight = false;
        }
    }

    /// Begins a block of text; one that is still open ends.
    pub fn open_text(&mut self, line: usize, kind: TextBlock) {
        self.close_text();
        self.text = Some((line, kind));
    }

    /// Ends the block of text, if one is open.
    pub fn close_text(&mut self) {
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

    /// Begins a block that is kept as it stands.
    pub fn open_raw(&mut self, line: usize, kind: RawKind) {
        self.close_text();
        self.raw = Some(Raw {
            line,
            kind,
            text: String::new(),
        });
    }

    /// Ends a block that is kept as it stands.
    pub fn close_raw(&mut self) {
        let Some(Raw { line, kind, text }) = self.raw.take() else {
            return;
        };
        let text = match clean_lines(&text) {
            Cow::Borrowed(_) => text,
            Cow::Owned(cleaned) => cleaned,
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
}
