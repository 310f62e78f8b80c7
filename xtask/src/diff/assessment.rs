//! Assesses changes: which versions and changelog entries they require.

use std::path::Path;

use anyhow::{Context as _, ensure};

use super::baseline::Baseline;
use super::change::{Change, Impact};
use super::compare::compare;
use super::report::{CrateState, Problem, Report};
use super::versions::{Manifest, RequiredBump};
use super::{changelog, semver_checks};
use crate::check::{Checked, Comparable};
use crate::workspace::DOCUMENT;

/// The crate's manifest, relative to the workspace's root.
const MANIFEST: &str = "sdk/Cargo.toml";
/// The changelog, relative to the workspace's root.
const CHANGELOG: &str = "CHANGELOG.md";

/// Compares two files, and assesses the version of the new one.
///
/// # Errors
///
/// If a file cannot be read; [`Diagnostics`](crate::diagnostics::Diagnostics) if it cannot be compared.
pub fn files(old: &Path, new: &Path) -> anyhow::Result<Report> {
    let read = |path: &Path| -> anyhow::Result<Comparable> {
        let shown = path.display().to_string();
        let text = std::fs::read_to_string(path).with_context(|| format!("{shown}: cannot be read"))?;
        Ok(Comparable::parse(&text, &shown)?)
    };
    let (old, new) = (read(old)?, read(new)?);
    let changes = compare(&old, &new);
    let required_bumps = vec![document_bump(&changes, &old, &new)];
    let problems = problems(&required_bumps);
    let (crate_check, binding) = (CrateState::NotCompared, true);
    let (old, new) = (old.path.clone(), new.path.clone());
    Ok(Report { old, new, changes, crate_check, required_bumps, problems, binding })
}

/// Compares the working tree with a revision: `base`, or else the last release, or else the first commit with the
/// document. With `require_tools`, a missing cargo-semver-checks is an error.
///
/// # Errors
///
/// If git, a file or cargo-semver-checks fails; [`Diagnostics`](crate::diagnostics::Diagnostics) if a document cannot
/// be compared.
pub fn revision(root: &Path, base: Option<&str>, require_tools: bool) -> anyhow::Result<Report> {
    let is_named = base.is_some();
    let base = Baseline::find(root, base)?;
    let read = |path: &str| {
        std::fs::read_to_string(root.join(path)).with_context(|| format!("{path}: cannot be read"))
    };
    // Not `Checked`: the checks may be stricter now than when the old document was written.
    let old = Comparable::parse(&base.document()?, &format!("{}:{DOCUMENT}", base.name))?;
    let new = Comparable::from(Checked::parse(&read(DOCUMENT)?, DOCUMENT)?);
    let changes = compare(&old, &new);
    let manifest = Manifest::parse(&read(MANIFEST)?, MANIFEST)?;
    let old_manifest = base.file(MANIFEST)?;
    // The tool takes a minute. Before the first release it runs only if the caller names a revision.
    let is_asked = base.release.is_some() || is_named;
    let crate_check = match old_manifest {
        None => CrateState::NotCompared,
        Some(_) if !is_asked => CrateState::NotAsked,
        Some(_) => match semver_checks::check(root, &manifest.name, &base.commit)? {
            Some(checked) => CrateState::Compared(checked),
            None => CrateState::NotInstalled,
        },
    };
    ensure!(
        !require_tools || !matches!(crate_check, CrateState::NotInstalled),
        "{} is not installed\n  help: `cargo install --locked {}`",
        semver_checks::TOOL,
        semver_checks::TOOL
    );
    let mut required_bumps = vec![document_bump(&changes, &old, &new)];
    if let Some(text) = &old_manifest {
        let old = Manifest::parse(text, &format!("{}:{MANIFEST}", base.name))?;
        let crate_impact = match &crate_check {
            CrateState::Compared(checked) => checked.impact,
            _ => Impact::None,
        };
        let impact = worst(&changes, |change| change.users).max(crate_impact);
        required_bumps.push(RequiredBump::new(MANIFEST, (&old.version, &manifest.version), impact));
    }
    let mut problems = problems(&required_bumps);
    let breaking = required_bumps.iter().any(|bump| bump.impact == Impact::Breaking);
    let changelogs = (base.file(CHANGELOG)?.unwrap_or_default(), read(CHANGELOG)?);
    let missing = changelog::missing_entries(&changes, breaking, (&changelogs.0, &changelogs.1));
    problems.extend(
        missing
            .into_iter()
            .map(|(message, help)| Problem { message: format!("{CHANGELOG}: {message}"), help }),
    );
    let binding = base.release.is_some();
    Ok(Report {
        old: base.name,
        new: DOCUMENT.to_owned(),
        changes,
        crate_check,
        required_bumps,
        problems,
        binding,
    })
}

fn document_bump(changes: &[Change], old: &Comparable, new: &Comparable) -> RequiredBump {
    let version = |source: &Comparable| {
        let version = source.value.pointer("/info/version");
        version
            .map(|version| version.as_str().map_or_else(|| version.to_string(), str::to_owned))
            .unwrap_or_default()
    };
    RequiredBump::new("info.version", (&version(old), &version(new)), worst(changes, |change| change.callers))
}

fn worst(changes: &[Change], impact: impl Fn(&Change) -> Impact) -> Impact {
    changes.iter().map(impact).max().unwrap_or(Impact::None)
}

fn problems(required_bumps: &[RequiredBump]) -> Vec<Problem> {
    let missing = required_bumps.iter().filter(|bump| !bump.admitted);
    let problem = |RequiredBump { of, old, new, impact, needs, .. }: &RequiredBump| {
        let (expected, help) = match needs {
            Some(needs) => (format!("{needs} or higher"), format!("set it to {needs} or higher")),
            None => ("another version".to_owned(), "change the version".to_owned()),
        };
        let message = format!("{of}: expected {expected}, found {new}; worst change since {old}: {impact}");
        Problem { message, help }
    };
    missing.map(problem).collect()
}
