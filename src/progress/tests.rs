use std::fs;
use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::lang::Lang;
use crate::lang::words::words;

fn day(number: u32) -> Day {
    Day::of(2026, 3, 1).unwrap().after(number)
}

fn at(block: usize) -> Place {
    Place {
        section: 1,
        block,
        ..Place::default()
    }
}

fn quiz(id: &str) -> Asked {
    let (lesson, id) = ("ports".to_string(), id.to_string());
    Asked::Quiz { lesson, id }
}

fn prediction(step: &str) -> Asked {
    let (demo, step) = ("tcp-echo".to_string(), step.to_string());
    Asked::Prediction { demo, step }
}

/// A record in a new folder that must open without a word.
fn fresh(folder: &Path) -> Progress {
    let (progress, warning) = Progress::open_in(folder.to_path_buf());
    assert_eq!(warning, None);
    progress
}

fn with_text(text: &[u8]) -> (tempfile::TempDir, Progress, Option<Warning>) {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("progress.toml"), text).unwrap();
    let (progress, warning) = Progress::open_in(home.path().to_path_buf());
    (home, progress, warning)
}

#[test]
fn what_is_recorded_is_there_the_next_time() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("not/yet/there");
    let mut progress = fresh(&folder);
    assert_eq!(progress.lesson("ports"), Lesson::default());
    assert!(!folder.exists(), "reading makes nothing");

    let place = Place {
        section: 4,
        block: 2,
        read: 37,
        of: 120,
    };
    assert_eq!(progress.record_place("ports", place), None);
    assert_eq!(progress.record_answer(&quiz("a"), true, day(0)), None);
    assert_eq!(progress.record_answer(&quiz("b"), false, day(0)), None);
    let predicted = prediction("send");
    assert_eq!(progress.record_answer(&predicted, false, day(3)), None);
    for progress in [&progress, &fresh(&folder)] {
        let lesson = progress.lesson("ports");
        assert_eq!((lesson.state, lesson.place), (State::Begun, Some(place)));
        assert_eq!(progress.last_lesson(), Some("ports"));
        assert!(lesson.answers["a"].right && !lesson.answers["b"].right);
        assert_eq!(progress.due_for_review(day(0)), []);
        let due: Vec<Asked> = (progress.due_for_review(day(4)).into_iter())
            .map(|missed| missed.asked)
            .collect();
        assert_eq!(due, [quiz("b"), predicted.clone()]);
    }
    assert_eq!(progress.record_done("ports"), None);
    assert_eq!(progress.record_begun("ports"), None);
    assert_eq!(fresh(&folder).lesson("ports").state, State::Done);
}

#[test]
fn the_file_is_for_people() {
    let home = tempfile::tempdir().unwrap();
    let mut progress = fresh(home.path());
    let _ = progress.record_place("ports", at(37));
    let _ = progress.record_answer(&quiz("who-chooses"), false, day(0));
    let text = fs::read_to_string(home.path().join("progress.toml")).unwrap();
    let expected = "\
# begin
last = \"ports\"
schema = 1

[lessons.ports]
state = \"begun\"

[lessons.ports.place]
block = 37
section = 1

[lessons.ports.quiz.who-chooses]
answer = \"wrong\"
asked = 1
due = 2026-03-02
last = 2026-03-01
missed = 1
pause = 1
# end
";
    assert_eq!(text, expected);
}

#[test]
fn what_we_do_not_know_stays() {
    let text = "schema = 1\nname = \"李\"\n[lessons.of-later]\nstate = \"half\"\nx = [1]\n\
                [lessons.ports]\nmood = \"good\"\n[extra]\nn = 1\n";
    let (home, mut progress, warning) = with_text(text.as_bytes());
    assert_eq!(warning, None);
    assert_eq!(progress.record_begun("ports"), None);
    assert_eq!(progress.reset_lesson("first", &[]), None);
    let text = fs::read_to_string(home.path().join("progress.toml")).unwrap();
    for kept in ["name = \"李\"", "x = [1]", "mood = \"good\"", "n = 1"] {
        assert!(text.contains(kept), "{kept} is gone:\n{text}");
    }
    assert_eq!(progress.lesson("of-later").state, State::Begun);
}

