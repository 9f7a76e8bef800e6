//! A network's time with the engine `kernel`: it passes of itself, and we only serve the cables.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::super::backend::{Backend, Time};
use super::super::cable::{Happening, Lab, Stuck};
use super::super::host::Host;
use super::super::kernel::{HostSpec, Kernel, Unavailable, this_program};
use super::super::live::LiveHost;
use super::super::sim::HostSetup;
use super::programs::Work;
use super::run::too_long;
use super::{Congestion, HostOptions, Network};
use crate::event::{Failing, Value};
use crate::net::pen::Pen;
use crate::net::thread::{Builder, JoinHandle};

/// How long the cables are served before it is looked what else there is to do.
const TURN: Time = Duration::from_millis(20);

/// When the programs have ended and nothing has passed for so long, and for the time a segment
/// that was lost takes to be sent again, the run is over. Nobody waits for TIME-WAIT to end.
const SILENCE: Time = Duration::from_millis(300);

/// No run takes longer, in real time.
const LONGEST: Time = Duration::from_secs(300);

/// A host as the kernel is to build it.
pub fn spec(setup: &HostSetup, options: &HostOptions, mac: [u8; 6]) -> HostSpec {
    let mut spec = HostSpec::new(setup.address, setup.prefix);
    spec.gateway = setup.gateway;
    // Known to the routers of the network already.
    spec.mac = mac;
    spec.mtu = u32::try_from(setup.mtu).unwrap_or(u32::MAX);
    let mut set = |name: &str, value: &str| spec.settings.push((name.into(), value.into()));
    if options.congestion == Congestion::Reno {
        set("net.ipv4.tcp_congestion_control", "reno");
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
            joined,
            watch,
            ..
        } = self;
        let kernel = Kernel::start(this_program(), specs).map_err(refused)?;
        let (started, sockets) = (Instant::now(), kernel.sockets());
        let mut lab = lab.with_hosts(kernel);
        let mut states = States {
            numbers: !watch.numbers.is_empty(),
            ..States::default()
        };
        // Every cable, there and back, and the timer of a kernel, which is longer: three times the
        // round trip when it has measured it once (RFC 6298 §2.2).
        let delays = joined
            .iter()
            .filter_map(|(end, _)| Some(lab.link(*end)?.delay));
        let silence = SILENCE + 6 * delays.sum::<Time>();
        let limit = limit.min(LONGEST);
        let mut planned: VecDeque<(String, usize, Work)> = planned.into();
        let mut programs: Vec<Running> = Vec::new();
        let mut last = Time::ZERO;

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
            let served = serve(&mut lab, &mut wiring, limit.min(now + TURN), pen);
            states.write(pen);
            match served {
                Ok(true) => last = lab.hosts.now(),
                Ok(false) => {}
                Err(error) => break Err(error),
            }
            let all_ended = planned.is_empty() && programs.iter().all(JoinHandle::is_finished);
            if !all_ended {
                last = last.max(now);
            } else if !lab.is_busy() && lab.hosts.now().saturating_sub(last) >= silence {
                break Ok(());
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

fn refused(why: Unavailable) -> io::Error {
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

/// Lets the next thing happen on the cables, until `until` at the latest. Whether anything did.
fn serve(
    lab: &mut Lab<Kernel>,
    wiring: &mut super::Wiring,
    until: Time,
    pen: &Pen,
) -> io::Result<bool> {
    let next = lab.next(until);
    match next.map_err(|Stuck(_)| io::Error::other(Failing::Stuck))? {
        Happening::Offered(offer) => wiring.decide(lab, offer, pen)?,
        Happening::Arrived(arrival) => {
            wiring.arrived(arrival, pen);
            // Only now may the host act on it.
            lab.hosts.flush();
        }
        Happening::Limit | Happening::Quiet => return Ok(false),
    }
    Ok(true)
}

/// What the kernel tells of the connections: each value is written down when it has changed.
#[derive(Default)]
struct States {
    /// Whether more is measured than the states.
    numbers: bool,
    known: BTreeMap<(Arc<str>, &'static str), Value>,
}

/// Besides the state, the values that the engine `sim` tells as well.
const NUMBERS: [&str; 6] = [
    "congestion_window",
    "slow_start_threshold",
    "in_flight",
    "send_window",
    "round_trip_time",
    "retransmission_timeout",
];

impl States {
    fn write(&mut self, pen: &Pen) {
        for measured in pen.measure() {
            let (actor, _) = (measured.socket.split_once('/')).unwrap_or((&measured.socket, ""));
            let actor = Arc::from(actor);
            for reading in measured.readings {
                let value = match (reading.name, &reading.value) {
                    // RFC 9293 §3.3.2 writes them so.
                    ("state", Value::Text(state)) => state.replace('_', "-").into(),
                    (name, value) if self.numbers && NUMBERS.contains(&name) => value.clone(),
                    _ => continue,
                };
                let key = (Arc::clone(&measured.socket), reading.name);
                let before = self.known.get(&key);
                // That a socket listens or is not used yet is no connection's state.
                let unused = matches!(&value, Value::Text(it) if it == "LISTEN" || it == "CLOSED");
                if before == Some(&value) || (before.is_none() && unused) {
                    continue;
                }
                let (name, unit) = (reading.name, reading.unit);
                pen.gauge(&actor, &measured.socket, name, unit, value.clone());
                self.known.insert(key, value);
            }
        }
    }
}
