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
    /// Compare the document with a released one, and the versions and the changelog with what changed
    ///
    /// Classifies each change twice, for callers of the API and for users of the crate: breaking, compatible,
    /// documentation, or none. Exits with 1 if `info.version`, the crate's version or CHANGELOG.md do not match.
    /// Before the first release (tag `v*`) it reports changes, and always exits with 0.
    Diff(diff::Options),
    /// Build the published reference: a static site from the document, the samples and the crate
    Docs(docs::Options),
    /// Measure the SDK next to its alternatives
    #[command(disable_help_flag = true)]
    Bench(bench::Options),
}

/// Runs the command on the command line. Returns the exit code.
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
