//! The gate: one call at a time, who is blocked, who waits for whom, and how a run ends.

use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use sockets_tutor::event::{Cause, End, Event, Failing, Phase, Stall, Status};
use sockets_tutor::net::gate::{BLOCKED_AFTER, Pace, Place};
use sockets_tutor::net::{Session, Steps, TcpListener, TcpStream, UdpSocket, thread};

use crate::live::{LONG, demo, knobs, start, to_the_end, until_the_end};

mod leave;

/// A stepped session with its overseer, and its events.
fn stepped() -> (Session, Receiver<Event>) {
    let (sender, events) = sync_channel(1024);
    let session = Session::begin(start(), Pace::Stepped, Steps::default(), &[], sender);
    let first = events.recv_timeout(LONG);
    assert!(matches!(first, Ok(Event::Start(_))));
    (session, events)
}

fn oversee(session: &Session) {
    let overseer = session.clone();
    std::thread::spawn(move || overseer.oversee(None, false));
}

fn the_end(events: &Receiver<Event>) -> End {
    match until_the_end(events).pop() {
        Some(Event::End(end)) => end,
        other => panic!("{other:?} is no end"),
    }
}

/// The next so many begins and ends of calls.
fn next_calls(events: &Receiver<Event>, count: usize) -> Vec<String> {
    let calls = (0..count).map(|_| match events.recv_timeout(LONG) {
        Ok(Event::Call(call)) => match call.phase {
            Phase::Begin(_) => format!("{} {}", call.actor, call.name),
            Phase::End(_) => format!("{} {} done", call.actor, call.name),
        },
        other => panic!("{other:?} is no call"),
    });
    calls.collect()
}

/// Where everybody is: `server: blocked accept`.
fn places(session: &Session) -> Vec<String> {
    let states = session.gate().settle(LONG).into_iter();
    let places = states.map(|state| match state.place {
        Place::AtGate(spot) => format!("{}: at {}", state.actor, spot.name),
        Place::Blocked(spot) => format!("{}: blocked {}", state.actor, spot.name),
        Place::Joining => format!("{}: joining", state.actor),
        place => panic!("{} does not stand still: {place:?}", state.actor),
    });
    places.collect()
}

#[test]
fn one_admission_lets_one_call_through_and_the_longest_waiting_goes_first() {
    let (session, events) = stepped();
    for name in ["b", "a", "c"] {
        let work = || UdpSocket::bind("127.0.0.1:0").map(|_| ());
        session.spawn(name, work).expect("a thread");
        // The next one starts when this one waits, so that the order of arrival is known.
        assert!(places(&session).contains(&format!("{name}: at socket")));
    }
    oversee(&session);
    let nothing = events.try_recv();
    assert!(nothing.is_err(), "nobody was admitted: {nothing:?}");
    for call in ["socket", "bind", "close"] {
        for name in ["b", "a", "c"] {
            let next = session.gate().next().expect("somebody waits");
            assert_eq!((&*next.0, next.1.name), (name, call));
            assert!(session.gate().admit());
            places(&session);
            let expected = [format!("{name} {call}"), format!("{name} {call} done")];
            assert_eq!(next_calls(&events, 2), expected);
        }
    }
    assert_eq!(the_end(&events).status, Status::Finished);
    assert!(!session.gate().admit(), "nobody is left to admit");
}

