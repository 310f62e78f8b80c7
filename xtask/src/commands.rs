//! `cargo xtask`: arguments, printing and exit codes.

pub mod bench;
pub mod check;
pub mod codegen;
mod delegate;
pub mod diff;
pub mod docs;
pub mod terminal;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The maintainers' commands
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check openapi/certcentral.yaml and report every mistake
    Check(check::Options),
    /// Generate code from openapi/certcentral.yaml
    Codegen(codegen::Options),
    /// Compare the document with the released one, and check versions and changelog
    ///
    /// Classifies each change for callers of the API and for users of the crate: breaking, compatible, documentation
    /// or none. Exits with 1 if `info.version`, the crate's version or CHANGELOG.md does not match the changes.
    /// Before the first release (tag `v*`), only reports changes and exits with 0.
    Diff(diff::Options),
    /// Build the API reference: a static site made from the document, the samples and the crate's documentation
    Docs(docs::Options),
    /// Benchmark the SDK against its alternatives
    #[command(disable_help_flag = true)]
    Bench(bench::Options),
}

/// Runs the command given on the command line, and returns its exit code.
#[must_use]
pub fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Check(options) => check::run(&options),
        Command::Codegen(options) => codegen::run(&options),
        Command::Diff(options) => diff::run(&options),
        Command::Docs(options) => docs::run(&options),
        Command::Bench(options) => bench::run(&options),
    };
    result.unwrap_or_else(|error| {
        terminal::print_error(&error);
        ExitCode::FAILURE
    })
}
