//! Going on to a step by itself.

use super::*;
use crate::reader::theatre::model::Goal;

fn told(slug: &str) -> Model {
    let mut model = replayed(slug, Lang::En, 0);
    let course = Course::embedded().unwrap();
    model.narration = course.narration(slug, Lang::En).unwrap();
    model
}

fn next_step(model: &Model) -> Option<&str> {
    model.next()?.step().map(|step| &**step)
}

#[test]
fn a_record_is_gone_through_to_the_step_and_the_step_is_told() {
    let mut model = told("tcp-echo");
    model.goal = Some(Goal::Step("send".into()));
    assert_eq!(update::onward(&mut model), []);
    assert_eq!((next_step(&model), &model.goal), (Some("send"), &None));
    let begun = |model: &Model| model.scene.has_begun(&"send".into());
    assert!(!begun(&model) && model.scene.calls.len() > 5);
    let title = model.title("send");
    let shown = dump(&draw(&model, (120, 40), false));
    assert!(shown.contains(&title), "{shown}");
    // Once its first call is made, as always.
    press(&mut model, &keys("\n"));
    assert!(begun(&model) && model.reached.is_none());
}

#[test]
fn the_question_of_the_step_is_asked_and_none_before_it() {
    let mut model = told("tcp-echo");
    model.predict = true;
    let asks = |step: &str| {
        let sections = model.narration.as_ref().unwrap();
        sections.section(step).unwrap().predict.is_some()
    };
    assert!(asks("accept") && asks("finish"));
    model.goal = Some(Goal::Step("finish".into()));
    assert_eq!(update::onward(&mut model), []);
    assert_eq!(&*model.asking.as_ref().unwrap().step, "finish");
    // What is told of it would be the answer.
    assert_eq!((&model.reached, model.asked.len()), (&None, 1));
}

#[test]
fn a_step_that_does_not_come_is_said_at_the_end() {
    let mut model = told("tcp-echo");
    model.goal = Some(Goal::Step("nowhere".into()));
    update::onward(&mut model);
    assert_eq!((model.shown(), &model.goal), (model.record.len(), &None));
    let shown = dump(&draw(&model, (80, 24), false));
    assert!(shown.contains("“nowhere” does not come"), "{shown}");
}

#[test]
fn from_step_to_step_and_back_over_the_same_ones() {
    for slug in ["tcp-echo", "both-wait", "handshake", "nat-box"] {
        let mut model = told(slug);
        let (mut seen, mut titles) = (vec![model.shown()], Vec::new());
        titles.extend(next_step(&model).map(str::to_string));
        loop {
            press(&mut model, &keys("n"));
            seen.push(model.shown());
            let Some(step) = next_step(&model).filter(|_| model.reached.is_some()) else {
                break;
            };
            assert!(!titles.contains(&step.to_string()), "{slug} {step}");
            titles.push(step.to_string());
        }
        assert_eq!(model.shown(), model.record.len(), "{slug}");
        let told = model.narration.as_ref().unwrap();
        // A stranger's visit and what is said at the end are no steps of this run.
        let missing: Vec<&str> = (told.sections.iter().map(|section| &*section.step))
            .filter(|id| !titles.iter().any(|title| title == id))
            .filter(|id| !["after", "visitor"].contains(id))
            .collect();
        if slug == "tcp-echo" {
            assert_eq!(missing, [""; 0]);
        }
        for place in seen.iter().rev().skip(1) {
            press(&mut model, &keys("N"));
            assert_eq!(model.shown(), *place, "{slug}");
        }
    }
}

#[test]
fn a_live_run_goes_on_to_the_step_without_a_key_and_any_key_stops_it() {
    for (slug, wanted, stop) in [
        ("tcp-echo", "finish", None),
        ("handshake", "fin", None),
        ("tcp-echo", "finish", Some(4)),
    ] {
        let demo = Demo::find(slug).unwrap();
        let knobs = Knobs::read(demo.knobs, true, &[]).unwrap();
        let mut model = Model::new(words(Lang::En), Some(demo), Kind::Live);
        model.live();
        model.goal = Some(Goal::Step(wanted.into()));
        let (post, inbox) = mailbox();
        let stage = Stage::start(demo, knobs, 0, model.run, &post).unwrap();
        while model.goal.is_some() {
            let message = inbox.recv_timeout(Duration::from_secs(20));
            let Message::Happened(news) = message.expect("the run goes on") else {
                panic!("no news");
            };
            for command in update::news(&mut model, *news) {
                assert_eq!(command, Command::Admit);
                stage.admit();
            }
            if stop.is_some_and(|calls| model.scene.calls.len() >= calls) {
                let shown = dump(&draw(&model, (80, 24), false));
                assert!(shown.contains("any key stops on the way"), "{shown}");
                assert_eq!(press(&mut model, &keys("z")), []);
                assert!(!model.projector);
            }
        }
        match stop {
            None => assert_eq!(next_step(&model), Some(wanted)),
            Some(_) => assert!(!model.scene.has_begun(&wanted.into())),
        }
    }
}
