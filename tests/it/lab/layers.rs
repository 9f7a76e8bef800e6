//! What lesson 5 says of layers and segments, as facts.

use sockets_tutor::event::{Event, Passage, Phase, Status};
use sockets_tutor::lab::dissect::summary::Summary;
use sockets_tutor::net::gate::Pace;

use crate::live::{demo, knobs, to_the_end};

fn run(slug: &str, settings: &[&str]) -> Vec<Event> {
    let demo = demo(slug);
    let running = demo.start(knobs(demo, false, settings), Pace::Free, 1);
    let events = to_the_end(&mut running.expect("started"));
    let Some(Event::End(end)) = events.last() else {
        panic!("no end");
    };
    assert_eq!(end.status, Status::Finished, "{settings:?} {:?}", end.error);
    events
}

/// The frames that left `from`, as they are after what the cable did to them.
fn sent(events: &[Event], from: &str, arrived: bool) -> Vec<Vec<u8>> {
    let frames = events.iter().filter_map(|event| match event {
        Event::Frame(frame) if &*frame.from == from => Some(&frame.passage),
        _ => None,
    });
    let bytes = frames.filter_map(|passage| match passage {
        Passage::Sent { bytes, .. } if !arrived => Some(bytes.to_vec()),
        Passage::Arrived { bytes } if arrived => Some(bytes.to_vec()),
        _ => None,
    });
    bytes.collect()
}

/// How many bytes of data each of the frames carries, of those that carry any.
fn lengths(frames: &[Vec<u8>]) -> Vec<usize> {
    let lengths = frames.iter().map(|frame| {
        let summary = Summary::of(frame);
        summary.and_then(|it| it.tcp().map(|tcp| tcp.len))
    });
    lengths.flatten().filter(|length| *length > 0).collect()
}

/// What the program on `actor` has read.
fn read(events: &[Event], actor: &str) -> Vec<u8> {
    let ended = events.iter().filter_map(|event| match event {
        Event::Call(call) if &*call.actor == actor && call.name == "read" => match &call.phase {
            Phase::End(outcome) => outcome.bytes.as_ref(),
            Phase::Begin(_) => None,
        },
        _ => None,
    });
    ended.flat_map(|bytes| bytes.kept.to_vec()).collect()
}

#[test]
fn seven_bytes_travel_in_sixty_one() {
    let events = run("matryoshka", &[]);
    let frames = sent(&events, "client", false);
    let letter = frames
        .iter()
        .find(|frame| !lengths(&[frame.to_vec()]).is_empty());
    let letter = letter.expect("the message was sent");
    assert_eq!(letter.len(), 14 + 20 + 20 + 7);
    assert_eq!(letter[16..18], [0, 47], "the datagram says how long it is");
    assert!(letter.ends_with("你好\n".as_bytes()));
    assert_eq!(read(&events, "server"), "你好\n".as_bytes());
}

#[test]
fn a_switch_sends_what_it_got_and_asks_nothing() {
    let events = run("matryoshka", &[]);
    let got: Vec<_> = ["client", "server"]
        .iter()
        .map(|from| sent(&events, from, true))
        .collect();
    for (number, to) in ["server", "client"].iter().enumerate() {
        let passed = events.iter().filter_map(|event| match event {
            Event::Frame(frame) if &*frame.from == "switch" && &*frame.to == *to => {
                match &frame.passage {
                    Passage::Sent { bytes, .. } => Some(bytes.to_vec()),
                    Passage::Arrived { .. } => None,
                }
            }
            _ => None,
        });
        assert_eq!(passed.collect::<Vec<_>>(), got[number], "to {to}");
    }
    assert_eq!(got[0][0][..6], [0xff; 6], "the first word is to everybody");
    assert!(got.concat().iter().all(|frame| frame.len() >= 60));
}

#[test]
fn each_layer_notices_what_is_its_own_and_tcp_repairs_all() {
    let damages = [
        ("address", 5..6),
        ("type", 12..14),
        ("version", 14..15),
        ("ttl", 22..23),
        ("protocol", 23..26),
        ("port", 37..38),
        ("data", 54..55),
    ];
    for (damage, range) in damages {
        let setting = format!("damage={damage}");
        let events = run("matryoshka", &[&setting]);
        let (before, after) = (
            sent(&events, "client", false),
            sent(&events, "client", true),
        );
        let harmed: Vec<usize> = (0..before.len())
            .filter(|at| before[*at] != after[*at])
            .collect();
        let [harmed] = harmed[..] else {
            panic!("{damage}: {harmed:?}");
        };
        for at in 0..before[harmed].len() {
            let same = before[harmed][at] == after[harmed][at];
            assert!(same || range.contains(&at), "{damage}: byte {at}");
        }
        assert_eq!(lengths(&before), [7, 7], "{damage}: sent once more");
        assert_eq!(read(&events, "server"), "你好\n".as_bytes(), "{damage}");
        // Nobody complains: the server is silent until the second one comes.
        let answers = sent(&events, "server", false);
        let answers = answers.iter().filter_map(|frame| Summary::of(frame));
        let acknowledgements = answers.filter_map(|it| it.tcp().copied());
        assert_eq!(
            acknowledgements.filter(|tcp| tcp.len == 0).count(),
            3,
            "{damage}"
        );
    }
}

#[test]
fn a_write_is_cut_to_the_smaller_of_both_measures() {
    for (settings, expected) in [
        (&[][..], &[1460, 1460, 1][..]),
        (&["server_mtu=576"], &[536, 536, 388, 536, 536, 389]),
        (&["client_mtu=576"], &[536, 536, 388, 536, 536, 389]),
        (&["client_mtu=9000"], &[1460, 1460, 1]),
        (&["client_mtu=9000", "server_mtu=9000"], &[1460, 1461]),
    ] {
        let events = run("segments", settings);
        let frames = sent(&events, "client", false);
        assert_eq!(lengths(&frames), expected, "{settings:?}");
        let read: usize = read(&events, "server").len();
        assert!(read > 0, "{settings:?}");
    }
}
