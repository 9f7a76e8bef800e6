//! `run-demo`: a live run, free, paced or stepped.

mod settings;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::ArgMatches;

use super::Verdict;
use super::capture::Capture;
use super::demo_trouble;
use super::keys::Keys;
use super::learner;
use super::record::Record;
use super::setup::Setup;
use super::stepping::Stepping;
use super::teller::{Format, Teller};
use super::theatre::{self, Wanted};
use super::trouble::{self, Trouble};
use crate::course::Course;
use crate::demos::{Demo, Running, Shortage, Transport};
use crate::event::{End, Event, Status};
use crate::lang::fill;
use crate::net::gate::Pace;
use crate::progress::{Asked, Day};
use crate::reader::signals;
use crate::render::story::Detail;
use crate::render::theme::Theme;

pub use settings::knobs;
use settings::settings;

/// A keep-open run is said to be ready for strangers when it has been quiet for so long.
const QUIET: Duration = Duration::from_millis(300);

/// So often a key is looked for while strangers keep a run busy.
const LOOK: Duration = Duration::from_millis(20);

pub fn run(setup: &Setup, matches: &ArgMatches) -> anyhow::Result<Verdict> {
    let demo = demo(setup, matches)?;
    let auto = auto(demo, matches)?;
    let pace = match auto.is_some() || matches.get_flag("step") {
        true => Pace::Stepped,
        false => Pace::Free,
    };
    let mut knobs = knobs(demo, pace == Pace::Stepped, matches)?;
    knobs.keep_open = matches.get_flag("keep-open");
    if knobs.keep_open && demo.visitors.is_none() {
        return Err(demo_trouble::no_visitors(demo).into());
    }
    let seed = seed(matches)?;
    let course = setup.course()?;
    let narration = course.narration(demo.slug, setup.lang);
    let narration = narration.map_err(|fault| setup.course_trouble(&fault))?;
    let save = matches.get_one::<PathBuf>("save");
    let capture = Capture::of_run(demo, matches)?;
    let full_screen = matches.get_flag("step") && Format::of(matches) == Format::Plain;
    let shortage = |keep_open, why: &_| demo_trouble::shortage(setup.words, demo, keep_open, why);
    if let Some(theme) = setup.screen().filter(|_| full_screen) {
        // What stands against it is better known before there is a screen.
        let allowed = demo.allowed(&knobs, pace);
        allowed.map_err(|why| shortage(knobs.keep_open, &why))?;
        let wanted = Wanted {
            demo: Some(demo),
            narration,
            settings: settings(matches),
            keep_open: knobs.keep_open,
            seed,
            auto,
            course: course.name().map(str::to_string),
            record: None,
        };
        return on_screen(setup, theme, demo, wanted, save, capture);
    }
    // Whoever steps or waits for strangers follows every call.
    let detail = match pace == Pace::Stepped || knobs.keep_open {
        true => Detail::Every,
        false => Detail::Folded,
    };
    let mut teller = Teller::new(setup, Format::of(matches), detail, narration.as_ref());
    if let Some(path) = save {
        teller.record_to(Record::create(path, demo.slug)?);
    }
    if capture.is_some() {
        teller.keep_frames();
    }

    let visitors = demo.visitors.filter(|_| knobs.keep_open);
    let keep_open = knobs.keep_open;
    let running = demo.start(knobs, pace, seed);
    let mut running = running.map_err(|why| shortage(keep_open, &why))?;
    let no_thread = |error| shortage(keep_open, &Shortage::Thread(error));
    let caught = signals::on_signal(running.leaver()).map_err(no_thread)?;
    let end = match pace {
        Pace::Stepped => {
            // Other formats have no place for questions.
            let plain = Format::of(matches) == Format::Plain;
            let narration = narration.as_ref().filter(|_| plain);
            let stepping = Stepping::new(setup, narration, auto, setup.linear);
            let mut stepping = stepping.map_err(no_thread)?;
            let end = stepping.run(&mut running, &mut teller)?;
            keep_predictions(setup, &course, demo, &stepping.into_predictions());
            end
        }
        Pace::Free => free(setup, &mut running, &mut teller, visitors)?,
    };
    if let Some(path) = save {
        let file = path.to_string_lossy();
        teller.verbatim("")?;
        teller.remark(&setup.next(setup.words.run.saved, &[("file", &file)]))?;
    }
    if let Some(capture) = capture {
        let saved = capture.write(setup, teller.kept(), narration.as_ref())?;
        teller.remark(&saved)?;
    }
    if let Some(status) = caught.status() {
        return Ok(Verdict::Signalled(status));
    }
    Ok(match end.status {
        Status::Finished | Status::Stopped => Verdict::Passed,
        Status::Failed => {
            super::complain(
                &demo_trouble::failed(setup.words, demo, &end),
                setup.words,
                &setup.typed,
            );
            Verdict::NotPassed
        }
    })
}

