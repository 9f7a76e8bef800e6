//! Measured values in words.

use super::bytes;
use super::frame::milliseconds;
use crate::event::{Gauge, Value};
use crate::lang::fill;
use crate::lang::words::Words;

/// What a value is called; a name this program does not know stands as it is.
pub fn name(words: &Words, name: &str) -> String {
    let known = words.gauges.get(name);
    known.map_or_else(|| bytes::clean(name), |words| words.name.to_string())
}

/// What a value is called where there is little room.
pub fn short<'w>(words: &'w Words, name: &'w str) -> std::borrow::Cow<'w, str> {
    match words.gauges.get(name) {
        Some(known) => known.short.unwrap_or(known.name).into(),
        None => bytes::clean(name).into(),
    }
}

/// A value with its unit: `65483 bytes`.
pub fn value(words: &Words, value: &Value, unit: &str) -> String {
    let shown = bytes::clean(&value.to_string());
    match (words.units.get(unit), value) {
        (Some(unit), Value::Number(1)) => unit.one.to_string(),
        (Some(unit), _) => fill(unit.many, &[("count", &shown)]),
        (None, _) if unit.is_empty() => shown,
        (None, _) => format!("{shown} {}", bytes::clean(unit)),
    }
}

/// As [`value`], with times in milliseconds as the laboratory's clock shows them.
pub fn clocked(words: &Words, value: &Value, unit: &str) -> String {
    match value {
        Value::Number(micros) if unit == "microseconds" => {
            format!("{} {}", scaled(*micros, unit), words.theatre.chart_ms)
        }
        _ => self::value(words, value, unit),
    }
}

/// The number of a value alone; microseconds as milliseconds.
pub fn scaled(value: i64, unit: &str) -> String {
    match u64::try_from(value).ok().filter(|_| unit == "microseconds") {
        Some(micros) => milliseconds(micros),
        None => value.to_string(),
    }
}

/// That it was measured, as a sentence.
pub fn sentence(words: &Words, gauge: &Gauge) -> String {
    let socket = gauge.socket.as_deref().map(bytes::clean);
    let said = words.gauges.get(&*gauge.name);
    let template = match (said.and_then(|it| it.said.as_ref()), &socket) {
        (Some(said), Some(_)) => said,
        (_, Some(_)) => &words.run.measured,
        (_, None) => &words.run.measured_actor,
    };
    let values = [
        ("actor", &*bytes::clean(&gauge.actor)),
        ("socket", socket.as_deref().unwrap_or_default()),
        ("name", &*name(words, &gauge.name)),
        ("value", &*value(words, &gauge.value, &gauge.unit)),
    ];
    fill(template, &values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Event;
    use crate::lang::{Lang, words::words};
    use crate::render::mermaid::Mermaid;
    use crate::render::story::{Detail, Line, Story};

    fn gauge(socket: Option<&str>, name: &'static str, value: i64) -> Gauge {
        Gauge {
            seq: 1,
            t_us: 1,
            actor: "client".into(),
            socket: socket.map(Into::into),
            step: None,
            name: name.into(),
            unit: "bytes".into(),
            value: value.into(),
        }
    }

    #[test]
    fn a_value_is_told_with_its_name_and_unit() {
        let window = gauge(Some("client/1"), "send_window", 65_483);
        let foreign = Gauge {
            unit: "\u{1b}[2J".into(),
            ..gauge(None, "x", 1)
        };
        let all = |lang| [&window, &foreign].map(|gauge| sentence(words(lang), gauge));
        assert_eq!(
            all(Lang::En),
            [
                "client: measured on client/1: send window 65483 bytes.",
                "client: measured: x 1 \\u{1b}[2J.",
            ]
        );
        assert_eq!(
            all(Lang::Zh),
            [
                "client 在 client/1 上测得：发送窗口 65483 字节。",
                "client：x 1 \\u{1b}[2J。",
            ]
        );
        assert_eq!(value(words(Lang::En), &Value::Number(1), "bytes"), "1 byte");
    }

    #[test]
    fn of_many_values_of_a_name_the_first_and_the_last_are_told() {
        let mut story = Story::new(words(Lang::En), Detail::Folded);
        let values = (1..=9).map(|value| gauge(Some("client/1"), "not_sent", value));
        let other = gauge(Some("client/1"), "send_window", 0);
        let told: Vec<Line> = values
            .chain([other])
            .flat_map(|gauge| story.tell(&Event::Gauge(gauge)))
            .collect();
        let [first @ .., folded, eighth, ninth, other] = &told[..] else {
            panic!("{told:?}");
        };
        assert_eq!(first.len(), 4);
        assert_eq!(
            *folded,
            Line::Remark(fill(words(Lang::En).run.folded, &[("count", "3")]))
        );
        for (line, end) in [
            (eighth, "8 bytes."),
            (ninth, "9 bytes."),
            (other, "0 bytes."),
        ] {
            assert!(
                matches!(line, Line::Sentence { text, .. } if text.ends_with(end)),
                "{line:?}"
            );
        }
    }

    #[test]
    fn a_diagram_shows_it_as_a_note() {
        let mut diagram = Mermaid::default();
        diagram.add(&Event::Gauge(gauge(Some("client/1"), "send_window", 0)));
        let drawn = diagram.draw();
        let note = "    Note over a0: client/1 send_window = 0 bytes";
        assert!(drawn.lines().any(|line| line == note), "{drawn}");
        assert!(drawn.contains("participant a0 as client"), "{drawn}");
    }
}
