//! The values of sockets: measured now, from the record, and where there are none.

use super::*;
use crate::net::info::{Measured, Reading};

/// A live run as it stands after so many events of slow-reader's record.
fn live(lang: Lang, events: usize, measured: Option<Vec<Measured>>) -> Model {
    let mut model = Model::new(words(lang), Demo::find("slow-reader"), Kind::Live);
    model.predict = false;
    model.live();
    for event in record("slow-reader").into_iter().take(events) {
        model.happened(event);
    }
    model.standing.measured = measured;
    press(&mut model, &keys("4"));
    model
}

fn measured(
    readings: &[(&'static str, &'static str, crate::event::Value)],
) -> Option<Vec<Measured>> {
    let readings = readings.iter().map(|(name, unit, value)| Reading {
        name,
        unit,
        value: value.clone(),
    });
    Some(vec![Measured {
        socket: "writer/1".into(),
        local: None,
        peer: None,
        readings: readings.collect(),
    }])
}

/// After how many events the writer's `write` is under way.
fn writing() -> usize {
    let events = record("slow-reader").into_iter();
    let write = |event: &Event| matches!(event, Event::Call(call) if call.name == "write");
    1 + events.take_while(|event| !write(event)).count()
}

#[test]
fn alone_the_pane_shows_every_value_with_its_meaning() {
    let values = [
        ("state", "", "ESTABLISHED".into()),
        ("unread", "bytes", 5_i64.into()),
        ("unacknowledged", "bytes", 7_i64.into()),
        ("send_window", "bytes", 0_i64.into()),
        ("round_trip_time", "microseconds", 42_i64.into()),
    ];
    for (lang, shown) in [
        (
            Lang::En,
            ["ESTABLISHED", "0 bytes  how much more the peer", "42 µs"],
        ),
        (
            Lang::Zh,
            ["ESTABLISHED", "0 字节  对方通告还能收下多少", "42 微秒"],
        ),
    ] {
        let mut model = live(lang, writing(), measured(&values));
        let wide = dump(&draw(&model, (120, 40), false));
        for text in shown {
            assert!(wide.contains(text), "{text} in\n{wide}");
        }
        // Beside the other panes, the few that matter, and no meanings.
        press(&mut model, &keys("0"));
        let all = dump(&draw(&model, (120, 40), false));
        let name = &words(lang).gauges["send_window"].name;
        assert!(all.contains(&format!("ESTABLISHED · {name} 0 ")), "{all}");
        assert!(!all.contains(shown[2]), "{all}");
        let queues = [("receive", "5"), ("send", "7")];
        let queues = crate::lang::fill(words(lang).theatre.queues, &queues);
        assert!(all.contains(&queues), "{all}");
    }
}

#[test]
fn what_a_system_or_a_record_does_not_say_is_said() {
    let theatre = &words(Lang::En).theatre;
    let none = dump(&draw(&live(Lang::En, writing(), None), (120, 40), false));
    assert!(none.contains(theatre.values_unknown), "{none}");

    // A live run whose earlier moment is looked at knows what the record knows.
    let mut back = live(Lang::En, usize::MAX, None);
    let place = writing() + 8;
    back.go(place);
    let shown = dump(&draw(&back, (120, 40), false));
    assert!(shown.contains(theatre.recorded_values), "{shown}");
    assert!(shown.contains(theatre.values_not_recorded), "{shown}");
    assert!(!shown.contains(theatre.values_unknown), "{shown}");
    press(&mut back, &keys("0"));
    let all = dump(&draw(&back, (120, 40), false));
    assert!(all.contains("in the record: send window "), "{all}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_live_run_says_what_the_kernel_tells() {
    let demo = Demo::find("tcp-echo").unwrap();
    let knobs = Knobs::read(demo.knobs, true, &[]).unwrap();
    let (post, inbox) = mailbox();
    let stage = Stage::start(demo, knobs, 0, 1, &post).unwrap();
    let listens = |one: &Measured| {
        *one.socket == *"server/1"
            && one
                .readings
                .first()
                .is_some_and(|first| first.value == "LISTEN".into())
    };
    loop {
        let message = inbox.recv_timeout(Duration::from_secs(20));
        let Message::Happened(news) = message.expect("the run goes on") else {
            continue;
        };
        match news.told {
            Told::Settled(standing) if standing.measured.iter().flatten().any(listens) => break,
            Told::Settled(_) => stage.admit(),
            Told::Happened(event) => assert!(!matches!(event, Event::End(_)), "{event:?}"),
        }
    }
}
