//! What can be wrong with the way in which a demo is to be run.

use super::trouble::{Trouble, nearest};
use crate::demos::{DEMOS, Demo, Fault, Kind, Knob, Knobs, Shortage};
use crate::event::{End, Failing};
use crate::lang::words::Words;
use crate::render::{failing, refusal};

/// Tells what is wrong with a setting.
pub fn knob_trouble(demo: &Demo, fault: &Fault) -> Trouble {
    let example = |name: &str| {
        let knob = demo.knobs.iter().find(|knob| knob.name == name);
        let knob = knob.or(demo.knobs.first());
        knob.map_or_else(String::new, example_setting)
    };
    let first = demo.knobs.first().map_or("", |knob| knob.name);
    let slug = ("slug", demo.slug);
    match fault {
        Fault::Form(given) => {
            let values = [
                ("given", given.as_str()),
                slug,
                ("example", &*example(first)),
            ];
            Trouble::new("knob-form", &values)
        }
        Fault::Unknown { name } => {
            let names: Vec<&str> = demo.knobs.iter().map(|knob| knob.name).collect();
            let near = nearest(name, names.iter().copied());
            let example = example(near.as_deref().unwrap_or(first));
            let values = [("given", name.as_str()), slug, ("example", &*example)];
            Trouble::new("knob-unknown", &values).listing("knobs", &names)
        }
        Fault::NotANumber { name, value } => {
            let values = [
                ("knob", *name),
                ("given", value.as_str()),
                slug,
                ("example", &*example(name)),
            ];
            Trouble::new("knob-number", &values)
        }
        Fault::Range { name, least, most } => {
            let knob = demo.knobs.iter().find(|knob| knob.name == *name);
            let key = match knob.map(|knob| &knob.kind) {
                Some(Kind::Text { .. }) => "knob-length",
                _ => "knob-range",
            };
            let (least, most) = (least.to_string(), most.to_string());
            let values = [
                ("knob", *name),
                ("least", &*least),
                ("most", &*most),
                slug,
                ("example", &*example(name)),
            ];
            Trouble::new(key, &values)
        }
        Fault::Choice { name, choices } => {
            let values = [("knob", *name), slug, ("example", &*example(name))];
            Trouble::new("knob-choice", &values).listing("choices", choices)
        }
    }
}

/// A setting that is right for sure, as it would be typed.
fn example_setting(knob: &Knob) -> String {
    let value = knob.default(false).to_string();
    let quote = value.contains(|c: char| c.is_whitespace());
    let value = value.trim();
    match quote {
        true => format!("'{}={value}'", knob.name),
        false => format!("{}={value}", knob.name),
    }
}

/// Tells that strangers cannot come to this demo.
pub fn no_visitors(demo: &Demo) -> Trouble {
    let open = DEMOS.iter().filter(|demo| demo.visitors.is_some());
    let slugs: Vec<&str> = open.map(|demo| demo.slug).collect();
    let example = slugs.last().copied().unwrap_or_default();
    let values = [("slug", demo.slug), ("example", example)];
    Trouble::new("no-visitors", &values).listing("slugs", &slugs)
}

/// The largest setting of a knob with which the demo gets along with so few descriptors.
fn fitting(demo: &Demo, keep_open: bool, allowed: usize) -> Option<String> {
    let knob = demo.knobs.iter().find_map(|knob| match knob.kind {
        Kind::Number { least, most, .. } => Some((knob.name, least..=most)),
        _ => None,
    });
    let (name, range) = knob?;
    let fits = |value: &usize| {
        let setting = [format!("{name}={value}")];
        Knobs::read(demo.knobs, false, &setting).is_ok_and(|mut knobs| {
            knobs.keep_open = keep_open;
            demo.descriptors(&knobs) <= allowed
        })
    };
    let largest = range.rev().find(fits)?;
    Some(format!("--set {name}={largest}"))
}

/// Tells why a run did not come to its end, and what to do about this reason.
pub fn failed(words: &Words, demo: &Demo, end: &End) -> Trouble {
    let slug = ("slug", demo.slug);
    let Some(failing) = &end.error else {
        return Trouble::new("demo-failed", &[slug, ("why", "")]);
    };
    let why = failing::told(words, failing);
    let values = [slug, ("why", &*why)];
    match failing {
        Failing::TooLong { .. } | Failing::TooManyFrames { .. } => {
            Trouble::new("demo-limit", &values)
        }
        Failing::Deadlock => Trouble::new("demo-deadlock", &values),
        Failing::Refused { cause, step, error } => {
            let (why, advice) = refusal::told_of(cause, step, error, words);
            let values = [slug, ("why", &*why), ("try", &*advice)];
            Trouble::new("engine-refused", &values)
        }
        Failing::Error(_)
        | Failing::Call { .. }
        | Failing::Panic { .. }
        | Failing::Quiet
        | Failing::Lingers
        | Failing::Stuck => Trouble::new("demo-failed", &values),
    }
}

/// Tells why a demo could not be started.
pub fn shortage(words: &Words, demo: &Demo, keep_open: bool, why: &Shortage) -> Trouble {
    match why {
        Shortage::Runs => Trouble::new("engine-runs", &[("slug", demo.slug)]),
        Shortage::Setting(knob) => {
            Trouble::new("engine-setting", &[("slug", demo.slug), ("knob", *knob)])
        }
        Shortage::Engine(refusal) => {
            let (why, advice) = refusal::told(refusal, words);
            let values = [("slug", demo.slug), ("why", &*why), ("try", &*advice)];
            Trouble::new("engine-refused", &values)
        }
        Shortage::Descriptors { needed, allowed } => {
            let flag = if keep_open { "--keep-open " } else { "" };
            let setting = fitting(demo, keep_open, *allowed);
            // If no setting is small enough, a run without strangers is.
            let example = setting.map_or_else(String::new, |setting| format!("{flag}{setting}"));
            let (needed, allowed) = (needed.to_string(), allowed.to_string());
            let values = [
                ("slug", demo.slug),
                ("needed", &*needed),
                ("allowed", &*allowed),
                ("example", &*example),
            ];
            Trouble::new("descriptors", &values)
        }
        Shortage::Thread(error) => {
            let why = error.to_string();
            Trouble::new("no-threads", &[("slug", demo.slug), ("why", &*why)])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Status;
    use crate::lang::Lang;
    use crate::lang::words::words;

    #[test]
    fn each_failure_is_told_with_what_to_do_about_it() {
        let demo = &DEMOS[0];
        let step = format!("sockets-tutor run-demo {} --step", demo.slug);
        let again = format!("sockets-tutor run-demo {}", demo.slug);
        for (failing, advice) in [
            (Failing::Quiet, "sockets-tutor doctor"),
            (Failing::Deadlock, &*step),
            (Failing::TooLong { seconds: 90 }, &again),
            (Failing::TooManyFrames { most: 50_000 }, &again),
            (
                Failing::Refused {
                    cause: "late".to_string(),
                    step: String::new(),
                    error: String::new(),
                },
                "engine=sim",
            ),
        ] {
            for lang in Lang::ALL {
                let end = End {
                    status: Status::Failed,
                    error: Some(failing.clone()),
                };
                let (what, next) = failed(words(lang), demo, &end).told(words(lang));
                assert!(what.starts_with(demo.slug), "{what}");
                assert!(next.ends_with(advice), "{next}");
                assert!(!what.contains('{') && !next.contains('{'), "{what} {next}");
            }
        }
    }
}
