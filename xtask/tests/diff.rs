//! Compares pairs of documents, and checks the reported changes and their impacts.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

#[path = "diff/pairs.rs"]
mod pairs;

use std::path::{Path, PathBuf};
use std::process::Command;

use pairs::{Edit, PAIRS, Pair};
use xtask::check::Comparable;
use xtask::diff::{Change, Impact, compare};
use xtask::workspace::root;

/// A fixed document, because the workspace's document changes.
const FIXTURE: &str = include_str!("fixtures/keys.yaml");

fn edit(text: &str, edits: &[Edit]) -> String {
    edits.iter().fold(text.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "the document has no {old:?}");
        text.replace(old, new)
    })
}

fn texts(pair: &Pair) -> (String, String) {
    let old = edit(FIXTURE, pair.base);
    let new = edit(&old, pair.edits);
    assert_ne!(old, new, "{}", pair.name);
    (old, new)
}

fn changes(old: &str, new: &str) -> Vec<Change> {
    compare(&Comparable::parse(old, "old.yaml").unwrap(), &Comparable::parse(new, "new.yaml").unwrap())
}

/// Returns the bump that the changes require.
fn bump(changes: &[Change], impact: impl Fn(&Change) -> Impact) -> String {
    changes.iter().map(impact).max().unwrap_or(Impact::None).bump().to_string()
}

#[test]
fn each_pair_yields_the_expected_changes() {
    let mut wrong = Vec::new();
    for pair in PAIRS {
        let (old, new) = texts(pair);
        let changes = changes(&old, &new);
        let lines: Vec<String> = changes.iter().map(ToString::to_string).collect();
        let bumps = [bump(&changes, |change| change.callers), bump(&changes, |change| change.users)];
        if lines != pair.changes || bumps != pair.bumps {
            let (actual, expected) = (lines.join("\n  "), pair.changes.join("\n  "));
            wrong.push(format!(
                "{}:\n  {actual}\n  {bumps:?}\nnot\n  {expected}\n  {:?}",
                pair.name, pair.bumps
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), PAIRS.len(), wrong.join("\n\n"));
}

#[test]
fn change_is_located_in_the_new_document_unless_it_is_gone() {
    let line = |text: &str, part: &str| text.lines().position(|line| line.contains(part)).unwrap() + 1;
    let new = FIXTURE.replace("required: [name]", "required: [name, restricted_to_role_id]");
    let found = changes(FIXTURE, &new);
    assert_eq!(found[0].location.to_string(), format!("new.yaml:{}:24", line(&new, "required: [name, ")));
    let found = changes(&new, FIXTURE);
    assert_eq!(found[0].location.path, "new.yaml", "the field still exists, but is optional");
    let status = FIXTURE.replace("        5XX:\n", "        '503':\n");
    let found = changes(&status, FIXTURE);
    let places: Vec<_> = found.iter().map(|change| change.location.to_string()).collect();
    assert_eq!(
        places,
        [format!("new.yaml:{}:9", line(FIXTURE, "5XX:")), format!("old.yaml:{}:9", line(&status, "'503':"))]
    );
}

/// Compares Redocly's bump for each pair with the recorded one, to notice when a new version classifies differently.
#[test]
#[ignore = "needs the OpenAPI linter that CI installs: `bash .ci/run` runs it"]
fn redocly_yields_the_recorded_bumps() {
    let tool = root().join("target/ci/node_modules/.bin/redocly");
    assert!(tool.exists(), "{} is missing: `bash .ci/run` installs it", tool.display());
    let directory = tempfile::tempdir().unwrap();
    let half = PAIRS.len().div_ceil(2);
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let halves: Vec<_> = PAIRS
            .chunks(half)
            .map(|pairs| scope.spawn(|| differing(&tool, directory.path(), pairs)))
            .collect();
        halves.into_iter().flat_map(|half| half.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn differing(tool: &PathBuf, directory: &Path, pairs: &[Pair]) -> Vec<String> {
    let wrong = pairs.iter().filter_map(|pair| {
        let (old, new) = texts(pair);
        let file = |name: &str, text: &str| {
            let path = directory.join(format!("{} {name}.yaml", pair.name));
            std::fs::write(&path, text).unwrap();
            path
        };
        let output = Command::new(tool)
            .args(["diff", "--format", "json", "--fail-on", "none"])
            .args([file("old", &old), file("new", &new)])
            .env("REDOCLY_TELEMETRY", "off")
            .output()
            .unwrap();
        let report: Result<serde_json::Value, _> = serde_json::from_slice(&output.stdout);
        let report = report.unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
        let bump = report["bump"].as_str().unwrap_or("none").to_owned();
        (bump != pair.redocly)
            .then(|| format!("{}: {bump}, not {}; ours {}", pair.name, pair.redocly, pair.bumps[0]))
    });
    wrong.collect()
}
