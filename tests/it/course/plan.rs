//! The plans of a teacher: hours that add up, lessons and demos that are there.

use std::collections::BTreeSet;

use serde_json::Value;
use sockets_tutor::course::{Also, Course, Plan};

use crate::support::{LANGS, World};

fn plans() -> (Course, Vec<Plan>, u32) {
    let course = Course::embedded().expect("the course loads");
    let plans = course.plans().expect("they can be read");
    let plans = plans.expect("there are plans");
    (course, plans.plans, plans.minutes)
}

fn count(plan: &Plan, also: Also) -> usize {
    let all = plan.sessions.iter().flat_map(|session| &session.also);
    all.filter(|found| **found == also).count()
}

/// Class hours, labs, tests and hours of the project, as the plans promise them.
#[test]
fn the_hours_add_up() {
    let (_, plans, minutes) = plans();
    assert_eq!(minutes, 45);
    let sums: Vec<_> = (plans.iter())
        .map(|plan| {
            let also = [Also::Second, Also::Lab, Also::Test, Also::Project];
            let also = also.map(|also| count(plan, also));
            (plan.hours, plan.sessions.len(), also)
        })
        .collect();
    let expected = [
        (10, 14, [2, 0, 0, 0]),
        (16, 21, [0, 1, 2, 0]),
        (22, 30, [0, 4, 2, 0]),
        (30, 40, [0, 10, 2, 4]),
    ];
    assert_eq!(sums, expected);
    for plan in &plans {
        let hours = plan.sessions.len() as f64 * f64::from(minutes) / 60.0;
        let off = (hours - f64::from(plan.hours)).abs();
        assert!(off < 0.75, "{} hours are {hours}", plan.hours);
    }
}

#[test]
fn every_plan_takes_every_lesson_in_order_once() {
    let (course, plans, _) = plans();
    let announced = course.parts.iter().flat_map(|part| &part.announced);
    let announced = announced.filter(|lesson| lesson.number.is_some());
    let announced = announced.map(|lesson| lesson.slug.as_str());
    let written = course.lessons.iter().map(|entry| entry.slug.as_str());
    let whole: Vec<&str> = written.chain(announced).collect();
    assert_eq!(whole.len(), 24);
    let number = |slug: &str| match (course.find(slug), course.find_announced(slug)) {
        (Some(entry), _) => entry.number,
        (None, Some(lesson)) => lesson.number.unwrap_or(u32::MAX),
        (None, None) => panic!("no lesson {slug}"),
    };
    for plan in &plans {
        let mut first_hours = Vec::new();
        let mut taken = BTreeSet::new();
        for session in &plan.sessions {
            taken.extend(session.lessons.iter().chain(&session.reading));
            let first = session.also.iter().all(|also| *also == Also::Test);
            if first && let Some(lesson) = session.lessons.last() {
                first_hours.push(number(lesson));
            }
        }
        let expected: BTreeSet<u32> = match plan.hours {
            10 => (1..=12).collect(),
            _ => (1..=24).collect(),
        };
        let numbers: BTreeSet<u32> = taken.iter().map(|slug| number(slug)).collect();
        let numbers: BTreeSet<u32> = (numbers.into_iter()).filter(|n| *n != u32::MAX).collect();
        assert_eq!(numbers, expected, "{} hours", plan.hours);
        assert!(
            first_hours.is_sorted(),
            "{} hours: {first_hours:?}",
            plan.hours
        );
    }
}

fn objects(world: &World, arguments: &[&str], lang: &str) -> Vec<Value> {
    let text = world.tutor(arguments).lang(lang).run().good();
    let value: Value = serde_json::from_str(&text).expect("it is JSON");
    value.as_array().expect("it is an array").clone()
}

/// What is written can be taught, what is announced is called so, and nothing else.
#[test]
fn a_plan_says_what_can_be_held_today() {
    let (course, plans, _) = plans();
    let world = World::new();
    for (lang, mark) in LANGS.into_iter().zip(["announced", "预告"]) {
        let listed = objects(&world, &["plan", "--json"], lang);
        assert_eq!(listed.len(), plans.len());
        for (listed, plan) in listed.iter().zip(&plans) {
            let slug = plan.hours.to_string();
            assert_eq!(listed["slug"], slug);
            let hours = objects(&world, &["plan", &slug, "--json"], lang);
            let table = world.tutor(["plan", &slug]).lang(lang).run().good();
            let ready = hours.iter().filter(|hour| hour["ready"] == true).count();
            assert_eq!(listed["ready"], ready, "{slug}");
            assert_eq!(table.contains(mark), ready < hours.len(), "{table}");
            for (hour, session) in hours.iter().zip(&plan.sessions) {
                let written = |slug: &String| course.find(slug).is_some();
                let more = [Also::Lab, Also::Project];
                let expected = !session.lessons.is_empty()
                    && session.lessons.iter().all(written)
                    && !session.also.iter().any(|also| more.contains(also));
                assert_eq!(hour["ready"], expected, "{hour}");
                let lessons = hour["lessons"].as_array().expect("lessons are a list");
                for (lesson, slug) in lessons.iter().zip(&session.lessons) {
                    assert_eq!(lesson["announced"], !written(slug), "{lesson}");
                }
                // An hour that can be held says what is done, with which demos, and the homework.
                for field in ["done", "home"] {
                    let text = hour[field].as_str().unwrap_or_default();
                    assert!(!expected || !text.is_empty(), "{field} of {hour}");
                }
                assert!(!expected || hour["demos"][0].is_string(), "{hour}");
            }
        }
    }
    assert_eq!(
        world
            .tutor(["plan", "10"])
            .run()
            .good()
            .matches("announced")
            .count(),
        0
    );
}

/// A teacher's course may have plans of its own.
#[test]
fn a_teachers_plan_is_read_from_the_course() {
    let world = super::teachers::least();
    let plan = "minutes = 50\n[[plan]]\nhours = 1\ntitle = \"Mine\"\nabout = \"A single hour.\"\n\
                [[plan.session]]\nlessons = [\"one\"]\ndone = \"all `of` it\"\nhome = \"nothing\"\n";
    world.file("c/plan.toml", plan);
    let table = world.tutor(["plan", "1", "--course", "c"]).run().good();
    assert!(table.contains("1 One · all of it"), "{table}");
    assert!(table.contains("1 class hours of 50 minutes"), "{table}");
    let checked = world.tutor(["check-course", "c", "--json"]).run().good();
    assert_eq!(checked, "[]\n");
    world.file("c/plan.toml", plan.replace("\"one\"", "\"ones\""));
    let (checked, _) = world.tutor(["check-course", "c"]).run().not_passed();
    assert!(
        checked.contains("plan.toml:7: There is no lesson ones."),
        "{checked}"
    );
}
