use super::super::tree::MAX_DEPTH;
use super::super::{Block, Front, Span, Style, plain_text};
use super::*;

/// The first block's text with its styles written as `{b:…}`.
fn inline(source: &str) -> String {
    let doc = parse(source);
    let Some(BlockKind::Paragraph(spans)) = doc.blocks.first().map(|block| &block.kind) else {
        panic!("no paragraph in {source:?}: {doc:?}");
    };
    spans.iter().map(show).collect()
}

fn show(span: &Span) -> String {
    let Style {
        bold,
        italic,
        strike,
        code,
        footnote,
    } = span.style;
    let mut marks = String::new();
    for (on, mark) in [
        (bold, 'b'),
        (italic, 'i'),
        (strike, 's'),
        (code, 'c'),
        (footnote, 'f'),
    ] {
        marks.extend(on.then_some(mark));
    }
    if let Some(link) = span.link {
        marks.push_str(&link.to_string());
    }
    if marks.is_empty() {
        span.text.clone()
    } else {
        format!("{{{marks}:{}}}", span.text)
    }
}

#[test]
fn chinese_emphasis_beside_punctuation() {
    assert_eq!(inline("**注意：**不要"), "{b:注意：}不要");
    assert_eq!(inline("这是**重要（注意）**的"), "这是{b:重要（注意）}的");
    assert_eq!(inline("看**`bind()`**函数"), "看{bc:bind()}函数");
    assert_eq!(inline("~~删除。~~后面"), "{s:删除。}后面");
    assert_eq!(inline("x **“甲”**和**“乙”**后"), "x {b:“甲”}和{b:“乙”}后");
    assert_eq!(inline("看**[链接](demo:x)**后"), "看{b0:链接}后");
    assert_eq!(inline("***重要：***的"), "{bi:重要：}的");
    assert_eq!(inline("（**重要**）和*斜*"), "（{b:重要}）和{i:斜}");
    assert_eq!(
        inline("`**注意：**不要`和\\**注：*不"),
        "{c:**注意：**不要}和*{i:注：}不"
    );
}

#[test]
fn the_emphasis_pass_leaves_no_trace_in_code_and_targets() {
    let doc =
        parse("```a**：b甲\n**注意：**不要\n```\n\n    **注意：**不要\n\n[x](demo:**注：**不)");
    let expected = "**注意：**不要\n".to_string();
    assert_eq!(
        doc.blocks[0].kind,
        BlockKind::Code {
            info: "a**：b甲".to_string(),
            text: expected.clone()
        }
    );
    assert_eq!(
        doc.blocks[1].kind,
        BlockKind::Code {
            info: String::new(),
            text: expected
        }
    );
    assert_eq!(doc.links[0].target, "demo:**注：**不");
}

#[test]
fn soft_breaks() {
    assert_eq!(inline("描述符。\n这两行"), "描述符。这两行");
    assert_eq!(inline("一行\n二行"), "一行二行");
    assert_eq!(inline("套接字（\nsocket\n）是"), "套接字（socket）是");
    assert_eq!(inline("他说\n“你好”\n是"), "他说“你好”是");
    assert_eq!(inline("调用\nbind\n绑定"), "调用 bind 绑定");
    assert_eq!(inline("one\ntwo"), "one two");
    assert_eq!(inline("한국\n어"), "한국 어");
    assert_eq!(inline("**甲**\n**乙**\n`a`\n`b`"), "{b:甲乙} {c:a} {c:b}");
    assert_eq!(inline("[a\nb](demo:x)\n[c](demo:x)"), "{0:a b} {1:c}");
}

#[test]
fn other_inline_text() {
    assert_eq!(inline("a  \nb\\\nc<br>d"), "a\nb\nc\nd");
    assert_eq!(inline("1~3 个，5~7 个"), "1~3 个，5~7 个");
    assert_eq!(inline("a[^1]\n\n[^1]: b"), "a{f:[1]}");
    assert_eq!(inline("<https://a.b>"), "{0:https://a.b}");
    assert_eq!(inline("[](demo:x)"), "{0:demo:x}");
    assert_eq!(inline("![](a.png) ![**b** `c`\nd](x)"), "{0:} {1:b c d}");
    assert_eq!(inline("<b>x</b> &amp; &#27;[1m&#10;"), "<b>x</b> & ␛[1m ");
    assert_eq!(
        inline("x\u{1b}]8;;evil\u{7}\u{202e}y\tz"),
        "x␛]8;;evil␇\u{fffd}y z"
    );
}

