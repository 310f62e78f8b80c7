//! `cargo xtask diff`: what changed in the document, and what that costs its consumers.
//!
//! A change is judged twice. For **callers of the API** the contract is what is on the wire: what narrows a request
//! breaks them, and so does what widens a response – a value that an enumeration did not have, a field that may be
//! missing or null – since they were told that it does not happen. A field that is new in a response breaks nobody:
//! objects are open. For **users of the crate** the contract is Rust: names come from schemas and operations, so
//! that a schema's new name breaks them and nobody else; structs may get fields, open enumerations may get values.

mod base;
mod bodies;
mod change;
mod changelog;
mod comparison;
mod constraints;
mod enumerations;
mod node;
mod operations;
mod parameters;
mod parts;
mod properties;
mod rate_limits;
mod report;
mod responses;
mod schemas;
mod sdk;
mod security;
mod servers;
mod shape;
mod site;
mod texts;
mod types;
mod versions;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, ensure};
use clap::{Args, ValueEnum};

pub use change::{Bump, Change, Impact, Kind, Location, Place};

use self::base::Base;
use self::comparison::Comparison;
use self::node::Node;
use self::report::{CrateState, Problem, Report};
use self::versions::{Demand, Manifest};
use crate::check::check;
use crate::finding::{Code, Findings};
use crate::source::Source;
use crate::workspace::{DOCUMENT, root};

/// The crate's manifest, relative to the workspace's root.
const MANIFEST: &str = "sdk/Cargo.toml";
/// The changelog, relative to the workspace's root.
const CHANGELOG: &str = "CHANGELOG.md";

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
        (Some(old), Some(new)) => files(old, new)?,
        _ => revision(&root(), options)?,
    };
    let mut out = std::io::stdout().lock();
    match options.format {
        Format::Human => write!(out, "{report}")?,
        Format::Json => writeln!(out, "{:#}", report.json())?,
    }
    Ok(if report.is_admitted() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What changed from one document to the other, in the order of the new one.
#[must_use]
pub fn compare(old: &Source, new: &Source) -> Vec<Change> {
    let mut comparison = Comparison::new(Node::root(old), Node::root(new));
    servers::compare(&mut comparison);
    rate_limits::compare(&mut comparison);
    let pairs = operations::compare(&mut comparison);
    types::compare(&mut comparison);
    texts::compare(&mut comparison, &pairs);
    comparison.finish()
}

/// Compares two files: their own versions have to admit what changed.
fn files(old: &Path, new: &Path) -> anyhow::Result<Report> {
    let read = |path: &Path| -> anyhow::Result<Source> {
        let shown = path.display().to_string();
        let text = std::fs::read_to_string(path).with_context(|| format!("{shown}: cannot be read"))?;
        Ok(readable(&text, &shown)?)
    };
    let (old, new) = (read(old)?, read(new)?);
    let changes = compare(&old, &new);
    let demands = vec![of_document(&changes, &old, &new)];
    let problems = problems(&demands);
    let (crate_check, binding) = (CrateState::NotCompared, true);
    Ok(Report { old: old.path, new: new.path, changes, crate_check, demands, problems, binding })
}

/// Compares the working tree with a revision.
fn revision(root: &Path, options: &Options) -> anyhow::Result<Report> {
    let base = Base::find(root, options.base.as_deref())?;
    let read = |path: &str| {
        std::fs::read_to_string(root.join(path)).with_context(|| format!("{path}: cannot be read"))
    };
    // The checks may be stricter now than they were then.
    let old = readable(&base.document()?, &format!("{}:{DOCUMENT}", base.name))?;
    let new = Source::parse(&read(DOCUMENT)?, DOCUMENT)?;
    let findings = check(&new);
    if findings.has_errors() {
        return Err(findings.into());
    }
    let changes = compare(&old, &new);
    let manifest = Manifest::parse(&read(MANIFEST)?, MANIFEST)?;
    let old_manifest = base.file(MANIFEST)?;
    // It takes a minute, which is not worth it where nothing depends on the answer and nobody has asked.
    let is_asked = base.release.is_some() || options.base.is_some();
    let crate_check = match old_manifest {
        None => CrateState::NotCompared,
        Some(_) if !is_asked => CrateState::NotAsked,
        Some(_) => match sdk::check(root, &manifest.name, &base.commit)? {
            Some(checked) => CrateState::Compared(checked),
            None => CrateState::NotInstalled,
        },
    };
    ensure!(
        !options.require_tools || !matches!(crate_check, CrateState::NotInstalled),
        "{} is not installed\n  help: `cargo install --locked {}`",
        sdk::TOOL,
        sdk::TOOL
    );
    let mut demands = vec![of_document(&changes, &old, &new)];
    if let Some(text) = &old_manifest {
        let old = Manifest::parse(text, &format!("{}:{MANIFEST}", base.name))?;
        let of_hand = match &crate_check {
            CrateState::Compared(checked) => checked.impact,
            _ => Impact::None,
        };
        let impact = worst(&changes, |change| change.users).max(of_hand);
        demands.push(Demand::new(MANIFEST, (&old.version, &manifest.version), impact));
    }
    let mut problems = problems(&demands);
    let breaking = demands.iter().any(|demand| demand.impact == Impact::Breaking);
    let changelogs = (base.file(CHANGELOG)?.unwrap_or_default(), read(CHANGELOG)?);
    let lacks = changelog::lacks(&changes, breaking, (&changelogs.0, &changelogs.1));
    problems.extend(
        lacks.into_iter().map(|(message, help)| Problem { message: format!("{CHANGELOG}: {message}"), help }),
    );
    let binding = base.release.is_some();
    Ok(Report { old: base.name, new: DOCUMENT.to_owned(), changes, crate_check, demands, problems, binding })
}

/// A document that can be compared: in OpenAPI 3.0, with references that lead somewhere.
fn readable(text: &str, shown: &str) -> Result<Source, Findings> {
    let source = Source::parse(text, shown)?;
    let mut findings = check(&source);
    let refused =
        [Code::UnsupportedVersion, Code::DanglingReference, Code::CircularReference, Code::ExternalReference];
    findings.findings.retain(|finding| refused.contains(&finding.code));
    if findings.findings.is_empty() { Ok(source) } else { Err(findings) }
}

fn of_document(changes: &[Change], old: &Source, new: &Source) -> Demand {
    let version = |source: &Source| {
        let version = source.value.pointer("/info/version");
        version
            .map(|version| version.as_str().map_or_else(|| version.to_string(), str::to_owned))
            .unwrap_or_default()
    };
    Demand::new("info.version", (&version(old), &version(new)), worst(changes, |change| change.callers))
}

fn worst(changes: &[Change], impact: impl Fn(&Change) -> Impact) -> Impact {
    changes.iter().map(impact).max().unwrap_or(Impact::None)
}

fn problems(demands: &[Demand]) -> Vec<Problem> {
    let missing = demands.iter().filter(|demand| !demand.admitted);
    let problem = |Demand { of, old, new, impact, needs, .. }: &Demand| {
        let help = needs.as_ref().map_or_else(
            || "give it another version".to_owned(),
            |needs| format!("set it to {needs} or higher"),
        );
        Problem { message: format!("{of}: {new} does not admit a {impact} change since {old}"), help }
    };
    missing.map(problem).collect()
}
