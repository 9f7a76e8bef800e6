//! Any line as an event: what is read can be written, and is the same when it is read again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sockets_tutor::render::json;

fuzz_target!(|line: &str| {
    if let Ok(event) = json::event(line) {
        assert_eq!(json::event(&json::line(&event)).as_ref(), Ok(&event));
        assert_eq!(json::event(&json::stored(&event)), Ok(event));
    }
});
