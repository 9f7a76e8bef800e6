//! Live runs of the laboratory, in which the learner decides what becomes of a frame.

use super::*;
use crate::event::Fate;
use crate::net::gate::Place;

/// A live run of the handshake; its messages, and what the screen knows of it.
struct Live {
    stage: Stage,
    inbox: mpsc::Receiver<Message>,
    model: Model,
}

impl Live {
    fn new(lang: Lang) -> Live {
        let demo = Demo::find("handshake").unwrap();
        let knobs = Knobs::read(demo.knobs, true, &[]).unwrap();
        let mut model = Model::new(words(lang), Some(demo), Kind::Live);
        model.predict = false;
        model.live();
        let (post, inbox) = mailbox();
        let stage = Stage::start(demo, knobs, 0, model.run, &post).unwrap();
        Live {
            stage,
            inbox,
            model,
        }
    }

    /// Waits until it is known who goes next, or the run is over.
    fn settled(&mut self) {
        while self.model.standing.next.is_none() && !self.model.record.is_over() {
            let message = self.inbox.recv_timeout(Duration::from_secs(20));
            if let Message::Happened(news) = message.expect("the run goes on") {
                update::news(&mut self.model, *news);
            }
        }
    }

    fn keys(&mut self, typed: &str) {
        for command in press(&mut self.model, &keys(typed)) {
            match command {
                Command::Admit => self.stage.admit(),
                Command::AdmitFrame(fate) => self.stage.admit_frame(fate),
                command => panic!("{command:?}"),
            }
        }
    }

    /// Steps until this frame waits for its fate.
    fn until(&mut self, flags: &str) {
        loop {
            self.settled();
            assert!(!self.model.record.is_over(), "no {flags}");
            let waits = self
                .model
                .offered()
                .map(|it| self.model.scene.preview(&it.bytes).text);
            if waits.is_some_and(|text| text.starts_with(flags)) {
                return;
            }
            self.keys("\n");
        }
    }
}

#[test]
fn each_key_after_f_gives_the_frame_its_fate() {
    let mut live = Live::new(Lang::En);
    press(&mut live.model, &keys("f"));
    assert!(!live.model.fating, "no frame waits yet");
    live.until("[SYN]");
    let last = {
        let frame = live.model.offered().unwrap();
        (frame.bytes.len() - 1, *frame.bytes.last().unwrap())
    };
    let standing = live.model.standing.clone();
    for (typed, fate) in [
        ("fd", Some(Fate::Deliver)),
        ("fx", Some(Fate::Drop)),
        ("f2", Some(Fate::Duplicate)),
        ("fl", Some(Fate::Delay(300_000))),
        (
            "fc",
            Some(Fate::Rewrite {
                offset: last.0,
                bytes: vec![last.1 ^ 1],
            }),
        ),
        ("fq", None),
        ("f\n", None),
    ] {
        let commands = press(&mut live.model, &keys(typed));
        let expected: Vec<Command> = fate.map(Command::AdmitFrame).into_iter().collect();
        assert_eq!(commands, expected, "{typed}");
        assert_eq!(live.model.standing.next.is_none(), !expected.is_empty());
        live.model.standing = standing.clone();
    }
}

#[test]
fn what_the_learner_loses_is_sent_again() {
    let mut live = Live::new(Lang::En);
    live.until("[SYN, ACK]");
    live.keys("fx");
    let shown = dump(&draw(&live.model, (80, 24), false));
    assert!(!shown.contains("fate_keys"), "{shown}");
    live.until("[SYN]");
    while !live.model.record.is_over() {
        live.settled();
        live.keys("\n");
    }
    let scene = &live.model.scene;
    let told: Vec<(&str, bool, bool)> = (scene.frames.iter())
        .map(|it| {
            (
                it.told.text.split(']').next().unwrap(),
                it.fate.is_loss(),
                it.chosen,
            )
        })
        .take(4)
        .collect();
    let expected = [
        ("[SYN", false, false),
        ("[SYN, ACK", true, true),
        ("[SYN", false, false),
        ("[SYN, ACK", false, false),
    ];
    assert_eq!(told, expected);
    assert!(
        scene.frames[2].sent_us >= 1_000_000,
        "its timer has run out"
    );
    assert_eq!(scene.end.as_ref().unwrap().status, Status::Finished);
    assert_eq!(scene.tcp_state("client").as_deref(), Some("TIME-WAIT"));
}

/// Who has not had a turn yet stands still, and nobody waits for it: the first key is answered at
/// once.
#[test]
fn a_program_before_its_first_turn_is_no_one_to_wait_for() {
    let mut live = Live::new(Lang::En);
    for _ in 0..4 {
        live.settled();
        let standing = &live.model.standing;
        assert!(standing.next.is_some(), "{standing:?}");
        let computes = (standing.actors.iter()).find(|it| it.place == Place::Running);
        assert_eq!(computes, None);
        live.keys("\n");
    }
}

#[test]
fn the_words_of_the_kernel_stay_with_the_kernel() {
    for lang in Lang::ALL {
        let theatre = &words(lang).theatre;
        let mut live = Live::new(lang);
        let first = dump(&draw(&live.model, (120, 40), false));
        assert!(first.contains(theatre.nothing_yet_lab), "{first}");
        live.until("[SYN]");
        let shown = dump(&draw(&live.model, (80, 24), false));
        assert!(
            shown.contains(&format!("f {}", theatre.short_fate)),
            "{shown}"
        );
        assert!(
            shown.contains(&format!("3 {}", theatre.frame_pane)),
            "{shown}"
        );
        // The frame is written in more columns than there are; what one can do is not cut off.
        assert!(shown.contains(theatre.offer_fate), "{shown}");
        live.keys("f");
        let asked = dump(&draw(&live.model, (120, 40), false));
        let keys = theatre.fate_keys.replace('\u{a0}', " ");
        assert!(asked.contains(&keys), "{asked}");
        assert!(!asked.contains(theatre.offer_fate), "{asked}");
        live.keys("q");
        press(&mut live.model, &[key(KeyCode::Left)]);
        let back = dump(&draw(&live.model, (120, 40), false));
        assert!(back.contains(theatre.looking_back_lab), "{back}");
    }
    let replay = dump(&draw(&replayed("handshake", Lang::En, 4), (80, 24), false));
    assert!(
        !replay.contains("choose its fate") && !replay.contains("f fate"),
        "{replay}"
    );
    let kernel = dump(&draw(&replayed("tcp-echo", Lang::En, 4), (120, 40), false));
    assert!(
        !kernel.contains("f fate") && kernel.contains("3 Bytes"),
        "{kernel}"
    );
}
