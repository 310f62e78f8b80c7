//! Synthetic documents have the requested size and no diagnostics.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use conformance::synthetic::{document, revised};
use xtask::check::Checked;
use xtask::diff::compare;

fn parsed(text: &str) -> Checked {
    Checked::parse(text, "synthetic.yaml").unwrap()
}

#[test]
fn synthetic_document_has_its_operations_and_no_diagnostics() {
    for count in [1, 2, 5, 12] {
        for text in [document(count), revised(count)] {
            let document = parsed(&text);
            assert_eq!(document.api().operations.len(), count);
            let found = document.warnings();
            assert!(found.items.is_empty(), "{count}: {found}");
        }
    }
}

#[test]
fn size_is_linear_in_the_number_of_operations() {
    let lines = |count: usize| document(count).lines().count();
    assert_eq!(lines(80) - lines(40), 2 * (lines(40) - lines(20)));
    assert_eq!(lines(800) - lines(400), 20 * (lines(40) - lines(20)));
}

#[test]
fn revision_changes_every_operation() {
    let count = 9;
    let changes = compare(&parsed(&document(count)).into(), &parsed(&revised(count)).into());
    let places: Vec<_> = changes.iter().flat_map(|change| &change.places).map(ToString::to_string).collect();
    for number in 0..count {
        let operation = format!("create_order_{number:04} › request body › price");
        assert!(places.contains(&operation), "expected {operation} in {places:#?}");
    }
}
