//! A demo as a project with std sockets only: the same file with one line changed, and what lies
//! beside it.

use super::{Demo, Knobs};
use crate::event::Value;

/// The files of the project, by their paths inside its folder.
pub fn files(demo: &Demo, knobs: &Knobs, readme: &str) -> Vec<(String, String)> {
    let module = demo.file.trim_end_matches(".rs");
    let mut files = vec![
        ("Cargo.toml".to_string(), manifest(demo)),
        ("README.md".to_string(), readme.to_string()),
        ("src/main.rs".to_string(), main(demo, knobs, module)),
        (format!("src/{}", demo.file), with_std(demo.source)),
    ];
    let beside = demo.beside.iter();
    files.extend(beside.map(|(name, text)| (format!("src/{name}"), text.to_string())));
    files
}

fn manifest(demo: &Demo) -> String {
    let slug = demo.slug;
    // A workspace of its own, so that it builds wherever it is put.
    format!(
        "[package]\nname = \"{slug}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n"
    )
}

/// A program that calls the demo with the values of its knobs.
fn main(demo: &Demo, knobs: &Knobs, module: &str) -> String {
    let mut modules = vec![module];
    let beside = demo.beside.iter().map(|(name, _)| *name);
    modules.extend(beside.filter_map(|name| name.strip_suffix(".rs")));
    modules.sort_unstable();
    let mut text: String = (modules.iter())
        .map(|module| format!("mod {module};\n"))
        .collect();
    text.push_str("\nfn main() -> std::io::Result<()> {\n");
    let mut names = Vec::new();
    for (name, value) in knobs.values() {
        match value {
            Value::Number(number) => text.push_str(&format!("    let {name} = {number};\n")),
            Value::Text(value) => text.push_str(&format!("    let {name} = {value:?};\n")),
        }
        names.push(*name);
    }
    if demo.visitors.is_some() {
        text.push_str("    let keep_open = false;\n");
        names.push("keep_open");
    }
    text.push_str(&format!("    {module}::run({})\n}}\n", names.join(", ")));
    text
}

/// The source with its line `use crate::net::{…};` changed to std's names.
fn with_std(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    for line in source.lines() {
        let names = line.strip_prefix("use crate::net::{");
        match names.and_then(|names| names.strip_suffix("};")) {
            Some(names) => text.push_str(&std_names(names)),
            None => text.push_str(line),
        }
        text.push('\n');
    }
    text
}

fn std_names(names: &str) -> String {
    let (mut sockets, mut parts) = (Vec::new(), Vec::new());
    for name in names.split(", ") {
        match name {
            "drop" => parts.push("mem::drop".to_string()),
            "thread" => parts.push("thread".to_string()),
            socket => sockets.push(socket),
        }
    }
    parts.push(format!("net::{{{}}}", sockets.join(", ")));
    parts.sort();
    format!("use std::{{{}}};", parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demos::DEMOS;

    #[test]
    fn one_line_of_every_demo_changes() {
        for demo in DEMOS.iter().filter(|demo| demo.can_be_ejected()) {
            let changed = with_std(demo.source);
            let pairs = demo.source.lines().zip(changed.lines());
            let lines: Vec<_> = pairs.filter(|(before, after)| before != after).collect();
            assert_eq!(lines.len(), 1, "{}: {lines:?}", demo.slug);
            assert!(!changed.contains("crate::"), "{}", demo.slug);
        }
    }

    #[test]
    fn names_of_std_take_the_place_of_ours() {
        assert_eq!(
            std_names("TcpListener, TcpStream, drop, thread"),
            "use std::{mem::drop, net::{TcpListener, TcpStream}, thread};"
        );
    }
}
