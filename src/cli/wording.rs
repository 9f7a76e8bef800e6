//! What clap writes in English of itself, in the words of the language.

use crate::lang::words::Words;

/// The headings of our own to which clap adds a colon.
const HEADINGS: [&str; 3] = ["commands", "arguments", "options"];

/// The sections of a manual page that clap names, and the text of ours for each.
const SECTIONS: [(&str, &str); 4] = [
    ("NAME", "man-name"),
    ("SYNOPSIS", "man-synopsis"),
    ("DESCRIPTION", "man-description"),
    ("VERSION", "man-version"),
];

fn text(words: &'static Words, key: &str) -> &'static str {
    words.help.get(key).copied().unwrap_or_default()
}

/// A help text.
pub fn help(words: &'static Words, text_of_clap: &str) -> String {
    let mut told = text_of_clap
        .replace("[OPTIONS]", text(words, "usage-options"))
        .replace("[COMMAND]", text(words, "usage-command"));
    for heading in HEADINGS {
        let heading = text(words, heading);
        let ours = format!("\n{heading}{}\n", text(words, "colon"));
        told = told.replace(&format!("\n{heading}:\n"), &ours);
    }
    told
}

/// What follows the program's name in a line that names a page for a command of it, such as
/// `sockets\-tutor\-run\-demo(1)`.
fn command_of_a_page(line: &str) -> Option<&str> {
    let page = line.strip_prefix("sockets\\-tutor\\-")?;
    Some(page.strip_suffix("(1)").unwrap_or(page))
}

/// A manual page, line by line: only the lines that begin a section are ours to say.
pub fn manual(words: &'static Words, page: &str) -> String {
    let mut told = String::with_capacity(page.len());
    for line in page.lines() {
        let section = line.strip_prefix(".SH ").map(str::trim);
        let known = SECTIONS.iter().find(|(name, _)| Some(*name) == section);
        match known {
            Some((_, key)) => told.push_str(&format!(".SH {}", text(words, key))),
            None => match command_of_a_page(line) {
                // There is one page, and no other one to look up.
                Some(command) => told.push_str(&format!("sockets\\-tutor {command}")),
                None => {
                    let command = text(words, "usage-command");
                    told.push_str(&line.replace("[\\fIcommand\\fR]", command));
                }
            },
        }
        told.push('\n');
    }
    told
}
