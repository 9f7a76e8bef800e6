//! A recorded run of each demo, for when the live one cannot be.
//!
//! Each was made from a true run, stepped call by call with the demo's defaults:
//! `sockets-tutor run-demo <SLUG> --auto 0.05 --save src/demos/records/<SLUG>.trace.jsonl`.
//! A test holds them against the demo's source. `build.rs` folds them, so that the program is not large.

/// The record of a demo, as lines of JSON.
pub fn of(slug: &str) -> Option<String> {
    let found = RECORDS.iter().find(|(name, _)| *name == slug);
    found.map(|(_, folded)| unfold(folded))
}

/// Whether there is a record of a demo.
pub fn has(slug: &str) -> bool {
    RECORDS.iter().any(|(name, _)| *name == slug)
}

/// The text that `build.rs` has folded: of U+0001, two characters, a number and U+0002 the two so
/// many times.
fn unfold(folded: &str) -> String {
    let mut text = String::with_capacity(2 * folded.len());
    for (number, part) in folded.split('\u{1}').enumerate() {
        let fold = part.split_once('\u{2}').filter(|_| number > 0);
        let fold = fold.and_then(|(fold, rest)| {
            let (unit, times) = fold.split_at_checked(2)?;
            Some((unit.repeat(times.parse().ok()?), rest))
        });
        match fold {
            Some((repeated, rest)) => text.extend([&*repeated, rest]),
            None => text.push_str(part),
        }
    }
    text
}

macro_rules! records {
    ($($slug:literal),* $(,)?) => {
        &[$(($slug, include_str!(concat!(env!("OUT_DIR"), "/", $slug, ".trace.jsonl")))),*]
    };
}

static RECORDS: &[(&str, &str)] = records![
    "hello-two",
    "both-wait",
    "stream-merge",
    "circuit-vs-packet",
    "daytime",
    "babel",
    "tcp-echo",
    "udp-echo",
    "anatomy",
    "broken-trio",
    "slow-reader",
    "demux",
    "which-address",
    "matryoshka",
    "segments",
    "handshake",
    "hop-by-hop",
    "nat-box",
    "drop-two",
    "checksum",
    "teardown",
    "zero-window",
    "sawtooth",
    "three-shapes",
    "crud",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_record_is_what_its_file_says() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/demos/records");
        let mut shorter = 0;
        for (slug, folded) in RECORDS {
            let file = std::fs::read_to_string(format!("{folder}/{slug}.trace.jsonl"));
            assert!(of(slug) == Some(file.unwrap()), "{slug}");
            shorter += usize::from(folded.contains('\u{1}'));
        }
        let files = std::fs::read_dir(folder).unwrap();
        assert_eq!(files.count(), RECORDS.len());
        assert!(shorter > 0);
        assert!(has("sawtooth") && !has("sawteeth") && of("sawteeth").is_none());
    }
}
