//! A run on the full screen, where there is a terminal for it.

use std::io::{self, IsTerminal};

use crate::course::Narration;
use crate::demos::Demo;
use crate::event::{Event, Status};
use crate::reader::frame::Frame;
use crate::reader::theatre::{self, Looks, Outcome, Play};
use crate::render::page::print::Paint;
use crate::render::theme::{Background, Depth, Theme};

use super::setup::Setup;

/// Whether a run can be shown on the full screen.
pub fn is_possible() -> bool {
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    io::stdin().is_terminal() && io::stdout().is_terminal() && !dumb
}

/// What is run, and how.
pub struct Wanted {
    pub demo: Option<&'static Demo>,
    pub narration: Option<Narration>,
    pub settings: Vec<String>,
    pub keep_open: bool,
    pub seed: u64,
    pub record: Option<(Vec<Event>, Option<String>)>,
}

/// Shows a run until it is left.
pub fn show(setup: &Setup, wanted: Wanted) -> anyhow::Result<Outcome> {
    // Without escape sequences in the output there are no colours on the screen either.
    let plain = Theme::new(Depth::None, Background::Dark);
    let theme = match setup.paint() {
        Paint::Styled { theme, .. } => theme,
        Paint::Plain => &plain,
    };
    let page = setup.page(None);
    let mut frame = Frame::open(false)?;
    theatre::run(
        &mut frame,
        Play {
            words: setup.words,
            looks: Looks {
                theme,
                labels: page.labels,
                ascii: page.ascii,
            },
            narration: wanted.narration,
            demo: wanted.demo,
            settings: wanted.settings,
            keep_open: wanted.keep_open,
            seed: wanted.seed,
            record: wanted.record,
        },
    )
}

/// Why the run of these events failed, if it did.
pub fn failure(events: &[Event]) -> Option<String> {
    match events.last() {
        Some(Event::End(end)) if end.status == Status::Failed => {
            Some(end.error.clone().unwrap_or_default())
        }
        _ => None,
    }
}
