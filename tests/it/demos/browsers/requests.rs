//! Requests of every kind, and their statuses. What is refused ends the connection.

use std::io::Write;
use std::net::Shutdown;

use super::{Open, connect, read_all, statuses};

/// The first line, the rest, the statuses, for `crud`; `@` stands for its address.
type Case = (&'static str, &'static str, &'static [&'static str]);

const CASES: &[Case] = &[
    ("GET / HTTP/1.1", "Host: @\r\n\r\n", &["200"]),
    ("GET /?x=1#y HTTP/1.1", "Host: @\r\n\r\n", &["200"]),
    ("GET / HTTP/1.0", "Host: @\r\n\r\n", &["200"]),
    ("GET /page.js HTTP/1.1", "Host: @\r\n\r\n", &["200"]),
    // Who it is for.
    ("GET / HTTP/1.1", "\r\n", &["400"]),
    ("GET / HTTP/1.1", "Host: @\r\nHost: @\r\n\r\n", &["400"]),
    ("GET / HTTP/1.1", "Host: evil.example\r\n\r\n", &["421"]),
    ("GET / HTTP/1.1", "Host: 127.0.0.1\r\n\r\n", &["421"]),
    ("GET / HTTP/1.1", "Host: @.evil.example\r\n\r\n", &["421"]),
    ("GET / HTTP/1.1", "Host: evil.example:%\r\n\r\n", &["421"]),
    ("GET / HTTP/1.1", "Host: x@\r\n\r\n", &["421"]),
    ("GET / HTTP/1.1", "Host: \r\n\r\n", &["421"]),
    ("GET / HTTP/1.1", "hOsT:\tLocalHost:%\r\n\r\n", &["200"]),
    ("GET / HTTP/1.1", "Host: [::1]:%\r\n\r\n", &["200"]),
    ("GET http://@/ HTTP/1.1", "Host: evil\r\n\r\n", &["200"]),
    ("GET http://evil/ HTTP/1.1", "Host: @\r\n\r\n", &["421"]),
    ("GET http://@ HTTP/1.1", "Host: @\r\n\r\n", &["400"]),
    // Whose script it is.
    (
        "GET / HTTP/1.1",
        "Host: @\r\nOrigin: http://@\r\n\r\n",
        &["200"],
    ),
    (
        "GET / HTTP/1.1",
        "Host: @\r\nOrigin: null\r\n\r\n",
        &["403"],
    ),
    (
        "DELETE /notes/1 HTTP/1.1",
        "Host: @\r\nOrigin: http://evil\r\n\r\n",
        &["403"],
    ),
    // What it is about.
    (
        "GET /../../etc/passwd HTTP/1.1",
        "Host: @\r\n\r\n",
        &["404"],
    ),
    (
        "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1",
        "Host: @\r\n\r\n",
        &["404"],
    ),
    ("GET //etc/passwd HTTP/1.1", "Host: @\r\n\r\n", &["404"]),
    ("GET ../src/main.rs HTTP/1.1", "Host: @\r\n\r\n", &["404"]),
    ("DELETE /notes/+2 HTTP/1.1", "Host: @\r\n\r\n", &["404"]),
    (
        "DELETE /notes/99999999999 HTTP/1.1",
        "Host: @\r\n\r\n",
        &["404"],
    ),
    ("DELETE /notes HTTP/1.1", "Host: @\r\n\r\n", &["405"]),
    (
        "POST / HTTP/1.1",
        "Host: @\r\nContent-Length: 1\r\n\r\nx",
        &["405"],
    ),
    ("OPTIONS / HTTP/1.1", "Host: @\r\n\r\n", &["405"]),
    ("get / HTTP/1.1", "Host: @\r\n\r\n", &["405"]),
    // How long it is.
    ("POST /notes HTTP/1.1", "Host: @\r\n\r\nx", &["411"]),
    (
        "POST /notes HTTP/1.1",
        "Host: @\r\nTransfer-Encoding: chunked\r\n\r\n5;x\r\nab",
        &["411"],
    ),
    (
        "GET / HTTP/1.1",
        "Host: @\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
        &["411"],
    ),
    (
        "POST /notes HTTP/1.1",
        "Host: @\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n",
        &["400"],
    ),
    (
        "POST /notes HTTP/1.1",
        "Host: @\r\nContent-Length: +1\r\n\r\nx",
        &["400"],
    ),
    (
        "POST /notes HTTP/1.1",
        "Host: @\r\nContent-Length: -1\r\n\r\nx",
        &["400"],
    ),
    (
        "POST /notes HTTP/1.1",
        "Host: @\r\nContent-Length: 1, 1\r\n\r\nx",
        &["400"],
    ),
    (
        "POST /notes HTTP/1.1",
        "Host: @\r\nContent-Length: 0x1\r\n\r\nx",
        &["400"],
    ),
    (
        "POST /notes HTTP/1.1",
        "Host: @\r\nContent-Length:\r\n\r\nx",
        &["400"],
    ),
    (
        "POST /notes HTTP/1.1",
        "Host: @\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx",
        &["400"],
    ),
    (
        "POST /notes HTTP/1.1",
        "Host: @\r\nContent-Length: 0\r\n\r\n",
        &["400"],
    ),
    (
        "POST /notes HTTP/1.1",
        "Host: @\r\nContent-Length: 513\r\n\r\n",
        &["413"],
    ),
    (
        "GET / HTTP/1.1",
        "Host: @\r\nContent-Length: 99999999999999999999999999\r\n\r\n",
        &["413"],
    ),
    // Less came than was announced: nobody is there any more to be told.
    (
        "POST /notes HTTP/1.1",
        "Host: @\r\nContent-Length: 9\r\n\r\nx",
        &[],
    ),
    // How it is written.
    ("GET / HTTP/2.0", "Host: @\r\n\r\n", &["505"]),
    ("GET /", "\r\n", &["400"]),
    ("GET  / HTTP/1.1", "Host: @\r\n\r\n", &["400"]),
    ("", "\r\n", &["400"]),
    ("GET / HTTP/1.1", "Host : @\r\n\r\n", &["400"]),
    (
        "GET / HTTP/1.1",
        "Host: @\r\n folded: line\r\n\r\n",
        &["400"],
    ),
    ("GET / HTTP/1.1", "Host: @\r\nno colon\r\n\r\n", &["400"]),
    ("GET / HTTP/1.1", "Host: @\r\n: nameless\r\n\r\n", &["400"]),
    ("GET / HTTP/1.1", "Host: @\r\nX: a\0b\r\n\r\n", &["400"]),
    (
        "GET / HTTP/1.1",
        "Host: @\r\nX: a\rContent-Length: 5\r\n\r\n",
        &["400"],
    ),
    (
        "GET / HTTP/1.1",
        "Host: @\r\nExpect: 100-continue\r\n\r\n",
        &["417"],
    ),
    ("\u{16}\u{3}\u{1}", "\u{0}\u{1}\u{0}", &[]),
    // One after the other on one connection, until one of them says that it is the last.
    (
        "GET / HTTP/1.1",
        "Host: @\r\n\r\nHEAD / HTTP/1.1\r\nHost: @\r\n\r\nHEAD /x HTTP/1.1\r\nHost: @\r\n\r\n\
         GET /page.js HTTP/1.1\r\nHost: @\r\nConnection: keep-alive, Close\r\n\r\nGET / HTTP/1.1\r\n",
        &["200", "200", "404", "200"],
    ),
    (
        "GET / HTTP/1.0",
        "Host: @\r\n\r\nGET / HTTP/1.1\r\nHost: @\r\n\r\n",
        &["200"],
    ),
];

