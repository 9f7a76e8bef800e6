//! Every word of the program's own screens, in one language.
//!
//! The texts stand in `lessons/ui.*.toml`. There are no defaults: a field that one language lacks,
//! or has too many, is an error that names it.

mod capture;
mod frames;
mod gauge;
mod learner;
mod part;
mod reader;
mod tools;

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Lang;
use part::Part;

pub use capture::CaptureWords;
pub use frames::{FieldWords, FrameWords};
pub use gauge::{GaugeWords, UnitWords};
pub use learner::{ProgressWords, QuizWords};
pub use reader::{KeyWords, ReaderWords};
pub use tools::{DoctorWords, EjectWords, GlossaryWords, PlanWords, RecordWords};

/// The words of one language, a part for each table of the file.
#[derive(Debug)]
pub struct Words {
    pub page: Part<PageWords>,
    pub list: Part<ListWords>,
    pub run: Part<RunWords>,
    pub theatre: Part<TheatreWords>,
    /// A sentence for each system call, by its POSIX name.
    pub calls: Part<BTreeMap<String, CallWords>>,
    /// What is said of frames.
    pub frames: Part<FrameWords>,
    /// What can be measured, by its name: `send_window`.
    pub gauges: Part<BTreeMap<String, GaugeWords>>,
    /// In what it is counted, by its name: `bytes`.
    pub units: Part<BTreeMap<String, UnitWords>>,
    /// What an error means, by its name: `ECONNREFUSED`.
    pub errors: Part<BTreeMap<String, String>>,
    pub record: Part<RecordWords>,
    pub capture: Part<CaptureWords>,
    /// What a field of a frame is called and means, by its id: `tcp.window`.
    pub fields: Part<BTreeMap<String, FieldWords>>,
    pub doctor: Part<DoctorWords>,
    pub eject: Part<EjectWords>,
    pub plan: Part<PlanWords>,
    pub reader: Part<ReaderWords>,
    pub quiz: Part<QuizWords>,
    pub progress: Part<ProgressWords>,
    pub glossary: Part<GlossaryWords>,
    /// What went wrong on the command line or with a file, by the name of the trouble.
    pub troubles: Part<BTreeMap<String, Trouble>>,
    /// Why the laboratory's kernel engine is not to be had, by the name of the cause.
    pub refusals: Part<BTreeMap<String, Trouble>>,
    /// Texts of `--help` and the manual, by command or option.
    pub help: Part<BTreeMap<String, String>>,
}

