//! Each kind of fault in a course that is right but for one slip.

mod cases;
mod large;

use std::collections::BTreeSet;
use std::fs;

use super::super::fault::{Fault, FaultKind, Sentences};
use super::super::file::fingerprint;
use super::super::source::Source;
use super::super::tests::Fixture;
use super::*;

/// `path`, what stands there and what is to stand there. An empty `from` replaces the whole file;
/// an empty `to` as well removes it.
type Edit = (&'static str, &'static str, &'static str);

const RIGHT: &[(&str, &str)] = &[
    ("course.toml", include_str!("tests/right/course.toml")),
    ("plan.toml", include_str!("tests/right/plan.toml")),
    ("01-one/en.md", include_str!("tests/right/page.en.md")),
    ("01-one/zh.md", include_str!("tests/right/page.zh.md")),
    ("01-one/echo.en.md", include_str!("tests/right/echo.en.md")),
    ("01-one/echo.zh.md", include_str!("tests/right/echo.zh.md")),
    (
        "01-one/notes.en.md",
        include_str!("tests/right/notes.en.md"),
    ),
    (
        "01-one/notes.zh.md",
        include_str!("tests/right/notes.zh.md"),
    ),
    ("02-two/en.md", include_str!("tests/right/two.en.md")),
    ("02-two/zh.md", include_str!("tests/right/two.zh.md")),
];

fn known() -> Known {
    Known {
        demos: vec![KnownDemo {
            slug: "echo".to_string(),
            steps: vec!["listen".to_string(), "read".to_string()],
            knobs: vec!["message".to_string()],
        }],
        exercises: vec!["server".to_string()],
        all_must_be_used: true,
    }
}

/// The right course with these edits; translations say that they are up to date.
fn edited(edits: &[Edit]) -> Fixture {
    let fixture = Fixture::new(RIGHT);
    for (path, from, to) in edits {
        if from.is_empty() && to.is_empty() {
            fs::remove_file(fixture.path(path)).unwrap();
        } else if from.is_empty() {
            fixture.write(path, to);
        } else {
            let text = fs::read_to_string(fixture.path(path)).unwrap();
            assert_eq!(text.matches(from).count(), 1, "{path}: {from}");
            fixture.write(path, text.replace(from, to));
        }
    }
    for (path, _) in RIGHT {
        let (Some(stem), Ok(text)) = (
            path.strip_suffix("zh.md"),
            fs::read_to_string(fixture.path(path)),
        ) else {
            continue;
        };
        if let Ok(original) = fs::read_to_string(fixture.path(&format!("{stem}en.md"))) {
            let body = original.splitn(3, "+++\n").nth(2).unwrap_or_default();
            fixture.write(path, text.replace("@@", &fingerprint(body)));
        }
    }
    fixture
}

/// `file:line: key` of every fault.
fn faults(fixture: &Fixture, known: &Known) -> Vec<String> {
    let course = fixture.open().unwrap();
    let short = |fault: &Fault| {
        let shown = fixture.shown(fault);
        let key = fault.kind.key();
        let end = shown.find(&format!(": {key}")).unwrap() + 2 + key.len();
        shown[..end].to_string()
    };
    check(&course, known).iter().map(short).collect()
}

#[test]
fn a_right_course_has_no_faults() {
    assert_eq!(faults(&edited(&[]), &known()), [""; 0]);
}

#[test]
fn line_ends_and_marks_of_other_systems_are_no_faults() {
    let fixture = edited(&[]);
    for (path, _) in RIGHT {
        let text = fs::read_to_string(fixture.path(path)).unwrap();
        fixture.write(path, format!("\u{feff}{}", text.replace('\n', "\r\n")));
    }
    assert_eq!(faults(&fixture, &known()), [""; 0]);
}

#[test]
fn each_slip_is_told_with_file_and_line() {
    for (edits, expected) in cases::all() {
        let found = faults(&edited(edits), &known());
        assert_eq!(&found, expected, "{edits:?}");
    }
}

#[test]
fn every_kind_of_fault_is_tried() {
    let mut tried: BTreeSet<&str> = cases::all()
        .flat_map(|(_, expected)| expected.iter())
        .filter_map(|fault| fault.rsplit(": ").next())
        .collect();
    // Tried where courses are opened, or below.
    tried.extend([
        "no-course-file",
        "bad-course-file",
        "bad-name",
        "not-found",
        "unreadable",
    ]);
    tried.extend([
        "no-lessons",
        "not-utf8",
        "not-a-file",
        "too-large",
        "not-a-folder",
    ]);
    let all: BTreeSet<&str> = FaultKind::ALL.iter().map(|(key, _)| *key).collect();
    assert_eq!(tried, all);
}

#[test]
fn a_course_of_one_language_is_whole() {
    let mut edits: Vec<Edit> = Vec::new();
    for (path, _) in RIGHT.iter().filter(|(path, _)| path.ends_with("zh.md")) {
        edits.push((path, "", ""));
    }
    edits.push(("course.toml", "", "title = { en = \"T\" }\n"));
    assert_eq!(faults(&edited(&edits), &known()), [""; 0]);
    // A single file in a second language makes it a course of two.
    edits.retain(|(path, _, _)| *path != "02-two/zh.md");
    let found = faults(&edited(&edits), &known());
    let expected = [
        "01-one/echo.en.md:1: missing-translation",
        "01-one/en.md:1: missing-translation",
        "01-one/notes.en.md:1: missing-translation",
        "course.toml:1: title-untranslated",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_course_written_in_chinese_first_is_whole() {
    let edits = RIGHT.iter().filter_map(|(path, text)| {
        let stem = path.strip_suffix("zh.md")?;
        let (_, original) = RIGHT
            .iter()
            .find(|(other, _)| *other == format!("{stem}en.md"))?;
        let body = text.splitn(3, "+++\n").nth(2)?;
        let line = format!("translates = \"{}\"\n", fingerprint(body));
        let original = original.replacen("summary", &format!("{line}summary"), 1);
        Some((stem, original, text.replace("translates = \"@@\"\n", "")))
    });
    let fixture = Fixture::new(RIGHT);
    for (stem, en, zh) in edits {
        fixture.write(&format!("{stem}en.md"), en);
        fixture.write(&format!("{stem}zh.md"), zh);
    }
    assert_eq!(faults(&fixture, &known()), [""; 0]);
}

#[test]
fn a_teachers_course_may_use_the_demos_of_the_program() {
    let page = "+++\ntitle = \"T\"\nsummary = \"s\"\nminutes = 1\n+++\n# T\n[run](demo:echo)\n";
    let fixture = Fixture::new(&[("course.toml", "title = \"T\"\n"), ("01-a/en.md", page)]);
    let teachers = Known {
        all_must_be_used: false,
        ..known()
    };
    assert_eq!(faults(&fixture, &teachers), [""; 0]);
    assert_eq!(
        faults(&fixture, &known()),
        ["course.toml: narration-missing"]
    );
}

#[test]
fn damaged_files_hide_no_others() {
    let fixture = edited(&[("02-two/en.md", "# Two", "# Too")]);
    fixture.write("01-one/en.md", b"+++\n\xff\xfe");
    fixture.write("03-three", "a file");
    fixture.write("04-four/en.md/x", "");
    fs::remove_file(fixture.path("01-one/echo.en.md")).unwrap();
    let found = faults(&fixture, &known());
    let expected = [
        "01-one/echo.zh.md:1: missing-translation",
        "01-one/en.md:2: not-utf8",
        "02-two/en.md:6: title-differs",
        "03-three: not-a-folder",
        "04-four/en.md: not-a-file",
        "04-four/en.md:1: missing-translation",
    ];
    assert_eq!(found, expected);
    let empty = Fixture::new(&[("course.toml", "title = \"T\"\n"), (".git/x", "")]);
    let none = check(&empty.open().unwrap(), &Known::default());
    assert_eq!(none.len(), 1);
    assert_eq!(none[0].kind, FaultKind::NoLessons {});
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_are_faults() {
    use std::os::unix::ffi::OsStrExt;
    let fixture = edited(&[]);
    for folder in ["", "01-one"] {
        let name = std::ffi::OsStr::from_bytes(b"en\xff.md");
        // Some systems refuse such names; then there is nothing to tell.
        if fs::write(fixture.path(folder).join(name), "").is_err() {
            return;
        }
    }
    let found = faults(&fixture, &known());
    assert!(
        found.iter().all(|fault| fault.ends_with(": bad-name")),
        "{found:?}"
    );
    assert_eq!(found.len(), 2);
}

#[test]
fn damaged_bytes_never_panic() {
    let mut state: u64 = 11;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as usize
    };
    let fixture = edited(&[]);
    let whole: Vec<(&str, Vec<u8>)> = RIGHT[1..]
        .iter()
        .map(|(path, _)| (*path, fs::read(fixture.path(path)).unwrap()))
        .collect();
    for _ in 0..200 {
        let (path, bytes) = &whole[next() % whole.len()];
        let mut damaged = bytes.clone();
        for _ in 0..1 + next() % 6 {
            let at = next() % damaged.len();
            match next() % 4 {
                0 => damaged[at] = next() as u8,
                1 => damaged.truncate(at.max(1)),
                2 => drop(damaged.remove(at)),
                _ => damaged.insert(at, b"\"+\n[`#\r|>:*"[next() % 11]),
            }
            if damaged.is_empty() {
                damaged.push(b'x');
            }
        }
        fixture.write(path, &damaged);
        check(&fixture.open().unwrap(), &known());
    }
}

#[test]
fn every_kind_has_sentences_in_both_languages() {
    let read = |lang: Lang| -> BTreeMap<String, BTreeMap<String, String>> {
        let text = Source::Embedded.read(&format!("faults.{lang}.toml"));
        toml::from_str(&text.unwrap()).unwrap()
    };
    for lang in Lang::ALL {
        let sentences = read(lang);
        Sentences::embedded(lang).unwrap();
        let keys: Vec<&str> = FaultKind::ALL.iter().map(|(key, _)| *key).collect();
        let mut sorted = keys.clone();
        sorted.sort_unstable();
        assert_eq!(sentences.keys().collect::<Vec<_>>(), sorted, "{lang}");
        for (key, values) in FaultKind::ALL {
            let places = places(&sentences[*key]["what"], &sentences[*key]["mend"]);
            let values: BTreeSet<String> = values.iter().map(|value| value.to_string()).collect();
            assert_eq!(places, values, "{lang} {key}");
        }
    }
    let (en, zh) = (read(Lang::En), read(Lang::Zh));
    for (key, sentence) in &en {
        for part in ["what", "mend"] {
            let of = |text: &str| places(text, "");
            assert_eq!(of(&sentence[part]), of(&zh[key][part]), "{key} {part}");
        }
    }
}

/// The `{name}` places of two sentences.
fn places(what: &str, mend: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for text in [what, mend] {
        for piece in text.split('{').skip(1) {
            let name = piece.split('}').next().unwrap();
            if name.bytes().all(|byte| byte.is_ascii_lowercase()) {
                found.insert(name.to_string());
            }
        }
    }
    found
}

#[test]
fn sentences_hold_the_values_made_harmless() {
    let kind = FaultKind::UnknownDemo {
        demo: format!("\u{1b}[2J{}", "x".repeat(500)),
        nearest: "echo".to_string(),
    };
    let en = Sentences::embedded(Lang::En).unwrap();
    let what = en.what(&kind);
    assert!(what.starts_with("There is no demo \u{241b}[2Jxx"), "{what}");
    assert!(
        what.ends_with("x….") && what.chars().count() < 130,
        "{what}"
    );
    assert_eq!(en.mend(&kind), "Correct the name; the nearest is echo.");
    let zh = Sentences::embedded(Lang::Zh).unwrap();
    assert_eq!(zh.mend(&kind), "请改正名称；最接近的是 echo。");
}
