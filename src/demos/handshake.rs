//! How a TCP connection begins: three segments, and on which side it exists when.
//!
//! Shows each segment with its numbers, the states of both ends, what happens when one of the
//! three is lost or nobody listens, and what a SYN does that comes when all is over. Does not show
//! two SYNs that cross, nor what a kernel does to protect a listener from too many of them.

use std::io::{self, Read, Write};
use std::time::Duration;

use crate::lab::{Cable, Flags, HostOptions, Network, Seen, Verdict, delay, drop, lose, pass};

/// How long the SYN of yesterday wanders about.
const A_MINUTE: Duration = Duration::from_secs(60);

/// The client and the server stand at the two ends of one cable.
///
/// A segment takes `delay` milliseconds. The first segment of the kind `lost` is lost. With a
/// `listener` that is not `open`, the server's program does nothing. With an `old_syn` the first
/// SYN is not lost, but comes a minute late.
pub fn run(
    message: &str,
    delay: usize,
    lost: &str,
    listener: &str,
    old_syn: &str,
    engine: &str,
    seed: u64,
) -> io::Result<()> {
    let mut network = Network::with_engine(engine, seed)?;
    let client = network.host("client", "10.0.0.1/24", HostOptions::default())?;
    let server = network.host("server", "10.0.0.2/24", HostOptions::default())?;
    let cable = Cable::of_delay(Duration::from_millis(delay as u64));
    let old_syn = old_syn == "yes";
    let mut wishes = Wishes {
        lost: lost.to_string(),
        old_syn,
        over: false,
    };
    network.join(client, server, cable, move |frame| fate(frame, &mut wishes));
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
                return Err(io::ErrorKind::InvalidData.into()); // more came than was sent
            }

            // step: server-closes
            drop(stream);
            if old_syn {
                // step: still-listening
                host.wait(2 * A_MINUTE)?;
            }
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

/// What is to happen on the cable, and what has.
struct Wishes {
    lost: String,
    old_syn: bool,
    /// The client has sent its FIN: no connection begins any more.
    over: bool,
}

impl Wishes {
    /// Whether the segment called `name` is to be lost; it is only once.
    fn lose(&mut self, name: &str) -> bool {
        let now = self.lost == name;
        if now {
            self.lost.clear();
        }
        now
    }
}

/// What becomes of a frame.
fn fate(frame: &Seen, wishes: &mut Wishes) -> Verdict {
    let Some(segment) = frame.tcp() else {
        return pass();
    };
    let (syn, ack) = (segment.has(Flags::SYN), segment.has(Flags::ACK));
    if segment.has(Flags::RST) {
        if wishes.over {
            // step: ghost-refused
            return pass();
        }
        // step: refused
        return pass();
    }
    if syn && !ack {
        // step: syn
        if wishes.lose("syn") {
            return lose();
        }
        if wishes.old_syn {
            // step: old-syn
            wishes.old_syn = false;
            return delay(A_MINUTE);
        }
        // step: syn
        return pass();
    }
    if syn {
        if wishes.over {
            // step: ghost
            return pass();
        }
        // step: syn-ack
        if wishes.lose("syn-ack") {
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
        wishes.over = true;
        return pass();
    }
    if wishes.over {
        // step: fin
        return pass();
    }
    // step: ack
    if wishes.lose("ack") {
        return lose();
    }
    pass()
}
