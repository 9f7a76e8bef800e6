//! The rules of the house as a function over a file's name and text.

use super::paths::{Path, makings, paths};

/// The rows of the picture in the program's design; a module uses only rows below its own.
const ROWS: &[(u8, &[&str])] = &[
    (9, &["main", "lib"]),
    (8, &["cli"]),
    (7, &["reader", "web"]),
    (6, &["render"]),
    (5, &["exercises"]),
    (4, &["demos"]),
    (3, &["lab"]),
    (2, &["net", "course", "progress"]),
    (1, &["doc", "event", "lang"]),
];

/// Names that only some places may use: the path's part, the places, and what the name is for.
const WORDS: &[(&[&str], &[&str], &str)] = &[
    (
        &["pulldown_cmark"],
        &["doc/markdown.rs", "doc/markdown/"],
        "one file knows the Markdown parser",
    ),
    (
        &["termimad"],
        &["render/theme.rs", "render/page/"],
        "looks and columns are made there",
    ),
    (&["enable_raw_mode"], MODES, ONE_FILE),
    (&["disable_raw_mode"], MODES, ONE_FILE),
    (&["EnterAlternateScreen"], MODES, ONE_FILE),
    (&["LeaveAlternateScreen"], MODES, ONE_FILE),
    (&["EnableMouseCapture"], MODES, ONE_FILE),
    (&["DisableMouseCapture"], MODES, ONE_FILE),
    (&["EnableBracketedPaste"], MODES, ONE_FILE),
    (&["DisableBracketedPaste"], MODES, ONE_FILE),
    (
        &["crossterm", "event", "read"],
        &["reader/input/"],
        "one place reads the keys",
    ),
    (
        &["crossterm", "event", "poll"],
        &["reader/input/"],
        "one place reads the keys",
    ),
    (
        &["stdio", "stdin"],
        &["lab/kernel/", "reader/terminal.rs", "reader/terminal/"],
        "one place reads the keys",
    ),
    (
        &["process", "Command"],
        &["lab/kernel/"],
        "no other program is needed",
    ),
    (&["println!"], &["cli/"], "only commands print"),
    (&["print!"], &["cli/"], "only commands print"),
    (&["eprintln!"], &["cli/"], "only commands print"),
    (&["eprint!"], &["cli/"], "only commands print"),
    (&["dbg!"], &[], "nothing prints by the way"),
    (
        &["stdout"],
        &[
            "cli/",
            "reader/input/",
            "reader/terminal.rs",
            "reader/terminal/",
        ],
        "only commands print",
    ),
    (&["stderr"], &["cli/"], "only commands print"),
    (
        &["unsafe"],
        &["net/info.rs", "net/sys.rs", "lab/kernel/sys.rs"],
        "few files call what is unsafe",
    ),
    (
        SLEEP,
        &["reader/signals.rs"],
        "nobody sleeps to wait for another thread",
    ),
    (
        &["process", "exit"],
        &["reader/signals.rs"],
        "main returns the status",
    ),
    (
        &["serde_json"],
        &["render/json.rs", "render/json/", "cli/"],
        "one file decides how a record looks",
    ),
    (
        &["socket2"],
        &["net/"],
        "sockets are made where they are observed",
    ),
];

/// Where the terminal's modes are changed.
const MODES: &[&str] = &["reader/terminal.rs"];
const ONE_FILE: &str = "one file changes how the terminal works";

/// Where screens are changed and drawn by what they are told, and by nothing else.
const PURE: &[&str] = &[
    "reader/chrome.rs",
    "reader/home/",
    "reader/keymap.rs",
    "reader/page/",
    "reader/paint.rs",
    "reader/search.rs",
    "reader/theatre/",
    "reader/typing.rs",
];

/// The loop and the live run, between the pure part and the world.
const IMPURE: &[&str] = &["reader/theatre/run.rs", "reader/theatre/stage.rs"];

/// What pure code does not name: files, clocks, threads, the terminal, what changes behind its back.
const WORLD: &[&[&str]] = &[
    &["std", "env"],
    &["std", "fs"],
    &["std", "io"],
    &["std", "process"],
    &["std", "sync", "mpsc"],
    &["std", "thread"],
    &["Instant", "now"],
    &["SystemTime"],
    &["Mutex"],
    &["RefCell"],
    &["OnceLock"],
    &["crossterm", "terminal"],
    &["crossterm", "cursor"],
    &["Course", "open"],
    &["Progress"],
    &["Stage"],
];

/// Where events are made, and where those of a record are read again.
const PENS: &[&str] = &["net/", "lab/", "render/json.rs", "render/json/"];

/// Names of `std::net` that are plain data.
const ADDRESSES: &[&str] = &[
    "SocketAddr",
    "SocketAddrV4",
    "SocketAddrV6",
    "IpAddr",
    "Ipv4Addr",
    "Ipv6Addr",
    "Shutdown",
];

