//! Why the laboratory's kernel engine is not to be had, in words.

use super::bytes;
use crate::lab::kernel::{Cause, Unavailable};
use crate::lang::fill;
use crate::lang::words::Words;

/// What stands against it and why, and what one can do: a clause each, without a full stop.
pub fn told(refusal: &Unavailable, words: &Words) -> (String, String) {
    let (step, error) = (refusal.step.to_string(), refusal.error.to_string());
    told_of(refusal.cause.name(), &step, &error, words)
}

/// As [`told`], of what stands in a record: a cause that is not known is [`Cause::Unknown`].
pub fn told_of(cause: &str, step: &str, error: &str, words: &Words) -> (String, String) {
    let of = |cause: &str| words.refusals.get(cause);
    // A test sees that no cause is without words.
    let Some(text) = of(cause).or_else(|| of(Cause::Unknown.name())) else {
        return Default::default();
    };
    let (step, error) = (bytes::clean(step), bytes::clean(error));
    let places = [("error", &*error), ("step", &*step)];
    (fill(text.what, &places), fill(text.r#try, &places))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::kernel::Step;
    use crate::lang::Lang;
    use crate::lang::words::words;
    use std::io;

    #[test]
    fn every_cause_has_words_and_no_words_are_left() {
        for lang in [Lang::En, Lang::Zh] {
            let words = words(lang);
            let mut known: Vec<&str> = words.refusals.keys().map(String::as_str).collect();
            for cause in Cause::ALL {
                let error = io::Error::other("x\u{1b}y");
                let step = Step::Veth;
                let refusal = Unavailable { step, error, cause };
                let (what, advice) = told(&refusal, words);
                let own = &words.refusals[cause.name()];
                assert!(!what.contains('\u{1b}') && what.starts_with(&own.what[..3]));
                assert!(
                    !what.contains("{error}") && !what.contains("{step}"),
                    "{what}"
                );
                assert_eq!(
                    own.what.contains("{error}"),
                    what.contains("x\\u{1b}y"),
                    "{what}"
                );
                assert!(!advice.is_empty());
                known.retain(|name| *name != cause.name());
            }
            assert_eq!(known, Vec::<&str>::new());
        }
    }
}
