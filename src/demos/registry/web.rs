//! Demos for browsers.

use super::super::{Demo, Kind, Knob, Transport, crud, three_shapes};
use super::{BASE, HTTP, PATIENCE, number, patient, text, visitors};

pub const THREE_SHAPES: Demo = Demo {
    slug: "three-shapes",
    file: "three_shapes.rs",
    source: include_str!("../three_shapes.rs"),
    beside: &[
        HTTP,
        (
            "three_shapes/page.html",
            include_str!("../three_shapes/page.html"),
        ),
    ],
    actors: &["server"],
    knobs: &[
        Knob {
            name: "shape",
            kind: Kind::Choice(&["all", "centre", "peers"]),
        },
        text("note", "tea & milk", 512),
        number("peers", 2, 8, 3),
        number("gone", 1, 8, 1),
        PATIENCE,
    ],
    visitors: Some(Transport::Http),
    sockets: |knobs| {
        let peers = knobs.number("peers");
        // Every visitor has the web server ask the notebook's, over two more sockets.
        (peers * peers + 3).max(6 + 3 * visitors(knobs))
    },
    quiet: patient,
    run: |knobs| {
        three_shapes::run(
            knobs.text("shape"),
            knobs.text("note"),
            knobs.number("peers"),
            knobs.number("gone"),
            knobs.number("patience"),
            knobs.keep_open,
        )
    },
    ..BASE
};

pub const CRUD: Demo = Demo {
    slug: "crud",
    file: "crud.rs",
    source: include_str!("../crud.rs"),
    beside: &[
        HTTP,
        ("crud/page.html", include_str!("../crud/page.html")),
        ("crud/page.js", include_str!("../crud/page.js")),
    ],
    actors: &["server", "stand-in"],
    knobs: &[
        text("note", "tea & <b>milk</b>", crud::LONGEST_NOTE),
        text("change", "oat milk", crud::LONGEST_NOTE),
        PATIENCE,
    ],
    visitors: Some(Transport::Http),
    sockets: |knobs| 3 + visitors(knobs),
    quiet: patient,
    run: |knobs| {
        crud::run(
            knobs.text("note"),
            knobs.text("change"),
            knobs.number("patience"),
            knobs.keep_open,
        )
    },
    ..BASE
};
