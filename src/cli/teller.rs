//! Where the events of a run go: one format on standard output, and a file if one is asked for.

use std::io::{self, Write};

use anyhow::Context;

use super::record::Record;
use super::setup::Setup;
use crate::course::Narration;
use crate::doc::Doc;
use crate::event::Event;
use crate::render::json;
use crate::render::mermaid::Mermaid;
use crate::render::plain::Plain;
use crate::render::story::Detail;

/// How a run is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Plain,
    Json,
    Mermaid,
}

impl Format {
    pub fn of(matches: &clap::ArgMatches) -> Format {
        match (matches.get_flag("json"), matches.get_flag("mermaid")) {
            (true, _) => Format::Json,
            (_, true) => Format::Mermaid,
            _ => Format::Plain,
        }
    }
}

pub struct Teller<'a> {
    shape: Shape<'a>,
    record: Option<Record>,
    /// The start and the frames of the run, when they are kept for a capture.
    kept: Option<Vec<Event>>,
    /// In raw mode a line ends with CR LF.
    raw: bool,
}

enum Shape<'a> {
    Plain(Box<Plain<'a>>),
    Json,
    Mermaid(Box<Mermaid>),
}

impl<'a> Teller<'a> {
    pub fn new(
        setup: &'a Setup,
        format: Format,
        detail: Detail,
        narration: Option<&'a Narration>,
    ) -> Teller<'a> {
        let shape = match format {
            Format::Plain => {
                let (page, paint) = (setup.page(None), setup.paint());
                let plain = Plain::new(setup.words, narration, page, paint, detail);
                Shape::Plain(Box::new(plain))
            }
            Format::Json => Shape::Json,
            Format::Mermaid => Shape::Mermaid(Box::default()),
        };
        Teller {
            shape,
            record: None,
            kept: None,
            raw: false,
        }
    }

    /// What is told happened when it was recorded.
    #[must_use]
    pub fn of_a_record(mut self) -> Teller<'a> {
        if let Shape::Plain(plain) = &mut self.shape {
            plain.recorded = true;
        }
        self
    }

    /// Also writes every event to a file.
    pub fn record_to(&mut self, record: Record) {
        self.record = Some(record);
    }

    /// Also keeps what [`super::capture`] needs.
    pub fn keep_frames(&mut self) {
        self.kept = Some(Vec::new());
    }

    /// The start and the frames so far, of a teller that keeps them.
    pub fn kept(&self) -> &[Event] {
        self.kept.as_deref().unwrap_or_default()
    }

    pub fn set_raw(&mut self, raw: bool) {
        self.raw = raw;
    }

    /// Shows an event and records it. False when there was nothing to show.
    pub fn event(&mut self, event: &Event) -> anyhow::Result<bool> {
        if let Some(record) = &mut self.record {
            record.write(event)?;
        }
        if let (Some(kept), Event::Start(_) | Event::Frame(_)) = (&mut self.kept, event) {
            kept.push(event.clone());
        }
        let text = match &mut self.shape {
            Shape::Plain(plain) => plain.tell(event),
            Shape::Json => json::line(event) + "\n",
            Shape::Mermaid(diagram) => {
                diagram.add(event);
                match event {
                    Event::End(_) => diagram.draw(),
                    _ => String::new(),
                }
            }
        };
        self.write(&text)?;
        Ok(!text.is_empty())
    }

    /// Takes events in without showing them, so that what follows is told rightly.
    pub fn silently(&mut self, events: &[Event]) {
        if let Shape::Plain(plain) = &mut self.shape {
            for event in events {
                plain.tell(event);
            }
        }
    }

    /// Says that an actor's call is blocked; a record says it by what it lacks.
    pub fn blocked(&mut self, actor: &str) -> anyhow::Result<()> {
        let text = match &mut self.shape {
            Shape::Plain(plain) => plain.tell_blocked(actor),
            _ => String::new(),
        };
        self.write(&text)
    }

    /// The heading of a step that is about to begin, for people.
    pub fn announce(&mut self, step: &str) -> anyhow::Result<()> {
        let text = match &mut self.shape {
            Shape::Plain(plain) => plain.announce(step),
            _ => String::new(),
        };
        self.write(&text)
    }

    /// A remark for people; other formats stay what they are.
    pub fn remark(&mut self, remark: &str) -> anyhow::Result<()> {
        let text = match &self.shape {
            Shape::Plain(plain) => plain.remark(remark),
            _ => String::new(),
        };
        self.write(&text)
    }

    /// A line for people that must not be wrapped, because it is to be copied.
    pub fn verbatim(&mut self, line: &str) -> anyhow::Result<()> {
        match self.shape {
            Shape::Plain(_) => self.write(&format!("{line}\n")),
            _ => Ok(()),
        }
    }

    /// A page of the course inside the run, for people.
    pub fn page(&mut self, doc: &Doc) -> anyhow::Result<()> {
        let text = match &self.shape {
            Shape::Plain(plain) => plain.page(doc),
            _ => String::new(),
        };
        self.write(&text)
    }

    fn write(&self, text: &str) -> anyhow::Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        let written = match self.raw {
            true => out.write_all(text.replace('\n', "\r\n").as_bytes()),
            false => out.write_all(text.as_bytes()),
        };
        written
            .and_then(|()| out.flush())
            .context("standard output")
    }
}
