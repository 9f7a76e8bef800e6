//! The layers of the house: every source is read, and what it must not use is named with its line.

mod paths;
mod rules;

use std::collections::BTreeMap;
use std::path::Path;

use rules::{MOST_LINES, faults};
use sockets_tutor::demos::DEMOS;

fn house() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = BTreeMap::new();
    for folder in ["src", "tests"] {
        super::sources(root, &root.join(folder), &mut files);
    }
    files
}

#[test]
fn the_house_keeps_its_rules() {
    let files = house();
    assert!(files.contains_key("src/main.rs") && files.len() > 50);
    let found: Vec<String> = (files.iter())
        .flat_map(|(file, text)| faults(file, text))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// A demo is the code a student would write: of ours it knows only the sockets, and what is put
/// beside it in the student's project.
#[test]
fn demos_know_only_sockets() {
    for demo in DEMOS {
        for path in paths::paths(demo.source) {
            let first = path.segments[0].as_str();
            let ours = matches!(first, "crate" | "super") && !path.member;
            let file = demo.file;
            let beside = demo.beside.iter().any(|(name, _)| {
                let module = name.strip_suffix(".rs");
                module.is_some_and(|module| path.has(&["super", module]))
            });
            assert!(
                !ours || beside || path.has(&["crate", "net"]) || path.has(&["crate", "lab"]),
                "{file}:{}: {path:?}",
                path.line
            );
        }
    }
}

/// The rules themselves: each breach is found, with file and line.
#[test]
fn a_breach_is_named_with_its_line() {
    let cases = [
        (
            "src/doc/x.rs",
            "\nuse crate::render::bytes;\n",
            "src/doc/x.rs:2: doc must not use render",
        ),
        (
            "src/net/tcp.rs",
            "use crate::{event::Call, course};",
            "src/net/tcp.rs:1: net must not use course",
        ),
        (
            "src/event.rs",
            "\n\nfn f() { crate::lang::fill() }",
            "src/event.rs:3: event must not use lang",
        ),
        (
            "src/render/page/row.rs",
            "use super::super::super::cli::x;",
            "src/render/page/row.rs:1: render must not use cli",
        ),
        (
            "src/course/mod.rs",
            "use super::demos::DEMOS;",
            "src/course/mod.rs:1: course must not use demos",
        ),
        (
            "src/doc/x.rs",
            "mod tests {\n    use super::super::super::render::y;\n}",
            "src/doc/x.rs:2: doc must not use render",
        ),
        (
            "src/net/x.rs",
            "use crate::attic::y;",
            "src/net/x.rs:1: attic is no module with a row of its own",
        ),
        (
            "src/attic.rs",
            "use crate::net::y;",
            "src/attic.rs:1: attic is no module with a row of its own",
        ),
        (
            "src/doc/inline.rs",
            "use pulldown_cmark::Tag;",
            "src/doc/inline.rs:1: pulldown_cmark is not for doc: one file knows the Markdown parser",
        ),
        (
            "src/cli/list.rs",
            "use termimad::MadSkin;",
            "src/cli/list.rs:1: termimad is not for cli: looks and columns are made there",
        ),
        (
            "src/cli/keys.rs",
            "use c::{enable_raw_mode};",
            "src/cli/keys.rs:1: enable_raw_mode is not for cli: one file changes how the terminal works",
        ),
        (
            "src/net/udp.rs",
            "fn f() { println!() }",
            "src/net/udp.rs:1: println! is not for net: only commands print",
        ),
        (
            "src/render/plain.rs",
            "fn f() { io::stdout().lock() }",
            "src/render/plain.rs:1: stdout is not for render: only commands print",
        ),
        (
            "src/net/gate.rs",
            "\nfn f() { unsafe {} }",
            "src/net/gate.rs:2: unsafe is not for net: few files call what is unsafe",
        ),
        (
            "src/demos/run.rs",
            "use std::thread::sleep;",
            "src/demos/run.rs:1: thread::sleep is not for demos: nobody sleeps to wait for another thread",
        ),
        (
            "src/cli/mod.rs",
            "std::process::exit(2)",
            "src/cli/mod.rs:1: process::exit is not for cli: main returns the status",
        ),
        (
            "src/event.rs",
            "serde_json::Value",
            "src/event.rs:1: serde_json is not for event: one file decides how a record looks",
        ),
        (
            "src/demos/x.rs",
            "use std::{io, net::{SocketAddr, TcpStream}};",
            "src/demos/x.rs:1: std::net::TcpStream is not for demos: sockets are observed",
        ),
        (
            "src/cli/x.rs",
            "use std::net::{self, IpAddr};",
            "src/cli/x.rs:1: std::net::self is not for cli: sockets are observed",
        ),
        (
            "src/cli/x.rs",
            "use crossterm::{event::poll, style::Color};",
            "src/cli/x.rs:1: crossterm::event::poll is not for cli: one place reads the keys",
        ),
        (
            "src/reader/frame.rs",
            "\nqueue!(out, EnterAlternateScreen)",
            "src/reader/frame.rs:2: EnterAlternateScreen is not for reader: \
             one file changes how the terminal works",
        ),
        (
            "src/cli/x.rs",
            "fn f() { std::process::Command::new(\"x\") }",
            "src/cli/x.rs:1: process::Command is not for cli: no other program is needed",
        ),
        (
            "src/reader/theatre/update.rs",
            "use std::time::{Duration, Instant};\nfn f() { Instant::now() }",
            "src/reader/theatre/update.rs:2: Instant::now is not for a pure screen",
        ),
        (
            "src/reader/page/view.rs",
            "use std::fs;",
            "src/reader/page/view.rs:1: std::fs is not for a pure screen",
        ),
        (
            "src/render/story.rs",
            "fn f() -> Call { Call { seq: 1, t_us: 2 } }",
            "src/render/story.rs:1: only net and lab make events",
        ),
        (
            "tests/it/x.rs",
            "use std::thread;\nfn f() { thread::sleep(x) }",
            "tests/it/x.rs:2: a test sleeps",
        ),
        (
            "tests/it/x.rs",
            "#[test]\n#[ignore = \"later\"]\nfn x() {}",
            "tests/it/x.rs:2: an ignored test is no test",
        ),
    ];
    for (file, text, expected) in cases {
        assert_eq!(faults(file, text), [expected]);
    }
    let long = "\n".repeat(MOST_LINES + 1);
    assert_eq!(
        faults("tests/it/x.rs", &long),
        ["tests/it/x.rs:401: more than 400 lines"]
    );
}

#[test]
fn what_is_allowed_is_no_breach() {
    let cases = [
        (
            "src/cli/x.rs",
            "use crate::{demos, event, lang::Lang, render};\nuse super::other;",
        ),
        (
            "src/render/page/x.rs",
            "use super::super::bytes;\nuse termimad::TblFit;",
        ),
        ("src/net/tcp.rs", "use std::net::{self, TcpStream};"),
        (
            "src/doc/x.rs",
            "// crate::cli, println!\nconst X: &str = \"crate::cli unsafe\";",
        ),
        (
            "src/demos/x.rs",
            "use std::net::{Shutdown, SocketAddr};\nuse crate::net::TcpStream;",
        ),
        ("src/main.rs", "sockets_tutor::cli::run()"),
        ("src/demos/x.rs", "command.stdout(x)"),
        ("src/net/tests.rs", "fn f() { Call { t_us } }"),
        (
            "src/reader/theatre/run.rs",
            "use std::time::Instant;\nfn f() { Instant::now() }",
        ),
        ("src/reader/home/mod.rs", "mod tests {\n    use std::fs;\n}"),
        (
            "src/render/story.rs",
            "fn f(x: &Call) { let Call { t_us, .. } = x; }",
        ),
    ];
    for (file, text) in cases {
        assert_eq!(faults(file, text), Vec::<String>::new(), "{file}");
    }
}
