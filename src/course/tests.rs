//! Reading courses, whole ones and damaged ones.

mod damaged;

use std::fs;
use std::path::PathBuf;

use super::*;
use crate::doc::{BlockKind, plain_text};

/// A course in a folder of its own, gone at the end of the test.
pub(super) struct Fixture {
    folder: tempfile::TempDir,
}

impl Fixture {
    /// A folder with these files: path, text.
    pub(super) fn new(files: &[(&str, &str)]) -> Fixture {
        let fixture = Fixture {
            folder: tempfile::tempdir().unwrap(),
        };
        for (path, text) in files {
            fixture.write(path, text);
        }
        fixture
    }

    pub(super) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(super) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(super) fn open(&self) -> Result<Course, Fault> {
        Course::open(self.folder.path())
    }

    /// `file:line: key values` with the path inside the fixture.
    pub(super) fn shown(&self, fault: &Fault) -> String {
        let root = format!("{}/", self.folder.path().display());
        fault.to_string().replace(&root, "")
    }
}

const PAGE: &str = "+++\ntitle = \"Ports\"\nsummary = \"Numbers.\"\nminutes = 5\n+++\n# Ports\n";

fn one_page(text: &str) -> Fixture {
    Fixture::new(&[("course.toml", "title = \"T\"\n"), ("10-ports/en.md", text)])
}

fn page(fixture: &Fixture) -> Result<Page, String> {
    let course = fixture.open().unwrap();
    course
        .page(&course.lessons[0], Lang::En)
        .map_err(|fault| fixture.shown(&fault))
}

#[test]
fn the_least_course_is_a_title_and_one_page() {
    let fixture = one_page(PAGE);
    let course = fixture.open().unwrap();
    assert_eq!(course.title.get(Lang::Zh), "T");
    assert_eq!(course.parts.len(), 1);
    assert_eq!(course.parts[0].title, None);
    let front = course.front(&course.lessons[0], Lang::Zh).unwrap();
    assert_eq!(
        (front.lang, front.title.as_str(), front.minutes),
        (Lang::En, "Ports", 5)
    );
    assert_eq!(page(&fixture).unwrap().doc.blocks[0].line, 6);
}

#[test]
fn lessons_come_part_by_part_and_the_rest_at_the_end() {
    let fixture = Fixture::new(&[
        (
            "course.toml",
            "title = { en = \"T\", zh = \"课\" }\n[[part]]\ntitle = \"One\"\n\
             lessons = [\"10-ports\", \"77-absent\", \"03-socket-api\"]\n\
             [[part]]\ntitle = \"Two\"\nlessons = [\"10-ports\"]\n",
        ),
        ("10-ports/en.md", PAGE),
        ("03-socket-api/en.md", PAGE),
        ("100-late/en.md", PAGE),
        ("09-early/en.md", PAGE),
        ("notes/en.md", PAGE),
        ("ui.en.toml", ""),
    ]);
    let course = fixture.open().unwrap();
    assert_eq!(course.title.get(Lang::Zh), "课");
    let folders: Vec<_> = course
        .lessons
        .iter()
        .map(|entry| entry.folder.as_str())
        .collect();
    assert_eq!(
        folders,
        ["10-ports", "03-socket-api", "09-early", "100-late"]
    );
    let parts: Vec<_> = course
        .parts
        .iter()
        .map(|part| part.lessons.clone())
        .collect();
    assert_eq!(parts, [0..2, 2..2, 2..4]);
    assert_eq!(course.parts[2].title, None);
}

#[test]
fn a_lesson_is_found_by_number_slug_and_folder() {
    let fixture = Fixture::new(&[
        ("course.toml", "title = \"T\"\n"),
        ("03-socket-api/en.md", PAGE),
        ("10-ports/en.md", PAGE),
    ]);
    let course = fixture.open().unwrap();
    for what in [
        "3",
        "03",
        " 003 ",
        "socket-api",
        "Socket-API",
        "03-socket-api",
    ] {
        assert_eq!(
            course.find(what).map(|entry| entry.number),
            Some(3),
            "{what}"
        );
    }
    for what in [
        "",
        "4",
        "99999999999999999999",
        "socket",
        "../03-socket-api",
        "３",
    ] {
        assert_eq!(course.find(what), None, "{what}");
    }
    assert_eq!(course.nearest("port").as_deref(), Some("ports"));
    assert_eq!(course.nearest("socket_api").as_deref(), Some("socket-api"));
    assert_eq!(course.nearest("quite different"), None);
    assert_eq!(course.nearest(&"x".repeat(10_000_000)), None);
}

