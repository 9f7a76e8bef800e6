//! `eject`: a demo as a cargo project of the learner's own.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::setup::Setup;
use super::trouble::Trouble;
use super::{Verdict, output, run_demo};
use crate::demos::project;
use crate::lang::fill;

pub fn run(setup: &Setup, matches: &ArgMatches) -> anyhow::Result<Verdict> {
    let demo = run_demo::demo(setup, matches)?;
    if !demo.can_be_ejected() {
        return Err(Trouble::new("eject-lab", &[("slug", demo.slug)]).into());
    }
    let knobs = run_demo::knobs(demo, false, matches)?;
    let folder = matches.get_one::<PathBuf>("dir").cloned();
    let folder = folder.unwrap_or_else(|| PathBuf::from(demo.slug));
    let shown = folder.to_string_lossy();
    let example = format!("my-{}", demo.slug);
    let is_empty = fs::read_dir(&folder).map(|mut entries| entries.next().is_none());
    if folder.exists() && !is_empty.unwrap_or(false) {
        let values = [
            ("dir", &*shown),
            ("slug", demo.slug),
            ("example", &*example),
        ];
        return Err(Trouble::new("not-empty", &values).into());
    }
    let readme = format!("# {}\n\n{}\n", demo.slug, setup.words.eject.readme);
    write(&folder, &project::files(demo, &knobs, &readme)).map_err(|error| {
        let why = error.to_string();
        let values = [
            ("dir", &*shown),
            ("why", &*why),
            ("slug", demo.slug),
            ("example", &*example),
        ];
        Trouble::new("cannot-make", &values)
    })?;
    let values = [("slug", demo.slug), ("dir", &*shown)];
    let words = &setup.words.eject;
    let text = format!(
        "{}\n{}\n",
        fill(words.done, &values),
        fill(words.next, &values)
    );
    output::print(&text)?;
    Ok(Verdict::Passed)
}

fn write(folder: &Path, files: &[(String, String)]) -> io::Result<()> {
    for (name, text) in files {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, text)?;
    }
    Ok(())
}
