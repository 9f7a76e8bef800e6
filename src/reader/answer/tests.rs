use super::*;
use crate::reader::screens::key;

/// The events crossterm makes of these bytes, when they come in one piece.
fn events(bytes: &str) -> Vec<Event> {
    let mut events = Vec::new();
    let mut letters = bytes.chars().peekable();
    let mut alt = KeyModifiers::NONE;
    while let Some(letter) = letters.next() {
        let (code, modifiers) = match letter {
            '\x1b' if letters.peek().is_some_and(|next| *next != '\x1b') => {
                alt = KeyModifiers::ALT;
                continue;
            }
            '\x1b' => {
                letters.next();
                (KeyCode::Esc, KeyModifiers::NONE)
            }
            '\x03' => (KeyCode::Char('c'), KeyModifiers::CONTROL),
            '\x07' => (KeyCode::Char('g'), KeyModifiers::CONTROL),
            other if other.is_uppercase() => (KeyCode::Char(other), alt | KeyModifiers::SHIFT),
            other => (KeyCode::Char(other), alt),
        };
        events.push(Event::Key(KeyEvent::new(code, modifiers)));
        alt = KeyModifiers::NONE;
    }
    events
}

/// What is heard of pieces that come so long one after the other: backgrounds, and the keys that
/// came through.
fn heard_in_pieces(pieces: &[&str], gap: Duration, asks: bool) -> (Vec<Background>, String) {
    let mut now = Instant::now();
    let mut ear = Ear::new(asks, now);
    let mut all = Vec::new();
    for piece in pieces {
        for event in events(piece) {
            all.extend(ear.hear(event, now));
        }
        if ear.patience(now).is_some_and(|patience| patience < gap) {
            all.extend(ear.silence());
        }
        now += gap;
    }
    if ear.patience(now).is_some() {
        all.extend(ear.silence());
    }
    let (mut told, mut keys) = (Vec::new(), String::new());
    for one in all {
        match one {
            Heard::Background(background) => told.push(background),
            Heard::Event(Event::Key(KeyEvent { code, .. })) => keys.push_str(&code.to_string()),
            Heard::Event(_) => {}
        }
    }
    (told, keys)
}

fn heard(bytes: &str) -> (Vec<Background>, String) {
    heard_in_pieces(&[bytes], Duration::ZERO, false)
}

/// Nobody is quicker, and no terminal slower.
const SLOWLY: Duration = Duration::from_millis(100);

#[test]
fn answers_are_no_keys() {
    use Background::{Dark, Light};
    for (answer, told) in [
        ("\x1b]11;rgb:ffff/ffff/ffff\x1b\\", vec![Light]),
        ("\x1b]11;rgb:1E1E/1e1e/1e1e\x07", vec![Dark]),
        ("\x1b]11;rgba:fd/f6/e3/ff\x07", vec![Light]),
        ("\x1b]11;#fdf6e3\x07", vec![Light]),
        ("\x1b]11;rgb:0/0/f\x07", vec![Dark]),
        // Broken ones, and answers to what nobody asked.
        ("\x1b]11;rgb:ffff/ffff\x1b\\", vec![]),
        ("\x1b]11;rgb:fffff/fffff/fffff\x07", vec![]),
        ("\x1b]11;rgb://\x07", vec![]),
        ("\x1b]11;#\x07", vec![]),
        ("\x1b]11;?\x1b\\", vec![]),
        ("\x1b]11;quit, please\x07", vec![]),
        ("\x1b]10;rgb:ffff/ffff/ffff\x07", vec![]),
        ("\x1b]\x07", vec![]),
        ("\x1bP1$r0m\x1b\\", vec![]),
        ("\x1b_Gi=31;OK\x1b\\", vec![]),
    ] {
        assert_eq!(heard(answer), (told.clone(), String::new()), "{answer:?}");
        let amid = format!("a{answer}j{answer}");
        assert_eq!(heard(&amid), ([&*told, &*told].concat(), "aj".into()));
    }
}

