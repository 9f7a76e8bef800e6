//! The command line through the program itself: troubles, help, listings, colours, languages.

mod cases;
mod demo_cases;
mod file_cases;
mod help;
mod linear;
mod next;
mod surface;
mod troubles;
mod words;

use std::ffi::OsString;

use crate::support::World;

/// A folder with everything the troubles need: records of all kinds, a course, places in the way.
fn world() -> World {
    let world = World::new();
    let start = r#"{"type":"start","schema":1,"demo":"tcp-echo","evidence":"kernel","version":"1","os":"linux","seed":0,"knobs":{},"actors":["server"]}"#;
    world.file("empty.jsonl", "");
    world.file("cut.jsonl", format!("{start}\n{{\"type\":\"call\",\"se"));
    world.file("newer.jsonl", start.replace("\"schema\":1", "\"schema\":2"));
    world.file(
        "no-start.jsonl",
        "{\"type\":\"end\",\"status\":\"finished\",\"error\":null}\n",
    );
    world.file("binary.jsonl", b"\x00\xff\xfe\x1b[2J\n");
    let frame = r#"{"type":"frame","seq":1,"t_us":0,"phase":"sent","frame":1,"from":"client","to":"router","fate":"drop","hex":"00"}"#;
    world.file("frames.jsonl", format!("{start}\n{frame}\n"));
    world.file("long.jsonl", vec![b'x'; (1 << 20) + 1]);
    world.file("file", "");
    world.file("full/file", "");
    world.file("course/course.toml", "title = \"T\"\n");
    let front = "+++\ntitle = \"One\"\nsummary = \"s\"\nminutes = 1\n+++\n";
    world.file(
        "course/01-one/en.md",
        format!("{front}# One\n\n## A\n\nx\n\n## B\n\ny\n"),
    );
    world
}

/// What a shell makes of a line, as far as our own lines need one.
fn shell_words(line: &str) -> Vec<OsString> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        match (character, words.last_mut()) {
            ('\'', _) => quoted = !quoted,
            ('\\', Some(word)) if !quoted => word.extend(characters.next()),
            (' ', _) if !quoted => words.push(String::new()),
            (character, Some(word)) => word.push(character),
            (_, None) => unreachable!("there is always a last word"),
        }
    }
    assert!(!quoted, "a quote is open: {line}");
    words.into_iter().map(OsString::from).collect()
}
