//! The fields of a frame, one chosen after the other: what each means.

use std::io::{Read, Write};

use super::lab::{laboratory, ran};
use super::*;
use crate::lab::dissect::sources;
use crate::lab::{Cable, HostOptions, Network, pass};
use crate::reader::theatre::scene::Item;
use crate::render::page::cells::width;

#[test]
fn every_field_has_a_meaning_that_fits_a_line_of_the_screen() {
    for lang in Lang::ALL {
        for id in sources::ids() {
            let field = words(lang).fields.get(id);
            let means = field.map_or("", |field| field.means);
            assert!((8..=78).contains(&width(means)), "{lang} {id}: {means}");
        }
    }
}

#[test]
fn each_chosen_field_is_explained_where_there_is_room() {
    for lang in Lang::ALL {
        let mut model = replayed("handshake", lang, 5);
        let fields = crate::lab::dissect::dissect(model.frame().unwrap());
        press(&mut model, &keys("3"));
        for field in &fields {
            press(&mut model, &[key(KeyCode::Down)]);
            let means = &words(lang).fields[field.id].means;
            for size in [(80, 24), (120, 40)] {
                let shown = dump(&draw(&model, size, false));
                assert!(shown.contains(&**means), "{} not in:\n{shown}", field.id);
            }
            // In the least window the list of fields needs all the rows.
            let shown = dump(&draw(&model, (40, 12), false));
            let name = &words(lang).fields[field.id].name;
            let start: String = name.chars().take(4).collect();
            assert!(shown.matches(&start).count() >= 2, "{start}:\n{shown}");
        }
    }
}

/// A connection whose ends have room for more than a window of 16 bits can say.
static ROOMY: Demo = laboratory("roomy", |_| {
    let mut network = Network::new(1);
    let roomy = HostOptions {
        receive_buffer: 1 << 20,
        ..HostOptions::default()
    };
    let client = network.host("client", "10.0.0.1/24", roomy.clone())?;
    let server = network.host("server", "10.0.0.2/24", roomy)?;
    let cable = Cable::of_delay(Duration::from_millis(5));
    network.join(client, server, cable, |_| pass());
    network.introduce(client, server);
    network.program(server, |host| {
        let (mut stream, _) = host.listen(7)?.accept()?;
        stream.read_exact(&mut [0; 2])
    });
    network.program(client, |host| host.connect("10.0.0.2:7")?.write_all(b"hi"));
    network.run()
});

#[test]
fn a_scaled_window_is_told_with_what_it_comes_to() {
    let events = ran(&ROOMY);
    for (flags, scaled) in [("[SYN]", false), ("[ACK]", true)] {
        let mut model = Model::new(words(Lang::En), None, Kind::Live);
        model.replay(events.clone(), None);
        press(&mut model, &keys("3"));
        let shows = |model: &Model| match model.item() {
            Some(Item::Frame(number)) => model.scene.frames[number].told.text.starts_with(flags),
            _ => false,
        };
        while !shows(&model) {
            assert!(model.shown() < model.record.len(), "no {flags}");
            press(&mut model, &[key(KeyCode::Right)]);
        }
        let fields = crate::lab::dissect::dissect(model.frame().unwrap());
        let window = fields.iter().position(|field| field.id == "tcp.window");
        model.field = window;
        let value = fields[window.unwrap()].value.number().unwrap();
        let shown = dump(&draw(&model, (120, 40), false));
        assert_eq!(shown.contains("; here: "), scaled, "{shown}");
        if scaled {
            // 20 bits of room, of which 16 can be said: a shift of 5 says all.
            let comes_to = format!("here: {value} × 32 = {}", value * 32);
            assert!(shown.contains(&comes_to), "{shown}");
        }
    }
}
