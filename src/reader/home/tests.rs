use super::*;
use crate::lang::Lang;
use crate::lang::words::words;
use crate::reader::chrome::Surface;
use crate::reader::screens::{click, compare, dump, key, keys, window};
use crate::render::theme::{Background, Depth, Theme};

fn lesson(place: usize, number: u32, title: &str, state: LessonState) -> Item {
    Item::Lesson(LessonItem {
        place,
        number,
        slug: format!("slug-{number}"),
        title: title.to_string(),
        summary: format!(
            "{title}: one line that says what it is about, and why one would read it."
        ),
        minutes: 20,
        state,
    })
}

pub fn home(lang: Lang) -> Home {
    let zh = lang == Lang::Zh;
    let text = |en: &str, other: &str| if zh { other } else { en }.to_string();
    let done = LessonState {
        begun: true,
        done: true,
        answered: 5,
        right: 4,
    };
    let begun = LessonState {
        begun: true,
        ..LessonState::default()
    };
    let items = vec![
        Item::Part(text("Part 1 · Fundamentals", "一、网络编程基础")),
        lesson(0, 1, &text("Two programs", "两个程序"), done),
        lesson(
            1,
            3,
            &text(
                "Sockets: a title that is longer than a small window",
                "套接字到底是什么，标题比小窗口还要长一些",
            ),
            begun,
        ),
        Item::Part(text("Part 2", "二")),
        lesson(2, 10, &text("Ports", "端口"), LessonState::default()),
        Item::Announced {
            number: Some(13),
            title: text("How a connection is born", "连接的诞生"),
        },
        Item::Announced {
            number: None,
            title: text("The project", "综合项目"),
        },
        Item::Part(text("Demos", "演示")),
        Item::Demo {
            slug: "tcp-echo".to_string(),
            title: text("A live echo", "实时回送"),
            summary: text("What it shows.", "演示什么。"),
        },
    ];
    Home::new(words(lang), text("A course", "一门课"), items, 1)
}

fn shown(home: &mut Home, size: (u16, u16), ascii: bool) -> String {
    let theme = Theme::new(Depth::None, Background::Dark);
    let surface = Surface {
        theme: &theme,
        ascii,
    };
    let (area, mut buffer) = window(size);
    home.fit(size, ascii);
    view(home, &surface, area, &mut buffer);
    dump(&buffer)
}

/// Every look of this screen: its name, and the keys that lead there.
const LOOKS: [(&str, &str); 7] = [
    ("list", ""),
    ("help", "?"),
    ("filter-open", "/"),
    ("filter", "10"),
    ("nothing", "zzz"),
    ("announced", "13\n"),
    ("demo", "\t\t"),
];

#[test]
fn screens() {
    for (name, typed) in LOOKS {
        compare(&format!("home/{name}"), |lang, size| {
            let mut home = home(lang);
            home.fit(size, false);
            for event in keys(typed) {
                home.update(&event);
            }
            shown(&mut home, size, false)
        });
    }
}

#[test]
fn it_opens_where_one_left_off_and_enter_opens() {
    let mut home = home(Lang::En);
    assert_eq!(home.update(&key(KeyCode::Enter)), [Command::OpenLesson(1)]);
    home.update(&key(KeyCode::Down));
    assert_eq!(home.update(&key(KeyCode::Enter)), [Command::OpenLesson(2)]);
    home.update(&key(KeyCode::Tab));
    let demo = Command::OpenDemo("tcp-echo".to_string());
    assert_eq!(home.update(&key(KeyCode::Enter)), [demo]);
    home.update(&key(KeyCode::Home));
    assert_eq!(home.update(&key(KeyCode::Enter)), [Command::OpenLesson(0)]);
    assert_eq!(home.update(&keys("q")[0]), [Command::Back]);
}

