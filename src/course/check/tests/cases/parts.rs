//! Links, questions and narrations.

use super::{Case, EN, NOTES, NOTES_ZH, PLAN, TOLD, TOLD_ZH, ZH};

pub const CASES: &[Case] = &[
    // Links.
    (
        &[(EN, "(lesson:2)", "()"), (ZH, "(lesson:2)", "()")],
        &["01-one/en.md:12: empty-link", "01-one/zh.md:13: empty-link"],
    ),
    (
        &[
            (EN, "(demo:echo)", "(demo:eco)"),
            (ZH, "(demo:echo)", "(demo:eco)"),
        ],
        &[
            "01-one/en.md:11: unknown-demo",
            "01-one/zh.md:12: unknown-demo",
            "course.toml: unused-demo",
        ],
    ),
    (
        &[
            (
                "glossary.toml",
                "",
                "[[term]]\nid = \"a\"\nlesson = \"one\"\nname = { en = \"A\", zh = \"甲\" }\nmean = \"m\"\n\
                 [[term]]\nid = \"b\"\nlesson = \"on\"\nname = { en = \"B\", zh = \"甲\" }\nmean = \"m\"\n\
                 [[term]]\nid = \"B b\"\nlesson = \"two\"\nname = { en = \"C\" }\nmean = \"m\"\n\
                 [[term]]\nid = \"d\"\nlesson = \"two\"\nname = \"D\"\nmean = { en = \"m\", zh = \" \" }\n\
                 [[term]]\nid = \"c\"\nlesson = \"two\"\nname = \"E\"\nmean = \"m\"\n",
            ),
            (EN, "(exercise:server)", "(term:a)"),
            (ZH, "(exercise:server)", "(term:a)"),
        ],
        &[
            "glossary.toml:7: term-twice",
            "glossary.toml:7: term-unknown-lesson",
            "glossary.toml:12: term-bad-id",
            "glossary.toml:12: term-untranslated",
            "glossary.toml:12: term-unlinked",
            "glossary.toml:17: term-untranslated",
            "glossary.toml:17: term-unlinked",
            "glossary.toml:22: term-twice",
            "glossary.toml:22: term-unlinked",
        ],
    ),
    (
        &[
            ("glossary.toml", "", "[[term]]\nid = \"x\"\n"),
            (EN, "(exercise:server)", "(term:x)"),
            (ZH, "(exercise:server)", "(term:x)"),
        ],
        &[
            "01-one/en.md:26: unknown-term",
            "01-one/zh.md:28: unknown-term",
            "glossary.toml:1: bad-course-file",
        ],
    ),
    (
        &[
            (EN, "(exercise:server)", "(exercise:x)"),
            (ZH, "(exercise:server)", "(exercise:x)"),
        ],
        &[
            "01-one/en.md:26: unknown-exercise",
            "01-one/zh.md:28: unknown-exercise",
        ],
    ),
    (
        &[
            (EN, "(lesson:2)", "(lesson:9)"),
            (ZH, "(lesson:2)", "(lesson:9)"),
        ],
        &[
            "01-one/en.md:12: unknown-lesson",
            "01-one/zh.md:13: unknown-lesson",
        ],
    ),
    (
        &[(EN, "(#a-table-at-last)", "(#a-table)")],
        &["01-one/en.md:11: unknown-section"],
    ),
    (
        &[(EN, "(lesson:2)", "(ftp:2)"), (ZH, "(lesson:2)", "(ftp:2)")],
        &[
            "01-one/en.md:12: unknown-scheme",
            "01-one/zh.md:13: unknown-scheme",
        ],
    ),
    (
        &[
            (EN, "../02-two/en.md#x", "02-two/en.md"),
            (ZH, "../02-two/en.md#x", "02-two/en.md"),
        ],
        &[
            "01-one/en.md:12: missing-file",
            "01-one/zh.md:13: missing-file",
        ],
    ),
    (
        &[
            (EN, "../02-two/en.md#x", "../../etc"),
            (ZH, "../02-two/en.md#x", "../../etc"),
        ],
        &[
            "01-one/en.md:12: missing-file",
            "01-one/zh.md:13: missing-file",
        ],
    ),
    (
        &[
            (EN, "../02-two/en.md#x", "/etc/passwd"),
            (ZH, "../02-two/en.md#x", "/etc/passwd"),
        ],
        &[
            "01-one/en.md:12: missing-file",
            "01-one/zh.md:13: missing-file",
        ],
    ),
    (
        &[
            (NOTES, "echo#read", "echo#reed"),
            (NOTES_ZH, "echo#read", "echo#reed"),
        ],
        &[
            "01-one/notes.en.md:9: section-unknown-step",
            "01-one/notes.zh.md:10: section-unknown-step",
        ],
    ),
    // Notes.
    (
        &[(NOTES_ZH, "", "")],
        &["01-one/notes.en.md:1: missing-translation"],
    ),
    (
        &[(NOTES_ZH, "@@", "0")],
        &["01-one/notes.zh.md:6: translates-stale"],
    ),
    (
        &[(NOTES, "minutes = 45", "minutes = 40")],
        &["01-one/notes.zh.md:4: front-differs"],
    ),
    (
        &[(NOTES, "Stop at", "## Show\n\nStop at")],
        &["01-one/notes.zh.md:10: headings-differ"],
    ),
    (
        &[(
            NOTES,
            "Stop at",
            "```predict\nkind = \"fill\"\nquestion = \"___\"\n[[choice]]\ntext = \"0\"\nright = true\n```\n\nStop at",
        )],
        &[
            "01-one/notes.en.md:9: question-misplaced",
            "01-one/notes.zh.md:10: questions-differ",
        ],
    ),
    // Plans.
    (
        &[(PLAN, "\"two\"", "\"too\"")],
        &["plan.toml:13: unknown-lesson"],
    ),
    (
        &[(PLAN, "\"echo\"", "\"eco\"")],
        &["plan.toml:14: unknown-demo"],
    ),
    (
        &[(PLAN, ", zh = \"再读。\"", "")],
        &["plan.toml:4: title-untranslated"],
    ),
    (
        &[(PLAN, "hours = 1", "hour = 1")],
        &["plan.toml:7: bad-course-file"],
    ),
    // Questions.
    (
        &[(EN, "demo = \"echo\"", "demon = \"echo\"")],
        &["01-one/en.md:38: bad-question"],
    ),
    (
        &[(EN, "demo = \"echo\"", "demo = \"eco\"")],
        &["01-one/en.md:36: unknown-demo"],
    ),
    (
        &[(EN, "kind = \"choose\"", "kind = choose")],
        &["01-one/en.md:30: bad-question"],
    ),
    (
        &[(
            EN,
            "```quiz\nid = \"what-read\"",
            "```predict\nid = \"what-read\"",
        )],
        &["01-one/en.md:28: question-misplaced"],
    ),
    (
        &[(TOLD, "```predict", "```quiz")],
        &["01-one/echo.en.md:13: question-misplaced"],
    ),
    (
        &[(EN, "\"Bytes\"\nright = true", "\"Bytes\"\nwhy = \"w\"")],
        &[
            "01-one/en.md:28: question-no-right",
            "01-one/zh.md:30: questions-differ",
        ],
    ),
    (
        &[(
            EN,
            "[[choice]]\ntext = \"Messages\"\nwhy = \"TCP has [none](lesson:two).\"\ndemo = \"echo\"\n",
            "",
        )],
        &[
            "01-one/en.md:28: question-few-choices",
            "01-one/zh.md:30: questions-differ",
        ],
    ),
    (
        &[(EN, "why = \"TCP has [none](lesson:two).\"\n", "")],
        &["01-one/en.md:36: question-no-why"],
    ),
    (
        &[(EN, "[none](lesson:two)", "[none](lesson:too)")],
        &["01-one/en.md:36: unknown-lesson"],
    ),
    (
        &[(EN, "gives ___.", "gives.")],
        &["01-one/en.md:41: question-no-blank"],
    ),
    (
        &[(EN, "id = \"what-read\"\n", "")],
        &[
            "01-one/en.md:28: question-no-id",
            "01-one/zh.md:30: questions-differ",
        ],
    ),
    (
        &[
            (EN, "\"what-read\"", "\"fill-read\""),
            (ZH, "\"what-read\"", "\"fill-read\""),
        ],
        &[
            "01-one/en.md:41: question-id-twice",
            "01-one/zh.md:43: question-id-twice",
        ],
    ),
    (
        &[(EN, "\"Bytes\"", "\"\"")],
        &["01-one/en.md:33: question-empty"],
    ),
    (
        &[(EN, "kind = \"choose\"", "kind = \"predict\"")],
        &["01-one/zh.md:30: questions-differ"],
    ),
    // Narrations.
    (
        &[(
            "02-two/echo.en.md",
            "",
            "+++\ntitle = \"T\"\nsummary = \"s\"\n[knobs]\nmessage = \"m\"\n+++\n## listen: L\n## read: R\n## after: A\n",
        )],
        &[
            "02-two/echo.en.md: narration-twice",
            "02-two/echo.en.md:1: narration-unlisted",
            "02-two/echo.en.md:1: missing-translation",
        ],
    ),
    (
        &[
            (
                "01-one/eco.en.md",
                "",
                "+++\ntitle = \"T\"\nsummary = \"s\"\n+++\n## after: A\n",
            ),
            (
                "01-one/eco.zh.md",
                "",
                "+++\ntitle = \"T\"\nsummary = \"s\"\ntranslates = \"25dd7cd8a1f8adb7\"\n+++\n## after: A\n",
            ),
        ],
        &[
            "01-one/eco.en.md:1: unknown-demo",
            "01-one/eco.zh.md:1: unknown-demo",
            "01-one/eco.zh.md:4: translates-stale",
        ],
    ),
    (
        &[(TOLD, "## read: It", "## It")],
        &[
            "01-one/echo.en.md:1: step-without-section",
            "01-one/echo.en.md:24: section-no-step",
            "01-one/echo.zh.md:25: sections-differ",
        ],
    ),
    (
        &[(TOLD, "Bytes.\n", "Bytes.\n## read: Again\n")],
        &[
            "01-one/echo.en.md:27: section-twice",
            "01-one/echo.zh.md:29: sections-differ",
        ],
    ),
    (
        &[(TOLD, "## read: It", "## reed: It")],
        &[
            "01-one/echo.en.md:1: step-without-section",
            "01-one/echo.en.md:24: section-unknown-step",
            "01-one/echo.zh.md:25: sections-differ",
        ],
    ),
    (
        &[
            (TOLD, "## after: What you have seen\n", ""),
            (TOLD_ZH, "## after：你看到了什么\n", ""),
        ],
        &[
            "01-one/echo.en.md:29: no-after",
            "01-one/echo.zh.md:30: no-after",
        ],
    ),
    (
        &[(
            TOLD,
            "## read: It reads\n\nBytes.",
            "```predict\nkind = \"predict\"\nquestion = \"?\"\n[[choice]]\ntext = \"a\"\nright = true\n[[choice]]\ntext = \"b\"\nwhy = \"w\"\n```\n## read: It reads\n\nBytes.",
        )],
        &[
            "01-one/echo.en.md:24: predict-twice",
            "01-one/echo.zh.md:31: questions-differ",
        ],
    ),
    (
        &[(
            TOLD,
            "message = \"the text\"",
            "message = \"the text\"\nmassage = \"x\"",
        )],
        &["01-one/echo.en.md:6: knob-unknown"],
    ),
    (
        &[(TOLD, "message = \"the text\"", "message = \"\"")],
        &["01-one/echo.en.md:5: knob-undescribed"],
    ),
    (
        &[(TOLD, "[knobs]\nmessage = \"the text\"\n", "")],
        &["01-one/echo.en.md:1: knob-undescribed"],
    ),
    (
        &[(TOLD, "\"Echo\"", "\"\"")],
        &["01-one/echo.en.md:2: front-empty"],
    ),
];
