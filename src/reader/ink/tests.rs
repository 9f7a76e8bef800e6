//! Frames through a terminal emulator: what it shows is what was drawn.

use proptest::prelude::*;
use ratatui_core::buffer::Buffer;
use ratatui_core::layout::Rect;
use ratatui_core::style::{Color, Modifier, Style};

use super::*;
use crate::reader::paint;
use crate::render::page::cells;

const COLUMNS: u16 = 24;
const ROWS: u16 = 10;

/// A frame with these rows, each a text and a number for its style.
fn frame(rows: &[(String, usize)]) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, COLUMNS, ROWS));
    for (y, (text, look)) in (0..ROWS).zip(rows) {
        let line = Rect::new(0, y, COLUMNS, 1);
        if look % 5 == 4 {
            // As the rows of code are: a background over the whole width.
            buffer.set_style(line, Style::default().bg(Color::Indexed(235)));
        }
        let mut rest = line;
        // Every word looks different.
        for (place, word) in text.split_inclusive(' ').enumerate() {
            let taken = paint::text(&mut buffer, rest, word, style(look + place));
            rest.x += taken;
            rest.width -= taken;
        }
    }
    buffer
}

fn style(look: usize) -> Style {
    let plain = Style::default();
    match look % 8 {
        0 => plain,
        1 => plain.fg(Color::Indexed(111)),
        2 => plain.fg(Color::Indexed(111)).add_modifier(Modifier::BOLD),
        3 => plain.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
        4 => plain.fg(Color::Rgb(1, 2, 3)).bg(Color::Indexed(235)),
        5 => plain.add_modifier(Modifier::REVERSED),
        6 => plain.fg(Color::LightRed).add_modifier(Modifier::DIM),
        _ => plain.bg(Color::Blue).add_modifier(Modifier::ITALIC),
    }
}

/// What can be told apart of each cell of a terminal.
fn seen(screen: &vt100::Screen) -> Vec<String> {
    let cells = (0..ROWS).flat_map(|y| (0..COLUMNS).map(move |x| (y, x)));
    let cell = |(y, x)| {
        let cell = screen.cell(y, x).expect("inside the window");
        let blank = matches!(cell.contents(), "" | " ");
        let (underlined, inverse) = (cell.underline(), cell.inverse());
        let fg = (!blank || inverse).then(|| (cell.fgcolor(), cell.bold(), cell.dim()));
        let text = if blank { " " } else { cell.contents() };
        let italic = cell.italic() && !blank;
        let bg = cell.bgcolor();
        format!("{y} {x}: {text:?} {bg:?} {fg:?} {underlined} {inverse} {italic}")
    };
    cells.map(cell).collect()
}

fn terminal() -> vt100::Parser {
    vt100::Parser::new(ROWS, COLUMNS, 0)
}

/// The bytes for the next frame.
fn send(ink: &mut Ink, next: &Buffer) -> String {
    let mut out = String::new();
    ink.canvas(next.area).clone_from(next);
    ink.draw(&mut out);
    out
}

/// The bytes that lead from one frame to the next.
fn bytes(shown: &Buffer, next: &Buffer) -> String {
    let mut ink = Ink::default();
    send(&mut ink, shown);
    send(&mut ink, next)
}

/// Draws frames one after the other; after each the terminal must show what one would that has
/// never shown anything else.
fn follow(frames: &[Buffer]) {
    let mut used = terminal();
    let mut ink = Ink::default();
    for next in frames {
        let sent = send(&mut ink, next);
        used.process(sent.as_bytes());
        let mut fresh = terminal();
        // Every cell by itself: no way of saving a byte is trusted here.
        for y in 0..ROWS {
            let mut x = 0;
            while x < COLUMNS {
                let cell = &next[(x, y)];
                let mut style = String::new();
                let its = super::Style::new(cell.fg, cell.bg, cell.modifier);
                super::Style::default().change(its, &mut style);
                let at = format!("\x1b[{};{}H\x1b[m{style}", y + 1, x + 1);
                let width = cells::width(cell.symbol()).max(1);
                let blank = " ".repeat(width);
                let cluster = cell.symbol();
                fresh.process(format!("{at}{blank}{at}{cluster}").as_bytes());
                x += width as u16;
            }
        }
        for (used, fresh) in seen(used.screen()).iter().zip(seen(fresh.screen())) {
            assert_eq!(*used, fresh, "{sent:?}");
        }
        assert_eq!(send(&mut ink, next), "");
    }
}

