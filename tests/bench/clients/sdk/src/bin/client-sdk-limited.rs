//! The SDK with rate limits and retry delays at a twentieth of the documented time.

use std::process::ExitCode;
use std::time::Duration;

use certcentral::{RateLimits, RetryPolicy, document};

const SCALE: u32 = 20;

fn main() -> ExitCode {
    let limits = document::RATE_LIMITS.iter().map(|(requests, window)| (*requests, *window / SCALE));
    let retry = RetryPolicy::default()
        .initial_backoff(Duration::from_millis(500) / SCALE)
        .max_backoff(Duration::from_secs(30) / SCALE);
    client_sdk::run(|builder| builder.rate_limits(RateLimits::new(limits)).retry(retry))
}
