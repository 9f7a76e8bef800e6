//! Any bytes as a frame: every byte belongs to a field, and no reader looks behind the end.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sockets_tutor::lab::dissect::dissect;
use sockets_tutor::lab::dissect::relative::Relative;
use sockets_tutor::lab::dissect::summary::Summary;

fuzz_target!(|frame: &[u8]| {
    let mut covered = 0;
    for field in dissect(frame) {
        assert!(field.range.start <= covered && field.range.end <= frame.len());
        assert!(field.value.to_string().len() < 100);
        covered = covered.max(field.range.end);
    }
    assert_eq!(covered, frame.len());
    if let Some(summary) = Summary::of(frame) {
        Relative::new().line(&summary);
    }
});
