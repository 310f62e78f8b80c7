//! A slice and the whole document detect the same mutants, and slices do not grow with the document.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use conformance::drift::Original;
use conformance::drift::slices::Slices;
use conformance::mutate::{Edit, Mutant, mutants, pointers};
use conformance::mutation_report::in_parallel;
use conformance::synthetic;
use serde_json::Value;
use xtask::check::Checked;
use xtask::workspace::root;

const SHOWN: &str = "document.yaml";

/// Number of mutants per document that are tested both in their slice and in the whole document.
const SAMPLE: usize = 150;

fn value(text: &str) -> Value {
    Checked::parse(text, SHOWN).unwrap().value.clone()
}

/// Returns a document whose operations share only their errors, and one whose operations share almost everything.
fn documents() -> [Value; 2] {
    let siblings = std::fs::read_to_string(root().join("tests/documents/siblings.yaml")).unwrap();
    [value(&synthetic::document(6)), value(&siblings)]
}

#[test]
fn slice_and_whole_document_detect_the_same_mutants() {
    for document in documents() {
        let slices = Slices::of(&document);
        let whole = Original::of(&slices, &slices.whole(), SHOWN).unwrap();
        let originals: Vec<_> =
            slices.all().iter().map(|slice| (slice, Original::of(&slices, slice, SHOWN).unwrap())).collect();
        let all = originals.iter().flat_map(|(slice, original)| {
            let nodes = slices.nodes(slice, &original.value).into_iter();
            let mutants = nodes.flat_map(|node| mutants(&original.value, &node));
            mutants.map(move |mutant| (original, mutant))
        });
        let all: Vec<_> = all.collect();
        let sampled: Vec<_> = all.iter().step_by(all.len().div_ceil(SAMPLE)).collect();
        let wrong = in_parallel(&sampled, |(original, mutant)| {
            let value = lifted(&original.value, &mutant.of(&original.value), &whole.value);
            let same = Mutant { edit: Edit { pointer: String::new(), value }, ..mutant.clone() };
            let seen = (original.seen_by(mutant, None), whole.seen_by(&same, None));
            let (operator, Edit { pointer, value }) = (mutant.operator, &mutant.edit);
            if seen.0 == seen.1 {
                Vec::new()
            } else {
                vec![format!("{operator}: {pointer}: {seen:?}: {value}")]
            }
        });
        assert!(wrong.is_empty(), "detected by (slice, whole document):\n{}", wrong.join("\n"));
    }
}

/// Applies the change from `slice` to `mutant` to `whole`.
fn lifted(slice: &Value, mutant: &Value, whole: &Value) -> Value {
    match (slice, mutant, whole) {
        _ if slice == mutant => whole.clone(),
        (Value::Object(slice), Value::Object(mutant), Value::Object(whole)) => {
            let mut lifted = whole.clone();
            lifted.retain(|key, _| mutant.contains_key(key) || !slice.contains_key(key));
            for (key, value) in mutant {
                let known = slice.get(key).zip(whole.get(key));
                let value =
                    known.map_or_else(|| value.clone(), |(slice, whole)| self::lifted(slice, value, whole));
                lifted.insert(key.clone(), value);
            }
            lifted.into()
        }
        // The slice lacks some tags.
        (Value::Array(slice), Value::Array(mutant), Value::Array(whole)) if slice.len() < whole.len() => {
            let elsewhere = whole.iter().filter(|item| !slice.contains(item));
            mutant.iter().chain(elsewhere).cloned().collect()
        }
        _ => mutant.clone(),
    }
}

#[test]
fn every_node_is_mutated_in_one_slice() {
    for document in documents() {
        let slices = Slices::of(&document);
        let nodes = slices.all().iter().flat_map(|slice| {
            let nodes = slices.nodes(slice, &slices.value(slice)).into_iter();
            nodes.map(|node| slices.origin(slice, &node)).collect::<Vec<_>>()
        });
        let mut nodes: Vec<String> = nodes.collect();
        let mut expected = pointers(&document);
        nodes.sort();
        expected.sort();
        assert_eq!(nodes, expected);
    }
}

#[test]
fn slice_of_a_single_operation_is_the_document() {
    let document = value(&synthetic::document(1));
    let slices = Slices::of(&document);
    let [slice] = slices.all() else { panic!("expected one slice, found {}", slices.all().len()) };
    // Compares text, in which the order of members matters.
    assert_eq!(slices.value(slice).to_string(), document.to_string());
    assert!(slices.used_elsewhere(slice).is_empty());
}

#[test]
fn slices_do_not_grow_with_the_document() {
    let [small, large] = [40, 120].map(|operations| {
        let slices = Slices::of(&value(&synthetic::document(operations)));
        let sizes = slices.all().iter().map(|slice| slices.value(slice).to_string().len());
        (sizes.max(), slices.all().len())
    });
    assert_eq!(small.0, large.0);
    assert!(large.1 <= 3 * small.1, "{} slices of 40 operations, {} of 120", small.1, large.1);
}
