//! The table alone: who gets which port, who may answer, and until when. The cases are those of
//! the exercise `napt-table`.

use super::*;
use crate::lab::nat::table::{MOST_PEERS, Table};

const H1: &str = "192.168.1.10:5000";
const H2: &str = "192.168.1.11:5000";
const SERVER: &str = "198.51.100.7:80";
const STRANGER: &str = "198.51.100.99:80";

fn secs(seconds: u64) -> Time {
    Time::from_secs(seconds)
}

fn leaves(table: &mut Table, now: u64, protocol: Protocol, from: &str, to: &str) -> Option<u16> {
    let port = table.outbound(secs(now), protocol, at(from), at(to));
    assert!(matches!(port, Ok(_) | Err(Refusal::TableFull)));
    port.ok()
}

fn comes(
    table: &Table,
    now: u64,
    protocol: Protocol,
    from: &str,
    port: u16,
) -> Result<SocketAddrV4, Refusal> {
    table.inbound(secs(now), protocol, at(from), port)
}

#[test]
fn one_inside_socket_keeps_one_port() {
    let mut table = Table::new(Rules::default());
    assert_eq!(
        leaves(&mut table, 0, Protocol::Udp, H1, SERVER),
        Some(40_001)
    );
    assert_eq!(
        leaves(&mut table, 0, Protocol::Udp, H2, SERVER),
        Some(40_002)
    );
    // The same socket to somebody else: the same port.
    assert_eq!(
        leaves(&mut table, 9, Protocol::Udp, H1, STRANGER),
        Some(40_001)
    );
    // Another port of the same host: another port.
    let other = "192.168.1.10:5001";
    assert_eq!(
        leaves(&mut table, 0, Protocol::Udp, other, SERVER),
        Some(40_003)
    );
    assert_eq!(comes(&table, 0, Protocol::Udp, SERVER, 40_001), Ok(at(H1)));
    assert_eq!(comes(&table, 0, Protocol::Udp, SERVER, 40_002), Ok(at(H2)));
}

#[test]
fn protocols_have_tables_of_their_own() {
    let mut table = Table::new(Rules::default());
    assert_eq!(
        leaves(&mut table, 0, Protocol::Udp, H1, SERVER),
        Some(40_001)
    );
    assert_eq!(
        leaves(&mut table, 0, Protocol::Tcp, H2, SERVER),
        Some(40_001)
    );
    assert_eq!(comes(&table, 0, Protocol::Udp, SERVER, 40_001), Ok(at(H1)));
    assert_eq!(comes(&table, 0, Protocol::Tcp, SERVER, 40_001), Ok(at(H2)));
    let none = comes(&table, 0, Protocol::Ping, SERVER, 40_001);
    assert_eq!(none, Err(Refusal::NoMapping));
}

/// RFC 4787 §5: three filters, and whom each of them lets in.
#[test]
fn filters_differ_in_whom_they_let_in() {
    use Filtering::{AddressAndPortDependent, AddressDependent, EndpointIndependent};
    let other_port = "198.51.100.7:81";
    let cases = [
        (EndpointIndependent, [true, true, true]),
        (AddressDependent, [true, true, false]),
        (AddressAndPortDependent, [true, false, false]),
    ];
    for (filtering, expected) in cases {
        let mut table = Table::new(Rules {
            filtering,
            ..Rules::default()
        });
        leaves(&mut table, 0, Protocol::Udp, H1, SERVER);
        let asked = [SERVER, other_port, STRANGER];
        let answers = asked.map(|from| comes(&table, 0, Protocol::Udp, from, 40_001));
        let allowed = expected.map(|yes| {
            if yes {
                Ok(at(H1))
            } else {
                Err(Refusal::Stranger)
            }
        });
        assert_eq!(answers, allowed, "{filtering:?}");
        // Nobody stands behind a port that was never given, whatever the filter.
        let nobody = comes(&table, 0, Protocol::Udp, SERVER, 40_777);
        assert_eq!(nobody, Err(Refusal::NoMapping));
    }
}

