//! `doctor`: what this machine is, and whether a class can be held on it now.

mod terminal;

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use clap::ArgMatches;
use serde::Serialize;

use super::setup::{self, Setup};
use super::{Verdict, demo_trouble, output};
use crate::demos::{DEMOS, Demo, Knobs, records};
use crate::event::{Event, Status};
use crate::lab::kernel;
use crate::lang::{fill, listed};
use crate::net::gate::Pace;
use crate::net::info;
use crate::render::page::{cells, wrap};
use crate::render::{bytes, failing, refusal};

/// How often each demo is run.
const TIMES: usize = 3;

/// The columns before what is found: a verdict and two blanks.
const INDENT: usize = 8;

/// A run that takes longer is a no-go.
const LONGEST: Duration = Duration::from_secs(30);

/// One line of the examination.
#[derive(Serialize)]
struct Finding {
    slug: String,
    section: Section,
    about: String,
    /// Whether a class can go on with it.
    go: bool,
    verdict: Worth,
    found: String,
    /// What serves instead, as one types it.
    #[serde(skip_serializing_if = "Option::is_none")]
    instead: Option<String>,
}

#[derive(Serialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Section {
    /// What there is, for whoever asks for help.
    Machine,
    /// What a class needs.
    Preflight,
}

/// What a finding means for a class.
#[derive(Serialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Worth {
    Go,
    /// Goes on, but somebody should know.
    Note,
    NoGo,
}

impl Finding {
    fn new(section: Section, slug: &str, about: &str, worth: Worth, found: String) -> Finding {
        Finding {
            slug: slug.to_string(),
            section,
            about: about.to_string(),
            go: worth != Worth::NoGo,
            verdict: worth,
            found,
            instead: None,
        }
    }
}

/// Tells the findings as they come: a demo takes its time.
struct Report<'a> {
    setup: &'a Setup,
    as_json: bool,
    findings: Vec<Finding>,
}

pub fn run(setup: &Setup, matches: &ArgMatches) -> anyhow::Result<Verdict> {
    let words = &setup.words.doctor;
    let mut report = Report {
        setup,
        as_json: matches.get_flag("json"),
        findings: Vec::new(),
    };
    for finding in machine(setup) {
        report.tell(finding)?;
    }
    report.tell(ipv4(setup))?;
    report.tell(descriptors(setup))?;
    for finding in terminal::findings(setup) {
        report.tell(finding)?;
    }
    let begun = Instant::now();
    let mut runs = 0;
    for demo in DEMOS {
        let (finding, made) = examine(setup, demo);
        report.tell(finding)?;
        runs += made;
    }
    let runs = runs.to_string();
    let seconds = format!("{:.1}", begun.elapsed().as_secs_f64());
    let values = [("seconds", &*seconds), ("runs", &*runs)];
    let found = fill(words.took, &values);
    let time = Finding::new(Section::Preflight, "time", words.time, Worth::Go, found);
    report.tell(time)?;
    report.end()
}

impl Report<'_> {
    fn tell(&mut self, finding: Finding) -> anyhow::Result<()> {
        if !self.as_json {
            let words = &self.setup.words.doctor;
            let mut text = String::new();
            let last = self.findings.last().map(|last| last.section);
            if last != Some(finding.section) {
                let title = match finding.section {
                    Section::Machine => &words.title,
                    Section::Preflight => &words.preflight,
                };
                let blank = if last.is_some() { "\n" } else { "" };
                text.push_str(&format!("{blank}{title}\n\n"));
            }
            let verdict = match (finding.section, finding.verdict) {
                (Section::Machine, _) => "",
                (Section::Preflight, Worth::Go) => words.go,
                (Section::Preflight, Worth::Note) => words.note,
                (Section::Preflight, Worth::NoGo) => words.no_go,
            };
            let values = [("about", &*finding.about), ("found", &*finding.found)];
            // As wide as the longest verdict, counted in columns of the terminal.
            let blanks = " ".repeat(6_usize.saturating_sub(cells::width(verdict)));
            let line = wrapped(&fill(words.line, &values), INDENT);
            text.push_str(&format!("{blanks}{verdict}  {line}\n"));
            if let Some(instead) = &finding.instead {
                let told = fill(words.instead, &[("command", instead)]);
                text.push_str(&format!("        {told}\n"));
            }
            output::print(&text)?;
        }
        self.findings.push(finding);
        Ok(())
    }

    fn end(self) -> anyhow::Result<Verdict> {
        let words = &self.setup.words.doctor;
        let stop = self.findings.iter().filter(|finding| !finding.go);
        let stop: Vec<&str> = stop.map(|finding| finding.about.as_str()).collect();
        let go = stop.is_empty();
        if self.as_json {
            output::json(&self.findings)?;
        } else {
            let times = TIMES.to_string();
            let verdict = match go {
                true => fill(words.verdict_go, &[("times", &times)]),
                false => {
                    let what = listed(self.setup.words, &stop);
                    fill(words.verdict_no_go, &[("what", &what)])
                }
            };
            output::print(&format!("\n{}\n", wrapped(&verdict, 0)))?;
        }
        Ok(match go {
            true => Verdict::Passed,
            false => Verdict::NotPassed,
        })
    }
}

/// A text on a terminal goes on under itself; elsewhere a finding is one line.
fn wrapped(text: &str, indent: usize) -> String {
    match setup::columns(&io::stdout()) {
        Some(columns) => wrap::hanging(text, columns, indent),
        None => text.to_string(),
    }
}

