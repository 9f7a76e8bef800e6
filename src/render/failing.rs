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
        Failing::Panic {
            actor,
            message: Some(message),
        } => {
            let (actor, message) = (bytes::clean(actor), bytes::clean(message));
            let values = [("actor", &*actor), ("message", &*message)];
            fill(&words.why_panic_said, &values)
        }
        Failing::Panic { actor, .. } => fill(&words.why_panic, &[("actor", &bytes::clean(actor))]),
        Failing::Quiet => words.why_quiet.clone(),
        Failing::Lingers => words.why_lingers.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::lang::words::words;

    #[test]
    fn every_reason_is_told_in_the_language_and_what_others_say_is_quoted() {
        let actor = "client\u{1b}".to_string();
        let cases = [
            (Failing::Quiet, "很久没有任何动静"),
            (Failing::Lingers, "有一个线程没有按时结束"),
            (
                Failing::Panic {
                    actor: actor.clone(),
                    message: None,
                },
                "线程 client\\u{1b} 崩溃（panic）了",
            ),
            (
                Failing::Panic {
                    actor,
                    message: Some("no luck\n".to_string()),
                },
                "线程 client\\u{1b} 崩溃（panic）了：“no luck\\n”",
            ),
            (
                Failing::Error("client: no luck\n".to_string()),
                "“client: no luck\\n”",
            ),
        ];
        for (why, expected) in cases {
            assert_eq!(told(words(Lang::Zh), &why), expected);
            assert!(told(words(Lang::En), &why).is_ascii());
        }
    }
}
