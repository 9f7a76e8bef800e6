//! What holds for every screen, whatever it is told: no message makes it panic, it draws into its
//! window and nowhere else, each row as wide as the window, and the same messages make the same frame.

use std::fs;

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use proptest::prelude::*;
use ratatui_core::buffer::{Buffer, Cell};
use ratatui_core::layout::{Position, Rect};

use super::chrome::Surface;
use super::command::Command;
use super::home::{self, Home};
use super::page::{self, Lesson, Shown};
use super::theatre;
use crate::course::Course;
use crate::lang::Lang;
use crate::lang::words::words;
use crate::render::page::cells;
use crate::render::theme::{Background, Depth, Theme};

/// One thing a screen is told.
#[derive(Debug, Clone)]
pub enum Told {
    Input(Event),
    /// The window has another size from now on.
    Size(u16, u16),
    /// A live run goes on by so many events; everybody stands still then, or does not.
    Happened(u8, bool),
    /// The time of a play's pace has passed, or there is nothing else to do.
    Idle,
}

/// A screen, as the loop sees it.
pub trait Screen {
    fn tell(&mut self, told: &Told);
    fn view(&mut self, area: Rect, buffer: &mut Buffer) -> Option<Position>;
}

/// Text that terminals and programs disagree about, with markup.
const STRANGE: &str =
    "👩‍👩‍👧‍👦 e\u{301}\u{301} ｶﾞ ଂో 𐣴𐕯 ﷽ \u{202e}abc\u{202c} \u{200b}한글 ทำ 🇨🇳🏳️‍🌈 ☝🏽 中文“引号”，a\u{7}b";

const PAGE: &str = "# T @\n\nOne [@](demo:tcp-echo) two [x](lesson:2) three [t](term:t) four [h](#code).\n\n\
    ## Code\n\n```text\n@ @ @ @ @ @\n\tb\n```\n\n| @ | b |\n|---|---|\n| c | @ @ @ @ |\n\n\
    > [!NOTE]\n> - @\n>   1. @\n\n## Questions @\n\n\
    ```quiz\nid = \"a\"\nkind = \"choose\"\nquestion = \"Q\"\n[[choice]]\ntext = \"r\"\nright = true\nwhy = \"y\"\n\
    [[choice]]\ntext = \"w\"\nwhy = \"n\"\ndemo = \"tcp-echo\"\n```\n\n\
    ```quiz\nid = \"b\"\nkind = \"fill\"\nquestion = \"Q\"\n[[choice]]\ntext = \"1\"\nright = true\nwhy = \"y\"\n```\n\nend\n";

struct Contents(Home, Theme, bool);

impl Screen for Contents {
    fn tell(&mut self, told: &Told) {
        if let Told::Input(event) = told {
            self.0.update(event);
        }
    }

    fn view(&mut self, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let surface = Surface {
            theme: &self.1,
            ascii: self.2,
        };
        self.0.fit((area.width, area.height), self.2);
        home::view(&self.0, &surface, area, buffer)
    }
}

struct Reading(Course, Lesson, Theme, bool);

impl Screen for Reading {
    fn tell(&mut self, told: &Told) {
        match told {
            Told::Input(event) => {
                for command in self.1.update(&self.0, event) {
                    if let Command::OpenTerm(id) = command {
                        self.1.show_term(&id, Shown::find(&self.0, &id));
                    }
                }
            }
            Told::Idle => drop(self.1.lay_out_more()),
            Told::Size(..) | Told::Happened(..) => {}
        }
    }

    fn view(&mut self, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let surface = Surface {
            theme: &self.2,
            ascii: self.3,
        };
        self.1.fit(area.width, area.height);
        page::view(&self.1, &surface, area, buffer)
    }
}

/// A screen by its number; the second one made with the same number is the same.
fn screen(number: usize, lang: Lang, ascii: bool) -> Box<dyn Screen> {
    let theme = Theme::new(Depth::None, Background::Dark);
    match number {
        0 => Box::new(Contents(home::tests::home(lang), theme, ascii)),
        1 | 2 => {
            let folder = tempfile::tempdir().unwrap();
            let write = |name: &str, text: &str| {
                let path = folder.path().join(name);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text.replace('@', STRANGE)).unwrap();
            };
            let front =
                "+++\ntitle = \"@\"\nsummary = \"s\"\nminutes = 5\n+++\n".replace('\u{7}', "");
            write("course.toml", "title = \"T\"");
            let glossary = "[[term]]\nid = \"t\"\nlesson = \"b\"\nname = \"@\"\nmean = \"@ @\"\n";
            write(
                "glossary.toml",
                &glossary.replace('@', &STRANGE.replace('\u{7}', "")),
            );
            let text = [&front.replace('@', "t"), PAGE].concat();
            write("01-a/en.md", &text);
            write("02-b/en.md", &text.replace("end\n", &"@ @\n\n".repeat(60)));
            let course = Course::open(folder.path()).unwrap();
            let page = course.page(&course.lessons[number - 1], lang).unwrap();
            let lesson = Lesson::new(&course, number - 1, page, words(lang), ascii);
            Box::new(Reading(course, lesson, theme, ascii))
        }
        number => Box::new(theatre::tests::stranger::Showing::new(
            number - 3,
            lang,
            ascii,
        )),
    }
}

