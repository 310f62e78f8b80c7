//! Feature `tracing`: a span for an issue of a key, and one for each of its stages.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use certcentral::Client;
use certcentral::types::{ApiKeyRole, CreateKeyRequest};
use conformance::canary::Log;
use conformance::fault::{FaultServer, Step};
use conformance::recording_server::response;

fn answer(status: u16, body: &str) -> Vec<Step> {
    vec![Step::Read, Step::Send(response(status, "application/json", body).into_bytes())]
}

/// Returns the closed spans of an issue whose calls meet these scripts.
async fn spans(scripts: Vec<Vec<Step>>) -> Vec<String> {
    let log = Log::of_process();
    let server = FaultServer::start(scripts, None).await;
    let client = Client::builder().base_url(server.base_url()).api_key("not-a-real-key").build().unwrap();
    let _ = log.take();
    let request = CreateKeyRequest::new("private").restricted_to_role_id(ApiKeyRole::ViewOnly);
    // The spans contain the result.
    let _ = client.issue_key(1234, request).store(async |_| Ok::<_, ()>(())).await;
    let lines = log.take();
    for hidden in ["private", "not-a-real", "1234"] {
        assert!(!lines.contains(hidden), "{lines}");
    }
    let closed = lines.lines().filter(|line| line.contains("close time"));
    closed.map(str::to_owned).collect()
}

/// The only test in this file, because the process shares the log.
#[tokio::test]
async fn issue_is_a_span_and_each_stage_is_one_within() {
    let (no_keys, created) = (r#"{"api_keys":[]}"#, r#"{"id":184,"api_key":"not-a-real-created-key"}"#);
    let key = r#"{"api_keys":[{"id":184,"user":{"id":1234},"status":"active","create_date":"-","name":"private"}]}"#;
    let success = vec![answer(200, no_keys), answer(201, created), answer(204, ""), answer(200, key)];
    let refusal = vec![answer(200, no_keys), answer(403, r#"{"errors":[]}"#)];
    for (scripts, outcome, stages) in [
        (success, "success", &["list", "create", "store", "confirm", "sweep"][..]),
        (refusal, "no key", &["list", "create"]),
    ] {
        let spans = spans(scripts).await;
        let whole = spans.last().unwrap();
        for field in [
            "key_lifecycle{",
            "otel.name=\"issue_key\"",
            "certcentral.operation=\"issue_key\"",
            &format!("certcentral.outcome=\"{outcome}\""),
        ] {
            assert!(whole.contains(field), "expected {field} in {whole}");
        }
        let of_stages: Vec<&String> = spans.iter().filter(|line| line.contains("}:stage{")).collect();
        let of_stages = of_stages.iter().filter(|line| !line.contains("}:call{"));
        let found: Vec<&str> = of_stages
            .filter_map(|line| line.split("stage{certcentral.stage=\"").nth(1)?.split('"').next())
            .collect();
        assert_eq!(found, stages, "{spans:#?}");
    }
}
