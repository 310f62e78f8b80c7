//! Whatever a network, a proxy, a CDN or a changed service does to a call: what it may have done is said, a
//! created key is not lost, and no key is seen.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]
#![allow(clippy::too_many_lines, reason = "tables are long")]

use std::error::Error as _;
use std::time::{Duration, Instant};

use agreement::canary::{CALLER, CREATED, Log, forms, seen_in};
use agreement::fault::{FaultServer, Step, Tls};
use certcentral::types::{CreatedKey, ErrorResponse};
use certcentral::{Client, Error, Outcome, ResponseValue, RetryPolicy, reqwest};
use tokio::sync::Mutex;

/// One log for the process: those who look into it take turns.
static TURN: Mutex<()> = Mutex::const_new(());

/// No call takes longer: the deadline of [`client`], and as much again for a busy machine.
const BOUND: Duration = Duration::from_secs(8);

const LIMIT: usize = 64 * 1024;

struct Row {
    name: String,
    tls: Option<Tls>,
    /// What the server does on each connection.
    scripts: Vec<Vec<Step>>,
    expected: Expected,
    /// How many whole requests the server saw.
    requests: usize,
    /// Whether the created key is in the client's hands at the end.
    key: bool,
    says: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    Success(u16),
    Failure(Outcome, Option<u16>),
}

use Expected::{Failure, Success};
use Outcome::{NotSent, Refused, Unknown, Unreadable};

fn client(server: &FaultServer) -> Client {
    let authority = server.authority().map(|der| reqwest::Certificate::from_der(der).unwrap());
    Client::builder()
        .base_url(server.base_url())
        .api_key(CALLER)
        .connect_timeout(Duration::from_secs(2))
        .read_timeout(Duration::from_millis(300))
        .attempt_timeout(Duration::from_millis(800))
        .timeout(BOUND / 2)
        .max_response_bytes(LIMIT)
        .retry(
            RetryPolicy::default()
                .max_attempts(3)
                .initial_backoff(Duration::from_millis(1))
                .max_backoff(Duration::from_millis(5))
                .max_retry_after(Duration::from_secs(1)),
        )
        .configure_http(move |http| match authority {
            Some(authority) => http.tls_certs_only([authority]).connection_verbose(true),
            // What is asked for here is not given: see `connection_verbose`.
            None => http.connection_verbose(true),
        })
        .build()
        .unwrap()
}

async fn call(client: &Client) -> Result<ResponseValue<CreatedKey>, Error<ErrorResponse>> {
    client.create_key().user_id(1234).body_map(|body| body.name("ci")).send().await
}

fn head(status: u16, headers: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status} Status\r\n{headers}\r\n").into_bytes()
}

fn whole(status: u16, media_type: &str, body: &str) -> Vec<u8> {
    let headers = format!("Content-Type: {media_type}\r\nContent-Length: {}\r\n", body.len());
    [head(status, &headers), body.as_bytes().to_vec()].concat()
}

