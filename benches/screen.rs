//! The full screen in a pseudo-terminal of 100 × 30, beside `less` and other full-screen programs.
//!
//! All programs take turns in each round, and a ratio is of one round, so that a busy machine
//! disturbs all alike. A frame counts to its last byte. Programs that are not installed are named.

mod support;
mod window;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use support::{installed, median};
use window::{Frame, Window};

const PROGRAM: &str = env!("CARGO_BIN_EXE_sockets-tutor");
const ROUNDS: usize = 25;
/// A first frame is one number of a process, and what else the machine does shows in it.
const OPENINGS: usize = 100;
const ROUNDS_OF_LONG_PAGES: usize = 7;
const LINES: usize = 10;
/// The lesson has a few more.
const PAGES: usize = 5;
const IDLE: Duration = Duration::from_secs(5);
const SAMPLE: &str = include_str!("sample.md");
const LESSON: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/lessons/03-socket-api/en.md");

/// A screen to be measured.
struct Screen {
    name: &'static str,
    command: Vec<String>,
    /// Stands on its first full frame.
    text: &'static str,
    /// Typed before anything is measured, each key with a frame of its own.
    before: &'static [&'static str],
    /// A line down or one step, and a page down; empty when there is none.
    line: &'static str,
    page: &'static str,
    end: &'static str,
    /// Ends it in order, so that it keeps the place; empty where none is kept.
    leave: &'static str,
}

fn screen(name: &'static str, command: &[&str], text: &'static str) -> Screen {
    Screen {
        name,
        command: command.iter().map(|word| word.to_string()).collect(),
        text,
        before: &[],
        line: "j",
        page: " ",
        end: "G",
        leave: "",
    }
}

/// `less` first: the others are compared with it.
fn readers(file: &str, text: &'static str) -> Vec<Screen> {
    let vim = Screen {
        line: "\x05",
        page: "\x06",
        ..screen("`vim -R`", &["vim", "-u", "NONE", "-R", file], text)
    };
    let less = screen("`less`", &["less", "-R", file], text);
    let most = screen("`most`", &["most", file], text);
    let all = [less, vim, most].into_iter();
    all.filter(|screen| installed(&screen.command[0]).is_some())
        .collect()
}

fn main() -> Result<(), Box<dyn Error>> {
    let temporary = tempfile::tempdir()?;
    let home = temporary.path();
    let mut screens = readers(LESSON, "socket");
    screens.push(Screen {
        leave: "\x03",
        ..screen("the lesson", &[PROGRAM, "lesson", "3"], "q back")
    });
    // It opens where it was left; a key that changes nothing draws nothing.
    screens.push(Screen {
        before: &["G", "g"],
        ..screen("the same again", &[PROGRAM, "lesson", "3"], "q back")
    });
    screens.push(Screen {
        line: "\x1b[B",
        page: "",
        ..screen("the contents", &[PROGRAM], "q quit")
    });
    screens.push(Screen {
        before: &["p"],
        line: "\r",
        page: "",
        ..screen(
            "the theatre, a step",
            &[PROGRAM, "run-demo", "tcp-echo", "--step"],
            "Next: server calls socket",
        )
    });
    frames(home, &screens)?;
    idle(home, screens)?;
    long_page(home)?;
    println!();
    for program in ["less", "vim", "most", "top"] {
        if installed(program).is_none() {
            println!("{program} is not installed.");
        }
    }
    Ok(())
}

/// The home of somebody who has read nothing yet: every lesson opens at its beginning.
fn unread(home: &Path, round: usize) -> Result<PathBuf, Box<dyn Error>> {
    let home = home.join(round.to_string());
    let _ = fs::remove_dir_all(&home);
    fs::create_dir_all(&home)?;
    Ok(home)
}

fn open(home: &Path, screen: &Screen) -> Result<(Window, Frame), Box<dyn Error>> {
    let command: Vec<&str> = screen.command.iter().map(String::as_str).collect();
    let mut window = Window::open(home, &command)?;
    let first = window.first_frame(screen.text)?;
    Ok((window, first))
}

/// What one screen took, round by round; keys all together as well.
#[derive(Default)]
struct Taken {
    first: Vec<f64>,
    first_bytes: Vec<f64>,
    line: Keys,
    page: Keys,
    peak: Vec<f64>,
}

#[derive(Default)]
struct Keys {
    medians: Vec<f64>,
    all: Vec<f64>,
    bytes: Vec<f64>,
}

impl Keys {
    fn press(
        &mut self,
        window: &mut Window,
        key: &str,
        count: usize,
    ) -> Result<(), Box<dyn Error>> {
        let mut times = Vec::new();
        for _ in 0..if key.is_empty() { 0 } else { count } {
            let frame = window.key(key)?;
            times.push(frame.seconds);
            self.bytes.push(frame.bytes as f64);
        }
        self.all.extend(&times);
        self.medians.push(median(times));
        Ok(())
    }

    /// Median and 95th percentile in ms, both beside the other's, and the bytes.
    fn row(&self, other: &Keys) -> String {
        if self.all.is_empty() {
            return "– | – | –".to_string();
        }
        let (own, theirs) = (late(&self.all), late(&other.all));
        format!(
            "{:.2} / {:.2} | {:.2} / {:.2} | {:.0}",
            median(self.all.clone()) * 1e3,
            own * 1e3,
            ratio(&self.medians, &other.medians),
            own / theirs,
            median(self.bytes.clone())
        )
    }
}

