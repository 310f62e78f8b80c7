//! `cargo xtask codegen --check` detects every manual edit of the generated files.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::collections::BTreeMap;

use conformance::api_view::document;
use conformance::mutation_report::{MutationReport, in_parallel};
use conformance::text_mutants::OPERATORS;
use xtask::codegen::{GeneratedFile, differences, generate, present};
use xtask::workspace::root;

type Files = BTreeMap<String, String>;

fn files() -> (Vec<GeneratedFile>, Files) {
    (generate(&document()).unwrap(), present(&root()).unwrap())
}

/// Returns the paths of the files that the comparison reports.
fn seen(generated: &[GeneratedFile], present: &Files) -> Vec<String> {
    differences(generated, present).into_iter().map(|difference| difference.path).collect()
}

#[test]
fn every_edited_line_is_detected() {
    let (generated, present) = files();
    let places: Vec<(&String, usize)> =
        present.iter().flat_map(|(path, text)| (0..text.lines().count()).map(move |at| (path, at))).collect();
    let edits = in_parallel(&places, |(path, at)| {
        let (mut edited, lines) = (present.clone(), present[*path].lines().collect::<Vec<_>>());
        let mut edits = Vec::new();
        for (operator, apply) in OPERATORS {
            for text in apply(&lines, *at) {
                assert_ne!(
                    text,
                    present[*path],
                    "{path}:{}: {operator}: the mutant equals the original",
                    at + 1
                );
                edited.insert((*path).clone(), text);
                let is_seen = seen(&generated, &edited) == [path.as_str()];
                edits.push((operator, is_seen, format!("{operator}: {path}:{}", at + 1)));
            }
        }
        edits
    });
    let mut score = MutationReport::new("edit of a generated file", &["detected", "SURVIVED"]);
    for (operator, is_seen, edit) in edits {
        if is_seen { score.seen(operator, "detected") } else { score.survived(operator, edit) }
    }
    score.print();
    score.assert_all_seen(OPERATORS.iter().map(|(operator, _)| *operator));
}

#[test]
fn every_missing_extra_empty_or_renamed_file_is_detected() {
    let (generated, present) = files();
    assert_eq!(seen(&generated, &present), Vec::<String>::new());
    let mut score = MutationReport::new("a generated file is", &["detected", "SURVIVED"]);
    for (path, text) in &present {
        let (directory, _) = path.rsplit_once('/').unwrap();
        let (renamed, added) = (format!("{path}.orig"), format!("{directory}/by_hand.rs"));
        let (other, other_text) = present.iter().find(|(other, _)| *other != path).unwrap();
        let without = || present.clone().into_iter().filter(|(known, _)| known != path).collect::<Files>();
        let with = |mut files: Files, more: &[(&String, &String)]| {
            files.extend(more.iter().map(|(path, text)| ((*path).clone(), (*text).clone())));
            files
        };
        let empty = String::new();
        let cases = [
            ("missing", without(), vec![path]),
            ("emptied", with(present.clone(), &[(path, &empty)]), vec![path]),
            ("joined by another", with(present.clone(), &[(&added, text)]), vec![&added]),
            ("joined by an empty one", with(present.clone(), &[(&added, &empty)]), vec![&added]),
            ("renamed", with(without(), &[(&renamed, text)]), vec![path, &renamed]),
            (
                "swapped with another",
                with(present.clone(), &[(path, other_text), (other, text)]),
                vec![path, other],
            ),
        ];
        for (operator, files, mut expected) in cases {
            let mut found = seen(&generated, &files);
            found.sort();
            expected.sort();
            let is_seen = found.iter().eq(expected);
            if is_seen {
                score.seen(operator, "detected");
            } else {
                score.survived(operator, format!("{operator}: {path}"));
            }
        }
    }
    score.print();
    score.assert_all_seen(std::iter::empty());
}

#[test]
fn crlf_line_endings_are_no_difference() {
    let (generated, mut present) = files();
    for text in present.values_mut() {
        *text = text.replace('\n', "\r\n");
    }
    assert_eq!(seen(&generated, &present), Vec::<String>::new());
}