fn filled(text: &str, open: &Open) -> String {
    let port = open.door.port().to_string();
    text.replace('@', &open.door.to_string())
        .replace('%', &port)
}

#[test]
fn every_request_has_its_status() {
    let open = Open::new("crud", &[]);
    for (line, rest, expected) in CASES {
        let text = match line.contains("%2e") {
            true => format!("{line}\r\n{}", filled(rest, &open)),
            false => filled(&format!("{line}\r\n{rest}"), &open),
        };
        let answers = open.answer(text.as_bytes());
        assert_eq!(statuses(&answers), *expected, "{text:?}: {answers}");
        if let [status] = expected
            && !["200", "404", "405"].contains(status)
            && *rest != "Host: @\r\nContent-Length: 0\r\n\r\n"
        {
            assert!(answers.contains("\r\nConnection: close\r\n"), "{text:?}");
        }
    }
    let empty = open.ask("HEAD / HTTP/1.1", "\r\n");
    assert!(empty.ends_with("\r\n\r\n"), "{empty}");
    let not_text = [
        format!("POST /notes HTTP/1.1\r\nHost: {}\r\n", open.door).as_bytes(),
        b"Content-Length: 2\r\n\r\n\xff\xfe",
    ]
    .concat();
    assert_eq!(statuses(&open.answer(&not_text)), ["400"]);
    // As a hand types it.
    let typed = format!("GET / HTTP/1.1\nHost: {}\n\n", open.door);
    assert_eq!(statuses(&open.answer(typed.as_bytes())), ["200"]);
    let refused = open.ask("PATCH /notes HTTP/1.1", "\r\n");
    assert!(refused.contains("\r\nAllow: POST\r\n"), "{refused}");
    open.leave();
}

