//! What stands in front of the page, and what the last line tells.

use crossterm::event::{KeyModifiers, MouseEvent, MouseEventKind};

use super::*;
use crate::reader::screens::SIZES;

fn wheel(kind: MouseEventKind) -> Event {
    Event::Mouse(MouseEvent {
        kind,
        column: 20,
        row: 6,
        modifiers: KeyModifiers::NONE,
    })
}

#[test]
fn the_table_of_contents_is_used_with_the_mouse() {
    let (_folder, course) = course();
    for size in SIZES {
        let mut lesson = open(&course, Lang::En, size);
        let page = shown(&mut lesson, size, false);
        for heading in 0..lesson.content.headings.len() {
            press(&mut lesson, &course, "gt");
            lesson.update(&course, &key(KeyCode::Home));
            for _ in 0..heading {
                lesson.update(&course, &wheel(MouseEventKind::ScrollDown));
            }
            assert_eq!(lesson.mode, Mode::Contents(heading), "{size:?}");
            assert_eq!(lesson.top, 0, "the page behind it stays");
            let text = lesson.content.headings[heading].text.clone();
            let screen = shown(&mut lesson, size, false);
            // Not the same words in the page behind it.
            let box_only = screen.lines().map(|line| {
                let inside = line.find('│').filter(|_| line.contains("│ "));
                let masked = inside.map(|at| {
                    let before = " ".repeat(line[..at].chars().count());
                    format!("{before}{}", &line[at..])
                });
                masked.unwrap_or_default()
            });
            let screen: Vec<String> = box_only.collect();
            lesson.update(&course, &click(&screen.join("\n"), &text));
            let row = lesson.content.headings[heading].row.min(lesson.last_top());
            assert_eq!(
                (&lesson.mode, lesson.top),
                (&Mode::Read, row),
                "{size:?} {text}"
            );
        }
        // A click beside it closes it and means nothing to the page.
        press(&mut lesson, &course, "gt");
        let corner = MouseEvent {
            kind: MouseEventKind::Down(crossterm::event::MouseButton::Left),
            column: 0,
            row: size.1 - 1,
            modifiers: KeyModifiers::NONE,
        };
        assert_eq!(lesson.update(&course, &Event::Mouse(corner)), []);
        assert_eq!(shown(&mut lesson, size, false), page);
    }
}

#[test]
fn the_help_scrolls_to_its_end_and_back() {
    let (_folder, course) = course();
    let mut lesson = open(&course, Lang::Zh, (40, 12));
    press(&mut lesson, &course, "?");
    let first = shown(&mut lesson, (40, 12), false);
    for _ in 0..60 {
        lesson.update(&course, &wheel(MouseEventKind::ScrollDown));
    }
    let last = shown(&mut lesson, (40, 12), false);
    assert!(last.contains("q Esc") && last != first, "{last}");
    lesson.update(&course, &key(KeyCode::Up));
    assert_ne!(shown(&mut lesson, (40, 12), false), last);
    lesson.update(&course, &key(KeyCode::Home));
    assert_eq!(shown(&mut lesson, (40, 12), false), first);
    press(&mut lesson, &course, "x");
    assert_eq!(lesson.mode, Mode::Read);
}

#[test]
fn a_click_ends_a_search_and_keeps_what_it_found() {
    let (_folder, course) = course();
    let mut lesson = open(&course, Lang::En, (80, 24));
    press(&mut lesson, &course, "/demo");
    let screen = shown(&mut lesson, (80, 24), false);
    assert!(screen.contains("1 of 1"), "{screen}");
    let demo = Command::OpenDemo("tcp-echo".to_string());
    assert_eq!(lesson.update(&course, &click(&screen, "to a demo")), [demo]);
    assert_eq!((&lesson.mode, lesson.hits.len()), (&Mode::Read, 1));
}

#[test]
fn the_letter_leaves_at_once_and_escape_clears_first() {
    let (_folder, course) = course();
    let mut lesson = open(&course, Lang::En, (80, 24));
    press(&mut lesson, &course, "/ports\n\t");
    assert_eq!(press(&mut lesson, &course, "\u{1b}"), []);
    assert!(lesson.focus.is_none() && lesson.hits.is_empty());
    assert_eq!(press(&mut lesson, &course, "\u{1b}"), [Command::Back]);
    press(&mut lesson, &course, "/ports\n\t");
    assert_eq!(press(&mut lesson, &course, "q"), [Command::Back]);
}

