//! A teacher's course beside ours: what is done in one is not done in the other.

use serde_json::Value;

use super::{World, of_lesson, tutor};

/// A course with a lesson of the same slug as one of ours, and a question of its own.
fn teachers(world: &World, folder: &str, top: &str) {
    world.file(&format!("{folder}/course.toml"), top);
    let text = "+++\ntitle = \"Ports\"\nsummary = \"s\"\nminutes = 5\n+++\n# Ports\n\n\
                ```quiz\nid = \"one\"\nkind = \"choose\"\nquestion = \"Which?\"\n\
                [[choice]]\ntext = \"this\"\nright = true\nwhy = \"It is.\"\n\
                [[choice]]\ntext = \"that\"\nwhy = \"No.\"\n```\n";
    world.file(&format!("{folder}/01-ports/en.md"), text);
}

fn listed(world: &World, arguments: &[&str]) -> Vec<Value> {
    let text = tutor(world, arguments).run().good();
    serde_json::from_str(&text).expect("it is an array")
}

#[test]
fn a_teachers_course_keeps_a_record_of_its_own() {
    let world = World::new();
    teachers(&world, "a", "title = \"Networks \\\"26\\\"\"\n");
    let of = |folder: &str| {
        let course = format!("--course={folder}");
        listed(&world, &["progress", "--json", &course])[0]["state"].clone()
    };
    let wrong = tutor(&world, &["quiz", "1", "--course", "a"]).input("b\n");
    let _ = wrong.run().not_passed();
    assert_eq!(of("a"), "begun");
    assert_eq!(of_lesson(&world, "progress", "ports")["state"], "new");
    assert_eq!(listed(&world, &["review", "--json"]), [] as [Value; 0]);
    let missed = listed(&world, &["review", "--json", "--course", "a"]);
    let [missed] = &missed[..] else {
        panic!("one was missed: {missed:?}");
    };
    let is = |field: &str| missed[field].as_str().unwrap_or_default().to_string();
    assert_eq!(
        (is("slug"), is("id")),
        ("ports".to_string(), "one".to_string())
    );
    assert_eq!(
        (is("answer"), is("asked_in")),
        ("wrong".to_string(), "lesson".to_string())
    );
    assert_eq!(missed["choices"], serde_json::json!(["this", "that"]));
    assert!(
        !is("due").is_empty() && missed["due_today"] == false,
        "{missed}"
    );

    // Moved, it is the same course; with another title or name it is another one.
    teachers(&world, "moved", "title = \"Networks \\\"26\\\"\"\n");
    assert_eq!(of("moved"), "begun");
    teachers(&world, "b", "title = \"Networks \\\"27\\\"\"\n");
    assert_eq!(of("b"), "new");
    // A course with a name may change its title.
    teachers(&world, "c", "title = \"First\"\nid = \"networks\"\n");
    let _ = tutor(&world, &["lesson", "1", "--course", "c"])
        .run()
        .good();
    teachers(&world, "c", "title = \"Second\"\nid = \"networks\"\n");
    assert_eq!((of("c"), of("a")), ("begun".into(), "begun".into()));

    let _ = tutor(&world, &["lesson", "10"]).run().good();
    let _ = tutor(&world, &["progress", "--reset", "--yes", "--course", "a"])
        .run()
        .good();
    assert_eq!((of("a"), of("c")), ("new".into(), "begun".into()));
    assert_eq!(of_lesson(&world, "progress", "ports")["state"], "begun");
}
