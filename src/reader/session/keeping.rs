//! What of a sitting is remembered: that a lesson is read, where, and what was answered.

use super::Session;
use crate::progress::{Asked, Day, Warning};
use crate::reader::page::Lesson;

impl Session {
    /// Whether a lesson was opened, or a section reached, that [`Session::keep`] is to remember.
    pub fn is_to_keep(&self) -> bool {
        let section = self.lesson.as_ref().and_then(Lesson::section);
        section != self.section || self.begun
    }

    /// Keeps the place if [it is to be kept](Session::is_to_keep). True when there is something to say
    /// about it.
    pub fn keep(&mut self) -> bool {
        let noted = |session: &Session| session.lesson.as_ref().map(|lesson| lesson.note.clone());
        let before = noted(self);
        if self.is_to_keep() {
            self.section = self.lesson.as_ref().and_then(Lesson::section);
            self.keep_place();
        }
        before != noted(self)
    }

    /// Keeps what was predicted in a run.
    pub fn predicted(&mut self, demo: &str, predictions: &[(String, bool)]) {
        for (step, right) in predictions {
            let asked = Asked::Prediction {
                demo: demo.to_string(),
                step: step.clone(),
            };
            let warning = self.progress.record_answer(&asked, *right, Day::today());
            self.warn(warning);
        }
    }

    /// Keeps that the lesson is read, and where the reader is.
    pub(super) fn keep_place(&mut self) {
        let place = self.lesson.as_ref().and_then(Lesson::place_to_keep);
        let begun = std::mem::take(&mut self.begun);
        let Some(slug) = self.slug() else {
            return;
        };
        let warning = match place {
            Some(place) => self.progress.record_place(&slug, place),
            None if begun => self.progress.record_begun(&slug),
            None => None,
        };
        self.warn(warning);
    }

    pub(super) fn warn(&mut self, warning: Option<Warning>) {
        if let Some(warning) = warning {
            let (what, next) = warning.told(self.words());
            self.note(format!("{what} {next}"));
        }
    }
}
