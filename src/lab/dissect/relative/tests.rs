//! Numbers as Wireshark counts them.

use super::*;
use crate::lab::dissect::frames;

fn lines(frames: &[Vec<u8>]) -> Vec<String> {
    let mut relative = Relative::new();
    let summaries = frames
        .iter()
        .map(|frame| Summary::of(frame).expect("a frame"));
    summaries.map(|summary| relative.line(&summary)).collect()
}

#[test]
fn a_handshake_counts_from_its_syns_and_scales_afterwards() {
    let frames = [
        frames::syn(),
        frames::syn_ack(),
        frames::ack(1001, 5001, b""),
        frames::ack(1001, 5001, b"hello"),
        frames::sack(5001, 1001, &[(1006, 1011)]),
    ];
    let expected = [
        "10.0.0.1:49152 > 10.0.0.2:80 [SYN] seq=0 win=64240 len=0 mss=1460 ws=7",
        "10.0.0.2:80 > 10.0.0.1:49152 [SYN, ACK] seq=0 ack=1 win=65535 len=0 mss=1400 ws=2",
        "10.0.0.1:49152 > 10.0.0.2:80 [ACK] seq=1 ack=1 win=64128 len=0",
        "10.0.0.1:49152 > 10.0.0.2:80 [PSH, ACK] seq=1 ack=1 win=64128 len=5",
        "10.0.0.2:80 > 10.0.0.1:49152 [ACK] seq=1 ack=1 win=2004 len=0 sack=6-11",
    ];
    assert_eq!(lines(&frames), expected);
}

#[test]
fn without_the_syn_counting_begins_at_one_and_windows_stay_as_they_are() {
    let frames = [
        frames::ack(1001, 5001, b"hello"),
        frames::ack(1006, 5001, b"again"),
    ];
    let expected = [
        "10.0.0.1:49152 > 10.0.0.2:80 [PSH, ACK] seq=1 ack=1 win=501 len=5",
        "10.0.0.1:49152 > 10.0.0.2:80 [PSH, ACK] seq=6 ack=1 win=501 len=5",
    ];
    assert_eq!(lines(&frames), expected);
}

#[test]
fn a_new_connection_on_the_same_ports_counts_anew() {
    let mut relative = Relative::new();
    let mut counted = |frame: &[u8]| {
        let summary = Summary::of(frame).expect("a frame");
        let numbers = relative.look(&summary).expect("TCP");
        (numbers.seq, numbers.ack)
    };
    assert_eq!(counted(&frames::syn()), (0, None));
    assert_eq!(counted(&frames::ack(1001, 5001, b"")), (1, Some(1)));
    assert_eq!(counted(&frames::syn_at(900_000)), (0, None));
    assert_eq!(counted(&frames::ack(900_001, 7001, b"")), (1, Some(1)));
}

#[test]
fn numbers_go_on_past_the_largest() {
    let mut relative = Relative::new();
    let mut seq = |frame: &[u8]| {
        let summary = Summary::of(frame).expect("a frame");
        relative.look(&summary).expect("TCP").seq
    };
    assert_eq!(seq(&frames::syn_at(u32::MAX - 1)), 0);
    assert_eq!(seq(&frames::ack(4, 1, b"")), 6);
}

#[test]
fn other_protocols_have_a_line_too() {
    let [first, last] = frames::fragments();
    let frames = [
        frames::arp_request(),
        frames::echo_request(),
        frames::time_exceeded(),
        first,
        last,
        vec![0; 14],
    ];
    let expected = [
        "ARP REQUEST 10.0.0.1 > 10.0.0.2",
        "10.0.0.1 > 10.0.0.2 ICMP type=8 code=0 id=0x1234 seq=7 ttl=64 len=4",
        "10.0.0.2 > 10.0.0.1 ICMP type=11 code=0 ttl=64 len=28",
        "10.0.0.1:49152 > 10.0.0.2:7 UDP ttl=64 len=1472 id=0x0777 offset=0 MF",
        "10.0.0.1 > 10.0.0.2 IP proto=17 ttl=64 len=528 id=0x0777 offset=1480",
        "00:00:00:00:00:00 > 00:00:00:00:00:00 type=0x0000",
    ];
    assert_eq!(lines(&frames), expected);
}

/// A record full of strangers does not fill the memory.
#[test]
fn only_so_many_connections_are_remembered() {
    let mut relative = Relative::new();
    let mut frame = frames::syn();
    for number in 0..u16::MAX {
        frame[34..36].copy_from_slice(&number.to_be_bytes());
        relative.look(&Summary::of(&frame).expect("a frame"));
    }
    assert_eq!(relative.directions.len(), MOST);
}
