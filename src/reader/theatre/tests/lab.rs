//! Runs of the laboratory: their frames, fates, states and charts.

use std::io::{self, Read, Write};

use super::*;
use crate::event::{Evidence, Fate, Frame, Gauge, Passage, Start};
use crate::lab::{Cable, HostOptions, Network, lose, pass};
use crate::net::gate::Pace;
use crate::reader::theatre::scene::{Item, Rung};

/// A demo of the laboratory that only a test runs.
pub const fn laboratory(slug: &'static str, run: fn(&Knobs) -> io::Result<()>) -> Demo {
    Demo {
        slug,
        evidence: Evidence::Lab,
        file: "tests.rs",
        source: "",
        beside: &[],
        actors: &["client", "server"],
        knobs: &[],
        visitors: None,
        sockets: |_| 0,
        quiet: |_| Duration::from_secs(20),
        gauges: &[],
        needs_sim: |_| None,
        run,
    }
}

/// What happens when a demo without knobs runs by itself to its end.
pub fn ran(demo: &'static Demo) -> Vec<Event> {
    let knobs = Knobs::read(&[], false, &[]).unwrap();
    let mut running = demo.start(knobs, Pace::Free, 1).unwrap();
    let mut events = Vec::new();
    while !matches!(events.last(), Some(Event::End(_))) {
        let wait = Duration::from_secs(20);
        events.push(running.next(wait).expect("the run goes on"));
    }
    assert!(matches!(events.last(), Some(Event::End(end)) if end.status == Status::Finished));
    events
}

/// A connection on which everything is measured and the fourth full segment is lost.
static MEASURED: Demo = laboratory("measured", |_| {
    let mut network = Network::new(1);
    let client = network.host("client", "10.0.0.1/24", HostOptions::default())?;
    let server = network.host("server", "10.0.0.2/24", HostOptions::default())?;
    let mut full = 0;
    let cable = Cable::of_delay(Duration::from_millis(50));
    network.join(client, server, cable, move |frame| {
        full += usize::from(frame.tcp().is_some_and(|segment| segment.len > 1000));
        match full == 4 {
            true => {
                full += 1;
                lose()
            }
            false => pass(),
        }
    });
    network.introduce(client, server);
    network.measure_all();
    network.program(server, |host| {
        let (mut stream, _) = host.listen(7)?.accept()?;
        let mut buffer = vec![0; 4096];
        while stream.read(&mut buffer)? > 0 {}
        Ok(())
    });
    network.program(client, |host| {
        host.connect("10.0.0.2:7")?.write_all(&[b'.'; 20_000])
    });
    network.run()
});

fn replay_of(events: Vec<Event>, lang: Lang) -> Model {
    let mut model = Model::new(words(lang), None, Kind::Live);
    model.predict = false;
    model.replay(events, Some("2026-11-22".to_string()));
    model
}

#[test]
fn screens_of_the_laboratory_are_as_expected() {
    let measured = ran(&MEASURED);
    for (name, typed) in [("charts", "6G"), ("ends", "4G")] {
        compare(&format!("theatre/{name}"), |lang, size| {
            let mut model = replay_of(measured.clone(), lang);
            press(&mut model, &keys(typed));
            dump(&draw(&model, size, false))
        });
    }
    for typed in ["", "3", "4", "6", "z"] {
        let mut model = replay_of(measured.clone(), Lang::En);
        press(&mut model, &keys("G"));
        press(&mut model, &keys(typed));
        let shown = dump(&draw(&model, (120, 40), true));
        // Text may hold more than ASCII; what is drawn may not.
        let shown = shown.replace(['⟦', '⟧', '§', 'µ'], "");
        assert!(shown.is_ascii(), "{shown}");
    }
}

#[test]
fn every_moment_can_be_drawn_and_looks_the_same_on_the_way_back() {
    let mut model = replay_of(ran(&MEASURED), Lang::En);
    let look = |model: &Model| {
        let sizes = [(40, 12), (80, 24), (120, 40)];
        sizes.map(|size| dump(&draw(model, size, false)))
    };
    for pane in ["0", "4", "6"] {
        press(&mut model, &keys(pane));
        press(&mut model, &keys("g"));
        let mut shown = vec![look(&model)];
        while model.shown() < model.record.len() {
            press(&mut model, &[key(KeyCode::Right)]);
            shown.push(look(&model));
        }
        assert!(shown.len() > 30, "{}", shown.len());
        for before in shown.iter().rev().skip(1) {
            press(&mut model, &[key(KeyCode::Left)]);
            assert_eq!(&look(&model), before);
        }
    }
}

