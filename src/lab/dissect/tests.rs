//! What is true of any bytes, and of some frames known by heart. tshark judges the rest.

use proptest::prelude::*;

use super::*;

fn field(fields: &[Field], id: &str) -> Field {
    let found = fields.iter().find(|field| field.id == id);
    found.unwrap_or_else(|| panic!("no {id}")).clone()
}

/// Every byte belongs to a field, none to one outside, and a reader never goes back.
fn assert_whole(frame: &[u8]) {
    let fields = dissect(frame);
    let (mut covered, mut start) = (0, 0);
    for field in &fields {
        assert!(!field.range.is_empty(), "{field:?}");
        assert!(field.range.end <= frame.len(), "{field:?}");
        assert!(field.range.start >= start, "{field:?} goes back");
        assert!(field.range.start <= covered, "{field:?} leaves a gap");
        assert!(field.range.len() <= 4 || field.mask.is_none());
        (start, covered) = (field.range.start, covered.max(field.range.end));
        assert!(sources::ids().any(|id| id == field.id), "{}", field.id);
        assert!(field.value.to_string().len() < 100, "{field:?}");
    }
    assert_eq!(covered, frame.len());
    assert!(fields.len() <= 100 + frame.len(), "{}", fields.len());
}

proptest! {
    #[test]
    fn any_bytes_are_taken_apart(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        assert_whole(&bytes);
        let _ = summary::Summary::of(&bytes);
    }

    /// Near to a true frame there are more ways to go wrong.
    #[test]
    fn damaged_frames_are_taken_apart(
        which in any::<prop::sample::Index>(),
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        length in any::<prop::sample::Index>(),
        cut in any::<bool>(),
    ) {
        let frames = frames::all();
        let mut frame = which.get(&frames).clone();
        for (at, byte) in damage {
            let at = at.index(frame.len().min(120));
            frame[at] = byte;
        }
        if cut {
            frame.truncate(length.index(frame.len()));
        }
        assert_whole(&frame);
        if let Some(summary) = summary::Summary::of(&frame) {
            let line = relative::Relative::new().line(&summary);
            prop_assert!(line.len() < 400, "{}", line);
        }
    }
}

#[test]
fn true_frames_have_right_checksums_and_leave_nothing_unread() {
    for frame in frames::all() {
        assert_whole(&frame);
        for field in dissect(&frame) {
            assert_ne!(field.id, "unread", "{frame:02x?}");
            let wrong = matches!(field.checksum, Some(Checksum::Wrong { .. }));
            assert!(!wrong, "{field:?}");
        }
    }
}

#[test]
fn a_field_knows_where_it_is_defined() {
    let fields = dissect(&frames::syn());
    let source = |id: &str| field(&fields, id).source();
    assert_eq!(source("ipv4.ttl"), Some("RFC 791 §3.1"));
    assert_eq!(source("tcp.window"), Some("RFC 9293 §3.1"));
    assert_eq!(source("tcp.option.window_scale"), Some("RFC 7323 §2.2"));
    let unread = dissect(&frames::syn()[..37]).pop().expect("fields");
    assert_eq!(unread.source(), None);
}

#[test]
fn every_header_cut_short_says_what_is_left() {
    for frame in frames::all() {
        for length in 0..frame.len().min(120) {
            assert_whole(&frame[..length]);
        }
    }
    let fields = dissect(&frames::syn()[..37]);
    let last = fields.last().expect("fields");
    assert_eq!(
        (last.layer, last.id, &last.range),
        (Layer::Tcp, "unread", &(36..37))
    );
}

/// The bytes behind the IP packet are not its payload.
#[test]
fn ethernet_padding_is_no_payload() {
    let mut frame = frames::ack(1001, 5001, b"");
    frame.resize(60, 0);
    let fields = dissect(&frame);
    let padding = field(&fields, "eth.padding");
    assert_eq!(padding.range, 54..60);
    assert_eq!(padding.layer, Layer::Ethernet);
    assert_eq!(
        field(&fields, "tcp.checksum").checksum,
        Some(Checksum::Correct)
    );
    assert!(fields.iter().all(|field| field.layer != Layer::Payload));
}

#[test]
fn a_flipped_bit_is_found_by_the_checksum_that_covers_it() {
    let mut frame = frames::udp(b"datagram");
    *frame.last_mut().expect("a frame") ^= 1;
    let fields = dissect(&frame);
    let right = field(&dissect(&frames::udp(b"datagram")), "udp.checksum");
    let wrong = field(&fields, "udp.checksum");
    assert_eq!(
        field(&fields, "ipv4.checksum").checksum,
        Some(Checksum::Correct)
    );
    assert!(matches!(wrong.checksum, Some(Checksum::Wrong { .. })));
    assert_eq!(right.checksum, Some(Checksum::Correct));
}

#[test]
fn a_total_length_that_lies_is_not_believed() {
    for total in [0u16, 19, 21, 9000] {
        let mut frame = frames::syn();
        frame[16..18].copy_from_slice(&total.to_be_bytes());
        assert_whole(&frame);
        let verdict = dissect(&frame).iter().find_map(|field| match field.id {
            "tcp.checksum" => field.checksum,
            _ => None,
        });
        assert!(matches!(verdict, None | Some(Checksum::Unknown)), "{total}");
    }
}

/// A quotation of a quotation would go on for as long as there are bytes.
#[test]
fn quotations_do_not_nest() {
    let mut frame = frames::time_exceeded();
    for _ in 0..20 {
        frame = frames::icmp_error(11, 0, &[0; 4], &frame[14..]);
        assert_whole(&frame);
    }
    let fields = dissect(&frame);
    let headers = fields.iter().filter(|field| field.id == "ipv4.version");
    assert_eq!(headers.count(), 2);
}

#[test]
fn endless_options_and_extensions_end() {
    // Eight bytes of IPv6 extension, again and again, each naming one more.
    let chain = [0u8, 0, 1, 4, 0, 0, 0, 0].repeat(4000);
    let mut packet = vec![0x60, 0, 0, 0, 0x7d, 0, 0, 64];
    packet.extend([0; 32]);
    packet.extend(chain);
    let frame = frames::ethernet(true, 0x86dd, &packet);
    assert_whole(&frame);
    assert!(dissect(&frame).len() < 60);
}

/// Texts are numbers and names, the same in every language.
#[test]
fn values_read_as_their_readers_expect() {
    let fields = dissect(&frames::syn());
    let text = |id: &str| field(&fields, id).value.to_string();
    assert_eq!(text("eth.source"), "02:00:00:00:00:01");
    assert_eq!(text("eth.type"), "0x0800 (IPv4)");
    assert_eq!(text("ipv4.header_length"), "5 × 4 = 20");
    assert_eq!(text("ipv4.protocol"), "6 (TCP)");
    assert_eq!(text("ipv4.dont_fragment"), "1");
    assert_eq!(text("tcp.flag.syn"), "1");
    assert_eq!(text("tcp.option.window_scale"), "7 (× 128)");
    assert_eq!(text("tcp.option.timestamps"), "TSval=77, TSecr=0");
    let fields = dissect(&frames::sack(5001, 1001, &[(1006, 1011), (1016, 1021)]));
    let sack = field(&fields, "tcp.option.sack").value.to_string();
    assert_eq!(sack, "1006-1011, 1016-1021");
    let fields = dissect(&frames::udp(b"datagram!"));
    let data = field(&fields, "payload.data").value.to_string();
    assert_eq!(data, "646174616772616d…");
}
