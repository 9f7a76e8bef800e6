//! Printing pages: whole processes that write to a pipe, beside `cat` of the same file.
//!
//! Our command and the other run in turn (A B A B …), and the ratio is taken pair by pair, so that
//! a busy machine disturbs both alike. Programs that are not installed are named as such.

mod support;

use std::error::Error;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use support::{installed, median};

const PROGRAM: &str = env!("CARGO_BIN_EXE_sockets-tutor");
/// Where the progress of a learner is kept: not where ours is.
const HOME: &str = "SOCKETS_TUTOR_HOME";
const ROUNDS: usize = 31;
const ROUNDS_OF_LONG_PAGES: usize = 15;
const SAMPLE: &str = include_str!("sample.md");

fn main() -> Result<(), Box<dyn Error>> {
    let temporary = tempfile::tempdir()?;
    println!("| `sockets-tutor …` | beside | ms | × | instructions | peak |");
    println!("| --- | --- | --- | --- | --- | --- |");
    lesson(temporary.path())?;
    for megabytes in [1, 10] {
        long_page(temporary.path(), megabytes)?;
    }
    println!();
    for program in ["lowdown", "mdcat", "glow", "valgrind", "/usr/bin/time"] {
        if installed(program).is_none() {
            println!("{program} is not installed.");
        }
    }
    Ok(())
}

/// Lesson 3 beside `cat` and other programs that print Markdown.
fn lesson(home: &Path) -> Result<(), Box<dyn Error>> {
    for lang in ["en", "zh"] {
        let path = format!(
            "{}/lessons/03-socket-api/{lang}.md",
            env!("CARGO_MANIFEST_DIR")
        );
        for color in ["never", "always"] {
            let ours = ["lesson", "3", "--lang", lang, "--color", color];
            row(home, &ours, &["cat", &path], ROUNDS)?;
        }
        for other in [
            vec!["lowdown", "-tterm", &path],
            vec!["mdcat", &path],
            vec!["glow", "-s", "dark", &path],
        ] {
            if installed(other[0]).is_some() {
                let ours = ["lesson", "3", "--lang", lang, "--color", "always"];
                row(home, &ours, &other, ROUNDS)?;
            }
        }
    }
    Ok(())
}

/// A page of prose, tables and code, English and Chinese mixed.
fn long_page(temporary: &Path, megabytes: usize) -> Result<(), Box<dyn Error>> {
    let course = temporary.join(format!("{megabytes}-mb"));
    let path = course.join("01-page/en.md");
    fs::create_dir_all(course.join("01-page"))?;
    fs::write(course.join("course.toml"), "title = \"Long\"\n")?;
    let mut text = "+++\ntitle = \"Long\"\nsummary = \"Long\"\nminutes = 1\n+++\n".to_string();
    while text.len() < megabytes * 1_000_000 {
        text.push_str(SAMPLE);
    }
    fs::write(&path, text)?;
    let course = course.to_string_lossy();
    let ours = ["lesson", "1", "--lang", "en", "--course", &course];
    row(
        temporary,
        &ours,
        &["cat", &path.to_string_lossy()],
        ROUNDS_OF_LONG_PAGES,
    )
}

/// Measures a pair and prints its row.
fn row(home: &Path, ours: &[&str], other: &[&str], rounds: usize) -> Result<(), Box<dyn Error>> {
    let mut times = Vec::new();
    let mut ratios = Vec::new();
    let other_program = other.first().copied().unwrap_or_default();
    let other_arguments = other.get(1..).unwrap_or_default();
    for round in 0..=rounds {
        let own = run(home, PROGRAM, ours)?;
        let theirs = run(home, other_program, other_arguments)?;
        // The first pair reads files that are not in memory yet.
        if round > 0 {
            times.push(own);
            ratios.push(own / theirs);
        }
    }
    let shown: Vec<&str> = (ours.iter().copied())
        .map(|word| match Path::new(word).file_name() {
            Some(name) if word.contains('/') => name.to_str().unwrap_or(word),
            _ => word,
        })
        .collect();
    println!(
        "| `{}` | `{other_program}` | {:.2} | {:.2} | {} | {} |",
        shown.join(" "),
        median(times) * 1e3,
        median(ratios),
        instructions(home, ours)?,
        peak(home, ours)?
    );
    Ok(())
}

/// Seconds from the start of a process to its end; what it writes is read.
fn run(home: &Path, program: &str, arguments: &[&str]) -> io::Result<f64> {
    let started = Instant::now();
    let mut child = Command::new(program)
        .args(arguments)
        .env(HOME, home)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env("TERM", "xterm-256color")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut buffer = [0; 64 * 1024];
    if let Some(mut output) = child.stdout.take() {
        while output.read(&mut buffer)? > 0 {}
    }
    let status = child.wait()?;
    let taken = started.elapsed().as_secs_f64();
    if !status.success() {
        return Err(io::Error::other(format!("{program}: {status}")));
    }
    Ok(taken)
}

/// Millions of instructions, counted by callgrind.
fn instructions(home: &Path, arguments: &[&str]) -> io::Result<String> {
    let said = under(
        home,
        "valgrind",
        &["--tool=callgrind", "--callgrind-out-file=/dev/null"],
        arguments,
    )?;
    let count = said.and_then(|said| {
        let line = said
            .lines()
            .find(|line| line.contains("refs:"))?
            .to_string();
        let digits: String = line.rsplit("refs:").next()?.replace([',', ' '], "");
        digits.parse::<f64>().ok()
    });
    Ok(count.map_or("–".to_string(), |count| format!("{:.2} M", count / 1e6)))
}

/// The largest memory the process had, as the system counts it.
fn peak(home: &Path, arguments: &[&str]) -> io::Result<String> {
    let said = under(home, "/usr/bin/time", &["-f", "%M"], arguments)?;
    let kibibytes = said.and_then(|said| said.trim().parse::<f64>().ok());
    Ok(kibibytes.map_or("–".to_string(), |size| {
        format!("{:.1} MiB", size / 1024.0)
    }))
}

/// What a tool says on standard error about our program; `None` without the tool.
fn under(
    home: &Path,
    tool: &str,
    options: &[&str],
    arguments: &[&str],
) -> io::Result<Option<String>> {
    let Some(tool): Option<PathBuf> = installed(tool) else {
        return Ok(None);
    };
    let output = Command::new(tool)
        .args(options)
        .arg(PROGRAM)
        .args(arguments)
        .env(HOME, home)
        .stdout(Stdio::null())
        .output()?;
    Ok(Some(String::from_utf8_lossy(&output.stderr).into_owned()))
}
