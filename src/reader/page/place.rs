//! Where a reader is, in terms that outlive a layout and a language.

use std::borrow::Borrow;

use crate::doc::{Block, BlockKind, Doc};
use crate::progress;
use crate::render::page::row::Row;

/// A place in the text: a block, and how much of its text stands above the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Line of the block in the lesson's file.
    pub line: usize,
    /// Characters of the block above, of so many in all.
    pub above: usize,
    pub of: usize,
}

impl Place {
    /// The beginning of the block on a line.
    pub fn of_line(line: usize) -> Place {
        Place {
            line,
            above: 0,
            of: 0,
        }
    }

    /// The place of a row.
    pub fn of_row(rows: &[Row], row: usize) -> Place {
        let Some(line) = rows.get(row).map(|row| row.line) else {
            return Place::of_line(0);
        };
        let its = |row: &&Row| row.line == line;
        // The rows of a block stand together.
        let above: usize = (rows[..row].iter().rev().take_while(its)).map(solid).sum();
        let below: usize = rows[row..].iter().take_while(its).map(solid).sum();
        Place {
            line,
            above,
            of: above + below,
        }
    }

    /// The row that shows the place.
    pub fn row(self, rows: &[Row]) -> usize {
        let first = rows.iter().position(|row| row.line == self.line);
        let Some(first) = first else {
            let later = rows.iter().position(|row| row.line > self.line);
            return later.unwrap_or(0);
        };
        let mut seen = 0;
        let mut at = first;
        for (number, row) in rows.iter().enumerate().skip(first) {
            if row.line != self.line || seen > self.above {
                break;
            }
            at = number;
            seen += solid(row);
        }
        // The blank row before a block belongs to it, and is no place to begin.
        let blank = rows[first].text.trim().is_empty();
        match self.above {
            0 if blank && rows.get(first + 1).is_some_and(|row| row.line == self.line) => first + 1,
            0 => first,
            _ => at,
        }
    }

    /// The place in terms that hold in every language: the block counted from its heading.
    pub fn kept(self, doc: &Doc) -> progress::Place {
        let blocks = outline(&doc.blocks);
        let Some(index) = blocks.iter().rposition(|block| block.line <= self.line) else {
            return progress::Place::default();
        };
        let heading = blocks[..=index].iter().rposition(is_heading);
        let headings = blocks[..=index].iter().filter(|block| is_heading(block));
        progress::Place {
            section: headings.count(),
            block: index - heading.unwrap_or(0),
            read: self.above,
            of: self.of,
        }
    }

    /// A place that was kept, in a text of any language. Where the text has fewer headings or
    /// blocks, the last that there is. Its characters are those of the text it was kept from:
    /// [`Place::scaled`] makes them those of this one.
    pub fn of_kept(kept: progress::Place, doc: &Doc) -> Place {
        let blocks = outline(&doc.blocks);
        let mut starts = (0..blocks.len()).filter(|place| is_heading(&blocks[*place]));
        let start = match kept.section.checked_sub(1) {
            None => Some(0),
            Some(before) => starts.nth(before),
        };
        let end = starts.next().unwrap_or(blocks.len());
        let index = start.map_or(blocks.len(), |start| {
            start.saturating_add(kept.block).min(end.max(1) - 1)
        });
        let block = blocks.get(index).or(blocks.last());
        Place {
            line: block.map_or(0, |block| block.line),
            above: kept.read,
            of: kept.of,
        }
    }

    /// The same place in the same lesson of another language.
    pub fn translated(self, from: &Doc, to: &Doc) -> Place {
        Place::of_kept(self.kept(from), to)
    }

    /// The place when its block has so many characters now.
    pub fn scaled(self, rows: &[Row]) -> Place {
        let its = rows.iter().filter(|row| row.line == self.line);
        let of: usize = its.map(solid).sum();
        // Kept numbers come from a file: they may be of any size.
        let above = self.above.saturating_mul(of).checked_div(self.of);
        let above = above.unwrap_or(0);
        Place { above, of, ..self }
    }
}

fn is_heading(block: &&Block) -> bool {
    matches!(block.kind, BlockKind::Heading { .. })
}

fn solid(row: &Row) -> usize {
    row.text.chars().filter(|c| !c.is_whitespace()).count()
}

/// These blocks and all inside them in reading order, one for each line.
pub fn outline<B: Borrow<Block>>(blocks: &[B]) -> Vec<&Block> {
    let mut open: Vec<&Block> = blocks.iter().rev().map(Borrow::borrow).collect();
    let mut found: Vec<&Block> = Vec::new();
    while let Some(block) = open.pop() {
        if found.last().is_none_or(|last| last.line != block.line) {
            found.push(block);
        }
        open.extend(block.kind.children().into_iter().rev());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::markdown::parse;
    use crate::render::page::layout::{Labels, Options, layout};

    fn rows(doc: &Doc, width: usize) -> Vec<Row> {
        let options = Options {
            unwrapped: true,
            ..Options::new(width, false, Labels::default())
        };
        layout(doc, &options)
    }

    const TEXT: &str = "# A\n\none two three four five six seven eight\n\n- a\n- b\n\n## B\n\n```\nx\ny\n```\n\nend";

    #[test]
    fn every_row_survives_every_width() {
        let doc = parse(TEXT);
        for width in 4..60 {
            let narrow = rows(&doc, width);
            for row in 0..narrow.len() {
                let place = Place::of_row(&narrow, row);
                let back = place.row(&narrow);
                let same = back == row || narrow[row].text.trim().is_empty();
                assert!(same || solid(&narrow[row]) == 0, "{width} {row} {back}");
                let wide = rows(&doc, 61 - width);
                let there = place.row(&wide);
                assert_eq!(wide[there].line, place.line);
            }
        }
    }

    #[test]
    fn a_place_is_counted_from_its_heading() {
        let (from, to) = (
            parse("# A\n\np\n\n## B\n\nq\n\nr"),
            parse("# 甲\n\n一\n\n二\n\n## 乙\n\n三\n\n## 丙"),
        );
        let line = |line| Place::of_line(line).translated(&from, &to).line;
        assert_eq!(
            (line(1), line(3), line(5), line(7), line(9)),
            (1, 3, 7, 9, 9)
        );
        assert_eq!(Place::of_line(0).translated(&from, &to).line, 1);
        let same = parse("# 甲\n\n\n一\n\n## 乙\n\n三\n\n四");
        assert_eq!(Place::of_line(9).translated(&from, &same).line, 10);
    }
}
