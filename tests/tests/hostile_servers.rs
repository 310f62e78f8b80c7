//! Servers and proxies that violate specifications, each with a ledger of the keys that it created. No call creates two
//! keys, no call that created one reports that it created none, and every key that arrived is returned.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]
#![allow(clippy::too_many_lines, reason = "tables are long")]

use std::time::Duration;

use certcentral::{Client, Outcome, RateLimits};
use conformance::canary::CREATED;
use conformance::fault::{FaultServer, Step, Tls};
use conformance::fault_check::{Created, builder, call};
use conformance::faults::{created, head, whole};

use self::Knows::{Body, Key, NotSent, Nothing, Refused, Unknown};

/// The knowledge of the caller after the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Knows {
    /// The call returned the key.
    Key,
    /// A key exists, and the kept body contains it.
    Body,
    /// A key exists, and the kept body does not contain it.
    Nothing,
    /// A key may exist.
    Unknown,
    Refused,
    NotSent,
}

struct Hostile {
    name: String,
    tls: Option<Tls>,
    steps: Vec<Step>,
    /// Maximum number of keys that the server creates.
    keys: usize,
    /// The permitted results: several if the result depends on when the client notices the fault.
    knows: &'static [Knows],
}

/// Returns a server that reads the request, creates a key, and sends `bytes`.
fn sends(name: &str, bytes: impl Into<Vec<u8>>, knows: &'static [Knows]) -> Hostile {
    follows(name, vec![Step::Read, Step::Create, Step::Send(bytes.into())], knows)
}

fn follows(name: &str, steps: Vec<Step>, knows: &'static [Knows]) -> Hostile {
    let keys = steps.iter().filter(|step| matches!(step, Step::Create)).count();
    Hostile { name: name.to_owned(), tls: None, steps, keys, knows }
}

/// Runs the row over TLS.
fn encrypted(row: Hostile) -> Hostile {
    Hostile { tls: Some(Tls::Trusted), ..row }
}

/// Returns a server that creates no key, but sends one in a refusal.
fn refuses(name: &str, bytes: Vec<u8>) -> Hostile {
    follows(name, vec![Step::Read, Step::Send(bytes)], &[Refused])
}

/// Returns a 201 with these header lines and this body.
fn with_headers(headers: &str, body: &str) -> String {
    format!("HTTP/1.1 201 Created\r\n{headers}\r\n{body}")
}

fn json(status: u16) -> Vec<u8> {
    whole(status, "application/json", &created())
}

