//! The kernel engine of the laboratory: true stacks of this Linux, on a cable of ours.
#![cfg(target_os = "linux")]

mod both;
pub mod engines;
mod interop;
mod life;
mod observed;
mod refusal;

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::Command;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use sockets_tutor::event::Fate;
use sockets_tutor::lab::backend::{Backend, Port};
use sockets_tutor::lab::cable::{Happening, Lab, Offer};
use sockets_tutor::lab::dissect::summary::{Segment, Summary};
use sockets_tutor::lab::kernel::{Cause, HostSpec, Kernel, SocketMaker};
use sockets_tutor::lab::{Flags, Seen};

use crate::live::LONG;
use crate::support::skipped;

/// How long the cable is served before it is looked whether there is more to do.
const TURN: Duration = Duration::from_millis(20);

pub fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_sockets-tutor"))
}

pub fn host(number: u8) -> HostSpec {
    HostSpec::new(Ipv4Addr::new(10, 0, 0, number), 24)
}

pub fn address(number: u8, port: u16) -> SocketAddr {
    (Ipv4Addr::new(10, 0, 0, number), port).into()
}

/// The engine; `None` where the system forbids it, which is said. What is our own fault is none.
pub fn kernel(hosts: &[HostSpec]) -> Option<Kernel> {
    let refusal = match Kernel::start(program(), hosts) {
        Ok(kernel) => return Some(kernel),
        Err(refusal) => refusal,
    };
    match refusal.cause {
        Cause::NoNamespaces
        | Cause::UserLimit
        | Cause::NetLimit
        | Cause::SwitchedOff
        | Cause::AppArmor
        | Cause::Seccomp
        | Cause::NoVeth
        | Cause::NoPacketSockets => skipped(&format!("{:?}: {refusal}", refusal.cause)),
        other => panic!("{other:?}: {refusal}"),
    }
    None
}

/// Two hosts on one cable.
fn two(hosts: &[HostSpec; 2]) -> Option<Lab<Kernel>> {
    let mut lab = Lab::new(kernel(hosts)?);
    lab.join(Port(0), Port(1), |_| {});
    Some(lab)
}

/// Serves the cables until `done`, and gives all the frames that were offered.
pub fn serve<B: Backend>(
    lab: &mut Lab<B>,
    mut fate: impl FnMut(&Offer) -> Fate,
    mut done: impl FnMut(&mut B) -> bool,
) -> Vec<Offer> {
    let end = lab.hosts.now() + LONG;
    let mut offers = Vec::new();
    while !done(&mut lab.hosts) {
        assert!(lab.hosts.now() < end, "not done within {LONG:?}");
        let limit = lab.hosts.now() + TURN;
        if let Happening::Offered(offer) = lab.next(limit).expect("it goes on") {
            lab.decide(fate(&offer));
            offers.push(offer);
        }
    }
    offers
}

/// What the headers of a frame say, if it holds a TCP segment.
pub fn segment(frame: &[u8]) -> Option<Segment> {
    let summary = Summary::of(frame);
    let seen = Seen {
        number: 1,
        from: "",
        to: "",
        bytes: frame,
        summary,
    };
    seen.tcp().copied()
}

/// A server on host 1 that sends back what it is sent; ends when the client has finished.
fn echo(sockets: &SocketMaker) -> JoinHandle<io::Result<()>> {
    let listener = sockets.listen(1, address(2, 7)).expect("a listener");
    thread::spawn(move || {
        let (mut stream, _) = listener.accept()?;
        let mut buffer = vec![0; 10_000];
        loop {
            match stream.read(&mut buffer)? {
                0 => return Ok(()),
                count => stream.write_all(&buffer[..count])?,
            }
        }
    })
}

/// A client on host 0 that sends `count` bytes in pieces and wants each back.
fn client(sockets: &SocketMaker, count: usize) -> JoinHandle<io::Result<Vec<u8>>> {
    let sockets = sockets.clone();
    thread::spawn(move || {
        let mut stream = sockets.connect(0, None, address(2, 7))?;
        let mut back = vec![0; count];
        for (number, piece) in back.chunks_mut(20_000).enumerate() {
            let sent: Vec<u8> = (0..piece.len()).map(|at| byte(number, at)).collect();
            stream.write_all(&sent)?;
            stream.read_exact(piece)?;
        }
        Ok(back)
    })
}

fn byte(piece: usize, at: usize) -> u8 {
    (piece * 31 + at * 7 + at / 251) as u8
}

fn as_sent(bytes: &[u8]) -> bool {
    let mut pieces = bytes.chunks(20_000).enumerate();
    pieces.all(|(number, piece)| (0..piece.len()).all(|at| piece[at] == byte(number, at)))
}

/// The Internet checksum over these bytes (RFC 1071); 0 where a right one is among them.
fn checksum(bytes: &[u8]) -> u16 {
    let words = bytes.chunks(2);
    let words = words.map(|two| u32::from(two[0]) << 8 | u32::from(*two.get(1).unwrap_or(&0)));
    let mut sum: u32 = words.sum();
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    !(sum as u16)
}

/// Whether both checksums of a TCP segment in IPv4 are right.
fn is_right(frame: &[u8]) -> bool {
    let packet = &frame[14..];
    let head = usize::from(packet[0] & 15) * 4;
    let length = usize::from(u16::from_be_bytes([packet[2], packet[3]]));
    let segment = &packet[head..length];
    // The pseudo header: both addresses, the protocol, the length (RFC 9293 §3.1).
    let mut whole = packet[12..20].to_vec();
    whole.extend([0, packet[9]]);
    whole.extend((segment.len() as u16).to_be_bytes());
    whole.extend(segment);
    checksum(&packet[..head]) == 0 && checksum(&whole) == 0
}

