//! One chart as cells: Braille for lines, blocks for what is filled, or characters of ASCII.

use crate::reader::theatre::view::line::Line;
use crate::render::page::row::Role;

use super::Pen;

/// Dots of a Braille character.
const DOTS_ACROSS: usize = 2;
const DOTS_DOWN: usize = 4;

/// What a block can be filled to.
const EIGHTHS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// Where the charts stand and which time they show.
pub struct Area {
    /// The first column after the axis.
    pub left: usize,
    pub width: usize,
    pub from_us: u64,
    /// The end of the record.
    pub until_us: u64,
    /// How far the curves go.
    pub shown_us: u64,
    pub cursor_us: u64,
    pub ascii: bool,
}

impl Area {
    /// Which of `parts` equal parts of the axis a moment lies in.
    fn part(&self, time_us: u64, parts: usize) -> usize {
        let span = u128::from(self.until_us.saturating_sub(self.from_us).max(1));
        let since = u128::from(time_us.saturating_sub(self.from_us));
        let part = since * parts.saturating_sub(1) as u128 / span;
        usize::try_from(part)
            .unwrap_or(0)
            .min(parts.saturating_sub(1))
    }

    /// The column of a moment.
    pub fn column(&self, time_us: u64) -> usize {
        self.left + self.part(time_us, self.width)
    }
}

/// A chart that is being drawn.
pub struct Plot<'a> {
    area: &'a Area,
    height: usize,
    most: i64,
    /// Row by row: what is there, how important it is, and with which dots.
    cells: Vec<Option<(Pen, u8)>>,
}

