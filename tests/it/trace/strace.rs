//! Reads what `strace -f -xx` writes, as far as sockets go.

use std::collections::HashMap;
use std::fmt::Write;

use sockets_tutor::event::Bytes;

use super::{Life, Lives};

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a String");
        text
    })
}

/// The form in which calls are compared.
pub fn line(name: &str, arguments: &[String], result: &str, bytes: &str) -> String {
    let line = format!("{name}({}) = {result} {bytes}", arguments.join(", "));
    line.trim_end().to_string()
}

/// So many bytes of a stream stand in the record.
const KEPT_OF_STREAM: i64 = Bytes::KEPT_OF_STREAM as i64;

/// A call that has begun: its text so far, and whose life it belongs to.
struct Begun {
    text: String,
    life: Option<usize>,
}

#[derive(Default)]
struct Reader {
    /// Every internet socket, with its number.
    lives: Vec<(i64, Life)>,
    /// The life that a number has at the moment.
    now: HashMap<i64, usize>,
    /// By thread.
    begun: HashMap<String, Begun>,
}

/// The lives of all internet sockets of the traced program.
pub fn lives(trace: &str) -> Lives {
    let mut reader = Reader::default();
    for text in trace.lines() {
        let (thread, rest) = text.split_once(' ').expect("a thread and a call");
        let rest = rest.trim_start();
        if rest.starts_with("+++") || rest.starts_with("---") {
            continue;
        }
        if let Some(resumed) = rest.strip_prefix("<... ") {
            let (_, end) = resumed.split_once(" resumed>").expect("a call goes on");
            let mut begun = reader.begun.remove(thread).expect("it has begun");
            begun.text.push_str(end);
            reader.end(&begun);
        } else if let Some(text) = rest.strip_suffix("<unfinished ...>") {
            let begun = reader.begin(text);
            reader.begun.insert(thread.to_string(), begun);
        } else {
            let begun = reader.begin(rest);
            reader.end(&begun);
        }
    }
    let mut lives = Lives::new();
    for (fd, life) in reader.lives {
        lives.entry(fd).or_default().push(life);
    }
    lives
}

impl Reader {
    /// Whose life a call belongs to is decided when it begins: before a `close` has returned,
    /// another thread may have been given the same number.
    fn begin(&mut self, text: &str) -> Begun {
        let (name, rest) = text.split_once('(').expect("a call has arguments");
        let number = rest.split([',', ')', ' ']).next().unwrap_or("");
        let number: Option<i64> = number.parse().ok();
        let life = match (name, number) {
            ("socket", _) | (_, None) => None,
            ("close", Some(fd)) => self.now.remove(&fd),
            (_, Some(fd)) => self.now.get(&fd).copied(),
        };
        Begun {
            text: text.to_string(),
            life,
        }
    }

    fn end(&mut self, begun: &Begun) {
        let (call, result) = begun.text.rsplit_once(" = ").expect("a call returns");
        let (name, arguments) = call.split_once('(').expect("a call has arguments");
        let arguments = arguments.trim_end().trim_end_matches(')');
        let arguments = split(arguments);
        let (value, error) = match result.strip_prefix("-1 ") {
            Some(error) => (-1, error.split(' ').next()),
            None => (result.parse().unwrap_or(-1), None),
        };
        let is_internet = arguments
            .first()
            .is_some_and(|domain| domain.starts_with("AF_INET"));
        let life = match (name, begun.life) {
            // The process ends while a thread is inside.
            _ if result.starts_with('?') => return,
            ("socket", _) if is_internet && error.is_none() => self.born(value),
            (_, Some(life)) => life,
            _ => return,
        };
        if matches!(name, "accept" | "accept4") && error.is_none() {
            self.born(value);
        }
        let result = error.map_or(value.to_string(), str::to_string);
        let bytes = match name {
            "write" | "read" if error.is_none() => bytes(&arguments[1], value.min(KEPT_OF_STREAM)),
            "sendto" | "recvfrom" if error.is_none() => bytes(&arguments[1], value),
            _ => String::new(),
        };
        let line = line(
            name.trim_end_matches('4'),
            &shown(name, &arguments),
            &result,
            &bytes,
        );
        let life = &mut self.lives[life].1;
        match name {
            "getsockname" | "getpeername" => life.names.push(line),
            // A question of the observer, for a measured value.
            "getsockopt" if arguments.iter().any(|name| name == "TCP_INFO") => {}
            _ => life.calls.push(line),
        }
    }

