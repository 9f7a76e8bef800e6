//! How much may be under way: a sender looks for the limit of a bottleneck it cannot see.
//!
//! Shows slow start, the queue that fills, losses, halving, and the saw's teeth, in the measured
//! congestion window; with a greedy UDP flow beside it, who gives way and who does not. Does not show
//! several losses repaired at once: the lab's TCP repairs one by duplicates, the rest by the timer.

use std::io::{self, Read, Write};
use std::time::Duration;

use crate::lab::{Cable, Congestion, Flags, Host, HostOptions, Network};
use crate::lab::{Seen, Segment, Verdict, drop, lose, pass};

/// Bytes in a segment, and in the packet around it.
const SEGMENT: usize = 1_000;
const MTU: usize = SEGMENT + 40;
/// A segment as the cable sees it, with its Ethernet header.
const FRAME: usize = MTU + 14;
/// How many segments the cable carries in a second.
const RATE: usize = 50;
/// Datagrams of the greedy flow.
const GREED: usize = 150;

/// The sender sends `segments` segments of 1000 bytes over a cable that takes 50 ms and carries 50
/// of them in a second; up to `queue` of them wait before it.
///
/// `congestion` says how the sender reacts, and `window` for how many segments the receiver has room.
/// Of 100 segments `loss` are lost for no reason, but never a repetition. With `udp` = `on`, a second program
/// of the sender sends datagrams as fast as the cable can carry them.
#[expect(clippy::too_many_arguments, reason = "one for each knob")]
pub fn run(
    segments: usize,
    congestion: &str,
    queue: usize,
    window: usize,
    loss: usize,
    udp: &str,
    engine: &str,
    seed: u64,
) -> io::Result<()> {
    let mut network = Network::with_engine(engine, seed)?;
    let sending = HostOptions {
        mtu: MTU,
        receive_buffer: SEGMENT,
        send_buffer: window * SEGMENT,
        congestion: match congestion {
            "cubic" => Congestion::Cubic,
            "none" => Congestion::None,
            _ => Congestion::Reno,
        },
        ..HostOptions::default()
    };
    let receiving = HostOptions {
        mtu: MTU,
        receive_buffer: window * SEGMENT,
        send_buffer: SEGMENT,
        // Every segment is acknowledged at once, so that each step is seen.
        ack_delay: Duration::ZERO,
        ..HostOptions::default()
    };
    let sender = network.host("sender", "10.0.0.1/24", sending)?;
    let receiver = network.host("receiver", "10.0.0.2/24", receiving)?;
    let cable = Cable {
        delay: Duration::from_millis(50),
        bits_per_second: Some((RATE * FRAME * 8) as u64),
        // One more is being sent and waits no longer.
        queue: (queue + 1) * FRAME,
    };
    let mut plan = Plan {
        loss,
        ..Plan::default()
    };
    network.join(sender, receiver, cable, move |frame| fate(frame, &mut plan));
    network.introduce(sender, receiver);
    network.measure_at(sender);
    // Where half of everything is lost, the timer waits for minutes.
    network.limit(Duration::from_secs(86_400));

    network.program(receiver, move |host| {
        // step: listen
        let listener = host.listen(7)?;
        let (mut stream, _) = listener.accept()?;

        // step: read
        let mut buffer = vec![0; window * SEGMENT];
        while stream.read(&mut buffer)? > 0 {}

        // step: receiver-closes
        drop(stream);
        drop(listener);
        Ok(())
    });
    network.program(sender, move |host| {
        // step: connect
        let mut stream = host.connect("10.0.0.2:7")?;

        // step: write
        stream.write_all(&vec![b'.'; segments * SEGMENT])?;

        // step: sender-closes
        drop(stream);
        Ok(())
    });
    if udp == "on" {
        network.program(receiver, datagrams);
        network.program(sender, greedy);
    }
    network.run()
}

/// Sends without listening to anybody.
fn greedy(host: &Host) -> io::Result<()> {
    // step: greedy
    let socket = host.udp(0)?;
    let pause = Duration::from_secs(1) / RATE as u32;
    for _ in 0..GREED {
        // Without TCP's longer header, so much more payload makes a packet of the same length.
        socket.send_to(&[b'u'; SEGMENT + 12], "10.0.0.2:9")?;
        host.wait(pause)?;
    }
    drop(socket);
    Ok(())
}

/// Takes what comes, until nothing comes any more.
fn datagrams(host: &Host) -> io::Result<()> {
    // step: take
    let socket = host.udp(9)?;
    while socket.receive_within(Duration::from_secs(2)).is_ok() {}
    drop(socket);
    Ok(())
}

/// What has passed so far.
#[derive(Default)]
struct Plan {
    /// Of 100 segments, so many have bad luck.
    loss: usize,
    /// New segments, and the bad luck due to them, in hundredths.
    due: usize,
    /// The first sequence number that has not been sent.
    next: Option<u32>,
    /// The last acknowledgement, and how often it was repeated.
    ack: u32,
    duplicates: usize,
    /// Whether something was sent again since.
    repaired: bool,
}

fn fate(frame: &Seen, plan: &mut Plan) -> Verdict {
    let Some(segment) = frame.tcp() else {
        if frame.summary.is_some_and(|it| it.udp().is_some()) {
            // step: datagram
            return pass();
        }
        // step: address
        return pass();
    };
    if segment.has(Flags::SYN) {
        // step: handshake
        return pass();
    }
    if frame.from == "receiver" {
        return answer(segment, plan);
    }
    if segment.len == 0 {
        // step: sender-ack
        return pass();
    }
    let end = segment.seq.wrapping_add(segment.len as u32);
    let next = plan.next.unwrap_or(segment.seq);
    if end.wrapping_sub(next) as i32 > 0 {
        plan.next = Some(end);
        plan.due += plan.loss;
        if plan.due >= 100 {
            // step: bad-luck
            plan.due -= 100;
            return lose();
        }
        // step: segment
        return pass();
    }
    let first = !std::mem::replace(&mut plan.repaired, true);
    if plan.duplicates >= 3 && first {
        // step: fast-retransmit
        return pass();
    }
    // step: timeout
    pass()
}

/// What becomes of a segment of the receiver.
fn answer(segment: &Segment, plan: &mut Plan) -> Verdict {
    if segment.has(Flags::FIN) {
        // step: fin
        return pass();
    }
    if segment.ack == plan.ack {
        // step: duplicate-ack
        plan.duplicates += 1;
        return pass();
    }
    // step: ack
    plan.ack = segment.ack;
    plan.duplicates = 0;
    plan.repaired = false;
    pass()
}
