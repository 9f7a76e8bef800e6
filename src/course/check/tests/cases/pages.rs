//! Names, front matter and headings.

use super::{COURSE, Case, EN, TOLD, TOLD_ZH, ZH};

pub const CASES: &[Case] = &[
    // Names.
    (&[("notes/x", "", "x")], &["notes: bad-folder"]),
    (&[("3-three/en.md", "", "x")], &["3-three: bad-folder"]),
    (&[(".git/x", "", "x"), ("01-one/.swp", "", "x")], &[]),
    (&[("03-three/.keep", "", "x")], &["03-three: no-page"]),
    (
        &[("01-one/notes.txt", "", "x")],
        &["01-one/notes.txt: stray-file"],
    ),
    (&[("01-one/fr.md", "", "x")], &["01-one/fr.md: stray-file"]),
    (&[("01-one/deep/x", "", "x")], &["01-one/deep: stray-file"]),
    (
        &[(COURSE, "\"01-one\"", "\"01-one\", \"09-x\"")],
        &["course.toml:5: part-unknown-lesson"],
    ),
    (
        &[(COURSE, "[\"01", "[\"02-two\",\n\"01-one\", \"01")],
        &["course.toml:6: part-lesson-twice"],
    ),
    (
        &[(
            COURSE,
            "[\"01-one\"]\n",
            "[\"01-one\"]\nannounced = [\n\
             { number = 3, slug = \"three\", title = \"Three\" },\n\
             { number = 3, slug = \"four\", title = \"Four\" },\n\
             { slug = \"three\", title = \"Three\" },\n\
             { slug = \"two\", title = \"Two\" },\n\
             { number = 1, slug = \"five\", title = { en = \"Five\" } },\n\
             { slug = \"A b\", title = \"Six\" },\n\
             { slug = \"seven\", title = \"Seven\" },\n]\n",
        )],
        &[
            "course.toml:8: announced-twice",
            "course.toml:9: announced-twice",
            "course.toml:10: announced-written",
            "course.toml:11: title-untranslated",
            "course.toml:11: announced-written",
            "course.toml:12: announced-bad-slug",
        ],
    ),
    (
        &[(
            "seed.toml",
            "",
            "[[item]]\nid = \"S01\"\nzh = \"一\"\nen = \"one\"\nverdict = \"right\"\n\
             at = [\"two#two\"]\n\
             [[item]]\nid = \"S01\"\nzh = \"\"\nen = \"one\"\nverdict = \"wrong\"\n\
             at = [\"two#to\",\n\"two\",\n\"three#x\"]\n\
             [[item]]\nid = \"S02\"\nzh = \"二\"\nen = \"two\"\nverdict = \"empty\"\nat = []\n",
        )],
        &[
            "seed.toml:8: seed-twice",
            "seed.toml:8: seed-empty",
            "seed.toml:12: seed-unknown-place",
            "seed.toml:13: seed-unknown-place",
            "seed.toml:14: seed-unknown-place",
            "seed.toml:16: seed-empty",
        ],
    ),
    (
        &[(
            "seed.toml",
            "",
            "[[item]]\nid = \"S01\"\nverdict = \"maybe\"\n",
        )],
        &["seed.toml:3: bad-course-file"],
    ),
    (
        &[(COURSE, ", zh = \"第一部分\"", "")],
        &["course.toml:4: title-untranslated"],
    ),
    (
        &[(TOLD_ZH, "", "")],
        &["01-one/echo.en.md:1: missing-translation"],
    ),
    (
        &[("02-two/en.md", "", "")],
        &[
            "01-one/en.md:12: missing-file",
            "01-one/zh.md:13: missing-file",
            "02-two/zh.md:1: missing-translation",
        ],
    ),
    (
        &[
            ("02-one/en.md", "", "x"),
            ("02-two/en.md", "", ""),
            ("02-two/zh.md", "", ""),
        ],
        &[
            "01-one/en.md:12: missing-file",
            "01-one/zh.md:13: missing-file",
            "02-one: slug-twice",
            "02-one/en.md:1: front-missing",
            "02-one/en.md:1: missing-translation",
            "02-two: number-twice",
            "02-two: no-page",
        ],
    ),
    // Front matter.
    (
        &[("02-two/en.md", "+++\ntitle", "title")],
        &["02-two/en.md:1: front-missing"],
    ),
    (
        &[("02-two/en.md", "minutes = 5\n+++", "minutes = 5")],
        &["02-two/en.md:1: front-open"],
    ),
    (
        &[("02-two/en.md", "minutes = 5", "minutes = \"5\"")],
        &["02-two/en.md:4: bad-front"],
    ),
    (
        &[("02-two/en.md", "summary = \"The second.\"\n", "")],
        &["02-two/en.md:2: bad-front"],
    ),
    (
        &[("02-two/en.md", "The second.", " ")],
        &["02-two/en.md:3: front-empty"],
    ),
    (
        &[
            ("02-two/en.md", "= 5", "= 0"),
            ("02-two/zh.md", "= 5", "= 0"),
        ],
        &["02-two/en.md:4: front-empty", "02-two/zh.md:5: front-empty"],
    ),
    (
        &[("02-two/en.md", "= 5", "= 6")],
        &["02-two/zh.md:5: front-differs"],
    ),
    (
        &[
            (EN, "demos = [\"echo\"]", "demos = [\"eco\"]"),
            (ZH, "demos = [\"echo\"]", "demos = [\"eco\"]"),
        ],
        &[
            "01-one/echo.en.md:1: narration-unlisted",
            "01-one/en.md:5: unknown-demo",
            "01-one/zh.md:6: unknown-demo",
        ],
    ),
    (
        &[
            (EN, "demos = [\"echo\"]", ""),
            (ZH, "demos = [\"echo\"]", ""),
        ],
        &["01-one/echo.en.md:1: narration-unlisted"],
    ),
    (
        &[(TOLD, "", ""), (TOLD_ZH, "", "")],
        &[
            "01-one/en.md:5: narration-missing",
            "01-one/zh.md:6: narration-missing",
        ],
    ),
    (
        &[
            (EN, "[\"server\"]", "[\"servers\"]"),
            (ZH, "[\"server\"]", "[\"servers\"]"),
        ],
        &[
            "01-one/en.md:6: unknown-exercise",
            "01-one/zh.md:7: unknown-exercise",
        ],
    ),
    (
        &[(EN, "[\"M1\"]", "[\"M2\"]")],
        &["01-one/zh.md:8: front-differs"],
    ),
    (
        &[(ZH, "@@", "0000000000000000")],
        &["01-one/zh.md:5: translates-stale"],
    ),
    (
        &[(TOLD_ZH, "@@", "0000000000000000")],
        &["01-one/echo.zh.md:4: translates-stale"],
    ),
    (
        &[(ZH, "translates = \"@@\"\n", "")],
        &["01-one/zh.md:1: translates-missing"],
    ),
    (
        &[(EN, "minutes = 20", "minutes = 20\ntranslates = \"x\"")],
        &["01-one/en.md:5: translates-nothing"],
    ),
    // Headings.
    (
        &[
            ("02-two/en.md", "# Two\n", "Two\n"),
            ("02-two/zh.md", "# 二\n", ""),
        ],
        &[
            "02-two/en.md:6: no-title-heading",
            "02-two/zh.md:1: no-title-heading",
        ],
    ),
    (
        &[("02-two/en.md", "# Two\n", "# Too\n")],
        &["02-two/en.md:6: title-differs"],
    ),
    (
        &[
            ("02-two/en.md", "# Two\n", "# Two\n# Three\n"),
            ("02-two/zh.md", "# 二\n", "# 二\n# 三\n"),
        ],
        &["02-two/en.md:7: extra-title", "02-two/zh.md:8: extra-title"],
    ),
    (
        &[(EN, "### A", "#### A"), (ZH, "### 最", "#### 最")],
        &[
            "01-one/en.md:20: heading-skips",
            "01-one/zh.md:22: heading-skips",
        ],
    ),
    (
        &[
            (TOLD, "## read: It reads", "## read: It reads\n#### Deep"),
            (TOLD_ZH, "## read: 读取", "## read: 读取\n#### 深"),
        ],
        &[
            "01-one/echo.en.md:25: heading-skips",
            "01-one/echo.zh.md:26: heading-skips",
        ],
    ),
];
