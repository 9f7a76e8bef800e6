use std::fs;

use crossterm::event::{Event, KeyCode};

use super::model::Mode;
use super::*;
use crate::course::Course;
use crate::lang::Lang;
use crate::lang::words::words;
use crate::reader::chrome::Surface;
use crate::reader::command::Command;
use crate::reader::screens::{click, compare, dump, key, keys, window};
use crate::render::theme::{Background, Depth, Theme};

mod clicks;
mod fronts;
mod long;
mod looks;
mod terms;

const EN: &str = r##"+++
title = "A lesson"
summary = "s"
minutes = 5
+++
# A lesson

One paragraph with a [link to a demo](demo:tcp-echo), one to
[the other lesson](lesson:2), one to [a heading](#code) and one to
[the web](https://example.org/a).

## Code

```rust
fn a_line_of_code_that_is_wider_than_a_small_window() { println!("{}", 1) }
```

| Call | Who calls it | What it does, in a sentence that is long |
|------|--------------|-------------------------------------------|
| bind | the server   | gives the socket a local address and port |

### Deeper

Some words about ports, so that there is something to find: ports.

## Questions

```quiz
id = "one"
kind = "choose"
question = "Which one?"
[[choice]]
text = "This"
right = true
why = "It is."
[[choice]]
text = "That"
why = "No, see."
demo = "tcp-echo"
```

```quiz
id = "two"
kind = "fill"
question = "How many?"
[[choice]]
text = "8080"
right = true
why = "So many."
[[choice]]
text = "80"
why = "Too few."
```

## End

The last words.
"##;

const ZH: &str = r##"+++
title = "一课"
summary = "s"
minutes = 5
+++
# 一课

一段文字，有[演示的链接](demo:tcp-echo)、[另一课](lesson:2)、[标题](#代码)和[网页](https://example.org/a)。

## 代码

```rust
fn a_line_of_code_that_is_wider_than_a_small_window() { println!("{}", 1) }
```

| 调用 | 谁来调用 | 做什么，用一句比较长的话来说明它的作用 |
|------|----------|----------------------------------------|
| bind | 服务器   | 给套接字一个本地地址和端口             |

### 更深

几句关于端口的话，好让人找得到：端口。

## 问题

```quiz
id = "one"
kind = "choose"
question = "哪一个？"
[[choice]]
text = "这个"
right = true
why = "对。"
[[choice]]
text = "那个"
why = "不，看演示。"
demo = "tcp-echo"
```

```quiz
id = "two"
kind = "fill"
question = "多少？"
[[choice]]
text = "8080"
right = true
why = "就这么多。"
[[choice]]
text = "80"
why = "太少。"
```

## 结束

最后的话。
"##;

fn course() -> (tempfile::TempDir, Course) {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("course.toml", "title = \"Course\"");
    write("01-a/en.md", EN);
    write("01-a/zh.md", ZH);
    for (lang, title) in [
        ("en", "Teacher's notes: A lesson"),
        ("zh", "教学参考：一课"),
    ] {
        let front = format!("+++\ntitle = \"{title}\"\nsummary = \"s\"\nminutes = 1\n+++\n");
        write(
            &format!("01-a/notes.{lang}.md"),
            &format!("{front}# {title}\n"),
        );
    }
    write("02-b/en.md", &EN.replace("A lesson", "Another"));
    let course = Course::open(folder.path()).unwrap();
    (folder, course)
}

fn open(course: &Course, lang: Lang, (width, height): (u16, u16)) -> Lesson {
    let page = course.page(&course.lessons[0], lang).unwrap();
    let mut lesson = Lesson::new(course, 0, page, words(lang), false);
    lesson.fit(width, height);
    lesson
}

fn press(lesson: &mut Lesson, course: &Course, typed: &str) -> Vec<Command> {
    let events = keys(typed);
    events
        .iter()
        .flat_map(|event| tell(lesson, course, event))
        .collect()
}

/// What the page asks for beyond terms, which it gets at once as a session gives them.
fn tell(lesson: &mut Lesson, course: &Course, event: &Event) -> Vec<Command> {
    let mut commands = lesson.update(course, event);
    rest(lesson);
    commands.retain(|command| match command {
        Command::OpenTerm(id) => {
            lesson.show_term(id, Shown::find(course, id));
            false
        }
        _ => true,
    });
    commands
}

/// Lays the page out to its end, as is done while nothing else is to do.
fn rest(lesson: &mut Lesson) {
    while lesson.lay_out_more() {}
}

fn to_questions(lesson: &mut Lesson) {
    rest(lesson);
    let line = lesson.content.headings[3].line;
    lesson.go_to_line(line);
}

fn shown(lesson: &mut Lesson, size: (u16, u16), ascii: bool) -> String {
    let theme = Theme::new(Depth::None, Background::Dark);
    let surface = Surface {
        theme: &theme,
        ascii,
    };
    let (area, mut buffer) = window(size);
    lesson.fit(size.0, size.1);
    view(lesson, &surface, area, &mut buffer);
    dump(&buffer)
}

#[test]
fn links_are_followed_by_key_and_by_mouse() {
    let (_folder, course) = course();
    let mut lesson = open(&course, Lang::En, (80, 24));
    let demo = Command::OpenDemo("tcp-echo".to_string());
    assert_eq!(
        press(&mut lesson, &course, "\t\n"),
        std::slice::from_ref(&demo)
    );
    assert_eq!(press(&mut lesson, &course, "\t\n"), [Command::FollowTo(1)]);
    press(&mut lesson, &course, "\t\n");
    let place = lesson.content.headings[1].row.min(lesson.last_top());
    assert_eq!((lesson.top, lesson.focus), (place, None));
    press(&mut lesson, &course, "g\t\t\t\t\n");
    assert!(
        lesson
            .note
            .as_ref()
            .unwrap()
            .contains("https://example.org/a")
    );
    let text = shown(&mut lesson, (80, 24), false);
    assert_eq!(lesson.update(&course, &click(&text, "to a demo")), [demo]);
    assert_eq!(press(&mut lesson, &course, "\u{1b}\u{1b}"), [Command::Back]);
}

#[test]
fn a_question_is_answered_in_place() {
    let (_folder, course) = course();
    let mut lesson = open(&course, Lang::En, (80, 24));
    to_questions(&mut lesson);
    assert_eq!(lesson.active(), Some(0));
    let answered = |id: &str, right| Command::Answered {
        id: id.to_string(),
        right,
    };
    assert_eq!(press(&mut lesson, &course, "b"), [answered("one", false)]);
    // The demo that shows it is the next stop.
    let demo = Command::OpenDemo("tcp-echo".to_string());
    assert_eq!(press(&mut lesson, &course, "\t\n"), [demo]);
    // A second try is allowed and does not count.
    lesson.focus = Some(content::Focus::Question(0));
    assert_eq!(press(&mut lesson, &course, "a"), []);
    assert!(shown(&mut lesson, (80, 24), false).contains("a) is right. It is."));
    assert_eq!(lesson.active(), Some(1));
    assert_eq!(press(&mut lesson, &course, "\nq80x\u{8}\u{1b}"), []);
    let all = [answered("two", true), Command::Done];
    assert_eq!(press(&mut lesson, &course, "\n８０８０\n"), all);
    assert_eq!(press(&mut lesson, &course, "q"), [Command::Back]);
}

#[test]
fn a_paste_runs_no_key() {
    let (_folder, course) = course();
    let mut lesson = open(&course, Lang::En, (80, 24));
    assert_eq!(
        lesson.update(&course, &Event::Paste("qLG\n".to_string())),
        []
    );
    assert_eq!((lesson.top, &lesson.mode), (0, &Mode::Read));
}

#[test]
fn the_other_language_shows_the_same_paragraph() {
    let (_folder, course) = course();
    let entry = &course.lessons[0];
    let mut lesson = open(&course, Lang::En, (40, 12));
    for heading in 0..lesson.content.headings.len() {
        let line = lesson.content.headings[heading].line;
        lesson.go_to_line(line);
        lesson.translate(course.page(entry, Lang::Zh).unwrap(), words(Lang::Zh));
        assert_eq!(lesson.anchor.line, lesson.content.headings[heading].line);
        lesson.translate(course.page(entry, Lang::En).unwrap(), words(Lang::En));
        assert_eq!(lesson.anchor.line, line);
    }
}

#[test]
fn code_scrolls_sideways_and_prose_does_not() {
    let (_folder, course) = course();
    let mut lesson = open(&course, Lang::En, (40, 12));
    press(&mut lesson, &course, "}");
    let before = shown(&mut lesson, (40, 12), false);
    assert!(
        before.contains("Code\n") && before.contains("fn a_line_of_code") && before.contains('›')
    );
    for _ in 0..20 {
        lesson.update(&course, &key(KeyCode::Right));
    }
    let after = shown(&mut lesson, (40, 12), false);
    assert!(
        after.contains("Code\n") && after.contains("1) }") && after.contains('‹'),
        "{after}"
    );
    press(&mut lesson, &course, "G");
    assert_eq!(lesson.shift, 0);
}

#[test]
fn the_place_survives_every_size() {
    let (_folder, course) = course();
    let mut lesson = open(&course, Lang::Zh, (80, 12));
    press(&mut lesson, &course, "}}}");
    let line = lesson.anchor.line;
    for size in [
        (40, 12),
        (1, 1),
        (0, 0),
        (500, 200),
        (20, 5),
        (61, 30),
        (80, 12),
    ] {
        let text = shown(&mut lesson, size, true);
        assert_eq!(text.lines().count(), usize::from(size.1));
        assert_eq!(lesson.anchor.line, line);
    }
    assert_eq!(lesson.content.rows[lesson.top].line, line);
}

#[test]
fn no_key_breaks_any_size() {
    let (_folder, course) = course();
    for size in [(0, 0), (1, 1), (39, 11), (40, 12), (500, 200)] {
        for typed in [
            "t\t\t\n",
            "/的\nnnN",
            "?jjjjk",
            "G\nabc\n",
            "\t\t\t\t\t\t\t\n",
            "}}}{{g][",
        ] {
            let mut lesson = open(&course, Lang::Zh, size);
            press(&mut lesson, &course, typed);
            shown(&mut lesson, size, false);
        }
    }
}

#[test]
fn the_line_of_keys_gives_each_key_one_meaning() {
    let (_folder, course) = course();
    let mut lesson = open(&course, Lang::En, (120, 12));
    let mut fill = 0;
    for _ in 0..12 {
        press(&mut lesson, &course, "\t");
        let shown = shown(&mut lesson, (120, 12), false);
        let last = shown.lines().last().unwrap_or_default();
        assert!(last.matches("Enter ").count() <= 1, "{last}");
        fill += usize::from(last.contains("Enter type the answer"));
    }
    assert!(fill > 0, "no question to be typed has come by");
}