/// Steps on the full screen.
fn on_screen(
    setup: &Setup,
    theme: &Theme,
    demo: &Demo,
    wanted: Wanted,
    save: Option<&PathBuf>,
    capture: Option<Capture>,
) -> anyhow::Result<Verdict> {
    // A file that cannot be written is better known before the run.
    let record = save.map(|path| Record::create(path, demo.slug));
    let record = record.transpose()?;
    let narration = wanted.narration.clone();
    let shown = theatre::show(setup, theme, wanted)?;
    if let (Some(mut record), Some(path)) = (record, save) {
        for event in &shown.events {
            record.write(event)?;
        }
        let name = path.to_string_lossy();
        let mut teller = Teller::new(setup, Format::Plain, Detail::Every, None);
        teller.remark(&setup.next(setup.words.run.saved, &[("file", &name)]))?;
    }
    if let Some(capture) = capture {
        let saved = capture.write(setup, &shown.events, narration.as_ref())?;
        Teller::new(setup, Format::Plain, Detail::Every, None).remark(&saved)?;
    }
    Ok(match theatre::failure(&shown.events) {
        Some(end) => {
            super::complain(
                &demo_trouble::failed(setup.words, demo, end),
                setup.words,
                &setup.typed,
            );
            Verdict::NotPassed
        }
        None => Verdict::Passed,
    })
}

/// Keeps whether the learner's predictions were right, for the review.
fn keep_predictions(setup: &Setup, course: &Course, demo: &Demo, predictions: &[(Arc<str>, bool)]) {
    if predictions.is_empty() {
        return;
    }
    let mut progress = learner::open(setup, course);
    for (step, right) in predictions {
        let (demo, step) = (demo.slug.to_string(), step.to_string());
        let asked = Asked::Prediction { demo, step };
        let warning = progress.record_answer(&asked, *right, Day::today());
        learner::warn(setup, warning);
    }
}

/// Tells the events as they come.
fn free(
    setup: &Setup,
    running: &mut Running,
    teller: &mut Teller<'_>,
    visitors: Option<Transport>,
) -> anyhow::Result<End> {
    // Only a run that stays has time for keys.
    let keys = visitors.and_then(|_| Keys::of_terminal());
    teller.set_raw(keys.is_some());
    let mut server = None;
    let mut invited = false;
    let mut looked = Instant::now();
    let mut left = false;
    loop {
        match running.next(QUIET) {
            Some(Event::End(end)) => {
                teller.event(&Event::End(end.clone()))?;
                teller.set_raw(false);
                return Ok(end);
            }
            Some(event) => {
                server = visitors.and_then(|transport| transport.door(server, &event));
                teller.event(&event)?;
            }
            None => {
                if let (Some(transport), Some(address), false) = (visitors, server, invited) {
                    invited = true;
                    invite(setup, teller, transport, address)?;
                }
            }
        }
        // A look takes longer than an event, of which strangers can make very many.
        if let Some(keys) = &keys
            && !left
            && looked.elapsed() >= LOOK
        {
            left = keys.next(Duration::ZERO) == Some(super::keys::Key::Quit);
            looked = Instant::now();
            if left {
                running.leave();
            }
        }
    }
}

fn invite(
    setup: &Setup,
    teller: &mut Teller<'_>,
    transport: Transport,
    address: SocketAddr,
) -> anyhow::Result<()> {
    let words = &setup.words.run;
    let (host, port) = (address.ip().to_string(), address.port().to_string());
    let address = address.to_string();
    let values = [("address", &*address), ("host", &*host), ("port", &*port)];
    let ways = match transport {
        Transport::Tcp => &words.visit_tcp,
        Transport::Udp => &words.visit_udp,
        Transport::Http => &words.visit_http,
    };
    let invitation = match transport {
        Transport::Tcp | Transport::Udp => &words.visitors,
        Transport::Http => &words.visitors_http,
    };
    teller.verbatim("")?;
    teller.remark(&fill(invitation, &values))?;
    for way in ways {
        teller.verbatim(&format!("  {}", fill(way, &values)))?;
    }
    teller.remark(words.visit_end)
}

/// The demo named on the command line.
pub fn demo(setup: &Setup, matches: &ArgMatches) -> anyhow::Result<&'static Demo> {
    let slug = matches.get_one::<String>("demo").map_or("", String::as_str);
    // The command line knows the demos; this is for a name that clap let through.
    Demo::find(slug).ok_or_else(|| trouble::unknown_demo(slug, &setup.typed).into())
}

fn auto(demo: &Demo, matches: &ArgMatches) -> anyhow::Result<Option<Duration>> {
    let Some(given) = matches.get_one::<String>("auto") else {
        return Ok(None);
    };
    let seconds = given.parse::<f64>().ok();
    match seconds.filter(|seconds| (0.05..=60.0).contains(seconds)) {
        Some(seconds) => Ok(Some(Duration::from_secs_f64(seconds))),
        None => {
            let values = [("given", given.as_str()), ("slug", demo.slug)];
            Err(Trouble::new("seconds", &values).into())
        }
    }
}

fn seed(matches: &ArgMatches) -> anyhow::Result<u64> {
    let Some(given) = matches.get_one::<String>("seed") else {
        return Ok(0);
    };
    given.parse().map_err(|_| {
        let allowed = format!("0 … {}", u64::MAX);
        let values = [
            ("given", given.as_str()),
            ("option", "--seed"),
            ("allowed", &*allowed),
            ("command", "run-demo "),
        ];
        Trouble::new("bad-value", &values).into()
    })
}
