//! The committed code is what the document generates, and always the same.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use agreement::described::document;
use xtask::codegen::{differences, generate, present};
use xtask::workspace::root;

#[test]
fn the_committed_files_are_what_the_document_generates() {
    let generated = generate(&document()).unwrap();
    let differences = differences(&generated, &present(&root()).unwrap());
    let paths: Vec<_> = differences.iter().map(|difference| &difference.path).collect();
    assert!(paths.is_empty(), "{paths:?}: run `cargo xtask codegen --check`");
}

#[test]
fn the_same_document_generates_the_same_bytes() {
    assert_eq!(generate(&document()).unwrap(), generate(&document()).unwrap());
}
