//! The loop between the theatre, the live run and the terminal.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::course::Narration;
use crate::demos::{Demo, Knobs, Shortage, records};
use crate::event::Event;
use crate::lang::fill;
use crate::lang::words::Words;
use crate::reader::frame::Frame;
use crate::reader::message::Message;
use crate::render::{json, refusal};

use super::curves::Curves;
use super::model::{Goal, Kind, Model};
use super::stage::Stage;
use super::update::{self, Command};
use super::view;

pub use view::Look as Looks;

/// What is to be shown.
pub struct Play<'p> {
    pub words: &'static Words,
    pub looks: Looks<'p>,
    pub narration: Option<Narration>,
    /// `None` for the record of a demo this program does not have.
    pub demo: Option<&'static Demo>,
    /// Settings of the knobs, `name=value`.
    pub settings: Vec<String>,
    pub keep_open: bool,
    pub seed: u64,
    /// Plays from the beginning, with this pace.
    pub auto: Option<Duration>,
    /// Goes on to this step by itself at first.
    pub until: Option<Arc<str>>,
    /// A record to go through, with its date; without one the demo runs live.
    pub record: Option<(Vec<Event>, Option<String>)>,
}

/// How the theatre was left.
pub struct Outcome {
    /// The learner wants to leave the program, not only the run.
    pub end_program: bool,
    /// The steps whose outcome was predicted, and whether rightly.
    pub predictions: Vec<(String, bool)>,
    /// The record of the latest run.
    pub events: Vec<Event>,
}

/// A call that is let through is mostly over within this time: until all stand still again, or it has
/// passed, the picture waits, so that a step is one frame and not three.
const STEP: Duration = Duration::from_millis(4);

/// So many messages are taken in before the screen is drawn again.
const AT_ONCE: usize = 512;

/// Shows a run until the learner leaves it. A live run is over when this returns.
///
/// # Errors
/// When the terminal cannot be written or taken again.
pub fn run(frame: &mut Frame, play: Play<'_>) -> anyhow::Result<Outcome> {
    let kind = match play.record {
        Some(_) => Kind::Replay(None),
        None => Kind::Live,
    };
    let mut model = Model::new(play.words, play.demo, kind);
    model.narration = play.narration;
    model.settings = play.settings;
    if let Some(record) = play.demo.and_then(|demo| records::of(demo.slug)) {
        model.has_record = true;
        model.measures = measures(record);
    }
    let visitors = play.demo.and_then(|demo| demo.visitors);
    model.visitors = visitors.filter(|_| play.keep_open);
    let mut theatre = Theatre {
        stage: None,
        keep_open: play.keep_open,
        seed: play.seed,
        frame,
    };
    match play.record {
        Some((events, date)) => model.replay(events, date),
        None => theatre.start(&mut model),
    }
    model.goal = play.until.map(Goal::Step);
    if let Some(auto) = play.auto {
        model.play_at(auto);
    }
    let mut next_step = Instant::now();
    let mut theme = play.looks.theme.clone();
    let mut step_ends: Option<Instant> = None;
    let end_program = loop {
        if let Some(told) = theatre.frame.theme(&theme) {
            theme = told;
        }
        let looks = Looks {
            theme: &theme,
            ..play.looks
        };
        step_ends = step_ends.filter(|ends| model.moving && Instant::now() < *ends);
        if step_ends.is_none() {
            theatre.frame.draw(|buffer, area| {
                view::fit(&mut model, &looks, area);
                view::view(&model, &looks, area, buffer)
            })?;
        }
        let was_playing = model.playing;
        let until = model.playing.then_some(next_step).into_iter();
        let until = until.chain(step_ends).min();
        let wait = until.map(|until| until.saturating_duration_since(Instant::now()));
        let mut commands = Vec::new();
        let mut message = theatre.frame.next(wait);
        for _ in 0..AT_ONCE {
            match message {
                Some(Message::Input(input)) => {
                    let area = theatre.frame.area();
                    let input = view::clicked(&model, &looks, area, input);
                    commands.extend(update::input(&mut model, &input));
                }
                Some(Message::Happened(news)) => commands.extend(update::news(&mut model, *news)),
                Some(Message::Gone) => commands.push(Command::EndProgram),
                Some(Message::Continued | Message::Background(_)) | None => break,
            }
            if !commands.is_empty() {
                break;
            }
            message = theatre.frame.next(Some(Duration::ZERO));
        }
        if model.playing && (!was_playing || Instant::now() >= next_step) {
            if was_playing {
                commands.extend(update::tick(&mut model));
            }
            next_step = Instant::now() + Duration::from_millis(model.pace);
        }
        if (commands.iter()).any(|c| matches!(c, Command::Admit | Command::AdmitFrame(_))) {
            step_ends = Some(Instant::now() + STEP);
        }
        if let Some(end_program) = theatre.obey(&mut model, commands)? {
            break end_program;
        }
    };
    // Sockets are closed and threads have ended before anything else is shown.
    drop(theatre.stage.take());
    drain(theatre.frame, &mut model);
    Ok(Outcome {
        end_program,
        predictions: std::mem::take(&mut model.answers),
        events: model.record.events().to_vec(),
    })
}

