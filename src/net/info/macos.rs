//! `struct tcp_connection_info` of macOS (xnu, `bsd/netinet/tcp.h`): windows in bytes, times in
//! milliseconds.
//!
//! Only the fields before the bits of Fast Open are used: crate libc 0.2 gives each of these bits
//! four bytes, so that what follows them stands in the wrong place.

use super::Reading;
use super::platform::{Waiting, fields, number, state};

pub type Info = libc::tcp_connection_info;

pub const OPTION: libc::c_int = libc::TCP_CONNECTION_INFO;

const CLOSED: u8 = 0;
const LISTEN: u8 = 1;

/// The threshold of a connection that has lost nothing yet (`TCP_MAXWIN << TCP_MAX_WINSHIFT`).
const NO_THRESHOLD: u64 = 65_535 << 14;

/// What the first `length` bytes of the structure say, and what waits in the queues.
pub fn readings(info: &Info, length: usize, waiting: &Waiting) -> Vec<Reading> {
    let mut all = vec![state(name(info.tcpi_state))];
    if matches!(info.tcpi_state, CLOSED | LISTEN) {
        return all;
    }
    let waiting = [
        ("unread", waiting.unread),
        ("unacknowledged", waiting.unacknowledged),
    ];
    let known = waiting
        .into_iter()
        .filter_map(|(name, bytes)| Some((name, bytes?)));
    all.extend(known.map(|(name, bytes)| number(name, "bytes", bytes)));
    let fields = fields! { info, length;
        "unacknowledged" "bytes" tcpi_snd_sbbytes;
        "receive_window" "bytes" tcpi_rcv_wnd;
        "send_window" "bytes" tcpi_snd_wnd;
        "congestion_window" "bytes" tcpi_snd_cwnd;
        "slow_start_threshold" "bytes" tcpi_snd_ssthresh;
        "round_trip_time" "microseconds" tcpi_srtt;
        "round_trip_variation" "microseconds" tcpi_rttvar;
        "retransmission_timeout" "microseconds" tcpi_rto;
        "segment_size" "bytes" tcpi_maxseg;
    };
    for (name, unit, value) in fields {
        let no_loss_yet = name == "slow_start_threshold" && value == Some(NO_THRESHOLD);
        let Some(value) = value.filter(|_| !no_loss_yet) else {
            continue;
        };
        let factor = if unit == "microseconds" { 1000 } else { 1 };
        all.push(number(name, unit, value * factor));
    }
    all
}

/// The states are those of RFC 9293 §3.3.2, their numbers BSD's (`bsd/netinet/tcp_fsm.h`).
fn name(number: u8) -> &'static str {
    match number {
        CLOSED => "CLOSED",
        LISTEN => "LISTEN",
        2 => "SYN_SENT",
        3 => "SYN_RECEIVED",
        4 => "ESTABLISHED",
        5 => "CLOSE_WAIT",
        6 => "FIN_WAIT_1",
        7 => "CLOSING",
        8 => "LAST_ACK",
        9 => "FIN_WAIT_2",
        10 => "TIME_WAIT",
        _ => "?",
    }
}
