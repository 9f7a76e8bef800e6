//! The integration tests: one binary, one link, one harness.

mod architecture;
mod capture;
mod cli;
mod course;
mod demos;
mod eject;
mod environment;
mod gate;
mod lab;
mod lab_kernel;
mod live;
mod net;
mod outputs;
mod page;
mod progress;
mod pty;
mod support;
mod trace;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The files that no module names. `files` are paths inside the folder with their texts.
fn unlisted(files: &BTreeMap<String, String>) -> Vec<&str> {
    let is_listed = |file: &str| {
        let (parent, name) = match file.rsplit_once('/') {
            Some((folder, name)) => (format!("{folder}.rs"), name),
            None => ("main.rs".to_string(), file),
        };
        let name = name.trim_end_matches(".rs");
        let declarations = [format!("mod {name};"), format!("pub mod {name};")];
        let text = files.get(&parent).map_or("", String::as_str);
        (text.lines()).any(|line| declarations.iter().any(|declared| declared == line))
    };
    let names = files.keys().map(String::as_str);
    names
        .filter(|file| *file != "main.rs" && !is_listed(file))
        .collect()
}

/// Adds every source file under `folder`, by its path inside `root`.
pub fn sources(root: &Path, folder: &Path, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            sources(root, &path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let name = path.strip_prefix(root).expect("it lies inside");
            let name = name.to_string_lossy().replace('\\', "/");
            found.insert(name, fs::read_to_string(&path).expect("UTF-8"));
        }
    }
}

/// Cargo compiles only what is listed: a file that is not would be a test that never runs.
#[test]
fn every_file_is_listed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let mut files = BTreeMap::new();
    sources(&root, &root, &mut files);
    assert!(files.contains_key("main.rs"), "{files:?}");
    assert_eq!(unlisted(&files), Vec::<&str>::new());
}

#[test]
fn a_file_that_is_not_listed_is_found() {
    let file = |name: &str, text: &str| (name.to_string(), text.to_string());
    let files = BTreeMap::from([
        file("main.rs", "mod a;\n// mod b;\n"),
        file("a.rs", "mod inner;\n"),
        file("a/inner.rs", ""),
        file("a/outer.rs", ""),
        file("b.rs", ""),
    ]);
    assert_eq!(unlisted(&files), ["a/outer.rs", "b.rs"]);
}
