//! `replay`: a recorded run, told again, forward and back.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::ArgMatches;

use super::Verdict;
use super::capture::Capture;
use super::keys::{Key, Keys};
use super::setup::Setup;
use super::teller::{Format, Teller};
use super::theatre::{self, Wanted};
use super::trouble::{self, Trouble, nearest};
use crate::demos::{DEMOS, Demo, records};
use crate::event::{Event, Status};
use crate::lang::fill;
use crate::lang::words::RecordWords;
use crate::reader::signals::{self, Caught};
use crate::render::bytes;
use crate::render::json::{self, BadLine};
use crate::render::story::{Detail, Story};

/// A longer line is no event: it would hold far more bytes than one call may keep.
const LONGEST_LINE: u64 = 1 << 20;

/// A longer record is not read: this is a course and no archive.
const MOST_EVENTS: usize = 1_000_000;

/// How often a signal is looked for while a key is awaited.
const LOOK: Duration = Duration::from_millis(50);

pub fn run(setup: &Setup, matches: &ArgMatches) -> anyhow::Result<Verdict> {
    let path = matches
        .get_one::<PathBuf>("file")
        .cloned()
        .unwrap_or_default();
    let (events, date) = read(setup, &path)?;
    let course = setup.course()?;
    let demo = events.iter().find_map(|event| match event {
        Event::Start(start) => Some(start.demo.as_str()),
        _ => None,
    });
    let narration = course.narration(demo.unwrap_or(""), setup.lang);
    let narration = narration.map_err(|fault| setup.course_trouble(&fault))?;
    if let Some(capture) = Capture::of_replay(matches, &path.to_string_lossy()) {
        let saved = capture.write(setup, &events, narration.as_ref())?;
        let mut teller = Teller::new(setup, Format::Plain, Detail::Folded, None);
        teller.remark(&saved)?;
        return Ok(Verdict::Passed);
    }
    let format = Format::of(matches);
    if let Some(theme) = setup.screen().filter(|_| format == Format::Plain) {
        let wanted = Wanted {
            demo: demo.and_then(Demo::find),
            narration,
            settings: Vec::new(),
            keep_open: false,
            seed: 0,
            auto: None,
            course: course.name().map(str::to_string),
            record: Some((events, date)),
        };
        theatre::show(setup, theme, wanted)?;
        return Ok(Verdict::Passed);
    }
    let tell = |detail| Teller::new(setup, format, detail, narration.as_ref()).of_a_record();
    let mut teller = tell(Detail::Folded);
    let words = &setup.words.run;
    let replay = match &date {
        Some(date) => fill(words.replay_of, &[("date", &bytes::clean(date))]),
        None => words.replay.to_string(),
    };
    teller.remark(&format!("[ {replay} ]"))?;
    let by_hand =
        matches.get_flag("step") || (io::stdin().is_terminal() && io::stdout().is_terminal());
    if by_hand && format == Format::Plain {
        let no_thread = |error: io::Error| {
            let values = [("slug", demo.unwrap_or("")), ("why", &*error.to_string())];
            Trouble::new("no-threads", &values)
        };
        let caught = signals::on_signal(|| ()).map_err(no_thread)?;
        let keys = Keys::open().map_err(no_thread)?;
        step(setup, &events, &caught, &keys, || tell(Detail::Every))?;
        if let Some(status) = caught.status() {
            return Ok(Verdict::Signalled(status));
        }
    } else {
        for event in &events {
            teller.event(event)?;
        }
    }
    let failed = events.iter().any(|event| match event {
        Event::End(end) => end.status == Status::Failed,
        _ => false,
    });
    Ok(match failed {
        true => Verdict::NotPassed,
        false => Verdict::Passed,
    })
}

