//! Outcomes of calls: the possible effect, the kept body, and messages without secrets.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::net::SocketAddr;

use certcentral::reqwest::dns::{Addrs, Name, Resolve, Resolving};
use certcentral::reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use certcentral::{Client, Outcome, RetryPolicy, reqwest};
use conformance::api_view::{Content, OperationView, document, operations};
use conformance::dynamic_client::{Answer, Arguments};
use conformance::generated;
use conformance::recording_server::{API_KEY, RecordingServer, response};
use serde_json::Value;

/// A created key. Obviously fake.
const CREATED: &str = "not-a-real-created-key-9876543210";

/// Returns the document's first operation whose success contains a secret, and its secret properties.
fn secret_operation() -> (OperationView, Vec<String>) {
    let found = operations(&document()).into_iter().find_map(|described| {
        let secrets = success(&described)?.secrets();
        (!secrets.is_empty()).then_some((described, secrets))
    });
    found.expect("an operation with a secret in its success")
}

fn described() -> OperationView {
    secret_operation().0
}

fn success(described: &OperationView) -> Option<Content> {
    described.responses.iter().find(|response| response.status.starts_with('2'))?.body.clone()
}

/// Returns the body of its documented success, with each secret replaced by a created key.
fn created() -> Value {
    let (described, secrets) = secret_operation();
    let mut example = success(&described).expect("a documented success").examples[0].1.clone();
    for name in secrets {
        example[name] = CREATED.into();
    }
    example
}

/// Returns the body of a documented error.
fn error() -> Value {
    let response = described().responses.into_iter().find(|response| response.status.starts_with('4'));
    let body = response.and_then(|response| response.body).expect("a documented error");
    body.examples[0].1.clone()
}

/// Replaces the numbers in `value`.
fn without_numbers(mut value: Value, replacement: &str) -> Value {
    for member in value.as_object_mut().into_iter().flatten().map(|(_, member)| member) {
        if member.is_number() {
            *member = replacement.into();
        }
    }
    value
}

/// Calls that operation with its first examples.
async fn call(client: &Client) -> Answer {
    let described = described();
    let generated = generated::operations(client);
    let operation = generated.iter().find(|operation| operation.id == described.id).expect("an operation");
    let parameters = described.parameters.into_iter();
    let arguments = Arguments {
        parameters: parameters.map(|mut parameter| (parameter.name, parameter.examples.remove(0))).collect(),
        body: described.body.map(|mut body| body.examples.remove(0).1),
    };
    operation.call(arguments).await.expect("examples convert to the SDK's types")
}

struct Expected {
    outcome: Outcome,
    status: Option<u16>,
    body: Option<String>,
    says: &'static str,
}

#[tokio::test]
async fn every_failure_has_its_outcome_body_and_message() {
    use Outcome::{Refused, Unknown, Unreadable};
    let json = "application/json";
    let wrong_type = without_numbers(created(), "184").to_string();
    let key_as_id = without_numbers(created(), CREATED).to_string();
    let created = created().to_string();
    let echo = format!("<h1>Unknown key {API_KEY}</h1>");
    let cut = format!("HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n{created}");
    let cut_chunk = format!("HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{created}");
    let error = &error().to_string();
    let row =
        |outcome, status, body: &str, says| Expected { outcome, status, body: Some(body.to_owned()), says };
    let table: Vec<(String, Expected)> = vec![
        (
            response(201, json, &wrong_type),
            row(Unreadable, Some(201), &wrong_type, "not of the documented form"),
        ),
        (response(201, json, &key_as_id), row(Unreadable, Some(201), &key_as_id, " at line 1, column ")),
        (response(201, json, CREATED), row(Unreadable, Some(201), CREATED, "its body is not JSON")),
        (
            response(201, json, &created[..30]),
            row(Unreadable, Some(201), &created[..30], "ends before its JSON does"),
        ),
        (response(201, json, ""), row(Unreadable, Some(201), "", "its body is empty")),
        (response(200, "text/html", &echo), row(Unknown, Some(200), &echo, "its body is not JSON")),
        (response(204, json, ""), row(Unknown, Some(204), "", "its body is empty")),
        (cut, row(Unreadable, Some(201), &created, "its body is incomplete: it broke off")),
        (cut_chunk, row(Unreadable, Some(201), &created, "its body is incomplete: it broke off")),
        (
            response(400, "text/html", "<h1>Bad</h1>"),
            row(
                Refused,
                Some(400),
                "<h1>Bad</h1>",
                "its body is not JSON at line 1, column 1 (text/html, 12 bytes)",
            ),
        ),
        (response(401, json, error), row(Refused, Some(401), error, "was refused: 401 Unauthorized")),
        (
            response(403, "text/html", &echo),
            row(Refused, Some(403), &echo, "its body is not JSON at line 1, column 1 (text/html, "),
        ),
        (response(403, json, error), row(Refused, Some(403), error, "was refused: 403 Forbidden")),
        (response(404, json, ""), row(Refused, Some(404), "", "its body is empty")),
        (
            response(408, json, error),
            row(Unknown, Some(408), error, "may have taken effect: 408 Request Timeout"),
        ),
        (
            response(500, json, error),
            row(Unknown, Some(500), error, "may have taken effect: 500 Internal Server Error"),
        ),
        (response(502, "text/html", CREATED), row(Unknown, Some(502), CREATED, "its body is not JSON")),
        (
            "not HTTP at all\r\n\r\n".to_owned(),
            Expected { outcome: Unknown, status: None, body: None, says: "no answer from 127.0.0.1" },
        ),
        (
            String::new(),
            Expected { outcome: Unknown, status: None, body: None, says: "no answer from 127.0.0.1" },
        ),
    ];
    for (sent, expected) in table {
        let server = RecordingServer::answering(sent.clone()).await;
        let answer = call(&server.client()).await;
        assert_eq!(server.take_requests().len(), 1, "{sent}");
        let Answer::Failure { outcome, status, value, body, message } = answer else {
            panic!("expected a failure, found {answer:?}: {sent}");
        };
        assert_eq!(outcome, expected.outcome.to_string(), "{sent}: {message}");
        assert_eq!(status, expected.status, "{sent}: {message}");
        assert_eq!(
            body.map(|body| String::from_utf8(body).unwrap()),
            expected.body.clone(),
            "{sent}: {message}"
        );
        let documented = expected.body.as_ref() == Some(error);
        assert_eq!(value.map(|value| value.to_string()), documented.then(|| error.clone()), "{sent}");
        assert!(message.contains(expected.says), "{sent}: {message}");
        assert!(!message.contains(CREATED) && !message.contains(API_KEY), "{message}");
    }
}

