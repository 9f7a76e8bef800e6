//! Measuring the sockets of a run from outside of it.

#[cfg(target_os = "linux")]
use std::io::Write;
use std::sync::mpsc::{channel, sync_channel};
#[cfg(target_os = "linux")]
use std::time::Instant;

use sockets_tutor::event::Value;
#[cfg(target_os = "linux")]
use sockets_tutor::event::{Event, Status};
use sockets_tutor::net::gate::Pace;
use sockets_tutor::net::info::{Measured, Reading};
use sockets_tutor::net::{Session, Steps, TcpListener, TcpStream, UdpSocket};

use crate::live::{LONG, start, until_the_end};

fn value<'m>(measured: &'m [Measured], socket: &str, name: &str) -> Option<&'m Value> {
    let one = measured.iter().find(|one| *one.socket == *socket)?;
    let reading: &Reading = one.readings.iter().find(|reading| reading.name == name)?;
    Some(&reading.value)
}

#[test]
fn open_tcp_sockets_are_measured_and_closed_ones_are_forgotten() {
    let (sender, events) = sync_channel(1024);
    let session = Session::begin(start(), Pace::Free, Steps::default(), &[], sender);
    let (made, when_made) = channel();
    let (go_on, when_told) = channel::<()>();
    let main = session.spawn("main", move || {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a listener");
        let address = listener.local_addr().expect("an address");
        let _client = TcpStream::connect(address).expect("a connection");
        let _datagrams = UdpSocket::bind("127.0.0.1:0").expect("a socket");
        made.send(()).expect("the test waits");
        when_told.recv_timeout(LONG).expect("the test goes on");
    });
    when_made.recv_timeout(LONG).expect("the sockets are made");
    let measured = session.measure();
    if cfg!(target_os = "linux") {
        let measured = measured.as_deref().expect("this system tells");
        assert_eq!(value(measured, "main/1", "state"), Some(&"LISTEN".into()));
        let queue = value(measured, "main/1", "accept_queue");
        assert_eq!(queue, Some(&Value::Number(1)));
        let client = value(measured, "main/2", "state");
        assert_eq!(client, Some(&"ESTABLISHED".into()));
        assert_eq!(measured.len(), 2, "{measured:?}");
    }
    go_on.send(()).expect("the run waits");
    main.expect("a thread").join().expect("no panic");
    assert_eq!(session.measure().map(|all| all.len()), measured.map(|_| 0));
    session.oversee(None, false);
    until_the_end(&events);
}

#[cfg(target_os = "linux")]
#[test]
fn a_call_that_waits_is_measured_meanwhile_and_can_be_left() {
    let (sender, events) = sync_channel(1024);
    let session = Session::begin(start(), Pace::Free, Steps::default(), &[], sender);
    let main = session.spawn("main", || {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a listener");
        let address = listener.local_addr().expect("an address");
        let mut client = TcpStream::connect(address).expect("a connection");
        // Nobody reads: sooner or later it waits.
        while client.write_all(&[0; 1 << 20]).is_ok() {}
    });
    main.expect("a thread");
    let overseer = session.clone();
    std::thread::spawn(move || overseer.oversee(None, false));
    let deadline = Instant::now() + LONG;
    loop {
        let measured = session.measure().expect("Linux tells");
        let is = |name: &str, wanted: fn(i64) -> bool| {
            let found = value(&measured, "main/2", name);
            matches!(found, Some(Value::Number(number)) if wanted(*number))
        };
        if is("send_window", |bytes| bytes == 0) && is("not_sent", |bytes| bytes > 0) {
            break;
        }
        assert!(Instant::now() < deadline, "{measured:?}");
        std::thread::yield_now();
    }
    session.leave();
    let Some(Event::End(end)) = until_the_end(&events).pop() else {
        panic!("no end");
    };
    assert_eq!((end.status, end.error), (Status::Stopped, None));
}
