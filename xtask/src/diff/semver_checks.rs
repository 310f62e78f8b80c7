//! The crate as a whole, hand-written parts included: `cargo-semver-checks` compares its two Rust APIs.

use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, bail};
use serde::Serialize;

use super::change::Impact;

/// The tool.
pub(super) const TOOL: &str = "cargo-semver-checks";

/// What the tool says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct CrateCheck {
    /// What the crate's changes cost its users, as far as the tool can tell.
    pub(super) impact: Impact,
    /// What it found.
    pub(super) findings: Vec<Finding>,
}

/// What one of the tool's rules found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Finding {
    /// The rule, and what it means.
    pub(super) rule: String,
    /// Where.
    pub(super) places: Vec<String>,
}

/// Runs the tool; nothing if it is not installed.
///
/// # Errors
///
/// If it cannot compare the two.
pub(super) fn check(root: &Path, package: &str, commit: &str) -> anyhow::Result<Option<CrateCheck>> {
    let output = Command::new(TOOL)
        // As if nothing but a patch were released: all that asks for more is told.
        .args(["semver-checks", "--color", "never", "--release-type", "patch"])
        .args(["--package", package, "--baseline-rev", commit])
        .current_dir(root)
        .output();
    let output = match output {
        Ok(output) => output,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).context(format!("{TOOL} cannot be started")),
    };
    let [found, said] =
        [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    let impact = match said.split("semver requires new ").nth(1) {
        Some(rest) if rest.starts_with("major") => Impact::Breaking,
        Some(rest) if rest.starts_with("minor") => Impact::Compatible,
        None if output.status.success() => Impact::None,
        _ => {
            let lines: Vec<_> = said.lines().filter(|line| !line.trim().is_empty()).take(12).collect();
            bail!("{TOOL} failed:\n  {}", lines.join("\n  "));
        }
    };
    Ok(Some(CrateCheck { impact, findings: findings(&found, root) }))
}

/// Reads what the tool writes for people: it writes nothing else.
fn findings(said: &str, root: &Path) -> Vec<Finding> {
    let root = format!("{}/", root.display());
    let mut findings: Vec<Finding> = Vec::new();
    let mut places_follow = false;
    for line in said.lines() {
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

/// A place without what is of this machine: the workspace's root, and the tool's own clone of the old revision.
fn shown(place: &str, root: &str) -> String {
    let words = place.split(' ').map(|word| {
        let clone = word.split_once("/semver-checks/git-").map(|(_, rest)| rest.splitn(3, '/'));
        clone.and_then(|mut parts| parts.nth(2)).unwrap_or(word).replace(root, "")
    });
    words.collect::<Vec<_>>().join(" ")
}
