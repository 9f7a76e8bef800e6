//! A page that is longer than what is laid out for its first frame.

use super::*;
use crate::render::page::layout::{Labels, Options, layout};

const SIZE: (u16, u16) = (80, 24);

/// A course with a page of many blocks, in which the questions are the last ones.
fn long_course() -> (tempfile::TempDir, Course) {
    let (folder, course) = course();
    let (head, tail) = EN.split_once("## Questions").unwrap();
    let mut text = head.to_string();
    for number in 0..400 {
        text.push_str(&format!(
            "## Part {number}\n\n<!-- not shown -->\n\nSome words [and a link](#code).\n\n- a\n- b\n\n"
        ));
    }
    text.push_str("## Questions");
    text.push_str(tail);
    fs::write(folder.path().join("01-a/en.md"), text).unwrap();
    (folder, course)
}

/// A lesson on it, laid out to its end.
fn whole(course: &Course) -> Lesson {
    let mut lesson = open(course, Lang::En, SIZE);
    rest(&mut lesson);
    lesson
}

#[test]
fn only_what_is_seen_is_laid_out_first() {
    let (_folder, course) = long_course();
    let mut lesson = open(&course, Lang::En, SIZE);
    let rows = lesson.content.rows.len();
    let window = usize::from(lesson.geometry.height);
    assert!(!lesson.is_whole() && rows > window, "{rows}");
    // How far one is does not wait for the rest.
    let first = shown(&mut lesson, SIZE, false);
    assert!(first.contains("  0 %"), "{first}");
    assert_eq!(shown(&mut whole(&course), SIZE, false), first);
    lesson.update(&course, &key(KeyCode::Down));
    assert!(lesson.top == 1 && !lesson.is_whole());
    // Who goes on scrolling comes to the end as on a short page, a piece at a time.
    let end = whole(&course);
    lesson.update(&course, &key(KeyCode::PageDown));
    assert!(!lesson.is_whole() && lesson.content.rows.len() > rows);
    while lesson.top < end.last_top() {
        let before = lesson.top;
        lesson.update(&course, &key(KeyCode::PageDown));
        assert!(lesson.top > before);
    }
    assert_eq!(shown(&mut lesson, SIZE, false).matches("100 %").count(), 1);
    assert_eq!(lesson.content.rows, end.content.rows);
}

#[test]
fn a_page_in_pieces_is_the_page() {
    let (_folder, course) = long_course();
    let lesson = whole(&course);
    let options = Options {
        unwrapped: true,
        ..Options::new(
            lesson.geometry.width.into(),
            false,
            Labels::of_words(&lesson.words.page),
        )
    };
    let rows = layout(&lesson.page.doc, &options);
    // Questions are shown otherwise than their source.
    let text = lesson.page.questions[0].line;
    let before = |row: &&crate::render::page::row::Row| row.line < text;
    let (pieces, page) = (lesson.content.rows.iter(), rows.iter());
    assert!(pieces.take_while(before).eq(page.take_while(before)));
    assert_eq!(lesson.content.headings.len(), 400 + 5);
    for heading in &lesson.content.headings {
        assert_eq!(lesson.content.rows[heading.row].text, heading.text);
    }
    assert_eq!(lesson.content.stops.len(), 4 + 400 + 2);
}

#[test]
fn what_asks_for_the_rest_gets_it() {
    let (_folder, course) = long_course();
    let end = whole(&course);
    for (typed, says) in [
        ("G", "The last words."),
        ("/last words\n", "⟦last words⟧"),
        ("t", "Part 3"),
        ("]]", "Code"),
    ] {
        let mut lesson = open(&course, Lang::En, SIZE);
        for event in keys(typed) {
            lesson.update(&course, &event);
        }
        assert!(shown(&mut lesson, SIZE, false).contains(says), "{typed}");
        assert_eq!(lesson.content.rows, end.content.rows, "{typed}");
    }
    // A place far down is found again, in another window too.
    let mut lesson = open(&course, Lang::En, SIZE);
    lesson.update(&course, &key(KeyCode::End));
    let kept = lesson.place_to_keep().unwrap();
    for size in [SIZE, (100, 30)] {
        let page = course.page(&course.lessons[0], Lang::En).unwrap();
        let mut again = Lesson::new(&course, 0, page, words(Lang::En), false);
        again.go_to_kept(kept);
        again.fit(size.0, size.1);
        assert_eq!(again.anchor.line, lesson.anchor.line);
        let text = shown(&mut again, size, false);
        assert!(text.contains("The last words"), "{text}");
    }
}