#[test]
fn a_damaged_file_is_kept_and_told() {
    let large = vec![b'#'; 2 << 20];
    let deep = "[".repeat(100_000);
    let cases: [(&[u8], Damage); 9] = [
        (b"", Damage::NoSchema),
        (b"schema = 1\nlast = \"por", Damage::NotToml { line: 2 }),
        (b"\xff\xfe\x00\x01", Damage::NotText),
        (b"schema = \"one\"\n", Damage::NoSchema),
        (b"schema = 0\n", Damage::NoSchema),
        (b"schema = 1\nlessons = 3\n", Damage::Shape),
        (b"schema = 1\n[predictions]\necho = 1\n", Damage::Shape),
        (&large, Damage::TooLong),
        (deep.as_bytes(), Damage::NotToml { line: 1 }),
    ];
    for (text, expected) in cases {
        let (home, mut progress, warning) = with_text(text);
        let Some(Warning::Damaged { kept, damage, .. }) = &warning else {
            panic!("{expected:?}: {warning:?}");
        };
        assert_eq!(*damage, expected);
        assert_eq!(fs::read(kept).unwrap(), text);
        assert_eq!(progress.record_begun("ports"), None);
        assert_eq!(fresh(home.path()).last_lesson(), Some("ports"));
        for lang in Lang::ALL {
            let (what, next) = warning.as_ref().unwrap().told(words(lang));
            assert!(what.contains("progress.damaged-1.toml"), "{what}");
            assert!(!what.contains('{') && next.starts_with("sockets-tutor"));
        }
    }
}

/// Wherever it is cut: it is told, the cut file is kept, and nothing is read that was not written.
#[test]
fn a_file_that_is_cut_anywhere_is_told() {
    let home = tempfile::tempdir().unwrap();
    let mut progress = fresh(home.path());
    let _ = progress.record_begun("ports");
    let _ = progress.record_done("addresses");
    let whole = fs::read(home.path().join("progress.toml")).unwrap();
    let mut salvaged = 0;
    for end in 0..whole.len() - 1 {
        let (home, progress, warning) = with_text(&whole[..end]);
        let Some(Warning::Damaged { kept, damage, .. }) = &warning else {
            panic!("{end}: {warning:?}");
        };
        assert_eq!(fs::read(kept).unwrap(), whole[..end]);
        // What was read is in its place, and it is told once.
        let again = fresh(home.path());
        assert_eq!(again.lesson("ports"), progress.lesson("ports"));
        salvaged += usize::from(*damage == Damage::Cut && again.last_lesson().is_some());
    }
    assert!(salvaged > 5, "{salvaged}");
    // The last line without its end is a whole file.
    assert_eq!(with_text(&whole[..whole.len() - 1]).2, None);
}

/// What somebody changes, and what programs before this one have written, is whole.
#[test]
fn a_file_of_somebodys_own_is_no_cut_one() {
    for text in [
        "schema = 1\nlast = \"ports\"\n",
        "# begin\nschema = 1\nlast = \"ports\"\n# end\n\n[extra]\nn = 1\n",
        "# begin\r\nschema = 1\r\nlast = \"ports\"\r\n# end\r\n",
        "# mine\n# begin\nschema = 1\nlast = \"ports\"\n",
    ] {
        let (_home, progress, warning) = with_text(text.as_bytes());
        assert_eq!((warning, progress.last_lesson()), (None, Some("ports")));
    }
}

#[test]
fn every_damaged_file_has_a_name_of_its_own() {
    let home = tempfile::tempdir().unwrap();
    for number in 1..4 {
        fs::write(home.path().join("progress.toml"), format!("bad {number}")).unwrap();
        let (_, warning) = Progress::open_in(home.path().to_path_buf());
        assert!(matches!(warning, Some(Warning::Damaged { .. })));
        let kept = home.path().join(format!("progress.damaged-{number}.toml"));
        assert_eq!(fs::read_to_string(kept).unwrap(), format!("bad {number}"));
    }
}

#[test]
fn a_file_damaged_while_we_run_is_kept_too() {
    let home = tempfile::tempdir().unwrap();
    let mut progress = fresh(home.path());
    fs::write(home.path().join("progress.toml"), "bad").unwrap();
    let warning = progress.record_begun("ports");
    assert!(matches!(warning, Some(Warning::Damaged { .. })));
    assert_eq!(progress.record_begun("ports"), None);
}

#[test]
fn the_file_of_a_newer_program_is_left_alone() {
    let text = "schema = 2\nlessons = \"quite different\"\n";
    let (home, mut progress, warning) = with_text(text.as_bytes());
    assert!(matches!(warning, Some(Warning::Newer { schema: 2, .. })));
    assert_eq!(progress.record_begun("ports"), None);
    assert_eq!(progress.lesson("ports").state, State::Begun);
    let now = fs::read_to_string(home.path().join("progress.toml")).unwrap();
    assert_eq!(now, text);
}

