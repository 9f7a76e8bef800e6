use super::*;
use crate::event::{Failing, Fate, Frame, Gauge, Passage, Source, Value};

fn end_of(name: &'static str, outcome: Outcome) -> Event {
    Event::Call(Call {
        seq: 2,
        t_us: 171,
        actor: "client".into(),
        name: name.into(),
        socket: "client/1".into(),
        step: Some("send".into()),
        source: Source {
            file: "tcp_echo.rs".into(),
            line: 41,
        },
        phase: Phase::End(outcome),
    })
}

#[test]
fn a_call_looks_as_promised() {
    let event = end_of(
        "write",
        Outcome {
            result: Ok(Success {
                value: 5,
                fields: Vec::new(),
            }),
            bytes: Some(Bytes::copy_of(b"hello")),
            local: "127.0.0.1:50412".parse().ok(),
            peer: "127.0.0.1:40001".parse().ok(),
        },
    );
    let expected = concat!(
        r#"{"type":"call","seq":2,"t_us":171,"actor":"client","phase":"end","call":"write","#,
        r#""socket":"client/1","step":"send","source":"tcp_echo.rs:41","result":{"ok":5},"#,
        r#""bytes":{"hex":"68656c6c6f","text":"hello"},"local":"127.0.0.1:50412","#,
        r#""peer":"127.0.0.1:40001"}"#
    );
    assert_eq!(line(&event), expected);
    assert_eq!(super::event(expected), Ok(event));
}

fn gauge(socket: Option<&str>, unit: &'static str, value: Value) -> Event {
    Event::Gauge(Gauge {
        seq: 3,
        t_us: 9,
        actor: "client".into(),
        socket: socket.map(Into::into),
        step: None,
        name: "send_window".into(),
        unit: unit.into(),
        value,
    })
}

#[test]
fn a_gauge_looks_as_promised() {
    let event = gauge(Some("client/1"), "bytes", Value::Number(65_483));
    let expected = concat!(
        r#"{"type":"gauge","seq":3,"t_us":9,"actor":"client","socket":"client/1","#,
        r#""name":"send_window","unit":"bytes","value":65483}"#
    );
    assert_eq!(line(&event), expected);
    assert_eq!(super::event(expected), Ok(event));
    // A text has no unit, and not every value is of a socket.
    let text = line(&gauge(None, "", "CLOSE_WAIT".into()));
    assert!(!text.contains("unit") && !text.contains("socket"), "{text}");
}

#[test]
fn every_kind_of_line_can_be_read_back() {
    let failure = Outcome {
        result: Err(Failure {
            name: "ECONNREFUSED".into(),
            code: 111,
            kind: "ConnectionRefused".into(),
        }),
        bytes: None,
        local: None,
        peer: None,
    };
    let events = [
        Event::Start(Start {
            demo: "tcp-echo".into(),
            evidence: Evidence::Kernel,
            version: "1".into(),
            os: "linux".into(),
            seed: 7,
            date: Some("2026-11-22".into()),
            knobs: vec![
                // Not in the order of their names: a record keeps that of the demo.
                ("message".into(), "你好".into()),
                ("clients".into(), Value::Number(3)),
            ],
            actors: vec!["server".into()],
        }),
        end_of("connect", failure),
        gauge(Some("client/1"), "bytes", Value::Number(65_483)),
        gauge(None, "", "CLOSE_WAIT".into()),
        Event::Stall(Stall {
            t_us: 1,
            waiting: vec![Waiting {
                actor: "server".into(),
                name: "read".into(),
                socket: "server/2".into(),
            }],
        }),
        frame(Passage::Arrived {
            bytes: Arc::from([1, 2]),
        }),
        frame(sent(Fate::Deliver)),
        frame(sent(Fate::Drop)),
        frame(sent(Fate::Delay(9))),
        frame(sent(Fate::Duplicate)),
        frame(sent(Fate::QueueFull)),
        frame(sent(Fate::Rewrite {
            offset: 5,
            bytes: vec![255],
        })),
        Event::Leave(Leave {
            t_us: 3,
            cause: Cause::Failed,
        }),
        Event::End(End {
            status: Status::Failed,
            error: Some(Failing::Error("\u{1b}".into())),
        }),
    ];
    let reasons = [
        Failing::Quiet,
        Failing::Lingers,
        Failing::Panic {
            actor: "client-2".into(),
            message: Some("no luck".into()),
        },
        Failing::Call {
            actor: "client".into(),
            name: "ECONNREFUSED".into(),
            said: "Connection refused (os error 111)".into(),
        },
        Failing::Deadlock,
        Failing::TooLong { seconds: 3600 },
        Failing::TooManyFrames { most: 50_000 },
        Failing::Stuck,
        Failing::Refused {
            cause: "no-veth".into(),
            step: "a pair of cards".into(),
            error: "Operation not supported".into(),
        },
    ];
    let ends = reasons.map(|why| {
        Event::End(End {
            status: Status::Failed,
            error: Some(why),
        })
    });
    for event in events.into_iter().chain(ends) {
        let line = line(&event);
        assert!(!line.contains(char::is_control), "{line:?}");
        assert_eq!(super::event(&line), Ok(event));
    }
}

