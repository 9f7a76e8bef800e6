//! Pages of nasty Markdown at every width: what must hold for all of them.

mod examples;

use proptest::prelude::{
    Just, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest,
};
use sockets_tutor::doc::markdown::parse;
use sockets_tutor::doc::{BlockKind, Doc};
use sockets_tutor::lang::Lang;
use sockets_tutor::lang::words::words;
use sockets_tutor::render::page::layout::{Labels, Options, for_each_row, layout};
use sockets_tutor::render::page::print::{Paint, print};
use sockets_tutor::render::page::row::{Role, Row};
use sockets_tutor::render::theme::{Background, Depth, Theme};
use unicode_width::UnicodeWidthStr;

fn options(width: usize, chinese: bool, ascii: bool) -> Options<'static> {
    let lang = if chinese { Lang::Zh } else { Lang::En };
    Options::new(width, ascii, Labels::of_words(&words(lang).page))
}

fn printed(doc: &Doc, options: &Options<'_>, paint: Paint<'_>) -> String {
    let mut out = Vec::new();
    print(doc, options, paint, &mut out).expect("a Vec takes everything");
    String::from_utf8(out).expect("text is UTF-8")
}

/// Pieces of a paragraph.
fn inline() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "socket",
            "端口",
            "（",
            "）",
            "，",
            "。",
            "“",
            "”",
            "——",
            "……",
            " ",
            "**粗：**",
            "**bold**",
            "`bind()`",
            "`a  b`",
            "[链接](demo:x)",
            "[web](https://example.org/a)",
            "![图](i.png)",
            "![](i.png)",
            "<https://example.org/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa>",
            "👨‍👩‍👧‍👦",
            "⚠\u{fe0f}",
            "🇨🇳",
            "e\u{301}",
            "한국어",
            "\u{200b}",
            "\u{a0}",
            "套接字是操作系统交给程序的通信端点，",
            "aVeryLongTokenWithoutAnyPlaceToBreakItWhatsoeverAndStillGoingOnAndOn",
            "[^1]",
            "<b>",
            "<br>",
            "*",
            "~~删。~~",
            "\\\n",
            "\n",
            "--port",
            "\u{1b}[31m",
            "\u{202e}",
            "\t",
        ])
        .prop_map(str::to_string),
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

fn cell() -> impl Strategy<Value = String> {
    inline().prop_map(|text| text.replace(['\n', '\r', '|'], " "))
}

/// Markdown of one block, or of blocks inside blocks.
fn block() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        4 => inline(),
        1 => (1_usize..7, inline()).prop_map(|(level, text)| format!("{} {}", "#".repeat(level), text.replace('\n', " "))),
        2 => (
            prop::sample::select(vec!["rust", "python", "console", "json", "diagram", "", "toml", "http"]),
            prop::collection::vec("[ \ta-z\"'/*#中（{}]{0,60}", 0..5),
        )
            .prop_map(|(info, lines)| format!("```{info}\n{}\n```", lines.join("\n"))),
        2 => (1_usize..6, prop::collection::vec(prop::collection::vec(cell(), 1..6), 0..4)).prop_map(|(count, rows)| {
            let head: Vec<String> = (0..count).map(|column| format!("头{column}")).collect();
            let mut table = format!("|{}|\n|{}\n", head.join("|"), ":-:|".repeat(count));
            for row in rows {
                table.push_str(&format!("|{}|\n", row.join("|")));
            }
            table
        }),
        1 => Just("---".to_string()),
        1 => inline().prop_map(|text| format!("[^1]: {}", text.replace('\n', " "))),
        1 => Just("<div>\n\tx\n</div>".to_string()),
    ];
    leaf.prop_recursive(6, 40, 4, |inner| {
        let prefix = prop::sample::select(vec![
            "> ",
            "- ",
            "12. ",
            "- [x] ",
            "> [!TIP]\n> ",
            "999999999. ",
        ]);
        (prefix, prop::collection::vec(inner, 1..4)).prop_map(|(prefix, blocks)| {
            let quoted = prefix.starts_with('>');
            let indent = if quoted {
                "> ".to_string()
            } else {
                " ".repeat(prefix.len())
            };
            let text = blocks.join("\n\n").replace('\n', &format!("\n{indent}"));
            format!("{prefix}{text}")
        })
    })
}

