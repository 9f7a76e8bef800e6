//! Live runs, stepped.

use super::*;

/// Steps a live run to its end, as the loop does; the model that is left.
fn lived(slug: &str, settings: &[&str]) -> Model {
    let demo = Demo::find(slug).unwrap();
    let settings: Vec<String> = settings.iter().map(|text| text.to_string()).collect();
    let knobs = Knobs::read(demo.knobs, true, &settings).unwrap();
    let mut model = Model::new(words(Lang::En), Some(demo), Kind::Live);
    model.live();
    let (post, inbox) = mailbox();
    let stage = Stage::start(demo, knobs, 0, model.run, &post).unwrap();
    while !model.record.is_over() {
        let message = inbox
            .recv_timeout(Duration::from_secs(20))
            .expect("the run goes on");
        let Message::Happened(news) = message else {
            panic!("{message:?}");
        };
        assert_eq!(update::news(&mut model, *news), []);
        let waits = model.standing.next.is_some();
        if waits && press(&mut model, &[key(KeyCode::Enter)]) == [Command::Admit] {
            stage.admit();
        }
    }
    model
}

#[test]
fn a_live_run_is_stepped_to_its_end() {
    let model = lived("tcp-echo", &["clients=3", "message=你好"]);
    let end = model.scene.end.as_ref().unwrap();
    assert_eq!((end.status, &end.error), (Status::Finished, &None));
    assert_eq!(model.scene.actors.len(), 4);
    // Every connect and every write reaches the other side.
    for call in model
        .scene
        .calls
        .iter()
        .filter(|call| call.name == "connect" || call.name == "write")
    {
        assert!(call.to.is_some(), "{call:?}");
    }
    let all = Scene::of(words(Lang::En), model.record.events());
    assert_eq!(
        (&all.rungs, &all.calls),
        (&model.scene.rungs, &model.scene.calls)
    );
    dump(&draw(&model, (80, 24), false));
}

#[test]
fn a_stage_is_left_at_once_while_everybody_waits() {
    let demo = Demo::find("both-wait").unwrap();
    let knobs = Knobs::read(demo.knobs, true, &[]).unwrap();
    let (post, inbox) = mailbox();
    let stage = Stage::start(demo, knobs, 0, 1, &post).unwrap();
    // Through the gate until nobody stands there: both are blocked then.
    loop {
        let message = inbox.recv_timeout(Duration::from_secs(20)).unwrap();
        if let Message::Happened(news) = message
            && let Told::Settled(standing) = news.told
        {
            let blocked = standing
                .actors
                .iter()
                .all(|state| matches!(state.place, crate::net::gate::Place::Blocked(_)));
            if standing.next.is_none() && blocked && standing.actors.len() == 2 {
                break;
            }
            stage.admit();
        }
    }
    let before = std::time::Instant::now();
    drop(stage);
    assert!(
        before.elapsed() < Duration::from_millis(1500),
        "{:?}",
        before.elapsed()
    );
}
