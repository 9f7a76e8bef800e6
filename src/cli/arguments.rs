//! The command line: what may be typed. Its texts come from the words of the language.

use clap::builder::{PossibleValuesParser, ValueParser};
use clap::{Arg, ArgAction, Command};

use crate::demos::DEMOS;
use crate::lang::Lang;
use crate::lang::words::Words;

/// Where options stand that every command has.
const LAST: usize = 100;

/// The words of the help, where it is to be shown: reading them takes longer than reading a command.
type Shown = Option<&'static Words>;

/// The whole command line, described in one language.
pub fn described(words: &'static Words) -> Command {
    command(Some(words), &|_| true)
}

/// What may be typed, without a description, and of the commands only those that are among the words:
/// whoever opens a lesson would wait for all the others, too. What it refuses is told by the whole one.
pub fn understood(typed: &[String]) -> Command {
    command(None, &|name| typed.iter().any(|word| word == name))
}

fn command(words: Shown, is_wanted: &dyn Fn(&str) -> bool) -> Command {
    let text = |key: &str| text(words, key);
    let sub = |name: &'static str, arguments: &dyn Fn() -> Vec<Arg>| {
        // Help comes last, so that what a command is given stands above its options.
        is_wanted(name).then(|| {
            plain(Command::new(name), words)
                .about(text(name))
                .args(arguments())
                .arg(help(words).display_order(LAST))
        })
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
        // Whoever has an alias with `--lang zh` may still ask for English: the last one counts.
        .args_override_self(true)
        .arg(help(words))
        .arg(
            option(words, "version", "opt-version")
                .short('V')
                .action(ArgAction::Version),
        )
        .arg(
            choice(
                option(words, "lang", "opt-lang").value_name("LANG"),
                &Lang::ALL.map(Lang::code),
            )
            .global(true)
            .display_order(LAST),
        )
        .arg(
            choice(
                option(words, "color", "opt-color").value_name("WHEN"),
                &["auto", "always", "never"],
            )
            .global(true)
            .display_order(LAST),
        )
        .arg(
            choice(
                option(words, "background", "opt-background").value_name("HOW"),
                &["dark", "light"],
            )
            .global(true)
            .display_order(LAST),
        )
        .arg(
            option(words, "course", "opt-course")
                .value_name("DIR")
                .value_parser(ValueParser::path_buf())
                .global(true)
                .display_order(LAST),
        )
        .args(
            [("linear", "opt-linear"), ("ascii", "opt-ascii")]
                .map(|(name, about)| flag(name, about).global(true).display_order(LAST)),
        );
    let slugs: Vec<&str> = DEMOS.iter().map(|demo| demo.slug).collect();
    let set = || {
        option(words, "set", "opt-set")
            .value_name("KNOB=VALUE")
            .action(ArgAction::Append)
    };
    let path = |argument: Arg, value: &'static str| {
        argument
            .value_name(value)
            .value_parser(ValueParser::path_buf())
    };
    let capture = || {
        [
            path(option(words, "pcapng", "opt-pcapng"), "FILE"),
            option(words, "capture-at", "opt-capture-at")
                .value_name("NAME")
                .requires("pcapng"),
        ]
    };
    let mermaid = || flag("mermaid", "opt-mermaid").conflicts_with("json");
    let commands = [
        sub("list", &|| vec![json()]),
        sub("lesson", &|| {
            vec![
                place("lesson", "arg-lesson")
                    .value_name("NUMBER|SLUG")
                    .required(true),
                flag("notes", "opt-notes"),
                option(words, "section", "opt-section").value_name("N"),
                option(words, "width", "opt-width").value_name("N"),
            ]
        }),
        sub("glossary", &|| {
            vec![
                place("term", "arg-term").value_name("TERM").num_args(0..),
                json(),
            ]
        }),
        sub("demos", &|| vec![json()]),
        sub("run-demo", &|| {
            [
                choice(demo().required(true), &slugs),
                flag("step", "opt-step"),
                option(words, "auto", "opt-auto").value_name("SECONDS"),
                set(),
                option(words, "seed", "opt-seed").value_name("N"),
                flag("keep-open", "opt-keep-open"),
                flag("json", "opt-events-json"),
                path(option(words, "save", "opt-save"), "FILE"),
                mermaid(),
            ]
            .into_iter()
            .chain(capture())
            .collect()
        }),
        sub("replay", &|| {
            [
                path(place("file", "arg-file"), "FILE|SLUG").required(true),
                flag("step", "opt-step"),
                flag("json", "opt-events-json"),
                mermaid(),
            ]
            .into_iter()
            .chain(capture())
            .collect()
        }),
        sub("eject", &|| {
            vec![
                choice(demo().required(true), &slugs),
                path(place("dir", "arg-dir"), "DIR"),
                set(),
            ]
        }),
        sub("quiz", &|| {
            vec![
                place("lesson", "arg-lesson")
                    .value_name("NUMBER|SLUG")
                    .required_unless_present("one"),
                flag("one", "opt-one"),
                json(),
            ]
        }),
        sub("review", &|| vec![json()]),
        sub("progress", &|| {
            vec![
                option(words, "reset", "opt-reset")
                    .value_name("NUMBER|SLUG")
                    .num_args(0..=1)
                    .default_missing_value("")
                    .conflicts_with("json"),
                flag("yes", "opt-yes").requires("reset"),
                json(),
            ]
        }),
        sub("plan", &|| {
            vec![place("plan", "arg-plan").value_name("HOURS"), json()]
        }),
        sub("doctor", &|| vec![json()]),
        sub("check-course", &|| {
            vec![path(place("dir", "arg-dir"), "DIR"), json()]
        }),
        sub("completions", &|| {
            vec![choice(
                place("shell", "arg-shell")
                    .value_name("SHELL")
                    .required(true),
                &["bash", "zsh", "fish", "powershell", "elvish"],
            )]
        }),
        sub("man", &Vec::new),
    ];
    command.subcommands(commands.into_iter().flatten())
}

