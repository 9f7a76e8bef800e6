//! What smoltcp's TCP knows and has no getters for, read out of its `Debug` text.
//!
//! The version of smoltcp is pinned, and a test sees that every field is found.

use std::fmt::{self, Write};

use smoltcp::socket::tcp;

/// The inner state of one TCP socket.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Inside {
    /// Bytes the sender thinks the network can hold.
    pub congestion_window: Option<i64>,
    /// Bytes below which the window grows fast; `None` while it has no limit.
    pub slow_start_threshold: Option<i64>,
    /// Smoothed round-trip time in milliseconds; `None` before the first sample.
    pub round_trip_time: Option<i64>,
    /// Retransmission timeout in milliseconds.
    pub retransmission_timeout: Option<i64>,
    /// Bytes the peer is ready to take.
    pub send_window: Option<i64>,
    /// Bytes sent and not yet acknowledged; SYN and FIN count as one each.
    pub in_flight: Option<i64>,
}

impl Inside {
    pub fn of(socket: &tcp::Socket<'_>) -> Inside {
        let mut sieve = Sieve::default();
        // Writing into a String cannot fail.
        let _ = write!(sieve, "{socket:?}");
        let text = &sieve.text;
        Inside {
            congestion_window: number(text, "cwnd"),
            // "No limit yet" is the largest number there is.
            slow_start_threshold: number(text, "ssthresh").filter(|bytes| *bytes < 1 << 40),
            round_trip_time: number(text, "srtt")
                .filter(|_| !text.contains("have_measurement: false")),
            retransmission_timeout: number(text, "rto"),
            send_window: number(text, "remote_win_len"),
            in_flight: flight(text),
        }
    }
}

/// From the first byte that is not acknowledged to the first that was not sent.
fn flight(text: &str) -> Option<i64> {
    let sequence = |name: &str| {
        let at = text.find(&format!("{name}: "))? + name.len() + 2;
        let digits = text[at..].trim_start_matches(|c: char| c != '-' && !c.is_ascii_digit());
        let end = digits.find(|c: char| c != '-' && !c.is_ascii_digit())?;
        digits[..end].parse::<i64>().ok()
    };
    let (first, next) = (sequence("local_seq_no")?, sequence("remote_last_seq")?);
    // Sequence numbers go round (RFC 9293 §3.4).
    Some((next - first).rem_euclid(1 << 32)).filter(|bytes| *bytes < 1 << 31)
}

/// The number after `name: `.
fn number(text: &str, name: &str) -> Option<i64> {
    let at = text.find(&format!("{name}: "))? + name.len() + 2;
    let rest = &text[at..];
    let end = rest.find(|c: char| !c.is_ascii_digit())?;
    rest[..end].parse().ok()
}

/// Keeps everything but the contents of the buffers, which would be megabytes.
#[derive(Default)]
struct Sieve {
    text: String,
    in_buffer: bool,
}

impl Write for Sieve {
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        if self.in_buffer {
            if piece != "read_at" {
                return Ok(());
            }
            self.in_buffer = false;
        }
        self.in_buffer = piece == "storage";
        self.text.push_str(piece);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_found_in_the_text() {
        let buffer = || tcp::SocketBuffer::new(vec![7; 4096]);
        let mut socket = tcp::Socket::new(buffer(), buffer());
        for control in [tcp::CongestionControl::Reno, tcp::CongestionControl::Cubic] {
            socket.set_congestion_control(control);
            let inside = Inside::of(&socket);
            assert_eq!(inside.congestion_window, Some(2048), "{control:?}");
            assert_eq!(inside.slow_start_threshold, None);
            assert_eq!(inside.round_trip_time, None);
            assert_eq!(inside.retransmission_timeout, Some(1000));
            assert_eq!(inside.send_window, Some(0));
            assert_eq!(inside.in_flight, Some(0));
        }
        let mut sieve = Sieve::default();
        write!(sieve, "{socket:?}").unwrap();
        assert!(sieve.text.len() < 4000, "{}", sieve.text);
        for name in ["srtt", "have_measurement"] {
            assert!(sieve.text.contains(name), "{name}");
        }
    }
}
