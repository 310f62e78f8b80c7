//! The SDK conforms to the document, and so do its requests.

use conformance::api_view::document;
use conformance::checks::{Check, Subject};
use conformance::generated::SDK;
use conformance::{examples, open_enumerations, requests, responses, schemas};

fn agrees(check: Check) {
    let differences = check(&Subject { document: &document(), sdk: SDK });
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn document_and_its_examples_are_valid() {
    agrees(examples::are_valid);
}

#[test]
fn every_body_has_an_example() {
    agrees(examples::bodies_have_one);
}

#[test]
fn every_schema_has_a_type_and_every_type_a_schema() {
    agrees(schemas::types);
}

#[test]
fn json_schema_of_every_type_equals_the_documented_schema() {
    agrees(schemas::say_the_same);
}

#[test]
fn document_and_types_accept_the_same_values() {
    agrees(schemas::accept_the_same);
}

#[test]
fn enumerations_accept_undocumented_values() {
    agrees(open_enumerations::are_open);
}

#[test]
fn sdk_has_the_operations_of_the_document() {
    agrees(requests::operations);
}

#[test]
fn requests_by_example_conform_to_the_document() {
    agrees(requests::by_example);
}

#[test]
fn requests_by_generated_input_conform_to_the_document() {
    agrees(requests::by_generated_input);
}

#[test]
fn documented_responses_decode_by_example() {
    agrees(responses::by_example);
}

#[test]
fn documented_responses_with_generated_values_decode() {
    agrees(responses::by_generated_values);
}
