//! Captures as Wireshark reads them: tshark is the oracle for every field that we show.

#[path = "../../src/lab/dissect/frames.rs"]
mod frames;
mod pdml;

use std::path::Path;

use sockets_tutor::demos::DEMOS;
use sockets_tutor::event::{Event, Evidence, Fate, Frame, Passage};
use sockets_tutor::lab::dissect::relative::Relative;
use sockets_tutor::lab::dissect::summary::Summary;
use sockets_tutor::lab::dissect::{Field, dissect};
use sockets_tutor::lang::Lang;
use sockets_tutor::lang::words::words;
use sockets_tutor::render::json;
use sockets_tutor::render::pcapng::Capture;

use crate::live::LONG;
use crate::support::{Outcome, World, skipped};
use pdml::Shown;

/// So many frames of a run are compared: tshark writes some ten kilobytes about each.
const MOST: usize = 300;

fn tshark(world: &World, arguments: &[&str]) -> Outcome {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let words = ["tshark"].iter().chain(arguments);
    let tshark = world.program(Path::new("/usr/bin/env"), words);
    tshark.env("PATH", &path).within(LONG).run()
}

/// Whether there is a tshark here; says so when there is none.
fn has_tshark(world: &World) -> bool {
    let is_there = tshark(world, &["--version"]).is_there();
    if !is_there {
        skipped("no tshark here: captures are not compared with it");
    }
    is_there
}

/// A run in which `client` sends these frames, a millisecond apart.
fn run(frames: &[Vec<u8>]) -> Vec<Event> {
    let sent = (1u64..).zip(frames).map(|(number, bytes)| {
        Event::Frame(Frame {
            seq: number,
            t_us: number * 1000,
            number,
            from: "client".into(),
            to: "server".into(),
            step: None,
            source: None,
            passage: Passage::Sent {
                bytes: bytes.as_slice().into(),
                fate: Fate::Deliver,
                chosen: false,
                arrives_us: None,
            },
        })
    });
    sent.collect()
}

fn save(world: &World, name: &str, frames: &[Vec<u8>]) {
    let mut file = Vec::new();
    let capture = Capture {
        events: &run(frames),
        host: "client",
        words: words(Lang::En),
        narration: None,
    };
    capture.write(&mut file).expect("into memory");
    world.file(name, file);
}

/// What tshark makes of the first frames of a file. What is not there
/// in one frame is not looked for in others: we do not either.
fn shown(world: &World, file: &str) -> Vec<Vec<Shown>> {
    let most = MOST.to_string();
    let mut arguments = vec!["-n", "-r", file, "-T", "pdml", "-c", &most];
    for preference in [
        "ip.defragment:FALSE",
        "ipv6.defragment:FALSE",
        "ip.check_checksum:TRUE",
        "tcp.check_checksum:TRUE",
        "udp.check_checksum:TRUE",
        "tcp.desegment_tcp_streams:FALSE",
    ] {
        arguments.extend(["-o", preference]);
    }
    pdml::packets(&tshark(world, &arguments).printed())
}

/// Compares our fields of a frame with tshark's, both ways; gives how many were compared.
fn compare(frame: &[u8], packet: &[Shown], name: &str) -> usize {
    let fields = dissect(frame);
    let listed = fields.iter().filter(|field| !pdml::is_unlisted(field.id));
    let mut count = 0;
    for field in listed {
        let found = pdml::find(field, packet);
        let found = found.unwrap_or_else(|| panic!("{name}: tshark has no {field:?}: {packet:#?}"));
        if let Some(expected) = pdml::expected(field) {
            assert_eq!(pdml::plain(&found.show), expected, "{name}: {field:?}");
        }
        let inside = |part: &&Shown| field.range.contains(&part.at);
        for (part, expected) in pdml::parts(field) {
            let mut parts = packet
                .iter()
                .filter(|shown| shown.name == part)
                .filter(inside);
            let show = parts.next().map(|part| part.show.as_str());
            assert_eq!(show, Some(&*expected), "{name}: {field:?}");
        }
        if let Some(verdict) = field.checksum {
            let status = format!("{}.status", found.name);
            let mut judged = packet.iter().filter(|shown| shown.name == status);
            let judged = judged.find(|shown| shown.at == field.range.start);
            let judged = judged.map(|judged| judged.show.as_str());
            assert_eq!(judged, Some(pdml::status(verdict)), "{name}: {field:?}");
        }
        count += 1;
    }
    let is_missed = |shown: &&Shown| {
        let within = |field: &Field| pdml::is_unlisted(field.id) && field.range.contains(&shown.at);
        let same = |field: &Field| {
            pdml::ids(shown).any(|id| id == field.id) && pdml::has_its_bytes(field, shown)
        };
        pdml::ids(shown).next().is_some()
            && !fields.iter().any(|field| same(field) || within(field))
    };
    let missed: Vec<&Shown> = packet.iter().filter(is_missed).collect();
    assert!(missed.is_empty(), "{name}: we lack {missed:#?}");
    count
}

/// Compares the numbers counted from the SYN, and the window as it is scaled.
fn compare_numbers(relative: &mut Relative, frame: &[u8], packet: &[Shown], name: &str) {
    let Some(summary) = Summary::of(frame) else {
        return;
    };
    let (Some(numbers), Some(segment)) = (relative.look(&summary), summary.tcp()) else {
        return;
    };
    let show = |name: &str| {
        let shown = packet.iter().find(|shown| shown.name == name);
        shown.map(|shown| shown.show.clone())
    };
    let text = |number: u32| Some(number.to_string());
    assert_eq!(show("tcp.seq"), text(numbers.seq), "{name}: {summary:?}");
    if let Some(ack) = numbers.ack {
        assert_eq!(show("tcp.ack"), text(ack), "{name}: {summary:?}");
    }
    assert_eq!(show("tcp.window_size"), text(numbers.window), "{name}");
    assert_eq!(show("tcp.len"), Some(segment.len.to_string()), "{name}");
}