#[test]
fn folders_are_number_and_slug() {
    for (folder, number) in [("00-a", 0), ("03-socket-api", 3), ("100-a1-b", 100)] {
        assert_eq!(
            Entry::of_folder(folder).map(|entry| entry.number),
            Some(number)
        );
    }
    for folder in [
        "3-a", "03", "03-", "03-A", "03-a--b", "03_a", "-a", "a-b", "٠٣-a", "",
    ] {
        assert_eq!(Entry::of_folder(folder), None, "{folder}");
    }
}

#[test]
fn line_ends_and_marks_of_other_systems_do_not_matter() {
    let unix = page(&one_page(PAGE)).unwrap();
    let windows = format!("\u{feff}{}", PAGE.replace('\n', "\r\n"));
    assert_eq!(page(&one_page(&windows)).unwrap(), unix);
    // No line end after the closing fence, and a blank after the opening one.
    let short = PAGE
        .trim_end_matches("\n# Ports\n")
        .replacen("+++\n", "+++ \n", 1);
    assert_eq!(page(&one_page(&short)).unwrap().front, unix.front);
}

#[test]
fn faults_of_front_matter_name_their_line() {
    let wrong = [
        ("# Ports\n", "10-ports/en.md:1: front-missing"),
        ("", "10-ports/en.md:1: front-missing"),
        ("+++\ntitle = \"x\"\n", "10-ports/en.md:1: front-open"),
        (
            "+++\ntitle = \"x\"\nsummary = \"s\"\nminutes = 1\nminuets = 5\n+++\n",
            "10-ports/en.md:5: bad-front reason=\"unknown field `minuets`",
        ),
        (
            "+++\ntitle = \"x\"\nsummary = \"s\"\nminutes = -1\n+++\n",
            "10-ports/en.md:4: bad-front reason=\"invalid value: integer `-1`",
        ),
        (
            "+++\ntitle = \"x\"\n+++\n",
            "10-ports/en.md:2: bad-front reason=\"missing field `summary`\"",
        ),
        (
            "+++\ntitle = \"x\n+++\n",
            "10-ports/en.md:2: bad-front reason=",
        ),
    ];
    for (text, start) in wrong {
        let fault = page(&one_page(text)).unwrap_err();
        assert!(fault.starts_with(start), "{fault}");
    }
}

const QUIZ: &str = "\n- item\n\n  ```quiz\n  id = \"q\"\n  kind = \"fill\"\n  question = \"Which? ___\"\n\
    \x20 [[choice]]\n  text = \"Port 80\"\n  right = true\n  [[choice]]\n  text = \"443\"\n  why = \"w\"\n  demo = \"tls\"\n  ```\n";

#[test]
fn questions_stand_on_the_lines_of_the_file() {
    let page = page(&one_page(&format!("{PAGE}{QUIZ}"))).unwrap();
    let question = &page.questions[0];
    assert_eq!(question.line, 10);
    assert_eq!(question.kind, question::Kind::Fill);
    let choices = question.choices.iter().map(|choice| choice.line);
    assert_eq!(choices.collect::<Vec<_>>(), [15, 18]);
    assert_eq!(question.choices[1].demo.as_deref(), Some("tls"));
    for right in ["port 80", " PORT 80\n", "ｐｏｒｔ　８０"] {
        assert!(question.is_right(right), "{right}");
    }
    for wrong in ["443", "４４３", "80", ""] {
        assert!(!question.is_right(wrong), "{wrong}");
    }
    assert_eq!(question.choice("４４３").unwrap().why.as_deref(), Some("w"));
}

#[test]
fn faults_of_questions_name_their_line() {
    for (wrong, right, start) in [
        (
            "rihgt = true",
            "right = true",
            "10-ports/en.md:16: bad-question reason=\"unknown field `rihgt`",
        ),
        (
            "kind = \"chose\"",
            "kind = \"fill\"",
            "10-ports/en.md:12: bad-question reason=\"unknown variant `chose`",
        ),
        (
            "id = q",
            "id = \"q\"",
            "10-ports/en.md:11: bad-question reason=",
        ),
    ] {
        let text = format!("{PAGE}{}", QUIZ.replace(right, wrong));
        let fault = page(&one_page(&text)).unwrap_err();
        assert!(fault.starts_with(start), "{fault}");
    }
}