fn markdown() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => prop::collection::vec(block(), 0..5).prop_map(|blocks| blocks.join("\n\n")),
        1 => prop::collection::vec(any::<u8>(), 0..300).prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
        1 => any::<String>(),
    ]
}

fn solid(text: &str) -> String {
    text.chars()
        .filter(|character| !character.is_whitespace())
        .collect()
}

/// All visible text of a page, in order, as the layout has to show it.
fn text_of(doc: &Doc, labels: &Labels<'_>) -> String {
    fn spans(doc: &Doc, spans: &[sockets_tutor::doc::Span], labels: &Labels<'_>, out: &mut String) {
        for span in spans {
            match span.link.map(|link| &doc.links[link]) {
                Some(link) if link.image => {
                    out.push_str(&format!("[{} {}]", labels.image, span.text))
                }
                _ => out.push_str(&span.text),
            }
        }
    }
    fn walk(doc: &Doc, kind: &BlockKind, labels: &Labels<'_>, out: &mut String) {
        match kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => {
                spans(doc, text, labels, out)
            }
            BlockKind::Code { info, text } if info != "diagram" => out.push_str(text),
            BlockKind::Html(text) if !text.starts_with("<!--") => out.push_str(text),
            _ => {}
        }
        for block in kind.children() {
            walk(doc, &block.kind, labels, out);
        }
    }
    let mut out = String::new();
    for block in &doc.blocks {
        walk(doc, &block.kind, labels, &mut out);
    }
    solid(&out)
}

/// The text of the rows without what the layout adds around it and without tables and diagrams.
fn text_of_rows(rows: &[Row]) -> String {
    let shown = |role: &Role| {
        !matches!(
            role,
            Role::Bullet
                | Role::Bar(_)
                | Role::NoticeName(_)
                | Role::Rule
                | Role::HeadingRule(_)
                | Role::CodeMark
        )
    };
    let mut out = String::new();
    for row in rows {
        for (text, span) in row.parts() {
            if shown(&span.role) {
                out.push_str(text);
            }
        }
    }
    solid(&out)
}

fn has_table_diagram_or_note(kind: &BlockKind) -> bool {
    matches!(kind, BlockKind::Table { .. } | BlockKind::Footnote { .. })
        || matches!(kind, BlockKind::Code { info, .. } if info == "diagram")
        || kind
            .children()
            .iter()
            .any(|block| has_table_diagram_or_note(&block.kind))
}

/// Takes the escape sequences out of a text.
fn without_escapes(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(escape) = rest.find('\u{1b}') {
        out.push_str(&rest[..escape]);
        rest = &rest[escape + 1..];
        rest = match rest.strip_prefix(']') {
            Some(link) => link.split_once("\u{1b}\\").map_or("", |(_, after)| after),
            None => rest.split_once('m').map_or("", |(_, after)| after),
        };
    }
    out.push_str(rest);
    out
}

