//! The knobs of a run, as they are set on the command line.

use clap::ArgMatches;

use crate::cli::demo_trouble::knob_trouble;
use crate::demos::{Demo, Knobs};

/// The knobs as set on the command line.
pub fn knobs(demo: &'static Demo, stepped: bool, matches: &ArgMatches) -> anyhow::Result<Knobs> {
    let settings = settings(matches);
    Knobs::read(demo.knobs, stepped, &settings).map_err(|fault| knob_trouble(demo, &fault).into())
}

pub fn settings(matches: &ArgMatches) -> Vec<String> {
    let settings = matches.get_many::<String>("set").unwrap_or_default();
    settings.cloned().collect()
}
