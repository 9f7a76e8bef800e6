//! The style of a cell as the parameters of SGR (ECMA-48 §8.3.117, xterm's colours).

use ratatui_core::style::{Color, Modifier};

/// Colours and attributes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Style {
    fg: Hue,
    bg: Hue,
    /// The bits of a [`Modifier`].
    attributes: u32,
}

/// A colour in one number: what it takes to compare two.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Hue(u32);

/// In the highest byte of a [`Hue`]: what the others are. Zero stands for the terminal's own colour.
const BASIC: u32 = 1 << 24;
const INDEXED: u32 = 2 << 24;
const RGB: u32 = 3 << 24;

/// What is seen of a cell without a character, besides its background.
const SEEN_ON_BLANK: u32 = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::CROSSED_OUT)
    .bits() as u32;

/// Each attribute with the parameters that switch it on and off.
const ATTRIBUTES: [(u32, u8, u8); 9] = [
    (Modifier::BOLD.bits() as u32, 1, 22),
    (Modifier::DIM.bits() as u32, 2, 22),
    (Modifier::ITALIC.bits() as u32, 3, 23),
    (Modifier::UNDERLINED.bits() as u32, 4, 24),
    (Modifier::SLOW_BLINK.bits() as u32, 5, 25),
    (Modifier::RAPID_BLINK.bits() as u32, 6, 25),
    (Modifier::REVERSED.bits() as u32, 7, 27),
    (Modifier::HIDDEN.bits() as u32, 8, 28),
    (Modifier::CROSSED_OUT.bits() as u32, 9, 29),
];

impl Style {
    pub fn new(fg: Color, bg: Color, modifier: Modifier) -> Style {
        Style {
            fg: Hue::of(fg),
            bg: Hue::of(bg),
            attributes: modifier.bits().into(),
        }
    }

    /// In the lower 96 bits.
    pub fn bits(self) -> u128 {
        let colors = u128::from(self.fg.0) | u128::from(self.bg.0) << 32;
        colors | u128::from(self.attributes) << 64
    }

    pub fn from_bits(bits: u128) -> Style {
        Style {
            fg: Hue(bits as u32),
            bg: Hue((bits >> 32) as u32),
            attributes: (bits >> 64) as u32,
        }
    }

    /// Of a cell without a character: without what is not seen there.
    pub fn of_blank(self) -> Style {
        match self.attributes & SEEN_ON_BLANK {
            0 => Style {
                bg: self.bg,
                ..Style::default()
            },
            _ => self,
        }
    }

    /// Whether a cell without a character looks the same in both.
    pub fn blanks_like(self, other: Style) -> bool {
        self.of_blank() == other.of_blank()
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
        out.push_str("\x1b[");
        let start = out.len();
        self.add(to, out);
        let middle = out.len();
        if self != Style::default() {
            add(out, 0);
            Style::default().add(to, out);
            if middle - start <= out.len() - middle {
                out.truncate(middle);
            } else {
                out.drain(start..middle);
            }
        }
        // Instead of the last one's semicolon.
        out.pop();
        out.push('m');
    }

    /// Adds the parameters that lead from this style to another, each with a semicolon after it.
    fn add(self, to: Style, out: &mut String) {
        if self.attributes != to.attributes {
            let mut kept = self.attributes & to.attributes;
            for (attribute, _, off) in ATTRIBUTES {
                if self.attributes & !to.attributes & attribute != 0 {
                    add(out, off);
                    // Bold and dim have one end.
                    for (other, _, its) in ATTRIBUTES {
                        if its == off {
                            kept &= !other;
                        }
                    }
                }
            }
            for (attribute, on, _) in ATTRIBUTES {
                if to.attributes & !kept & attribute != 0 {
                    add(out, on);
                }
            }
        }
        if self.fg != to.fg {
            to.fg.add(30, out);
        }
        if self.bg != to.bg {
            to.bg.add(40, out);
        }
    }
}

impl Hue {
    fn of(color: Color) -> Hue {
        // The parameter, counted from that of black.
        let basic = match color {
            Color::Reset => return Hue::default(),
            Color::Indexed(number) => return Hue(INDEXED | u32::from(number)),
            Color::Rgb(r, g, b) => return Hue(RGB | u32::from_be_bytes([0, r, g, b])),
            Color::Black => 0,
            Color::Red => 1,
            Color::Green => 2,
            Color::Yellow => 3,
            Color::Blue => 4,
            Color::Magenta => 5,
            Color::Cyan => 6,
            Color::Gray => 7,
            Color::DarkGray => 60,
            Color::LightRed => 61,
            Color::LightGreen => 62,
            Color::LightYellow => 63,
            Color::LightBlue => 64,
            Color::LightMagenta => 65,
            Color::LightCyan => 66,
            Color::White => 67,
        };
        Hue(BASIC | basic)
    }

    /// `base` is 30 for what is written, 40 for what it stands on.
    fn add(self, base: u8, out: &mut String) {
        let [kind, r, g, b] = self.0.to_be_bytes();
        match u32::from(kind) << 24 {
            BASIC => add(out, base + b),
            INDEXED => [base + 8, 5, b].into_iter().for_each(|part| add(out, part)),
            RGB => {
                let parts = [base + 8, 2, r, g, b];
                parts.into_iter().for_each(|part| add(out, part));
            }
            _ => add(out, base + 9),
        }
    }
}

fn add(out: &mut String, parameter: u8) {
    push_number(out, parameter.into());
    out.push(';');
}

/// Adds a number in decimal.
pub fn push_number(out: &mut String, number: usize) {
    if number >= 10 {
        push_number(out, number / 10);
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}
