//! The table of a NAT in the pane of the sockets, at every moment of the recorded run.

use super::*;

/// The lines of the table in a screen, without the time that is left: `H1 inside = outside`.
fn table(shown: &str, empty: &str) -> Vec<String> {
    let mut words = shown.split_whitespace().peekable();
    let mut lines = Vec::new();
    while let Some(word) = words.next() {
        if word == "udp" {
            let (inside, _, outside) = (words.next(), words.next(), words.next());
            lines.push(format!("{} {}", inside.unwrap(), outside.unwrap()));
        }
    }
    if shown.contains(empty) {
        lines.push(String::new());
    }
    lines
}

#[test]
fn the_table_of_a_nat_is_shown_as_it_is_at_each_moment() {
    let h1 = "192.168.1.10:50000 203.0.113.5:40001";
    let h2 = "192.168.1.11:50000 203.0.113.5:40002";
    let opened = "192.168.1.10:8000 203.0.113.5:80";
    let again = "192.168.1.10:50000 203.0.113.5:40003";
    let expected: [&[&str]; 6] = [
        &[],
        &[h1],
        &[h1, h2],
        // Both are gone before anything else happens: the line that says so.
        &[""],
        &[opened],
        &[opened, again],
    ];
    for (lang, size) in Lang::ALL
        .into_iter()
        .flat_map(|lang| SIZES.map(|size| (lang, size)))
    {
        let mut model = replayed("nat-box", lang, 0);
        press(&mut model, &keys("4"));
        let mut seen: Vec<Vec<String>> = Vec::new();
        while model.shown() < model.record.len() {
            press(&mut model, &[key(KeyCode::Right)]);
            let shown = dump(&draw(&model, size, false));
            let table = table(&shown, words(lang).theatre.nat_empty);
            if seen.last() != Some(&table) {
                seen.push(table);
            }
        }
        assert_eq!(seen, expected, "{lang} {size:?}");
    }
}

#[test]
fn the_time_that_is_left_goes_by() {
    let mut model = replayed("nat-box", Lang::En, 0);
    press(&mut model, &keys("4"));
    let mut left: Vec<String> = Vec::new();
    while model.shown() < model.record.len() {
        press(&mut model, &[key(KeyCode::Right)]);
        let shown = dump(&draw(&model, (80, 24), false));
        let time = shown.split_once(":40001").and_then(|(_, after)| {
            let (time, _) = after.split_once(" left")?;
            Some(time.trim().to_string())
        });
        left.extend(time.filter(|time| left.last() != Some(time)));
    }
    // H2 is heard of a second later, the stranger after two.
    assert_eq!(left[..3], ["120 s", "119 s", "118 s"]);
    let shown = dump(&draw(&model, (80, 24), false));
    let opened = shown.lines().find(|line| line.contains("203.0.113.5:80 "));
    assert!(opened.unwrap().ends_with(" for ever"), "{shown}");
}

#[test]
fn that_there_are_more_actors_covers_no_name() {
    for lang in Lang::ALL {
        let mut model = replayed("nat-box", lang, 0);
        while model.shown() < model.record.len() {
            press(&mut model, &[key(KeyCode::Right)]);
            let shown = dump(&draw(&model, (120, 40), false));
            let heads = shown.lines().nth(2).unwrap_or_default();
            let names = heads.split('│').next().unwrap_or_default();
            // A mark, and the whole name after it.
            for name in ["H1", "H2", "NAT", "ISP", "server", "stranger"] {
                let start: String = name.chars().take(2).collect();
                let cut = names.contains(&format!(" {start}")) && !names.contains(name);
                assert!(!cut, "{name}:\n{shown}");
            }
        }
    }
}
