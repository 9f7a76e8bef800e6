//! Any text as a page: it is parsed and laid out, and no row is wider than the page.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sockets_tutor::doc::markdown::parse;
use sockets_tutor::lang::Lang;
use sockets_tutor::lang::words::words;
use sockets_tutor::render::page::layout::{Labels, Options, layout};

fuzz_target!(|input: (u8, bool, &str)| {
    let (width, show_targets, text) = input;
    let width = usize::from(width).max(20);
    let options = Options {
        width,
        ascii: false,
        show_targets,
        unwrapped: false,
        linear: false,
        labels: Labels::of_words(&words(Lang::En).page),
    };
    for row in layout(&parse(text), &options) {
        assert!(row.width() <= width, "{row:?}");
    }
});
