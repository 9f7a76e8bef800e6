//! Terminals of every size, in both languages: a run comes to its end and can be left.

use super::terminal::{CTRL_C, ENTER, Terminal};
use crate::support::{LANGS, World};

/// Columns and rows. A terminal that does not know its size says 0 × 0.
const SIZES: [(u16, u16); 5] = [(1, 1), (20, 5), (80, 24), (500, 200), (0, 0)];

#[test]
fn a_run_can_be_stepped_in_a_terminal_of_every_size() {
    let world = World::new();
    for lang in LANGS {
        for (columns, rows) in SIZES {
            let context = format!("{lang} {columns}×{rows}");
            let arguments = [
                "run-demo", "tcp-echo", "--step", "--linear", "--save", "run",
            ];
            let mut terminal = Terminal::open(columns, rows, world.root(), lang, &arguments);
            assert_eq!(terminal.press_to_the_end(ENTER), 0, "{context}");
            let record = std::fs::read_to_string(world.path("run")).expect("a record");
            assert!(
                record.contains(r#""status":"finished""#),
                "{context}: {record}"
            );
        }
    }
}

#[test]
fn a_run_can_be_left_in_a_terminal_of_every_size() {
    let world = World::new();
    for (columns, rows) in SIZES {
        let arguments = [
            "run-demo", "tcp-echo", "--step", "--linear", "--save", "run",
        ];
        let mut terminal = Terminal::open(columns, rows, world.root(), "en", &arguments);
        terminal.wait_for("go on");
        terminal.press(CTRL_C);
        assert_eq!(terminal.left(), 0, "{columns}×{rows}");
    }
}

/// The same states are told in Chinese.
#[test]
fn the_prompts_speak_chinese() {
    let world = World::new();
    let arguments = ["run-demo", "tcp-echo", "--step", "--linear"];
    let mut terminal = Terminal::open(80, 24, world.root(), "zh", &arguments);
    terminal.wait_for("Enter 或 → 继续 · q 离开");
    terminal.wait_for("下一步：server 在 server/1 上调用 socket（tcp_echo.rs:");
    terminal.press(ENTER);
    while let (1, _) = terminal.wait_for_one(&["先猜一猜：", "下一步："]) {
        terminal.press(ENTER);
    }
    terminal.wait_for("按字母选择 · Enter 跳过 · q 离开");
    terminal.press("a");
    terminal.wait_for("记下了：");
    while let (1, _) = terminal.wait_for_one(&["猜对了。", "下一步："]) {
        terminal.press(ENTER);
    }
    terminal.press("q");
    assert_eq!(terminal.left(), 0);
    assert!(
        terminal.rest().contains("运行中途离开"),
        "{}",
        terminal.rest()
    );
}
