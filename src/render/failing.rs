//! Why a run failed, in words.

use super::{bytes, refusal};
use crate::event::Failing;
use crate::lang::fill;
use crate::lang::words::Words;

/// The reason in the words of a language. What the system or a demo says is quoted.
pub fn told(words: &Words, failing: &Failing) -> String {
    let (errors, all) = (&words.errors, words);
    let words = &words.run;
    match failing {
        Failing::Error(error) => fill(words.why_error, &[("error", &bytes::clean(error))]),
        Failing::Panic {
            actor,
            message: Some(message),
        } => {
            let (actor, message) = (bytes::clean(actor), bytes::clean(message));
            let values = [("actor", &*actor), ("message", &*message)];
            fill(words.why_panic_said, &values)
        }
        Failing::Panic { actor, .. } => fill(words.why_panic, &[("actor", &bytes::clean(actor))]),
        Failing::Quiet => words.why_quiet.to_string(),
        Failing::Lingers => words.why_lingers.to_string(),
        Failing::Call { actor, name, .. } => {
            let meaning = errors.get(name).or_else(|| errors.get("other"));
            let values = [
                ("actor", &*bytes::clean(actor)),
                ("error", &*bytes::clean(name)),
                ("meaning", meaning.copied().unwrap_or_default()),
            ];
            fill(words.why_call, &values)
        }
        Failing::Deadlock => words.why_deadlock.to_string(),
        Failing::TooLong { seconds } => {
            fill(words.why_too_long, &[("seconds", &seconds.to_string())])
        }
        Failing::TooManyFrames { most } => fill(words.why_frames, &[("count", &most.to_string())]),
        Failing::Stuck => words.why_stuck.to_string(),
        Failing::Refused { cause, step, error } => {
            let (why, _) = refusal::told_of(cause, step, error, all);
            fill(words.why_refused, &[("why", &why)])
        }
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
            (
                Failing::Call {
                    actor: "client".to_string(),
                    name: "ECONNREFUSED".to_string(),
                    said: "Connection refused".to_string(),
                },
                "client：ECONNREFUSED（那里没有谁在监听）",
            ),
            (
                Failing::Call {
                    actor: "client".to_string(),
                    name: "InvalidData".to_string(),
                    said: "invalid data".to_string(),
                },
                "client：InvalidData（收到的和约定的不一样）",
            ),
            (
                Failing::TooLong { seconds: 3600 },
                "到它的时钟走过 3600 秒还没有结束；还有程序在等待，或者在反复重发",
            ),
            (
                Failing::TooManyFrames { most: 50_000 },
                "发出的帧超过 50000 个，作为演示太多了",
            ),
            (
                Failing::Deadlock,
                "每个程序都在等别的程序，途中也没有任何东西能结束等待",
            ),
            (
                Failing::Stuck,
                "实验室里有一台主机反复要求时间却什么也不做，这是本程序的错误",
            ),
            (
                Failing::Refused {
                    cause: "helper-died".to_string(),
                    step: String::new(),
                    error: String::new(),
                },
                "不能使用 engine=kernel，因为辅助进程没有答复就结束了",
            ),
        ];
        for (why, expected) in cases {
            assert_eq!(told(words(Lang::Zh), &why), expected);
            assert!(told(words(Lang::En), &why).is_ascii());
        }
    }
}
