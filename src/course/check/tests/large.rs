//! Long files. A check whose time grew with the square of the length would take minutes here.

use super::*;

const LINES: usize = 20_000;

fn one(text: &str) -> Vec<String> {
    let front = "+++\ntitle = \"T\"\nsummary = \"s\"\nminutes = 1\n+++\n# T\n\n";
    let fixture = Fixture::new(&[("course.toml", "title = \"T\"\n")]);
    fixture.write("01-a/zh.md", format!("{front}{text}"));
    let teachers = Known {
        all_must_be_used: false,
        ..known()
    };
    faults(&fixture, &teachers)
}

#[test]
fn ten_thousand_lines_of_text() {
    assert_eq!(
        one(&"一行文字，`x` [链接](lesson:1)。\n".repeat(LINES)),
        [""; 0]
    );
}

#[test]
fn slips_in_one_long_paragraph() {
    let found = one(&"中文,中文\n".repeat(LINES));
    assert_eq!(found.len(), LINES);
    assert_eq!(found[0], "01-a/zh.md:8: half-width");
    assert_eq!(
        found[LINES - 1],
        format!("01-a/zh.md:{}: half-width", LINES + 7)
    );
}

#[test]
fn slips_that_cannot_be_found_again() {
    // The source spells the comma as an entity.
    let found = one(&"中文&#44;中文\n".repeat(LINES));
    assert_eq!(found.len(), LINES);
    assert_eq!(found[LINES - 1], "01-a/zh.md:8: half-width");
}

#[test]
fn many_dead_links() {
    let found = one(&"[x](#x) [y](demo:y) [z](lesson:z) [w](w.md)\n\n".repeat(LINES / 4));
    assert_eq!(found.len(), LINES);
    assert_eq!(
        found[LINES - 1],
        format!("01-a/zh.md:{}: missing-file", LINES / 2 + 6)
    );
}

#[test]
fn many_equal_headings_and_questions() {
    let found = one(&"## 同一个标题\n\n```quiz\n```\n".repeat(LINES / 4));
    assert_eq!(found.len(), LINES / 4);
    assert_eq!(found[0], "01-a/zh.md:11: bad-question");
}

#[test]
fn many_sections_with_links_in_two_languages() {
    let text = "+++\ntitle = \"T\"\nsummary = \"s\"\n[knobs]\nmessage = \"m\"\n+++\n";
    let sections = "## listen: T\n[a](https://a.example/) [b](https://b.example/)\n\n";
    let fixture = edited(&[]);
    let body = sections.repeat(LINES / 4);
    fixture.write("01-one/echo.en.md", format!("{text}{body}"));
    fixture.write(
        "01-one/echo.zh.md",
        format!("{text}{}", body.replace("b.ex", "c.ex")),
    );
    let found = faults(&fixture, &known());
    // Each language: all sections but one too many, no `read`, no `after`; then each link twice.
    assert_eq!(found.len(), 2 * (LINES / 4 - 1 + 2) + 2 * (LINES / 4) + 1);
}

#[test]
fn one_very_long_line() {
    let found = one(&format!(
        "{}\n\n    {}\n",
        "中,".repeat(LINES),
        "x".repeat(LINES)
    ));
    assert_eq!(found.len(), LINES + 1);
    assert_eq!(found[LINES], "01-a/zh.md:10: code-too-wide");
}
