use super::*;
use crate::render::theme::Background;
use crossterm::event::{KeyCode, KeyModifiers, MouseButton, MouseEventKind};

/// What is heard of pieces that come so long one after the other.
fn all_heard(pieces: &[&[u8]], gap: Duration, asks: bool) -> Vec<Heard> {
    let mut now = Instant::now();
    let mut decoder = Decoder::new(now);
    if asks {
        decoder.asked(now);
    }
    let mut all = Vec::new();
    for piece in pieces {
        all.extend(decoder.take(piece, now));
        now += gap;
        if decoder.patience().is_some_and(|until| until <= now) {
            all.extend(decoder.silence());
        }
    }
    if decoder.patience().is_some() {
        all.extend(decoder.silence());
    }
    assert_eq!(decoder.patience(), None);
    all
}

/// The backgrounds and the keys that came through.
fn heard_in_pieces(pieces: &[&str], gap: Duration, asks: bool) -> (Vec<Background>, String) {
    let pieces: Vec<&[u8]> = pieces.iter().map(|piece| piece.as_bytes()).collect();
    let (mut told, mut keys) = (Vec::new(), String::new());
    for one in all_heard(&pieces, gap, asks) {
        match one {
            Heard::Background(background) => told.push(background),
            Heard::Event(Event::Key(key)) => keys.push_str(&key.code.to_string()),
            Heard::Event(Event::Paste(text)) => keys.push_str(&format!("<{text}>")),
            other => panic!("{other:?}"),
        }
    }
    (told, keys)
}

fn heard(bytes: &str) -> (Vec<Background>, String) {
    heard_in_pieces(&[bytes], Duration::ZERO, false)
}

/// The one event of these bytes.
fn event(bytes: &str) -> Event {
    match &mut *all_heard(&[bytes.as_bytes()], Duration::ZERO, false) {
        [Heard::Event(event)] => event.clone(),
        other => panic!("{bytes:?}: {other:?}"),
    }
}

/// Nobody is quicker, and no terminal slower.
const SLOWLY: Duration = Duration::from_millis(100);

#[test]
fn keys_are_heard_as_terminals_send_them() {
    use KeyCode::*;
    let none = KeyModifiers::NONE;
    for (bytes, code, modifiers) in [
        ("a", Char('a'), none),
        ("A", Char('A'), KeyModifiers::SHIFT),
        ("网", Char('网'), none),
        ("\r", Enter, none),
        ("\n", Char('j'), KeyModifiers::CONTROL),
        ("\t", Tab, none),
        ("\x7f", Backspace, none),
        ("\x03", Char('c'), KeyModifiers::CONTROL),
        ("\x1a", Char('z'), KeyModifiers::CONTROL),
        ("\x1b[A", Up, none),
        ("\x1bOB", Down, none),
        ("\x1b[1;5C", Right, KeyModifiers::CONTROL),
        ("\x1b[1;2D", Left, KeyModifiers::SHIFT),
        ("\x1b[H", Home, none),
        ("\x1b[4~", End, none),
        ("\x1b[5~", PageUp, none),
        ("\x1b[6~", PageDown, none),
        ("\x1b[3~", Delete, none),
        ("\x1b[Z", BackTab, KeyModifiers::SHIFT),
        ("\x1bOP", F(1), none),
        ("\x1b[15~", F(5), none),
        // The console of Linux.
        ("\x1b[[A", F(1), none),
    ] {
        let Event::Key(key) = event(bytes) else {
            panic!("{bytes:?}");
        };
        assert_eq!((key.code, key.modifiers), (code, modifiers), "{bytes:?}");
    }
    // Alt and a key are two.
    assert_eq!(heard("\x1bq").1, "Escq");
    assert_eq!(heard("\x1b\r").1, "EscEnter");
}

#[test]
fn the_mouse_is_heard_in_both_ways() {
    for bytes in ["\x1b[<0;5;3M", "\x1b[M %#"] {
        let Event::Mouse(mouse) = event(bytes) else {
            panic!("{bytes:?}");
        };
        assert_eq!(mouse.kind, MouseEventKind::Down(MouseButton::Left));
        assert_eq!((mouse.column, mouse.row), (4, 2), "{bytes:?}");
    }
    // Coordinates are counted from one; none, or too many, do no harm.
    heard_no_keys(b"\x1b[<0;0;0M");
    heard_no_keys(b"\x1b[<0;99999;1M\x1b[<;;M\x1b[<M");
}

/// Whatever it is, no key comes of it.
fn heard_no_keys(bytes: &[u8]) {
    for heard in all_heard(&[bytes], Duration::ZERO, false) {
        assert!(
            matches!(heard, Heard::Event(Event::Mouse(_))),
            "{bytes:?}: {heard:?}"
        );
    }
}