#[test]
fn two_kernels_talk_in_honest_frames() {
    let Some(mut lab) = two(&[host(1), host(2)]) else {
        return;
    };
    let sockets = lab.hosts.sockets();
    let (server, client) = (echo(&sockets), client(&sockets, 200_000));
    let deliver = |_: &Offer| Fate::Deliver;
    let offers = serve(&mut lab, deliver, |_| {
        client.is_finished() && server.is_finished()
    });
    let back = client.join().expect("no panic").expect("it is connected");
    assert!(back.len() == 200_000 && as_sent(&back));
    server.join().expect("no panic").expect("it has served");

    // Nobody speaks but ARP and TCP, and each frame is one a cable could carry.
    let first = Summary::of(&offers[0].bytes).expect("a frame");
    assert!(first.arp().is_some(), "{first:?}");
    let mut payload = 0;
    for offer in &offers {
        let summary = Summary::of(&offer.bytes).expect("a frame");
        assert!(offer.bytes.len() <= 1514, "{summary:?}");
        if summary.arp().is_some() {
            continue;
        }
        let segment = summary.tcp().unwrap_or_else(|| panic!("{summary:?}"));
        assert!(is_right(&offer.bytes), "{summary:?}");
        payload += segment.len;
    }
    assert!(payload >= 400_000, "{payload}");
    let times: Vec<_> = offers.iter().map(|offer| offer.sent).collect();
    assert!(times.is_sorted(), "{times:?}");
}

#[test]
fn a_first_segment_that_is_lost_is_sent_again() {
    let mut hosts = [host(1), host(2)];
    // Hosts that know each other need no ARP.
    hosts[0].neighbours = vec![(hosts[1].address, hosts[1].mac)];
    hosts[1].neighbours = vec![(hosts[0].address, hosts[0].mac)];
    let Some(mut lab) = two(&hosts) else {
        return;
    };
    let sockets = lab.hosts.sockets();
    let (server, client) = (echo(&sockets), client(&sockets, 10));
    let lose_first = |offer: &Offer| match offer.number {
        1 => Fate::Drop,
        _ => Fate::Deliver,
    };
    let offers = serve(&mut lab, lose_first, |_| {
        client.is_finished() && server.is_finished()
    });
    assert!(client.join().expect("no panic").is_ok());
    let segments: Vec<Segment> = (offers.iter())
        .map(|offer| segment(&offer.bytes).expect("nothing but TCP"))
        .collect();
    for number in [0, 1] {
        assert_eq!(segments[number].flags, Flags::SYN);
        assert_eq!(segments[number].seq, segments[0].seq);
        assert_eq!(offers[number].from, Port(0));
    }
    let answer = offers.iter().position(|offer| offer.from == Port(1));
    let answer = segments[answer.expect("an answer")];
    assert_eq!(answer.flags, Flags::SYN | Flags::ACK);
    // RFC 6298 §2.1 and tcp(7): a second, and no answer has shortened it.
    let waited = offers[1].sent - offers[0].sent;
    assert!(waited > Duration::from_millis(900), "{waited:?}");
}

#[test]
fn settings_hold_in_their_own_host_and_congestion_on_its_own_socket() {
    let mut hosts = [host(1), host(2)];
    let set = |name: &str, value: &str| (name.to_string(), value.to_string());
    hosts[0].settings = vec![
        set("net.ipv4.tcp_sack", "0"),
        set("net.ipv4.tcp_rmem", "4096 8192\t8192"),
    ];
    hosts[0].mtu = 600;
    let Some(mut lab) = two(&hosts) else {
        return;
    };
    let sockets = lab.hosts.sockets();
    let mut syns = Vec::new();
    for (from, to) in [(0, 1), (1, 0)] {
        let listener = sockets
            .listen(to, address(to as u8 + 1, 80))
            .expect("a listener");
        listener
            .set_congestion("reno")
            .expect("every kernel has it");
        let makers = sockets.clone();
        let client = thread::spawn(move || {
            let local = Some(address(from as u8 + 1, 4000));
            let stream = makers.connect(from, local, address(to as u8 + 1, 80))?;
            assert_eq!(stream.local_addr()?, address(from as u8 + 1, 4000));
            stream.set_congestion("reno")?;
            let wrong = stream.set_congestion("no such rule");
            assert_eq!(
                wrong.map_err(|error| error.kind()),
                Err(io::ErrorKind::NotFound)
            );
            let socket = socket2::Socket::from(stream);
            let rule = rustix::net::sockopt::tcp_congestion(&socket)?;
            io::Result::Ok(rule)
        });
        let offers = serve(&mut lab, |_| Fate::Deliver, |_| client.is_finished());
        let rule = client.join().expect("no panic").expect("it is connected");
        assert_eq!(rule, "reno");
        // The end of the connection before may come first.
        let mut segments = offers.iter().filter_map(|offer| segment(&offer.bytes));
        let syn = segments.find(|segment| segment.flags == Flags::SYN);
        syns.push(syn.expect("a SYN"));
    }
    assert_eq!(
        syns.iter()
            .map(|syn| syn.sack_permitted)
            .collect::<Vec<_>>(),
        [false, true]
    );
    assert_eq!(
        syns.iter().map(|syn| syn.mss).collect::<Vec<_>>(),
        [Some(560), Some(1460)]
    );
    assert!(syns[0].window <= 8192 && syns[1].window > 8192, "{syns:?}");
}
