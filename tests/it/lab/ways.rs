//! What the routers and the NAT of the demos do, as facts: who answers, what arrives, in which order.

use std::collections::BTreeMap;

use sockets_tutor::event::{Event, Frame, Passage, Phase, Status, Value};
use sockets_tutor::net::gate::Pace;

use crate::live::{demo, knobs, to_the_end};

pub struct Run(pub Vec<Event>);

pub fn run(slug: &str, settings: &[&str]) -> Run {
    let demo = demo(slug);
    let running = demo.start(knobs(demo, false, settings), Pace::Free, 1);
    let events = to_the_end(&mut running.expect("started"));
    let Some(Event::End(end)) = events.last() else {
        panic!("no end");
    };
    assert_eq!(end.status, Status::Finished, "{settings:?} {:?}", end.error);
    Run(events)
}

impl Run {
    /// What calls of an actor gave: the text of their bytes and who sent them, or the error.
    pub fn got(&self, actor: &str, call: &str) -> Vec<String> {
        let ended = self.0.iter().filter_map(|event| match event {
            Event::Call(one) if &*one.actor == actor && one.name == call => match &one.phase {
                Phase::End(outcome) => Some(outcome),
                Phase::Begin(_) => None,
            },
            _ => None,
        });
        let told = ended.map(|outcome| match &outcome.result {
            Err(failure) => failure.name.to_string(),
            Ok(success) => {
                let fields: BTreeMap<&str, &Value> = success
                    .fields
                    .iter()
                    .map(|(name, value)| (&**name, value))
                    .collect();
                match (
                    fields.get("from"),
                    fields.get("icmp_type"),
                    fields.get("icmp_code"),
                ) {
                    (Some(from), Some(kind), Some(code)) => format!("{from} {kind}/{code}"),
                    _ => {
                        let bytes = outcome.bytes.as_ref().map(|bytes| bytes.kept.to_vec());
                        let text = String::from_utf8(bytes.unwrap_or_default()).expect("text");
                        let peer = outcome.peer.map(|peer| peer.to_string());
                        format!("{text} {}", peer.unwrap_or_default())
                    }
                }
            }
        });
        told.collect()
    }

    /// What was measured of a box, and on what: `dropped no-route`.
    pub fn measured(&self, name: &str) -> Vec<String> {
        let gauges = self.0.iter().filter_map(|event| match event {
            Event::Gauge(gauge) if &*gauge.actor == name => Some(gauge),
            _ => None,
        });
        gauges
            .map(|gauge| match &gauge.socket {
                Some(line) => format!("{line} {} {}", gauge.name, gauge.value),
                None => format!("{} {}", gauge.name, gauge.value),
            })
            .collect()
    }

    /// When values of this name were measured, in microseconds.
    fn when(&self, name: &str) -> Vec<u64> {
        let gauges = self.0.iter().filter_map(|event| match event {
            Event::Gauge(gauge) if gauge.name == name => Some(gauge.t_us),
            _ => None,
        });
        gauges.collect()
    }

    /// The frames that were sent from one to another.
    pub fn sent(&self, from: &str, to: &str) -> Vec<(&Frame, Vec<u8>)> {
        let frames = self.0.iter().filter_map(|event| match event {
            Event::Frame(frame) => match &frame.passage {
                Passage::Sent { bytes, .. } => Some((frame, bytes.to_vec())),
                Passage::Arrived { .. } => None,
            },
            _ => None,
        });
        let between = |frame: &Frame| &*frame.from == from && &*frame.to == to;
        frames.filter(|(frame, _)| between(frame)).collect()
    }
}

#[test]
fn a_traceroute_names_every_hop_and_then_the_host() {
    let run = run("hop-by-hop", &["scene=traceroute"]);
    let hops = [
        "10.0.0.254 11/0",
        "10.0.12.2 11/0",
        "10.0.23.3 11/0",
        "10.0.3.9 3/3",
    ];
    assert_eq!(run.got("A", "recvmsg"), hops);
    assert_eq!(run.measured("R3"), ["dropped ttl-exceeded"]);
}

/// Four links, three routers: TTL 8 arrives as 5; TTL 3 does not arrive.
#[test]
fn each_router_lowers_the_ttl() {
    let ttls = |run: &Run| {
        let links = [("A", "R1"), ("R1", "R2"), ("R2", "R3"), ("R3", "B")];
        links.map(|(from, to)| run.sent(from, to).first().map(|(_, bytes)| bytes[22]))
    };
    let far = run("hop-by-hop", &["scene=deliver"]);
    assert_eq!(ttls(&far), [Some(8), Some(7), Some(6), Some(5)]);
    assert_eq!(far.got("B", "recvfrom"), ["one 10.0.0.1:50000", "EAGAIN"]);
    let near = run("hop-by-hop", &["scene=deliver", "ttl=3"]);
    assert_eq!(ttls(&near), [Some(3), Some(2), Some(1), None]);
    assert_eq!(near.got("B", "recvfrom"), ["EAGAIN"]);
}

/// The table changes between two datagrams, and the later one is there first; unless the first way
/// is not slow.
#[test]
fn a_detour_overtakes() {
    let order = |settings: &[&str]| run("hop-by-hop", settings).got("B", "recvfrom");
    let (two, three) = ("two 10.0.0.1:50000", "three 10.0.0.1:50000");
    assert_eq!(order(&["scene=detour"]), [three, two, "EAGAIN"]);
    assert_eq!(order(&["scene=detour", "slow=0"]), [two, three, "EAGAIN"]);
}

