//! Runs the design's first example in a process of its own, because it configures its client from the environment.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::process::Stdio;

use conformance::recording_server::{API_KEY, RecordingServer};

#[tokio::test]
async fn first_example_creates_and_stores_a_key() {
    let server = RecordingServer::answering_json(201, r#"{"id":184,"api_key":"not-a-real-key"}"#).await;
    let child = tokio::process::Command::new(env!("CARGO_BIN_EXE_quickstart"))
        .env("CERTCENTRAL_API_KEY", API_KEY)
        .env("CERTCENTRAL_BASE_URL", server.base_url())
        .stdin(Stdio::null())
        .output()
        .await
        .unwrap();
    assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stderr));
    assert_eq!(String::from_utf8(child.stdout).unwrap(), "184 not-a-real-key\n");
    assert_eq!(server.take_requests().len(), 1);
}