#[test]
fn a_call_that_waits_is_blocked_after_a_while_and_others_go_on() {
    let (session, events) = stepped();
    let (address, bound) = sync_channel(1);
    let server = move || -> std::io::Result<()> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        address
            .send(listener.local_addr()?)
            .expect("the test waits");
        listener.accept().map(|_| ())
    };
    session.spawn("server", server).expect("a thread");
    oversee(&session);
    while places(&session) != ["server: at accept"] {
        assert!(session.gate().admit());
    }
    let address = bound.recv_timeout(LONG).expect("bound");
    let client = move || TcpStream::connect(address).map(|_| ());
    session.spawn("client", client).expect("a thread");
    assert_eq!(places(&session), ["server: at accept", "client: at socket"]);
    // socket, setsockopt, bind, listen, getsockname
    next_calls(&events, 2 * 5);

    let admitted = Instant::now();
    assert!(session.gate().admit());
    assert_eq!(
        places(&session),
        ["server: blocked accept", "client: at socket"]
    );
    assert!(
        admitted.elapsed() >= BLOCKED_AFTER,
        "not called blocked too early"
    );
    assert!(session.gate().admit());
    assert_eq!(
        places(&session),
        ["server: blocked accept", "client: at connect"]
    );
    assert!(session.gate().admit());
    // The server counts as blocked until the system has woken its thread, which is not our doing.
    let deadline = Instant::now() + LONG;
    while places(&session) != ["server: at close", "client: at close"] {
        assert!(Instant::now() < deadline, "{:?}", places(&session));
        std::thread::yield_now();
    }
    let first = [
        "server accept",
        "client socket",
        "client socket done",
        "client connect",
    ];
    assert_eq!(next_calls(&events, 4), first);
    session.gate().open();
    assert_eq!(the_end(&events).status, Status::Finished);
}

#[test]
fn opening_the_gate_lets_everything_through() {
    let (session, events) = stepped();
    for name in ["a", "b"] {
        let work = || UdpSocket::bind("127.0.0.1:0").map(|_| ());
        session.spawn(name, work).expect("a thread");
    }
    oversee(&session);
    places(&session);
    session.gate().open();
    assert_eq!(the_end(&events).status, Status::Finished);
}

/// Runs a demo freely: its stalls, and how it ended.
fn stalls(slug: &str, settings: &[&str]) -> (Vec<Stall>, Status) {
    let demo = demo(slug);
    let running = demo.start(knobs(demo, false, settings), Pace::Free, 0);
    let events = to_the_end(&mut running.expect("started"));
    let stalls = events.iter().filter_map(|event| match event {
        Event::Stall(stall) => Some(stall.clone()),
        _ => None,
    });
    let Some(Event::End(end)) = events.last() else {
        panic!("to_the_end ends with the end");
    };
    (stalls.collect(), end.status)
}

#[test]
fn a_stall_is_told_once_where_both_wait() {
    let (stalls, _) = stalls("both-wait", &["patience=3000"]);
    assert_eq!(stalls.len(), 1, "{stalls:#?}");
    let waiting = stalls[0].waiting.iter();
    let mut waiting: Vec<String> = waiting
        .map(|waiting| format!("{} {} {}", waiting.actor, waiting.name, waiting.socket))
        .collect();
    waiting.sort();
    assert_eq!(waiting, ["client read client/1", "server read server/2"]);
}

#[test]
fn a_run_that_goes_on_is_no_stall() {
    let finished = (Vec::new(), Status::Finished);
    for first in ["first=client", "first=server"] {
        assert_eq!(stalls("both-wait", &[first]), finished, "{first}");
    }
    // Small writes wait for acknowledgements (Nagle): seconds in which most actors wait, and all
    // of them for moments.
    let busy = stalls("tcp-echo", &["clients=5", "rounds=10", "read_size=1"]);
    assert_eq!(busy, finished);
}

/// A learner who thinks for longer than a stall takes: somebody stands at the gate.
#[test]
fn a_learner_who_thinks_is_no_stall() {
    let demo = demo("tcp-echo");
    let mut running = (demo.start(knobs(demo, true, &[]), Pace::Stepped, 0)).expect("started");
    running.gate().settle(LONG);
    while running
        .gate()
        .next()
        .is_some_and(|(_, spot)| spot.name != "accept")
    {
        assert!(running.gate().admit());
        running.gate().settle(LONG);
    }
    assert!(running.gate().admit());
    running.gate().settle(LONG);
    // This pause is no waiting for another thread; it is the learner.
    std::thread::sleep(Duration::from_millis(900));
    running.gate().open();
    let events = to_the_end(&mut running);
    assert!(!events.iter().any(|event| matches!(event, Event::Stall(_))));
}

