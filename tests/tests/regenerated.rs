//! The committed code equals the generated code, and generation is deterministic.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::collections::BTreeMap;

use conformance::api_view::document;
use xtask::codegen::{differences, generate, present};
use xtask::workspace::root;

/// Edits the committed files; returns the paths that `codegen --check` reports.
fn reported(edit: impl FnOnce(&mut BTreeMap<String, String>)) -> Vec<String> {
    let mut files = present(&root()).unwrap();
    edit(&mut files);
    let differences = differences(&generate(&document()).unwrap(), &files);
    differences.into_iter().map(|difference| difference.path).collect()
}

#[test]
fn committed_files_equal_the_generated_ones() {
    let paths = reported(|_| {});
    assert!(paths.is_empty(), "out of date: {paths:?}; run `cargo xtask codegen`");
}

#[test]
fn edited_missing_and_additional_files_are_reported() {
    let (path, added) = ("sdk/src/generated/types.rs", "sdk/src/generated/by_hand.rs");
    assert_eq!(reported(|files| files.get_mut(path).unwrap().push_str("// by hand\n")), [path]);
    assert_eq!(reported(|files| drop(files.remove(path).unwrap())), [path]);
    assert_eq!(reported(|files| drop(files.insert(added.to_owned(), String::new()))), [added]);
}

#[test]
fn crlf_line_endings_are_no_difference() {
    let paths = reported(|files| files.values_mut().for_each(|text| *text = text.replace('\n', "\r\n")));
    assert_eq!(paths, Vec::<String>::new());
}

#[test]
fn codegen_is_deterministic() {
    assert_eq!(generate(&document()).unwrap(), generate(&document()).unwrap());
}
