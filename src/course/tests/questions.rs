//! Questions and narrations.

use super::*;
use crate::doc::{BlockKind, plain_text};

pub const QUIZ: &str = "\n- item\n\n  ```quiz\n  id = \"q\"\n  kind = \"fill\"\n  question = \"Which? ___\"\n\
    \x20 [[choice]]\n  text = \"Port 80\"\n  right = true\n  [[choice]]\n  text = \"443\"\n  why = \"w\"\n  demo = \"tls\"\n  ```\n";

#[test]
fn questions_stand_on_the_lines_of_the_file() {
    let page = page(&one_page(&format!("{PAGE}{QUIZ}"))).unwrap();
    let question = &page.questions[0];
    assert_eq!(question.line, 10);
    assert_eq!(question.kind, question::Kind::Fill);
    let choices = question.choices.iter().map(|choice| choice.line);
    assert_eq!(choices.collect::<Vec<_>>(), [15, 18]);
    assert_eq!(question.choices[1].demo.as_deref(), Some("tls"));
    for right in ["port 80", " PORT 80\n", "ｐｏｒｔ　８０"] {
        assert!(question.is_right(right), "{right}");
    }
    for wrong in ["443", "４４３", "80", ""] {
        assert!(!question.is_right(wrong), "{wrong}");
    }
    assert_eq!(question.choice("４４３").unwrap().why.as_deref(), Some("w"));
}

#[test]
fn faults_of_questions_name_their_line() {
    for (wrong, right, start) in [
        (
            "rihgt = true",
            "right = true",
            "10-ports/en.md:16: bad-question reason=\"unknown field `rihgt`",
        ),
        (
            "kind = \"chose\"",
            "kind = \"fill\"",
            "10-ports/en.md:12: bad-question reason=\"unknown variant `chose`",
        ),
        (
            "id = q",
            "id = \"q\"",
            "10-ports/en.md:11: bad-question reason=",
        ),
    ] {
        let text = format!("{PAGE}{}", QUIZ.replace(right, wrong));
        let fault = page(&one_page(&text)).unwrap_err();
        assert!(fault.starts_with(start), "{fault}");
    }
}

pub const NARRATION: &str = "+++\ntitle = \"Echo\"\nsummary = \"s\"\n[knobs]\nmessage = \"the text\"\n+++\n\
    See [this](https://a.example/).\n\n## listen: The server opens\nIt [listens](demo:b) and [waits](lesson:3).\n\n\
    ```predict\nkind = \"predict\"\nquestion = \"?\"\n[[choice]]\ntext = \"a\"\nright = true\n```\n\
    More.\n\n## after：之后\n- [End](#x)\n";

#[test]
fn a_narration_is_an_introduction_and_sections() {
    let fixture = one_page(PAGE);
    fixture.write("10-ports/echo.en.md", NARRATION);
    let course = fixture.open().unwrap();
    let told = course.narration("echo", Lang::Zh).unwrap().unwrap();
    assert_eq!(told.front.lang, Lang::En);
    assert_eq!(told.front.knobs["message"], "the text");
    assert_eq!(told.intro.links[0].target, "https://a.example/");
    let sections: Vec<_> = told
        .sections
        .iter()
        .map(|section| (section.line, section.step.as_str(), section.title.as_str()))
        .collect();
    assert_eq!(
        sections,
        [(9, "listen", "The server opens"), (21, AFTER, "之后")]
    );
    let listen = told.section("listen").unwrap();
    assert_eq!(listen.doc.blocks.len(), 2);
    assert_eq!(listen.predict.as_ref().unwrap().line, 12);
    let targets: Vec<_> = listen
        .doc
        .links
        .iter()
        .map(|link| link.target.as_str())
        .collect();
    assert_eq!(targets, ["demo:b", "lesson:3"]);
    let BlockKind::Paragraph(spans) = &listen.doc.blocks[0].kind else {
        panic!("{listen:?}");
    };
    assert_eq!(plain_text(spans), "It listens and waits.");
    let links: Vec<_> = spans.iter().filter_map(|span| span.link).collect();
    assert_eq!(links, [0, 1]);
    assert_eq!(told.section(AFTER).unwrap().doc.links[0].target, "#x");

    let front = course.narration_front("echo", Lang::En).unwrap().unwrap();
    assert_eq!(front, told.front);
    for nobody in ["other", "../10-ports/echo", "", "en"] {
        assert_eq!(
            course.narration(nobody, Lang::En).unwrap(),
            None,
            "{nobody}"
        );
    }
}

#[test]
fn faults_of_narrations_name_their_line() {
    for (right, wrong, start) in [
        (
            "## listen: The",
            "## The",
            "10-ports/echo.en.md:9: section-no-step",
        ),
        ("[knobs]", "[knob]", "10-ports/echo.en.md:4: bad-front"),
        ("kind =", "knid =", "10-ports/echo.en.md:13: bad-question"),
    ] {
        let fixture = one_page(PAGE);
        fixture.write("10-ports/echo.en.md", NARRATION.replace(right, wrong));
        let fault = fixture
            .open()
            .unwrap()
            .narration("echo", Lang::En)
            .unwrap_err();
        let fault = fixture.shown(&fault);
        assert!(fault.starts_with(start), "{fault}");
    }
    let question =
        &NARRATION[NARRATION.find("```predict").unwrap()..NARRATION.find("More").unwrap()];
    let fixture = one_page(PAGE);
    fixture.write(
        "10-ports/echo.en.md",
        NARRATION.replace("More.\n", question),
    );
    let fault = fixture
        .open()
        .unwrap()
        .narration("echo", Lang::En)
        .unwrap_err();
    assert_eq!(
        fixture.shown(&fault),
        "10-ports/echo.en.md:19: predict-twice step=\"listen\""
    );
}
