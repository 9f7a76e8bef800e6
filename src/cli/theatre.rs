//! A run on the full screen, where there is a terminal for it.

use std::time::Duration;

use crate::course::Narration;
use crate::demos::Demo;
use crate::event::{End, Event, Status};
use crate::progress::{Asked, Day, Progress};
use crate::reader::frame::Frame;
use crate::reader::theatre::{self, Looks, Outcome, Play};
use crate::render::theme::Theme;

use super::setup::Setup;

/// What is run, and how.
pub struct Wanted {
    pub demo: Option<&'static Demo>,
    pub narration: Option<Narration>,
    pub settings: Vec<String>,
    pub keep_open: bool,
    pub seed: u64,
    pub auto: Option<Duration>,
    /// The name of the course whose learner is asked for predictions.
    pub course: Option<String>,
    pub record: Option<(Vec<Event>, Option<String>)>,
}

/// Shows a run until it is left.
pub fn show(setup: &Setup, theme: &Theme, wanted: Wanted) -> anyhow::Result<Outcome> {
    let page = setup.page(None);
    let mut frame = Frame::open(theme.is_guess())?;
    let slug = wanted.demo.map(|demo| demo.slug);
    let outcome = theatre::run(
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
            auto: wanted.auto,
            until: None,
            record: wanted.record,
        },
    )?;
    drop(frame);
    if let Some(slug) = slug.filter(|_| !outcome.predictions.is_empty()) {
        keep(wanted.course.as_deref(), slug, &outcome.predictions);
    }
    Ok(outcome)
}

/// Keeps what was predicted. A record that cannot be kept was told about where it is opened.
fn keep(course: Option<&str>, demo: &str, predictions: &[(String, bool)]) {
    let (progress, _) = Progress::open();
    let mut progress = progress.about(course);
    for (step, right) in predictions {
        let asked = Asked::Prediction {
            demo: demo.to_string(),
            step: step.clone(),
        };
        let _ = progress.record_answer(&asked, *right, Day::today());
    }
}

/// How the run of these events ended, if it failed.
pub fn failure(events: &[Event]) -> Option<&End> {
    match events.last() {
        Some(Event::End(end)) if end.status == Status::Failed => Some(end),
        _ => None,
    }
}
