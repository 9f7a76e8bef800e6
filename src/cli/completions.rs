//! `completions` and `man`: made from the same description as the command line itself.

use anyhow::Context;
use clap::ArgMatches;
use clap_complete::Shell;

use super::setup::Setup;
use super::{Verdict, arguments, output};

pub fn run(setup: &Setup, matches: &ArgMatches) -> anyhow::Result<Verdict> {
    let shell = matches.get_one::<String>("shell");
    let shell = shell.and_then(|name| name.parse::<Shell>().ok());
    let shell = shell.context("a shell that the command line knows and clap does not")?;
    let mut command = arguments::command(setup.words);
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "sockets-tutor", &mut script);
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(Verdict::Passed)
}

pub fn man(setup: &Setup) -> anyhow::Result<Verdict> {
    let mut page = Vec::new();
    let mut command = arguments::command(setup.words);
    command.build();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    // One page for all: each command as a section of its own.
    for sub in command.get_subcommands() {
        let sub = clap_mangen::Man::new(sub.clone());
        page.extend_from_slice(b".PP\n");
        sub.render_name_section(&mut page)?;
        sub.render_synopsis_section(&mut page)?;
        sub.render_options_section(&mut page)?;
    }
    output::print(&String::from_utf8_lossy(&page))?;
    Ok(Verdict::Passed)
}