/// What there is; nothing of it keeps a class from being held.
fn machine(setup: &Setup) -> [Finding; 4] {
    let words = &setup.words.doctor;
    let told = |slug, about, found| Finding::new(Section::Machine, slug, about, Worth::Go, found);
    let values = [
        ("version", env!("CARGO_PKG_VERSION")),
        ("os", std::env::consts::OS),
        ("machine", std::env::consts::ARCH),
    ];
    let inside = match info::TELLS {
        true => words.yes.to_string(),
        false => words.no.to_string(),
    };
    let engine = match kernel::probe() {
        Ok(()) => words.yes.to_string(),
        Err(refused) => {
            let (why, next) = refusal::told(&refused, setup.words);
            fill(words.engine_refused, &[("why", &why), ("try", &next)])
        }
    };
    let ipv6 = loopback(Ipv6Addr::LOCALHOST.into());
    [
        told("system", words.system, fill(words.system_is, &values)),
        told("ipv6", words.ipv6, yes_or(setup, &ipv6)),
        told("tcp-info", words.tcp_info, inside),
        told("kernel-engine", words.kernel_engine, engine),
    ]
}

fn ipv4(setup: &Setup) -> Finding {
    let words = &setup.words.doctor;
    let result = loopback(Ipv4Addr::LOCALHOST.into());
    let worth = match result {
        Ok(()) => Worth::Go,
        Err(_) => Worth::NoGo,
    };
    let found = yes_or(setup, &result);
    Finding::new(Section::Preflight, "ipv4", words.ipv4, worth, found)
}

fn yes_or(setup: &Setup, result: &std::io::Result<()>) -> String {
    match result {
        Ok(()) => setup.words.doctor.yes.to_string(),
        Err(error) => {
            let error = bytes::clean(&error.to_string());
            fill(setup.words.doctor.no_because, &[("error", &error)])
        }
    }
}

/// Makes one connection to ourselves.
fn loopback(address: IpAddr) -> std::io::Result<()> {
    let listener = TcpListener::bind((address, 0))?;
    let address = listener.local_addr()?;
    TcpStream::connect_timeout(&address, Duration::from_secs(2)).map(|_| ())
}

/// Whether the process may open what the largest demo needs.
fn descriptors(setup: &Setup) -> Finding {
    let words = &setup.words.doctor;
    let needed = DEMOS.iter().filter_map(|demo| {
        let knobs = Knobs::read(demo.knobs, false, &[]).ok()?;
        Some((demo.descriptors(&knobs) as u64, demo.slug))
    });
    let (needed, slug) = needed.max().unwrap_or_default();
    let allowed = allowed_descriptors();
    let worth = match allowed.is_none_or(|allowed| allowed >= needed) {
        true => Worth::Go,
        false => Worth::NoGo,
    };
    let allowed = allowed.map_or_else(|| words.unlimited.to_string(), |most| most.to_string());
    let needed = needed.to_string();
    let values = [("allowed", &*allowed), ("needed", &*needed), ("slug", slug)];
    let found = fill(words.descriptors_are, &values);
    let about = &words.descriptors;
    Finding::new(Section::Preflight, "descriptors", about, worth, found)
}

/// How many descriptors this process may open; `None` for no limit, or where there is no such thing.
#[cfg(unix)]
fn allowed_descriptors() -> Option<u64> {
    rustix::process::getrlimit(rustix::process::Resource::Nofile).maximum
}

#[cfg(not(unix))]
fn allowed_descriptors() -> Option<u64> {
    None
}

/// Runs a demo several times; after one that fails, not again. How many runs that were.
fn examine(setup: &Setup, demo: &'static Demo) -> (Finding, usize) {
    let words = &setup.words.doctor;
    let mut longest = Duration::ZERO;
    let (mut why, mut runs) = (None, 0);
    for _ in 0..TIMES {
        runs += 1;
        let begun = Instant::now();
        why = run_once(setup, demo).err();
        longest = longest.max(begun.elapsed());
        if why.is_some() {
            break;
        }
    }
    let about = fill(words.demo, &[("slug", demo.slug)]);
    let worth = match why {
        None => Worth::Go,
        Some(_) => Worth::NoGo,
    };
    let recorded = why.is_some() && records::of(demo.slug).is_some();
    let found = why.unwrap_or_else(|| {
        let (times, longest) = (TIMES.to_string(), longest.as_millis().to_string());
        fill(words.ran, &[("times", &times), ("longest", &longest)])
    });
    let finding = Finding {
        instead: recorded
            .then(|| setup.next("sockets-tutor replay {slug}", &[("slug", demo.slug)])),
        ..Finding::new(Section::Preflight, demo.slug, &about, worth, found)
    };
    (finding, runs)
}

/// Runs a demo; why it did not come to its end.
fn run_once(setup: &Setup, demo: &'static Demo) -> Result<(), String> {
    let words = setup.words;
    let knobs = Knobs::read(demo.knobs, false, &[]);
    let knobs = knobs.map_err(|fault| demo_trouble::knob_trouble(demo, &fault).told(words).0)?;
    let running = demo.start(knobs, Pace::Free, 0);
    let mut running = running.map_err(|why| {
        demo_trouble::shortage(words, demo, false, &why)
            .told(words)
            .0
    })?;
    let deadline = Instant::now() + LONGEST;
    loop {
        match running.next(deadline.saturating_duration_since(Instant::now())) {
            Some(Event::End(end)) if end.status == Status::Finished => return Ok(()),
            Some(Event::End(end)) => {
                let why = end.error.map(|why| failing::told(words, &why));
                return Err(bytes::clean(&why.unwrap_or_default()));
            }
            Some(_) => {}
            None => {
                let limit = LONGEST.as_secs().to_string();
                return Err(fill(words.doctor.too_long, &[("seconds", &limit)]));
            }
        }
    }
}
