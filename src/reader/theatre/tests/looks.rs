//! Every look of the theatre, from plain data: recorded runs, and live ones at one of their moments.

use std::fs;

use super::*;
use crate::course::Narration;
use crate::event::{End, Failing, Passage};
use crate::net::gate::{ActorState, OfferedFrame, Place, Spot};
use crate::reader::theatre::stage::Standing;

const LISTENS: &str = "\n## listen: listen\n\n`socket`, `bind`, `listen`: three calls.\n";

/// What stands in a narration before its sections and in the one of `accept`, in each language.
const NARRATION: [(&str, &str); 2] = [
    (
        "+++\ntitle = \"A live echo\"\nsummary = \"s\"\n[knobs]\nmessage = \"the text of each client\"\n\
         clients = \"how many\"\n+++\nTwo programs talk to each other.\n",
        "\n## accept: The server waits\n\nIt **blocks** until somebody connects.\n\n```predict\n\
         kind = \"predict\"\nquestion = \"What does `accept` return?\"\n[[choice]]\ntext = \"a new socket\"\n\
         right = true\nwhy = \"One for each client.\"\n[[choice]]\ntext = \"the listener\"\n\
         why = \"The listener goes on listening.\"\n```\n",
    ),
    (
        "+++\ntitle = \"实时回送\"\nsummary = \"s\"\n[knobs]\nmessage = \"每个客户端的文字\"\n\
         clients = \"多少个\"\n+++\n两个程序互相交谈。\n",
        "\n## accept: 服务器等待\n\n它**阻塞**，直到有人连接。\n\n```predict\nkind = \"predict\"\n\
         question = \"`accept` 返回什么？\"\n[[choice]]\ntext = \"一个新的套接字\"\nright = true\n\
         why = \"每个客户端一个。\"\n[[choice]]\ntext = \"监听套接字\"\nwhy = \"它还在监听。\"\n```\n",
    ),
];

/// A narration of tcp-echo: two steps, the second with a question.
fn narration(lang: Lang) -> Option<Narration> {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    fs::create_dir(folder.path().join("01-a")).unwrap();
    write("course.toml", "title = \"T\"");
    write(
        "01-a/en.md",
        "+++\ntitle = \"T\"\nsummary = \"s\"\nminutes = 1\n+++\n# T\n",
    );
    for (lang, (intro, accept)) in Lang::ALL.iter().zip(NARRATION) {
        write(
            &format!("01-a/tcp-echo.{lang}.md"),
            &format!("{intro}{LISTENS}{accept}"),
        );
    }
    let course = Course::open(folder.path()).unwrap();
    course.narration("tcp-echo", lang).unwrap()
}

/// Everybody stands still, and this is what happens next, if it is something that waits for a key.
pub fn standing(next: &Event) -> Option<Standing> {
    let (actor, spot) = match next {
        Event::Call(call) => {
            let spot = Spot {
                name: call.name.clone().into_owned().leak(),
                socket: call.socket.clone(),
                step: call.step.clone(),
                source: call.source.clone(),
                frame: None,
            };
            (call.actor.clone(), spot)
        }
        Event::Frame(frame) => {
            let Passage::Sent { bytes, fate, .. } = &frame.passage else {
                return None;
            };
            let offered = OfferedFrame {
                number: frame.number,
                from: frame.from.clone(),
                to: frame.to.clone(),
                bytes: bytes.clone(),
                fate: fate.clone(),
            };
            let spot = Spot {
                name: "frame",
                socket: frame.from.clone(),
                step: frame.step.clone(),
                source: frame.source.clone()?,
                frame: Some(offered.into()),
            };
            (frame.from.clone(), spot)
        }
        _ => return None,
    };
    let at_gate = ActorState {
        actor: actor.clone(),
        place: Place::AtGate(spot.clone()),
    };
    Some(Standing {
        actors: vec![at_gate],
        next: Some((actor, spot)),
        ..Standing::default()
    })
}

/// A live run as it stands after so many steps of its record: what came next there, is next here.
pub fn live(slug: &str, lang: Lang, steps: usize) -> Model {
    let seen = replayed(slug, lang, steps);
    let mut model = Model::new(words(lang), Demo::find(slug), Kind::Live);
    model.predict = false;
    model.has_record = true;
    model.live();
    for event in &seen.record.events()[..seen.shown()] {
        model.happened(event.clone());
    }
    model.standing = standing(seen.record.next(seen.shown()).unwrap()).unwrap();
    model.moving = false;
    model
}

