//! A network's time with the engine `kernel`: it passes of itself, and we only serve the cables.

mod connections;
mod standstill;

use std::collections::VecDeque;
use std::io;
use std::time::{Duration, Instant};

use super::super::backend::{Backend, Time};
use super::super::cable::{Happening, Lab, Stuck};
use super::super::host::Host;
use super::super::kernel::{HostSpec, Kernel, Unavailable, this_program};
use super::super::live::LiveHost;
use super::super::sim::HostSetup;
use super::call::refused;
use super::programs::Work;
use super::run::too_long;
use super::{Congestion, HostOptions, Network, Wiring};
use crate::event::Failing;
use crate::net::pen::Pen;
use crate::net::thread::{Builder, JoinHandle};
use connections::Connections;
use standstill::{Finding, Standstill};

/// How long the cables are served before it is looked what else there is to do.
const TURN: Time = Duration::from_millis(20);

/// When the programs have ended, nothing has passed for so long and no timer will send anything
/// again, the run is over: longer than an acknowledgement may wait for company (RFC 9293 §3.8.6.3
/// allows more, Linux does not). Nobody waits for TIME-WAIT to end.
const SILENCE: Time = Duration::from_millis(300);

/// A timer that runs longer when all programs have ended is not waited for.
const QUIET: Time = Duration::from_secs(20);

/// No run takes longer, in real time.
const LONGEST: Time = Duration::from_secs(300);

/// A host as the kernel is to build it.
pub fn spec(setup: &HostSetup, options: &HostOptions, mac: [u8; 6]) -> HostSpec {
    let mut spec = HostSpec::new(setup.address, setup.prefix);
    spec.gateway = setup.gateway;
    // Known to the routers of the network already.
    spec.mac = mac;
    spec.mtu = u32::try_from(setup.mtu).unwrap_or(u32::MAX);
    spec.congestion = match options.congestion {
        Congestion::Reno => Some("reno".to_string()),
        Congestion::Cubic => Some("cubic".to_string()),
        // A kernel always has one.
        Congestion::None => None,
    };
    let mut set = |name: &str, value: &str| spec.settings.push((name.into(), value.into()));
    let usual = HostOptions::default();
    for (name, bytes, usual) in [
        (
            "net.ipv4.tcp_rmem",
            options.receive_buffer,
            usual.receive_buffer,
        ),
        ("net.ipv4.tcp_wmem", options.send_buffer, usual.send_buffer),
    ] {
        // A kernel's own buffers are larger, and grow; half of one is for what it notes beside the
        // bytes (tcp(7), tcp_adv_win_scale).
        if bytes != usual {
            let space = 2 * bytes;
            set(name, &format!("{space} {space} {space}"));
        }
    }
    // So small a window needs no factor, and can be read as it is (RFC 7323 §2.2).
    if options.receive_buffer != usual.receive_buffer {
        set("net.ipv4.tcp_window_scaling", "0");
    }
    if !options.dont_fragment {
        set("net.ipv4.ip_no_pmtu_disc", "1");
    }
    spec
}

/// A program that runs: the actor it is, and its thread.
type Running = JoinHandle<io::Result<()>>;

impl Network {
    /// Builds the hosts and serves their cables until the programs have ended and all is quiet.
    pub(super) fn run_live(self, specs: &[HostSpec], pen: &Pen) -> io::Result<()> {
        let Network {
            lab,
            mut wiring,
            planned,
            limit,
            watch,
            ..
        } = self;
        let kernel = Kernel::start(this_program(), specs).map_err(unavailable)?;
        let (started, sockets) = (Instant::now(), kernel.sockets());
        let mut lab = lab.with_hosts(kernel);
        let mut connections = Connections::new(!watch.numbers.is_empty());
        let limit = limit.min(LONGEST);
        let mut planned: VecDeque<(String, usize, Work)> = planned.into();
        let mut programs: Vec<Running> = Vec::new();
        let (mut last, mut moved) = (Time::ZERO, Time::ZERO);
        let mut standstill = Standstill::default();

        let outcome = loop {
            if pen.is_left() {
                break Ok(());
            }
            // Each goes as far as it can before the next one begins.
            let last_begun = programs.last().and_then(JoinHandle::actor);
            if last_begun.is_none_or(|actor| pen.stands_still(actor))
                && let Some((name, number, work)) = planned.pop_front()
            {
                let address = specs[number].address;
                let host = LiveHost::new(sockets.clone(), number, address, started);
                match begin(&name, host, work) {
                    Ok(program) => programs.push(program),
                    Err(error) => break Err(error),
                }
            }
            let now = lab.hosts.now();
            if now >= limit {
                break Err(too_long(limit));
            }
            let until = limit.min(now + TURN);
            match serve(&mut lab, &mut wiring, &mut connections, until, pen) {
                Ok(true) => {
                    moved = lab.hosts.now();
                    last = moved;
                }
                Ok(false) => {}
                Err(error) => break Err(error),
            }
            let all_ended = planned.is_empty() && programs.iter().all(JoinHandle::is_finished);
            if !all_ended {
                last = last.max(now);
                let nothing_comes = now.saturating_sub(moved) >= standstill::AFTER
                    && !lab.is_busy()
                    && !connections.sends_again();
                let waiting = pen.others_stalled(standstill::AFTER);
                let waiting = waiting.filter(|_| nothing_comes && planned.is_empty());
                match standstill.look(now, waiting) {
                    Finding::GoesOn => {}
                    Finding::Stalled(waiting) => pen.stall(waiting),
                    Finding::Deadlock => break Err(refused("EDEADLK")),
                }
            } else if !lab.is_busy() {
                let quiet = lab.hosts.now().saturating_sub(last);
                if quiet >= QUIET || (quiet >= SILENCE && !connections.sends_again()) {
                    break Ok(());
                }
            }
        };
        if let Err(error) = &outcome {
            // From now on the programs are woken until all have ended.
            pen.fail(error);
        }
        programs.into_iter().fold(outcome, |outcome, program| {
            let result = program.join();
            let result = result.unwrap_or_else(|_| Err(io::Error::other("a program panicked")));
            outcome.and(result)
        })
    }
}

fn unavailable(why: Unavailable) -> io::Error {
    io::Error::other(Failing::Refused {
        cause: why.cause.name().to_string(),
        step: why.step.to_string(),
        error: why.error.to_string(),
    })
}

fn begin(name: &str, host: LiveHost, work: Work) -> io::Result<Running> {
    let builder = Builder::new().name(name.to_string());
    builder.spawn(move || work(&Host::live(host)))
}

/// Lets the next thing happen on the cables, until `until` at the latest, and writes down what the
/// connections are like then. Whether anything happened.
fn serve(
    lab: &mut Lab<Kernel>,
    wiring: &mut Wiring,
    connections: &mut Connections,
    until: Time,
    pen: &Pen,
) -> io::Result<bool> {
    let mut happened = true;
    let next = lab.next(until);
    match next.map_err(|Stuck(_)| io::Error::other(Failing::Stuck))? {
        Happening::Offered(offer) => {
            // A host was what it is before it sent this.
            connections.write(&lab.hosts, pen)?;
            wiring.decide(lab, offer, pen)?;
        }
        Happening::Arrived(arrival) => {
            wiring.arrived(arrival, pen);
            // Only now may the host act on it.
            lab.hosts.flush();
            connections.write(&lab.hosts, pen)?;
        }
        Happening::Limit | Happening::Quiet => {
            connections.write(&lab.hosts, pen)?;
            happened = false;
        }
    }
    Ok(happened)
}
