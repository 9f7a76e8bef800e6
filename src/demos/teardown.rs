//! How a TCP connection ends: two directions, each with an end of its own.
//!
//! Shows FIN, half-close, both ends' states to the last, who is left in TIME-WAIT and what for, two
//! ends that close at one moment, and the reset. Does not show what unread data do to a close.

use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::time::Duration;

use crate::lab::{Cable, Flags, HostOptions, Network, Seen};
use crate::lab::{Host, TcpStream, Verdict, drop, lose, pass};

/// The client asks, the server answers, and `first` is who ends the connection.
///
/// A segment takes `delay` milliseconds. `lost` is the first FIN, or the last ACK, or `nothing`.
pub fn run(first: &str, delay: usize, lost: &str, engine: &str, seed: u64) -> io::Result<()> {
    let mut network = Network::with_engine(engine, seed)?;
    let client = network.host("client", "10.0.0.1/24", HostOptions::default())?;
    let server = network.host("server", "10.0.0.2/24", HostOptions::default())?;
    let delay = Duration::from_millis(delay as u64);
    let mut plan = Plan {
        lost: lost.to_string(),
        client_ends: false,
        server_ends: false,
    };
    network.join(client, server, Cable::of_delay(delay), move |frame| {
        fate(frame, &mut plan)
    });
    network.introduce(client, server);

    let how = first.to_string();
    network.program(server, move |host| {
        // step: begin
        let listener = host.listen(7)?;
        let (stream, _) = listener.accept()?;
        match how.as_str() {
            "server" => server_first(stream)?,
            "both" => at_once(stream)?,
            _ => server_second(stream)?,
        }
        drop(listener);
        Ok(())
    });
    let how = first.to_string();
    network.program(client, move |host| {
        // step: begin
        let stream = host.connect("10.0.0.2:7")?;
        match how.as_str() {
            "server" => client_second(stream),
            "both" => {
                // The server has its connection one journey later.
                host.wait(delay)?;
                at_once(stream)
            }
            "reset" => client_resets(stream),
            _ => client_first(host, stream),
        }
    });
    network.run()
}

fn client_first(host: &Host, mut stream: TcpStream) -> io::Result<()> {
    // step: request
    stream.write_all(b"request")?;

    // step: half-close
    stream.shutdown(Shutdown::Write)?;

    // step: still-hears
    let mut answer = [0; 6];
    stream.read_exact(&mut answer)?;

    // step: client-hears-the-end
    if stream.read(&mut answer)? != 0 {
        return Err(io::ErrorKind::InvalidData.into()); // more came than was sent
    }
    drop(stream);

    // step: time-wait
    host.wait(Duration::from_secs(9))?;

    // step: forgotten
    host.wait(Duration::from_secs(4))
}

fn server_second(mut stream: TcpStream) -> io::Result<()> {
    // step: server-reads
    let mut request = [0; 7];
    stream.read_exact(&mut request)?;

    // step: server-hears-the-end
    match stream.read(&mut request) {
        Err(error) if error.kind() == io::ErrorKind::ConnectionReset => {
            // step: after-the-reset
            drop(stream);
            return Ok(());
        }
        end => end?,
    };

    // step: still-speaks
    stream.write_all(b"answer")?;

    // step: server-closes
    drop(stream);
    Ok(())
}

fn server_first(mut stream: TcpStream) -> io::Result<()> {
    // step: server-reads
    let mut request = [0; 7];
    stream.read_exact(&mut request)?;
    stream.write_all(b"answer")?;

    // step: server-closes
    drop(stream);
    Ok(())
}

fn client_second(mut stream: TcpStream) -> io::Result<()> {
    // step: request
    stream.write_all(b"request")?;
    let mut answer = [0; 6];
    stream.read_exact(&mut answer)?;

    // step: client-hears-the-end
    if stream.read(&mut answer)? != 0 {
        return Err(io::ErrorKind::InvalidData.into()); // more came than was sent
    }
    drop(stream);
    Ok(())
}

fn at_once(stream: TcpStream) -> io::Result<()> {
    // step: at-once
    drop(stream);
    Ok(())
}

fn client_resets(mut stream: TcpStream) -> io::Result<()> {
    // step: request
    stream.write_all(b"request")?;

    // step: reset
    stream.reset()
}

/// What is to be lost, and who has sent a FIN.
struct Plan {
    lost: String,
    client_ends: bool,
    server_ends: bool,
}

/// What becomes of a frame.
fn fate(frame: &Seen, plan: &mut Plan) -> Verdict {
    let Some(segment) = frame.tcp() else {
        return pass();
    };
    if segment.has(Flags::SYN) {
        // step: begin
        return pass();
    }
    if segment.has(Flags::RST) {
        // step: rst
        return pass();
    }
    if segment.has(Flags::FIN) {
        let the_other_ends = match frame.from {
            "client" => {
                plan.client_ends = true;
                plan.server_ends
            }
            _ => {
                plan.server_ends = true;
                plan.client_ends
            }
        };
        if the_other_ends {
            // step: second-fin
            return pass();
        }
        // step: first-fin
        if plan.lost == "first-fin" {
            plan.lost.clear();
            return lose();
        }
        return pass();
    }
    if segment.len > 0 {
        // step: data
        return pass();
    }
    if plan.client_ends && plan.server_ends {
        // step: last-ack
        if plan.lost == "last-ack" {
            plan.lost.clear();
            return lose();
        }
        return pass();
    }
    // step: ack
    pass()
}
