//! What a teacher gets: notes of every lesson that name only what is there.

use sockets_tutor::course::{Course, Entry, Page};
use sockets_tutor::doc::{Block, BlockKind, Span, plain_text};
use sockets_tutor::lang::Lang;

use unicode_width::UnicodeWidthStr;

use crate::support::World;

/// Every lesson's notes in every language.
fn all() -> Vec<(Lang, Entry, Page)> {
    let course = Course::embedded().expect("the course loads");
    let mut found = Vec::new();
    for entry in &course.lessons {
        for lang in Lang::ALL {
            let notes = course.notes(entry, lang).expect("it can be read");
            let notes = notes.unwrap_or_else(|| panic!("{} has no notes", entry.slug));
            assert_eq!(notes.front.lang, lang, "{} is not translated", entry.slug);
            let title = course.front(entry, lang).expect("it can be read").title;
            let mark = match lang {
                Lang::En => "Teacher's notes: ",
                Lang::Zh => "教学参考：",
            };
            assert_eq!(notes.front.title, format!("{mark}{title}"));
            found.push((lang, entry.clone(), notes));
        }
    }
    found
}

/// The texts of a page, those inside other blocks too.
fn texts<'d>(blocks: &'d [Block], found: &mut Vec<&'d [Span]>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => found.push(text),
            BlockKind::Table { head, rows, .. } => {
                found.extend(head.iter().chain(rows.iter().flatten()).map(Vec::as_slice));
            }
            BlockKind::Quote { blocks, .. } => texts(blocks, found),
            BlockKind::List { items, .. } => {
                for item in items {
                    texts(&item.blocks, found);
                }
            }
            _ => {}
        }
    }
}

/// A step stands in the notes under the title that it has on the screen.
#[test]
fn notes_name_steps_as_the_screen_does() {
    let course = Course::embedded().expect("the course loads");
    for (lang, entry, notes) in all() {
        let mut spans = Vec::new();
        texts(&notes.doc.blocks, &mut spans);
        let mut steps = 0;
        for (place, link) in notes.doc.links.iter().enumerate() {
            let Some((demo, step)) =
                (link.target.strip_prefix("demo:")).and_then(|target| target.split_once('#'))
            else {
                continue;
            };
            let narration = course.narration(demo, lang).expect("it can be read");
            let narration = narration.expect("it is narrated");
            let section = narration.section(step).expect("the step is told");
            let its = |span: &&Span| span.link == Some(place);
            let text: Vec<Span> = (spans.iter().copied().flatten().filter(its).cloned()).collect();
            let shown = plain_text(&text).replace('\n', " ");
            assert_eq!(
                shown, section.title,
                "{lang} {}: {}",
                entry.slug, link.target
            );
            steps += 1;
        }
        assert!(steps > 2, "{lang} {} names {steps} steps", entry.slug);
    }
}

/// The ticket at the end is a question of the lesson: its number, and how it begins.
#[test]
fn the_exit_ticket_is_a_question_of_the_lesson() {
    let course = Course::embedded().expect("the course loads");
    for (lang, entry, notes) in all() {
        let mut spans = Vec::new();
        texts(&notes.doc.blocks, &mut spans);
        let (mark, number, end) = match lang {
            Lang::En => ("Exit ticket.", "Question ", " of the lesson, “"),
            Lang::Zh => ("课堂小测：", "课文第 ", " 题，“"),
        };
        let texts = spans
            .into_iter()
            .map(|spans| plain_text(spans).replace('\n', " "));
        let ticket: Vec<String> = texts.filter(|text| text.starts_with(mark)).collect();
        let [ticket] = ticket.as_slice() else {
            panic!("{lang} {}: {ticket:?}", entry.slug);
        };
        let rest = ticket.split_once(number).expect("it is numbered").1;
        let (number, rest) = rest.split_once(end).expect("it is quoted");
        let quoted = rest.split_once('”').expect("the quotation ends").0;
        let page = course.page(&entry, lang).expect("it can be read");
        let number: usize = number.parse().expect("a number");
        let question = &page.questions[number - 1].question;
        let question = question.replace(['`', '*'], "");
        assert!(
            quoted.chars().count() > 4 && question.starts_with(quoted),
            "{lang} {}: {quoted:?} does not begin {question:?}",
            entry.slug
        );
    }
}

#[test]
fn the_notes_are_printed_and_the_lesson_is_not_begun_by_it() {
    let world = World::new();
    for (lang, title) in [("en", "Teacher's notes: "), ("zh", "教学参考：")] {
        let text = world
            .tutor(["lesson", "1", "--notes"])
            .lang(lang)
            .run()
            .good();
        assert!(text.starts_with(title), "{text}");
        // A step has no command of its own, so none stands behind its title.
        assert!(
            !text.contains("(sockets-tutor run-demo") && !text.contains('#'),
            "{text}"
        );
        let part = [
            "lesson",
            "first-bytes",
            "--notes",
            "--section",
            "2",
            "--width",
            "60",
        ];
        let part = world.tutor(part).lang(lang).run().good();
        let heading = part.lines().next().unwrap_or_default();
        assert!(text.lines().any(|line| line == heading), "{part}");
        let progress = world.tutor(["progress", "--json"]).lang(lang).run().good();
        assert!(!progress.contains("begun"), "{progress}");
    }
}

/// Notes are tables for the most part, and a table must not be wider than the page.
#[test]
fn notes_fit_every_width() {
    let world = World::new();
    for (lang, entry, _) in all() {
        let number = entry.number.to_string();
        for width in [20, 40, 80, 120] {
            let words = ["lesson", &number, "--notes", "--width", &width.to_string()];
            let text = world.tutor(words).lang(lang.code()).run().good();
            for line in text.lines() {
                assert!(
                    line.width() <= width,
                    "{lang} {number} at {width}: {line:?}"
                );
                assert_eq!(line, line.trim_end(), "{lang} {number} at {width}");
            }
        }
    }
}
