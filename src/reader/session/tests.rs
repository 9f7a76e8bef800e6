//! Sittings after each other: what one has left, the next one finds.

use std::path::Path;

use crossterm::event::KeyCode;

use super::*;
use crate::progress::{self, State};
use crate::reader::screens::{dump, key, keys, window};
use crate::render::theme::{Background, Depth};

/// A sitting with a lesson of the built-in course in front, drawn in this window.
fn sitting(home: &Path, lang: Lang, lesson: &str, size: (u16, u16)) -> Session {
    let course = Course::embedded().unwrap();
    let place = course.lessons.iter().position(|entry| entry.slug == lesson);
    let theme = Theme::new(Depth::None, Background::Dark);
    let progress = Progress::open_in(home.to_path_buf());
    let mut session = Session::new(course, lang, theme, false, progress);
    session.open_lesson(place.unwrap()).unwrap();
    shown(&mut session, size);
    session
}

fn shown(session: &mut Session, size: (u16, u16)) -> String {
    let (area, mut buffer) = window(size);
    session.fit(area);
    session.view(area, &mut buffer);
    dump(&buffer)
}

fn press(session: &mut Session, size: (u16, u16), text: &str) {
    for event in keys(text) {
        session.update(&event);
        shown(session, size);
    }
}

fn lesson(session: &Session) -> &Lesson {
    session.lesson.as_ref().unwrap()
}

#[test]
fn a_lesson_opens_at_the_same_paragraph_in_every_language_and_size() {
    let home = tempfile::tempdir().unwrap();
    let size = (80, 24);
    let mut different = 0;
    for steps in (0..120).step_by(9) {
        let _ = Progress::open_in(home.path().to_path_buf()).0.reset();
        let mut first = sitting(home.path(), Lang::En, "socket-api", size);
        press(&mut first, size, &"j".repeat(steps));
        let (top, line) = (lesson(&first).top, lesson(&first).anchor.line);
        let kept = lesson(&first).place_to_keep();
        press(&mut first, size, "q");

        let again = sitting(home.path(), Lang::En, "socket-api", size);
        // The blank row before a block is no place to begin.
        let blank = lesson(&again).content.rows[top].text.trim().is_empty();
        let expected = top + usize::from(blank);
        assert_eq!(lesson(&again).top, expected, "after {steps} rows");
        let narrow = sitting(home.path(), Lang::En, "socket-api", (40, 12));
        assert_eq!(lesson(&narrow).anchor.line, line);

        let other = sitting(home.path(), Lang::Zh, "socket-api", size);
        let there = lesson(&other).place_to_keep();
        let block = |place: Option<progress::Place>| place.map(|p| (p.section, p.block));
        assert_eq!(block(there), block(kept), "after {steps} rows");
        different += usize::from(lesson(&other).anchor.line != line);
        // As the key for the other language does it.
        let mut switched = again;
        press(&mut switched, size, "L");
        assert_eq!(lesson(&switched).top, lesson(&other).top);
    }
    assert!(different > 5, "the lines of both files are the same");
}

#[test]
fn the_line_of_an_old_record_still_opens_the_lesson_there() {
    let home = tempfile::tempdir().unwrap();
    let old = "schema = 1\nlast = \"socket-api\"\n[lessons.socket-api]\nline = 60\n";
    std::fs::write(home.path().join("progress.toml"), old).unwrap();
    let session = sitting(home.path(), Lang::En, "socket-api", (80, 24));
    let row = &lesson(&session).content.rows[lesson(&session).top];
    assert!((60..=64).contains(&row.line), "{row:?}");
}

/// Puts the focus on the lesson's first question.
fn to_first_question(session: &mut Session, size: (u16, u16)) -> String {
    for _ in 0..100 {
        if lesson(session).focus == Some(page::content::Focus::Question(0)) {
            return shown(session, size);
        }
        session.update(&key(KeyCode::Tab));
    }
    panic!("Tab never comes to the question");
}

