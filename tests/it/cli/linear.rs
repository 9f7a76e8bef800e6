//! `--linear`: the course in sentences, as a screen reader says them.

use crate::support::{LANGS, World};

/// Box drawing, block elements and geometric shapes, which a screen reader names one by one or
/// leaves out.
fn is_drawn(c: char) -> bool {
    ('\u{2500}'..='\u{25ff}').contains(&c) || c == '•'
}

#[test]
fn a_linear_page_has_no_frame_no_bar_and_no_rule() {
    let world = World::new();
    let pages: [&[&str]; 9] = [
        &["list"],
        &["lesson", "3"],
        // Has a table with a head.
        &["lesson", "4", "--notes"],
        &["demos"],
        &["glossary", "socket"],
        &["plan"],
        &["plan", "10"],
        &["progress"],
        &["run-demo", "tcp-echo"],
    ];
    for lang in LANGS {
        let mut framed = 0;
        for page in pages {
            let tutor = |arguments: &[&str]| world.tutor(arguments).lang(lang);
            let linear = tutor(&[page, &["--linear"]].concat()).run().good();
            assert!(!linear.contains(is_drawn), "{page:?}\n{linear}");
            framed += usize::from(tutor(page).run().good().contains(is_drawn));
        }
        assert!(framed > 5, "the same pages are drawn without it: {framed}");
    }
}

#[test]
fn a_lesson_of_a_list_is_one_sentence() {
    let world = World::new();
    for (lang, sentence) in [
        ("en", "\n3. What exactly is a socket?; socket-api; 25 min\n"),
        ("zh", "\n3. 套接字到底是什么；socket-api；25 分钟\n"),
    ] {
        let list = world.tutor(["--linear"]).lang(lang).run().good();
        assert!(list.contains(sentence), "{list}");
    }
}

/// A heading that cannot be seen says that it is one, by the number that `--section` takes.
#[test]
fn a_section_says_its_number() {
    let world = World::new();
    for (lang, heading) in [("en", "Section 3: "), ("zh", "第 3 节：")] {
        let tutor = |arguments: &[&str]| world.tutor(arguments).lang(lang).run().good();
        let lesson = tutor(&["lesson", "1", "--linear"]);
        let heard = lesson.lines().find(|line| line.starts_with(heading));
        let heard = heard.unwrap_or_else(|| panic!("no {heading}\n{lesson}"));
        let section = tutor(&["lesson", "1", "--linear", "--section", "3"]);
        assert_eq!(section.lines().next(), Some(heard));
        assert!(!tutor(&["lesson", "1"]).contains(heading));
    }
}

/// The commands that the pages name are typed without `--linear`.
#[test]
fn the_environment_can_ask_for_it_once_and_for_all() {
    let world = World::new();
    let progress = |value: &str| {
        let tutor = world.tutor(["progress"]);
        tutor.env("SOCKETS_TUTOR_LINEAR", value).run().good()
    };
    let asked = world.tutor(["progress", "--linear"]).run().good();
    let drawn = world.tutor(["progress"]).run().good();
    assert_ne!(asked, drawn);
    assert_eq!(progress("1"), asked);
    assert_eq!([progress(""), progress("0")], [drawn.clone(), drawn]);
    // Who has not found it yet is told.
    let list = world.tutor(["list", "--linear"]).run().good();
    assert!(list.contains("SOCKETS_TUTOR_LINEAR=1"), "{list}");
    let list = world.tutor(["list"]);
    let list = list.env("SOCKETS_TUTOR_LINEAR", "1").run().good();
    assert!(!list.contains("SOCKETS_TUTOR_LINEAR"), "{list}");
}