fn created() -> String {
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
    Row { name, tls: None, scripts: vec![steps], expected, requests, key, says }
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
        tls("TLS: expired", Tls::Expired, Failure(NotSent, None), "certificate expired"),
        plaintext,
        script("closed before the request", vec![], Failure(Unknown, None), false, lost),
        script("reset before the request", vec![Step::Reset], Failure(Unknown, None), false, lost),
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
            "a space in a header's name",
            vec![Step::Read, sends(b"HTTP/1.1 201 Created\r\nBad Header: x\r\n\r\n".to_vec())],
            Failure(Unknown, None),
            false,
            lost,
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
    let encoded = [
        head(201, &format!("Content-Encoding: gzip\r\nContent-Length: {}\r\n", created().len())),
        created().into_bytes(),
    ]
    .concat();
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
        row("204", head(204, ""), Failure(Unreadable, Some(204)), false, "its body is empty"),
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
        row("unasked content encoding", encoded, Success(201), true, ""),
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
        for (kind, sends, says) in [
            (
                "JSON",
                whole(status, "application/json", &error_body()),
                if is_shown { "some_code: Some message." } else { "may have taken effect" },
            ),
            (
                "HTML",
                whole(status, "text/html", &html),
                if is_shown {
                    "<html><h1>Nope</h1> <p>[redacted]</p></html>"
                } else {
                    "its body is not JSON"
                },
            ),
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

/// `429` is waited out: the next connection brings the key.
fn limits() -> Vec<Row> {
    let limited =
        |header: &str| [head(429, &format!("{header}Content-Length: 0\r\nConnection: close\r\n"))].concat();
    let then_created = vec![Step::Read, Step::Send(whole(201, "application/json", &created()))];
    let mut rows = Vec::new();
    let past = "Retry-After: Mon, 01 Jan 2024 00:00:00 GMT\r\n";
    for (kind, header) in [
        ("no Retry-After", ""),
        ("Retry-After: 0", "Retry-After: 0\r\n"),
        ("Retry-After in the past", past),
        ("Retry-After garbage", "Retry-After: soon\r\n"),
        ("Retry-After negative", "Retry-After: -1\r\n"),
        ("Retry-After empty", "Retry-After:\r\n"),
        ("Retry-After of 1 s", "Retry-After: 1\r\n"),
    ] {
        rows.push(Row {
            name: format!("429, {kind}, then a key"),
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

#[tokio::test]
async fn every_fault_says_what_may_have_happened_and_loses_and_leaks_no_key() {
    let _turn = TURN.lock().await;
    let log = Log::of_process();
    let elsewhere = FaultServer::start(
        vec![vec![Step::Read, Step::Send(whole(201, "application/json", &created()))]],
        None,
    )
    .await;
    let other_host = elsewhere.base_url().replace("localhost", "127.0.0.1");
    let rows: Vec<Row> = [connections(), bodies(), redirects(&other_host), refusals(), limits()]
        .into_iter()
        .flatten()
        .collect();
    assert!(rows.len() >= 70, "{} rows", rows.len());
    let mut wrong = Vec::new();
    for row in rows {
        let _ = log.take();
        let problems = check(&row, log).await;
        wrong.extend(problems.into_iter().map(|problem| format!("{}: {problem}", row.name)));
    }
    assert_eq!(elsewhere.requests(), 0, "a redirect was followed");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

async fn check(row: &Row, log: &Log) -> Vec<String> {
    let server = FaultServer::start(row.scripts.clone(), row.tls).await;
    let client = client(&server);
    let started = Instant::now();
    let Ok(result) = tokio::time::timeout(BOUND, call(&client)).await else {
        return vec![format!("not over after {BOUND:?}")];
    };
    let mut problems = Vec::new();
    let mut texts = vec![format!("{client:?}"), format!("{result:?}"), format!("{result:#?}")];
    let (found, has_key) = match &result {
        Ok(created) => (Success(created.status().as_u16()), created.api_key.expose_secret() == CREATED),
        Err(error) => {
            texts.extend([error.to_string(), format!("{error:#}"), format!("{:?}", error.response())]);
            let mut source = error.source();
            while let Some(error) = source {
                texts.extend([error.to_string(), format!("{error:?}"), format!("{error:#?}")]);
                source = error.source();
            }
            let body = error.body().map(|body| String::from_utf8_lossy(body.expose_secret()).into_owned());
            if body.as_ref().is_some_and(|body| body.len() > LIMIT) {
                problems.push("more of the body is kept than the limit".to_owned());
            }
            let message = error.to_string();
            if !message.contains(&row.says) {
                problems.push(format!("{:?} is not in {message:?}", row.says));
            }
            let status = error.status().map(|status| status.as_u16());
            (Failure(error.outcome(), status), body.is_some_and(|body| body.contains(CREATED)))
        }
    };
    if found != row.expected {
        problems.push(format!("{found:?}, where {:?} is right: {}", row.expected, texts[1]));
    }
    if has_key != row.key {
        problems.push(format!("the key is in the client's hands: {has_key}"));
    }
    if server.requests() != row.requests {
        problems.push(format!("{} requests, where {} are right", server.requests(), row.requests));
    }
    if started.elapsed() > BOUND {
        problems.push(format!("it took {:?}", started.elapsed()));
    }
    // The server has sent little more than was taken: what the sockets hold.
    if server.endless_bytes() > 64 * 1024 * 1024 {
        problems.push(format!("{} bytes were taken", server.endless_bytes()));
    }
    drop((result, client));
    let logged = log.take();
    if !logged.contains("reqwest") || !logged.contains("certcentral") {
        problems.push("the log lacks what the crates say".to_owned());
    }
    texts.push(logged);
    for text in texts {
        if let Some(form) = seen_in(&text) {
            problems.push(format!("a key is seen, as {form}, in {text}"));
        }
    }
    problems
}

/// The looking itself: a canary that is there is seen.
#[tokio::test]
async fn a_canary_that_is_logged_or_written_is_seen() {
    let _turn = TURN.lock().await;
    let log = Log::of_process();
    for canary in [CALLER, CREATED] {
        for form in forms(canary) {
            let _ = log.take();
            tracing::trace!(target: "somewhere", "before {form} after");
            assert!(seen_in(&log.take()).is_some(), "{form}");
        }
    }
    // What a careless client's HTTP library logs.
    let server = FaultServer::start(
        vec![vec![Step::Read, Step::Send(whole(201, "application/json", &created()))]],
        None,
    )
    .await;
    let careless = reqwest::Client::builder().connection_verbose(true).no_proxy().build().unwrap();
    let request = careless.post(server.base_url()).header("X-Key", CALLER).body("{}").send();
    assert!(request.await.unwrap().status().is_success());
    assert!(seen_in(&log.take()).is_some(), "the HTTP library's log is not captured");
}

/// Finds no host, without asking anybody.
struct NoSuchHost;

impl reqwest::dns::Resolve for NoSuchHost {
    fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving {
        Box::pin(async { Err("no such host".into()) })
    }
}

#[tokio::test]
async fn a_host_that_cannot_be_found_was_sent_nothing() {
    let client = Client::builder()
        .base_url("https://host.invalid")
        .api_key(CALLER)
        .configure_http(|http| http.no_proxy().dns_resolver(NoSuchHost))
        .retry(RetryPolicy::default().max_attempts(2).initial_backoff(Duration::from_millis(1)))
        .build()
        .unwrap();
    let error = call(&client).await.unwrap_err();
    assert_eq!((error.outcome(), error.attempts()), (NotSent, 2), "{error}");
    assert!(error.to_string().contains("cannot connect to host.invalid"), "{error}");
}

#[tokio::test]
async fn a_connection_that_died_between_calls_costs_no_call() {
    let keep_alive = |body: &str| whole(201, "application/json", body);
    let server = FaultServer::start(vec![vec![Step::Read, Step::Send(keep_alive(&created()))]], None).await;
    let client = client(&server);
    for call_number in 1..=20 {
        match call(&client).await {
            Ok(created) => assert_eq!(created.api_key.expose_secret(), CREATED),
            // The connection may die while the request is on its way: then that is said.
            Err(error) => assert_eq!(error.outcome(), Unknown, "{error}"),
        }
        assert!(server.requests() <= call_number);
    }
}

#[tokio::test]
async fn a_call_that_is_dropped_stops_and_leaves_nothing_behind() {
    let stalled = vec![Step::Read, Step::Stall];
    let then = vec![Step::Read, Step::Send(whole(201, "application/json", &created()))];
    let server = FaultServer::start(vec![stalled, then], None).await;
    let client = client(&server);
    let in_flight = tokio::spawn({
        let client = client.clone();
        async move { call(&client).await.map(|_| ()) }
    });
    until(|| server.requests() == 1).await;
    in_flight.abort();
    assert!(in_flight.await.unwrap_err().is_cancelled());
    // The server sees the client go, and no second request.
    until(|| server.gone() == 1).await;
    assert_eq!(server.requests(), 1);
    assert_eq!(call(&client).await.unwrap().api_key.expose_secret(), CREATED);
}

/// Lets the others work until it is so.
async fn until(condition: impl Fn() -> bool) {
    let started = Instant::now();
    while !condition() {
        assert!(started.elapsed() < BOUND, "it does not come to that");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn the_deadline_covers_the_waits_between_attempts() {
    let limited = head(429, "Retry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n");
    let server = FaultServer::start(vec![vec![Step::Read, Step::Send(limited)]], None).await;
    let client = client(&server).with_timeout(Duration::from_millis(500));
    let started = Instant::now();
    let error = call(&client).await.unwrap_err();
    // The wait would end after the deadline: it is not begun.
    assert!(started.elapsed() < Duration::from_millis(500), "{:?}", started.elapsed());
    assert_eq!((error.outcome(), error.attempts()), (Refused, 1), "{error}");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(1)));
}

#[tokio::test]
async fn retries_can_be_turned_off_for_a_call() {
    let limited = head(429, "Content-Length: 0\r\nConnection: close\r\n");
    let created = whole(201, "application/json", &created());
    let scripts = vec![vec![Step::Read, Step::Send(limited)], vec![Step::Read, Step::Send(created)]];
    let server = FaultServer::start(scripts, None).await;
    let client = client(&server);
    let error = call(&client.with_retry(RetryPolicy::off())).await.unwrap_err();
    assert_eq!((error.outcome(), error.attempts(), server.requests()), (Refused, 1, 1));
    assert!(call(&client).await.is_ok());
}