const SCREENS: usize = 3 + theatre::tests::stranger::SHOWINGS;

/// Cells around the window, to be left as they are.
const EDGE: (u16, u16) = (3, 2);

/// Draws a screen into a window of this size that lies in the middle of something else.
fn drawn(screen: &mut dyn Screen, (width, height): (u16, u16)) -> Buffer {
    let area = Rect::new(EDGE.0, EDGE.1, width, height);
    let whole = Rect::new(0, 0, width + 2 * EDGE.0, height + 2 * EDGE.1);
    let mut buffer = Buffer::filled(whole, Cell::new("░"));
    for y in area.top()..area.bottom() {
        (area.left()..area.right()).for_each(|x| buffer[(x, y)].reset());
    }
    let cursor = screen.view(area, &mut buffer);
    assert!(
        cursor.is_none_or(|cursor| area.contains(cursor)),
        "{cursor:?} {area}"
    );
    for y in whole.top()..whole.bottom() {
        let mut x = whole.left();
        while x < whole.right() {
            let symbol = buffer[(x, y)].symbol();
            let inside = area.contains(Position::new(x, y));
            assert_eq!(symbol == "░", !inside, "{symbol:?} at {x} {y} of {area}");
            assert!(!symbol.chars().any(char::is_control), "{symbol:?}");
            let columns = cells::width(symbol) as u16;
            let end = if inside { area.right() } else { whole.right() };
            assert!(
                columns >= 1 && x + columns <= end,
                "{symbol:?} at {x} {y} of {area}"
            );
            // What a wide character covers is blank: nothing stands in half of it.
            for covered in x + 1..x + columns {
                let symbol = buffer[(covered, y)].symbol();
                assert_eq!(symbol, " ", "at {covered} {y} of {area}");
            }
            x += columns;
        }
    }
    buffer
}

fn key() -> impl Strategy<Value = Event> {
    let letters: Vec<char> = "abcdefghjklmnpqrtvxzLGTN0123456?/[]{}+-= 端中9"
        .chars()
        .collect();
    let code = prop_oneof![
        6 => prop::sample::select(letters).prop_map(KeyCode::Char),
        4 => prop::sample::select(vec![
            KeyCode::Enter, KeyCode::Esc, KeyCode::Tab, KeyCode::BackTab, KeyCode::Backspace,
            KeyCode::Up, KeyCode::Down, KeyCode::Left, KeyCode::Right, KeyCode::PageUp,
            KeyCode::PageDown, KeyCode::Home, KeyCode::End, KeyCode::F(1), KeyCode::F(2),
        ]),
        1 => any::<char>().prop_map(KeyCode::Char),
    ];
    let held = prop_oneof![
        8 => Just(KeyModifiers::NONE),
        1 => Just(KeyModifiers::CONTROL),
        1 => any::<u8>().prop_map(KeyModifiers::from_bits_truncate),
    ];
    (code, held).prop_map(|(code, held)| Event::Key(KeyEvent::new(code, held)))
}

fn mouse() -> impl Strategy<Value = Event> {
    let kinds = vec![
        MouseEventKind::Down(MouseButton::Left),
        MouseEventKind::ScrollUp,
        MouseEventKind::ScrollDown,
        MouseEventKind::Moved,
    ];
    let place = (0..140_u16, 0..50_u16);
    (prop::sample::select(kinds), place).prop_map(|(kind, (column, row))| {
        Event::Mouse(MouseEvent {
            kind,
            column,
            row,
            modifiers: KeyModifiers::NONE,
        })
    })
}

fn size() -> impl Strategy<Value = (u16, u16)> {
    prop_oneof![
        6 => (38..130_u16, 11..45_u16),
        2 => (0..50_u16, 0..16_u16),
        1 => (0..300_u16, 0..300_u16),
    ]
}

fn told() -> impl Strategy<Value = Told> {
    prop_oneof![
        12 => key().prop_map(Told::Input),
        2 => mouse().prop_map(Told::Input),
        1 => any::<String>().prop_map(|text| Told::Input(Event::Paste(text))),
        2 => size().prop_map(|(columns, rows)| Told::Size(columns, rows)),
        3 => (0..9_u8, any::<bool>()).prop_map(|(events, still)| Told::Happened(events, still)),
        1 => Just(Told::Idle),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_screen_is_a_function_of_what_it_was_told(
        number in 0..SCREENS,
        zh in any::<bool>(),
        ascii in any::<bool>(),
        first in size(),
        messages in prop::collection::vec(told(), 0..24),
    ) {
        let lang = if zh { Lang::Zh } else { Lang::En };
        let mut screens = [screen(number, lang, ascii), screen(number, lang, ascii)];
        let mut size = first;
        for message in std::iter::once(&Told::Size(first.0, first.1)).chain(&messages) {
            if let Told::Size(columns, rows) = message {
                size = (*columns, *rows);
            }
            screens.iter_mut().for_each(|screen| screen.tell(message));
            let [one, other] = &mut screens;
            let (one, other) = (drawn(one.as_mut(), size), drawn(other.as_mut(), size));
            prop_assert!(one == other, "after {:?}", message);
        }
    }
}
