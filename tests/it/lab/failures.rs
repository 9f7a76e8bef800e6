//! Runs of the laboratory that do not come to their end, and what is said of each.

use std::io;
use std::time::Duration;

use sockets_tutor::demos::{Demo, Knobs};
use sockets_tutor::event::{Event, Evidence, Failing, Status};
use sockets_tutor::lab::{Cable, HostOptions, Network, lose, pass};
use sockets_tutor::net::gate::Pace;

use crate::live::{LONG, knobs, to_the_end};

const fn demo(run: fn(&Knobs) -> io::Result<()>) -> Demo {
    Demo {
        slug: "fails",
        evidence: Evidence::Lab,
        file: "failures.rs",
        source: "",
        beside: &[],
        actors: &["a", "b"],
        knobs: &[],
        visitors: None,
        sockets: |_| 0,
        quiet: |_| LONG,
        gauges: &[],
        needs_sim: |_| None,
        run,
    }
}

/// Two hosts on a cable that takes no time, and on which frames arrive, or none does.
fn network(arrive: bool) -> io::Result<(Network, [sockets_tutor::lab::HostId; 2])> {
    let mut network = Network::new(1);
    let a = network.host("a", "10.0.0.1/24", HostOptions::default())?;
    let b = network.host("b", "10.0.0.2/24", HostOptions::default())?;
    let cable = Cable::of_delay(Duration::ZERO);
    network.join(a, b, cable, move |_| if arrive { pass() } else { lose() });
    network.introduce(a, b);
    Ok((network, [a, b]))
}

/// Both wait for a connection that nobody asks for.
static DEADLOCK: Demo = demo(|_| {
    let (mut network, [a, b]) = network(true)?;
    for host in [a, b] {
        network.program(host, |host| host.listen(7)?.accept().map(|_| ()));
    }
    network.run()
});

/// One knocks again and again where nothing arrives.
static TOO_LONG: Demo = demo(|_| {
    let (mut network, [a, _]) = network(false)?;
    network.limit(Duration::from_secs(90));
    network.program(a, |host| host.connect("10.0.0.2:7").map(|_| ()));
    network.run()
});

/// One sends as long as it may.
static TOO_MANY: Demo = demo(|_| {
    let (mut network, [a, _]) = network(false)?;
    network.program(a, |host| {
        let socket = host.udp(9)?;
        loop {
            socket.send_to(b"", "10.0.0.2:9")?;
        }
    });
    network.run()
});

/// Nobody listens where one connects to.
static REFUSED: Demo = demo(|_| {
    let (mut network, [a, _]) = network(true)?;
    network.program(a, |host| host.connect("10.0.0.2:7").map(|_| ()));
    network.run()
});

#[test]
fn a_run_that_fails_says_which_kind_of_failure_it_was() {
    let call = |actor: &str, name: &str| Failing::Call {
        actor: actor.to_string(),
        name: name.to_string(),
        said: name.to_string(),
    };
    for (demo, expected) in [
        (&DEADLOCK, Failing::Deadlock),
        (&TOO_LONG, Failing::TooLong { seconds: 90 }),
        (&TOO_MANY, Failing::TooManyFrames { most: 50_000 }),
        (&REFUSED, call("a", "ECONNREFUSED")),
    ] {
        let running = demo.start(knobs(demo, false, &[]), Pace::Free, 1);
        let events = to_the_end(&mut running.expect("started"));
        let Some(Event::End(end)) = events.last() else {
            panic!("{expected:?}: no end");
        };
        assert_eq!(end.status, Status::Failed);
        assert_eq!(end.error, Some(expected));
    }
}
