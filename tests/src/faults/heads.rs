//! Malformed but readable heads of a 201: the SDK must return the key.

use super::{Expected, Row, created, row};

/// Number of interim responses before the response.
const INTERIM: usize = 20;

pub(super) fn rows() -> Vec<Row> {
    let long = |length: usize| format!("X-Long: {}\r\n", "x".repeat(length));
    let many =
        |count: usize| (0..count).map(|number| format!("X-{number}: value\r\n")).collect::<Vec<_>>().concat();
    let heads = [
        ("folded header", "X-Folded: one\r\n two\r\n".to_owned()),
        ("folded header, by a tab", "X-Folded: one\r\n\ttwo\r\n\tthree\r\n".to_owned()),
        ("header folded before its value", "X-Folded:\r\n value\r\n".to_owned()),
        ("folded media type", "Content-Type: application/json;\r\n charset=utf-8\r\n".to_owned()),
        ("space before a colon", "X-Header : value\r\n".to_owned()),
        ("tab before a colon", "X-Header\t: value\r\n".to_owned()),
        ("nameless header", ": value\r\n".to_owned()),
        ("space in a header's name", "Bad Header: value\r\n".to_owned()),
        ("header line without a colon", "no colon\r\n".to_owned()),
        ("bytes outside ASCII in a header's name", "X-\u{fc}: value\r\n".to_owned()),
        ("bytes outside ASCII in a header's value", "X-Header: \u{fc}\u{20ac}\r\n".to_owned()),
        ("control character in a header's value", "X-Header: a\u{1}b\r\n".to_owned()),
        ("150 headers", many(150)),
        ("250 headers", many(250)),
        ("header value of 8 KB", long(8_000)),
        ("header value of 64 KB", long(64_000)),
        ("40 cookies of 4 KB", format!("Set-Cookie: a={}\r\n", "x".repeat(4_000)).repeat(40)),
    ];
    let mut rows = Vec::new();
    for (name, headers) in heads {
        let length = created().len();
        for (place, head) in [
            ("", format!("HTTP/1.1 201 Created\r\n{headers}Content-Length: {length}\r\n\r\n")),
            (", last", format!("HTTP/1.1 201 Created\r\nContent-Length: {length}\r\n{headers}\r\n")),
        ] {
            rows.push(key_follows(format!("{name}{place}"), &head));
        }
    }
    let length = format!("Content-Length: {}\r\n\r\n", created().len());
    for (name, head) in [
        ("space before the colon of the length", length.replace(':', " :")),
        ("folded length", length.replace(": ", ":\r\n ")),
    ] {
        rows.push(key_follows(name, &format!("HTTP/1.1 201 Created\r\n{head}")));
    }
    rows.push(key_follows("no reason", &format!("HTTP/1.1 201\r\n{length}")));
    rows.push(key_follows("bare line feeds", &format!("HTTP/1.1 201 Created\n{length}").replace('\r', "")));
    rows.push(key_follows("empty lines before", &format!("\r\n\r\nHTTP/1.1 201 Created\r\n{length}")));
    rows.push(key_follows(
        "interim responses with malformed headers",
        &format!(
            "{}HTTP/1.1 201 Created\r\n{length}",
            "HTTP/1.1 102 Processing\r\nBad : a\r\n b\r\n\r\n".repeat(INTERIM)
        ),
    ));
    rows
}

fn key_follows(name: impl Into<String>, head: &str) -> Row {
    let sends = format!("{head}{}", created()).into_bytes();
    row(format!("head: {}", name.into()), sends, Expected::Success(201), true, "")
}
