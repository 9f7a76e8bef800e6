//! What TCP's checksum sees, and what it does not.
//!
//! Shows one segment on three journeys: a bit of it is turned over, and nobody reads it; then two of
//! its words change places, and everybody believes it. Does not show who does such things; Ethernet
//! has a check of its own on each cable, but not inside the boxes between two cables.

use std::io::{self, Read, Write};
use std::time::Duration;

use crate::lab::{Cable, HostOptions, Network, Seen, Verdict, drop, pass, rewrite};

/// The client sends an order, the server says it back as it has understood it.
///
/// `damage` is what happens to the client's segment on its first journey: one `bit` is turned over,
/// two words `swap` places, or `both`, one after the other on two journeys.
pub fn run(order: &str, damage: &str, engine: &str, seed: u64) -> io::Result<()> {
    let mut network = Network::with_engine(engine, seed)?;
    let client = network.host("client", "10.0.0.1/24", HostOptions::default())?;
    let server = network.host("server", "10.0.0.2/24", HostOptions::default())?;
    let cable = Cable::of_delay(Duration::from_millis(50));
    let (mut bit, mut swap) = match damage {
        "both" => (true, true),
        damage => (damage == "bit", damage == "swap"),
    };
    network.join(client, server, cable, move |frame| {
        journey(frame, &mut bit, &mut swap)
    });
    network.introduce(client, server);

    let length = order.len();
    network.program(server, move |host| {
        // step: listen
        let listener = host.listen(7)?;
        let (mut stream, _) = listener.accept()?;

        // step: understand
        let mut order = vec![0; length];
        stream.read_exact(&mut order)?;

        // step: say-back
        stream.write_all(&order)?;

        // step: end
        if stream.read(&mut order)? != 0 {
            return Err(io::ErrorKind::InvalidData.into()); // more came than was sent
        }
        drop(stream);
        drop(listener);
        Ok(())
    });
    let order = order.as_bytes().to_vec();
    network.program(client, move |host| {
        // step: connect
        let mut stream = host.connect("10.0.0.2:7")?;

        // step: order
        stream.write_all(&order)?;

        // step: hear
        let mut understood = vec![0; order.len()];
        stream.read_exact(&mut understood)?;

        // step: end
        drop(stream);
        Ok(())
    });
    network.run()
}

/// What becomes of a frame.
fn journey(frame: &Seen, bit: &mut bool, swap: &mut bool) -> Verdict {
    let Some(segment) = frame.tcp() else {
        return pass();
    };
    if segment.len == 0 {
        // step: around
        return pass();
    }
    if frame.from == "server" {
        // step: answer
        return pass();
    }
    let start = data(frame.bytes);
    let order = &frame.bytes[start..start + segment.len];
    if *bit {
        // step: flip
        *bit = false;
        let place = 4.min(order.len() - 1);
        return rewrite(start + place, &[order[place] ^ 0b10]);
    }
    if let (true, &[_, _, _, _, a, b, c, d, ..]) = (*swap, order) {
        // step: swap
        *swap = false;
        return rewrite(start + 4, &[c, d, a, b]);
    }
    // step: whole
    pass()
}

/// Where in a frame the data of its TCP segment begins: each header says how long it is itself.
fn data(frame: &[u8]) -> usize {
    let ip = 14;
    let tcp = ip + 4 * usize::from(frame[ip] & 0x0f);
    tcp + 4 * usize::from(frame[tcp + 12] >> 4)
}
