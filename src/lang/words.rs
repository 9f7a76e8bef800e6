//! Every word of the program's own screens, in one language.
//!
//! The texts stand in `lessons/ui.*.toml`, and are shown from there: nothing is copied, so no text has
//! an escape. There are no defaults: a field that one language lacks, or has too many, is an error
//! that names it.

mod capture;
mod frames;
mod gauge;
mod learner;
mod part;
mod read;
mod reader;
mod tools;

use std::collections::BTreeMap;

use super::Lang;
use part::Part;
use read::words;

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
    pub errors: Part<BTreeMap<String, &'static str>>,
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
    pub help: Part<BTreeMap<String, &'static str>>,
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

words! {
    pub struct PageWords {
        pub note: &'static str,
        pub tip: &'static str,
        pub important: &'static str,
        pub warning: &'static str,
        pub caution: &'static str,
        pub image: &'static str,
        pub diagram: &'static str,
        pub pause: &'static str,
        pub section: &'static str,
        pub quiz: &'static str,
        pub fallback: &'static str,
    }

    pub struct ListWords {
        pub minutes: &'static str,
        pub announced: &'static str,
        pub always_linear: &'static str,
        pub read_one: &'static str,
        pub run_one: &'static str,
        pub evidence: &'static str,
        pub knob: &'static str,
        pub range: &'static str,
        pub length: &'static str,
        pub checked: &'static str,
    }

    pub struct RunWords {
        pub evidence_kernel: &'static str,
        pub evidence_lab: &'static str,
        pub evidence_engine: &'static str,
        /// Who takes the bytes of a call.
        pub system_kernel: &'static str,
        pub system_lab: &'static str,
        pub replay: &'static str,
        pub replay_of: &'static str,
        pub evidence_recorded: &'static str,
        pub knobs: &'static str,
        pub step: &'static str,
        pub one_byte: &'static str,
        pub bytes: &'static str,
        pub no_bytes: &'static str,
        pub more_bytes: &'static str,
        pub measured: &'static str,
        pub measured_actor: &'static str,
        pub failed_call: &'static str,
        pub waits_still: &'static str,
        pub stall: &'static str,
        pub stall_part: &'static str,
        pub join: &'static str,
        pub folded: &'static str,
        pub finished: &'static str,
        pub finished_lab: &'static str,
        pub finished_engine: &'static str,
        pub failed: &'static str,
        pub why_error: &'static str,
        pub why_panic: &'static str,
        pub why_panic_said: &'static str,
        pub why_quiet: &'static str,
        pub why_lingers: &'static str,
        pub why_call: &'static str,
        pub why_deadlock: &'static str,
        pub why_too_long: &'static str,
        pub why_frames: &'static str,
        pub why_stuck: &'static str,
        pub why_refused: &'static str,
        pub stopped: &'static str,
        pub saved: &'static str,
        pub at_gate: &'static str,
        pub nobody_at_gate: &'static str,
        pub keys: &'static str,
        pub line_keys: &'static str,
        pub replay_keys: &'static str,
        pub replay_line_keys: &'static str,
        pub predict: &'static str,
        pub predict_keys: &'static str,
        pub predict_skipped: &'static str,
        pub predict_noted: &'static str,
        pub predict_right: &'static str,
        pub predict_wrong: &'static str,
        pub visitors: &'static str,
        pub visit_tcp: Vec<&'static str>,
        pub visit_udp: Vec<&'static str>,
        pub visitors_http: &'static str,
        pub visit_http: Vec<&'static str>,
        pub visit_end: &'static str,
        pub record_start: &'static str,
        pub record_end: &'static str,
    }

    /// The words of the screen on which a run is shown.
    pub struct TheatreWords {
        pub ladder: &'static str,
        pub source: &'static str,
        pub bytes: &'static str,
        pub frame_pane: &'static str,
        pub sockets: &'static str,
        pub narration: &'static str,
        pub charts: &'static str,
        pub live: &'static str,
        pub not_running: &'static str,
        pub replay: &'static str,
        pub replay_short: &'static str,
        pub call: &'static str,
        pub moment: &'static str,
        pub looking_back: &'static str,
        pub looking_back_lab: &'static str,
        pub playing: &'static str,
        pub playing_short: &'static str,
        pub next: &'static str,
        pub next_short: &'static str,
        pub next_frame: &'static str,
        pub offer_fate: &'static str,
        pub fate_keys: &'static str,
        pub no_frame: &'static str,
        pub all_wait: &'static str,
        pub all_wait_lab: &'static str,
        pub door: &'static str,
        pub door_http: &'static str,
        pub goal: &'static str,
        pub goal_next: &'static str,
        pub goal_missed: &'static str,
        pub computing: &'static str,
        pub over: &'static str,
        pub over_failed: &'static str,
        pub not_started: &'static str,
        pub over_left: &'static str,
        pub offer_record: &'static str,
        pub again: &'static str,
        pub nothing_yet: &'static str,
        pub nothing_yet_lab: &'static str,
        pub no_bytes: &'static str,
        pub stream: &'static str,
        pub datagram: &'static str,
        pub sent: &'static str,
        pub received: &'static str,
        pub frame: &'static str,
        pub frame_waits: &'static str,
        pub layer: &'static str,
        pub payload: &'static str,
        pub quoted: &'static str,
        pub scaled: &'static str,
        pub walk_fields: &'static str,
        pub checksum_correct: &'static str,
        pub checksum_wrong: &'static str,
        pub checksum_absent: &'static str,
        pub checksum_unknown: &'static str,
        pub no_source: &'static str,
        pub more_actors: &'static str,
        pub rung_stall: &'static str,
        pub rung_left: &'static str,
        pub rung_broken: &'static str,
        pub rung_end: &'static str,
        pub rung_failed: &'static str,
        pub state_open: &'static str,
        pub state_bound: &'static str,
        pub state_listening: &'static str,
        pub state_connected: &'static str,
        pub state_failed: &'static str,
        pub state_closed: &'static str,
        pub closed_end: &'static str,
        pub meaning: &'static str,
        pub meaning_short: &'static str,
        pub address: &'static str,
        pub not_known: &'static str,
        pub finished_sending: &'static str,
        pub peer_finished: &'static str,
        pub queues: &'static str,
        pub queues_unknown: &'static str,
        pub queues_not_recorded: &'static str,
        pub nat_table: &'static str,
        pub nat_empty: &'static str,
        pub nat_left: &'static str,
        pub nat_for_ever: &'static str,
        pub nat_means: &'static str,
        pub recorded: &'static str,
        pub recorded_values: &'static str,
        pub values_unknown: &'static str,
        pub values_not_recorded: &'static str,
        pub no_sockets: &'static str,
        pub chart_at: &'static str,
        pub chart_lost: &'static str,
        pub chart_ms: &'static str,
        pub no_curves: &'static str,
        pub no_curves_yet: &'static str,
        pub predict_keys: &'static str,
        pub predict_wait: &'static str,
        pub predict_wait_lab: &'static str,
        pub knobs: &'static str,
        pub knobs_run: &'static str,
        pub knobs_change: &'static str,
        pub knobs_cancel: &'static str,
        pub number_range: &'static str,
        pub text_range: &'static str,
        pub choice_range: &'static str,
        pub no_knobs: &'static str,
        pub cannot_edit: &'static str,
        pub key_step: &'static str,
        pub key_back: &'static str,
        pub key_next_step: &'static str,
        pub key_first: &'static str,
        pub key_last: &'static str,
        pub key_play: &'static str,
        pub key_pace: &'static str,
        pub key_zoom: &'static str,
        pub key_all: &'static str,
        pub key_projector: &'static str,
        pub key_select: &'static str,
        pub key_scroll: &'static str,
        pub key_knobs: &'static str,
        pub key_again: &'static str,
        pub key_record: &'static str,
        pub key_fate: &'static str,
        pub key_predict: &'static str,
        pub key_help: &'static str,
        pub key_leave: &'static str,
        pub key_end: &'static str,
        pub key_suspend: &'static str,
        pub key_mouse: &'static str,
        pub short_step: &'static str,
        pub short_back: &'static str,
        pub short_play: &'static str,
        pub short_next_step: &'static str,
        pub short_zoom: &'static str,
        pub short_projector: &'static str,
        pub short_knobs: &'static str,
        pub short_again: &'static str,
        pub short_help: &'static str,
        pub short_leave: &'static str,
        pub short_fate: &'static str,
        pub predict_on: &'static str,
        pub predict_off: &'static str,
    }

    /// The sentences for one call.
    pub struct CallWords {
        /// While it has not returned, for calls that may wait or that others may feel.
        pub waits: Option<&'static str>,
        /// When it has returned.
        pub done: &'static str,
        /// When it has returned zero bytes, if that means something of its own.
        pub nothing: Option<&'static str>,
    }

    /// A trouble: what went wrong and why, and what to type next.
    pub struct Trouble {
        pub what: &'static str,
        pub r#try: &'static str,
    }
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
