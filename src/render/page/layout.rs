//! Blocks → rows of a width. Pure: the same page and options give the same rows.

use crate::doc::{Block, BlockKind, Doc, Link, Span};
use crate::lang::words::PageWords;

use super::cells::{self, clusters};
use super::flow::Flow;
use super::row::{Role, Row};

/// How a page is laid out.
#[derive(Debug, Clone, Copy)]
pub struct Options<'o> {
    /// The columns there are.
    pub width: usize,
    /// Bullets, bars and borders only of ASCII.
    pub ascii: bool,
    /// Show the target of a link after its text.
    pub show_targets: bool,
    /// Code and diagrams stand as they were written, and a table that does not fit stays a table: such
    /// rows may be wider than the width, for a screen that scrolls sideways.
    pub unwrapped: bool,
    /// For a screen reader: no frame, bar or rule, and tables in sentences.
    pub linear: bool,
    pub labels: Labels<'o>,
}

impl<'o> Options<'o> {
    /// A page as it stands on a screen: nothing wider than these columns, and no addresses.
    pub fn new(width: usize, ascii: bool, labels: Labels<'o>) -> Options<'o> {
        Options {
            width,
            ascii,
            show_targets: false,
            unwrapped: false,
            linear: false,
            labels,
        }
    }
}

/// The words a page shows that are not the author's.
#[derive(Debug, Clone, Copy, Default)]
pub struct Labels<'o> {
    pub note: &'o str,
    pub tip: &'o str,
    pub important: &'o str,
    pub warning: &'o str,
    pub caution: &'o str,
    /// Stands before the description of an image: `image:`, `图`.
    pub image: &'o str,
    /// Stands before a diagram that is read out.
    pub diagram: &'o str,
    /// Stands between the cells of a table that is read out.
    pub pause: &'o str,
}

impl<'o> Labels<'o> {
    /// The labels in the words of a language.
    pub fn of_words(words: &'o PageWords) -> Labels<'o> {
        Labels {
            note: words.note,
            tip: words.tip,
            important: words.important,
            warning: words.warning,
            caution: words.caution,
            image: words.image,
            diagram: words.diagram,
            pause: words.pause,
        }
    }
}

/// Lays out plain text.
pub fn wrapped(text: &str, width: usize, ascii: bool) -> Vec<Row> {
    let page = Doc {
        blocks: vec![Block::paragraph(1, text)],
        ..Doc::default()
    };
    layout(&page, &Options::new(width, ascii, Labels::default()))
}

/// Lays out a page. No row is wider than the width, and no blank row is first, last or beside another.
///
/// A block with an info string of its own (`quiz`, `predict`) is drawn as code: who wants it otherwise
/// replaces the block before.
pub fn layout(doc: &Doc, options: &Options<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    go_on(&doc.links, &doc.blocks, options, &mut rows);
    rows
}

/// Lays out blocks of a page after the rows of the blocks before them: a page laid out in pieces is
/// the page.
pub fn go_on<'b>(
    links: &[Link],
    blocks: impl IntoIterator<Item = &'b Block>,
    options: &Options<'_>,
    rows: &mut Vec<Row>,
) {
    let mut layout = Layout::new(links, *options);
    layout.begun = !rows.is_empty();
    layout.rows = std::mem::take(rows);
    for block in blocks {
        layout.next_block(block);
    }
    *rows = layout.rows;
}

/// Lays out a page block by block, so that a long page needs no memory for all its rows.
pub fn for_each_row<E>(
    doc: &Doc,
    options: &Options<'_>,
    mut each: impl FnMut(&Row) -> Result<(), E>,
) -> Result<(), E> {
    let mut layout = Layout::new(&doc.links, *options);
    for block in &doc.blocks {
        layout.next_block(block);
        for row in &layout.rows {
            each(row)?;
        }
        layout.spare.append(&mut layout.rows);
    }
    Ok(())
}

/// Whether blank rows stand between blocks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Spacing {
    Loose,
    Tight,
}

/// The state of one layout; the files of each kind of block add methods to it.
pub(super) struct Layout<'d> {
    pub links: &'d [Link],
    pub options: Options<'d>,
    pub rows: Vec<Row>,
    /// Rows that are no longer needed; their memory is used again.
    spare: Vec<Row>,
    /// What stands before the text of each row, outermost first.
    prefix: Vec<Prefix>,
    /// Line of the block that is being laid out.
    pub line: usize,
    pub flow: Flow,
    /// A blank row is due before the next row.
    pub gap: bool,
    /// There was a row before.
    begun: bool,
    /// How many lists are open.
    pub list_depth: usize,
}

/// The part of a container that stands on each row of it.
struct Prefix {
    first: String,
    rest: &'static str,
    role: Role,
    width: usize,
    begun: bool,
}

impl<'d> Layout<'d> {
    fn new(links: &'d [Link], options: Options<'d>) -> Self {
        Layout {
            links,
            options: Options {
                width: options.width.max(1),
                ..options
            },
            rows: Vec::new(),
            spare: Vec::new(),
            prefix: Vec::new(),
            line: 1,
            flow: Flow::default(),
            gap: false,
            begun: false,
            list_depth: 0,
        }
    }

    /// The columns left for text.
    pub fn available(&self) -> usize {
        let taken: usize = self.prefix.iter().map(|prefix| prefix.width).sum();
        self.options.width.saturating_sub(taken).max(1)
    }

