//! A recorded run of each demo, for when the live one cannot be.
//!
//! Each was made from a true run, stepped call by call with the demo's defaults:
//! `sockets-tutor run-demo <SLUG> --auto 0.05 --save src/demos/records/<SLUG>.trace.jsonl`.
//! A test holds them against the demo's source.

/// The record of a demo, as lines of JSON.
pub fn of(slug: &str) -> Option<&'static str> {
    let found = RECORDS.iter().find(|(name, _)| *name == slug);
    found.map(|(_, text)| *text)
}

macro_rules! records {
    ($($slug:literal),* $(,)?) => {
        &[$(($slug, include_str!(concat!("records/", $slug, ".trace.jsonl")))),*]
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