#[test]
fn without_a_place_there_is_one_warning_and_a_record_in_memory() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("file");
    fs::write(&file, "").unwrap();
    let mut progress = fresh(&file.join("below"));
    let warning = progress.record_begun("ports");
    assert!(matches!(warning, Some(Warning::NotWritten { .. })));
    assert_eq!(progress.record_place("ports", at(3)), None);
    assert_eq!(progress.lesson("ports").place, Some(at(3)));
    assert_eq!(progress.file(), None);
}

#[test]
fn a_lock_that_is_never_given_back_is_a_warning() {
    let home = tempfile::tempdir().unwrap();
    let mut progress = fresh(home.path());
    let lock = fs::File::create(home.path().join("progress.lock")).unwrap();
    lock.lock().unwrap();
    let warning = progress.record_begun("ports");
    assert!(matches!(warning, Some(Warning::Busy { .. })));
    drop(lock);
    let mut next = fresh(home.path());
    assert_eq!(next.record_begun("ports"), None);
}

#[test]
fn a_record_that_grows_without_end_is_stopped() {
    let home = tempfile::tempdir().unwrap();
    let mut progress = fresh(home.path());
    assert_eq!(progress.record_begun("short"), None);
    let warning = progress.record_begun(&"x".repeat(2 << 20));
    assert!(matches!(warning, Some(Warning::Full { .. })));
    assert_eq!(fresh(home.path()).last_lesson(), Some("short"));
}

#[test]
fn threads_at_once_lose_nothing() {
    let home = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut progress = fresh(home.path());
                for _ in 0..25 {
                    let warning = progress.record_answer(&quiz("same"), true, day(0));
                    assert_eq!(warning, None);
                }
            });
        }
    });
    let progress = fresh(home.path());
    assert_eq!(progress.lesson("ports").answers["same"].asked, 100);
}

#[test]
fn what_changes_nothing_writes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let mut progress = fresh(home.path());
    assert_eq!(progress.record_place("ports", at(3)), None);
    let file = home.path().join("progress.toml");
    let long_ago = std::time::SystemTime::UNIX_EPOCH;
    fs::File::options()
        .write(true)
        .open(&file)
        .unwrap()
        .set_modified(long_ago)
        .unwrap();
    assert_eq!(progress.record_begun("ports"), None);
    assert_eq!(progress.record_place("ports", at(3)), None);
    assert_eq!(fs::metadata(&file).unwrap().modified().unwrap(), long_ago);
}

#[test]
fn what_a_killed_program_left_is_overwritten() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("progress.toml.new"), "schema = 1\n[les").unwrap();
    assert_eq!(fresh(home.path()).record_begun("ports"), None);
    assert_eq!(fresh(home.path()).last_lesson(), Some("ports"));
    assert!(!home.path().join("progress.toml.new").exists());
}

/// Pieces from which a file may be made that is nearly ours.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "schema = 1\n",
            "schema = 9\n",
            "last = \"ports\"\n",
            "last = 3\n",
            "[lessons.ports]\n",
            "[lessons.ports.quiz.a]\n",
            "[predictions.demux.send]\n",
            "[[lessons]]\n",
            "state = \"done\"\n",
            "line = -5\n",
            "answer = \"wrong\"\n",
            "due = 2026-02-30\n",
            "due = 2026-02-28T10:00:00Z\n",
            "missed = 1.5\n",
            "quiz = 1\n",
            "\u{feff}",
        ])
        .prop_map(str::to_string),
        any::<char>().prop_map(String::from),
    ]
}

proptest! {
    /// Whatever the file holds: it is read, or kept aside whole, or left alone; then we go on.
    #[test]
    fn no_file_is_lost_and_none_stops_us(pieces in prop::collection::vec(piece(), 0..10)) {
        let text = pieces.concat();
        let (home, mut progress, warning) = with_text(text.as_bytes());
        let _ = (progress.missed(), progress.lesson("ports"), progress.last_lesson());
        let recorded = progress.record_answer(&quiz("a"), false, day(0));
        prop_assert_eq!(recorded, None);
        prop_assert!(!progress.lesson("ports").answers["a"].right);
        let file = home.path().join("progress.toml");
        match warning {
            None => prop_assert!(fresh(home.path()).lesson("ports").answers["a"].missed >= 1),
            Some(Warning::Damaged { kept, .. }) => prop_assert_eq!(fs::read_to_string(kept)?, text),
            Some(Warning::Newer { .. }) => prop_assert_eq!(fs::read_to_string(file)?, text),
            Some(other) => prop_assert!(false, "{:?}", other),
        }
    }
}

mod courses;
#[cfg(unix)]
mod unix;
