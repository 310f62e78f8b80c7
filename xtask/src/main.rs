//! `cargo xtask`: the maintainers' commands.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use xtask::codegen::{self, Mode};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The maintainers' commands")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generate code from openapi/certcentral.yaml
    Codegen {
        /// Write nothing; print what would change, and exit with 1 if anything would
        #[arg(long)]
        check: bool,
    },
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Codegen { check } => codegen::run(if check { Mode::Check } else { Mode::Write }),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
