//! A theatre that plays by itself.

use super::*;

#[test]
fn a_theatre_that_was_asked_to_play_goes_to_the_end_by_itself() {
    let mut model = replayed("tcp-echo", Lang::En, 0);
    model.play_at(Duration::from_millis(1300));
    let (size, words) = ((80, 24), words(Lang::En));
    let shown = dump(&draw(&model, size, false));
    assert!(shown.contains("plays, 1.3 s"), "{shown}");
    for _ in 0..1000 {
        assert_eq!(update::tick(&mut model), []);
    }
    assert!(!model.playing && model.shown() == model.record.len());
    let shown = dump(&draw(&model, size, false));
    assert!(shown.contains(words.theatre.over), "{shown}");
}

/// Where everybody stands comes on another way than what happened, and may overtake it.
#[test]
fn who_is_next_is_not_known_before_what_led_there() {
    let mut model = Model::new(words(Lang::En), Demo::find("tcp-echo"), Kind::Live);
    model.live();
    model.predict = false;
    let run = model.run;
    let events: Vec<Event> = record("tcp-echo").into_iter().take(3).collect();
    let Event::Call(call) = &events[1] else {
        panic!("{:?}", events[1]);
    };
    let spot = Spot {
        name: "bind",
        socket: call.socket.clone(),
        step: None,
        source: call.source.clone(),
        frame: None,
    };
    let standing = Standing {
        actors: Vec::new(),
        admitted: 0,
        events: 3,
        next: Some(("server".into(), spot)),
        measured: None,
    };
    let told = Told::Settled(standing);
    update::news(&mut model, News { run, told });
    press(&mut model, &keys("\n"));
    let mut commands = Vec::new();
    for event in events {
        assert_eq!((commands.len(), model.standing.next.is_some()), (0, false));
        let told = Told::Happened(event);
        commands = update::news(&mut model, News { run, told });
    }
    // The key that came too early.
    assert_eq!(commands, [Command::Admit]);
}

#[test]
fn faster_and_slower_leave_a_pace_of_ones_own_in_the_right_direction() {
    let mut model = replayed("tcp-echo", Lang::En, 0);
    let paced = |model: &mut Model, pace, typed: &str| {
        model.play_at(Duration::from_millis(pace));
        press(model, &keys(typed));
        (model.pace, model.playing)
    };
    assert_eq!(paced(&mut model, 1300, "+"), (1000, true));
    assert_eq!(paced(&mut model, 1300, "-"), (2000, true));
    assert_eq!(paced(&mut model, 60_000, "-"), (60_000, true));
    assert_eq!(paced(&mut model, 50, "+"), (50, true));
    assert_eq!(paced(&mut model, 50, "+ "), (50, false));
}

#[test]
fn a_run_that_could_not_start_does_not_play_its_record_unasked() {
    let mut model = Model::new(words(Lang::En), Demo::find("demux"), Kind::Live);
    model.has_record = true;
    model.failure = Some("too few descriptors".to_string());
    model.play_at(Duration::from_millis(500));
    assert!(!model.playing);
    assert_eq!(update::tick(&mut model), []);
}