impl Words {
    const fn of(file: &'static str) -> Words {
        Words {
            page: Part::of(file, "page"),
            list: Part::of(file, "list"),
            run: Part::of(file, "run"),
            theatre: Part::of(file, "theatre"),
            calls: Part::of(file, "calls"),
            frames: Part::of(file, "frames"),
            gauges: Part::of(file, "gauges"),
            units: Part::of(file, "units"),
            errors: Part::of(file, "errors"),
            record: Part::of(file, "record"),
            capture: Part::of(file, "capture"),
            fields: Part::of(file, "fields"),
            doctor: Part::of(file, "doctor"),
            eject: Part::of(file, "eject"),
            plan: Part::of(file, "plan"),
            reader: Part::of(file, "reader"),
            quiz: Part::of(file, "quiz"),
            progress: Part::of(file, "progress"),
            glossary: Part::of(file, "glossary"),
            troubles: Part::of(file, "troubles"),
            refusals: Part::of(file, "refusals"),
            help: Part::of(file, "help"),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageWords {
    pub note: String,
    pub tip: String,
    pub important: String,
    pub warning: String,
    pub caution: String,
    pub image: String,
    pub diagram: String,
    pub pause: String,
    pub section: String,
    pub quiz: String,
    pub fallback: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListWords {
    pub minutes: String,
    pub announced: String,
    pub always_linear: String,
    pub read_one: String,
    pub run_one: String,
    pub evidence: String,
    pub knob: String,
    pub range: String,
    pub length: String,
    pub checked: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunWords {
    pub evidence_kernel: String,
    pub evidence_lab: String,
    pub evidence_engine: String,
    /// Who takes the bytes of a call.
    pub system_kernel: String,
    pub system_lab: String,
    pub replay: String,
    pub replay_of: String,
    pub evidence_recorded: String,
    pub knobs: String,
    pub step: String,
    pub one_byte: String,
    pub bytes: String,
    pub no_bytes: String,
    pub more_bytes: String,
    pub measured: String,
    pub measured_actor: String,
    pub failed_call: String,
    pub waits_still: String,
    pub stall: String,
    pub stall_part: String,
    pub join: String,
    pub folded: String,
    pub finished: String,
    pub finished_lab: String,
    pub finished_engine: String,
    pub failed: String,
    pub why_error: String,
    pub why_panic: String,
    pub why_panic_said: String,
    pub why_quiet: String,
    pub why_lingers: String,
    pub why_call: String,
    pub why_deadlock: String,
    pub why_too_long: String,
    pub why_frames: String,
    pub why_stuck: String,
    pub why_refused: String,
    pub stopped: String,
    pub saved: String,
    pub at_gate: String,
    pub nobody_at_gate: String,
    pub keys: String,
    pub line_keys: String,
    pub replay_keys: String,
    pub replay_line_keys: String,
    pub predict: String,
    pub predict_keys: String,
    pub predict_skipped: String,
    pub predict_noted: String,
    pub predict_right: String,
    pub predict_wrong: String,
    pub visitors: String,
    pub visit_tcp: Vec<String>,
    pub visit_udp: Vec<String>,
    pub visitors_http: String,
    pub visit_http: Vec<String>,
    pub visit_end: String,
    pub record_start: String,
    pub record_end: String,
}

/// The words of the screen on which a run is shown.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TheatreWords {
    pub ladder: String,
    pub source: String,
    pub bytes: String,
    pub frame_pane: String,
    pub sockets: String,
    pub narration: String,
    pub charts: String,
    pub live: String,
    pub not_running: String,
    pub replay: String,
    pub call: String,
    pub moment: String,
    pub looking_back: String,
    pub looking_back_lab: String,
    pub playing: String,
    pub next: String,
    pub next_frame: String,
    pub offer_fate: String,
    pub fate_keys: String,
    pub no_frame: String,
    pub all_wait: String,
    pub all_wait_lab: String,
    pub door: String,
    pub door_http: String,
    pub goal: String,
    pub goal_next: String,
    pub goal_missed: String,
    pub computing: String,
    pub over: String,
    pub over_failed: String,
    pub not_started: String,
    pub over_left: String,
    pub offer_record: String,
    pub again: String,
    pub too_small: String,
    pub nothing_yet: String,
    pub nothing_yet_lab: String,
    pub no_bytes: String,
    pub stream: String,
    pub datagram: String,
    pub sent: String,
    pub received: String,
    pub frame: String,
    pub frame_waits: String,
    pub layer: String,
    pub payload: String,
    pub quoted: String,
    pub scaled: String,
    pub walk_fields: String,
    pub checksum_correct: String,
    pub checksum_wrong: String,
    pub checksum_absent: String,
    pub checksum_unknown: String,
    pub no_source: String,
    pub more_actors: String,
    pub rung_stall: String,
    pub rung_left: String,
    pub rung_broken: String,
    pub rung_end: String,
    pub rung_failed: String,
    pub state_open: String,
    pub state_bound: String,
    pub state_listening: String,
    pub state_connected: String,
    pub state_failed: String,
    pub state_closed: String,
    pub closed_end: String,
    pub meaning: String,
    pub meaning_short: String,
    pub address: String,
    pub not_known: String,
    pub finished_sending: String,
    pub peer_finished: String,
    pub queues: String,
    pub queues_unknown: String,
    pub queues_not_recorded: String,
    pub nat_table: String,
    pub nat_empty: String,
    pub nat_left: String,
    pub nat_for_ever: String,
    pub nat_means: String,
    pub recorded: String,
    pub recorded_values: String,
    pub values_unknown: String,
    pub values_not_recorded: String,
    pub no_sockets: String,
    pub chart_at: String,
    pub chart_lost: String,
    pub chart_ms: String,
    pub no_curves: String,
    pub no_curves_yet: String,
    pub predict_keys: String,
    pub predict_wait: String,
    pub predict_wait_lab: String,
    pub knobs: String,
    pub knobs_keys: String,
    pub number_range: String,
    pub text_range: String,
    pub choice_range: String,
    pub no_knobs: String,
    pub cannot_edit: String,
    pub key_step: String,
    pub key_back: String,
    pub key_next_step: String,
    pub key_first: String,
    pub key_last: String,
    pub key_play: String,
    pub key_pace: String,
    pub key_zoom: String,
    pub key_all: String,
    pub key_projector: String,
    pub key_select: String,
    pub key_scroll: String,
    pub key_knobs: String,
    pub key_again: String,
    pub key_record: String,
    pub key_fate: String,
    pub key_predict: String,
    pub key_help: String,
    pub key_leave: String,
    pub key_end: String,
    pub key_suspend: String,
    pub key_mouse: String,
    pub short_step: String,
    pub short_back: String,
    pub short_play: String,
    pub short_next_step: String,
    pub short_zoom: String,
    pub short_projector: String,
    pub short_knobs: String,
    pub short_again: String,
    pub short_help: String,
    pub short_leave: String,
    pub short_fate: String,
    pub predict_on: String,
    pub predict_off: String,
}

/// The sentences for one call.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallWords {
    /// While it has not returned, for calls that may wait or that others may feel.
    pub waits: Option<String>,
    /// When it has returned.
    pub done: String,
    /// When it has returned zero bytes, if that means something of its own.
    pub nothing: Option<String>,
}

/// A trouble: what went wrong and why, and what to type next.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trouble {
    pub what: String,
    pub r#try: String,
}

static EN: Words = Words::of(include_str!("../../lessons/ui.en.toml"));
static ZH: Words = Words::of(include_str!("../../lessons/ui.zh.toml"));

/// The words of a language.
pub fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Zh => &ZH,
    }
}

#[cfg(test)]
mod tests;