    fn born(&mut self, fd: i64) -> usize {
        let place = self.lives.len();
        self.lives.push((fd, Life::default()));
        let before = self.now.insert(fd, place);
        assert_eq!(before, None, "descriptor {fd} is given twice");
        place
    }
}

/// What matters of a call's arguments.
fn shown(name: &str, arguments: &[String]) -> Vec<String> {
    let argument = |place: usize| arguments.get(place).cloned();
    let plain = |place: usize, after: &str| {
        let text = argument(place)?;
        Some(text.split(after).next().unwrap_or("").to_string())
    };
    let shown = match name {
        "socket" => [argument(0), plain(1, "|")],
        "setsockopt" => [plain(2, "_OLD"), None],
        "bind" | "connect" | "getsockname" | "getpeername" => [argument(1).and_then(port), None],
        "listen" | "shutdown" => [argument(1), None],
        "read" | "write" => [argument(2), None],
        "sendto" | "recvfrom" => [argument(2), argument(4).and_then(port)],
        _ => [None, None],
    };
    shown.into_iter().flatten().collect()
}

/// `{sa_family=AF_INET, sin_port=htons(40001), …}`; `None` without an address.
fn port(address: String) -> Option<String> {
    let (_, rest) = address.split_once("_port=htons(")?;
    let (port, _) = rest.split_once(')')?;
    Some(format!("port {port}"))
}

/// The first `count` bytes of `"\x68\x65"`, as digits.
fn bytes(text: &str, count: i64) -> String {
    let digits = text.trim_matches('"').replace("\\x", "");
    let count = usize::try_from(count).expect("a call that did not fail");
    assert!(digits.len() >= 2 * count, "strace has cut the bytes");
    digits[..2 * count].to_string()
}

/// Splits arguments at the commas that stand in no bracket and no quotes.
fn split(arguments: &str) -> Vec<String> {
    let mut split = vec![String::new()];
    let (mut depth, mut quoted) = (0, false);
    for character in arguments.chars() {
        match character {
            '"' => quoted = !quoted,
            '{' | '[' | '(' if !quoted => depth += 1,
            '}' | ']' | ')' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => {
                split.push(String::new());
                continue;
            }
            _ => {}
        }
        split.last_mut().expect("never empty").push(character);
    }
    split
        .iter()
        .map(|argument| argument.trim().to_string())
        .collect()
}

#[test]
fn interrupted_lines_and_numbers_used_again_are_understood() {
    let trace = r#"
1 socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = 5
1 write(1, "\x78", 1)                   = 1
2 socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 6
1 connect(5, {sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("\x31")}, 16) = -1 ECONNREFUSED (Connection refused)
1 read(5,  <unfinished ...>
2 close(6)                              = 0
1 <... read resumed>"\x68\x69", 1024)  = 2
1 close(5 <unfinished ...>
2 socket(AF_INET, SOCK_DGRAM|SOCK_CLOEXEC, IPPROTO_IP) = 5
1 <... close resumed>)                  = 0
2 recvfrom(5, "", 9, 0, {sa_family=AF_INET, sin_port=htons(7), sin_addr=inet_addr("\x31")}, [128 => 16]) = 0
2 getsockname(5, {sa_family=AF_INET, sin_port=htons(8), sin_addr=inet_addr("\x31")}, [128 => 16]) = 0
1 +++ exited with 0 +++"#;
    let lives = lives(trace.trim_start());
    let life = |calls: &[&str], names: &[&str]| Life {
        calls: calls.iter().map(|call| call.to_string()).collect(),
        names: names.iter().map(|name| name.to_string()).collect(),
    };
    let first = [
        "socket(AF_INET, SOCK_STREAM) = 5",
        "connect(port 9) = ECONNREFUSED",
        "read(1024) = 2 6869",
        "close() = 0",
    ];
    let second = ["socket(AF_INET, SOCK_DGRAM) = 5", "recvfrom(9, port 7) = 0"];
    let expected = vec![
        life(&first, &[]),
        life(&second, &["getsockname(port 8) = 0"]),
    ];
    assert_eq!(lives, Lives::from([(5, expected)]));
}
