//! Writing to standard output.

use std::io::{self, BufWriter, Write};

use anyhow::Context;
use serde::Serialize;

use super::setup::Setup;
use crate::doc::Doc;
use crate::render::page::layout::Options;
use crate::render::page::print;

/// Prints a text as it is.
pub fn print(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .context("standard output")
}

/// Prints a page.
pub fn page(setup: &Setup, doc: &Doc, options: &Options<'_>) -> anyhow::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    print::print(doc, options, setup.paint(), &mut out)
        .and_then(|()| out.flush())
        .context("standard output")
}

/// Prints a value as JSON.
pub fn json(value: &impl Serialize) -> anyhow::Result<()> {
    let mut text = serde_json::to_string_pretty(value).context("JSON")?;
    text.push('\n');
    print(&text)
}
