//! The SDK with its feature `tracing`, and a subscriber that records every span and event.

use std::process::ExitCode;

use tracing_subscriber::prelude::*;

fn main() -> ExitCode {
    tracing_subscriber::registry().init();
    client_sdk::run(|builder| builder)
}
