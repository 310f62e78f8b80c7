//! Copies of secrets in the memory of a process that made calls: only those of the HTTP and TLS libraries, independent
//! of the number of calls and of formatting. The guide states their number (`sdk/docs/secrets.md`).

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use conformance::canary::{CALLER, CREATED};
use conformance::fault::{FaultServer, Step, Tls};
use conformance::faults::{created, head, whole};
use conformance::memory::{mask, occurrences};

/// Length of the searched end of a key. The allocator overwrites the beginning of a freed block.
const TAIL: usize = 20;

/// Number of buffers of the HTTP library with a request, and with a response.
const REQUEST_BUFFERS: usize = 1;
const RESPONSE_BUFFERS: usize = 1;

/// Number of buffers that the HTTP library may use in turn. It takes a new one if the last response is still in use when
/// it reads the next. Far smaller than [`MANY`].
const BUFFERS_IN_TURN: usize = 4;

/// Upper limit of the copies with TLS, relative to plain HTTP.
const TLS_FACTOR: usize = 6;

/// Number of header values of a client that contain its key.
const CLIENT_VALUES: usize = 2;

/// A number of calls that the rate limits permit at once.
const MANY: usize = 20;

/// The handling of the results and of the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    /// Drops the results and the client.
    Drop,
    /// Formats the results in every way, then drops them and the client.
    Format,
    /// Formats and drops the results, and keeps the client.
    Keep,
}

/// Counts the copies of the caller's key and of the created key after calls with these responses.
async fn copies(responses: &[Vec<u8>], calls: usize, then: Then, tls: Option<Tls>) -> [usize; 2] {
    let steps: Vec<Step> =
        responses.iter().flat_map(|response| [Step::Read, Step::Send(response.clone())]).collect();
    let steps = std::iter::repeat_n(steps, calls).flatten().chain([Step::Stall]).collect();
    let server = FaultServer::start(vec![steps], tls).await;
    let authority = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(&authority, server.authority().unwrap_or_default()).unwrap();
    let mut process = Command::new(env!("CARGO_BIN_EXE_client_process"));
    process
        .args(["call", &server.base_url(), &calls.to_string(), &format!("{then:?}")])
        .arg(authority.path());
    tokio::task::spawn_blocking(move || {
        let mut child = process.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(&mask(CALLER)).unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert_eq!(line, "ready\n");
        let found = [CALLER, CREATED].map(|key| {
            let found = occurrences(child.id(), &key[key.len() - TAIL..]);
            found.expect("reading a child's memory requires permission to use `ptrace`")
        });
        drop(input);
        assert!(child.wait().unwrap().success());
        found
    })
    .await
    .unwrap()
}

struct Case {
    name: &'static str,
    responses: Vec<Vec<u8>>,
    /// Number of copies of the caller's key in the responses.
    caller: usize,
    /// Number of copies of the created key in the responses.
    created: usize,
}

impl Case {
    /// Returns the maximum number of copies in the buffers of the HTTP library after some calls.
    fn limits(&self, calls: usize) -> [usize; 2] {
        let in_turn = calls.min(BUFFERS_IN_TURN);
        [REQUEST_BUFFERS + RESPONSE_BUFFERS * self.caller, RESPONSE_BUFFERS * self.created]
            .map(|copies| copies * in_turn)
    }
}

fn cases() -> Vec<Case> {
    let json = "application/json";
    let refusal = format!(r#"{{"errors":[{{"code":"some_code","message":"No {CALLER} \u00e9."}}]}}"#);
    let echo = created().replace('}', &format!(r#","more":["{CALLER}","\u0020{CALLER}"]}}"#));
    let page = format!("<p>{CALLER}{CREATED}</p>");
    // The response does not contain the searched bytes.
    let escaped = created().replace("valid", r"v\u0061lid");
    let (key, spaces) = (created(), " ".repeat(5000));
    let chunks = format!("{:x}\r\n{key}\r\n{:x}\r\n{spaces}\r\n0\r\n\r\n", key.len(), spaces.len());
    let chunked = [head(201, "Transfer-Encoding: chunked\r\n"), chunks.into_bytes()].concat();
    let case = |name, responses, caller, created| Case { name, responses, caller, created };
    vec![
        case("a key", vec![whole(201, json, &created())], 0, 1),
        case("a key with an undocumented status", vec![whole(200, json, &created())], 0, 1),
        case("a key with an escape", vec![whole(201, json, &escaped)], 0, 0),
        case("a key in a body that grows", vec![chunked], 0, 1),
        case("a key and two echoes", vec![whole(201, json, &echo)], 2, 1),
        case("a refusal that echoes", vec![whole(403, json, &refusal)], 1, 0),
        case("a page that echoes", vec![whole(403, "text/html", &page)], 1, 1),
        case("an unreadable key that echoes", vec![whole(201, json, &page)], 1, 1),
        // The two responses of a call can be in two buffers.
        case("a limit and a key", vec![whole(429, json, &refusal), whole(201, json, &created())], 2, 1),
    ]
}

fn check(case: &Case, found: [usize; 2], limits: [usize; 2], how: &str) {
    println!("{}, {how}: {found:?} of {limits:?}", case.name);
    let is_within = found.iter().zip(limits).all(|(found, limit)| *found <= limit);
    assert!(is_within, "{}, {how}: expected at most {limits:?} copies, found {found:?}", case.name);
}

#[tokio::test]
async fn calls_leave_only_the_copies_of_the_http_library() {
    for case in cases() {
        for (calls, then) in [(1, Then::Drop), (1, Then::Format), (MANY, Then::Format), (MANY, Then::Keep)] {
            let found = copies(&case.responses, calls, then, None).await;
            let [mut caller, created] = case.limits(calls);
            if then == Then::Keep {
                caller += CLIENT_VALUES;
            }
            check(&case, found, [caller, created], &format!("{calls} calls, {then:?}"));
        }
    }
}

#[tokio::test]
async fn calls_with_tls_leave_a_limited_number_of_copies() {
    for case in cases() {
        let found = copies(&case.responses, MANY, Then::Format, Some(Tls::Trusted)).await;
        check(&case, found, case.limits(1).map(|limit| limit * TLS_FACTOR), "with TLS");
    }
}

/// Tests the search itself: it finds the key of a client and no other copy.
#[tokio::test]
async fn key_is_in_memory_as_long_as_its_client() {
    assert_eq!(copies(&[], 0, Then::Keep, None).await, [CLIENT_VALUES, 0]);
    assert_eq!(copies(&[], 0, Then::Drop, None).await, [0, 0]);
}