/// What the web server of the shapes takes, and what not.
#[test]
fn the_web_server_in_the_middle_checks_as_well() {
    let open = Open::new("three-shapes", &[]);
    let host = "Host: @\r\n";
    let cases: &[(&str, &str)] = &[
        ("GET / HTTP/1.1\r\n@@\r\n", "200"),
        ("HEAD / HTTP/1.1\r\n@@\r\n", "200"),
        ("GET /../x HTTP/1.1\r\n@@\r\n", "404"),
        ("DELETE / HTTP/1.1\r\n@@\r\n", "405"),
        ("POST / HTTP/1.1\r\n@@\r\n", "411"),
        ("POST / HTTP/1.1\r\n@@Content-Length: 1025\r\n\r\n", "413"),
        (
            "POST / HTTP/1.1\r\n@@Origin: null\r\nContent-Length: 0\r\n\r\n",
            "403",
        ),
        ("GET / HTTP/1.1\r\nHost: evil.example:%\r\n\r\n", "421"),
        ("GET / HTTP/1.1\r\n\r\n", "400"),
    ];
    for (text, status) in cases {
        let text = filled(&text.replace("@@", host), &open);
        let answer = open.answer(text.as_bytes());
        assert_eq!(statuses(&answer), [*status], "{text:?}: {answer}");
        assert!(answer.contains("\r\nConnection: close\r\n"), "{text:?}");
    }
    open.leave();
}

#[test]
fn a_head_without_end_is_cut_off_and_the_reason_arrives() {
    for slug in ["crud", "three-shapes"] {
        let open = Open::new(slug, &[]);
        let huge = "x".repeat(100_000);
        for text in [
            huge.clone(),
            format!("GET /{huge} HTTP/1.1\r\nHost: @\r\n\r\n"),
            format!("GET / HTTP/1.1\r\nHost: @\r\nX: {huge}\r\n\r\n"),
            format!(
                "GET / HTTP/1.1\r\nHost: @\r\n{}\r\n",
                "a:b\r\n".repeat(20_000)
            ),
        ] {
            let answer = open.answer(filled(&text, &open).as_bytes());
            assert_eq!(statuses(&answer), ["431"], "{slug}: {answer}");
        }
        open.leave();
    }
}

/// Requests with bytes changed at random: whatever is answered, the server stays.
#[test]
fn a_thousand_damaged_requests_are_survived() {
    let mut open = Open::new("crud", &[]);
    let right = filled(
        "POST /notes HTTP/1.1\r\nHost: @\r\nContent-Length: 3\r\n\r\nabc",
        &open,
    );
    let mut chance = 0x5eed_u64;
    let mut below = |limit: usize| {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        usize::try_from(chance % limit as u64).expect("small")
    };
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..1000 {
        open.drain();
        let mut damaged = right.clone().into_bytes();
        for _ in 0..=below(3) {
            let at = below(damaged.len());
            damaged[at] = b"\0\r\n :/x0\xff"[below(9)];
        }
        let mut stream = connect(open.door);
        stream.write_all(&damaged).expect("the server reads");
        stream.shutdown(Shutdown::Write).expect("a socket");
        let answer = read_all(&mut stream);
        seen.extend(statuses(&answer).first().map(|status| status.to_string()));
    }
    assert!(seen.len() > 4, "{seen:?}");
    assert_eq!(statuses(&open.ask("GET / HTTP/1.1", "\r\n")), ["200"]);
    open.leave();
}
