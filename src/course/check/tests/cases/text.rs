//! Widths, text and translations.

use super::{Case, EN, TOLD_ZH, ZH};

pub const CASES: &[Case] = &[
    // Widths: 72 columns are right, 73 are not.
    (
        &[(
            EN,
            "/* x**y ~~ */",
            "/* 45678901234567890123456789012345 */",
        )],
        &[],
    ),
    (
        &[(
            EN,
            "/* x**y ~~ */",
            "/* 456789012345678901234567890123456 */",
        )],
        &["01-one/en.md:17: code-too-wide"],
    ),
    (
        &[(
            ZH,
            "/* 中文,注释! */",
            "/* 中文中文中文中文中文中文中文中文 */",
        )],
        &[],
    ),
    (
        &[(
            ZH,
            "/* 中文,注释! */",
            "/* 中文中文中文中文中文中文中文中文x */",
        )],
        &["01-one/zh.md:19: code-too-wide"],
    ),
    (
        &[(
            EN,
            "read(fd, buffer, sizeof(buffer)); /* x**y ~~ */",
            "a\n\t\t\t345678901234567890123456789012345678901234567890123456789012",
        )],
        &[],
    ),
    (
        &[
            (
                EN,
                "- Try",
                "- > ~~~c\n  > 1234567890123456789012345678901234567890123456789012345678901234567890123\n  > ~~~\n\n  Try",
            ),
            (ZH, "- 试", "- > ~~~c\n  > 1\n  > ~~~\n\n  试"),
        ],
        &["01-one/en.md:27: code-too-wide"],
    ),
    (
        &[(
            EN,
            "| read | Takes",
            "| 12345678901234567890123456789012345678901234567890123456789012345 | Takes",
        )],
        &[],
    ),
    (
        &[(
            EN,
            "| read | Takes",
            "| 123456789012345678901234567890123456789012345678901234567890123456 | Takes",
        )],
        &["01-one/en.md:22: table-too-wide"],
    ),
    // Text.
    (
        &[(EN, "**gives**", "**gives")],
        &["01-one/en.md:11: raw-emphasis"],
    ),
    (
        &[(EN, "What does `read` **give**?", "What does `read` **give?")],
        &["01-one/en.md:28: raw-emphasis"],
    ),
    (
        &[(EN, "the [exercise]", "~~the [exercise]")],
        &["01-one/en.md:26: raw-emphasis"],
    ),
    (
        &[(EN, "It gives bytes.", "It **gives bytes.")],
        &["01-one/en.md:3: raw-emphasis"],
    ),
    (
        &[(ZH, "都可以；", "都可以;")],
        &["01-one/zh.md:14: half-width"],
    ),
    (
        &[(ZH, "和[端口]", "和,[端口]")],
        &["01-one/zh.md:13: half-width"],
    ),
    (
        &[(ZH, "都可以；", "都可以(也许)；")],
        &["01-one/zh.md:14: half-width"],
    ),
    (
        &[(ZH, "都可以；", "都可以!怎么?好;")],
        &[
            "01-one/zh.md:14: half-width",
            "01-one/zh.md:14: half-width",
            "01-one/zh.md:14: half-width",
        ],
    ),
    (
        &[(ZH, "试试[练习]", "例如: [练习]")],
        &["01-one/zh.md:28: half-width"],
    ),
    (
        &[(ZH, "可以换行 |", "可以换行. |")],
        &["01-one/zh.md:26: half-width"],
    ),
    (
        &[(ZH, "字节。\"", "字节.\"")],
        &["01-one/zh.md:3: half-width"],
    ),
    (
        &[(ZH, "所示；见", "所示； 见")],
        &["01-one/zh.md:12: blank-at-full-width"],
    ),
    (
        &[(ZH, "所示；见", "所示 ；见")],
        &["01-one/zh.md:12: blank-at-full-width"],
    ),
    (
        &[(TOLD_ZH, "文本", "文本,内容")],
        &["01-one/echo.zh.md:6: half-width"],
    ),
    (
        &[(ZH, "= \"消息\"", "= \"消息!\"")],
        &["01-one/zh.md:38: half-width"],
    ),
    // Translations.
    (
        &[(ZH, "### 最", "## 最")],
        &["01-one/zh.md:22: headings-differ"],
    ),
    (
        &[(ZH, "## 代码\n", "")],
        &[
            "01-one/zh.md:21: heading-skips",
            "01-one/zh.md:21: headings-differ",
        ],
    ),
    (
        &[(ZH, "```c\n", "```rust\n")],
        &["01-one/zh.md:18: code-differs"],
    ),
    (
        &[(EN, "- Try", "```text\n```\n\n- Try")],
        &["01-one/zh.md:53: code-differs"],
    ),
    (
        &[(ZH, "- 试试[练习](exercise:server)。", "- 试试练习。")],
        &["01-one/zh.md:22: link-lacks"],
    ),
    (
        &[(ZH, "都可以；", "都[可以](demo:echo)；")],
        &["01-one/zh.md:14: link-extra"],
    ),
    (
        &[(ZH, "lesson:2", "lesson:02")],
        &["01-one/zh.md:10: link-lacks", "01-one/zh.md:13: link-extra"],
    ),
    (
        &[(ZH, "\"what-read\"", "\"what-reads\"")],
        &["01-one/zh.md:30: questions-differ"],
    ),
    (
        &[
            (TOLD_ZH, "## read: 读取\n\n字节。\n\n", ""),
            (TOLD_ZH, "## listen：", "## read：读取\n\n## listen："),
        ],
        &["01-one/echo.zh.md:10: sections-differ"],
    ),
];