/// Records of before these fields were written, and of a later program.
#[test]
fn a_line_without_a_cause_or_with_an_unknown_reason_is_read() {
    let left = Event::Leave(Leave {
        t_us: 3,
        cause: Cause::Left,
    });
    assert_eq!(event(r#"{"type":"leave","t_us":3}"#), Ok(left));
    let end = |error: &str| {
        Ok(Event::End(End {
            status: Status::Failed,
            error: Some(Failing::Error(error.to_string())),
        }))
    };
    let old = r#"{"type":"end","status":"failed","error":"client panicked"}"#;
    assert_eq!(event(old), end("client panicked"));
    let later = r#"{"type":"end","status":"failed","error":"x","reason":"new","actor":"a"}"#;
    assert_eq!(event(later), end("x"));
    let short = r#"{"type":"end","status":"failed","error":"x","reason":"too-long"}"#;
    assert_eq!(event(short), end("x"));
}

fn frame(passage: Passage) -> Event {
    Event::Frame(Frame {
        seq: 4,
        t_us: 50_000,
        number: 2,
        from: "client".into(),
        to: "server".into(),
        step: Some("syn".into()),
        source: Some(Source {
            file: "handshake.rs".into(),
            line: 12,
        }),
        passage,
    })
}

fn sent(fate: Fate) -> Passage {
    Passage::Sent {
        bytes: Arc::from([0, 16, 255]),
        chosen: fate == Fate::Drop,
        arrives_us: (!fate.is_loss()).then_some(60_000),
        fate,
    }
}

#[test]
fn damaged_lines_are_errors() {
    let lines = [
        "",
        "null",
        "{}",
        r#"{"type":"x"}"#,
        r#"{"type":"end","status":"done","error":null}"#,
        r#"{"type":"leave","t_us":3,"cause":"bored"}"#,
        r#"{"type":"gauge","seq":3,"t_us":9,"actor":"a","name":"n","unit":"bytes"}"#,
        r#"{"type":"gauge","seq":3,"t_us":9,"actor":"a","name":"n","unit":"bytes","value":1.5}"#,
        r#"{"type":"call","seq":1,"t_us":1,"actor":"a","phase":"end","call":"c","socket":"s","source":"x"}"#,
        r#"{"type":"call","seq":1,"t_us":1,"actor":"a","phase":"end","call":"c","socket":"s","source":"x:1","result":{"ok":1},"bytes":{"hex":"6","text":""}}"#,
        r#"{"type":"call","seq":1,"t_us":1,"actor":"a","phase":"end","call":"c","socket":"s","source":"x:1","result":{"ok":1},"bytes":{"hex":"+1","text":""}}"#,
    ];
    for line in lines {
        assert!(super::event(line).is_err(), "{line}");
    }
}

/// The decoded fields are for readers of the line; they are no part of the event.
#[test]
fn a_frame_is_written_with_its_layers_and_stored_without() {
    let stored = r#"{"type":"frame","seq":1,"t_us":0,"phase":"arrived","frame":1,"from":"a","to":"b","hex":"0200000000020200000000010800ff"}"#;
    let event = event(stored).expect("a frame");
    assert_eq!(super::stored(&event), stored);
    let written = line(&event);
    let expected = concat!(
        r#","layers":[{"name":"Ethernet","fields":["#,
        r#"{"id":"eth.destination","at":0,"len":6,"value":"02:00:00:00:00:02"},"#,
        r#"{"id":"eth.source","at":6,"len":6,"value":"02:00:00:00:00:01"},"#,
        r#"{"id":"eth.type","at":12,"len":2,"value":"0x0800 (IPv4)"}]},"#,
        r#"{"name":"IPv4","fields":[{"id":"ipv4.version","at":14,"len":1,"mask":240,"value":"15"},"#,
        r#"{"id":"ipv4.header_length","at":14,"len":1,"mask":15,"value":"15 × 4 = 60"}]}]}"#,
    );
    assert_eq!(written, stored.trim_end_matches('}').to_string() + expected);
    assert_eq!(super::event(&written), Ok(event));
}