/// The live run and what it is made with.
struct Theatre<'f> {
    stage: Option<Stage>,
    keep_open: bool,
    seed: u64,
    frame: &'f mut Frame,
}

impl Theatre<'_> {
    /// Does what a key asked for; when the theatre is left, whether the program is.
    fn obey(&mut self, model: &mut Model, commands: Vec<Command>) -> anyhow::Result<Option<bool>> {
        for command in commands {
            match command {
                Command::Admit => {
                    if let Some(stage) = &self.stage {
                        stage.admit();
                    }
                }
                Command::AdmitFrame(fate) => {
                    if let Some(stage) = &self.stage {
                        stage.admit_frame(fate);
                    }
                }
                Command::Start => self.start(model),
                Command::Replay => self.replay(model),
                Command::Suspend => self.frame.suspend()?,
                Command::ToggleMouse => {
                    let words = &model.words.reader;
                    model.remark = Some(match self.frame.toggle_mouse()? {
                        true => words.mouse_on.to_string(),
                        false => words.mouse_off.to_string(),
                    });
                }
                Command::Leave => return Ok(Some(false)),
                Command::EndProgram => return Ok(Some(true)),
            }
        }
        Ok(None)
    }

    /// Begins a live run; the one before it is left first.
    fn start(&mut self, model: &mut Model) {
        drop(self.stage.take());
        model.live();
        let Some(demo) = model.demo else {
            return;
        };
        let knobs = Knobs::read(demo.knobs, true, &model.settings)
            .or_else(|_| Knobs::read(demo.knobs, true, &[]));
        let Ok(mut knobs) = knobs else {
            return;
        };
        knobs.keep_open = self.keep_open;
        match Stage::start(demo, knobs, self.seed, model.run, &self.frame.post()) {
            Ok(stage) => self.stage = Some(stage),
            Err(why) => model.failure = Some(told(model.words, demo, &why)),
        }
    }

    /// Shows the recorded run of the demo instead.
    fn replay(&mut self, model: &mut Model) {
        drop(self.stage.take());
        let text = model.demo.and_then(|demo| records::of(demo.slug));
        if let Some((events, date)) = text.and_then(|text| json::record(text).ok()) {
            // A run that could not start was on its way to there.
            let goal = model.goal.take();
            model.replay(events, date);
            model.goal = goal;
            // In a record nothing is to be done outside.
            let _ = update::onward(model);
        }
    }
}

/// Whether a record holds numbers that become curves. Only lines of values are read, and of them no
/// more than it takes: a record may have thousands of others.
fn measures(record: &str) -> bool {
    let mut lines = (record.lines()).filter(|line| line.contains(r#""type":"gauge""#));
    let mut curves = Curves::default();
    lines.any(|line| {
        if let Ok(event) = json::event(line) {
            curves.add(&event);
        }
        !curves.all.is_empty()
    })
}

/// Takes in what a run that has ended has told.
fn drain(frame: &mut Frame, model: &mut Model) {
    while let Some(message) = frame.next(Some(Duration::ZERO)) {
        if let Message::Happened(news) = message {
            // Nothing is done any more: the run is over.
            let _ = update::news(model, *news);
        }
    }
}

/// Why a run could not be started, in one line.
fn told(words: &Words, demo: &Demo, why: &Shortage) -> String {
    let (trouble, values) = match why {
        Shortage::Descriptors { needed, allowed } => (
            "descriptors",
            vec![
                ("needed", needed.to_string()),
                ("allowed", allowed.to_string()),
            ],
        ),
        Shortage::Runs => ("engine-runs", Vec::new()),
        Shortage::Setting(knob) => ("engine-setting", vec![("knob", knob.to_string())]),
        Shortage::Engine(refusal) => {
            let (why, _) = refusal::told(refusal, words);
            ("engine-refused", vec![("why", why)])
        }
        Shortage::Thread(error) => ("no-threads", vec![("why", error.to_string())]),
    };
    let template = words.troubles.get(trouble).map_or("", |t| t.what);
    let mut all = vec![("slug", demo.slug)];
    all.extend(values.iter().map(|(name, value)| (*name, value.as_str())));
    crate::render::bytes::clean(&fill(template, &all))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_run_will_measure_is_known_from_the_recorded_one() {
        let known = |slug| records::of(slug).map(measures);
        for slug in ["slow-reader", "zero-window", "sawtooth"] {
            assert_eq!(known(slug), Some(true), "{slug}");
        }
        // States are told as values, too, and so are the lines of a NAT; no curve is made of them.
        for slug in ["handshake", "hop-by-hop", "tcp-echo"] {
            assert_eq!(known(slug), Some(false), "{slug}");
        }
    }
}
