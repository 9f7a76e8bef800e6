//! Reading courses, whole ones and damaged ones.

mod questions;

mod damaged;

use std::fs;
use std::path::PathBuf;

use super::*;

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
             [[part]]\ntitle = \"Two\"\nlessons = [\"10-ports\"]\n\
             [[part]]\ntitle = \"Three\"\nlessons = []\nannounced = [{ number = 13, slug = \"late-one\", \
             title = \"Late\" }, { slug = \"end\", title = \"End\" }, { slug = \"\\u001b\", title = \"\" }]\n",
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
    assert_eq!(parts, [0..2, 2..2, 2..2, 2..4]);
    assert_eq!(course.parts[3].title, None);
    let announced = |what| {
        course
            .find_announced(what)
            .map(|lesson| lesson.slug.as_str())
    };
    for (what, slug) in [
        ("13", Some("late-one")),
        (" 013", Some("late-one")),
        ("Late-One", Some("late-one")),
        ("end", Some("end")),
        ("10", None),
        ("x", None),
        ("\u{1b}", None),
    ] {
        assert_eq!(announced(what), slug, "{what}");
    }
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
    let teachers = one_page(PAGE).open().unwrap();
    for entry in &course.lessons {
        for lang in Lang::ALL {
            let page = course.page(entry, lang).unwrap();
            assert_eq!(course.front(entry, lang).unwrap(), page.front);
            for demo in &page.front.demos {
                let told = course.narration(demo, lang).unwrap();
                assert!(told.is_some(), "{demo}");
                // A course without narrations uses those of the program.
                assert_eq!(teachers.narration(demo, lang).unwrap(), told);
            }
        }
    }
}
