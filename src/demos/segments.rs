//! How what a program writes becomes segments: the MTU, the MSS, and the smaller of two.
//!
//! Shows the option with which each side says how long a segment may be, and two writes cut to that
//! measure. Does not show narrow links in the middle of the way, where neither side is told (that is
//! `hop-by-hop`), nor segments a network card cuts by itself.

use std::io::{self, Read, Write};
use std::time::Duration;

use crate::lab::{Cable, Congestion, Flags, HostOptions, Network, Seen, Verdict, drop, pass};

/// The client writes `small` bytes and then `large` bytes; the server reads them.
///
/// `client_mtu` and `server_mtu` are the longest IP packets of the two cards, in bytes.
pub fn run(
    client_mtu: usize,
    server_mtu: usize,
    small: usize,
    large: usize,
    engine: &str,
    seed: u64,
) -> io::Result<()> {
    let mut network = Network::with_engine(engine, seed)?;
    let card = |mtu| HostOptions {
        mtu,
        // As many segments at a time as there are.
        congestion: Congestion::None,
        ..HostOptions::default()
    };
    let client = network.host("client", "10.0.0.1/24", card(client_mtu))?;
    let server = network.host("server", "10.0.0.2/24", card(server_mtu))?;
    let cable = Cable::of_delay(Duration::from_millis(5));
    let mut place = Place::default();
    network.join(client, server, cable, move |frame| {
        fate(frame, small, &mut place)
    });
    network.introduce(client, server);

    network.program(server, move |host| {
        // step: listen
        let listener = host.listen(7001)?;
        let (mut stream, _) = listener.accept()?;

        // step: read
        let mut first = vec![0; small];
        stream.read_exact(&mut first)?;
        let mut second = vec![0; large];
        stream.read_exact(&mut second)?;

        // step: end
        drop(stream);
        drop(listener);
        Ok(())
    });
    network.program(client, move |host| {
        // step: connect
        let mut stream = host.connect("10.0.0.2:7001")?;
        // Short segments need not wait for company.
        stream.set_nodelay(true)?;

        // step: write-small
        stream.write_all(&vec![b's'; small])?;
        host.wait(Duration::from_secs(1))?;

        // step: write-large
        stream.write_all(&vec![b'L'; large])?;

        // step: end
        if stream.read(&mut [0; 1])? != 0 {
            return Err(io::ErrorKind::InvalidData.into()); // an answer that nobody sends
        }
        drop(stream);
        Ok(())
    });
    network.run()
}

/// Where the client is in its stream.
#[derive(Default)]
struct Place {
    /// The sequence number of its first byte.
    first: u32,
}

/// Names what passes; every frame arrives.
fn fate(frame: &Seen, small: usize, place: &mut Place) -> Verdict {
    let Some(segment) = frame.tcp() else {
        return pass();
    };
    if segment.has(Flags::SYN) && frame.from == "client" {
        // step: client-mss
        place.first = segment.seq.wrapping_add(1);
        return pass();
    }
    if segment.has(Flags::SYN) {
        // step: server-mss
        return pass();
    }
    if segment.len == 0 {
        // step: around
        return pass();
    }
    let offset = segment.seq.wrapping_sub(place.first) as usize;
    if offset < small {
        // step: small
        return pass();
    }
    // step: large
    pass()
}
