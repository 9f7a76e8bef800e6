//! `--pcapng FILE`: the frames of a run for Wireshark.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::PathBuf;

use clap::ArgMatches;

use super::setup::Setup;
use super::trouble::{Trouble, nearest};
use crate::course::Narration;
use crate::demos::Demo;
use crate::event::{Event, Evidence};
use crate::lang::fill;
use crate::render::pcapng;

/// A capture that somebody asked for.
pub struct Capture {
    path: PathBuf,
    host: Option<String>,
    /// The command without its options, for advice: `run-demo handshake`.
    command: String,
    what: String,
}

impl Capture {
    /// The capture wanted of a live run. The file is made now: that it cannot be written is better
    /// known before the run.
    ///
    /// # Errors
    /// When the demo has no frames, or the file cannot be made.
    pub fn of_run(demo: &Demo, matches: &ArgMatches) -> anyhow::Result<Option<Capture>> {
        let Some(capture) = Capture::of(matches, "run-demo", demo.slug) else {
            return Ok(None);
        };
        if demo.evidence == Evidence::Kernel {
            return Err(capture.no_frames().into());
        }
        capture.file()?;
        Ok(Some(capture))
    }

    /// The capture wanted of a record.
    pub fn of_replay(matches: &ArgMatches, file: &str) -> Option<Capture> {
        Capture::of(matches, "replay", file)
    }

    fn of(matches: &ArgMatches, command: &str, what: &str) -> Option<Capture> {
        let path = matches.get_one::<PathBuf>("pcapng")?.clone();
        Some(Capture {
            path,
            host: matches.get_one::<String>("capture-at").cloned(),
            command: format!("{command} {what}"),
            what: what.to_string(),
        })
    }

    /// Writes the file, and gives the sentence that says so.
    ///
    /// # Errors
    /// When the run has no frames or no such host, or the file cannot be written.
    pub fn write(
        &self,
        setup: &Setup,
        events: &[Event],
        narration: Option<&Narration>,
    ) -> anyhow::Result<String> {
        let hosts = pcapng::hosts(events);
        let host = match (&self.host, hosts.first()) {
            (_, None) => Err(self.no_frames()),
            (None, Some(first)) => Ok(&**first),
            (Some(wanted), Some(first)) => {
                let known = hosts.iter().find(|host| ***host == **wanted);
                known.map(|host| &**host).ok_or_else(|| {
                    let names: Vec<&str> = hosts.iter().map(|host| &**host).collect();
                    self.unknown(wanted, &names, first)
                })
            }
        };
        let host = host.inspect_err(|_| self.forget())?;
        let capture = pcapng::Capture {
            events,
            host,
            words: setup.words,
            narration,
        };
        let written = capture.write(&mut BufWriter::new(self.file()?));
        written.map_err(|error| self.cannot(&error))?;
        let file = self.path.to_string_lossy();
        let values = [("host", host), ("file", &*file)];
        Ok(fill(setup.words.capture.saved, &values))
    }

    fn file(&self) -> anyhow::Result<File> {
        File::create(&self.path).map_err(|error| self.cannot(&error).into())
    }

    /// Takes the empty file away that was made before the run. If it cannot be, it stays empty.
    fn forget(&self) {
        let is_empty =
            fs::metadata(&self.path).is_ok_and(|about| about.is_file() && about.len() == 0);
        if is_empty {
            let _ = fs::remove_file(&self.path);
        }
    }

    fn cannot(&self, error: &std::io::Error) -> Trouble {
        let (file, why) = (self.path.to_string_lossy(), error.to_string());
        let name = self.path.file_name().map(PathBuf::from);
        let name = name.unwrap_or_else(|| PathBuf::from("run.pcapng"));
        let example = std::env::temp_dir().join(name);
        let values = [
            ("file", &*file),
            ("why", &*why),
            ("command", &*self.command),
            ("example", &*example.to_string_lossy()),
        ];
        Trouble::new("cannot-capture", &values)
    }

    fn no_frames(&self) -> Trouble {
        Trouble::new("no-frames", &[("what", &self.what)])
    }

    fn unknown(&self, given: &str, hosts: &[&str], first: &str) -> Trouble {
        let near = nearest(given, hosts.iter().copied());
        let file = self.path.to_string_lossy();
        let values = [
            ("given", given),
            ("command", &*self.command),
            ("file", &*file),
            ("example", near.as_deref().unwrap_or(first)),
        ];
        Trouble::new("unknown-host", &values).listing("hosts", hosts)
    }
}
