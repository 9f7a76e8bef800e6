//! Why a run failed, in words.

use super::bytes;
use crate::event::Failing;
use crate::lang::fill;
use crate::lang::words::Words;

/// The reason in the words of a language. What the system or a demo says is quoted.
pub fn told(words: &Words, failing: &Failing) -> String {
    let words = &words.run;
    match failing {
        Failing::Error(error) => fill(&words.why_error, &[("error", &bytes::clean(error))]),
        Failing::Panic { actor } => fill(&words.why_panic, &[("actor", &bytes::clean(actor))]),
        Failing::Quiet => words.why_quiet.clone(),
        Failing::Lingers => words.why_lingers.clone(),
    }
}