#[test]
fn where_one_stands_among_the_places_found_is_seen_and_told() {
    use ratatui_core::style::Modifier;
    let (_folder, course) = course();
    let mut lesson = open(&course, Lang::En, (80, 40));
    press(&mut lesson, &course, "/ports\n");
    assert_eq!(lesson.note.as_deref(), Some("1 of 2"));
    let under = |lesson: &mut Lesson| {
        let theme = Theme::new(Depth::None, Background::Dark);
        let surface = Surface {
            theme: &theme,
            ascii: false,
        };
        let (area, mut buffer) = window((80, 40));
        view(lesson, &surface, area, &mut buffer);
        let cells = buffer.content.iter().enumerate();
        let found = cells.filter(|(_, cell)| cell.modifier.contains(Modifier::REVERSED));
        let (now, others): (Vec<_>, Vec<_>) =
            found.partition(|(_, cell)| cell.modifier.contains(Modifier::UNDERLINED));
        assert_eq!((now.len(), others.len()), (5, 5));
        now[0].0
    };
    let first = under(&mut lesson);
    press(&mut lesson, &course, "n");
    assert_eq!(lesson.note.as_deref(), Some("2 of 2"));
    assert!(under(&mut lesson) > first);
    press(&mut lesson, &course, "/nowhere");
    assert!(shown(&mut lesson, (80, 24), false).contains("Not found."));
}

#[test]
fn the_end_of_a_lesson_leads_on_and_the_ends_of_the_course_are_told() {
    let (_folder, course) = course();
    let mut lesson = open(&course, Lang::En, (80, 24));
    let last = |lesson: &mut Lesson| {
        let screen = shown(lesson, (80, 24), false);
        screen.lines().last().unwrap_or_default().to_string()
    };
    assert!(!last(&mut lesson).contains("] next lesson"));
    press(&mut lesson, &course, "G");
    assert!(last(&mut lesson).contains("] next lesson"));
    assert_eq!(press(&mut lesson, &course, "]"), [Command::OpenLesson(1)]);
    press(&mut lesson, &course, "[");
    assert_eq!(last(&mut lesson), " This is the first lesson.");
    lesson.place = 1;
    press(&mut lesson, &course, "]");
    assert_eq!(last(&mut lesson), " This is the last lesson so far.");
    press(&mut lesson, &course, "G");
    assert!(!last(&mut lesson).contains("] next lesson"));
}

#[test]
fn the_choice_that_was_taken_is_marked_and_the_score_is_told() {
    let (_folder, course) = course();
    let mut lesson = open(&course, Lang::En, (80, 24));
    to_questions(&mut lesson);
    let marks = |screen: &str| screen.matches(['✓', '✗']).count();
    assert_eq!(marks(&shown(&mut lesson, (80, 24), false)), 0);
    press(&mut lesson, &course, "b");
    let wrong = shown(&mut lesson, (80, 24), false);
    assert!(wrong.contains("✗ b) That") && marks(&wrong) == 1, "{wrong}");
    press(&mut lesson, &course, "a");
    let right = shown(&mut lesson, (80, 24), false);
    assert!(right.contains("✓ a) This") && marks(&right) == 1, "{right}");
    assert!(shown(&mut lesson, (80, 24), true).contains("v a) This"));
    press(&mut lesson, &course, "\n80\n");
    let note = lesson.note.as_deref();
    assert_eq!(note, Some("All questions answered: 1 of 2 right."));
}

#[test]
fn a_question_that_is_gone_to_is_seen_whole() {
    let (_folder, course) = course();
    for height in 12..30 {
        let mut lesson = open(&course, Lang::En, (60, height));
        for _ in 0..20 {
            press(&mut lesson, &course, "\t");
            if lesson.focus == Some(content::Focus::Question(0)) {
                break;
            }
        }
        let (first, last) = lesson.content.questions[0];
        let seen = lesson.top..=lesson.top + usize::from(lesson.geometry.height);
        assert!(seen.contains(&first) && seen.contains(&last), "{height}");
    }
}

