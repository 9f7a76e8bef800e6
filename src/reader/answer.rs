//! What the terminal answers when it is asked for its background.
//!
//! The question is xterm's OSC 11. Most terminals answer with the colour, some late, some in another
//! form, some never.

#[cfg(unix)]
use crate::render::theme::Background;

/// Asks the terminal for the colour of its background.
pub const QUESTION: &str = "\x1b]11;?\x1b\\";

/// Consoles of other systems than Unix give an answer to whoever reads keys, as keys.
pub const IS_HEARD: bool = cfg!(unix);

/// Whether a byte may stand in an answer.
#[cfg(unix)]
pub fn is_of_answer(byte: u8) -> bool {
    byte.is_ascii_hexdigit() || b";:/#rgb".contains(&byte)
}

/// The background of `11;rgb:1e1e/1e1e/1e1e`, with one to four digits each, or `11;#1e1e1e`.
#[cfg(unix)]
pub fn background(answer: &str) -> Option<Background> {
    let color = answer.strip_prefix("11;")?;
    let parts: Vec<&str> = match color.strip_prefix('#') {
        Some(digits) if digits.len() % 3 == 0 && digits.is_ascii() => {
            let each = digits.len() / 3;
            vec![
                &digits[..each],
                &digits[each..2 * each],
                &digits[2 * each..],
            ]
        }
        _ => {
            let parts = color.strip_prefix("rgb:");
            parts
                .or_else(|| color.strip_prefix("rgba:"))?
                .split('/')
                .collect()
        }
    };
    let share = |digits: &&str| {
        let value = u32::from_str_radix(digits, 16)
            .ok()
            .filter(|_| digits.len() <= 4)?;
        Some(f64::from(value) / f64::from((1_u32 << (4 * digits.len())) - 1))
    };
    let [red, green, blue] = [parts.first()?, parts.get(1)?, parts.get(2)?].map(share);
    // How bright the eye finds it (ITU-R BT.709).
    let bright = 0.2126 * red? + 0.7152 * green? + 0.0722 * blue?;
    Some(match bright > 0.5 {
        true => Background::Light,
        false => Background::Dark,
    })
}
