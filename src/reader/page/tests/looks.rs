//! Every look of the page.

use super::*;

/// Every look of this screen: its name, and the keys that lead there. The questions begin after
/// three sections.
const LOOKS: [(&str, &str); 16] = [
    ("top", ""),
    ("help", "?"),
    ("contents", "t"),
    ("contents-chosen", "t↓↓↓"),
    ("search", "/bind"),
    ("hits", "/bind\nn"),
    ("not-found", "/zzz\n"),
    ("link", "\t\t"),
    ("address", "\t\t\t\t\n"),
    ("sideways", "}→→→"),
    ("asked", "}}}"),
    ("wrong", "}}}b"),
    ("right", "}}}a"),
    ("typed", "}}}a\t\t\n80"),
    ("typed-wrong", "}}}a\t\t\n80\n"),
    ("finished", "}}}a\t\t\n8080\n"),
];

#[test]
fn screens() {
    let (_folder, course) = course();
    for (name, typed) in LOOKS {
        compare(&format!("page/{name}"), |lang, size| {
            let mut lesson = open(&course, lang, size);
            press(&mut lesson, &course, typed);
            shown(&mut lesson, size, false)
        });
    }
    // The second lesson is not translated.
    compare("page/fallback", |lang, size| {
        let page = course.page(&course.lessons[1], lang).unwrap();
        let mut lesson = Lesson::new(&course, 1, page, words(lang), false);
        shown(&mut lesson, size, false)
    });
    compare("page/notes", |lang, size| {
        let page = course.notes(&course.lessons[0], lang).unwrap().unwrap();
        let mut notes = Lesson::new(&course, 0, page, words(lang), false);
        shown(&mut notes, size, false)
    });
}
