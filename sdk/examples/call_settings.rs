//! Sets the timeout and the retry policy of single calls.
//!
//! `cargo run --example call_settings` uses a mock server in the same process.

use std::time::Duration;

use certcentral::httpmock::MockServerExt as _;
use certcentral::types::{CreateKeyRequest, CreatedKey, ErrorResponse};
use certcentral::{Client, RetryPolicy};
use httpmock::MockServer;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let server = MockServer::start_async().await;
    // The settings of all calls.
    let client = Client::builder()
        .base_url(server.base_url())
        .api_key("mock-admin-key")
        .timeout(Duration::from_secs(120))
        .retry(RetryPolicy::default().max_attempts(3))
        .build()?;
    let key = CreatedKey::new(184, "mock-key-that-opens-nothing");
    let mut mock = server.create_key(|_when, then| {
        then.created(&key);
    });

    // A timeout for one call with all its attempts. Unlike `tokio::time::timeout`, it leaves an error with an outcome.
    let call = client.create_key(1234, CreateKeyRequest::new("ci")).with_timeout(Duration::from_secs(20));
    println!("created key {} in time", call.await?.id);
    mock.delete();

    // No retries for one call. By default, a call waits and tries again if the service is busy.
    server.create_key(|_when, then| {
        then.too_many_requests(&ErrorResponse::new([]));
    });
    let call = client.create_key(1234, CreateKeyRequest::new("ci")).with_retry(RetryPolicy::off());
    if let Err(error) = call.await {
        println!("{} after {} attempt", error.outcome(), error.attempts());
    }

    // A client with other settings, for several calls. It shares the connections and the rate limits.
    let impatient = client.with_timeout(Duration::ZERO);
    if let Err(error) = impatient.create_key(1234, CreateKeyRequest::new("ci")).await {
        println!("{} after {} attempts", error.outcome(), error.attempts());
    }
    Ok(())
}