#[test]
fn the_table_of_contents_gives_way_to_a_search_and_follows_the_language() {
    let (_folder, course) = course();
    let mut lesson = open(&course, Lang::En, (80, 24));
    press(&mut lesson, &course, "t/ports\n");
    assert_eq!((&lesson.mode, lesson.hits.len()), (&Mode::Read, 2));
    for opened in ["tjjj", "g\u{1b}\u{1b}t"] {
        press(&mut lesson, &course, opened);
        let front = lesson.mode.clone();
        assert_eq!(press(&mut lesson, &course, "L"), [Command::SwitchLanguage]);
        assert_eq!(lesson.mode, front);
        press(&mut lesson, &course, "\u{1b}");
    }
    // The other language may have no heading at all.
    press(&mut lesson, &course, "tGL");
    lesson.content.headings.clear();
    shown(&mut lesson, (80, 24), false);
    press(&mut lesson, &course, "j\n");
    assert_eq!((&lesson.mode, lesson.top), (&Mode::Read, 0));
}

#[test]
fn letters_answer_a_question_whose_words_are_seen() {
    let (_folder, course) = course();
    let mut lesson = open(&course, Lang::En, (80, 16));
    let (first, last) = lesson.content.questions[0];
    for top in 0..=lesson.last_top() {
        press(&mut lesson, &course, if top == 0 { "g" } else { "j" });
        assert_eq!(lesson.top, top);
        let seen = top..top + usize::from(lesson.geometry.height);
        let whole = |place: usize| {
            let (first, last) = lesson.content.questions[place];
            seen.contains(&first) && last <= seen.end
        };
        match lesson.active() {
            Some(0) => assert!(first >= top || !whole(1), "{top}"),
            Some(_) => assert!(!whole(0), "{top}"),
            None => assert!(last <= top || first >= seen.end, "{top}"),
        }
    }
}

#[test]
fn what_is_sought_stays_in_sight_in_every_size() {
    let (_folder, course) = course();
    let mut lesson = open(&course, Lang::En, (120, 12));
    press(&mut lesson, &course, "/ports");
    for size in [(40, 12), (200, 30), (61, 17), (45, 13)] {
        shown(&mut lesson, size, false);
        let row = lesson.hits[lesson.hit].row();
        let seen = lesson.top..lesson.top + usize::from(lesson.geometry.height);
        assert!(seen.contains(&row), "{size:?}");
    }
    // Who has gone elsewhere stays there.
    press(&mut lesson, &course, "\nG");
    let line = lesson.anchor.line;
    shown(&mut lesson, (40, 12), false);
    assert_eq!(lesson.anchor.line, line);
}

#[test]
fn the_key_for_the_next_place_asks_what_is_sought() {
    let (_folder, course) = course();
    let mut lesson = open(&course, Lang::En, (80, 24));
    press(&mut lesson, &course, "nports\n");
    assert_eq!(lesson.note.as_deref(), Some("1 of 2"));
    press(&mut lesson, &course, "n");
    assert_eq!(lesson.note.as_deref(), Some("2 of 2"));
}

#[test]
fn a_digit_begins_the_answer_of_a_question_that_wants_one() {
    let (_folder, course) = course();
    let mut lesson = open(&course, Lang::En, (80, 24));
    press(&mut lesson, &course, "8");
    assert_eq!(lesson.mode, Mode::Read, "no question is in the window");
    to_questions(&mut lesson);
    press(&mut lesson, &course, "8");
    assert_eq!(lesson.mode, Mode::Read, "this one wants a letter");
    press(&mut lesson, &course, "a");
    let answered = Command::Answered {
        id: "two".to_string(),
        right: true,
    };
    let done = [answered, Command::Done];
    assert_eq!(press(&mut lesson, &course, "8080\n"), done);
}

#[test]
fn what_is_said_is_said_whole() {
    let (_folder, course) = course();
    let mut lesson = open(&course, Lang::En, (40, 12));
    let address = "https://www.example.org/with/a/way/longer/than/forty/columns.html";
    lesson.note = Some(format!("Open it: {address}"));
    let lines = |lesson: &mut Lesson| {
        let screen = shown(lesson, (40, 12), false);
        let lines = screen.lines().skip(8).map(str::trim);
        lines.collect::<Vec<_>>().concat()
    };
    assert!(lines(&mut lesson).ends_with(&address[20..]));
    // As much as there is room for, and a sign that there is more.
    lesson.note = Some("word ".repeat(100));
    assert!(lines(&mut lesson).ends_with('…'));
    let small = shown(&mut lesson, (20, 6), false);
    let small = small.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(small, words(Lang::En).reader.too_small);
}