#[test]
fn who_is_told_and_who_is_not() {
    let no_route = run("hop-by-hop", &["scene=no-route"]);
    assert_eq!(no_route.got("A", "recvmsg"), ["10.0.14.4 3/0"]);
    let silence = run("hop-by-hop", &["scene=silence"]);
    assert_eq!(silence.got("A", "recvmsg"), ["EAGAIN"]);
    assert_eq!(silence.got("B", "recvfrom"), ["EAGAIN"]);
}

/// A loop lasts as long as the TTL: so many links the datagram crosses, and the router at which it
/// ends tells its sender.
#[test]
fn a_loop_ends_with_the_ttl() {
    for (ttl, there, back, told) in [(8, 4, 3, "10.0.12.2 11/0"), (7, 3, 3, "10.0.0.254 11/0")] {
        let run = run("hop-by-hop", &["scene=loop", &format!("ttl={ttl}")]);
        let datagrams = |from, to| {
            let frames = run.sent(from, to);
            frames.iter().filter(|(_, bytes)| bytes[23] == 17).count()
        };
        assert_eq!(
            (datagrams("R1", "R2"), datagrams("R2", "R1")),
            (there, back)
        );
        assert_eq!(run.got("A", "recvmsg"), [told]);
    }
}

#[test]
fn what_is_too_large_is_refused_or_cut() {
    let whole = run("hop-by-hop", &["scene=mtu"]);
    assert_eq!(whole.got("A", "recvmsg"), ["10.0.12.2 3/4"]);
    assert_eq!(whole.got("B", "recvfrom"), ["EAGAIN"]);
    let cut = run("hop-by-hop", &["scene=mtu", "cut=yes"]);
    assert_eq!(cut.got("A", "recvmsg"), ["EAGAIN", "EAGAIN"]);
    // The first arrives whole; of the second a piece is lost, and with it everything.
    let all_x = format!("{} 10.0.0.1:50000", "x".repeat(1000));
    assert_eq!(cut.got("B", "recvfrom"), [all_x, "EAGAIN".to_string()]);
    let lengths = |from, to| {
        let frames = cut.sent(from, to);
        frames
            .iter()
            .map(|(_, bytes)| bytes.len() - 14)
            .collect::<Vec<_>>()
    };
    assert_eq!(lengths("R1", "R2"), [1028, 1028]);
    assert_eq!(lengths("R2", "R3"), [596, 452, 596, 452]);
    assert_eq!(lengths("R3", "B"), [596, 452, 596]);
}

/// Two sockets with one number become two numbers, and the answers find back.
#[test]
fn two_hosts_share_one_address() {
    let run = run("nat-box", &[]);
    let seen = run.got("server", "recvfrom");
    assert_eq!(
        seen[..2],
        ["from H1 203.0.113.5:40001", "from H2 203.0.113.5:40002"]
    );
    assert_eq!(run.got("H1", "recvfrom")[0], "from H1 198.51.100.7:7");
    assert_eq!(run.got("H2", "recvfrom"), ["from H2 198.51.100.7:7"]);
    let story = [
        "udp 203.0.113.5:40001 mapped 192.168.1.10:50000",
        "udp 203.0.113.5:40001 kept_for 120",
        "udp 203.0.113.5:40002 mapped 192.168.1.11:50000",
        "udp 203.0.113.5:40002 kept_for 120",
        "dropped stranger",
        "dropped no-mapping",
        "udp 203.0.113.5:40001 unmapped 192.168.1.10:50000",
        "udp 203.0.113.5:40002 unmapped 192.168.1.11:50000",
        "dropped no-mapping",
        "udp 203.0.113.5:80 mapped 192.168.1.10:8000",
        "udp 203.0.113.5:40003 mapped 192.168.1.10:50000",
        "udp 203.0.113.5:40003 kept_for 120",
    ];
    assert_eq!(run.measured("NAT"), story);
    // H1's datagram came to the box after 5 ms, H2's a second later, and each mapping dies then
    // and not when somebody notices.
    assert_eq!(run.when("unmapped"), [120_005_000, 121_005_000]);
    assert_eq!(run.when("mapped")[..2], [5_000, 1_005_000]);
    // The opened port works both ways; the address in the data leads nowhere.
    assert_eq!(run.got("stranger", "recvfrom"), ["knock 203.0.113.5:80"]);
    assert_eq!(run.got("server", "recvmsg"), ["198.51.100.1 3/0"]);
}

#[test]
fn the_knobs_of_the_nat_change_who_comes_in() {
    let heard = |settings: &[&str]| run("nat-box", settings).got("H1", "recvfrom");
    let news = "news 198.51.100.7:7".to_string();
    assert!(!heard(&[]).contains(&news));
    assert!(!heard(&["heartbeat=125"]).contains(&news));
    assert!(heard(&["heartbeat=60"]).contains(&news));
    assert!(heard(&["idle=100"]).contains(&news));
    let knock = "knock 192.0.2.99:80";
    assert_eq!(heard(&["filter=anybody"])[1], knock);
    assert_eq!(heard(&["filter=address"])[1], "EAGAIN");
    let full = run("nat-box", &["ports=1"]);
    assert_eq!(full.got("H2", "recvfrom"), ["EAGAIN"]);
    assert!(
        full.measured("NAT")
            .contains(&"dropped table-full".to_string())
    );
}