/// The record of a run with these events after its start.
fn record_of(events: Vec<Event>) -> Vec<Event> {
    let start = Start {
        demo: "measured".to_string(),
        evidence: Evidence::Lab,
        version: String::new(),
        os: String::new(),
        seed: 0,
        date: None,
        knobs: Vec::new(),
        actors: vec!["a".to_string(), "b".to_string()],
    };
    [vec![Event::Start(start)], events].concat()
}

fn frame(number: u64, t_us: u64, passage: Passage) -> Event {
    Event::Frame(Frame {
        seq: number,
        t_us,
        number,
        from: "a".into(),
        to: "b".into(),
        step: None,
        source: None,
        passage,
    })
}

fn sent(number: u64, t_us: u64, fate: Fate) -> Event {
    let passage = Passage::Sent {
        bytes: vec![0; 60].into(),
        fate,
        chosen: false,
        arrives_us: None,
    };
    frame(number, t_us, passage)
}

fn arrived(number: u64, t_us: u64) -> Event {
    let bytes = vec![0; 60].into();
    frame(number, t_us, Passage::Arrived { bytes })
}

#[test]
fn a_frame_is_sent_and_arrives_or_is_lost_and_that_is_seen() {
    let scene = Scene::of(
        words(Lang::En),
        &record_of(vec![
            sent(1, 0, Fate::Deliver),
            arrived(1, 50),
            sent(2, 60, Fate::Duplicate),
            sent(3, 70, Fate::Drop),
            arrived(2, 110),
            arrived(2, 111),
            // Of these nothing was ever sent.
            arrived(9, 120),
        ]),
    );
    let rungs = [
        Rung::Frame(0),
        Rung::Frame(1),
        Rung::Frame(2),
        Rung::Arrival(1),
        Rung::Arrival(1),
    ];
    assert_eq!(scene.rungs, rungs);
    let arrivals: Vec<Option<u64>> = scene.frames.iter().map(|it| it.arrived_us).collect();
    assert_eq!(arrivals, [Some(50), Some(110), None]);
    assert!(scene.arrives_at_once(0) && !scene.arrives_at_once(1));
    assert_eq!(scene.current, Some(Item::Frame(1)));
    assert_eq!(scene.curves.losses, [70]);
}

#[test]
fn both_ends_of_a_connection_stand_side_by_side_at_every_moment() {
    let mut model = replayed("handshake", Lang::En, 0);
    press(&mut model, &keys("4"));
    let mut pairs = Vec::new();
    while model.shown() < model.record.len() {
        press(&mut model, &[key(KeyCode::Right)]);
        let shown = dump(&draw(&model, (80, 24), false));
        let states = shown
            .lines()
            .find_map(|line| line.trim().strip_prefix("state "));
        let states = states.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        if let Some(states) = states.filter(|states| pairs.last() != Some(states)) {
            pairs.push(states);
        }
    }
    let expected = [
        "LISTEN -",
        "SYN-SENT LISTEN",
        "SYN-SENT SYN-RECEIVED",
        "ESTABLISHED SYN-RECEIVED",
        "FIN-WAIT-1 SYN-RECEIVED",
        "FIN-WAIT-1 ESTABLISHED",
        "FIN-WAIT-1 CLOSE-WAIT",
        "FIN-WAIT-1 LAST-ACK",
        "TIME-WAIT LAST-ACK",
        "TIME-WAIT CLOSED",
    ];
    assert_eq!(pairs, expected);
}

#[test]
fn values_of_a_connection_stay_its_own_when_it_is_accepted() {
    let events = ran(&MEASURED);
    let scene = Scene::of(words(Lang::En), &events);
    let mut sockets: Vec<&str> = scene.curves.all.iter().map(|it| &*it.socket).collect();
    sockets.sort_unstable();
    sockets.dedup();
    assert_eq!(sockets, ["client/1", "server/2"]);
    let value = |name: &str, at: u64| {
        let mut curves = scene.curves.all.iter();
        let curve = curves.find(|it| it.name == name && *it.socket == *"client/1");
        curve.and_then(|curve| curve.at(at))
    };
    assert_eq!(value("slow_start_threshold", 0), None);
    assert_eq!(scene.curves.losses.len(), 1);
    let lost = scene.curves.losses[0];
    let window = |at| value("congestion_window", at).unwrap();
    let most = events.iter().filter_map(|event| match event {
        Event::Gauge(Gauge {
            name,
            value: crate::event::Value::Number(value),
            ..
        }) if name == "congestion_window" => Some(*value),
        _ => None,
    });
    assert_eq!(
        most.max(),
        scene
            .curves
            .all
            .iter()
            .filter(|it| it.name == "congestion_window")
            .map(|it| it.most)
            .max()
    );
    assert!(value("slow_start_threshold", u64::MAX).is_some());
    assert!(window(lost) > window(0), "{} {}", window(lost), window(0));
}
