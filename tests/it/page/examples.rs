//! Pages written for one property each.

use super::*;

const CLOSING: &str = "，。、；：！？）】》〉」』”’〕｝］·～％…—";
const OPENING: &str = "（【《〈「『“‘〔｛［";

/// Real prose: no line begins with closing punctuation or ends with an opening one.
#[test]
fn chinese_prose_keeps_its_punctuation() {
    let source = "\
**注意：**套接字（socket）是操作系统交给程序的通信端点；`accept()`返回的是**“新的套接字”**，不是监听套接字。\
参见 [RFC 9293](https://www.rfc-editor.org/rfc/rfc9293)（第 3.5 节）——它说：“连接由四元组标识……”，请读《TCP/IP 详解》！\n\n\
> [!NOTE]\n> 依次调用`socket()`、`bind()`、`listen()`、`accept()`（服务器）；客户端只调用`connect()`（见“演示：回声”）。\n\n\
1. 端口号是 16 位无符号整数（0～65535）；\n   - “知名端口”（小于 1024）需要特权：见 `capabilities(7)`，或《手册》。\n";
    let doc = parse(source);
    for width in 20..=200 {
        let rows = layout(&doc, &options(width, true, false));
        let lines: Vec<String> = rows
            .iter()
            .map(|row| {
                let text = row
                    .parts()
                    .filter(|(_, span)| !matches!(span.role, Role::Bullet | Role::Bar(_)));
                text.map(|(text, _)| text)
                    .collect::<String>()
                    .trim()
                    .to_string()
            })
            .collect();
        for line in &lines {
            assert!(
                !line.starts_with(|first| CLOSING.contains(first)),
                "{width}: {line}"
            );
            assert!(
                !line.ends_with(|last| OPENING.contains(last)),
                "{width}: {line}"
            );
        }
    }
}

fn plain(source: &str, width: usize) -> String {
    printed(&parse(source), &options(width, false, false), Paint::Plain)
}

#[test]
fn containers_keep_their_indent() {
    let source = "\
> 1. one two three four\n>\n>    five\n>\n>    ```\n>    code is too wide for it\n>    ```\n>\n>    - [x] six\n>\n> |a|\n> |-|\n> |b|\n";
    let expected = "\
│ 1. one two three
│    four
│
│    five
│
│      code is too w
│    ↪ ide for it
│
│    ☑ six
│
│ ┌───┐
│ │ a │
│ ├───┤
│ │ b │
│ └───┘
";
    assert_eq!(plain(source, 20), expected);
}

#[test]
fn a_table_that_cannot_fit_becomes_a_list() {
    let source =
        "|Error|Meaning|错误|\n|-|-|-|\n|EPIPE|the peer has closed the connection|管道\n|a|b|c|";
    let expected = "\
• Error: EPIPE
  Meaning: the peer
  has closed the
  connection
  错误：管道
• Error: a
  Meaning: b
  错误：c
";
    assert_eq!(plain(source, 20), expected);
}

#[test]
fn diagrams_are_cropped_and_code_is_continued() {
    assert_eq!(
        plain("```diagram\n├──────────┤ x\n```", 12),
        "  ├────────→\n"
    );
    assert_eq!(
        plain("```\n  ab cd\tef gh\n```", 12),
        "    ab cd ef\n↪  gh\n"
    );
}

#[test]
fn tight_lists_stay_tight_and_loose_ones_loose() {
    assert_eq!(
        plain("- a\n  - b\n    - c\n9. d\n10. e", 20),
        "• a\n  ◦ b\n    ▪ c\n\n 9. d\n10. e\n"
    );
    assert_eq!(plain("- a\n\n- b", 20), "• a\n\n• b\n");
}

#[test]
fn targets_are_shown_unless_they_are_the_text() {
    let doc = parse("[a **b**](demo:x) <https://c.d>");
    let shown = Options {
        show_targets: true,
        ..options(60, false, false)
    };
    assert_eq!(
        printed(&doc, &shown, Paint::Plain),
        "a b (demo:x) https://c.d\n"
    );
}

#[test]
fn footnotes_headings_and_notices() {
    let source = "# Head\n\n## Two\n\n> [!TIP]\n> do[^a]\n\n[^a]: one two three four";
    let expected = "\
Head
━━━━

Two
───

▌ Tip
▌ do[a]

[a] one two
    three
    four
";
    assert_eq!(plain(source, 13), expected);
}

#[test]
fn a_screen_of_one_column_shows_what_it_can() {
    assert_eq!(plain("a中", 1), "a\n?\n");
    assert_eq!(plain("**粗：**\u{1133f}", 1), "?\n?\n");
    assert_eq!(plain("", 0), "");
}

#[test]
fn code_in_a_heading_is_as_bold_as_the_heading() {
    let rows = layout(&parse("## a `b`"), &options(20, false, false));
    let code = rows[0]
        .spans
        .last()
        .map(|span| (span.role, span.style.bold));
    assert_eq!(code, Some((Role::InlineCode, true)));
}
