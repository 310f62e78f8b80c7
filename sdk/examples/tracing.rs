//! Prints a line for each attempt, and one with the outcome when a call ends. Programs need the feature `tracing`.
//!
//! `cargo run --example tracing` uses a mock server in the same process.

use certcentral::Client;
use certcentral::httpmock::MockServerExt as _;
use certcentral::types::{CreateKeyRequest, CreatedKey, ErrorResponse};
use httpmock::MockServer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::{format::FmtSpan, layer};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // To export spans, replace the layer with that of `tracing-opentelemetry`.
    let layer = layer().with_ansi(false).with_span_events(FmtSpan::CLOSE);
    let only_calls = Targets::new().with_target("certcentral", tracing::Level::DEBUG);
    tracing_subscriber::registry().with(layer).with(only_calls).init();

    let server = MockServer::start_async().await;
    let client = Client::builder().base_url(server.base_url()).api_key("mock-admin-key").build()?;
    let key = CreatedKey::new(184, "mock-key-that-opens-nothing");
    let mut mock = server.create_key(|_when, then| {
        then.created(&key);
    });
    client.create_key(1234, CreateKeyRequest::new("ci")).await?;
    mock.delete();

    server.create_key(|_when, then| {
        then.server_error(500, &ErrorResponse::new([]));
    });
    let failed = client.create_key(1234, CreateKeyRequest::new("ci")).await;
    println!("the second call {}", if failed.is_err() { "failed" } else { "succeeded" });
    Ok(())
}
