//! The command line: what may be typed. Its texts come from the words of the language.

use clap::builder::{PossibleValuesParser, ValueParser};
use clap::{Arg, ArgAction, Command};

use crate::demos::DEMOS;
use crate::lang::Lang;
use crate::lang::words::Words;

/// Describes the whole command line in one language.
pub fn command(words: &'static Words) -> Command {
    let text = |key: &str| words.help.get(key).map_or("", String::as_str);
    let sub = |name: &'static str| {
        plain(Command::new(name), words)
            .about(text(name))
            .arg(help(words))
    };
    let flag =
        |name: &'static str, about: &str| option(words, name, about).action(ArgAction::SetTrue);
    let json = || flag("json", "opt-json");
    let place = |name: &'static str, about: &str| {
        Arg::new(name)
            .help(text(about).to_string())
            .help_heading(text("arguments"))
    };
    let demo = || place("demo", "arg-demo").value_name("SLUG");

    let command = plain(Command::new("sockets-tutor"), words)
        .about(text("about"))
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .subcommand_help_heading(text("commands"))
        .subcommand_value_name("COMMAND")
        .disable_help_subcommand(true)
        .arg(help(words))
        .arg(
            option(words, "version", "opt-version")
                .short('V')
                .action(ArgAction::Version),
        )
        .arg(
            choice(
                option(words, "lang", "opt-lang"),
                &Lang::ALL.map(Lang::code),
            )
            .global(true),
        )
        .arg(
            choice(
                option(words, "color", "opt-color"),
                &["auto", "always", "never"],
            )
            .global(true),
        )
        .arg(
            choice(
                option(words, "background", "opt-background"),
                &["dark", "light"],
            )
            .global(true),
        )
        .arg(
            option(words, "course", "opt-course")
                .value_name("DIR")
                .value_parser(ValueParser::path_buf())
                .global(true),
        );
    command
        .subcommand(sub("list").arg(json()))
        .subcommand(
            sub("lesson")
                .arg(
                    place("lesson", "arg-lesson")
                        .value_name("NUMBER|SLUG")
                        .required(true),
                )
                .arg(option(words, "section", "opt-section").value_name("N"))
                .arg(option(words, "width", "opt-width").value_name("N")),
        )
        .subcommand(sub("demos").arg(json()))
        .subcommand(
            sub("run-demo")
                .arg(choice(
                    demo().required(true),
                    &DEMOS.iter().map(|d| d.slug).collect::<Vec<_>>(),
                ))
                .arg(flag("step", "opt-step").conflicts_with("auto"))
                .arg(option(words, "auto", "opt-auto").value_name("SECONDS"))
                .arg(
                    option(words, "set", "opt-set")
                        .value_name("KNOB=VALUE")
                        .action(ArgAction::Append),
                )
                .arg(option(words, "seed", "opt-seed").value_name("N"))
                .arg(flag("keep-open", "opt-keep-open"))
                .arg(flag("json", "opt-events-json").conflicts_with("mermaid"))
                .arg(flag("linear", "opt-linear"))
                .arg(
                    option(words, "save", "opt-save")
                        .value_name("FILE")
                        .value_parser(ValueParser::path_buf()),
                )
                .arg(flag("mermaid", "opt-mermaid")),
        )
        .subcommand(
            sub("replay")
                .arg(
                    place("file", "arg-file")
                        .value_name("FILE")
                        .value_parser(ValueParser::path_buf())
                        .required(true),
                )
                .arg(flag("step", "opt-step"))
                .arg(flag("json", "opt-events-json").conflicts_with("mermaid"))
                .arg(flag("mermaid", "opt-mermaid")),
        )
        .subcommand(
            sub("eject")
                .arg(choice(
                    demo().required(true),
                    &DEMOS.iter().map(|d| d.slug).collect::<Vec<_>>(),
                ))
                .arg(
                    place("dir", "arg-dir")
                        .value_name("DIR")
                        .value_parser(ValueParser::path_buf()),
                )
                .arg(
                    option(words, "set", "opt-set")
                        .value_name("KNOB=VALUE")
                        .action(ArgAction::Append),
                ),
        )
        .subcommand(sub("doctor").arg(json()))
        .subcommand(
            sub("check-course")
                .arg(
                    place("dir", "arg-dir")
                        .value_name("DIR")
                        .value_parser(ValueParser::path_buf()),
                )
                .arg(json()),
        )
        .subcommand(
            sub("completions").arg(choice(
                place("shell", "arg-shell")
                    .value_name("SHELL")
                    .required(true),
                &["bash", "zsh", "fish", "powershell", "elvish"],
            )),
        )
        .subcommand(sub("man"))
}

/// A command whose help looks like ours.
fn plain(command: Command, words: &Words) -> Command {
    let usage = words.help.get("usage").map_or("", String::as_str);
    command
        .disable_help_flag(true)
        .max_term_width(100)
        .help_template(format!("{{about}}\n\n{usage}: {{usage}}\n\n{{all-args}}"))
}

fn help(words: &'static Words) -> Arg {
    option(words, "help", "opt-help")
        .short('h')
        .action(ArgAction::Help)
}

fn option(words: &'static Words, name: &'static str, about: &str) -> Arg {
    let text = |key: &str| words.help.get(key).map_or("", String::as_str);
    Arg::new(name)
        .long(name)
        .help(text(about))
        .help_heading(text("options"))
}

/// An argument that takes one of a few words. The words stand in its help text already.
fn choice(argument: Arg, choices: &[&'static str]) -> Arg {
    argument
        .value_parser(PossibleValuesParser::new(choices.iter().copied()))
        .hide_possible_values(true)
}
