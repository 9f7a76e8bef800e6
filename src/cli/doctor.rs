//! `doctor`: what this machine can do, and whether every demo runs on it.

use std::net::{Ipv4Addr, Ipv6Addr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use clap::ArgMatches;
use serde::Serialize;

use super::setup::Setup;
use super::{Verdict, output, run_demo};
use crate::demos::{DEMOS, Demo, Knobs};
use crate::event::{Event, Status};
use crate::lab::kernel::{self, HostSpec, Kernel, Unavailable};
use crate::lang::fill;
use crate::net::gate::Pace;
use crate::render::{bytes, refusal};

/// How often each demo is run.
const TIMES: usize = 3;

/// A run that takes longer is a no-go.
const LONGEST: Duration = Duration::from_secs(30);

/// One line of the examination.
#[derive(Serialize)]
struct Finding {
    slug: String,
    about: String,
    /// Whether a class can go on with it; what is only nice to have is always fine.
    go: bool,
    found: String,
}

pub fn run(setup: &Setup, matches: &ArgMatches) -> anyhow::Result<Verdict> {
    let words = &setup.words.doctor;
    let as_json = matches.get_flag("json");
    let mut findings = Vec::new();
    let mut tell = |finding: Finding| {
        if !as_json {
            let verdict = match finding.go {
                true => &words.go,
                false => &words.no_go,
            };
            let line = format!("{verdict:>6}  {}: {}\n", finding.about, finding.found);
            output::print(&line)?;
        }
        findings.push(finding);
        anyhow::Ok(())
    };
    if !as_json {
        output::print(&format!("{}\n\n", words.title))?;
    }
    let ipv4 = loopback(Ipv4Addr::LOCALHOST.into());
    tell(Finding {
        slug: "ipv4".to_string(),
        about: words.ipv4.clone(),
        go: ipv4.is_ok(),
        found: yes_or(setup, ipv4),
    })?;
    tell(Finding {
        slug: "ipv6".to_string(),
        about: words.ipv6.clone(),
        go: true,
        found: yes_or(setup, loopback(Ipv6Addr::LOCALHOST.into())),
    })?;
    tell(Finding {
        slug: "descriptors".to_string(),
        about: words.descriptors.clone(),
        go: true,
        found: descriptors().map_or_else(|| words.unlimited.clone(), |most| most.to_string()),
    })?;
    tell(Finding {
        slug: "kernel-engine".to_string(),
        about: words.kernel_engine.clone(),
        go: true,
        found: match kernel_engine() {
            Ok(()) => words.yes.clone(),
            Err(refusal) => {
                let (why, next) = refusal::told(&refusal, setup.words);
                fill(&words.no_because, &[("why", &why), ("try", &next)])
            }
        },
    })?;
    for demo in DEMOS {
        let result = several_times(setup, demo);
        let times = TIMES.to_string();
        tell(Finding {
            slug: demo.slug.to_string(),
            about: fill(&words.demo, &[("slug", demo.slug)]),
            go: result.is_ok(),
            found: match result {
                Ok(()) => fill(&words.ran, &[("times", &times)]),
                Err(why) => bytes::clean(&why),
            },
        })?;
    }
    let go = findings.iter().all(|finding| finding.go);
    if as_json {
        output::json(&findings)?;
    } else {
        let times = TIMES.to_string();
        let verdict = match go {
            true => fill(&words.verdict_go, &[("times", &times)]),
            false => words.verdict_no_go.clone(),
        };
        output::print(&format!("\n{verdict}\n"))?;
    }
    Ok(match go {
        true => Verdict::Passed,
        false => Verdict::NotPassed,
    })
}

fn yes_or(setup: &Setup, result: std::io::Result<()>) -> String {
    match result {
        Ok(()) => setup.words.doctor.yes.clone(),
        Err(error) => format!("{} ({error})", setup.words.doctor.no),
    }
}

/// Builds two hosts of this kernel, and takes them down again.
fn kernel_engine() -> Result<(), Unavailable> {
    let host = |last| HostSpec::new(Ipv4Addr::new(10, 0, 0, last), 24);
    Kernel::start(kernel::this_program(), &[host(1), host(2)]).map(drop)
}

/// Makes one connection to ourselves.
fn loopback(address: std::net::IpAddr) -> std::io::Result<()> {
    let listener = TcpListener::bind((address, 0))?;
    let address = listener.local_addr()?;
    TcpStream::connect_timeout(&address, Duration::from_secs(2)).map(|_| ())
}

fn several_times(setup: &Setup, demo: &'static Demo) -> Result<(), String> {
    for _ in 0..TIMES {
        let knobs = Knobs::read(demo.knobs, false, &[]);
        let knobs = knobs.map_err(|fault| format!("{fault:?}"))?;
        let running = demo.start(knobs, Pace::Free, 0);
        let mut running =
            running.map_err(|why| run_demo::shortage(demo, false, &why).told(setup.words).0)?;
        let deadline = Instant::now() + LONGEST;
        loop {
            match running.next(deadline.saturating_duration_since(Instant::now())) {
                Some(Event::End(end)) if end.status == Status::Finished => break,
                Some(Event::End(end)) => return Err(end.error.unwrap_or_default()),
                Some(_) => {}
                None => return Err(format!("> {} s", LONGEST.as_secs())),
            }
        }
    }
    Ok(())
}

/// How many descriptors this process may open; `None` for no limit, or where there is no such thing.
#[cfg(unix)]
fn descriptors() -> Option<u64> {
    rustix::process::getrlimit(rustix::process::Resource::Nofile).maximum
}

#[cfg(not(unix))]
fn descriptors() -> Option<u64> {
    None
}
