//! One trunk for callers who talk in bursts: reserved for one of them, and shared piece by piece.
//!
//! Shows a line that is reserved and silent, a caller who hears BUSY, pieces without an address that
//! come out where they should not, packets that take turns, a queue that grows, and losses nobody
//! reports. Does not show several circuits side by side on one trunk, each with slots of its own.
//!
//! ```text
//!   A1 ──┐                 ┌── B1
//!   A2 ──┼── X ═══════ Y ──┼── B2
//!   A3 ──┘     trunk       └── B3
//! ```

use std::collections::BTreeMap;
use std::io;
use std::time::Duration;

use crate::lab::{Cable, Host, HostId, HostOptions, Network, RouterBox};
use crate::lab::{Seen, UdpSocket, Verdict, pass};

const SECOND: Duration = Duration::from_secs(1);
/// So many pieces a second go over the trunk, and over each line.
const RATE: u64 = 10;
/// A piece of eight bytes with the headers of Ethernet, IP and UDP.
const FRAME: usize = 14 + 20 + 8 + 8;
/// The exchanges: a program on each computer at an end of the trunk.
const X: &str = "10.1.0.1:1";
const Y: &str = "10.2.0.1:1";

/// A1, A2 and A3 talk to B1, B2 and B3; `scene` is one of the three, or `all`.
///
/// Of the ten slots in a second each caller fills `talk`. With packets, `callers` of them talk until
/// `seconds` are over, the third one from the second on. Before the trunk `queue` pieces can wait.
pub fn run(
    scene: &str,
    callers: usize,
    talk: usize,
    seconds: usize,
    queue: usize,
    seed: u64,
) -> io::Result<()> {
    let mut network = Network::new(seed);
    let mut line = Cable::of_delay(Duration::from_millis(5));
    line.bits_per_second = Some(RATE * 8 * FRAME as u64);
    let mut trunk = line;
    // One more is being sent and waits no longer.
    trunk.queue = (queue + 1) * FRAME;
    let (x, near, a) = town(&mut network, ("X", 1), ["A1", "A2", "A3"], line)?;
    let (y, far, b) = town(&mut network, ("Y", 2), ["B1", "B2", "B3"], line)?;
    x.set_route("10.2.0.0/16", "10.0.0.2")?;
    y.set_route("10.1.0.0/16", "10.0.0.1")?;
    network.join(x.card(0), y.card(0), trunk, fate);
    network.measure_cable(x.card(0));
    network.introduce_all();

    let begins = |name, second| match scene {
        "all" => Some(second),
        _ => (scene == name).then_some(0),
    };
    let circuit = begins("circuit", 0);
    let no_address = begins("no-address", 6);
    let packets = begins("packets", 9);
    // To how many callers at a time the exchange gives the trunk, in the scenes that have one.
    let limits = [circuit.map(|_| 1), no_address.map(|_| 2)];
    network.program(far, far_exchange);
    network.program(near, move |host| exchange(host, limits));
    for host in b {
        network.program(host, callee);
    }
    for (host, number) in a.into_iter().zip(1..) {
        network.program(host, move |host| {
            let caller = Caller::new(host, number, talk)?;
            if let Some(start) = circuit.filter(|_| number < 3) {
                caller.by_circuit(start)?;
            }
            if let Some(start) = no_address.filter(|_| number < 3) {
                caller.without_address(start)?;
            }
            if let Some(start) = packets.filter(|_| number <= callers) {
                caller.by_packets(start, start + seconds)?;
            }
            Ok(())
        });
    }
    network.run()
}

/// A router with a card for the trunk and one for each line; its own programs are behind card 1.
fn town(
    network: &mut Network,
    (name, town): (&str, u8),
    people: [&str; 3],
    line: Cable,
) -> io::Result<(RouterBox, HostId, Vec<HostId>)> {
    let card = |line| format!("10.{town}.{line}.254/24");
    let trunk = format!("10.0.0.{town}/24");
    let router = network.router(name, &[&trunk, &card(0), &card(1), &card(2), &card(3)])?;
    let mut hosts = Vec::new();
    for (number, name) in [name].into_iter().chain(people).enumerate() {
        let options = HostOptions {
            gateway: Some([10, town, number as u8, 254].into()),
            ..HostOptions::default()
        };
        let host = network.host(name, &format!("10.{town}.{number}.1/24"), options)?;
        match number {
            0 => network.put_into(&router, 1, host),
            _ => network.join(host, router.card(1 + number), line, fate),
        }
        hosts.push(host);
    }
    Ok((router, hosts.remove(0), hosts))
}

