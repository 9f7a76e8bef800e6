//! The columns of the ladder where there is no room for all.

use super::*;

fn heads(model: &Model, size: (u16, u16)) -> String {
    let shown = dump(&draw(model, size, false));
    let heads = shown.lines().nth(2).unwrap_or_default();
    heads.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn those_who_took_part_last_have_a_column_and_the_others_are_named() {
    // A piece of A1's goes through both exchanges to B1.
    let mut model = replayed("circuit-vs-packet", Lang::En, 50);
    let narrow = "A A1 X X Y Y B B1 +4 more";
    assert_eq!(heads(&model, (80, 24)), narrow);
    // Nobody else takes part for ten steps: no column comes or goes.
    for _ in 0..10 {
        press(&mut model, &[key(KeyCode::Enter)]);
        assert_eq!(heads(&model, (80, 24)), narrow);
    }
    let wide = heads(&model, (140, 40));
    assert!(wide.starts_with("A A1 2 A2 3 A3 X X Y Y"), "{wide}");
    assert!(wide.ends_with("+ B3") || wide.ends_with("+ B2"), "{wide}");
    // What was chosen is seen, whoever took part since.
    press(&mut model, &vec![key(KeyCode::Enter); 240]);
    let later = heads(&model, (80, 24));
    assert_ne!(later, narrow);
    model.selected = Some(50);
    assert!(heads(&model, (80, 24)).contains("X X Y Y"));
}

/// How many bytes there were is what one looks at, where they are too many to be seen.
#[test]
fn bytes_that_are_cut_off_do_not_hide_how_many_they_are() {
    let mut model = replayed("slow-reader", Lang::En, 0);
    press(&mut model, &keys("G1"));
    let shown = dump(&draw(&model, (80, 24), false));
    let cut: Vec<&str> = (shown.lines().filter(|line| line.contains("\"..."))).collect();
    assert!(cut.len() > 3, "{shown}");
    assert!(cut.iter().all(|line| line.contains(") = ")), "{shown}");
}

#[test]
fn the_ladder_of_many_hosts_has_the_whole_width() {
    for (slug, whole) in [
        ("circuit-vs-packet", true),
        ("nat-box", true),
        ("handshake", false),
    ] {
        let shown = dump(&draw(&replayed(slug, Lang::En, 20), (120, 40), false));
        let above = shown.lines().nth(1).unwrap();
        assert_eq!(!above.contains('┬'), whole, "{slug} {above}");
        for pane in ["3 Frame", "4 Sockets", "5 Narration"] {
            assert!(shown.contains(pane), "{slug} {pane}");
        }
    }
}
