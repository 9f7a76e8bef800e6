//! Questions answered by lines: right, wrong, skipped, nonsense, and lines that end too soon.

use super::{FILE, LANGS, World, of_lesson, text, tutor};

const RIGHT: &str = "a\n7\na\na\na\n";

#[test]
fn everything_right_passes_and_the_lesson_is_done() {
    for lang in LANGS {
        let world = World::new();
        // By letter, by words, in full width, in capitals.
        let input = "A\n７\n ａ \na)\na.\n";
        let told = tutor(&world, &["quiz", "1"])
            .lang(lang)
            .input(input)
            .run()
            .good();
        assert_eq!(told.matches("sockets-tutor").count(), 0, "{told}");
        let lesson = of_lesson(&world, "list", "first-bytes");
        assert_eq!(
            (&lesson["state"], &lesson["quiz"]["right"]),
            (&"done".into(), &5.into())
        );
    }
}

#[test]
fn a_wrong_choice_says_why_and_what_disproves_it() {
    let world = World::new();
    let input = "b\na\n7\na\na\na\n";
    let (told, error) = tutor(&world, &["quiz", "first-bytes"])
        .input(input)
        .run()
        .not_passed();
    assert_eq!(error, "");
    let expected = "\
Answered: b
Not so. It has not even called read. In the demo every write has returned before
the receiver first asks.
See it for yourself: sockets-tutor run-demo stream-merge
Try once more.
Answered: a
Right. They were copied out of the program into the kernel. write reports that
and nothing more.
";
    assert!(told.contains(expected), "{told}");
    assert!(
        told.contains("\n4 of 5 right at the first try.\n"),
        "{told}"
    );
    assert!(told.ends_with("What you missed comes back tomorrow: sockets-tutor review\n"));
    let lesson = of_lesson(&world, "list", "first-bytes");
    assert_eq!(lesson["state"], "begun");
    assert_eq!(lesson["quiz"]["right"], 4);
}

#[test]
fn wrong_twice_shows_what_is_right() {
    for (lang, right) in [
        ("en", "Right is: 7. 3 + 3 + 1"),
        ("zh", "正确的是：7。3 + 3 + 1"),
    ] {
        let world = World::new();
        let input = "a\n八\n9\n";
        let quiz = tutor(&world, &["quiz", "1"]).lang(lang).input(input);
        let (told, _) = quiz.run().not_passed();
        assert!(told.contains(right), "{told}");
    }
}

#[test]
fn skipped_questions_are_not_missed() {
    let world = World::new();
    let (told, _) = tutor(&world, &["quiz", "1"])
        .input("\n\n\n\n\n")
        .run()
        .not_passed();
    assert_eq!(told.matches("Skipped.").count(), 5, "{told}");
    assert!(told.ends_with("0 of 5 right at the first try.\n"), "{told}");
    assert!(!world.path(FILE).exists());
}

#[test]
fn without_answers_the_questions_are_printed() {
    for (lang, how) in [("en", "Answer in a terminal"), ("zh", "请在终端里回答")] {
        let world = World::new();
        let (told, error) = tutor(&world, &["quiz", "1"]).lang(lang).run().not_passed();
        assert_eq!(
            (error.as_str(), told.matches(how).count()),
            ("", 1),
            "{told}"
        );
        assert_eq!(told.matches("a) ").count(), 4, "{told}");
        assert!(told.ends_with("| sockets-tutor quiz 1\n"), "{told}");
        assert!(!world.path(FILE).exists());
    }
}

#[test]
fn lines_that_end_too_soon_leave() {
    let world = World::new();
    for input in ["a\n", "a", "a\nq\n", "a\nQ\na\na\n"] {
        let (told, _) = tutor(&world, &["quiz", "1"])
            .input(input)
            .run()
            .not_passed();
        assert!(
            told.contains("Left before the end.\n1 of 5 right"),
            "{told}"
        );
    }
    // After a wrong answer, too: it is kept.
    let (told, _) = tutor(&world, &["quiz", "1"])
        .input("b\n")
        .run()
        .not_passed();
    assert!(
        told.contains("Left before the end.\n0 of 5 right"),
        "{told}"
    );
    assert!(text(&world).contains("missed = 1"));
}

#[test]
fn nonsense_is_asked_again_and_cannot_harm() {
    let world = World::new();
    let long = "x".repeat(100_000);
    let input = format!("z\n\u{1b}[2J\n42\n{long}\n{RIGHT}");
    let told = tutor(&world, &["quiz", "1"]).input(&input).run().good();
    assert_eq!(told.matches("none of the choices").count(), 4);
    assert!(!told.contains('\u{1b}') && told.len() < 20_000);
}

#[test]
fn one_question_is_the_one_that_is_needed_most() {
    let world = World::new();
    let first = tutor(&world, &["quiz", "--one"]).input("a\n").run().good();
    assert!(
        first.contains("Question 1 of 1: The client's write"),
        "{first}"
    );
    let (second, _) = tutor(&world, &["quiz", "1", "--one"])
        .input("8\n7\n")
        .run()
        .not_passed();
    assert!(second.contains("Question 1 of 1: 你好"), "{second}");
    for _ in 0..3 {
        let _ = tutor(&world, &["quiz", "1", "--one"])
            .input("a\n")
            .run()
            .good();
    }
    let again = tutor(&world, &["quiz", "1", "--one"])
        .input("7\n")
        .run()
        .good();
    assert!(again.contains("Question 1 of 1: 你好"), "{again}");
    assert_eq!(of_lesson(&world, "list", "first-bytes")["state"], "done");
}

#[test]
fn a_lesson_without_questions_says_so() {
    let world = World::new();
    world.file("course/course.toml", "title = \"T\"\n");
    let front = "+++\ntitle = \"One\"\nsummary = \"s\"\nminutes = 1\n+++\n";
    world.file("course/01-one/en.md", format!("{front}# One\n"));
    let told = tutor(&world, &["--course", "course", "quiz", "1"])
        .run()
        .good();
    assert_eq!(told, "Lesson 1 has no questions.\n");
}

/// Lines instead of keys: steps and predictions need no terminal.
#[test]
fn a_linear_run_asks_and_keeps_predictions() {
    let world = World::new();
    // More empty lines than calls: what is not needed is not read.
    let empty = "\n".repeat(200);
    let skipped = tutor(&world, &["run-demo", "stream-merge", "--step", "--linear"]);
    let told = skipped.input(&empty).run().good();
    assert!(
        told.contains("Predict: ") && told.contains("Skipped."),
        "{told}"
    );
    assert!(told.contains("What you have seen"), "{told}");
    assert!(!world.path(FILE).exists());
    // Without it nothing is asked of a pipe.
    let silent = tutor(&world, &["run-demo", "stream-merge", "--step"]);
    let told = silent.input(&empty).run().good();
    assert!(!told.contains("Predict: "), "{told}");
}
