//! The file read back by hand; tshark reads it in the integration tests.

use super::*;
use crate::course::Course;
use crate::lang::Lang;
use crate::lang::words::words;
use crate::render::json;

/// `client` sends three frames, the second is lost and the third comes twice; `server` answers.
const RUN: &str = r#"{"type":"start","schema":1,"demo":"tcp-echo","evidence":"lab","version":"0.1","os":"linux","seed":0,"date":"2026-11-22","knobs":{},"actors":["client","server"]}
{"type":"frame","seq":1,"t_us":0,"phase":"sent","frame":1,"from":"client","to":"server","step":"connect","fate":"deliver","arrives_us":50,"hex":"0a01"}
{"type":"frame","seq":2,"t_us":10,"phase":"sent","frame":2,"from":"client","to":"server","fate":"drop","hex":"0a02"}
{"type":"frame","seq":3,"t_us":20,"phase":"sent","frame":3,"from":"client","to":"server","fate":"duplicate","arrives_us":70,"hex":"0a03"}
{"type":"frame","seq":4,"t_us":50,"phase":"arrived","frame":1,"from":"client","to":"server","hex":"0a01"}
{"type":"frame","seq":5,"t_us":60,"phase":"sent","frame":4,"from":"server","to":"client","fate":"rewrite","offset":1,"with":"ff","arrives_us":90,"hex":"0b04"}
{"type":"frame","seq":6,"t_us":70,"phase":"arrived","frame":3,"from":"client","to":"server","hex":"0a03"}
{"type":"frame","seq":7,"t_us":70,"phase":"arrived","frame":3,"from":"client","to":"server","hex":"0a03"}
{"type":"frame","seq":8,"t_us":90,"phase":"arrived","frame":4,"from":"server","to":"client","hex":"0bff"}
{"type":"end","status":"finished","error":null}
"#;

fn events() -> Vec<Event> {
    json::record(RUN).expect("a record").0
}

fn written(host: &str, lang: Lang) -> Vec<u8> {
    let narration = Course::embedded()
        .expect("our course")
        .narration("tcp-echo", lang)
        .expect("a narration");
    let capture = Capture {
        events: &events(),
        host,
        words: words(lang),
        narration: narration.as_ref(),
    };
    let mut file = Vec::new();
    capture.write(&mut file).expect("into memory");
    file
}

/// The blocks of a file: kind and body.
fn blocks(mut file: &[u8]) -> Vec<(u32, &[u8])> {
    let mut blocks = Vec::new();
    let word = |at: &[u8]| u32::from_le_bytes(at[..4].try_into().expect("four bytes"));
    while !file.is_empty() {
        let length = word(&file[4..]) as usize;
        assert_eq!(length % 4, 0);
        assert_eq!(word(&file[length - 4..]) as usize, length);
        blocks.push((word(file), &file[8..length - 4]));
        file = &file[length..];
    }
    blocks
}

/// Nanoseconds and bytes of each frame.
fn packets(file: &[u8]) -> Vec<(u64, Vec<u8>)> {
    let packets = blocks(file).into_iter().filter(|(kind, _)| *kind == 6);
    let word = |body: &[u8], at: usize| {
        u32::from_le_bytes(body[at..at + 4].try_into().expect("four bytes"))
    };
    let packets = packets.map(|(_, body)| {
        let time = u64::from(word(body, 4)) << 32 | u64::from(word(body, 8));
        let length = word(body, 12) as usize;
        (time, body[20..20 + length].to_vec())
    });
    packets.collect()
}

fn holds(file: &[u8], text: &str) -> usize {
    file.windows(text.len())
        .filter(|part| *part == text.as_bytes())
        .count()
}

/// 2026-11-22 00:00 UTC, by `date -ud 2026-11-22 +%s`.
const MIDNIGHT: u64 = 1_795_305_600_000_000_000;

#[test]
fn a_host_sees_what_it_sends_and_what_reaches_it_as_it_does() {
    let frame = |micros: u64, bytes: &[u8]| (MIDNIGHT + micros * 1000, bytes.to_vec());
    let client = [
        frame(0, &[0x0a, 1]),
        frame(10, &[0x0a, 2]),
        frame(20, &[0x0a, 3]),
        frame(90, &[0x0b, 0xff]),
    ];
    assert_eq!(packets(&written("client", Lang::En)), client);
    let server = [
        frame(50, &[0x0a, 1]),
        frame(60, &[0x0b, 4]),
        frame(70, &[0x0a, 3]),
        frame(70, &[0x0a, 3]),
    ];
    assert_eq!(packets(&written("server", Lang::En)), server);
}

#[test]
fn fates_and_titles_are_told_in_the_language_of_the_run() {
    let english = written("client", Lang::En);
    assert_eq!(holds(&english, "Lost on the cable."), 1);
    assert_eq!(holds(&english, "Doubled on the cable."), 1);
    assert_eq!(holds(&english, "1 of its bytes, from byte 1 on."), 1);
    assert_eq!(holds(&english, "midnight UTC of 2026-11-22"), 1);
    let narration = Course::embedded()
        .expect("our course")
        .narration("tcp-echo", Lang::Zh)
        .expect("a narration");
    let section = narration
        .as_ref()
        .and_then(|n| n.section("connect"))
        .expect("a step");
    let chinese = written("client", Lang::Zh);
    assert_eq!(holds(&chinese, &section.title), 1);
    assert_eq!(holds(&chinese, "在线缆上丢失。"), 1);
}

#[test]
fn hosts_stand_in_the_order_in_which_they_send() {
    let hosts = hosts(&events());
    let names: Vec<&str> = hosts.iter().map(|host| &**host).collect();
    assert_eq!(names, ["client", "server"]);
    assert!(super::hosts(&events()[..1]).is_empty());
}

/// A record may say any day, or a time that no file can hold.
#[test]
fn odd_times_are_no_panic() {
    for (date, is_good) in [("", true), ("2026-13-01", true), ("9999-12-31", false)] {
        let text = RUN.replace("2026-11-22", date);
        let events = json::record(&text).expect("a record").0;
        let capture = Capture {
            events: &events,
            host: "client",
            words: words(Lang::En),
            narration: None,
        };
        assert_eq!(capture.write(&mut Vec::new()).is_ok(), is_good, "{date}");
    }
}
