//! Frames built byte by byte by smoltcp, and what is read out of them.

use super::*;
use crate::lab::dissect::frames;

#[test]
fn a_syn_says_who_and_with_which_options() {
    let summary = Summary::of(&frames::syn()).expect("an Ethernet header");
    let ip = summary.ip.expect("an IP header");
    let (source, destination) = summary.ends().expect("two ends");
    assert_eq!(source.to_string(), "10.0.0.1:49152");
    assert_eq!(destination.to_string(), "10.0.0.2:80");
    assert_eq!((ip.ttl, ip.protocol, ip.dont_fragment), (64, 6, true));
    let segment = summary.tcp().expect("TCP");
    assert_eq!(segment.flags, Flags::SYN);
    assert_eq!((segment.seq, segment.ack), (1000, 0));
    assert_eq!((segment.mss, segment.window_scale), (Some(1460), Some(7)));
    assert!(segment.sack_permitted && !segment.has(Flags::SYN | Flags::ACK));
    assert_eq!((segment.len, segment.span()), (0, 1));
}

#[test]
fn padding_is_no_payload() {
    let mut frame = frames::ack(1001, 5001, b"");
    frame.resize(60, 0);
    let summary = Summary::of(&frame).expect("an Ethernet header");
    assert_eq!(summary.tcp().expect("TCP").len, 0);
}

#[test]
fn an_arp_request_an_echo_and_an_error_are_known() {
    let arp = Summary::of(&frames::arp_request()).expect("a frame");
    let arp = arp.arp().expect("ARP");
    assert_eq!(arp.operation, 1);
    assert_eq!(arp.target.to_string(), "10.0.0.2");
    let echo = Summary::of(&frames::echo_request()).expect("a frame");
    let echo = echo.icmp().expect("ICMP");
    assert_eq!((echo.kind, echo.echo), (8, Some((0x1234, 7))));
    let error = Summary::of(&frames::time_exceeded()).expect("a frame");
    let error = error.icmp().expect("ICMP");
    assert_eq!((error.kind, error.code, error.echo), (11, 0, None));
}

/// The transport header is in the first fragment alone.
#[test]
fn of_fragments_only_the_first_has_ports() {
    let [first, last] = frames::fragments();
    let first = Summary::of(&first).expect("a frame");
    let last = Summary::of(&last).expect("a frame");
    assert_eq!(first.udp().expect("UDP").destination, 7);
    assert_eq!(last.body, Body::Other);
    let (first, last) = (first.ip.expect("IP"), last.ip.expect("IP"));
    assert!(first.more_fragments && !last.more_fragments);
    assert_eq!((first.fragment_offset, last.fragment_offset), (0, 1480));
    assert_eq!(first.id, last.id);
}

#[test]
fn nothing_is_read_beyond_the_end() {
    for frame in frames::all() {
        for length in 0..frame.len() {
            let summary = Summary::of(&frame[..length]);
            assert_eq!(summary.is_some(), length >= ETHERNET);
        }
    }
}

/// An option whose length is 0 or 1 would never be passed (RFC 9293 §3.1: it counts itself).
#[test]
fn a_lying_option_ends_the_options() {
    let mut frame = frames::syn();
    frame[ETHERNET + 20 + 20 + 1] = 0;
    let summary = Summary::of(&frame).expect("a frame");
    let segment = summary.tcp().expect("TCP");
    assert_eq!((segment.mss, segment.window_scale), (None, None));
}