#[test]
fn answers_of_an_earlier_sitting_are_shown_and_can_be_given_again() {
    let home = tempfile::tempdir().unwrap();
    let size = (80, 40);
    let record = || Progress::open_in(home.path().to_path_buf()).0;
    for (lang, right, wrong) in [
        (
            Lang::En,
            "right before",
            "Last time you answered this one wrong",
        ),
        (Lang::Zh, "以前答对了", "上次答错了"),
    ] {
        let _ = record().reset();
        let course = Course::embedded().unwrap();
        let entry = course.find("socket-api").unwrap();
        let question = course.page(entry, lang).unwrap().questions.remove(0);
        let id = question.id.clone().unwrap();
        let choice = |right| {
            let mut choices = question.choices.iter();
            let place = choices.position(|choice| choice.right == right).unwrap();
            crate::render::question::letter(place).to_string()
        };
        let asked = Asked::Quiz {
            lesson: "socket-api".to_string(),
            id: id.clone(),
        };
        let _ = record().record_answer(&asked, false, Day::today());

        let mut session = sitting(home.path(), lang, "socket-api", size);
        let text = to_first_question(&mut session, size);
        assert!(text.contains(wrong), "{text}");
        // Without the focus no letter that was meant for something else answers it.
        session.update(&key(KeyCode::Esc));
        assert_ne!(lesson(&session).active(), Some(0));
        to_first_question(&mut session, size);
        press(&mut session, size, &choice(true));
        let answer = record().lesson("socket-api").answers[&id];
        assert!(answer.right && answer.asked == 2, "{answer:?}");
        assert!(!shown(&mut session, size).contains(wrong));

        let mut session = sitting(home.path(), lang, "socket-api", size);
        let text = to_first_question(&mut session, size);
        assert!(text.contains(right) && !text.contains(wrong), "{text}");
        // A question of an earlier sitting alone does not make the lesson done.
        assert_eq!(record().lesson("socket-api").state, State::Begun);
    }
}

/// The notes stand before the lesson and leave it as it was: in place, language and record.
#[test]
fn the_notes_come_and_go_and_the_lesson_stays_where_it_was() {
    let home = tempfile::tempdir().unwrap();
    let size = (80, 24);
    for leave in ["T", "q", "\u{1b}"] {
        let _ = Progress::open_in(home.path().to_path_buf()).0.reset();
        let mut session = sitting(home.path(), Lang::En, "first-bytes", size);
        press(&mut session, size, &"j".repeat(50));
        let before = shown(&mut session, size);
        press(&mut session, size, "T");
        let notes = shown(&mut session, size);
        assert!(notes.starts_with(" 1 · Teacher's notes: "), "{notes}");
        // To read the notes to their end is not to have done the lesson.
        press(&mut session, size, "G");
        press(&mut session, size, leave);
        assert_eq!(shown(&mut session, size), before, "left with {leave:?}");
        press(&mut session, size, "q");
        let (progress, _) = Progress::open_in(home.path().to_path_buf());
        assert_eq!(progress.lesson("first-bytes").state, State::Begun);
    }
    let mut session = sitting(home.path(), Lang::En, "first-bytes", size);
    press(&mut session, size, "TL");
    let notes = shown(&mut session, size);
    assert!(notes.starts_with(" 1 · 教学参考："), "{notes}");
    press(&mut session, size, "T");
    let lesson = shown(&mut session, size);
    assert!(lesson.starts_with(" 1 · 两个程序的第一次对话"), "{lesson}");
    press(&mut session, size, "T]");
    let next = shown(&mut session, size);
    assert!(
        next.starts_with(" 2 · ") && session.notes.is_none(),
        "{next}"
    );
}

#[test]
fn a_lesson_without_notes_says_so() {
    let home = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let front = "+++\ntitle = \"One\"\nsummary = \"s\"\nminutes = 1\n+++\n";
    std::fs::create_dir(folder.path().join("01-one")).unwrap();
    std::fs::write(folder.path().join("course.toml"), "title = \"T\"\n").unwrap();
    std::fs::write(
        folder.path().join("01-one/en.md"),
        format!("{front}# One\n\nx\n"),
    )
    .unwrap();
    let course = Course::open(folder.path()).unwrap();
    let theme = Theme::new(Depth::None, Background::Dark);
    let progress = Progress::open_in(home.path().to_path_buf());
    let mut session = Session::new(course, Lang::Zh, theme, false, progress);
    session.open_lesson(0).unwrap();
    press(&mut session, (80, 24), "T");
    let text = shown(&mut session, (80, 24));
    assert!(
        text.contains("这一课没有教学参考") && session.notes.is_none(),
        "{text}"
    );
}

mod ways;
