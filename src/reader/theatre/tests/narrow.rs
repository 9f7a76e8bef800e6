//! In the narrowest window what matters is read in whole.

use super::looks::live;
use super::*;

const NARROW: (u16, u16) = (40, 12);

/// The lines of a screen without marks, each trimmed.
fn lines(model: &Model, size: (u16, u16)) -> Vec<String> {
    let shown = dump(&draw(model, size, false)).replace(['⟦', '⟧'], "");
    shown.lines().map(|line| line.trim().to_string()).collect()
}

#[test]
fn the_name_of_the_demo_stands_beside_what_the_run_is() {
    for lang in Lang::ALL {
        for demo in DEMOS {
            let mut model = replayed(demo.slug, lang, 0);
            press(&mut model, &keys("G"));
            let top = lines(&model, NARROW).remove(0);
            let mut words = top.split_whitespace().filter(|word| *word != "·");
            let begin = [words.next(), words.next(), words.next()];
            let evidence = demo.evidence.name();
            assert_eq!(begin, [Some(demo.slug), Some(evidence), Some("REPLAY")]);
            let end = format!("{0}/{0}", words.next().unwrap().split('/').next().unwrap());
            assert!(top.ends_with(&end), "{top}");
        }
    }
}

/// While there is room nothing is shortened, and how far the run has come is shortened first.
#[test]
fn what_a_run_is_gets_shorter_from_its_end() {
    let mut model = replayed("tcp-echo", Lang::En, 9);
    press(&mut model, &keys("a"));
    let top = |width| lines(&model, (width, 12)).remove(0);
    let whole = "kernel · REPLAY 2026-11-22 · plays, 1 s · call 9 of 18";
    assert!(top(80).ends_with(whole), "{}", top(80));
    let shorter = "kernel · REPLAY 2026-11-22 · plays, 1 s · 9/18";
    assert!(top(60).ends_with(shorter), "{}", top(60));
    let shortest = "kernel · REPLAY · plays · 9/18";
    assert!(top(42).ends_with(shortest), "{}", top(42));
    assert_eq!(top(40), "tcp-echo      kernel REPLAY plays 9/18");
}

#[test]
fn what_is_next_is_read_in_whole() {
    for lang in Lang::ALL {
        for demo in ["tcp-echo", "slow-reader", "stream-merge", "udp-echo"] {
            let mut model = replayed(demo, lang, 0);
            while let Some(next) = model.next() {
                let (name, socket) = (next.name().to_string(), next.socket().to_string());
                let state = lines(&model, NARROW)[9..11].join(" ");
                assert!(state.contains(&name) && state.contains(&socket), "{state}");
                let before = model.shown();
                press(&mut model, &[key(KeyCode::Enter)]);
                assert!(model.shown() > before, "{state}");
            }
        }
    }
}

/// A state of several rows takes them from the last pane: what is above stays where it is.
#[test]
fn a_longer_state_moves_nothing() {
    for size in [NARROW, (80, 19), (80, 24), (120, 33)] {
        let mut model = live("handshake", Lang::En, 3);
        let before = lines(&model, size);
        press(&mut model, &keys("f"));
        let after = lines(&model, size);
        let above = usize::from(size.1 - 1 - size.1 / 4);
        assert_eq!(before[1..above], after[1..above], "{size:?}");
        let told = after[above..].join(" ");
        assert!(
            told.contains("l later") && told.contains("other keys: not now"),
            "{told}"
        );
        assert_ne!(before, after, "{size:?}");
    }
}

/// Of every knob of every demo: its name, what it can be set to, and where one types.
#[test]
fn every_knob_can_be_edited() {
    let course = Course::embedded().unwrap();
    for (lang, word) in [(Lang::En, "one of:"), (Lang::Zh, "取其一：")] {
        for demo in DEMOS {
            let mut model = Model::new(words(lang), Some(demo), Kind::Live);
            model.narration = course.narration(demo.slug, lang).unwrap();
            model.live();
            press(&mut model, &keys("e"));
            for knob in demo.knobs {
                let shown = lines(&model, NARROW);
                let of_knob = |line: &&String| line.contains(&format!("│ {} ", knob.name));
                assert!(shown.iter().any(|line| of_knob(&line)), "{shown:#?}");
                let choices = match knob.kind {
                    crate::demos::Kind::Choice(choices) => choices,
                    _ => &[],
                };
                let text = shown.join(" ");
                assert!(choices.is_empty() || text.contains(word), "{text}");
                for choice in choices {
                    assert!(text.contains(choice), "{choice}: {shown:#?}");
                }
                let narration = model.narration.as_ref().unwrap();
                let about = &narration.front.knobs[knob.name];
                let letters = |text: &str| text.replace(['│', '┃', ' '], "");
                assert!(letters(&text).contains(&letters(about)), "{shown:#?}");
                press(&mut model, &[key(KeyCode::Down)]);
            }
        }
    }
}

/// While the knobs are edited, other keys mean something.
#[test]
fn the_line_of_keys_is_that_of_the_knobs() {
    let mut model = live("tcp-echo", Lang::En, 9);
    press(&mut model, &keys("e"));
    let keys = lines(&model, NARROW).remove(11);
    assert_eq!(keys, "Enter run  ↑ ↓ choose  Esc cancel");
}

/// However narrow the window is: how one gets help, and how one gets out.
#[test]
fn help_and_the_way_out_are_always_in_the_line_of_keys() {
    for lang in Lang::ALL {
        for ascii in [false, true] {
            let model = live("handshake", lang, 3);
            let shown = dump(&draw(&model, NARROW, ascii));
            let keys = shown.lines().last().unwrap();
            let words = &model.words.theatre;
            for (key, what) in [("?", words.short_help), ("q", words.short_leave)] {
                assert!(keys.contains(&format!("{key} {what}")), "{keys}");
            }
        }
    }
}
