//! One damage each, and what is told of it in both languages.

use super::{FRONT, least};

/// A course with one file replaced or, without a text, taken away.
struct Damage {
    file: &'static str,
    text: Option<&'static [u8]>,
    arguments: &'static [&'static str],
    en: &'static str,
    zh: &'static str,
}

const COURSE: &str = "c/course.toml";
const PAGE: &str = "c/01-one/en.md";

const DAMAGES: &[Damage] = &[
    Damage {
        file: COURSE,
        text: None,
        arguments: &["list"],
        en: "c/course.toml: A course needs a course.toml, and there is none.\n\
             try: Create course.toml with a line such as: title = \"My course\"",
        zh: "c/course.toml：课程必须有 course.toml，而这里没有。\n\
             try: 请创建 course.toml，至少写一行，例如：title = \"我的课程\"",
    },
    Damage {
        file: COURSE,
        text: Some(b"titel = 1\n"),
        arguments: &["list"],
        en: "c/course.toml:1: The file is damaged: unknown field `titel`, expected one of `title`, `id`, `part`.\n\
             try: Correct this line.",
        zh: "c/course.toml:1：文件内容有误：“unknown field `titel`, expected one of `title`, `id`, `part`”。\n\
             try: 请改正这一行。",
    },
    Damage {
        file: PAGE,
        text: Some(b"+++\ntitle = 1\n"),
        arguments: &["lesson", "1"],
        en: "c/01-one/en.md:1: The front matter is not closed.\n\
             try: Put a line +++ after its last field.",
        zh: "c/01-one/en.md:1：元数据没有结束。\n\
             try: 请在最后一个字段之后加一行 +++。",
    },
    Damage {
        file: PAGE,
        text: Some(b"+++\ntitle = 1\n+++\n"),
        arguments: &["list"],
        en: "c/01-one/en.md:2: The front matter is wrong: invalid type: integer `1`, expected a string.\n\
             try: Correct this line; the front matter is TOML.",
        zh: "c/01-one/en.md:2：元数据有误：“invalid type: integer `1`, expected a string”。\n\
             try: 请改正这一行；元数据使用 TOML 格式。",
    },
    Damage {
        file: PAGE,
        text: Some(b"# No front\n"),
        arguments: &["lesson", "one"],
        en: "c/01-one/en.md:1: The file does not begin with front matter.\n\
             try: Begin it with a line +++, then title = \"…\" and summary = \"…\" (a lesson also needs minutes = 20), then another line +++.",
        zh: "c/01-one/en.md:1：文件开头没有元数据。\n\
             try: 请在开头写一行 +++，接着写 title = \"…\" 和 summary = \"…\"（正文还需要 minutes = 20），再写一行 +++。",
    },
    Damage {
        file: PAGE,
        text: Some(b"+++\n\xff\x1b[2J\n"),
        arguments: &["lesson", "1"],
        en: "c/01-one/en.md:2: The text is not valid UTF-8.\ntry: Save the file as UTF-8.",
        zh: "c/01-one/en.md:2：文本不是有效的 UTF-8。\ntry: 请将文件存为 UTF-8 编码。",
    },
    Damage {
        file: PAGE,
        text: None,
        arguments: &["list"],
        en: "c/01-one: The lesson has no page.\ntry: Add an en.md or a zh.md.",
        zh: "c/01-one：这一课没有正文。\ntry: 请添加 en.md 或 zh.md。",
    },
    Damage {
        file: "c/01-one/tcp-echo.en.md",
        text: Some(b"+++\ntitle = \"T\"\nsummary = \"s\"\n+++\n\n## no step\n"),
        arguments: &["run-demo", "tcp-echo"],
        en: "c/01-one/tcp-echo.en.md:6: The heading “no step” names no step.\n\
             try: Write the step's name, a colon and a title, such as: ## listen: The server opens a door",
        zh: "c/01-one/tcp-echo.en.md:6：标题“no step”没有写明步骤。\n\
             try: 请写步骤名、冒号和标题，例如：## listen：服务器打开大门",
    },
];

#[test]
fn damaged_courses_say_what_is_wrong() {
    for damage in DAMAGES {
        let world = least();
        match damage.text {
            Some(text) => drop(world.file(damage.file, text)),
            None => std::fs::remove_file(world.path(damage.file)).expect("it was there"),
        }
        for (lang, expected) in [("en", damage.en), ("zh", damage.zh)] {
            let words = damage.arguments.iter().chain(&["--course", "c"]);
            let told = world.tutor(words).lang(lang).run().trouble();
            assert_eq!(told, format!("sockets-tutor: {expected}\n"));
        }
    }
}

#[test]
fn a_folder_that_is_no_course_is_a_trouble_everywhere() {
    let world = least();
    let commands = [
        &["list"][..],
        &["lesson", "1"],
        &["demos"],
        &["run-demo", "demux"],
        &["check-course"],
    ];
    for arguments in commands {
        let words = arguments.iter().chain(&["--course", "nowhere"]);
        let told = world.tutor(words).run().trouble();
        assert!(
            told.starts_with("sockets-tutor: nowhere/course.toml: A course needs"),
            "{told}"
        );
    }
    let told = world.tutor(["check-course", "nowhere"]).run().trouble();
    assert!(
        told.starts_with("sockets-tutor: nowhere/course.toml: A course needs"),
        "{told}"
    );
}

#[test]
fn faults_are_listed_with_file_and_line() {
    let world = least();
    let text = "# One\n\n[x](demo:tcp-ehco)\n\n#### Deep\n";
    world.file(PAGE, format!("{FRONT}{text}"));
    let (text, trouble) = world.tutor(["check-course", "c"]).run().not_passed();
    let expected = "\
c/01-one/en.md:8: There is no demo tcp-ehco.
    Correct the name; the nearest is tcp-echo.
c/01-one/en.md:10: The heading goes from level 1 to level 4.
    Go down one level at a time.
";
    assert_eq!((text.as_str(), trouble.as_str()), (expected, ""));
    let (text, trouble) = world
        .tutor(["check-course", "c", "--json"])
        .run()
        .not_passed();
    let faults: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    let short: Vec<_> = (faults.as_array().expect("a list").iter())
        .map(|fault| (fault["slug"].as_str(), fault["line"].as_u64()))
        .collect();
    let expected = [
        (Some("unknown-demo"), Some(8)),
        (Some("heading-skips"), Some(10)),
    ];
    assert_eq!(short, expected);
    assert_eq!(trouble, "");
}
