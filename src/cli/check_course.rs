//! `check-course`: every fault of a course with file, line and remedy.

use std::path::PathBuf;

use clap::ArgMatches;
use serde::Serialize;

use super::Verdict;
use super::output;
use super::setup::Setup;
use crate::course::Fault;
use crate::course::check::{Known, KnownDemo, check};
use crate::demos::DEMOS;
use crate::lang::fill;
use crate::render::bytes;

/// A fault as a script sees it.
#[derive(Serialize)]
struct Listed {
    slug: &'static str,
    file: String,
    line: Option<usize>,
    what: String,
    mend: String,
}

pub fn run(setup: &Setup, matches: &ArgMatches) -> anyhow::Result<Verdict> {
    let folder = matches.get_one::<PathBuf>("dir");
    let course = match folder {
        Some(folder) => setup.open_course(Some(folder))?,
        None => setup.course()?,
    };
    let known = known(folder.is_none());
    let faults = check(&course, &known);
    if matches.get_flag("json") {
        let listed = faults.iter().map(|fault| listed(setup, fault));
        output::json(&listed.collect::<anyhow::Result<Vec<_>>>()?)?;
    } else {
        let mut text = String::new();
        for fault in &faults {
            let (place, what, mend) = setup.told(fault)?;
            // A course in a folder is somebody's file like any other.
            let (place, what, mend) = (
                bytes::clean(&place),
                bytes::clean(&what),
                bytes::clean(&mend),
            );
            text.push_str(&format!("{place}: {what}\n    {mend}\n"));
        }
        if faults.is_empty() {
            let lessons = course.lessons.len().to_string();
            text = fill(setup.words.list.checked, &[("lessons", &lessons)]) + "\n";
        }
        output::print(&text)?;
    }
    Ok(match faults.is_empty() {
        true => Verdict::Passed,
        false => Verdict::NotPassed,
    })
}

/// What a course may refer to. Only the built-in course must use every demo.
fn known(all_must_be_used: bool) -> Known {
    let demos = DEMOS.iter().map(|demo| KnownDemo {
        slug: demo.slug.to_string(),
        steps: (demo.steps().names().iter())
            .map(|step| step.to_string())
            .collect(),
        knobs: demo
            .knobs
            .iter()
            .map(|knob| knob.name.to_string())
            .collect(),
    });
    Known {
        demos: demos.collect(),
        exercises: Vec::new(),
        all_must_be_used,
    }
}

fn listed(setup: &Setup, fault: &Fault) -> anyhow::Result<Listed> {
    let (_, what, mend) = setup.told(fault)?;
    Ok(Listed {
        slug: fault.kind.key(),
        file: fault.file.clone(),
        line: fault.line,
        what,
        mend,
    })
}
