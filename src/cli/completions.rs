//! `completions` and `man`: made from the same description as the command line itself.

use anyhow::Context;
use clap::builder::PossibleValuesParser;
use clap::{ArgMatches, Command};
use clap_complete::Shell;

use super::setup::Setup;
use super::{Verdict, arguments, output, wording};
use crate::demos::DEMOS;

pub fn run(setup: &Setup, matches: &ArgMatches) -> anyhow::Result<Verdict> {
    let shell = matches.get_one::<String>("shell");
    let shell = shell.and_then(|name| name.parse::<Shell>().ok());
    let shell = shell.context("a shell that the command line knows and clap does not")?;
    let course = setup.course()?;
    let lessons: Vec<String> = (course.lessons.iter())
        .map(|entry| entry.slug.clone())
        .collect();
    let mut command = arguments::described(setup.words);
    let plans = course
        .plans()
        .map_err(|fault| setup.course_trouble(&fault))?;
    let plans: Vec<String> = (plans.iter().flat_map(|plans| &plans.plans))
        .map(|plan| plan.hours.to_string())
        .collect();
    let glossary = course.glossary();
    let glossary = glossary.map_err(|fault| setup.course_trouble(&fault))?;
    let terms: Vec<String> = glossary.terms.into_iter().map(|term| term.id).collect();
    for (name, argument, values) in [
        ("lesson", "lesson", &lessons),
        ("quiz", "lesson", &lessons),
        ("plan", "plan", &plans),
        ("glossary", "term", &terms),
    ] {
        // A course may have none.
        if !values.is_empty() {
            command = naming(command, name, argument, values);
        }
    }
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "sockets-tutor", &mut script);
    let mut script = String::from_utf8_lossy(&script).into_owned();
    let demos: Vec<String> = DEMOS.iter().map(|demo| demo.slug.to_string()).collect();
    for (command, names) in [
        ("lesson", &lessons),
        ("quiz", &lessons),
        ("plan", &plans),
        ("glossary", &terms),
        ("run-demo", &demos),
        ("replay", &demos),
        ("eject", &demos),
    ] {
        script = with_names(shell, script, command, names);
    }
    output::print(&script)?;
    Ok(Verdict::Passed)
}

/// The command line with the names of lessons, plans and terms, which it otherwise leaves open.
fn naming(
    command: Command,
    name: &'static str,
    argument: &'static str,
    names: &[String],
) -> Command {
    let values = PossibleValuesParser::new(names.to_vec());
    command.mut_subcommand(name, |sub| {
        sub.mut_arg(argument, |argument| argument.value_parser(values))
    })
}

/// For these shells clap_complete writes no values of arguments without a name of their own; each
/// command has a place in the script where they fit.
fn with_names(shell: Shell, mut script: String, command: &str, names: &[String]) -> String {
    let each = |line: fn(&str) -> String| names.iter().map(|name| line(name)).collect::<String>();
    let (place, lines) = match shell {
        Shell::Fish => {
            let condition = format!("__fish_sockets_tutor_using_subcommand {command}");
            let names = names.join(" ");
            let line = format!("complete -c sockets-tutor -n \"{condition}\" -a '{names}'\n");
            script.push_str(&line);
            return script;
        }
        Shell::PowerShell => (
            format!("'sockets-tutor;{command}' {{\n"),
            each(|name| {
                let kind = "[CompletionResultType]::ParameterValue";
                format!(
                    "            [CompletionResult]::new('{name}', '{name}', {kind}, '{name}')\n"
                )
            }),
        ),
        Shell::Elvish => (
            format!("&'sockets-tutor;{command}'= {{\n"),
            each(|name| format!("            cand {name} {name}\n")),
        ),
        _ => return script,
    };
    if let Some(at) = script.find(&place) {
        script.insert_str(at + place.len(), &lines);
    }
    script
}

pub fn man(setup: &Setup) -> anyhow::Result<Verdict> {
    let mut page = Vec::new();
    let mut command = arguments::described(setup.words);
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
    output::print(&wording::manual(
        setup.words,
        &String::from_utf8_lossy(&page),
    ))?;
    Ok(Verdict::Passed)
}
