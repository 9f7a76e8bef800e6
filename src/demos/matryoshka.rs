//! One message in its wrappings, from the program that writes it to the one that reads it.
//!
//! Shows each frame on both cables of a switch, with every header in it: how the receiver's hardware
//! address is found, what the switch leaves as it is, and who notices which damage. Does not show
//! routers, nor the check sequence at the end of an Ethernet frame: cards keep it to themselves.

use std::io::{self, Read, Write};
use std::time::Duration;

use crate::lab::switch::Switch;
use crate::lab::{Cable, Congestion, Flags, HostOptions, Network};
use crate::lab::{Seen, Verdict, drop, pass, rewrite};

/// A client, a switch and a server; the two hosts have never met.
///
/// The client sends `text`, over and over until it is `length` bytes. `damage` says which field of
/// the first frame that carries it comes to harm on the way to the switch.
pub fn run(text: &str, length: usize, damage: &str, engine: &str, seed: u64) -> io::Result<()> {
    let mut network = Network::with_engine(engine, seed)?;
    let options = HostOptions {
        // Frames as they are on a cable, and as many at a time as there are.
        padded: true,
        congestion: Congestion::None,
        ..HostOptions::default()
    };
    let client = network.host("client", "10.0.0.1/24", options.clone())?;
    let server = network.host("server", "10.0.0.2/24", options)?;
    let sockets = [network.box_port("switch"), network.box_port("switch")];
    network.place(Box::new(Switch::new(sockets.into())));
    let cable = Cable::of_delay(Duration::from_millis(5));
    let mut journey = Journey {
        damage: damage.to_string(),
        ..Journey::default()
    };
    network.join(client, sockets[0], cable, move |frame| {
        first_cable(frame, &mut journey)
    });
    network.join(sockets[1], server, cable, second_cable);

    network.program(server, move |host| {
        // step: listen
        let listener = host.listen(7001)?;
        let (mut stream, _) = listener.accept()?;

        // step: read
        let mut message = vec![0; length];
        stream.read_exact(&mut message)?;

        // step: end
        drop(stream);
        drop(listener);
        Ok(())
    });
    let message: Vec<u8> = text.bytes().cycle().take(length).collect();
    network.program(client, move |host| {
        // step: connect
        let mut stream = host.connect("10.0.0.2:7001")?;

        // step: write
        stream.write_all(&message)?;

        // step: end
        let rest = stream.read(&mut [0; 1])?;
        drop(stream);
        match rest {
            0 => Ok(()),
            _ => Err(io::ErrorKind::InvalidData.into()), // the server has nothing to say
        }
    });
    network.run()
}

/// What has come along the first cable.
#[derive(Default)]
struct Journey {
    damage: String,
    /// The sequence number after the last byte sent.
    next: u32,
}

/// Between the client and the switch.
fn first_cable(frame: &Seen, journey: &mut Journey) -> Verdict {
    let Some(segment) = frame.tcp() else {
        if frame.bytes.starts_with(&[0xff; 6]) {
            // step: who-has
            return pass();
        }
        // step: is-at
        return pass();
    };
    if segment.has(Flags::SYN) {
        // step: handshake
        journey.next = segment.ack;
        return pass();
    }
    if frame.from == "switch" || segment.len == 0 {
        return around(segment.has(Flags::FIN));
    }
    if journey.next != 0 && segment.seq != journey.next {
        // step: again
        return pass();
    }
    journey.next = segment.seq.wrapping_add(segment.span());
    harm(frame.bytes, &std::mem::take(&mut journey.damage))
}

/// What becomes of the first frame with data.
fn harm(frame: &[u8], damage: &str) -> Verdict {
    // Where the headers end. TCP's says itself how long it is: it may have options.
    let (ip, tcp) = (14, 34);
    let data = tcp + 4 * usize::from(frame[tcp + 12] >> 4);
    match damage {
        // step: harm-ethernet
        "address" => rewrite(5, &[frame[5] ^ 1]),
        "type" => rewrite(12, &[0x86, 0xdd]),
        // step: harm-ip
        "version" => rewrite(ip, &[0x60 | frame[ip] & 0x0f]),
        "ttl" => rewrite(ip + 8, &[frame[ip + 8] ^ 1]),
        "protocol" => {
            // 6 becomes 17, and whoever did that has put the header's checksum right.
            let sum = u16::from_be_bytes([frame[ip + 10], frame[ip + 11]]);
            let (sum, borrow) = sum.overflowing_sub(17 - 6);
            let [high, low] = (sum - u16::from(borrow)).to_be_bytes();
            rewrite(ip + 9, &[17, high, low])
        }
        // step: harm-tcp
        "port" => rewrite(tcp + 3, &[frame[tcp + 3] ^ 1]),
        "data" => rewrite(data, &[frame[data] ^ 1]),
        _ => {
            // step: four-layers
            pass()
        }
    }
}

/// Between the switch and the server.
fn second_cable(frame: &Seen) -> Verdict {
    if frame.is_arp() && frame.from == "switch" {
        // step: flood
        return pass();
    }
    if frame.is_arp() {
        // step: is-at
        return pass();
    }
    match frame.tcp() {
        Some(segment) if segment.has(Flags::SYN) => {
            // step: handshake
            pass()
        }
        Some(segment) if segment.len == 0 => around(segment.has(Flags::FIN)),
        _ => {
            // step: forward
            pass()
        }
    }
}

/// Segments without data.
fn around(is_last: bool) -> Verdict {
    if is_last {
        // step: fin
        return pass();
    }
    // step: ack
    pass()
}
