//! The SDK with its default settings.

use std::process::ExitCode;

fn main() -> ExitCode {
    client_sdk::run(|builder| builder)
}
