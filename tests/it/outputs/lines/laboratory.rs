//! The lines of frames and of measured values.

use std::collections::HashMap;
use std::net::SocketAddr;

use serde_json::Value;
use sockets_tutor::lang::Lang;
use sockets_tutor::lang::words::words;

use super::{keys, number, text, unhex};

pub fn check_gauge(line: &Value) {
    let fields = [
        "actor", "name", "seq", "socket", "step", "t_us", "type", "unit", "value",
    ];
    assert!(
        keys(line).iter().all(|field| fields.contains(field)),
        "{line}"
    );
    // Of a box as a whole there is no socket.
    if !line["socket"].is_null() {
        let socket = text(line, "socket");
        match text(line, "name") {
            // A line in the table of a NAT goes by its public end.
            "mapped" | "kept_for" | "unmapped" => {
                let (protocol, end) = socket.split_once(' ').expect(socket);
                assert!(["tcp", "udp", "ping"].contains(&protocol), "{line}");
                assert!(end.parse::<SocketAddr>().is_ok(), "{line}");
            }
            _ => assert!(socket.starts_with(text(line, "actor")), "{line}"),
        }
    }
    // A person is told what it is called and what it means.
    for lang in Lang::ALL {
        let words = words(lang);
        assert!(words.gauges.contains_key(text(line, "name")), "{line}");
        match line["value"].is_i64() {
            true => assert!(words.units.contains_key(text(line, "unit")), "{line}"),
            false => assert!(
                line["value"].is_string() && line["unit"].is_null(),
                "{line}"
            ),
        }
    }
}

/// A frame arrives once for each copy of it that was sent, with the bytes the cable has left it.
pub fn check_frame(line: &Value, under_way: &mut HashMap<u64, String>) {
    let fields = [
        "arrives_us",
        "chosen",
        "delay_us",
        "fate",
        "frame",
        "from",
        "hex",
        "layers",
        "offset",
        "phase",
        "seq",
        "source",
        "step",
        "t_us",
        "to",
        "type",
        "with",
    ];
    assert!(
        keys(line).iter().all(|field| fields.contains(field)),
        "{line}"
    );
    let (frame, hex) = (number(line, "frame"), text(line, "hex"));
    assert!(
        unhex(hex).len() >= 14,
        "shorter than an Ethernet header: {line}"
    );
    match text(line, "phase") {
        "sent" => {
            let lost = matches!(text(line, "fate"), "drop" | "queue-full");
            assert_eq!(lost, line["arrives_us"].is_null(), "{line}");
            if !lost {
                under_way.insert(frame, hex.to_string());
            }
        }
        "arrived" => {
            let sent = under_way
                .get(&frame)
                .unwrap_or_else(|| panic!("not sent: {line}"));
            assert_eq!(sent.len(), hex.len(), "{line}");
        }
        other => panic!("phase {other}"),
    }
}
