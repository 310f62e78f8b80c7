//! Compares the crate's whole Rust API, including hand-written code, with `cargo-semver-checks`.

use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, bail};
use serde::Serialize;

use super::change::Impact;

/// The name of the tool.
pub(super) const TOOL: &str = "cargo-semver-checks";

/// The tool's result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct CrateCheck {
    /// The impact of the crate's changes on its users, as far as the tool detects it.
    pub(super) impact: Impact,
    /// The tool's findings.
    pub(super) findings: Vec<Finding>,
}

/// The violations of one rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Finding {
    /// The rule's name and meaning.
    pub(super) rule: String,
    /// The places of the violations.
    pub(super) places: Vec<String>,
}

/// Runs the tool. Returns `None` if it is not installed.
///
/// # Errors
///
/// If the tool fails.
pub(super) fn check(root: &Path, package: &str, commit: &str) -> anyhow::Result<Option<CrateCheck>> {
    let output = Command::new(TOOL)
        // The tool reports everything that requires more than a patch release.
        .args(["semver-checks", "--color", "never", "--release-type", "patch"])
        .args(["--package", package, "--baseline-rev", commit])
        .current_dir(root)
        .output();
    let output = match output {
        Ok(output) => output,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).context(format!("{TOOL} cannot be started")),
    };
    let [stdout, stderr] =
        [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    let impact = match stderr.split("semver requires new ").nth(1) {
        Some(rest) if rest.starts_with("major") => Impact::Breaking,
        Some(rest) if rest.starts_with("minor") => Impact::Compatible,
        None if output.status.success() => Impact::None,
        _ => {
            let lines: Vec<_> = stderr.lines().filter(|line| !line.trim().is_empty()).take(12).collect();
            bail!("{TOOL} failed:\n  {}", lines.join("\n  "));
        }
    };
    Ok(Some(CrateCheck { impact, findings: findings(&stdout, root) }))
}

/// Parses the tool's human-readable output. It has no other format.
fn findings(output: &str, root: &Path) -> Vec<Finding> {
    let root = format!("{}/", root.display());
    let mut findings: Vec<Finding> = Vec::new();
    let mut places_follow = false;
    for line in output.lines() {
        if let Some(rule) = line.strip_prefix("--- failure ") {
            let rule = rule.trim_end_matches("---").trim().to_owned();
            findings.push(Finding { rule, places: Vec::new() });
            places_follow = false;
        } else if line.starts_with("Failed in:") {
            places_follow = true;
        } else if let Some(finding) = findings.last_mut()
            && places_follow
            && line.starts_with("  ")
        {
            finding.places.push(shown(line.trim(), &root));
        } else {
            places_follow = false;
        }
    }
    findings
}

/// Removes machine-specific parts of a place: the workspace's root, and the tool's own clone of the old revision.
fn shown(place: &str, root: &str) -> String {
    let words = place.split(' ').map(|word| {
        let clone = word.split_once("/semver-checks/git-").map(|(_, rest)| rest.splitn(3, '/'));
        clone.and_then(|mut parts| parts.nth(2)).unwrap_or(word).replace(root, "")
    });
    words.collect::<Vec<_>>().join(" ")
}
