//! `cargo xtask check`: checks a document, and prints what is wrong with it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, ValueEnum};

use super::terminal::{colour, print};
use crate::check::check;
use crate::diagnostics::{Code, Diagnostics, Severity, github, human, json};
use crate::workspace::{DOCUMENT, root};
use crate::yaml::Source;

/// What `cargo xtask check` takes.
#[derive(Args, Debug)]
pub struct Options {
    /// The document to check, in the place of openapi/certcentral.yaml
    #[arg(long, value_name = "FILE")]
    document: Option<PathBuf>,
    /// How to print what is found
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Exit with 1 on warnings, too; in openapi/certcentral.yaml, they always count
    #[arg(long)]
    deny_warnings: bool,
    /// List the codes of all diagnostics that there can be, and check nothing
    #[arg(long)]
    codes: bool,
}

/// How diagnostics are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The lines in question, underlined
    Human,
    /// One JSON object that holds the diagnostics, each with its places, severity, code, message and help
    Json,
    /// GitHub's workflow commands, which annotate a pull request
    Github,
}

/// Checks a document, and prints what is wrong with it.
///
/// # Errors
///
/// If the document cannot be read, or what was found not be printed.
pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    if options.codes {
        print(&codes())?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut diagnostics = match &options.document {
        Some(path) => read(path, &path.to_string_lossy())?,
        None => read(&root().join(DOCUMENT), DOCUMENT)?,
    };
    diagnostics.deny_warnings = options.deny_warnings || options.document.is_none();
    print(&match options.format {
        Format::Human => human::render(&diagnostics, colour(&std::io::stdout())) + "\n",
        Format::Json => json::render(&diagnostics)? + "\n",
        Format::Github => github::render(&diagnostics),
    })?;
    Ok(if diagnostics.is_refused() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn read(path: &Path, shown: &str) -> anyhow::Result<Diagnostics> {
    let bytes = std::fs::read(path).with_context(|| format!("{shown}: cannot be read"))?;
    let text = String::from_utf8(bytes).with_context(|| format!("{shown}: is not UTF-8"))?;
    Ok(Source::parse(&text, shown).map_or_else(|diagnostics| diagnostics, |source| check(&source)))
}

/// Every code, how grave it is and what it means.
fn codes() -> String {
    let width = Code::ALL.iter().map(|code| code.text().len()).max().unwrap_or_default();
    let line = |code: &Code| {
        let severity = match code.severity() {
            Severity::Error => "error  ",
            Severity::Warning => "warning",
        };
        format!("{severity}  {:width$}  {}\n", code.text(), code.meaning())
    };
    Code::ALL.iter().map(line).collect()
}
