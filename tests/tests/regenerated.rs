//! The committed code equals the generated code, and generation is deterministic.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use conformance::api_view::document;
use xtask::codegen::{differences, generate, present};
use xtask::workspace::root;

#[test]
fn committed_files_equal_the_generated_ones() {
    let generated = generate(&document()).unwrap();
    let differences = differences(&generated, &present(&root()).unwrap());
    let paths: Vec<_> = differences.iter().map(|difference| &difference.path).collect();
    assert!(paths.is_empty(), "out of date: {paths:?}; run `cargo xtask codegen`");
}

#[test]
fn codegen_is_deterministic() {
    assert_eq!(generate(&document()).unwrap(), generate(&document()).unwrap());
}
