//! Ways through a course: by links and back, and past what cannot be read.

use super::*;

const FRONT: &str = "summary = \"s\"\nminutes = 1\n+++\n";

/// A course of a teacher's own, its lessons by their text; a lesson without a title is faulty.
fn own(lessons: &[(&str, &str)]) -> (tempfile::TempDir, Session) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("course.toml"), "title = \"Own\"\n").unwrap();
    for (name, text) in lessons {
        let lesson = folder.path().join(name);
        std::fs::create_dir(&lesson).unwrap();
        let title = match text.is_empty() {
            true => "titel = \"Title\"\n".to_string(),
            false => format!("title = \"Title of {name}\"\n"),
        };
        std::fs::write(lesson.join("en.md"), format!("+++\n{title}{FRONT}{text}")).unwrap();
    }
    let course = Course::open(folder.path()).unwrap();
    let theme = Theme::new(Depth::None, Background::Dark);
    let progress = Progress::open_in(folder.path().join("home"));
    let session = Session::new(course, Lang::En, theme, false, progress);
    (folder, session)
}

fn long(name: &str) -> String {
    format!("# Title of {name}\n\n{}", "A paragraph.\n\n".repeat(60))
}

#[test]
fn the_way_back_from_a_link_leads_to_its_page_as_it_was() {
    let first = long("01-one") + "See [the second](lesson:2).\n\n" + &"More.\n\n".repeat(40);
    let second = long("02-two") + "and [the third](lesson:3), or [this](lesson:2).\n";
    let third = long("03-three");
    let lessons = [
        ("01-one", &*first),
        ("02-two", &second),
        ("03-three", &third),
    ];
    let (_folder, mut session) = own(&lessons);
    let size = (60, 17);
    session.open_home();
    press(&mut session, size, "\n\t");
    let one = shown(&mut session, size);
    press(&mut session, size, "\n\t");
    let two = shown(&mut session, size);
    assert!(two.contains("the third"), "{two}");
    press(&mut session, size, "\n");
    assert!(shown(&mut session, size).starts_with(" 3 · "));
    press(&mut session, size, "q");
    assert_eq!(shown(&mut session, size), two);
    // A link to the page itself is no step of the way.
    press(&mut session, size, "\t\n");
    press(&mut session, size, "q");
    assert_eq!(shown(&mut session, size), one);
    press(&mut session, size, "q");
    let home = shown(&mut session, size);
    assert!(home.contains("⟦ ›  1  Title of 01-one"), "{home}");
    let quit = session.update(&keys("q")[0]);
    assert_eq!(quit, [Wish::Quit]);
}

#[test]
fn the_language_goes_along_on_the_way_back() {
    let home = tempfile::tempdir().unwrap();
    let size = (80, 24);
    let mut session = sitting(home.path(), Lang::En, "socket-api", size);
    // The first link of lesson 3 leads to lesson 1.
    press(&mut session, size, "\t\n");
    assert_eq!(lesson(&session).place, 0);
    press(&mut session, size, "L");
    assert!(shown(&mut session, size).starts_with(" 1 · 两个"));
    press(&mut session, size, "q");
    let back = shown(&mut session, size);
    assert!(back.starts_with(" 3 · 套接字到底是什么"), "{back}");
}

#[test]
fn what_cannot_be_read_stands_in_the_contents_and_ends_nothing() {
    let one = long("01-one") + "See [the second](lesson:2).\n";
    let three = long("03-three");
    let (_folder, mut session) = own(&[("01-one", &*one), ("02-two", ""), ("03-three", &three)]);
    let size = (80, 24);
    session.open_home();
    let home = shown(&mut session, size);
    assert!(
        home.contains(" !  2  two") && home.contains("Title of 03-three"),
        "{home}"
    );
    // The fault is told where it stands, in the contents and from the lessons beside it.
    let told = "02-two/en.md:2: ";
    press(&mut session, size, "2");
    assert!(shown(&mut session, size).contains(told));
    press(&mut session, size, "\n");
    assert!(shown(&mut session, size).contains(told));
    press(&mut session, size, "\u{1b}\u{1b}1\n");
    for keys in ["]", "g\t\n"] {
        press(&mut session, size, keys);
        let text = shown(&mut session, size);
        assert!(
            text.starts_with(" 1 · ") && text.contains("02-two/en.md"),
            "{text}"
        );
    }
    press(&mut session, size, "q");
    assert_eq!(session.lesson.as_ref().map(|lesson| lesson.place), None);
    press(&mut session, size, "3\n");
    assert!(shown(&mut session, size).starts_with(" 3 · "));
}
