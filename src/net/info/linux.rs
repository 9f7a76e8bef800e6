//! `struct tcp_info` of Linux (`include/uapi/linux/tcp.h`).

use super::Reading;
use super::platform::{Waiting, fields, number, state};

pub type Info = libc::tcp_info;

pub const OPTION: libc::c_int = libc::TCP_INFO;

const CLOSED: u8 = 7;
const LISTEN: u8 = 10;

/// The threshold of a connection that has lost nothing yet (`TCP_INFINITE_SSTHRESH`).
const NO_THRESHOLD: u64 = 0x7fff_ffff;

/// What the first `length` bytes of the structure say, and what waits in the queues.
pub fn readings(info: &Info, length: usize, waiting: &Waiting) -> Vec<Reading> {
    let mut all = vec![state(name(info.tcpi_state))];
    let mut take = |fields: &[(&'static str, &'static str, Option<u64>)]| {
        let known = fields.iter().filter_map(|(name, unit, value)| {
            let no_loss_yet = *name == "slow_start_threshold" && *value == Some(NO_THRESHOLD);
            let value = value.filter(|_| !no_loss_yet)?;
            Some(number(name, unit, value))
        });
        all.extend(known);
    };
    match info.tcpi_state {
        // Without a peer the rest means nothing.
        CLOSED => {}
        // Of a socket that listens, these two tell its queue (`tcp_get_info`).
        LISTEN => take(&fields! { info, length;
            "accept_queue" "connections" tcpi_unacked;
            "accept_queue_limit" "connections" tcpi_sacked;
        }),
        _ => {
            take(&[
                ("unread", "bytes", waiting.unread),
                ("unacknowledged", "bytes", waiting.unacknowledged),
            ]);
            // musl's description of the structure ends before it.
            #[cfg(not(target_env = "musl"))]
            take(&fields! { info, length; "receive_window" "bytes" tcpi_rcv_wnd; });
            take(&fields! { info, length;
                "send_window" "bytes" tcpi_snd_wnd;
                "not_sent" "bytes" tcpi_notsent_bytes;
                "in_flight" "segments" tcpi_unacked;
                "congestion_window" "segments" tcpi_snd_cwnd;
                "slow_start_threshold" "segments" tcpi_snd_ssthresh;
                "round_trip_time" "microseconds" tcpi_rtt;
                "round_trip_variation" "microseconds" tcpi_rttvar;
                "retransmission_timeout" "microseconds" tcpi_rto;
                "retransmitted" "segments" tcpi_total_retrans;
                "window_limited" "microseconds" tcpi_rwnd_limited;
                "bytes_sent" "bytes" tcpi_bytes_sent;
                "bytes_acknowledged" "bytes" tcpi_bytes_acked;
                "bytes_received" "bytes" tcpi_bytes_received;
                "segment_size" "bytes" tcpi_snd_mss;
                "path_mtu" "bytes" tcpi_pmtu;
            });
        }
    }
    all
}

/// The states are those of RFC 9293 §3.3.2, their numbers Linux's (`include/net/tcp_states.h`).
fn name(number: u8) -> &'static str {
    match number {
        1 => "ESTABLISHED",
        2 => "SYN_SENT",
        3 | 12 => "SYN_RECEIVED",
        4 => "FIN_WAIT_1",
        5 => "FIN_WAIT_2",
        6 => "TIME_WAIT",
        CLOSED => "CLOSED",
        8 => "CLOSE_WAIT",
        9 => "LAST_ACK",
        LISTEN => "LISTEN",
        11 => "CLOSING",
        _ => "?",
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::mem::offset_of;
    use std::net::{Shutdown, TcpListener, TcpStream};

    use super::super::read;
    use super::*;
    use crate::event::Value;

    fn get<'r>(readings: &'r [Reading], name: &str) -> Option<&'r Value> {
        let found = readings.iter().find(|reading| reading.name == name)?;
        Some(&found.value)
    }

    #[test]
    fn a_connection_tells_its_state_and_what_waits() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let listening = read(&listener).unwrap();
        assert_eq!(get(&listening, "state"), Some(&"LISTEN".into()));
        assert_eq!(get(&listening, "accept_queue"), Some(&Value::Number(1)));
        assert_eq!(
            get(&listening, "accept_queue_limit"),
            Some(&Value::Number(128))
        );
        assert_eq!(get(&listening, "unread"), None);

        let (mut server, _) = listener.accept().unwrap();
        let listening = read(&listener).unwrap();
        assert_eq!(get(&listening, "accept_queue"), Some(&Value::Number(0)));

        client.write_all(b"hello").unwrap();
        let mut buffer = [0; 8];
        // A wait for the bytes makes sure that they have arrived.
        assert_eq!(server.peek(&mut buffer).unwrap(), 5);
        let (own, its) = (read(&client).unwrap(), read(&server).unwrap());
        assert_eq!(get(&own, "state"), Some(&"ESTABLISHED".into()));
        assert_eq!(get(&its, "unread"), Some(&Value::Number(5)));
        assert_eq!(get(&own, "not_sent"), Some(&Value::Number(0)));
        assert_eq!(get(&own, "slow_start_threshold"), None, "{own:?}");

        // Nobody reads: what finds no room there stays with the sender.
        client.set_nonblocking(true).unwrap();
        while client.write(&[0; 1 << 16]).is_ok() {}
        let full = read(&client).unwrap();
        let waits = get(&full, "unacknowledged");
        assert!(
            matches!(waits, Some(Value::Number(bytes)) if *bytes > 0),
            "{full:?}"
        );

        client.shutdown(Shutdown::Write).unwrap();
        server.read_to_end(&mut Vec::new()).unwrap();
        let (own, its) = (read(&client).unwrap(), read(&server).unwrap());
        let own_state = get(&own, "state").unwrap().to_string();
        // The acknowledgment of the end may be on its way.
        assert!(own_state.starts_with("FIN_WAIT_"), "{own_state}");
        assert_eq!(get(&its, "state"), Some(&"CLOSE_WAIT".into()));
        assert_eq!(get(&its, "unread"), Some(&Value::Number(0)));
    }

    #[test]
    fn a_socket_without_a_peer_has_only_a_state_and_one_without_tcp_nothing() {
        let alone = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None);
        let alone = read(&alone.unwrap()).unwrap();
        assert_eq!(alone, [state("CLOSED")]);
        let udp = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
        assert_eq!(read(&udp), None);
    }

    #[test]
    fn fields_an_older_kernel_does_not_fill_are_left_out() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let whole = read(&client).unwrap();
        assert!(get(&whole, "send_window").is_some(), "{whole:?}");
        let (info, _) = super::super::platform::ask(&client).unwrap();
        let none = Waiting {
            unread: None,
            unacknowledged: None,
        };
        let before = offset_of!(Info, tcpi_snd_wnd);
        let older = readings(&info, before + 3, &none);
        assert_eq!(get(&older, "send_window"), None);
        assert!(get(&older, "not_sent").is_some());
        assert!(get(&readings(&info, before + 4, &none), "send_window").is_some());
        assert_eq!(get(&readings(&info, before + 4, &none), "unread"), None);
    }
}