/// Places that make sockets of std: the observed ones, and the doctor's probe of the loopback.
const SOCKETS: &[&str] = &["net/", "cli/doctor.rs"];

const SLEEP: &[&str] = &["thread", "sleep"];

/// Tests in which time passes on purpose: somebody is slow, or nothing happens. None waits for a thread.
const PAUSES: &[&str] = &[
    "tests/it/gate.rs",
    "tests/it/net/flood.rs",
    "tests/it/pty/idle.rs",
];

/// More lines are no longer one thing.
pub const MOST_LINES: usize = 400;

/// Everything a file does that it must not: `src/doc/inline.rs:3: doc must not use render`.
pub fn faults(file: &str, text: &str) -> Vec<String> {
    let mut found = general_faults(file, text);
    let Some(inside) = file.strip_prefix("src/") else {
        let mut sleeps = paths(text).into_iter().filter(|path| path.has(SLEEP));
        if let Some(path) = sleeps.next().filter(|_| !PAUSES.contains(&file)) {
            found.push(format!("{file}:{}: a test sleeps", path.line));
        }
        return found;
    };
    if !stands_in(inside, PENS) && !is_test(inside) {
        for line in makings(tested_apart(text), "t_us") {
            found.push(format!("{file}:{line}: only net and lab make events"));
        }
    }
    for path in paths(text) {
        let mut fault = |what: String| found.push(format!("{file}:{}: {what}", path.line));
        let own = module(inside);
        match target(inside, &path) {
            Some(target) if target != own => match (row(own), row(target)) {
                (_, None) => fault(format!("{target} is no module with a row of its own")),
                (None, _) => fault(format!("{own} is no module with a row of its own")),
                (Some(mine), Some(its)) if its >= mine => {
                    fault(format!("{own} must not use {target}"));
                }
                _ => {}
            },
            _ => {}
        }
        for (names, places, why) in WORDS {
            if path.has(names) && !path.member && !stands_in(inside, places) {
                fault(format!("{} is not for {own}: {why}", names.join("::")));
            }
        }
        let is_pure = stands_in(inside, PURE) && !stands_in(inside, IMPURE);
        if is_pure && path.depth == 0 && !is_test(inside) {
            let world = WORLD.iter().find(|names| path.has(names));
            if let Some(names) = world.filter(|_| !path.member) {
                fault(format!("{} is not for a pure screen", names.join("::")));
            }
        }
        let net = path
            .segments
            .windows(2)
            .position(|part| part == ["std", "net"]);
        let name = net.map(|at| path.segments.get(at + 2).map_or("", String::as_str));
        if let Some(name) = name
            && !ADDRESSES.contains(&name)
            && !stands_in(inside, SOCKETS)
        {
            fault(format!(
                "std::net::{name} is not for {own}: sockets are observed"
            ));
        }
    }
    found
}

/// Whether a file of the program holds tests only.
fn is_test(inside: &str) -> bool {
    inside.contains("/tests/") || inside.ends_with("/tests.rs")
}

/// A source without the tests at its end.
fn tested_apart(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or(text)
}

/// What holds for tests as well.
fn general_faults(file: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let lines = text.lines().count();
    if lines > MOST_LINES {
        found.push(format!("{file}:{lines}: more than {MOST_LINES} lines"));
    }
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim_start().starts_with("#[ignore") {
            found.push(format!("{file}:{number}: an ignored test is no test"));
        }
    }
    found
}

fn row(module: &str) -> Option<u8> {
    let row = ROWS.iter().find(|(_, modules)| modules.contains(&module));
    row.map(|(row, _)| *row)
}

/// The module at the top in which a file stands.
fn module(inside: &str) -> &str {
    let first = inside.split('/').next().unwrap_or(inside);
    first.trim_end_matches(".rs")
}

/// The module at the top that a path leads to, when it leads there by name.
fn target<'p>(inside: &str, path: &'p Path) -> Option<&'p str> {
    if path.member {
        return None;
    }
    let segments = &path.segments;
    let first = segments.first()?.as_str();
    if matches!(first, "crate" | "sockets_tutor") {
        return segments.get(1).map(String::as_str);
    }
    let ups = segments
        .iter()
        .take_while(|segment| *segment == "super")
        .count();
    let own = inside.trim_end_matches(".rs").trim_end_matches("/mod");
    let depth = match own {
        "lib" | "main" => 0,
        own => own.split('/').count(),
    };
    (ups > 0 && ups == depth + path.depth).then(|| segments.get(ups).map(String::as_str))?
}

/// A place is a file, or a folder when it ends with `/`.
fn stands_in(inside: &str, places: &[&str]) -> bool {
    places
        .iter()
        .any(|place| *place == inside || (place.ends_with('/') && inside.starts_with(place)))
}