/// Lets so many callers at a time use the trunk, until nobody calls any more; then the next number.
fn exchange(host: &Host, limits: [Option<usize>; 2]) -> io::Result<()> {
    // step: exchange
    let socket = host.udp(1)?;
    for most in limits.into_iter().flatten() {
        let mut talking = Vec::new();
        while let Ok((bytes, from)) = socket.receive_within(SECOND * 3 / 2) {
            let (text, from) = (String::from_utf8_lossy(&bytes), from.to_string());
            if text.starts_with("CALL") && talking.len() == most {
                // step: busy
                socket.send_to(b"BUSY", &from)?;
            } else if let Some(whom) = text.strip_prefix("CALL") {
                // step: join
                socket.send_to(format!("JOIN{whom}").as_bytes(), Y)?;
                socket.send_to(b"OK", &from)?;
                talking.push(from);
            } else if text == "BYE" {
                talking.retain(|one| *one != from);
            } else if talking.contains(&from) {
                // step: carry
                socket.send_to(&bytes, Y)?;
            }
        }
    }
    Ok(())
}

/// Whatever comes out of the trunk goes to the line that was joined last.
fn far_exchange(host: &Host) -> io::Result<()> {
    // step: far-exchange
    let socket = host.udp(1)?;
    let mut joined = None;
    while let Ok((bytes, _)) = socket.receive_within(4 * SECOND) {
        let text = String::from_utf8_lossy(&bytes);
        if let Some(line) = text.strip_prefix("JOIN B") {
            joined = Some(format!("10.2.{line}.1:1"));
        } else if let Some(address) = &joined {
            // step: come-out
            socket.send_to(&bytes, address)?;
        }
    }
    Ok(())
}

/// Listens, and counts what has come from whom.
fn callee(host: &Host) -> io::Result<()> {
    // step: callee
    let socket = host.udp(1)?;
    let mut came = BTreeMap::new();
    while let Ok((bytes, from)) = socket.receive_within(12 * SECOND) {
        if bytes == b"how many" {
            // step: count
            let count = came.get(&from).unwrap_or(&0);
            socket.send_to(format!("{count} came").as_bytes(), &from.to_string())?;
            break;
        }
        *came.entry(from).or_insert(0) += 1;
    }
    Ok(())
}

struct Caller<'h> {
    host: &'h Host,
    socket: UdpSocket,
    number: usize,
    call: Vec<u8>,
    /// What it says in a second.
    pieces: Vec<Vec<u8>>,
}

impl Caller<'_> {
    fn new(host: &Host, number: usize, talk: usize) -> io::Result<Caller<'_>> {
        // step: caller
        let socket = host.udp(1)?;
        let piece = |piece| format!("A{number} no.{piece:02}").into_bytes();
        Ok(Caller {
            host,
            socket,
            number,
            call: format!("CALL B{number}").into_bytes(),
            pieces: (1..=talk).map(piece).collect(),
        })
    }

    /// A1 has the trunk to itself, and then A2.
    fn by_circuit(&self, start: usize) -> io::Result<()> {
        if self.number == 2 {
            self.slot(start + 1, 60)?;
            // step: second-call
            self.socket.send_to(&self.call, X)?;
            self.socket.receive_within(SECOND)?;
            self.slot(start + 2, 50)?;
        }
        // step: call
        self.socket.send_to(&self.call, X)?;
        self.socket.receive_within(SECOND)?;
        self.slot(start + 2 * self.number - 1, 0)?;
        // step: burst
        for piece in &self.pieces {
            self.socket.send_to(piece, X)?;
        }
        self.slot(start + 2 * self.number, 0)?;
        // step: hang-up
        self.socket.send_to(b"BYE", X)?;
        Ok(())
    }

    /// Both call, and both may talk.
    fn without_address(&self, start: usize) -> io::Result<()> {
        self.slot(start, 30 * self.number)?;
        // step: both-call
        self.socket.send_to(&self.call, X)?;
        self.socket.receive_within(SECOND)?;
        self.slot(start + 1, 0)?;
        // step: both-talk
        for piece in &self.pieces {
            self.socket.send_to(piece, X)?;
        }
        Ok(())
    }

    /// Nobody calls: each piece bears the address of its callee.
    fn by_packets(&self, start: usize, end: usize) -> io::Result<()> {
        let callee = format!("10.2.{}.1:1", self.number);
        for second in start + self.number / 3..end {
            // Who is first changes from second to second.
            self.slot(second, (second + self.number) % 3)?;
            // step: packets
            for piece in &self.pieces {
                self.socket.send_to(piece, &callee)?;
            }
        }
        self.slot(end + 1, 50 * self.number)?;
        // step: ask
        self.socket.send_to(b"how many", &callee)?;
        self.socket.receive_within(9 * SECOND).ok();
        Ok(())
    }

    /// Waits for its turn, so that the story can be told in order.
    fn slot(&self, second: usize, hundredths: usize) -> io::Result<()> {
        // step: turns
        let hundredths = (100 * second + hundredths) as u32;
        self.host.wait_until(SECOND * hundredths / 100)
    }
}

/// Names what passes; the cable itself loses what it has no room for.
fn fate(frame: &Seen) -> Verdict {
    // The sender's address in the IP header: the exchange's, or a caller's own.
    let by_exchange = frame.bytes.get(26..30) == Some(&[10, 1, 0, 1]);
    match (frame.from, frame.to) {
        ("X", "Y") if by_exchange => {
            // step: trunk
            pass()
        }
        ("X", "Y") => {
            // step: router
            pass()
        }
        _ => {
            // step: line
            pass()
        }
    }
}
