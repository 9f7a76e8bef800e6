//! How a TCP connection begins: three segments, and on which side it exists when.
//!
//! Shows each segment with its numbers, the states of both ends, and what happens when one of the
//! three is lost or nobody listens. Does not show two SYNs that cross, nor what a kernel does to
//! protect a listener from too many of them.

use std::io::{self, Read, Write};
use std::time::Duration;

use crate::lab::{Cable, Flags, HostOptions, Network, Seen, Verdict, drop, lose, pass};

/// The client and the server stand at the two ends of one cable.
///
/// A segment takes `delay` milliseconds. The first segment of the kind `lost` is lost. With a
/// `listener` that is not `open`, the server's program does nothing.
pub fn run(message: &str, delay: usize, lost: &str, listener: &str, seed: u64) -> io::Result<()> {
    let mut network = Network::new(seed);
    let client = network.host("client", "10.0.0.1/24", HostOptions::default())?;
    let server = network.host("server", "10.0.0.2/24", HostOptions::default())?;
    let cable = Cable::of_delay(Duration::from_millis(delay as u64));
    let mut lost = lost.to_string();
    network.join(client, server, cable, move |frame| fate(frame, &mut lost));
    network.introduce(client, server);

    let length = message.len();
    if listener == "open" {
        network.program(server, move |host| {
            // step: listen
            let listener = host.listen(7)?;

            // step: accept
            let (mut stream, _) = listener.accept()?;

            // step: receive
            let mut message = vec![0; length];
            stream.read_exact(&mut message)?;

            // step: end-of-stream
            let rest = stream.read(&mut message)?;
            if rest != 0 {
                return Err(io::Error::other("more came than was sent"));
            }

            // step: server-closes
            drop(stream);
            drop(listener);
            Ok(())
        });
    }
    let message = message.as_bytes().to_vec();
    network.program(client, move |host| {
        // step: connect
        let connected = host.connect("10.0.0.2:7");
        let mut stream = match connected {
            // Nobody listens: that is what this run is about.
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => return Ok(()),
            connected => connected?,
        };

        // step: send
        stream.write_all(&message)?;

        // step: client-closes
        drop(stream);
        Ok(())
    });
    network.run()
}

/// What becomes of a frame. Once the segment called `lost` is lost, nothing else is.
fn fate(frame: &Seen, lost: &mut String) -> Verdict {
    let Some(segment) = frame.tcp() else {
        return pass();
    };
    let (syn, ack) = (segment.has(Flags::SYN), segment.has(Flags::ACK));
    if segment.has(Flags::RST) {
        // step: refused
        return pass();
    }
    if syn && !ack {
        // step: syn
        if lost == "syn" {
            lost.clear();
            return lose();
        }
        return pass();
    }
    if syn {
        // step: syn-ack
        if lost == "syn-ack" {
            lost.clear();
            return lose();
        }
        return pass();
    }
    if segment.len > 0 {
        // step: data
        return pass();
    }
    if segment.has(Flags::FIN) {
        // step: fin
        return pass();
    }
    // step: ack
    if lost == "ack" {
        lost.clear();
        return lose();
    }
    pass()
}