#[test]
fn what_is_no_key_is_left_out_alone() {
    for (bytes, keys) in [
        (&b"a\xffb"[..], "ab"),
        (b"a\xc3b", "ab"),
        (b"\xe7\xbd\x91\xbd", "网"),
        (b"\x1b[1\x03", "c"),
        (b"\x1b[999999z\x1b[?1uj", "j"),
        (b"\x1b[200;j", ""),
        (b"\x1b[201~j", "j"),
    ] {
        let mut all = String::new();
        for heard in all_heard(&[bytes], Duration::ZERO, false) {
            if let Heard::Event(Event::Key(key)) = heard {
                all.push_str(&key.code.to_string());
            }
        }
        assert_eq!(all, keys, "{bytes:?}");
    }
    // An endless one is kept in part, and is no key.
    let endless = format!("\x1b[{}A", "1".repeat(100_000));
    assert_eq!(heard(&format!("{endless}j")).1, "j");
    let (mut decoder, now) = (Decoder::new(Instant::now()), Instant::now());
    assert_eq!(decoder.take(&endless.as_bytes()[..90_000], now), []);
    assert!(matches!(&decoder.state, State::Sequence(kept) if kept.len() <= LONGEST + 1));
}

#[test]
fn any_bytes_in_any_pieces_do_no_harm() {
    use proptest::prelude::*;
    // Mostly those that mean something.
    let byte = prop_oneof![
        4 => prop::sample::select(b"\x1b[]O;M~<0125?\\\x07\x03Pq".to_vec()),
        1 => any::<u8>(),
    ];
    let pieces = prop::collection::vec(prop::collection::vec(byte, 0..12), 0..12);
    proptest!(|(pieces in pieces, gap in 0_u64..300, asks: bool)| {
        let pieces: Vec<&[u8]> = pieces.iter().map(Vec::as_slice).collect();
        let gap = Duration::from_millis(gap);
        all_heard(&pieces, gap, asks);
        // Ctrl-C comes through whatever stands before it, a while later.
        let late = [&*pieces, &[b"\x03"]].concat();
        let heard = all_heard(&late, 2 * PAUSE, asks);
        let last = heard.last();
        prop_assert!(
            matches!(last, Some(Heard::Event(Event::Key(key))) if key.code == KeyCode::Char('c')),
            "{last:?}"
        );
    });
}

#[test]
fn a_paste_is_one_event() {
    assert_eq!(
        heard("\x1b[200~q\r\x03\x1b[A\x1b[201~j").1,
        "<q\r\x03\x1b[A>j"
    );
    assert_eq!(heard("\x1b[200~\x1b\x1b[20\x1b[201~").1, "<\x1b\x1b[20>");
    let whole = "\x1b[200~网络 q\x1b[201~j";
    for cut in 1..whole.len() {
        let (one, other) = whole.as_bytes().split_at(cut);
        let heard = all_heard(&[one, other], Duration::from_millis(5), false);
        let paste = Heard::Event(Event::Paste("网络 q".to_string()));
        assert_eq!(heard.first(), Some(&paste), "{cut}");
        assert_eq!(heard.len(), 2, "{cut}");
    }
}

#[test]
fn a_paste_without_an_end_keeps_nobody_in() {
    let pieces = ["\x1b[200~ab", "q", "\x03", "j"];
    // It stands still for a while, and Ctrl-C is pressed.
    assert_eq!(heard_in_pieces(&pieces, 2 * PAUSE, false).1, "cj");
    // Nobody does anything for long.
    assert_eq!(heard_in_pieces(&pieces[..2], 2 * STALLED, false).1, "<ab>q");
    let long = format!("\x1b[200~{}", "q".repeat(10 * LONGEST_PASTE));
    let mut decoder = Decoder::new(Instant::now());
    assert_eq!(decoder.take(long.as_bytes(), Instant::now()), []);
    let State::Paste(kept, _) = &decoder.state else {
        panic!("{decoder:?}");
    };
    assert_eq!(kept.len(), LONGEST_PASTE);
}

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
        ("\x1b]11;#中中中\x07", vec![]),
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
        assert_eq!(heard(&format!("{broken}\x1b[A")).1, "Up", "{broken:?}");
    }
}

#[test]
fn an_endless_answer_is_no_keys_and_is_not_kept() {
    let endless = format!("\x1b]11;rgb:{}q\r", "f".repeat(100_000));
    let (mut decoder, now) = (Decoder::new(Instant::now()), Instant::now());
    assert_eq!(decoder.take(&endless.as_bytes()[..90_000], now), []);
    let State::Answer(kept) = &decoder.state else {
        panic!("{decoder:?}");
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
}

#[test]
fn a_torn_sequence_is_one_key() {
    for (pieces, keys) in [
        (["\x1b", "[A", "j"], "Upj"),
        (["\x1b", "OD", "j"], "Leftj"),
        (["\x1b[1", ";5A", "j"], "Upj"),
        (["\x1b[", "15~", "j"], "F5j"),
        // Alt and an arrow, as some terminals send it.
        (["\x1b\x1b", "[A", "j"], "Upj"),
    ] {
        let soon = Duration::from_millis(5);
        assert_eq!(heard_in_pieces(&pieces, soon, false).1, keys, "{pieces:?}");
    }
}
