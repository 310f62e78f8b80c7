//! Wraps the error of a call in an error type made with `thiserror`, and in `anyhow::Error`.
//!
//! `cargo run --example error_wrapping` uses a mock server in the same process.

use anyhow::Context as _;
use certcentral::calls::CreateKeyError;
use certcentral::httpmock::MockServerExt as _;
use certcentral::types::{CreateKeyRequest, ErrorDetail, ErrorResponse};
use certcentral::{Client, SecretFile};
use httpmock::MockServer;

#[derive(Debug, thiserror::Error)]
enum IssueError {
    #[error("cannot store the key: {0}")]
    File(#[from] std::io::Error),
    // The message of a call's error is complete, and states what to do next.
    #[error(transparent)]
    Call(#[from] CreateKeyError),
}

async fn issue(client: &Client, path: std::path::PathBuf) -> Result<i64, IssueError> {
    let file = SecretFile::create_new(path)?;
    match client.create_key(1234, CreateKeyRequest::new("ci")).await {
        Ok(created) => {
            file.write(&created.api_key)?;
            Ok(created.id)
        }
        Err(error) => {
            file.write_unreadable(&error)?;
            Err(error.into())
        }
    }
}

async fn issue_with_anyhow(client: &Client) -> anyhow::Result<i64> {
    let created = client.create_key(1234, CreateKeyRequest::new("ci")).await;
    Ok(created.context("cannot issue a key for ci")?.id)
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let server = MockServer::start_async().await;
    let refusal = ErrorResponse::new([ErrorDetail::new("access_denied|missing_permission", "No.")]);
    server.create_key(|_when, then| {
        then.forbidden(&refusal);
    });
    let client = Client::builder().base_url(server.base_url()).api_key("mock-admin-key").build()?;

    let path = std::env::temp_dir().join(format!("key-{}.txt", std::process::id()));
    match issue(&client, path).await {
        Err(IssueError::Call(error)) => println!("thiserror: {}: {error}", error.outcome()),
        other => println!("thiserror: {other:?}"),
    }
    if let Err(error) = issue_with_anyhow(&client).await {
        let outcome = error.downcast_ref().map(CreateKeyError::outcome);
        println!("anyhow: {outcome:?}: {error:#}");
    }
    Ok(())
}
