//! The drawing signs, and how a call is written in few columns.

use crate::event::{Outcome, Value};
use crate::lang::words::Words;
use crate::reader::theatre::scene::CallSeen;
use crate::render::bytes;

/// Signs with box drawing, or of ASCII alone.
pub struct Signs {
    pub line: &'static str,
    pub call: &'static str,
    pub call_left: &'static str,
    pub waits_from: &'static str,
    pub waits: &'static str,
    pub waits_to: &'static str,
    pub crossing: &'static str,
    pub dash: &'static str,
    pub to_right: &'static str,
    pub to_left: &'static str,
    pub next: &'static str,
    pub more: &'static str,
    pub bar: &'static str,
    pub at: &'static str,
    pub times: &'static str,
    /// A frame that is lost, delivered twice, held back, changed.
    pub lost: &'static str,
    pub twice: &'static str,
    pub later: &'static str,
    pub changed: &'static str,
    /// The way of a frame that has not arrived.
    pub under_way: &'static str,
}

const UNICODE: Signs = Signs {
    line: "│",
    call: "├",
    call_left: "┤",
    waits_from: "┬",
    waits: "┊",
    waits_to: "┴",
    crossing: "┼",
    dash: "─",
    to_right: "►",
    to_left: "◄",
    next: "▸",
    more: "…",
    bar: "│",
    at: "·",
    times: "→",
    lost: "✗",
    twice: "×2",
    later: "…",
    changed: "≠",
    under_way: "╌",
};

const ASCII: Signs = Signs {
    line: "|",
    call: "+",
    call_left: "+",
    waits_from: "+",
    waits: ":",
    waits_to: "+",
    crossing: "+",
    dash: "-",
    to_right: ">",
    to_left: "<",
    next: ">",
    more: "~",
    bar: "|",
    at: "-",
    times: "->",
    lost: "x",
    twice: "x2",
    later: "~",
    changed: "!=",
    under_way: ".",
};

pub fn signs(ascii: bool) -> &'static Signs {
    if ascii { &ASCII } else { &UNICODE }
}

/// A call as one would write it: `write(4) = 5`, and the bytes it carried.
pub struct Written {
    pub call: String,
    pub result: String,
    pub bytes: Option<String>,
    pub failed: bool,
}

/// Bytes a ladder shows.
const SHOWN: usize = 64;

/// Writes a call in `room` columns if that can be done by leaving out less important parts.
pub fn written(call: &CallSeen, signs: &Signs, room: usize) -> Written {
    let long = write(call, signs, false);
    let fits = crate::render::page::cells::width(&long.call) + long.result.len() <= room;
    if fits { long } else { write(call, signs, true) }
}

fn write(call: &CallSeen, signs: &Signs, short: bool) -> Written {
    let mut inside: Vec<String> = Vec::new();
    // In few columns an address or an option says more than the number.
    let named = matches!(
        &*call.name,
        "bind" | "getsockname" | "getpeername" | "connect" | "setsockopt" | "shutdown" | "sendto"
    );
    if let Some(number) = call
        .descriptor
        .filter(|_| call.name != "socket" && !(short && named))
    {
        inside.push(number.to_string());
    }
    let argument = |name: &str| {
        let found = call.arguments.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| bytes::clean(&value.to_string()))
    };
    let ok = call
        .outcome
        .as_ref()
        .and_then(|outcome| outcome.result.as_ref().ok());
    match &*call.name {
        "socket" if short => {}
        "socket" => inside.extend(argument("type").map(|kind| {
            let name = kind.strip_prefix("SOCK_").unwrap_or(&kind);
            name.split_whitespace()
                .next()
                .unwrap_or_default()
                .to_string()
        })),
        "bind" | "getsockname" => {
            let local = call.outcome.as_ref().and_then(|outcome| outcome.local);
            let asked = argument("address").and_then(|address| address.parse().ok());
            inside.extend(local.or(asked).map(|address| self::address(address, short)));
        }
        "getpeername" => {
            let peer = call.outcome.as_ref().and_then(|outcome| outcome.peer);
            inside.extend(peer.map(|address| self::address(address, short)));
        }
        "connect" | "sendto" => {
            let asked = argument("address").and_then(|address| address.parse().ok());
            let peer = call.outcome.as_ref().and_then(|outcome| outcome.peer);
            inside.extend(peer.or(asked).map(|address| self::address(address, short)));
        }
        "setsockopt" | "getsockopt" => {
            inside.extend(argument("option"));
            let given = ok.and_then(|ok| ok.fields.iter().find(|(name, _)| name == "value"));
            let value = argument("value");
            inside.extend(value.or_else(|| given.map(|(_, value)| clean(value))));
        }
        "shutdown" => inside.extend(argument("how")),
        "sleep" => inside.extend(argument("milliseconds").map(|time| format!("{time} ms"))),
        // Of a box of the laboratory: its table, and a port of it.
        "route" => inside.extend(
            [argument("prefix"), argument("gateway")]
                .into_iter()
                .flatten(),
        ),
        "forward" => inside.extend(
            [argument("port"), argument("address")]
                .into_iter()
                .flatten(),
        ),
        // Who has sent the error.
        "recvmsg" => {
            let from = ok.and_then(|ok| ok.fields.iter().find(|(name, _)| name == "from"));
            inside.extend(from.map(|(_, value)| clean(value)));
        }
        _ => {}
    }
    let (result, failed) = match call.outcome.as_ref().map(|outcome| &outcome.result) {
        None => (format!(" {}", signs.more), false),
        Some(Err(failure)) => (format!(" {}", bytes::clean(&failure.name)), true),
        Some(Ok(success)) => {
            let counts = call.outcome.as_ref().is_some_and(|o| o.bytes.is_some());
            match success.value == 0 && !counts {
                true => (String::new(), false),
                false => (format!(" = {}", success.value), false),
            }
        }
    };
    Written {
        call: format!("{}({})", bytes::clean(&call.name), inside.join(", ")),
        result,
        bytes: call
            .outcome
            .as_ref()
            .and_then(|outcome| carried(outcome, signs)),
        failed,
    }
}

fn clean(value: &Value) -> String {
    bytes::clean(&value.to_string())
}

fn carried(outcome: &Outcome, signs: &Signs) -> Option<String> {
    let carried = outcome.bytes.as_ref().filter(|bytes| bytes.total > 0)?;
    let shown = &carried.kept[..carried.kept.len().min(SHOWN)];
    let mut text = bytes::quoted(shown);
    // Only all of them have a quote at their end.
    if shown.len() < carried.total {
        text.pop();
        text.push_str(signs.more);
    }
    Some(text)
}

fn address(address: std::net::SocketAddr, short: bool) -> String {
    match short {
        true => format!(":{}", address.port()),
        false => address.to_string(),
    }
}

/// How many bytes, in words.
pub fn count(words: &Words, bytes: usize) -> String {
    match bytes {
        0 => words.run.no_bytes.to_string(),
        1 => words.run.one_byte.to_string(),
        _ => crate::lang::fill(words.run.bytes, &[("count", &bytes.to_string())]),
    }
}