#[tokio::test]
async fn success_may_have_another_2xx_status_and_extra_fields() {
    let mut more = created();
    more["more"] = serde_json::json!({ "a": [1, 2] });
    for (status, body) in [(200, created()), (201, more), (202, created())] {
        let server = RecordingServer::answering(response(status, "text/plain", &body.to_string())).await;
        match call(&server.client()).await {
            Answer::Success { status: found, value } => assert_eq!((found, value), (status, created())),
            failure @ Answer::Failure { .. } => panic!("{body}: {failure:?}"),
        }
    }
}

#[tokio::test]
async fn redirect_is_not_followed() {
    for (status, outcome) in [
        (301, Outcome::Unknown),
        (302, Outcome::Unknown),
        (303, Outcome::Unknown),
        (307, Outcome::Refused),
        (308, Outcome::Refused),
    ] {
        let elsewhere = RecordingServer::answering_json(201, &created().to_string()).await;
        let location = format!("{}/{CREATED}", elsewhere.base_url().replace("127.0.0.1", "localhost"));
        let server = RecordingServer::answering(format!(
            "HTTP/1.1 {status} Moved\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n"
        ))
        .await;
        let Answer::Failure { outcome: found, message, .. } = call(&server.client()).await else {
            panic!("{status} was followed");
        };
        assert_eq!(found, outcome.to_string(), "{status}");
        assert!(message.contains("it redirects to localhost, and redirects are not followed"), "{message}");
        assert!(!message.contains(CREATED), "{message}");
        assert_eq!(elsewhere.take_requests().len(), 0, "{status}");
    }
}

#[tokio::test]
async fn configure_http_cannot_enable_redirects() {
    let elsewhere = RecordingServer::answering_json(201, &created().to_string()).await;
    let server = RecordingServer::answering(format!(
        "HTTP/1.1 307 Moved\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n",
        elsewhere.base_url()
    ))
    .await;
    let client = Client::builder()
        .base_url(server.base_url())
        .api_key(API_KEY)
        .configure_http(|http| http.redirect(reqwest::redirect::Policy::limited(5)))
        .build()
        .unwrap();
    let Answer::Failure { outcome, .. } = call(&client).await else { panic!("expected a failure") };
    assert_eq!(outcome, Outcome::Refused.to_string());
    assert_eq!(elsewhere.take_requests().len(), 0);
}

#[tokio::test]
async fn plain_http_ignores_proxies() {
    let proxy = RecordingServer::answering_json(201, &created().to_string()).await;
    let server = RecordingServer::answering_json(201, &created().to_string()).await;
    let through = reqwest::Proxy::all(proxy.base_url()).unwrap();
    let client = Client::builder()
        .base_url(server.base_url())
        .api_key(API_KEY)
        .configure_http(|http| http.proxy(through))
        .build()
        .unwrap();
    assert!(matches!(call(&client).await, Answer::Success { .. }));
    assert_eq!((proxy.take_requests().len(), server.take_requests().len()), (0, 1));
}

/// Resolves every name to one address.
struct FixedResolver(SocketAddr);