#[test]
fn a_mapping_lives_as_long_as_its_owner_speaks() {
    for (protocol, idle) in [
        (Protocol::Udp, 120),
        (Protocol::Tcp, 7440),
        (Protocol::Ping, 60),
    ] {
        let mut table = Table::new(Rules::default());
        let port = leaves(&mut table, 0, protocol, H1, SERVER).unwrap();
        // What comes in keeps nothing alive.
        assert_eq!(comes(&table, idle - 1, protocol, SERVER, port), Ok(at(H1)));
        assert_eq!(table.mappings(secs(idle - 1)).len(), 1);
        let late = comes(&table, idle, protocol, SERVER, port);
        assert_eq!(
            (late, table.mappings(secs(idle))),
            (Err(Refusal::NoMapping), vec![])
        );
        // What goes out does.
        assert_eq!(
            leaves(&mut table, idle - 1, protocol, H1, SERVER),
            Some(port)
        );
        assert_eq!(
            comes(&table, 2 * idle - 2, protocol, SERVER, port),
            Ok(at(H1))
        );
        let late = comes(&table, 2 * idle - 1, protocol, SERVER, port);
        assert_eq!(late, Err(Refusal::NoMapping));
    }
}

/// A port that is given away again belongs to its new owner alone, friends included.
#[test]
fn an_expired_port_has_no_memory() {
    let mut table = Table::new(Rules {
        ports: 40_001..=40_001,
        ..Rules::default()
    });
    leaves(&mut table, 0, Protocol::Udp, H1, SERVER);
    assert_eq!(leaves(&mut table, 119, Protocol::Udp, H2, STRANGER), None);
    assert_eq!(
        leaves(&mut table, 120, Protocol::Udp, H2, STRANGER),
        Some(40_001)
    );
    let old_friend = comes(&table, 120, Protocol::Udp, SERVER, 40_001);
    assert_eq!(old_friend, Err(Refusal::Stranger));
    assert_eq!(
        comes(&table, 120, Protocol::Udp, STRANGER, 40_001),
        Ok(at(H2))
    );
    assert_eq!(leaves(&mut table, 121, Protocol::Udp, H1, SERVER), None);
    assert_eq!(table.sizes(), (1, 1));
}

/// Who is silent too long begins anew, with the friends of today only.
#[test]
fn an_expired_owner_begins_anew() {
    let mut table = Table::new(Rules::default());
    leaves(&mut table, 0, Protocol::Udp, H1, SERVER);
    let port = leaves(&mut table, 120, Protocol::Udp, H1, STRANGER).unwrap();
    let old_friend = comes(&table, 120, Protocol::Udp, SERVER, port);
    assert_eq!(old_friend, Err(Refusal::Stranger));
    assert_eq!(table.mappings(secs(120)).len(), 1);
}

/// The search for a free port goes once around.
#[test]
fn ports_behind_the_last_one_are_found() {
    let mut table = Table::new(Rules {
        ports: 40_001..=40_003,
        ..Rules::default()
    });
    table
        .open(secs(0), Protocol::Udp, 40_003, at("192.168.1.9:1"))
        .unwrap();
    assert_eq!(
        leaves(&mut table, 0, Protocol::Udp, H1, SERVER),
        Some(40_001)
    );
    assert_eq!(
        leaves(&mut table, 100, Protocol::Udp, H2, SERVER),
        Some(40_002)
    );
    let third = "192.168.1.12:5000";
    assert_eq!(leaves(&mut table, 119, Protocol::Udp, third, SERVER), None);
    assert_eq!(
        leaves(&mut table, 120, Protocol::Udp, third, SERVER),
        Some(40_001)
    );
}

