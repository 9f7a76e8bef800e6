//! One call in words.

use crate::event::{Bytes, Call, Evidence, Field, Outcome};
use crate::lang::fill;
use crate::lang::words::Words;
use crate::render::bytes;

/// That a call has begun, if others may feel it.
pub fn waits(words: &Words, call: &Call, arguments: &[Field]) -> Option<String> {
    let template = words.calls.get(&*call.name)?.waits.as_ref()?;
    Some(fill_owned(template, &values(words, call, arguments, None)))
}

/// What a call has returned, in a run of this evidence.
pub fn sentence(
    words: &Words,
    evidence: Evidence,
    call: &Call,
    arguments: &[Field],
    outcome: &Outcome,
) -> String {
    let mut values = values(words, call, arguments, Some(outcome));
    let system = match evidence {
        Evidence::Kernel => &words.run.system_kernel,
        Evidence::Lab => &words.run.system_lab,
    };
    values.push(("system", system.to_string()));
    let template = match (&outcome.result, words.calls.get(&*call.name)) {
        (Ok(_), Some(sentences)) => match &sentences.nothing {
            Some(nothing) if outcome.bytes.as_ref().is_some_and(|b| b.total == 0) => nothing,
            _ => &sentences.done,
        },
        // An unknown call can only come from a record of another version.
        (Ok(_), None) => {
            return format!(
                "{}: {} = ok",
                bytes::clean(&call.actor),
                bytes::clean(&call.name)
            );
        }
        (Err(_), _) => &words.run.failed_call,
    };
    fill_owned(template, &values)
}

/// Everything a sentence may name, made safe.
fn values(
    words: &Words,
    call: &Call,
    arguments: &[Field],
    outcome: Option<&Outcome>,
) -> Vec<(&'static str, String)> {
    let mut values = vec![
        ("actor", bytes::clean(&call.actor)),
        ("call", bytes::clean(&call.name)),
        ("socket", bytes::clean(&call.socket)),
    ];
    let argument = |name: &str| {
        let found = arguments.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| bytes::clean(&value.to_string()))
    };
    for name in [
        "domain",
        "type",
        "option",
        "backlog",
        "how",
        "timeout_ms",
        "milliseconds",
        "port",
        "prefix",
        "gateway",
    ] {
        values.push((name, argument(name).unwrap_or_default()));
    }
    for name in ["flag", "command", "flags"] {
        // These stand in front of the next word, if they stand there at all.
        let shown = argument(name)
            .map(|text| format!("{text} "))
            .unwrap_or_default();
        values.push((name, shown));
    }
    let room = argument("len").and_then(|text| text.parse().ok());
    values.push(("len", count(words, room.unwrap_or(0))));
    let Some(outcome) = outcome else {
        values.push(("address", argument("address").unwrap_or_default()));
        return values;
    };
    let shown = |address: Option<std::net::SocketAddr>| {
        address.map_or_else(|| "?".to_string(), |address| address.to_string())
    };
    values.push(("local", shown(outcome.local)));
    values.push(("peer", shown(outcome.peer)));
    match &outcome.result {
        Ok(success) => {
            let given = |name: &str| {
                let found = success.fields.iter().find(|(field, _)| field == name);
                found.map(|(_, value)| bytes::clean(&value.to_string()))
            };
            let address = given("address").or_else(|| argument("address"));
            values.push(("address", address.unwrap_or_default()));
            values.push(("new", given("socket").unwrap_or_default()));
            for name in ["from", "icmp_type", "icmp_code"] {
                values.push((name, given(name).unwrap_or_default()));
            }
            let set = argument("value").or_else(|| given("value"));
            values.push(("set", set.unwrap_or_default()));
            values.push(("value", success.value.to_string()));
            if let Some(carried) = &outcome.bytes {
                values.push(("count", count(words, carried.total)));
                values.push(("bytes", show(words, carried)));
            }
        }
        Err(failure) => {
            let meaning = (words.errors.get(&*failure.name)).or_else(|| words.errors.get("other"));
            values.push(("error", bytes::clean(&failure.name)));
            values.push(("meaning", meaning.copied().unwrap_or_default().to_string()));
        }
    }
    values
}

fn count(words: &Words, bytes: usize) -> String {
    match bytes {
        0 => words.run.no_bytes.to_string(),
        1 => words.run.one_byte.to_string(),
        _ => fill(words.run.bytes, &[("count", &bytes.to_string())]),
    }
}

/// Bytes as text and as hexadecimal digits, and how many are not shown.
fn show(words: &Words, carried: &Bytes) -> String {
    let kept = &carried.kept[..carried.kept.len().min(bytes::SHOWN)];
    let mut text = format!("{}  {}", bytes::quoted(kept), bytes::hex(kept, " "));
    if carried.total > kept.len() {
        let rest = (carried.total - kept.len()).to_string();
        text.push_str(" … ");
        text.push_str(&fill(words.run.more_bytes, &[("count", &rest)]));
    }
    text
}

/// As [`fill`], with values of its own.
pub fn fill_owned(template: &str, values: &[(&str, String)]) -> String {
    let values: Vec<(&str, &str)> = (values.iter())
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    fill(template, &values)
}
