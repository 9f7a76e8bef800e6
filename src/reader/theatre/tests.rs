//! Tests of the whole theatre from plain data: the recorded runs that come with the program.

use std::sync::{Arc, mpsc};
use std::time::Duration;

use crossterm::event::{Event as Input, KeyCode};
use ratatui_core::buffer::Buffer;
use ratatui_core::layout::Rect;

use super::model::{Kind, Model};
use super::record::Record;
use super::scene::Scene;
use super::stage::{News, Stage, Standing, Told};
use super::update::{self, Command};
use super::view::{Look, view};
use crate::course::Course;
use crate::demos::{DEMOS, Demo, Knobs, records};
use crate::event::{Event, Status};
use crate::lang::Lang;
use crate::lang::words::words;
use crate::net::gate::Spot;
use crate::reader::inbox::Post;
use crate::reader::message::Message;
use crate::reader::screens::{SIZES, compare, dump, key, keys, window};
use crate::render::json;
use crate::render::page::layout::Labels;
use crate::render::theme::{Background, Depth, Theme};

mod clicks;
mod fates;
mod fields;
mod goals;
mod lab;
mod lanes;
mod live;
mod looks;
mod measured;
mod narrow;
mod nat;
mod pace;
mod recorded;
mod scroll;
pub mod stranger;
mod troubles;

/// What a run tells a screen with, and where it arrives.
fn mailbox() -> (Post, mpsc::Receiver<Message>) {
    let (sender, inbox) = mpsc::channel();
    let post: Post = Arc::new(move |message| {
        // The test may be over.
        let _ = sender.send(message);
    });
    (post, inbox)
}

fn record(slug: &str) -> Vec<Event> {
    json::record(records::of(slug).unwrap()).unwrap().0
}

/// A replay of a demo's record after so many steps. No narration: its words are the author's.
fn replayed(slug: &str, lang: Lang, steps: usize) -> Model {
    let mut model = Model::new(words(lang), Demo::find(slug), Kind::Live);
    model.predict = false;
    model.has_record = true;
    model.replay(record(slug), Some("2026-11-22".to_string()));
    press(&mut model, &vec![key(KeyCode::Enter); steps]);
    model
}

fn press(model: &mut Model, keys: &[Input]) -> Vec<Command> {
    keys.iter()
        .flat_map(|key| update::input(model, key))
        .collect()
}

fn draw(model: &Model, size: (u16, u16), ascii: bool) -> Buffer {
    let theme = Theme::new(Depth::None, Background::Dark);
    let look = Look {
        theme: &theme,
        labels: Labels::of_words(&model.words.page),
        ascii,
    };
    let (area, mut buffer) = window(size);
    view(model, &look, area, &mut buffer);
    buffer
}

#[test]
fn without_box_drawing_everything_is_ascii() {
    let shown = dump(&draw(&replayed("tcp-echo", Lang::En, 9), (80, 24), true));
    assert!(
        shown.is_ascii() || shown.replace(['⟦', '⟧'], "").is_ascii(),
        "{shown}"
    );
}

/// Code has many colours; the line that runs is one bar.
#[test]
fn the_line_that_runs_has_one_ink_on_one_background() {
    for background in [Background::Dark, Background::Light] {
        for depth in [Depth::Ansi16, Depth::Ansi256, Depth::True] {
            let model = replayed("tcp-echo", Lang::En, 9);
            let theme = Theme::new(depth, background);
            let look = Look {
                theme: &theme,
                labels: Labels::of_words(&model.words.page),
                ascii: false,
            };
            let (area, mut buffer) = window((80, 24));
            view(&model, &look, area, &mut buffer);
            let text = |y| -> String { (42..79).map(|x| buffer[(x, y)].symbol()).collect() };
            let lit = (2..12).find(|y| text(*y).starts_with("S ▸ 78"));
            let lit = lit.expect("the line of the next call");
            let mut looks: Vec<_> = (42..79)
                .map(|x| &buffer[(x, lit)])
                .map(|cell| (cell.fg, cell.bg, cell.modifier))
                .collect();
            looks.dedup();
            assert_eq!(looks.len(), 1, "{looks:?}");
            let above = &buffer[(60, lit - 1)];
            let above = (above.fg, above.bg, above.modifier);
            assert!(looks[0].1 != above.1 || looks[0].2 != above.2, "{looks:?}");
        }
    }
}

/// Two actors wait far from one another in the source: both lines are seen, both are lit.
#[test]
fn the_line_of_each_actor_is_seen() {
    let mut model = replayed("both-wait", Lang::En, 0);
    let waits = "client-waits".into();
    for _ in 0..40 {
        if !model.scene.has_begun(&waits) {
            press(&mut model, &[key(KeyCode::Enter)]);
        }
    }
    assert!(model.scene.has_begun(&waits));
    let sources = |size| {
        let shown = dump(&draw(&model, size, false));
        let lit = shown.split('⟦').skip(1);
        let lit = lit.filter_map(|text| text.split_once('⟧').map(|(text, _)| text.to_string()));
        lit.filter(|text| text.contains('┊')).collect::<Vec<_>>()
    };
    for size in [(80, 24), (120, 40)] {
        let lit = sources(size);
        assert_eq!(lit.len(), 2, "{lit:?}");
        assert!(
            lit[0].starts_with("S ┊") && lit[1].starts_with("C ┊"),
            "{lit:?}"
        );
        assert!(lit[1].contains(".read("), "{lit:?}");
    }
}