/// Goes through the record by key. Going back tells the event before once more.
fn step<'a>(
    setup: &Setup,
    events: &[Event],
    caught: &Caught,
    keys: &Keys,
    tell: impl Fn() -> Teller<'a>,
) -> anyhow::Result<()> {
    let mut teller = tell();
    teller.set_raw(keys.is_terminal());
    let words = &setup.words.run;
    let mut told = 0;
    let named = match keys.is_terminal() {
        true => &words.replay_keys,
        false => &words.replay_line_keys,
    };
    if keys.is_terminal() || setup.linear {
        teller.remark(&format!("-- {named}"))?;
    }
    while !caught.has_come() {
        match keys.next(LOOK) {
            Some(Key::Quit) => break,
            Some(Key::Forward) => {
                // Some events have nothing to say; one key is one thing said.
                let mut said = false;
                while told < events.len() && !said {
                    said = teller.event(&events[told])?;
                    told += 1;
                }
                if !said && told == events.len() {
                    teller.remark(words.record_end)?;
                }
            }
            Some(Key::Back | Key::Letter('b')) => {
                let Some(back) = before(setup, events, told) else {
                    teller.remark(words.record_start)?;
                    continue;
                };
                // The story up to there is told to nobody, so that numbers and waits are right.
                teller = tell();
                teller.set_raw(keys.is_terminal());
                teller.silently(&events[..back]);
                teller.event(&events[back])?;
                told = back + 1;
            }
            // Who cannot see what a key does is told what the keys are.
            Some(Key::Letter(_)) => teller.remark(&format!("-- {named}"))?,
            None => {}
        }
    }
    Ok(())
}

/// The last event before `told` events that has something to say, not counting the latest said.
fn before(setup: &Setup, events: &[Event], told: usize) -> Option<usize> {
    let mut story = Story::new(setup.words, Detail::Every);
    let said: Vec<usize> = (0..told)
        .filter(|place| {
            let is_start = matches!(events[*place], Event::Start(_));
            !story.tell(&events[*place]).is_empty() || is_start
        })
        .collect();
    said.len().checked_sub(2).map(|place| said[place])
}

/// Why a line is no event; what serde says is quoted.
fn told(words: &RecordWords, error: &BadLine) -> String {
    match error {
        BadLine::Json { said, column } => {
            let column = column.to_string();
            fill(words.no_json, &[("said", said), ("column", &column)])
        }
        BadLine::Schema(schema) => fill(words.newer, &[("schema", &schema.to_string())]),
        BadLine::Field(field) => fill(words.unknown_field, &[("field", field)]),
    }
}

/// The events of a record and its date: of a file, or of the demo with this name.
fn read(setup: &Setup, path: &Path) -> anyhow::Result<(Vec<Event>, Option<String>)> {
    let words = &setup.words.record;
    let file = path.to_string_lossy();
    if let Some(text) = records::of(&file).filter(|_| !path.exists()) {
        return Ok(json::record(text)?);
    }
    let mut date = None;
    let cannot = |why: String| Trouble::new("cannot-read", &[("file", &*file), ("why", &*why)]);
    let system = |error: io::Error| {
        let error = error.to_string();
        cannot(fill(setup.words.run.why_error, &[("error", &error)]))
    };
    let open = File::open(path).map_err(|error| {
        let missing = error.kind() == io::ErrorKind::NotFound;
        let demos = DEMOS.iter().filter(|_| missing).map(|demo| demo.slug);
        let near = nearest(&file, demos);
        system(error).or_perhaps(near, |slug| {
            let words = setup.typed.iter();
            trouble::line(words.map(|word| trouble::replaced(word, &file, slug)))
        })
    })?;
    if open.metadata().is_ok_and(|about| about.is_dir()) {
        return Err(cannot(words.folder.to_string()).into());
    }
    let mut reader = BufReader::new(open);
    let mut events = Vec::new();
    let mut number = 0;
    loop {
        number += 1;
        let bad = |why: String| {
            let number = number.to_string();
            let values = [("file", &*file), ("line", &*number), ("why", &*why)];
            Trouble::new("bad-record", &values)
        };
        let mut line = Vec::new();
        let mut limited = (&mut reader).take(LONGEST_LINE);
        let count = limited.read_until(b'\n', &mut line);
        if count.map_err(system)? == 0 {
            break;
        }
        if line.len() as u64 == LONGEST_LINE || events.len() == MOST_EVENTS {
            return Err(bad(words.too_long.to_string()).into());
        }
        let text = str::from_utf8(&line).map_err(|_| bad(words.no_text.to_string()))?;
        if text.trim().is_empty() {
            continue;
        }
        let event = json::event(text.trim_end()).map_err(|error| bad(told(words, &error)))?;
        if events.is_empty() {
            let Event::Start(start) = &event else {
                return Err(bad(words.no_start.to_string()).into());
            };
            date = start.date.clone();
        }
        events.push(event);
    }
    if events.is_empty() {
        let values = [("file", &*file), ("line", "1"), ("why", words.empty)];
        return Err(Trouble::new("bad-record", &values).into());
    }
    Ok((events, date))
}
