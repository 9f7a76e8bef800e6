//! The knobs of a run, as they are set on the command line.

use clap::ArgMatches;

use crate::cli::trouble::{Trouble, nearest};
use crate::demos::{Demo, Fault, Kind, Knob, Knobs};

/// The knobs as set on the command line.
pub fn knobs(demo: &'static Demo, stepped: bool, matches: &ArgMatches) -> anyhow::Result<Knobs> {
    let settings = settings(matches);
    Knobs::read(demo.knobs, stepped, &settings).map_err(|fault| knob_trouble(demo, &fault).into())
}

pub fn settings(matches: &ArgMatches) -> Vec<String> {
    let settings = matches.get_many::<String>("set").unwrap_or_default();
    settings.cloned().collect()
}

fn knob_trouble(demo: &Demo, fault: &Fault) -> Trouble {
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
            let knobs = names.join(", ");
            let values = [
                ("given", name.as_str()),
                ("knobs", &*knobs),
                slug,
                ("example", &*example),
            ];
            Trouble::new("knob-unknown", &values)
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
            let choices = choices.join(", ");
            let values = [
                ("knob", *name),
                ("choices", &*choices),
                slug,
                ("example", &*example(name)),
            ];
            Trouble::new("knob-choice", &values)
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
