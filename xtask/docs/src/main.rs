//! `cargo xtask docs`, as `xtask` hands it over.

use std::process::ExitCode;

use clap::Parser;
use xtask::commands::docs::Options;
use xtask::commands::terminal::print_error;

#[derive(Parser)]
#[command(name = "cargo xtask docs")]
struct Cli {
    #[command(flatten)]
    options: Options,
}

fn main() -> ExitCode {
    xtask_docs::run(&Cli::parse().options).unwrap_or_else(|error| {
        print_error(&error);
        ExitCode::FAILURE
    })
}