proptest! {
    #[test]
    fn no_row_is_too_wide(source in markdown(), width in 1_usize..=200, chinese: bool, ascii: bool) {
        let doc = parse(&source);
        for width in [width, width % 24 + 1] {
            for show_targets in [false, true] {
                let options = Options { show_targets, ..options(width, chinese, ascii) };
                for row in layout(&doc, &options) {
                    prop_assert!(row.text.as_str().width() <= width, "{} {row:?}", row.text.as_str().width());
                    prop_assert_eq!(row.spans.last().map_or(0, |span| span.end), row.text.len());
                    prop_assert!(row.line >= 1 && row.line <= source.lines().count().max(1));
                }
            }
        }
    }

    #[test]
    fn no_text_is_lost(source in markdown(), width in 20_usize..=200, chinese: bool) {
        let doc = parse(&source);
        if !doc.blocks.iter().any(|block| has_table_diagram_or_note(&block.kind)) {
            let options = options(width, chinese, false);
            prop_assert_eq!(text_of_rows(&layout(&doc, &options)), text_of(&doc, &options.labels));
        }
    }

    #[test]
    fn plain_output_has_no_control_character(source in markdown(), width in 1_usize..=200, chinese: bool) {
        let doc = parse(&source);
        let text = printed(&doc, &options(width, chinese, false), Paint::Plain);
        prop_assert!(text.chars().all(|character| character == '\n' || !character.is_control()), "{text:?}");
        prop_assert!(!text.contains(" \n"));
        // Code may hold blank lines, and so may the text of a page.
        if !source.contains(['`', '~', '\t', '<', '\\']) && !source.contains("    ") {
            prop_assert!(!text.starts_with('\n') && !text.ends_with("\n\n"), "{text:?}");
            prop_assert!(!text.contains("\n\n\n"), "{text:?}");
        }
    }

    #[test]
    fn styled_output_says_what_plain_output_says(source in markdown(), width in 1_usize..=200, light: bool) {
        let doc = parse(&source);
        let options = options(width, true, false);
        let plain = printed(&doc, &options, Paint::Plain);
        let background = if light { Background::Light } else { Background::Dark };
        for depth in [Depth::None, Depth::Ansi16, Depth::Ansi256, Depth::True] {
            let theme = Theme::new(depth, background);
            let styled = printed(&doc, &options, Paint::Styled { theme: &theme, hyperlinks: true });
            let bare = without_escapes(&styled);
            let lines: Vec<&str> = bare.lines().map(|line| line.trim_end_matches(' ')).collect();
            prop_assert_eq!(lines, plain.lines().collect::<Vec<_>>());
        }
    }

    #[test]
    fn rows_come_one_by_one_as_they_come_together(source in markdown(), width in 1_usize..=200) {
        let doc = parse(&source);
        let mut rows = Vec::new();
        let collect = |row: &Row| {
            rows.push(row.clone());
            Ok::<(), ()>(())
        };
        for_each_row(&doc, &options(width, false, false), collect).expect("collecting cannot fail");
        prop_assert_eq!(rows, layout(&doc, &options(width, false, false)));
    }

    #[test]
    fn ascii_marks_are_ascii(source in "[a-z \n>*#|:0-9!\\[\\]-]{0,200}", width in 1_usize..=120) {
        let rows = layout(&parse(&source), &options(width, false, true));
        prop_assert!(rows.iter().all(|row| row.text.is_ascii()), "{rows:?}");
    }

    #[test]
    fn tables_have_straight_edges(
        rows in prop::collection::vec(prop::collection::vec(cell(), 3), 1..5),
        width in 30_usize..=120,
    ) {
        let mut source = "|甲|b|c|\n|:-|:-:|-:|\n".to_string();
        for row in &rows {
            source.push_str(&format!("|{}|\n", row.join("|")));
        }
        let doc = parse(&source);
        let is_table = matches!(doc.blocks[0].kind, BlockKind::Table { .. });
        prop_assert!(is_table);
        let rows = layout(&doc, &options(width, false, false));
        let framed = |row: &&Row| row.spans.first().is_some_and(|span| span.role == Role::TableBorder);
        let widths: Vec<usize> = rows.iter().filter(framed).map(Row::width).collect();
        prop_assert!(widths.len() >= 4 || width < 60, "{rows:?}");
        prop_assert!(widths.iter().all(|other| *other == widths[0]), "{rows:?}");
    }
}