fn row() -> impl Strategy<Value = (String, usize)> {
    let word = prop_oneof![
        Just(String::new()),
        Just("a ".to_string()),
        Just("one two three four five six".to_string()),
        Just("中文 套接字".to_string()),
        Just("a中b文c字d".to_string()),
        Just("端 口是 ⚠\u{fe0f} e\u{301}x".to_string()),
        Just("            right".to_string()),
    ];
    (word, 0..8usize)
}

proptest! {
    #[test]
    fn every_frame_stands_after_every_other(frames in prop::collection::vec(
        prop::collection::vec(row(), usize::from(ROWS)), 1..5
    )) {
        let frames: Vec<Buffer> = frames.iter().map(|rows| frame(rows)).collect();
        follow(&frames);
    }

    #[test]
    fn a_page_scrolls_under_its_title(
        page in prop::collection::vec(row(), 40..41),
        tops in prop::collection::vec(0..32usize, 2..6),
    ) {
        let frames: Vec<Buffer> = tops.iter().map(|top| {
            let title = (format!("title {top} %"), 1);
            let rows = &page[*top..top + usize::from(ROWS) - 2];
            let keys = ("q quit".to_string(), 2);
            frame(&[&[title], rows, &[keys]].concat())
        }).collect();
        follow(&frames);
    }
}

#[test]
fn a_line_further_takes_the_line_that_comes() {
    let rows: Vec<(String, usize)> = (0..30)
        .map(|number| (format!("{number} 中文 and words"), number % 8))
        .collect();
    let (first, second) = (frame(&rows), frame(&rows[1..]));
    let down = bytes(&first, &second);
    assert!(
        down.starts_with("\x1b[1;10r\x1b[10H\n\x1b[r\x1b[10H"),
        "{down:?}"
    );
    assert!(down.len() < 120, "{} {down:?}", down.len());
    let up = bytes(&second, &first);
    assert!(
        up.starts_with("\x1b[1;10r\x1b[1H\x1bM\x1b[r\x1b[1H"),
        "{up:?}"
    );
    assert!(up.len() < 120, "{} {up:?}", up.len());
}

#[test]
fn what_looks_the_same_is_not_sent() {
    let plain = frame(&[("one two".to_string(), 0)]);
    assert!(bytes(&Buffer::empty(plain.area), &plain).len() < 40);
    // The end of a row is erased.
    let shorter = frame(&[("one".to_string(), 0)]);
    assert_eq!(bytes(&plain, &shorter), "\x1b[1;4H\x1b[K");
    let mut bold = shorter.clone();
    // A blank has no weight and no colour.
    bold[(3, 0)].set_style(Style::default().fg(Color::Red).add_modifier(Modifier::BOLD));
    assert_eq!(bytes(&shorter, &bold), "");
}

#[test]
fn clusters_do_not_gather_without_end() {
    let mut ink = Ink::default();
    let mut used = terminal();
    let mut most = 0;
    for number in 0..40_u32 {
        // Each frame has its own; those of the first columns stay as they are.
        let rows: Vec<(String, usize)> = (0..u32::from(ROWS))
            .map(|row| {
                let cluster = |column| {
                    let accent = |place: u32| char::from_u32(0x300 + place % 100).expect("a mark");
                    let word = (number * 10 + row) * 20 + column;
                    format!("e{}{}", accent(word), accent(word / 100))
                };
                let clusters: String = (0..20).map(cluster).collect();
                (format!("e\u{301}中{clusters}"), 0)
            })
            .collect();
        let next = frame(&rows);
        used.process(send(&mut ink, &next).as_bytes());
        most = most.max(ink.clusters.texts.len());
        let mut fresh = terminal();
        fresh.process(send(&mut Ink::default(), &next).as_bytes());
        assert_eq!(seen(used.screen()), seen(fresh.screen()), "frame {number}");
    }
    // Of 8000 in all, and 200 of the last frame.
    assert!((4096..4500).contains(&most), "{most}");
}