/// Returns a response with the created key and this status line.
fn with_status_line(line: &str) -> String {
    let body = created();
    format!("{line}\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

fn chunked(chunks: &str) -> String {
    with_headers("Transfer-Encoding: chunked\r\n", chunks)
}

fn client(server: &FaultServer) -> Client {
    builder(server).rate_limits(RateLimits::off()).build().unwrap()
}

fn known(result: &Created) -> Knows {
    let error = match result {
        Ok(created) => {
            assert_eq!(created.api_key.expose_secret(), CREATED);
            return Key;
        }
        Err(error) => error,
    };
    let body = error.body().map(|body| String::from_utf8_lossy(body.expose_secret()).into_owned());
    match error.outcome() {
        Outcome::NotSent => NotSent,
        Outcome::Refused => Refused,
        Outcome::Unknown => Unknown,
        Outcome::Unreadable if body.is_some_and(|body| body.contains(CREATED)) => Body,
        Outcome::Unreadable => Nothing,
    }
}

#[tokio::test]
async fn hostile_server_creates_no_second_and_no_unreported_key() {
    let rows =
        [desync(), interim(), empty(), connections(), chunks(), lengths(), heads(), statuses(), json_forms()];
    let rows: Vec<Hostile> = rows.into_iter().flatten().collect();
    assert!(rows.len() >= 130, "expected at least 130 rows, found {}", rows.len());
    let mut wrong = Vec::new();
    for row in rows {
        let server = FaultServer::start(vec![row.steps], row.tls).await;
        let result = call(&client(&server)).await;
        let (known, keys) = (known(&result), server.keys());
        if !row.knows.contains(&known) {
            wrong.push(format!("{}: expected one of {:?}, found {known:?}: {result:?}", row.name, row.knows));
        }
        if keys > row.keys || keys > 1 || (keys > 0 && matches!(known, NotSent | Refused)) {
            wrong.push(format!("{}: {known:?}, but the server created {keys} keys", row.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Responses that are sent too early or more than once.
fn desync() -> Vec<Hostile> {
    let twice = [json(201), json(201)].concat();
    let then_other =
        [json(201), whole(201, "application/json", r#"{"id":1,"api_key":"not-a-real-key"}"#)].concat();
    vec![
        follows(
            "response before the request",
            vec![Step::Send(json(201)), Step::Read, Step::Create, Step::Stall],
            &[Key, Unknown, NotSent],
        ),
        follows(
            "refusal before the request",
            vec![Step::Send(json(403)), Step::Stall],
            &[Refused, Unknown, NotSent],
        ),
        follows(
            "response before the request is read",
            vec![Step::ReadSome, Step::Create, Step::Send(json(201)), Step::Stall],
            &[Key],
        ),
        follows(
            "response before the request is read, then the end",
            vec![Step::ReadSome, Step::Create, Step::Send(json(201))],
            &[Key, Unknown, Body, Nothing],
        ),
        follows(
            "refusal before the request is read",
            vec![Step::ReadSome, Step::Send(json(403)), Step::Stall],
            &[Refused],
        ),
        sends("response twice", twice.clone(), &[Key]),
        sends("response, then one with another key", then_other, &[Key]),
        sends("response, then a refusal", [json(201), json(429)].concat(), &[Key]),
        sends("response, then garbage", [json(201), b"\0garbage".to_vec()].concat(), &[Key]),
        encrypted(sends("response twice over TLS", twice, &[Key])),
        sends(
            "response that closes, then another",
            [
                with_headers(
                    &format!("Connection: close\r\nContent-Length: {}\r\n", created().len()),
                    &created(),
                )
                .into_bytes(),
                json(403),
            ]
            .concat(),
            &[Key],
        ),
    ]
}

/// Interim responses.
fn interim() -> Vec<Hostile> {
    let before = |interim: &str| [interim.as_bytes().to_vec(), json(201)].concat();
    vec![
        sends("100 with a reason of its own", before("HTTP/1.1 100 Go on\r\n\r\n"), &[Key]),
        sends("199", before("HTTP/1.1 199 X\r\n\r\n"), &[Key]),
        sends("103 with headers", before("HTTP/1.1 103 Early Hints\r\nContent-Length: 7\r\n\r\n"), &[Key]),
        sends("2,000 times 102", before(&"HTTP/1.1 102 Processing\r\n\r\n".repeat(2_000)), &[Key]),
        sends(
            "100 with a body",
            before("HTTP/1.1 100 Continue\r\nContent-Length: 4\r\n\r\nbody"),
            &[Unknown],
        ),
        sends("101, then the response", before("HTTP/1.1 101 Switching Protocols\r\n\r\n"), &[Unknown]),
        sends(
            "101 to HTTP/2",
            before("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n"),
            &[Unknown],
        ),
    ]
}

/// Responses with a body that their status forbids, and without one that it requires.
fn empty() -> Vec<Hostile> {
    let length = format!("Content-Length: {}\r\n", created().len());
    vec![
        sends("204 with a body", json(204), &[Unknown]),
        sends("304 with a body", json(304), &[Unknown]),
        sends("205 with a body", json(205), &[Key]),
        sends("head alone", with_headers(&length, ""), &[Nothing]),
        sends("head alone, no length", with_headers("", ""), &[Nothing]),
        sends("body after a length of 0", with_headers("Content-Length: 0\r\n", &created()), &[Nothing]),
    ]
}

/// Ends and stalls of connections.
fn connections() -> Vec<Hostile> {
    let read_and_create = |then: Vec<Step>| [vec![Step::Read, Step::Create], then].concat();
    let until_closed = || Step::Send(with_headers("", &created()).into_bytes());
    let whole_chunks =
        || Step::Send(chunked(&format!("{:x}\r\n{}\r\n0\r\n\r\n", created().len(), created())).into_bytes());
    let response = || Step::Send(json(201));
    let records = json(201).chunks(10).map(|part| Step::Send(part.to_vec())).collect();
    vec![
        follows(
            "no more is sent before the request",
            vec![Step::HalfClose, Step::Read, Step::Create, Step::Stall],
            &[Unknown, NotSent],
        ),
        follows(
            "no more is sent after the request",
            read_and_create(vec![Step::HalfClose, Step::Stall]),
            &[Unknown],
        ),
        follows(
            "half-closed after the response",
            read_and_create(vec![response(), Step::HalfClose, Step::Stall]),
            &[Key],
        ),
        follows("reset after the response", read_and_create(vec![response(), Step::Reset]), &[Key]),
        follows("reset after the last chunk", read_and_create(vec![whole_chunks(), Step::Reset]), &[Key]),
        follows(
            "reset where the body ends with the connection",
            read_and_create(vec![until_closed(), Step::Reset]),
            &[Body, Nothing],
        ),
        follows(
            "stall where the body ends with the connection",
            read_and_create(vec![until_closed(), Step::Stall]),
            &[Body],
        ),
        follows(
            "slow accept",
            [vec![Step::Delay(MOMENT)], read_and_create(vec![response()])].concat(),
            &[Key],
        ),
        follows("slow response", read_and_create(vec![Step::Delay(MOMENT), response()]), &[Key]),
        follows(
            "response after the deadline",
            read_and_create(vec![Step::Delay(TOO_LONG), response()]),
            &[Unknown],
        ),
        follows("response byte by byte", read_and_create(vec![Step::Drip(json(201))]), &[Key]),
        encrypted(follows("response in many TLS records", read_and_create(records), &[Key])),
        encrypted(follows(
            "TLS broken off after the response",
            read_and_create(vec![response(), Step::Abandon]),
            &[Key],
        )),
        encrypted(follows(
            "TLS broken off after the last chunk",
            read_and_create(vec![whole_chunks(), Step::Abandon]),
            &[Key],
        )),
        // Only the end of the TLS session shows that the body is complete.
        encrypted(follows(
            "TLS broken off where the body ends with the connection",
            read_and_create(vec![until_closed(), Step::Abandon]),
            &[Body],
        )),
        encrypted(follows(
            "TLS closed where the body ends with the connection",
            read_and_create(vec![until_closed()]),
            &[Key],
        )),
        encrypted(follows(
            "TLS broken off before the response",
            read_and_create(vec![Step::Abandon]),
            &[Unknown],
        )),
        encrypted(follows(
            "TLS reset after the response",
            read_and_create(vec![response(), Step::Reset]),
            &[Key],
        )),
    ]
}

/// Longer than a scheduling delay, shorter than the timeouts.
const MOMENT: Duration = Duration::from_millis(300);
/// Longer than the attempt timeout.
const TOO_LONG: Duration = Duration::from_secs(3);

/// Chunked bodies.
fn chunks() -> Vec<Hostile> {
    let body = created();
    let size = format!("{:x}", body.len());
    let with_end = |end: &str| chunked(&format!("{size}\r\n{body}\r\n0\r\n{end}"));
    let bytes: String = body.chars().map(|byte| format!("1\r\n{byte}\r\n")).collect::<Vec<_>>().concat();
    let extension = "x".repeat(8_000);
    let trailers: String =
        (0..300).map(|number| format!("X-{number}: value\r\n")).collect::<Vec<_>>().concat();
    vec![
        sends("chunk extension", chunked(&format!("{size};name=value\r\n{body}\r\n0\r\n\r\n")), &[Key]),
        sends(
            "quoted chunk extension",
            chunked(&format!("{size};a=\"b;c\"\r\n{body}\r\n0;d\r\n\r\n")),
            &[Key],
        ),
        sends("long chunk extension", chunked(&format!("{size};{extension}\r\n{body}\r\n0\r\n\r\n")), &[Key]),
        sends("chunk size with zeros", chunked(&format!("0000{size}\r\n{body}\r\n000\r\n\r\n")), &[Key]),
        sends(
            "chunk size in upper case",
            chunked(&format!("{}\r\n{body}\r\n0\r\n\r\n", size.to_uppercase())),
            &[Key],
        ),
        sends("chunks of a byte", chunked(&format!("{bytes}0\r\n\r\n")), &[Key]),
        sends("trailers", with_end("X-Trailer: value\r\n\r\n"), &[Key]),
        sends("300 trailers", with_end(&format!("{trailers}\r\n")), &[Body]),
        sends("malformed trailers", with_end("no colon\r\n : x\r\n\r\n"), &[Body]),
        sends("trailers without an end", with_end("X-Trailer: value\r\n"), &[Body]),
        sends("bytes after the last chunk", with_end("\r\nmore"), &[Key]),
        sends("no last chunk", chunked(&format!("{size}\r\n{body}\r\n")), &[Body]),
        sends("chunk that is cut", chunked(&format!("1000\r\n{body}")), &[Body]),
        sends(
            "chunk that is longer than its size",
            chunked(&format!("{size}\r\n{body}more\r\n0\r\n\r\n")),
            &[Body],
        ),
        sends("chunk size of 17 digits", chunked(&format!("1{:016}\r\n{body}", 0)), &[Nothing]),
        sends("negative chunk size", chunked(&format!("-1\r\n{body}")), &[Nothing]),
        sends("empty chunk first", chunked(&format!("0\r\n\r\n{size}\r\n{body}\r\n0\r\n\r\n")), &[Nothing]),
        sends("chunks with bare line feeds", chunked(&format!("{size}\n{body}\n0\n\n")), &[Nothing]),
        sends(
            "chunked twice",
            with_headers(
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                &format!("{size}\r\n{body}\r\n0\r\n\r\n"),
            ),
            &[Key],
        ),
        sends(
            "gzip, chunked",
            with_headers("Transfer-Encoding: gzip, chunked\r\n", &format!("{size}\r\n{body}\r\n0\r\n\r\n")),
            &[Key],
        ),
        sends("gzip", with_headers("Transfer-Encoding: gzip\r\n", &body), &[Key]),
        sends("identity", with_headers("Transfer-Encoding: identity\r\n", &body), &[Key]),
    ]
}

/// Wrong and repeated lengths.
fn lengths() -> Vec<Hostile> {
    let body = created();
    let length = body.len();
    let says = |value: &str| with_headers(&format!("Content-Length: {value}\r\n"), &body);
    let chunks = format!("{length:x}\r\n{body}\r\n0\r\n\r\n");
    let both = format!("Content-Length: {length}\r\nTransfer-Encoding: chunked\r\n");
    vec![
        sends("length too short by a brace", says(&(length - 1).to_string()), &[Body]),
        sends("length too short by the key", says("30"), &[Nothing]),
        sends("length too long", says(&(length + 1).to_string()), &[Body]),
        sends(
            "length twice",
            with_headers(&format!("Content-Length: {length}\r\n").repeat(2), &body),
            &[Key],
        ),
        sends("list of lengths", says(&format!("{length}, {length}")), &[Key]),
        sends("negative length", says("-1"), &[Unknown]),
        sends("length with a sign", says(&format!("+{length}")), &[Unknown]),
        sends("length in words", says("many"), &[Unknown]),
        sends("empty length", says(""), &[Unknown]),
        sends("length of 30 digits", says(&"9".repeat(30)), &[Unknown]),
        sends("length and chunks", with_headers(&both, &chunks), &[Key]),
        sends("length and no chunks, though announced", with_headers(&both, &body), &[Nothing]),
        sends("no length", with_headers("", &body), &[Key]),
    ]
}

/// Malformed heads.
fn heads() -> Vec<Hostile> {
    let length = format!("Content-Length: {}\r\n", created().len());
    let line = |name: &str, line: &str, knows| sends(name, with_status_line(line), knows);
    let header = |name: &str, header: &str, knows| {
        sends(name, with_headers(&format!("{header}\r\n{length}"), &created()), knows)
    };
    let headers = |count: usize| (0..count).map(|_| "X: y\r\n").collect::<Vec<_>>().concat();
    vec![
        line("HTTP/1.0", "HTTP/1.0 201 Created", &[Key]),
        line("HTTP/1.0 that keeps the connection", "HTTP/1.0 201 Created\r\nConnection: keep-alive", &[Key]),
        line("http/1.1", "http/1.1 201 Created", &[Unknown]),
        line("HTTP/1.2", "HTTP/1.2 201 Created", &[Unknown]),
        line("HTTP/2", "HTTP/2 201", &[Unknown]),
        line("ICY", "ICY 201 Created", &[Unknown]),
        line("two spaces before the status", "HTTP/1.1  201 Created", &[Unknown]),
        line("tab before the status", "HTTP/1.1\t201 Created", &[Unknown]),
        line("space before the version", " HTTP/1.1 201 Created", &[Unknown]),
        line("status of two digits", "HTTP/1.1 20 OK", &[Unknown]),
        line("status of four digits", "HTTP/1.1 2010 Created", &[Unknown]),
        line("status 000", "HTTP/1.1 000 Zero", &[Unknown]),
        line("bytes outside ASCII in the reason", "HTTP/1.1 201 Créé", &[Key]),
        line("NUL in the reason", "HTTP/1.1 201 Cre\0ated", &[Unknown]),
        line("long reason", &format!("HTTP/1.1 201 {}", "x".repeat(10_000)), &[Key]),
        line("two status lines", "HTTP/1.1 201 Created\r\nHTTP/1.1 201 Created", &[Key]),
        header("NUL in a value", "X: a\0b", &[Unknown]),
        header("carriage return in a value", "X: a\rb", &[Unknown]),
        header("upgrade", "Connection: upgrade\r\nUpgrade: h2c", &[Key]),
        header("Connection: close and keep-alive", "Connection: close, keep-alive", &[Key]),
        sends("1,000 headers", with_headers(&format!("{}{length}", headers(1_000)), &created()), &[Unknown]),
        sends("head of 2 MB", with_headers(&format!("{}{length}", headers(300_000)), &created()), &[Unknown]),
        sends("head that is cut", &b"HTTP/1.1 201 Created\r\nContent-Le"[..], &[Unknown]),
        sends("settings of HTTP/2", &b"\0\0\x06\x04\0\0\0\0\0\0\x03\0\0\0\x64"[..], &[Unknown]),
        sends("TLS alert", &b"\x15\x03\x03\x00\x02\x02\x28"[..], &[Unknown]),
        sends("JSON alone", created(), &[Unknown]),
    ]
}

/// Statuses that contradict the key in the body.
fn statuses() -> Vec<Hostile> {
    let mut rows = Vec::new();
    for status in [300, 301, 302, 303, 305, 399, 408, 500, 502, 503, 504, 520, 599, 600, 999] {
        rows.push(sends(&format!("{status} with a key"), json(status), &[Unknown]));
    }
    for status in [307, 308, 400, 401, 403, 404, 409, 422, 451, 499] {
        rows.push(refuses(&format!("{status} with a key"), json(status)));
    }
    for status in [200, 202, 203, 206, 226, 299] {
        rows.push(sends(&format!("{status} with a key"), json(status), &[Key]));
    }
    rows
}

/// Bodies that contain the key in an undocumented form.
fn json_forms() -> Vec<Hostile> {
    let body = |name: &str, body: Vec<u8>, knows| {
        let length = format!("Content-Length: {}\r\n", body.len());
        sends(name, [head(201, &length), body].concat(), knows)
    };
    let text = |name: &str, text: String, knows| body(name, text.into_bytes(), knows);
    let utf_16 = created().encode_utf16().flat_map(u16::to_be_bytes).collect();
    let escaped: String =
        CREATED.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect::<Vec<_>>().concat();
    vec![
        text("byte order mark", format!("\u{feff}{}", created()), &[Body]),
        body("UTF-16", utf_16, &[Nothing]),
        text("escaped key", created().replace(CREATED, &escaped), &[Key]),
        text("key twice", created().replace('}', &format!(",\"api_key\":\"{CREATED}\"}}")), &[Body]),
        text("id twice", created().replace('{', "{\"id\":1,"), &[Body]),
        text("two documents", created().repeat(2), &[Body]),
        text("NUL after the document", format!("{}\0", created()), &[Body]),
        text("prefix against inclusion", format!(")]}}',\n{}", created()), &[Body]),
        text("call of a function", format!("callback({});", created()), &[Body]),
        text("comment", format!("/* created */{}", created()), &[Body]),
        text("comma after the last member", created().replace('}', ",}"), &[Body]),
        text("single quotes", created().replace('"', "'"), &[Body]),
        text("other case", created().replace("api_key", "API_KEY"), &[Body]),
        text("in another object", format!("{{\"data\":{}}}", created()), &[Body]),
        text("as a string", format!("{:?}", created()), &[Body]),
        text("XML", format!("<key><id>184</id><api_key>{CREATED}</api_key></key>"), &[Body]),
        text("line breaks around", format!("\r\n\r\n{}\r\n", created()), &[Key]),
    ]
}

/// Truncates a response after each of its bytes.
#[tokio::test]
async fn truncated_response_is_kept_as_far_as_it_arrived() {
    let response = json(201);
    let end_of_head = response.len() - created().len();
    let cut = |at: usize| vec![Step::Read, Step::Create, Step::Send(response[..at].to_vec())];
    let server = FaultServer::start((0..=response.len()).map(cut).collect(), None).await;
    let client = client(&server);
    for at in 0..=response.len() {
        let result = call(&client).await;
        let expected = match at {
            _ if at == response.len() => Key,
            _ if response[..at].ends_with(CREATED.as_bytes()) || at + 2 >= response.len() => Body,
            _ if at >= end_of_head => Nothing,
            _ => Unknown,
        };
        assert_eq!(known(&result), expected, "cut after {at} bytes: {result:?}");
        if let Err(error) = result
            && at >= end_of_head
        {
            assert_eq!(
                error.body().unwrap().expose_secret(),
                &response[end_of_head..at],
                "cut after {at} bytes"
            );
        }
        assert_eq!(server.keys(), at + 1, "cut after {at} bytes");
    }
}

/// Sends a response in two segments, split after each of its bytes.
#[tokio::test]
async fn response_in_two_segments_is_read() {
    let chunks = chunked(&format!("5;a=b\r\n{}\r\n", &created()[..5]))
        + &format!("{:x}\r\n{}\r\n0\r\nX-Trailer: a\r\n\r\n", created().len() - 5, &created()[5..]);
    let interim = [b"HTTP/1.1 100 Continue\r\n\r\n".to_vec(), json(201)].concat();
    for response in [json(201), chunks.into_bytes(), interim] {
        let split = |at: usize| {
            let (before, after) = response.split_at(at);
            let parts = [before, after].map(|part| Step::Send(part.to_vec()));
            let [before, after] = parts;
            vec![Step::Read, Step::Create, before, Step::Delay(Duration::from_millis(1)), after]
        };
        let server = FaultServer::start((1..response.len()).map(split).collect(), None).await;
        let client = client(&server);
        for at in 1..response.len() {
            let result = call(&client).await;
            assert_eq!(known(&result), Key, "split after {at} bytes: {result:?}");
            assert_eq!(server.keys(), at, "split after {at} bytes");
        }
    }
}

/// The client must not take surplus bytes on a connection for the response to its next call.
#[tokio::test]
async fn bytes_after_a_response_do_not_reach_the_next_call() {
    let other = whole(201, "application/json", r#"{"id":1,"api_key":"not-a-real-key"}"#);
    let length = format!("Content-Length: {}\r\n", created().len());
    let end = format!("{:x}\r\n{}\r\n0\r\n\r\n", created().len(), created());
    for response in [
        json(201),
        chunked(&end).into_bytes(),
        with_headers("Content-Length: 0\r\n", "").into_bytes(),
        with_headers(&length, &created()).replace("201", "403").into_bytes(),
        head(204, ""),
        head(304, &length),
        head(429, "Retry-After: 3600\r\nContent-Length: 0\r\n"),
    ] {
        let first = [vec![Step::Read], vec![Step::Send([response.clone(), other.clone()].concat())]].concat();
        let stale = [first, vec![Step::Read, Step::Send(other.clone()), Step::Stall]].concat();
        let fresh = vec![Step::Read, Step::Create, Step::Send(json(201))];
        let server = FaultServer::start(vec![stale, fresh], None).await;
        let client = client(&server);
        let _ = call(&client).await;
        let result = call(&client).await;
        let shown = String::from_utf8_lossy(&response);
        assert_eq!(known(&result), Key, "{shown}: {result:?}");
        assert_eq!((server.requests(), server.keys()), (2, 1), "{shown}");
    }
}