/// A live run in which everybody waits for the other.
fn all_wait(lang: Lang) -> Model {
    let mut model = Model::new(words(lang), Demo::find("both-wait"), Kind::Live);
    model.live();
    for event in record("both-wait") {
        if model.scene.stalled.is_none() {
            model.happened(event);
        }
    }
    model
}

/// A run that could not be started.
fn cannot_start(lang: Lang) -> Model {
    let mut model = Model::new(words(lang), Demo::find("tcp-echo"), Kind::Live);
    model.has_record = true;
    model.live();
    let why = words(lang).troubles["descriptors"].what;
    let values = [("slug", "tcp-echo"), ("needed", "9"), ("allowed", "3")];
    model.failure = Some(crate::lang::fill(why, &values));
    model
}

/// A live run one of whose actors has panicked.
fn panicked(lang: Lang) -> Model {
    let mut model = live("tcp-echo", lang, 9);
    let failing = Failing::Panic {
        actor: "server".to_string(),
        message: Some("index out of bounds\u{1b}[31m".to_string()),
    };
    model.happened(Event::End(End {
        status: Status::Failed,
        error: Some(failing),
    }));
    model
}

pub fn asked(lang: Lang) -> Model {
    let mut model = replayed("tcp-echo", lang, 0);
    model.narration = narration(lang);
    model.predict = true;
    while model.asking.is_none() {
        press(&mut model, &keys("\n"));
    }
    model
}

fn echo(lang: Lang) -> Model {
    replayed("tcp-echo", lang, 9)
}

fn verdict(lang: Lang) -> Model {
    let mut model = asked(lang);
    press(&mut model, &keys("b"));
    while update::verdict(&model).is_none() {
        assert!(model.shown() < model.record.len());
        press(&mut model, &keys("\n"));
    }
    model
}

fn told(lang: Lang) -> Model {
    let mut model = replayed("tcp-echo", lang, 2);
    model.narration = narration(lang);
    model
}

/// A look: its name, what is shown, and the keys that lead there.
type Look = (&'static str, fn(Lang) -> Model, &'static str);

const LOOKS: &[Look] = &[
    ("all", echo, ""),
    ("projector", echo, "z"),
    ("help", echo, "?"),
    ("ladder", |lang| replayed("both-wait", lang, 12), "G1"),
    ("source", |lang| replayed("tcp-echo", lang, 12), "2"),
    (
        "bytes",
        |lang| replayed("stream-merge", lang, 12),
        "G3\u{1b}kkkkk3",
    ),
    ("sockets", |lang| replayed("tcp-echo", lang, 12), "4"),
    (
        "measured",
        |lang| replayed("slow-reader", lang, 12),
        "Ghhhhhhhhhhhhhhhhhh4",
    ),
    ("narration", told, "5"),
    ("no-charts", echo, "6"),
    ("chosen", echo, "kkk"),
    ("replay-start", |lang| replayed("tcp-echo", lang, 0), ""),
    ("replay-end", echo, "G"),
    ("playing", echo, "a"),
    ("asked", asked, ""),
    ("asked-projector", asked, "z"),
    ("predicted", asked, "b"),
    ("verdict", verdict, ""),
    ("lab", |lang| replayed("handshake", lang, 10), ""),
    ("lab-projector", |lang| replayed("handshake", lang, 10), "z"),
    ("frame", |lang| replayed("handshake", lang, 5), "3"),
    (
        "field",
        |lang| replayed("handshake", lang, 5),
        "3↓↓↓↓↓↓↓↓↓↓↓↓↓↓↓↓↓↓↓↓↓↓↓↓↓↓↓↓↓↓↓↓↓↓",
    ),
    ("nat", |lang| replayed("nat-box", lang, 60), "4"),
    ("live", |lang| live("tcp-echo", lang, 9), ""),
    ("looking-back", |lang| live("tcp-echo", lang, 9), "hhh"),
    ("knobs", |lang| live("tcp-echo", lang, 9), "e"),
    (
        "knobs-refused",
        |lang| live("tcp-echo", lang, 9),
        "e↓\u{8}99999\n",
    ),
    ("frame-waits", |lang| live("handshake", lang, 3), ""),
    ("fate", |lang| live("handshake", lang, 3), "f"),
    ("all-wait", all_wait, ""),
    ("cannot-start", cannot_start, ""),
    ("panicked", panicked, ""),
];

#[test]
fn screens() {
    for (name, model, typed) in LOOKS {
        compare(&format!("theatre/{name}"), |lang, size| {
            let mut model = model(lang);
            press(&mut model, &keys(typed));
            dump(&draw(&model, size, false))
        });
    }
}
