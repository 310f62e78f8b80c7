//! `cargo xtask check`: checks a document and prints its diagnostics.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, ValueEnum};

use super::terminal::{colour, print};
use crate::check::check;
use crate::diagnostics::{Code, Diagnostics, Severity, github, human, json};
use crate::workspace::{DOCUMENT, root};
use crate::yaml::Source;

/// The options of `cargo xtask check`.
#[derive(Args, Debug)]
pub struct Options {
    /// The document to check, instead of openapi/certcentral.yaml
    #[arg(long, value_name = "FILE")]
    document: Option<PathBuf>,
    /// Output format of the diagnostics
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Exit with 1 on warnings too; always on for openapi/certcentral.yaml
    #[arg(long)]
    deny_warnings: bool,
    /// List all diagnostic codes with their severity and meaning, and check nothing
    #[arg(long)]
    codes: bool,
}

/// The output format of diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: shows the lines of the document, underlined
    Human,
    /// For programs: one JSON object with the positions, severity, code, message and help of each diagnostic
    Json,
    /// For GitHub Actions: workflow commands, which annotate a pull request
    Github,
}

/// Checks a document and prints its diagnostics.
///
/// # Errors
///
/// If the document cannot be read, or the diagnostics cannot be printed.
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
    let text = String::from_utf8(bytes).with_context(|| format!("{shown}: expected UTF-8"))?;
    Ok(Source::parse(&text, shown).map_or_else(|diagnostics| diagnostics, |source| check(&source)))
}

/// Lists every code with its severity and meaning.
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
