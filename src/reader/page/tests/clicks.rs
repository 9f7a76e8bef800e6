//! Choices are clicked as links are.

use super::*;

fn clicked(lesson: &mut Lesson, course: &Course, text: &str) -> Vec<Command> {
    let screen = shown(lesson, (80, 24), false);
    lesson.update(course, &click(&screen, text))
}

#[test]
fn a_click_on_a_choice_is_its_letter() {
    let (_folder, course) = course();
    let mut lesson = open(&course, Lang::En, (80, 24));
    to_questions(&mut lesson);
    // Nothing but the choices means something: not the question, not what is around it.
    for text in ["Which one?", "Questions", "The last words", "How many?"] {
        assert_eq!(clicked(&mut lesson, &course, text), [], "{text}");
    }
    assert_eq!(lesson.answers.now, [None, None]);
    let answered = |right| Command::Answered {
        id: "one".to_string(),
        right,
    };
    let first = clicked(&mut lesson, &course, "That");
    assert_eq!(first, [answered(false)]);
    assert!(shown(&mut lesson, (80, 24), false).contains("b) is wrong. No, see."));
    // The words of the verdict are no choice, its link is one.
    assert_eq!(clicked(&mut lesson, &course, "is wrong"), []);
    let demo = Command::OpenDemo("tcp-echo".to_string());
    assert_eq!(clicked(&mut lesson, &course, "See it live"), [demo]);
    // The bullet belongs to its choice; a second try does not count.
    assert_eq!(clicked(&mut lesson, &course, "• a)"), []);
    assert!(shown(&mut lesson, (80, 24), false).contains("a) is right. It is."));
}

#[test]
fn a_long_choice_is_clicked_on_each_of_its_lines() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("01-a")).unwrap();
    let long = "word ".repeat(30) + "end";
    let text = EN.replace("\"This\"", &format!("{long:?}"));
    fs::write(folder.path().join("01-a/en.md"), text).unwrap();
    fs::write(folder.path().join("course.toml"), "title = \"C\"").unwrap();
    let course = Course::open(folder.path()).unwrap();
    for (text, chosen) in [("a) word", 0), ("end", 0), ("That", 1)] {
        let mut lesson = open(&course, Lang::En, (60, 24));
        to_questions(&mut lesson);
        let screen = shown(&mut lesson, (60, 24), false);
        lesson.update(&course, &click(&screen, text));
        let answer = lesson.answers.now[0]
            .as_ref()
            .and_then(|answer| answer.choice);
        assert_eq!(answer, Some(chosen), "{text}\n{screen}");
    }
}