/// A command whose help looks like ours.
fn plain(command: Command, words: Shown) -> Command {
    let command = command.disable_help_flag(true);
    if words.is_none() {
        return command;
    }
    let usage = text(words, "usage");
    command
        .max_term_width(100)
        .help_template(format!("{{about}}\n\n{usage}{{usage}}\n\n{{all-args}}"))
}

fn help(words: Shown) -> Arg {
    option(words, "help", "opt-help")
        .short('h')
        .action(ArgAction::Help)
}

fn option(words: Shown, name: &'static str, about: &str) -> Arg {
    Arg::new(name)
        .long(name)
        .help(text(words, about))
        .help_heading(text(words, "options"))
}

fn text(words: Shown, key: &str) -> &'static str {
    let text = words.and_then(|words| words.help.get(key));
    text.copied().unwrap_or_default()
}

/// An argument that takes one of a few words. The words stand in its help text already.
fn choice(argument: Arg, choices: &[&'static str]) -> Arg {
    argument
        .value_parser(PossibleValuesParser::new(choices.iter().copied()))
        .hide_possible_values(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::words::words;

    /// What a command takes, by name.
    fn taken(command: &Command) -> Vec<(&str, bool)> {
        let arguments = command.get_arguments();
        arguments
            .map(|argument| (argument.get_id().as_str(), argument.is_required_set()))
            .collect()
    }

    #[test]
    fn what_is_typed_is_understood_as_it_is_described() {
        let described = described(words(Lang::En));
        assert!(described.get_subcommands().count() > 10);
        for command in described.get_subcommands() {
            let name = command.get_name();
            let understood = understood(&["--ascii".to_string(), name.to_string()]);
            assert_eq!(taken(&understood), taken(&described));
            let commands: Vec<&Command> = understood.get_subcommands().collect();
            assert_eq!(commands.len(), 1, "{name}");
            assert_eq!(commands[0].get_name(), name);
            assert_eq!(taken(commands[0]), taken(command), "{name}");
        }
        assert_eq!(understood(&["3".to_string()]).get_subcommands().count(), 0);
    }
}