#[test]
fn an_answer_that_breaks_off_keeps_no_keys() {
    for broken in ["\x1b]", "\x1b]11;rgb:ff", "\x1b]11;quit"] {
        let pieces = [broken, "j", "q"];
        assert_eq!(heard_in_pieces(&pieces, SLOWLY, true).1, "jq", "{broken:?}");
        // Letters of an answer, so late that they are none.
        let pieces = [broken, "f", "\x1b"];
        assert_eq!(heard_in_pieces(&pieces, 2 * PAUSE, true).1, "fEsc");
        assert_eq!(heard(&format!("{broken}\x03")).1, "c", "Ctrl-C leaves");
    }
}

#[test]
fn an_endless_answer_is_no_keys_and_is_not_kept() {
    let endless = format!("\x1b]11;rgb:{}q\r", "f".repeat(100_000));
    let (mut ear, now) = (Ear::new(true, Instant::now()), Instant::now());
    for event in events(&endless[..90_000]) {
        assert_eq!(ear.hear(event, now), []);
    }
    let State::Answer(kept) = &ear.state else {
        panic!("{ear:?}");
    };
    assert!(kept.len() <= LONGEST + 1, "{}", kept.len());
    // A white one, and more.
    let long = format!("\x1b]11;rgb:ff/ff/ff{}\x07j", "/ff".repeat(50));
    assert_eq!(heard(&long), (vec![], "j".to_string()));
}

#[test]
fn an_answer_may_come_in_pieces() {
    for answer in ["\x1b]11;rgb:ff/ff/ff\x1b\\", "\x1b]11;rgb:ff/ff/ff\x07"] {
        for cut in 1..answer.len() {
            let (one, other) = answer.split_at(cut);
            let pieces = [one, other, "j"];
            let expected = (vec![Background::Light], "j".to_string());
            assert_eq!(heard_in_pieces(&pieces, SLOWLY, true), expected, "{cut}");
        }
        let letters: Vec<String> = answer.chars().map(String::from).collect();
        let letters: Vec<&str> = letters.iter().map(String::as_str).collect();
        let expected = (vec![Background::Light], String::new());
        assert_eq!(heard_in_pieces(&letters, SLOWLY, true), expected);
    }
}

#[test]
fn escape_is_a_key_when_nothing_follows() {
    assert_eq!(heard("\x1b"), (vec![], "Esc".to_string()));
    assert_eq!(heard("\x1b\x1b").1, "Esc");
    let pieces = ["\x1b", "[", "]", "\x1b", "q"];
    assert_eq!(heard_in_pieces(&pieces, SLOWLY, false).1, "Esc[]Escq");
    // What is no key does not keep it.
    let mut ear = Ear::new(false, Instant::now());
    let now = Instant::now();
    assert_eq!(ear.hear(key(KeyCode::Esc), now), []);
    let resize = Event::Resize(80, 24);
    assert_eq!(ear.hear(resize.clone(), now), [Heard::Event(resize)]);
    assert_eq!(ear.silence(), [Heard::Event(key(KeyCode::Esc))]);
    assert_eq!(ear.silence(), []);
}

#[test]
fn a_torn_sequence_is_one_key_or_none() {
    for (pieces, keys) in [
        (["\x1b", "[A", "j"], "Upj"),
        (["\x1b", "OD", "j"], "Leftj"),
        (["\x1b", "[1;5A", "j"], "j"),
        (["\x1b", "[15~", "j"], "j"),
        // Alt and an arrow, as some terminals send it: crossterm hears Escape, `[` and `A`.
        (["\x1b\x1b", "[A", "j"], "Upj"),
    ] {
        let soon = Duration::from_millis(5);
        assert_eq!(heard_in_pieces(&pieces, soon, false).1, keys, "{pieces:?}");
    }
}
