//! Much data and a slow reader: they cost time and no memory, and are no deadlock.

use std::io::{Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use sockets_tutor::event::{Bytes, Event, Status};
use sockets_tutor::net::gate::{ActorState, Pace, Place};
use sockets_tutor::net::{Session, Steps, TcpListener, TcpStream, thread};

use crate::live::{LONG, calls, start, until_the_end};

const TOTAL: usize = 10 << 20;

/// How many events wait for the reader.
const WAITING: usize = 16;

/// Sends `TOTAL` bytes to itself, in writes as large as the kernel takes them.
fn flood(progress: &AtomicUsize) -> std::io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let sender = thread::Builder::new().name("sender".to_string());
    let sender = sender.spawn(move || {
        let mut stream = TcpStream::connect(address)?;
        stream.write_all(&vec![b'x'; TOTAL])
    })?;
    let (mut stream, _) = listener.accept()?;
    let mut buffer = vec![0; 300_000];
    while stream.read(&mut buffer)? > 0 {
        progress.fetch_add(1, Ordering::SeqCst);
    }
    let result = sender.join();
    result.map_err(|_| std::io::Error::other("the sender panicked"))?
}

#[test]
fn the_actors_wait_for_a_slow_reader_and_that_is_no_deadlock() {
    let (sender, receiver) = sync_channel(WAITING);
    let session = Session::begin(start(), Pace::Free, Steps::default(), &[], sender);
    let progress = Arc::new(AtomicUsize::new(0));
    let reads = Arc::clone(&progress);
    session
        .spawn("main", move || flood(&reads))
        .expect("a thread");
    let overseer = session.clone();
    // Half a second of quiet ends this run: the reader's own quiet must not count.
    let quiet = Some(Duration::from_millis(500));
    let overseer = std::thread::spawn(move || overseer.oversee(quiet, false));

    // Nobody reads for longer than a stall takes to be called one, and than the quiet allowed.
    let reading = receiver.recv_timeout(Duration::ZERO);
    assert!(matches!(reading, Ok(Event::Start(_))));
    // This pause is no waiting for another thread; it is the slow reader itself.
    std::thread::sleep(Duration::from_millis(1200));
    let done = progress.load(Ordering::SeqCst);
    assert!(
        done <= WAITING,
        "{done} reads, and room for {WAITING} events"
    );

    let events = until_the_end(&receiver);
    overseer.join().expect("the overseer does not panic");
    let stall = events.iter().find(|event| matches!(event, Event::Stall(_)));
    assert_eq!(stall, None, "the run went on");
    let Some(Event::End(end)) = events.last() else {
        panic!("the last event is {:?}", events.last());
    };
    assert_eq!((end.status, &end.error), (Status::Finished, &None));

    for (call, wanted) in [("read", TOTAL), ("write", TOTAL)] {
        let outcomes = calls(&events).into_iter();
        let carried: Vec<&Bytes> = outcomes
            .filter(|done| done.call.name == call)
            .filter_map(|done| done.outcome.bytes.as_ref())
            .collect();
        let total: usize = carried.iter().map(|bytes| bytes.total).sum();
        assert_eq!(total, wanted, "{call}");
        let whole = carried
            .iter()
            .filter(|bytes| bytes.total > Bytes::KEPT_OF_STREAM);
        for bytes in carried.iter() {
            assert_eq!(
                bytes.kept.len(),
                bytes.total.min(Bytes::KEPT_OF_STREAM),
                "{call}"
            );
        }
        assert!(
            whole.count() > 0,
            "{call}: some call carries more than is kept"
        );
    }
}

/// Who leaves is often the one who should be reading.
#[test]
fn leaving_does_not_wait_for_the_reader() {
    let (sender, receiver) = sync_channel(3);
    let session = Session::begin(start(), Pace::Free, Steps::default(), &[], sender);
    let reads = AtomicUsize::new(0);
    session
        .spawn("main", move || flood(&reads))
        .expect("a thread");
    let overseer = session.clone();
    std::thread::spawn(move || overseer.oversee(None, false));
    // Three events wait, there is no room for a fourth, and the reader has seen none of them.
    let in_second_call = |state: &ActorState| matches!(&state.place, Place::Blocked(spot) if spot.name == "setsockopt");
    let deadline = Instant::now() + LONG;
    while !session.gate().actors().iter().any(in_second_call) {
        assert!(Instant::now() < deadline, "{:?}", session.gate().actors());
        std::thread::yield_now();
    }
    let (left, has_left) = sync_channel(1);
    std::thread::spawn(move || {
        session.leave();
        left.send(()).expect("the test waits");
    });
    has_left
        .recv_timeout(Duration::from_secs(10))
        .expect("left");
    until_the_end(&receiver);
}
