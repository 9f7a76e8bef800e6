//! Cells that are equal look alike, and the others do not.

use proptest::prelude::*;
use ratatui_core::style::Modifier;

use super::*;

/// What may stand in a cell, and how.
fn any_cell() -> impl Strategy<Value = buffer::Cell> {
    let symbol = prop_oneof![
        4 => Just(" "),
        1 => Just("a"),
        1 => Just("é"),
        1 => Just("中"),
        1 => Just("😀"),
        1 => Just("e\u{301}"),
        1 => Just("⚠\u{fe0f}"),
        1 => Just("👨‍👩‍👧"),
    ];
    let color = prop_oneof![
        Just(Color::Reset),
        Just(Color::Black),
        Just(Color::White),
        Just(Color::Indexed(0)),
        Just(Color::Indexed(67)),
        Just(Color::Rgb(0, 0, 0)),
        Just(Color::Rgb(0, 0, 67)),
    ];
    // One attribute, two or none: most sets of more hide what one of them does.
    let attribute = (0..10u16).prop_map(|bit| Modifier::from_bits_truncate(1 << bit));
    let modifier = (attribute.clone(), attribute).prop_map(|(one, other)| one | other);
    (symbol, color.clone(), color, modifier).prop_map(|(symbol, fg, bg, modifier)| {
        let mut cell = buffer::Cell::new(symbol);
        (cell.fg, cell.bg, cell.modifier) = (fg, bg, modifier);
        cell
    })
}

/// Whether nobody can tell the cells apart.
fn alike(one: &buffer::Cell, other: &buffer::Cell) -> bool {
    let seen_on_blank = Modifier::REVERSED | Modifier::UNDERLINED | Modifier::CROSSED_OUT;
    let is_bare = one.symbol() == " " && !(one.modifier | other.modifier).intersects(seen_on_blank);
    one.symbol() == other.symbol()
        && one.bg == other.bg
        && (is_bare || (one.fg, one.modifier) == (other.fg, other.modifier))
}

proptest! {
    #[test]
    fn cells_are_equal_that_nobody_can_tell_apart(one in any_cell(), other in any_cell()) {
        let mut clusters = Clusters::default();
        // One that differs in a single thing is what chance seldom makes.
        let half = {
            let mut half = other.clone();
            half.set_symbol(one.symbol());
            (half.fg, half.bg) = (one.fg, one.bg);
            half
        };
        for other in [&other, &half, &one] {
            let packed = Cell::pack(&one, &mut clusters) == Cell::pack(other, &mut clusters);
            prop_assert_eq!(packed, alike(&one, other), "{:?} {:?}", one, other);
        }
    }
}

#[test]
fn a_symbol_keeps_its_text_and_its_columns() {
    let mut clusters = Clusters::default();
    for (text, columns) in [
        (" ", 1),
        ("a", 1),
        ("─", 1),
        ("中", 2),
        ("😀", 2),
        ("e\u{301}", 1),
        ("👨‍👩‍👧", 2),
    ] {
        let packed = Cell::pack(&buffer::Cell::new(text), &mut clusters);
        let packed = Cell::of(packed);
        let character = packed.symbol.character().map(String::from);
        let unpacked = character.unwrap_or_else(|| clusters.text(packed.symbol).to_string());
        assert_eq!(unpacked, text);
        assert_eq!(clusters.width(packed.symbol), columns, "{text}");
    }
}
