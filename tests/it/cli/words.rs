//! The words of the screens against the sources: none is missing, none is kept for nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const WORDS: &str = include_str!("../../../lessons/ui.en.toml");

/// All sources in one, without the file that describes the words themselves.
fn sources() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = BTreeMap::new();
    crate::sources(&root, &root, &mut files);
    files.remove("lang/words.rs").expect("it is there");
    files.into_values().collect()
}

fn keys(section: &str) -> BTreeSet<String> {
    let words: toml::Table = toml::from_str(WORDS).expect("the words are TOML");
    let table = words[section].as_table().expect("a section is a table");
    table.keys().cloned().collect()
}

/// The texts in quotes that stand in a source after `before`, blanks between allowed.
fn quoted_after(source: &str, before: &str) -> BTreeSet<String> {
    let parts = source.split(before).skip(1);
    let texts = parts.filter_map(|part| part.trim_start().strip_prefix('"'));
    texts
        .filter_map(|text| text.split('"').next().map(str::to_string))
        .collect()
}

#[test]
fn every_trouble_is_used_and_exists() {
    let source = sources();
    let known = keys("troubles");
    let unused: Vec<_> = known
        .iter()
        .filter(|key| !source.contains(&format!("\"{key}\"")))
        .collect();
    assert!(unused.is_empty(), "{unused:?} are used nowhere");
    let used = quoted_after(&source, "Trouble::new(");
    assert!(used.len() > 10, "{used:?}");
    let missing: Vec<_> = used.difference(&known).collect();
    assert!(missing.is_empty(), "{missing:?} have no sentence");
}

/// What a demo or its sockets say of themselves is told by its kind, never in their English.
#[test]
fn every_kind_of_error_that_ends_a_run_has_a_meaning() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = BTreeMap::new();
    crate::sources(&root, &root, &mut files);
    let known = keys("errors");
    let mut kinds = BTreeSet::new();
    for (file, source) in files {
        if !file.starts_with("demos/") && !file.starts_with("net/") {
            continue;
        }
        for before in ["Err(io::ErrorKind::", "Error::new(io::ErrorKind::"] {
            let rest = source.split(before).skip(1);
            let name = rest.filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric()).next());
            kinds.extend(name.map(str::to_string));
        }
        // Of a panic the run itself tells first.
        let mut said = quoted_after(&source, "Error::other(");
        said.retain(|said| !said.ends_with("panicked") && !said.starts_with("the run was left"));
        if file.starts_with("demos/") {
            assert!(said.is_empty(), "{file}: {said:?}");
        }
    }
    assert!(kinds.len() >= 5, "{kinds:?}");
    let missing: Vec<_> = kinds.difference(&known).collect();
    assert!(missing.is_empty(), "{missing:?} have no meaning");
}

#[test]
fn every_text_of_help_is_used_and_exists() {
    let source = sources();
    let known = keys("help");
    let unused: Vec<_> = known
        .iter()
        .filter(|key| !source.contains(&format!("\"{key}\"")))
        .collect();
    assert!(unused.is_empty(), "{unused:?} are used nowhere");
    let source = include_str!("../../../src/cli/arguments.rs");
    let mut used = quoted_after(source, "text(");
    used.extend(quoted_after(source, "sub("));
    used.extend(quoted_after(source, "help.get("));
    for name in quoted_after(source, "option(words, ").iter() {
        let place = format!("option(words, \"{name}\",");
        used.extend(quoted_after(source, &place));
    }
    assert!(used.len() > 20, "{used:?}");
    let missing: Vec<_> = used.difference(&known).collect();
    assert!(missing.is_empty(), "{missing:?} have no text");
}

#[test]
fn every_word_of_the_screens_is_used() {
    let source = sources();
    let mut unused = Vec::new();
    for section in [
        "page", "list", "run", "record", "capture", "doctor", "eject", "quiz", "progress",
    ] {
        for key in keys(section) {
            let used = |after: char| !after.is_alphanumeric() && after != '_';
            let field = format!(".{key}");
            let mut parts = source.split(&field).skip(1);
            if !parts.any(|rest| rest.starts_with(used)) {
                unused.push(format!("{section}.{key}"));
            }
        }
    }
    assert!(unused.is_empty(), "{unused:?} are used nowhere");
}

/// The dissector and the words know the same fields.
#[test]
fn every_field_of_a_frame_has_a_name() {
    let fields: BTreeSet<String> = sockets_tutor::lab::dissect::sources::ids()
        .map(str::to_string)
        .collect();
    assert_eq!(fields, keys("fields"));
}
