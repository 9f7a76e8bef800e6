//! What a page is made of: plain data, no IO, no colours, no widths.
//!
//! [`markdown::parse`] makes a [`Doc`] from Markdown; `render` lays it out; `course` checks it.
//! Nothing outside [`markdown`] knows the parser.

pub mod clean;
mod emphasis;
mod inline;
pub mod markdown;
pub mod punctuation;
mod tree;

/// One page: the blocks in reading order and every link they hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Doc {
    /// The text between `+++` lines at the top, if there is one.
    pub front: Option<Front>,
    pub blocks: Vec<Block>,
    /// All links and images in reading order; a [`Span`] points into this list.
    pub links: Vec<Link>,
}

impl Block {
    /// A paragraph of plain text that stands on this line of its file.
    pub fn paragraph(line: usize, text: &str) -> Block {
        let span = Span {
            text: text.to_string(),
            ..Span::default()
        };
        Block {
            line,
            kind: BlockKind::Paragraph(vec![span]),
        }
    }
}

/// Front matter as it stands in the file; what it means is the reader's business.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Front {
    pub text: String,
    /// Line of the file (from 1) on which `text` begins.
    pub line: usize,
}

/// A block and the line (from 1) of the file on which it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    pub line: usize,
    pub kind: BlockKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// `level` is 1 to 6.
    Heading {
        level: u8,
        text: Vec<Span>,
    },
    Paragraph(Vec<Span>),
    /// A quotation, or with a kind one of the five notices of GitHub's Markdown (`> [!NOTE]`).
    Quote {
        notice: Option<Notice>,
        blocks: Vec<Block>,
    },
    List {
        /// The first number of an ordered list; `None` for bullets.
        start: Option<u64>,
        /// No blank line stands between the items.
        tight: bool,
        items: Vec<Item>,
    },
    /// Fenced or indented code. `info` is the whole info string: `rust`, `console`, `quiz`, `diagram`, ….
    Code {
        info: String,
        /// Lines ended by `\n`; tabs are as written.
        text: String,
    },
    Table {
        columns: Vec<Align>,
        head: Vec<Vec<Span>>,
        rows: Vec<Vec<Vec<Span>>>,
    },
    Rule,
    Footnote {
        label: String,
        blocks: Vec<Block>,
    },
    /// Raw HTML, kept as text: a terminal shows what was written.
    Html(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// `Some(done)` for a task (`- [x]`).
    pub task: Option<bool>,
    pub blocks: Vec<Block>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Center,
    Right,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    Note,
    Tip,
    Important,
    Warning,
    Caution,
}

/// A run of text in one style. A hard line break is a span whose text is `"\n"`.
/// The span of an image holds its description, which may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Span {
    pub text: String,
    pub style: Style,
    /// Index into [`Doc::links`].
    pub link: Option<usize>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Style {
    pub bold: bool,
    pub italic: bool,
    pub strike: bool,
    pub code: bool,
    /// The text is the mark of a footnote, `[1]`.
    pub footnote: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// As written: `https://…`, `demo:tcp-echo`, `lesson:10`, `#heading`, `../10-ports/en.md`.
    pub target: String,
    /// Line (from 1) of the file.
    pub line: usize,
    pub image: bool,
}

impl BlockKind {
    /// The blocks directly inside this one, for walks over a whole page.
    pub fn children(&self) -> Vec<&Block> {
        match self {
            BlockKind::Quote { blocks, .. } | BlockKind::Footnote { blocks, .. } => {
                blocks.iter().collect()
            }
            BlockKind::List { items, .. } => items.iter().flat_map(|item| &item.blocks).collect(),
            _ => Vec::new(),
        }
    }
}

/// The text of spans without their styles.
pub fn plain_text(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}
