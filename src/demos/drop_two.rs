//! What TCP does when a segment does not arrive, or arrives late, twice, or in another order.
//!
//! Shows the acknowledgement number that stands still at the hole, the retransmission that three
//! duplicates cause, the one the timer causes, and that a lost acknowledgement needs no repair. Does
//! not show selective acknowledgements at work: the lab's TCP offers them and does not use them.

use std::io::{self, Read, Write};
use std::time::Duration;

use crate::lab::{Cable, Flags, HostOptions, Network};
use crate::lab::{Seen, Verdict, delay, drop, lose, pass, twice};

/// Slow enough for segments sent at one moment to arrive one after the other.
const BITS_PER_SECOND: u64 = 50_000;

/// The client sends `text` in segments of `piece` bytes; the server reads all of it and says so.
///
/// `fate` says what becomes of segment number `victim`, counted from 1, and how it is lost `times`
/// times; with `lose-ack` the acknowledgement of that number is lost instead.
pub fn run(
    text: &str,
    piece: usize,
    victim: usize,
    fate: &str,
    times: usize,
    engine: &str,
    seed: u64,
) -> io::Result<()> {
    let mut network = Network::with_engine(engine, seed)?;
    let options = HostOptions {
        // Every segment is acknowledged at once, so that none of the numbers stays unseen.
        ack_delay: Duration::ZERO,
        ..HostOptions::default()
    };
    let client = network.host("client", "10.0.0.1/24", options.clone())?;
    let server = network.host("server", "10.0.0.2/24", options)?;
    let cable = Cable {
        delay: Duration::from_millis(50),
        bits_per_second: Some(BITS_PER_SECOND),
        queue: usize::MAX,
    };
    let mut plan = Plan {
        victim,
        fate: fate.to_string(),
        times,
        ..Plan::default()
    };
    network.join(client, server, cable, move |frame| decide(frame, &mut plan));
    network.introduce(client, server);

    let expected = text.as_bytes().to_vec();
    network.program(server, move |host| {
        // step: listen
        let listener = host.listen(7)?;
        let (mut stream, _) = listener.accept()?;

        // step: busy
        host.wait(Duration::from_millis(500))?;

        // step: read
        let mut received = vec![0; expected.len()];
        stream.read_exact(&mut received)?;
        if received != expected {
            return Err(io::ErrorKind::InvalidData.into()); // what came is not what was sent
        }

        // step: receipt
        stream.write_all(b"all here")?;

        // step: end
        if stream.read(&mut received)? != 0 {
            return Err(io::ErrorKind::InvalidData.into()); // more came than was sent
        }
        drop(stream);
        drop(listener);
        Ok(())
    });
    let text = text.as_bytes().to_vec();
    network.program(client, move |host| {
        // step: connect
        let mut stream = host.connect("10.0.0.2:7")?;
        stream.set_nodelay(true)?;

        // step: send
        for piece in text.chunks(piece) {
            stream.write_all(piece)?;
        }

        // step: wait-for-receipt
        let mut receipt = [0; 8];
        stream.read_exact(&mut receipt)?;

        // step: end
        drop(stream);
        Ok(())
    });
    network.run()
}

/// What is to happen on the cable, and what has.
#[derive(Default)]
struct Plan {
    victim: usize,
    fate: String,
    times: usize,
    /// Data segments that the client has sent, without retransmissions.
    segments: usize,
    /// The sequence number after the last byte the client has sent.
    next: u32,
    /// The server's last acknowledgement number, how often it has come again, and the number of
    /// acknowledgements of data.
    acknowledged: u32,
    duplicates: usize,
    acks: usize,
    /// Where the lost segment begins, and whether it has been sent again.
    hole: Option<u32>,
    repaired: bool,
}

/// What becomes of a frame.
fn decide(frame: &Seen, plan: &mut Plan) -> Verdict {
    let Some(segment) = frame.tcp() else {
        return pass();
    };
    if segment.has(Flags::SYN) {
        // step: handshake
        (plan.next, plan.acknowledged) = (segment.ack, segment.ack);
        return pass();
    }
    if segment.has(Flags::FIN) {
        // step: end
        return pass();
    }
    if frame.from == "server" {
        return acknowledgement(segment.ack, segment.len, plan);
    }
    if segment.len == 0 {
        if plan.segments > 0 {
            // step: end
            return pass();
        }
        // step: handshake
        return pass();
    }
    if segment.seq == plan.next {
        plan.segments += 1;
        plan.next = segment.seq.wrapping_add(segment.span());
        if plan.segments != plan.victim {
            // step: segment
            return pass();
        }
        // step: victim
        return match plan.fate.as_str() {
            "lose" => {
                plan.hole = Some(segment.seq);
                plan.times -= 1;
                lose()
            }
            // Half as long again as the next one takes: they change places.
            "delay" => {
                let micros = frame.bytes.len() as u64 * 8_000_000 / BITS_PER_SECOND;
                delay(Duration::from_micros(micros * 3 / 2))
            }
            "twice" => twice(),
            _ => pass(),
        };
    }
    // After the first time only the timer sends it again.
    let fast = plan.duplicates >= 3 && !plan.repaired;
    plan.repaired = true;
    if plan.times > 0 && plan.hole == Some(segment.seq) {
        // step: lost-again
        plan.times -= 1;
        return lose();
    }
    if fast {
        // step: fast-retransmit
        return pass();
    }
    // step: timeout
    pass()
}

/// What becomes of a frame from the server.
fn acknowledgement(number: u32, len: usize, plan: &mut Plan) -> Verdict {
    if len > 0 {
        // step: receipt
        return pass();
    }
    plan.acks += 1;
    if plan.fate == "lose-ack" && plan.acks == plan.victim {
        // step: ack-lost
        return lose();
    }
    if number == plan.acknowledged {
        // step: duplicate-ack
        plan.duplicates += 1;
        return pass();
    }
    let filled = plan.hole.is_some() && plan.duplicates > 0;
    plan.acknowledged = number;
    plan.duplicates = 0;
    if filled {
        // step: filled
        return pass();
    }
    // step: ack
    pass()
}
