//! The command line: one file for each command, and what they share.

mod arguments;
mod asking;
mod capture;
mod check_course;
mod completions;
mod demo_trouble;
mod demos;
mod doctor;
mod eject;
mod glossary;
mod keys;
mod learner;
mod lesson;
mod lines;
mod list;
mod output;
mod plan;
mod progress;
mod questions;
mod quiz;
mod reader;
mod record;
mod replay;
mod review;
mod run_demo;
mod setup;
mod stepping;
mod teller;
mod theatre;
mod trouble;
mod wording;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::ArgMatches;
use clap::error::ErrorKind;

use crate::lab::kernel;
use crate::lang::words::{Words, words};
use crate::render::page::wrap;
use setup::Setup;
use trouble::Trouble;

/// How a command ended, when nothing went wrong with the command itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Passed,
    /// A check or a demo did not pass.
    NotPassed,
    /// A signal ended it; the status a shell expects then.
    Signalled(u8),
}

/// Runs the program and says how it ended: 0 done, 1 a check or demo did not pass, 2 wrong use or
/// a failure of ours. `arguments` begin with the program's name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if kernel::served_as_helper(&arguments) {
        return ExitCode::SUCCESS;
    }
    let typed: Vec<String> = (arguments.iter().skip(1))
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    let lang = setup::language(&typed);
    let understood = arguments::understood(&typed).try_get_matches_from(&arguments);
    // The whole command line is described only to whom it has to be told.
    let understood =
        understood.or_else(|_| arguments::described(words(lang)).try_get_matches_from(&arguments));
    let result = match understood {
        Ok(matches) => {
            Setup::new(lang, &matches, typed.clone()).and_then(|setup| dispatch(&setup, &matches))
        }
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
            ) =>
        {
            let text = error.render().to_string();
            output::print(&wording::help(words(lang), &text)).map(|()| Verdict::Passed)
        }
        Err(error) => Err(trouble::of_arguments(&error, &typed).into()),
    };
    match result {
        Ok(Verdict::Passed) => ExitCode::SUCCESS,
        Ok(Verdict::NotPassed) => ExitCode::from(1),
        Ok(Verdict::Signalled(status)) => ExitCode::from(status),
        Err(error) if trouble::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let trouble = error.downcast::<Trouble>().unwrap_or_else(|error| {
                // What the system says is quoted; what we were about is ours to say.
                let system = error
                    .chain()
                    .find_map(|cause| cause.downcast_ref::<io::Error>());
                let why = system.map_or_else(|| format!("{error:#}"), io::Error::to_string);
                Trouble::new("output", &[("why", &why)])
            });
            complain(&trouble, words(lang), &typed);
            ExitCode::from(2)
        }
    }
}

/// Tells a trouble on standard error.
fn complain(trouble: &Trouble, words: &Words, typed: &[String]) {
    let (what, next) = trouble.told(words);
    tell(&what, &next, typed);
}

/// The two lines of everything that is told on standard error. In a terminal the first is wrapped;
/// the second is a command, to be copied as one line, in the language and the course that were `typed`.
fn tell(what: &str, next: &str, typed: &[String]) {
    let mut what = format!("sockets-tutor: {what}");
    if let Some(columns) = setup::columns(&std::io::stderr()) {
        what = wrap::hanging(&what, columns, 0);
    }
    // In every language: scripts look for it. When even this cannot be told, the status still tells.
    let next = trouble::continued(next.trim_end(), typed);
    let _ = writeln!(std::io::stderr(), "{what}\ntry: {next}");
}

fn dispatch(setup: &Setup, matches: &ArgMatches) -> anyhow::Result<Verdict> {
    match matches.subcommand() {
        Some(("check-course", matches)) => check_course::run(setup, matches),
        Some(("completions", matches)) => completions::run(setup, matches),
        Some(("demos", matches)) => demos::run(setup, matches),
        Some(("doctor", matches)) => doctor::run(setup, matches),
        Some(("eject", matches)) => eject::run(setup, matches),
        Some(("glossary", matches)) => glossary::run(setup, matches),
        Some(("lesson", matches)) => lesson::run(setup, matches),
        Some(("list", matches)) => list::run(setup, matches),
        Some(("man", _)) => completions::man(setup),
        Some(("plan", matches)) => plan::run(setup, matches),
        Some(("progress", matches)) => progress::run(setup, matches),
        Some(("quiz", matches)) => quiz::run(setup, matches),
        Some(("replay", matches)) => replay::run(setup, matches),
        Some(("review", matches)) => review::run(setup, matches),
        Some(("run-demo", matches)) => run_demo::run(setup, matches),
        // Without a command: the course, on a screen if there is one, else as a list.
        _ => match setup.screen() {
            Some(theme) => reader::run(setup, setup.course()?, theme, reader::Front::Contents),
            None => list::run(setup, matches),
        },
    }
}