/// The 95th percentile.
fn late(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    let place = values.len() * 95 / 100;
    values.get(place).copied().unwrap_or(f64::NAN)
}

/// The median of the ratios of each round.
fn ratio(own: &[f64], other: &[f64]) -> f64 {
    median(
        own.iter()
            .zip(other)
            .map(|(own, other)| own / other)
            .collect(),
    )
}

fn frames(home: &Path, screens: &[Screen]) -> Result<(), Box<dyn Error>> {
    let mut all: Vec<Taken> = screens.iter().map(|_| Taken::default()).collect();
    for round in 0..=OPENINGS {
        let home = unread(home, round)?;
        for (screen, taken) in screens.iter().zip(&mut all) {
            let (mut window, first) = open(&home, screen)?;
            // The same again is not to open at its beginning.
            if !screen.leave.is_empty() {
                window.key(screen.page)?;
                window.leave(screen.leave)?;
            }
            // The first round reads files that are not in memory yet.
            if round > 0 {
                taken.first.push(first.seconds);
                taken.first_bytes.push(first.bytes as f64);
            }
        }
    }
    for round in 0..ROUNDS {
        let home = unread(home, round)?;
        for (screen, taken) in screens.iter().zip(&mut all) {
            let (mut window, _) = open(&home, screen)?;
            for key in screen.before {
                window.key(key)?;
            }
            taken.line.press(&mut window, screen.line, LINES)?;
            taken.page.press(&mut window, screen.page, PAGES)?;
            taken.peak.extend(window.peak());
        }
    }
    println!(
        "| screen | first frame, ms | × `less` | bytes | a line or a step, ms: p50 / p95 | × `less` | bytes | a page, ms: p50 / p95 | × `less` | bytes | peak |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    let less = all.first().ok_or("nothing is measured")?;
    for (screen, taken) in screens.iter().zip(&all) {
        println!(
            "| {} | {:.2} | {:.2} | {:.0} | {} | {} | {:.1} MiB |",
            screen.name,
            median(taken.first.clone()) * 1e3,
            ratio(&taken.first, &less.first),
            median(taken.first_bytes.clone()),
            taken.line.row(&less.line),
            taken.page.row(&less.page),
            median(taken.peak.clone()),
        );
    }
    Ok(())
}

/// What a screen costs that nobody touches.
fn idle(home: &Path, mut screens: Vec<Screen>) -> Result<(), Box<dyn Error>> {
    if installed("top").is_some() {
        screens.push(screen("`top`", &["top"], "PID"));
    }
    screens.push(Screen {
        before: &[
            "p", "\r", "\r", "\r", "\r", "\r", "\r", "\r", "\r", "\r", "\r", "\r", "\r",
        ],
        ..screen(
            "the theatre, all blocked",
            &[PROGRAM, "run-demo", "both-wait", "--step"],
            "Next: server calls socket",
        )
    });
    println!(
        "\n| untouched for {} s | CPU ticks | threads woken |",
        IDLE.as_secs()
    );
    println!("| --- | --- | --- |");
    for screen in screens {
        let (mut window, _) = open(home, &screen)?;
        for key in screen.before {
            window.key(key)?;
            if window.shown().contains("Nobody can go on") {
                break;
            }
        }
        match window.idle(IDLE) {
            Some((ticks, wakings)) => println!("| {} | {ticks} | {wakings} |", screen.name),
            None => println!("| {} | – | – |", screen.name),
        }
    }
    Ok(())
}

/// A lesson of 5 MB: opened, paged, gone to its end.
fn long_page(home: &Path) -> Result<(), Box<dyn Error>> {
    let course = home.join("long");
    let path = course.join("01-page/en.md");
    fs::create_dir_all(course.join("01-page"))?;
    fs::write(course.join("course.toml"), "title = \"Long\"\n")?;
    let mut text = "+++\ntitle = \"Long\"\nsummary = \"Long\"\nminutes = 1\n+++\n".to_string();
    while text.len() < 5_000_000 {
        text.push_str(SAMPLE);
    }
    fs::write(&path, text)?;
    let mut screens = readers(&path.to_string_lossy(), "server");
    let course = course.to_string_lossy();
    let ours = [PROGRAM, "--course", &course, "lesson", "1"];
    screens.push(Screen {
        ..screen("the lesson", &ours, "q back")
    });
    println!(
        "\n| 5 MB | first frame, ms | × `less` | a page, ms: p50 / p95 | × `less` | bytes | to the end, ms | peak |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- |");
    let mut all: Vec<(Taken, Vec<f64>)> = screens.iter().map(|_| Default::default()).collect();
    for round in 0..ROUNDS_OF_LONG_PAGES {
        let home = unread(home, round)?;
        for (screen, (taken, ends)) in screens.iter().zip(&mut all) {
            let (mut window, first) = open(&home, screen)?;
            taken.first.push(first.seconds);
            taken.page.press(&mut window, screen.page, PAGES)?;
            ends.push(window.key(screen.end)?.seconds);
            taken.peak.extend(window.peak());
        }
    }
    let less = &all.first().ok_or("nothing is measured")?.0;
    for (screen, (taken, ends)) in screens.iter().zip(&all) {
        println!(
            "| {} | {:.2} | {:.2} | {} | {:.2} | {:.1} MiB |",
            screen.name,
            median(taken.first.clone()) * 1e3,
            ratio(&taken.first, &less.first),
            taken.page.row(&less.page),
            median(ends.clone()) * 1e3,
            median(taken.peak.clone()),
        );
    }
    Ok(())
}
