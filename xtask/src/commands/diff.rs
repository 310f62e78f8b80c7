//! `cargo xtask diff`: compares the document with the released one.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::diff;
use crate::workspace::root;

/// The options of `cargo xtask diff`.
#[derive(Args, Debug)]
pub struct Options {
    /// The git revision to compare with [default: the last tag `v*`, or else the first commit with the document]
    #[arg(conflicts_with_all = ["from", "to"])]
    base: Option<String>,
    /// Compare two files instead: the old document
    #[arg(long, value_name = "FILE", requires = "to")]
    from: Option<PathBuf>,
    /// Compare two files instead: the new document
    #[arg(long, value_name = "FILE", requires = "from")]
    to: Option<PathBuf>,
    /// Output format of the report
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Fail if cargo-semver-checks is needed and not installed
    #[arg(long)]
    require_tools: bool,
}

/// The output format of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Human,
    /// For programs
    Json,
}

/// Compares and prints the report. Returns exit code 1 if a version or the changelog does not match the changes.
///
/// # Errors
///
/// If a file or revision cannot be read, or a tool fails.
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
