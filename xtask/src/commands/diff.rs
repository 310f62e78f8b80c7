//! `cargo xtask diff`: compares the document with a released one.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::diff;
use crate::workspace::root;

/// What to compare, and how to say it.
#[derive(Args, Debug)]
pub struct Options {
    /// A git revision [default: the last release's tag, `v*`; without one, the first commit that has the document]
    #[arg(conflicts_with_all = ["from", "to"])]
    base: Option<String>,
    /// Compare two files: the old one
    #[arg(long, value_name = "FILE", requires = "to")]
    from: Option<PathBuf>,
    /// Compare two files: the new one
    #[arg(long, value_name = "FILE", requires = "from")]
    to: Option<PathBuf>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Fail where cargo-semver-checks is to be asked and is not installed
    #[arg(long)]
    require_tools: bool,
}

/// How to print what changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Human,
    /// For programs
    Json,
}

/// Compares, prints, and judges: the exit code is 1 if versions or changelog do not admit what changed.
///
/// # Errors
///
/// If something cannot be read, or a tool fails.
pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let report = match (&options.from, &options.to) {
        (Some(old), Some(new)) => diff::files(old, new)?,
        _ => diff::revision(&root(), options.base.as_deref(), options.require_tools)?,
    };
    let mut out = std::io::stdout().lock();
    match options.format {
        Format::Human => write!(out, "{report}")?,
        Format::Json => writeln!(out, "{:#}", report.json())?,
    }
    Ok(if report.is_admitted() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
