use super::*;

/// The places of a text, in order of their names.
fn places(text: &str) -> Vec<&str> {
    let mut places: Vec<&str> = text
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
        .collect();
    places.sort_unstable();
    places.dedup();
    places
}

fn texts(value: &toml::Value, path: &str, all: &mut BTreeMap<String, String>) {
    match value {
        toml::Value::Table(table) => {
            for (name, value) in table {
                texts(value, &format!("{path}.{name}"), all);
            }
        }
        toml::Value::Array(list) => {
            for (number, value) in list.iter().enumerate() {
                texts(value, &format!("{path}.{number}"), all);
            }
        }
        toml::Value::String(text) => {
            all.insert(path.to_string(), text.clone());
        }
        other => panic!("{path}: {other:?} is no text"),
    }
}

#[test]
fn both_languages_have_the_same_texts_with_the_same_places() {
    let read = |text: &str| {
        let mut all = BTreeMap::new();
        texts(&toml::from_str(text).unwrap(), "", &mut all);
        all
    };
    let en = read(include_str!("../../../lessons/ui.en.toml"));
    let zh = read(include_str!("../../../lessons/ui.zh.toml"));
    let names = |all: &BTreeMap<String, String>| all.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&en), names(&zh));
    for (name, text) in &en {
        assert!(!text.is_empty() && !zh[name].is_empty(), "{name} is empty");
        assert_eq!(places(text), places(&zh[name]), "{name}");
    }
}

#[test]
fn every_table_of_the_files_is_a_part_and_can_be_read() {
    for (lang, file) in [
        (Lang::En, include_str!("../../../lessons/ui.en.toml")),
        (Lang::Zh, include_str!("../../../lessons/ui.zh.toml")),
    ] {
        let Words {
            page,
            list,
            run,
            theatre,
            calls,
            frames,
            gauges,
            units,
            errors,
            record,
            capture,
            fields,
            doctor,
            eject,
            plan,
            reader,
            quiz,
            progress,
            glossary,
            troubles,
            refusals,
            help,
        } = words(lang);
        let read: Vec<(&str, &dyn std::fmt::Debug)> = vec![
            (page.table, &**page),
            (list.table, &**list),
            (run.table, &**run),
            (theatre.table, &**theatre),
            (calls.table, &**calls),
            (frames.table, &**frames),
            (gauges.table, &**gauges),
            (units.table, &**units),
            (errors.table, &**errors),
            (record.table, &**record),
            (capture.table, &**capture),
            (fields.table, &**fields),
            (doctor.table, &**doctor),
            (eject.table, &**eject),
            (plan.table, &**plan),
            (reader.table, &**reader),
            (quiz.table, &**quiz),
            (progress.table, &**progress),
            (glossary.table, &**glossary),
            (troubles.table, &**troubles),
            (refusals.table, &**refusals),
            (help.table, &**help),
        ];
        let mut parts: Vec<&str> = read.into_iter().map(|(table, _)| table).collect();
        parts.sort_unstable();
        let tables: toml::Table = toml::from_str(file).unwrap();
        assert_eq!(tables.keys().collect::<Vec<_>>(), parts);
        assert_eq!(calls.len(), tables["calls"].as_table().unwrap().len());
    }
}