#[test]
fn tshark_agrees_on_every_field_of_every_kind_of_frame() {
    let world = World::new();
    if !has_tshark(&world) {
        return;
    }
    let mut frames = frames::all();
    let mut padded = frames::ack(1001, 5001, b"");
    padded.resize(60, 0);
    let mut flipped = frames::udp(b"datagram");
    *flipped.last_mut().expect("a frame") ^= 1;
    let mut short_lived = frames::echo_request();
    short_lived[22] -= 1;
    frames.extend([padded, flipped, short_lived]);
    save(&world, "all.pcapng", &frames);
    let packets = shown(&world, "all.pcapng");
    assert_eq!(packets.len(), frames.len());
    let mut count = 0;
    for (number, (frame, packet)) in frames.iter().zip(&packets).enumerate() {
        count += compare(frame, packet, &format!("frame {}", number + 1));
    }
    assert!(count > 400, "only {count} fields");
}

#[test]
fn tshark_counts_sequence_numbers_and_windows_as_we_do() {
    let world = World::new();
    if !has_tshark(&world) {
        return;
    }
    let frames = [
        frames::syn(),
        frames::syn_ack(),
        frames::ack(1001, 5001, b""),
        frames::ack(1001, 5001, b"hello"),
        frames::sack(5001, 1001, &[(1006, 1011)]),
        frames::syn_at(900_000),
        frames::ack(900_001, 7001, b"x"),
    ];
    for (name, frames) in [("whole", &frames[..]), ("without its SYNs", &frames[2..5])] {
        save(&world, "numbers.pcapng", frames);
        let mut relative = Relative::new();
        for (frame, packet) in frames.iter().zip(shown(&world, "numbers.pcapng")) {
            compare_numbers(&mut relative, frame, &packet, name);
        }
    }
}

/// Every laboratory demo: its capture is read by tshark with everything switched on, and compared
/// with what we say about the same frames.
#[test]
fn tshark_reads_the_capture_of_every_laboratory_demo() {
    let world = World::new();
    if !has_tshark(&world) {
        return;
    }
    for demo in DEMOS.iter().filter(|demo| demo.evidence == Evidence::Lab) {
        let run = ["run-demo", demo.slug, "--pcapng", "run.pcapng", "--json"];
        let record = world.tutor(run).within(LONG).run().good();
        let (events, _) = json::record(&record).expect("a record");
        let host = sockets_tutor::render::pcapng::hosts(&events)[0].clone();
        let frames = events.iter().filter_map(|event| match event {
            Event::Frame(frame) => seen(frame, &host),
            _ => None,
        });
        let mut relative = Relative::new();
        let packets = shown(&world, "run.pcapng");
        assert!(!packets.is_empty(), "{}", demo.slug);
        for (number, (frame, packet)) in frames.zip(&packets).enumerate() {
            let name = format!("{}, frame {}", demo.slug, number + 1);
            compare(frame, packet, &name);
            compare_numbers(&mut relative, frame, packet, &name);
        }
        let malformed = [
            "-n",
            "-r",
            "run.pcapng",
            "-Y",
            "_ws.malformed || _ws.expert.severity == error",
        ];
        let malformed = tshark(&world, &malformed).printed();
        assert_eq!(malformed, "", "{}", demo.slug);
    }
}

fn seen<'f>(frame: &'f Frame, host: &str) -> Option<&'f [u8]> {
    match &frame.passage {
        Passage::Sent { bytes, .. } if *frame.from == *host => Some(bytes),
        Passage::Arrived { bytes } if *frame.to == *host => Some(bytes),
        _ => None,
    }
}

/// Times, names, directions and comments, as tshark reads them out of a record's file.
#[test]
fn a_record_becomes_a_capture_with_times_names_and_comments() {
    let world = World::new();
    let line = |event: &Event| json::stored(event) + "\n";
    let start = r#"{"type":"start","schema":1,"demo":"tcp-echo","evidence":"lab","version":"0.1.0","os":"linux","seed":0,"date":"2026-11-22","knobs":{},"actors":["client"]}"#;
    let mut events = run(&[frames::syn(), frames::ack(1001, 5001, b"")]);
    if let Event::Frame(frame) = &mut events[1]
        && let Passage::Sent { fate, .. } = &mut frame.passage
    {
        *fate = Fate::Drop;
        frame.step = Some("connect".into());
    }
    let record = format!("{start}\n{}", events.iter().map(line).collect::<String>());
    world.file("run.jsonl", record);
    let replay = ["replay", "run.jsonl", "--pcapng", "run.pcapng"];
    let told = world.tutor(replay).lang("zh").run().good();
    assert_eq!(
        told,
        "client 网卡上的帧已存入 run.pcapng，可以用 Wireshark 打开。\n"
    );
    if !has_tshark(&world) {
        return;
    }
    let mut arguments = vec!["-n", "-r", "run.pcapng", "-T", "fields"];
    for field in [
        "frame.time_epoch",
        "frame.interface_name",
        "frame.packet_flags_direction",
        "frame.comment",
    ] {
        arguments.extend(["-e", field]);
    }
    let printed = tshark(&world, &arguments).printed();
    let expected = "1795305600.001000000\tclient\t0x00000002\t\n\
        1795305600.002000000\tclient\t0x00000002\t客户来连接,在线缆上丢失。\n";
    assert_eq!(printed, expected);
}
