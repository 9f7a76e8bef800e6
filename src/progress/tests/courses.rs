//! Courses beside each other, and records of before places and courses were kept.

use super::*;

#[test]
fn two_courses_with_the_same_slugs_share_nothing() {
    let home = tempfile::tempdir().unwrap();
    let of = |course: Option<&str>| fresh(home.path()).about(course);
    let (mine, theirs) = (Some("Networks, autumn \"26\""), Some("课程.二"));
    assert_eq!(of(None).record_answer(&quiz("a"), true, day(0)), None);
    let predicted = prediction("send");
    for course in [mine, theirs] {
        assert_eq!(of(course).lesson("ports"), Lesson::default());
        assert_eq!(of(course).last_lesson(), None);
        assert_eq!(of(course).record_place("ports", at(5)), None);
        assert_eq!(of(course).record_answer(&quiz("a"), false, day(0)), None);
        assert_eq!(of(course).record_answer(&predicted, false, day(0)), None);
        assert_eq!(of(course).missed().len(), 2);
    }
    assert_eq!(of(None).missed(), []);
    let built_in = of(None).lesson("ports");
    assert!(built_in.answers["a"].right && built_in.place.is_none());
    // Forgetting one forgets only that one.
    assert_eq!(of(mine).reset(), None);
    assert_eq!(of(mine).lesson("ports"), Lesson::default());
    assert_eq!(of(theirs).lesson("ports").place, Some(at(5)));
    let demos = ["tcp-echo".to_string()];
    assert_eq!(of(theirs).reset_lesson("ports", &demos), None);
    assert_eq!(of(theirs).missed(), []);
    assert!(of(None).lesson("ports").answers["a"].right);
}

/// What programs wrote before this one knew courses and places.
const OLD: &str = "schema = 1\nlast = \"ports\"\n[lessons.ports]\nstate = \"begun\"\nline = 37\n\
                   [lessons.ports.quiz.a]\nanswer = \"right\"\nasked = 1\n";

#[test]
fn an_old_record_is_one_of_the_built_in_course() {
    let (home, mut progress, warning) = with_text(OLD.as_bytes());
    assert_eq!(warning, None);
    let lesson = progress.lesson("ports");
    assert_eq!((lesson.line, lesson.place), (37, None));
    assert!(lesson.answers["a"].right);
    assert_eq!(progress.last_lesson(), Some("ports"));
    // The place says more than the line, which goes.
    assert_eq!(progress.record_place("ports", at(2)), None);
    let lesson = fresh(home.path()).lesson("ports");
    assert_eq!((lesson.line, lesson.place), (0, Some(at(2))));
    let other = fresh(home.path()).about(Some("other"));
    assert_eq!(other.lesson("ports"), Lesson::default());
}

#[test]
fn a_place_that_a_hand_has_spoiled_is_read_with_forbearance() {
    let text = "schema = 1\n[lessons.ports]\nplace = { section = -1, block = \"x\", of = 7 }\n\
                [lessons.sockets]\nplace = 3\n";
    let (_home, progress, warning) = with_text(text.as_bytes());
    assert_eq!(warning, None);
    let place = Place {
        of: 7,
        ..Place::default()
    };
    assert_eq!(progress.lesson("ports").place, Some(place));
    assert_eq!(progress.lesson("sockets").place, None);
}

#[test]
fn courses_of_another_shape_are_damage() {
    for courses in [
        "courses = 1",
        "[courses]\nx = 1",
        "[courses.x]\nlessons = 1",
        "[courses.x.lessons]\nports = 1",
    ] {
        let (_home, _, warning) = with_text(format!("schema = 1\n{courses}\n").as_bytes());
        let shape = matches!(
            warning,
            Some(Warning::Damaged {
                damage: Damage::Shape,
                ..
            })
        );
        assert!(shape, "{courses}: {warning:?}");
    }
}