#[test]
fn lines_are_those_of_the_file() {
    let unix = "+++\ntitle = 1\n+++\n\n# **注：**不\n\n甲**“乙”**丙\n[a](x)\n\n- b\n- c\n\n  d\n\n```rust\ne\n```\n";
    for source in [
        unix.to_string(),
        unix.replace('\n', "\r\n"),
        format!("\u{feff}{unix}"),
    ] {
        let doc = parse(&source);
        let lines: Vec<usize> = doc.blocks.iter().map(|block| block.line).collect();
        assert_eq!(lines, [5, 7, 10, 15], "{source:?}");
        let inside: Vec<usize> = doc.blocks[2]
            .kind
            .children()
            .iter()
            .map(|block| block.line)
            .collect();
        assert_eq!(inside, [10, 11, 13]);
        assert_eq!(doc.links[0].line, 8);
        assert_eq!(
            doc.front,
            Some(Front {
                text: "title = 1\n".to_string(),
                line: 2
            })
        );
        let code = BlockKind::Code {
            info: "rust".to_string(),
            text: "e\n".to_string(),
        };
        assert_eq!(doc.blocks[3].kind, code);
    }
}

#[test]
fn lists_know_whether_they_are_tight() {
    let tight = |source: &str| match &parse(source).blocks[0].kind {
        BlockKind::List { tight, items, .. } => (*tight, items.len()),
        other => panic!("{other:?}"),
    };
    assert_eq!(tight("- a\n- b\n  - c\n\n    d\n"), (true, 2));
    assert_eq!(tight("- a\n\n- b\n"), (false, 2));
    assert_eq!(tight("1. a\n2. b\n3.\n"), (true, 3));
}

#[test]
fn blocks() {
    let doc = parse(
        "> [!TIP]\n> a\n\n3. [x] b\n4. [ ] c\n\n|a|b|\n|:-:|-:|\n|1|\n\n---\n\n<p>\n\n[^n]: d",
    );
    let kinds: Vec<&BlockKind> = doc.blocks.iter().map(|block| &block.kind).collect();
    let BlockKind::Quote {
        notice: Some(Notice::Tip),
        blocks,
    } = kinds[0]
    else {
        panic!("{:?}", kinds[0])
    };
    assert!(matches!(&blocks[0].kind, BlockKind::Paragraph(text) if plain_text(text) == "a"));
    let BlockKind::List {
        start: Some(3),
        items,
        ..
    } = kinds[1]
    else {
        panic!("{:?}", kinds[1])
    };
    assert_eq!([items[0].task, items[1].task], [Some(true), Some(false)]);
    let BlockKind::Table {
        columns,
        head,
        rows,
    } = kinds[2]
    else {
        panic!("{:?}", kinds[2])
    };
    assert_eq!(
        (columns.as_slice(), head.len()),
        ([Align::Center, Align::Right].as_slice(), 2)
    );
    assert_eq!(
        (plain_text(&rows[0][0]), rows[0][1].len()),
        ("1".to_string(), 0)
    );
    assert_eq!(kinds[3], &BlockKind::Rule);
    assert_eq!(kinds[4], &BlockKind::Html("<p>\n".to_string()));
    assert!(matches!(kinds[5], BlockKind::Footnote { label, .. } if label == "n"));
}

#[test]
fn a_tower_of_containers_is_cut_at_a_safe_height() {
    for tower in [
        ">".repeat(20_000),
        "- ".repeat(5_000),
        "> 1. ".repeat(3_000),
    ] {
        let doc = parse(&format!("{tower}x"));
        let mut depth = 0;
        let mut blocks: Vec<&Block> = doc.blocks.iter().collect();
        while let Some(block) = blocks.first() {
            depth += 1;
            blocks = block.kind.children();
        }
        assert!((30..=MAX_DEPTH + 1).contains(&depth), "{depth}");
    }
}
