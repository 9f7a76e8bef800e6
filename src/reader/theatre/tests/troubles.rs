//! What is said when the live run cannot be, or comes to no good end.

use super::*;
use crate::event::{End, Failing, Waiting};

/// A screen as running text.
fn text(model: &Model, size: (u16, u16)) -> String {
    let shown = dump(&draw(model, size, false)).replace(['⟦', '⟧'], "");
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn begun(lang: Lang) -> Model {
    let mut model = Model::new(words(lang), Demo::find("tcp-echo"), Kind::Live);
    model.has_record = true;
    model.live();
    model
}

#[test]
fn why_a_run_could_not_start_is_read_in_whole_in_the_smallest_window() {
    let why = "tcp-echo needs 11 descriptors and this process may open only 9";
    for (lang, sentence) in [
        (Lang::En, format!("{why}.")),
        (Lang::Zh, format!("{why}。")),
    ] {
        let mut model = begun(lang);
        model.failure = Some(why.to_string());
        let offer = model.words.theatre.offer_record;
        for typed in ["", "z"] {
            press(&mut model, &keys(typed));
            for size in [(40, 12), (61, 17)] {
                let shown = text(&model, size);
                assert!(shown.contains(&sentence), "{shown}");
                assert!(shown.contains(offer), "{shown}");
                assert!(shown.contains(model.words.theatre.not_running), "{shown}");
            }
        }
        assert_eq!(press(&mut model, &keys("v")), [Command::Replay]);
        assert_eq!(press(&mut model, &keys("\n")), [Command::Replay]);
    }
}

#[test]
fn why_a_run_failed_is_read_in_whole_and_the_record_is_offered() {
    let mut model = begun(Lang::En);
    let error = Failing::Call {
        actor: "client".to_string(),
        name: "ENETUNREACH".to_string(),
        said: String::new(),
    };
    for event in record("tcp-echo").into_iter().take(12) {
        model.happened(event);
    }
    model.happened(Event::End(End {
        status: Status::Failed,
        error: Some(error),
    }));
    press(&mut model, &keys("5"));
    let shown = text(&model, (40, 12));
    let sentence = "The run failed: client: ENETUNREACH (no way to the network).";
    assert!(shown.contains(sentence), "{shown}");
    assert!(shown.contains("v shows the recorded run."), "{shown}");
}

/// A connect that waits on one machine waits for packets that something has swallowed.
#[test]
fn the_record_is_offered_where_packets_are_swallowed_and_not_where_two_wait() {
    for (name, offered) in [("connect", true), ("read", false)] {
        let mut model = begun(Lang::En);
        for event in record("tcp-echo").into_iter().take(12) {
            model.happened(event);
        }
        let waiting = ["accept", name].map(|name| Waiting {
            actor: "client".into(),
            name: name.into(),
            socket: "client/1".into(),
        });
        model.happened(Event::Stall(crate::event::Stall {
            t_us: 9,
            waiting: waiting.to_vec(),
        }));
        let shown = text(&model, (80, 24));
        assert_eq!(
            shown.contains("v shows the recorded run."),
            offered,
            "{shown}"
        );
    }
}
