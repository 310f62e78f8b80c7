//! This SDK, for a service whose windows are a hundredth as long: so are its waits.

use std::process::ExitCode;
use std::time::Duration;

use certcentral::RetryPolicy;

fn main() -> ExitCode {
    let waits = RetryPolicy::default()
        .initial_backoff(Duration::from_millis(5))
        .max_backoff(Duration::from_millis(300));
    client_sdk::run(|builder| builder.retry(waits))
}
