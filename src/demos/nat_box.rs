//! Two hosts behind one address: what the box between them and the world writes into each packet.
//!
//! Shows how a port of the box stands for a socket inside, how answers find back, who stays
//! outside, how a mapping dies of silence, a port opened by hand, and an address that travels in
//! the data. Does not show TCP, which is translated in the same way, nor two hosts that are both
//! behind such boxes.
//!
//! ```text
//!   H1 ─┐                  ┌─ server
//!       NAT ───── ISP ─────┤
//!   H2 ─┘                  └─ stranger
//! ```

use std::io;
use std::net::Ipv4Addr;
use std::time::Duration;

use crate::lab::{
    Cable, Filtering, Host, HostOptions, Network, RouterBox, Rules, Seen, Verdict, pass,
};

const SERVER: &str = "198.51.100.7:7";

const fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

/// H1 and H2 speak with the server, and a stranger tries to speak with them.
///
/// After `idle` seconds the server has news for H1; before, H1 has sent a heartbeat every
/// `heartbeat` seconds, or none if that is 0. The NAT has `ports` public ports to give away, and
/// lets in whom `filter` says.
pub fn run(idle: usize, heartbeat: usize, filter: &str, ports: usize, seed: u64) -> io::Result<()> {
    let (idle, heartbeat) = (idle as u64, heartbeat as u64);
    let mut network = Network::new(seed);
    network.limit(seconds(idle + 100));
    let behind = |gateway| HostOptions {
        gateway: Some(Ipv4Addr::from(gateway)),
        ..HostOptions::default()
    };
    let h1 = network.host("H1", "192.168.1.10/24", behind([192, 168, 1, 1]))?;
    let h2 = network.host("H2", "192.168.1.11/24", behind([192, 168, 1, 1]))?;
    let server = network.host("server", "198.51.100.7/24", behind([198, 51, 100, 1]))?;
    let stranger = network.host("stranger", "192.0.2.99/24", behind([192, 0, 2, 1]))?;
    let last = 40_000 + u16::try_from(ports).unwrap_or(1);
    let rules = Rules {
        ports: 40_001..=last,
        filtering: match filter {
            "anybody" => Filtering::EndpointIndependent,
            "address" => Filtering::AddressDependent,
            _ => Filtering::AddressAndPortDependent,
        },
        ..Rules::default()
    };
    let nat = network.home("NAT", ("192.168.1.1/24", 2), "203.0.113.5/24", rules)?;
    nat.set_route("0.0.0.0/0", "203.0.113.1")?;
    let isp = network.router(
        "ISP",
        &["203.0.113.1/24", "198.51.100.1/24", "192.0.2.1/24"],
    )?;
    let cable = Cable::of_delay(Duration::from_millis(5));
    network.join(h1, nat.card(0), cable, fate);
    network.join(h2, nat.card(1), cable, fate);
    network.join(nat.card(2), isp.card(0), cable, fate);
    network.join(isp.card(1), server, cable, fate);
    network.join(isp.card(2), stranger, cable, fate);
    network.introduce_all();

    network.program(server, move |host| serve(host, idle));
    network.program(h1, move |host| first_host(host, &nat, idle, heartbeat));
    network.program(h2, second_host);
    network.program(stranger, move |host| knock(host, idle));
    network.run()
}

fn serve(host: &Host, idle: u64) -> io::Result<()> {
    // step: server-answers
    let socket = host.udp(7)?;
    let mut first = None;
    for _ in 0..2 {
        if let Ok((bytes, from)) = socket.receive_within(seconds(2)) {
            socket.send_to(&bytes, &from.to_string())?;
            first.get_or_insert(from);
        }
    }
    host.wait_until(seconds(4 + idle))?;

    // step: late-news
    if let Some(first) = first {
        socket.send_to(b"news", &first.to_string())?;
    }
    host.wait_until(seconds(9 + idle))?;

    // step: server-calls
    while let Ok((bytes, _)) = socket.receive_within(seconds(10)) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some(address) = text.strip_prefix("call ") {
            socket.send_to(b"hello?", address)?;
            socket.error_within(seconds(2)).ok();
            break;
        }
    }
    Ok(())
}

fn first_host(host: &Host, nat: &RouterBox, idle: u64, heartbeat: u64) -> io::Result<()> {
    // step: h1-sends
    let socket = host.udp(50_000)?;
    socket.send_to(b"from H1", SERVER)?;
    socket.receive_within(seconds(1)).ok();
    host.wait_until(seconds(2))?;

    // step: h1-hears-nothing
    socket.receive_within(seconds(2)).ok();

    let mut beat = 4 + heartbeat;
    while heartbeat > 0 && beat < 4 + idle {
        // step: heartbeat
        host.wait_until(seconds(beat))?;
        socket.send_to(b"still here", SERVER)?;
        beat += heartbeat;
    }

    // step: silence
    host.wait_until(seconds(4 + idle))?;
    socket.receive_within(seconds(1)).ok();

    // step: open-port
    host.open_port(nat, 80, "192.168.1.10:8000")?;
    let open = host.udp(8000)?;
    if let Ok((bytes, from)) = open.receive_within(seconds(4)) {
        open.send_to(&bytes, &from.to_string())?;
    }
    host.wait_until(seconds(10 + idle))?;

    // step: address-in-data
    socket.send_to(b"call 192.168.1.10:50000", SERVER)?;
    socket.receive_within(seconds(2)).ok();
    Ok(())
}

fn second_host(host: &Host) -> io::Result<()> {
    // step: turns
    host.wait_until(seconds(1))?;

    // step: h2-sends
    let socket = host.udp(50_000)?;
    socket.send_to(b"from H2", SERVER)?;
    socket.receive_within(seconds(1)).ok();
    Ok(())
}

fn knock(host: &Host, idle: u64) -> io::Result<()> {
    // step: turns
    host.wait_until(seconds(2))?;

    // step: stranger-knocks
    let socket = host.udp(80)?;
    socket.send_to(b"knock", "203.0.113.5:40001")?;
    socket.send_to(b"knock", "203.0.113.5:40777")?;
    host.wait_until(seconds(6 + idle))?;

    // step: stranger-comes-in
    socket.send_to(b"knock", "203.0.113.5:80")?;
    socket.receive_within(seconds(2)).ok();
    Ok(())
}

/// Names what passes; every frame arrives.
fn fate(frame: &Seen) -> Verdict {
    if frame.is_arp() {
        // step: arp
        return pass();
    }
    match (frame.icmp(), frame.from, frame.to) {
        (Some(_), _, _) => {
            // step: error
            pass()
        }
        (_, "H1" | "H2", _) => {
            // step: inside
            pass()
        }
        (_, "NAT", "ISP") => {
            // step: translated
            pass()
        }
        (_, "ISP", "NAT") => {
            // step: back-to-the-box
            pass()
        }
        (_, "NAT", _) => {
            // step: back-inside
            pass()
        }
        _ => {
            // step: outside
            pass()
        }
    }
}
