//! The SDK as a measured client.

use std::process::ExitCode;
use std::time::Duration;

use certcentral::types::CreateKeyRequest;
use certcentral::{Client, ClientBuilder, RateLimits};
use harness::{API_KEY, Created, NAME, USER_ID};

/// Rate limits that no run reaches, so that pacing costs its usual instructions but never waits.
const UNMET_LIMITS: [(u32, Duration); 2] =
    [(1000, Duration::from_millis(5)), (10_000, Duration::from_millis(50))];

/// Runs the SDK with default settings, except for the rate limits and the changes of `configure`.
///
/// # Panics
///
/// If the base URL is not a server on loopback.
pub fn run(configure: impl FnOnce(ClientBuilder) -> ClientBuilder) -> ExitCode {
    let make = |base_url: &str| {
        let builder = Client::builder().base_url(base_url).api_key(API_KEY);
        let builder = configure(builder.rate_limits(RateLimits::new(UNMET_LIMITS)));
        builder.build().expect("a server on loopback")
    };
    harness::run(make, async |client: &Client| {
        let call = client.create_key(USER_ID, CreateKeyRequest::new(NAME));
        let created = call.send().await.map_err(|error| error.to_string())?;
        Ok(Created { id: created.id, length: created.api_key.expose_secret().len() })
    })
}