impl Resolve for FixedResolver {
    fn resolve(&self, _: Name) -> Resolving {
        let addresses: Addrs = Box::new(std::iter::once(self.0));
        Box::pin(std::future::ready(Ok(addresses)))
    }
}

#[tokio::test]
async fn plain_http_ignores_resolvers_and_overrides_for_localhost() {
    type Step = Box<dyn FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send>;
    let server = RecordingServer::answering_json(201, &created().to_string()).await;
    let base_url = server.base_url().replace("127.0.0.1", "localhost");
    let port = reqwest::Url::parse(&base_url).unwrap().port().unwrap();
    // The port of a base URL takes precedence over a resolver's, so that the other host needs the same port.
    let other = SocketAddr::from(([127, 0, 0, 2], port));
    let listener = std::net::TcpListener::bind(other).unwrap();
    listener.set_nonblocking(true).unwrap();
    let steps: [Step; 4] = [
        Box::new(move |http| http.resolve("localhost", other)),
        Box::new(move |http| http.resolve("LOCALHOST", other)),
        Box::new(move |http| http.dns_resolver(FixedResolver(other))),
        Box::new(move |http| http.dns_resolver(FixedResolver(other)).resolve("localhost", other)),
    ];
    for step in steps {
        let builder = Client::builder().base_url(&base_url).api_key(API_KEY).configure_http(step);
        let answer = call(&builder.build().unwrap()).await;
        assert!(matches!(answer, Answer::Success { .. }), "{answer:?}");
        assert_eq!(server.take_requests().len(), 1);
        let received = listener.accept().map_err(|error| error.kind());
        assert_eq!(received.err(), Some(std::io::ErrorKind::WouldBlock), "connected to {other}");
    }
}

#[tokio::test]
async fn default_headers_do_not_replace_those_of_the_sdk() {
    let server = RecordingServer::answering_json(201, &created().to_string()).await;
    call(&server.client()).await;
    let [usual] = server.take_requests().try_into().expect("one request");
    let mut headers = HeaderMap::new();
    // The HTTP client has no `Content-Length` yet when it adds default headers.
    let mut names: Vec<String> = usual.headers.iter().map(|(name, _)| name.to_lowercase()).collect();
    names.retain(|name| name != "content-length");
    names.extend(["host", "user-agent", "accept", "content-type"].map(str::to_owned));
    for name in &names {
        headers.insert(HeaderName::from_bytes(name.as_bytes()).unwrap(), HeaderValue::from_static("default"));
    }
    headers.insert("x-trace", HeaderValue::from_static("default"));
    let client = Client::builder()
        .base_url(server.base_url())
        .api_key(API_KEY)
        .configure_http(|http| http.default_headers(headers))
        .build()
        .unwrap();
    call(&client).await;
    let [request] = server.take_requests().try_into().expect("one request");
    for name in names {
        assert_eq!(request.header(&name), usual.header(&name), "{name}");
    }
    assert_eq!(request.header("x-trace"), ["default"]);
}

#[tokio::test]
async fn response_is_read_up_to_the_limit() {
    let server = RecordingServer::answering(response(201, "application/json", &"x".repeat(5000))).await;
    let client = Client::builder()
        .base_url(server.base_url())
        .api_key(API_KEY)
        .max_response_bytes(1000)
        .build()
        .unwrap();
    let Answer::Failure { outcome, body, message, .. } = call(&client).await else {
        panic!("expected a failure")
    };
    assert_eq!(outcome, Outcome::Unreadable.to_string());
    assert_eq!(body.unwrap(), vec![b'x'; 1000]);
    assert!(message.contains("it is larger than the limit of 1000 bytes"), "{message}");
}

#[tokio::test]
async fn failed_connection_is_not_sent() {
    let base_url = RecordingServer::answering("").await.base_url();
    // The server has been dropped. Waits until its port is closed.
    let client = loop {
        if tokio::net::TcpStream::connect(base_url.trim_start_matches("http://")).await.is_err() {
            break Client::builder()
                .base_url(base_url)
                .api_key(API_KEY)
                .retry(RetryPolicy::off())
                .build()
                .unwrap();
        }
    };
    let Answer::Failure { outcome, status, message, .. } = call(&client).await else {
        panic!("expected a failure")
    };
    assert_eq!((outcome, status), (Outcome::NotSent.to_string(), None));
    assert!(message.contains("cannot connect to 127.0.0.1:"), "{message}");
}

#[tokio::test]
async fn message_ends_with_the_documented_advice() {
    let document = document();
    let described = described();
    let recovery = &document.value["paths"][&described.path][described.method.to_lowercase()]["x-recovery"];
    for (status, key) in [(201, "unreadable"), (500, "unknown")] {
        let server = RecordingServer::answering_json(status, "").await;
        let Answer::Failure { message, .. } = call(&server.client()).await else {
            panic!("expected a failure")
        };
        let advice = recovery[key].as_str().unwrap();
        assert!(message.ends_with(advice), "{message}");
    }
}