#[test]
fn every_size_can_be_drawn() {
    let course = Course::embedded().unwrap();
    for lang in Lang::ALL {
        let mut model = replayed("stream-merge", lang, 0);
        model.narration = course.narration("stream-merge", lang).unwrap();
        model.predict = true;
        for step in 0..24 {
            press(
                &mut model,
                &keys(["\n", "a", "\n", "z", "2", "3", "4", "5", "0"][step % 9]),
            );
            for width in (0..130).step_by(13) {
                for height in (0..45).step_by(6) {
                    dump(&draw(&model, (width, height), step % 2 == 0));
                }
            }
        }
        for size in [(1, 1), (500, 200), (39, 40), (40, 11), (41, 13)] {
            model.help = Some(Default::default());
            dump(&draw(&model, size, false));
        }
    }
}

#[test]
fn a_small_window_says_so() {
    let model = replayed("tcp-echo", Lang::En, 1);
    let shown = dump(&draw(&model, (39, 12), false));
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(shown, words(Lang::En).reader.too_small);
}

#[test]
fn a_scene_is_what_its_events_make_it() {
    for demo in DEMOS {
        let events = record(demo.slug);
        let all = Record::of(events.clone());
        let mut grown = Scene::new(words(Lang::En));
        let (mut at, mut seen) = (0, vec![all.first()]);
        for event in &events {
            grown.add(event);
            at += 1;
            let made = Scene::of(words(Lang::En), &events[..at]);
            assert_eq!(grown.rungs, made.rungs);
            assert_eq!(grown.calls, made.calls);
            assert_eq!(grown.actors, made.actors);
            assert_eq!(grown.sentences(), made.sentences());
        }
        // Forward through every moment, and back through the same ones.
        while let Some(next) = seen
            .last()
            .map(|at| all.after(*at))
            .filter(|n| Some(n) != seen.last())
        {
            seen.push(next);
        }
        assert_eq!(seen.last(), Some(&events.len()));
        assert!(seen.is_sorted_by(|a, b| a < b), "{seen:?}");
        for pair in seen.windows(2) {
            assert_eq!(all.before(pair[1]), pair[0], "{}", demo.slug);
        }
    }
}

#[test]
fn stepping_back_and_forward_shows_the_same() {
    let mut model = replayed("udp-echo", Lang::En, 0);
    let mut shown = vec![dump(&draw(&model, (120, 40), false))];
    for _ in 0..60 {
        press(&mut model, &[key(KeyCode::Right)]);
        let now = dump(&draw(&model, (120, 40), false));
        if shown.last() == Some(&now) {
            break;
        }
        shown.push(now);
    }
    assert!(shown.len() > 15, "{}", shown.len());
    for before in shown.iter().rev().skip(1) {
        press(&mut model, &[key(KeyCode::Left)]);
        assert_eq!(&dump(&draw(&model, (120, 40), false)), before);
    }
}

#[test]
fn a_question_is_asked_before_the_kernel_answers() {
    let mut model = replayed("tcp-echo", Lang::En, 0);
    model.narration = Course::embedded()
        .unwrap()
        .narration("tcp-echo", Lang::En)
        .unwrap();
    model.predict = true;
    while model.asking.is_none() {
        let before = model.shown();
        press(&mut model, &[key(KeyCode::Enter)]);
        assert!(model.shown() > before, "no question in the whole run");
    }
    let asked = model.asking.clone().unwrap();
    let at = model.shown();
    let wrong = asked
        .question
        .choices
        .iter()
        .position(|choice| !choice.right)
        .unwrap();
    let letter = crate::render::question::letter(wrong);
    press(&mut model, &[key(KeyCode::Char(letter))]);
    assert_eq!((model.shown(), model.asking.is_some()), (at, false));
    assert_eq!(model.answers, [(asked.step.to_string(), false)]);
    assert_eq!(update::verdict(&model), None);
    model.predict = false;
    let mut verdict = None;
    while verdict.is_none() && model.shown() < model.record.len() {
        press(&mut model, &[key(KeyCode::Enter)]);
        verdict = update::verdict(&model);
    }
    assert!(verdict.unwrap().starts_with("You predicted"));
}

/// Control and a letter is another key than the letter.
#[test]
fn a_letter_with_control_answers_nothing() {
    let control = |letter| {
        let held = crossterm::event::KeyModifiers::CONTROL;
        Input::Key(crossterm::event::KeyEvent::new(KeyCode::Char(letter), held))
    };
    let mut asked = looks::asked(Lang::En);
    press(&mut asked, &[control('a')]);
    assert!(asked.answers.is_empty() && asked.asking.is_some());
    let mut live = looks::live("handshake", Lang::En, 3);
    press(&mut live, &keys("f"));
    assert_eq!(press(&mut live, &[control('d')]), []);
    press(&mut live, &keys("f"));
    assert_ne!(press(&mut live, &keys("d")), []);
}

#[test]
fn pasted_text_runs_no_keys() {
    let mut model = replayed("tcp-echo", Lang::En, 3);
    let at = model.shown();
    let commands = update::input(&mut model, &Input::Paste("\n\nq".to_string()));
    assert_eq!((commands, model.shown()), (Vec::new(), at));
}

#[test]
fn an_area_away_from_the_corner_is_drawn_into() {
    let model = replayed("tcp-echo", Lang::Zh, 9);
    let theme = Theme::new(Depth::None, Background::Dark);
    let look = Look {
        theme: &theme,
        labels: Labels::of_words(&model.words.page),
        ascii: false,
    };
    let (_, mut buffer) = window((90, 30));
    view(&model, &look, Rect::new(5, 3, 80, 24), &mut buffer);
    assert!((0..90).all(|x| buffer[(x, 2)].symbol() == " "));
    assert!((0..30).all(|y| buffer[(4, y)].symbol() == " "));
}
