//! Feature `tracing`: a span for each call and an event for each attempt, with OpenTelemetry's names.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::time::Duration;

use certcentral::types::CreateKeyRequest;
use certcentral::{Client, RetryPolicy};
use conformance::api_view::{document, operations};
use conformance::canary::Log;
use conformance::fault::{FaultServer, Step};
use conformance::recording_server::response;

fn answer(status: u16, body: &str) -> Vec<Step> {
    vec![Step::Read, Step::Send(response(status, "application/json", body).into_bytes())]
}

/// Returns the SDK's log lines of a call whose attempts meet these scripts.
async fn logged(scripts: Vec<Vec<Step>>) -> Vec<String> {
    let log = Log::of_process();
    let server = FaultServer::start(scripts, None).await;
    let policy = RetryPolicy::default().initial_backoff(Duration::from_millis(1)).max_attempts(2);
    let client = Client::builder()
        .base_url(server.base_url())
        .api_key("not-a-real-key")
        .retry(policy)
        .build()
        .unwrap();
    let _ = log.take();
    // The log contains the result.
    let _ = client.create_key(1234, CreateKeyRequest::new("ci")).await;
    let lines: Vec<String> = log.take().lines().map(str::to_owned).collect();
    lines.into_iter().filter(|line| line.contains(" certcentral: ")).collect()
}

/// The only test in this file, because the process shares the log.
#[tokio::test]
async fn call_is_a_span_and_attempt_is_an_event() {
    let described =
        operations(&document()).into_iter().find(|operation| operation.id == "create_key").unwrap();
    let created = r#"{"id":184,"api_key":"not-a-real-created-key"}"#;
    let table = [
        (vec![answer(201, created)], "success", "201", 1),
        (vec![answer(201, "{}")], "unreadable", "201", 1),
        (vec![answer(403, "{}")], "refused", "403", 1),
        (vec![answer(500, "{}")], "unknown", "500", 1),
        (vec![answer(429, ""), answer(201, created)], "success", "201", 2),
        (vec![vec![Step::Read]], "unknown", "", 1),
    ];
    for (scripts, outcome, status, attempts) in table {
        let lines = logged(scripts).await;
        let closed: Vec<&String> = lines.iter().filter(|line| line.contains("close time")).collect();
        let [span] = closed.as_slice() else {
            panic!("expected one span, found {}: {lines:#?}", closed.len())
        };
        let mut fields = vec![
            format!("otel.name={} {}", described.method, described.path),
            "otel.kind=\"client\"".to_owned(),
            format!("http.request.method=\"{}\"", described.method),
            format!("url.template=\"{}\"", described.path),
            "server.address=\"localhost\"".to_owned(),
            "server.port=".to_owned(),
            format!("certcentral.outcome=\"{outcome}\""),
            format!("certcentral.attempts={attempts}"),
            "certcentral.duration=".to_owned(),
        ];
        if attempts > 1 {
            fields.push(format!("http.request.resend_count={}", attempts - 1));
        }
        if status.is_empty() {
            fields.push("error.type=\"connection\"".to_owned());
        } else {
            fields.push(format!("http.response.status_code={status}"));
        }
        for field in fields {
            assert!(span.contains(&field), "expected {field} in {span}");
        }
        // Telemetry must not contain path parameters or parts of the response.
        assert!(
            !lines.iter().any(|line| line.contains("1234") || line.contains("created-key")),
            "{lines:#?}"
        );
        let events = lines.iter().filter(|line| line.contains("certcentral.attempt=")).count();
        assert_eq!(events, attempts, "{lines:#?}");
    }
}
