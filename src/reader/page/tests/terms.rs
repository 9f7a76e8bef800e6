//! Terms of the glossary, opened from their links.

use super::*;

const GLOSSARY: &str = r#"
[[term]]
id = "segment"
lesson = "b"
name = { en = "segment", zh = "报文段" }
mean.en = "What TCP sends at once: a header and a piece of the byte stream. It travels inside an IP datagram."
mean.zh = "TCP 一次发出的一块：首部，加上字节流里的一段。它装在 IP 数据报里走。"

[[term]]
id = "here"
lesson = "a"
name = "here"
mean = "Explained here."
"#;

const PAGE: &str = "+++\ntitle = \"T\"\nsummary = \"s\"\nminutes = 1\n+++\n# T\n\n\
    A [segment](term:segment), one [here](term:here), one [nowhere](term:gone&#27;).\n";

fn course() -> (tempfile::TempDir, Course) {
    let folder = tempfile::tempdir().unwrap();
    for lesson in ["01-a", "02-b"] {
        fs::create_dir_all(folder.path().join(lesson)).unwrap();
        for lang in Lang::ALL {
            fs::write(folder.path().join(format!("{lesson}/{lang}.md")), PAGE).unwrap();
        }
    }
    fs::write(folder.path().join("course.toml"), "title = \"Course\"").unwrap();
    fs::write(folder.path().join("glossary.toml"), GLOSSARY).unwrap();
    let course = Course::open(folder.path()).unwrap();
    (folder, course)
}

#[test]
fn a_term_opens_over_the_page() {
    let (_folder, course) = course();
    compare("page/term", |lang, size| {
        let mut lesson = open(&course, lang, size);
        press(&mut lesson, &course, "\t\n");
        shown(&mut lesson, size, false)
    });
    for lang in Lang::ALL {
        for size in [(0, 0), (39, 11), (40, 12), (500, 200)] {
            let mut lesson = open(&course, lang, size);
            press(&mut lesson, &course, "\t\n");
            shown(&mut lesson, size, true);
        }
    }
}

#[test]
fn enter_goes_to_the_lesson_that_explains_it() {
    let (_folder, course) = course();
    let mut lesson = open(&course, Lang::En, (80, 24));
    let page = shown(&mut lesson, (80, 24), false);
    press(&mut lesson, &course, "\t\n");
    assert_eq!(press(&mut lesson, &course, "\n"), [Command::FollowTo(1)]);
    // Explained where one is: there is nowhere to go.
    press(&mut lesson, &course, "\t\n");
    assert!(shown(&mut lesson, (80, 24), false).contains("Explained in this lesson."));
    assert_eq!(press(&mut lesson, &course, "\n"), []);
    lesson.focus = None;
    // Every other key and a click close it, and do nothing else.
    for closing in ["\u{1b}", "j", "q"] {
        press(&mut lesson, &course, "g\t\n");
        assert_ne!(lesson.mode, Mode::Read);
        assert_eq!(press(&mut lesson, &course, closing), []);
        assert_eq!(lesson.mode, Mode::Read);
        lesson.focus = None;
    }
    assert_eq!(tell(&mut lesson, &course, &click(&page, "segment")), []);
    assert_ne!(lesson.mode, Mode::Read);
    assert_eq!(tell(&mut lesson, &course, &click(&page, "one here")), []);
    assert_eq!(lesson.mode, Mode::Read);
}

#[test]
fn a_term_that_is_not_there_is_said_so() {
    let (_folder, course) = course();
    let mut lesson = open(&course, Lang::En, (80, 24));
    press(&mut lesson, &course, "\t\t\t\n");
    assert_eq!(lesson.mode, Mode::Read);
    let note = lesson.note.clone().unwrap();
    assert!(note.starts_with("The glossary has no term gone"), "{note}");
    assert!(!note.contains('\u{1b}'), "{note:?}");
}

/// The names of a term that are longer than the frame is wide.
#[test]
fn long_names_are_read_in_whole() {
    let (folder, course) = course();
    let long = r#"name = { en = "retransmission timeout (RTO)", zh = "超时重传时间（RTO）" }"#;
    let glossary = GLOSSARY.replace(r#"name = { en = "segment", zh = "报文段" }"#, long);
    fs::write(folder.path().join("glossary.toml"), glossary).unwrap();
    for lang in Lang::ALL {
        let mut lesson = open(&course, lang, (40, 12));
        press(&mut lesson, &course, "\t\n");
        let screen = shown(&mut lesson, (40, 12), false);
        let text: String = screen
            .split(|c: char| c == '│' || c.is_whitespace())
            .collect();
        for name in ["retransmissiontimeout(RTO)", "超时重传时间（RTO）"] {
            assert!(text.contains(name), "{screen}");
        }
    }
}
