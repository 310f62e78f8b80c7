//! `cargo xtask`: the maintainers' commands.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use xtask::bench;
use xtask::check;
use xtask::codegen::{self, Mode};
use xtask::diff;
use xtask::docs;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The maintainers' commands")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Say what is wrong with openapi/certcentral.yaml, all at once
    Check(check::Options),
    /// Generate code from openapi/certcentral.yaml, or a crate of its own from another document
    Codegen {
        /// An OpenAPI 3.0 document, in the place of openapi/certcentral.yaml
        #[arg(long, value_name = "FILE", requires = "out")]
        document: Option<PathBuf>,
        /// The directory that the other document's crate goes to
        #[arg(long, value_name = "DIR", requires = "document")]
        out: Option<PathBuf>,
        /// The name of that crate; without it, the title in `snake_case`
        #[arg(long, value_name = "NAME", requires = "document")]
        name: Option<String>,
        /// Write nothing; print what would change, and exit with 1 if anything would
        #[arg(long)]
        check: bool,
    },
    /// Say what changed for consumers since a revision, and which versions that asks for
    ///
    /// Each change is marked for the callers of the API and for the users of the crate: breaking, compatible,
    /// documentation, or none. Exits with 1 if `info.version`, the crate's version or CHANGELOG.md do not admit
    /// them. Before the first release, a tag `v*`, there is no promise to break: all is said, and nothing fails.
    Diff(diff::Options),
    /// Build the published reference: a static site, made from the document, the samples and the crate
    Docs(docs::Options),
    /// Measure what the SDK costs its users, side by side with what they would use instead
    #[command(disable_help_flag = true)]
    Bench {
        /// What `cargo xtask bench --help` lists
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
        arguments: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Check(options) => check::run(&options),
        Command::Codegen { document, out, name, check } => {
            let mode = if check { Mode::Check } else { Mode::Write };
            match (document, out) {
                (Some(document), Some(out)) => codegen::run_package(&document, &out, name.as_deref(), mode),
                _ => codegen::run(mode),
            }
        }
        Command::Diff(options) => diff::run(&options),
        // They are right: what is wrong with them was said here.
        Command::Bench { arguments } => bench::run(arguments),
        Command::Docs(_) => docs::run(std::env::args_os().skip(2)),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            check::print_error(&error);
            ExitCode::FAILURE
        }
    }
}