/// Why a run fails in which one waits and the other does this.
fn failed(work: impl FnOnce() -> std::io::Result<()> + Send + 'static) -> Option<Failing> {
    let (session, events) = stepped();
    session.gate().open();
    let waiting = || -> std::io::Result<()> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        listener.accept().map(|_| ())
    };
    session.spawn("server", waiting).expect("a thread");
    session.spawn("client", work).expect("a thread");
    oversee(&session);
    let events = until_the_end(&events);
    assert_eq!(causes(&events), [Cause::Failed], "nobody has left it");
    let Some(Event::End(end)) = events.into_iter().next_back() else {
        panic!("the end was waited for");
    };
    assert_eq!(end.status, Status::Failed);
    end.error
}

/// Why the run was ended before its time, as its record says.
fn causes(events: &[Event]) -> Vec<Cause> {
    let causes = events.iter().filter_map(|event| match event {
        Event::Leave(leave) => Some(leave.cause),
        _ => None,
    });
    causes.collect()
}

#[test]
fn an_actor_that_fails_or_panics_ends_the_run_of_those_who_wait() {
    let error = failed(|| Err(std::io::Error::other("no luck")));
    assert_eq!(error, Some(Failing::Error("client: no luck".to_string())));
    let refused = || TcpStream::connect("127.0.0.1:0").map(|_| ());
    let error = failed(refused).expect("an error");
    assert!(error.to_string().starts_with("client: "), "{error}");
    let error = failed(|| panic!("on purpose: this test wants to see it told"));
    let panic = |message: Option<&str>| {
        Some(Failing::Panic {
            actor: "client".to_string(),
            message: message.map(str::to_string),
        })
    };
    assert_eq!(
        error,
        panic(Some("on purpose: this test wants to see it told"))
    );
    let error = failed(|| {
        let what = "a value";
        panic!("{what} of no use")
    });
    assert_eq!(error, panic(Some("a value of no use")));
    let error = failed(|| std::panic::panic_any(7));
    assert_eq!(error, panic(None));
}

/// A quiet run is ended, and says so.
#[test]
fn a_run_in_which_nothing_happens_is_given_up() {
    let (sender, events) = sync_channel(1024);
    let session = Session::begin(start(), Pace::Free, Steps::default(), &[], sender);
    let waiting = || UdpSocket::bind("127.0.0.1:0")?.recv(&mut [0]).map(|_| ());
    session.spawn("waiting", waiting).expect("a thread");
    std::thread::spawn(move || session.oversee(Some(Duration::from_millis(400)), false));
    let end = the_end(&events);
    assert_eq!(end.status, Status::Failed);
    assert_eq!(end.error, Some(Failing::Quiet));
}

/// Who waits for a thread that is gone already is on the way back, and does not stand still.
#[test]
fn everybody_stands_still_only_when_somebody_can_be_let_through() {
    for round in 0..300 {
        let (session, events) = stepped();
        let work = || -> std::io::Result<()> {
            let helper = thread::Builder::new().name("helper".to_string());
            let helper = helper.spawn(|| UdpSocket::bind("127.0.0.1:0").map(drop))?;
            helper.join().expect("the helper does not panic")?;
            UdpSocket::bind("127.0.0.1:0").map(drop)
        };
        session.spawn("main", work).expect("a thread");
        oversee(&session);
        loop {
            let places = places(&session);
            // A busy machine may keep a call from returning for so long that it seems blocked.
            let may_wait = places.iter().any(|place| place.contains("blocked"));
            if places.is_empty() {
                break;
            }
            let admitted = session.gate().admit();
            assert!(admitted || may_wait, "round {round}: {places:?}");
        }
        assert_eq!(the_end(&events).status, Status::Finished);
    }
}