/// As many mappings as ports; and a port just set free is the last to be given again.
#[test]
fn a_full_table_refuses() {
    let mut table = Table::new(Rules {
        ports: 40_000..=40_999,
        ..Rules::default()
    });
    let host = |n: u32| format!("10.1.{}.{}:5000", n / 256, n % 256);
    for n in 0..1000 {
        let port = leaves(
            &mut table,
            u64::from(n / 500),
            Protocol::Udp,
            &host(n),
            SERVER,
        );
        assert_eq!(port, Some(40_000 + n as u16));
    }
    assert_eq!(leaves(&mut table, 1, Protocol::Udp, H1, SERVER), None);
    // Those who have a port go on; another protocol has ports of its own.
    assert_eq!(
        leaves(&mut table, 1, Protocol::Udp, &host(999), STRANGER),
        Some(40_999)
    );
    assert_eq!(
        leaves(&mut table, 1, Protocol::Tcp, H1, SERVER),
        Some(40_000)
    );
    // At 120 s the first half is free.
    assert_eq!(
        leaves(&mut table, 120, Protocol::Udp, H1, SERVER),
        Some(40_000)
    );
    assert_eq!(
        leaves(&mut table, 120, Protocol::Udp, H2, SERVER),
        Some(40_001)
    );
    // Everything at its end: a range that ends at the highest port there is, and one without ports.
    let mut table = Table::new(Rules {
        ports: u16::MAX..=u16::MAX,
        ..Rules::default()
    });
    assert_eq!(
        leaves(&mut table, 0, Protocol::Udp, H1, SERVER),
        Some(u16::MAX)
    );
    assert_eq!(
        leaves(&mut table, 500, Protocol::Udp, H2, SERVER),
        Some(u16::MAX)
    );
    #[allow(clippy::reversed_empty_ranges)]
    let mut table = Table::new(Rules {
        ports: 2..=1,
        ..Rules::default()
    });
    assert_eq!(leaves(&mut table, 0, Protocol::Udp, H1, SERVER), None);
}

/// A port somebody has opened: everybody may come in, for ever, and its owner leaves by it.
#[test]
fn an_opened_port_lets_strangers_in() {
    let mut table = Table::new(Rules::default());
    let web = "192.168.1.10:8000";
    assert_eq!(table.open(secs(0), Protocol::Tcp, 80, at(web)), Ok(()));
    let late = 1_000_000;
    assert_eq!(
        comes(&table, late, Protocol::Tcp, STRANGER, 80),
        Ok(at(web))
    );
    assert_eq!(
        leaves(&mut table, late, Protocol::Tcp, web, STRANGER),
        Some(80)
    );
    assert_eq!(
        comes(&table, 2 * late, Protocol::Tcp, SERVER, 80),
        Ok(at(web))
    );
    // Neither the port nor the socket twice; another protocol is another matter.
    for (port, inside) in [(80, H1), (81, web)] {
        assert_eq!(
            table.open(secs(0), Protocol::Tcp, port, at(inside)),
            Err(Taken)
        );
    }
    assert_eq!(table.open(secs(0), Protocol::Udp, 80, at(web)), Ok(()));
    // A port in the range that is opened is not given away.
    table.open(secs(0), Protocol::Tcp, 40_001, at(H2)).unwrap();
    assert_eq!(
        leaves(&mut table, 0, Protocol::Tcp, H1, SERVER),
        Some(40_002)
    );
    assert_eq!(table.open(secs(1), Protocol::Tcp, 99, at(H1)), Err(Taken));
    assert_eq!(table.open(secs(late), Protocol::Tcp, 99, at(H1)), Ok(()));
}

/// Of the many it has written to, the newest are remembered.
#[test]
fn peers_are_bounded() {
    let mut table = Table::new(Rules::default());
    let peer = |n: usize| format!("198.51.100.{n}:80");
    for n in 0..=MOST_PEERS {
        leaves(&mut table, 0, Protocol::Udp, H1, &peer(n));
    }
    assert_eq!(table.mappings(secs(0))[0].peers.len(), MOST_PEERS);
    let first = comes(&table, 0, Protocol::Udp, &peer(0), 40_001);
    assert_eq!(first, Err(Refusal::Stranger));
    for n in 1..=MOST_PEERS {
        assert_eq!(
            comes(&table, 0, Protocol::Udp, &peer(n), 40_001),
            Ok(at(H1))
        );
    }
}
