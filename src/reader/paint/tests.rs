use super::*;
use crate::render::theme::{Background, Depth};

fn shown(row_text: &str, columns: u16, shift: usize) -> String {
    let mut line = Row::default();
    line.push(row_text, Role::Text);
    let theme = Theme::new(Depth::None, Background::Dark);
    let mut buffer = Buffer::filled(Rect::new(0, 0, 8, 1), Cell::new("."));
    let look = Look {
        shift,
        ..Look::default()
    };
    let area = Rect::new(1, 0, columns, 1);
    let is_whole = row(&mut buffer, area, &line, &theme, look);
    let over = line.width().saturating_sub(shift) > columns.into();
    assert_eq!(
        is_whole,
        !over || columns == 0,
        "{row_text} {columns} {shift}"
    );
    let mut text = String::new();
    let mut skip = 0;
    for x in 0..8 {
        if skip > 0 {
            skip -= 1;
            continue;
        }
        let symbol = buffer[(x, 0)].symbol();
        skip = cells::width(symbol).saturating_sub(1);
        text.push_str(symbol);
    }
    text
}

#[test]
fn wide_characters_stay_inside_their_pane() {
    assert_eq!(shown("中文字", 5, 0), ".中文 ..");
    assert_eq!(shown("中文字", 5, 1), ". 文字..");
    assert_eq!(shown("a中文", 4, 1), ".中文...");
    assert_eq!(shown("中", 1, 0), ". ......");
    assert_eq!(shown("中", 1, 1), ". ......");
    assert_eq!(shown("ab", 0, 0), "........");
    assert_eq!(shown("abc", 7, 9), "........");
    assert_eq!(shown("abc", 3, 1), ".bc.....");
    assert_eq!(shown("abcde", 3, 1), ".bcd....");
    assert_eq!(shown("ae\u{301}中b", 4, 1), ".e\u{301}中b...");
}

#[test]
fn a_mark_is_of_its_bytes_and_a_focused_link_of_its_text() {
    let mut line = Row::default();
    line.push("ab中c", Role::Text);
    line.push_span("de", Role::Link, doc::Style::default(), Some(3));
    let theme = Theme::new(Depth::None, Background::Dark);
    let area = Rect::new(0, 0, 8, 1);
    let reversed = |look: Look<'_>| -> String {
        let mut buffer = Buffer::empty(area);
        row(&mut buffer, area, &line, &theme, look);
        let sign = |cell: &Cell| match cell.modifier {
            its if !its.contains(Modifier::REVERSED) => '.',
            its if its.contains(Modifier::BOLD) => 'N',
            _ => 'm',
        };
        buffer.content.iter().map(sign).collect()
    };
    // The second one begins in the last character of the text, and ends in the link.
    let marks = [1..5, 5..7];
    let now = &marks[1..];
    let look = Look {
        marks: &marks,
        ..Look::default()
    };
    assert_eq!(reversed(Look::default()), "........");
    assert_eq!(reversed(look), ".mmmmm..");
    assert_eq!(reversed(Look { now, ..look }), ".mmmNN..");
    let link = Some(3);
    assert_eq!(reversed(Look { link, ..look }), ".mmmmNN.");
    assert_eq!(
        reversed(Look {
            link,
            ..Look::default()
        }),
        ".....NN."
    );
}

#[test]
fn a_popup_blanks_what_it_would_cut() {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 1));
    text(
        &mut buffer,
        Rect::new(0, 0, 6, 1),
        "中文字",
        Style::default(),
    );
    guard(&mut buffer, Rect::new(3, 0, 2, 1));
    let symbols: Vec<&str> = (0..6).map(|x| buffer[(x, 0)].symbol()).collect();
    assert_eq!(symbols, ["中", " ", " ", " ", " ", " "]);
    // A cluster of more columns than two, of which the last one is covered.
    let line = Rect::new(0, 0, 6, 1);
    text(&mut buffer, line, "a\u{1100}\u{1100}", Style::default());
    assert_eq!(cells::width(buffer[(1, 0)].symbol()), 4);
    guard(&mut buffer, Rect::new(4, 0, 2, 1));
    assert_eq!(buffer[(1, 0)].symbol(), " ");
}