    /// One of two marks: the beautiful one or the ASCII one.
    pub fn mark(&self, unicode: &'static str, ascii: &'static str) -> &'static str {
        if self.options.ascii { ascii } else { unicode }
    }

    /// A row that has what stands before its text. Rows are added by [`Layout::add`].
    pub fn row(&mut self) -> Row {
        if std::mem::take(&mut self.gap) && self.begun {
            let mut blank = self.empty_row();
            for prefix in &self.prefix {
                let text = if prefix.begun { prefix.rest } else { "" };
                blank.push(
                    text,
                    if text.trim().is_empty() {
                        Role::Text
                    } else {
                        prefix.role
                    },
                );
            }
            self.rows.push(blank);
        }
        let mut row = self.empty_row();
        for prefix in &mut self.prefix {
            let text = if prefix.begun {
                prefix.rest
            } else {
                prefix.first.as_str()
            };
            row.push(
                text,
                if text.trim().is_empty() {
                    Role::Text
                } else {
                    prefix.role
                },
            );
            let missing = prefix.width - cells::width(text);
            row.push(&BLANKS[..missing.min(BLANKS.len())], Role::Text);
            prefix.begun = true;
        }
        row
    }

    fn empty_row(&mut self) -> Row {
        let mut row = self.spare.pop().unwrap_or_default();
        row.text.clear();
        row.spans.clear();
        row.fill = None;
        row.line = self.line;
        row
    }

    /// Adds a finished row.
    pub fn add(&mut self, mut row: Row) {
        self.begun = true;
        if self.options.width < 2 * ROOM && row.width() > self.options.width {
            replace_too_wide(&mut row, self.options.width);
        }
        self.rows.push(row);
    }

    pub fn blocks(&mut self, blocks: &[Block], spacing: Spacing) {
        for (index, block) in blocks.iter().enumerate() {
            self.gap |= index > 0 && spacing == Spacing::Loose;
            self.block(block);
        }
    }

    /// Lays out the next block of the page; before the first row of all no gap is left.
    fn next_block(&mut self, block: &Block) {
        self.gap = true;
        self.block(block);
    }

    fn block(&mut self, block: &Block) {
        self.line = block.line;
        match &block.kind {
            BlockKind::Heading { level, text } => self.heading(*level, text),
            BlockKind::Paragraph(spans) => self.paragraph(spans, Role::Text),
            BlockKind::Quote { notice, blocks } => self.quote(*notice, blocks),
            BlockKind::List {
                start,
                tight,
                items,
            } => self.list(*start, *tight, items),
            BlockKind::Code { info, text } => self.code(info, text),
            BlockKind::Table {
                columns,
                head,
                rows,
            } => self.table(columns, head, rows),
            BlockKind::Rule if self.options.linear => {}
            BlockKind::Rule => {
                let rule = self.mark("─", "-").repeat(self.available());
                let mut row = self.row();
                row.push(&rule, Role::Rule);
                self.add(row);
            }
            BlockKind::Footnote { label, blocks } => {
                let mark = format!("[{label}] ");
                self.inside(mark, "", Role::FootnoteMark, |layout| {
                    layout.blocks(blocks, Spacing::Loose)
                });
            }
            BlockKind::Html(text) => self.html(text),
        }
    }

    /// Adds wrapped text.
    pub fn paragraph(&mut self, spans: &[Span], role: Role) {
        let mut flow = std::mem::take(&mut self.flow);
        flow.fill(spans, role, self.links, &self.options);
        self.wrapped(&mut flow);
        self.flow = flow;
    }

    /// Adds the text of a flow.
    pub fn wrapped(&mut self, flow: &mut Flow) {
        for number in 0..flow.wrap(self.available()) {
            let mut row = self.row();
            flow.write_line(number, &mut row);
            self.add(row);
        }
    }

    /// Lays out what is inside a container, with `first` before its first row and `rest` before the others.
    pub fn inside(
        &mut self,
        first: String,
        rest: &'static str,
        role: Role,
        body: impl FnOnce(&mut Self),
    ) {
        let width = cells::width(&first);
        // Never so deep that no sensible text fits beside it.
        let least = (self.options.width / 2).clamp(2, ROOM);
        let fits = self.available() >= width + least && width <= BLANKS.len();
        if fits {
            self.prefix.push(Prefix {
                first,
                rest,
                role,
                width,
                begun: false,
            });
        }
        body(self);
        if fits {
            self.prefix.pop();
        }
    }
}

/// Containers leave this much room for text where there is twice as much. No cluster is wider.
const ROOM: usize = 8;

/// As many as the widest prefix takes.
const BLANKS: &str = "                                        ";

/// On a very narrow screen a wide character may not fit at all; a question mark stands for it.
fn replace_too_wide(row: &mut Row, width: usize) {
    let mut fitting = Row {
        line: row.line,
        fill: row.fill,
        ..Row::default()
    };
    let mut used = 0;
    for (text, span) in row.parts() {
        for (cluster, cluster_width) in clusters(text) {
            let (shown, shown_width) = if used + cluster_width <= width {
                (cluster, cluster_width)
            } else {
                ("?", 1)
            };
            if used + shown_width <= width {
                fitting.push_span(shown, span.role, span.style, span.link);
                used += shown_width;
            }
        }
    }
    *row = fitting;
}