const NARRATION: &str = "+++\ntitle = \"Echo\"\nsummary = \"s\"\n[knobs]\nmessage = \"the text\"\n+++\n\
    See [this](https://a.example/).\n\n## listen: The server opens\nIt [listens](demo:b) and [waits](lesson:3).\n\n\
    ```predict\nkind = \"predict\"\nquestion = \"?\"\n[[choice]]\ntext = \"a\"\nright = true\n```\n\
    More.\n\n## after：之后\n- [End](#x)\n";

#[test]
fn a_narration_is_an_introduction_and_sections() {
    let fixture = one_page(PAGE);
    fixture.write("10-ports/echo.en.md", NARRATION);
    let course = fixture.open().unwrap();
    let told = course.narration("echo", Lang::Zh).unwrap().unwrap();
    assert_eq!(told.front.lang, Lang::En);
    assert_eq!(told.front.knobs["message"], "the text");
    assert_eq!(told.intro.links[0].target, "https://a.example/");
    let sections: Vec<_> = told
        .sections
        .iter()
        .map(|section| (section.line, section.step.as_str(), section.title.as_str()))
        .collect();
    assert_eq!(
        sections,
        [(9, "listen", "The server opens"), (21, AFTER, "之后")]
    );
    let listen = told.section("listen").unwrap();
    assert_eq!(listen.doc.blocks.len(), 2);
    assert_eq!(listen.predict.as_ref().unwrap().line, 12);
    let targets: Vec<_> = listen
        .doc
        .links
        .iter()
        .map(|link| link.target.as_str())
        .collect();
    assert_eq!(targets, ["demo:b", "lesson:3"]);
    let BlockKind::Paragraph(spans) = &listen.doc.blocks[0].kind else {
        panic!("{listen:?}");
    };
    assert_eq!(plain_text(spans), "It listens and waits.");
    let links: Vec<_> = spans.iter().filter_map(|span| span.link).collect();
    assert_eq!(links, [0, 1]);
    assert_eq!(told.section(AFTER).unwrap().doc.links[0].target, "#x");

    let front = course.narration_front("echo", Lang::En).unwrap().unwrap();
    assert_eq!(front, told.front);
    for nobody in ["other", "../10-ports/echo", "", "en"] {
        assert_eq!(
            course.narration(nobody, Lang::En).unwrap(),
            None,
            "{nobody}"
        );
    }
}

#[test]
fn faults_of_narrations_name_their_line() {
    for (right, wrong, start) in [
        (
            "## listen: The",
            "## The",
            "10-ports/echo.en.md:9: section-no-step",
        ),
        ("[knobs]", "[knob]", "10-ports/echo.en.md:4: bad-front"),
        ("kind =", "knid =", "10-ports/echo.en.md:13: bad-question"),
    ] {
        let fixture = one_page(PAGE);
        fixture.write("10-ports/echo.en.md", NARRATION.replace(right, wrong));
        let fault = fixture
            .open()
            .unwrap()
            .narration("echo", Lang::En)
            .unwrap_err();
        let fault = fixture.shown(&fault);
        assert!(fault.starts_with(start), "{fault}");
    }
    let question =
        &NARRATION[NARRATION.find("```predict").unwrap()..NARRATION.find("More").unwrap()];
    let fixture = one_page(PAGE);
    fixture.write(
        "10-ports/echo.en.md",
        NARRATION.replace("More.\n", question),
    );
    let fault = fixture
        .open()
        .unwrap()
        .narration("echo", Lang::En)
        .unwrap_err();
    assert_eq!(
        fixture.shown(&fault),
        "10-ports/echo.en.md:19: predict-twice step=\"listen\""
    );
}

#[test]
fn the_fingerprint_is_fnv_1a_and_ignores_the_kind_of_line_ends() {
    // The published values of the 64-bit function.
    assert_eq!(file::fingerprint(""), "cbf29ce484222325");
    assert_eq!(file::fingerprint("a"), "af63dc4c8601ec8c");
    assert_eq!(file::fingerprint("foobar"), "85944171f73967e8");
    assert_eq!(file::fingerprint("a\r\nb\r"), file::fingerprint("a\nb\n"));
    assert_ne!(file::fingerprint("a\n\n"), file::fingerprint("a\n"));
}

#[test]
fn the_embedded_course_loads() {
    if !Source::Embedded.has(manifest::COURSE_FILE) {
        return;
    }
    let course = Course::embedded().unwrap();
    for entry in &course.lessons {
        for lang in Lang::ALL {
            let page = course.page(entry, lang).unwrap();
            assert_eq!(course.front(entry, lang).unwrap(), page.front);
        }
    }
}
