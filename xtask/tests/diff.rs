//! Compares pairs of documents, and checks the reported changes and their impacts.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

#[path = "diff/pairs.rs"]
mod pairs;

use pairs::{Edit, PAIRS, Pair};
use xtask::check::Comparable;
use xtask::diff::{Change, Impact, compare};

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