#[test]
fn typing_filters() {
    for (lang, typed, place) in [
        (Lang::En, "ports", 2),
        (Lang::En, "/q\u{8}PORT", 2),
        (Lang::Zh, "端口", 2),
        (Lang::Zh, "１０", 2),
        (Lang::En, "two", 0),
    ] {
        let mut home = home(lang);
        for event in keys(typed) {
            assert_eq!(home.update(&event), [], "{typed}");
        }
        assert_eq!(
            home.update(&key(KeyCode::Enter)),
            [Command::OpenLesson(place)],
            "{typed}"
        );
    }
    let mut home = home(Lang::En);
    home.update(&Event::Paste("zzz\nq".to_string()));
    assert!(shown(&mut home, (80, 24), false).contains(words(Lang::En).reader.nothing));
    assert_eq!(home.update(&key(KeyCode::Enter)), []);
    home.update(&key(KeyCode::Esc));
    assert!(shown(&mut home, (80, 24), false).contains("Ports"));
}

#[test]
fn what_is_only_announced_does_not_open() {
    for (lang, typed) in [
        (Lang::En, "13"),
        (Lang::En, "project"),
        (Lang::Zh, "综合"),
        (Lang::Zh, "13 诞生"),
    ] {
        let words = &words(lang).reader;
        let mut home = home(lang);
        keys(typed)
            .iter()
            .for_each(|event| drop(home.update(event)));
        assert_eq!(home.update(&key(KeyCode::Enter)), [], "{typed}");
        assert_eq!(home.note.as_deref(), Some(words.not_written));
        // The next key is a new one: nothing of it is left.
        assert_eq!(home.update(&key(KeyCode::Down)), []);
        assert_eq!(home.note, None);
    }
    let mut home = home(Lang::En);
    home.update(&key(KeyCode::End));
    home.update(&key(KeyCode::Up));
    assert_eq!(home.update(&key(KeyCode::Enter)), []);
    assert!(home.note.is_some());
}

#[test]
fn no_size_and_no_key_breaks_it() {
    for size in [
        (0, 0),
        (1, 1),
        (20, 5),
        (39, 12),
        (40, 11),
        (40, 12),
        (41, 13),
        (500, 200),
    ] {
        for typed in ["", "?", "/端口", "\t\t\t", "zzz"] {
            let mut home = home(Lang::Zh);
            keys(typed)
                .iter()
                .for_each(|event| drop(home.update(event)));
            let text = shown(&mut home, size, true);
            assert_eq!(text.lines().count(), usize::from(size.1));
        }
    }
}

fn wheel(down: bool) -> Event {
    Event::Mouse(crossterm::event::MouseEvent {
        kind: match down {
            true => MouseEventKind::ScrollDown,
            false => MouseEventKind::ScrollUp,
        },
        column: 3,
        row: 3,
        modifiers: crossterm::event::KeyModifiers::NONE,
    })
}

#[test]
fn the_help_is_in_front_of_everything() {
    let mut home = home(Lang::En);
    let size = (40, 12);
    let whole = shown(&mut home, size, false);
    home.update(&keys("?")[0]);
    let first = shown(&mut home, size, false);
    // To its last line and back again at once, however far one scrolled.
    for _ in 0..50 {
        assert_eq!(home.update(&wheel(true)), []);
    }
    let last = shown(&mut home, size, false);
    assert!(last.contains("q Esc") && !first.contains("q Esc"), "{last}");
    home.update(&key(KeyCode::Up));
    assert_ne!(shown(&mut home, size, false), last);
    home.update(&key(KeyCode::Home));
    assert_eq!(shown(&mut home, size, false), first);
    // A click closes it and means nothing to the list behind it; neither does a paste.
    home.update(&Event::Paste("ports".to_string()));
    assert_eq!(home.update(&click(&whole, "Two programs")), []);
    assert_eq!(shown(&mut home, size, false), whole);
    let with_arrows = "↑↓←→–";
    home.update(&keys("?")[0]);
    let ascii = shown(&mut home, (80, 24), true);
    assert!(!ascii.contains(|c| with_arrows.contains(c)), "{ascii}");
}

#[test]
fn a_second_click_opens_what_the_first_has_selected() {
    for size in [(40, 15), (80, 24), (120, 40), (200, 60)] {
        for (text, opened) in [
            ("Two programs", Command::OpenLesson(0)),
            ("Ports", Command::OpenLesson(2)),
            ("A live echo", Command::OpenDemo("tcp-echo".to_string())),
        ] {
            let mut home = home(Lang::En);
            let screen = shown(&mut home, size, false);
            let click = click(&screen, text);
            assert_eq!(home.update(&click), [], "{size:?}");
            shown(&mut home, size, false);
            assert_eq!(home.update(&click), [opened], "{size:?} {text}");
        }
    }
}