impl<'a> Plot<'a> {
    /// `most` is the value at the top; the bottom is zero.
    pub fn new(area: &'a Area, height: usize, most: i64) -> Plot<'a> {
        Plot {
            area,
            height,
            most: most.max(1),
            cells: vec![None; height * area.width],
        }
    }

    /// Draws a value that stays as it is between two points.
    pub fn draw(&mut self, points: &[(u64, i64)], pen: Pen) {
        let across = match pen {
            Pen::Line if !self.area.ascii => self.area.width * DOTS_ACROSS,
            _ => self.area.width,
        };
        let mut before: Option<i64> = None;
        let mut next = 0;
        let last = self.area.part(self.area.shown_us, across);
        for part in 0..across.min(last + 1) {
            let (mut least, mut most) = (before, before);
            while let Some((_, value)) =
                (points.get(next)).filter(|(at, _)| self.area.part(*at, across) <= part)
            {
                least = Some(least.map_or(*value, |least| least.min(*value)));
                most = Some(most.map_or(*value, |most| most.max(*value)));
                before = Some(*value);
                next += 1;
            }
            if let Some(((least, most), now)) = least.zip(most).zip(before) {
                self.part(part, least, most, now, pen);
            }
        }
    }

    fn part(&mut self, part: usize, least: i64, most: i64, now: i64, pen: Pen) {
        match pen {
            Pen::Line if !self.area.ascii => {
                let (low, high) = (self.level(least, DOTS_DOWN), self.level(most, DOTS_DOWN));
                for level in low..=high {
                    let row = level / DOTS_DOWN;
                    let dot = dot(part % DOTS_ACROSS, level % DOTS_DOWN);
                    self.put(part / DOTS_ACROSS, row, pen, dot);
                }
            }
            Pen::Line => {
                for row in self.level(least, 1)..=self.level(most, 1) {
                    self.put(part, row, pen, 0);
                }
            }
            Pen::Dashes | Pen::Dots => self.put(part, self.level(now, 1), pen, 0),
            Pen::Filled if most > 0 => {
                let steps = EIGHTHS.len();
                let level = self.level(most, steps);
                for row in 0..level / steps {
                    self.put(part, row, pen, 7);
                }
                self.put(part, level / steps, pen, (level % steps) as u8);
            }
            Pen::Filled => {}
        }
    }

    /// How high a value stands, with so many levels in a row, from 0.
    fn level(&self, value: i64, steps: usize) -> usize {
        let levels = (self.height * steps).saturating_sub(1) as i128;
        let level = i128::from(value.max(0)) * levels / i128::from(self.most);
        usize::try_from(level.min(levels)).unwrap_or(0)
    }

    /// A cell, by its row from the bottom. A line is seen above all else, what is filled below it.
    fn put(&mut self, column: usize, row: usize, pen: Pen, dots: u8) {
        let Some(cell) = self
            .cells
            .get_mut((self.height - 1 - row) * self.area.width + column)
        else {
            return;
        };
        match cell {
            Some((Pen::Line, known)) if pen == Pen::Line => *known |= dots,
            Some((known, _)) if rank(*known) <= rank(pen) => {}
            _ => *cell = Some((pen, dots)),
        }
    }

    /// The rows from the top, with the cursor, and room for the axis.
    pub fn into_lines(self) -> Vec<Line> {
        let (area, end) = (self.area, self.area.left + self.area.width);
        let cursor = area.column(area.cursor_us);
        let mut lines = Vec::new();
        for cells in self.cells.chunks(area.width.max(1)) {
            let mut line = Line::new(end);
            let upright = if area.ascii { "|" } else { "┊" };
            line.put(cursor, end, upright, Role::Bullet, true);
            for (column, cell) in cells.iter().enumerate() {
                let Some((pen, dots)) = cell else {
                    continue;
                };
                let sign = sign(*pen, *dots, area.ascii);
                line.put(area.left + column, end, &sign, pen.role(), false);
            }
            lines.push(line);
        }
        lines
    }
}

fn rank(pen: Pen) -> usize {
    match pen {
        Pen::Line => 0,
        Pen::Dashes => 1,
        Pen::Dots => 2,
        Pen::Filled => 3,
    }
}

fn sign(pen: Pen, dots: u8, ascii: bool) -> String {
    match (pen, ascii) {
        (Pen::Line, false) => {
            // Unicode 16.0, §21.1: the dots are the bits of the character's number.
            char::from_u32(0x2800 + u32::from(dots)).map_or_else(String::new, String::from)
        }
        (Pen::Filled, false) => EIGHTHS[usize::from(dots) % EIGHTHS.len()].to_string(),
        _ => pen.sample(ascii).to_string(),
    }
}

/// The bit of a dot, by its column and its height from the bottom.
fn dot(across: usize, up: usize) -> u8 {
    [[0x40, 0x04, 0x02, 0x01], [0x80, 0x20, 0x10, 0x08]][across][up]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(points: &[(u64, i64)], pen: Pen, ascii: bool, shown_us: u64) -> Vec<String> {
        let area = Area {
            left: 0,
            width: 5,
            from_us: 0,
            until_us: 40,
            shown_us,
            cursor_us: 40,
            ascii,
        };
        let mut plot = Plot::new(&area, 2, 8);
        plot.draw(points, pen);
        let lines = plot.into_lines().into_iter();
        lines.map(|line| line.into_row().text).collect()
    }

    #[test]
    fn a_value_stays_until_the_next_one() {
        let points = [(0, 8), (20, 0)];
        assert_eq!(drawn(&points, Pen::Dashes, true, 40), ["--  |", "  ---"]);
        assert_eq!(drawn(&points, Pen::Line, true, 40), ["*** |", "  ***"]);
        assert_eq!(drawn(&points, Pen::Filled, false, 40), ["███ ┊", "███ ┊"]);
        assert_eq!(drawn(&points, Pen::Line, false, 40), ["⠉⠉⡇ ┊", "  ⣇⣀⣀"]);
    }

    #[test]
    fn nothing_is_drawn_before_the_first_value_or_after_the_moment_that_is_shown() {
        let points = [(10, 8), (30, 0)];
        assert_eq!(drawn(&points, Pen::Dots, true, 20), [" .. |", "    |"]);
    }

    #[test]
    fn a_value_beyond_the_scale_stays_inside() {
        let points = [(0, i64::MAX), (30, i64::MIN)];
        assert_eq!(drawn(&points, Pen::Dots, true, 40), ["... |", "   .."]);
    }
}
