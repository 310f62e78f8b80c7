//! Results of the module `testing` equal those of real calls.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::time::Duration;

use certcentral::calls::{CreateKey, CreateKeyError};
use certcentral::reqwest::StatusCode;
use certcentral::types::{CreateKeyRequest, CreatedKey, ErrorDetail, ErrorResponse};
use certcentral::{Client, Outcome, RetryPolicy, testing};
use httpmock::MockServer;

const JSON: &str = "application/json";

/// The JSON of [`refusal`].
const REFUSAL: &str =
    r#"{"errors":[{"code":"access_denied|missing_permission","message":"Ask an administrator."}]}"#;

fn client(base_url: &str) -> Client {
    let builder = Client::builder().base_url(base_url).api_key("not-a-real-caller-key");
    builder.retry(RetryPolicy::off()).build().unwrap()
}

async fn call(client: &Client) -> Result<CreatedKey, CreateKeyError> {
    let call = client.create_key(1234, CreateKeyRequest::new("ci"));
    Ok(call.await?.into_inner())
}

/// Calls a server that sends this response.
async fn answered(status: u16, media_type: &str, body: &str) -> Result<CreatedKey, CreateKeyError> {
    let server = MockServer::start_async().await;
    server.mock(|_when, then| {
        then.status(status).header("content-type", media_type).body(body);
    });
    call(&client(&server.base_url())).await
}

/// Everything that an error states.
type Facts = (String, Outcome, Option<StatusCode>, &'static str, Option<Vec<u8>>, u32);

fn facts(error: &CreateKeyError) -> Facts {
    let body = error.body().map(|body| body.expose_secret().to_vec());
    (error.to_string(), error.outcome(), error.status(), error.advice(), body, error.attempts())
}

/// The facts of a call to a server at `base_url`, as if the server's host were the one in constructed errors.
fn facts_at(base_url: &str, error: &CreateKeyError) -> Facts {
    let (message, outcome, status, advice, body, attempts) = facts(error);
    let host = base_url.trim_start_matches("http://");
    (message.replace(host, "localhost"), outcome, status, advice, body, attempts)
}

fn refusal() -> ErrorResponse {
    ErrorResponse::new([ErrorDetail::new("access_denied|missing_permission", "Ask an administrator.")])
}

#[tokio::test]
async fn refused_equals_a_real_refusal() {
    for status in [400, 403, 404, 429] {
        let real = answered(status, JSON, REFUSAL).await.unwrap_err();
        let constructed = testing::refused::<CreateKey>(status, &refusal());
        assert_eq!(facts(&constructed), facts(&real));
        assert_eq!(constructed.outcome(), Outcome::Refused);
        let CreateKeyError::ErrorResponse(error) = constructed else { panic!("{constructed}") };
        assert_eq!(error.errors[0].code, "access_denied|missing_permission");
    }
}

#[tokio::test]
async fn unreadable_equals_a_real_unreadable_success() {
    for body in ["key: not-a-real-key", r#"{"id":184,"api_"#, r#"{"id":"184"}"#, ""] {
        let real = answered(201, JSON, body).await.unwrap_err();
        let constructed = testing::unreadable::<CreateKey>(201, body);
        assert_eq!(facts(&constructed), facts(&real));
        assert_eq!(constructed.outcome(), Outcome::Unreadable);
    }
}

#[tokio::test]
async fn response_equals_a_real_response() {
    for (status, media_type, body) in [
        (200, "text/html", "<h1>Sign in</h1>"),
        (201, JSON, REFUSAL),
        (302, "text/html", "<h1>Moved</h1>"),
        (403, "text/html", "<h1>Blocked</h1>"),
        (408, JSON, REFUSAL),
        (500, JSON, REFUSAL),
        (502, "text/html", "<h1>Bad Gateway</h1>"),
    ] {
        let real = answered(status, media_type, body).await.unwrap_err();
        let constructed = testing::response::<CreateKey>(status, media_type, body).unwrap_err();
        assert_eq!(facts(&constructed), facts(&real));
    }
}

#[tokio::test]
async fn not_sent_equals_a_real_call_without_time() {
    let base_url = "http://127.0.0.1:1";
    let real = call(&client(base_url).with_timeout(Duration::ZERO)).await.unwrap_err();
    let constructed = testing::not_sent::<CreateKey>();
    assert_eq!(facts(&constructed), facts_at(base_url, &real));
    assert_eq!(constructed.outcome(), Outcome::NotSent);
}

#[tokio::test]
async fn unknown_equals_a_real_lost_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        // Reads the request, because closing with unread data resets the connection.
        let mut request = Vec::new();
        BufReader::new(stream).read_until(b'}', &mut request).unwrap();
    });
    let real = call(&client(&base_url)).await.unwrap_err();
    server.join().unwrap();
    let constructed = testing::unknown::<CreateKey>();
    assert_eq!(facts(&constructed), facts_at(&base_url, &real));
    assert_eq!(constructed.outcome(), Outcome::Unknown);
}

#[tokio::test]
async fn success_has_its_status_and_value() {
    let created = testing::success::<CreateKey>(201, CreatedKey::new(184, "not-a-real-key"));
    assert_eq!((created.status(), created.id), (StatusCode::CREATED, 184));
    assert_eq!(created.into_inner().api_key.expose_secret(), "not-a-real-key");
    let decoded =
        testing::response::<CreateKey>(201, JSON, r#"{"id":184,"api_key":"not-a-real-key"}"#).unwrap();
    assert_eq!(decoded.id, 184);
}

#[test]
fn statuses_that_contradict_the_function_panic() {
    let panics = |call: fn()| std::panic::catch_unwind(call).is_err();
    assert!(panics(|| drop(testing::success::<CreateKey>(403, CreatedKey::new(184, "not-a-real-key")))));
    for status in [99, 100, 201, 302, 408, 500, 1000] {
        let refused = std::panic::catch_unwind(|| testing::refused::<CreateKey>(status, &refusal()));
        assert!(refused.is_err(), "{status}");
    }
    assert!(panics(|| drop(testing::unreadable::<CreateKey>(
        201,
        r#"{"id":184,"api_key":"not-a-real-key"}"#
    ))));
    assert!(panics(|| drop(testing::unreadable::<CreateKey>(200, "<h1>Sign in</h1>"))));
    assert!(panics(|| drop(testing::unreadable::<CreateKey>(500, ""))));
}
