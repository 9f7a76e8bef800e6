//! What is no course, and files that cannot be read.

use super::*;

#[test]
fn what_is_no_course_is_a_fault() {
    let folder = Fixture::new(&[]);
    let fault = folder.open().unwrap_err();
    assert_eq!(folder.shown(&fault), "course.toml: no-course-file");
    for (text, start) in [
        (
            "",
            "course.toml:1: bad-course-file reason=\"missing field `title`\"",
        ),
        ("title = {}", "course.toml:1: bad-course-file"),
        (
            "title = \"T\"\ntitel = 1\n",
            "course.toml:2: bad-course-file",
        ),
        (
            "title = \"T\"\n\n[[part]]\ntitle = { fr = \"P\" }\nlessons = []",
            "course.toml:4: bad-course-file",
        ),
        (
            "title = \"T\"\n[[part]]\ntitle = \"P\"\n",
            "course.toml:2: bad-course-file",
        ),
    ] {
        let fixture = Fixture::new(&[("course.toml", text)]);
        let fault = fixture.shown(&fixture.open().unwrap_err());
        assert!(fault.starts_with(start), "{fault}");
    }
    let nowhere = Course::open(&folder.path("absent")).unwrap_err();
    assert_eq!(folder.shown(&nowhere), "absent/course.toml: no-course-file");
}

#[test]
fn files_that_cannot_be_read_are_faults() {
    let fixture = one_page(PAGE);
    fixture.write("11-bad/en.md", b"+++\n\xff\n");
    fixture.write("12-folder/en.md/x", "");
    fixture.write("13-none/notes.txt", "");
    fixture.write("14-large/en.md", "");
    let large = fs::File::options()
        .write(true)
        .open(fixture.path("14-large/en.md"));
    large.unwrap().set_len(source::MAX_FILE_BYTES + 1).unwrap();
    let course = fixture.open().unwrap();
    let fault = |number: &str| {
        let entry = course.find(number).unwrap();
        let fault = course.page(entry, Lang::Zh).unwrap_err();
        assert_eq!(course.front(entry, Lang::Zh).unwrap_err(), fault);
        fixture.shown(&fault)
    };
    assert_eq!(fault("11"), "11-bad/en.md:2: not-utf8");
    assert_eq!(fault("12"), "12-folder/en.md: not-a-file");
    assert_eq!(fault("13"), "13-none: no-page");
    assert_eq!(fault("14"), "14-large/en.md: too-large limit=\"16\"");
}

#[cfg(unix)]
#[test]
fn strange_files_of_unix_do_no_harm() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    let fixture = one_page(PAGE);
    fixture.write("11-loop/x", "");
    symlink("en.md", fixture.path("11-loop/en.md")).unwrap();
    symlink("..", fixture.path("11-loop/up")).unwrap();
    fixture.write("12-device/x", "");
    symlink("/dev/zero", fixture.path("12-device/en.md")).unwrap();
    symlink("11-loop", fixture.path("13-linked")).unwrap();
    symlink("absent", fixture.path("14-absent")).unwrap();
    fs::create_dir(fixture.path("").join(OsStr::from_bytes(b"15-\xff"))).unwrap();
    let course = fixture.open().unwrap();
    let numbers: Vec<_> = course.lessons.iter().map(|entry| entry.number).collect();
    assert_eq!(numbers, [10, 11, 12, 13]);
    let key = |number| {
        let entry = course.find(number).unwrap();
        course.page(entry, Lang::En).unwrap_err().kind.key()
    };
    assert_eq!(key("11"), "unreadable");
    assert_eq!(key("12"), "not-a-file");
    assert_eq!(key("13"), "unreadable");
}

#[test]
fn random_bytes_never_panic() {
    let mut state: u64 = 7;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as usize
    };
    let whole = format!("{PAGE}{}", questions::QUIZ);
    for _ in 0..300 {
        let mut damaged = [whole.as_bytes(), questions::NARRATION.as_bytes()][next() % 2].to_vec();
        for _ in 0..1 + next() % 8 {
            let at = next() % damaged.len();
            match next() % 3 {
                0 => damaged[at] = next() as u8,
                1 => damaged.truncate(at.max(1)),
                _ => damaged.insert(at, b"\"+\n[`#\r\0:"[next() % 9]),
            }
        }
        let fixture = one_page(PAGE);
        fixture.write("10-ports/en.md", &damaged);
        fixture.write("10-ports/echo.en.md", &damaged);
        let _ = page(&fixture);
        let _ = fixture.open().unwrap().narration("echo", Lang::En);
        fixture.write("course.toml", &damaged);
        let _ = fixture.open();
    }
}
