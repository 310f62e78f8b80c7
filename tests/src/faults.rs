//! The fault table: faults of networks, proxies, CDNs and services, each with the expected result of a call.

#![allow(clippy::too_many_lines, reason = "tables are long")]

use certcentral::Outcome::{self, NotSent, Refused, Unknown, Unreadable};

mod codings;
mod heads;
mod idempotent;
mod successes;

pub use self::idempotent::rows as idempotent_rows;

use self::Expected::{Failure, Success, Undelivered};
use crate::canary::{CALLER, CREATED, forms};
use crate::fault::{Step, Tls};
use crate::fault_check::Subject;

/// Response limit of the clients in these tests, in bytes.
pub const LIMIT: usize = 64 * 1024;

/// Returns the rows for *create key*. Redirects to another host lead to `elsewhere`.
#[must_use]
pub fn rows(elsewhere: &str) -> Vec<Row> {
    [
        connections(),
        bodies(),
        redirects(elsewhere),
        refusals(),
        echoes(),
        limits(),
        heads::rows(),
        codings::rows(),
        successes::rows(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A fault and the expected result of a call.
pub struct Row {
    /// The name of the fault.
    pub name: String,
    /// The call that meets the fault.
    pub subject: Subject,
    /// The TLS behaviour; `None` for plain HTTP.
    pub tls: Option<Tls>,
    /// The server's script for each connection.
    pub scripts: Vec<Vec<Step>>,
    /// The expected result.
    pub expected: Expected,
    /// The expected number of complete requests.
    pub requests: usize,
    /// `true` if the result must contain the created key.
    pub key: bool,
    /// A part of the expected error message.
    pub says: String,
}

/// The result of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// A created key with this status.
    Success(u16),
    /// An error without a status, `NotSent` or `Unknown`. Which of the two depends on when the client notices the
    /// fault.
    Undelivered,
    /// An error with this outcome, and the status if a response arrived.
    Failure(Outcome, Option<u16>),
}

/// Returns the head of a response.
#[must_use]
pub fn head(status: u16, headers: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status} Status\r\n{headers}\r\n").into_bytes()
}

/// Returns a complete response.
#[must_use]
pub fn whole(status: u16, media_type: &str, body: &str) -> Vec<u8> {
    let headers = format!("Content-Type: {media_type}\r\nContent-Length: {}\r\n", body.len());
    [head(status, &headers), body.as_bytes().to_vec()].concat()
}

/// Returns the body with the created key.
#[must_use]
pub fn created() -> String {
    format!(r#"{{"id":184,"api_key":"{CREATED}"}}"#)
}

fn error_body() -> String {
    r#"{"errors":[{"code":"some_code","message":"Some message."}]}"#.to_owned()
}

fn row(name: impl Into<String>, sends: Vec<u8>, expected: Expected, key: bool, says: &str) -> Row {
    script(name, vec![Step::Read, Step::Send(sends)], expected, key, says)
}

fn script(name: impl Into<String>, steps: Vec<Step>, expected: Expected, key: bool, says: &str) -> Row {
    let (name, says) = (name.into(), says.to_owned());
    let requests = usize::from(steps.iter().any(|step| matches!(step, Step::Read)));
    Row { name, subject: Subject::Create, tls: None, scripts: vec![steps], expected, requests, key, says }
}

fn connections() -> Vec<Row> {
    let tls = |name: &str, tls, expected, says: &str| Row {
        tls: Some(tls),
        requests: usize::from(expected == Success(201)),
        ..row(name, whole(201, "application/json", &created()), expected, expected == Success(201), says)
    };
    let plaintext = Row {
        tls: Some(Tls::Plaintext),
        ..script(
            "plaintext on the TLS port",
            vec![Step::Send(whole(400, "text/html", "no")), Step::Stall],
            Failure(NotSent, None),
            false,
            "cannot connect to localhost",
        )
    };
    let lost = "no answer from localhost";
    let late = "did not answer in time";
    let json = format!("Content-Length: {}\r\n", created().len());
    let half = created().len() / 2;
    let chunk = format!("1000\r\n{}\r\n", " ".repeat(4096)).into_bytes();
    let sends = |bytes: Vec<u8>| Step::Send(bytes);
    vec![
        tls("TLS", Tls::Trusted, Success(201), ""),
        tls("TLS: unknown authority", Tls::Untrusted, Failure(NotSent, None), "UnknownIssuer"),
        tls("TLS: wrong name", Tls::WrongName, Failure(NotSent, None), "certificate not valid for name"),
        tls(
            "TLS: hundreds of wrong names",
            Tls::ManyWrongNames,
            Failure(NotSent, None),
            "certificate not valid for name",
        ),
        tls("TLS: expired", Tls::Expired, Failure(NotSent, None), "certificate expired"),
        plaintext,
        script("closed before the request", vec![], Undelivered, false, ""),
        script("reset before the request", vec![Step::Reset], Undelivered, false, ""),
        script("closed during the request", vec![Step::ReadSome], Failure(Unknown, None), false, lost),
        script(
            "reset during the request",
            vec![Step::ReadSome, Step::Reset],
            Failure(Unknown, None),
            false,
            lost,
        ),
        script("closed after the request", vec![Step::Read], Failure(Unknown, None), false, lost),
        script("reset after the request", vec![Step::Read, Step::Reset], Failure(Unknown, None), false, lost),
        script(
            "closed during the status line",
            vec![Step::Read, sends(b"HTTP/1.1 2".to_vec())],
            Failure(Unknown, None),
            false,
            lost,
        ),
        script(
            "closed during the headers",
            vec![Step::Read, sends(b"HTTP/1.1 201 Created\r\nContent-".to_vec())],
            Failure(Unknown, None),
            false,
            lost,
        ),
        script(
            "closed after the headers",
            vec![Step::Read, sends(head(201, &json))],
            Failure(Unreadable, Some(201)),
            false,
            "it broke off",
        ),
        script(
            "closed during the body",
            vec![Step::Read, sends(head(201, &json)), sends(created().as_bytes()[..half].to_vec())],
            Failure(Unreadable, Some(201)),
            false,
            "it broke off",
        ),
        script(
            "short body, whole key",
            vec![Step::Read, sends(head(201, "Content-Length: 500\r\n")), sends(created().into_bytes())],
            Failure(Unreadable, Some(201)),
            true,
            "it broke off",
        ),
        script(
            "stall after the whole key",
            vec![
                Step::Read,
                sends(head(201, "Content-Length: 500\r\n")),
                sends(created().into_bytes()),
                Step::Stall,
            ],
            Failure(Unreadable, Some(201)),
            true,
            "had not ended after",
        ),
        script("stall before the request", vec![Step::Stall], Failure(Unknown, None), false, late),
        script("stall after the request", vec![Step::Read, Step::Stall], Failure(Unknown, None), false, late),
        script(
            "stall in the headers",
            vec![Step::Read, sends(b"HTTP/1.1 201 Created\r\nX: ".to_vec()), Step::Stall],
            Failure(Unknown, None),
            false,
            late,
        ),
        script(
            "stall before the body",
            vec![Step::Read, sends(head(201, &json)), Step::Stall],
            Failure(Unreadable, Some(201)),
            false,
            "had not ended after",
        ),
        script(
            "dripping body that ends",
            vec![Step::Read, sends(head(201, &json)), Step::Drip(created().into_bytes())],
            Success(201),
            true,
            "",
        ),
        script(
            "dripping body without end",
            vec![Step::Read, sends(head(201, "")), Step::Drip(vec![b' '; 2000])],
            Failure(Unreadable, Some(201)),
            false,
            "had not ended after",
        ),
        script(
            "endless body",
            vec![Step::Read, sends(head(201, "")), Step::Endless(vec![b' '; 8192])],
            Failure(Unreadable, Some(201)),
            false,
            "larger than the limit of 65536 bytes",
        ),
        script(
            "endless body after the key",
            vec![
                Step::Read,
                sends(head(201, "")),
                sends(created().into_bytes()),
                Step::Endless(vec![b' '; 8192]),
            ],
            Failure(Unreadable, Some(201)),
            true,
            "larger than the limit of 65536 bytes",
        ),
        script(
            "endless chunks",
            vec![Step::Read, sends(head(201, "Transfer-Encoding: chunked\r\n")), Step::Endless(chunk)],
            Failure(Unreadable, Some(201)),
            false,
            "larger than the limit",
        ),
        script(
            "endless headers",
            vec![
                Step::Read,
                sends(b"HTTP/1.1 201 Created\r\n".to_vec()),
                Step::Endless(b"X-Header: value\r\n".to_vec()),
            ],
            Failure(Unknown, None),
            false,
            lost,
        ),
        script(
            "not HTTP at all",
            vec![Step::Read, sends(b"SSH-2.0-OpenSSH_9.6\r\n".to_vec())],
            Failure(Unknown, None),
            false,
            lost,
        ),
        script(
            "only a body",
            vec![Step::Read, sends(created().into_bytes())],
            Failure(Unknown, None),
            false,
            lost,
        ),
        script(
            "early hints and continue",
            vec![
                Step::Read,
                sends(
                    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".to_vec(),
                ),
                sends(whole(201, "application/json", &created())),
            ],
            Success(201),
            true,
            "",
        ),
        script(
            "switching protocols",
            vec![
                Step::Read,
                sends(
                    b"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n".to_vec(),
                ),
            ],
            Failure(Unknown, Some(101)),
            false,
            "",
        ),
        script(
            "two different lengths",
            vec![
                Step::Read,
                sends(
                    b"HTTP/1.1 201 Created\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n123456".to_vec(),
                ),
            ],
            Failure(Unknown, None),
            false,
            lost,
        ),
        script(
            "malformed chunk",
            vec![Step::Read, sends(head(201, "Transfer-Encoding: chunked\r\n")), sends(b"zz\r\n".to_vec())],
            Failure(Unreadable, Some(201)),
            false,
            "it broke off",
        ),
        script(
            "cut chunk, whole key",
            vec![
                Step::Read,
                sends(head(201, "Transfer-Encoding: chunked\r\n")),
                sends(format!("100\r\n{}", created()).into_bytes()),
            ],
            Failure(Unreadable, Some(201)),
            true,
            "it broke off",
        ),
    ]
}

fn bodies() -> Vec<Row> {
    let json = "application/json";
    let unreadable = Failure(Unreadable, Some(201));
    let raw = |bytes: Vec<u8>| [head(201, &format!("Content-Length: {}\r\n", bytes.len())), bytes].concat();
    let http_1_0 = [b"HTTP/1.0 201 Created\r\n\r\n".to_vec(), created().into_bytes()].concat();
    let nested = |open: &str| format!(r#"{{"api_key":"{CREATED}","x":{}"#, open.repeat(20_000));
    vec![
        row("HTTP/1.0", http_1_0, Success(201), true, ""),
        row("200 for 201", whole(200, json, &created()), Success(200), true, ""),
        row("202 for 201", whole(202, json, &created()), Success(202), true, ""),
        row(
            "202 without a key",
            whole(202, json, r#"{"id":184}"#),
            Failure(Unreadable, Some(202)),
            false,
            "not of the documented form",
        ),
        row("204", head(204, ""), Failure(Unknown, Some(204)), false, "its body is empty"),
        row(
            "206 with a cut key",
            whole(206, json, &created()[..40]),
            Failure(Unreadable, Some(206)),
            false,
            "ends before its JSON does",
        ),
        row("299", whole(299, json, &created()), Success(299), true, ""),
        row("201 empty", whole(201, json, ""), unreadable, false, "its body is empty"),
        row("201 HTML", whole(201, "text/html", &format!("<p>{CREATED}</p>")), unreadable, true, "not JSON"),
        row("201 plain key", whole(201, "text/plain", CREATED), unreadable, true, "not JSON"),
        row(
            "201 text",
            whole(201, json, &format!("\"{CREATED}\"")),
            unreadable,
            true,
            "not of the documented form",
        ),
        row("201 null", whole(201, json, "null"), unreadable, false, "not of the documented form"),
        row(
            "201 list",
            whole(201, json, &format!("[{}]", created())),
            unreadable,
            true,
            "not of the documented form",
        ),
        row(
            "id as text",
            whole(201, json, &created().replace("184", "\"184\"")),
            unreadable,
            true,
            "not of the documented form",
        ),
        row(
            "id as the key",
            whole(201, json, &created().replace("184", &format!("\"{CREATED}\""))),
            unreadable,
            true,
            "not of the documented form",
        ),
        row(
            "id fractional",
            whole(201, json, &created().replace("184", "184.5")),
            unreadable,
            true,
            "not of the documented form",
        ),
        row(
            "id huge",
            whole(201, json, &created().replace("184", "99999999999999999999")),
            unreadable,
            true,
            "not of the documented form",
        ),
        row(
            "id null",
            whole(201, json, &created().replace("184", "null")),
            unreadable,
            true,
            "not of the documented form",
        ),
        row(
            "id missing",
            whole(201, json, &format!(r#"{{"api_key":"{CREATED}"}}"#)),
            unreadable,
            true,
            "not of the documented form",
        ),
        row(
            "key missing",
            whole(201, json, r#"{"id":184}"#),
            unreadable,
            false,
            "not of the documented form",
        ),
        row(
            "key null",
            whole(201, json, r#"{"id":184,"api_key":null}"#),
            unreadable,
            false,
            "not of the documented form",
        ),
        row(
            "key as object",
            whole(201, json, &format!(r#"{{"id":184,"api_key":{{"value":"{CREATED}"}}}}"#)),
            unreadable,
            true,
            "not of the documented form",
        ),
        row(
            "key renamed",
            whole(201, json, &created().replace("api_key", "apiKey")),
            unreadable,
            true,
            "not of the documented form",
        ),
        row(
            "extra fields",
            whole(201, json, &created().replace("184", "184,\"extra\":{\"a\":[1,{}]}")),
            Success(201),
            true,
            "",
        ),
        row(
            "duplicate key",
            whole(201, json, &created().replace('}', ",\"api_key\":\"other\"}")),
            unreadable,
            true,
            "not of the documented form",
        ),
        row(
            "byte order mark",
            raw([b"\xef\xbb\xbf".to_vec(), created().into_bytes()].concat()),
            unreadable,
            true,
            "not JSON",
        ),
        row(
            "invalid UTF-8",
            raw([created().into_bytes(), b"\xff\xfe".to_vec()].concat()),
            unreadable,
            true,
            "not JSON",
        ),
        row(
            "UTF-16",
            raw(created().encode_utf16().flat_map(u16::to_le_bytes).collect()),
            unreadable,
            false,
            "not JSON",
        ),
        row(
            "trailing garbage",
            whole(201, json, &format!("{} {{}}", created())),
            unreadable,
            true,
            "not JSON",
        ),
        row("nesting bomb of lists", whole(201, json, &nested("[")), unreadable, true, ""),
        row("nesting bomb of objects", whole(201, json, &nested("{\"x\":")), unreadable, true, ""),
        row("wrong media type, good JSON", whole(201, "text/html", &created()), Success(201), true, ""),
    ]
}

fn redirects(elsewhere: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    for status in [301, 302, 303, 307, 308] {
        let outcome = if status >= 307 { Refused } else { Unknown };
        for (kind, location, says) in [
            ("same host", "/elsewhere".to_owned(), "it redirects, and redirects are not followed"),
            ("other host", format!("{elsewhere}/{CREATED}"), "it redirects to 127.0.0.1"),
            ("downgrade", format!("http://plain.test/{CREATED}?{CALLER}"), "it redirects to plain.test"),
        ] {
            let sends = head(status, &format!("Location: {location}\r\nContent-Length: 0\r\n"));
            rows.push(row(format!("{status} to {kind}"), sends, Failure(outcome, Some(status)), false, says));
        }
    }
    rows
}

fn refusals() -> Vec<Row> {
    let mut rows = Vec::new();
    for status in [400, 401, 403, 404, 406, 408, 409, 413, 500, 502, 503, 504] {
        let outcome = if status == 408 || status >= 500 { Unknown } else { Refused };
        let expected = Failure(outcome, Some(status));
        let html = format!("<html><h1>Nope</h1>\n<p>{CALLER}</p></html>");
        let is_shown = outcome == Refused;
        let html_kind = format!("its body is not JSON at line 1, column 1 (text/html, {} bytes)", html.len());
        for (kind, sends, says) in [
            (
                "JSON",
                whole(status, "application/json", &error_body()),
                if is_shown {
                    ": some_code: Some message. Nothing took effect."
                } else {
                    " (application/json, 59 bytes). A key"
                },
            ),
            ("HTML", whole(status, "text/html", &html), &html_kind),
            ("nothing", whole(status, "text/html", ""), "its body is empty"),
            (
                "a cut body",
                [head(status, "Content-Length: 500\r\n"), html.clone().into_bytes()].concat(),
                "its body is incomplete",
            ),
        ] {
            rows.push(row(format!("{status} with {kind}"), sends, expected, false, says));
        }
    }
    rows
}

/// Refusals that quote the caller's key, or whose text must not be shown.
fn echoes() -> Vec<Row> {
    let refused = |name: String, status: u16, headers: &str, body: &str, says: &str| {
        let headers = format!("{headers}Content-Length: {}\r\n", body.len());
        let sends = [head(status, &headers), body.as_bytes().to_vec()].concat();
        row(name, sends, Failure(Refused, Some(status)), false, says)
    };
    let documented = |code: &str, message: &str| {
        serde_json::json!({ "errors": [{ "code": code, "message": message, "more": CALLER }] }).to_string()
    };
    let mut rows = Vec::new();
    for (part, secret) in [("the key", CALLER), ("the middle of the key", &CALLER[11..19])] {
        for (index, form) in forms(secret).into_iter().enumerate() {
            let body = documented("some_code", &format!("No user has {form}, sorry."));
            let says = ": some_code: [redacted]. Nothing took effect.";
            rows.push(refused(format!("403 that quotes {part}, form {index}"), 403, "", &body, says));
            // JSON escapes around those of the form.
            let escaped: Vec<_> = body.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
            let escaped = escaped.concat();
            let body = format!(r#"{{"errors":[{{"code":"{escaped}","message":"Some message"}}]}}"#);
            let says = ": [redacted]: Some message.";
            rows.push(refused(format!("403 that quotes {part} in JSON, form {index}"), 403, "", &body, says));
        }
    }
    let pieces: Vec<_> =
        CALLER.as_bytes().chunks(6).map(|piece| documented(&String::from_utf8_lossy(piece), "")).collect();
    let errors: Vec<_> = pieces.iter().map(|piece| &piece[r#"{"errors":["#.len()..piece.len() - 2]).collect();
    let pieces = format!(r#"{{"errors":[{}]}}"#, errors.join(","));
    rows.push(refused(
        "the key in pieces".to_owned(),
        403,
        "",
        &pieces,
        "403 Forbidden: [redacted]. Nothing",
    ));
    let long = documented("some_code", &"long ".repeat(5000));
    rows.push(refused("an endless message".to_owned(), 400, "", &long, "long long…"));
    let many = format!(r#"{{"errors":[{}]}}"#, vec![r#"{"code":"c","message":"m"}"#; 2000].join(","));
    rows.push(refused("countless errors".to_owned(), 400, "", &many, "c: m; c: m"));
    let hidden = documented("a\u{202e}b", "c\u{e0041}\u{200b}\x1b[31m\u{2066}d\u{5d0}");
    rows.push(refused(
        "hidden characters".to_owned(),
        400,
        "",
        &hidden,
        ": a\u{fffd}b: c\u{fffd}[31m\u{fffd}d\u{fffd}.",
    ));
    let undocumented = format!(r#"{{"message":"{CALLER}","error":"Some message"}}"#);
    let kind = "Content-Type: Application/JSON; charset=utf-8\r\n";
    let says = format!(
        "not of the documented form at line 1, column {} (application/json, {0} bytes)",
        undocumented.len()
    );
    rows.push(refused("undocumented JSON".to_owned(), 400, kind, &undocumented, &says));
    let kind = format!("Content-Type: text/{CALLER}\r\n");
    rows.push(refused(
        "the key as a media type".to_owned(),
        400,
        &kind,
        "no",
        "(unknown media type, 2 bytes)",
    ));
    for (index, host) in [CALLER.to_owned(), CALLER.to_uppercase(), format!("a.{}.test", &CALLER[20..28])]
        .into_iter()
        .enumerate()
    {
        let location = format!("Location: https://{host}/\r\n");
        let says = "it redirects to [redacted], and redirects are not followed. Nothing";
        rows.push(refused(format!("307 to the key, form {index}"), 307, &location, "", says));
    }
    rows
}

/// Responses with `429`, after which the next connection returns the key.
fn limits() -> Vec<Row> {
    let limited =
        |header: &str| [head(429, &format!("{header}Content-Length: 0\r\nConnection: close\r\n"))].concat();
    let then_created = vec![Step::Read, Step::Send(whole(201, "application/json", &created()))];
    let mut rows = Vec::new();
    let past = "Retry-After: Mon, 01 Jan 2024 00:00:00 GMT\r\n";
    // One second after the response's own `Date`.
    let slow = "Date: Mon, 01 Jan 2024 00:00:00 GMT\r\nRetry-After: Mon, 01 Jan 2024 00:00:01 GMT\r\n";
    let fast = "Date: Fri, 01 Jan 2100 00:00:00 GMT\r\nRetry-After: Fri, 01 Jan 2100 00:00:01 GMT\r\n";
    for (kind, header) in [
        ("no Retry-After", ""),
        ("Retry-After: 0", "Retry-After: 0\r\n"),
        ("Retry-After in the past", past),
        ("Retry-After garbage", "Retry-After: soon\r\n"),
        ("Retry-After negative", "Retry-After: -1\r\n"),
        ("Retry-After empty", "Retry-After:\r\n"),
        ("Retry-After of 1 s", "Retry-After: 1\r\n"),
        ("Retry-After by a clock that is slow", slow),
        ("Retry-After by a clock that is fast", fast),
    ] {
        rows.push(Row {
            name: format!("429, {kind}, then a key"),
            subject: Subject::Create,
            tls: None,
            scripts: vec![vec![Step::Read, Step::Send(limited(header))], then_created.clone()],
            expected: Success(201),
            requests: 2,
            key: true,
            says: String::new(),
        });
    }
    for (kind, header, asks) in [
        ("huge", "Retry-After: 99999999999999999999999\r\n", "asks to wait 18446744073709551615 s"),
        ("an hour", "Retry-After: 3600\r\n", "asks to wait 3600 s"),
        ("far in the future", "Retry-After: Fri, 01 Jan 2100 00:00:00 GMT\r\n", "asks to wait "),
    ] {
        let name = format!("429, Retry-After {kind}");
        rows.push(row(name, limited(header), Failure(Refused, Some(429)), false, asks));
    }
    rows.push(row(
        "503 with Retry-After",
        head(503, "Retry-After: 0\r\nContent-Length: 0\r\n"),
        Failure(Unknown, Some(503)),
        false,
        "may have taken effect",
    ));
    rows
}
