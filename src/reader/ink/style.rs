//! The style of a cell as the parameters of SGR (ECMA-48 §8.3.117, xterm's colours).

use std::fmt::Write;

use ratatui_core::buffer::Cell;
use ratatui_core::style::{Color, Modifier};

/// Colours and attributes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Style {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

/// What is seen of a cell without a character, besides its background.
const SEEN_ON_BLANK: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::CROSSED_OUT);

/// Each attribute with the parameters that switch it on and off.
const ATTRIBUTES: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

impl Style {
    pub fn of(cell: &Cell) -> Style {
        Style {
            fg: cell.fg,
            bg: cell.bg,
            modifier: cell.modifier,
        }
    }

    /// Whether a cell without a character looks the same in both.
    pub fn blanks_like(self, other: Style) -> bool {
        let seen = (self.modifier | other.modifier).intersects(SEEN_ON_BLANK);
        self == other || (self.bg == other.bg && !seen)
    }

    /// Writes the shorter way to another style: from this one, or from the plain one.
    pub fn change(self, to: Style, out: &mut String) {
        if self == to {
            return;
        }
        if to == Style::default() {
            out.push_str("\x1b[m");
            return;
        }
        let (mut step, mut anew) = (String::new(), "0".to_string());
        self.add(to, &mut step);
        Style::default().add(to, &mut anew);
        let shorter = if step.len() <= anew.len() { step } else { anew };
        let _ = write!(out, "\x1b[{shorter}m");
    }

    /// Adds the parameters that lead from this style to another.
    fn add(self, to: Style, parameters: &mut String) {
        let mut kept = self.modifier & to.modifier;
        for (attribute, _, off) in ATTRIBUTES {
            if (self.modifier - to.modifier).contains(attribute) {
                add(parameters, format_args!("{off}"));
                // Bold and dim have one end.
                for (other, _, its) in ATTRIBUTES {
                    kept.set(other, kept.contains(other) && its != off);
                }
            }
        }
        for (attribute, on, _) in ATTRIBUTES {
            if (to.modifier - kept).contains(attribute) {
                add(parameters, format_args!("{on}"));
            }
        }
        if self.fg != to.fg {
            add_color(parameters, to.fg, 30);
        }
        if self.bg != to.bg {
            add_color(parameters, to.bg, 40);
        }
    }
}

fn add(parameters: &mut String, more: std::fmt::Arguments<'_>) {
    if !parameters.is_empty() {
        parameters.push(';');
    }
    let _ = parameters.write_fmt(more);
}

/// `base` is 30 for what is written, 40 for what it stands on.
fn add_color(parameters: &mut String, color: Color, base: u8) {
    let basic = match color {
        Color::Reset => base + 9,
        Color::Black => base,
        Color::Red => base + 1,
        Color::Green => base + 2,
        Color::Yellow => base + 3,
        Color::Blue => base + 4,
        Color::Magenta => base + 5,
        Color::Cyan => base + 6,
        Color::Gray => base + 7,
        Color::DarkGray => base + 60,
        Color::LightRed => base + 61,
        Color::LightGreen => base + 62,
        Color::LightYellow => base + 63,
        Color::LightBlue => base + 64,
        Color::LightMagenta => base + 65,
        Color::LightCyan => base + 66,
        Color::White => base + 67,
        Color::Indexed(number) => {
            return add(parameters, format_args!("{};5;{number}", base + 8));
        }
        Color::Rgb(r, g, b) => {
            return add(parameters, format_args!("{};2;{r};{g};{b}", base + 8));
        }
    };
    add(parameters, format_args!("{basic}"));
}