/// A title that is longer than the list goes on in lines of its own, which belong to it.
#[test]
fn every_title_is_read_in_whole() {
    for lang in Lang::ALL {
        for size in [(40, 12), (41, 13), (60, 20), (80, 24)] {
            let mut home = home(lang);
            home.update(&key(KeyCode::Home));
            for item in home.items.clone() {
                let title = match item {
                    Item::Part(_) => continue,
                    Item::Faulty { slug: title, .. }
                    | Item::Lesson(LessonItem { title, .. })
                    | Item::Announced { title, .. }
                    | Item::Demo { title, .. } => title,
                };
                let screen = shown(&mut home, size, false);
                let selected = screen.split('⟦').skip(1);
                let selected = selected.map(|line| line.split('⟧').next().unwrap());
                let selected: String = selected.collect();
                // The minutes stand beside its first line.
                let mut seen = selected.chars();
                let mut wanted = title.chars().filter(|letter| *letter != ' ');
                assert!(
                    wanted.all(|letter| seen.any(|seen| seen == letter)),
                    "{screen}"
                );
                assert!(!selected.contains('…'), "{screen}");
                home.update(&key(KeyCode::Down));
            }
        }
    }
    let mut home = home(Lang::En);
    let screen = shown(&mut home, (40, 12), false);
    home.update(&key(KeyCode::Down));
    shown(&mut home, (40, 12), false);
    let further = click(&screen, "is longer than");
    assert_eq!(home.update(&further), []);
    assert_eq!(home.update(&further), [Command::OpenLesson(1)]);
}

/// What a lesson is about takes the lines it needs; where there are few, the list has them.
#[test]
fn what_it_is_about_is_read_in_whole() {
    let mut home = home(Lang::En);
    for (size, whole) in [
        ((40, 24), true),
        ((60, 20), true),
        ((80, 24), true),
        ((40, 16), false),
    ] {
        let screen = shown(&mut home, size, false);
        let text = screen.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(text.contains("would read it."), whole, "{screen}");
        assert_eq!(screen.contains('…'), !whole, "{screen}");
    }
    // Wherever one is, the list has as many lines.
    let first = shown(&mut home, (40, 24), false);
    home.update(&key(KeyCode::End));
    let last = shown(&mut home, (40, 24), false);
    let rule = |screen: &str| {
        screen
            .lines()
            .skip(2)
            .position(|line| line.starts_with('─'))
    };
    assert_eq!(rule(&first), rule(&last));
}

/// A course with more lessons than a window has lines.
fn long() -> Home {
    let mut items = vec![Item::Part("Part".to_string())];
    for number in 1..=40 {
        let title = format!("Lesson no. {number}.");
        items.push(lesson(
            number - 1,
            number as u32,
            &title,
            LessonState::default(),
        ));
    }
    Home::new(words(Lang::En), "Course".to_string(), items, 2)
}

#[test]
fn a_list_that_goes_on_shows_so_and_keeps_lines_around_the_selection() {
    let mut home = long();
    let size = (40, 12);
    // Where one left off is near the top: what stands above it is seen, too.
    let first = shown(&mut home, size, false);
    assert!(
        first.contains(" Part") && first.contains("no. 8."),
        "{first}"
    );
    let marked = |screen: &str| -> Vec<usize> {
        let lines = screen.lines().enumerate();
        let marked = lines.filter(|(_, line)| line.ends_with('┃'));
        marked.map(|(line, _)| line).collect()
    };
    assert_eq!(marked(&first).first(), Some(&2));
    for _ in 0..8 {
        home.update(&key(KeyCode::Down));
    }
    let later = shown(&mut home, size, false);
    assert!(later.contains("no. 13."), "{later}");
    home.update(&key(KeyCode::End));
    let last = shown(&mut home, size, false);
    assert_eq!(marked(&last).last(), Some(&10), "{last}");
    // With all of a list in the window there is nothing to mark.
    assert!(marked(&shown(&mut home, (80, 60), false)).is_empty());
}
